//! Tokens and cues: one pass over the text that everything behind it reads.

mod glue;

use crate::document::{Cue, Layout, Scan, Shape, Token, TokenKind, Tokens, WordId};
use crate::rules::{Rules, Symbol};
use std::ops::Range;

/// Tokenizes all blocks and finds the phrases of all tables.
///
/// Within a table the leftmost phrase counts and of those the longest, as in a regular expression; phrases of
/// different tables may overlap. No phrase crosses a block.
pub fn lex(layout: &Layout, rules: &Rules) -> Tokens {
    let text = layout.text.as_str();
    let mut tokens = Tokens {
        tokens: Vec::with_capacity(text.len() / 5),
        block_starts: Vec::with_capacity(layout.blocks.len() + 1),
        cues: Vec::with_capacity(text.len() / 40),
        cue_starts: Vec::with_capacity(text.len() / 5 + 1),
    };
    let mut finder = Finder { symbols: Vec::new(), taken: [(0, 0); 256], matches: Vec::new() };
    for block in &layout.blocks {
        let first = tokens.tokens.len();
        tokens.block_starts.push(first as u32);
        tokenize(block.span.of(text), block.span.start(), rules, &mut tokens.tokens);
        finder.find(text, &mut tokens, first, rules);
    }
    tokens.cue_starts.push(tokens.cues.len() as u32);
    tokens.block_starts.push(tokens.tokens.len() as u32);
    tokens
}

fn tokenize(text: &str, offset: usize, rules: &Rules, tokens: &mut Vec<Token>) {
    let mut last_end = usize::MAX;
    let mut scan = Scan::new(text);
    while let Some((kind, range, known)) = scan.next_by(|text, range| rules.lexicon.known(text, range)) {
        let glued = range.start == last_end;
        last_end = range.end;
        let (word, shape) = match kind {
            TokenKind::Word => known.unwrap_or_else(|| rules.lexicon.look_up(&text[range.clone()])),
            _ => (WordId::UNKNOWN, Shape::Lower),
        };
        let token = Token { start: 0, end: 0, word, kind, shape, glued };
        if kind == TokenKind::Word
            && word == WordId::UNKNOWN
            && glue::may_be_several(&text[range.clone()], shape)
        {
            cut(text, offset, token, range, rules, tokens);
        } else {
            tokens.push(placed(token, offset, &range));
        }
    }
}

/// Pushes the words that may stand without a space in one.
fn cut(
    text: &str,
    offset: usize,
    mut token: Token,
    mut range: Range<usize>,
    rules: &Rules,
    tokens: &mut Vec<Token>,
) {
    while token.kind == TokenKind::Word
        && let Some(seam) = glue::seam(&text[range.clone()], rules)
    {
        let first = range.start..range.start + seam;
        (token.word, token.shape) = rules.lexicon.look_up(&text[first.clone()]);
        tokens.push(placed(token, offset, &first));
        range.start = first.end;
        token.glued = true;
        if text.as_bytes()[range.start].is_ascii_digit() {
            token = Token { kind: TokenKind::Number, word: WordId::UNKNOWN, shape: Shape::Lower, ..token };
        }
    }
    if token.kind == TokenKind::Word {
        (token.word, token.shape) = rules.lexicon.look_up(&text[range.clone()]);
    }
    tokens.push(placed(token, offset, &range));
}

fn placed(token: Token, offset: usize, range: &Range<usize>) -> Token {
    Token { start: (offset + range.start) as u32, end: (offset + range.end) as u32, ..token }
}

/// Finds the phrases of one block after the other.
struct Finder {
    /// The tokens of the block as phrases have them.
    symbols: Vec<Option<Symbol>>,
    /// For each table the tokens that its last cue takes.
    taken: [(u32, u32); 256],
    /// Matches from one starting token, shortest first, of which the longest of each table count; a row may share its
    /// phrase with another.
    matches: Vec<Cue>,
}

impl Finder {
    fn find(&mut self, text: &str, found: &mut Tokens, from: usize, rules: &Rules) {
        let phrases = &rules.phrases;
        let Tokens { tokens, cues, cue_starts, .. } = found;
        self.symbols.clear();
        self.symbols.extend(tokens[from..].iter().map(Symbol::of));
        for first in 0..self.symbols.len() {
            cue_starts.push(cues.len() as u32);
            self.matches.clear();
            let mut node = 0;
            for (ahead, symbol) in self.symbols[first..].iter().enumerate() {
                let Some(next) = symbol.and_then(|symbol| phrases.step(node, symbol)) else { break };
                node = next;
                for entry in phrases.entries(node) {
                    let end = from + first + ahead + 1;
                    if let Some(exact) = entry.exact {
                        let span = tokens[from + first].start as usize..tokens[end - 1].end as usize;
                        if text.get(span) != Some(phrases.exact(exact)) {
                            continue;
                        }
                    }
                    let (first, end) = ((from + first) as u32, end as u32);
                    self.matches.push(Cue { table: entry.table, row: entry.row, first, end });
                }
            }
            for (index, cue) in self.matches.iter().enumerate() {
                let is_longer = |other: &Cue| other.table == cue.table && other.end > cue.end;
                if self.matches[index + 1..].iter().any(is_longer) {
                    continue;
                }
                let taken = &mut self.taken[usize::from(cue.table.0)];
                if taken.1 <= cue.first || *taken == (cue.first, cue.end) {
                    *taken = (cue.first, cue.end);
                    cues.push(*cue);
                }
            }
        }
    }
}
