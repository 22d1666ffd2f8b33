//! The fields of the tables about the divisions of a document and the sense of their headings.

use crate::document::Role;
use serde::Deserialize;

/// What a word does in a heading.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum HeadingPart {
    /// A head word: names roles, or none, and may stand in a list of heads.
    Head,
    /// A verb: what stands behind it is its complement.
    Act,
    /// A preposition: what stands behind it is a complement.
    Link,
    /// A conjunction between heads.
    And,
    /// May stand before a head word.
    Lead,
    /// Ends a sentence that announces a list.
    Announce,
    /// The last syllable of a noun that the title of something follows: "phong trào", "đề án", "ban".
    Title,
}

/// A word of headings.
#[derive(Debug, Clone, Deserialize)]
pub struct HeadingFields {
    pub part: HeadingPart,
    #[serde(default)]
    pub roles: Vec<Role>,
    /// What stands directly behind it is its complement.
    #[serde(default)]
    pub opaque: bool,
    /// A head wherever it follows a comma or a conjunction, even inside a complement.
    #[serde(default)]
    pub strong: bool,
    /// Names its roles only without a complement of its own.
    #[serde(default)]
    pub alone: bool,
    /// Words looked for in headings only, folded, syllables separated by one space.
    #[serde(default)]
    pub words: Vec<String>,
}

/// The kinds of divisions that a word names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum DivisionStyle {
    /// Phần.
    Part,
    /// Chương.
    Chapter,
    /// Mục.
    Division,
    /// Tiểu mục.
    Subdivision,
    /// Điều.
    Article,
    /// Phụ lục.
    Appendix,
}

/// A word that numbers divisions, or an ordinal written as a word.
#[derive(Debug, Clone, Deserialize)]
pub struct DivisionFields {
    #[serde(default)]
    pub style: Option<DivisionStyle>,
    #[serde(default)]
    pub ordinal: Option<u16>,
    /// Ordinals, compared with the word behind "thứ".
    #[serde(default)]
    pub words: Vec<String>,
}
