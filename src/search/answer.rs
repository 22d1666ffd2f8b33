//! Questions and answers.

use super::collect::{Counts, Gather, Gathered, Ranked, Sort, Values, WORD_COLUMNS};
use super::entry::order;
use super::fault::Fault;
use super::figures::{Bound, Change, Figure, meets};
use super::index::Place;
use super::plan::{Part, Plan, Planner, constant};
use super::query::{Filter, FilterField, Query, Remark};
use super::schema::{Documents, Targets};
use super::snippet::{Finder, Marked, Snippet};
use super::store::{self, Target};
use super::targets::TargetIndex;
use super::words::Spelling;
use crate::corpus::{Corpus, Reader, Summary};
use rusqlite::OptionalExtension;
use std::fs::Metadata;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::SystemTime;
use tantivy::query::{AllQuery, BooleanQuery, BoostQuery, Occur};
use tantivy::{IndexReader, ReloadPolicy};

/// The most hits that can be paged through.
pub const DEEPEST: usize = 10_000;

/// What marks (dấu) in a query mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Marks {
    /// A query typed with marks means them, one typed without means all. Where no document has it as typed, those that
    /// have it with other marks are found, and a remark says so.
    #[default]
    Auto,
    /// Marks are ignored; documents that have the words as typed come first.
    Ignored,
}

/// What is asked.
#[derive(Debug, Clone)]
pub struct Request {
    pub query: Query,
    /// Beside those in the query.
    pub filters: Vec<Filter>,
    pub marks: Marks,
    pub sort: Sort,
    /// Hits to pass over, and to give; together at most [`DEEPEST`].
    pub offset: usize,
    pub limit: usize,
    /// The most values of each facet; 0 counts none.
    pub facets: usize,
    /// The most passages of each hit.
    pub snippets: usize,
}

impl Request {
    /// For the first ten hits of a query as typed, with facets of ten values and two passages a hit.
    pub fn new(typed: &str) -> Request {
        Request {
            query: super::query::parse(typed),
            filters: Vec::new(),
            marks: Marks::Auto,
            sort: Sort::Relevance,
            offset: 0,
            limit: 10,
            facets: 10,
            snippets: 2,
        }
    }
}

/// What is found.
#[derive(Debug, Clone)]
pub struct Answer {
    /// Documents that match.
    pub total: u64,
    /// Of them, those that were asked for, in order. Fewer where documents left the corpus since they were indexed.
    pub hits: Vec<Hit>,
    pub facets: Vec<Facet>,
    /// The order that was taken: a query without words asks for no relevance.
    pub sort: Sort,
    /// How the query was understood.
    pub understood: Vec<Understood>,
    /// What was not understood as it may have been meant, and what else a person should know.
    pub remarks: Vec<Remark>,
    /// Documents in the index.
    pub documents: u64,
}

/// A document that was found.
#[derive(Debug, Clone)]
pub struct Hit {
    /// From 1, over all pages.
    pub rank: usize,
    pub score: f32,
    pub summary: Summary,
    pub title: Option<Marked>,
    pub number: Option<Marked>,
    /// In document order.
    pub snippets: Vec<Snippet>,
    /// The targets that a comparison or a filter of the query speaks of, in document order; at most eight.
    pub targets: Vec<Target>,
}

/// The most targets shown of a hit.
const MOST_TARGETS: usize = 8;

/// How many documents there are of each value of a field, other conditions of the query given. A filter on the field
/// itself is left out of account: the counts tell what choosing another value would give.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facet {
    pub field: FilterField,
    /// Most frequent first; years newest first.
    pub values: Vec<FacetValue>,
    /// Values that are not listed.
    pub more: usize,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FacetValue {
    /// "KH", "Ủy ban nhân dân huyện …", "2024".
    pub value: String,
    pub count: u64,
    /// What to add to the query to have these only: `loại:KH`.
    pub filter: String,
}

/// A part of the query as it was understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Understood {
    /// "words", "phrase", "number", "measure", or the code of a filter.
    pub kind: &'static str,
    pub negated: bool,
    /// For a person: `hộ nghèo < 5 %`.
    pub text: String,
}

/// An open index: answers any number of threads. Follows updates and rebuilds of other processes.
pub struct Search {
    place: Place,
    fields: Documents,
    target_fields: Targets,
    state: Mutex<Arc<Opened>>,
}

/// An index as it was opened.
struct Opened {
    /// When the files that change with it were last written.
    seen: [Option<SystemTime>; 3],
    watched: [PathBuf; 3],
    documents: IndexReader,
    targets: IndexReader,
    values: Arc<Values>,
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
}

