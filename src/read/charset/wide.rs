//! UTF-16.

use super::{Decoded, SAMPLE, report};
use crate::text::Builder;

/// The order of the bytes of UTF-16.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Wide {
    LittleEndian,
    BigEndian,
}

impl Wide {
    /// By the byte order mark, or by the zeros that ASCII has in every other place.
    pub(super) fn of(bytes: &[u8]) -> Option<Wide> {
        if let Some(marked) = Wide::by_mark(bytes) {
            return Some(marked);
        }
        let sample = &bytes[..bytes.len().min(SAMPLE)];
        memchr::memchr(0, sample)?;
        let pairs = sample.len() / 2;
        let zeros = |first: usize| sample.iter().skip(first).step_by(2).filter(|&&b| b == 0).count();
        let (even, odd) = (zeros(0), zeros(1));
        if odd * 3 >= pairs && even * 10 < odd {
            Some(Wide::LittleEndian)
        } else if even * 3 >= pairs && odd * 10 < even {
            Some(Wide::BigEndian)
        } else {
            None
        }
    }

    /// By the byte order mark alone.
    pub(super) fn by_mark(bytes: &[u8]) -> Option<Wide> {
        match bytes {
            [0xFF, 0xFE, ..] => Some(Wide::LittleEndian),
            [0xFE, 0xFF, ..] => Some(Wide::BigEndian),
            _ => None,
        }
    }

    fn unit(self, pair: [u8; 2]) -> u16 {
        match self {
            Wide::LittleEndian => u16::from_le_bytes(pair),
            Wide::BigEndian => u16::from_be_bytes(pair),
        }
    }

    pub(super) fn decode(self, bytes: &[u8]) -> Decoded {
        let mut builder = Builder::default();
        let mut broken = Vec::new();
        let (mut line_starts, mut page_breaks) = (Vec::new(), Vec::new());
        let units = || bytes.chunks_exact(2).map(|pair| self.unit([pair[0], pair[1]]));
        let mut at = 0;
        let mut after_return = false;
        for unit in char::decode_utf16(units()) {
            if unit.is_err() {
                broken.push(at..at + 2);
            }
            let letter = unit.unwrap_or('\u{FFFD}');
            let end = at + 2 * letter.len_utf16();
            match letter {
                '\n' | '\r' => {
                    if after_return && letter == '\n' {
                        line_starts.pop();
                    }
                    line_starts.push(end as u32);
                }
                '\u{C}' => page_breaks.push(end as u32),
                _ => {}
            }
            after_return = letter == '\r';
            if !(at == 0 && letter == '\u{FEFF}') {
                builder.replace(letter.encode_utf8(&mut [0; 4]), at..end);
            }
            at = end;
        }
        if at < bytes.len() {
            broken.push(at..bytes.len());
            builder.replace("\u{FFFD}", at..bytes.len());
        }
        let mut diagnostics = Vec::new();
        report("invalid-utf16", "UTF-16", &broken, &mut diagnostics);
        let encoding = match self {
            Wide::LittleEndian => "utf-16le",
            Wide::BigEndian => "utf-16be",
        };
        Decoded { text: builder.finish(), encoding, line_starts, page_breaks, diagnostics }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{decode, is_binary};
    use crate::span::Span;

    fn wide(text: &str, big: bool, mark: bool) -> Vec<u8> {
        let units = mark.then_some(0xFEFF).into_iter().chain(text.encode_utf16());
        units.flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() }).collect()
    }

    #[test]
    fn utf16_is_known_by_its_mark_or_its_zeros() {
        let text = "Kế hoạch số 12 😀\r\nnăm 2024\n\u{C}Trang hai";
        for (big, mark, encoding) in [
            (false, true, "utf-16le"),
            (true, true, "utf-16be"),
            (false, false, "utf-16le"),
            (true, false, "utf-16be"),
        ] {
            let bytes = wide(text, big, mark);
            assert!(!is_binary(&bytes));
            let decoded = decode(bytes);
            assert_eq!(decoded.text.as_str(), text);
            assert_eq!(decoded.encoding, encoding);
            let shift = if mark { 2 } else { 0 };
            // The emoji takes two units.
            assert_eq!(decoded.line_starts, [shift + 38, shift + 56]);
            assert_eq!(decoded.page_breaks, [shift + 58]);
            assert_eq!(
                decoded.text.edits().to_original(1..4),
                Span::new(2 + shift as usize, 4 + shift as usize)
            );
        }
    }

    #[test]
    fn half_a_utf16_character_is_reported() {
        let mut bytes = wide("Kế hoạch", false, true);
        bytes.push(0x41);
        let decoded = decode(bytes);
        assert_eq!(decoded.text.as_str(), "Kế hoạch\u{FFFD}");
        assert_eq!(decoded.diagnostics[0].code, "invalid-utf16");
        assert_eq!(decoded.diagnostics[0].at, Some(Span::new(18, 19)));
    }
}
