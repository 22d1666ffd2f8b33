//! What is shown of the documents that were found.

use super::answer::Hit;
use super::collect::Ranked;
use super::entry::order;
use super::fault::Fault;
use super::figures::{Bound, Change, Figure, meets};
use super::finder::Finder;
use super::plan::{Part, Plan};
use super::query::Measure;
use super::words::Spelling;
use crate::corpus::{Reader, TargetRow};

/// The most targets shown of a hit.
const MOST_TARGETS: usize = 8;

/// One for the spelling that was searched by, and one for texts without marks.
pub(super) fn finders(plan: &Plan, spelling: Spelling) -> [Finder; 2] {
    [Finder::new(plan, spelling), Finder::new(plan, Spelling::Bare)]
}

/// Fetches what is shown of a hit.
pub(super) struct Shower<'a> {
    pub reader: &'a Reader,
    pub finders: [Finder; 2],
    pub plan: &'a Plan,
    pub most: usize,
}

impl Shower<'_> {
    /// `None` where the document is gone since it was indexed.
    pub fn show(&mut self, rank: usize, ranked: &Ranked) -> Result<Option<Hit>, Fault> {
        let Some(summary) =
            self.reader.summary_of(ranked.id)?.filter(|summary| order(&summary.key) == ranked.order)
        else {
            return Ok(None);
        };
        let finder = &mut self.finders[usize::from(ranked.is_unmarked)];
        let snippets = finder.snippets(self.reader, ranked, &summary, self.most)?;
        let title = summary.title.as_ref().map(|title| finder.mark(title));
        let number = summary.number.as_ref().map(|number| finder.mark(number));
        let targets = self.targets(ranked.id)?;
        Ok(Some(Hit { rank, score: ranked.score, summary, title, number, snippets, targets }))
    }

    /// The targets that the query speaks of.
    fn targets(&self, id: i64) -> Result<Vec<TargetRow>, Fault> {
        let mut wanted: Vec<_> = self
            .plan
            .clauses
            .iter()
            .filter(|clause| !clause.negated)
            .flat_map(|clause| &clause.any)
            .filter_map(|part| match part {
                Part::Targets { measure, spelling, is_phrase, .. } => {
                    let words = measure.indicator.as_ref();
                    let finder = words.map(|words| Finder::of_words(&words.words, *spelling, *is_phrase));
                    Some((measure, finder))
                }
                _ => None,
            })
            .collect();
        if wanted.is_empty() {
            return Ok(Vec::new());
        }
        let mut targets = self.reader.targets(id)?;
        targets.retain(|target| {
            wanted.iter_mut().any(|(measure, finder)| matches(target, measure, finder.as_mut()))
        });
        targets.truncate(MOST_TARGETS);
        Ok(targets)
    }
}

/// Whether a target is one that a measure speaks of.
fn matches(target: &TargetRow, measure: &Measure, finder: Option<&mut Finder>) -> bool {
    if !finder.is_none_or(|finder| finder.has_all(&target.indicator)) {
        return false;
    }
    if measure.low.is_none() && measure.high.is_none() {
        return true;
    }
    let ends = |low: Option<f64>, high: Option<f64>| low.map(|low| (low, high.unwrap_or(low)));
    let figure = Figure {
        printed: ends(target.value, target.value_max),
        based: ends(target.base_value, target.base_value_max),
        bound: Bound::of(target.comparator.as_deref()),
        change: Change::of(target.change.as_deref()),
    };
    meets(measure, &figure, |base| target.base_unit.as_deref() == Some(base))
}
