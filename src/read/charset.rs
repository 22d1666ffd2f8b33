//! Bytes to characters: UTF-8, UTF-16, or one character a byte.
//!
//! Bytes that are neither UTF-8 nor UTF-16 become the characters of the same numbers (0x93 becomes U+0093), whatever
//! they stand for: which passages are legacy Vietnamese and which are windows-1252 can only be told from the words, and
//! `normalize` does.

mod wide;

use crate::diagnostic::{Diagnostic, Message};
use crate::span::Span;
use crate::text::bytes::{next_of, places};
use crate::text::{Builder, Text};
use std::ops::Range;
use wide::Wide;

/// A decoded file. Positions are bytes of the file.
#[derive(Debug)]
pub(super) struct Decoded {
    pub(super) text: Text,
    pub(super) encoding: &'static str,
    /// Where lines after the first begin: behind LF, CR LF, or CR alone.
    pub(super) line_starts: Vec<u32>,
    /// Where pages after the first begin: behind form feeds.
    pub(super) page_breaks: Vec<u32>,
    pub(super) diagnostics: Vec<Diagnostic>,
}

const UTF8_MARK: &[u8] = b"\xEF\xBB\xBF";

/// How much of a file is looked at to tell what it is.
const SAMPLE: usize = 64 << 10;

/// Whether the bytes are no text in any encoding: control characters among them.
///
/// One in 200 is borne, for single ones slip into text by accident; and one in 20 of those that are capital letters of
/// VISCII and TCVN 5712 VN1.
pub(super) fn is_binary(bytes: &[u8]) -> bool {
    if is_plain(bytes) || Wide::of(bytes).is_some() {
        return false;
    }
    let sample = &bytes[..bytes.len().min(SAMPLE)];
    let (mut controls, mut capitals) = (0, 0);
    // Most stretches have none, and that is quickly seen.
    for byte in sample
        .chunks(256)
        .filter(|chunk| chunk.iter().fold(false, |any, &byte| any | is_control(byte)))
        .flatten()
    {
        match byte {
            0x01 | 0x02 | 0x04..=0x06 | 0x11..=0x17 | 0x19 | 0x1E => capitals += 1,
            byte => controls += usize::from(is_control(*byte)),
        }
    }
    let nuls = memchr::memchr_iter(0, bytes).count();
    let len = sample.len().max(400);
    controls * 200 > len || capitals * 20 > len || nuls * 1000 > bytes.len()
}

/// Whether there are no control characters but tabs and line feeds: so most files are, and it is quickly seen.
fn is_plain(bytes: &[u8]) -> bool {
    next_of(bytes, 0, |byte| (byte < b' ') & (byte != b'\n') & (byte != b'\t')).is_none()
}

/// A control character that is no white space.
fn is_control(byte: u8) -> bool {
    byte < b' ' && !(b'\t'..=b'\r').contains(&byte)
}

/// Decodes; bytes that are no characters become U+FFFD and a diagnostic.
pub(super) fn decode(bytes: Vec<u8>) -> Decoded {
    let is_plain = is_plain(&bytes);
    if let Some(wide) = if is_plain { Wide::by_mark(&bytes) } else { Wide::of(&bytes) } {
        return wide.decode(&bytes);
    }
    let (line_starts, page_breaks) = match is_plain {
        true => (behind(places(&bytes, b'\n'), bytes.len() / LINE), Vec::new()),
        false => (line_starts(&bytes), behind(memchr::memchr_iter(0x0C, &bytes), 0)),
    };
    let offset = if bytes.starts_with(UTF8_MARK) { UTF8_MARK.len() } else { 0 };
    let mut diagnostics = Vec::new();
    let content = &bytes[offset..];
    let (text, encoding) = match simdutf8::basic::from_utf8(content) {
        Ok(string) => (Text::verbatim(string.to_owned(), offset), "utf-8"),
        Err(_) if offset > 0 || is_flawed_utf8(content) => {
            (flawed_utf8(content, offset, &mut diagnostics), "utf-8")
        }
        Err(_) => {
            let mut builder = Builder::default();
            single_bytes(content, 0, &mut builder);
            (builder.finish(), "windows-1252")
        }
    };
    Decoded { text, encoding, line_starts, page_breaks, diagnostics }
}

