//! Hyphens that were the letter ư: its byte in TCVN3 is the soft hyphen, which programs between take for a hyphen.

use super::code::Unit;
use crate::document::is_letter;
use crate::rules::syllables::is_syllable;

/// Makes ư of the hyphens that only so make a syllable of the letters beside them: "n-ớc", "nh- sau".
pub(super) fn restore(units: &mut [Unit]) {
    for at in 0..units.len() {
        if matches!(units[at].letter, '-' | '\u{2010}' | '\u{2011}' | '\u{AD}') && is_meant(units, at) {
            units[at].letter = 'ư';
            units[at].decoded = true;
        }
    }
}

/// Longer parts belong to no syllable.
const LONGEST: usize = 6;

fn is_meant(units: &[Unit], at: usize) -> bool {
    let letters = |unit: &&Unit| is_letter(unit.letter);
    let left: Vec<char> =
        units[..at].iter().rev().take(LONGEST).take_while(letters).map(|unit| unit.letter).collect();
    let left: String = left.into_iter().rev().collect();
    let right: String =
        units[at + 1..].iter().take(LONGEST).take_while(letters).map(|unit| unit.letter).collect();
    if !is_syllable(&format!("{left}ư{right}")) {
        return false;
    }
    if right.is_empty() {
        // Labels of items are one letter at the beginning of a line ("b-"), and may be bullets themselves.
        let is_word_before = || {
            let before = &units[..at - left.chars().count()];
            matches!(before, [.., word, blank] if blank.letter == ' ' && is_letter(word.letter))
        };
        return !left.is_empty() && !is_syllable(&left) && (left.len() > 1 || is_word_before());
    }
    !is_syllable(&right) || !(left.is_empty() || is_syllable(&left))
}
