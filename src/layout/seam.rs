//! What stands between two passages of one block.

use super::flow::Passage;
use crate::document::{is_letter, is_upper};

/// How a passage follows the one before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Joint {
    /// It begins a block.
    Block,
    Space,
    /// Nothing between: "11-" and "NQ/HU".
    Glue,
}

/// The seam between two passages of one block: a space, but nothing inside a document number or a word.
pub(super) fn seam(text: &str, before: &Passage, passage: &Passage) -> Joint {
    let (last, string) = (before.str(text), passage.str(text));
    let mut back = last.chars().rev();
    let (end, before_end) = (back.next(), back.next());
    let first = string.chars().next();
    let word = |c: Option<char>| c.is_some_and(|c| is_letter(c) || c.is_numeric());
    let glued = match end {
        // "11-" / "NQ/HU", "kinh tế-" / "xã hội"; a hyphen with a space before it keeps one behind.
        Some('-' | '‐' | '/') => word(before_end) && word(first),
        _ => (first == Some('/') || first == Some('-') && opens_symbol(string)) && word(end),
    };
    if glued { Joint::Glue } else { Joint::Space }
}

/// "-CT/TW": the rest of a document number.
fn opens_symbol(string: &str) -> bool {
    string.chars().skip(1).take(2).all(is_upper)
}
