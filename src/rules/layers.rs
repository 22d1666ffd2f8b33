//! What tells about the text layer of a page: words of other languages, and those of a signature's stamp.
//!
//! Facts that no one overrides, so they are no part of [`super::Rules`].

use rustc_hash::FxHashMap;
use serde::Deserialize;
use std::sync::LazyLock;

/// What the words of a row are a sign of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LayerKind {
    /// Text in another language.
    Language,
    /// A line of a digital signature's stamp.
    Stamp,
}

/// One row.
#[derive(Debug, Deserialize)]
pub struct LayerRow {
    pub id: String,
    pub kind: LayerKind,
    /// In small letters.
    pub words: Vec<String>,
    pub source: String,
    pub find: Vec<String>,
    #[serde(default)]
    pub leave: Vec<String>,
}

/// The embedded table.
#[derive(Debug)]
pub struct Layers {
    rows: Vec<LayerRow>,
    /// The rows of the languages by word.
    languages: FxHashMap<String, Vec<usize>>,
}

/// The embedded table.
pub fn layers() -> &'static Layers {
    static LAYERS: LazyLock<Layers> =
        LazyLock::new(|| Layers::load().expect("the embedded table loads: tested below"));
    &LAYERS
}

impl Layers {
    fn load() -> Option<Layers> {
        #[derive(Deserialize)]
        struct File {
            row: Vec<LayerRow>,
        }
        let file: File = toml::from_str(include_str!("../../rules/layers.toml")).ok()?;
        let mut languages: FxHashMap<String, Vec<usize>> = FxHashMap::default();
        for (index, row) in file.row.iter().enumerate().filter(|(_, row)| row.kind == LayerKind::Language) {
            for word in &row.words {
                languages.entry(word.clone()).or_default().push(index);
            }
        }
        Some(Layers { rows: file.row, languages })
    }

    pub fn rows(&self) -> &[LayerRow] {
        &self.rows
    }

    /// The rows of the languages that have this word, which is in small letters, among their frequent ones.
    pub fn languages(&self, word: &str) -> &[usize] {
        self.languages.get(word).map_or(&[], Vec::as_slice)
    }

    /// Whether a line begins as one of a signature's stamp does.
    pub fn is_stamp(&self, line: &str) -> bool {
        let line = line.trim_start().to_lowercase();
        let stamps = self.rows.iter().filter(|row| row.kind == LayerKind::Stamp);
        stamps.flat_map(|row| &row.words).any(|words| {
            line.strip_prefix(words.as_str()).is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::syllables::is_syllable;

    #[test]
    fn words_of_other_languages_are_no_syllables() {
        let mut wrong = Vec::new();
        for row in layers().rows() {
            assert!(!row.source.is_empty() && !row.words.is_empty() && !row.find.is_empty(), "{}", row.id);
            for word in &row.words {
                assert_eq!(*word, word.to_lowercase());
                let is_foreign = row.kind == LayerKind::Stamp || !is_syllable(word);
                wrong.extend((!is_foreign).then_some(word));
            }
        }
        assert!(wrong.is_empty(), "syllables: {wrong:?}");
    }
}
