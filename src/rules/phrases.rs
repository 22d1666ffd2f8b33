//! All phrases of all tables as one tree of words.

use crate::document::{Entry, List, TableId, Tables, Token, TokenKind, WordId};
use rustc_hash::FxHashMap;
use std::num::{NonZeroU16, NonZeroU32};
use std::sync::Arc;

/// A word or a mark, as it stands in a phrase: small numbers are marks, the others words of the vocabulary.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Symbol(NonZeroU16);

/// Words are numbered from here on.
const WORDS: u16 = 32;

impl Symbol {
    /// The symbol of a token; `None` for unknown words and for numbers, which no phrase holds.
    #[inline]
    pub fn of(token: &Token) -> Option<Symbol> {
        // Marks are no words: one of the two is 0.
        NonZeroU16::new(word_number(token.word) | mark_number(token.kind)).map(Symbol)
    }

    /// The symbol of a word; `None` for the unknown word.
    #[inline]
    pub fn of_word(word: WordId) -> Option<Symbol> {
        NonZeroU16::new(word_number(word)).map(Symbol)
    }

    /// The symbol of a mark; `None` for words, numbers and what has no name.
    #[inline]
    pub fn of_mark(kind: TokenKind) -> Option<Symbol> {
        NonZeroU16::new(mark_number(kind)).map(Symbol)
    }

    fn index(self) -> u32 {
        u32::from(self.0.get())
    }
}

#[inline]
fn word_number(word: WordId) -> u16 {
    if word == WordId::UNKNOWN { 0 } else { word.0.saturating_add(WORDS) }
}

#[inline]
fn mark_number(kind: TokenKind) -> u16 {
    if matches!(kind, TokenKind::Word | TokenKind::Number | TokenKind::Other) { 0 } else { kind as u16 }
}

/// A phrase of a row of a table.
#[derive(Debug)]
pub(super) struct Phrase<'r> {
    pub symbols: Vec<Symbol>,
    pub table: TableId,
    pub row: u16,
    /// The letters that it must have, where these count.
    pub exact: Option<&'r str>,
}

/// The letters must be as in the table: for abbreviations, where "TT" is not "tt". For [`Phrases::exact`].
pub type Exact = Option<NonZeroU32>;

/// One place in the tree.
#[derive(Debug, Clone, Copy)]
struct Node {
    /// The child by a symbol is the node that has the (wrapped) sum of both as its number, if this one is its parent.
    children: u32,
    parent: u32,
    /// What ends on the way to here and here, among the ways of the tree.
    way: u32,
    /// So many of its entries, the last ones, end here.
    own: u32,
}

/// No phrase goes on.
const LEAF: u32 = u32::MAX;

const FREE: Node = Node { children: LEAF, parent: u32::MAX, way: 0, own: 0 };

/// What ends on the way to a node, and there.
#[derive(Debug, Clone, Copy)]
pub struct Way {
    /// The tables of all of it.
    pub tables: Tables,
    /// The tables of the longest phrases.
    pub own: Tables,
    /// The entries, shortest first.
    pub list: List,
    /// The way to the next shorter phrases.
    pub shorter: u32,
    /// Words and marks of the longest phrases; 0 where none ends.
    pub len: u8,
    /// No entry depends on its letters, and of each table only the longest are here.
    pub longest: bool,
    /// The next shorter phrases are of two and more, too.
    pub nested: bool,
}

/// The tree, as a double array: a step is a sum and a comparison. Node 0 is the root.
#[derive(Debug, Clone)]
pub struct Phrases {
    nodes: Vec<Node>,
    /// The nodes below this number are the root's children, or free: they stand at their symbols.
    firsts: u32,
    /// The first two symbols of phrases, as one of 65,536 bits: most words that begin a phrase do not go on with one.
    pairs: Box<[u64; 1 << 10]>,
    /// The first is that on which nothing ends.
    ways: Vec<Way>,
    entries: Arc<[Entry]>,
    /// Of the same entries: apart, for few depend on their letters.
    exacts: Vec<Exact>,
    exact: Vec<Box<str>>,
}

impl Default for Phrases {
    fn default() -> Self {
        Phrases {
            nodes: vec![Node { parent: 0, ..FREE }],
            firsts: 0,
            pairs: Box::new([0; 1 << 10]),
            ways: vec![Way {
                tables: Tables::NONE,
                own: Tables::NONE,
                list: List::default(),
                shorter: 0,
                len: 0,
                longest: true,
                nested: false,
            }],
            entries: Arc::default(),
            exacts: Vec::new(),
            exact: Vec::new(),
        }
    }
}

