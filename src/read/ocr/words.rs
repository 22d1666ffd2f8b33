//! The words of a prepared page: its tables cell by cell, the rest between them by blocks.

use super::engine::{Engine, Segmentation, Word};
use super::prepare::{DPI, Prepared};
use super::raster::{Area, Gray};
use super::tables::{self, Table};
use super::{blanks, compounds, labels, passed, sizes, slips};

/// Longest time for one call of the engine, in milliseconds.
const LIMIT: u32 = 60_000;
/// White around what is cut out, in pixels.
const BORDER: usize = 16;

/// Reads a page, from the top down; boxes in pixels of the prepared page.
pub(super) fn read(engine: &mut Engine, page: &Prepared) -> Vec<Word> {
    let tables = tables::tables(&page.lines, DPI);
    let mut words = Vec::new();
    let mut top = 0;
    for table in &tables {
        let above = Area { left: 0, top, right: page.gray.width, bottom: table.area.top.max(top) };
        part(engine, page, above, Segmentation::Page, &mut words);
        cells(engine, page, table, &mut words);
        top = top.max(table.area.bottom);
    }
    let below = Area { left: 0, top, right: page.gray.width, bottom: page.gray.height };
    part(engine, page, below, Segmentation::Page, &mut words);
    let areas: Vec<Area> = tables.iter().map(|table| table.area).collect();
    for line in passed::lines(page, &areas, &words) {
        let mut more = Vec::new();
        part(engine, page, line, Segmentation::Line, &mut more);
        passed::take(&mut words, more);
    }
    separate(&mut words);
    words
}

/// Puts right what the picture, the words around or the rules of writing show to be misread.
pub(super) fn mend(words: &mut Vec<Word>, page: &Prepared) {
    sizes::even_out(words);
    labels::restore(words, &page.gray, page.limit);
    compounds::restore(words);
    slips::mend(words);
    blanks::clear(words);
}

/// Parts the boxes of neighbours that reach over each other: the engine's boxes of slanted and large letters do.
fn separate(words: &mut [Word]) {
    for index in 1..words.len() {
        let [before, word] = &mut words[index - 1..=index] else { continue };
        let is_behind = word.area.left > before.area.left && word.area.left < before.area.right;
        if is_behind && word.area.shared_height(before.area) > 0 {
            let is_beyond = word.area.right > before.area.right;
            let middle =
                if is_beyond { usize::midpoint(word.area.left, before.area.right) } else { word.area.left };
            before.area.right = middle;
            word.area.left = middle;
        }
    }
}

/// Reads the cells of a table, and what stands beside it.
fn cells(engine: &mut Engine, page: &Prepared, table: &Table, words: &mut Vec<Word>) {
    let beside = |left, right| Area { left, right, ..table.area };
    part(engine, page, beside(0, table.area.left), Segmentation::Block, words);
    for &cell in &table.cells {
        part(engine, page, cell, Segmentation::Block, words);
    }
    part(engine, page, beside(table.area.right, page.gray.width), Segmentation::Block, words);
}

/// Marks that no document has: what is left of lines, creases and dirt.
const DIRT: &[char] = &['_', '|', '¬', 'ˆ', '„', '¡', '¿', '\\', '~', '`', '´', '¦', '‹', '›', '«', '»', '⁄'];

/// The height of a hair on a scan, in pixels.
const HAIR: usize = 5;

/// A word without dirt at its edges; `None` if nothing is left, or marks alone that the engine doubts.
fn cleaned(mut word: Word) -> Option<Word> {
    let trimmed = word.text.trim_matches(DIRT);
    // A quote that is not closed is a spot.
    let trimmed = trimmed.strip_prefix('\'').filter(|rest| !rest.contains('\'')).unwrap_or(trimmed);
    if trimmed.len() < word.text.len() {
        word.text = trimmed.to_owned();
    }
    // A letter is higher than a hair.
    let has_letters = word.letters() > 0 && word.area.height() > HAIR;
    let is_mark = word.text.chars().count() <= 3 && word.confidence >= 40.0;
    (has_letters || (is_mark && !word.text.is_empty())).then_some(word)
}

/// Reads an area if there is ink enough for a character in it.
fn part(engine: &mut Engine, page: &Prepared, area: Area, mode: Segmentation, words: &mut Vec<Word>) {
    let area = area.within(page.gray.area());
    if area.is_empty() || ink(&page.gray, area, page.limit) < 40 {
        return;
    }
    let cut = page.gray.crop(area, BORDER);
    engine.show(&cut, DPI as u32);
    let found = engine.recognize(cut.area(), mode, LIMIT);
    words.extend(found.into_iter().filter_map(|word| placed(cleaned(word)?, area)));
}

/// The word with its place on the page instead of in what was cut out.
fn placed(mut word: Word, area: Area) -> Option<Word> {
    let shift = |at: usize, by: usize| (at + by).saturating_sub(BORDER);
    word.area = Area {
        left: shift(word.area.left, area.left),
        top: shift(word.area.top, area.top),
        right: shift(word.area.right, area.left),
        bottom: shift(word.area.bottom, area.top),
    };
    word.baseline += area.top as f32 - BORDER as f32;
    (!word.area.is_empty()).then_some(word)
}

/// How many pixels of an area are ink.
pub(super) fn ink(gray: &Gray, area: Area, limit: u8) -> usize {
    (area.top..area.bottom)
        .map(|y| gray.row(y)[area.left..area.right].iter().filter(|&&value| value < limit).count())
        .sum()
}
