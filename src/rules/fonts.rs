//! Fonts of legacy encodings, by their names.
//!
//! Facts that no one overrides, so they are no part of [`super::Rules`].

use super::encodings::{Encoding, encoding};
use serde::Deserialize;
use std::sync::LazyLock;

/// What the name of a font says of its text.
#[derive(Debug, Clone, Copy)]
pub struct Face {
    pub encoding: &'static Encoding,
    /// Shows small letters as capitals.
    pub capitals: bool,
}

/// One row of the table.
#[derive(Debug, Deserialize)]
pub struct FontRow {
    pub id: String,
    pub encoding: String,
    pub patterns: Vec<String>,
    #[serde(default)]
    pub capitals: Vec<String>,
    pub source: String,
    /// Names of the row; "=capitals" stands behind those of capitals.
    pub find: Vec<String>,
    pub leave: Vec<String>,
}

/// What the name of a font says, as a file spells it; `None` for fonts of Unicode and unknown ones.
pub fn face(name: &str) -> Option<Face> {
    let (row, capitals) = row_of(name)?;
    Some(Face { encoding: encoding(&row.encoding)?, capitals })
}

/// The row that the name of a font belongs to, and whether the font shows capitals.
fn row_of(name: &str) -> Option<(&'static FontRow, bool)> {
    let name: String = name.chars().filter(|c| !c.is_whitespace()).flat_map(char::to_lowercase).collect();
    let row = FONTS.iter().find(|row| row.patterns.iter().any(|pattern| fits(&name, pattern)))?;
    let stem = stem(&name);
    Some((row, row.capitals.iter().any(|end| stem.ends_with(end.as_str()))))
}

fn fits(name: &str, pattern: &str) -> bool {
    match pattern.split_once('*') {
        Some((start, end)) => name.strip_prefix(start).is_some_and(|rest| rest.ends_with(end)),
        None => name == pattern,
    }
}

/// The name without the words for weight and slope that programs put behind it.
fn stem(name: &str) -> &str {
    let mut stem = name.split(',').next().unwrap_or(name);
    loop {
        let cut = ["bold", "italic", "oblique", "regular", "normal", "psmt", "mt", "-", "_"]
            .into_iter()
            .find_map(|word| stem.strip_suffix(word));
        match cut {
            Some(rest) => stem = rest,
            None => return stem,
        }
    }
}

static FONTS: LazyLock<Vec<FontRow>> =
    LazyLock::new(|| load().expect("the embedded table loads: tested below"));

fn load() -> Option<Vec<FontRow>> {
    #[derive(Deserialize)]
    struct File {
        row: Vec<FontRow>,
    }
    toml::from_str::<File>(include_str!("../../rules/fonts.toml")).ok().map(|file| file.row)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_finds_its_fonts_and_leaves_the_others() {
        for row in load().expect("loads") {
            assert!(
                encoding(&row.encoding).is_some() && !row.source.is_empty() && !row.find.is_empty(),
                "{}",
                row.id
            );
            for example in &row.find {
                let (name, capitals) = match example.split_once('=') {
                    Some((name, _)) => (name, true),
                    None => (example.as_str(), false),
                };
                let found = row_of(name).map(|(found, capitals)| (found.id.as_str(), capitals));
                assert_eq!(found, Some((row.id.as_str(), capitals)), "{name}");
            }
            for name in &row.leave {
                assert_ne!(row_of(name).map(|(found, _)| found.id.as_str()), Some(row.id.as_str()), "{name}");
            }
        }
    }
}
