//! The vocabulary of the rule tables.

use super::Symbol;
use super::fold::{fold, other_placement};
use crate::document::{Scan, Shape, TokenKind, WordId, WordKey, scan};
use rustc_hash::FxHashMap;

/// Words to numbers. The usual spellings of a word (small, capital, large letters; both tone placements) are entered
/// as they stand, so that a look-up in running text folds nothing.
#[derive(Debug, Default, Clone)]
pub struct Lexicon {
    spellings: Spellings,
    /// The words that are longer than a key.
    long: FxHashMap<Box<str>, (WordId, Shape)>,
    words: Vec<Box<str>>,
}

impl Lexicon {
    /// The number of a word, in any of its usual spellings; unknown for what no table names.
    pub fn get(&self, word: &str) -> WordId {
        self.spelling(word).map_or(WordId::UNKNOWN, |(id, _)| id)
    }

    /// Like [`Lexicon::get`], for words set in mixed letters: folds before it looks.
    pub fn get_folded(&self, word: &str) -> WordId {
        self.get(&fold(word))
    }

    /// The number of a word in running text, whatever letters it is set in, and how it is set.
    pub fn look_up(&self, word: &str) -> (WordId, Shape) {
        self.spelling(word).unwrap_or_else(|| {
            let shape = Shape::of(word);
            let rare_spelling = shape == Shape::Mixed || word.contains(['Ð', 'ð']);
            (if rare_spelling { self.get_folded(word) } else { WordId::UNKNOWN }, shape)
        })
    }

    /// The number of a word, and how it is set, by the bytes of one of its usual spellings; `None` also for long ones.
    #[inline]
    pub fn known(&self, WordKey(key): WordKey) -> Option<(WordId, Shape)> {
        if key >> KEY_BITS == 0 { self.spellings.get(key) } else { None }
    }

    fn spelling(&self, word: &str) -> Option<(WordId, Shape)> {
        match short_key(word) {
            Some(key) => self.spellings.get(key),
            None => self.long.get(word).copied(),
        }
    }

    /// The folded word of a number; empty for the unknown word.
    pub fn word(&self, id: WordId) -> &str {
        id.0.checked_sub(1).and_then(|index| self.words.get(usize::from(index))).map_or("", |word| word)
    }

    /// The symbols of a phrase, its words entered into the vocabulary. Numbers cannot stand in phrases.
    pub(super) fn symbols(&mut self, phrase: &str) -> Vec<Symbol> {
        let mut symbols = Vec::new();
        scan(phrase, |kind, range| match kind {
            TokenKind::Word => symbols.extend(Symbol::of_word(self.insert(&phrase[range]))),
            kind => symbols.extend(Symbol::of_mark(kind)),
        });
        symbols
    }

    /// Enters the word that a phrase begins with, if it begins with one.
    pub(super) fn enter_first(&mut self, phrase: &str) {
        if let Some((TokenKind::Word, range)) = Scan::new(phrase).next() {
            self.insert(&phrase[range]);
        }
    }

    /// Enters a word; the same word in another spelling has the same number.
    pub(super) fn insert(&mut self, word: &str) -> WordId {
        let folded = fold(word);
        if let Some((id, _)) = self.spelling(&folded) {
            return id;
        }
        let id = WordId(u16::try_from(self.words.len() + 1).unwrap_or(u16::MAX).min(MAX_WORDS));
        for spelling in [Some(folded.clone()), other_placement(&folded)].into_iter().flatten() {
            let upper = spelling.to_uppercase();
            let capital = spelling
                .chars()
                .take(1)
                .flat_map(char::to_uppercase)
                .chain(spelling.chars().skip(1))
                .collect::<String>();
            for form in [spelling, capital, upper] {
                let shape = Shape::of(&form);
                match short_key(&form) {
                    Some(key) => self.spellings.insert(key, (id, shape)),
                    None => {
                        self.long.insert(form.into_boxed_str(), (id, shape));
                    }
                }
            }
        }
        self.words.push(folded.into_boxed_str());
        id
    }
}

/// Spellings by [`key`]: a hash table with open addresses, at most a quarter full, so that most look-ups end at the
/// first place.
#[derive(Debug, Default, Clone)]
struct Spellings {
    /// A power of two of them, or none.
    slots: Vec<Slot>,
    len: usize,
}

/// A key, and in the bits above it the word's number and shape: four slots are a line of the cache. The key 0, of the
/// empty word, is a free slot.
#[derive(Debug, Default, Clone, Copy)]
struct Slot(u128);

impl Slot {
    fn new(key: u128, word: WordId, shape: Shape) -> Slot {
        Slot(key | u128::from(word.0) << KEY_BITS | (shape as u128) << (KEY_BITS + 16))
    }