impl Search {
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
) -> Box<dyn tantivy::query::Query> {
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

/// The filters of the word columns, in the order of [`WORD_COLUMNS`].
const FACETS: [Option<FilterField>; WORD_COLUMNS.len()] = [
    Some(FilterField::Kind),
    Some(FilterField::Issuer),
    Some(FilterField::Level),
    Some(FilterField::System),
    Some(FilterField::Province),
    Some(FilterField::Body),
];

/// Whether a clause of the plan does nothing but choose values of this field.
fn is_filtered(plan: &Plan, field: Option<FilterField>) -> bool {
    plan.clauses.iter().any(|clause| {
        !clause.negated
            && matches!(clause.any.as_slice(), [Part::Filter(filter)] if Some(filter.field) == field)
    })
}

fn facets(counts: &Counts, values: &Values, most: usize) -> Vec<Facet> {
    let mut facets: Vec<Facet> = FACETS
        .into_iter()
        .enumerate()
        .filter_map(|(column, field)| {
            let field = field?;
            let mut found: Vec<(&str, u32)> = counts.words[column]
                .iter()
                .enumerate()
                .filter(|(_, count)| **count > 0)
                .map(|(number, &count)| (values.name(column, number), count))
                .collect();
            let by_count = |a: &(&str, u32), b: &(&str, u32)| b.1.cmp(&a.1).then(a.0.cmp(b.0));
            let more = found.len().saturating_sub(most);
            if more > 0 {
                found.select_nth_unstable_by(most, by_count);
                found.truncate(most);
            }
            found.sort_unstable_by(by_count);
            let values = found.into_iter().map(|(value, count)| FacetValue {
                value: value.to_owned(),
                count: u64::from(count),
                filter: filter_text(field, value),
            });
            Some(Facet { field, values: values.collect(), more })
        })
        .collect();
    let mut years: Vec<(u64, u32)> = counts.years.iter().map(|(&year, &count)| (year, count)).collect();
    years.sort_unstable_by(|a, b| b.cmp(a));
    let more = years.len().saturating_sub(most);
    let values = years.into_iter().take(most).map(|(year, count)| FacetValue {
        value: year.to_string(),
        count: u64::from(count),
        filter: filter_text(FilterField::Year, &year.to_string()),
    });
    facets.push(Facet { field: FilterField::Year, values: values.collect(), more });
    facets
}

/// A filter as it is typed, for a whole value.
pub fn filter_text(field: FilterField, value: &str) -> String {
    let name = field.names()[0];
    let value = value.replace(['"', '“', '”', '„', '«', '»'], " ");
    match field {
        FilterField::Issuer | FilterField::Body => format!("{name}:=\"{value}\""),
        _ if value.contains(' ') => format!("{name}:\"{value}\""),
        _ => format!("{name}:{value}"),
    }
}

/// One for the spelling that was searched by, and one for texts without marks.
fn finders(plan: &Plan, spelling: Spelling) -> [Finder; 2] {
    [Finder::new(plan, spelling), Finder::new(plan, Spelling::Bare)]
}

/// Fetches what is shown of a hit.
struct Shower<'a> {
    reader: &'a Reader,
    finders: [Finder; 2],
    plan: &'a Plan,
    most: usize,
}

impl Shower<'_> {
    /// `None` where the document is gone since it was indexed.
    fn show(&mut self, rank: usize, ranked: &Ranked) -> Result<Option<Hit>, Fault> {
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
    fn targets(&self, id: i64) -> Result<Vec<Target>, Fault> {
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
        let mut targets = store::targets(self.reader.connection(), id)?;
        targets.retain(|target| {
            wanted.iter_mut().any(|(measure, finder)| matches(target, measure, finder.as_mut()))
        });
        targets.truncate(MOST_TARGETS);
        Ok(targets)
    }
}

/// Whether a target is one that a measure speaks of.
fn matches(target: &Target, measure: &super::query::Measure, finder: Option<&mut Finder>) -> bool {
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

fn understood(plan: &Plan) -> Vec<Understood> {
    let part = |part: &Part| match part {
        Part::Words(phrase) if phrase.is_quoted => ("phrase", format!("\"{}\"", phrase.typed)),
        Part::Words(phrase) => ("words", phrase.typed.clone()),
        Part::Number(number) => ("number", number.typed.clone()),
        Part::Filter(filter) => (filter.field.code(), filter.to_string()),
        Part::Targets { measure, .. } if measure.low.is_none() && measure.high.is_none() => {
            (FilterField::Indicator.code(), measure.to_string())
        }
        Part::Targets { measure, .. } => ("measure", measure.to_string()),
    };
    let mut all: Vec<Understood> = Vec::new();
    for clause in &plan.clauses {
        let parts: Vec<_> = clause.any.iter().map(part).collect();
        let kind = parts.first().map_or("words", |(kind, _)| kind);
        let text = parts.into_iter().map(|(_, text)| text).collect::<Vec<_>>().join(" | ");
        // Plain words in a row are one part.
        match all.last_mut() {
            Some(last) if kind == "words" && last.kind == "words" && last.negated == clause.negated => {
                last.text.push(' ');
                last.text.push_str(&text);
            }
            _ => all.push(Understood { kind, negated: clause.negated, text }),
        }
    }
    all
}

impl Opened {
    fn open(place: &Place) -> Result<Opened, Fault> {
        let generation = place.current()?;
        let watched = [
            place.pointer(),
            generation.join("documents").join("meta.json"),
            generation.join("targets").join("meta.json"),
        ];
        // Looked at before opening: what changes meanwhile is seen the next time.
        let seen = times(&watched);
        let indexes = place.open(&generation)?;
        let reader = |index: &tantivy::Index| -> Result<IndexReader, Fault> {
            Ok(index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()?)
        };
        let documents = reader(&indexes.documents)?;
        let values = Arc::new(Values::read(&documents.searcher())?);
        Ok(Opened { seen, watched, documents, targets: reader(&indexes.targets)?, values })
    }

    fn is_stale(&self) -> bool {
        times(&self.watched) != self.seen
    }
}

fn times(paths: &[PathBuf; 3]) -> [Option<SystemTime>; 3] {
    let time = |path: &PathBuf| std::fs::metadata(path).and_then(|meta: Metadata| meta.modified()).ok();
    [time(&paths[0]), time(&paths[1]), time(&paths[2])]
}
