//! One block as the target extractors see it: its tokens, its text, and the cues among them.

use crate::document::{Cue, Layout, TableId, Tables, Token, TokenKind, Tokens};
use crate::extract::Context;
use crate::rules::{
    Bound, DeadlineKind, DutySense, FrameKind, IndicatorKind, LinkKind, OrdinalKind, Rules, Sense, StateKind,
    TargetHead, UnitKind,
};
use crate::span::{Normalized, Span};
use std::ops::Range;

/// A block's tokens (by their index in the document) and cues.
#[derive(Clone, Copy)]
pub struct View<'a> {
    pub layout: &'a Layout,
    pub tokens: &'a Tokens,
    pub rules: &'a Rules,
    /// First token of the block.
    pub start: usize,
    /// Behind the last token of the block.
    pub end: usize,
    /// A cell of a table: its numbers need no unit.
    pub bare: bool,
    /// The kinds of tokens that may stand in the block.
    kinds: Kinds,
    /// The tables that may have a cue in it.
    tables: Tables,
}

/// A set of kinds of tokens, one bit for each.
#[derive(Clone, Copy)]
pub struct Kinds(u32);

impl Kinds {
    pub const NONE: Kinds = Kinds(0);
    const ALL: Kinds = Kinds(u32::MAX);

    pub const fn with(self, kind: TokenKind) -> Kinds {
        Kinds(self.0 | 1 << kind as u32)
    }

    pub const fn has(self, kind: TokenKind) -> bool {
        self.0 & 1 << kind as u32 != 0
    }
}

impl<'a> View<'a> {
    pub fn new(layout: &'a Layout, tokens: &'a Tokens, rules: &'a Rules, range: Range<usize>) -> Self {
        let (start, end) = (range.start, range.end);
        View { layout, tokens, rules, start, end, bare: false, kinds: Kinds::ALL, tables: Tables::ALL }
    }

    pub fn of_block(context: Context<'a>, block: usize) -> Self {
        let Context { layout, tokens, rules, .. } = context;
        let view = View::new(layout, tokens, rules, tokens.of_block(block));
        View { tables: tokens.tables_of_block(block), ..view }
    }

    /// The view that knows what kinds of tokens the block holds at all, for many questions are answered by that.
    pub fn surveyed(mut self) -> Self {
        let tokens = self.each(self.start..self.end);
        self.kinds = tokens.fold(Kinds::NONE, |kinds, (_, token)| kinds.with(token.kind));
        self
    }

    /// Whether a token of a kind may stand in the block.
    pub fn may_hold(&self, kind: TokenKind) -> bool {
        self.kinds.has(kind)
    }

    /// The first token of some kinds in a range.
    pub fn first_of(&self, kinds: Kinds, range: Range<usize>) -> Option<usize> {
        self.each(range).find(|(_, token)| kinds.has(token.kind)).map(|(at, _)| at)
    }

    /// The kind of a token of the block; `None` outside of it.
    pub fn kind(&self, at: usize) -> Option<TokenKind> {
        (self.start..self.end).contains(&at).then(|| self.tokens.tokens[at].kind)
    }

    /// The tokens from one to another, as far as they are of the block.
    pub fn each(&self, tokens: Range<usize>) -> impl Iterator<Item = (usize, &'a Token)> + use<'a> {
        let (start, end) = (tokens.start.max(self.start), tokens.end.min(self.end));
        (start..).zip(self.tokens.tokens.get(start..end).unwrap_or_default())
    }

    pub fn is(&self, at: usize, kind: TokenKind) -> bool {
        self.kind(at) == Some(kind)
    }

    pub fn is_word(&self, at: usize) -> bool {
        self.is(at, TokenKind::Word)
    }

    pub fn is_number(&self, at: usize) -> bool {
        self.is(at, TokenKind::Number)
    }

    /// Whether no space stands before a token.
    pub fn glued(&self, at: usize) -> bool {
        (self.start..self.end).contains(&at) && self.tokens.tokens[at].glued
    }

    pub fn capitalized(&self, at: usize) -> bool {
        (self.start..self.end).contains(&at) && self.tokens.tokens[at].is_capitalized()
    }

    /// The text of a token.
    pub fn word(&self, at: usize) -> &'a str {
        self.tokens.tokens.get(at).map_or("", |token| self.layout.str(token.span()))
    }

    pub fn span(&self, range: Range<usize>) -> Span<Normalized> {
        self.tokens.span(range)
    }

    pub fn span_all(&self) -> Span<Normalized> {
        self.span(self.start..self.end)
    }

