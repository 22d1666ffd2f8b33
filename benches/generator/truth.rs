//! What a file holds: a line of JSON for each, beside the files.

use serde::{Deserialize, Serialize};

/// What is known of one file.
#[derive(Serialize, Deserialize, Clone, Debug, Default)]
pub struct Truth {
    /// Below the folder of the files, with "/".
    pub path: String,
    /// "document", "duplicate", "retyped", "scanned" (recognized, with errors), "broken".
    pub kind: String,
    /// The path that a duplicate, a retyped or scanned one was made from; of a document, the one whose text it took over.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub of: Option<String>,
    pub format: String,
    /// "utf-8", "utf-8 nfd", "utf-16le", "tcvn3", "vni".
    pub encoding: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub header: Option<Header>,
    /// The path of the document that this one carries out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub implements: Option<String>,
    pub topic: String,
    pub family: u64,
    /// Whether every finding below stands in the text as it is written here; not in a scanned one.
    pub exact: bool,
    pub targets: Vec<Target>,
    pub references: Vec<Reference>,
    pub assignments: Vec<Assignment>,
}

#[derive(Serialize, Deserialize, Clone, Debug, PartialEq)]
pub struct Header {
    pub doc_type: String,
    pub number: String,
    pub date: String,
    pub issuer: String,
    pub level: String,
    pub system: String,
    pub title: String,
    /// The province of the issuer, as it was called then; none of the centre.
    pub province: Option<String>,
    pub place: String,
    pub signer: String,
    /// The key by which other documents cite it.
    pub key: String,
}

#[derive(Serialize, Deserialize, Clone, Debug, Default, PartialEq)]
pub struct Target {
    pub indicator: String,
    pub comparator: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub change: Option<String>,
    pub value: f64,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value_max: Option<f64>,
    pub unit: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub baseline: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deadline_year: Option<u64>,
}

#[derive(Serialize, Deserialize, Clone, Debug, PartialEq)]
pub struct Reference {
    pub key: String,
    pub number: Option<String>,
    pub date: Option<String>,
    pub title: String,
    /// The path of the file, where it is one of the corpus.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
}

#[derive(Serialize, Deserialize, Clone, Debug, PartialEq)]
pub struct Assignment {
    pub body: String,
    pub role: String,
    pub task: String,
}
