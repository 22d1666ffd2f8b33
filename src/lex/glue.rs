//! Words that lost the space between them, as text layers of PDF files leave them: "LuậtTổ", "ngày18", "CPngày07".

use crate::document::{Shape, WordId, is_lower, is_upper};
use crate::rules::Rules;

/// Whether a word is worth a look: most words are of one shape and hold neither digit nor inner "đ".
#[inline]
pub(super) fn may_be_several(word: &str, shape: Shape) -> bool {
    let bytes = word.as_bytes();
    !word.is_ascii()
        && (shape == Shape::Mixed
            || bytes.iter().any(u8::is_ascii_digit)
            || memchr::memchr_iter(0x91, bytes).any(|at| at > 1 && bytes[at - 1] == 0xC4)
            || has_two_vowels(word))
}

/// Vowels with consonants between them: no syllable of Vietnamese has these.
fn has_two_vowels(word: &str) -> bool {
    let (mut groups, mut last) = (0, false);
    for letter in word.chars() {
        let vowel = is_marked_vowel(letter) || is_plain_vowel(letter);
        groups += u8::from(vowel && !last);
        last = vowel;
        if groups > 1 {
            return true;
        }
    }
    false
}

/// Where the first of several words that were set without a space ends, in bytes; `None` for one word.
///
/// No syllable of Vietnamese goes on behind a digit, with a capital behind small letters, or with "đ" behind a vowel.
/// Only syllables with a mark of Vietnamese are cut, so that "VNeID", "Wi-Fi4" and "hđnd" stay whole.
pub(super) fn seam(word: &str, rules: &Rules) -> Option<usize> {
    let mut letters = word.char_indices().peekable();
    let (mut marked, mut vowel, mut upper, mut count) = (false, false, true, 0);
    while let Some((_, letter)) = letters.next() {
        marked |= is_marked_vowel(letter);
        vowel |= !letter.is_ascii() && letter != 'đ' && letter != 'Đ' || is_plain_vowel(letter);
        upper &= is_upper(letter) || letter.is_ascii_digit();
        count += 1;
        let Some(&(at, next)) = letters.peek() else { break };
        let behind_marked = marked && count > 1 && is_lower(letter);
        let cuts = if next.is_ascii_digit() {
            behind_marked && is_number_with_unit(&word[at..], rules)
        } else if is_upper(next) {
            behind_marked
        } else if next == 'đ' {
            vowel && !upper && count > 1
        } else {
            upper && count > 1 && is_lower(next) && begins_with_small_word(&word[at..], rules)
        };
        if cuts {
            return Some(at);
        }
    }
    between_syllables(word, rules)
}

/// "30", "30ha": digits, and behind them nothing but a word that the rules know.
fn is_number_with_unit(text: &str, rules: &Rules) -> bool {
    let unit = text.trim_start_matches(|letter: char| letter.is_ascii_digit());
    unit.is_empty() || unit.chars().all(is_lower) && rules.lexicon.get(unit) != WordId::UNKNOWN
}

/// Two words that the rules know, each with a mark of Vietnamese: "quảnlý", "Luậtsửa".
fn between_syllables(word: &str, rules: &Rules) -> Option<usize> {
    let known = |part: &str| part.chars().any(is_marked_vowel) && rules.lexicon.get(part) != WordId::UNKNOWN;
    if word.len() > LONGEST_PAIR || !has_two_vowels(word) {
        return None;
    }
    word.char_indices().skip(2).map(|(at, _)| at).find(|&at| known(&word[..at]) && known(&word[at..]))
}

/// Bytes of two long syllables.
const LONGEST_PAIR: usize = 24;

/// Small letters of a word that the rules know and that has a mark of Vietnamese: "ngày07", "của".
fn begins_with_small_word(text: &str, rules: &Rules) -> bool {
    let end = text.find(|letter| !is_lower(letter)).unwrap_or(text.len());
    let word = &text[..end];
    word.chars().nth(1).is_some()
        && word.chars().any(is_marked_vowel)
        && rules.lexicon.get(word) != WordId::UNKNOWN
}

fn is_plain_vowel(letter: char) -> bool {
    matches!(letter, 'a' | 'e' | 'i' | 'o' | 'u' | 'y')
}

fn is_marked_vowel(letter: char) -> bool {
    is_lower(letter) && !letter.is_ascii() && letter != 'đ'
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_without_a_space_between_them_are_cut() {
        for (word, first) in [
            ("LuậtTổ", "Luật"),
            ("ngày18", "ngày"),
            ("CPngày07", "CP"),
            ("UBNDcủa", "UBND"),
            ("Nghịđịnh", "Nghị"),
            ("Điều1", "Điều"),
            ("Luậtsửa", "Luật"),
            ("quảnlý", "quản"),
            ("từ30ha", "từ"),
            ("đạt15km", "đạt"),
        ] {
            let cut = seam(word, Rules::embedded()).map(|at| &word[..at]);
            assert_eq!(cut, Some(first), "{word}");
        }
    }

    #[test]
    fn other_words_stay_whole() {
        for word in [
            "VNeID", "QĐi", "hđnd", "bhđt", "C06", "QH13", "TTg", "eKYC", "m²", "khuyến", "Krông", "người",
            "nghiệp", "iOS", "PTGTĐB", "số2xyz",
        ] {
            assert_eq!(seam(word, Rules::embedded()), None, "{word}");
        }
    }
}
