//! Cutting a line into tokens: words with the letters that a word looks up by, numbers, marks.

use super::letters::is_letter;
use super::tokens::TokenKind;
use crate::text::bytes::every;
use std::ops::Range;

/// Cuts one line of text into tokens: calls `each` with kind and range of bytes, in order; white space is passed over.
pub fn scan(text: &str, mut each: impl FnMut(TokenKind, Range<usize>)) {
    Scan::new(text).for_each(|(kind, range)| each(kind, range));
}

/// The tokens of one line of text, in order: kind and range of bytes; white space is passed over.
#[derive(Debug, Clone)]
pub struct Scan<'t> {
    /// Up to the end of the line.
    text: &'t str,
    /// The text goes on behind the line: what is read from there is not used.
    bytes: &'t [u8],
    at: usize,
}

impl<'t> Scan<'t> {
    pub fn new(line: &'t str) -> Self {
        Scan { text: line, bytes: line.as_bytes(), at: 0 }
    }

    /// Of a line within a text, with ranges of the text.
    pub fn within(text: &'t str, line: Range<usize>) -> Self {
        Scan { text: text.get(..line.end).unwrap_or(text), bytes: text.as_bytes(), at: line.start }
    }

    /// Goes on from a place in a token that was given before.
    pub fn back_to(&mut self, at: usize) {
        self.at = at;
    }

    /// The next token, if `known` tells something of it: it is asked about the letters and digits up to the next sign of
    /// ASCII, which are a word if they are known to be one. Where it tells nothing, or the token is none that it could
    /// know, the next token is still to come.
    #[inline]
    pub fn next_known<T>(&mut self, known: impl FnOnce(WordKey) -> Option<T>) -> Option<(Range<usize>, T)> {
        // One space stands between most tokens, and none between the others.
        let start = self.at + usize::from(self.bytes.get(self.at) == Some(&b' '));
        self.at = start;
        let (len, key) = WordKey::run(self.bytes.get(start..)?.first_chunk()?)?;
        let end = start + len;
        // An apostrophe may join what follows.
        if len == 0 || end > self.text.len() || matches!(self.bytes.get(end), Some(b'\'' | b'`')) {
            return None;
        }
        let told = known(key)?;
        self.at = end;
        Some((start..end, told))
    }
}

impl Iterator for Scan<'_> {
    type Item = (TokenKind, Range<usize>);

    #[inline]
    fn next(&mut self) -> Option<Self::Item> {
        let (text, bytes) = (self.text, self.text.as_bytes());
        loop {
            let at = self.at;
            let byte = *bytes.get(at)?;
            if byte.is_ascii_whitespace() {
                self.at += 1;
                continue;
            }
            let (kind, end) = match KINDS[usize::from(byte)] {
                Some(TokenKind::Number) => (TokenKind::Number, number_end(bytes, at)),
                Some(TokenKind::Word) => (TokenKind::Word, word_end(text, at)),
                Some(mark) => ascii_mark(bytes, at, mark),
                None => {
                    let letter = text[at..].chars().next()?;
                    let next = at + letter.len_utf8();
                    match letter {
                        _ if is_letter(letter) => (TokenKind::Word, word_end(text, at)),
                        _ if letter.is_whitespace() || letter == '\u{200b}' || letter == '\u{feff}' => {
                            self.at = next;
                            continue;
                        }
                        _ => (mark(letter), next),
                    }
                }
            };
            self.at = end;
            return Some((kind, at..end));
        }
    }
}

/// The bytes of a word of at most sixteen as one number, the first one lowest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WordKey(pub u128);

impl WordKey {
    /// `None` for a longer word.
    pub fn of(word: &str) -> Option<WordKey> {
        let bytes = word.bytes().rev().fold(0, |key, byte| key << 8 | u128::from(byte));
        (word.len() <= 16).then_some(WordKey(bytes))
    }

    /// Of the bytes before the first one that is of ASCII and neither letter nor digit, and how many these are; `None` if
    /// there is no such byte. The first eight hold most syllables and the sign behind them.
    #[inline]
    fn run(chunk: &[u8; 16]) -> Option<(usize, WordKey)> {
        let chunk = u128::from_le_bytes(*chunk);
        let (low, high) = (chunk as u64, (chunk >> 64) as u64);
        let found = signs(low);
        if found != 0 {
            return Some((before(found), WordKey(u128::from(low & below(found)))));
        }
        let found = signs(high);
        let key = u128::from(low) | u128::from(high & below(found)) << 64;
        (found != 0).then_some((8 + before(found), WordKey(key)))
    }
}

