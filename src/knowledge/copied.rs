//! Paragraphs that two documents have in common: what a plan took over from the one above it, word for word.
//!
//! The words of both are compared folded (case, tone placement, punctuation and line breaks do not count). Runs of eight
//! words that stand in both are the seeds; each is followed as far as both go on alike, within one section of each.

use super::cites::{id_of, node_of, walk};
use super::node::Node;
use crate::corpus::{Fault, Reader};
use crate::rules::fold;
use rustc_hash::{FxHashMap, FxHasher};
use schemars::JsonSchema;
use serde::Serialize;
use std::hash::{Hash, Hasher};

/// The words of a seed.
const SEED: usize = 8;
/// A run of fewer words is a turn of phrase and not copied.
const SHORTEST: usize = 20;
/// Places of one seed that are tried: formulas that come again and again would cost time for nothing.
const PLACES: usize = 8;

/// A passage in one of the documents.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct CopiedIn {
    /// The section's place in document order, from 0.
    pub section_ordinal: u32,
    /// The labels of the section, from the root: "II/1".
    pub section: String,
    /// Its heading.
    pub heading: Option<String>,
    /// The page and line that the section begins on.
    pub page: Option<u32>,
    pub line: Option<u32>,
    /// The passage as this document writes it.
    pub text: String,
}

/// A passage that both documents have.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Common {
    /// How many words.
    pub words: u32,
    /// In the first document.
    pub first: CopiedIn,
    /// In the second document.
    pub second: CopiedIn,
}

/// What two documents have in common.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Copied {
    pub first: Node,
    pub second: Node,
    /// The share of the words of the second document that stand in common passages, 0 to 1.
    pub share: f64,
    /// In the order of the second document.
    pub passages: Vec<Common>,
}

/// The passages of the second document that stand in the first one too.
///
/// # Errors
/// No document has one of the keys; those of the database.
pub fn copied(reader: &Reader, first: &str, second: &str) -> Result<Copied, Fault> {
    let (first, second) = (id_of(reader, first)?, id_of(reader, second)?);
    let (a, b) = (sections(reader, first)?, sections(reader, second)?);
    let (passages, share) = common(&a, &b);
    Ok(Copied { first: node_of(reader, first)?, second: node_of(reader, second)?, share, passages })
}

/// A section with its words and where they stand in its text.
struct Words {
    ordinal: u32,
    section: String,
    heading: Option<String>,
    page: Option<u32>,
    line: Option<u32>,
    text: String,
    words: Vec<(String, usize, usize)>,
}

impl Words {
    fn cut(&mut self) {
        let mut start = None;
        let ends = self.text.char_indices().chain([(self.text.len(), ' ')]);
        for (at, letter) in ends {
            match (start, letter.is_alphanumeric()) {
                (None, true) => start = Some(at),
                (Some(from), false) => {
                    self.words.push((fold(&self.text[from..at]), from, at));
                    start = None;
                }
                _ => {}
            }
        }
    }

    fn seed(&self, at: usize) -> Option<u64> {
        let mut hasher = FxHasher::default();
        self.words.get(at..at + SEED)?.iter().for_each(|(word, ..)| word.hash(&mut hasher));
        Some(hasher.finish())
    }

    /// How many words are alike from these places on.
    fn alike(&self, at: usize, other: &Words, other_at: usize) -> usize {
        let pairs = self.words[at..].iter().zip(&other.words[other_at..]);
        pairs.take_while(|((a, ..), (b, ..))| a == b).count()
    }

    fn passage(&self, at: usize, length: usize) -> CopiedIn {
        let text = &self.text[self.words[at].1..self.words[at + length - 1].2];
        CopiedIn {
            section_ordinal: self.ordinal,
            section: self.section.clone(),
            heading: self.heading.clone(),
            page: self.page,
            line: self.line,
            text: text.to_owned(),
        }
    }
}

