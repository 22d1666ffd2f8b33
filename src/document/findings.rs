//! What is pulled out of a document: targets, citations, assignments.

use super::{DocType, Header, PartialDate, Recipient, SectionId, Signature};
use crate::decimal::Decimal;
use crate::diagnostic::Diagnostic;
use crate::span::{Normalized, Span};

/// All findings of one document, in document order.
#[derive(Debug, Clone, Default)]
pub struct Findings {
    pub header: Header,
    pub targets: Vec<Target>,
    pub references: Vec<Reference>,
    pub assignments: Vec<Assignment>,
    pub recipients: Vec<Recipient>,
    /// The first is the document's signature, the others are co-signatures.
    pub signatures: Vec<Signature>,
    pub diagnostics: Vec<Diagnostic>,
}

/// What the extractors found, before it is resolved: citations are not yet merged, names stand as they were found.
#[derive(Debug, Clone, Default)]
pub struct Extracted {
    pub header: Header,
    pub targets: Vec<Target>,
    pub citations: Vec<Citation>,
    pub assignments: Vec<Assignment>,
    pub recipients: Vec<Recipient>,
    /// The first is the document's signature, the others are co-signatures.
    pub signatures: Vec<Signature>,
    pub diagnostics: Vec<Diagnostic>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Comparator {
    Eq,
    Ge,
    Gt,
    Le,
    Lt,
    Approx,
    Between,
}

impl Comparator {
    pub fn code(self) -> &'static str {
        match self {
            Comparator::Eq => "eq",
            Comparator::Ge => "ge",
            Comparator::Gt => "gt",
            Comparator::Le => "le",
            Comparator::Lt => "lt",
            Comparator::Approx => "approx",
            Comparator::Between => "between",
        }
    }
}

/// The direction of a target that is a change and not a level.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Change {
    Increase,
    Decrease,
    Maintain,
}

impl Change {
    pub fn code(self) -> &'static str {
        match self {
            Change::Increase => "increase",
            Change::Decrease => "decrease",
            Change::Maintain => "maintain",
        }
    }
}

/// The number of a quantitative target.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quantity {
    pub comparator: Comparator,
    pub change: Option<Change>,
    pub value: Decimal,
    /// Upper end; only with `Comparator::Between`.
    pub value_max: Option<Decimal>,
    /// As written, without the number: "tỷ đồng", "%/năm".
    pub unit: Option<String>,
    /// Where number and unit stand.
    pub at: Span<Normalized>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deadline {
    /// "đến cuối năm 2024".
    pub text: String,
    pub year: Option<u16>,
    /// Printed in the sentence or heading that governs the list.
    pub inherited: bool,
}

/// A state that the document commits to or asks to reach (chỉ tiêu).
#[derive(Debug, Clone, PartialEq)]
pub struct Target {
    /// What is measured; for a qualitative target the whole statement.
    pub indicator: String,
    /// `None` for a qualitative target.
    pub quantity: Option<Quantity>,
    pub baseline: Option<String>,
    pub deadline: Option<Deadline>,
    /// Index in the list of targets of the whole that this is a part of.
    pub parent: Option<usize>,
    pub section: Option<SectionId>,
    /// The passage that says it.
    pub at: Span<Normalized>,
    /// The rule that found it.
    pub rule: &'static str,
    /// 0 to 1 where the rule is known to err.
    pub confidence: Option<f32>,
}

/// How this document stands to a cited one, weakest first: the strongest over all mentions counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Relation {
    Mentions,
    BasedOn,
    Implements,
    Amends,
    Replaces,
    Repeals,
}

impl Relation {
    pub const ALL: [Relation; 6] = [
        Relation::Mentions,
        Relation::BasedOn,
        Relation::Implements,
        Relation::Amends,
        Relation::Replaces,
        Relation::Repeals,
    ];

    pub fn from_code(code: &str) -> Option<Relation> {
        Relation::ALL.into_iter().find(|relation| relation.code() == code)
    }

    pub fn code(self) -> &'static str {
        match self {
            Relation::Mentions => "mentions",
            Relation::BasedOn => "based_on",
            Relation::Implements => "implements",
            Relation::Amends => "amends",
            Relation::Replaces => "replaces",
            Relation::Repeals => "repeals",
        }
    }
}

/// How a citation names its document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CitationForm {
    /// By number and symbol, or by a number that may be all there is: "Nghị quyết số 83-NQ/TW", "Nghị quyết số 57".
    Number,
    /// By the serial alone, without "số": "Nghị quyết 57". It counts only where the document is cited elsewhere.
    Short,
    /// By its name: a law, the resolution of a congress.
    Name,
    /// By its kind alone, as the one cited before: "Chỉ thị nêu trên", "Chỉ thị này".
    Back,
}

/// One place that names another document, as found; [`Reference`] merges those of one document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Citation {
    pub form: CitationForm,
    pub kind: Option<DocType>,
    /// Spaces and line breaks inside removed.
    pub number: Option<String>,
    pub date: Option<PartialDate>,
    /// Abbreviations expanded, as this mention says it.
    pub issuer: Option<String>,
    pub title: Option<String>,
    pub relation: Relation,
    pub section: Option<SectionId>,
    pub at: Span<Normalized>,
    pub rule: &'static str,
}

/// A cited document with all its mentions.
#[derive(Debug, Clone, PartialEq)]
pub struct Reference {
    pub kind: Option<DocType>,
    pub number: Option<String>,
    pub date: Option<PartialDate>,
    pub issuer: Option<String>,
    pub title: Option<String>,
    pub relation: Relation,
    /// Stable across documents: "ct:34-ct/tw:2014".
    pub key: String,
    pub mentions: Vec<Mention>,
    pub confidence: Option<f32>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mention {
    pub section: Option<SectionId>,
    pub at: Span<Normalized>,
    pub rule: &'static str,
}

/// What a body has to do with a task.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Duty {
    /// chủ trì
    Lead,
    /// phối hợp
    Support,
    /// giao, có trách nhiệm, or simply named as the doer
    Responsible,
    /// đề nghị, of a body that the issuer cannot command
    Requested,
}

impl Duty {
    pub fn code(self) -> &'static str {
        match self {
            Duty::Lead => "lead",
            Duty::Support => "support",
            Duty::Responsible => "responsible",
            Duty::Requested => "requested",
        }
    }
}

/// A body and a duty of it (phân công).
#[derive(Debug, Clone, PartialEq)]
pub struct Assignment {
    pub body: String,
    pub role: Duty,
    /// The duty, verb first.
    pub task: String,
    /// "trước ngày 15/6/2024", as written.
    pub deadline: Option<String>,
    pub section: Option<SectionId>,
    pub at: Span<Normalized>,
    pub rule: &'static str,
    pub confidence: Option<f32>,
}
