//! What the names of fonts say of the encoding of their text.
//!
//! A name is a signal: the words of a font, over the whole document, must make sense in its encoding, and more sense than
//! as they are. Fonts of few words go with the others of their encoding, so a heading of one word is decoded with the
//! text, and a font whose text was converted long ago is left alone.

use super::code::Reading;
use super::words::{Count, Words};
use super::{Passage, pieces};
use crate::rules::fonts::{Face, face};
use crate::source::Fragment;
use std::ops::Range;

/// A font of fewer words that its encoding changes goes with the others.
const FEW: u32 = 4;
/// So large a share of the words must make sense. Lower than without a name to go by: letters may have got lost.
const SHARE: f64 = 0.5;

/// A passage set in one font of a legacy encoding.
struct Mark {
    /// With the blanks behind it.
    range: Range<usize>,
    font: u16,
    face: Face,
}

/// The passages that are in the encodings of their fonts, sorted.
pub(super) fn find(text: &str, fragments: &[Fragment], fonts: &[String]) -> Vec<Passage> {
    let faces: Vec<Option<Face>> = fonts.iter().map(|name| face(name)).collect();
    if faces.iter().all(Option::is_none) {
        return Vec::new();
    }
    let marks = marks(text, fragments, &faces);
    let mut passages = Vec::new();
    let mut ids: Vec<&'static str> = faces.iter().flatten().map(|face| face.encoding.id).collect();
    ids.sort_unstable();
    ids.dedup();
    for id in ids {
        let own: Vec<&Mark> = marks.iter().filter(|mark| mark.face.encoding.id == id).collect();
        let usual = match Reading::of(text) {
            Reading::Windows1252 => Reading::Symbols,
            other => other,
        };
        let readings = [usual, Reading::Windows1258, Reading::Macintosh];
        let mut best: Option<InEncoding> = None;
        for reading in readings {
            let found = in_encoding(text, &own, id, reading);
            if best.as_ref().is_none_or(|best| found.sense > best.sense) {
                best = Some(found);
            }
            // Another code page only where the usual one leaves many words without sense.
            if best.as_ref().is_some_and(|best| best.is_sound) {
                break;
            }
        }
        passages.extend(best.into_iter().flat_map(|best| best.passages));
    }
    passages.sort_by_key(|passage: &Passage| passage.range.start);
    passages
}

fn marks(text: &str, fragments: &[Fragment], faces: &[Option<Face>]) -> Vec<Mark> {
    let mut marks: Vec<Mark> = Vec::new();
    for fragment in fragments {
        let Some(font) = fragment.style.font else { continue };
        let Some(face) = faces.get(usize::from(font)).copied().flatten() else { continue };
        let (start, mut end) = (fragment.start as usize, fragment.end as usize);
        if text.get(start..end).is_none() {
            continue;
        }
        end += text[end..].len()
            - text[end..].trim_start_matches([' ', '\n', '\r', '\t', '\u{A0}', '\u{C}']).len();
        match marks.last_mut() {
            Some(last) if last.range.end >= start && last.font == font => last.range.end = end,
            Some(last) if last.range.end > start => {
                last.range.end = start;
                marks.push(Mark { range: start..end, font, face });
            }
            _ => marks.push(Mark { range: start..end, font, face }),
        }
    }
    marks
}

/// The marks of one encoding, their bytes read in one way.
#[derive(Default)]
struct InEncoding {
    /// Those that are in it.
    passages: Vec<Passage>,
    /// Words that make sense, less those that do not.
    sense: i64,
    /// Hardly a word makes none.
    is_sound: bool,
}

fn in_encoding(text: &str, marks: &[&Mark], id: &str, reading: Reading) -> InEncoding {
    let mut words = Words::new(reading);
    let Some(index) = words.codes.iter().position(|code| code.id() == id).map(|index| index + 1) else {
        return InEncoding::default();
    };
    let code = words.codes[index - 1];
    let mut by_font: Vec<(u16, Count)> = Vec::new();
    let mut all = Count::default();
    for (at, mark) in marks.iter().enumerate() {
        let count = words.count(&text[whole_words(text, marks, at)]);
        all.add(&count);
        match by_font.iter_mut().find(|(font, _)| *font == mark.font) {
            Some((_, sum)) => sum.add(&count),
            None => by_font.push((mark.font, count)),
        }
    }
    let makes_sense = |count: &Count| {
        count.changed[index] > 0
            && count.share(index) >= SHARE
            && count.share(index) > count.share(0)
            && count.unicode * 2 < count.changed[index]
    };
    let all_make_sense = makes_sense(&all);
    by_font.retain(|(_, count)| if count.changed[index] < FEW { all_make_sense } else { makes_sense(count) });
    let mut passages: Vec<Passage> = Vec::new();
    for (at, mark) in marks.iter().enumerate() {
        if !by_font.iter().any(|(font, _)| *font == mark.font) {
            continue;
        }
        // Words that are cut by a change of font count for the font in which they begin.
        let whole = whole_words(text, marks, at);
        for piece in pieces(&text[mark.range.clone()]) {
            let piece = mark.range.start + piece.start..mark.range.start + piece.end;
            let judged = piece.start.max(whole.start).min(whole.end)..if piece.end == mark.range.end {
                whole.end
            } else {
                piece.end
            };
            let count = words.count(text.get(judged).unwrap_or_default());
            if sense(&count, index) < sense(&count, 0) || count.unicode > count.changed[index] {
                continue;
            }
            push(&mut passages, Passage { range: piece, code, reading, capitals: mark.face.capitals });
        }
    }
    InEncoding { passages, sense: sense(&all, index), is_sound: all.invalid[index] * 20 <= all.valid[index] }
}

fn sense(count: &Count, reading: usize) -> i64 {
    i64::from(count.valid[reading]) - i64::from(count.invalid[reading])
}

/// Adds a passage, to the last one where it goes on with it.
fn push(passages: &mut Vec<Passage>, passage: Passage) {
    match passages.last_mut() {
        Some(last) if last.range.end == passage.range.start && last.capitals == passage.capitals => {
            last.range.end = passage.range.end;
        }
        _ => passages.push(passage),
    }
}

/// The mark without the rest of a word that begins in the mark before, and with the rest of its last word where that
/// ends in the next.
fn whole_words(text: &str, marks: &[&Mark], at: usize) -> Range<usize> {
    let inside = |c: char| c.is_alphanumeric() || !c.is_ascii();
    let mark = &marks[at].range;
    let meets_last = at > 0 && marks[at - 1].range.end == mark.start && text[..mark.start].ends_with(inside);
    let start = if meets_last { word_end(text, mark.start, mark.end, inside) } else { mark.start };
    let meets_next = marks.get(at + 1).is_some_and(|next| next.range.start == mark.end)
        && text[..mark.end].ends_with(inside);
    let end = match marks.get(at + 1) {
        Some(next) if meets_next => word_end(text, mark.end, next.range.end, inside),
        _ => mark.end,
    };
    start.min(end)..end
}

fn word_end(text: &str, from: usize, to: usize, inside: impl Fn(char) -> bool) -> usize {
    from + text[from..to].find(|c| !inside(c)).unwrap_or(to - from)
}
