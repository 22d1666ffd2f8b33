//! A run of tokens with the cues of bodies and duties laid on each token.

use crate::document::{Token, TokenKind};
use crate::extract::Context;
use crate::rules::{DutySense, HeadKind, Rules, TailKind, TaskSense, TimeSense, WorkSense};
use crate::span::{Normalized, Span};
use std::ops::Range;

/// A word with which a body begins.
#[derive(Debug, Clone, Copy)]
pub struct Head {
    pub kind: HeadKind,
    pub open: bool,
    pub generic: bool,
    pub joins: bool,
    /// In tokens.
    pub len: usize,
}

/// What begins at a token. Lengths are in tokens; 0 for nothing.
#[derive(Debug, Clone, Copy, Default)]
struct Mark {
    head: Option<Head>,
    sector: u16,
    tail: Option<(TailKind, u16)>,
    /// Row and length.
    duty: Option<(u16, u16)>,
    verb: u16,
    manner: u16,
    ground: u16,
    opener: u16,
    /// A small word that ends a list and begins no task.
    ends: bool,
    work: Option<(WorkSense, bool, u16)>,
    time: u16,
    calendar: u16,
}

/// A run of tokens of one block, addressed by their indices in the document.
pub struct Passage<'a> {
    pub context: Context<'a>,
    pub range: Range<usize>,
    marks: Vec<Mark>,
    /// Whether any token begins a body or a request.
    pub has_body: bool,
}

impl<'a> Passage<'a> {
    pub fn new(context: Context<'a>) -> Self {
        Passage { context, range: 0..0, marks: Vec::new(), has_body: false }
    }

    /// Moves to another run of tokens.
    pub fn load(&mut self, range: Range<usize>) {
        let Passage { context, marks, .. } = self;
        let (rules, tokens) = (context.rules, context.tokens);
        marks.clear();
        marks.resize(range.len(), Mark::default());
        self.has_body = false;
        for cue in tokens.cues_in(range.clone()) {
            if cue.end as usize > range.end {
                continue;
            }
            let len = cue.end as u16 - cue.first as u16;
            let mark = &mut marks[cue.first as usize - range.start];
            match cue.table {
                Rules::BODY_HEADS => {
                    let Some(row) = rules.body_heads.row(cue.row) else { continue };
                    let fields = &row.fields;
                    self.has_body |= fields.kind != HeadKind::None;
                    mark.head = (fields.kind != HeadKind::None).then_some(Head {
                        kind: fields.kind,
                        open: fields.open,
                        generic: fields.generic,
                        joins: fields.joins,
                        len: usize::from(len),
                    });
                }
                Rules::SECTORS => mark.sector = len,
                Rules::BODY_TAILS => {
                    mark.tail = rules.body_tails.row(cue.row).map(|row| (row.fields.kind, len));
                }
                Rules::DUTIES => mark.duty = Some((cue.row, len)),
                Rules::TASK_VERBS => match rules.task_verbs.row(cue.row).map(|row| row.fields.sense) {
                    Some(TaskSense::Verb) => mark.verb = len,
                    Some(TaskSense::Manner) => mark.manner = len,
                    Some(TaskSense::Ground) => mark.ground = len,
                    Some(TaskSense::End) => mark.ends = true,
                    Some(TaskSense::None) | None => {}
                },
                Rules::OPENERS => mark.opener = len,
                Rules::WORK_HEADS => {
                    mark.work =
                        rules.work_heads.row(cue.row).map(|row| (row.fields.sense, row.fields.line, len));
                }
                Rules::TASK_TIMES => match rules.task_times.row(cue.row).map(|row| row.fields.sense) {
                    Some(TimeSense::Open) => mark.time = len,
                    Some(TimeSense::Inside) => mark.calendar = len,
                    Some(TimeSense::None) | None => {}
                },
                _ => {}
            }
        }
        self.range = range;
    }

    fn mark(&self, at: usize) -> Mark {
        at.checked_sub(self.range.start).and_then(|index| self.marks.get(index)).copied().unwrap_or_default()
    }

    pub fn token(&self, at: usize) -> Option<&'a Token> {
        if self.range.contains(&at) { self.context.tokens.tokens.get(at) } else { None }
    }

    pub fn kind(&self, at: usize) -> Option<TokenKind> {
        self.token(at).map(|token| token.kind)
    }

    pub fn is(&self, at: usize, kind: TokenKind) -> bool {
        self.kind(at) == Some(kind)
    }

    pub fn capitalized(&self, at: usize) -> bool {
        self.token(at).is_some_and(Token::is_capitalized)
    }

    pub fn span(&self, tokens: Range<usize>) -> Span<Normalized> {
        self.context.tokens.span(tokens)
    }

    pub fn head(&self, at: usize) -> Option<Head> {
        self.mark(at).head
    }

    pub fn sector(&self, at: usize) -> usize {
        usize::from(self.mark(at).sector)
    }

    pub fn tail(&self, at: usize) -> Option<(TailKind, usize)> {
        self.mark(at).tail.map(|(kind, len)| (kind, usize::from(len)))
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
    pub fn duty(&self, at: usize) -> Option<(DutySense, usize, u16)> {
        let (row, len) = self.mark(at).duty?;
        let sense = self.context.rules.duties.row(row)?.fields.sense;
        (sense != DutySense::None).then_some((sense, usize::from(len), row))
    }

    /// The length of the word with which a task begins at a token, 0 for none: a verb or how it is done.
    pub fn verb(&self, at: usize) -> usize {
        usize::from(self.mark(at).verb.max(self.mark(at).manner))
    }

    pub fn manner(&self, at: usize) -> usize {
        usize::from(self.mark(at).manner)
    }

    /// The length of the words that open a clause on what the task rests on.
    pub fn ground(&self, at: usize) -> usize {
        usize::from(self.mark(at).ground)
    }

    /// Whether a small word that ends a list of bodies stands here.
    pub fn ends_list(&self, at: usize) -> bool {
        self.mark(at).ends
    }

    /// Whether a sentence that begins here may name its body later.
    pub fn opens(&self, at: usize) -> bool {
        let mark = self.mark(at);
        mark.opener > 0 || mark.ground > 0 || mark.time > 0 || mark.manner > 0
    }

    /// The head of a line or column of shared-out work: its sense, whether it heads lines, its length.
    pub fn work(&self, at: usize) -> Option<(WorkSense, bool, usize)> {
        self.mark(at).work.map(|(sense, line, len)| (sense, line, usize::from(len)))
    }

    /// The length of the words that open a deadline.
    pub fn time(&self, at: usize) -> usize {
        usize::from(self.mark(at).time)
    }

    /// The length of the calendar words inside a deadline.
    pub fn calendar(&self, at: usize) -> usize {
        usize::from(self.mark(at).calendar)
    }

    /// The token behind the closing parenthesis of the one at `at`; `at` itself where it does not close soon.
    pub fn behind_parenthesis(&self, at: usize, reach: usize) -> usize {
        (at + 1..self.range.end.min(at + reach))
            .find(|&t| self.is(t, TokenKind::CloseParen))
            .map_or(at, |close| close + 1)
    }
}
