//! Quotes of formats in which no text stands as such, proved by the words that the reader finds on the page again.

use memchr::memmem::Finder;
use serde_json::Value;
use unicode_normalization::UnicodeNormalization;

use super::Reason;
use crate::source::{Rect, Source};
use crate::span::{Original, Span};
use crate::write::quote::{Quoter, without};

/// How far a number of a box may be off, in points: it is written to a hundredth.
const OFF: f64 = 0.011;

/// All that quotes of a file can say, in its order: letters without spaces, page furniture left out.
pub(super) struct Letters<'d> {
    source: &'d Source,
    quoter: &'d Quoter<'d>,
    text: String,
    words: Vec<Word>,
}

/// A word of the text without spaces.
struct Word {
    /// Where it starts there.
    at: usize,
    /// Where it stands in the quoter's text.
    start: usize,
    end: usize,
    /// Each of its letters stands there as it stands here.
    is_exact: bool,
}

impl<'d> Letters<'d> {
    pub(super) fn new(source: &'d Source, quoter: &'d Quoter<'d>) -> Self {
        let (string, edits) = (quoter.text().as_str(), quoter.text().edits());
        let (mut text, mut words) = (String::with_capacity(string.len()), Vec::new());
        for piece in without(quoter.furniture(), edits.to_original(0..string.len())) {
            let range = edits.from_original(piece);
            let Some(part) = string.get(range.clone()) else { continue };
            for word in part.split_whitespace() {
                let start = range.start + (word.as_ptr() as usize - part.as_ptr() as usize);
                let at = text.len();
                text.extend(word.nfc());
                words.push(Word { at, start, end: start + word.len(), is_exact: &text[at..] == word });
            }
        }
        Self { source, quoter, text, words }
    }

    /// Why the file does not say `quote` at `at`, if it does not: somewhere it must say so on that page and line, with
    /// the words that say it in exactly that box. Of a quote that goes on over a page break the box is that of its
    /// first part, and the rest must follow there.
    pub(super) fn refute(&self, at: &Value, quote: &str) -> Option<Reason> {
        let letters: String = quote.split_whitespace().collect();
        let (mut line, mut found) = (None, None);
        if letters.is_empty() {
            return None;
        }
        for start in Finder::new(&letters).find_iter(self.text.as_bytes()) {
            let Some(span) = self.original(start, start + letters.len()) else { continue };
            let at_page = self.source.page_and_line(span);
            let is_there = ["page", "line"].map(|member| at.get(member).and_then(Value::as_u64))
                == [Some(at_page.0.into()), Some(at_page.1.into())];
            if !is_there {
                line = line.or(Some(at_page));
                continue;
            }
            let bbox = self.source.bbox(span);
            if same(at.get("bbox").unwrap_or(&Value::Null), bbox) {
                return None;
            }
            found = found.or(Some(bbox));
        }
        Some(match (found, line) {
            (Some(bbox), _) => Reason::OtherBox { found: bbox.map(|b| [b.x0, b.y0, b.x1, b.y1]) },
            (None, Some(found)) => Reason::OtherLine { found },
            (None, None) => Reason::OtherText { quote: quote.to_owned(), found: self.inside(at) },
        })
    }

    /// The passage of the original that these letters stand for.
    fn original(&self, start: usize, end: usize) -> Option<Span<Original>> {
        let word =
            |at: usize| self.words.get(self.words.partition_point(|word| word.at <= at).checked_sub(1)?);
        let (first, last) = (word(start)?, word(end.checked_sub(1)?)?);
        let from = if first.is_exact { first.start + (start - first.at) } else { first.start };
        let to = if last.is_exact { last.start + (end - last.at) } else { last.end };
        let span = self.quoter.text().edits().to_original(from..to);
        Some(self.quoter.whole(span))
    }

    /// What stands in the box, for people.
    fn inside(&self, at: &Value) -> String {
        let page = at.get("page").and_then(Value::as_u64);
        let Some([x0, y0, x1, y1]) = numbers(at.get("bbox").unwrap_or(&Value::Null)) else {
            return String::new();
        };
        let whole = Span::new(0, u32::MAX as usize);
        let places = self.source.places(whole).iter().filter(|place| {
            let Rect { x0: left, y0: top, x1: right, y1: bottom } = place.bbox;
            Some(u64::from(place.page)) == page
                && f64::from(left) >= x0 - OFF
                && f64::from(top) >= y0 - OFF
                && f64::from(right) <= x1 + OFF
                && f64::from(bottom) <= y1 + OFF
        });
        let words =
            places.map(|place| self.quoter.quote(Span::new(place.start as usize, place.end as usize)));
        words.collect::<Vec<_>>().join(" ")
    }
}

fn numbers(bbox: &Value) -> Option<[f64; 4]> {
    let numbers: Vec<f64> = bbox.as_array()?.iter().map(Value::as_f64).collect::<Option<_>>()?;
    numbers.try_into().ok()
}

fn same(bbox: &Value, found: Option<Rect>) -> bool {
    match (numbers(bbox), found) {
        (Some(said), Some(Rect { x0, y0, x1, y1 })) => {
            said.iter().zip([x0, y0, x1, y1]).all(|(said, found)| (said - f64::from(found)).abs() < OFF)
        }
        (None, None) => bbox.is_null(),
        _ => false,
    }
}
