//! What the answers are made of. The doc comments are the descriptions in the OpenAPI document.

use crate::corpus::Summary;
use schemars::JsonSchema;
use serde::Serialize;

/// A page of a list.
#[derive(Debug, Serialize, JsonSchema)]
pub(in crate::serve) struct List<T> {
    /// How many items there are in all; counted up to 100000.
    pub total: u64,
    /// Which page this is, from 1.
    pub page: u32,
    /// How many items a page has.
    pub size: u32,
    /// The items of this page.
    pub items: Vec<T>,
}

/// A document of the corpus.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub(in crate::serve) struct Document {
    /// The BLAKE3 hash of its bytes, 64 hexadecimal digits: its name in every corpus.
    pub key: String,
    /// The file; of several with the same bytes the first.
    pub path: String,
    /// "txt", "pdf", "docx", …
    pub format: String,
    /// The size of the file.
    pub bytes: i64,
    /// How many pages it has; `null` where the format has none.
    pub pages: Option<i64>,
    /// How sure the recognition of a scan is, from 0 to 1; `null` where the text stands in the file.
    pub ocr_confidence: Option<f64>,
    /// The official abbreviation of its kind: "KH".
    pub doc_type: Option<String>,
    /// The name of its kind: "Kế hoạch".
    pub doc_type_name: Option<String>,
    /// Number and symbol: "74/KH-UBND".
    pub number: Option<String>,
    /// The body that issued it.
    pub issuer: Option<String>,
    /// central, province, district, commune.
    pub issuer_level: Option<String>,
    /// state, party, front, other.
    pub issuer_system: Option<String>,
    /// The province of the issuer, as the document names it.
    pub province: Option<String>,
    /// The province of today that it belongs to.
    pub province_now: Option<String>,
    /// The date of issue, "2024-02-06"; `null` unless it is complete.
    pub date: Option<String>,
    /// The year of issue.
    pub year: Option<i64>,
    /// What it is about (trích yếu).
    pub title: Option<String>,
    /// Who signed it.
    pub signer: Option<String>,
    /// What those that cite it call it: "kh:74/kh-ubnd:2024".
    pub cite_key: Option<String>,
    /// How many targets it sets.
    pub targets: i64,
    /// How many documents it cites.
    pub references: i64,
    /// How many duties it assigns.
    pub assignments: i64,
    /// How many things in it want a look.
    pub warnings: i64,
    /// When it was read.
    pub ingested: String,
}

impl Document {
    pub fn of(summary: Summary) -> Document {
        Document {
            key: summary.key,
            path: summary.path,
            format: summary.format,
            bytes: summary.bytes,
            ocr_confidence: summary.ocr_confidence,
            doc_type: summary.doc_type,
            doc_type_name: summary.doc_type_name,
            number: summary.number,
            issuer: summary.issuer,
            issuer_level: summary.issuer_level,
            issuer_system: summary.issuer_system,
            province: summary.province,
            province_now: summary.province_now,
            date: summary.date,
            title: summary.title,
            signer: summary.signer,
            cite_key: summary.cite_key,
            ingested: summary.ingested,
            pages: summary.pages.map(i64::from),
            year: summary.year.map(i64::from),
            targets: summary.targets.into(),
            references: summary.refs.into(),
            assignments: summary.assignments.into(),
            warnings: summary.warnings.into(),
        }
    }
}

/// A document in a few words, where others speak of it.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub(in crate::serve) struct Brief {
    /// Its key.
    pub key: String,
    /// Number and symbol.
    pub number: Option<String>,
    /// The name of its kind.
    pub doc_type_name: Option<String>,
    /// The body that issued it.
    pub issuer: Option<String>,
    /// The year of issue.
    pub year: Option<i64>,
    /// What it is about.
    pub title: Option<String>,
}

/// Where a value stands.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub(in crate::serve) struct Position {
    /// From 1; `null` where the format has no pages.
    pub page: Option<i64>,
    /// From 1; `null` where the format has no lines.
    pub line: Option<i64>,
}

/// A target of some document.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub(in crate::serve) struct Target {
    /// The document that sets it.
    pub document: Brief,
    /// Its index in the record.
    pub ordinal: i64,
    /// What is measured.
    pub indicator: String,
    /// quantitative, qualitative.
    pub kind: String,
    /// eq, ge, gt, le, lt, approx, between.
    pub comparator: Option<String>,
    /// increase, decrease, maintain.
    pub change: Option<String>,
    /// The value, or the lower end of a range.
    pub value: Option<f64>,
    /// The upper end of a range.
    pub value_max: Option<f64>,
    /// The unit as written.
    pub unit: Option<String>,
    /// The value in `base_unit`, to compare.
    pub base_value: Option<f64>,
    /// The unit without multiples: đồng, ha, %.
    pub base_unit: Option<String>,
    /// What a change is measured from.
    pub baseline: Option<String>,
    /// By when, as written.
    pub deadline: Option<String>,
    /// The year of the deadline.
    pub deadline_year: Option<i64>,
    /// The labels of its section, joined by "/".
    pub section: String,
    /// The passage that sets it.
    pub quote: String,
    /// Where the passage stands.
    pub at: Position,
}

/// Something that the program noticed in some document.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub(in crate::serve) struct Diagnostic {
    /// The document.
    pub document: Brief,
    /// Its index in the record.
    pub ordinal: i64,
    /// info, warning, error.
    pub severity: String,
    /// What it is, the same in every language.
    pub code: String,
    /// The message.
    pub message: String,
    /// The passage that it speaks of.
    pub quote: Option<String>,
    /// Where the passage stands.
    pub at: Position,
}

/// A value and how often it comes.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub(in crate::serve) struct Count {
    /// The value.
    pub value: String,
    /// The value in words, where it is a code.
    pub name: String,
    /// How often.
    pub count: i64,
}

/// A file that could not be read.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub(in crate::serve) struct Failure {
    /// The file.
    pub path: String,
    /// failed, skipped.
    pub state: String,
    /// Why, as a code: "encrypted-file".
    pub reason: Option<String>,
    /// What was found.
    pub message: Option<String>,
    /// What to do.
    pub remedy: Option<String>,
    /// What the system said.
    pub cause: Option<String>,
    /// How often it was tried.
    pub attempts: i64,
    /// When it was last tried.
    pub seen: String,
}

/// A duty that some document assigns.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub(in crate::serve) struct Duty {
    /// The document that assigns it.
    pub document: Brief,
    /// Its index in the record.
    pub ordinal: i64,
    /// Who must act.
    pub body: String,
    /// lead, support, responsible, requested.
    pub role: String,
    /// What is to be done.
    pub task: String,
    /// By when, as written.
    pub deadline: Option<String>,
    /// The labels of its section, joined by "/".
    pub section: String,
    /// The passage that assigns it.
    pub quote: String,
    /// Where the passage stands.
    pub at: Position,
}
