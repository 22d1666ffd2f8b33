//! Tokens and cues: one pass over the text that everything behind it reads.

mod glue;

use crate::document::{Cues, Entry, Layout, Room, Scan, Shape, Tables, Token, TokenKind, Tokens, WordId};
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
        taken: Taken([Tables::NONE; 256]),
        matches: Vec::new(),
    };
    for block in &layout.blocks {
        let first = tokens.tokens.len();
        tokens.block_starts.push(first as u32);
        tokenize(text, block.span.range(), rules, &mut tokens.tokens);
        let tables = finder.find(text, &tokens.tokens, first, &mut tokens.cues);
        tokens.block_tables.push(tables);
    }
    tokens.block_starts.push(tokens.tokens.len() as u32);
    tokens
}

/// Cuts a block into tokens. Apart from what is done with them, so that the processor's registers are enough for either.
#[inline(never)]
fn tokenize(text: &str, block: Range<usize>, rules: &Rules, tokens: &mut Vec<Token>) {
    let mut scan = Scan::within(text, block);
    let mut last_end = usize::MAX;
    loop {
        // Five of six tokens are words that the rules know.
        while let Some((range, (word, shape))) = scan.next_known(|key| rules.lexicon.known(key)) {
            let token = Token {
                start: 0,
                end: 0,
                word,
                kind: TokenKind::Word,
                shape,
                glued: range.start == last_end,
            };
            last_end = range.end;
            tokens.push(placed(token, &range));
        }
        // A copy goes out for the others, so that the scan itself stays in registers.
        let mut others = scan.clone();
        let Some((kind, range)) = others.next() else { return };
        scan = others;
        let (word, shape) = match kind {
            TokenKind::Word => rules.lexicon.look_up(&text[range.clone()]),
            _ => (WordId::UNKNOWN, Shape::Lower),
        };
        let token = Token { start: 0, end: 0, word, kind, shape, glued: range.start == last_end };
        last_end = range.end;
        if kind == TokenKind::Word
            && word == WordId::UNKNOWN
            && glue::may_be_several(&text[range.clone()], shape)
        {
            if let Some(number) = cut(text, token, range, rules, tokens) {
                scan.back_to(number);
                last_end = number;
            }
        } else {
            tokens.push(placed(token, &range));
        }
    }
}

/// Pushes the words that may stand without a space in one. Returns where a number begins that stands behind them: it may
/// go on behind the letters and digits, as in "trên8.000".
fn cut(
    text: &str,
    mut token: Token,
    mut range: Range<usize>,
    rules: &Rules,
    tokens: &mut Vec<Token>,
) -> Option<usize> {
    while let Some(seam) = glue::seam(&text[range.clone()], rules) {
        let first = range.start..range.start + seam;
        (token.word, token.shape) = rules.lexicon.look_up(&text[first.clone()]);
        tokens.push(placed(token, &first));
        range.start = first.end;
        token.glued = true;
        if text.as_bytes()[range.start].is_ascii_digit() {
            return Some(range.start);
        }
    }
    (token.word, token.shape) = rules.lexicon.look_up(&text[range.clone()]);
    tokens.push(placed(token, &range));
    None
}

#[inline]
fn placed(token: Token, range: &Range<usize>) -> Token {
    Token { start: range.start as u32, end: range.end as u32, ..token }
}

/// The tables of cues that reach over the tokens behind the first: no other cue of a table begins in one of its cues.
///
/// Each becomes free at a token, named by the last eight bits of its number: no phrase is longer.
struct Taken([Tables; 256]);

impl Taken {
    /// The tables that become free at a token, which is the next.
    #[inline]
    fn free_at(&mut self, token: usize) -> Tables {
        std::mem::take(&mut self.0[token % 256])
    }

    /// Takes tables for phrases of so many tokens from this one on; gives those that are not free at the next.
    #[inline]
    fn take(&mut self, tables: Tables, token: usize, len: u8) -> Tables {
        let tables = if len > 1 { tables } else { Tables::NONE };
        self.0[(token + usize::from(len)) % 256] |= tables;
        tables
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
        self.walk(&tokens[from..]);
        self.list(text, tokens, from, cues.grow(tokens.len() - from))
    }