    /// The text from the first to the last token of a range.
    pub fn text(&self, range: Range<usize>) -> &'a str {
        self.layout.str(self.span(range))
    }

    fn of(&self, table: TableId, range: Range<usize>) -> impl DoubleEndedIterator<Item = Cue> + use<'a> {
        let range = if self.tables.has(table) { range } else { 0..0 };
        self.tokens.cues_of(table, range.start.max(self.start)..range.end.min(self.end))
    }

    /// The cue of a table that begins at a token.
    fn at(&self, table: TableId, at: usize) -> Option<Cue> {
        if !self.tables.has(table) || !(self.start..self.end).contains(&at) {
            return None;
        }
        self.tokens.cues_at(table, at).next()
    }

    /// The cue of a table that ends before a token.
    fn before(&self, table: TableId, end: usize) -> Option<Cue> {
        if !self.tables.has(table) {
            return None;
        }
        let from = end.saturating_sub(LONGEST_PHRASE).max(self.start);
        let cues = |at| self.tokens.cues_at(table, at).rfind(|cue| cue.end as usize == end);
        (from..end.min(self.end)).rev().find_map(cues)
    }

    /// Whether a word stands at a token that is none of those that join and frame things.
    pub fn begins_noun(&self, at: usize) -> bool {
        self.is_word(at) && !self.tokens.tables_at(at).meets(JOINING)
    }

    pub fn unit_at(&self, at: usize) -> Option<(usize, UnitKind)> {
        let cue = self.at(Rules::UNITS, at)?;
        Some((cue.end as usize, self.rules.units.row(cue.row)?.fields.kind))
    }

    /// How many words of the unit at a token are no part of the counted noun.
    pub fn classifier_at(&self, at: usize) -> usize {
        let row = self.at(Rules::UNITS, at).and_then(|cue| self.rules.units.row(cue.row));
        row.map_or(0, |row| usize::from(row.fields.classifier))
    }

    pub fn bound_before(&self, end: usize) -> Option<(usize, Bound)> {
        let cue = self.before(Rules::COMPARATORS, end)?;
        let fields = &self.rules.comparators.row(cue.row)?.fields;
        (!fields.after).then_some((cue.first as usize, fields.op))
    }

    /// A comparator behind the value.
    pub fn bound_after(&self, at: usize) -> Option<(usize, Bound)> {
        let cue = self.at(Rules::COMPARATORS, at)?;
        let fields = &self.rules.comparators.row(cue.row)?.fields;
        fields.after.then_some((cue.end as usize, fields.op))
    }

    pub fn change_at(&self, at: usize) -> Option<(usize, Sense)> {
        let cue = self.at(Rules::CHANGES, at)?;
        Some((cue.end as usize, self.rules.changes.row(cue.row)?.fields.sense))
    }

    pub fn change_before(&self, end: usize) -> Option<(usize, Sense)> {
        let cue = self.before(Rules::CHANGES, end)?;
        Some((cue.first as usize, self.rules.changes.row(cue.row)?.fields.sense))
    }

    pub fn link_at(&self, at: usize) -> Option<(usize, LinkKind)> {
        let cue = self.at(Rules::LINKS, at)?;
        Some((cue.end as usize, self.rules.links.row(cue.row)?.fields.kind))
    }

    pub fn link_before(&self, end: usize) -> Option<(usize, LinkKind)> {
        let cue = self.before(Rules::LINKS, end)?;
        Some((cue.first as usize, self.rules.links.row(cue.row)?.fields.kind))
    }

    /// The links of a kind in a range, as ranges of tokens.
    pub fn links(
        &self,
        kind: LinkKind,
        range: Range<usize>,
    ) -> impl DoubleEndedIterator<Item = Range<usize>> + 'a {
        let rules = self.rules;
        self.of(Rules::LINKS, range)
            .filter(move |cue| rules.links.row(cue.row).is_some_and(|row| row.fields.kind == kind))
            .map(|cue| cue.tokens())
    }

    pub fn indicator_at(&self, at: usize) -> Option<(usize, IndicatorKind)> {
        let cue = self.at(Rules::INDICATORS, at)?;
        Some((cue.end as usize, self.rules.indicators.row(cue.row)?.fields.kind))
    }

    pub fn ordinal_at(&self, at: usize) -> Option<(usize, OrdinalKind)> {
        let cue = self.at(Rules::ORDINALS, at)?;
        Some((cue.end as usize, self.rules.ordinals.row(cue.row)?.fields.kind))
    }

    pub fn ordinal_before(&self, end: usize) -> Option<(usize, OrdinalKind)> {
        let cue = self.before(Rules::ORDINALS, end)?;
        Some((cue.first as usize, self.rules.ordinals.row(cue.row)?.fields.kind))
    }

    /// The points in time that begin in a range.
    pub fn deadlines(&self, range: Range<usize>) -> impl Iterator<Item = (Range<usize>, DeadlineKind)> + 'a {
        let rules = self.rules;
        self.of(Rules::DEADLINES, range)
            .filter_map(move |cue| Some((cue.tokens(), rules.deadlines.row(cue.row)?.fields.kind)))
    }

    pub fn frame_at(&self, at: usize) -> Option<(usize, FrameKind)> {
        let cue = self.at(Rules::FRAMES, at)?;
        Some((cue.end as usize, self.rules.frames.row(cue.row)?.fields.kind))
    }

    pub fn frame_before(&self, end: usize) -> Option<(usize, FrameKind)> {
        let cue = self.before(Rules::FRAMES, end)?;
        Some((cue.first as usize, self.rules.frames.row(cue.row)?.fields.kind))
    }

    /// Whether words end before a token that point to the lines below: "… như sau".
    pub fn points_below(&self, end: usize) -> bool {
        let row = self.before(Rules::FRAMES, end).and_then(|cue| self.rules.frames.row(cue.row));
        row.is_some_and(|row| row.fields.below)
    }

    pub fn frames(
        &self,
        range: Range<usize>,
    ) -> impl DoubleEndedIterator<Item = (Range<usize>, FrameKind)> + 'a {
        let rules = self.rules;
        self.of(Rules::FRAMES, range)
            .filter_map(move |cue| Some((cue.tokens(), rules.frames.row(cue.row)?.fields.kind)))
    }

    /// The words in a range that say that something must be done: "phải", "cần".
    pub fn musts(&self, range: Range<usize>) -> impl DoubleEndedIterator<Item = Range<usize>> + 'a {
        let rules = self.rules;
        let is_modal = move |cue: &Cue| {
            rules.duties.row(cue.row).is_some_and(|row| row.fields.sense == DutySense::Modal)
        };
        self.of(Rules::DUTIES, range).filter(is_modal).map(|cue| cue.tokens())
    }

    /// The senses of a column's head, with the tokens that give them.
    pub fn heads(&self) -> impl Iterator<Item = (Range<usize>, TargetHead)> + 'a {
        let rules = self.rules;
        self.of(Rules::TARGET_HEADS, self.start..self.end)
            .filter_map(move |cue| Some((cue.tokens(), rules.target_heads.row(cue.row)?.fields.sense)))
    }

    pub fn states(&self, range: Range<usize>) -> impl Iterator<Item = (Range<usize>, StateKind)> + 'a {
        let rules = self.rules;
        self.of(Rules::STATES, range)
            .filter_map(move |cue| Some((cue.tokens(), rules.states.row(cue.row)?.fields.kind)))
    }
}

