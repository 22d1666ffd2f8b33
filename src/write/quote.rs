//! The quote of a passage: what the original file says at its bytes.

use std::ops::Range;

use unicode_normalization::UnicodeNormalization;

use crate::document::{Furniture, FurnitureKind};
use crate::source::{Format, Source};
use crate::span::{Original, Span};
use crate::text::Text;
use crate::text::bytes::places_of_pairs;

/// Quotes passages of one file.
///
/// A quote is made from the original and from nothing else: the bytes decoded, tags and entities of HTML resolved
/// (the marks of Markdown stay), page numbers and running heads left out, NFC, spaces folded. It says what the file
/// says, misprints and all, not what the program made of it.
pub struct Quoter<'d> {
    text: &'d Text,
    /// Where characters of the text stand that normalization may change; most texts have few.
    odd: Vec<u32>,
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
        let odd = odd_places(text.as_str()).map(|at| at as u32).collect();
        Self { text, odd, furniture }
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
        let mut pieces =
            without(&self.furniture, passage).map(|piece| self.text.edits().from_original(piece));
        let Some(first) = pieces.next() else { return String::new() };
        let Some(second) = pieces.next() else {
            let text = self.str(first.clone()).trim();
            return if self.is_odd(first) { composed(text) } else { spaced(text) };
        };
        let mut quote = String::with_capacity(passage.len());
        for piece in [first, second].into_iter().chain(pieces) {
            quote.push_str(self.str(piece));
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

    fn str(&self, range: Range<usize>) -> &str {
        self.text.as_str().get(range).unwrap_or_default()
    }

    /// Whether characters stand here that normalization may change.
    fn is_odd(&self, range: Range<usize>) -> bool {
        let next = self.odd.partition_point(|&at| (at as usize) < range.start);
        self.odd.get(next).is_some_and(|&at| (at as usize) < range.end)
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
    if is_odd(text) { composed(text) } else { spaced(text) }
}

/// A text in which no character but white space of ASCII has to change.
fn spaced(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut folded = String::with_capacity(text.len());
    let mut from = 0;
    for end in places_of_pairs(bytes, |byte, next| is_break(byte) | (byte == b' ') & (next == b' ')) {
        if end < from {
            continue;
        }
        folded.push_str(text[from..end].trim_end_matches(' '));
        folded.push(' ');
        let blanks = bytes[end..].iter().take_while(|&&byte| byte == b' ' || is_break(byte)).count();
        from = end + blanks;
    }
    folded.push_str(&text[from..]);
    folded
}

/// White space of ASCII but for the space.
fn is_break(byte: u8) -> bool {
    (b'\t'..=b'\r').contains(&byte)
}

/// Any text: marks are composed around the characters that may change, the rest is copied.
fn composed(text: &str) -> String {
    let has_wide_space = odd_places(text).any(|at| text[at..].starts_with(char::is_whitespace));
    let folded = if has_wide_space {
        text.split_whitespace().fold(String::with_capacity(text.len()), joined)
    } else {
        spaced(text)
    };
    let mut composed = String::with_capacity(folded.len());
    let mut from = 0;
    let mut odd = odd_places(&folded).peekable();
    while let Some(first) = odd.next() {
        // A mark may join the letter before it, and nothing before that.
        let start = folded[from..first].char_indices().next_back().map_or(first, |(at, _)| from + at);
        let mut end = folded.ceil_char_boundary(first + 1);
        while odd.next_if_eq(&end).is_some() {
            end = folded.ceil_char_boundary(end + 1);
        }
        composed.push_str(&folded[from..start]);
        composed.extend(folded[start..end].nfc());
        from = end;
    }
    composed.push_str(&folded[from..]);
    composed
}

fn joined(mut words: String, word: &str) -> String {
    if !words.is_empty() {
        words.push(' ');
    }
    words.push_str(word);
    words
}

/// Whether a text has characters that normalization may change, or white space beyond ASCII.
fn is_odd(text: &str) -> bool {
    odd_places(text).next().is_some()
}

/// Where such characters stand, in order. Looks at the bytes alone: the letters of Vietnamese, composed, and the usual
/// punctuation are known not to change.
fn odd_places(text: &str) -> impl Iterator<Item = usize> {
    let mut last = None;
    places_of_pairs(text.as_bytes(), may_be_odd).filter_map(move |byte| {
        let place = text.floor_char_boundary(byte);
        (last.replace(place) != Some(place) && !is_stable(&text.as_bytes()[place..])).then_some(place)
    })
}

/// Whether a text begins with a character that neither normalization changes nor folding of white space.
fn is_stable(bytes: &[u8]) -> bool {
    matches!(
        bytes,
        [0..=0x7F, ..]
            // U+00C0 to U+01BF
            | [0xC3..=0xC6, ..]
            // U+1E80 to U+1EFF
            | [0xE1, 0xBA | 0xBB, ..]
            // U+2010 to U+2027: dashes, quotation marks, bullets, "…"
            | [0xE2, 0x80, 0x90..=0xA7, ..]
    )
}

/// Whether two bytes may belong to a character that is not stable, without a branch.
#[inline(always)]
fn may_be_odd(first: u8, second: u8) -> bool {
    let among = |byte: u8, low: u8, high: u8| byte.wrapping_sub(low) <= high - low;
    let stable = among(first, 0xC3, 0xC6)
        | (first == 0xE1) & (second | 1 == 0xBB)
        | (first == 0xE2) & (second == 0x80);
    let lead = (first >= 0xC0) & !stable;
    let behind_lead = (first == 0x80) & (among(second, 0x80, 0x8F) | among(second, 0xA8, 0xBF));
    lead | behind_lead
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spaces_are_folded_and_marks_composed() {
        assert_eq!(folded("  Kế\u{a0}hoa\u{323}ch \r\n\t năm\n"), "Kế hoạch năm");
        assert_eq!(folded(" \n "), "");
        assert_eq!(folded("\ta  b\n\n c\x0Bd \n e "), "a b c d e");
        assert_eq!(
            folded("xo\u{31B}\u{302}\u{301} \u{301}a\u{2126}e\u{302}\u{323}"),
            "xơ\u{302}\u{301} \u{301}aΩệ"
        );
    }

    #[test]
    fn white_space_is_folded_wherever_it_stands() {
        let words = "Kế hoạch phát triển kinh tế - xã hội của huyện";
        assert_eq!(folded(words), words);
        for (at, _) in words.match_indices(' ') {
            for wide in ["  ", "\n", " \r\n", "\t "] {
                let text = format!("{}{wide}{}", &words[..at], &words[at + 1..]);
                assert_eq!(folded(&text), words, "{text:?}");
            }
        }
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

    #[test]
    fn odd_characters_are_found_wherever_they_stand() {
        let clean = "Kế hoạch “phát triển” – Đ…\n";
        for code in 0x80..0x3000u32 {
            let Some(letter) = char::from_u32(code) else { continue };
            for len in [0, 1, 2] {
                let before = format!("{}{}", &"abc"[..len], clean.repeat(2));
                let text = format!("{before}{letter}{clean}");
                let expected: Vec<u32> =
                    is_odd(&letter.to_string()).then_some(before.len() as u32).into_iter().collect();
                assert_eq!(
                    odd_places(&text).map(|at| at as u32).collect::<Vec<_>>(),
                    expected,
                    "U+{code:04X}"
                );
                let is_stable = folded(&format!("e{letter}a")) == format!("e{letter}a");
                assert!(is_stable || !expected.is_empty(), "U+{code:04X}");
            }
        }
        assert!(odd_places("a\u{A0}").eq([1]));
    }
}
