//! Values of the record as people read them, on pages and at a terminal.

use super::wire::{Change, Comparator, Issuer, Target};
use super::words::Named;
use crate::diagnostic::Lang;
use std::fmt::Display;

/// What a target wants to reach: "tăng ít nhất 1.200 tỷ đồng", "3 – 4 %"; empty for a qualitative one.
pub fn aim(target: &Target, lang: Lang) -> String {
    let value = target.value.map(|value| number(value, lang));
    let value_max = target.value_max.map(|value| number(value, lang));
    aim_of(target.change, target.comparator, value, value_max, target.unit.as_deref(), lang)
}

/// As [`aim`], from parts; the values are written already.
pub fn aim_of(
    change: Option<Change>,
    comparator: Option<Comparator>,
    value: Option<String>,
    value_max: Option<String>,
    unit: Option<&str>,
    lang: Lang,
) -> String {
    let Some(value) = value else { return String::new() };
    let amount = match value_max {
        Some(max) => format!("{value} – {max}"),
        None => value,
    };
    let comparator = comparator.filter(|c| !matches!(c, Comparator::Eq | Comparator::Between));
    let words = [change.map(|c| c.name(lang)), comparator.map(|c| c.name(lang)), Some(&*amount), unit];
    words.into_iter().flatten().collect::<Vec<_>>().join(" ")
}

/// A number as it is written in the language: "4.482,38", "4,482.38". What is given prints as digits, with a sign before
/// and a point inside where there is one.
pub fn number(number: impl Display, lang: Lang) -> String {
    let (thousands, point) = lang.pick(('.', ','), (',', '.'));
    let digits = number.to_string();
    let (whole, fraction) = digits.split_once('.').unwrap_or((&digits, ""));
    let mut written = String::with_capacity(digits.len() * 2);
    for (index, digit) in whole.chars().enumerate() {
        let left = whole.len() - index;
        if left.is_multiple_of(3) && written.ends_with(|c: char| c.is_ascii_digit()) {
            written.push(thousands);
        }
        written.push(digit);
    }
    if !fraction.is_empty() {
        written.push(point);
        written.push_str(fraction);
    }
    written
}

/// A number that was calculated with, to four digits after the point.
pub fn rounded(value: f64, lang: Lang) -> String {
    let digits = format!("{value:.4}");
    match digits.trim_end_matches('0').trim_end_matches('.') {
        "-0" => number(0, lang),
        digits => number(digits, lang),
    }
}

/// A whole date, "2031-01-09", as it is written in the language: "09/01/2031".
pub fn day(iso: &str, lang: Lang) -> String {
    match (lang, iso.split('-').collect::<Vec<_>>().as_slice()) {
        (Lang::Vi, [year, month, day]) => format!("{day}/{month}/{year}"),
        _ => iso.to_owned(),
    }
}

/// Page and line, as far as known: "tr. 2, dòng 15".
pub fn position(page: Option<impl Display>, line: Option<impl Display>, lang: Lang) -> String {
    let page = page.map(|page| format!("{} {page}", lang.pick("tr.", "p.")));
    let line = line.map(|line| format!("{} {line}", lang.pick("dòng", "line")));
    page.into_iter().chain(line).collect::<Vec<_>>().join(", ")
}

/// Level and system of an issuer, and whether it was inferred.
pub fn issuer(issuer: &Issuer, lang: Lang) -> String {
    let inferred = issuer.inferred.then(|| lang.pick("suy ra", "inferred"));
    let words = [issuer.level.map(|level| level.name(lang)), Some(issuer.system.name(lang)), inferred];
    words.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_in_the_language() {
        for (digits, vi, en) in [
            ("0", "0", "0"),
            ("999", "999", "999"),
            ("1000", "1.000", "1,000"),
            ("-123456", "-123.456", "-123,456"),
            ("4482.38", "4.482,38", "4,482.38"),
            ("0.1234", "0,1234", "0.1234"),
            ("1234567", "1.234.567", "1,234,567"),
        ] {
            let decimal: crate::decimal::Decimal = digits.parse().unwrap();
            assert_eq!(number(decimal, Lang::Vi), vi);
            assert_eq!(number(decimal, Lang::En), en);
        }
    }

    #[test]
    fn calculated_numbers_are_rounded() {
        for (value, vi, en) in [
            (0.0, "0", "0"),
            (24.04, "24,04", "24.04"),
            (-0.5, "-0,5", "-0.5"),
            (-0.00001, "0", "0"),
            (1_234_567.0, "1.234.567", "1,234,567"),
            (2.99999, "3", "3"),
            (-2.99999, "-3", "-3"),
            (1e9, "1.000.000.000", "1,000,000,000"),
        ] {
            assert_eq!(rounded(value, Lang::Vi), vi);
            assert_eq!(rounded(value, Lang::En), en);
        }
    }
}
