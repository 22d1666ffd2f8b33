//! Phrases of the rule tables in single lines, before the text has blocks.

use super::lines::{Line, Next, is_caps};
use crate::document::{Scan, Shape, TableId, TokenKind, is_letter};
use crate::rules::{Effect, FurnitureFields, Part, Rules, Symbol};
use memchr::memmem::Finder;
use std::ops::Range;

/// The national title is looked for in so many lines, and in so many bytes of each.
const HEAD_LINES: usize = 30;
const TITLE: usize = 200;

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

/// What the first words of a line are.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Opens {
    /// A letterhead phrase or kind, and the byte behind it.
    pub found: Option<(Found, usize)>,
    /// What they tell about the flow.
    pub effect: Option<Effect>,
}

impl Opens {
    /// The same where the words stand behind so many bytes of signs, which count, too.
    pub fn behind(self, signs: usize) -> Opens {
        Opens { found: self.found.map(|(found, end)| (found, end + signs)), ..self }
    }
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
    pub fn for_text(mut self, text: &str, lines: &[Line]) -> Self {
        let last = lines.get(HEAD_LINES - 1).or(lines.last());
        let head = &text[..last.map_or(0, |line| line.end as usize)];
        let begins = self.title_begins();
        let finders: Vec<Finder> = begins.iter().map(Finder::new).collect();
        let mut begins: Vec<Next> = finders.iter().map(|finder| Next::new(finder, head)).collect();
        let mut from = 0;
        self.capless = head.split_inclusive('\n').any(|line| {
            let start = from;
            from += line.len();
            let line = clip(line, TITLE);
            begins.iter_mut().any(|begin| begin.from(start) < start + line.len())
                && self.has_small_title(line)
        });
        self
    }

    /// Whether the national title stands in a line, and not in capitals.
    fn has_small_title(&self, line: &str) -> bool {
        let tokens = self.tokens(line);
        (0..tokens.len()).any(|first| match self.at(&tokens, first) {
            Some((Found::Part(Part::NationalTitle), end)) => {
                tokens[first..end].iter().any(|token| token.shape == Shape::Lower)
            }
            _ => false,
        })
    }

    /// The first two letters of the national title in all their cases: a line without them need not be cut into words.
    fn title_begins(&self) -> Vec<String> {
        let rows = self.rules.letterhead.rows.iter().filter(|row| row.fields.part == Part::NationalTitle);
        let mut begins: Vec<_> = rows.flat_map(|row| &row.phrases).map(|phrase| begin(phrase)).collect();
        begins.sort_unstable();
        begins.dedup();
        begins.into_iter().flat_map(cases).collect()
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
        let mut scan = Scan::new(text);
        while let Some((kind, range, symbol, shape)) = self.next(text, &mut scan) {
            tokens.push(Piece { start: range.start, end: range.end, kind, shape, symbol });
        }
        tokens
    }

    /// The next token of a line.
    #[inline]
    fn next(&self, text: &str, scan: &mut Scan) -> Option<(TokenKind, Range<usize>, Option<Symbol>, Shape)> {
        let lexicon = &self.rules.lexicon;
        if let Some((range, (id, shape))) = scan.next_known(|key| lexicon.known(key)) {
            return Some((TokenKind::Word, range, Symbol::of_word(id), shape));
        }
        let (kind, range) = scan.next()?;
        if kind != TokenKind::Word {
            return Some((kind, range, Symbol::of_mark(kind), Shape::Lower));
        }
        let (id, shape) = lexicon.look_up(&text[range.clone()]);
        Some((kind, range, Symbol::of_word(id), shape))
    }

    /// The longest letterhead phrase, or kind of document, that begins at a token: what it is and the token behind it.
    pub fn at(&self, tokens: &[Piece], first: usize) -> Option<(Found, usize)> {
        let mut best = None;
        let phrases = &self.rules.line_phrases;
        let mut node = tokens.get(first).map_or(0, |token| phrases.first(token.symbol));
        let mut end = first + 1;
        while node != 0 {
            for entry in phrases.entries(node) {
                self.take_longer(&mut best, entry.table, entry.row, end);
            }
            let symbol = tokens.get(end).and_then(|token| token.symbol);
            node = symbol.and_then(|symbol| phrases.step(node, symbol)).unwrap_or(0);
            end += 1;
        }
        best
    }

    /// Whether a phrase may begin at one of these tokens and end behind them all.
    pub fn may_go_on(&self, tokens: &[Piece]) -> bool {
        let phrases = &self.rules.line_phrases;
        (0..tokens.len()).any(|first| {
            let mut symbols = tokens[first..].iter().map(|token| token.symbol);
            let node = phrases.first(symbols.next().flatten());
            node != 0
                && symbols
                    .try_fold(node, |node, symbol| phrases.step(node, symbol?))
                    .is_some_and(|node| node != 0)
        })
    }

