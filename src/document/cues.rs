//! The rule phrases found among the tokens of a text.

use std::ops::{BitOr, BitOrAssign, Range};
use std::sync::Arc;

/// The tables whose phrases are looked for in one pass. A cue names its table and the row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TableId(pub u8);

/// A set of tables, one bit for each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tables(u64);

impl Tables {
    pub const NONE: Tables = Tables(0);
    pub const ALL: Tables = Tables(u64::MAX);
    /// There are no more tables than this.
    pub const MOST: usize = u64::BITS as usize;

    pub const fn of(table: TableId) -> Tables {
        Tables(1 << (table.0 % Tables::MOST as u8))
    }

    pub const fn with(self, table: TableId) -> Tables {
        Tables(self.0 | Tables::of(table).0)
    }

    pub const fn without(self, others: Tables) -> Tables {
        Tables(self.0 & !others.0)
    }

    pub const fn and(self, others: Tables) -> Tables {
        Tables(self.0 & others.0)
    }

    #[inline]
    pub const fn has(self, table: TableId) -> bool {
        self.meets(Tables::of(table))
    }

    /// Whether a table is in both.
    #[inline]
    pub const fn meets(self, others: Tables) -> bool {
        self.0 & others.0 != 0
    }

    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }
}

impl BitOr for Tables {
    type Output = Tables;

    fn bitor(self, others: Tables) -> Tables {
        Tables(self.0 | others.0)
    }
}

impl BitOrAssign for Tables {
    fn bitor_assign(&mut self, others: Tables) {
        self.0 |= others.0;
    }
}

impl FromIterator<Tables> for Tables {
    fn from_iter<I: IntoIterator<Item = Tables>>(sets: I) -> Tables {
        sets.into_iter().fold(Tables::NONE, Tables::bitor)
    }
}

/// A phrase of a rule table. In four bytes, for there are some at every second word of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entry {
    pub table: TableId,
    /// Words and marks of the phrase.
    pub len: u8,
    /// The row of the table.
    pub row: u16,
}

/// A phrase of a rule table, found in the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cue {
    pub table: TableId,
    /// The row of the table.
    pub row: u16,
    /// Tokens, half-open.
    pub first: u32,
    pub end: u32,
}

impl Cue {
    fn new(entry: &Entry, first: usize) -> Cue {
        let first = first as u32;
        Cue { table: entry.table, row: entry.row, first, end: first + u32::from(entry.len) }
    }

    pub fn tokens(&self) -> Range<usize> {
        self.first as usize..self.end as usize
    }
}

/// A run of entries: so many from the first on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct List {
    pub first: u32,
    pub count: u32,
}

impl List {
    pub fn range(self) -> Range<usize> {
        self.first as usize..self.first as usize + self.count as usize
    }
}

/// The phrases that begin at each token.
///
/// Nothing is written out for each of them: what begins at a token is a list of the rules, the same for all places of the
/// same words. Most questions are answered by the set of tables alone.
#[derive(Debug, Clone, Default)]
pub struct Cues {
    /// For each token the tables that have a phrase which begins at it.
    tables: Vec<Tables>,
    /// For each token where its phrases are listed, those of tables not in its set among them.
    lists: Vec<List>,
    /// The lists of the rules.
    shared: Arc<[Entry]>,
    /// Behind these, lists of which only a part stands in this text.
    own: Vec<Entry>,
}

/// What begins at some tokens, to be filled in.
pub struct Room<'c> {
    pub tables: &'c mut [Tables],
    pub lists: &'c mut [List],
    pub own: Own<'c>,
}

/// Lists of this text alone.
pub struct Own<'c> {
    entries: &'c mut Vec<Entry>,
    behind: usize,
}

impl Own<'_> {
    pub fn add(&mut self, entries: &[Entry]) -> List {
        let first = (self.behind + self.entries.len()) as u32;
        self.entries.extend_from_slice(entries);
        List { first, count: entries.len() as u32 }
    }
}

impl Cues {
    /// For so many tokens, of which none is there yet.
    pub fn new(shared: Arc<[Entry]>, tokens: usize) -> Cues {
        Cues {
            tables: Vec::with_capacity(tokens),
            lists: Vec::with_capacity(tokens),
            shared,
            own: Vec::new(),
        }
    }

    /// Makes room for what begins at so many tokens more.
    pub fn grow(&mut self, tokens: usize) -> Room<'_> {
        let first = self.tables.len();
        self.tables.resize(first + tokens, Tables::NONE);
        self.lists.resize(first + tokens, List::default());
        Room {
            tables: &mut self.tables[first..],
            lists: &mut self.lists[first..],
            own: Own { entries: &mut self.own, behind: self.shared.len() },
        }
    }

    /// The sets of tables of a range of tokens, as far as there are so many.
    pub fn tables(&self, tokens: Range<usize>) -> &[Tables] {
        let end = tokens.end.min(self.tables.len());
        self.tables.get(tokens.start..end).unwrap_or_default()
    }

    #[inline]
    pub fn tables_at(&self, token: usize) -> Tables {
        self.tables.get(token).copied().unwrap_or_default()
    }

    /// The phrases of one table that begin at a token.
    #[inline]
    pub fn of_at(&self, table: TableId, token: usize) -> impl DoubleEndedIterator<Item = Cue> + use<'_> {
        let list = if self.tables_at(token).has(table) { self.list(token) } else { &[] };
        list.iter().filter(move |entry| entry.table == table).map(move |entry| Cue::new(entry, token))
    }

    /// The phrases of some tables that begin at a token.
    pub fn among_at(&self, tables: Tables, token: usize) -> impl Iterator<Item = Cue> + use<'_> {
        let tables = self.tables_at(token).and(tables);
        let list = if tables.is_empty() { &[] } else { self.list(token) };
        list.iter().filter(move |entry| tables.has(entry.table)).map(move |entry| Cue::new(entry, token))
    }

    fn list(&self, token: usize) -> &[Entry] {
        let range = self.lists[token].range();
        match range.start.checked_sub(self.shared.len()) {
            None => &self.shared[range],
            Some(first) => &self.own[first..first + range.len()],
        }
    }
}