/// The number of bytes before the first one found.
#[inline]
fn before(found: u64) -> usize {
    found.trailing_zeros() as usize / 8
}

/// The bits of the bytes before the first one found.
#[inline]
fn below(found: u64) -> u64 {
    (found ^ found.wrapping_sub(1)) >> 8
}

/// The high bit of each of eight bytes that is of ASCII and neither letter nor digit.
#[inline]
fn signs(chunk: u64) -> u64 {
    const HIGH: u64 = every(0x80);
    // For bytes below 0x80 the high bit tells whether they are not below `low`.
    let from = |bytes: u64, low: u8| bytes + every(0x80 - low);
    let ascii = chunk & !HIGH;
    let small = ascii | every(0x20);
    let letters = from(small, b'a') & !from(small, b'z' + 1);
    let digits = from(ascii, b'0') & !from(ascii, b'9' + 1);
    !(letters | digits | chunk) & HIGH
}

/// The end of the digits from `at` on, with single separators between digits.
fn number_end(bytes: &[u8], at: usize) -> usize {
    let mut end = at;
    loop {
        while bytes.get(end).is_some_and(u8::is_ascii_digit) {
            end += 1;
        }
        match (bytes.get(end), bytes.get(end + 1)) {
            (Some(b'.' | b','), Some(digit)) if digit.is_ascii_digit() => end += 1,
            _ => return end,
        }
    }
}

