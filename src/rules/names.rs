//! The fields of the tables about names of bodies and the marks around them.

use crate::document::{Level, System};
use serde::Deserialize;

/// A word with which names of bodies begin.
#[derive(Debug, Clone, Deserialize)]
pub struct NameFields {
    /// Where the name itself tells it.
    #[serde(default)]
    pub level: Option<Level>,
    /// `None`: a word that only looks like a body.
    #[serde(default)]
    pub system: Option<System>,
    /// Whole only with the name of its unit.
    #[serde(default)]
    pub local: bool,
    /// Part of the body printed above it.
    #[serde(default)]
    pub dependent: bool,
    /// Words behind it without a unit are the name of a place.
    #[serde(default)]
    pub placed: bool,
    /// Printed above the issuer.
    #[serde(default)]
    pub above: bool,
    /// The name goes on in the next line.
    #[serde(default)]
    pub unfinished: bool,
}

/// An abbreviation in names; the row's id is the abbreviation.
#[derive(Debug, Clone, Deserialize)]
pub struct AbbreviationFields {
    pub expansion: String,
}

/// What a mark tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Mark {
    /// MẬT, TỐI MẬT, TUYỆT MẬT.
    Secrecy,
    /// KHẨN, THƯỢNG KHẨN, HỎA TỐC.
    Urgency,
    /// What an issuing body does: "ban hành", "phát động".
    Launch,
    /// Belongs to the printed kind: "hành động" in CHƯƠNG TRÌNH HÀNH ĐỘNG.
    Modifier,
    /// MỤC LỤC.
    Contents,
    /// Heads the certificate of a copy.
    Copy,
    /// Why a recipient gets the document: b/c, để phối hợp.
    Purpose,
    /// Rank or title before a name.
    Rank,
    /// A city run by the centre.
    ProvinceCity,
    /// The name of a province.
    Province,
    /// Việt Nam.
    Country,
    /// Liên tịch.
    Joint,
    /// An administrative unit: tỉnh, huyện, xã.
    Unit,
    /// A word that only looks like one of these.
    None,
}

/// A mark.
#[derive(Debug, Clone, Deserialize)]
pub struct MarkFields {
    pub mark: Mark,
    /// The level of a unit.
    #[serde(default)]
    pub level: Option<Level>,
}
