//! Values of the record as people read them, on pages and at a terminal.

use super::wire::{Change, Comparator, Issuer, Target};
use super::words::Named;
use crate::diagnostic::Lang;
use std::fmt::Display;

/// What a target wants to reach: "tăng ít nhất 1.200 tỷ đồng", "3 – 4 %"; empty for a qualitative one.
pub fn aim(target: &Target, lang: Lang) -> String {
    let values =
        target.value.map(|value| (number(value, lang), target.value_max.map(|max| number(max, lang))));
    worded(target.change, target.comparator, values, target.unit.as_deref(), lang)
}

/// What a target wants to reach, as rows of a table have it.
#[derive(Debug, Clone, Copy, Default)]
pub struct Aim<'a> {
    /// increase, decrease, maintain
    pub change: Option<&'a str>,
    /// eq, ge, gt, le, lt, approx, between
    pub comparator: Option<&'a str>,
    pub value: Option<f64>,
    pub value_max: Option<f64>,
    pub unit: Option<&'a str>,
}

impl Aim<'_> {
    /// In words, as [`aim`].
    pub fn words(&self, lang: Lang) -> String {
        worded(of_code(self.change), of_code(self.comparator), self.values(lang), self.unit, lang)
    }

    /// In signs: "≥ 94,15 %", "+3 – 4 %"; empty for a qualitative target.
    pub fn signs(&self, lang: Lang) -> String {
        let Some((value, max)) = self.values(lang) else { return String::new() };
        let comparator = match of_code(self.comparator) {
            Some(Comparator::Ge) => "≥ ",
            Some(Comparator::Gt) => "> ",
            Some(Comparator::Le) => "≤ ",
            Some(Comparator::Lt) => "< ",
            Some(Comparator::Approx) => "≈ ",
            Some(Comparator::Eq | Comparator::Between) | None => "",
        };
        let change = match of_code(self.change) {
            Some(Change::Increase) => "+",
            Some(Change::Decrease) => "−",
            Some(Change::Maintain) | None => "",
        };
        let unit = self.unit.map(|unit| format!(" {unit}")).unwrap_or_default();
        format!("{comparator}{change}{}{unit}", range(value, max))
    }

    fn values(&self, lang: Lang) -> Option<(String, Option<String>)> {
        Some((rounded(self.value?, lang), self.value_max.map(|max| rounded(max, lang))))
    }
}

fn of_code<T: serde::de::DeserializeOwned>(code: Option<&str>) -> Option<T> {
    serde_json::from_value(code?.into()).ok()
}

/// An aim in words; of the value, or both ends of a range, as they are written.
fn worded(
    change: Option<Change>,
    comparator: Option<Comparator>,
    values: Option<(String, Option<String>)>,
    unit: Option<&str>,
    lang: Lang,
) -> String {
    let Some((value, max)) = values else { return String::new() };
    let amount = range(value, max);
    let comparator = comparator.filter(|c| !matches!(c, Comparator::Eq | Comparator::Between));
    let words = [change.map(|c| c.name(lang)), comparator.map(|c| c.name(lang)), Some(&*amount), unit];
    words.into_iter().flatten().collect::<Vec<_>>().join(" ")
}

fn range(value: String, max: Option<String>) -> String {
    match max {
        Some(max) => format!("{value} – {max}"),
        None => value,
    }
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
    fn aims_are_written_in_words_and_in_signs() {
        let aim = |change, comparator, value, value_max| Aim {
            change,
            comparator,
            value,
            value_max,
            unit: Some("ha"),
        };
        for (aim, words, signs) in [
            (aim(None, Some("ge"), Some(1_200.5), None), "ít nhất 1.200,5 ha", "≥ 1.200,5 ha"),
            (aim(Some("increase"), Some("eq"), Some(3.0), Some(4.0)), "tăng 3 – 4 ha", "+3 – 4 ha"),
            (
                aim(Some("decrease"), Some("approx"), Some(5e6), None),
                "giảm khoảng 5.000.000 ha",
                "≈ −5.000.000 ha",
            ),
            (aim(Some("maintain"), None, None, None), "", ""),
        ] {
            assert_eq!((aim.words(Lang::Vi), aim.signs(Lang::Vi)), (words.to_owned(), signs.to_owned()));
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