fn sections(reader: &Reader, id: i64) -> Result<Vec<Words>, Fault> {
    let mut sections = Vec::new();
    let sql = "SELECT ordinal, section, heading, page, line, text FROM sections WHERE document_id = ?1 ORDER BY ordinal";
    walk(reader, sql, [id], |row| {
        let words = || -> rusqlite::Result<Words> {
            Ok(Words {
                ordinal: row.get(0)?,
                section: row.get(1)?,
                heading: row.get(2)?,
                page: row.get(3)?,
                line: row.get(4)?,
                text: row.get(5)?,
                words: Vec::new(),
            })
        };
        let mut words = words().map_err(|cause| reader.fault(cause))?;
        words.cut();
        sections.push(words);
        Ok(true)
    })?;
    Ok(sections)
}

/// The common passages, and the share of the words of `b` that stand in them.
fn common(a: &[Words], b: &[Words]) -> (Vec<Common>, f64) {
    let mut seeds: FxHashMap<u64, Vec<(usize, usize)>> = FxHashMap::default();
    for (index, section) in a.iter().enumerate() {
        for at in 0..section.words.len() {
            let Some(seed) = section.seed(at) else { break };
            let places = seeds.entry(seed).or_default();
            if places.len() < PLACES {
                places.push((index, at));
            }
        }
    }
    let (mut found, mut copied, mut all) = (Vec::new(), 0, 0);
    for section in b {
        all += section.words.len();
        let mut at = 0;
        while let Some(seed) = section.seed(at) {
            let places = seeds.get(&seed).map(Vec::as_slice).unwrap_or_default();
            let longest = places
                .iter()
                .map(|&(index, from)| (section.alike(at, &a[index], from), index, from))
                .reduce(|best, next| if next.0 > best.0 { next } else { best });
            match longest {
                Some((length, index, from)) if length >= SHORTEST => {
                    found.push(Common {
                        words: length as u32,
                        first: a[index].passage(from, length),
                        second: section.passage(at, length),
                    });
                    copied += length;
                    at += length;
                }
                _ => at += 1,
            }
        }
    }
    (found, if all == 0 { 0.0 } else { copied as f64 / all as f64 })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn document(texts: &[&str]) -> Vec<Words> {
        let section = |(ordinal, text): (usize, &&str)| {
            let mut words = Words {
                ordinal: ordinal as u32,
                section: format!("{}", ordinal + 1),
                heading: None,
                page: None,
                line: None,
                text: (*text).to_owned(),
                words: Vec::new(),
            };
            words.cut();
            words
        };
        texts.iter().enumerate().map(section).collect()
    }

    const PASSAGE: &str = "Các cơ quan, đơn vị rà soát từng hộ, lập danh sách theo thôn, niêm yết công khai tại nhà văn \
         hóa; tổng hợp trước ngày mười lăm hằng tháng";

    #[test]
    fn a_passage_is_found_whatever_its_case_marks_and_breaks() {
        let a = document(&["Mở đầu.", &format!("Trước đó. {PASSAGE}. Sau đó khác hẳn.")]);
        let copy = PASSAGE.replace("hóa", "hoá").replace(", ", ",\n").to_uppercase();
        let b = document(&[&format!("Riêng. {copy} và riêng nữa")]);
        let (found, share) = common(&a, &b);
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].first.text.as_str(), found[0].second.text.as_str()), (PASSAGE, copy.as_str()));
        assert_eq!((found[0].first.section.as_str(), found[0].second.section.as_str()), ("2", "1"));
        assert!(share > 0.8 && share < 1.0, "{share}");
    }

    #[test]
    fn turns_of_phrase_are_not_copied() {
        let words: Vec<&str> = PASSAGE.split(' ').take(SHORTEST - 2).collect();
        let a = document(&[PASSAGE]);
        assert!(common(&a, &document(&[&words.join(" ")])).0.is_empty());
        assert!(common(&a, &document(&["", "một"])).0.is_empty());
        assert_eq!(common(&a, &[]).1, 0.0);
    }

    #[test]
    fn what_comes_again_and_again_costs_no_more_than_its_length() {
        let again = "một hai ba bốn năm sáu bảy tám chín mười ".repeat(2_000);
        let (found, share) = common(&document(&[&again]), &document(&[&again]));
        assert_eq!((found.len(), share), (1, 1.0));
    }
}
