//! From a question to its answer.

use super::answer::{Answer, DEEPEST, Marks, Request, understood};
use super::ask::{Asked, constant};
use super::collect::{Gather, Gathered, Sort, WORD_COLUMNS};
use super::facets::{FACETS, facets, is_filtered};
use super::fault::Fault;
use super::hits::{Shower, finders};
use super::index::Place;
use super::opened::Opened;
use super::plan::{Part, Plan, Planner};
use super::query::{FilterField, Remark};
use super::schema::{Documents, Targets};
use super::targets::TargetIndex;
use super::words::Spelling;
use crate::corpus::{Corpus, Reader};
use rusqlite::OptionalExtension;
use std::sync::{Arc, Mutex, PoisonError};
use tantivy::query::{AllQuery, BooleanQuery, BoostQuery, Occur};

/// An open index: answers any number of threads. Follows updates and rebuilds of other processes.
pub struct Search {
    place: Place,
    fields: Documents,
    target_fields: Targets,
    state: Mutex<Arc<Opened>>,
}

impl Search {
    /// Opens the index of a corpus.
    ///
    /// # Errors
    /// There is none, or one that cannot be used: [`Fault::is_mendable`] by [`super::update`].
    pub fn open(corpus: &Corpus) -> Result<Search, Fault> {
        let place = Place::new(corpus.index());
        let state = Mutex::new(Arc::new(Opened::open(&place)?));
        Ok(Search { place, fields: Documents::new(), target_fields: Targets::new(), state })
    }

    /// The index as it stands now.
    fn opened(&self) -> Result<Arc<Opened>, Fault> {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        if state.is_stale() {
            // A generation that is taken away in the very moment that it is opened: once more with the next.
            *state = Arc::new(Opened::open(&self.place).or_else(|_| Opened::open(&self.place))?);
        }
        Ok(state.clone())
    }

    /// Answers. `reader` is of the same corpus; any thread brings its own.
    ///
    /// # Errors
    /// Those of the index and of the database.
    pub fn search(&self, reader: &Reader, request: &Request) -> Result<Answer, Fault> {
        let opened = self.opened()?;
        let documents = opened.documents.searcher();
        let targets = TargetIndex { fields: self.target_fields.clone(), searcher: opened.targets.searcher() };
        let planner = Planner { fields: &self.fields, documents: &documents, targets: &targets };
        let ignores_marks = request.marks == Marks::Ignored;
        let mut plan = planner.plan(&request.query, &request.filters, ignores_marks)?;
        let is_marked = is_marked(&plan);
        let has_text = plan.clauses.iter().any(|clause| {
            !clause.negated && clause.any.iter().any(|part| matches!(part, Part::Words(_) | Part::Number(_)))
        });
        let sort = match request.sort {
            Sort::Relevance if !has_text => Sort::Newest,
            sort => sort,
        };
        let offset = request.offset.min(DEEPEST);
        let keep = offset.saturating_add(request.limit).min(DEEPEST);
        let gather = |words, years, keep| Gather { sort, keep, words, years, values: opened.values.clone() };
        let mut spelling = if is_marked && !ignores_marks { Spelling::Exact } else { Spelling::Bare };
        let wants = request.facets > 0;
        let own = |field: Option<FilterField>| wants && !is_filtered(&plan, field);
        let words = std::array::from_fn(|column| own(FACETS[column]));
        let main = gather(words, own(Some(FilterField::Year)), keep);
        let marks = Typed { is_marked, ignores_marks };
        let ask = |spelling, skip, scored: bool| asked(&planner, &plan, spelling, skip, scored, marks);
        let mut gathered = documents.search(&*ask(spelling, None, true), &main)?;
        let mut remarks = std::mem::take(&mut plan.remarks);
        if gathered.total == 0 && spelling == Spelling::Exact {
            let folded = documents.search(&*planner.ask(&plan, Spelling::Bare, None, true), &main)?;
            if folded.total > 0 {
                spelling = Spelling::Bare;
                gathered = folded;
                remarks.push(Remark::new(
                    "marks-ignored",
                    "không có văn bản nào đúng dấu như đã gõ: đây là kết quả không phân biệt dấu",
                    "no document has these words with the marks as typed: found without regard to marks",
                ));
            }
        }
        if request.offset.saturating_add(request.limit) > DEEPEST {
            remarks.push(Remark::new(
                "too-deep",
                format!("chỉ xem được {DEEPEST} kết quả đầu"),
                format!("only the first {DEEPEST} hits can be paged through"),
            ));
        }
        let Gathered { total, best, mut counts } = gathered;
        // What is filtered by is counted as if it were not.
        for (column, field) in FACETS.into_iter().enumerate().chain([(FACETS.len(), Some(FilterField::Year))])
        {
            let Some(field) = field.filter(|&field| wants && is_filtered(&plan, Some(field))) else {
                continue;
            };
            let words = std::array::from_fn(|other| other == column);
            let years = field == FilterField::Year;
            let query = planner.ask(&plan, spelling, Some(field), false);
            let more = documents.search(&*query, &gather(words, years, 0))?.counts;
            match counts.words.get_mut(column) {
                Some(words) => words.clone_from(&more.words[column]),
                None => counts.years = more.years,
            }
        }
        let mut shower =
            Shower { reader, finders: finders(&plan, spelling), plan: &plan, most: request.snippets };
        let mut hits = Vec::new();
        for (at, ranked) in best.iter().enumerate().skip(offset) {
            hits.extend(shower.show(at + 1, ranked)?);
        }
        Ok(Answer {
            total,
            hits,
            facets: if wants { facets(&counts, &opened.values, request.facets) } else { Vec::new() },
            sort,
            understood: understood(&plan),
            remarks,
            documents: documents.num_docs(),
        })
    }

