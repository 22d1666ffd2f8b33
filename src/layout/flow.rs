//! What passes between the steps of layout: passages of the text in reading order.

use crate::document::FurnitureKind;
use crate::source::Cell;
use std::ops::Range;

/// What a passage is before lines are joined.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Matter {
    Text,
    /// A cell of a table that is one.
    Cell(Cell),
    /// Part of the footnote with this index.
    Note(u32),
}

/// What is known of the border before a passage.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Border {
    /// It goes on with the passage before.
    Join,
    /// A line end of the original.
    Line,
    /// The border of a column or of a cell that only sets the page: a block begins, but names may go on.
    Cell,
    /// A block begins here, whatever stands before.
    Break,
}

/// A passage of one line.
#[derive(Debug, Clone, Copy)]
pub(super) struct Passage {
    pub start: u32,
    pub end: u32,
    /// Its line, as an index.
    pub line: u32,
    pub matter: Matter,
    pub border: Border,
    /// A rule stood before it.
    pub ruled: bool,
}

impl Passage {
    pub fn range(&self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    pub fn str<'t>(&self, text: &'t str) -> &'t str {
        text.get(self.range()).unwrap_or("")
    }
}

/// A passage that is taken out of the flow.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Taken {
    pub range: Range<usize>,
    pub kind: FurnitureKind,
}