    /// Leads each token to the node where the longest phrase ends that begins with it.
    #[inline(never)]
    fn walk(&mut self, tokens: &[Token]) {
        let Finder { phrases, symbols, ends, longer, .. } = self;
        symbols.clear();
        symbols.extend(tokens.iter().map(Symbol::of));
        ends.clear();
        ends.extend(symbols.iter().map(|&symbol| phrases.first(symbol)));
        // Which tokens begin phrases of two and more is nothing that a processor could foresee: no branch for each.
        longer.clear();
        longer.resize(tokens.len(), 0);
        let mut open = 0;
        for (first, (pair, end)) in symbols.windows(2).zip(&*ends).enumerate() {
            longer[open] = first as u32;
            open += usize::from(phrases.may_begin(pair[0], pair[1]) & (*end != 0));
        }
        // All of them a step at a time, so that the look-ups of one need not wait for those of another.
        let mut reach = 1;
        while open > 0 {
            let mut left = 0;
            for at in 0..open {
                let first = longer[at];
                let symbol = symbols.get(first as usize + reach).copied().flatten();
                let end = &mut ends[first as usize];
                let next = phrases.step_any(*end, symbol);
                *end = next.unwrap_or(*end);
                longer[left] = first;
                left += usize::from(next.is_some());
            }
            open = left;
            reach += 1;
        }
    }

    /// Lists what stands of the phrases that the tokens were led to, and gives the tables of all of it.
    #[inline(never)]
    fn list(&mut self, text: &str, tokens: &[Token], from: usize, room: Room<'_>) -> Tables {
        let Finder { phrases, ends, taken, matches, .. } = self;
        let Room { tables, lists, mut own } = room;
        // Nothing reaches over the end of a block.
        let (mut all, mut now) = (Tables::NONE, Tables::NONE);
        for (first, ((tables, list), &end)) in (from..).zip(tables.iter_mut().zip(lists).zip(&*ends)) {
            let mut way = phrases.way(end);
            now = now.without(taken.free_at(first));
            if !way.longest {
                choose(phrases, text, tokens, (first, way), now, matches);
                *tables = matches.iter().map(|entry| Tables::of(entry.table)).collect();
                *list = own.add(matches);
                all |= *tables;
                for entry in &*matches {
                    now |= taken.take(Tables::of(entry.table), first, entry.len);
                }
                continue;
            }
            let found = way.tables.without(now);
            (*tables, *list) = (found, way.list);
            all |= found;
            now |= taken.take(way.own.and(found), first, way.len);
            let mut left = found.without(way.own);
            while way.nested {
                way = phrases.shorter(way);
                now |= taken.take(way.own.and(left), first, way.len);
                left = left.without(way.own);
            }
        }
        all
    }
}

/// Chooses among entries of which some depend on their letters: of each table that is not taken the longest that stand.
#[inline(never)]
fn choose(
    phrases: &Phrases,
    text: &str,
    tokens: &[Token],
    (first, way): (usize, &Way),
    taken: Tables,
    matches: &mut Vec<Entry>,
) {
    let stands = |(entry, exact): &(&Entry, Exact)| {
        let tokens = &tokens[first..first + usize::from(entry.len)];
        !taken.has(entry.table) && stands(phrases, text, tokens, *exact)
    };
    matches.clear();
    matches.extend(phrases.listed(way).filter(stands).map(|(entry, _)| *entry));
    for at in (0..matches.len()).rev() {
        let Entry { table, len, .. } = matches[at];
        if matches[at + 1..].iter().any(|other| other.table == table && other.len > len) {
            matches.remove(at);
        }
    }
}

/// Whether a phrase stands there in its letters, where these count.
fn stands(phrases: &Phrases, text: &str, tokens: &[Token], exact: Exact) -> bool {
    let letters = |tokens: &[Token]| Some(tokens.first()?.start as usize..tokens.last()?.end as usize);
    exact.is_none_or(|exact| {
        letters(tokens).and_then(|letters| text.get(letters)) == Some(phrases.exact(exact))
    })
}
