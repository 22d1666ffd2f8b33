//! When two texts count as the same: words folded, counted and compared as bags.
//!
//! An annotator writes what a document says, not how its file spells it, so letter case, the place of a tone
//! mark, punctuation and word order do not count. Numbers and symbols of documents are compared letter by
//! letter, spaces apart ([`squash`]).

use std::sync::LazyLock;

use regex::{Captures, Regex};
use serde_json::Value;
use unicode_normalization::UnicodeNormalization;

/// What stands for a tone in decomposed Vietnamese: grave, acute, tilde, hook above, dot below.
const TONES: [char; 5] = ['\u{300}', '\u{301}', '\u{303}', '\u{309}', '\u{323}'];

/// Abbreviations that an annotator may write out and a program may not, or the other way round.
const ABBREVIATIONS: [(&str, &str); 7] = [
    ("ubmttqvn", "ủy ban mặt trận tổ quốc việt nam"),
    ("ubmttq", "ủy ban mặt trận tổ quốc"),
    ("mttq", "mặt trận tổ quốc"),
    ("ubnd", "ủy ban nhân dân"),
    ("hđnd", "hội đồng nhân dân"),
    ("bhyt", "bảo hiểm y tế"),
    ("bhxh", "bảo hiểm xã hội"),
];

/// Letters and digits only: a combining mark that NFC leaves alone ends a word.
static RUN: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"[\p{L}\p{N}_]+").expect("a valid pattern"));
static WORD: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"[\p{L}\p{N}]+(?:[.,]\p{Nd}+)*|%|[<>≤≥]").expect("a valid pattern"));

/// The words of a text in lower-case NFC, abbreviations written out, the tone of each word moved to its end
/// (so that "hoà" is "hòa"), punctuation dropped but for `%`, `<`, `>`, `≤`, `≥` and separators inside numbers.
pub fn fold(text: &str) -> Vec<String> {
    let lower = text.nfc().collect::<String>().replace('\u{d0}', "Đ").to_lowercase();
    let spelled = RUN.replace_all(&lower, |run: &Captures| {
        let word = &run[0];
        ABBREVIATIONS.iter().find(|(short, _)| *short == word).map_or(word, |(_, long)| long).to_owned()
    });
    WORD.find_iter(&spelled).map(|word| tone_last(word.as_str())).collect()
}

fn tone_last(word: &str) -> String {
    if word.is_ascii() {
        return word.to_owned();
    }
    let (tones, rest): (String, String) = word.nfd().partition(|c| TONES.contains(c));
    rest.nfc().chain(tones.chars()).collect()
}

/// The folded words of one text with their counts; order is lost.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Bag(Vec<String>);

impl Bag {
    /// Folds and counts the words of `text`.
    pub fn of(text: &str) -> Self {
        let mut words = fold(text);
        words.sort_unstable();
        Self(words)
    }

    /// Words in common, each counted as often as both have it.
    fn shared(&self, other: &Self) -> usize {
        let (mut a, mut b, mut shared) = (self.0.iter().peekable(), other.0.iter().peekable(), 0);
        while let (Some(x), Some(y)) = (a.peek(), b.peek()) {
            match x.cmp(y) {
                std::cmp::Ordering::Less => drop(a.next()),
                std::cmp::Ordering::Greater => drop(b.next()),
                std::cmp::Ordering::Equal => {
                    shared += 1;
                    a.next();
                    b.next();
                }
            }
        }
        shared
    }

    /// Dice coefficient of the two bags, 0 to 1; two empty bags are the same.
    pub fn similarity(&self, other: &Self) -> f64 {
        match self.0.len() + other.0.len() {
            0 => 1.0,
            sum => (2 * self.shared(other)) as f64 / sum as f64,
        }
    }

    /// How much of the smaller bag the larger holds, 0 to 1; a bag under three words proves nothing and gives 0.
    pub fn containment(&self, other: &Self) -> f64 {
        match self.0.len().min(other.0.len()) {
            0..=2 => 0.0,
            small => self.shared(other) as f64 / small as f64,
        }
    }

    /// The better of likeness and, at a discount, containment: a statement cut longer or shorter than the
    /// annotator's is still the same statement.
    pub fn overlap(&self, other: &Self) -> f64 {
        self.similarity(other).max(0.9 * self.containment(other))
    }
}

