//! Spellings that are one word: large and small letters, old and new placement of the tone mark (hòa, hoà).

use std::sync::LazyLock;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::{compose, decompose_canonical};

/// Lower case, tone marks in the old placement ("hoà" -> "hòa", "Uỷ" -> "ủy"), Đ-like letters as đ.
///
/// Both placements are current (NĐ 30/2020/NĐ-CP prints the old one); they differ only where the syllable ends in
/// oa, oe or uy.
pub fn fold(word: &str) -> String {
    let mut folded: Vec<char> = word.chars().map(fold_char).collect();
    let len = folded.len();
    if len >= 2 {
        let (first, second) = (folded[len - 2], folded[len - 1]);
        let before = len.checked_sub(3).map(|at| folded[at]);
        if let Some((vowel, tone)) = split_tone(second)
            && matches!((first, vowel), ('o', 'a' | 'e') | ('u', 'y'))
            && before != Some('q')
            && let Some(toned) = compose(first, tone)
        {
            folded[len - 2] = toned;
            folded[len - 1] = vowel;
        }
    }
    folded.into_iter().collect()
}

/// The other placement of the tone mark of a folded word, if it has one: "hòa" -> "hoà".
pub(super) fn other_placement(folded: &str) -> Option<String> {
    let mut chars: Vec<char> = folded.chars().collect();
    let len = chars.len();
    let (first, second) = (*chars.get(len.checked_sub(2)?)?, *chars.last()?);
    let (vowel, tone) = split_tone(first)?;
    if !matches!((vowel, second), ('o', 'a' | 'e') | ('u', 'y')) {
        return None;
    }
    chars[len - 2] = vowel;
    chars[len - 1] = compose(second, tone)?;
    Some(chars.into_iter().collect())
}

/// One letter in lower case; the eth that OCR and old fonts put for Đ becomes đ.
pub fn fold_char(letter: char) -> char {
    match letter {
        'Ð' | 'ð' | 'Ɖ' => 'đ',
        '’' | '`' | '‘' | '´' => '\'',
        _ => letter.to_lowercase().next().unwrap_or(letter),
    }
}

/// Without tone and vowel marks, đ as d: "Kế hoạch" -> "ke hoach".
pub fn strip_marks(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for letter in text.chars() {
        match PLAIN.get(letter as usize) {
            Some(Some(letter)) => plain.push(*letter),
            _ => plain.extend(stripped(letter)),
        }
    }
    plain
}

/// A letter taken apart, without its marks; none of a mark that stands alone.
fn stripped(letter: char) -> impl Iterator<Item = char> {
    let parts = std::iter::once(letter).nfd();
    parts
        .filter(|part| !unicode_normalization::char::is_combining_mark(*part))
        .map(|part| if fold_char(part) == 'đ' { 'd' } else { fold_char(part) })
}

/// The plain letters of those up to the last that Vietnamese is written with, where they are one letter.
static PLAIN: LazyLock<Vec<Option<char>>> = LazyLock::new(|| {
    let one = |letter| {
        let mut parts = stripped(letter);
        parts.next().filter(|_| parts.next().is_none())
    };
    (0..0x1F00).map(|letter| char::from_u32(letter).and_then(one)).collect()
});

/// A vowel letter apart from its tone mark (dấu thanh); `None` where it has no tone.
fn split_tone(letter: char) -> Option<(char, char)> {
    let mut base: Option<char> = None;
    let mut tone = None;
    decompose_canonical(letter, |part| match part {
        '\u{300}' | '\u{301}' | '\u{303}' | '\u{309}' | '\u{323}' => tone = Some(part),
        mark => base = Some(base.and_then(|base| compose(base, mark)).unwrap_or(mark)),
    });
    Some((base?, tone?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_stripped_however_they_are_coded() {
        for text in ["Kế hoạch số 7, Ðắk Lắk", "ĐƯỜNG ’’ ỘỢỬ", "ﬁ Ǆ Å ㎡ 가 各 …", "a\u{323}\u{302}b\u{300}"]
        {
            let coded: String = text.nfd().collect();
            let parts = coded.chars().filter(|part| !unicode_normalization::char::is_combining_mark(*part));
            let plain: String =
                parts.map(fold_char).map(|part| if part == 'đ' { 'd' } else { part }).collect();
            assert_eq!([strip_marks(text), strip_marks(&coded)], [plain.clone(), plain], "{text}");
        }
    }

    #[test]
    fn both_placements_fold_to_one() {
        for (new, old) in [
            ("hoà", "hòa"),
            ("Uỷ", "ủy"),
            ("KHOẺ", "khỏe"),
            ("quý", "quý"),
            ("toán", "toán"),
            ("Ðảng", "đảng"),
        ] {
            assert_eq!(fold(new), old);
        }
        assert_eq!(other_placement("hòa").as_deref(), Some("hoà"));
        assert_eq!(other_placement("quý"), None);
        assert_eq!(other_placement("toàn"), None);
    }

    #[test]
    fn marks_come_off() {
        assert_eq!(strip_marks("Đẩy mạnh Kế hoạch"), "day manh ke hoach");
    }
}
