//! Marks that were lost over vowels, given back where two words side by side leave one reading.

use super::engine::Word;
use crate::document::is_upper;
use crate::rules::compounds::{alike, is_word, meant, nearly_meant};

/// Most confidence, in percent, in a word that was changed.
const CHANGED: f32 = 80.0;

/// Below this confidence, in percent, a mark may be another than was read.
const UNSURE: f32 = 95.0;

/// Gives known words of two syllables their marks back. Digits, symbols and names are never touched: only listed words are
/// given, and only where every letter fits but for its marks.
pub(super) fn restore(words: &mut [Word]) {
    for index in 1..words.len() {
        let (first, second) = (&words[index - 1], &words[index]);
        let ((before, one, between), (between_too, other, behind)) =
            (parts(&first.text), parts(&second.text));
        if !between.is_empty() || !between_too.is_empty() {
            continue;
        }
        let is_part_of_other = || {
            index >= 2 && joins(&words[index - 2], first)
                || words.get(index + 1).is_some_and(|next| joins(second, next))
        };
        let are_capitals = [one, other].iter().all(|part| part.chars().all(is_upper));
        let is_unsure = first.confidence < UNSURE || second.confidence < UNSURE;
        let nearly = || {
            let found = match (are_capitals, is_unsure) {
                (true, _) => alike(one, other).or_else(|| nearly_meant(one, other)),
                (false, true) => nearly_meant(one, other),
                (false, false) => None,
            };
            found.filter(|_| !is_part_of_other())
        };
        let Some((meant_one, meant_other)) = meant(one, other).or_else(nearly) else { continue };
        let texts =
            [format!("{before}{}", cased(meant_one, one)), format!("{}{behind}", cased(meant_other, other))];
        for (word, text) in words[index - 1..=index].iter_mut().zip(texts) {
            if word.text != text {
                word.text = text;
                word.confidence = word.confidence.min(CHANGED);
            }
        }
    }
}

/// Whether two words side by side are a listed one.
fn joins(first: &Word, second: &Word) -> bool {
    let ((_, one, between), (between_too, other, _)) = (parts(&first.text), parts(&second.text));
    between.is_empty() && between_too.is_empty() && is_word(one, other)
}

/// The marks before a word, its letters, and the marks behind.
fn parts(text: &str) -> (&str, &str, &str) {
    let start = text.find(char::is_alphabetic).unwrap_or(text.len());
    let rest = &text[start..];
    let end = rest.trim_end_matches(|c: char| !c.is_alphanumeric()).len();
    (&text[..start], &rest[..end], &rest[end..])
}

/// A word in the case of another with as many letters.
fn cased(word: &str, like: &str) -> String {
    let mut cased = String::with_capacity(word.len() + 2);
    for (letter, like) in word.chars().zip(like.chars()) {
        if like.is_uppercase() { cased.extend(letter.to_uppercase()) } else { cased.push(letter) }
    }
    cased
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::ocr::raster::Area;

    #[test]
    fn lost_marks_are_given_back_in_the_case_and_with_the_signs_of_the_word() {
        for (read, meant) in [
            ("KÉ HOẠCH", "KẾ HOẠCH"),
            ("(Tô chức),", "(Tổ chức),"),
            ("thâm quyên;", "thẩm quyền;"),
            ("tô, chức", "tô, chức"),
            ("chi tiêu", "chi tiêu"),
            ("số 15", "số 15"),
            ("Chí thị", "Chí thị"),
        ] {
            assert_eq!(restored(read, 96.0), meant);
        }
    }

    #[test]
    fn marks_that_differ_are_changed_in_capitals_and_in_unsure_words_that_belong_to_no_other() {
        for (read, confidence, meant) in [
            ("CHÍ THỊ", 96.0, "CHỈ THỊ"),
            ("(SỞ Y TẺ)", 96.0, "(SỞ Y TẾ)"),
            ("PHÓ GIÁM ĐỘC", 96.0, "PHÓ GIÁM ĐỐC"),
            ("Tổ thấm định", 70.0, "Tổ thẩm định"),
            ("Tổ thấm định", 96.0, "Tổ thấm định"),
            ("tiến hành chỉnh sửa", 60.0, "tiến hành chỉnh sửa"),
        ] {
            assert_eq!(restored(read, confidence), meant);
        }
    }

    fn restored(read: &str, confidence: f32) -> String {
        let word = |text: &str| Word {
            text: text.to_owned(),
            area: Area { left: 0, top: 0, right: 9, bottom: 9 },
            confidence,
            baseline: 9.0,
            size: 13.0,
        };
        let mut words: Vec<Word> = read.split(' ').map(word).collect();
        restore(&mut words);
        let texts: Vec<&str> = words.iter().map(|word| word.text.as_str()).collect();
        texts.join(" ")
    }
}
