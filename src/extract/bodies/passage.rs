//! A run of tokens, and what the cues of bodies and duties say of each.

use crate::document::{TableId, Tables, Token, TokenKind};
use crate::extract::Context;
use crate::rules::{BodyHeadFields, DutySense, HeadKind, Rules, TailKind, TaskSense, TimeSense, WorkSense};
use crate::span::{Normalized, Span};
use std::ops::Range;

/// A word with which a body begins.
#[derive(Debug, Clone, Copy)]
pub struct Head<'a> {
    pub fields: &'a BodyHeadFields,
    /// In tokens.
    pub len: usize,
}

/// The tables whose words a body may begin with: a head, or "các" before it.
const BEGINNINGS: Tables = Tables::of(Rules::BODY_HEADS).with(Rules::BODY_TAILS);

/// A run of tokens of one block, addressed by their indices in the document.
pub struct Passage<'a> {
    pub context: Context<'a>,
    pub range: Range<usize>,
    /// For each token the tables of which a cue begins at it.
    tables: &'a [Tables],
    /// Whether any token begins a body.
    pub has_body: bool,
    /// Whether any token begins the head of a line or column of shared-out work.
    pub has_work: bool,
}

impl<'a> Passage<'a> {
    pub fn new(context: Context<'a>) -> Self {
        Passage { context, range: 0..0, tables: &[], has_body: false, has_work: false }
    }

    /// Moves to another run of tokens.
    pub fn load(&mut self, range: Range<usize>) {
        self.tables = self.context.tokens.cues.tables(range.clone());
        let all: Tables = self.tables.iter().copied().collect();
        self.has_body = all.has(Rules::BODY_HEADS);
        self.has_work = all.has(Rules::WORK_HEADS);
        self.range = range;
    }

    /// The tables of which a cue begins at a token.
    #[inline]
    fn tables_at(&self, at: usize) -> Tables {
        self.tables.get(at.wrapping_sub(self.range.start)).copied().unwrap_or_default()
    }

    /// The first token of a range at which a cue of one of these tables begins.
    pub fn next_of(&self, tables: Tables, tokens: Range<usize>) -> Option<usize> {
        let first = self.range.start;
        let end = tokens.end.min(self.range.end).saturating_sub(first).min(self.tables.len());
        let rest = self.tables.get(tokens.start.checked_sub(first)?..end)?;
        rest.iter().position(|found| found.meets(tables)).map(|behind| tokens.start + behind)
    }

    /// The row of a table that begins at a token, and its length in tokens.
    #[inline]
    fn laid(&self, at: usize, table: TableId) -> Option<(u16, usize)> {
        if self.tables_at(at).has(table) { self.cue(at, table) } else { None }
    }

    /// The same of a table that has a cue there: few tokens come so far.
    #[inline(never)]
    fn cue(&self, at: usize, table: TableId) -> Option<(u16, usize)> {
        let cue = self.context.tokens.cue_at(table, at)?;
        (cue.end as usize <= self.range.end).then(|| (cue.row, cue.tokens().len()))
    }

    /// Whether words stand at a token with which a body may begin; most have none.
    #[inline]
    pub fn may_begin_body(&self, at: usize) -> bool {
        self.tables_at(at).meets(BEGINNINGS) || self.is(at, TokenKind::Number)
    }

    /// The same, of a word of duty too.
    #[inline]
    pub fn may_begin_clause(&self, at: usize) -> bool {
        const CLAUSES: Tables = BEGINNINGS.with(Rules::DUTIES);
        self.tables_at(at).meets(CLAUSES) || self.is(at, TokenKind::Number)
    }