/// So many bytes a line has, about.
const LINE: usize = 40;

/// The places behind these bytes, of which there may be `about` so many.
fn behind(places: impl Iterator<Item = usize>, about: usize) -> Vec<u32> {
    let mut behind = Vec::with_capacity(about);
    behind.extend(places.map(|at| at as u32 + 1));
    behind
}

fn line_starts(bytes: &[u8]) -> Vec<u32> {
    let ends = memchr::memchr2_iter(b'\n', b'\r', bytes);
    behind(ends.filter(|&at| bytes[at] == b'\n' || bytes.get(at + 1) != Some(&b'\n')), bytes.len() / LINE)
}

/// Whether bytes that are no clean UTF-8 are still meant so: few flaws beside many whole characters. Legacy letters
/// form a UTF-8 sequence only by chance.
fn is_flawed_utf8(bytes: &[u8]) -> bool {
    let (mut flaws, mut whole) = (0usize, 0usize);
    let mut left = bytes.len();
    for chunk in bytes.utf8_chunks() {
        left -= chunk.valid().len() + chunk.invalid().len();
        whole += multibyte(chunk.valid());
        // A sequence that the end of the file cuts off is no sign against UTF-8.
        let is_sound = chunk.invalid().is_empty() || (left == 0 && is_cut_off(chunk.invalid()));
        flaws += usize::from(!is_sound);
    }
    flaws * 4 <= whole
}

/// Characters of more than one byte.
fn multibyte(text: &str) -> usize {
    text.bytes().filter(|&b| b >= 0xC0).count()
}

/// Whether this is the beginning of a sequence of three or four bytes.
fn is_cut_off(invalid: &[u8]) -> bool {
    std::str::from_utf8(invalid).is_err_and(|error| error.error_len().is_none())
}

/// Decodes line by line: a line that is mostly broken stands in a single-byte encoding, in others the broken parts
/// become U+FFFD. The bytes begin at `offset` of the file.
fn flawed_utf8(bytes: &[u8], offset: usize, diagnostics: &mut Vec<Diagnostic>) -> Text {
    let mut builder = Builder::default();
    let mut broken: Vec<Range<usize>> = Vec::new();
    let mut at = offset;
    for line in bytes.split_inclusive(|&b| b == b'\n') {
        let (mut flaws, mut whole) = (0, 0);
        for chunk in line.utf8_chunks() {
            flaws += usize::from(!chunk.invalid().is_empty());
            whole += multibyte(chunk.valid());
        }
        if flaws >= 3 && flaws > whole {
            single_bytes(line, at, &mut builder);
            at += line.len();
            continue;
        }
        for chunk in line.utf8_chunks() {
            builder.copy(chunk.valid(), at);
            at += chunk.valid().len();
            let invalid = at..at + chunk.invalid().len();
            if !invalid.is_empty() {
                builder.replace("\u{FFFD}", invalid.clone());
                at = invalid.end;
                broken.push(invalid);
            }
        }
    }
    report("invalid-utf8", "UTF-8", &broken, diagnostics);
    builder.finish()
}

fn report(code: &'static str, name: &str, broken: &[Range<usize>], diagnostics: &mut Vec<Diagnostic>) {
    let Some(first) = broken.first() else { return };
    let count = broken.len();
    let message = Message::new(
        format!(
            "{count} chỗ không phải {name} hợp lệ, đã thay bằng ký tự U+FFFD; tệp có thể bị cắt hoặc hỏng"
        ),
        format!(
            "{count} places are not valid {name} and became U+FFFD; the file may be truncated or damaged"
        ),
    );
    diagnostics.push(Diagnostic::warning(code, message).at(Span::new(first.start, first.end)));
}

