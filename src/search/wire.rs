//! Answers as JSON: what `extract search --json` writes and the page's interface serves. The doc comments here are the
//! descriptions in its schema.

use super::query::Remark;
use super::{answer, marked, snippet};
use crate::corpus::{Summary, TargetRow};
use crate::diagnostic::Lang;
use schemars::JsonSchema;
use serde::Serialize;

/// What a search found.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Answer {
    /// How many documents match.
    pub total: u64,
    /// How many documents the index holds.
    pub documents: u64,
    /// The order that was taken: relevance, newest, oldest.
    pub sort: &'static str,
    /// The parts of the query, as they were understood.
    pub understood: Vec<Understood>,
    /// What was not understood as it may have been meant, and what else a person should know.
    pub remarks: Vec<Note>,
    /// The documents found, in order.
    pub hits: Vec<Hit>,
    /// How many documents there are of each value of a field; empty unless asked for.
    pub facets: Vec<Facet>,
}

/// A part of the query.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Understood {
    /// words, phrase, number, measure, or the name of a filter: kind, issuer, level, system, province, old-province,
    /// year, body, indicator, number, title, signer, cites.
    pub kind: &'static str,
    /// True where documents that match are left out.
    pub negated: bool,
    /// The part, for a person.
    pub text: String,
}

/// A remark about the query.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Note {
    /// What it is, in kebab-case.
    pub code: &'static str,
    /// The remark in the language that was asked for.
    pub message: String,
}

/// A document that was found.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Hit {
    /// Its place among all hits, from 1.
    pub rank: usize,
    /// How well it matches; comparable within one answer only.
    pub score: f32,
    /// What the corpus tells of the document.
    pub document: Summary,
    /// Its title with what was found in it; `null` where it has none.
    pub title: Option<Marked>,
    /// Its number with what was found in it; `null` where it has none.
    pub number: Option<Marked>,
    /// Passages that show why it is a hit, in document order.
    pub snippets: Vec<Snippet>,
    /// The targets that a comparison or an indicator of the query speaks of.
    pub targets: Vec<Target>,
}

/// A text with what was found in it.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Marked {
    /// The text, in the spelling of the document.
    pub text: String,
    /// Start and end of each passage found, end excluded, counted in characters (Unicode code points) from 0.
    pub highlights: Vec<[usize; 2]>,
}

/// A passage of a document.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Snippet {
    /// heading, text, recipient, signature or footnote.
    pub kind: &'static str,
    /// The ordinal of its section in document order, from 0, parents before their children; `null` outside sections.
    pub section: Option<u32>,
    /// The labels of its section from the root, "II/1"; empty outside sections.
    pub path: String,
    /// The page on which its section begins, from 1; `null` where the format has no pages.
    pub page: Option<u32>,
    /// The line on which its section begins, from 1; `null` where the format has no lines.
    pub line: Option<u32>,
    /// The passage; "…" stands where it was cut.
    #[serde(flatten)]
    pub passage: Marked,
}

/// A target of a hit.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Target {
    /// Its number in document order, from 0.
    pub ordinal: u32,
    /// What is measured.
    pub indicator: String,
    /// How the state compares with the value.
    pub comparator: Option<String>,
    /// The direction, where the value is a change.
    pub change: Option<String>,
    /// The value, or the lower end of a range.
    pub value: Option<f64>,
    /// The upper end of a range.
    pub value_max: Option<f64>,
    /// The unit as written.
    pub unit: Option<String>,
    /// By when it is to be reached.
    pub deadline: Option<String>,
    /// The labels of its section from the root.
    pub path: String,
    /// The page that it stands on, from 1.
    pub page: Option<u32>,
    /// The line that it stands on, from 1.
    pub line: Option<u32>,
    /// The passage that sets it.
    pub quote: String,
}

/// Counts of the values of a field.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Facet {
    /// The field: kind, issuer, level, system, province, body, year.
    pub field: &'static str,
    /// The most frequent values first; years newest first.
    pub values: Vec<FacetValue>,
    /// How many values are not listed.
    pub more: usize,
}

/// A value of a field.
#[derive(Debug, Serialize, JsonSchema)]
pub struct FacetValue {
    /// The value.
    pub value: String,
    /// How many documents have it.
    pub count: u64,
    /// What to add to the query to find these only.
    pub filter: String,
}

impl Answer {
    /// An answer as JSON, remarks in `lang`.
    pub fn new(answer: &answer::Answer, lang: Lang) -> Answer {
        let answer::Answer { total, hits, facets, sort, understood, remarks, documents } = answer;
        Answer {
            total: *total,
            documents: *documents,
            sort: sort.code(),
            understood: understood
                .iter()
                .map(|part| Understood { kind: part.kind, negated: part.negated, text: part.text.clone() })
                .collect(),
            remarks: remarks.iter().map(|remark| Note::new(remark, lang)).collect(),
            hits: hits.iter().map(Hit::new).collect(),
            facets: facets.iter().map(Facet::new).collect(),
        }
    }
}

impl Note {
    fn new(remark: &Remark, lang: Lang) -> Note {
        Note { code: remark.code, message: remark.message.text(lang).to_owned() }
    }
}

impl Hit {
    fn new(hit: &answer::Hit) -> Hit {
        Hit {
            rank: hit.rank,
            score: hit.score,
            document: hit.summary.clone(),
            title: hit.title.as_ref().map(Marked::new),
            number: hit.number.as_ref().map(Marked::new),
            snippets: hit.snippets.iter().map(Snippet::new).collect(),
            targets: hit.targets.iter().map(Target::new).collect(),
        }
    }
}

impl Marked {
    fn new(marked: &marked::Marked) -> Marked {
        let letters = |end: usize| marked.text[..end].chars().count();
        let highlights = marked.highlights.iter().map(|range| [letters(range.start), letters(range.end)]);
        Marked { text: marked.text.clone(), highlights: highlights.collect() }
    }
}

impl Snippet {
    fn new(snippet: &snippet::Snippet) -> Snippet {
        Snippet {
            kind: snippet.kind.code(),
            section: snippet.section,
            path: snippet.path.clone(),
            page: snippet.page,
            line: snippet.line,
            passage: Marked::new(&snippet.passage),
        }
    }
}

impl Target {
    fn new(target: &TargetRow) -> Target {
        Target {
            ordinal: target.ordinal,
            indicator: target.indicator.clone(),
            comparator: target.comparator.clone(),
            change: target.change.clone(),
            value: target.value,
            value_max: target.value_max,
            unit: target.unit.clone(),
            deadline: target.deadline.clone(),
            path: target.section.clone(),
            page: target.page,
            line: target.line,
            quote: target.quote.clone(),
        }
    }
}

impl Facet {
    fn new(facet: &answer::Facet) -> Facet {
        let values = facet.values.iter().map(|value| FacetValue {
            value: value.value.clone(),
            count: value.count,
            filter: value.filter.clone(),
        });
        Facet { field: facet.field.code(), values: values.collect(), more: facet.more }
    }
}
