//! Tokens and cues: one pass over the text that everything behind it reads.

mod glue;

use crate::document::{Cues, Entry, Known, Layout, Scan, Shape, Tables, Token, TokenKind, Tokens, WordId};
use crate::rules::{Exact, Phrases, Rules, Symbol, Way};
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
        block_tables: Vec::with_capacity(layout.blocks.len()),
        cues: Cues::new(rules.phrases.all_entries(), text.len() / 5),
    };
    let mut finder = Finder {
        phrases: &rules.phrases,
        symbols: Vec::new(),
        ends: Vec::new(),
        longer: Vec::new(),
        taken: Taken::default(),
        matches: Vec::new(),
    };
    for block in &layout.blocks {
        let first = tokens.tokens.len();
        tokens.block_starts.push(first as u32);
        tokenize(block.span.of(text), block.span.start(), rules, &mut tokens.tokens);
        let tables = finder.find(text, &tokens.tokens, first, &mut tokens.cues);
        tokens.block_tables.push(tables);
    }
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

/// The tables whose last cue reaches over a token: no other cue of theirs begins there.
struct Taken {
    now: Tables,
    /// Those that become free at a token, by the last eight bits of its number: no phrase is longer.
    until: [Tables; 256],
}

impl Default for Taken {
    fn default() -> Taken {
        Taken { now: Tables::NONE, until: [Tables::NONE; 256] }
    }
}

impl Taken {
    /// Goes on to a token, the next.
    #[inline]
    fn go_to(&mut self, token: usize) {
        let free = std::mem::take(&mut self.until[token % 256]);
        self.now = self.now.without(free);
    }

    /// Takes the tables for a phrase of so many tokens from this one on.
    #[inline]
    fn take(&mut self, tables: Tables, token: usize, len: u8) {
        if len > 1 {
            self.now |= tables;
            self.until[(token + usize::from(len)) % 256] |= tables;
        }
    }
}

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
    /// What stands of the entries from one token, shortest first.
    matches: Vec<Entry>,
}

impl Finder<'_> {
    /// Finds the phrases among the tokens from one on, and the tables that they are of.
    fn find(&mut self, text: &str, tokens: &[Token], from: usize, cues: &mut Cues) -> Tables {
        let phrases = self.phrases;
        self.walk(&tokens[from..]);
        let mut all = Tables::NONE;
        for at in 0..self.ends.len() {
            let (first, way) = (from + at, phrases.way(self.ends[at]));
            self.taken.go_to(first);
            if !way.longest {
                all |= self.choose(text, tokens, first, way);
                cues.push_own(&self.matches);
                continue;
            }
            let tables = way.tables.without(self.taken.now);
            all |= tables;
            cues.push(tables, way.list);
            let (mut way, mut left) = (way, tables);
            while way.len > 1 && !left.is_empty() {
                self.taken.take(way.own.and(left), first, way.len);
                left = left.without(way.own);
                way = phrases.shorter(way);
            }
        }
        all
    }

    /// Leads each token to the node where the longest phrase ends that begins with it.
    fn walk(&mut self, tokens: &[Token]) {
        let phrases = self.phrases;
        self.symbols.clear();
        self.symbols.extend(tokens.iter().map(Symbol::of));
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
    }

    /// Chooses among entries of which some depend on their letters: of each table that is free the longest that stand.
    #[inline(never)]
    fn choose(&mut self, text: &str, tokens: &[Token], first: usize, way: &Way) -> Tables {
        self.matches.clear();
        self.matches.extend(
            self.phrases
                .listed(way)
                .filter(|(entry, exact)| {
                    let end = first + usize::from(entry.len);
                    !self.taken.now.has(entry.table)
                        && stands(self.phrases, text, &tokens[first..end], *exact)
                })
                .map(|(entry, _)| *entry),
        );
        let mut tables = Tables::NONE;
        for at in (0..self.matches.len()).rev() {
            let Entry { table, len, .. } = self.matches[at];
            let is_longer = |other: &Entry| other.table == table && other.len > len;
            if self.matches[at + 1..].iter().any(is_longer) {
                self.matches.remove(at);
            } else {
                tables |= Tables::of(table);
                self.taken.take(Tables::of(table), first, len);
            }
        }
        tables
    }
}

/// Whether a phrase stands there in its letters, where these count.
fn stands(phrases: &Phrases, text: &str, tokens: &[Token], exact: Exact) -> bool {
    let letters = |tokens: &[Token]| Some(tokens.first()?.start as usize..tokens.last()?.end as usize);
    exact.is_none_or(|exact| {
        letters(tokens).and_then(|letters| text.get(letters)) == Some(phrases.exact(exact))
    })
}