/// The tables of the words that join and frame things.
const JOINING: Tables = Tables::NONE
    .with(Rules::COMPARATORS)
    .with(Rules::CHANGES)
    .with(Rules::FRAMES)
    .with(Rules::LINKS)
    .with(Rules::DEADLINES)
    .with(Rules::STATES);

/// No phrase of these tables has more words.
pub const LONGEST_PHRASE: usize = 8;

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::document::{Block, BlockKind};
    use crate::lex::lex;
    use crate::text::Text;

    #[test]
    fn no_phrase_is_longer_than_what_is_looked_back_over() {
        let tables = JOINING.with(Rules::UNITS).with(Rules::INDICATORS).with(Rules::ORDINALS);
        let rows = Rules::embedded().examples().into_iter().filter(|row| tables.has(row.table));
        let phrases: Vec<String> = rows.flat_map(|row| row.phrases.to_vec()).collect();
        let long = |phrase: &&String| with_view(phrase, |view| view.end - view.start) > LONGEST_PHRASE;
        assert!(phrases.len() > 500, "{} phrases", phrases.len());
        assert_eq!(phrases.iter().find(long), None);
    }

    /// Runs a test on the view of one paragraph.
    pub(in crate::extract::targets) fn with_view<T>(text: &str, test: impl FnOnce(&View<'_>) -> T) -> T {
        let rules = Rules::embedded();
        let span = Span::new(0, text.len());
        let layout = Layout {
            text: Text::verbatim(text.to_owned(), 0),
            blocks: vec![Block { span, kind: BlockKind::Paragraph, heading: None, gap: false }],
            ..Layout::default()
        };
        let tokens = lex(&layout, rules);
        test(&View::new(&layout, &tokens, rules, tokens.of_block(0)))
    }
}
