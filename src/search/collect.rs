//! Gathers, in one pass over the documents that match: how many there are, the best of them, and how many there are of
//! each value of each facet.

use super::schema::column;
use rustc_hash::FxHashMap;
use std::cmp::Ordering;
use std::sync::Arc;
use tantivy::collector::{Collector, SegmentCollector};
use tantivy::columnar::Column;
use tantivy::{DocId, Score, Searcher, SegmentOrdinal, SegmentReader};

/// The order of hits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Sort {
    /// Best first. Where the query has nothing to be better by, newest first.
    #[default]
    Relevance,
    /// Newest first.
    Newest,
    /// Oldest first, undated last.
    Oldest,
}

impl Sort {
    pub const ALL: [Sort; 3] = [Sort::Relevance, Sort::Newest, Sort::Oldest];

    /// The name on the command line and in JSON.
    pub fn code(self) -> &'static str {
        match self {
            Sort::Relevance => "relevance",
            Sort::Newest => "newest",
            Sort::Oldest => "oldest",
        }
    }

    pub fn from_code(code: &str) -> Option<Sort> {
        Self::ALL.into_iter().find(|sort| sort.code() == code)
    }
}

/// A document that matches.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Ranked {
    /// `documents.id`
    pub id: i64,
    /// The first 8 bytes of its key.
    pub order: u64,
    pub score: Score,
    pub is_unmarked: bool,
    pub has_notes: bool,
    date: u64,
}

impl Ranked {
    fn compare(&self, other: &Ranked, sort: Sort) -> Ordering {
        let by_score = other.score.total_cmp(&self.score);
        let newest = other.date.cmp(&self.date);
        let first = match sort {
            Sort::Relevance => by_score.then(newest),
            Sort::Newest => newest.then(by_score),
            Sort::Oldest => (self.date == 0, self.date).cmp(&(other.date == 0, other.date)).then(by_score),
        };
        first.then(self.order.cmp(&other.order)).then(self.id.cmp(&other.id))
    }
}

/// The columns that are counted by their words, in the order of [`Counts::words`].
pub const WORD_COLUMNS: [&str; 6] =
    [column::KIND, column::ISSUER, column::LEVEL, column::SYSTEM, column::PROVINCE, column::BODY];

/// The values of the word columns of an index, numbered over all its segments.
#[derive(Debug, Default)]
pub struct Values {
    columns: [Numbered; WORD_COLUMNS.len()],
}

#[derive(Debug, Default)]
struct Numbered {
    values: Vec<Box<str>>,
    /// For each segment, from its own number of a value to that of the index.
    segments: Vec<Vec<u32>>,
}

impl Values {
    /// Reads the dictionaries of all segments.
    ///
    /// # Errors
    /// Those of the index.
    pub fn read(searcher: &Searcher) -> tantivy::Result<Values> {
        let mut values = Values::default();
        for (numbered, name) in values.columns.iter_mut().zip(WORD_COLUMNS) {
            let mut numbers: FxHashMap<Box<str>, u32> = FxHashMap::default();
            for segment in searcher.segment_readers() {
                let mut own = Vec::new();
                if let Some(column) = segment.fast_fields().str(name)? {
                    let mut terms = column.dictionary().stream()?;
                    while terms.advance() {
                        let value = String::from_utf8_lossy(terms.key());
                        let next = numbered.values.len() as u32;
                        let number = match numbers.get(&*value) {
                            Some(&number) => number,
                            None => {
                                numbers.insert(value.clone().into(), next);
                                numbered.values.push(value.into());
                                next
                            }
                        };
                        own.push(number);
                    }
                }
                numbered.segments.push(own);
            }
        }
        Ok(values)
    }

    /// The value of a number of a column.
    pub fn name(&self, column: usize, number: usize) -> &str {
        &self.columns[column].values[number]
    }
}

/// How many documents have each value.
#[derive(Debug, Clone, Default)]
pub struct Counts {
    /// For each of [`WORD_COLUMNS`], by the number of the value.
    pub words: [Vec<u32>; WORD_COLUMNS.len()],
    pub years: FxHashMap<u64, u32>,
}

/// What is gathered.
#[derive(Debug, Clone, Default)]
pub struct Gathered {
    pub total: u64,
    /// The best, in order.
    pub best: Vec<Ranked>,
    pub counts: Counts,
}

/// What to gather.
#[derive(Debug, Clone)]
pub struct Gather {
    pub sort: Sort,
    /// How many of the best; none needs no scores.
    pub keep: usize,
    /// Which word columns are counted.
    pub words: [bool; WORD_COLUMNS.len()],
    pub years: bool,
    pub values: Arc<Values>,
}

/// By how much the score of a document grows each time that twice as many others cite it.
const CITED: f32 = 0.05;

