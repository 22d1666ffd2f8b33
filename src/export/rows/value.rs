//! What columns hold, and the values in them.

use crate::decimal::Decimal;
use std::borrow::Cow;

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// UTF-8.
    Text,
    /// 32 bits, signed.
    Int,
    /// 64 bits, signed.
    Long,
    /// A double.
    Share,
    Bool,
    /// Days since 1970-01-01.
    Day,
    /// An exact number.
    Decimal,
    /// A list of UTF-8.
    Texts,
    /// A list of four floats: left, top, right, bottom.
    Box,
}

impl Kind {
    /// As the documentation names it.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Text => "string",
            Kind::Int => "int32",
            Kind::Long => "int64",
            Kind::Share => "double",
            Kind::Bool => "boolean",
            Kind::Day => "date32",
            Kind::Decimal => "decimal(38, 10)",
            Kind::Texts => "list<string>",
            Kind::Box => "list<float>",
        }
    }
}

/// What stands in a cell.
pub enum Value<'r> {
    Null,
    Text(Cow<'r, str>),
    Int(i64),
    Share(f64),
    Bool(bool),
    /// "2031-01-09"; what is no day becomes null.
    Day(&'r str),
    /// Where it has more digits than the column holds it becomes null: a column beside it has every digit as text.
    Decimal(Decimal),
    Texts(Vec<&'r str>),
    /// Words of the program.
    Words(Vec<String>),
    Box([f32; 4]),
}

/// Days since 1970-01-01 of an ISO date in the proleptic Gregorian calendar; `None` for what is no day.
pub fn day(iso: &str) -> Option<i32> {
    let mut parts = iso.splitn(3, '-').map(|part| part.parse::<i32>().ok());
    let (year, month, day) = (parts.next()??, parts.next()??, parts.next()??);
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        2 => 28 + i32::from(leap),
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => return None,
    };
    if !(1..=9999).contains(&year) || !(1..=days).contains(&day) {
        return None;
    }
    // Years that begin in March, so that the leap day is the last (H. Hinnant, "chrono-compatible date algorithms").
    let year = if month <= 2 { year - 1 } else { year };
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    Some(year * 365 + year / 4 - year / 100 + year / 400 + of_year - 719_468)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_counted_from_1970() {
        for (iso, wanted) in [
            ("1970-01-01", Some(0)),
            ("1969-12-31", Some(-1)),
            ("2000-02-29", Some(11_016)),
            ("2024-12-31", Some(20_088)),
            ("1945-09-02", Some(-8_887)),
            ("2023-02-29", None),
            ("2023-13-01", None),
            ("2023-00-10", None),
            ("soon", None),
            ("", None),
        ] {
            assert_eq!(day(iso), wanted, "{iso}");
        }
    }
}
