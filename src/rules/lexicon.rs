//! The vocabulary of the rule tables.

use super::Symbol;
use super::fold::{fold, other_placement};
use crate::document::{Shape, TokenKind, WordId, scan};
use rustc_hash::FxHashMap;

/// Words to numbers. The usual spellings of a word (small, capital, large letters; both tone placements) are entered
/// as they stand, so that a look-up in running text folds nothing.
#[derive(Debug, Default, Clone)]
pub struct Lexicon {
    /// By [`key`].
    spellings: FxHashMap<u128, (WordId, Shape)>,
    /// The words that are longer than a key.
    long: FxHashMap<Box<str>, (WordId, Shape)>,
    words: Vec<Box<str>>,
}

impl Lexicon {
    /// The number of a word, in any of its usual spellings; unknown for what no table names.
    pub fn get(&self, word: &str) -> WordId {
        self.known(word).map_or(WordId::UNKNOWN, |(id, _)| id)
    }

    /// Like [`Lexicon::get`], for words set in mixed letters: folds before it looks.
    pub fn get_folded(&self, word: &str) -> WordId {
        self.get(&fold(word))
    }

    /// The number of a word in running text, whatever letters it is set in, and how it is set.
    pub fn look_up(&self, word: &str) -> (WordId, Shape) {
        if let Some(known) = self.known(word) {
            return known;
        }
        let shape = Shape::of(word);
        let rare_spelling = shape == Shape::Mixed || word.contains(['Ð', 'ð']);
        (if rare_spelling { self.get_folded(word) } else { WordId::UNKNOWN }, shape)
    }

    fn known(&self, word: &str) -> Option<(WordId, Shape)> {
        match key(word) {
            Some(key) => self.spellings.get(&key),
            None => self.long.get(word),
        }
        .copied()
    }

    /// The folded word of a number; empty for the unknown word.
    pub fn word(&self, id: WordId) -> &str {
        id.0.checked_sub(1).and_then(|index| self.words.get(usize::from(index))).map_or("", |word| word)
    }

    /// The symbols of a phrase, its words entered into the vocabulary. Numbers cannot stand in phrases.
    pub(super) fn symbols(&mut self, phrase: &str) -> Vec<Symbol> {
        let mut symbols = Vec::new();
        scan(phrase, |kind, range| match kind {
            TokenKind::Word => symbols.push(Symbol(self.insert(&phrase[range]).0)),
            kind => symbols.extend(Symbol::of_mark(kind)),
        });
        symbols
    }

    /// Enters a word; the same word in another spelling has the same number.
    pub(super) fn insert(&mut self, word: &str) -> WordId {
        let folded = fold(word);
        if let Some((id, _)) = self.known(&folded) {
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
                match key(&form) {
                    Some(key) => self.spellings.insert(key, (id, shape)),
                    None => self.long.insert(form.into_boxed_str(), (id, shape)),
                };
            }
        }
        self.words.push(folded.into_boxed_str());
        id
    }
}

/// The bytes of a word of at most 16, as one number: syllables of Vietnamese have no more than 10. No word has a NUL.
fn key(word: &str) -> Option<u128> {
    let bytes = word.as_bytes();
    let shift = |by: usize| 8 * (bytes.len() - by);
    if bytes.len() > 16 {
        None
    } else if let (Some(head), Some(tail)) = (bytes.first_chunk(), bytes.last_chunk()) {
        // The two overlap, and there they are the same.
        Some(u128::from(u64::from_le_bytes(*head)) | u128::from(u64::from_le_bytes(*tail)) << shift(8))
    } else if let (Some(head), Some(tail)) = (bytes.first_chunk(), bytes.last_chunk()) {
        Some(u128::from(u32::from_le_bytes(*head)) | u128::from(u32::from_le_bytes(*tail)) << shift(4))
    } else {
        Some(bytes.iter().rev().fold(0, |key, &byte| key << 8 | u128::from(byte)))
    }
}

/// Numbers above this stand for punctuation in phrases.
const MAX_WORDS: u16 = 0xFE00;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_holds_every_byte_of_a_word() {
        let word = "Môndulkiri, Rê";
        let mut keys: Vec<_> =
            (0..=word.len()).filter_map(|end| word.get(..end)).map(|word| key(word).unwrap()).collect();
        for (word, key) in (0..=word.len()).filter_map(|end| word.get(..end)).zip(&keys) {
            assert_eq!(key.to_le_bytes()[..word.len()], *word.as_bytes(), "{word}");
        }
        keys.dedup();
        assert_eq!(keys.len(), word.chars().count() + 1);
        assert_eq!(key("NGHIÊNGNGHIÊNGNGHIÊNG"), None);
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
