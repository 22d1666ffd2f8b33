//! Characters and words that stand for others.
//!
//! Facts that no one overrides, so they are no part of [`super::Rules`].

use rustc_hash::FxHashMap;
use serde::Deserialize;
use std::sync::LazyLock;

/// Where a look-alike is put right.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Where {
    Always,
    /// In a text that has Vietnamese letters.
    Vietnamese,
    /// In a word that has Latin letters; in Vietnamese text also in words of nothing but look-alikes, if it has no
    /// other letters of that script.
    Word,
    /// In a text without Chinese, Japanese and Korean letters.
    Latin,
}

/// What a character stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Confusable {
    pub to: &'static str,
    pub place: Where,
    /// Tells of a program that put wrong letters all over the text, which the record should say.
    pub reported: bool,
}

/// The tables.
#[derive(Debug, Default)]
pub struct Confusables {
    letters: FxHashMap<char, Confusable>,
    words: FxHashMap<&'static str, (&'static str, bool)>,
    rows: Vec<Row>,
}

/// One row, for the tests.
#[derive(Debug, Deserialize)]
pub struct Row {
    pub id: String,
    #[serde(rename = "where")]
    place: Where,
    #[serde(default)]
    reported: bool,
    #[serde(default)]
    letters: Vec<String>,
    #[serde(default)]
    words: Vec<String>,
    pub source: String,
    /// Texts, and what becomes of them.
    #[serde(default)]
    pub find: Vec<(String, String)>,
    /// Texts that stay.
    #[serde(default)]
    pub leave: Vec<String>,
}

/// The embedded tables.
pub fn confusables() -> &'static Confusables {
    &CONFUSABLES
}

static CONFUSABLES: LazyLock<Confusables> =
    LazyLock::new(|| Confusables::load().expect("the embedded table loads: tested below"));

impl Confusables {
    pub fn letter(&self, letter: char) -> Option<Confusable> {
        self.letters.get(&letter).copied()
    }

    /// The word that is meant by one in capitals, and whether that is reported as [`Confusable::reported`].
    pub fn word(&self, word: &str) -> Option<(&'static str, bool)> {
        self.words.get(word).copied()
    }

    pub fn rows(&self) -> &[Row] {
        &self.rows
    }

    fn load() -> Option<Confusables> {
        #[derive(Deserialize)]
        struct File {
            row: Vec<Row>,
        }
        let file: File = toml::from_str(include_str!("../../rules/confusables.toml")).ok()?;
        let mut tables = Confusables::default();
        for row in &file.row {
            for pair in &row.letters {
                let (from, to) = pair.split_once(' ')?;
                let to: &'static str = to.to_owned().leak();
                tables.letters.insert(
                    from.chars().next()?,
                    Confusable { to, place: row.place, reported: row.reported },
                );
            }
            for pair in &row.words {
                let (from, to) = pair.split_once(' ')?;
                tables.words.insert(from.to_owned().leak(), (to.to_owned().leak(), row.reported));
            }
        }
        // Letters, digits and signs of full width (U+FF01-FF5E) stand for those of ASCII.
        for code in 0xFF01..=0xFF5E_u32 {
            let to: &'static str = char::from((code - 0xFEE0) as u8).to_string().leak();
            tables
                .letters
                .insert(char::from_u32(code)?, Confusable { to, place: Where::Latin, reported: false });
        }
        tables.rows = file.row;
        Some(tables)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_loads_and_every_row_has_examples() {
        let tables = Confusables::load().expect("loads");
        for row in tables.rows() {
            assert!(!row.source.is_empty() && !row.find.is_empty(), "{}", row.id);
            assert!(!row.letters.is_empty() || !row.words.is_empty(), "{}", row.id);
        }
        assert_eq!(tables.letter('Ａ').map(|c| c.to), Some("A"));
        assert_eq!(tables.word("HÕA"), Some(("HÒA", true)));
    }
}
