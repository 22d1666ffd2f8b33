//! All phrases of all tables as one tree of words.

use crate::document::{TableId, Token, TokenKind, WordId};

/// A word or a mark, as it stands in a phrase.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Symbol(pub u16);

impl Symbol {
    /// The symbol of a token; `None` for unknown words and for numbers, which no phrase holds.
    pub fn of(token: &Token) -> Option<Symbol> {
        match token.kind {
            TokenKind::Word if token.word == WordId::UNKNOWN => None,
            TokenKind::Word => Some(Symbol(token.word.0)),
            kind => Symbol::of_mark(kind),
        }
    }

    /// The symbol of a mark; `None` for words, numbers and what has no name.
    pub fn of_mark(kind: TokenKind) -> Option<Symbol> {
        match kind {
            TokenKind::Word | TokenKind::Number | TokenKind::Other => None,
            mark => Some(Symbol(0xFF00 | mark as u16)),
        }
    }
}

/// What ends at a node: a row of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entry {
    pub table: TableId,
    pub row: u16,
    /// The letters must be as in the table: for abbreviations, where "TT" is not "tt". Index for [`Phrases::exact`].
    pub exact: Option<u32>,
}

/// One place in the tree.
#[derive(Debug, Clone, Copy, Default)]
struct Node {
    /// The symbols with which phrases go on, each as one of 64 bits: most ways end here.
    onward: u64,
    /// What ends here: so many entries, from this one on.
    first: u32,
    count: u32,
}

/// The tree. Node 0 is the root.
#[derive(Debug, Clone)]
pub struct Phrases {
    nodes: Vec<Node>,
    /// Those of one node side by side.
    entries: Vec<Entry>,
    edges: Edges,
    /// First steps, by symbol: most words of a text begin no phrase.
    first: Vec<u32>,
    exact: Vec<Box<str>>,
}

impl Default for Phrases {
    fn default() -> Self {
        Phrases {
            nodes: vec![Node::default()],
            entries: Vec::new(),
            edges: Edges::default(),
            first: vec![0; 1 << 16],
            exact: Vec::new(),
        }
    }
}

/// The children of nodes: a hash table with open addresses, at most half full, so that most look-ups touch one place.
#[derive(Debug, Default, Clone)]
struct Edges {
    /// Key and child, a power of two of them, or none; the child 0 is a free slot.
    slots: Vec<(u64, u32)>,
    len: usize,
}

impl Edges {
    /// Node and symbol in one number.
    fn key(node: u32, symbol: Symbol) -> u64 {
        u64::from(node) << 16 | u64::from(symbol.0)
    }

    /// The slot of a key, or the free one where it belongs.
    #[inline]
    fn place(slots: &[(u64, u32)], key: u64) -> Option<usize> {
        let mask = slots.len().wrapping_sub(1);
        let mut at = (key.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 40) as usize & mask;
        loop {
            let (found, child) = *slots.get(at)?;
            if found == key || child == 0 {
                return Some(at);
            }
            at = (at + 1) & mask;
        }
    }

    #[inline]
    fn get(&self, node: u32, symbol: Symbol) -> u32 {
        let key = Self::key(node, symbol);
        Self::place(&self.slots, key).map_or(0, |at| self.slots[at].1)
    }

    fn insert(&mut self, node: u32, symbol: Symbol, child: u32) {
        if self.len * 2 >= self.slots.len() {
            let mut slots = vec![(0, 0); (self.slots.len() * 2).max(1 << 10)];
            for slot in self.slots.drain(..).filter(|slot| slot.1 != 0) {
                if let Some(at) = Self::place(&slots, slot.0) {
                    slots[at] = slot;
                }
            }
            self.slots = slots;
        }
        let key = Self::key(node, symbol);
        if let Some(at) = Self::place(&self.slots, key) {
            self.slots[at] = (key, child);
            self.len += 1;
        }
    }
}

fn bit(symbol: Symbol) -> u64 {
    1 << (symbol.0 % 64)
}

impl Phrases {
    /// The tree of these phrases: their symbols, table and row, and the letters that a phrase must have where these count.
    pub(super) fn new<'p>(
        phrases: impl IntoIterator<Item = (Vec<Symbol>, TableId, u16, Option<&'p str>)>,
    ) -> Phrases {
        let mut tree = Phrases::default();
        let mut ends: Vec<(u32, Entry)> = Vec::new();
        for (symbols, table, row, exact) in phrases {
            let exact = exact.map(|phrase| {
                tree.exact.push(phrase.into());
                tree.exact.len() as u32 - 1
            });
            let end = symbols.iter().fold(0, |node, &symbol| tree.child(node, symbol));
            if end != 0 {
                ends.push((end, Entry { table, row, exact }));
            }
        }
        // Entries of one node stay in the order of the tables.
        ends.sort_by_key(|(node, _)| *node);
        ends.dedup();
        for (node, entry) in ends {
            let node = &mut tree.nodes[node as usize];
            if node.count == 0 {
                node.first = tree.entries.len() as u32;
            }
            node.count += 1;
            tree.entries.push(entry);
        }
        tree
    }

    /// The child of a node, made if it is not there.
    fn child(&mut self, node: u32, symbol: Symbol) -> u32 {
        if let Some(child) = self.step(node, symbol) {
            return child;
        }
        let child = self.nodes.len() as u32;
        self.nodes.push(Node::default());
        if node == 0 {
            self.first[usize::from(symbol.0)] = child;
        } else {
            self.nodes[node as usize].onward |= bit(symbol);
            self.edges.insert(node, symbol, child);
        }
        child
    }

    /// The child of a node; `None` where no phrase goes on.
    #[inline]
    pub fn step(&self, node: u32, symbol: Symbol) -> Option<u32> {
        let child = if node == 0 {
            self.first[usize::from(symbol.0)]
        } else if self.nodes[node as usize].onward & bit(symbol) == 0 {
            0
        } else {
            self.edges.get(node, symbol)
        };
        (child != 0).then_some(child)
    }

    /// The letters of an exact phrase.
    pub fn exact(&self, index: u32) -> &str {
        self.exact.get(index as usize).map_or("", |phrase| phrase)
    }

    /// What ends at a node.
    #[inline]
    pub fn entries(&self, node: u32) -> &[Entry] {
        let Node { first, count, .. } = self.nodes[node as usize];
        &self.entries[first as usize..(first + count) as usize]
    }
}
