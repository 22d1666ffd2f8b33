//! Labels that were misread, from the labels before and behind: between "4." and "6." stands "5.", whatever was read.

use crate::read::page::{Page, Piece};

/// Most confidence, in percent, in a label that was concluded.
const CONCLUDED: u8 = 50;
/// A label ends so near the word behind it, in sizes of its letters.
const REACH: f32 = 3.0;

/// A label at the head of a line.
#[derive(Debug, Clone, Copy)]
struct Label {
    page: usize,
    piece: usize,
    /// What was read as a number; `None` for what is none.
    number: Option<u32>,
    /// The mark behind it.
    mark: char,
}

/// A label that was concluded, as it was read and as it is now.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::read) struct Restored {
    pub page: u32,
    pub read: String,
    pub label: String,
}

/// Gives labels that were misread the number that their neighbours leave them.
pub(in crate::read) fn restore(pages: &mut [Page]) -> Vec<Restored> {
    let labels: Vec<Label> = pages
        .iter()
        .enumerate()
        .filter(|(_, page)| page.map.is_some())
        .flat_map(|(at, page)| (0..page.pieces.len()).filter_map(move |piece| label(page, at, piece)))
        .collect();
    let mut restored = Vec::new();
    for mark in ['.', ')'] {
        let mut series: Vec<Label> = labels.iter().copied().filter(|label| label.mark == mark).collect();
        for index in 0..series.len() {
            if series[index].number.is_some() {
                continue;
            }
            let before = series[..index].iter().rev().find_map(|label| label.number);
            let behind = series[index + 1..].iter().find_map(|label| label.number);
            let Some(number) = between(text(pages, &series[index]), before, behind) else { continue };
            let Label { page, piece, .. } = series[index];
            series[index].number = Some(number);
            let read = text(pages, &series[index]).to_owned();
            let label = format!("{number}{mark}");
            write(&mut pages[page], piece, &label);
            restored.push(Restored { page: pages[page].number, read, label });
        }
    }
    restored
}

fn text<'p>(pages: &'p [Page], label: &Label) -> &'p str {
    let page = &pages[label.page];
    of(page, &page.pieces[label.piece])
}

fn of<'p>(page: &'p Page, piece: &Piece) -> &'p str {
    page.text.get(piece.text.start as usize..piece.text.end as usize).unwrap_or("")
}

fn write(page: &mut Page, piece: usize, label: &str) {
    let start = page.text.len() as u32;
    page.text.push_str(label);
    let piece = &mut page.pieces[piece];
    piece.text = start..page.text.len() as u32;
    piece.confidence = piece.confidence.map(|confidence| confidence.min(CONCLUDED));
}

/// The label that a piece is, if it stands at the head of a line with a word behind it.
fn label(page: &Page, at: usize, index: usize) -> Option<Label> {
    let piece = &page.pieces[index];
    let string = of(page, piece);
    let mark = string.chars().last().filter(|mark| matches!(mark, '.' | ')'))?;
    let body = &string[..string.len() - 1];
    if piece.confidence.is_none() || !(1..=3).contains(&body.chars().count()) {
        return None;
    }
    let shares_line =
        |other: &Piece| (other.baseline - piece.baseline).abs() < 0.5 * piece.size.max(other.size);
    let begins = index == 0 || {
        let before = &page.pieces[index - 1];
        !shares_line(before) || before.bbox.x0 > piece.bbox.x0
    };
    let next = page.pieces.get(index + 1)?;
    let heads = shares_line(next)
        && (0.0..REACH * piece.size.max(next.size)).contains(&(next.bbox.x0 - piece.bbox.x1 + 1.0))
        && of(page, next).chars().next().is_some_and(|first| first.is_uppercase() || first.is_ascii_digit());
    if !begins || !heads {
        return None;
    }
    let is_number = body.bytes().all(|byte| byte.is_ascii_digit());
    let number = if is_number { Some(body.parse().ok()?) } else { None };
    let may_be_one = is_number || body.chars().all(|letter| !digits(letter).is_empty());
    may_be_one.then_some(Label { page: at, piece: index, number, mark })
}

