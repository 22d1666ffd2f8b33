//! Phrases of the rule tables in single lines, before the text has blocks.

use super::lines::is_caps;
use crate::document::{Shape, TokenKind, WordId, scan};
use crate::rules::{Effect, FurnitureFields, Part, Rules, Symbol};
use std::ops::Range;

/// The national title is looked for in so many lines.
const HEAD_LINES: usize = 30;

/// How many bytes of a line are looked at for an opening phrase.
const OPENING: usize = 120;

/// A word, number or mark of a line.
#[derive(Debug, Clone, Copy)]
pub(super) struct Piece {
    pub start: usize,
    pub end: usize,
    pub kind: TokenKind,
    pub shape: Shape,
    symbol: Option<Symbol>,
}

/// A phrase of the letterhead or of the kinds of documents.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Found {
    Part(Part),
    Kind,
}

/// Looks for rule phrases in lines.
#[derive(Clone, Copy)]
pub(super) struct Cues<'r> {
    rules: &'r Rules,
    /// The document was set in a font of capitals, which its conversion lost: "cộng hòa xã hội chủ nghĩa việt nam".
    capless: bool,
}

impl<'r> Cues<'r> {
    pub fn new(rules: &'r Rules) -> Self {
        Cues { rules, capless: false }
    }

    /// Takes note of a document whose capitals were lost: its national title stands in small letters.
    pub fn for_text(mut self, text: &str) -> Self {
        let mut lines = text.lines().filter(|line| !line.trim().is_empty()).take(HEAD_LINES);
        self.capless = lines.any(|line| {
            let tokens = self.opening_tokens(line);
            (0..tokens.len()).any(|first| match self.at(&tokens, first) {
                Some((Found::Part(Part::NationalTitle), end)) => {
                    tokens[first..end].iter().any(|token| token.shape == Shape::Lower)
                }
                _ => false,
            })
        });
        self
    }

    /// Whether a phrase stands in capitals, or may have stood in them.
    pub fn large(&self, phrase: &str) -> bool {
        self.capless || is_caps(phrase)
    }

    /// Whether the capitals of the document were lost.
    pub fn capless(&self) -> bool {
        self.capless
    }

    /// The tokens of a line.
    pub fn tokens(&self, text: &str) -> Vec<Piece> {
        let mut tokens = Vec::with_capacity(text.len() / 5);
        scan(text, |kind, range| tokens.push(self.token(text, kind, range)));
        tokens
    }

    fn token(&self, text: &str, kind: TokenKind, range: Range<usize>) -> Piece {
        let (mut symbol, mut shape) = (Symbol::of_mark(kind), Shape::Lower);
        if kind == TokenKind::Word {
            let word = &text[range.clone()];
            shape = shape_of(word);
            let mut id = self.rules.lexicon.get(word);
            if id == WordId::UNKNOWN && (shape == Shape::Mixed || word.contains(['Ð', 'ð'])) {
                id = self.rules.lexicon.get_folded(word);
            }
            symbol = (id != WordId::UNKNOWN).then_some(Symbol(id.0));
        }
        Piece { start: range.start, end: range.end, kind, shape, symbol }
    }

    /// The longest letterhead phrase, or kind of document, that begins at a token: what it is and the token behind it.
    pub fn at(&self, tokens: &[Piece], first: usize) -> Option<(Found, usize)> {
        let mut best: Option<(Found, usize)> = None;
        self.walk(tokens, first, |table, row, end| {
            let found = if table == Rules::LETTERHEAD {
                self.rules.letterhead.row(row).map(|row| Found::Part(row.fields.part))
            } else if table == Rules::KINDS {
                Some(Found::Kind)
            } else {
                None
            };
            // Of two of one length the part of the letterhead counts: "chỉ thị:" enacts, it names no kind.
            if let Some(found) = found
                && best.is_none_or(|(before, at)| end > at || end == at && before == Found::Kind)
            {
                best = Some((found, end));
            }
        });
        best
    }

