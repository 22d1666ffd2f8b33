//! Numbers get a second look: an engine errs in them without any sign of doubt.
//!
//! Lines with numbers, and with scraps that may be some, are read again at another size. Where both readings agree the
//! word is as sure as the surer of them; where they differ it is clearly doubtful, and the surer one stands. Lines in
//! capitals are read again for their marks, which stand small over large letters.

use super::engine::{Engine, Segmentation, Word};
use super::prepare::{DPI, Prepared};
use super::raster::Area;
use super::skew;
use crate::document::{is_lower, is_upper};
use crate::rules::syllables::{is_syllable, is_vietnamese, without_marks};
use unicode_normalization::UnicodeNormalization;

/// The size of the second reading beside the first.
const SCALE: f64 = 0.72;
/// White around a line, in pixels.
const BORDER: usize = 14;
/// Longest time for a line, in milliseconds.
const LIMIT: u32 = 5_000;
/// Most confidence, in percent, in a number of which two readings differ.
const DIFFERENT: f32 = 40.0;
/// Most confidence in what only the second reading takes for a number.
const SECOND: f32 = 50.0;

/// Reads the lines with numbers again.
pub(super) fn look_again(engine: &mut Engine, page: &Prepared, words: &mut [Word]) {
    let mut start = 0;
    while start < words.len() {
        let mut end = start + 1;
        while end < words.len() && follows(&words[end - 1], &words[end]) {
            end += 1;
        }
        let line = &mut words[start..end];
        if line.iter().any(|word| has_digit(&word.text) || is_scrap(&word.text)) || is_in_capitals(line) {
            line_again(engine, page, line);
        }
        start = end;
    }
}

/// Words farther apart than this stand in columns.
const APART: usize = 120;

/// Whether a word stands behind another on its line.
fn follows(before: &Word, word: &Word) -> bool {
    word.area.left + 4 > before.area.right
        && word.area.left < before.area.right + APART
        && (word.baseline - before.baseline).abs() < 12.0
        && word.area.shared_height(before.area) > 0
}

fn has_digit(text: &str) -> bool {
    text.contains(|c: char| c.is_ascii_digit())
}

/// Whether most words of a line have letters with marks and are in capitals.
fn is_in_capitals(line: &[Word]) -> bool {
    let capitals = line.iter().filter(|word| is_capitals(&word.text)).count();
    capitals * 2 > line.len() && line.iter().any(|word| !word.text.is_ascii())
}

fn is_capitals(text: &str) -> bool {
    text.chars().any(is_upper) && !text.chars().any(is_lower)
}

/// Whether it is short and no word: "l", "Tl]", "Š" are what engines make of 1, 11 and 5.
fn is_scrap(text: &str) -> bool {
    let letters = text.trim_matches(|c: char| c.is_ascii_punctuation());
    (1..=3).contains(&letters.chars().count())
        && !is_syllable(letters)
        && !letters.chars().all(|c| c.is_ascii_uppercase())
        && letters.contains(char::is_alphabetic)
}

fn line_again(engine: &mut Engine, page: &Prepared, line: &mut [Word]) {
    let Some(area) = line.iter().map(|word| word.area).reduce(Area::cover) else { return };
    let area = area.grown(6).within(page.gray.area());
    let (small, back) = skew::straightened(&page.gray.crop(area, BORDER), 0.0, SCALE);
    engine.show(&small, (f64::from(DPI) * SCALE) as u32);
    let mut second = engine.recognize(small.area(), Segmentation::Line, LIMIT);
    let scale = back.a;
    for word in &mut second {
        let placed = |at: usize, from: usize| ((at as f64 * scale) as usize + from).saturating_sub(BORDER);
        word.area = Area {
            left: placed(word.area.left, area.left),
            top: placed(word.area.top, area.top),
            right: placed(word.area.right, area.left),
            bottom: placed(word.area.bottom, area.top),
        };
    }
    for word in line.iter_mut() {
        let over: Vec<&Word> = second.iter().filter(|other| is_over(other.area, word.area)).collect();
        compare(word, &over);
    }
}

/// Whether the middle of one word lies over the other.
fn is_over(one: Area, other: Area) -> bool {
    let inside = |middle: usize, area: Area| (area.left..area.right).contains(&middle);
    inside(usize::midpoint(one.left, one.right), other)
        || inside(usize::midpoint(other.left, other.right), one)
}