/// One character a byte, of the same number; `at` is where the bytes stand in the file.
fn single_bytes(bytes: &[u8], mut at: usize, builder: &mut Builder) {
    let mut rest = bytes;
    while !rest.is_empty() {
        let ascii = rest.iter().position(|b| !b.is_ascii()).unwrap_or(rest.len());
        builder.copy(std::str::from_utf8(&rest[..ascii]).unwrap_or_default(), at);
        at += ascii;
        rest = &rest[ascii..];
        if let Some((&byte, behind)) = rest.split_first() {
            builder.replace(char::from(byte).encode_utf8(&mut [0; 4]), at..at + 1);
            at += 1;
            rest = behind;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_before_utf8_is_no_text_and_counts_in_positions() {
        let decoded = decode("\u{FEFF}Kế\nhoạch".into());
        assert_eq!(decoded.text.as_str(), "Kế\nhoạch");
        assert_eq!(decoded.text.edits().to_original(0..1), Span::new(3, 4));
        assert_eq!(decoded.line_starts, [8]);
    }

    #[test]
    fn broken_parts_of_utf8_are_marked_and_the_rest_stays() {
        for (bytes, text, at) in [
            (&b"K\xE1\xBA\xBF ho\xE1\xBA"[..], "Kế ho\u{FFFD}", Some((7, 9))),
            (b"abc \xE1\xBA", "abc \u{FFFD}", Some((4, 6))),
            (b"\xBF \xE1\xBA\xBF\xE1\xBA\xBF\xE1\xBA\xBF\xE1\xBA\xBF n", "\u{FFFD} ếếếế n", Some((0, 1))),
        ] {
            let decoded = decode(bytes.to_vec());
            assert_eq!((decoded.text.as_str(), decoded.encoding), (text, "utf-8"));
            let seen = decoded.diagnostics.first().and_then(|d| d.at).map(|at| (at.start(), at.end()));
            assert_eq!(seen, at);
        }
    }

    #[test]
    fn other_bytes_are_one_character_each() {
        let decoded = decode(b"C\xE9ng h\xDFa \x93x\x94".to_vec());
        assert_eq!(decoded.text.as_str(), "Céng hßa \u{93}x\u{94}");
        assert_eq!(decoded.encoding, "windows-1252");
        assert_eq!(decoded.text.edits().to_original(1..3), Span::new(1, 2));
        assert!(decoded.diagnostics.is_empty());
    }

    #[test]
    fn a_line_of_legacy_bytes_in_a_utf8_file_is_kept_byte_by_byte() {
        let mut bytes = "Ủy ban nhân dân huyện ban hành kế hoạch như sau:\n".repeat(5).into_bytes();
        bytes.extend(b"C\xE9ng h\xDFa x\xB7 h\xE9i ch\xF1 ngh\xDCa\n");
        let decoded = decode(bytes);
        assert_eq!(decoded.encoding, "utf-8");
        assert!(decoded.text.as_str().ends_with("\nCéng hßa x· héi chñ nghÜa\n"));
        assert!(decoded.diagnostics.is_empty());
    }

    #[test]
    fn lines_end_with_any_of_the_three_marks() {
        assert_eq!(decode(b"a\nb\r\nc\rd".to_vec()).line_starts, [2, 5, 7]);
        assert_eq!(decode(b"a\rb\rc".to_vec()).line_starts, [2, 4]);
    }

    #[test]
    fn control_characters_make_a_file_binary() {
        assert!(is_binary(&[0, 1, 2, 3, 0, 0, 7, 9]));
        assert!(is_binary(&[&b"text"[..], &[0; 40]].concat()));
        assert!(!is_binary(b"Trang 1\x0CTrang 2\r\n\tb\x02"));
    }
}
