//! The words of a document without marks, as a `tsvector` has them.
//!
//! What a word is, is the same as in the search index: runs of letters or of digits, without marks, d for đ. The function
//! `bo_dau` of `sql/functions.sql` says the same in SQL for queries; a test compares the two letter by letter.

use super::encode::Rows;
use crate::write::wire::{Record, Section};
use rustc_hash::FxHashMap;
use unicode_normalization::UnicodeNormalization;

/// What a word counts, by where it stands: the two highest bits of its position.
#[derive(Debug, Clone, Copy)]
enum Weight {
    /// Number and title.
    Title = 3,
    /// Headings.
    Heading = 2,
    /// Issuer, kind, signer.
    Name = 1,
    Text = 0,
}

/// The highest position that the server knows; words behind it all stand there.
const LAST: u32 = 16_383;
/// The most positions of one word.
const POSITIONS: usize = 255;
/// Letters of the longest word that is kept.
const LONGEST: usize = 48;
/// What the words and positions of one document may take: a `tsvector` holds 1 MiB.
const MOST: usize = 1_000_000;

/// The words of one document after another.
#[derive(Default)]
pub struct Words {
    positions: FxHashMap<Box<str>, Vec<u16>>,
    at: u32,
    bytes: usize,
    plain: String,
}

impl Words {
    /// Puts the words of a record as a field; what the server cannot hold of a very long one is left out.
    pub fn put(&mut self, record: &Record, rows: &mut Rows) {
        self.positions.clear();
        (self.at, self.bytes) = (0, 0);
        let header = &record.header;
        if let Some(number) = &header.number {
            self.read(&number.text, Weight::Title);
        }
        if let Some(title) = &header.title {
            self.read(&title.text, Weight::Title);
        }
        if let Some(kind) = &header.doc_type {
            self.read(&kind.name, Weight::Name);
        }
        for issuer in header.issuer.iter().chain(&header.co_issuers) {
            self.read(&issuer.name, Weight::Name);
        }
        // No recursion: depth is the document's choice.
        let mut open: Vec<std::slice::Iter<'_, Section>> = vec![record.sections.iter()];
        while let Some(siblings) = open.last_mut() {
            let Some(section) = siblings.next() else {
                open.pop();
                continue;
            };
            for label in [&section.label, &section.heading].into_iter().flatten() {
                self.read(label, Weight::Heading);
            }
            self.read(&section.text, Weight::Text);
            open.push(section.children.iter());
        }
        for recipient in &record.recipients {
            self.read(&recipient.name, Weight::Text);
        }
        for signature in record.signature.iter().chain(&record.co_signatures) {
            for words in [&signature.position, &signature.name].into_iter().flatten() {
                self.read(words, Weight::Name);
            }
        }
        for note in &record.footnotes {
            self.read(&note.text, Weight::Text);
        }
        // The server has them in the order of their bytes, and sorts what comes otherwise.
        let mut words: Vec<(&str, &[u16])> =
            self.positions.iter().map(|(word, positions)| (&**word, &positions[..])).collect();
        words.sort_unstable_by_key(|(word, _)| *word);
        rows.tsvector(words.into_iter());
    }

    /// Reads a text whose words are no neighbours of those before.
    fn read(&mut self, text: &str, weight: Weight) {
        self.at += 1;
        let mut plain = std::mem::take(&mut self.plain);
        plain.clear();
        put_plain(text, &mut plain);
        plain.split(' ').filter(|word| !word.is_empty()).for_each(|word| self.put_word(word, weight));
        self.plain = plain;
    }

    fn put_word(&mut self, word: &str, weight: Weight) {
        self.at += 1;
        let position = (weight as u16) << 14 | self.at.min(LAST) as u16;
        if let Some(positions) = self.positions.get_mut(word) {
            let is_new = positions.last().is_none_or(|last| last & 0x3FFF != position & 0x3FFF);
            if is_new && positions.len() < POSITIONS && self.bytes < MOST {
                positions.push(position);
                self.bytes += 2;
            }
            return;
        }
        // The word, its count of positions, the first of them, and what aligns them.
        let bytes = word.len() + 6;
        if word.chars().nth(LONGEST).is_none() && self.bytes + bytes < MOST {
            self.bytes += bytes;
            self.positions.insert(word.into(), vec![position]);
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Class {
    Letter,
    Digit,
    Other,
}

impl Class {
    /// Of a letter without marks, in lower case.
    fn of(letter: char) -> Class {
        match letter {
            'a'..='z' | 'A'..='Z' => Class::Letter,
            '0'..='9' => Class::Digit,
            _ if is_foreign(letter) => Class::Letter,
            _ => Class::Other,
        }
    }
}

/// Letters of other scripts: all beyond Latin-1's signs but the blocks of punctuation, symbols and private use. The same
/// ranges stand in `sql/functions.sql`.
fn is_foreign(letter: char) -> bool {
    matches!(letter, '\u{c0}'..='\u{d6}' | '\u{d8}'..='\u{f6}' | '\u{f8}'..='\u{1fff}' | '\u{2c00}'..='\u{2dff}'
        | '\u{3040}'..='\u{d7ff}' | '\u{f900}'..='\u{fdff}' | '\u{fe70}'..='\u{feff}')
}

/// A letter beyond ASCII without its marks, in lower case where that is ASCII; nothing of a mark that stands alone.
fn bare(letter: char) -> impl Iterator<Item = char> {
    let is_mark = |letter: &char| matches!(letter, '\u{300}'..='\u{36f}');
    std::iter::once(letter).nfd().filter(move |letter| !is_mark(letter)).map(|letter| match letter {
        '¹' => '1',
        '²' => '2',
        '³' => '3',
        'đ' | 'Đ' | 'ð' | 'Ð' | 'Ɖ' => 'd',
        _ => letter.to_ascii_lowercase(),
    })
}

/// A text as it is searched: its words without marks, a space between them. `bo_dau` of the database gives the same.
pub fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    put_plain(text, &mut plain);
    plain
}

fn put_plain(text: &str, to: &mut String) {
    let mut last = Class::Other;
    let mut put = |letter: char| {
        let class = Class::of(letter);
        if class != Class::Other {
            if class != last && !to.is_empty() {
                to.push(' ');
            }
            to.push(letter);
        }
        last = class;
    };
    for letter in text.chars() {
        if letter.is_ascii() {
            put(letter.to_ascii_lowercase());
        } else {
            bare(letter).for_each(&mut put);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_have_no_marks() {
        for (text, wanted) in [
            ("Kế hoạch THI ĐUA", "ke hoach thi dua"),
            ("Hoà, hòa", "hoa hoa"),
            ("34-CT/TW", "34 ct tw"),
            ("34CT/TW", "34 ct tw"),
            ("QĐ-UBND", "qd ubnd"),
            ("120 m² (24,04%)", "120 m 2 24 04"),
            ("Ke\u{302}\u{301} hoa\u{323}ch", "ke hoach"),
            ("… – ;", ""),
            ("\u{301}", ""),
            ("ພາສາ", "ພາສາ"),
        ] {
            assert_eq!(plain(text), wanted, "{text}");
        }
    }
}
