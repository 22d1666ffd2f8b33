//! Elements of XML, for the formats of archives and of the exchange of documents.

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};
use std::borrow::Cow;
use std::io::{self, Write};

/// Writes a document, element by element, indented.
pub(super) struct Elements<'w> {
    out: Writer<&'w mut dyn Write>,
}

impl<'w> Elements<'w> {
    /// Begins a document in UTF-8.
    pub fn new(out: &'w mut dyn Write) -> io::Result<Self> {
        let mut out = Writer::new_with_indent(out, b' ', 2);
        out.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
        Ok(Elements { out })
    }

    /// An element with attributes and elements inside.
    pub fn group(
        &mut self,
        name: &str,
        attributes: &[(&str, &str)],
        inside: impl FnOnce(&mut Self) -> io::Result<()>,
    ) -> io::Result<()> {
        let start = BytesStart::new(name).with_attributes(attributes.iter().copied());
        self.out.write_event(Event::Start(start))?;
        inside(self)?;
        self.out.write_event(Event::End(BytesEnd::new(name)))
    }

    /// An element with text inside; without text an empty one.
    pub fn text(&mut self, name: &str, text: &str) -> io::Result<()> {
        if text.is_empty() {
            return self.out.write_event(Event::Empty(BytesStart::new(name)));
        }
        self.out.write_event(Event::Start(BytesStart::new(name)))?;
        self.out.write_event(Event::Text(BytesText::new(&allowed(text))))?;
        self.out.write_event(Event::End(BytesEnd::new(name)))
    }

    /// An element with text inside, where there is text.
    pub fn text_if_any(&mut self, name: &str, text: Option<&str>) -> io::Result<()> {
        text.filter(|text| !text.is_empty()).map_or(Ok(()), |text| self.text(name, text))
    }

    /// Ends the document.
    pub fn finish(self) -> io::Result<()> {
        self.out.into_inner().write_all(b"\n")
    }
}

/// The text without characters that XML 1.0 has no way to write (section 2.2, production 2).
pub fn allowed(text: &str) -> Cow<'_, str> {
    let is_allowed = |c: char| matches!(c, '\t' | '\n' | '\r' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..);
    if text.chars().all(is_allowed) {
        text.into()
    } else {
        text.chars().filter(|&c| is_allowed(c)).collect::<String>().into()
    }
}

/// The text as far as a field of `length` characters holds it.
pub(super) fn cut(text: &str, length: usize) -> Cow<'_, str> {
    match text.char_indices().nth(length) {
        None => text.into(),
        Some(_) => text.chars().take(length.saturating_sub(1)).chain(['…']).collect::<String>().into(),
    }
}

/// The number of pages, for formats whose files have pages; that of others depends on who prints them.
pub(super) fn pages(source: &super::wire::Source) -> Option<u32> {
    source.pages.filter(|_| matches!(source.format.as_str(), "pdf" | "png" | "jpg" | "tif"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_that_xml_forbids_are_left_out() {
        assert_eq!(allowed("a\u{0}b\u{b}c\u{fffe}d\te"), "abcd\te");
        assert_eq!(allowed("Đắk Hà 🌾"), "Đắk Hà 🌾");
    }

    #[test]
    fn a_field_ends_where_it_is_full() {
        assert_eq!(cut("Kế hoạch", 8), "Kế hoạch");
        assert_eq!(cut("Kế hoạch", 5), "Kế h…");
    }
}
