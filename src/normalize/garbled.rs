//! Text that looks garbled and stays so: signs inside words, characters of no meaning, letters that a font lost.

mod mute;

use super::scan::Region;
use crate::diagnostic::{Diagnostic, Message};
use crate::document::{is_letter, is_lower};
use crate::text::Text;
use crate::text::bytes::count_of_three;
use std::ops::Range;

/// So many garbled words make a passage of lines, and so large a share of its words.
const WORDS: usize = 5;
const SHARE: f64 = 0.1;
/// Warnings for one document.
const MOST: usize = 10;
/// How much of a text is looked at for lost letters, in bytes: a font that lacks letters lacks them everywhere.
const SAMPLE: usize = 64 << 10;
/// So many words without a vowel are a sign.
const MUTE: usize = 8;

/// Warnings about passages of the text; `doubtful` are more of them, found before, sorted.
pub(super) fn find(text: &Text, regions: &[Region], doubtful: &[Range<usize>]) -> Vec<Diagnostic> {
    let string = text.as_str();
    let mut passages: Vec<(Range<usize>, usize, usize)> = Vec::new();
    for region in regions.iter().filter(|region| !region.only_returns) {
        let (all, garbled) = count(&string[region.range.clone()]);
        if garbled == 0 {
            continue;
        }
        match passages.last_mut() {
            Some((range, words, sum)) if string[range.end..region.range.start].trim().is_empty() => {
                range.end = region.range.end;
                *words += all;
                *sum += garbled;
            }
            _ => passages.push((region.range.clone(), all, garbled)),
        }
    }
    let mut ranges: Vec<Range<usize>> = passages
        .into_iter()
        .filter(|(_, all, garbled)| *garbled >= WORDS && *garbled as f64 >= SHARE * *all as f64)
        .map(|(range, ..)| range)
        .chain(doubtful.iter().cloned())
        .collect();
    ranges.sort_by_key(|range| range.start);
    let mut warnings: Vec<Diagnostic> = ranges
        .into_iter()
        .take(MOST)
        .map(|range| {
            let message = Message::new(
                "Đoạn này có vẻ bị lỗi phông hoặc bảng mã, chưa sửa được; hãy đối chiếu với bản gốc",
                "This passage looks garbled by a font or an encoding and could not be repaired; compare the original",
            );
            Diagnostic::warning("garbled-text", message).at(text.edits().to_original(range))
        })
        .collect();
    warnings.extend(lost_letters(text));
    warnings
}

/// The words of a line, and those that are garbled.
fn count(line: &str) -> (usize, usize) {
    let (mut all, mut garbled) = (0, 0);
    for word in line.split_ascii_whitespace() {
        all += 1;
        garbled += usize::from(is_garbled(word));
    }
    (all, garbled)
}

/// Whether a word has characters that no word has: replacement characters, controls, private ones, signs of Latin-1
/// between letters.
fn is_garbled(word: &str) -> bool {
    let mut before = ' ';
    let mut sign = false;
    for letter in word.chars() {
        match letter {
            '\u{FFFD}' | '\u{80}'..='\u{9F}' | '\u{E000}'..='\u{F8FF}' => return true,
            '¡'..='¿'
                if !matches!(letter, '«' | '»' | '°' | '²' | '³' | '·' | '½' | '¼' | '¾' | 'ª' | 'º') =>
            {
                sign = is_letter(before);
            }
            letter => {
                if sign && is_letter(letter) {
                    return true;
                }
                sign = false;
            }
        }
        before = letter;
    }
    false
}

/// A warning where Vietnamese words have lost letters ("hướng dn", "t chc"): small words without a vowel, which clean
/// text hardly has.
fn lost_letters(text: &Text) -> Option<Diagnostic> {
    let edits = text.edits();
    let text = text.as_str();
    let end = (0..=text.len().min(SAMPLE)).rev().find(|&end| text.is_char_boundary(end)).unwrap_or(0);
    // Hardly any text gets past this.
    let most = mute::at_most(&text[..end]);
    if most < MUTE || most * 50 < small_at_least(&text[..end]) {
        return None;
    }
    let (mut small, mut mute, mut vietnamese) = (0usize, 0usize, 0usize);
    let mut first = 0..0;
    for word in text[..end].split(|c: char| !is_letter(c) && !c.is_numeric()) {
        if word.len() < 2 || !word.starts_with(is_lower) {
            continue;
        }
        small += 1;
        vietnamese +=
            usize::from(word.contains(|c| matches!(c, '\u{1EA0}'..='\u{1EF9}' | 'ă' | 'đ' | 'ơ' | 'ư')));
        let is_mute = word.bytes().all(|b| b.is_ascii_lowercase() && !b"aeiouyw".contains(&b));
        if is_mute && !matches!(word, "km" | "kg" | "cm" | "mm" | "tr" | "ng" | "vv" | "kh" | "mg" | "ml") {
            if mute == 0 {
                let start = word.as_ptr() as usize - text.as_ptr() as usize;
                first = start..start + word.len();
            }
            mute += 1;
        }
    }
    let is_marked = mute >= MUTE && mute * 50 >= small && vietnamese * 10 >= small;
    is_marked.then(|| {
        let message = Message::new(
            format!("Nhiều chữ bị mất ký tự ({mute} từ không có nguyên âm), có thể do lỗi phông của bản gốc; hãy đối chiếu"),
            format!("Words have lost letters ({mute} have no vowel), probably by a font of the original; compare it"),
        );
        Diagnostic::warning("garbled-text", message).at(edits.to_original(first))
    })
}

/// How many small words of two and more letters there are at least: those that begin with two of ASCII behind a space.
fn small_at_least(text: &str) -> usize {
    let small = |byte: u8| byte.is_ascii_lowercase();
    count_of_three(text.as_bytes(), |space, first, second| (space == b' ') & small(first) & small(second))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn garbled_words_are_told_from_others() {
        for word in ["Qu\u{FFFD}", "ngh¸p", "v¨n", "tr\u{F0AB}ng", "Th\u{81}"] {
            assert!(is_garbled(word), "{word}");
        }
        for word in ["Kế", "25°C", "m²", "«Kế»", "R&D", "10½", "n°", "Noël", "±5", "§12"] {
            assert!(!is_garbled(word), "{word}");
        }
    }

    #[test]
    fn words_without_vowels_are_a_sign_of_lost_letters() {
        let lost_letters = |text: &str| lost_letters(&Text::verbatim(text.to_owned(), 0));
        let clean = "Căn cứ Luật Tổ chức chính quyền địa phương, dài 5 km, tr. 7; ".repeat(20);
        assert!(lost_letters(&clean).is_none());
        let holed = "Căn c Lut T chc chính quyn đa phương s nhng dn thc hin, ".repeat(8);
        assert!(lost_letters(&holed).is_some());
        assert!(lost_letters(&"brr hmm pst ".repeat(20)).is_none());
    }
}