/// Weighs a word against what the second reading has in its place.
fn compare(word: &mut Word, over: &[&Word]) {
    let second: String = over.iter().map(|other| other.text.as_str()).collect();
    let sure = over.iter().map(|other| other.confidence).fold(f32::NAN, f32::min);
    let (first, other) = (digits(&word.text), digits(&second));
    if has_digit(&word.text) {
        if first == other {
            word.confidence = word.confidence.max(sure);
        } else {
            // A word more or less in its place says nothing of the other's letters.
            let is_whole = over.len() == 1 && word.text.chars().count() == second.chars().count();
            if is_whole && sure > word.confidence + 5.0 {
                word.text = second;
            }
            word.confidence = word.confidence.min(DIFFERENT);
        }
    } else if over.len() != 1 {
    } else if is_scrap(&word.text) && is_number(&second) && (sure > word.confidence || is_foreign(&word.text))
    {
        word.text = second;
        word.confidence = sure.min(SECOND);
    } else if is_capitals(&word.text) && differs_in_marks(&word.text, &second) {
        // The marks of vowels are lost more often than made up; tones are as the surer reading has them.
        let (own, others) = (vowel_marks(&word.text), vowel_marks(&second));
        if others > own || others == own && sure > word.confidence {
            word.text = second;
            word.confidence = sure;
        }
    }
}

/// How many letters of a word are vowels of their own by a mark: ă, â, ê, ô, ơ, ư.
fn vowel_marks(text: &str) -> usize {
    text.nfd().filter(|mark| matches!(mark, '\u{302}' | '\u{306}' | '\u{31b}')).count()
}

/// Whether it has a letter or sign that no Vietnamese text has: "Š", "§".
fn is_foreign(text: &str) -> bool {
    text.chars().any(|c| !c.is_ascii() && !is_vietnamese(c))
}

fn differs_in_marks(one: &str, other: &str) -> bool {
    one != other && is_capitals(other) && one.chars().map(without_marks).eq(other.chars().map(without_marks))
}

/// A number with nothing else beside it but its marks.
fn is_number(text: &str) -> bool {
    has_digit(text) && text.chars().all(|c| c.is_ascii_digit() || ".,;:/-%()".contains(c))
}

/// What must agree: digits and what parts them; other marks and letters may differ.
fn digits(text: &str) -> String {
    let text = text.trim_matches(|c: char| !c.is_alphanumeric() && c != '%');
    text.chars().filter(|c| c.is_ascii_digit() || ".,/%".contains(*c)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn word(text: &str, confidence: f32) -> Word {
        let area = Area { left: 100, top: 100, right: 160, bottom: 130 };
        Word { text: text.to_owned(), area, confidence, baseline: 125.0, size: 13.0 }
    }

    #[test]
    fn two_readings_of_a_number_are_weighed() {
        for (first, sure, second, also_sure, text, confidence) in [
            ("15%", 80.0, "15%", 92.0, "15%", 92.0),
            ("15%", 90.0, "16%", 80.0, "15%", 40.0),
            ("15%", 60.0, "16%", 90.0, "16%", 40.0),
            ("1.250,", 90.0, "1.250;", 70.0, "1.250,", 90.0),
            ("1.250", 90.0, "1250", 70.0, "1.250", 40.0),
            ("12/KH-UBND", 90.0, "12/KII-UBND", 70.0, "12/KH-UBND", 90.0),
            ("Š", 60.0, "5", 90.0, "5", 50.0),
            ("l", 95.0, "1", 80.0, "l", 95.0),
            ("Š.", 93.0, "5.", 88.0, "5.", 50.0),
            ("kế", 60.0, "15", 90.0, "kế", 60.0),
            ("NỌI", 95.0, "NỘI", 92.0, "NỘI", 92.0),
            ("NGUỒN", 90.0, "NGUÒN", 95.0, "NGUỒN", 90.0),
            ("CHÍ", 80.0, "CHỈ", 95.0, "CHỈ", 95.0),
            ("THI", 96.0, "THỊ", 90.0, "THI", 96.0),
            ("Nọi", 80.0, "Nội", 92.0, "Nọi", 80.0),
        ] {
            let mut read = word(first, sure);
            compare(&mut read, &[&word(second, also_sure)]);
            assert_eq!((read.text.as_str(), read.confidence), (text, confidence), "{first} {second}");
        }
    }

    #[test]
    fn a_number_that_the_second_reading_has_not_is_doubtful() {
        let mut read = word("2025", 95.0);
        compare(&mut read, &[]);
        assert_eq!((read.text.as_str(), read.confidence), ("2025", 40.0));
    }
}
