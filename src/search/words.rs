//! Text to words, the same for the index, the query and the passages shown: syllables of Vietnamese, runs of letters
//! or of digits elsewhere.
//!
//! Letters and digits part ("34CT" is 34, CT), whatever stands between them ("34-CT/TW" is 34, CT, TW): document
//! numbers are found however they are punctuated. Every word has two forms. The *exact* form is lower case, NFC, with
//! the tone mark in one place (hoà is hòa). The *bare* form has no marks at all and d for đ.

use crate::rules::{fold, strip_marks};
use rustc_hash::FxHashMap;
use std::sync::LazyLock;
use tantivy::tokenizer::{Token, TokenStream, Tokenizer};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// The two forms of one word.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Forms {
    /// "hòa"
    pub exact: Box<str>,
    /// "hoa"
    pub bare: Box<str>,
}

impl Forms {
    /// Those of a word as [`spans`] finds it.
    pub fn of(word: &str) -> Forms {
        // A word is cut at a length that no word of a language has; the index and the query cut alike.
        let cut = word.char_indices().nth(LONGEST).map_or(word.len(), |(at, _)| at);
        let word = &word[..cut];
        let exact = match word.is_ascii() {
            true => word.to_ascii_lowercase(),
            false => fold(&word.nfc().collect::<String>()).chars().map(plain_digit).collect(),
        };
        let bare = if exact.is_ascii() { exact.clone() } else { strip_marks(&exact) };
        // A word of marks alone is its own bare form: no word is empty.
        let bare = if bare.is_empty() { exact.clone() } else { bare };
        Forms { exact: exact.into(), bare: bare.into() }
    }

    /// Whether the word was typed with a mark (dấu) or đ.
    pub fn is_marked(&self) -> bool {
        self.exact != self.bare
    }
}

/// A word that no text has: it stands before a title, so that titles can be asked for that begin so.
pub const START: char = '\u{e000}';

/// Letters of the longest word that is kept whole.
const LONGEST: usize = 48;

/// "m²" is m2.
fn plain_digit(letter: char) -> char {
    match letter {
        '¹' => '1',
        '²' => '2',
        '³' => '3',
        _ => letter,
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Letter,
    Digit,
    Other,
}

fn class(letter: char) -> Class {
    match letter {
        'a'..='z' | 'A'..='Z' => Class::Letter,
        '0'..='9' => Class::Digit,
        _ if letter.is_ascii() => Class::Other,
        START => Class::Letter,
        _ if letter.is_alphabetic() || is_combining_mark(letter) => Class::Letter,
        _ if letter.is_numeric() => Class::Digit,
        _ => Class::Other,
    }
}

/// The classes of the letters that Vietnamese is written with, and of all before them: asking Unicode's tables for each letter of
/// an archive took a seventh of the time in which it is indexed.
static CLASSES: LazyLock<Vec<Class>> =
    LazyLock::new(|| (0..0x1F00).map(|letter| char::from_u32(letter).map_or(Class::Other, class)).collect());

/// Where the words of a text stand: half-open ranges of its UTF-8 bytes.
pub fn spans(text: &str) -> impl Iterator<Item = (usize, usize)> + '_ {
    let mut at = 0;
    std::iter::from_fn(move || next_word(text, &mut at))
}

/// The next word at or behind `at`, which moves behind it.
fn next_word(text: &str, at: &mut usize) -> Option<(usize, usize)> {
    let classes = CLASSES.as_slice();
    let class = |letter: char| classes.get(letter as usize).copied().unwrap_or_else(|| class(letter));
    let mut start = None;
    for (offset, letter) in text[*at..].char_indices() {
        let here = *at + offset;
        match (start, class(letter)) {
            (None, Class::Other) => {}
            (None, class) => start = Some((here, class)),
            (Some((_, first)), class) if first == class => {}
            (Some((from, _)), _) => {
                *at = here;
                return Some((from, here));
            }
        }
    }
    *at = text.len();
    start.map(|(from, _)| (from, text.len()))
}

/// The words of a text in both forms. For queries; the index remembers forms instead of making them anew.
pub fn words(text: &str) -> Vec<Forms> {
    spans(text).map(|(start, end)| Forms::of(&text[start..end])).collect()
}