/// The digits that an engine takes for a letter or a sign.
fn digits(read: char) -> &'static str {
    match read {
        '0' => "0",
        '1' => "1",
        '2' => "2",
        '3' => "3",
        '4' => "4",
        '5' => "5",
        '6' => "6",
        '7' => "7",
        '8' => "8",
        '9' => "9",
        'Š' | 'S' | 's' | 'š' | '$' => "5",
        '§' => "85",
        'l' | 'I' | '|' | '!' | 'í' | 'ì' | 'i' | 'Í' | 'Ì' => "1",
        'O' | 'o' | 'Ô' | 'ơ' | 'Ơ' => "0",
        'ó' | 'Ó' | 'ô' | 'b' | 'G' => "6",
        'B' | '&' => "8",
        'Z' | 'z' => "2",
        'g' | 'q' => "9",
        'A' | 'Á' => "4",
        'T' | '?' => "7",
        _ => "",
    }
}

/// The number that stands behind one and before another and looks like what was read.
fn between(read: &str, before: Option<u32>, behind: Option<u32>) -> Option<u32> {
    let body: Vec<char> = read.chars().take(read.chars().count() - 1).collect();
    let looks_like = |number: u32| {
        let written = number.to_string();
        written.len() == body.len()
            && written.chars().zip(&body).all(|(digit, &letter)| digits(letter).contains(digit))
    };
    let next = before? + 1;
    // The numbers behind go on, or begin anew; what may be a label of letters needs both neighbours.
    let is_letter = body.iter().all(char::is_ascii_alphabetic);
    let goes_on = behind == Some(next + 1) || !is_letter && behind.is_none_or(|behind| behind == 1);
    (looks_like(next) && goes_on).then_some(next)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Rect;

    /// Lines of words as a page that was recognized.
    fn page(lines: &[&str]) -> Page {
        let mut page = Page { number: 1, map: Some([1.0, 0.0, 0.0, 1.0, 0.0, 0.0]), ..Page::default() };
        for (row, line) in lines.iter().enumerate() {
            let mut left = 80.0;
            for word in line.split(' ') {
                let start = page.text.len() as u32;
                page.text.push_str(word);
                let right = left + 6.0 * word.chars().count() as f32;
                let top = 100.0 + 20.0 * row as f32;
                page.pieces.push(Piece {
                    text: start..page.text.len() as u32,
                    bbox: Rect { x0: left, y0: top, x1: right, y1: top + 13.0 },
                    baseline: top + 10.0,
                    size: 13.0,
                    font: None,
                    bold: false,
                    italic: false,
                    invisible: false,
                    artifact: false,
                    turned: false,
                    space_before: true,
                    confidence: Some(92),
                });
                left = right + 4.0;
            }
        }
        page
    }

    #[test]
    fn a_label_between_its_neighbours_is_what_they_leave_it() {
        for (lines, labels) in [
            (["4. Sở Y tế", "Š. Sở Nội vụ", "6. Công an"], ["4.", "5.", "6."]),
            (["7. Sở Y tế", "§. Sở Nội vụ", "9. Công an"], ["7.", "8.", "9."]),
            (["1) Sở Y tế", "Z) Sở Nội vụ", "3) Công an"], ["1)", "2)", "3)"]),
            (["10. Sở Y tế", "ll. Sở Nội vụ", "12. Công an"], ["10.", "11.", "12."]),
            (["4. Sở Y tế", "Š. Sở Nội vụ", "1. Công an"], ["4.", "5.", "1."]),
            (["2. Sở Y tế", "Š. Sở Nội vụ", "4. Công an"], ["2.", "Š.", "4."]),
            (["a. Sở Y tế", "b. Sở Nội vụ", "c. Công an"], ["a.", "b.", "c."]),
            (["7. Sở Y tế", "B. NỘI DUNG", "1. Công an"], ["7.", "B.", "1."]),
        ] {
            let mut pages = [page(&lines)];
            restore(&mut pages);
            let heads: Vec<&str> = pages[0]
                .pieces
                .iter()
                .filter(|piece| piece.bbox.x0 == 80.0)
                .map(|piece| of(&pages[0], piece))
                .collect();
            assert_eq!(heads, labels);
        }
    }
}
