//! Search.

use super::about::level_name;
use super::documents;
use super::model::{Count, Document};
use super::question;
use super::sql::Conditions;
use crate::corpus::Corpus;
use crate::diagnostic::Lang;
use crate::rules::Rules;
use crate::search::query::Atom;
use crate::search::{self as search_room, FilterField, Marked, Request, Search, Sort};
use crate::serve::app::Ask;
use crate::serve::problem::Problem;
use schemars::JsonSchema;
use serde::Serialize;
use std::sync::{Arc, Mutex, PoisonError, RwLock};

question! {
    /// What is looked for.
    SearchQuery {
        /// Điều cần tìm: từ, “cụm từ”, số hiệu, điều kiện số / What is looked for: words, “phrases”, numbers of documents, conditions.
        q: String,
        /// Thứ tự / The order: "relevance", "newest", "oldest".
        sort: String,
    }
}

/// What was found.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub(in crate::serve) struct Found {
    /// How many documents there are in all.
    pub total: u64,
    /// Which page this is, from 1.
    pub page: u32,
    /// How many items a page has.
    pub size: u32,
    /// The documents of this page, the best first.
    pub items: Vec<Hit>,
    /// What is to be said of the question; `null` where nothing is.
    pub note: Option<String>,
    /// How many there are of each kind.
    pub kinds: Vec<Count>,
    /// How many there are of each level.
    pub levels: Vec<Count>,
    /// How many there are of each province of today.
    pub provinces: Vec<Count>,
    /// How many there are of each year.
    pub years: Vec<Count>,
    /// How many there are of each issuer.
    pub issuers: Vec<Count>,
}

/// A document that was found.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub(in crate::serve) struct Hit {
    /// The document.
    pub document: Document,
    /// Passages that show why, each in pieces.
    pub passages: Vec<Vec<Piece>>,
}

/// A piece of a passage.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub(in crate::serve) struct Piece {
    /// The words.
    pub text: String,
    /// Whether they are what was looked for.
    pub is_hit: bool,
}

/// The search index: opened when it is first there, from then on it follows what other processes change.
pub(in crate::serve) struct Searcher {
    corpus: Corpus,
    search: RwLock<Option<Arc<Search>>>,
    updates: Mutex<()>,
}

impl Searcher {
    pub fn open(corpus: &Corpus) -> Searcher {
        let search = Search::open(corpus).ok().map(Arc::new);
        Searcher { corpus: corpus.clone(), search: RwLock::new(search), updates: Mutex::new(()) }
    }

    fn search(&self) -> Option<Arc<Search>> {
        if let Some(search) = &*self.search.read().unwrap_or_else(PoisonError::into_inner) {
            return Some(search.clone());
        }
        let opened = Arc::new(Search::open(&self.corpus).ok()?);
        *self.search.write().unwrap_or_else(PoisonError::into_inner) = Some(opened.clone());
        Some(opened)
    }

    /// Takes what was corrected into the index. Where another process is at it, that or the next update does.
    pub fn update(&self) {
        if let Ok(_alone) = self.updates.try_lock()
            && self.search().is_some()
        {
            let _ = search_room::update(&self.corpus, &mut |_| {});
        }
    }
}

/// How many values of a facet are counted.
const VALUES: usize = 40;

/// Looks for documents.
pub(in crate::serve) fn search(ask: &Ask<'_>, query: SearchQuery) -> Result<Found, Problem> {
    let part = query.part()?;
    let Some(search) = ask.app.search.search() else { return plain(ask, query) };
    let sort = match query.sort.as_deref() {
        None => Sort::Relevance,
        Some(code) => Sort::from_code(code).ok_or_else(|| super::bad_sort("relevance, newest, oldest"))?,
    };
    let year = query.year.map(|year| year.to_string());
    let chosen = [
        (FilterField::Kind, &query.kind),
        (FilterField::Issuer, &query.issuer),
        (FilterField::Level, &query.level),
        (FilterField::Province, &query.province),
        (FilterField::Year, &year),
    ];
    let mut request = Request::new(query.q.as_deref().unwrap_or(""));
    for (field, value) in chosen {
        if let Some(value) = value {
            let filter = search_room::query::parse(&search_room::filter_text(field, value)).clauses;
            let filter = filter.into_iter().flat_map(|clause| clause.any).find_map(|atom| match atom {
                Atom::Filter(filter) => Some(filter),
                _ => None,
            });
            request.filters.push(filter.ok_or_else(|| {
                Problem::bad(
                    format!("Không có giá trị “{value}” để lọc"),
                    format!("There is no value “{value}” to filter by"),
                )
            })?);
        }
    }
    request.sort = sort;
    request.offset = part.skipped() as usize;
    request.limit = part.size as usize;
    request.facets = VALUES;
    request.snippets = 2;
    if request.offset + request.limit > search_room::DEEPEST {
        return Err(Problem::bad(
            format!("Chỉ xem được {} kết quả đầu; hãy thu hẹp điều kiện", search_room::DEEPEST),
            format!("Only the first {} results can be seen; narrow the question", search_room::DEEPEST),
        ));
    }
    let answer =
        search.search(ask.base, &request).map_err(|fault| Problem::of_base(&fault.text(Lang::En)))?;
    let counts = |field: FilterField| {
        let facet = answer.facets.iter().find(|facet| facet.field == field);
        let values = facet.map(|facet| &facet.values[..]).unwrap_or_default();
        let count = |value: &search_room::FacetValue| Count {
            name: named(ask, field, &value.value),
            value: value.value.clone(),
            count: value.count as i64,
        };
        values.iter().map(count).collect::<Vec<_>>()
    };
    let mut items = Vec::with_capacity(answer.hits.len());
    for hit in &answer.hits {
        let document = Document::of(hit.summary.clone());
        let passages = hit.snippets.iter().map(|snippet| pieces(&snippet.passage)).collect();
        items.push(Hit { document, passages });
    }
    let remarks: Vec<&str> = answer.remarks.iter().map(|remark| remark.message.text(ask.lang)).collect();
    Ok(Found {
        total: answer.total,
        page: part.page,
        size: part.size,
        items,
        note: (!remarks.is_empty()).then(|| remarks.join(" ")),
        kinds: counts(FilterField::Kind),
        levels: counts(FilterField::Level),
        provinces: counts(FilterField::Province),
        years: counts(FilterField::Year),
        issuers: counts(FilterField::Issuer),
    })
}

