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
            let names = [section.label.as_deref(), section.heading.as_deref()];
            let name = names.into_iter().flatten().collect::<Vec<_>>().join(". ");
            if name.is_empty() {
                self.outline(&section.children, index)?;
                continue;
            }
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
