//! How many words of a passage are Vietnamese, read as it is and read in each encoding.

use super::code::{Code, Reading};
use crate::document::is_letter;
use crate::rules::encodings::{encodings, windows_1252};
use crate::rules::syllables::is_syllable;
use rustc_hash::FxHashMap;
use unicode_normalization::UnicodeNormalization;

/// The ways to read a text: 0 is as it is, then the codes.
pub(super) const READINGS: usize = 10;

/// Words seen so far are remembered; a text has few different ones. Beyond this many, new ones are not.
const MAX_REMEMBERED: usize = 1 << 16;

/// What a passage has of words.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Count {
    /// Words with letters beyond ASCII that are Vietnamese syllables, for each reading.
    pub(super) valid: [u32; READINGS],
    /// Such words that are not.
    pub(super) invalid: [u32; READINGS],
    /// Words that the reading changes.
    pub(super) changed: [u32; READINGS],
    /// Words with letters that only Unicode text has: ế, ư, đ.
    pub(super) unicode: u32,
    /// Words of ASCII letters that can be Vietnamese, and those that cannot.
    pub(super) ascii_valid: u32,
    pub(super) ascii_invalid: u32,
}

impl Count {
    pub(super) fn add(&mut self, other: &Count) {
        for reading in 0..READINGS {
            self.valid[reading] += other.valid[reading];
            self.invalid[reading] += other.invalid[reading];
            self.changed[reading] += other.changed[reading];
        }
        self.unicode += other.unicode;
        self.ascii_valid += other.ascii_valid;
        self.ascii_invalid += other.ascii_invalid;
    }

    fn add_word(&mut self, word: &Word) {
        self.ascii_valid += u32::from(word.ascii_valid);
        self.ascii_invalid += u32::from(word.ascii_invalid);
        if word.ascii_valid + word.ascii_invalid > 0 {
            return;
        }
        for reading in 0..READINGS {
            self.valid[reading] += u32::from(word.valid[reading]);
            self.invalid[reading] += u32::from(word.invalid[reading]);
            self.changed[reading] += u32::from(word.changed[reading]);
        }
        self.unicode += u32::from(word.unicode);
    }

    /// The share of Vietnamese syllables among words with letters beyond ASCII.
    pub(super) fn share(&self, reading: usize) -> f64 {
        let all = self.valid[reading] + self.invalid[reading];
        if all == 0 { 0.0 } else { f64::from(self.valid[reading]) / f64::from(all) }
    }
}

/// Counts words.
pub(super) struct Words {
    pub(super) codes: Vec<Code>,
    pub(super) reading: Reading,
    seen: FxHashMap<Box<str>, Word>,
}

/// The counts of one word.
#[derive(Debug, Clone, Copy, Default)]
struct Word {
    valid: [u8; READINGS],
    invalid: [u8; READINGS],
    changed: [u8; READINGS],
    unicode: u8,
    ascii_valid: u8,
    ascii_invalid: u8,
}

impl Words {
    pub(super) fn new(reading: Reading) -> Words {
        let codes: Vec<Code> = encodings().iter().map(Code::Letters).chain([Code::Utf8]).collect();
        debug_assert_eq!(codes.len() + 1, READINGS);
        Words { codes, reading, seen: FxHashMap::default() }
    }

    /// Counts the words of a passage.
    pub(super) fn count(&mut self, passage: &str) -> Count {
        let mut count = Count::default();
        for word in passage.split(is_between_words) {
            if word.is_empty() {
                continue;
            }
            match self.seen.get(word) {
                Some(own) => count.add_word(own),
                None => {
                    let own = self.look_at(word);
                    if self.seen.len() < MAX_REMEMBERED && word.len() < 64 {
                        self.seen.insert(word.into(), own);
                    }
                    count.add_word(&own);
                }
            }
        }
        count
    }

    fn look_at(&self, word: &str) -> Word {
        let mut count = Word::default();
        if word.is_ascii() {
            if word.len() > 1 && !word.bytes().all(|b| b.is_ascii_uppercase()) {
                *(if is_syllable(word) { &mut count.ascii_valid } else { &mut count.ascii_invalid }) = 1;
            }
            return count;
        }
        count.unicode = u8::from(word.chars().any(is_unicode_vietnamese));
        let as_it_is: String = word
            .chars()
            .map(|c| u8::try_from(u32::from(c)).ok().and_then(windows_1252).unwrap_or(c))
            .collect();
        (count.valid[0], count.invalid[0]) = syllables(&as_it_is);
        let mut decoded = String::new();
        for (index, code) in self.codes.iter().enumerate() {
            decoded.clear();
            let mut rest = word;
            while !rest.is_empty() {
                let unit = code.next(rest, self.reading);
                count.changed[index + 1] |= u8::from(unit.changes(rest));
                rest = &rest[usize::from(unit.len)..];
                decoded.push(unit.letter);
            }
            (count.valid[index + 1], count.invalid[index + 1]) = syllables(&decoded);
        }
        count
    }
}

/// ASCII that is no letter; of the control characters, which are letters of some encodings, only white space.
fn is_between_words(c: char) -> bool {
    c.is_ascii() && !c.is_ascii_alphabetic() && (!c.is_ascii_control() || c.is_ascii_whitespace())
}

/// Letters and combining marks that no single byte was read as.
fn is_unicode_vietnamese(letter: char) -> bool {
    matches!(
        letter,
        '\u{1EA0}'
            ..='\u{1EF9}'
                | 'ă'
                | 'Ă'
                | 'đ'
                | 'Đ'
                | 'ĩ'
                | 'Ĩ'
                | 'ũ'
                | 'Ũ'
                | 'ơ'
                | 'Ơ'
                | 'ư'
                | 'Ư'
                | '\u{300}'
                | '\u{301}'
                | '\u{302}'
                | '\u{303}'
                | '\u{306}'
                | '\u{309}'
                | '\u{31B}'
                | '\u{323}'
    )
}

/// The parts of a word that are syllables, and those that are not. Single consonants and abbreviations are neither.
fn syllables(word: &str) -> (u8, u8) {
    let composed: String;
    let word = if word.contains(|c| matches!(c, '\u{300}'..='\u{36F}')) {
        composed = word.nfc().collect();
        &composed
    } else {
        word
    };
    let (mut valid, mut invalid) = (0u8, 0u8);
    for part in word.split(|c: char| !is_letter(c)).filter(|part| !part.is_empty()) {
        let is_abbreviation = || part.chars().all(|c| c.is_ascii_uppercase() || c == 'Đ') || part.len() == 1;
        if is_syllable(part) {
            valid = valid.saturating_add(1);
        } else if !is_abbreviation() {
            invalid = invalid.saturating_add(1);
        }
    }
    (valid, invalid)
}
