//! Legacy Vietnamese encodings: TCVN3, VNI, VISCII and others, read as Latin-1; and UTF-8 read so.
//!
//! The text is cut into pieces of a line at most. Each piece has a price in each reading: words that are no Vietnamese
//! syllables in it. The cheapest sequence of readings over the whole text is taken, where every change has its own price
//! (Viterbi): so a short line goes with its neighbours, and a short text is left alone. A run of pieces is converted only
//! if the share of syllables rises clearly in it.

mod capitals;
mod code;
mod decode;
mod fonts;
mod hyphens;
mod lost;
mod words;

pub use decode::decode_passage;
pub(super) use lost::restore;

use super::pass::Pass;
use crate::diagnostic::{Diagnostic, Message};
use crate::document::Repair;
use crate::rules::encodings::windows_1252;
use crate::source::Fragment;
use crate::span::Span;
use crate::text::Text;
use code::{Code, Reading};
use decode::Decoder;
use std::ops::Range;
use words::{Count, READINGS, Words};

/// A run of text in one encoding.
#[derive(Debug, Clone)]
pub(super) struct Passage {
    /// Bytes of the text.
    range: Range<usize>,
    code: Code,
    reading: Reading,
    /// Set in a font that shows small letters as capitals.
    capitals: bool,
}

impl Passage {
    /// Soft hyphens are a letter of this encoding, and get lost.
    pub(super) fn loses_letters(&self) -> bool {
        self.code.has_soft_hyphen()
    }
}

/// The price of a change of encoding, in words that are no syllables.
const CHANGE: u32 = 8;
/// The price of a word that is no syllable in an encoding other than the text's own: a conversion must make sense.
const NONSENSE: u32 = 3;
/// The share of syllables must rise by so much, and to so much.
const RISE: f64 = 0.15;
const SHARE: f64 = 0.7;
/// And so many words must change; fewer where the file has more of the same encoding.
const WORDS: u32 = 8;
const WORDS_WHERE_KNOWN: u32 = 2;
/// Longest piece in bytes; lines are cut at blanks.
const PIECE: usize = 1024;

/// What was found in a text.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub(super) passages: Vec<Passage>,
    /// Would make sense in an encoding, but are too short to be sure.
    pub(super) doubtful: Vec<Range<usize>>,
}

/// The passages that fonts tell are in legacy encodings. `fragments` name fonts by their place in `fonts`.
pub(super) fn find_by_fonts(text: &str, fragments: &[Fragment], fonts: &[String]) -> Vec<Passage> {
    fonts::find(text, fragments, fonts)
}

/// The passages in legacy encodings, with those that are `known`, sorted. Costs a pass over all words: for texts that
/// look like it.
pub(super) fn find(text: &str, by_fonts: Vec<Passage>) -> Found {
    let reading = Reading::of(text);
    let mut words = Words::new(reading);
    let mut pieces_left = Vec::new();
    let mut from = 0;
    for end in
        by_fonts.iter().map(|passage| passage.range.clone()).chain(std::iter::once(text.len()..text.len()))
    {
        let between = &text[from..end.start];
        pieces_left.extend(pieces(between).into_iter().map(|piece| from + piece.start..from + piece.end));
        from = end.end;
    }
    let pieces = pieces_left;
    let mut readings = cheapest(text, &pieces, &mut words);
    prefer_one_set(text, &pieces, &mut readings, &mut words);
    let mut runs: Vec<(Range<usize>, usize, Count)> = Vec::new();
    for (piece, reading) in pieces.iter().zip(readings) {
        if reading == 0 {
            continue;
        }
        let count = words.count(&text[piece.clone()]);
        match runs.last_mut() {
            Some((range, last, sum)) if *last == reading && range.end == piece.start => {
                range.end = piece.end;
                sum.add(&count);
            }
            _ => runs.push((piece.clone(), reading, count)),
        }
    }
    let rises = |count: &Count, reading: usize, least: u32| {
        let (before, after) = (count.share(0), count.share(reading));
        count.changed[reading] >= least
            && after >= SHARE
            && after - before >= RISE
            && count.ascii_valid >= count.ascii_invalid
    };
    let index_of = |passage: &Passage| words.codes.iter().position(|code| code.id() == passage.code.id());
    let known: Vec<usize> = runs
        .iter()
        .filter(|(_, reading, count)| rises(count, *reading, WORDS))
        .map(|(_, reading, _)| *reading)
        .chain(by_fonts.iter().filter_map(index_of).map(|index| index + 1))
        .collect();
    let mut found = Found { passages: by_fonts, doubtful: Vec::new() };
    for (range, own, count) in runs {
        if known.contains(&own) && rises(&count, own, WORDS_WHERE_KNOWN) {
            let code = words.codes[own - 1];
            found.passages.push(Passage { range, code, reading, capitals: false });
        } else if rises(&count, own, WORDS / 2) {
            found.doubtful.push(range);
        }
    }
    found.passages.sort_by_key(|passage| passage.range.start);
    found
}

