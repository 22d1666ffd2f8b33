//! Finds the lines of a text that need a closer look: one table look-up a byte.
//!
//! A clean line has ASCII, Vietnamese letters in composed form and the usual punctuation, and is copied as it is.

use std::ops::Range;

/// A line with something in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Region {
    /// Whole lines with their ends, as bytes of the text.
    pub(super) range: Range<usize>,
    /// Nothing but carriage returns.
    pub(super) only_returns: bool,
    /// It has letters or signs of Latin-1 that Vietnamese is not written with.
    pub(super) latin: bool,
}

/// The lines that are not clean, in order.
pub(super) fn regions(text: &str) -> Vec<Region> {
    let bytes = text.as_bytes();
    let mut regions = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        let Some(found) = first_block(bytes, at) else { break };
        let start = memchr::memrchr(b'\n', &bytes[at..found]).map_or(at, |end| at + end + 1);
        // The block may hold several lines, and the first of them may be clean.
        let end = memchr::memchr(b'\n', &bytes[start..]).map_or(bytes.len(), |len| start + len + 1);
        let classes = classes(bytes, start..end);
        if classes != 0 {
            let latin = classes & (LATIN | SIGN) != 0;
            regions.push(Region { range: start..end, only_returns: classes == RETURN, latin });
        }
        at = end;
    }
    regions
}

/// The lines that are not clean in some passages of whole lines, which are in order.
pub(super) fn regions_within(text: &str, passages: &[Range<usize>]) -> Vec<Region> {
    let found = passages.iter().flat_map(|passage| {
        let part = regions(&text[passage.clone()]);
        part.into_iter().map(|region| Region {
            range: passage.start + region.range.start..passage.start + region.range.end,
            ..region
        })
    });
    found.collect()
}

/// The first byte of a passage that is, or goes on with, a character that is not clean.
pub(super) fn first_unclean(text: &str, range: Range<usize>) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut pairs = range.clone().zip(bytes[range.clone()].windows(2));
    let unclean = |pair: &[u8]| FIRST[usize::from(pair[0])] & SECOND[usize::from(pair[1])] != 0;
    let found = pairs.find(|(_, pair)| unclean(pair)).map(|(at, _)| at);
    // A passage of whole characters ends with no first byte of several.
    let last = range.end.checked_sub(1).filter(|&at| at >= range.start);
    found.or(last.filter(|&at| FIRST[usize::from(bytes[at])] & ALL != 0))
}

const BLOCK: usize = 64;

/// The start of the first block from `at` on that has something in it.
fn first_block(bytes: &[u8], mut at: usize) -> Option<usize> {
    while at < bytes.len() {
        let end = bytes.len().min(at + BLOCK);
        if classes(bytes, at..end) != 0 {
            return Some(at);
        }
        at = end;
    }
    None
}

/// What the pairs of bytes that begin in `range` have among them.
fn classes(bytes: &[u8], range: Range<usize>) -> u16 {
    let mut classes = 0;
    let inner = range.end.min(bytes.len().saturating_sub(1));
    if range.start < inner {
        let firsts = &bytes[range.start..inner];
        let seconds = &bytes[range.start + 1..inner + 1];
        for (&first, &second) in firsts.iter().zip(seconds) {
            classes |= FIRST[usize::from(first)] & SECOND[usize::from(second)];
        }
    }
    if range.end == bytes.len()
        && let Some(&last) = bytes.last()
    {
        classes |= FIRST[usize::from(last)] & ALL;
    }
    classes
}

const ALWAYS: u16 = 1;
const RETURN: u16 = 2;
/// Letters that begin with C3.
const LATIN: u16 = 1 << 2;
/// Signs of Latin-1, which begin with C2, whatever follows.
const SIGN: u16 = 1 << 9;
/// The classes that every second byte is of.
const ALL: u16 = ALWAYS | RETURN | SIGN;

