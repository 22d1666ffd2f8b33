//! The fields of the tables about citations.

use crate::document::Relation;
use serde::{Deserialize, Deserializer, de};

/// Another word for a kind of document than its official name.
#[derive(Debug, Clone, Deserialize)]
pub struct KindWordFields {
    /// The row of the table of kinds.
    pub kind: String,
    /// Symbols that agree with the word, where they are not those of the kind.
    #[serde(default)]
    pub symbols: Vec<String>,
    /// The word says nothing about the symbol ("văn bản").
    #[serde(default)]
    pub any_symbol: bool,
    /// Counts only before a number with its symbol.
    #[serde(default)]
    pub needs_number: bool,
    /// A standard with a number of its own grammar: "QCVN 102:2016/BTTTT".
    #[serde(default)]
    pub standard: bool,
}

/// What a small word does in a citation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CitationPart {
    /// số
    Number,
    /// ngày
    Day,
    /// tháng
    Month,
    /// năm
    Year,
    /// của, giữa: the issuer follows.
    Of,
    /// do … ban hành
    By,
    /// ban hành, behind an issuer with "do"
    Issued,
    /// và, gắn với: joins citations.
    And,
    /// các, những
    Plural,
    /// tại, theo: between a proposer and the document it proposed with.
    At,
    /// đề nghị, behind which "của" and the proposer follow.
    Proposer,
    /// này
    This,
    /// nêu trên
    Above,
    /// kỳ họp …, between an issuer and the subject.
    Session,
    /// hồi 15 giờ, before a date.
    Hour,
    /// đại hội
    Congress,
    /// What makes a congress a particular one.
    Particular,
    /// What makes it any congress.
    General,
    /// A second half of a body's name, behind "và".
    NameHalf,
    /// What stands before "Luật" where no law is cited.
    NoLaw,
}

#[derive(Debug, Clone, Deserialize)]
pub struct CitationWordFields {
    pub part: CitationPart,
}

/// A word that leads over to the subject of a cited document.
#[derive(Debug, Clone, Deserialize)]
pub struct ConnectorFields {
    /// It is no part of the title.
    #[serde(default)]
    pub drop: bool,
    /// It may stand behind a comma.
    #[serde(default)]
    pub after_comma: bool,
    /// It begins a title only behind an issuer or a date.
    #[serde(default)]
    pub after_issuer: bool,
    /// It begins the title of an amendment, in which "và" may join the documents amended.
    #[serde(default)]
    pub amends: bool,
}

/// What a phrase ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum EndScope {
    Issuer,
    Title,
    Both,
    /// Ends nothing itself: a verb that makes a main clause of the words before it.
    Verb,
}

#[derive(Debug, Clone, Deserialize)]
pub struct CitationEndFields {
    pub scope: EndScope,
    /// Ends a title only where a main verb follows.
    #[serde(default)]
    pub verb: bool,
}

/// A cue of the relation in which this document stands to a cited one.
#[derive(Debug, Clone, Deserialize)]
pub struct RelationFields {
    #[serde(deserialize_with = "relation")]
    pub relation: Relation,
    /// How many tokens may stand between the cue and the citation.
    pub reach: usize,
    /// Holds only where this document does so itself.
    #[serde(default)]
    pub own: bool,
    /// Stands behind the citation.
    #[serde(default)]
    pub behind: bool,
    /// Names the document that an attachment belongs to.
    #[serde(default)]
    pub attached: bool,
    /// A cue with a wide reach before it counts instead: "Sửa đổi … ban hành kèm theo Quyết định số …".
    #[serde(default)]
    pub transparent: bool,
    /// Holds in the preamble too, where other cues give a legal basis.
    #[serde(default)]
    pub always: bool,
}

fn relation<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Relation, D::Error> {
    let code = String::deserialize(deserializer)?;
    Relation::from_code(&code).ok_or_else(|| de::Error::custom(format!("unknown relation \"{code}\"")))
}

/// A name of a law is found by its phrases alone.
#[derive(Debug, Clone, Deserialize)]
pub struct LawFields {}