/// Forms of words met before: a corpus has few different words.
#[derive(Clone, Default)]
pub struct Memory {
    forms: Vec<Forms>,
    /// Where in `forms` those of a word are.
    places: FxHashMap<Box<str>, usize>,
}

impl Memory {
    /// What is remembered at once, in words; beyond it all is forgotten.
    const MOST: usize = 1 << 15;

    pub fn forms(&mut self, word: &str) -> &Forms {
        let place = match self.places.get(word) {
            Some(place) => *place,
            None => {
                if self.forms.len() >= Self::MOST {
                    self.forms.clear();
                    self.places.clear();
                }
                self.forms.push(Forms::of(word));
                self.places.insert(word.into(), self.forms.len() - 1);
                self.forms.len() - 1
            }
        };
        &self.forms[place]
    }
}

/// Which form of its words a field holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Spelling {
    Exact,
    Bare,
}

impl Spelling {
    /// The name by which the index knows the tokenizer. It changes when words are made otherwise.
    pub fn tokenizer(self) -> &'static str {
        match self {
            Spelling::Exact => "words-exact",
            Spelling::Bare => "words-bare",
        }
    }

    pub fn of(self, forms: &Forms) -> &str {
        match self {
            Spelling::Exact => &forms.exact,
            Spelling::Bare => &forms.bare,
        }
    }
}

/// The words of a field, for tantivy. A line end keeps the words beside it from being neighbours.
#[derive(Clone)]
pub struct Words {
    spelling: Spelling,
    memory: Memory,
    token: Token,
}

impl Words {
    pub fn new(spelling: Spelling) -> Words {
        Words { spelling, memory: Memory::default(), token: Token::default() }
    }
}

impl Tokenizer for Words {
    type TokenStream<'a> = Stream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Stream<'a> {
        self.token.reset();
        Stream { text, at: 0, words: self }
    }
}

pub struct Stream<'a> {
    text: &'a str,
    at: usize,
    words: &'a mut Words,
}

impl TokenStream for Stream<'_> {
    fn advance(&mut self) -> bool {
        let behind = self.at;
        let Some((start, end)) = next_word(self.text, &mut self.at) else {
            return false;
        };
        let Words { spelling, memory, token } = &mut *self.words;
        let gap = usize::from(self.text.as_bytes()[behind..start].contains(&b'\n'));
        token.position = token.position.wrapping_add(1 + gap);
        token.offset_from = start;
        token.offset_to = end;
        token.text.clear();
        token.text.push_str(spelling.of(memory.forms(&self.text[start..end])));
        true
    }

    fn token(&self) -> &Token {
        &self.words.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.words.token
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_have_an_exact_and_a_bare_form() {
        for (text, exact, bare) in [
            ("Kế hoạch THI ĐUA", "kế hoạch thi đua", "ke hoach thi dua"),
            ("Hoà, hòa", "hòa hòa", "hoa hoa"),
            ("34-CT/TW", "34 ct tw", "34 ct tw"),
            ("34CT/TW", "34 ct tw", "34 ct tw"),
            ("QĐ-UBND", "qđ ubnd", "qd ubnd"),
            ("120 m² (24,04%)", "120 m 2 24 04", "120 m 2 24 04"),
            ("Ke\u{302}\u{301} hoa\u{323}ch", "kế hoạch", "ke hoach"),
            ("...", "", ""),
            ("\u{301}", "\u{301}", "\u{301}"),
        ] {
            let words = words(text);
            let join = |spelling: Spelling| {
                words.iter().map(|forms| spelling.of(forms)).collect::<Vec<_>>().join(" ")
            };
            assert_eq!(join(Spelling::Exact), exact, "{text}");
            assert_eq!(join(Spelling::Bare), bare, "{text}");
        }
    }

    #[test]
    fn a_line_end_parts_neighbours() {
        let mut words = Words::new(Spelling::Bare);
        let mut stream = words.token_stream("một hai\n\nba bốn");
        let mut seen = Vec::new();
        stream.process(&mut |token| seen.push((token.position, token.text.clone())));
        assert_eq!(
            seen,
            [(0, "mot".to_owned()), (1, "hai".to_owned()), (3, "ba".to_owned()), (4, "bon".to_owned())]
        );
    }

    #[test]
    fn words_without_end_are_cut() {
        let long = "ê".repeat(10_000);
        assert_eq!(words(&long)[0].bare.len(), LONGEST);
    }
}
