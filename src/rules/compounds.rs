//! Words of two syllables whose marks recognition loses, from `rules/compounds.toml`.

use super::syllables::without_marks;
use rustc_hash::FxHashMap;
use serde::Deserialize;
use std::sync::LazyLock;
use unicode_normalization::UnicodeNormalization;

/// The word of two syllables that two others were meant for: they are what is left of it where marks are lost, and no
/// known word themselves. In lower case.
///
/// Marks that differ are no lost marks: "hình thực" may end "tình hình" and begin "thực tiễn", and is not "hình thức".
pub fn meant(first: &str, second: &str) -> Option<(&'static str, &'static str)> {
    let key = key(first, second);
    let words = TABLE.words.get(&key).filter(|_| !TABLE.apart.contains_key(&key))?;
    let (first, second) = (first.to_lowercase(), second.to_lowercase());
    let is_known = words.iter().any(|&(one, other)| one == first && other == second);
    if is_known {
        return None;
    }
    words.iter().find(|(one, other)| is_left(&first, one) && is_left(&second, other)).copied()
}

/// The word that two syllables were meant for if marks over their vowels may be mistaken for each other ("CHÍ THỊ" for "chỉ
/// thị"), and they are no known word themselves. In lower case.
///
/// Whoever asks has to know that neither syllable belongs to what stands beside the two: "tiến hành chỉnh sửa".
pub fn nearly_meant(first: &str, second: &str) -> Option<(&'static str, &'static str)> {
    let key = key(first, second);
    let words = TABLE.words.get(&key).filter(|_| !TABLE.apart.contains_key(&key))?;
    let (first, second) = (first.to_lowercase(), second.to_lowercase());
    let [(one, other)] = words[..] else { return None };
    let is_known = one == first && other == second;
    (!is_known && is_near(&first, one) && is_near(&second, other)).then_some((one, other))
}

/// The word that has these letters whatever their marks are, where it is the only one and one of its syllables is written as
/// read. In lower case.
///
/// For words set in large letters, whose marks are small: "GIÁM ĐỘC" for "giám đốc".
pub fn alike(first: &str, second: &str) -> Option<(&'static str, &'static str)> {
    let key = key(first, second);
    let words = TABLE.words.get(&key)?;
    let (first, second) = (first.to_lowercase(), second.to_lowercase());
    // Words that differ in marks alone are told apart by the syllable that is as read.
    let apart = TABLE.apart.get(&key).into_iter().flatten().filter(|word| !words.contains(word));
    let all = || words.iter().chain(apart.clone());
    if all().any(|&(one, other)| one == first && other == second) {
        return None;
    }
    let mut fitting = all().filter(|&&(one, other)| one == first || other == second);
    let only = fitting.next().filter(|word| words.contains(word)).copied();
    only.filter(|_| fitting.next().is_none())
}

/// Whether two syllables are a listed word, in any case.
pub fn is_word(first: &str, second: &str) -> bool {
    TABLE.words.get(&key(first, second)).is_some_and(|words| {
        let (first, second) = (first.to_lowercase(), second.to_lowercase());
        words.iter().any(|&(one, other)| one == first && other == second)
    })
}

/// Whether a syllable differs from another in nothing but marks over its vowels, of which small print shows no more than
/// that they are there. A dot below and a horn are plain to see.
fn is_near(read: &str, meant: &str) -> bool {
    const FIRM: [char; 2] = ['\u{31b}', '\u{323}'];
    read.chars().count() == meant.chars().count()
        && read.chars().zip(meant.chars()).all(|(read, meant)| {
            let (mut read, mut meant) = (std::iter::once(read).nfd(), std::iter::once(meant).nfd());
            let same_letter = read.next() == meant.next();
            let marks: Vec<char> = meant.collect();
            same_letter && read.all(|mark| !FIRM.contains(&mark) || marks.contains(&mark))
        })
}

/// Whether a syllable is what is left of another where marks are lost: "tô" of "tổ", "phó" of "phố"; never "thứ" of "thủ".
fn is_left(read: &str, meant: &str) -> bool {
    read.chars().count() == meant.chars().count()
        && read.chars().zip(meant.chars()).all(|(read, meant)| {
            let (mut read, mut meant) = (std::iter::once(read).nfd(), std::iter::once(meant).nfd());
            let same_letter = read.next() == meant.next();
            let marks: Vec<char> = meant.collect();
            same_letter && read.all(|mark| marks.contains(&mark))
        })
}

