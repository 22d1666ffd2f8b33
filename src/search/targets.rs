//! Asks the index of targets: which documents have a target of these words whose figure meets a comparison.

use super::ask::together;
use super::fault::Fault;
use super::figures::{Bound, Change, Figure, meets};
use super::plan::Part;
use super::query::{Measure, Phrase};
use super::schema::{Targets, column};
use super::words::{Forms, Spelling};
use rustc_hash::FxHashSet;
use std::sync::Arc;
use tantivy::collector::{Collector, Count, SegmentCollector};
use tantivy::columnar::{Column, StrColumn};
use tantivy::query::{AllQuery, BooleanQuery, Query, TermQuery};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, Score, Searcher, SegmentOrdinal, SegmentReader, Term};

/// Ids of documents.
pub type Ids = FxHashSet<i64>;

/// The index of targets at one moment.
pub struct TargetIndex {
    pub fields: Targets,
    pub searcher: Searcher,
}

impl TargetIndex {
    /// The documents with a target that meets a measure. Of its words those count, up to the last, with which there are
    /// targets at all: as they stand together, else anywhere in the indicator; the words before them are given back.
    ///
    /// `is_whole` takes all words whether there are such targets or not.
    ///
    /// # Errors
    /// Those of the index.
    pub fn find(
        &self,
        mut measure: Measure,
        is_whole: bool,
        ignores_marks: bool,
    ) -> Result<(Part, Vec<Phrase>), Fault> {
        let Some(indicator) = measure.indicator.clone() else {
            let ids = self.ids(Box::new(AllQuery), &measure)?;
            return Ok((
                Part::Targets { measure, spelling: Spelling::Bare, is_phrase: false, ids },
                Vec::new(),
            ));
        };
        let spellings: &[Spelling] = match indicator.is_marked() && !ignores_marks {
            true => &[Spelling::Exact, Spelling::Bare],
            false => &[Spelling::Bare],
        };
        let words: Vec<&str> = indicator.typed.split_whitespace().collect();
        let last = if is_whole || indicator.is_quoted { 1 } else { words.len() };
        for &spelling in spellings {
            for first in 0..last {
                let Some(phrase) = Phrase::new(&words[first..].join(" "), indicator.is_quoted) else {
                    continue;
                };
                for is_phrase in [true, false] {
                    if !is_phrase && (indicator.is_quoted || phrase.words.len() < 2) {
                        continue;
                    }
                    let query = || self.query(&phrase.words, spelling, is_phrase);
                    if self.searcher.search(&*query(), &Count)? == 0 {
                        continue;
                    }
                    measure.indicator = Some(phrase.clone());
                    let ids = self.ids(query(), &measure)?;
                    let left = words[..first].iter().filter_map(|word| Phrase::new(word, false)).collect();
                    return Ok((Part::Targets { measure, spelling, is_phrase, ids }, left));
                }
            }
        }
        let part = Part::Targets { measure, spelling: spellings[0], is_phrase: true, ids: Arc::default() };
        Ok((part, Vec::new()))
    }

    /// Whether any target has such an indicator.
    ///
    /// # Errors
    /// Those of the index.
    pub fn has_indicator(&self, indicator: Option<&Phrase>) -> Result<bool, Fault> {
        let Some(indicator) = indicator else { return Ok(true) };
        let query = self.query(&indicator.words, Spelling::Bare, false);
        Ok(self.searcher.search(&*query, &Count)? > 0)
    }

    fn query(&self, words: &[Forms], spelling: Spelling, is_phrase: bool) -> Box<dyn Query> {
        let field = self.fields.indicator.of(spelling);
        if is_phrase {
            return together(field, words, spelling);
        }
        let term = |forms: &Forms| -> Box<dyn Query> {
            let term = Term::from_field_text(field, spelling.of(forms));
            Box::new(TermQuery::new(term, IndexRecordOption::Basic))
        };
        Box::new(BooleanQuery::intersection(words.iter().map(term).collect()))
    }

    fn ids(&self, query: Box<dyn Query>, measure: &Measure) -> Result<Arc<Ids>, Fault> {
        let has_figure = measure.low.is_some() || measure.high.is_some();
        let collector = Matching { measure: has_figure.then(|| measure.clone()) };
        Ok(Arc::new(self.searcher.search(&*query, &collector)?))
    }
}

/// Collects the documents of the targets that meet a measure.
struct Matching {
    /// `None` asks for no figure.
    measure: Option<Measure>,
}

impl Collector for Matching {
    type Fruit = Ids;
    type Child = InSegment;

    fn for_segment(&self, _: SegmentOrdinal, segment: &SegmentReader) -> tantivy::Result<InSegment> {
        let columns = segment.fast_fields();
        let units = columns.str(column::BASE_UNIT)?;
        // The number of the unit that is asked for, in this segment.
        let wanted = self.measure.as_ref().and_then(|measure| measure.unit.as_ref()?.base.as_deref());
        let unit = match (wanted, &units) {
            (Some(wanted), Some(units)) => units.dictionary().term_ord(wanted.as_bytes())?,
            _ => None,
        };
        Ok(InSegment {
            measure: self.measure.clone(),
            ids: Ids::default(),
            id: columns.i64(column::ID)?,
            printed: (columns.f64(column::LOW)?, columns.f64(column::HIGH)?),
            based: (columns.f64(column::BASE_LOW)?, columns.f64(column::BASE_HIGH)?),
            bound: columns.u64(column::BOUND)?,
            change: columns.u64(column::CHANGE)?,
            units,
            unit,
        })
    }

    fn requires_scoring(&self) -> bool {
        false
    }

    fn merge_fruits(&self, segments: Vec<Ids>) -> tantivy::Result<Ids> {
        Ok(segments.into_iter().flatten().collect())
    }
}

struct InSegment {
    measure: Option<Measure>,
    ids: Ids,
    id: Column<i64>,
    printed: (Column<f64>, Column<f64>),
    based: (Column<f64>, Column<f64>),
    bound: Column<u64>,
    change: Column<u64>,
    units: Option<StrColumn>,
    unit: Option<u64>,
}

impl SegmentCollector for InSegment {
    type Fruit = Ids;

    fn collect(&mut self, target: DocId, _: Score) {
        if let Some(measure) = &self.measure {
            let ends = |(low, high): &(Column<f64>, Column<f64>)| low.first(target).zip(high.first(target));
            let figure = Figure {
                printed: ends(&self.printed),
                based: ends(&self.based),
                bound: Bound::from_number(self.bound.first(target).unwrap_or_default()),
                change: Change::from_number(self.change.first(target).unwrap_or_default()),
            };
            let has_unit = |_: &str| {
                self.unit.is_some()
                    && self.units.as_ref().and_then(|units| units.ords().first(target)) == self.unit
            };
            if !meets(measure, &figure, has_unit) {
                return;
            }
        }
        self.ids.extend(self.id.first(target));
    }

    fn harvest(self) -> Ids {
        self.ids
    }
}