    /// The letterhead phrase or kind that a line begins with, and the byte behind it.
    pub fn opening(&self, line: &str) -> Option<(Found, usize)> {
        let tokens = self.opening_tokens(line);
        let (found, end) = self.at(&tokens, 0)?;
        Some((found, tokens[end - 1].end))
    }

    /// What the first words of a line tell about the flow.
    pub fn effect(&self, line: &str) -> Option<Effect> {
        let tokens = self.opening_tokens(line);
        let mut best = None;
        self.walk(&tokens, 0, |table, row, _| {
            if table == Rules::FLOW
                && let Some(row) = self.rules.flow.row(row)
                && !matches!(row.fields.effect, Effect::Connector | Effect::Governor)
            {
                best = Some(row.fields.effect);
            }
        });
        best
    }

    /// Whether the last words of a line have this effect.
    pub fn ends_with(&self, line: &str, effect: Effect) -> bool {
        // Three words are enough for the longest such phrase.
        let mut from = line.trim_end().len();
        for _ in 0..3 {
            let space = line[..from].trim_end().char_indices().rfind(|(_, letter)| letter.is_whitespace());
            from = space.map_or(0, |(at, letter)| at + letter.len_utf8());
            let from_here = line[from..].trim_start();
            let tokens = self.tokens(from_here);
            let mut ends = false;
            self.walk(&tokens, 0, |table, row, end| {
                ends |= table == Rules::FLOW
                    && end == tokens.len()
                    && self.rules.flow.row(row).is_some_and(|row| row.fields.effect == effect);
            });
            if ends {
                return true;
            }
            if from == 0 {
                break;
            }
            from -= 1;
            while !line.is_char_boundary(from) {
                from -= 1;
            }
        }
        false
    }

    /// The row of the furniture table that a line begins with, and the byte behind its phrase.
    pub fn furniture(&self, line: &str) -> Option<(&'r FurnitureFields, usize)> {
        let tokens = self.opening_tokens(line);
        let mut best: Option<(&'r FurnitureFields, usize)> = None;
        self.walk(&tokens, 0, |table, row, end| {
            if table == Rules::FURNITURE
                && let Some(row) = self.rules.furniture.row(row)
                && best.is_none_or(|(before, at)| tokens[end - 1].end > at || before.companion)
            {
                best = Some((&row.fields, tokens[end - 1].end));
            }
        });
        best
    }

    fn opening_tokens(&self, line: &str) -> Vec<Piece> {
        let mut end = line.len().min(OPENING);
        while !line.is_char_boundary(end) {
            end -= 1;
        }
        self.tokens(&line[..end])
    }

    /// Calls `each` with table, row and end for all phrases that begin at a token.
    fn walk(
        &self,
        tokens: &[Piece],
        first: usize,
        mut each: impl FnMut(crate::document::TableId, u16, usize),
    ) {
        let phrases = &self.rules.phrases;
        let mut node = 0;
        for (ahead, token) in tokens[first.min(tokens.len())..].iter().enumerate() {
            let Some(next) = token.symbol.and_then(|symbol| phrases.step(node, symbol)) else { return };
            node = next;
            for entry in phrases.entries(node) {
                each(entry.table, entry.row, first + ahead + 1);
            }
        }
    }
}

fn shape_of(word: &str) -> Shape {
    let mut letters = word.chars().filter(|c| c.is_alphabetic());
    let Some(first) = letters.next() else { return Shape::Lower };
    let (mut upper, mut lower) = (0, 0);
    for letter in letters {
        if letter.is_lowercase() { lower += 1 } else { upper += 1 }
    }
    match (first.is_lowercase(), upper, lower) {
        (true, 0, _) => Shape::Lower,
        (false, _, 0) => Shape::Upper,
        (false, 0, _) => Shape::Capital,
        _ => Shape::Mixed,
    }
}