fn key(first: &str, second: &str) -> String {
    let mut key = String::with_capacity(first.len() + second.len() + 1);
    key.extend(first.chars().map(without_marks));
    key.push(' ');
    key.extend(second.chars().map(without_marks));
    key
}

struct Table {
    /// By the letters without marks.
    words: FxHashMap<String, Vec<(&'static str, &'static str)>>,
    apart: FxHashMap<String, Vec<(&'static str, &'static str)>>,
}

#[derive(Deserialize)]
struct File {
    row: Vec<Row>,
    apart: Vec<Apart>,
}

#[derive(Deserialize)]
#[cfg_attr(not(test), allow(dead_code, reason = "read by the test of the table"))]
struct Row {
    id: String,
    source: String,
    words: String,
    find: Vec<(String, String)>,
    leave: Vec<String>,
}

#[derive(Deserialize)]
struct Apart {
    words: String,
}

const FILE: &str = include_str!("../../rules/compounds.toml");

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let File { row, apart } = toml::from_str(FILE).expect("the embedded table loads: tested below");
    let mut table = Table { words: FxHashMap::default(), apart: FxHashMap::default() };
    for row in row {
        for (first, second) in pairs(Box::leak(row.words.into_boxed_str())) {
            table.words.entry(key(first, second)).or_default().push((first, second));
        }
    }
    for apart in apart {
        for (first, second) in pairs(Box::leak(apart.words.into_boxed_str())) {
            table.apart.entry(key(first, second)).or_default().push((first, second));
        }
    }
    table
});

fn pairs(list: &str) -> impl Iterator<Item = (&str, &str)> {
    list.split(['|', '\n']).filter_map(|word| word.trim().split_once(' '))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::syllables::is_syllable;
    use rustc_hash::FxHashSet;

    #[test]
    fn every_row_finds_and_leaves_its_examples() {
        let file: File = toml::from_str(FILE).expect("loads");
        for row in file.row {
            assert!(!row.source.is_empty() && !row.find.is_empty() && !row.leave.is_empty(), "{}", row.id);
            for (read, written) in row.find {
                let (first, second) = read.split_once(' ').expect("two syllables");
                let (one, other) = meant(first, second).unwrap_or_else(|| panic!("{read} is not found"));
                assert_eq!(format!("{one} {other}"), written.to_lowercase());
            }
            for read in row.leave {
                let (first, second) = read.split_once(' ').expect("two syllables");
                assert_eq!(meant(first, second), None, "{read}");
            }
        }
    }

    #[test]
    fn marks_over_vowels_may_be_mistaken_and_dots_and_horns_may_not() {
        for (first, second, word) in [
            ("CHÍ", "THỊ", Some(("chỉ", "thị"))),
            ("Y", "TẺ", Some(("y", "tế"))),
            ("thấm", "định", Some(("thẩm", "định"))),
            ("hình", "thực", None),
            ("thứ", "trưởng", None),
            ("kế", "hoạch", None),
        ] {
            assert_eq!(nearly_meant(first, second), word, "{first} {second}");
        }
    }

    #[test]
    fn words_in_large_letters_are_known_by_one_syllable() {
        assert_eq!(alike("GIÁM", "ĐỘC"), Some(("giám", "đốc")));
        assert_eq!(alike("THỨ", "TRƯỞNG"), None, "a word of its own");
        assert_eq!(alike("GIẢM", "ĐỘC"), None);
        assert_eq!(alike("GIÁM", "ĐỐC"), None);
        assert_eq!(alike("THỊ", "ĐUA"), Some(("thi", "đua")), "the other word has another second syllable");
        assert_eq!(alike("CHÍ", "TIÊU"), None, "two words are written so");
    }

    #[test]
    fn words_are_syllables_and_stand_once() {
        let mut seen = FxHashSet::default();
        for (first, second) in TABLE.words.values().flatten() {
            assert!(is_syllable(first) && is_syllable(second), "{first} {second}");
            assert!(seen.insert((first, second)), "{first} {second} stands twice");
        }
    }

    #[test]
    fn words_with_two_readings_are_left() {
        for (first, second) in [("chi", "tiêu"), ("chí", "tiêu"), ("công", "an"), ("cổng", "ản")] {
            assert_eq!(meant(first, second), None, "{first} {second}");
        }
    }
}
