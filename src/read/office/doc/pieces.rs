//! The text in its pieces (MS-DOC 2.4.1, 2.9.177).

use super::bytes::{slice, u8_at, u16_at, u32_at};
use super::fib::Place;
use crate::read::office::codepage;

/// A character with its offset in the stream, and what its piece changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Letter {
    pub shown: char,
    pub at: u32,
    /// Index into the changes, from 1; 0 for none.
    pub change: u16,
}

/// The text of all stories, and the lists of properties that pieces change.
#[derive(Debug, Default)]
pub(super) struct Pieces {
    pub letters: Vec<Letter>,
    pub changes: Vec<Vec<u8>>,
}

/// Reads the piece table. `None` if it is no such table, or the pieces hold more than the stream.
pub(super) fn read(word: &[u8], table: &[u8], place: Place) -> Option<Pieces> {
    let clx = slice(table, place.at, place.len).or_else(|| table.get(place.at..))?;
    let mut pieces = Pieces::default();
    let mut at = 0;
    while u8_at(clx, at)? == 1 {
        let len = usize::from(u16_at(clx, at + 1)?);
        if pieces.changes.len() < usize::from(u16::MAX) - 1 {
            pieces.changes.push(slice(clx, at + 3, len)?.to_vec());
        }
        at += 3 + len;
    }
    if u8_at(clx, at)? != 2 {
        return None;
    }
    let len = (u32_at(clx, at + 1)? as usize).min(clx.len().saturating_sub(at + 5));
    let plc = slice(clx, at + 5, len)?;
    let count = len.checked_sub(4)? / 12;
    for index in 0..count {
        let (from, to) = (u32_at(plc, index * 4)?, u32_at(plc, index * 4 + 4)?);
        let descriptor = (count + 1) * 4 + index * 8;
        let place = u32_at(plc, descriptor + 2)?;
        let property = u16_at(plc, descriptor + 6)?;
        let letters = to.checked_sub(from)? as usize;
        if pieces.letters.len() + letters > word.len() {
            return None;
        }
        let change = if property & 1 == 1 { (property >> 1) + 1 } else { 0 };
        let change = if usize::from(change) <= pieces.changes.len() { change } else { 0 };
        let offset = (place & 0x3FFF_FFFF) as usize;
        if place & 0x4000_0000 != 0 {
            single(word, offset / 2, letters, change, &mut pieces.letters);
        } else {
            wide(word, offset, letters, change, &mut pieces.letters);
        }
    }
    Some(pieces)
}

/// Text of one byte a character.
pub(super) fn single(word: &[u8], from: usize, count: usize, change: u16, letters: &mut Vec<Letter>) {
    let bytes = word.get(from..).unwrap_or_default();
    letters.extend(bytes.iter().take(count).zip(from..).map(|(&byte, at)| Letter {
        shown: codepage::windows_1252(byte),
        at: at as u32,
        change,
    }));
    // Positions stay right where the stream ends before its text.
    let missing = count.saturating_sub(bytes.len());
    letters.extend(std::iter::repeat_n(Letter { shown: '\0', at: u32::MAX, change: 0 }, missing));
}

fn wide(word: &[u8], from: usize, count: usize, change: u16, letters: &mut Vec<Letter>) {
    let start = letters.len();
    let bytes = word.get(from..).unwrap_or_default();
    let units: Vec<u16> =
        bytes.chunks_exact(2).take(count).map(|pair| u16::from_le_bytes([pair[0], pair[1]])).collect();
    let mut at = from as u32;
    for unit in char::decode_utf16(units) {
        let shown = unit.unwrap_or('\u{FFFD}');
        letters.push(Letter { shown, at, change });
        // A letter of two units counts as two characters.
        if shown.len_utf16() == 2 {
            letters.push(Letter { shown: '\0', at: at + 2, change });
        }
        at = at.saturating_add(2 * shown.len_utf16() as u32);
    }
    let written = letters.len() - start;
    let missing = count.saturating_sub(written);
    letters.extend(std::iter::repeat_n(Letter { shown: '\0', at: u32::MAX, change: 0 }, missing));
}
