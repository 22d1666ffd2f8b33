//! The numerals of labels: Roman, letters, ordinals in words.

use super::LETTERS;
use crate::rules::{DivisionStyle, Rules};

/// The value of an ordinal written out ("thứ hai", "hai").
pub(super) fn ordinal_word(word: &str, style: DivisionStyle, rules: &Rules) -> Option<u16> {
    if style != DivisionStyle::Part {
        return None;
    }
    let row = rules.divisions.rows.iter().find(|row| row.fields.words.iter().any(|name| name == word))?;
    row.fields.ordinal
}

/// The value of a Roman numeral in capitals, up to 39.
pub(super) fn roman(numeral: &str) -> Option<u16> {
    if numeral.is_empty() || numeral.len() > 7 {
        return None;
    }
    let digit = |byte| match byte {
        b'I' => Some(1),
        b'V' => Some(5),
        b'X' => Some(10),
        _ => None,
    };
    let mut value = 0i16;
    let bytes = numeral.as_bytes();
    for (at, &byte) in bytes.iter().enumerate() {
        let this = digit(byte)?;
        match bytes.get(at + 1).and_then(|&next| digit(next)) {
            Some(next) if next > this => value -= this,
            _ => value += this,
        }
    }
    let value = u16::try_from(value).ok()?;
    (to_roman(value) == numeral).then_some(value)
}

pub(super) fn to_roman(mut value: u16) -> String {
    let mut numeral = String::new();
    for (step, letters) in [(10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")] {
        while value >= step {
            numeral.push_str(letters);
            value -= step;
        }
    }
    numeral
}

pub(super) fn small_roman(numeral: &str) -> Option<u16> {
    (numeral.bytes().all(|byte| byte.is_ascii_lowercase())).then(|| roman(&numeral.to_uppercase())).flatten()
}

/// The place of a point's letter.
pub(super) fn point(letter: &str) -> Option<u16> {
    let mut chars = letter.chars();
    let only = chars.next().filter(|_| chars.next().is_none())?;
    LETTERS.chars().position(|other| other == only).map(|at| at as u16 + 1)
}

pub(super) fn capital(letter: &str) -> Option<u16> {
    let mut chars = letter.chars();
    let only = chars.next().filter(|_| chars.next().is_none()).filter(|only| only.is_uppercase())?;
    let small = only.to_lowercase().next()?;
    LETTERS.chars().position(|other| other == small).map(|at| at as u16 + 1)
}