/// VN1 is VN3 with letters in places where Windows has quotes: which of the two a file is in, all its passages tell
/// together.
fn prefer_one_set(text: &str, pieces: &[Range<usize>], readings: &mut [usize], words: &mut Words) {
    let reading_of = |id| words.codes.iter().position(|code| code.id() == id).map(|index| index + 1);
    let (Some(vn3), Some(vn1)) = (reading_of("tcvn3"), reading_of("tcvn5712-1")) else { return };
    let is_either = |reading: usize| reading == vn3 || reading == vn1;
    let mut sum = Count::default();
    for (piece, _) in pieces.iter().zip(&*readings).filter(|(_, reading)| is_either(**reading)) {
        sum.add(&words.count(&text[piece.clone()]));
    }
    let sense = |reading: usize| i64::from(sum.valid[reading]) - i64::from(sum.invalid[reading]);
    let one = if sense(vn1) > sense(vn3) { vn1 } else { vn3 };
    readings.iter_mut().filter(|reading| is_either(**reading)).for_each(|reading| *reading = one);
}

/// Lines, long ones cut at blanks.
fn pieces(text: &str) -> Vec<Range<usize>> {
    let bytes = text.as_bytes();
    let mut pieces = Vec::new();
    let mut at = 0;
    while at < text.len() {
        let window = &bytes[at..bytes.len().min(at + PIECE)];
        let end = match memchr::memchr(b'\n', window) {
            Some(len) => at + len + 1,
            None if at + window.len() == text.len() => text.len(),
            None => {
                let cut = memchr::memrchr2(b' ', b'\t', window).map_or(PIECE, |blank| blank + 1);
                (at + cut..=text.len()).find(|&end| text.is_char_boundary(end)).unwrap_or(text.len())
            }
        };
        pieces.push(at..end);
        at = end;
    }
    pieces
}

/// The reading of each piece that makes the whole cheapest.
fn cheapest(text: &str, pieces: &[Range<usize>], words: &mut Words) -> Vec<usize> {
    let mut prices = [CHANGE / 2; READINGS];
    prices[0] = 0;
    // For each piece the cheapest reading of the pieces before it, and which readings are reached by a change from it.
    let mut origins: Vec<(u8, u16)> = Vec::with_capacity(pieces.len());
    for piece in pieces {
        let best = (0..READINGS).min_by_key(|&reading| prices[reading]).unwrap_or(0);
        let count = words.count(&text[piece.clone()]);
        let change = prices[best] + CHANGE;
        let mut changed = 0u16;
        let foreign = count.ascii_invalid.saturating_sub(count.ascii_valid);
        for (reading, price) in prices.iter_mut().enumerate() {
            if change < *price {
                *price = change;
                changed |= 1 << reading;
            }
            *price += match reading {
                0 => count.invalid[0],
                _ => NONSENSE * (count.invalid[reading] + count.unicode) + foreign,
            };
        }
        origins.push((best as u8, changed));
        // Prices stay small however long the text is.
        let least = prices.iter().copied().min().unwrap_or(0);
        prices.iter_mut().for_each(|price| *price -= least);
    }
    let mut reading = (0..READINGS).min_by_key(|&reading| prices[reading]).unwrap_or(0);
    let mut readings = vec![0; pieces.len()];
    for (index, (best, changed)) in origins.into_iter().enumerate().rev() {
        readings[index] = reading;
        if changed & (1 << reading) != 0 {
            reading = usize::from(best);
        }
    }
    readings
}

