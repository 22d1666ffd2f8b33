//! Whether the text layer of a page says what the page shows.
//!
//! Layers lie in several ways: a font whose map to Unicode is wrong, the hidden text of a bad recognition, a scan on
//! which only a signature's stamp is text. Each shows in the words of the page; what they cannot show (a plausible word
//! in place of another) nothing here finds.

mod words;

use super::page::{Page, Piece};
use crate::diagnostic::{Diagnostic, Message};
use crate::rules::encodings::encodings;
use crate::rules::layers::layers;
use words::Words;

/// Where the text of a page is to be taken from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reading {
    /// From the layer, as it stands.
    Layer,
    /// From the layer, which is in a legacy encoding: normalization decodes it.
    Repair,
    /// From a picture of the page.
    Recognize,
}

/// Why.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reason {
    /// Vietnamese words.
    Vietnamese,
    /// Words of another language.
    OtherLanguage,
    /// Too few words to judge, and nothing else to read: numbers, a drawing, an empty page.
    FewWords,
    /// Letters of an encoding older than Unicode.
    Legacy,
    /// A picture without text.
    NoText,
    /// A picture with a few words on it: a signature's stamp, a running head.
    StampOnPicture,
    /// Glyphs of which the file does not say what they mean.
    UnknownGlyphs,
    /// Words that no language has.
    Garbled,
    /// The same, behind the picture of a scan.
    BadHiddenText,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Verdict {
    pub reading: Reading,
    pub reason: Reason,
}

/// What is known of a page besides its text.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Facts {
    /// The share of the page that pictures cover, 0 to 1.
    pub pictures: f32,
    /// The share of the letters that are set to be searched, not seen.
    pub invisible: f32,
}

impl Facts {
    pub(super) fn of(page: &Page) -> Facts {
        let area = (page.width * page.height).max(1.0);
        let covered: f32 = page
            .images
            .iter()
            .map(|image| {
                let width = image.x1.min(page.width) - image.x0.max(0.0);
                let height = image.y1.min(page.height) - image.y0.max(0.0);
                width.max(0.0) * height.max(0.0)
            })
            .sum();
        let invisible = page.pieces.iter().filter(|piece| piece.invisible).count();
        Facts {
            pictures: (covered / area).min(1.0),
            invisible: invisible as f32 / page.pieces.len().max(1) as f32,
        }
    }
}

/// A picture covers so much of the page: it is a scan.
const SCAN: f32 = 0.5;
/// Pictures cover so much of a page that has no text: there is something to recognize.
const SOMETHING: f32 = 0.02;
/// Fewer letters and digits are no page of text; with the lines of a stamp among them, several stamps.
const FEW_LETTERS: u32 = 120;
const STAMPS: u32 = 700;
/// Fewer words say nothing of the layer.
const FEW_WORDS: u32 = 8;
/// Of the words of another language one in eight is among its frequent ones.
const FREQUENT: u32 = 8;

/// Judges the text layer of a page; `text` has its words apart and its lines.
pub(super) fn judge(text: &str, facts: Facts) -> Verdict {
    let words = Words::of(text);
    let reason = reason(text, &words, facts);
    let reading = match reason {
        Reason::Vietnamese | Reason::OtherLanguage | Reason::FewWords => Reading::Layer,
        Reason::Legacy => Reading::Repair,
        _ => Reading::Recognize,
    };
    Verdict { reading, reason }
}