/// Lead bytes whose characters are clean but for some second bytes: (lead, class, clean second bytes).
const LEADS: [(u8, u16, &[u8]); 7] = [
    // À Á Â Ã È É Ê Ì Í Ò Ó Ô Ù Ú Ý and the small ones; Õ is looked at, for Word puts it in place of Ò.
    (
        0xC3,
        LATIN,
        &[
            0x80, 0x81, 0x82, 0x83, 0x88, 0x89, 0x8A, 0x8C, 0x8D, 0x92, 0x93, 0x94, 0x99, 0x9A, 0x9D, 0xA0,
            0xA1, 0xA2, 0xA3, 0xA8, 0xA9, 0xAA, 0xAC, 0xAD, 0xB2, 0xB3, 0xB4, 0xB5, 0xB9, 0xBA, 0xBD,
        ],
    ),
    // Ă ă Đ đ Ĩ ĩ
    (0xC4, 1 << 3, &[0x82, 0x83, 0x90, 0x91, 0xA8, 0xA9]),
    // Ũ ũ
    (0xC5, 1 << 4, &[0xA8, 0xA9]),
    // Ơ ơ Ư ư
    (0xC6, 1 << 5, &[0xA0, 0xA1, 0xAF, 0xB0]),
    // U+1E80-1EFF
    (0xE1, 1 << 6, &[0xBA, 0xBB]),
    // General punctuation (see below), arrows, ≤ ≥, shapes.
    (0xE2, 1 << 7, &[0x80, 0x86, 0x89, 0x94, 0x95, 0x96, 0x97, 0x98, 0x99, 0x9A, 0x9B, 0x9C, 0x9D, 0x9E]),
    // The second byte of U+2000-203F: dashes, quotes, bullet, ellipsis and per mille are clean, spaces are not.
    (0x80, 1 << 8, &[0x93, 0x94, 0x98, 0x99, 0x9C, 0x9D, 0x9E, 0xA2, 0xA6, 0xB0, 0xB9, 0xBA]),
];

static FIRST: [u16; 256] = {
    let mut table = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        table[byte] = match byte as u8 {
            b'\t' | b'\n' | 0x0C | b' '..=0x7E => 0,
            b'\r' => RETURN,
            0xC2 => SIGN,
            // Continuation bytes: their lead tells.
            0x81..=0xBF => 0,
            0xC3..=0xC6 | 0xE1 | 0xE2 | 0x80 => 0,
            _ => ALWAYS,
        };
        byte += 1;
    }
    let mut lead = 0;
    while lead < LEADS.len() {
        table[LEADS[lead].0 as usize] = LEADS[lead].1;
        lead += 1;
    }
    table
};

static SECOND: [u16; 256] = {
    let mut table = [ALL; 256];
    let mut byte = 0x80;
    while byte < 0xC0 {
        let mut lead = 0;
        while lead < LEADS.len() {
            let (_, class, clean) = LEADS[lead];
            let mut is_clean = false;
            let mut index = 0;
            while index < clean.len() {
                is_clean = is_clean || clean[index] as usize == byte;
                index += 1;
            }
            if !is_clean {
                table[byte] |= class;
            }
            lead += 1;
        }
        byte += 1;
    }
    table
};

#[cfg(test)]
mod tests {
    use super::*;
    use unicode_normalization::is_nfc;

    #[test]
    fn lines_with_something_in_them_are_found() {
        let clean = "Kế hoạch “phát triển” – 95%…\n".repeat(5);
        for (part, only_returns, latin, first) in [
            ("a\u{A0}b", false, true, 1),
            ("o\u{300}", false, false, 1),
            ("Ðảng", false, true, 0),
            ("a\u{200B}b", false, false, 2),
            ("x\r", true, false, 1),
            ("HÕA", false, true, 1),
            ("®Þnh", false, true, 0),
            ("\u{FEFF}", false, false, 0),
            ("\u{1}", false, false, 0),
            ("ﬁ", false, false, 0),
        ] {
            let text = format!("{clean}{part}\n{clean}");
            let range = clean.len()..clean.len() + part.len() + 1;
            assert_eq!(regions(&text), [Region { range, only_returns, latin }], "{part:?}");
            assert_eq!(regions(part).len(), 1, "{part:?}");
            assert_eq!(first_unclean(&text, 0..text.len()), Some(clean.len() + first), "{part:?}");
            assert_eq!(first_unclean(part, 0..part.len()), Some(first), "{part:?}");
        }
        assert_eq!(first_unclean(&clean, 0..clean.len()), None);
        assert!(regions(&clean).is_empty());
        assert!(regions("ỵ").is_empty() && regions("").is_empty());
    }

    #[test]
    fn characters_that_are_passed_over_are_in_normal_form() {
        for code in 0x20..0x3000u32 {
            let Some(letter) = char::from_u32(code) else { continue };
            let text = format!("a{letter}a");
            if regions(&text).is_empty() {
                assert!(is_nfc(&text) && is_nfc(&format!("ê{letter}ơ")), "U+{code:04X}");
            }
        }
    }
}