/// The end of the word from `at` on: letters, digits behind letters, apostrophes between letters, combining marks.
fn word_end(text: &str, at: usize) -> usize {
    let bytes = text.as_bytes();
    let mut end = at;
    while let Some(&byte) = bytes.get(end) {
        end = match (byte, bytes.get(end + 1)) {
            (b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z', _) => end + 1,
            // U+00C0 to U+023F but for × and ÷, U+1E00 to U+1EFF
            (0xC3, Some(second)) if !matches!(second, 0x97 | 0xB7) => end + 2,
            (0xC4..=0xC8, _) => end + 2,
            (0xE1, Some(0xB8..=0xBB)) => end + 3,
            (b'\'' | b'`' | 0x80.., _) => match rare_letter_end(text, end, end > at) {
                Some(next) => next,
                None => break,
            },
            _ => break,
        };
    }
    end.min(bytes.len())
}

/// The end of the character at `at` if it goes on with a word, or begins one.
fn rare_letter_end(text: &str, at: usize, inside: bool) -> Option<usize> {
    let letter = text.get(at..)?.chars().next()?;
    let next = at + letter.len_utf8();
    let joins = match letter {
        '\'' | '’' | '‘' | '`' => inside && text[next..].chars().next().is_some_and(is_letter),
        // Superscript digits are footnote marks or powers; they belong to "m²" but to no other word.
        '²' | '³' => true,
        _ => is_letter(letter) || ('\u{300}'..='\u{36f}').contains(&letter),
    };
    joins.then_some(next)
}

/// The kind of the token that a byte begins; `None` for bytes that are not of ASCII.
static KINDS: [Option<TokenKind>; 256] = {
    let mut kinds = [None; 256];
    let mut byte = 0;
    while byte < 0x80 {
        kinds[byte as usize] = Some(match byte {
            b'0'..=b'9' => TokenKind::Number,
            b'A'..=b'Z' | b'a'..=b'z' => TokenKind::Word,
            b',' => TokenKind::Comma,
            b';' => TokenKind::Semicolon,
            b':' => TokenKind::Colon,
            b'.' => TokenKind::Period,
            b'/' => TokenKind::Slash,
            b'-' => TokenKind::Dash,
            b'"' => TokenKind::CloseQuote,
            b'(' => TokenKind::OpenParen,
            b')' => TokenKind::CloseParen,
            b'%' => TokenKind::Percent,
            b'<' => TokenKind::Less,
            b'>' => TokenKind::Greater,
            b'+' => TokenKind::Plus,
            b'~' => TokenKind::Tilde,
            b'&' => TokenKind::Ampersand,
            b'*' => TokenKind::Bullet,
            _ => TokenKind::Other,
        });
        byte += 1;
    }
    kinds
};

/// A mark of ASCII and its end: some are of two and more bytes.
#[inline]
fn ascii_mark(bytes: &[u8], at: usize, mark: TokenKind) -> (TokenKind, usize) {
    let next = bytes.get(at + 1);
    match (mark, next) {
        (TokenKind::Period, Some(b'.')) => {
            let dots = bytes[at..].iter().take_while(|&&byte| byte == b'.').count();
            (TokenKind::Ellipsis, at + dots)
        }
        (TokenKind::Percent, Some(b'o')) if !bytes.get(at + 2).is_some_and(u8::is_ascii_alphabetic) => {
            (TokenKind::PerMille, at + 2)
        }
        (TokenKind::Less, Some(b'=')) => (TokenKind::LessEqual, at + 2),
        (TokenKind::Greater, Some(b'=')) => (TokenKind::GreaterEqual, at + 2),
        _ => (mark, at + 1),
    }
}

fn mark(letter: char) -> TokenKind {
    match letter {
        '\u{2010}'..='\u{2015}' | '\u{2212}' => TokenKind::Dash,
        '“' | '„' | '«' => TokenKind::OpenQuote,
        '”' | '»' => TokenKind::CloseQuote,
        '…' => TokenKind::Ellipsis,
        '‰' => TokenKind::PerMille,
        '≤' => TokenKind::LessEqual,
        '≥' => TokenKind::GreaterEqual,
        '•' | '●' | '○' | '▪' | '■' | '◦' | '·' | '\u{f0b7}' | '\u{f0a7}' | '\u{f02d}' | '➢' | '✓' => {
            TokenKind::Bullet
        }
        _ => TokenKind::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_ends_at_the_first_sign_of_ascii() {
        let word = "Nghiệp1zZaA09đ2_";
        for byte in 0..=0x7Fu8 {
            for len in 0..16 {
                let mut chunk = *b"abcdefghijklmnop";
                chunk[..len].copy_from_slice(&word.as_bytes()[..len]);
                chunk[len] = byte;
                let end = chunk.iter().position(|b| b.is_ascii() && !b.is_ascii_alphanumeric());
                let key = |end| chunk[..end].iter().rev().fold(0, |key, &b| key << 8 | u128::from(b));
                let expected = end.map(|end| (end, WordKey(key(end))));
                assert_eq!(WordKey::run(&chunk), expected, "{byte} {len}");
            }
        }
        let chunk = b"Nghi\xE1\xBB\x87p; abcdef";
        assert_eq!(WordKey::of("Nghiệp"), WordKey::run(chunk).map(|(_, key)| key));
        assert_eq!(WordKey::of("NghiệpNghiệpNghiệp"), None);
    }

    #[test]
    fn what_is_known_is_cut_as_what_is_not() {
        let line = "“Kế hoạch” số 12/KH-UBND, H'Drai m² – Krông’Ana…  x×y ngày30\u{200b}tháng4 Kế";
        let text = format!("Kế {line}hoạch số\nKế hoạch và một số");
        let range = "Kế ".len().."Kế ".len() + line.len();
        let cut = |known: &[&str]| {
            let known: Vec<_> = known.iter().map(|word| WordKey::of(word)).collect();
            let mut scan = Scan::within(&text, range.clone());
            std::iter::from_fn(|| match scan.next_known(|key| known.contains(&Some(key)).then_some(())) {
                Some((range, ())) => Some((TokenKind::Word, range)),
                None => scan.next(),
            })
            .collect::<Vec<_>>()
        };
        let moved = |(kind, at): (_, Range<usize>)| (kind, at.start + range.start..at.end + range.start);
        let plain: Vec<_> = Scan::new(line).map(moved).collect();
        assert_eq!(cut(&[]), plain);
        assert_eq!(cut(&["Kế", "hoạch", "số", "KH", "UBND"]), plain);
        let drai = cut(&["H", "Drai"]);
        assert!(drai.iter().any(|(_, range)| &text[range.clone()] == "H'Drai"));
    }
}
