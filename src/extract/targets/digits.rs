//! The digits of a number, joined over a space that recognition or kerning put inside.

use super::unit::{Unit, unit_at};
use super::view::View;
use crate::decimal::Decimal;
use crate::document::TokenKind;
use crate::extract::number::{Numeral, Writing};
use crate::rules::{OrdinalKind, UnitKind};

/// A number as it stands, with its flaw.
pub struct Digits {
    pub value: Decimal,
    pub end: usize,
    pub flaw: Option<Flaw>,
    /// Without marks: "2024", "05".
    pub plain: bool,
    pub len: usize,
}

/// The number at a token, joined over a space that recognition or kerning put inside. `ordinal`: what the word before it
/// makes of it.
pub fn digits(view: &View<'_>, at: usize, ordinal: Option<OrdinalKind>) -> Option<Digits> {
    let text = view.word(at);
    let plain = text.bytes().all(|byte| byte.is_ascii_digit());
    let free = ordinal.is_none_or(|kind| kind == OrdinalKind::Free);
    if plain
        && free
        && let Some(joined) = joined(view, at, text)
    {
        return Some(joined);
    }
    let numeral = Numeral::read(text)?;
    let counted = || unit_at(view, at + 1).as_ref().is_some_and(Unit::is_counted);
    let (value, flaw) = match numeral.writing {
        Writing::Regular => (numeral.value, None),
        Writing::Foreign => (numeral.value, Some(Flaw::Foreign)),
        Writing::Ambiguous if counted() => (numeral.as_thousands(), Some(Flaw::Ambiguous)),
        Writing::Ambiguous => (numeral.value, Some(Flaw::Ambiguous)),
    };
    Some(Digits { value, end: at + 1, flaw, plain, len: text.len() })
}

fn joined(view: &View<'_>, at: usize, text: &str) -> Option<Digits> {
    let certain = |at: usize| {
        let multiplied = matches!(view.unit_at(at), Some((_, UnitKind::Multiplier)));
        multiplied || unit_at(view, at).is_some_and(|unit| unit.is_certain())
    };
    let gap = |value, end| Digits { value, end, flaw: Some(Flaw::Gap), plain: false, len: text.len() + 3 };
    if view.is(at + 1, TokenKind::Comma)
        && view.glued(at + 1)
        && view.is_number(at + 2)
        && !view.glued(at + 2)
    {
        let fraction = view.word(at + 2);
        let fits = (1..=2).contains(&fraction.len()) && text.len() <= 3 && certain(at + 3);
        return fits.then(|| Decimal::from_digits(text, fraction)).flatten().map(|value| gap(value, at + 3));
    }
    if text.len() <= 2 && view.is_number(at + 1) && !view.glued(at + 1) && certain(at + 2) {
        let rest = view.word(at + 1);
        let (whole, fraction) = rest.split_once(',').unwrap_or((rest, ""));
        let fits = if fraction.is_empty() { whole.len() == 3 } else { (1..=3).contains(&whole.len()) };
        let value = fits.then(|| Decimal::from_digits(&format!("{text}{whole}"), fraction)).flatten();
        return value.map(|value| gap(value, at + 2));
    }
    None
}

/// What is odd about the writing of a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Flaw {
    /// "14, 17ha", "2 8,5 tỷ": a space inside.
    Gap,
    /// "1,700 lượt".
    Ambiguous,
    /// "12.5%".
    Foreign,
}