    #[inline]
    pub fn token(&self, at: usize) -> Option<&'a Token> {
        if self.range.contains(&at) { self.context.tokens.tokens.get(at) } else { None }
    }

    /// The tokens from one to another, as far as they are of this run.
    pub fn tokens(&self, tokens: Range<usize>) -> impl Iterator<Item = (usize, &'a Token)> + use<'a> {
        let (start, end) = (tokens.start.max(self.range.start), tokens.end.min(self.range.end));
        (start..).zip(self.context.tokens.tokens.get(start..end).unwrap_or_default())
    }

    /// Those of them that are words.
    pub fn words(&self, tokens: Range<usize>) -> impl Iterator<Item = usize> + use<'a> {
        self.tokens(tokens).filter(|(_, token)| token.is_word()).map(|(at, _)| at)
    }

    #[inline]
    pub fn kind(&self, at: usize) -> Option<TokenKind> {
        self.token(at).map(|token| token.kind)
    }

    #[inline]
    pub fn is(&self, at: usize, kind: TokenKind) -> bool {
        self.kind(at) == Some(kind)
    }

    #[inline]
    pub fn capitalized(&self, at: usize) -> bool {
        self.token(at).is_some_and(Token::is_capitalized)
    }

    pub fn span(&self, tokens: Range<usize>) -> Span<Normalized> {
        self.context.tokens.span(tokens)
    }

    /// The text from the first to the last token of a range.
    pub fn str(&self, tokens: Range<usize>) -> &'a str {
        self.context.layout.str(self.span(tokens))
    }

    #[inline]
    pub fn head(&self, at: usize) -> Option<Head<'a>> {
        let (row, len) = self.laid(at, Rules::BODY_HEADS)?;
        let fields = &self.context.rules.body_heads.row(row)?.fields;
        (fields.kind != HeadKind::None).then_some(Head { fields, len })
    }

    /// The length of the sector at a token, 0 for none.
    #[inline]
    pub fn sector(&self, at: usize) -> usize {
        self.laid(at, Rules::SECTORS).map_or(0, |(_, len)| len)
    }

    #[inline]
    pub fn tail(&self, at: usize) -> Option<(TailKind, usize)> {
        let (row, len) = self.laid(at, Rules::BODY_TAILS)?;
        let fields = &self.context.rules.body_tails.row(row)?.fields;
        Some((fields.kind, len))
    }

    /// The length of the quantifiers at a token: "tất cả các".
    pub fn quantifier(&self, at: usize) -> usize {
        let mut end = at;
        while let Some((TailKind::Quantifier, len)) = self.tail(end) {
            end += len;
        }
        // "UBND 126 xã, phường"
        if self.is(end, TokenKind::Number) && self.head(end + 1).is_some() {
            end += 1;
        }
        end - at
    }

    /// The sense, length and row of the word of duty at a token.
    #[inline]
    pub fn duty(&self, at: usize) -> Option<(DutySense, usize, u16)> {
        let (row, len) = self.laid(at, Rules::DUTIES)?;
        let sense = self.context.rules.duties.row(row)?.fields.sense;
        // "thành phố Cần Thơ": a syllable of a name.
        let name = len == 1 && self.capitalized(at) && self.capitalized(at + 1);
        let name = name && self.is(at.wrapping_sub(1), TokenKind::Word);
        (sense != DutySense::None && !name).then_some((sense, len, row))
    }

    #[inline]
    fn task(&self, at: usize) -> Option<(TaskSense, usize)> {
        let (row, len) = self.laid(at, Rules::TASK_VERBS)?;
        let fields = &self.context.rules.task_verbs.row(row)?.fields;
        Some((fields.sense, len))
    }

    /// The length of the word with which a task begins at a token, 0 for none: a verb or how it is done.
    #[inline]
    pub fn verb(&self, at: usize) -> usize {
        match self.task(at) {
            Some((TaskSense::Verb | TaskSense::Manner, len)) => len,
            _ => 0,
        }
    }

    /// The length of the word at a token that says how a task is done, 0 for none.
    #[inline]
    pub fn manner(&self, at: usize) -> usize {
        match self.task(at) {
            Some((TaskSense::Manner, len)) => len,
            _ => 0,
        }
    }

    /// The length of the words that open a clause on what the task rests on, 0 for none.
    #[inline]
    pub fn ground(&self, at: usize) -> usize {
        match self.task(at) {
            Some((TaskSense::Ground, len)) => len,
            _ => 0,
        }
    }

    /// Whether a small word that ends a list of bodies stands here.
    #[inline]
    pub fn ends_list(&self, at: usize) -> bool {
        self.end_word(at) > 0
    }

    /// The length of the small words at a token that end a list of bodies, 0 for none.
    #[inline]
    pub fn end_word(&self, at: usize) -> usize {
        match self.task(at) {
            Some((TaskSense::End, len)) => len,
            _ => 0,
        }
    }

    /// Whether a word with which a task begins stands here.
    pub fn begins_task(&self, at: usize) -> bool {
        self.verb(at) > 0 || self.ground(at) > 0 || self.duty(at).is_some() || self.opens(at)
    }

    /// Whether a sentence that begins here may name its body later.
    pub fn opens(&self, at: usize) -> bool {
        self.laid(at, Rules::OPENERS).is_some()
            || self.ground(at) > 0
            || self.manner(at) > 0
            || self.time(at) > 0
    }

    /// Whether a bracket opens in the run.
    pub fn has_bracket(&self) -> bool {
        memchr::memchr(b'(', self.str(self.range.clone()).as_bytes()).is_some()
    }

    /// The head of a line or column of shared-out work: its sense, whether it heads lines, its length.
    pub fn work(&self, at: usize) -> Option<(WorkSense, bool, usize)> {
        let (row, len) = self.laid(at, Rules::WORK_HEADS)?;
        let fields = &self.context.rules.work_heads.row(row)?.fields;
        Some((fields.sense, fields.line, len))
    }

    /// What the calendar words at a token mean, and their length.
    #[inline]
    pub fn timed(&self, at: usize) -> Option<(TimeSense, usize)> {
        let (row, len) = self.laid(at, Rules::TASK_TIMES)?;
        Some((self.context.rules.task_times.row(row)?.fields.sense, len))
    }

    /// The length of the words that open a time, 0 for none.
    #[inline]
    pub fn time(&self, at: usize) -> usize {
        match self.timed(at) {
            Some((TimeSense::Open | TimeSense::From, len)) => len,
            _ => 0,
        }
    }

    /// The token behind the closing parenthesis of the one at `at`; `at` itself where it does not close soon.
    pub fn behind_parenthesis(&self, at: usize, reach: usize) -> usize {
        (at + 1..self.range.end.min(at + reach))
            .find(|&t| self.is(t, TokenKind::CloseParen))
            .map_or(at, |close| close + 1)
    }
}
