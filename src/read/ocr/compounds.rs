//! Marks that were lost over vowels, given back where two words side by side leave one reading.

use super::engine::Word;
use crate::rules::compounds::meant;

/// Most confidence, in percent, in a word that was changed.
const CHANGED: f32 = 80.0;

/// Gives known words of two syllables their marks back. Digits, symbols and names are never touched: only listed words are
/// given, and only where every letter fits but for its marks.
pub(super) fn restore(words: &mut [Word]) {
    for index in 1..words.len() {
        let [first, second] = &mut words[index - 1..=index] else { continue };
        let ((before, one, between), (between_too, other, behind)) =
            (parts(&first.text), parts(&second.text));
        if !between.is_empty() || !between_too.is_empty() {
            continue;
        }
        let Some((meant_one, meant_other)) = meant(one, other) else { continue };
        let texts =
            [format!("{before}{}", cased(meant_one, one)), format!("{}{behind}", cased(meant_other, other))];
        for (word, text) in [first, second].into_iter().zip(texts) {
            if word.text != text {
                word.text = text;
                word.confidence = word.confidence.min(CHANGED);
            }
        }
    }
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
        ] {
            let mut words: Vec<Word> = read
                .split(' ')
                .map(|text| Word {
                    text: text.to_owned(),
                    area: Area { left: 0, top: 0, right: 9, bottom: 9 },
                    confidence: 90.0,
                    baseline: 9.0,
                    size: 13.0,
                })
                .collect();
            restore(&mut words);
            assert_eq!(format!("{} {}", words[0].text, words[1].text), meant);
        }
    }
}
