//! What single words of a query look like: numbers of documents, figures, ranges, years.

use super::lex::Compare;
use super::{Direction, FilterValue};
use crate::decimal::Decimal;
use crate::extract::Numeral;

/// What a word before an indicator says of its change.
pub(super) fn direction(word: &str) -> Option<Direction> {
    match word.to_lowercase().as_str() {
        "tăng" | "tang" | "increase" => Some(Direction::Increase),
        "giảm" | "giam" | "decrease" => Some(Direction::Decrease),
        _ => None,
    }
}

/// Digits first, and signs and letters of a symbol behind them: "34-CT/TW", "34CT/TW", "68/2008/NQ-HĐND".
pub(super) fn is_number(word: &str) -> bool {
    let digits = word.bytes().take_while(u8::is_ascii_digit).count();
    let symbol = &word[digits..];
    let has_sign = symbol.contains(['-', '/', '–']);
    let letters = symbol.chars().filter(|letter| letter.is_alphabetic()).count();
    (1..=6).contains(&digits)
        && has_sign
        && letters >= 2
        && symbol.chars().all(|letter| letter.is_alphanumeric() || matches!(letter, '-' | '/' | '–' | '.'))
}

/// A part of a symbol: "CT", "QĐ-UBND", "NQ/HU".
pub(super) fn is_symbol(word: &str) -> bool {
    let letters = word.trim_matches(['-', '/', '–', '.']);
    (2..=24).contains(&letters.chars().count())
        && letters.chars().all(|letter| {
            letter.is_uppercase() || matches!(letter, '-' | '/' | '–' | 'r') || letter.is_ascii_digit()
        })
        && letters.chars().next().is_some_and(char::is_uppercase)
        && letters.chars().filter(|letter| letter.is_uppercase()).count() >= 2
        && !matches!(letters, "OR" | "HOẶC")
}

/// The number that a word begins with, and what is glued to it: "5%" is 5 and "%".
pub(super) fn figure(word: &str) -> Option<(Decimal, &str)> {
    let (sign, digits) = match word.strip_prefix(['-', '−']) {
        Some(digits) => (-1, digits),
        None => (1, word),
    };
    let len = digits.bytes().take_while(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b',')).count();
    let trimmed = digits[..len].trim_end_matches(['.', ',']);
    let value = Numeral::read(trimmed)?.value.checked_mul(sign)?;
    let rest = digits[trimmed.len()..].trim_start_matches(['.', ',']);
    Some((value, rest))
}

/// "100..500ha"
pub(super) fn range(word: &str) -> Option<(Decimal, Decimal, &str)> {
    let (low, high) = word.split_once("..").or_else(|| word.split_once('…'))?;
    let (low, glued) = figure(low)?;
    let (high, rest) = figure(high.trim_start_matches('.'))?;
    glued.is_empty().then_some((low, high, rest))
}

/// "2024", "2020..2024", "2020-2024", "2020..", "..2024".
pub(super) fn years(text: &str, compare: Option<Compare>) -> Option<FilterValue> {
    let year = |text: &str| text.parse::<u16>().ok().filter(|year| (1..=9999).contains(year));
    let ends = text.split_once("..").or_else(|| text.split_once('…')).or_else(|| text.split_once(['-', '–']));
    if let Some((low, high)) = ends {
        let (low, high) = (low.trim(), high.trim());
        let (from, to) = (year(low), year(high));
        let is_sound = (low.is_empty() || from.is_some()) && (high.is_empty() || to.is_some());
        return (is_sound && (from.is_some() || to.is_some())).then(|| match (from, to) {
            (Some(from), Some(to)) => FilterValue::Years(Some(from.min(to)), Some(from.max(to))),
            (from, to) => FilterValue::Years(from, to),
        });
    }
    let year = year(text.trim())?;
    Some(match compare {
        None | Some(Compare::Eq) => FilterValue::Years(Some(year), Some(year)),
        Some(Compare::Lt) => FilterValue::Years(None, Some(year - 1)),
        Some(Compare::Le) => FilterValue::Years(None, Some(year)),
        Some(Compare::Gt) => FilterValue::Years(Some(year + 1), None),
        Some(Compare::Ge) => FilterValue::Years(Some(year), None),
    })
}
