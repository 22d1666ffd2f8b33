//! The cues of relations in a block, looked up by place.

use super::Found;
use crate::document::TokenKind;
use crate::extract::line::Line;
use crate::rules::{RelationFields, Rules};
use std::ops::Range;

/// A cue that reaches over other words than the citation's own.
pub(super) const WIDE: usize = 30;

/// A cue of a relation in its block.
#[derive(Clone, Copy)]
pub(super) struct Cue<'a> {
    pub fields: &'a RelationFields,
    pub first: usize,
    pub end: usize,
}

/// The cues of one block, but for those inside citations.
pub(super) struct Cues<'a> {
    all: Vec<Cue<'a>>,
}

impl<'a> Cues<'a> {
    pub fn new(line: Line<'a>, found: &[Found]) -> Self {
        let mut outer = found.iter().filter(|found| !found.nested).map(|found| &found.tokens).peekable();
        let mut free = |first: usize| {
            while outer.next_if(|tokens| tokens.end <= first).is_some() {}
            outer.peek().is_none_or(|tokens| first < tokens.start)
        };
        let all = line.cues(Rules::RELATIONS).filter(|&(_, first, _)| free(first)).filter_map(
            |(row, first, end)| Some(Cue { fields: &line.rules.relations.row(row)?.fields, first, end }),
        );
        Cues { all: all.collect() }
    }

    /// The cue that a citation at `start` stands under: the nearest within reach, or behind words that only say
    /// where something stands, one with a wide reach.
    pub fn before(&self, line: Line<'_>, start: usize) -> Option<Cue<'a>> {
        let behind = self.all.partition_point(|cue| cue.end <= start);
        let mut before = self.all[..behind].iter().rev().filter(|cue| !cue.fields.behind).copied();
        let reaches = |cue: &Cue<'_>| {
            start - cue.end <= cue.fields.reach && !breaks(line, cue.end..start, cue.fields.own)
        };
        let nearest = before.next().filter(reaches)?;
        if !nearest.fields.transparent {
            return Some(nearest);
        }
        before.take(3).filter(|cue| cue.fields.reach >= WIDE).find(reaches).or(Some(nearest))
    }

    /// The cue that stands behind a citation and speaks of it.
    pub fn behind(&self, line: Line<'_>, end: usize) -> Option<Cue<'a>> {
        let from = self.all.partition_point(|cue| cue.first < end);
        let cue = *self.all[from..].iter().take(3).find(|cue| cue.fields.behind)?;
        (cue.first - end <= cue.fields.reach && !breaks(line, end..cue.first, true)).then_some(cue)
    }

    pub fn last(&self) -> Option<Cue<'a>> {
        self.all.iter().rev().take(3).find(|cue| !cue.fields.behind).copied()
    }
}

/// A sentence or a part of a list ends within a range. A cue that acts reaches over the parts of a provision.
pub(super) fn breaks(line: Line<'_>, mut range: Range<usize>, over_lists: bool) -> bool {
    range.any(|at| match line.kind(at) {
        Some(TokenKind::Semicolon) => !over_lists,
        Some(TokenKind::Period) => !line.glued(at + 1),
        _ => false,
    })
}
