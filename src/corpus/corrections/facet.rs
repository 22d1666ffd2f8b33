//! The parts of a record that can be corrected, and what their values are called.

use crate::write::wire::Record;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A part of the record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Facet {
    /// Fields: issuer, number, doc_type (its abbreviation), date ("2024-02-06"), place, title.
    Header,
    /// Fields: indicator, comparator, change, value, value_max, unit, baseline, deadline, deadline_year.
    Target,
    /// Fields: type (its abbreviation), number, date, issuer, title, relation.
    Reference,
    /// Fields: body, role, task, deadline.
    Assignment,
    /// Fields: name, note.
    Recipient,
    /// Fields: authority, capacity, position, name.
    Signature,
}

impl Facet {
    pub const ALL: [Facet; 6] = [
        Facet::Header,
        Facet::Target,
        Facet::Reference,
        Facet::Assignment,
        Facet::Recipient,
        Facet::Signature,
    ];

    pub fn code(self) -> &'static str {
        match self {
            Facet::Header => "header",
            Facet::Target => "target",
            Facet::Reference => "reference",
            Facet::Assignment => "assignment",
            Facet::Recipient => "recipient",
            Facet::Signature => "signature",
        }
    }

    pub fn of_code(code: &str) -> Option<Facet> {
        Facet::ALL.into_iter().find(|facet| facet.code() == code)
    }

    /// The names of its values.
    pub fn fields(self) -> &'static [&'static str] {
        match self {
            Facet::Header => &["issuer", "number", "doc_type", "date", "place", "title"],
            Facet::Target => &[
                "indicator",
                "comparator",
                "change",
                "value",
                "value_max",
                "unit",
                "baseline",
                "deadline",
                "deadline_year",
            ],
            Facet::Reference => &["type", "number", "date", "issuer", "title", "relation"],
            Facet::Assignment => &["body", "role", "task", "deadline"],
            Facet::Recipient => &["name", "note"],
            Facet::Signature => &["authority", "capacity", "position", "name"],
        }
    }

    /// How many items of it a record has.
    pub fn count(self, record: &Record) -> usize {
        match self {
            Facet::Header => 1,
            Facet::Target => record.targets.len(),
            Facet::Reference => record.references.len(),
            Facet::Assignment => record.assignments.len(),
            Facet::Recipient => record.recipients.len(),
            Facet::Signature => usize::from(record.signature.is_some()) + record.co_signatures.len(),
        }
    }

    /// Whether it is a list of items that were found, so that one of them may be a false alarm.
    pub fn is_list(self) -> bool {
        matches!(self, Facet::Target | Facet::Reference | Facet::Assignment | Facet::Recipient)
    }
}

/// The field by which an item as a whole is spoken of: `old` is what it is called; `new` is the same where it is one, and
/// `null` where it is none: a false alarm, which is taken out.
pub const ITEM: &str = "item";
