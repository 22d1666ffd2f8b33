//! All phrases of all tables as one tree of words.

use crate::document::{TableId, Token, TokenKind, WordId};
use rustc_hash::FxHashMap;

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
    /// Index for the lists of entries; 0 for none.
    entries: u32,
}

/// The tree. Node 0 is the root.
#[derive(Debug, Clone)]
pub struct Phrases {
    nodes: Vec<Node>,
    /// What ends at a node. The first list is empty.
    entries: Vec<Vec<Entry>>,
    /// By node and symbol in one number.
    edges: FxHashMap<u64, u32>,
    /// First steps, by symbol: most words of a text begin no phrase.
    first: Vec<u32>,
    exact: Vec<Box<str>>,
}

impl Default for Phrases {
    fn default() -> Self {
        Phrases {
            nodes: vec![Node::default()],
            entries: vec![Vec::new()],
            edges: FxHashMap::default(),
            first: vec![0; 1 << 16],
            exact: Vec::new(),
        }
    }
}

fn edge(node: u32, symbol: Symbol) -> u64 {
    u64::from(node) << 16 | u64::from(symbol.0)
}

fn bit(symbol: Symbol) -> u64 {
    1 << (symbol.0 % 64)
}

impl Phrases {
    pub(super) fn insert(&mut self, symbols: &[Symbol], table: TableId, row: u16, exact: Option<&str>) {
        let exact = exact.map(|phrase| {
            self.exact.push(phrase.into());
            self.exact.len() as u32 - 1
        });
        let entry = Entry { table, row, exact };
        let mut node = 0u32;
        for (depth, symbol) in symbols.iter().enumerate() {
            let next = self.nodes.len() as u32;
            let child = if depth == 0 {
                &mut self.first[usize::from(symbol.0)]
            } else {
                self.nodes[node as usize].onward |= bit(*symbol);
                self.edges.entry(edge(node, *symbol)).or_insert(0)
            };
            if *child == 0 {
                *child = next;
                self.nodes.push(Node::default());
            }
            node = *child;
        }
        if node == 0 {
            return;
        }
        let list = &mut self.nodes[node as usize].entries;
        if *list == 0 {
            *list = self.entries.len() as u32;
            self.entries.push(Vec::new());
        }
        let entries = &mut self.entries[*list as usize];
        if !entries.contains(&entry) {
            entries.push(entry);
        }
    }

    /// The child of a node; `None` where no phrase goes on.
    #[inline]
    pub fn step(&self, node: u32, symbol: Symbol) -> Option<u32> {
        let child = if node == 0 {
            self.first[usize::from(symbol.0)]
        } else if self.nodes[node as usize].onward & bit(symbol) == 0 {
            0
        } else {
            self.edges.get(&edge(node, symbol)).copied().unwrap_or(0)
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
        match self.nodes[node as usize].entries {
            0 => &[],
            list => &self.entries[list as usize],
        }
    }
}