    /// The keys of all documents that match, in their order, whatever their number. What the request says of pages, facets
    /// and passages counts for nothing.
    ///
    /// # Errors
    /// Those of the index and of the database.
    pub fn keys(&self, reader: &Reader, request: &Request) -> Result<Vec<String>, Fault> {
        let opened = self.opened()?;
        let documents = opened.documents.searcher();
        let targets = TargetIndex { fields: self.target_fields.clone(), searcher: opened.targets.searcher() };
        let planner = Planner { fields: &self.fields, documents: &documents, targets: &targets };
        let ignores_marks = request.marks == Marks::Ignored;
        let plan = planner.plan(&request.query, &request.filters, ignores_marks)?;
        let marks = Typed { is_marked: is_marked(&plan), ignores_marks };
        let every = Gather {
            sort: Sort::Newest,
            keep: usize::try_from(documents.num_docs()).unwrap_or(usize::MAX),
            words: [false; WORD_COLUMNS.len()],
            years: false,
            values: opened.values.clone(),
        };
        let find =
            |spelling| documents.search(&*asked(&planner, &plan, spelling, None, false, marks), &every);
        let gathered = match marks.is_marked && !ignores_marks {
            true => {
                let exact = find(Spelling::Exact)?;
                if exact.total == 0 { find(Spelling::Bare)? } else { exact }
            }
            false => find(Spelling::Bare)?,
        };
        let failed = |cause| Fault::from(reader.fault(cause));
        let mut select =
            reader.connection().prepare_cached("SELECT key FROM documents WHERE id = ?1").map_err(failed)?;
        let mut keys = Vec::new();
        for ranked in &gathered.best {
            // One that left the corpus since it was indexed is no more.
            keys.extend(select.query_row([ranked.id], |row| row.get(0)).optional().map_err(failed)?);
        }
        keys.sort_unstable();
        Ok(keys)
    }
}

/// How marks were typed, and what they mean.
#[derive(Clone, Copy)]
struct Typed {
    is_marked: bool,
    ignores_marks: bool,
}

fn is_marked(plan: &Plan) -> bool {
    plan.clauses.iter().flat_map(|clause| &clause.any).any(|part| match part {
        Part::Words(phrase) => phrase.is_marked(),
        Part::Number(_) | Part::Filter(_) | Part::Targets { .. } => false,
    })
}

/// The query for the index, those texts included that have no marks at all.
fn asked(
    planner: &Planner<'_>,
    plan: &Plan,
    spelling: Spelling,
    skip: Option<FilterField>,
    scored: bool,
    Typed { is_marked, ignores_marks }: Typed,
) -> Asked {
    let query = planner.ask(plan, spelling, skip, scored);
    match (spelling, planner.unmarked()) {
        // Texts without marks have no word as typed; they come last.
        (Spelling::Exact, Some(unmarked)) => {
            let bare = planner.ask(plan, Spelling::Bare, skip, scored);
            let bare = BooleanQuery::new(vec![(Occur::Must, constant(unmarked, 0.0)), (Occur::Must, bare)]);
            let first = BooleanQuery::new(vec![
                (Occur::Must, query),
                (Occur::Should, constant(Box::new(AllQuery), AS_TYPED)),
            ]);
            Box::new(BooleanQuery::union(vec![
                Box::new(first),
                Box::new(BoostQuery::new(Box::new(bare), 0.1)),
            ]))
        }
        (Spelling::Bare, _) if ignores_marks && is_marked && scored => {
            let exact = planner.ask(plan, Spelling::Exact, skip, false);
            Box::new(BooleanQuery::new(vec![
                (Occur::Must, query),
                (Occur::Should, constant(exact, AS_TYPED)),
            ]))
        }
        _ => query,
    }
}

/// What a document that has the words as typed is ahead of one that has them without marks.
const AS_TYPED: f32 = 200.0;