/// A text, or none, with its folded words.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Phrase {
    /// The text as written; `None` stands for `null`.
    pub text: Option<String>,
    /// Its folded words, empty for `null`.
    pub words: Bag,
}

impl Phrase {
    /// A phrase of the given text.
    pub fn new(text: Option<String>) -> Self {
        let words = text.as_deref().map(Bag::of).unwrap_or_default();
        Self { text, words }
    }

    /// The phrase in a field of a record; a number counts as its digits.
    pub fn of(value: &Value) -> Self {
        Self::new(match value {
            Value::Null => None,
            Value::String(text) => Some(text.clone()),
            other => Some(other.to_string()),
        })
    }

    /// Whether there is nothing in it: `null`, or an empty string.
    pub fn is_blank(&self) -> bool {
        self.text.as_deref().is_none_or(str::is_empty)
    }
}

/// What compares equal among numbers and marks: no white space, capitals, plain hyphens; `None` for nothing.
pub fn squash(text: Option<&str>) -> Option<String> {
    let text = text.filter(|text| !text.is_empty())?;
    let dense: String = text.chars().filter(|c| !is_space(*c)).collect();
    Some(dense.to_uppercase().replace('–', "-").replace('\u{d0}', "Đ"))
}

/// What compares equal among units: lower-case NFC without white space; `None` for no unit.
pub fn unit_key(text: Option<&str>) -> Option<String> {
    let text = text.filter(|text| !text.is_empty())?;
    Some(text.nfc().collect::<String>().to_lowercase().chars().filter(|c| !is_space(*c)).collect())
}

/// A section label for comparison: lower-case NFC, spaces folded, without the punctuation around it.
pub fn label_key(text: &str) -> String {
    let nfc: String = text.nfc().collect();
    let words = nfc.split(is_space).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
    words.trim_matches([' ', '(', ')', '.', ':']).to_lowercase()
}

/// White space, with the four ASCII separators that Unicode calls controls.
pub fn is_space(c: char) -> bool {
    c.is_whitespace() || ('\u{1c}'..='\u{1f}').contains(&c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folding_forgets_case_tone_place_and_punctuation() {
        for (a, b) in [
            ("Hoà Bình", "HÒA BÌNH"),
            ("thuỷ sản;", "(Thủy sản)"),
            ("UBND xã", "Ủy ban nhân dân xã"),
            ("Uỷ ban MTTQ", "Ủy ban Mặt trận Tổ quốc"),
            ("\u{d0}ồng", "Đồng"),
            ("ho\u{0061}\u{0300}", "hòa"),
        ] {
            assert_eq!(fold(a), fold(b), "{a} / {b}");
        }
    }

    #[test]
    fn folding_keeps_what_tells_figures_apart() {
        assert_eq!(fold("≥ 1.250,5%"), ["≥", "1.250,5", "%"]);
        assert_eq!(fold("ma ma\u{300} ma\u{301}"), ["ma", "ma\u{300}", "ma\u{301}"]);
        assert_eq!(fold("UBNDX snake_case"), ["ubndx", "snake", "case"]);
    }

    #[test]
    fn similarity_counts_repeated_words() {
        let bag = Bag::of;
        assert_eq!(bag("một hai hai").similarity(&bag("hai hai ba")), 2.0 / 3.0);
        assert_eq!(bag("").similarity(&bag("...")), 1.0);
        assert_eq!(bag("một").similarity(&bag("")), 0.0);
        assert_eq!(bag("một hai").containment(&bag("một hai ba")), 0.0, "two words prove nothing");
        assert_eq!(bag("một hai bốn").containment(&bag("một hai ba bốn năm")), 1.0);
    }

    #[test]
    fn keys_ignore_spacing_only_where_it_means_nothing() {
        assert_eq!(squash(Some("12 – kh/hu")).as_deref(), Some("12-KH/HU"));
        assert_eq!(squash(Some("")), None);
        assert_eq!(unit_key(Some("Triệu đồng /người")), unit_key(Some("triệu đồng/ người")));
        assert_eq!(label_key(" Điều  3. "), "điều 3");
        assert_eq!(label_key("(a)"), "a");
    }
}
