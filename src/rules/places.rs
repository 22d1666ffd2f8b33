//! The fields of the tables by which what a record says is made comparable: provinces through time, units, indicators.
//!
//! Their rows have no phrases: they are looked up in values, not found in the text. A change to them changes no record.

use serde::Deserialize;

/// A province (tỉnh, thành phố trực thuộc trung ương) by the name that documents of its time have.
#[derive(Debug, Clone, Deserialize)]
pub struct ProvinceFields {
    /// Without "tỉnh" or "thành phố": "Kon Tum".
    pub name: String,
    /// The province of today that its territory belongs to; `None` where several share it.
    #[serde(default)]
    pub now: Option<String>,
    /// Other spellings.
    #[serde(default)]
    pub names: Vec<String>,
}

/// What a unit is in a base unit, or a word that multiplies.
#[derive(Debug, Clone, Deserialize)]
pub struct BaseFields {
    pub kind: BaseKind,
    /// How documents write it.
    pub forms: Vec<String>,
    /// How many of the base unit one of it is, a decimal number: "10000" (m² of a ha).
    #[serde(default)]
    pub factor: Option<String>,
    /// The base unit: "m²"; of what stands behind "/" the one way to write it: "10.000 dân".
    #[serde(default)]
    pub base: Option<String>,
}

/// What the forms of a row are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum BaseKind {
    /// A unit of measure; words behind it tell what is measured ("ha rừng").
    Measure,
    /// Multiplies what stands behind it: nghìn, triệu, tỷ.
    Multiplier,
    /// Multiplies, and alone means money: tỷ; before "/người" also triệu.
    Money,
    /// Stands behind "/".
    Per,
    /// Counts by its own name, though it begins as a measure does: đồng chí.
    Count,
    /// Differs from place to place: sào, mẫu.
    Unknown,
}

/// Words of an indicator that say nothing of what is measured.
#[derive(Debug, Clone, Deserialize)]
pub struct UnmeasuredFields {
    /// Compared without their marks.
    pub words: Vec<String>,
}
