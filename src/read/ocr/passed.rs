//! Lines that the engine passed over: beside seals and signatures it takes print for part of a picture.

use super::engine::Word;
use super::prepare::Prepared;
use super::raster::Area;
use super::specks;
use crate::rules::syllables::is_syllable;

/// Heights of letters at 300 dpi, with and without their marks, of print from 8 to 20 points.
const HEIGHTS: std::ops::RangeInclusive<usize> = 15..=75;
/// Widths of letters, and of bold ones that touch each other.
const WIDTHS: std::ops::RangeInclusive<usize> = 3..=320;
/// Letters of a word, and words, stand no farther apart than this.
const GAP: usize = 40;
/// A line has no fewer letters.
const FEWEST: usize = 5;
/// Room for marks over the letters of a line.
const MARKS: usize = 16;
/// Least confidence, in percent, in what is read there.
const SURE: f32 = 75.0;

/// Where letters stand in a row that no word covers, outside of these areas.
pub(super) fn lines(page: &Prepared, areas: &[Area], words: &[Word]) -> Vec<Area> {
    let mut covered = page.gray.clone();
    words.iter().for_each(|word| covered.fill(word.area.grown(4), super::raster::WHITE));
    areas.iter().for_each(|area| covered.fill(area.grown(4), super::raster::WHITE));
    let mut letters: Vec<Area> = specks::components(&covered, page.limit)
        .all
        .iter()
        .map(|component| component.area)
        .filter(|area| HEIGHTS.contains(&area.height()) && WIDTHS.contains(&area.width()))
        .collect();
    letters.sort_by_key(|letter| letter.left);
    let mut rows: Vec<(Area, Area, usize)> = Vec::new();
    for letter in letters {
        let joins = |(_, last, _): &&mut (Area, Area, usize)| {
            let lower = letter.height().min(last.height());
            letter.left < last.right + GAP && letter.shared_height(*last) * 2 > lower
        };
        match rows.iter_mut().rev().find(joins) {
            Some((row, last, count)) => {
                *row = row.cover(letter);
                *last = letter;
                *count += 1;
            }
            None => rows.push((letter, letter, 1)),
        }
    }
    // Letters of a line stand on one level: the marks around a seal climb and fall.
    rows.retain(|(row, _, count)| {
        *count >= FEWEST && row.height() <= *HEIGHTS.end() && row.width() > 2 * row.height()
    });
    let mut lines: Vec<Area> = rows
        .into_iter()
        .map(|(row, ..)| Area { top: row.top.saturating_sub(MARKS), ..row.grown(8) })
        .map(|line| line.within(page.gray.area()))
        .collect();
    lines.sort_by_key(|line| (line.top, line.left));
    lines
}

/// Takes the words that were read in such a line, where they are words, to where they stand among the others.
pub(super) fn take(words: &mut Vec<Word>, mut more: Vec<Word>) {
    more.retain(|word| !words.iter().any(|other| is_over(other.area, word.area)));
    let letters: u64 = more.iter().map(Word::letters).sum();
    let certainty: f32 = more.iter().map(|word| word.confidence * word.letters() as f32).sum();
    let syllables =
        more.iter().filter(|word| is_syllable(word.text.trim_end_matches(['.', ',', ';', ':']))).count();
    if letters == 0 || certainty < SURE * letters as f32 || syllables < 2 || syllables * 3 < more.len() * 2 {
        return;
    }
    let Some(line) = more.iter().map(|word| word.area).reduce(Area::cover) else { return };
    // Behind the line above it, and what stands beside that and higher.
    let above = (0..words.len())
        .filter(|&index| words[index].area.bottom <= line.top + line.height() / 2)
        .filter(|&index| words[index].area.shared_width(line) > 0)
        .max_by_key(|&index| (words[index].area.bottom, index));
    let at = above.map_or(words.len(), |above| {
        let is_beside = |pair: &[Word]| {
            pair[1].area.left + 4 > pair[0].area.right && pair[1].area.shared_height(pair[0].area) > 0
        };
        let is_next = |pair: &[Word]| {
            is_beside(pair) || pair[1].area.top >= pair[0].area.top && pair[1].area.bottom <= line.bottom
        };
        above + 1 + words[above..].windows(2).take_while(|pair| is_next(pair)).count()
    });
    words.splice(at..at, more);
}

fn is_over(one: Area, other: Area) -> bool {
    one.shared_width(other) * one.shared_height(other) * 3 > other.width() * other.height()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::ocr::lines::Lines;
    use crate::read::ocr::raster::{Affine, Gray, WHITE};

    fn word(text: &str, left: usize, top: usize) -> Word {
        let area = Area { left, top, right: left + 100, bottom: top + 30 };
        Word { text: text.to_owned(), area, confidence: 90.0, baseline: top as f32 + 28.0, size: 13.0 }
    }

    #[test]
    fn a_row_of_letters_without_words_is_a_line_and_a_scrawl_is_none() {
        let mut gray = Gray::new(1000, 600, WHITE);
        for index in 0..8 {
            let left = 100 + index * 40;
            gray.fill(Area { left, top: 100, right: left + 22, bottom: 130 }, 0);
            gray.fill(Area { left, top: 300, right: left + 22, bottom: 330 }, 0);
        }
        gray.fill(Area { left: 500, top: 200, right: 900, bottom: 203 }, 0);
        let page = Prepared { gray, lines: Lines::default(), limit: 128, map: Affine::scale(1.0, 1.0) };
        let read: Vec<Word> = (0..4).map(|index| word("chữ", 95 + index * 80, 100)).collect();
        let found = lines(&page, &[], &read);
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].top < 300 && found[0].bottom > 330 && found[0].left < 100, "{found:?}");
    }

    #[test]
    fn words_of_such_a_line_go_behind_the_line_above_and_noise_is_left() {
        let mut words =
            vec![word("CHỦ", 600, 100), word("TỊCH", 710, 100), word("Các", 100, 200), word("Lưu", 100, 400)];
        take(&mut words, vec![word("Nguyễn", 600, 300), word("Trúc", 710, 300)]);
        let texts: Vec<&str> = words.iter().map(|word| word.text.as_str()).collect();
        assert_eq!(texts, ["CHỦ", "TỊCH", "Các", "Nguyễn", "Trúc", "Lưu"]);
        take(&mut words, vec![word("x;Z", 600, 500), word("#k", 710, 500)]);
        assert_eq!(words.len(), 6);
    }
}
