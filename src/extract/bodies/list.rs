//! Lists of bodies, read from left to right.

use super::item::{Family, Item, begin};
use super::passage::Passage;
use crate::document::TokenKind;
use crate::rules::HeadKind;
use std::ops::Range;

/// A body as printed: mostly one run of tokens, more where a head printed once is given to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Body {
    /// The head that it shares with others.
    pub shared: Vec<Range<usize>>,
    pub own: Range<usize>,
    /// Has a name of its own or is a post; not only a kind of bodies.
    pub proper: bool,
    /// Persons as a class.
    pub people: bool,
    /// A kind of bodies without name or description: "các cơ quan, đơn vị".
    pub plain: bool,
    /// The same without "các": "Cơ quan".
    pub bare: bool,
}

impl Body {
    /// The words of the body.
    pub fn text(&self, passage: &Passage<'_>) -> String {
        let mut text = String::new();
        for part in &self.shared {
            text.push_str(passage.str(part.clone()));
            text.push(' ');
        }
        text.push_str(passage.str(self.own.clone()));
        text
    }
}

/// Why a list ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stop {
    /// A word of duty, a verb, or how it is done.
    Duty,
    Colon,
    /// A small word that no table knows, behind a name: mostly a verb.
    Unknown,
    /// A preposition or conjunction: "trong việc", "để".
    Small,
    /// A word of report: đã, được.
    Refused,
    /// The sentence or the passage ends.
    End,
}

/// Bodies in a row and where they end.
#[derive(Debug, Clone)]
pub struct List {
    pub bodies: Vec<Body>,
    /// The token at which the list stopped.
    pub end: usize,
    pub stop: Stop,
}

/// What may end a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// In a sentence: a verb ends it.
    Sentence,
    /// A heading, a line or a cell that holds nothing else.
    Whole,
}

/// A class named by no more words than this is too vague to be told to act without "các": "Cơ quan".
const SHORT_HEAD: usize = 2;
/// Longer lists than this are none.
const REACH: usize = 160;

impl Passage<'_> {
    /// The list of bodies that begins at a token, up to `to`.
    pub fn list(&self, from: usize, to: usize, mode: Mode) -> Option<List> {
        let to = to.min(self.range.end).min(from + REACH);
        Scan { passage: self, to, mode, bodies: Vec::new(), prefix: None, fallback: None }.run(from)
    }

    /// Whether a body can begin at a token.
    pub fn begins_body(&self, at: usize) -> bool {
        begin(self, at).is_some()
    }
}

/// A list being read.
pub struct Scan<'p, 'a> {
    pub passage: &'p Passage<'a>,
    pub to: usize,
    pub mode: Mode,
    bodies: Vec<Body>,
    /// A head printed once for several names: "Giám đốc các Sở:".
    pub prefix: Option<Vec<Range<usize>>>,
    /// The first verb inside a name or description that may hold verbs.
    pub fallback: Option<usize>,
}

/// What a step of the scan came to.
pub enum Step {
    To(usize),
    Next(Item),
    Stop(Stop, usize),
}

impl Scan<'_, '_> {
    fn run(mut self, from: usize) -> Option<List> {
        let mut item = begin(self.passage, from)?;
        let mut at = item.end;
        let (stop, end) = loop {
            if at >= self.to {
                break (Stop::End, at);
            }
            match self.step(&mut item, at) {
                Step::To(next) => at = next,
                Step::Next(next) => {
                    self.push(&item);
                    if next.sector != Some(next.start) {
                        self.prefix = None;
                    }
                    self.fallback = None;
                    at = next.end;
                    item = next;
                }
                Step::Stop(stop, end) => break (stop, end),
            }
        };
        let (stop, end) = match (stop, self.fallback) {
            (Stop::End | Stop::Unknown, Some(verb)) if self.mode == Mode::Sentence => {
                item.end = verb;
                (Stop::Duty, verb)
            }
            _ => (stop, end),
        };
        self.push(&item);
        Some(List { bodies: self.bodies, end, stop })
    }

    fn push(&mut self, item: &Item) {
        if item.end <= item.start {
            return;
        }
        let mut end = item.end;
        // Commas and dashes at the end belong to no body.
        while end > item.start
            && matches!(
                self.passage.kind(end - 1),
                Some(
                    TokenKind::Comma
                        | TokenKind::Semicolon
                        | TokenKind::Dash
                        | TokenKind::Colon
                        | TokenKind::Period
                )
            )
        {
            end -= 1;
        }
        let (shared, start) = match (&self.prefix, item.sector) {
            (Some(prefix), Some(sector)) if item.start == sector => (prefix.clone(), sector),
            _ => (Vec::new(), item.start),
        };
        self.bodies.push(Body {
            shared,
            own: start..end,
            proper: item.family == Family::Proper || item.post,
            people: item.family == Family::People,
            plain: item.bare && item.family == Family::Class,
            bare: item.bare
                && !item.quantified
                && item.family == Family::Class
                && item.end == item.head_end
                && item.head_end - item.core <= SHORT_HEAD,
        });
    }

    fn step(&mut self, item: &mut Item, at: usize) -> Step {
        let passage = self.passage;
        let Some(token) = passage.token(at) else { return Step::Stop(Stop::End, at) };
        match token.kind {
            TokenKind::Word => self.word(item, at),
            TokenKind::OpenParen => {
                let behind = passage.behind_parenthesis(at, 24);
                if behind == at {
                    return Step::Stop(Stop::End, at);
                }
                // A short remark in brackets is part of the name; a longer one is passed over.
                if behind - at <= 12 {
                    item.end = behind;
                }
                Step::To(behind)
            }
            TokenKind::Comma | TokenKind::Semicolon | TokenKind::Ampersand => self.joint(item, at),
            TokenKind::Colon => self.colon(item, at),
            TokenKind::Period if self.abbreviates(at) => Step::To(at + 1),
            TokenKind::Period | TokenKind::Ellipsis if self.mode == Mode::Whole && at + 1 >= self.to => {
                Step::Stop(Stop::End, at)
            }
            // "Bộ Tài chính, Ngân hàng Nhà nước... giải quyết": the list goes on in the reader's mind, not the sentence.
            TokenKind::Ellipsis if !passage.capitalized(at + 1) && passage.is(at + 1, TokenKind::Word) => {
                Step::To(at + 1)
            }
            TokenKind::Period | TokenKind::Ellipsis => Step::Stop(Stop::End, at),
            TokenKind::Dash if self.mode == Mode::Whole && !token.glued => match begin(passage, at + 1) {
                Some(next) if next.quantified || next.own_name(self.passage) => Step::Next(next),
                _ => Step::To(at + 1),
            },
            TokenKind::Dash | TokenKind::Slash | TokenKind::Number | TokenKind::CloseParen => {
                if !matches!(token.kind, TokenKind::Dash) {
                    item.end = at + 1;
                }
                Step::To(at + 1)
            }
            TokenKind::OpenQuote | TokenKind::CloseQuote => Step::To(at + 1),
            _ => Step::Stop(Stop::End, at),
        }
    }

    /// A period that only shortens the word before it: "TP. Hồ Chí Minh".
    fn abbreviates(&self, at: usize) -> bool {
        let passage = self.passage;
        at > 0
            && passage.head(at - 1).is_some_and(|head| head.fields.kind == HeadKind::Unit)
            && passage.token(at - 1).is_some_and(|token| token.end - token.start <= 3)
            && passage.capitalized(at + 1)
    }
}
