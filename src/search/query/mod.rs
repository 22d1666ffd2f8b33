//! The query language: what a person types, as the parts that it is made of. docs/search.md tells it to users.
//!
//! Any text is a query. What looks like a filter or a comparison and is none is searched as words, and a [`Remark`]
//! says so.

mod filters;
mod forms;
mod lex;
mod measures;
mod names;
mod parse;

pub use names::{FilterField, bare};
pub use parse::parse;

use super::words::Forms;
use crate::decimal::Decimal;
use crate::diagnostic::Message;
use std::fmt;

/// A query as it was understood.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Query {
    /// What was typed, NFC, control characters as spaces, cut where it was too long.
    pub text: String,
    /// A document must satisfy each of these, in the order typed.
    pub clauses: Vec<Clause>,
    /// What was not understood as it may have been meant.
    pub remarks: Vec<Remark>,
}

/// One condition.
#[derive(Debug, Clone, PartialEq)]
pub struct Clause {
    /// `-word`: documents that satisfy it are left out.
    pub negated: bool,
    /// `a | b`: one of these is enough. Never empty.
    pub any: Vec<Atom>,
}

/// The least part of a query.
#[derive(Debug, Clone, PartialEq)]
pub enum Atom {
    /// One word, or several that stand together in this order. Never empty.
    Phrase(Phrase),
    /// A document number, as "34-CT/TW".
    Number(Phrase),
    /// A value of a field: `loại:KH`.
    Filter(Filter),
    /// A figure of a target: `hộ nghèo < 5%`.
    Measure(Measure),
}

/// Words that stand together.
#[derive(Debug, Clone, PartialEq)]
pub struct Phrase {
    /// As typed, without quotes.
    pub typed: String,
    /// Never empty.
    pub words: Vec<Forms>,
    pub is_quoted: bool,
}

impl Phrase {
    /// `None` where the text has no word.
    pub fn new(typed: &str, is_quoted: bool) -> Option<Phrase> {
        let words = super::words::words(typed);
        (!words.is_empty()).then(|| Phrase { typed: typed.trim().to_owned(), words, is_quoted })
    }

    /// Whether a word of it was typed with a mark.
    pub fn is_marked(&self) -> bool {
        self.words.iter().any(Forms::is_marked)
    }
}

/// A value of a field; one of several is enough.
#[derive(Debug, Clone, PartialEq)]
pub struct Filter {
    pub field: FilterField,
    /// Never empty.
    pub values: Vec<FilterValue>,
}

#[derive(Debug, Clone, PartialEq)]
pub enum FilterValue {
    /// Words of the value; `is_whole` asks for the whole value and nothing more (`cơ quan:="…"`).
    Words { phrase: Phrase, is_whole: bool },
    /// From year to year, both included; `None` is open.
    Years(Option<u16>, Option<u16>),
    /// A row of a closed list, by its code: "KH", "province", "party"; the name of a province.
    Code(String),
}

/// A figure of a target, compared.
#[derive(Debug, Clone, PartialEq)]
pub struct Measure {
    /// The words before the comparison; `None` asks for a target of any indicator.
    pub indicator: Option<Phrase>,
    /// tăng, giảm before the indicator: asks for the amount of a change instead of a level.
    pub change: Option<Direction>,
    /// Lower and upper end.
    pub low: Option<End>,
    pub high: Option<End>,
    pub unit: Option<Unit>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    Increase,
    Decrease,
}

/// An end of a range.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct End {
    /// As typed, before the unit.
    pub value: Decimal,
    pub is_included: bool,
}

/// The unit behind a figure.
#[derive(Debug, Clone, PartialEq)]
pub struct Unit {
    /// As typed: "tỷ đồng".
    pub typed: String,
    /// What one of it is in base units.
    pub factor: f64,
    /// The base unit; `None` for a bare multiplier (tỷ), which is compared with any unit.
    pub base: Option<String>,
}

/// What was not understood as it may have been meant.
#[derive(Debug, Clone, PartialEq)]
pub struct Remark {
    /// The same in every language: "unknown-filter".
    pub code: &'static str,
    pub message: Message,
}

impl Remark {
    pub fn new(code: &'static str, vi: impl Into<String>, en: impl Into<String>) -> Remark {
        Remark { code, message: Message::new(vi, en) }
    }
}

impl fmt::Display for Filter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:", self.field.names()[0])?;
        for (at, value) in self.values.iter().enumerate() {
            if at > 0 {
                f.write_str(",")?;
            }
            match value {
                FilterValue::Words { phrase, is_whole } => {
                    write!(f, "{}\"{}\"", if *is_whole { "=" } else { "" }, phrase.typed)?;
                }
                FilterValue::Code(code) if code.contains(' ') => write!(f, "\"{code}\"")?,
                FilterValue::Code(code) => f.write_str(code)?,
                FilterValue::Years(Some(from), Some(to)) if from == to => write!(f, "{from}")?,
                FilterValue::Years(from, to) => {
                    from.iter().try_for_each(|year| write!(f, "{year}"))?;
                    f.write_str("..")?;
                    to.iter().try_for_each(|year| write!(f, "{year}"))?;
                }
            }
        }
        Ok(())
    }
}

impl fmt::Display for Measure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.change {
            None => {}
            Some(Direction::Increase) => f.write_str("tăng ")?,
            Some(Direction::Decrease) => f.write_str("giảm ")?,
        }
        match &self.indicator {
            Some(words) if words.is_quoted => write!(f, "\"{}\"", words.typed)?,
            Some(words) => f.write_str(&words.typed)?,
            None => f.write_str("*")?,
        }
        match (self.low, self.high) {
            (None, None) => return Ok(()),
            (Some(low), Some(high)) if low == high => write!(f, " = {}", low.value)?,
            (Some(low), Some(high)) => write!(f, " {}..{}", low.value, high.value)?,
            (Some(low), None) => write!(f, " {} {}", if low.is_included { "≥" } else { ">" }, low.value)?,
            (None, Some(high)) => write!(f, " {} {}", if high.is_included { "≤" } else { "<" }, high.value)?,
        }
        self.unit.iter().try_for_each(|unit| write!(f, " {}", unit.typed))
    }
}
