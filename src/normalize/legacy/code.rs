//! One encoding, applied.

use crate::rules::encodings::{Encoding, byte_of, byte_of_macintosh, byte_of_windows_1258};

/// A way to read characters that were decoded wrongly.
#[derive(Debug, Clone, Copy)]
pub(super) enum Code {
    /// A legacy encoding whose bytes were read as Latin-1 or windows-1252.
    Letters(&'static Encoding),
    /// UTF-8 whose bytes were read so (mojibake).
    Utf8,
}

/// The id of [`Code::Utf8`].
const UTF8: &str = "utf-8 as cp1252";

/// One character of the decoded text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Unit {
    /// Bytes of the text that it stands for.
    pub(super) len: u8,
    pub(super) letter: char,
    /// The encoding has it; false for what is kept as it is.
    pub(super) decoded: bool,
}

impl Unit {
    /// Whether it is another character than what `text` has in its place.
    pub(super) fn changes(self, text: &str) -> bool {
        self.decoded && !(text.starts_with(self.letter) && usize::from(self.len) == self.letter.len_utf8())
    }
}

impl Code {
    /// The code of this id.
    pub(super) fn of(id: &str) -> Option<Code> {
        if id == UTF8 { Some(Code::Utf8) } else { crate::rules::encodings::encoding(id).map(Code::Letters) }
    }

    /// Soft hyphens are the letter ư of this encoding, and get lost.
    pub(super) fn has_soft_hyphen(self) -> bool {
        matches!(self, Code::Letters(encoding) if encoding.letter(0xAD) == Some('ư'))
    }

    pub(super) fn id(self) -> &'static str {
        match self {
            Code::Letters(encoding) => encoding.id,
            Code::Utf8 => UTF8,
        }
    }

    pub(super) fn name(self) -> &'static str {
        match self {
            Code::Letters(encoding) => encoding.name,
            Code::Utf8 => "UTF-8 (CP1252)",
        }
    }

    /// Decodes the first character of `text`, which is not empty.
    pub(super) fn next(self, text: &str, reading: Reading) -> Unit {
        let mut letters = text.chars();
        let first = letters.next().unwrap_or_default();
        let kept = Unit { len: first.len_utf8() as u8, letter: first, decoded: false };
        let decoded = |len: usize, letter| Unit { len: len as u8, letter, decoded: true };
        match self {
            Code::Letters(encoding) => {
                let byte = |letter| encoding.alternate(letter).or_else(|| reading.byte(letter));
                let Some(byte_1) = byte(first) else { return kept };
                let second = letters.next();
                if let Some(second) = second
                    && !second.is_ascii()
                    && let Some(byte_2) = byte(second)
                    && let Some(letter) = encoding.letter_of_pair(byte_1, byte_2)
                {
                    return decoded(first.len_utf8() + second.len_utf8(), letter);
                }
                match encoding.letter(byte_1) {
                    Some(letter) => decoded(first.len_utf8(), letter),
                    None if byte_1.is_ascii() && !first.is_ascii() => {
                        decoded(first.len_utf8(), char::from(byte_1))
                    }
                    None => kept,
                }
            }
            Code::Utf8 => utf8(text).map_or(kept, |(len, letter)| decoded(len, letter)),
        }
    }
}

/// How the characters 80-9F came into the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reading {
    /// Read as Latin-1: quotes and dashes stand for themselves.
    Latin1,
    /// Read as windows-1252: a quote may stand for a letter.
    Windows1252,
    /// As windows-1252, or as the characters of a symbol font: U+F0xx.
    Symbols,
    /// Read as windows-1258: by a program that takes the file's own word for its language.
    Windows1258,
    /// Read as Mac OS Roman.
    Macintosh,
}

impl Reading {
    /// Windows-1252 has no characters of these codes but the five that it leaves as they are.
    pub(super) fn of(text: &str) -> Reading {
        let is_latin_1 = memchr::memchr_iter(0xC2, text.as_bytes()).any(|at| {
            matches!(text.as_bytes().get(at + 1), Some(0x80..=0x9F))
                && !matches!(text.as_bytes()[at + 1], 0x81 | 0x8D | 0x8F | 0x90 | 0x9D)
        });
        if is_latin_1 { Reading::Latin1 } else { Reading::Windows1252 }
    }

