//! Pieces to a query. Total: what is not understood stays as words.

use super::forms::{is_number, is_symbol, range};
use super::lex::{Piece, PieceKind, pieces};
use super::{Atom, Clause, Phrase, Query, Remark};
use unicode_normalization::UnicodeNormalization;

/// Letters and clauses of the longest query; what stands behind is left out with a remark.
pub const MOST_LETTERS: usize = 2_000;
const MOST_CLAUSES: usize = 64;

/// Reads a query as typed.
pub fn parse(typed: &str) -> Query {
    let mut letters = typed.nfc().map(|letter| if letter.is_control() { ' ' } else { letter });
    let text: String = letters.by_ref().take(MOST_LETTERS).collect();
    let mut parser =
        Parser { pieces: pieces(&text), at: 0, clauses: Vec::new(), run: 0, remarks: Vec::new() };
    if letters.next().is_some() {
        parser.remarks.push(too_long());
    }
    parser.run();
    let Parser { mut clauses, mut remarks, .. } = parser;
    if clauses.len() > MOST_CLAUSES {
        clauses.truncate(MOST_CLAUSES);
        remarks.push(too_long());
    }
    remarks.dedup();
    Query { clauses, remarks, text }
}

fn too_long() -> Remark {
    Remark::new(
        "query-too-long",
        "câu hỏi quá dài: phần sau không được xét",
        "the query is too long: what stands at its end is not looked at",
    )
}

pub(super) struct Parser<'q> {
    pub(super) pieces: Vec<Piece<'q>>,
    pub(super) at: usize,
    pub(super) clauses: Vec<Clause>,
    /// The first of the plain words at the end of `clauses`: what a filter's name or a comparison may take.
    pub(super) run: usize,
    pub(super) remarks: Vec<Remark>,
}

impl<'q> Parser<'q> {
    pub(super) fn peek(&self, ahead: usize) -> Option<Piece<'q>> {
        self.pieces.get(self.at + ahead).copied()
    }

    fn run(&mut self) {
        let mut negated = false;
        let mut joined = false;
        while let Some(piece) = self.peek(0) {
            self.at += 1;
            let before = self.clauses.len();
            let mut atom = None;
            match piece.kind {
                PieceKind::Minus => {
                    negated = true;
                    continue;
                }
                PieceKind::Bar => {
                    joined = before > 0;
                    continue;
                }
                PieceKind::Word("OR" | "HOẶC") if before > 0 && self.peek(0).is_some() => {
                    joined = true;
                    continue;
                }
                PieceKind::Comma => self.run = before,
                PieceKind::Quoted(text) => {
                    atom = Phrase::new(text, true).map(Atom::Phrase);
                }
                PieceKind::Colon => {
                    if let Some(filter) = self.filter() {
                        // The words of its name stood in the run; whether the first was negated counts for it.
                        negated = filter.1;
                        joined = filter.2;
                        atom = Some(filter.0);
                    }
                }
                PieceKind::Compare(compare) => match self.measure(compare) {
                    Some(measure) => {
                        (atom, negated) = (Some(measure.0), measure.1);
                    }
                    None => self.remarks.push(Remark::new(
                        "comparison-not-understood",
                        "dấu so sánh không có con số theo sau: được bỏ qua",
                        "a comparison without a number behind it: left out",
                    )),
                },
                PieceKind::Word(word) => match self.word(word, negated) {
                    Some((found, is_negated)) => (atom, negated) = (Some(found), is_negated),
                    None => {
                        negated = false;
                        continue;
                    }
                },
            }
            if let Some(atom) = atom {
                self.put(atom, negated, joined);
            }
            negated = false;
            joined = false;
        }
    }

    /// Adds a condition, or one more to choose from to the last.
    fn put(&mut self, atom: Atom, negated: bool, joined: bool) {
        let is_word = matches!(&atom, Atom::Phrase(phrase) if !phrase.is_quoted);
        match self.clauses.last_mut() {
            Some(last) if joined => {
                last.any.push(atom);
                self.run = self.clauses.len();
            }
            _ => {
                self.clauses.push(Clause { negated, any: vec![atom] });
                if !is_word {
                    self.run = self.clauses.len();
                }
            }
        }
    }

    /// A word, a document number, or a range of figures. `None` where it holds neither letter nor digit.
    fn word(&mut self, word: &'q str, negated: bool) -> Option<(Atom, bool)> {
        if let Some(number) = self.number(word) {
            return Some((Atom::Number(number), negated));
        }
        if let Some((low, high, rest)) = range(word) {
            return Some(self.ranged(low, high, rest));
        }
        Phrase::new(word, false).map(|phrase| (Atom::Phrase(phrase), negated))
    }

    /// "34-CT/TW", "68/2008/NQ-HĐND", "34 CT TW", "34 -CT/TW".
    pub(super) fn number(&mut self, word: &'q str) -> Option<Phrase> {
        if is_number(word) {
            return Phrase::new(word, false);
        }
        if word.is_empty() || word.len() > 6 || !word.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        // Digits, and behind them capitals that only symbols are made of.
        let mut typed = word.to_owned();
        let mut ahead = 0;
        while let Some(piece) = self.peek(ahead) {
            match piece.kind {
                PieceKind::Minus => {}
                PieceKind::Word(part) if is_symbol(part) => {
                    typed.push(' ');
                    typed.push_str(part);
                }
                PieceKind::Word("-" | "/") => {}
                _ => break,
            }
            ahead += 1;
        }
        let parts = super::super::words::spans(&typed).count();
        (3..=7).contains(&parts).then(|| {
            self.at += ahead;
            Phrase::new(&typed, false)
        })?
    }
}

/// The text of a clause that is one plain word.
pub(super) fn plain_word(clause: &Clause) -> Option<&str> {
    match clause.any.as_slice() {
        [Atom::Phrase(phrase)] if !phrase.is_quoted => Some(&phrase.typed),
        _ => None,
    }
}
