//! What a document says of itself.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{At, is_false};

/// What the document says of itself.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Header {
    /// The body that issues the document, not the superior body printed above it; of a document issued jointly, the
    /// first.
    pub issuer: Option<Issuer>,
    /// The other issuers of a document issued jointly.
    #[serde(default)]
    pub co_issuers: Vec<Issuer>,
    /// The document's number and symbol (số, ký hiệu).
    pub number: Option<SerialNumber>,
    /// The place of issue (địa danh).
    pub place: Option<Phrase>,
    /// The date of issue.
    pub date: Option<Date>,
    /// The kind of document (tên loại), by the official list; `null` where the document names none.
    pub doc_type: Option<DocType>,
    /// The title (trích yếu): the lines under the kind of document, joined, without the kind. Of a letter the words
    /// after "V/v".
    pub title: Option<Phrase>,
    /// The urgency stamp: "KHẨN", "THƯỢNG KHẨN", "HỎA TỐC".
    pub urgency: Option<Phrase>,
    /// The secrecy stamp: "MẬT", "TỐI MẬT", "TUYỆT MẬT".
    pub secrecy: Option<Phrase>,
}

/// The body that issues a document.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Issuer {
    /// The name, abbreviations expanded: "Ủy ban nhân dân huyện Đắk Hà".
    pub name: String,
    /// The administrative level; `null` where the name does not tell.
    pub level: Option<IssuerLevel>,
    /// The system that the body belongs to.
    pub system: IssuerSystem,
    /// True where the name was gathered from elsewhere in the document, such as the signature block.
    #[serde(default, skip_serializing_if = "is_false")]
    pub inferred: bool,
    /// The passage that names it; `null` for what is gathered from no one place.
    pub quote: Option<String>,
    /// Where the quote stands.
    pub at: Option<At>,
}

/// The administrative level of a body.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum IssuerLevel {
    /// Trung ương.
    Central,
    /// Tỉnh, thành phố trực thuộc trung ương.
    Province,
    /// Huyện, quận, thị xã, thành phố thuộc tỉnh.
    District,
    /// Xã, phường, thị trấn, đặc khu.
    Commune,
}

/// The system that a body belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum IssuerSystem {
    /// The State.
    State,
    /// The Communist Party.
    Party,
    /// The Fatherland Front and its member organizations.
    Front,
    /// Any other body: a company, a school, an association.
    Other,
}

/// A document's number and symbol: "65/KH-UBND".
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct SerialNumber {
    /// The whole, without spaces.
    pub text: String,
    /// What stands before the first separator: "74"; `null` where it was left blank.
    pub serial: Option<String>,
    /// All that follows the first separator: "KH-UBND", "2008/NQ-HĐND"; `null` where there is none.
    pub symbol: Option<String>,
    /// The number as it stands.
    pub quote: String,
    /// Where the quote stands.
    pub at: At,
}

/// Words taken from the document.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Phrase {
    /// The words.
    pub text: String,
    /// True where they were gathered from elsewhere in the document.
    #[serde(default, skip_serializing_if = "is_false")]
    pub inferred: bool,
    /// The passage that they were taken from; `null` for what is gathered from no one place.
    pub quote: Option<String>,
    /// Where the quote stands.
    pub at: Option<At>,
}

/// The date of issue, each part `null` where it was left blank.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Date {
    /// The year.
    pub year: Option<u16>,
    /// The month, from 1 to 12.
    #[schemars(range(min = 1, max = 12))]
    pub month: Option<u8>,
    /// The day of the month, from 1.
    #[schemars(range(min = 1, max = 31))]
    pub day: Option<u8>,
    /// The whole date, "2024-02-06"; `null` unless all three parts are there.
    pub iso: Option<String>,
    /// True where it was gathered from elsewhere in the document.
    #[serde(default, skip_serializing_if = "is_false")]
    pub inferred: bool,
    /// The date as it stands; `null` for what is gathered from no one place.
    pub quote: Option<String>,
    /// Where the quote stands.
    pub at: Option<At>,
}

/// The kind of the document, by the official list of document kinds.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct DocType {
    /// The official abbreviation: "KH".
    pub code: String,
    /// The name: "Kế hoạch".
    pub name: String,
    /// True where it was gathered from elsewhere in the document, such as the symbol.
    #[serde(default, skip_serializing_if = "is_false")]
    pub inferred: bool,
    /// The passage that names it; `null` for what is gathered from no one place.
    pub quote: Option<String>,
    /// Where the quote stands.
    pub at: Option<At>,
}

/// The kind of a cited document, by the official list of document kinds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Kind {
    /// The official abbreviation: "CT".
    pub code: String,
    /// The name: "Chỉ thị".
    pub name: String,
}