impl Collector for Gather {
    type Fruit = Gathered;
    type Child = InSegment;

    fn for_segment(&self, ordinal: SegmentOrdinal, segment: &SegmentReader) -> tantivy::Result<InSegment> {
        let columns = segment.fast_fields();
        let mut words = Vec::new();
        for (at, name) in WORD_COLUMNS.into_iter().enumerate() {
            if self.words[at]
                && let Some(column) = columns.str(name)?
            {
                let counts = vec![0u32; column.num_terms()];
                words.push(Counted { at, column: column.ords().clone(), counts });
            }
        }
        Ok(InSegment {
            gather: self.clone(),
            ordinal,
            total: 0,
            best: Vec::new(),
            worst: None,
            words,
            years: self.years.then(|| columns.u64(column::YEAR)).transpose()?,
            year_counts: FxHashMap::default(),
            id: columns.i64(column::ID)?,
            order: columns.u64(column::ORDER)?,
            cited: columns.u64(column::CITED)?,
            date: columns.u64(column::DATE)?,
            unmarked: columns.u64(column::UNMARKED)?,
            notes: columns.u64(column::NOTES)?,
        })
    }

    fn requires_scoring(&self) -> bool {
        self.keep > 0
    }

    fn merge_fruits(&self, segments: Vec<Gathered>) -> tantivy::Result<Gathered> {
        let mut all = Gathered::default();
        for segment in segments {
            all.total += segment.total;
            all.best.extend(segment.best);
            for (sum, counts) in all.counts.words.iter_mut().zip(segment.counts.words) {
                if sum.is_empty() {
                    *sum = counts;
                } else {
                    sum.iter_mut().zip(counts).for_each(|(sum, count)| *sum += count);
                }
            }
            for (year, count) in segment.counts.years {
                *all.counts.years.entry(year).or_default() += count;
            }
        }
        all.best.sort_unstable_by(|a, b| a.compare(b, self.sort));
        all.best.truncate(self.keep);
        Ok(all)
    }
}

struct Counted {
    at: usize,
    column: Column<u64>,
    counts: Vec<u32>,
}

/// Gathers in one segment.
pub struct InSegment {
    gather: Gather,
    ordinal: SegmentOrdinal,
    total: u64,
    best: Vec<Ranked>,
    /// One that `keep` others are better than.
    worst: Option<Ranked>,
    words: Vec<Counted>,
    years: Option<Column<u64>>,
    year_counts: FxHashMap<u64, u32>,
    id: Column<i64>,
    order: Column<u64>,
    cited: Column<u64>,
    date: Column<u64>,
    unmarked: Column<u64>,
    notes: Column<u64>,
}

impl InSegment {
    fn rank(&mut self, document: DocId, score: Score) {
        let value = |column: &Column<u64>| column.first(document).unwrap_or_default();
        let sort = self.gather.sort;
        let ranked = Ranked {
            id: self.id.first(document).unwrap_or_default(),
            order: value(&self.order),
            score: score * (1.0 + CITED * value(&self.cited) as f32),
            is_unmarked: value(&self.unmarked) > 0,
            has_notes: value(&self.notes) > 0,
            date: value(&self.date),
        };
        if self.worst.is_some_and(|worst| worst.compare(&ranked, sort).is_lt()) {
            return;
        }
        self.best.push(ranked);
        let keep = self.gather.keep;
        if self.best.len() >= 2 * keep + 64 {
            let (_, &mut last, _) = self.best.select_nth_unstable_by(keep, |a, b| a.compare(b, sort));
            self.worst = Some(last);
            self.best.truncate(keep);
        }
    }
}

impl SegmentCollector for InSegment {
    type Fruit = Gathered;

    fn collect(&mut self, document: DocId, score: Score) {
        self.total += 1;
        for Counted { column, counts, .. } in &mut self.words {
            for value in column.values_for_doc(document) {
                counts[value as usize] += 1;
            }
        }
        if let Some(years) = &self.years {
            for year in years.values_for_doc(document) {
                *self.year_counts.entry(year).or_default() += 1;
            }
        }
        if self.gather.keep > 0 {
            self.rank(document, score);
        }
    }

    fn harvest(self) -> Gathered {
        let mut counts = Counts { years: self.year_counts, ..Counts::default() };
        for Counted { at, counts: own, .. } in self.words {
            let numbered = &self.gather.values.columns[at];
            let mut all = vec![0; numbered.values.len()];
            for (count, &number) in own.into_iter().zip(&numbered.segments[self.ordinal as usize]) {
                all[number as usize] += count;
            }
            counts.words[at] = all;
        }
        Gathered { total: self.total, best: self.best, counts }
    }
}
