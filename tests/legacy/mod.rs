//! Unicode text to legacy encodings: the way back, for tests.

use vanban::rules::encodings::{encoding, windows_1252};

/// Vietnamese text in plain typewriter signs, so that every encoding can carry it: quotes straight, dashes short.
pub fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '“' | '”' | '„' | '«' | '»' => plain.push('"'),
            '‘' | '’' => plain.push('\''),
            '–' | '—' | '−' => plain.push('-'),
            '…' => plain.push_str("..."),
            '≥' => plain.push_str(">="),
            '≤' => plain.push_str("<="),
            '\u{A0}' => plain.push(' '),
            letter if letter.is_ascii() || is_vietnamese(letter) => plain.push(letter),
            _ => {}
        }
    }
    plain
}

fn is_vietnamese(letter: char) -> bool {
    "ÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝĂĐĨŨƠƯ".contains(letter)
        || "àáâãèéêìíòóôõùúýăđĩũơư".contains(letter)
        || ('\u{1EA0}'..='\u{1EF9}').contains(&letter)
}

/// The bytes of plain text in an encoding of the tables. Capital letters that it does not have become small ones, as
/// typists wrote them for a font that shows them as capitals.
pub fn encode(text: &str, id: &str) -> Vec<u8> {
    let encoding = encoding(id).expect("an encoding of the table");
    let mut bytes = Vec::with_capacity(text.len());
    for letter in text.chars() {
        let code =
            |letter: char| encoding.codes().find(|(own, _)| *own == letter).map(|(_, code)| code.to_vec());
        match letter {
            letter if letter.is_ascii() => bytes.push(letter as u8),
            letter => {
                let small = letter.to_lowercase().next().unwrap_or(letter);
                bytes.extend(
                    code(letter).or_else(|| code(small)).unwrap_or_else(|| panic!("{letter} in {id}")),
                );
            }
        }
    }
    bytes
}

/// The characters that bytes are read as by a program that takes them for windows-1252, or for Latin-1.
pub fn misread(bytes: &[u8], latin_1: bool) -> String {
    bytes.iter().map(|&byte| windows_1252(byte).filter(|_| !latin_1).unwrap_or(char::from(byte))).collect()
}
