//! The tree of sections.

use std::io;

use super::{Entry, Panel};
use crate::write::wire::Section;
use crate::write::words::Named;

impl Panel<'_> {
    pub(super) fn sections(&mut self, sections: &[Section]) -> io::Result<()> {
        self.title("section", "Bố cục", "Sections", 0)?;
        self.out.write_all(b"<ol class=\"outline\">\n")?;
        let mut index = 0;
        self.outline(sections, &mut index)?;
        self.out.write_all(b"</ol>\n")
    }

    /// The headings of a list of sections; `index` counts all sections in document order.
    fn outline(&mut self, sections: &[Section], index: &mut usize) -> io::Result<()> {
        for section in sections {
            let entry = Entry::Section(*index);
            *index += 1;
            let name = match (&section.label, &section.heading) {
                (Some(label), Some(heading)) => format!("{label}. {heading}"),
                (None, Some(heading)) => heading.clone(),
                // A paragraph that is numbered and has no heading, or the opening text: by its first words.
                (_, None) => beginning(&section.quote),
            };
            write!(self.out, "<li><span{}>", self.id(entry))?;
            self.link(entry, &name)?;
            self.out.write_all(b"</span>")?;
            if !section.roles.is_empty() {
                let roles: Vec<_> = section.roles.iter().map(|role| role.name(self.lang)).collect();
                write!(self.out, " <span class=\"faint\">{}</span>", roles.join(", "))?;
            }
            if !section.children.is_empty() {
                self.out.write_all(b"\n<ol>\n")?;
                self.outline(&section.children, index)?;
                self.out.write_all(b"</ol>")?;
            }
            self.out.write_all(b"</li>\n")?;
        }
        Ok(())
    }
}

/// The first words of a passage.
fn beginning(passage: &str) -> String {
    const LETTERS: usize = 80;
    let Some((end, _)) = passage.char_indices().nth(LETTERS) else { return passage.to_owned() };
    let words = passage[..end].rsplit_once(' ').map_or(&passage[..end], |(words, _)| words);
    format!("{words} …")
}

#[cfg(test)]
mod tests {
    use super::beginning;

    #[test]
    fn a_long_passage_is_cut_between_words() {
        assert_eq!(beginning("1. Các xã báo cáo."), "1. Các xã báo cáo.");
        let cut = beginning(&"đường ".repeat(40));
        assert!(cut.ends_with("đường …") && cut.chars().count() <= 82, "{cut}");
        assert_eq!(beginning(&"đ".repeat(100)), "đ".repeat(80) + " …");
    }
}
