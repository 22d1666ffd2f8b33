//! Tokens and cues: one pass over the text that everything behind it reads.

mod glue;

use crate::document::{Cue, Known, Layout, Scan, Shape, Token, TokenKind, Tokens, WordId};
use crate::rules::{Entry, Exact, Phrases, Rules, Symbol, Way};
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
        cues: Vec::with_capacity(text.len() / 3),
        cue_starts: Vec::with_capacity(text.len() / 5 + 1),
    };
    let mut finder = Finder {
        phrases: &rules.phrases,
        symbols: Vec::new(),
        ends: Vec::new(),
        longer: Vec::new(),
        taken: [(0, 0); 256],
        matches: Vec::new(),
    };
    for block in &layout.blocks {
        let first = tokens.tokens.len();
        tokens.block_starts.push(first as u32);
        tokenize(block.span.of(text), block.span.start(), rules, &mut tokens.tokens);
        finder.find(text, &mut tokens, first);
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
            TokenKind::Word => match known {
                Known::Yes(found) => found,
                Known::No => rules.lexicon.look_up_rare(&text[range.clone()]),
                Known::NotAsked => rules.lexicon.look_up(&text[range.clone()]),
            },
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

/// For each table the tokens that its last cue takes.
type Taken = [(u32, u32); 256];

/// Finds the phrases of one block after the other.
struct Finder<'r> {
    phrases: &'r Phrases,
    /// The tokens of the block as phrases have them.
    symbols: Vec<Option<Symbol>>,
    /// For each token the node where the phrases end that begin with it.
    ends: Vec<u32>,
    /// The tokens with which phrases of two and more may begin.
    longer: Vec<u32>,
    taken: Taken,
    /// Matches from one starting token, shortest first, of which the longest of each table count; a row may share its
    /// phrase with another.
    matches: Vec<Cue>,
}

impl Finder<'_> {
    fn find(&mut self, text: &str, found: &mut Tokens, from: usize) {
        let phrases = self.phrases;
        let Tokens { tokens, cues, cue_starts, .. } = found;
        self.symbols.clear();
        self.symbols.extend(tokens[from..].iter().map(Symbol::of));
        self.ends.clear();
        self.ends.extend(self.symbols.iter().map(|&symbol| phrases.first(symbol)));
        // Which tokens begin phrases of two and more is nothing that a processor could foresee: no branch for each.
        self.longer.resize(self.symbols.len().max(self.longer.len()), 0);
        let mut longer = 0;
        for (first, pair) in self.symbols.windows(2).enumerate() {
            self.longer[longer] = first as u32;
            longer += usize::from(phrases.may_begin(pair[0], pair[1]) & (self.ends[first] != 0));
        }
        // All of them a step at a time, so that the look-ups of one need not wait for those of another.
        let mut reach = 1;
        while longer > 0 {
            let mut left = 0;
            for at in 0..longer {
                let first = self.longer[at];
                let symbol = self.symbols.get(first as usize + reach).copied().flatten();
                let end = &mut self.ends[first as usize];
                let next = phrases.step_any(*end, symbol);
                *end = next.unwrap_or(*end);
                self.longer[left] = first;
                left += usize::from(next.is_some());
            }
            longer = left;
            reach += 1;
        }
        for (first, &end) in (from as u32..).zip(&self.ends) {
            cue_starts.push(cues.len() as u32);
            let Way { entries, exact, longest } = phrases.way(end);
            if longest {
                for entry in entries {
                    take(&mut self.taken, cues, cue(entry, first));
                }
            } else {
                self.matches.clear();
                self.matches.extend(
                    entries
                        .iter()
                        .zip(exact)
                        .map(|(entry, &exact)| (cue(entry, first), exact))
                        .filter(|(cue, exact)| stands(phrases, text, tokens, cue, *exact))
                        .map(|(cue, _)| cue),
                );
                take_longest(&mut self.taken, cues, &self.matches);
            }
        }
    }
}

/// Whether a cue stands there in its letters, where these count.
fn stands(phrases: &Phrases, text: &str, tokens: &[Token], cue: &Cue, exact: Exact) -> bool {
    let letters = tokens[cue.first as usize].start as usize..tokens[cue.end as usize - 1].end as usize;
    exact.is_none_or(|exact| text.get(letters) == Some(phrases.exact(exact)))
}

/// Of the cues that begin at one token, shortest first, takes the longest of each table.
fn take_longest(taken: &mut Taken, cues: &mut Vec<Cue>, matches: &[Cue]) {
    for (index, cue) in matches.iter().enumerate() {
        let is_longer = |other: &Cue| other.table == cue.table && other.end > cue.end;
        if !matches[index + 1..].iter().any(is_longer) {
            take(taken, cues, *cue);
        }
    }
}

fn cue(entry: &Entry, first: u32) -> Cue {
    Cue { table: entry.table, row: entry.row, first, end: first + u32::from(entry.len) }
}

/// Takes a cue that the last one of its table leaves room for.
#[inline]
fn take(taken: &mut Taken, cues: &mut Vec<Cue>, cue: Cue) {
    let taken = &mut taken[usize::from(cue.table.0)];
    if taken.1 <= cue.first || *taken == (cue.first, cue.end) {
        *taken = (cue.first, cue.end);
        cues.push(cue);
    }
}
