//! The passages of a document while its lines are cut.

use super::flow::{Border, Matter, Passage, Taken};
use crate::document::FurnitureKind;
use std::ops::Range;

/// What the cutting of a document found, for the diagnostics: where the lines begin.
#[derive(Debug, Clone, Default)]
pub(super) struct Repairs {
    /// Lines that held two columns.
    pub columns: Vec<u32>,
    /// Passages that held parts of the letterhead, of the foot, or labels run together.
    pub glued: Vec<u32>,
}

/// Passages in reading order, and what was taken out.
#[derive(Debug)]
pub(super) struct Pieces<'a> {
    pub text: &'a str,
    pub passages: Vec<Passage>,
    pub taken: Vec<Taken>,
    pub repairs: Repairs,
}

impl<'a> Pieces<'a> {
    pub fn new(text: &'a str, lines: usize) -> Self {
        let passages = Vec::with_capacity(lines);
        Pieces { text, passages, taken: Vec::new(), repairs: Repairs::default() }
    }

    pub fn take(&mut self, range: Range<usize>, kind: FurnitureKind) {
        self.taken.push(Taken { range, kind });
    }

    /// Appends a passage of a line without the white space at its ends, unless nothing is left; whether it did.
    pub fn push(&mut self, line: usize, range: Range<usize>, matter: Matter, border: Border) -> bool {
        let Some(string) = self.text.get(range.clone()) else { return false };
        let trimmed = string.trim_start();
        let start = range.start + string.len() - trimmed.len();
        let trimmed = trimmed.trim_end();
        if trimmed.is_empty() {
            return false;
        }
        let (start, end) = (start as u32, (start + trimmed.len()) as u32);
        self.passages.push(Passage { start, end, line: line as u32, matter, border, ruled: false });
        true
    }

    /// Cuts the passages from `from` on where `cuts` says.
    pub fn cut(&mut self, from: usize, mut cuts: impl FnMut(&str) -> Vec<usize>) {
        for at in from..self.passages.len() {
            let first = cuts(self.passages[at].str(self.text));
            if first.is_empty() {
                continue;
            }
            // From here on the passages are pushed anew.
            let behind = self.passages.split_off(at);
            let mut first = Some(first);
            for passage in behind {
                let cuts = first.take().unwrap_or_else(|| cuts(passage.str(self.text)));
                self.push_cut(passage, &cuts);
            }
            return;
        }
    }

    /// Appends a passage in pieces that begin at `cuts`.
    fn push_cut(&mut self, whole: Passage, cuts: &[usize]) {
        if !cuts.is_empty() {
            self.repairs.glued.push(whole.start);
        }
        let range = whole.range();
        let mut from = range.start;
        for end in cuts.iter().map(|cut| range.start + cut).chain([range.end]) {
            let border = if from == range.start { whole.border } else { Border::Break };
            let ruled = from == range.start && whole.ruled;
            if self.push(whole.line as usize, from..end, whole.matter, border)
                && let Some(piece) = self.passages.last_mut()
            {
                piece.ruled = ruled;
            }
            from = end;
        }
    }
}
