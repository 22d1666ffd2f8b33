//! The tree of sections.

use super::Writer;
use crate::document::{BlockKind, Section, Zone};
use crate::span::{Normalized, Span};
use crate::write::wire;

impl Writer<'_> {
    /// The sections as a tree.
    pub(super) fn sections(&self) -> Vec<wire::Section> {
        let sections = &self.document.outline.sections;
        let mut written: Vec<wire::Section> = sections.iter().map(|section| self.section(section)).collect();
        // Parents stand before their children, so the last section is a leaf, and each one that is taken off the end
        // has all its children by then, the last child first.
        let mut roots = Vec::new();
        while let Some(mut section) = written.pop() {
            section.children.reverse();
            let parent = sections[written.len()].parent.and_then(|parent| written.get_mut(parent.index()));
            parent.map_or(&mut roots, |parent| &mut parent.children).push(section);
        }
        roots.reverse();
        roots
    }

    /// One section, without those inside it.
    fn section(&self, section: &Section) -> wire::Section {
        let (quote, at) = self.place(self.opening(section));
        wire::Section {
            label: section.label.clone(),
            heading: section.heading.map(|heading| self.document.layout.str(heading).replace('\n', " ")),
            roles: section.roles.iter().map(Into::into).collect(),
            level: section.level.into(),
            text: self.text(section.text),
            quote,
            at,
            children: Vec::new(),
        }
    }

    /// Label and heading; without a heading the first paragraph.
    fn opening(&self, section: &Section) -> Span<Normalized> {
        let end = section.heading.map(Span::end).or_else(|| {
            let first = self.document.layout.block_at(section.span.start());
            Some(self.document.layout.blocks.get(first)?.span.end().min(section.span.end()))
        });
        Span::new(section.span.start(), end.unwrap_or(section.span.end()))
    }

    /// The text of a section, a block a line, the cells of a table row on one line.
    fn text(&self, span: Span<Normalized>) -> String {
        let layout = &self.document.layout;
        let mut text = String::with_capacity(span.len());
        let mut row_before = None;
        for (index, block) in layout.blocks.iter().enumerate().skip(layout.block_at(span.start())) {
            if block.span.start() >= span.end() {
                break;
            }
            if !is_running_text(self.document.outline.zone(index)) {
                continue;
            }
            let part = Span::new(block.span.start().max(span.start()), block.span.end().min(span.end()));
            let part = layout.str(part).trim();
            if part.is_empty() {
                continue;
            }
            let row = match block.kind {
                BlockKind::Cell(cell) => Some((cell.table, cell.row)),
                _ => None,
            };
            if !text.is_empty() {
                text.push_str(if row.is_some() && row == row_before { " | " } else { "\n" });
            }
            text.push_str(part);
            row_before = row;
        }
        text
    }
}

/// Whether a zone belongs to what the sections say, not to what stands around them.
fn is_running_text(zone: Zone) -> bool {
    matches!(zone, Zone::Body | Zone::Preamble | Zone::Addressee)
}