/// The word and the bit of a pair of symbols; 0 stands for no symbol.
#[inline]
fn pair(first: u32, second: u32) -> (usize, u64) {
    let mixed = (first << 16 | second).wrapping_mul(0x9E37_79B1) >> 16;
    (mixed as usize >> 6, 1 << (mixed & 63))
}

#[inline]
fn number(symbol: Option<Symbol>) -> u32 {
    symbol.map_or(0, Symbol::index)
}

impl Phrases {
    /// The tree of these phrases.
    pub(super) fn new<'p>(phrases: impl IntoIterator<Item = &'p Phrase<'p>>) -> Phrases {
        let mut tree = Phrases::default();
        let mut sketch = Sketch::default();
        for Phrase { symbols, table, row, exact } in phrases {
            // No phrase is longer.
            let Ok(len @ 1..) = u8::try_from(symbols.len()) else { continue };
            let (table, row) = (*table, *row);
            let exact = exact.and_then(|phrase| {
                tree.exact.push(phrase.into());
                NonZeroU32::new(tree.exact.len() as u32)
            });
            sketch.enter(symbols, (Entry { table, len, row }, exact));
        }
        tree.lay_out(sketch);
        tree
    }

    /// Gives the nodes of a sketch their numbers, and what ends on the way to them.
    fn lay_out(&mut self, mut sketch: Sketch) {
        let firsts = sketch.nodes[0].children.iter().map(|(symbol, _)| symbol.index() + 1).max();
        self.firsts = firsts.unwrap_or_default();
        self.nodes.resize(self.nodes.len().max(self.firsts as usize), FREE);
        let mut entries = Vec::new();
        let mut free = self.firsts;
        // Parents before children, as the sketch has them; the numbers of the nodes laid out so far.
        let mut numbers = vec![0u32; sketch.nodes.len()];
        for at in 0..sketch.nodes.len() {
            let number = numbers[at];
            let SketchNode { children, own } = std::mem::take(&mut sketch.nodes[at]);
            self.list(number, own, &mut entries);
            if children.is_empty() {
                continue;
            }
            // The root's children stand at their symbols.
            let base = if at == 0 { 0 } else { self.room_for(&children, &mut free) };
            self.nodes[number as usize].children = base;
            let Node { way, parent, .. } = self.nodes[number as usize];
            for (symbol, child) in children {
                let place = base.wrapping_add(symbol.index());
                if self.nodes.len() <= place as usize {
                    self.nodes.resize(place as usize + 1, FREE);
                }
                if at > 0 && parent == 0 {
                    let (word, bit) = pair(number, symbol.index());
                    self.pairs[word] |= bit;
                }
                self.nodes[place as usize] = Node { parent: number, way, ..FREE };
                numbers[child as usize] = place;
            }
        }
        self.entries = entries.into();
    }

    /// A sum for the children of a node so that all their places are free.
    fn room_for(&self, children: &[(Symbol, u32)], free: &mut u32) -> u32 {
        let is_free =
            |place: u32| self.nodes.get(place as usize).is_none_or(|node| node.parent == FREE.parent);
        while !is_free(*free) {
            *free += 1;
        }
        let lowest = children.iter().map(|(symbol, _)| symbol.index()).min().unwrap_or_default();
        (*free..)
            .map(|place| place.wrapping_sub(lowest))
            .find(|&base| {
                base != LEAF && children.iter().all(|(symbol, _)| is_free(base.wrapping_add(symbol.index())))
            })
            .unwrap_or_default()
    }

    /// Lists what ends at a node behind what ends before it.
    fn list(&mut self, number: u32, own: Vec<(Entry, Exact)>, entries: &mut Vec<Entry>) {
        let Some((Entry { len, .. }, _)) = own.first() else { return };
        let node = &mut self.nodes[number as usize];
        let before = self.ways[node.way as usize];
        let tables: Tables = own.iter().map(|(entry, _)| Tables::of(entry.table)).collect();
        let longest = before.longest && own.iter().all(|(_, exact)| exact.is_none());
        let first = entries.len();
        for at in before.list.range() {
            let entry = entries[at];
            if !longest || !tables.has(entry.table) {
                entries.push(entry);
                self.exacts.push(self.exacts[at]);
            }
        }
        entries.extend(own.iter().map(|(entry, _)| entry));
        self.exacts.extend(own.iter().map(|(_, exact)| exact));
        let list = List { first: first as u32, count: (entries.len() - first) as u32 };
        let way = Way {
            tables: before.tables | tables,
            own: tables,
            list,
            nested: before.len > 1,
            shorter: node.way,
            len: *len,
            longest,
        };
        node.way = self.ways.len() as u32;
        node.own = own.len() as u32;
        self.ways.push(way);
    }

    /// The child of a node; `None` where no phrase goes on.
    #[inline]
    pub fn step(&self, node: u32, symbol: Symbol) -> Option<u32> {
        let Node { children, .. } = self.nodes[node as usize];
        if children == LEAF {
            return None;
        }
        let child = children.wrapping_add(symbol.index());
        self.nodes.get(child as usize).is_some_and(|found| found.parent == node).then_some(child)
    }

    /// As [`Phrases::step`] from a node other than the root, without a branch; none goes on with no symbol.
    #[inline]
    pub fn step_any(&self, node: u32, symbol: Option<Symbol>) -> Option<u32> {
        // Behind the last nodes, and at those that a leaf seems to lead to, stand children of others.
        let child = self.nodes[node as usize].children.wrapping_add(number(symbol));
        let parent = self.nodes.get(child as usize).map_or(FREE.parent, |found| found.parent);
        (parent == node).then_some(child)
    }

    /// The node of the phrases that begin with a symbol, or one that leads nowhere.
    #[inline]
    pub fn first(&self, symbol: Option<Symbol>) -> u32 {
        let number = number(symbol);
        if number < self.firsts { number } else { 0 }
    }

    /// Whether a phrase may begin with two symbols; where not, none does.
    #[inline]
    pub fn may_begin(&self, first: Option<Symbol>, second: Option<Symbol>) -> bool {
        let (word, bit) = pair(number(first), number(second));
        self.pairs[word] & bit != 0
    }

    /// What ends at a node.
    #[inline]
    pub fn entries(&self, node: u32) -> &[Entry] {
        let Node { way, own, .. } = self.nodes[node as usize];
        let end = self.ways[way as usize].list.range().end;
        &self.entries[end - own as usize..end]
    }

    /// What ends at a node and on the way to it.
    #[inline]
    pub fn way(&self, node: u32) -> &Way {
        &self.ways[self.nodes[node as usize].way as usize]
    }

    /// The way to the next shorter phrases.
    #[inline]
    pub fn shorter(&self, way: &Way) -> &Way {
        &self.ways[way.shorter as usize]
    }

    /// The entries of a way, each with the letters that it depends on.
    pub fn listed(&self, way: &Way) -> impl Iterator<Item = (&Entry, Exact)> {
        let range = way.list.range();
        self.entries[range.clone()].iter().zip(self.exacts[range].iter().copied())
    }

    /// The entries of all ways.
    pub fn all_entries(&self) -> Arc<[Entry]> {
        Arc::clone(&self.entries)
    }

    /// The letters of an exact phrase.
    pub fn exact(&self, index: NonZeroU32) -> &str {
        self.exact.get(index.get() as usize - 1).map_or("", |phrase| phrase)
    }
}

/// The tree while it grows.
#[derive(Debug)]
struct Sketch {
    /// Parents stand before their children; the first is the root.
    nodes: Vec<SketchNode>,
    steps: FxHashMap<(u32, Symbol), u32>,
}

impl Sketch {
    fn enter(&mut self, phrase: &[Symbol], entry: (Entry, Exact)) {
        let mut node = 0;
        for &symbol in phrase {
            let next = self.nodes.len() as u32;
            let child = *self.steps.entry((node, symbol)).or_insert(next);
            if child == next {
                self.nodes.push(SketchNode::default());
                self.nodes[node as usize].children.push((symbol, child));
            }
            node = child;
        }
        let own = &mut self.nodes[node as usize].own;
        // The same phrase, in another spelling.
        if own.last() != Some(&entry) {
            own.push(entry);
        }
    }
}

impl Default for Sketch {
    fn default() -> Self {
        Sketch { nodes: vec![SketchNode::default()], steps: FxHashMap::default() }
    }
}

#[derive(Debug, Default)]
struct SketchNode {
    children: Vec<(Symbol, u32)>,
    /// What ends here, in the order of the tables.
    own: Vec<(Entry, Exact)>,
}
