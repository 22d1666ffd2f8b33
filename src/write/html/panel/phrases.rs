//! Values of the record as people read them.

use crate::decimal::Decimal;
use crate::diagnostic::Lang;
use crate::write::wire::{At, Comparator, Issuer, Target};
use crate::write::words::Named;

/// What a target wants to reach: "tăng ít nhất 1.200 tỷ đồng", "3 – 4 %"; empty for a qualitative one.
pub(super) fn value(target: &Target, lang: Lang) -> String {
    let Some(value) = target.value else { return String::new() };
    let amount = match target.value_max {
        Some(max) => format!("{} – {}", number(value, lang), number(max, lang)),
        None => number(value, lang),
    };
    let comparator = target.comparator.filter(|c| !matches!(c, Comparator::Eq | Comparator::Between));
    let words = [
        target.change.map(|c| c.name(lang)),
        comparator.map(|c| c.name(lang)),
        Some(&*amount),
        target.unit.as_deref(),
    ];
    words.into_iter().flatten().collect::<Vec<_>>().join(" ")
}

/// A number as it is written in the language: "4.482,38", "4,482.38".
fn number(number: Decimal, lang: Lang) -> String {
    let (thousands, point) = lang.pick(('.', ','), (',', '.'));
    let digits = number.to_string();
    let (whole, fraction) = digits.split_once('.').unwrap_or((&digits, ""));
    let mut written = String::with_capacity(digits.len() * 2);
    for (index, digit) in whole.chars().enumerate() {
        let left = whole.len() - index;
        if left % 3 == 0 && written.ends_with(|c: char| c.is_ascii_digit()) {
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

/// A whole date, "2031-01-09", as it is written in the language: "09/01/2031".
pub(super) fn day(iso: &str, lang: Lang) -> String {
    match (lang, iso.split('-').collect::<Vec<_>>().as_slice()) {
        (Lang::Vi, [year, month, day]) => format!("{day}/{month}/{year}"),
        _ => iso.to_owned(),
    }
}

/// Page and line: "tr. 2, dòng 15"; the page only where there is more than the first.
pub(super) fn position(at: &At, lang: Lang) -> String {
    let page = at.page.filter(|&page| page > 1).map(|page| format!("{} {page}", lang.pick("tr.", "p.")));
    let line = at.line.map(|line| format!("{} {line}", lang.pick("dòng", "line")));
    page.into_iter().chain(line).collect::<Vec<_>>().join(", ")
}

/// Level and system of an issuer, and whether it was inferred.
pub(super) fn issuer(issuer: &Issuer, lang: Lang) -> String {
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
            let decimal = digits.parse().unwrap();
            assert_eq!(number(decimal, Lang::Vi), vi);
            assert_eq!(number(decimal, Lang::En), en);
        }
    }
}
