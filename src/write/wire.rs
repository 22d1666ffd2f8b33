//! The wire types: one struct for each object of the record, each member with its meaning.
//!
//! The doc comments here are the descriptions in the JSON Schema, so they speak of JSON. Rules that hold everywhere:
//! a member that the document has no value for is `null` (a list: empty) and never left out; text is Unicode NFC with
//! spaces folded and hard line breaks joined; only the flags `inferred`, `inherited` and `confidence` are left out
//! where they say nothing.

mod findings;
mod header;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use findings::{
    Assignment, AssignmentRole, Change, Comparator, Deadline, Mention, Recipient, Reference, Relation,
    Signature, Target, TargetKind,
};
pub use header::{Date, DocType, Header, Issuer, IssuerLevel, IssuerSystem, Kind, Phrase, SerialNumber};

/// The version of the record's shape. It changes when a member changes its meaning or goes away, not when one is added.
pub const SCHEMA_VERSION: &str = "1";

/// What was read from one document.
///
/// A member that the document has no value for is `null` (a list: empty), never a guess and never left out.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Record {
    /// The version of this shape.
    #[schemars(extend("const" = SCHEMA_VERSION))]
    pub schema_version: String,
    /// The file that the record was read from.
    pub source: Source,
    /// What the document says of itself: who issued it, when, under which number and title.
    pub header: Header,
    /// The document's divisions as a tree, in document order. The text before the first heading comes first, with
    /// neither label nor heading.
    pub sections: Vec<Section>,
    /// The states that the document commits to or asks to reach, in document order. Reported results are none.
    pub targets: Vec<Target>,
    /// The other documents that this one cites, one record for each, its mentions inside.
    pub references: Vec<Reference>,
    /// Who must do what: one record for each body and duty, in document order.
    pub assignments: Vec<Assignment>,
    /// The lines under "Nơi nhận", in their order.
    pub recipients: Vec<Recipient>,
    /// The signature block; of a document issued jointly, the first.
    pub signature: Option<Signature>,
    /// The other signature blocks of a document issued jointly.
    #[serde(default)]
    pub co_signatures: Vec<Signature>,
    /// The footnotes, in the order of their marks.
    pub footnotes: Vec<Footnote>,
    /// What the program noticed: contradictions in the document, repairs made while reading, doubts.
    pub diagnostics: Vec<Diagnostic>,
}

/// The file that a record was read from.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Source {
    /// The path as it was given; "-" for standard input.
    pub path: String,
    /// The file format: "txt", "md", "html", ….
    pub format: String,
    /// The character encoding that the text was decoded from ("utf-8", "utf-16le", "tcvn3", "vni", …); `null` for
    /// formats that are no plain text.
    pub encoding: Option<String>,
    /// The size of the file, in bytes.
    pub bytes: u64,
    /// The BLAKE3 hash of the whole file, in lowercase hexadecimal.
    pub blake3: String,
    /// The number of pages; `null` where the format has none.
    pub pages: Option<u32>,
    /// How the text was recognized; `null` where it stands in the file as text.
    pub ocr: Option<Ocr>,
}

/// How text was recognized in images of pages.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Ocr {
    /// The name and version of the engine.
    pub engine: String,
    /// The mean of its confidence in the words, from 0 to 1.
    pub mean_confidence: f32,
}

/// Where a value stands in the original file.
///
/// The bytes from start to end, decoded, normalized to NFC and with spaces folded, are the quote beside it, but for
/// page numbers and running heads that stand between.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct At {
    /// The page that it begins on, from 1; `null` where the format has no pages.
    #[schemars(range(min = 1))]
    pub page: Option<u32>,
    /// The line that it begins on, from 1, counted from the start of the file, or of the page where the format has
    /// pages of its own; `null` where the format has no lines.
    #[schemars(range(min = 1))]
    pub line: Option<u32>,
    /// The bytes of the original file, start and end, end excluded; `null` for formats in which the text does not
    /// stand as such.
    pub bytes: Option<[u64; 2]>,
    /// The box on the page, left, top, right and bottom, in PDF points (1/72 inch) from the page's top left; `null`
    /// but for PDF and recognized text.
    pub bbox: Option<[f32; 4]>,
}

/// A numbered or lettered division, an unnumbered heading with what stands under it, or an appendix.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Section {
    /// The number or letter, without closing punctuation ("I", "2.1", "a", "Điều 3"); `null` for an unnumbered heading
    /// and for the text before the first heading.
    pub label: Option<String>,
    /// The heading, without its label and closing colon; `null` for a paragraph that is numbered but has none.
    pub heading: Option<String>,
    /// What the heading's own words say that the section is about; sections inside do not inherit it.
    pub roles: Vec<SectionRole>,
    /// The depth in the tree; the outermost sections have 1.
    pub level: u32,
    /// The section's own text, paragraphs on lines of their own, without its label and heading and without the
    /// sections inside it. Bullets are part of it; the cells of a table row stand on one line, " | " between them.
    pub text: String,
    /// The passage with the label and the heading; where there is no heading, the section's first paragraph.
    pub quote: String,
    /// Where the quote stands.
    pub at: At,
    /// The sections inside this one, in document order.
    pub children: Vec<Section>,
}

/// What a section is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum SectionRole {
    /// Mục đích.
    Purpose,
    /// Yêu cầu.
    Requirements,
    /// Mục tiêu.
    Objectives,
    /// Chỉ tiêu.
    Targets,
    /// Nội dung.
    Content,
    /// Nhiệm vụ.
    Tasks,
    /// Giải pháp, biện pháp.
    Solutions,
    /// Tình hình, kết quả, tồn tại, hạn chế.
    Situation,
    /// Phạm vi, đối tượng.
    Scope,
    /// Thời gian, tiến độ, lộ trình.
    Timeline,
    /// Kinh phí, vốn.
    Funding,
    /// Khen thưởng.
    Rewards,
    /// Tổ chức thực hiện, phân công trách nhiệm.
    Implementation,
    /// Phụ lục.
    Appendix,
}

/// A note cut out of the text that it interrupts.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Footnote {
    /// The mark that stands in the text: "1", "*".
    pub mark: String,
    /// The note without its mark.
    pub text: String,
    /// The note as it stands, without its mark.
    pub quote: String,
    /// Where the note stands.
    pub at: At,
}

/// Something noticed while reading.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Diagnostic {
    /// How much it matters.
    pub severity: Severity,
    /// What it is, in kebab-case; the same in every language and version.
    pub code: String,
    /// The message, in the language that was asked for.
    pub message: String,
    /// The passage that it speaks of; `null` where it speaks of the whole document.
    pub quote: Option<String>,
    /// Where the quote stands; `null` where the message speaks of the whole document.
    pub at: Option<At>,
}

/// How much a diagnostic matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Something was done that a reader may want to know of.
    Info,
    /// The document contradicts itself, or the program doubts what it read.
    Warning,
    /// Part of the document could not be read.
    Error,
}

/// For flags that are left out where they say nothing.
fn is_false(flag: &bool) -> bool {
    !flag
}
