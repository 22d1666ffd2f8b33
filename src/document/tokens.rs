//! Words, numbers and marks of the layout's text, and the rule phrases found among them.

use super::cues::{Cue, Cues, TableId, Tables};
use super::letters::{is_lower, is_upper};
use crate::span::{Normalized, Span};
use std::ops::Range;

/// A word of the rule tables' vocabulary, the same for all its spellings (case, tone placement); 0 for any other word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct WordId(pub u16);

impl WordId {
    pub const UNKNOWN: WordId = WordId(0);
}

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TokenKind {
    /// Letters, with digits behind them ("m2", "QH13") and apostrophes inside ("H’Drai").
    Word,
    /// Digits, with single `.` or `,` between digits: "4.482,38".
    Number,
    Comma,
    Semicolon,
    Colon,
    Period,
    /// "…" or two and more periods.
    Ellipsis,
    Slash,
    /// Any hyphen or dash.
    Dash,
    OpenQuote,
    /// Also the straight quotation mark, which both opens and closes.
    CloseQuote,
    OpenParen,
    CloseParen,
    Percent,
    /// ‰, also written %o.
    PerMille,
    Less,
    LessEqual,
    Greater,
    GreaterEqual,
    Plus,
    Tilde,
    /// & in names: "HĐND&UBND", "GD&ĐT".
    Ampersand,
    /// • and its kin, the letter-like bullets of symbol fonts.
    Bullet,
    Other,
}

/// How the letters of a word are set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Shape {
    #[default]
    Lower,
    /// First letter large, the rest small; a single large letter is `Upper`.
    Capital,
    Upper,
    Mixed,
}