    #[inline]
    fn key(self) -> u128 {
        self.0 & ((1 << KEY_BITS) - 1)
    }

    #[inline]
    fn found(self) -> (WordId, Shape) {
        let shape = match (self.0 >> (KEY_BITS + 16)) as u8 & 3 {
            0 => Shape::Lower,
            1 => Shape::Capital,
            2 => Shape::Upper,
            _ => Shape::Mixed,
        };
        (WordId((self.0 >> KEY_BITS) as u16), shape)
    }
}

/// Bytes of a word that has a key: syllables of Vietnamese have no more than 10.
const LONGEST_KEY: usize = 12;
const KEY_BITS: usize = 8 * LONGEST_KEY;

impl Spellings {
    #[inline]
    fn get(&self, key: u128) -> Option<(WordId, Shape)> {
        let mask = self.slots.len().wrapping_sub(1);
        let mut at = hash(key) & mask;
        loop {
            let slot = self.slots.get(at)?;
            if slot.key() == key {
                // A free slot, which the empty word is found in, has the number of unknown words.
                return Some(slot.found());
            }
            if slot.0 == 0 {
                return None;
            }
            at = (at + 1) & mask;
        }
    }

    fn insert(&mut self, key: u128, (word, shape): (WordId, Shape)) {
        if self.len * 4 >= self.slots.len() {
            let slots = vec![Slot::default(); (self.slots.len() * 2).max(1 << 10)];
            let before = std::mem::replace(&mut self.slots, slots);
            self.len = 0;
            before.into_iter().filter(|slot| slot.0 != 0).for_each(|slot| self.put(slot));
        }
        self.put(Slot::new(key, word, shape));
    }

    /// There is a free slot.
    fn put(&mut self, slot: Slot) {
        let mask = self.slots.len() - 1;
        let mut at = hash(slot.key()) & mask;
        while self.slots[at].0 != 0 && self.slots[at].key() != slot.key() {
            at = (at + 1) & mask;
        }
        self.len += usize::from(self.slots[at].0 == 0);
        self.slots[at] = slot;
    }
}

/// Both halves of the product of both halves of a key: every bit of it depends on every bit of the key.
#[inline]
fn hash(key: u128) -> usize {
    let (low, high) = (key as u64 ^ 0x9E37_79B9_7F4A_7C15, (key >> 64) as u64 ^ 0xD6E8_FEB8_6659_FD93);
    let product = u128::from(low) * u128::from(high);
    (product as u64 ^ (product >> 64) as u64) as usize
}

/// The key of a word of at most [`LONGEST_KEY`] bytes.
fn short_key(word: &str) -> Option<u128> {
    WordKey::of(word).filter(|_| word.len() <= LONGEST_KEY).map(|WordKey(key)| key)
}

/// So many words are told apart: in phrases the marks are numbered before them, within the same sixteen bits.
const MAX_WORDS: u16 = 0xFE00;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_all_lengths_are_told_apart() {
        let mut lexicon = Lexicon::default();
        let word = "nghiêngnghiêngnghiêng";
        let ends = || (1..=word.len()).filter(|&end| word.is_char_boundary(end));
        let ids: Vec<_> = ends().map(|end| lexicon.insert(&word[..end])).collect();
        for (end, &id) in ends().zip(&ids) {
            assert_eq!(lexicon.get(&word[..end]), id, "{end}");
        }
        assert!(ids.is_sorted_by(|one, next| one < next));
    }

    #[test]
    fn every_word_is_found_however_many_there_are() {
        let mut lexicon = Lexicon::default();
        let word = |number: u32| format!("từ{number}");
        let ids: Vec<_> = (0..3000).map(|number| lexicon.insert(&word(number))).collect();
        for (number, id) in (0..3000).zip(ids) {
            assert_eq!(lexicon.get(&word(number)), id);
            assert_eq!(lexicon.word(id), word(number));
        }
        assert_eq!(lexicon.get("từ"), WordId::UNKNOWN);
        assert_eq!(lexicon.get(""), WordId::UNKNOWN);
        assert_eq!(Lexicon::default().get("từ"), WordId::UNKNOWN);
    }

    #[test]
    fn spellings_of_a_word_share_its_number() {
        let mut lexicon = Lexicon::default();
        let id = lexicon.insert("ủy");
        for spelling in ["ủy", "Ủy", "ỦY", "uỷ", "Uỷ", "UỶ"] {
            assert_eq!(lexicon.get(spelling), id, "{spelling}");
        }
        assert_eq!(lexicon.insert("Uỷ"), id);
        assert_eq!(lexicon.get("uy"), WordId::UNKNOWN);
        assert_eq!(lexicon.get_folded("uỶ"), id);
        assert_eq!(lexicon.word(id), "ủy");
    }
}
