//! What the words of a page say about its text layer.

use crate::document::is_letter;
use crate::rules::confusables::{Where, confusables};
use crate::rules::encodings::{Encoding, byte_of};
use crate::rules::layers::layers;
use crate::rules::syllables::is_syllable;
use unicode_normalization::{UnicodeNormalization, is_nfc};

/// The words of a page by what they can be; numbers, symbols, addresses and single letters are not counted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Words {
    /// Syllables with Vietnamese marks.
    pub marked: u32,
    /// Vietnamese syllables of plain letters ("ban", "theo"): they may be of any language.
    pub plain: u32,
    /// Plain words that are no syllables.
    pub foreign: u32,
    /// Words with marks that are no syllables.
    pub misspelt: u32,
    /// Words with signs or digits between their letters, or letters of other scripts among Latin ones.
    pub odd: u32,
    /// Words with a glyph that the file gives no meaning (U+FFFD), or one of private use.
    pub unknown: u32,
    /// Capitals that are no syllable ("UBND").
    pub abbreviations: u32,
    /// Frequent words of the other language that has most of them.
    pub other: u32,
    /// Letters and digits, of all words.
    pub letters: u32,
}

impl Words {
    pub(super) fn of(text: &str) -> Words {
        let mut words = Words::default();
        let mut others = [0u32; 8];
        for word in text.split_whitespace() {
            words.letters += word.chars().filter(|&c| is_letter(c) || c.is_alphanumeric()).count() as u32;
            if word.contains(['@', '\\', '_', '=', '#']) || word.contains("//") {
                continue;
            }
            for part in word.split(is_between_parts).filter(|part| !part.is_empty()) {
                words.add(part, &mut others);
            }
        }
        words.other = others.into_iter().max().unwrap_or(0);
        words
    }

    fn add(&mut self, part: &str, others: &mut [u32]) {
        match class(part) {
            None => {}
            Some(Class::Abbreviation) => self.abbreviations += 1,
            Some(Class::Unknown) => self.unknown += 1,
            Some(Class::Odd) => self.odd += 1,
            Some(Class::Plain(lower)) => {
                for &row in layers().languages(&lower) {
                    others.get_mut(row).into_iter().for_each(|count| *count += 1);
                }
                *(if is_syllable(&lower) { &mut self.plain } else { &mut self.foreign }) += 1;
            }
            Some(Class::Marked(word)) => {
                for &row in layers().languages(&word) {
                    others.get_mut(row).into_iter().for_each(|count| *count += 1);
                }
                *(if is_syllable(&word) { &mut self.marked } else { &mut self.misspelt }) += 1;
            }
        }
    }

    /// All words but abbreviations.
    pub(super) fn all(&self) -> u32 {
        self.marked + self.plain + self.foreign + self.wrong()
    }

    /// Words that no language would have so.
    pub(super) fn wrong(&self) -> u32 {
        self.misspelt + self.odd + self.unknown
    }
}

/// Signs that stand between words that are written together: "kinh tế-xã hội", "và/hoặc".
fn is_between_parts(c: char) -> bool {
    matches!(
        c,
        '-' | '/'
            | '.'
            | ','
            | ';'
            | ':'
            | '('
            | ')'
            | '['
            | ']'
            | '"'
            | '\''
            | '…'
            | '“'
            | '”'
            | '‘'
            | '’'
            | '«'
            | '»'
            | '–'
            | '—'
            | '\u{AD}'
            | '\u{2010}'
            | '\u{2011}'
            | '|'
            | '•'
            | '●'
            | '·'
            | '\u{200B}'
            | '\u{FEFF}'
    )
}

enum Class {
    Unknown,
    Odd,
    Abbreviation,
    /// In small letters.
    Plain(String),
    Marked(String),
}

/// `None` for what is no word: numbers, single letters, signs, words of another script.
fn class(part: &str) -> Option<Class> {
    let inside = part.trim_matches(|c: char| {
        (!is_letter(c) && !matches!(c, '\u{300}'..='\u{36F}' | '\u{FFFD}' | '\u{E000}'..='\u{F8FF}'))
            || is_ordinal(c)
    });
    let letters = inside.chars().filter(|&c| is_letter(c)).count();
    let unknown = inside.chars().filter(|&c| matches!(c, '\u{FFFD}' | '\u{E000}'..='\u{F8FF}')).count();
    if unknown > 0 {
        return (letters > 0 || unknown > 1).then_some(Class::Unknown);
    }
    // Glyph numbers as characters leave words of signs and digits alone ("7+1*").
    if letters < 2 {
        return None;
    }
    if inside.is_ascii() {
        if inside.bytes().all(|b| b.is_ascii_alphabetic()) {
            let is_abbreviation = inside.bytes().all(|b| b.is_ascii_uppercase()) && !is_syllable(inside);
            return Some(if is_abbreviation {
                Class::Abbreviation
            } else {
                Class::Plain(inside.to_ascii_lowercase())
            });
        }
        return is_odd_ascii(inside).then_some(Class::Odd);
    }
    let lower: String =
        if is_nfc(inside) { inside.to_lowercase() } else { inside.nfc().collect::<String>().to_lowercase() };
    let table = confusables();
    let meant: String = lower
        .chars()
        .flat_map(|c| match table.letter(c) {
            Some(other) if other.place != Where::Word => other.to.to_lowercase().chars().collect(),
            _ => vec![c],
        })
        .collect();
    if meant.chars().all(|c| c == 'đ' || c.is_ascii_alphabetic())
        && inside.chars().all(char::is_uppercase)
        && !is_syllable(&meant)
    {
        return Some(Class::Abbreviation);
    }
    let is_latin =
        |c: char| matches!(c, 'a'..='z' | '\u{DF}'..='\u{17F}' | 'ơ' | 'ư' | '\u{1E00}'..='\u{1EFF}');
    let latin = meant.chars().filter(|&c| is_latin(c)).count();
    if latin == 0 {
        // Whole words of another script are another language.
        return None;
    }
    if latin < meant.chars().count() {
        return Some(Class::Odd);
    }
    Some(Class::Marked(meant))
}

/// Signs of Latin-1 that count as letters only by their class.
fn is_ordinal(c: char) -> bool {
    matches!(c, 'ª' | 'º')
}

/// Whether a word of ASCII has signs or digits among its letters, other than names and symbols do: "c6ng", "hi€m", "4X";
/// not "QH15", "m2", "CO2", "H'Drai", "R&D".
fn is_odd_ascii(word: &str) -> bool {
    let bytes = word.as_bytes();
    let is_small = |b: &u8| b.is_ascii_lowercase();
    let small = bytes.iter().filter(|b| is_small(b)).count();
    small >= 2
        && bytes.windows(3).any(|three| {
            let [before, inside, behind] = three else { return false };
            is_small(behind) && before.is_ascii_alphabetic() && !inside.is_ascii_alphabetic()
        })
}

/// The word as an encoding has it whose bytes were read as Latin-1 or windows-1252.
pub(super) fn decoded(text: &str, encoding: &Encoding) -> String {
    let byte = |c: char| encoding.alternate(c).or_else(|| byte_of(c));
    let mut out = String::with_capacity(text.len());
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        let Some(first) = byte(letter) else {
            out.push(letter);
            continue;
        };
        let pair = letters
            .peek()
            .filter(|c| !c.is_ascii())
            .and_then(|&c| byte(c))
            .and_then(|second| encoding.letter_of_pair(first, second));
        if let Some(pair) = pair {
            letters.next();
            out.push(pair);
        } else {
            out.push(encoding.letter(first).unwrap_or(letter));
        }
    }
    out
}
