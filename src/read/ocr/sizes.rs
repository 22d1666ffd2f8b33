//! Sizes of letters. The engine's are those of rows, and err by a third where a row has few tall letters; how wide letters
//! run says it better.

use super::engine::Word;
use crate::document::{is_letter, is_lower};

/// A row with fewer letters says nothing by their width.
const FEWEST: usize = 16;
/// Sizes within these shares of the usual one are taken for it where width says nothing.
const USUAL: std::ops::Range<f32> = 0.7..1.4;

/// Gives the words of each row one size.
pub(super) fn even_out(words: &mut [Word]) {
    let rows = rows(words);
    let widths: Vec<Option<f32>> = rows.iter().map(|row| width(&words[row.clone()])).collect();
    let Some(usual_width) = median(widths.iter().copied().flatten()) else { return };
    let Some(usual) = median(words.iter().filter(|word| word.size > 0.0).map(|word| word.size)) else {
        return;
    };
    for (row, width) in rows.into_iter().zip(widths) {
        for word in &mut words[row] {
            word.size = match width {
                Some(width) => usual * rounded(width / usual_width),
                None if USUAL.contains(&(word.size / usual)) => usual,
                None => word.size,
            };
        }
    }
}

/// Rows of one text run wider or narrower by so much: bold ones, and those of many wide letters.
fn rounded(share: f32) -> f32 {
    if (0.88..1.18).contains(&share) { 1.0 } else { share.clamp(0.5, 2.0) }
}

/// Words side by side.
fn rows(words: &[Word]) -> Vec<std::ops::Range<usize>> {
    let mut rows: Vec<std::ops::Range<usize>> = Vec::new();
    for (index, word) in words.iter().enumerate() {
        let goes_on = index > 0 && {
            let before = &words[index - 1];
            let gap = word.area.left.saturating_sub(before.area.right);
            word.area.left + 4 > before.area.right
                && word.area.shared_height(before.area) > 0
                && gap < 3 * before.area.height().max(word.area.height())
        };
        match rows.last_mut() {
            Some(row) if goes_on => row.end = index + 1,
            _ => rows.push(index..index + 1),
        }
    }
    rows
}

/// How wide the letters of a row of small letters are, in pixels.
fn width(row: &[Word]) -> Option<f32> {
    let (mut letters, mut small, mut pixels) = (0, 0, 0);
    for word in row {
        letters += word.text.chars().count();
        small += word.text.chars().filter(|&letter| is_letter(letter) && is_lower(letter)).count();
        pixels += word.area.width();
    }
    (letters >= FEWEST && small * 10 >= letters * 7).then(|| pixels as f32 / letters as f32)
}

fn median(values: impl Iterator<Item = f32>) -> Option<f32> {
    let mut values: Vec<f32> = values.collect();
    values.sort_by(f32::total_cmp);
    values.get(values.len() / 2).copied()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::ocr::raster::Area;

    fn row(text: &str, top: usize, letter: usize, size: f32) -> Vec<Word> {
        let mut left = 100;
        text.split(' ')
            .map(|text| {
                let right = left + text.chars().count() * letter;
                let area = Area { left, top, right, bottom: top + 40 };
                left = right + 12;
                Word { text: text.to_owned(), area, confidence: 90.0, baseline: top as f32 + 35.0, size }
            })
            .collect()
    }

    #[test]
    fn rows_of_one_width_have_one_size_and_notes_are_smaller() {
        let mut words = row("các cơ quan liên quan tổ chức", 100, 24, 13.0);
        words.extend(row("các cơ sở cần xem xét cho sớm", 160, 25, 10.0));
        words.extend(row("hướng dẫn thực hiện trong năm nay", 220, 24, 16.0));
        words.extend(row("CHỦ TỊCH", 280, 40, 16.0));
        words.extend(row("theo số liệu của cơ quan thống kê", 340, 18, 12.0));
        even_out(&mut words);
        let sizes: Vec<f32> = words.iter().map(|word| word.size).collect();
        assert!(sizes[..sizes.len() - 8].iter().all(|&size| size == 13.0), "{sizes:?}");
        assert!(sizes[sizes.len() - 1] < 10.0, "{sizes:?}");
    }
}
