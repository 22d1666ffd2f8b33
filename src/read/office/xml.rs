//! The elements and the text of a part of XML, one after the other, within limits.

use quick_xml::XmlVersion;
use quick_xml::events::{BytesStart, Event};
use quick_xml::name::ResolveResult;
use quick_xml::reader::NsReader;
use std::borrow::Cow;
use std::io::BufRead;

/// The vocabulary that an element belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Space {
    /// WordprocessingML.
    Word,
    /// Markup compatibility.
    Compatibility,
    /// Formulas of Office.
    Math,
    /// DrawingML.
    Drawing,
    /// Relationships of packages.
    Relations,
    /// OpenDocument: office, text, table, draw, style, formatting as in XSL.
    Office,
    Text,
    Table,
    Draw,
    Style,
    Manifest,
    Other,
}

fn space(uri: &str) -> Space {
    match uri {
        // ECMA-376 transitional, ISO/IEC 29500 strict.
        "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
        | "http://purl.oclc.org/ooxml/wordprocessingml/main" => Space::Word,
        "http://schemas.openxmlformats.org/markup-compatibility/2006" => Space::Compatibility,
        "http://schemas.openxmlformats.org/officeDocument/2006/math"
        | "http://purl.oclc.org/ooxml/officeDocument/math" => Space::Math,
        "http://schemas.openxmlformats.org/drawingml/2006/main"
        | "http://purl.oclc.org/ooxml/drawingml/main" => Space::Drawing,
        "http://schemas.openxmlformats.org/package/2006/relationships" => Space::Relations,
        // OpenDocument 1.3, part 3, 1.4.
        "urn:oasis:names:tc:opendocument:xmlns:office:1.0" => Space::Office,
        "urn:oasis:names:tc:opendocument:xmlns:text:1.0" => Space::Text,
        "urn:oasis:names:tc:opendocument:xmlns:table:1.0" => Space::Table,
        "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" => Space::Draw,
        "urn:oasis:names:tc:opendocument:xmlns:style:1.0" => Space::Style,
        "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" => Space::Manifest,
        _ => Space::Other,
    }
}

/// The start of an element.
pub(super) struct Tag<'a> {
    pub space: Space,
    /// The name without prefix.
    pub name: &'a str,
    start: &'a BytesStart<'a>,
}

impl Tag<'_> {
    /// The value of the attribute with this name, without prefix.
    pub fn get(&self, name: &str) -> Option<Cow<'_, str>> {
        let attribute = self
            .start
            .attributes()
            .with_checks(false)
            .flatten()
            .find(|attribute| attribute.key.local_name().as_ref() == name)?;
        attribute.normalized_value(XmlVersion::Implicit1_0).ok()
    }

    pub fn number<N: std::str::FromStr>(&self, name: &str) -> Option<N> {
        self.get(name)?.trim().parse().ok()
    }
}

/// Takes what a part of XML holds. Every element that starts also ends.
pub(super) trait Visitor {
    fn start(&mut self, tag: &Tag<'_>);
    fn end(&mut self, space: Space, name: &str);
    fn text(&mut self, text: &str);
}

/// Elements deeper than this are passed over.
const MAX_DEPTH: usize = 1000;

/// Reads a part; `false` if it breaks off or is no XML.
pub(super) fn visit(part: impl BufRead, visitor: &mut impl Visitor) -> bool {
    let mut reader = NsReader::from_reader(part);
    let config = reader.config_mut();
    config.expand_empty_elements = true;
    config.allow_dangling_amp = true;
    config.check_end_names = false;
    config.allow_unmatched_ends = true;
    let mut buffer = Vec::new();
    let mut open: Vec<(Space, String)> = Vec::new();
    let mut too_deep = 0usize;
    let whole = loop {
        buffer.clear();
        let Ok((resolved, event)) = reader.read_resolved_event_into(&mut buffer) else { break false };
        match event {
            Event::Start(start) => {
                if open.len() >= MAX_DEPTH {
                    too_deep += 1;
                    continue;
                }
                let space = match resolved {
                    ResolveResult::Bound(namespace) => space(namespace.as_ref()),
                    _ => Space::Other,
                };
                let local = start.local_name();
                visitor.start(&Tag { space, name: local.as_ref(), start: &start });
                open.push((space, local.as_ref().to_owned()));
            }
            Event::End(_) if too_deep > 0 => too_deep -= 1,
            Event::End(_) => {
                if let Some((space, name)) = open.pop() {
                    visitor.end(space, &name);
                }
            }
            Event::Text(text) if too_deep == 0 => visitor.text(&text.xml10_content()),
            Event::CData(text) if too_deep == 0 => visitor.text(&text.xml10_content()),
            Event::GeneralRef(reference) if too_deep == 0 => {
                let letter = match reference.resolve_char_ref() {
                    Ok(Some(letter)) => Some(letter),
                    _ => match reference.xml10_content().as_ref() {
                        "amp" => Some('&'),
                        "lt" => Some('<'),
                        "gt" => Some('>'),
                        "quot" => Some('"'),
                        "apos" => Some('\''),
                        _ => None,
                    },
                };
                visitor.text(letter.unwrap_or('\u{FFFD}').encode_utf8(&mut [0; 4]));
            }
            Event::Eof => break open.is_empty(),
            _ => {}
        }
    };
    while let Some((space, name)) = open.pop() {
        visitor.end(space, &name);
    }
    whole
}
