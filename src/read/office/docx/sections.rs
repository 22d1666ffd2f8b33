//! Sections: where they begin pages, and which header stands on the first page (ECMA-376, part 1, 17.6 and 17.10).

use super::super::flow::{Flow, Piece};
use super::super::xml::Tag;
use super::props::is_on;

#[derive(Debug, Default)]
struct Section {
    /// It begins where the one before ends, on the same page.
    continuous: bool,
    /// Its first page has a header of its own.
    first_page: bool,
    /// Relationship of the header of the first page, and of the others.
    first: Option<String>,
    running: Option<String>,
}

/// The sections of a document. What a section is like stands at its end.
#[derive(Debug, Default)]
pub(super) struct Sections {
    done: Vec<Section>,
    last: Section,
    /// For each that has ended the place of its end among the pieces.
    ends: Vec<usize>,
}

impl Sections {
    /// An element of the properties of the section that ends.
    pub fn part(&mut self, tag: &Tag) {
        let section = &mut self.last;
        match tag.name {
            "type" => section.continuous = tag.get("val").is_some_and(|kind| kind == "continuous"),
            "titlePg" => section.first_page = is_on(tag),
            "headerReference" => {
                let relation = tag.get("id").map(|id| id.into_owned());
                match tag.get("type").as_deref() {
                    Some("first") => section.first = relation,
                    Some("even") => {}
                    _ => section.running = relation,
                }
            }
            _ => {}
        }
    }

    /// The section ends here.
    pub fn end(&mut self, at: usize) {
        self.done.push(std::mem::take(&mut self.last));
        self.ends.push(at);
    }

    /// Puts the ends of pages between sections.
    pub fn place(&mut self, flow: &mut Flow) {
        let kinds = self.done.iter().skip(1).chain([&self.last]).map(|section| section.continuous);
        for (&at, continuous) in self.ends.iter().zip(kinds) {
            if let (Some(piece), false) = (flow.pieces.get_mut(at), continuous) {
                *piece = Piece::Page;
            }
        }
        // Where the section goes on with the page nothing stands.
        for &at in self.ends.iter().rev() {
            if flow.pieces.get(at) == Some(&Piece::Turn) {
                flow.pieces.remove(at);
            }
        }
    }

    /// The relationship of the header on the first page of the document, and whether it stands on that page alone.
    pub fn header(&self) -> Option<(&str, bool)> {
        let section = self.done.first().unwrap_or(&self.last);
        match (&section.first, &section.running) {
            (Some(first), _) if section.first_page => Some((first, true)),
            (_, Some(running)) if !section.first_page => Some((running, false)),
            _ => None,
        }
    }
}