fn reason(text: &str, words: &Words, facts: Facts) -> Reason {
    let is_scan = facts.pictures >= SCAN;
    let all = words.all();
    if words.unknown >= 3 && words.unknown * 20 >= all {
        return Reason::UnknownGlyphs;
    }
    if words.letters == 0 {
        return if facts.pictures >= SOMETHING { Reason::NoText } else { Reason::FewWords };
    }
    if is_scan && words.letters < FEW_LETTERS {
        return Reason::StampOnPicture;
    }
    if is_scan && words.letters < STAMPS && text.lines().any(|line| layers().is_stamp(line)) {
        return Reason::StampOnPicture;
    }
    // Numbers of glyphs in place of letters: the small letters of ASCII are then its capitals and signs.
    if words.abbreviations >= 30 && words.abbreviations >= all * 4 {
        return Reason::Garbled;
    }
    if all < FEW_WORDS {
        return Reason::FewWords;
    }
    if words.other * FREQUENT >= all && words.odd * 10 <= all {
        return Reason::OtherLanguage;
    }
    // Of running Vietnamese text two words in three have marks, of tables and lists of names fewer.
    let is_vietnamese = words.marked * 6 >= all && words.wrong() * 8 <= words.marked + words.wrong();
    let hidden = is_scan || facts.invisible >= 0.5;
    if is_vietnamese && (!hidden || words.marked * 5 >= all * 2) {
        return Reason::Vietnamese;
    }
    if decodes(text, words) {
        return Reason::Legacy;
    }
    if hidden {
        return Reason::BadHiddenText;
    }
    // One word in twelve that is none: a font that lies spoils more. In another language words with marks are none
    // in Vietnamese.
    let misspelt = if words.marked * 8 >= all { words.misspelt } else { 0 };
    let wrong = words.odd + words.unknown + misspelt;
    if wrong >= 4 && wrong * 12 >= all {
        return Reason::Garbled;
    }
    if is_vietnamese { Reason::Vietnamese } else { Reason::FewWords }
}

/// Whether a legacy encoding makes Vietnamese words of most that are none.
fn decodes(text: &str, words: &Words) -> bool {
    encodings().iter().any(|encoding| {
        let decoded = Words::of(&words::decoded(text, encoding));
        decoded.marked >= 5
            && decoded.marked * 6 >= decoded.all()
            && decoded.wrong() * 4 <= decoded.marked
            && decoded.marked > words.marked * 2
    })
}

/// The letters of a page with blanks between words and an end behind each line, for [`judge`].
pub(super) fn text_of(page: &Page) -> String {
    let mut text = String::with_capacity(page.text.len() + page.text.len() / 4);
    let mut last: Option<&Piece> = None;
    for piece in page.pieces.iter().filter(|piece| !piece.turned) {
        if let Some(last) = last {
            let size = piece.size.max(last.size).max(1.0);
            let gap = piece.bbox.x0 - last.bbox.x1;
            if (piece.baseline - last.baseline).abs() > size * 0.5 {
                text.push('\n');
            } else if piece.space_before || !(-size..size * 0.2).contains(&gap) {
                text.push(' ');
            }
        }
        text.push_str(page.text.get(piece.text.start as usize..piece.text.end as usize).unwrap_or_default());
        last = Some(piece);
    }
    text
}

impl Reason {
    /// What the reader of the record should know of page `number` (from 1); `None` where nothing is out of order.
    pub(super) fn diagnostic(self, number: u32) -> Option<Diagnostic> {
        let (vi, en) = match self {
            Reason::Vietnamese | Reason::OtherLanguage | Reason::FewWords | Reason::Legacy => return None,
            Reason::NoText => {
                let message = Message::new(
                    format!("Trang {number} chỉ có ảnh, không có lớp chữ"),
                    format!("Page {number} is a picture without text"),
                );
                return Some(Diagnostic::info("no-text-layer", message));
            }
            Reason::StampOnPicture => {
                let message = Message::new(
                    format!(
                        "Lớp chữ của trang {number} chỉ có dấu chữ ký số hoặc đầu trang, nội dung là ảnh"
                    ),
                    format!(
                        "The text of page {number} is a signature's stamp or a running head alone; the rest is a picture"
                    ),
                );
                return Some(Diagnostic::info("no-text-layer", message));
            }
            Reason::UnknownGlyphs => (
                "nhiều chữ của phông không có nghĩa Unicode trong tệp",
                "the file does not say what many glyphs mean",
            ),
            Reason::Garbled => (
                "các từ không thành tiếng, bảng mã của phông trong tệp bị sai",
                "its words are none, the map of a font to Unicode is wrong",
            ),
            Reason::BadHiddenText => (
                "chữ ẩn sau ảnh quét nhận dạng sai quá nhiều",
                "the hidden text behind the scan was recognized too badly",
            ),
        };
        let message = Message::new(
            format!("Không tin được lớp chữ của trang {number}: {vi}"),
            format!("The text layer of page {number} cannot be trusted: {en}"),
        );
        Some(Diagnostic::warning("bad-text-layer", message))
    }
}

#[cfg(test)]
mod tests;