/// A value of a facet in words.
fn named(ask: &Ask<'_>, field: FilterField, value: &str) -> String {
    match field {
        FilterField::Level => level_name(ask, value),
        FilterField::Kind => kind_name(value).unwrap_or_else(|| value.to_owned()),
        _ => value.to_owned(),
    }
}

fn kind_name(code: &str) -> Option<String> {
    let rows = &Rules::embedded().kinds.rows;
    rows.iter().find(|row| row.fields.code == code).map(|row| row.fields.name.clone())
}

fn pieces(marked: &Marked) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut at = 0;
    let mut push = |range: std::ops::Range<usize>, is_hit| {
        if let Some(text) = marked.text.get(range).filter(|text| !text.is_empty()) {
            pieces.push(Piece { text: text.to_owned(), is_hit });
        }
    };
    for range in &marked.highlights {
        push(at..range.start, false);
        push(range.clone(), true);
        at = range.end;
    }
    push(at..marked.text.len(), false);
    pieces
}

/// Without an index: words in the titles and numbers, as they are written.
fn plain(ask: &Ask<'_>, query: SearchQuery) -> Result<Found, Problem> {
    let part = query.part()?;
    let mut conditions = Conditions::default();
    query.documents(&mut conditions);
    if let Some(words) = &query.q {
        let column =
            "COALESCE(d.number, '') || ' ' || COALESCE(d.title, '') || ' ' || COALESCE(d.issuer, '')";
        conditions.words(column, words);
    }
    let base = ask.base.connection();
    let list = documents::chosen(ask, &conditions, "d.date DESC, d.year DESC, d.key", part)?;
    let counts = |column: &str, field: FilterField, order: &str| {
        let select = format!("SELECT {column}, COUNT(*) FROM documents d");
        let rest = format!("GROUP BY 1 HAVING 1 IS NOT NULL ORDER BY {order} LIMIT {VALUES}");
        let found = conditions.rows(base, &select, &rest, |row| {
            Ok((row.get::<_, Option<String>>(0)?, row.get::<_, i64>(1)?))
        })?;
        let count = |(value, count): (Option<String>, i64)| {
            value.map(|value| Count { name: named(ask, field, &value), value, count })
        };
        Ok::<_, Problem>(found.into_iter().filter_map(count).collect::<Vec<_>>())
    };
    Ok(Found {
        total: list.total,
        page: list.page,
        size: list.size,
        items: list.items.into_iter().map(|document| Hit { document, passages: Vec::new() }).collect(),
        note: Some(
            ask.t(
                "Kho chưa có chỉ mục nên chỉ tìm trong số hiệu và trích yếu. Tạo chỉ mục bằng lệnh extract index.",
                "The corpus has no index: only numbers and titles are searched. Make one with extract index.",
            )
            .to_owned(),
        ),
        kinds: counts("d.doc_type", FilterField::Kind, "2 DESC, 1")?,
        levels: counts("d.issuer_level", FilterField::Level, "2 DESC, 1")?,
        provinces: counts("d.province_now", FilterField::Province, "2 DESC, 1")?,
        years: counts("CAST(d.year AS TEXT)", FilterField::Year, "1 DESC")?,
        issuers: counts("d.issuer", FilterField::Issuer, "2 DESC, 1")?,
    })
}