/// The same passages in another text of the same original, which is in the order of the original.
pub(super) fn carry(passages: &[Passage], from: &Text, to: &Text) -> Vec<Passage> {
    let range = |range: &Range<usize>| to.edits().from_original(from.edits().to_original(range.clone()));
    passages.iter().map(|passage| Passage { range: range(&passage.range), ..passage.clone() }).collect()
}

/// The text with the passages decoded. `all_bytes` says that the rest of the text is single bytes as well: windows-1252.
pub(super) fn decode(
    text: &Text,
    fragments: &[Fragment],
    passages: &[Passage],
    all_bytes: bool,
) -> (Text, Vec<Fragment>) {
    let string = text.as_str();
    let mut pass = Pass::new(text, fragments);
    let mut at = 0;
    let mut last: Option<Decoder> = None;
    for passage in passages {
        keep(string, at..passage.range.start, all_bytes, &mut pass);
        // Where two passages meet only their fonts differ: the second goes on with the sentence.
        let goes_on = at == passage.range.start;
        at = passage.range.end;
        let own = last.take().filter(|last| goes_on && last.is_for(passage.code, passage.reading));
        let decoder = last.insert(own.unwrap_or_else(|| Decoder::new(passage.code, passage.reading)));
        for piece in pieces(&string[passage.range.clone()]) {
            let piece = passage.range.start + piece.start..passage.range.start + piece.end;
            let mut from = piece.start;
            let mut here = piece.start;
            for unit in decoder.decode(&string[piece.clone()], &string[piece.end..], passage.capitals) {
                let end = here + usize::from(unit.len);
                let letter = match unit.letter {
                    c @ '\u{80}'..='\u{9F}' => windows_1252(c as u8).unwrap_or(c),
                    c => c,
                };
                let mut buffer = [0; 4];
                let letter: &str = letter.encode_utf8(&mut buffer);
                if letter != &string[here..end] {
                    pass.keep(from..here);
                    pass.replace(here..end, letter);
                    from = end;
                }
                here = end;
            }
            pass.keep(from..piece.end);
        }
    }
    keep(string, at..string.len(), all_bytes, &mut pass);
    pass.finish()
}

/// Copies a passage, the characters 80-9F as windows-1252 has them.
fn keep(text: &str, range: Range<usize>, all_bytes: bool, pass: &mut Pass) {
    let mut from = range.start;
    if all_bytes {
        for at in memchr::memchr_iter(0xC2, text[range.clone()].as_bytes()).map(|at| range.start + at) {
            if let Some(letter) = text.as_bytes().get(at + 1).copied().and_then(windows_1252) {
                pass.keep(from..at);
                pass.replace(at..at + 2, letter.encode_utf8(&mut [0; 4]));
                from = at + 2;
            }
        }
    }
    pass.keep(from..range.end);
}

/// One repair for each passage, and one diagnostic for each encoding.
pub(super) fn report(text: &Text, passages: &[Passage]) -> (Vec<Repair>, Vec<Diagnostic>) {
    let mut behind = 0;
    let repairs: Vec<Repair> = passages
        .iter()
        .map(|passage| {
            let span = text.edits().to_original(passage.range.clone());
            // Two passages may meet inside what one tag of HTML stands for ("- " for <li>): it belongs to the first.
            let span = Span::new(span.start().max(behind).min(span.end()), span.end());
            behind = span.end();
            Repair { span, encoding: passage.code.id() }
        })
        .collect();
    let mut found: Vec<(Code, usize, Span<_>)> = Vec::new();
    for (passage, repair) in passages.iter().zip(&repairs) {
        match found.iter_mut().find(|(code, ..)| code.id() == passage.code.id()) {
            Some((_, len, _)) => *len += passage.range.len(),
            None => found.push((passage.code, passage.range.len(), repair.span)),
        }
    }
    let diagnostics = found.into_iter().map(|(code, len, first)| {
        let share = (len as f64 / text.len().max(1) as f64 * 100.0).round().max(1.0);
        let name = code.name();
        let message = Message::new(
            format!("{share} % văn bản ở bảng mã {name}, đã chuyển sang Unicode"),
            format!("{share} % of the text is in the encoding {name} and was converted to Unicode"),
        );
        Diagnostic::info("legacy-encoding", message).at(first)
    });
    let diagnostics = diagnostics.collect();
    (repairs, diagnostics)
}