    /// What a line begins with.
    pub fn opens(&self, line: &str) -> Opens {
        let mut opens = Opens::default();
        self.walk_line(line, |table, row, end| {
            self.take_longer(&mut opens.found, table, row, end);
            if table == Rules::FLOW
                && let Some(row) = self.rules.flow.row(row)
                && !matches!(row.fields.effect, Effect::Connector | Effect::Governor)
            {
                opens.effect = Some(row.fields.effect);
            }
        });
        opens
    }

    /// The letterhead phrase or kind that a line begins with, and the byte behind it.
    pub fn opening(&self, line: &str) -> Option<(Found, usize)> {
        self.opens(line).found
    }

    /// What the first words of a line tell about the flow.
    pub fn effect(&self, line: &str) -> Option<Effect> {
        self.opens(line).effect
    }

    /// Keeps what ends further on; of two of one length the part of the letterhead ("chỉ thị:" enacts, it names no
    /// kind).
    fn take_longer(&self, best: &mut Option<(Found, usize)>, table: TableId, row: u16, end: usize) {
        let found = if table == Rules::LETTERHEAD {
            self.rules.letterhead.row(row).map(|row| Found::Part(row.fields.part))
        } else {
            (table == Rules::KINDS).then_some(Found::Kind)
        };
        if let Some(found) = found
            && best.is_none_or(|(before, at)| end > at || end == at && before == Found::Kind)
        {
            *best = Some((found, end));
        }
    }

    /// Whether the last words of a line have this effect.
    pub fn ends_with(&self, line: &str, effect: Effect) -> bool {
        let line = line.trim_end();
        let mut from = line.len();
        let mut found = false;
        // Three words are enough for the longest such phrase.
        for _ in 0..3 {
            let before = line[..from].trim_end();
            let word = before.char_indices().rfind(|(_, letter)| letter.is_whitespace());
            from = word.map_or(0, |(at, letter)| at + letter.len_utf8());
            let mut whole = false;
            let tail = &line[from..];
            self.walk_line(tail, |table, row, end| {
                if table == Rules::FLOW
                    && end == tail.len()
                    && let Some(row) = self.rules.flow.row(row)
                {
                    found |= row.fields.effect == effect;
                    whole |= row.fields.effect == Effect::Whole;
                }
            });
            if whole {
                return false;
            }
            if from == 0 {
                break;
            }
        }
        found
    }

    /// The row of the furniture table that a line begins with, and the byte behind its phrase.
    pub fn furniture(&self, line: &str) -> Option<(&'r FurnitureFields, usize)> {
        let mut best: Option<(&'r FurnitureFields, usize)> = None;
        self.walk_line(line, |table, row, end| {
            if table == Rules::FURNITURE
                && let Some(row) = self.rules.furniture.row(row)
                && best.is_none_or(|(before, at)| end > at || before.companion)
            {
                best = Some((&row.fields, end));
            }
        });
        best
    }

    /// Calls `each` with table, row and the byte behind for all phrases that a line begins with.
    fn walk_line(&self, line: &str, mut each: impl FnMut(TableId, u16, usize)) {
        let phrases = &self.rules.line_phrases;
        let mut node = 0;
        let mut scan = Scan::new(line);
        while let Some((_, Range { end, .. }, symbol, _)) = self.next(line, &mut scan) {
            let Some(next) = symbol.and_then(|symbol| phrases.step(node, symbol)) else { return };
            node = next;
            phrases.entries(node).iter().for_each(|entry| each(entry.table, entry.row, end));
        }
    }
}

/// The first two letters of a phrase; `None` where the first word may be spelled with others: a short one may have its
/// tone mark elsewhere, and đ has look-alikes.
fn begin(phrase: &str) -> Option<[char; 2]> {
    let word = phrase.split(' ').next().filter(|word| word.chars().nth(3).is_some())?;
    let mut letters = word.chars();
    let begin = [letters.next()?, letters.next()?];
    begin.iter().all(|&letter| is_letter(letter) && !matches!(letter, 'đ' | 'Đ')).then_some(begin)
}

/// Two letters, small and large; for none an empty text, which stands everywhere.
fn cases(begin: Option<[char; 2]>) -> Vec<String> {
    let Some([first, second]) = begin else { return vec![String::new()] };
    let small_and_large =
        |letter: char| [letter.to_lowercase().collect::<String>(), letter.to_uppercase().collect()];
    let seconds = small_and_large(second);
    let firsts = small_and_large(first);
    firsts.iter().flat_map(|first| seconds.iter().map(move |second| format!("{first}{second}"))).collect()
}

/// The start of a line, at most so many bytes of it.
pub(super) fn clip(line: &str, bytes: usize) -> &str {
    let mut end = line.len().min(bytes);
    while !line.is_char_boundary(end) {
        end -= 1;
    }
    &line[..end]
}
