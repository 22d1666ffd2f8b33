//! Document numbers, however they are punctuated: "34-CT/TW", "34/CT-TW", "34 CT TW", "34CT/TW" are one.

use super::words::{Forms, words};

/// Letters and digits of a number, with nothing between them but a point where two runs of digits meet: "34cttw",
/// "68.2008nqhdnd". Empty where there are none.
pub fn key(number: &str) -> String {
    key_of(&words(number))
}

/// The same from its words.
pub fn key_of(words: &[Forms]) -> String {
    let mut key = String::new();
    for forms in words {
        let begins_with_digit = forms.bare.starts_with(|letter: char| letter.is_ascii_digit());
        if begins_with_digit && key.ends_with(|letter: char| letter.is_ascii_digit()) {
            key.push('.');
        }
        // "05" and "5" are one number.
        let part = match begins_with_digit {
            true => forms.bare.trim_start_matches('0'),
            false => &forms.bare,
        };
        key.push_str(if part.is_empty() { "0" } else { part });
    }
    key
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn punctuation_and_marks_do_not_count() {
        for (number, wanted) in [
            ("34-CT/TW", "34cttw"),
            ("34 CT TW", "34cttw"),
            ("34/CT-TW", "34cttw"),
            ("34ct/tw", "34cttw"),
            ("68/2008/NQ-HĐND", "68.2008nqhdnd"),
            ("68/2008/NQ-HDND", "68.2008nqhdnd"),
            ("05/KH-UBND", "5khubnd"),
            ("1/1/KH", "1.1kh"),
            ("11/KH", "11kh"),
            ("00", "0"),
            ("", ""),
        ] {
            assert_eq!(key(number), wanted, "{number}");
        }
    }
}
