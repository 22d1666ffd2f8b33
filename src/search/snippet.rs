//! The passages of a hit that show why it is one, in the spelling of the document.

use super::collect::Ranked;
use super::fault::Fault;
use super::finder::{Finder, Found};
use super::marked::{Marked, cut};
use super::passages::{self, Passage, PassageKind};
use crate::corpus::{Reader, Summary};
use std::ops::Range;

/// A passage of a hit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Snippet {
    pub kind: PassageKind,
    /// The ordinal of its section, as in the table `sections`; `None` outside sections.
    pub section: Option<u32>,
    /// The labels of its section from the root, "II/1"; empty outside sections.
    pub path: String,
    /// Where its section begins, from 1; `None` where the format has none.
    pub page: Option<u32>,
    pub line: Option<u32>,
    /// The passage; "…" stands where it was cut.
    pub passage: Marked,
}

/// Bytes of a snippet, about.
const LENGTH: usize = 320;

/// Bytes of a document that are looked at for its snippets.
const MOST_READ: usize = 4 << 20;

/// A part of a text, and what is found in the text.
struct Window {
    range: Range<usize>,
    found: Vec<Found>,
}

impl Finder {
    /// The best `most` passages of a document, in document order.
    ///
    /// # Errors
    /// Those of the database.
    pub fn snippets(
        &mut self,
        reader: &Reader,
        ranked: &Ranked,
        summary: &Summary,
        most: usize,
    ) -> Result<Vec<Snippet>, Fault> {
        let mut best: Vec<(Rating, usize, Snippet)> = Vec::new();
        if most == 0 || self.is_empty() {
            return Ok(Vec::new());
        }
        let mut left = MOST_READ;
        let mut count = 0;
        let different = self.count();
        passages::each(reader, ranked.id, summary, ranked.has_notes, &mut |passage| {
            // The title is shown anyway.
            if matches!(passage.kind, PassageKind::Title | PassageKind::Name) {
                return true;
            }
            let text = &passage.text[..floor(passage.text, left.min(passage.text.len()))];
            left -= text.len();
            count += 1;
            if let Some((rating, window)) = self.best_window(text, passage.kind) {
                let worst = best.iter().map(|(rating, ..)| *rating).min();
                if best.len() < most || worst.is_some_and(|worst| worst < rating) {
                    best.push((rating, count, snippet(passage, text, window)));
                    best.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
                    best.truncate(most);
                }
            }
            // Nothing beats all words side by side.
            let is_settled = best.len() == most && best.iter().all(|(rating, ..)| rating.is_whole(different));
            left > 0 && !is_settled
        })?;
        best.sort_by_key(|(_, count, _)| *count);
        Ok(best.into_iter().map(|(.., snippet)| snippet).collect())
    }

    /// The window of a text with the most of the words, and how good it is.
    fn best_window(&mut self, text: &str, kind: PassageKind) -> Option<(Rating, Window)> {
        let found = self.find(text);
        let mut best: Option<(Rating, Range<usize>)> = None;
        let mut end = 0;
        for first in 0..found.len() {
            end = end.max(first);
            while end < found.len() && found[end].end <= found[first].start + LENGTH {
                end += 1;
            }
            let rating = rate(&found[first..end.max(first + 1)], kind);
            if best.as_ref().is_none_or(|(other, _)| *other < rating) {
                best = Some((rating, first..end.max(first + 1)));
            }
        }
        let (rating, range) = best?;
        let window = window(text, found[range.start].start, found[range.end - 1].end);
        Some((rating, Window { range: window, found }))
    }
}

/// How good a window is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Rating {
    different: usize,
    /// Neighbours in the text that are neighbours in the query.
    neighbours: usize,
    is_text: bool,
    all: usize,
}

impl Rating {
    fn is_whole(self, words: usize) -> bool {
        self.different >= words && self.neighbours + 1 >= words
    }
}

fn rate(found: &[Found], kind: PassageKind) -> Rating {
    let mut numbers: Vec<usize> = found.iter().flat_map(|found| [found.first, found.last]).collect();
    let mut pairs: Vec<(usize, usize)> = Vec::new();
    for (one, other) in found.iter().zip(&found[1..]) {
        if one.at.end == other.at.start && other.first == one.last + 1 {
            pairs.push((one.last, other.first));
        }
    }
    // The words within a phrase are side by side.
    let within = found.iter().map(|found| found.at.len() - 1).max().unwrap_or(0);
    numbers.sort_unstable();
    numbers.dedup();
    pairs.sort_unstable();
    pairs.dedup();
    let inner = found.iter().map(|found| found.at.len().saturating_sub(2)).max().unwrap_or(0);
    Rating {
        different: numbers.len() + inner,
        neighbours: pairs.len() + within,
        is_text: kind == PassageKind::Text,
        all: found.len().min(8),
    }
}

/// Bytes around what was found, from word to word, not beyond the paragraph.
fn window(text: &str, start: usize, end: usize) -> Range<usize> {
    let spare = LENGTH.saturating_sub(end - start);
    let paragraph = text[..start].rfind('\n').map_or(0, |at| at + 1);
    let mut from = paragraph.max(start.saturating_sub(spare / 3));
    from = ceil(text, from);
    if from > paragraph {
        // Not within a word.
        from = text[from..start].find(char::is_whitespace).map_or(start, |at| from + at + 1);
        from = ceil(text, from).min(start);
    }
    let room = LENGTH.saturating_sub(end - from);
    let paragraph = text[end..].find('\n').map_or(text.len(), |at| end + at);
    let mut to = floor(text, paragraph.min(end + room));
    if to < paragraph {
        to = text[end..to].rfind(char::is_whitespace).map_or(end, |at| end + at);
    }
    from..to.max(end)
}

fn snippet(passage: Passage<'_>, text: &str, window: Window) -> Snippet {
    Snippet {
        kind: passage.kind,
        section: passage.section,
        path: passage.path.to_owned(),
        page: passage.page,
        line: passage.line,
        passage: cut(text, window.range, &window.found),
    }
}

/// The end of the last letter that ends at or before `at`.
fn floor(text: &str, at: usize) -> usize {
    (0..=at.min(text.len())).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0)
}

/// The start of the first letter that starts at or behind `at`.
fn ceil(text: &str, at: usize) -> usize {
    (at..text.len()).find(|&at| text.is_char_boundary(at)).unwrap_or(text.len())
}