    fn byte(self, letter: char) -> Option<u8> {
        match self {
            Reading::Latin1 => u8::try_from(u32::from(letter)).ok(),
            Reading::Windows1252 => byte_of(letter),
            Reading::Symbols => match letter {
                '\u{F020}'..='\u{F0FF}' => Some(u32::from(letter) as u8),
                letter => byte_of(letter),
            },
            Reading::Windows1258 => byte_of_windows_1258(letter),
            Reading::Macintosh => byte_of_macintosh(letter),
        }
    }
}

/// The character whose UTF-8 bytes stand at the start of `text` one by one, and the length of these.
///
/// Where a no-break space (A0) became a space and a soft hyphen (AD) was removed, as editors do, the letter is still
/// told by what is left: "Ã " is à, "Ã" before a letter í, "áº" before a letter ậ.
fn utf8(text: &str) -> Option<(usize, char)> {
    let first = text.chars().next()?;
    let lead = byte_of(first)?;
    let count = match lead {
        0xC2..=0xDF => 2,
        0xE0..=0xEF => 3,
        0xF0..=0xF4 => 4,
        _ => return None,
    };
    let mut bytes = [lead, 0, 0, 0];
    let mut len = first.len_utf8();
    let mut rest = text[len..].chars();
    for byte in &mut bytes[1..count] {
        let next = rest.next();
        match next.and_then(byte_of) {
            Some(own @ 0x80..=0xBF) => *byte = own,
            _ => {
                let len = first.len_utf8();
                return damaged(lead, &text[len..]).map(|(more, letter)| (len + more, letter));
            }
        }
        len += next.map_or(0, char::len_utf8);
    }
    let letter = std::str::from_utf8(&bytes[..count]).ok()?.chars().next()?;
    Some((len, letter))
}

/// A letter whose last byte was lost; `rest` is what stands behind its lead.
fn damaged(lead: u8, rest: &str) -> Option<(usize, char)> {
    let is_letter = |text: &str| text.starts_with(|c: char| c.is_ascii_lowercase());
    match lead {
        0xC3 if rest.starts_with(' ') => {
            let goes_on = rest[1..].starts_with(|c: char| c.is_alphanumeric());
            Some((usize::from(!goes_on && rest.len() > 1), 'à'))
        }
        0xC3 if is_letter(rest) => Some((0, 'í')),
        0xE1 => {
            let behind = rest.strip_prefix('º')?;
            is_letter(behind).then_some((rest.len() - behind.len(), 'ậ'))
        }
        0xC4 if is_letter(rest) => Some((0, 'Đ')),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn utf8_is_put_together_again() {
        for (text, expected) in [
            ("á»™ng", Some((7, 'ộ'))),
            ("Ã²a", Some((4, 'ò'))),
            ("Ã\u{A0}", Some((4, 'à'))),
            ("Ã  m", Some((3, 'à'))),
            ("Ã m", Some((2, 'à'))),
            ("Ãch", Some((2, 'í'))),
            ("áºp", Some((4, 'ậ'))),
            ("Ä\u{90}", Some((4, 'Đ'))),
            ("Ä‘", Some((5, 'đ'))),
            ("â€œ", Some((7, '“'))),
            ("án", None),
            ("A", None),
            ("ệ", None),
        ] {
            assert_eq!(utf8(text), expected, "{text}");
        }
    }

    #[test]
    fn quotes_are_letters_only_where_bytes_were_read_as_windows_1252() {
        let viscii = Code::of("viscii").expect("VISCII");
        assert_eq!(Reading::of("“Quyªt\u{90}"), Reading::Windows1252);
        assert_eq!(Reading::of("“Quyªt\u{93}"), Reading::Latin1);
        let first = |reading| viscii.next("”N", reading).letter;
        assert_eq!((first(Reading::Latin1), first(Reading::Windows1252)), ('”', 'Ợ'));
        assert_eq!(viscii.next("\u{94}N", Reading::Latin1).letter, 'Ợ');
    }
}
