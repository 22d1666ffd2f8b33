//! The quote of a passage: what the original file says at its bytes.

use std::ops::Range;

use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

use crate::document::{Furniture, FurnitureKind};
use crate::source::{Format, Source};
use crate::span::{Original, Span};
use crate::text::Text;

/// Quotes passages of one file.
///
/// A quote is made from the original and from nothing else: the bytes decoded, tags and entities of HTML resolved
/// (the marks of Markdown stay), page numbers and running heads left out, NFC, spaces folded. It says what the file
/// says, misprints and all, not what the program made of it.
pub struct Quoter<'d> {
    text: &'d Text,
    /// What stands between the lines of a page break, in the order of the original.
    furniture: Vec<Span<Original>>,
}

impl<'d> Quoter<'d> {
    /// For passages of `source`; `decoded` is its text where passages of it stood in a legacy encoding
    /// ([`crate::document::Repaired::decoded`]), and the furniture is in the order of the original.
    pub fn new(source: &'d Source, decoded: Option<&'d Text>, furniture: &[Furniture]) -> Self {
        let text = decoded.unwrap_or(match source.format {
            Format::Txt | Format::Markdown => source.raw(),
            _ => &source.text,
        });
        // Stamps, rules and footnotes in a passage are part of what the file says there.
        let between_pages =
            |f: &&Furniture| matches!(f.kind, FurnitureKind::PageNumber | FurnitureKind::RunningHead);
        let furniture = furniture.iter().filter(between_pages).map(|f| f.span).collect();
        Self { text, furniture }
    }

    /// The page furniture that quotes leave out, in the order of the original.
    pub(crate) fn furniture(&self) -> &[Span<Original>] {
        &self.furniture
    }

    /// The text that quotes are made from, in the order of the original.
    pub(crate) fn text(&self) -> &Text {
        self.text
    }

    /// What the file says at `passage`.
    pub fn quote(&self, passage: Span<Original>) -> String {
        let mut pieces = without(&self.furniture, passage).map(|piece| self.decoded(piece));
        let Some(first) = pieces.next() else { return String::new() };
        let Some(second) = pieces.next() else { return folded(first) };
        let mut quote = String::with_capacity(passage.len());
        for piece in [first, second].into_iter().chain(pieces) {
            quote.push_str(piece);
            quote.push(' ');
        }
        folded(&quote)
    }

    /// The passage with the whole of every character that it cuts.
    pub fn whole(&self, passage: Span<Original>) -> Span<Original> {
        let (text, edits) = (self.text.as_str(), self.text.edits());
        let Range { start, end } = edits.from_original(passage);
        if text.is_char_boundary(start) && text.is_char_boundary(end) {
            return passage;
        }
        let is_boundary = |at: &usize| text.is_char_boundary(*at);
        let start = (0..=start).rev().find(is_boundary).unwrap_or(0);
        let end = (end..text.len()).find(is_boundary).unwrap_or(text.len());
        edits.to_original(start..end).cover(passage)
    }

    fn decoded(&self, piece: Span<Original>) -> &str {
        let text = self.text.edits().from_original(piece);
        self.text.as_str().get(text).unwrap_or_default()
    }
}

/// What is left of a passage without the spans that are taken out, which are sorted.
pub(crate) fn without(
    taken: &[Span<Original>],
    passage: Span<Original>,
) -> impl Iterator<Item = Span<Original>> {
    let first = taken.partition_point(|span| span.end() <= passage.start());
    let inside = taken[first..].iter().copied().take_while(move |span| span.start() < passage.end());
    let mut start = passage.start();
    inside.chain([Span::empty(passage.end())]).filter_map(move |gap| {
        let piece = Span::new(start, gap.start());
        start = start.max(gap.end());
        (!piece.is_empty()).then_some(piece)
    })
}

/// NFC, with white space folded to single spaces and none at the ends.
pub(crate) fn folded(text: &str) -> String {
    let text = text.trim();
    match spaces(text) {
        Spaces::Folded => return text.to_owned(),
        Spaces::Plain => {
            return text.split_ascii_whitespace().fold(String::with_capacity(text.len()), joined);
        }
        Spaces::Any => {}
    }
    let folded = text.split_whitespace().fold(String::with_capacity(text.len()), joined);
    match is_nfc_quick(folded.chars()) {
        IsNormalized::Yes => folded,
        _ => folded.nfc().collect(),
    }
}

fn joined(mut words: String, word: &str) -> String {
    if !words.is_empty() {
        words.push(' ');
    }
    words.push_str(word);
    words
}

/// What there is to fold in a text.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Spaces {
    /// Nothing: single spaces, and no character that normalization could change.
    Folded,
    /// White space of ASCII, and no character that normalization could change.
    Plain,
    Any,
}

/// Looks at the bytes alone. The letters of Vietnamese, composed, and the usual punctuation are known not to change.
fn spaces(text: &str) -> Spaces {
    let bytes = text.as_bytes();
    let mut found = Spaces::Folded;
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        at += match (byte, bytes.get(at + 1), bytes.get(at + 2)) {
            (b' ', Some(b' '), _) | (b'\t' | b'\n' | b'\r' | b'\x0C', ..) => {
                found = Spaces::Plain;
                1
            }
            (b'\x0B', ..) => return Spaces::Any,
            (0..=0x7F, ..) => 1,
            // U+00C0 to U+01BF
            (0xC3..=0xC6, ..) => 2,
            // U+1E80 to U+1EFF
            (0xE1, Some(0xBA | 0xBB), _) => 3,
            // U+2010 to U+2027: dashes, quotation marks, bullets, "…"
            (0xE2, Some(0x80), Some(0x90..=0xA7)) => 3,
            _ => return Spaces::Any,
        };
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spaces_are_folded_and_marks_composed() {
        assert_eq!(folded("  Kế\u{a0}hoa\u{323}ch \r\n\t năm\n"), "Kế hoạch năm");
        assert_eq!(folded(" \n "), "");
    }

    #[test]
    fn what_is_taken_out_splits_a_passage() {
        let taken = [(2, 4), (4, 5), (8, 9), (20, 30)].map(|(start, end)| Span::new(start, end));
        for (start, end, left) in [
            (0, 10, "[0..2, 5..8, 9..10]"),
            (3, 8, "[5..8]"),
            (2, 5, "[]"),
            (10, 12, "[10..12]"),
            (25, 40, "[30..40]"),
        ] {
            let pieces: Vec<_> = without(&taken, Span::new(start, end)).collect();
            assert_eq!(format!("{pieces:?}"), left, "{start}..{end}");
        }
    }
}
