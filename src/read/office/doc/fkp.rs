//! Where properties of runs and paragraphs hold: pages of 512 bytes that a table lists (MS-DOC 2.9.33, 2.9.175).

use super::bytes::{slice, u8_at, u16_at, u32_at};
use super::fib::Place;
use std::ops::Range;

/// Properties that hold from one offset of the stream to another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Holds {
    pub from: u32,
    pub to: u32,
    /// The style of the paragraph; 0 for runs.
    pub style: u16,
    /// The list of changes, as bytes of the stream.
    pub changes: Range<usize>,
}

const PAGE: usize = 512;

/// The properties of runs, in the order of the stream.
pub(super) fn runs(word: &[u8], table: &[u8], place: Place) -> Vec<Holds> {
    let mut all = Vec::new();
    for page in pages(table, place) {
        entries(word, page, 1, &mut all, |page, entry| {
            let offset = usize::from(u8_at(page, entry)?) * 2;
            if offset == 0 {
                return Some((0, 0..0));
            }
            let len = usize::from(u8_at(page, offset)?);
            Some((0, offset + 1..offset + 1 + len))
        });
    }
    all.sort_by_key(|holds| holds.from);
    all
}

/// The properties of paragraphs.
pub(super) fn paragraphs(word: &[u8], table: &[u8], place: Place) -> Vec<Holds> {
    let mut all = Vec::new();
    for page in pages(table, place) {
        entries(word, page, 13, &mut all, |page, entry| {
            let offset = usize::from(u8_at(page, entry)?) * 2;
            if offset == 0 {
                return Some((0, 0..0));
            }
            // The size counts words; 0 says that it follows in the next byte.
            let (at, len) = match u8_at(page, offset)? {
                0 => (offset + 2, usize::from(u8_at(page, offset + 1)?) * 2),
                words => (offset + 1, usize::from(words) * 2 - 1),
            };
            let style = u16_at(page, at)?;
            Some((style, at + 2..(at + len).max(at + 2)))
        });
    }
    all.sort_by_key(|holds| holds.from);
    all
}

/// The numbers of the pages that a table lists.
fn pages(table: &[u8], place: Place) -> Vec<usize> {
    let Some(plc) = slice(table, place.at, place.len) else { return Vec::new() };
    let count = plc.len().saturating_sub(4) / 8;
    let mut pages: Vec<usize> = (0..count)
        .filter_map(|index| u32_at(plc, (count + 1) * 4 + index * 4))
        .map(|page| (page & 0x003F_FFFF) as usize)
        .collect();
    // A page listed more than once says nothing new.
    pages.sort_unstable();
    pages.dedup();
    pages
}

fn entries(
    word: &[u8],
    number: usize,
    width: usize,
    all: &mut Vec<Holds>,
    read: impl Fn(&[u8], usize) -> Option<(u16, Range<usize>)>,
) {
    let Some(page) = slice(word, number.saturating_mul(PAGE), PAGE) else { return };
    let count = usize::from(page[PAGE - 1]);
    for index in 0..count {
        let (Some(from), Some(to)) = (u32_at(page, index * 4), u32_at(page, index * 4 + 4)) else { return };
        let Some((style, changes)) = read(page, (count + 1) * 4 + index * width) else { continue };
        if from < to && changes.end <= PAGE {
            let base = number * PAGE;
            all.push(Holds { from, to, style, changes: base + changes.start..base + changes.end });
        }
    }
}

/// What holds at an offset of the stream.
pub(super) fn at(all: &[Holds], offset: u32) -> Option<&Holds> {
    let index = all.partition_point(|holds| holds.from <= offset).checked_sub(1)?;
    all.get(index).filter(|holds| offset < holds.to)
}
