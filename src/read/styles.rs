//! Style marks of a text that is being written, made into fragments.

use crate::source::{Cell, Fragment, Style};
use std::ops::Range;

/// One property of a passage.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Attribute {
    Bold,
    Italic,
    Superscript,
    Heading(u8),
    /// Index into the names of fonts.
    Font(u16),
    /// In tenths of a point.
    Size(u16),
    /// No part of the text.
    Artifact,
    /// The line opens a paragraph, or goes on with the line before.
    Opens(bool),
    Cell(Cell),
}

/// Marks in any order, which may overlap; fonts, sizes, lines and cells do not overlap others of their kind.
#[derive(Debug, Default)]
pub(super) struct Styles {
    marks: Vec<(Range<usize>, Attribute)>,
    tables: u32,
}

impl Styles {
    /// The number of a new table.
    pub(super) fn open_table(&mut self) -> u32 {
        self.tables += 1;
        self.tables - 1
    }

    /// Gives a passage of the text written (bytes) a property.
    pub(super) fn mark(&mut self, passage: Range<usize>, attribute: Attribute) {
        if passage.start < passage.end {
            self.marks.push((passage, attribute));
        }
    }

    /// Takes the cells of these tables (sorted numbers) back: they hold layout, not data.
    pub(super) fn dissolve(&mut self, tables: &[u32]) {
        self.marks.retain(|(_, attribute)| match attribute {
            Attribute::Cell(cell) => tables.binary_search(&cell.table).is_err(),
            _ => true,
        });
    }

    /// The fragments: sorted, without overlap, plain text left out.
    pub(super) fn finish(self) -> Vec<Fragment> {
        let mut changes: Vec<(usize, bool, Attribute)> = Vec::with_capacity(self.marks.len() * 2);
        for (passage, attribute) in self.marks {
            changes.push((passage.start, true, attribute));
            changes.push((passage.end, false, attribute));
        }
        // Ends before starts: neighbours of one kind do not merge, and do not overlap.
        changes.sort_by_key(|&(at, starts, _)| (at, starts));
        let mut fragments: Vec<Fragment> = Vec::new();
        let mut open = Open::default();
        let mut from = 0;
        for (at, starts, attribute) in changes {
            let style = open.style();
            if at > from && style != Style::default() {
                fragments.push(Fragment { start: from as u32, end: at as u32, style });
            }
            from = at;
            open.change(starts, attribute);
        }
        fragments
    }
}

/// What holds at a place of the text.
#[derive(Default)]
struct Open {
    bold: u32,
    italic: u32,
    superscript: u32,
    artifact: u32,
    headings: Vec<u8>,
    font: Option<u16>,
    size: Option<u16>,
    opens: Option<bool>,
    cell: Option<Cell>,
}

impl Open {
    fn change(&mut self, starts: bool, attribute: Attribute) {
        let step = |count: &mut u32| *count = if starts { *count + 1 } else { count.saturating_sub(1) };
        match attribute {
            Attribute::Bold => step(&mut self.bold),
            Attribute::Italic => step(&mut self.italic),
            Attribute::Superscript => step(&mut self.superscript),
            Attribute::Artifact => step(&mut self.artifact),
            Attribute::Heading(level) if starts => self.headings.push(level),
            Attribute::Heading(_) => drop(self.headings.pop()),
            Attribute::Font(font) => self.font = starts.then_some(font),
            Attribute::Size(size) => self.size = starts.then_some(size),
            Attribute::Opens(opens) => self.opens = starts.then_some(opens),
            Attribute::Cell(cell) => self.cell = starts.then_some(cell),
        }
    }

    fn style(&self) -> Style {
        Style {
            bold: self.bold > 0,
            italic: self.italic > 0,
            superscript: self.superscript > 0,
            artifact: self.artifact > 0,
            heading: self.headings.last().copied(),
            font: self.font,
            size: self.size,
            opens: self.opens,
            cell: self.cell,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn overlapping_marks_become_fragments_side_by_side() {
        let mut styles = Styles::default();
        styles.mark(4..8, Attribute::Italic);
        styles.mark(0..6, Attribute::Bold);
        styles.mark(8..8, Attribute::Bold);
        styles.mark(10..12, Attribute::Heading(2));
        let seen: Vec<_> = styles
            .finish()
            .into_iter()
            .map(|f| (f.start, f.end, f.style.bold, f.style.italic, f.style.heading))
            .collect();
        assert_eq!(
            seen,
            [
                (0, 4, true, false, None),
                (4, 6, true, true, None),
                (6, 8, false, true, None),
                (10, 12, false, false, Some(2))
            ]
        );
    }
}
