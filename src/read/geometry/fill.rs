//! Numbers filled into the blanks of a line: offices stamp "Số: …/QĐ-UBND" and "ngày … tháng …" when a document is signed,
//! behind all else in the content and a little off the level of the line.

use super::runs::{Kept, Run, text};
use super::sheet::{Item, Segment, Sheet};
use crate::document::is_letter;
use crate::read::page::Page;

/// What is filled in has at most so many letters.
const MOST: u32 = 10;

/// It stands at most so far off the level of its line, in sizes.
const OFF: f32 = 0.4;

/// A page with more such numbers is a table.
const NUMBERS: usize = 40;

/// Puts numbers that stand alone into the blanks that they were meant for.
pub(super) fn place(page: &Page, sheet: &mut Sheet) {
    let numbers: Vec<u32> = sheet
        .items
        .iter()
        .filter_map(|item| match item {
            Item::Segment(index) => Some(*index),
            Item::Table(_) => None,
        })
        .filter(|&index| is_number(page, sheet, &sheet.segments[index as usize]))
        .collect();
    if numbers.len() > NUMBERS {
        return;
    }
    let mut placed = Vec::new();
    for index in numbers {
        if fill(page, sheet, index) {
            placed.push(Item::Segment(index));
        }
    }
    sheet.items.retain(|item| !placed.contains(item));
}

/// Digits, perhaps with a full stop or a stroke.
fn is_number(page: &Page, sheet: &Sheet, segment: &Segment) -> bool {
    let letters = |run: &Run| {
        sheet.kept[run.from as usize..run.to as usize]
            .iter()
            .flat_map(|glyph| text(page, &page.pieces[glyph.piece as usize]).chars())
            .collect::<String>()
    };
    if segment.turned || sheet.letters(segment) > MOST {
        return false;
    }
    let text: String = sheet.runs_of(segment).map(letters).collect();
    text.starts_with(|letter: char| letter.is_ascii_digit()) && !text.contains(is_letter)
}

/// Puts a number into the blank that it stands in; whether there is one.
fn fill(page: &Page, sheet: &mut Sheet, index: u32) -> bool {
    let number = sheet.segments[index as usize].clone();
    let hosts: Vec<u32> = sheet
        .items
        .iter()
        .filter_map(|item| match item {
            Item::Segment(other) if *other != index => Some(*other),
            _ => None,
        })
        .filter(|&other| {
            let host = &sheet.segments[other as usize];
            (host.baseline - number.baseline).abs() <= OFF * number.size.max(host.size)
                && !host.turned
                && host.bbox.x0 < number.bbox.x0
        })
        .collect();
    // The nearest line that begins before it: the blank is within it, or at its end.
    let nearest = hosts.into_iter().max_by(|&one, &other| {
        let start = |index: u32| sheet.segments[index as usize].bbox.x0;
        start(one).total_cmp(&start(other))
    });
    let Some(host) = nearest else { return false };
    let Some((run, at)) = before(page, sheet, host, &number) else { return false };
    let behind = cut(page, sheet, run, at);
    let free_until = behind.map_or_else(
        || next_on_line(sheet, host).unwrap_or(f32::INFINITY),
        |behind| sheet.runs[behind as usize].x0,
    );
    let slack = 0.35 * number.size;
    let near = number.bbox.x0 - sheet.runs[run as usize].x1 <= 2.5 * number.size;
    if number.bbox.x1 > free_until + slack || behind.is_none() && !(near && free_until.is_finite()) {
        return false;
    }
    sheet.runs[run as usize].next = Some(number.first);
    sheet.runs[number.last as usize].next = behind;
    let host = &mut sheet.segments[host as usize];
    if behind.is_none() {
        host.last = number.last;
    } else if host.last == run {
        host.last = behind.unwrap_or(run);
    }
    host.bbox.x1 = host.bbox.x1.max(number.bbox.x1);
    true
}

/// Where the segment behind one on its line begins.
fn next_on_line(sheet: &Sheet, host: u32) -> Option<f32> {
    let next = sheet.segments.get(host as usize + 1).filter(|next| next.tied)?;
    Some(next.bbox.x0)
}

/// The run and the glyph of a segment that a number stands behind.
fn before(page: &Page, sheet: &Sheet, host: u32, number: &Segment) -> Option<(u32, u32)> {
    let middle = number.bbox.x0.midpoint(number.bbox.x1);
    let slack = 0.35 * number.size;
    let mut found = None;
    let mut next = Some(sheet.segments[host as usize].first);
    while let Some(index) = next {
        let run = sheet.runs.get(index as usize)?;
        for at in run.from..run.to {
            let bbox = page.pieces[sheet.kept[at as usize].piece as usize].bbox;
            if bbox.x1 <= middle {
                found = (bbox.x1 <= number.bbox.x0 + slack).then_some((index, at + 1));
            }
        }
        next = run.next;
    }
    found
}

/// Cuts a run before a glyph; the run behind the cut, or the one that follows.
fn cut(page: &Page, sheet: &mut Sheet, index: u32, at: u32) -> Option<u32> {
    let run = sheet.runs[index as usize].clone();
    if at >= run.to {
        return run.next;
    }
    let bbox = |kept: &[Kept], at: u32| page.pieces[kept[at as usize].piece as usize].bbox;
    let letters = |kept: &[Kept]| -> u32 {
        kept.iter().map(|glyph| text(page, &page.pieces[glyph.piece as usize]).chars().count() as u32).sum()
    };
    let letters = letters(&sheet.kept[at as usize..run.to as usize]);
    let behind = Run { from: at, x0: bbox(&sheet.kept, at).x0, letters, ..run.clone() };
    let next = sheet.runs.len() as u32;
    sheet.runs.push(behind);
    let front = &mut sheet.runs[index as usize];
    front.to = at;
    front.letters -= letters;
    front.x1 = bbox(&sheet.kept, at - 1).x1;
    front.next = Some(next);
    Some(next)
}
