//! What stands at the head and at the foot of a document.

use crate::span::{Normalized, Span};
use serde::Deserialize;

/// The level of a body (cấp hành chính).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    Central,
    Province,
    District,
    Commune,
}

impl Level {
    pub fn code(self) -> &'static str {
        match self {
            Level::Central => "central",
            Level::Province => "province",
            Level::District => "district",
            Level::Commune => "commune",
        }
    }
}

/// The system that a body belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum System {
    State,
    Party,
    Front,
    Other,
}

impl System {
    pub fn code(self) -> &'static str {
        match self {
            System::State => "state",
            System::Party => "party",
            System::Front => "front",
            System::Other => "other",
        }
    }
}

/// A kind of document (tên loại văn bản): code and name by the official list.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct DocType {
    pub code: String,
    pub name: String,
}

/// The body that issues (cơ quan ban hành).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Issuer {
    /// Abbreviations expanded.
    pub name: String,
    pub level: Option<Level>,
    pub system: System,
    pub at: Option<Span<Normalized>>,
    /// Taken from elsewhere than the letterhead.
    pub inferred: bool,
}

/// Number and symbol (số, ký hiệu).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DocNumber {
    /// "65/KH-UBND", spaces removed.
    pub text: String,
    /// "74"; `None` where it was left blank.
    pub serial: Option<String>,
    /// What follows the first separator.
    pub symbol: String,
    pub at: Span<Normalized>,
}

/// A date of which parts may be blank.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub struct PartialDate {
    pub year: Option<u16>,
    pub month: Option<u8>,
    pub day: Option<u8>,
}

impl PartialDate {
    /// YYYY-MM-DD where all parts are there and make a real day.
    pub fn iso(&self) -> Option<String> {
        let (year, month, day) = (self.year?, self.month?, self.day?);
        let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
        let days = match month {
            2 => 28 + u8::from(leap),
            4 | 6 | 9 | 11 => 30,
            1..=12 => 31,
            _ => return None,
        };
        (1..=days).contains(&day).then(|| format!("{year:04}-{month:02}-{day:02}"))
    }
}

/// A value with the place it was read from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Placed<T> {
    pub value: T,
    pub at: Option<Span<Normalized>>,
    pub inferred: bool,
}

impl<T> Placed<T> {
    pub fn at(value: T, at: Span<Normalized>) -> Self {
        Placed { value, at: Some(at), inferred: false }
    }

    pub fn inferred(value: T, at: Option<Span<Normalized>>) -> Self {
        Placed { value, at, inferred: true }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Header {
    pub issuer: Option<Issuer>,
    pub co_issuers: Vec<Issuer>,
    pub number: Option<DocNumber>,
    pub place: Option<Placed<String>>,
    pub date: Option<Placed<PartialDate>>,
    pub doc_type: Option<Placed<DocType>>,
    pub title: Option<Placed<String>>,
    /// KHẨN, THƯỢNG KHẨN, HỎA TỐC.
    pub urgency: Option<Placed<String>>,
    /// MẬT, TỐI MẬT, TUYỆT MẬT.
    pub secrecy: Option<Placed<String>>,
}

/// One line of "Nơi nhận".
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recipient {
    pub name: String,
    /// The mark in brackets: "b/c", "để báo cáo".
    pub note: Option<String>,
    pub at: Span<Normalized>,
}

/// A signature block (chữ ký): "TM. ỦY BAN NHÂN DÂN / KT. CHỦ TỊCH / PHÓ CHỦ TỊCH / Trần Văn Tâm".
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Signature {
    pub authority: Option<String>,
    pub capacity: Option<String>,
    pub position: Option<String>,
    pub name: Option<String>,
    pub at: Option<Span<Normalized>>,
}
