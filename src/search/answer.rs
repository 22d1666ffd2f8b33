//! What is asked, and what is found.

use super::collect::Sort;
use super::marked::Marked;
use super::plan::{Part, Plan};
use super::query::{Filter, FilterField, Query, Remark};
use super::snippet::Snippet;
use crate::corpus::{Summary, TargetRow};

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
    pub targets: Vec<TargetRow>,
}

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

/// How a query was understood.
pub(super) fn understood(plan: &Plan) -> Vec<Understood> {
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
