//! What a column is, the columns that several tables have, and how values of a record stand in a row.

use super::{Kind, Value};
use crate::corpus::{Derived, InBase};
use crate::decimal::Decimal;
use crate::write::wire::{
    Assignment, At, Diagnostic, Footnote, Mention, Recipient, Record, Reference, Section, Signature, Target,
};
use serde::Serialize;
use std::borrow::Cow;
use std::fmt;

/// An item of a record, with what its row needs to know of what is around it.
pub struct Item<'r, T> {
    pub record: &'r Record,
    /// The record as one line of JSON.
    pub json: &'r str,
    pub derived: &'r Derived,
    pub cite_key: Option<&'r str>,
    pub by: By<'r>,
    /// Its place among its like in the record, from 0.
    pub ordinal: usize,
    /// The ordinal of what it belongs to: the section around a section, the reference of a mention.
    pub parent: Option<usize>,
    /// Of a section: the labels from the root.
    pub path: Vec<&'r str>,
    pub of: &'r T,
}

/// What read a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct By<'r> {
    /// The version of the program.
    pub program: &'r str,
    /// The fingerprint of the rule tables ([`crate::rules::Rules::fingerprint`]).
    pub rules: &'r str,
}

/// A column over items of a kind.
pub struct Column<T> {
    pub name: &'static str,
    pub kind: Kind,
    /// Never null.
    pub required: bool,
    /// What it holds; `docs/export.md` has the same words.
    pub about: &'static str,
    pub value: for<'i, 'r> fn(&'i Item<'r, T>) -> Value<'r>,
}

pub const fn some<T>(
    name: &'static str,
    kind: Kind,
    about: &'static str,
    value: for<'i, 'r> fn(&'i Item<'r, T>) -> Value<'r>,
) -> Column<T> {
    Column { name, kind, required: false, about, value }
}

pub const fn always<T>(
    name: &'static str,
    kind: Kind,
    about: &'static str,
    value: for<'i, 'r> fn(&'i Item<'r, T>) -> Value<'r>,
) -> Column<T> {
    Column { name, kind, required: true, about, value }
}

pub const fn key<T: 'static>() -> Column<T> {
    always("key", Kind::Text, "The document: BLAKE3 of its bytes, 64 hexadecimal digits.", |i| {
        text(&i.record.source.blake3)
    })
}

pub const fn ordinal<T: 'static>() -> Column<T> {
    always("ordinal", Kind::Int, "Its place among its like in the document, from 0.", |i| {
        Value::Int(i.ordinal as i64)
    })
}

/// An item that stands somewhere in the file.
pub trait Placed {
    fn at(&self) -> Option<&At>;
}

pub const fn page<T: Placed + 'static>() -> Column<T> {
    some("page", Kind::Int, "The page that it begins on, from 1.", |i| {
        count(i.of.at().and_then(|at| at.page))
    })
}

pub const fn line<T: Placed + 'static>() -> Column<T> {
    some("line", Kind::Int, "The line that it begins on, from 1.", |i| {
        count(i.of.at().and_then(|at| at.line))
    })
}

pub const fn byte_start<T: Placed + 'static>() -> Column<T> {
    some(
        "byte_start",
        Kind::Long,
        "The first byte of its quote in the file; null where the text does not stand there as such.",
        |i| i.of.at().and_then(|at| at.bytes).map_or(Value::Null, |[start, _]| Value::Int(clamp(start))),
    )
}

pub const fn byte_end<T: Placed + 'static>() -> Column<T> {
    some("byte_end", Kind::Long, "The byte behind its quote.", |i| {
        i.of.at().and_then(|at| at.bytes).map_or(Value::Null, |[_, end]| Value::Int(clamp(end)))
    })
}

pub const fn bbox<T: Placed + 'static>() -> Column<T> {
    some(
        "bbox",
        Kind::Box,
        "Left, top, right and bottom on the page, in PDF points from its top left; null but for PDF and scans.",
        |i| i.of.at().and_then(|at| at.bbox).map_or(Value::Null, Value::Box),
    )
}

/// An item with the section that it stands in.
pub trait Sectioned {
    fn section(&self) -> &[String];
}

pub const fn section<T: Sectioned + 'static>() -> Column<T> {
    always("section", Kind::Texts, "The labels of the section that it stands in, from the root.", |i| {
        Value::Texts(i.of.section().iter().map(String::as_str).collect())
    })
}

/// An item that the program may doubt.
pub trait Doubtful {
    fn confidence(&self) -> Option<f32>;
}

pub const fn confidence<T: Doubtful + 'static>() -> Column<T> {
    some("confidence", Kind::Share, "How sure the program is, 0 to 1; null where it has no doubt.", |i| {
        share(i.of.confidence())
    })
}

macro_rules! placed {
    ($($always:ident)+; $($maybe:ident)+) => {
        $(impl Placed for $always {
            fn at(&self) -> Option<&At> {
                Some(&self.at)
            }
        })+
        $(impl Placed for $maybe {
            fn at(&self) -> Option<&At> {
                self.at.as_ref()
            }
        })+
    };
}

macro_rules! sectioned {
    ($($type:ident)+) => {
        $(impl Sectioned for $type {
            fn section(&self) -> &[String] {
                &self.section
            }
        })+
    };
}

macro_rules! doubtful {
    ($($type:ident)+) => {
        $(impl Doubtful for $type {
            fn confidence(&self) -> Option<f32> {
                self.confidence
            }
        })+
    };
}

placed! { Section Target Mention Assignment Recipient Footnote; Diagnostic }
sectioned! { Target Mention Assignment }
doubtful! { Target Reference Assignment }

pub fn text(text: &str) -> Value<'_> {
    Value::Text(Cow::Borrowed(text))
}

pub fn words(words: &Option<String>) -> Value<'_> {
    words.as_deref().map_or(Value::Null, text)
}

/// A code of the record, by its name on the wire.
pub fn code<C: Serialize>(code: Option<C>) -> Value<'static> {
    code.map_or(Value::Null, |code| Value::Text(Cow::Owned(Code(code).to_string())))
}

/// A variant by the name that serde gives it.
pub struct Code<C>(pub C);

impl<C: Serialize> fmt::Display for Code<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.serialize(f)
    }
}

pub fn count<N: Into<i64>>(count: Option<N>) -> Value<'static> {
    count.map_or(Value::Null, |count| Value::Int(count.into()))
}

pub fn count_of(count: Option<usize>) -> Value<'static> {
    count.map_or(Value::Null, |count| Value::Int(count as i64))
}

pub fn clamp(bytes: u64) -> i64 {
    i64::try_from(bytes).unwrap_or(i64::MAX)
}

/// As the decimal digits of the JSON say it: 0.874, not the float nearest to it.
pub fn share(share: Option<f32>) -> Value<'static> {
    share.map_or(Value::Null, |share| Value::Share((f64::from(share) * 1000.0).round() / 1000.0))
}

pub fn digits(number: Option<Decimal>) -> Value<'static> {
    number.map_or(Value::Null, |number| Value::Text(Cow::Owned(number.to_string())))
}

pub fn in_base<'r>(item: &Item<'r, Target>) -> Option<&'r InBase> {
    item.derived.bases.get(item.ordinal)?.as_ref()
}

pub fn signed<'r>(item: &Item<'r, Record>, part: fn(&Signature) -> &Option<String>) -> Value<'r> {
    item.of.signature.as_ref().map_or(Value::Null, |signature| words(part(signature)))
}