impl Shape {
    /// The shape of a word; digits and letters without case do not count.
    pub fn of(word: &str) -> Shape {
        let mut first_upper = None;
        let (mut upper, mut lower) = (0, 0);
        for letter in word.chars() {
            let (is_upper, is_lower) = (is_upper(letter), is_lower(letter));
            first_upper.get_or_insert(is_upper);
            upper += usize::from(is_upper);
            lower += usize::from(is_lower);
        }
        match (first_upper.unwrap_or(false), upper, lower) {
            (_, 0, _) => Shape::Lower,
            (_, _, 0) => Shape::Upper,
            (true, 1, _) => Shape::Capital,
            _ => Shape::Mixed,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token {
    pub start: u32,
    pub end: u32,
    pub word: WordId,
    pub kind: TokenKind,
    pub shape: Shape,
    /// No white space stands before it within its block.
    pub glued: bool,
}

impl Token {
    pub fn span(&self) -> Span<Normalized> {
        Span::new(self.start as usize, self.end as usize)
    }

    pub fn is_word(&self) -> bool {
        self.kind == TokenKind::Word
    }

    /// A word that begins with a large letter.
    pub fn is_capitalized(&self) -> bool {
        self.is_word() && self.shape != Shape::Lower
    }
}

/// The tokens of all blocks, in order, and the cues that begin at them.
#[derive(Debug, Clone, Default)]
pub struct Tokens {
    pub tokens: Vec<Token>,
    /// For each block the index of its first token; one more entry for the end.
    pub block_starts: Vec<u32>,
    /// For each block the tables that have a cue in it.
    pub block_tables: Vec<Tables>,
    pub cues: Cues,
}

impl Tokens {
    /// The tokens of a block, as a range of indices.
    pub fn of_block(&self, block: usize) -> Range<usize> {
        match (self.block_starts.get(block), self.block_starts.get(block + 1)) {
            (Some(&start), Some(&end)) => start as usize..end as usize,
            _ => self.tokens.len()..self.tokens.len(),
        }
    }

    /// The block that a token belongs to.
    pub fn block_of(&self, token: usize) -> usize {
        self.block_starts.partition_point(|&start| start as usize <= token).saturating_sub(1)
    }

    /// The tokens that begin inside a passage, as a range of indices.
    pub fn within(&self, span: Span<Normalized>) -> Range<usize> {
        let start = self.tokens.partition_point(|token| (token.start as usize) < span.start());
        self.within_from(start, span)
    }

    /// The same for a passage that begins a little behind the start of a token.
    pub fn within_from(&self, token: usize, span: Span<Normalized>) -> Range<usize> {
        let from = |first: usize, place: usize| {
            let tokens = self.tokens.get(first..).unwrap_or_default();
            // Ever longer steps, so that short passages need few of them.
            let mut step = 1;
            while tokens.get(step).is_some_and(|token| (token.start as usize) < place) {
                step *= 2;
            }
            let near = &tokens[..tokens.len().min(step)];
            first + near.partition_point(|token| (token.start as usize) < place)
        };
        let start = from(token, span.start());
        start..from(start, span.end())
    }

    /// As [`Tokens::within`], of a passage inside a block: mostly the whole block.
    pub fn within_block(&self, block: usize, span: Span<Normalized>) -> Range<usize> {
        let Range { mut start, mut end } = self.of_block(block);
        let tokens = &self.tokens[start..end];
        let begins = |offset: usize| tokens.partition_point(|token| (token.start as usize) < offset);
        if tokens.last().is_some_and(|last| last.start as usize >= span.end()) {
            end = start + begins(span.end());
        }
        if tokens.first().is_some_and(|first| (first.start as usize) < span.start()) {
            start += begins(span.start());
        }
        start..end
    }

    /// The tables that have a cue in a block.
    #[inline]
    pub fn tables_of_block(&self, block: usize) -> Tables {
        self.block_tables.get(block).copied().unwrap_or_default()
    }

    /// The tables that have a cue which begins in a range of tokens.
    #[inline]
    pub fn tables_in(&self, tokens: Range<usize>) -> Tables {
        self.cues.tables(tokens).iter().copied().collect()
    }

    /// The tables that have a cue which begins at a token.
    #[inline]
    pub fn tables_at(&self, token: usize) -> Tables {
        self.cues.tables_at(token)
    }

    /// The cues whose first token lies in a range of tokens.
    pub fn cues_in(&self, tokens: Range<usize>) -> impl Iterator<Item = Cue> + use<'_> {
        self.cues_among(Tables::ALL, tokens)
    }

    /// The cues of some tables whose first token lies in a range of tokens.
    pub fn cues_among(&self, tables: Tables, tokens: Range<usize>) -> impl Iterator<Item = Cue> + use<'_> {
        let first = tokens.start;
        let found = self.cues.tables(tokens).iter().enumerate().filter(move |(_, at)| at.meets(tables));
        found.flat_map(move |(at, _)| self.cues.among_at(tables, first + at))
    }

    /// The cues of one table whose first token lies in a range of tokens.
    #[inline]
    pub fn cues_of(
        &self,
        table: TableId,
        tokens: Range<usize>,
    ) -> impl DoubleEndedIterator<Item = Cue> + use<'_> {
        let first = tokens.start;
        let found = self.cues.tables(tokens).iter().enumerate().filter(move |(_, tables)| tables.has(table));
        found.flat_map(move |(at, _)| self.cues.of_at(table, first + at))
    }

    /// The cues of a table that begin at a token: several where rows share a phrase.
    #[inline]
    pub fn cues_at(&self, table: TableId, token: usize) -> impl DoubleEndedIterator<Item = Cue> + use<'_> {
        self.cues.of_at(table, token)
    }

    /// The longest cue of a table that begins at a token.
    #[inline]
    pub fn cue_at(&self, table: TableId, token: usize) -> Option<Cue> {
        // All that begin at one token are of one length.
        self.cues.of_at(table, token).next_back()
    }

    /// From the start of the first to the end of the last token; empty for an empty range.
    pub fn span(&self, tokens: Range<usize>) -> Span<Normalized> {
        match (
            self.tokens.get(tokens.start),
            tokens.end.checked_sub(1).and_then(|last| self.tokens.get(last)),
        ) {
            (Some(first), Some(last)) if tokens.start < tokens.end => {
                Span::new(first.start as usize, last.end as usize)
            }
            (Some(first), _) => Span::empty(first.start as usize),
            _ => Span::empty(self.tokens.last().map_or(0, |token| token.end as usize)),
        }
    }
}
