//! The vocabulary of the rule tables.

use super::Symbol;
use super::fold::{fold, other_placement};
use crate::document::{Shape, TokenKind, WordId, scan};
use rustc_hash::FxHashMap;

/// Words to numbers. The usual spellings of a word (small, capital, large letters; both tone placements) are entered
/// as they stand, so that a look-up in running text folds nothing.
#[derive(Debug, Default, Clone)]
pub struct Lexicon {
    spellings: FxHashMap<Box<str>, (WordId, Shape)>,
    words: Vec<Box<str>>,
}

impl Lexicon {
    /// The number of a word, in any of its usual spellings; unknown for what no table names.
    pub fn get(&self, word: &str) -> WordId {
        self.spellings.get(word).map_or(WordId::UNKNOWN, |&(id, _)| id)
    }

    /// Like [`Lexicon::get`], for words set in mixed letters: folds before it looks.
    pub fn get_folded(&self, word: &str) -> WordId {
        self.get(&fold(word))
    }

    /// The number of a word in running text, whatever letters it is set in, and how it is set.
    pub fn look_up(&self, word: &str) -> (WordId, Shape) {
        if let Some(&known) = self.spellings.get(word) {
            return known;
        }
        let shape = Shape::of(word);
        let rare_spelling = shape == Shape::Mixed || word.contains(['Ð', 'ð']);
        (if rare_spelling { self.get_folded(word) } else { WordId::UNKNOWN }, shape)
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
        if let Some(&(id, _)) = self.spellings.get(folded.as_str()) {
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
                self.spellings.insert(form.into_boxed_str(), (id, shape));
            }
        }
        self.words.push(folded.into_boxed_str());
        id
    }
}

/// Numbers above this stand for punctuation in phrases.
const MAX_WORDS: u16 = 0xFE00;

#[cfg(test)]
mod tests {
    use super::*;

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
