//! ToUnicode CMaps: what the codes of a font mean (ISO 32000-1, 9.10.3), read as far as they can be.

use super::super::limits;

/// Meanings of codes, as a font's program wrote them down.
#[derive(Debug, Default)]
pub(super) struct ToUnicode {
    /// Ascending by first code; of several for a code the last one holds.
    ranges: Vec<Range>,
    /// UTF-16 of the meanings.
    units: Vec<u16>,
}

#[derive(Debug, Clone, Copy)]
struct Range {
    first: u32,
    last: u32,
    /// Index into the units, and how many.
    start: u32,
    len: u32,
}

impl ToUnicode {
    /// Reads a CMap; whatever is no part of `beginbfchar` and `beginbfrange` lists is passed over.
    pub fn parse(data: &[u8]) -> Self {
        let mut map = ToUnicode::default();
        let mut tokens = Tokens { data, at: 0 };
        let mut list = List::None;
        let mut codes: [Option<u32>; 2] = [None; 2];
        let mut word = Vec::new();
        while let Some(token) = tokens.next(&mut word) {
            if map.ranges.len() >= limits::ENTRIES {
                break;
            }
            match token {
                Token::Word(word) => {
                    list = match word {
                        b"beginbfchar" => List::Chars,
                        b"beginbfrange" => List::Ranges,
                        _ => List::None,
                    };
                    codes = [None; 2];
                }
                Token::String if list == List::None => {}
                Token::String => match (list, codes) {
                    (_, [None, _]) => codes[0] = number(&word),
                    (List::Ranges, [Some(_), None]) => codes[1] = number(&word),
                    (_, [Some(first), last]) => {
                        map.push(first, last.unwrap_or(first), &word);
                        codes = [None; 2];
                    }
                },
                Token::Open => {
                    // Meanings one by one, for a range of codes.
                    let [Some(first), Some(last)] = codes else { continue };
                    let mut code = first;
                    while let Some(Token::String) = tokens.next(&mut word) {
                        if code <= last && map.ranges.len() < limits::ENTRIES {
                            map.push(code, code, &word);
                        }
                        code = code.saturating_add(1);
                    }
                    codes = [None; 2];
                }
                Token::Close => {}
            }
        }
        map.ranges.sort_by_key(|range| range.first);
        map
    }

    fn push(&mut self, first: u32, last: u32, meaning: &[u8]) {
        if meaning.is_empty() || last < first {
            return;
        }
        let start = self.units.len() as u32;
        if meaning.len() % 2 == 1 {
            // Some programs write a letter of Latin-1 as one byte.
            self.units.push(u16::from(meaning[0]));
        }
        let pairs = &meaning[meaning.len() % 2..];
        self.units.extend(pairs.chunks_exact(2).take(64).map(|pair| u16::from_be_bytes([pair[0], pair[1]])));
        self.ranges.push(Range { first, last, start, len: self.units.len() as u32 - start });
    }

    /// The meaning of a code, appended; false where the map has none, or none that is text.
    pub fn lookup(&self, code: u32, out: &mut String) -> bool {
        let end = self.ranges.partition_point(|range| range.first <= code);
        // Ranges may lie over others: the nearest ones before are looked at.
        let Some(range) = self.ranges[..end].iter().rev().take(8).find(|range| code <= range.last) else {
            return false;
        };
        let units = &self.units[range.start as usize..(range.start + range.len) as usize];
        let Some((&last, before)) = units.split_last() else { return false };
        let step = code - range.first;
        let length = out.len();
        let last = u32::from(last) + step;
        let pair = before.last().filter(|unit| (0xD800..0xDC00).contains(*unit));
        let (before, last) = match pair {
            // The last letter lies beyond the first plane.
            Some(&high) => {
                let low = last.wrapping_sub(0xDC00) & 0x3FF;
                (&before[..before.len() - 1], 0x10000 + ((u32::from(high) - 0xD800) << 10) + low)
            }
            None => (before, last),
        };
        let mut is_text = true;
        for letter in char::decode_utf16(before.iter().copied()).map(|letter| letter.unwrap_or('\0')) {
            is_text &= letter != '\0';
            out.push(letter);
        }
        match char::from_u32(last) {
            Some('\0' | '\u{FFFD}' | '\u{FFFE}' | '\u{FFFF}') | None => is_text = false,
            Some(letter) => out.push(letter),
        }
        if !is_text {
            out.truncate(length);
        }
        is_text
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum List {
    None,
    Chars,
    Ranges,
}

fn number(bytes: &[u8]) -> Option<u32> {
    (1..=4).contains(&bytes.len()).then(|| bytes.iter().fold(0, |all, &byte| all << 8 | u32::from(byte)))
}

enum Token<'a> {
    /// A string; its bytes are in the buffer.
    String,
    Open,
    Close,
    Word(&'a [u8]),
}

struct Tokens<'a> {
    data: &'a [u8],
    at: usize,
}

impl<'a> Tokens<'a> {
    fn next(&mut self, bytes: &mut Vec<u8>) -> Option<Token<'a>> {
        loop {
            let rest = self.data.get(self.at..)?;
            let start = self.at;
            match rest.first()? {
                b'<' if rest.get(1) == Some(&b'<') => self.at += 2,
                b'<' => {
                    self.hex(bytes);
                    return Some(Token::String);
                }
                b'[' => {
                    self.at += 1;
                    return Some(Token::Open);
                }
                b']' => {
                    self.at += 1;
                    return Some(Token::Close);
                }
                b'%' => self.at += rest.iter().take_while(|byte| !matches!(byte, b'\n' | b'\r')).count(),
                byte if byte.is_ascii_alphabetic() => {
                    self.at += rest.iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
                    return Some(Token::Word(&self.data[start..self.at]));
                }
                // Names and numbers, which say nothing of the lists.
                b'/' => self.at += 1 + rest[1..].iter().take_while(|byte| is_regular(**byte)).count(),
                _ => self.at += 1,
            }
        }
    }

    fn hex(&mut self, bytes: &mut Vec<u8>) {
        bytes.clear();
        let (mut high, mut is_low) = (0, false);
        self.at += 1;
        while let Some(&byte) = self.data.get(self.at) {
            self.at += 1;
            let digit = match byte {
                b'0'..=b'9' => byte - b'0',
                b'a'..=b'f' => byte - b'a' + 10,
                b'A'..=b'F' => byte - b'A' + 10,
                b'>' => break,
                _ => continue,
            };
            if is_low {
                bytes.push(high << 4 | digit);
            }
            (high, is_low) = (digit, !is_low);
        }
        if is_low {
            bytes.push(high << 4);
        }
    }
}

fn is_regular(byte: u8) -> bool {
    byte > b' ' && !matches!(byte, b'(' | b')' | b'<' | b'>' | b'[' | b']' | b'{' | b'}' | b'/' | b'%')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn meaning(map: &str, code: u32) -> Option<String> {
        let mut out = String::new();
        ToUnicode::parse(map.as_bytes()).lookup(code, &mut out).then_some(out)
    }

    #[test]
    fn codes_mean_what_the_lists_say() {
        for (map, code, expected) in [
            ("1 beginbfchar <03> <0020> endbfchar", 3, Some(" ")),
            ("2 beginbfchar <0003><1EA1><0004><0066 0069>endbfchar", 3, Some("ạ")),
            ("2 beginbfchar <0003><1EA1><0004><0066 0069>endbfchar", 4, Some("fi")),
            ("1 beginbfrange <0010> <0012> <1EA0> endbfrange", 0x12, Some("Ả")),
            ("1 beginbfrange <0010> <0012> <1EA0> endbfrange", 0x13, None),
            ("1 beginbfrange <10> <12> [<0041> <00420043> <D83DDE00>] endbfrange", 0x11, Some("BC")),
            ("1 beginbfrange <10> <12> [<0041> <00420043> <D83DDE00>] endbfrange", 0x12, Some("😀")),
            ("1 beginbfrange <10> <12> <D83DDE00> endbfrange", 0x11, Some("😁")),
            ("1 beginbfchar <41> <E2> endbfchar", 0x41, Some("â")),
            // Damaged ones: without counts and ends, odd digits, an empty meaning before a whole one.
            ("beginbfchar <03> <> <04> <0110>", 4, Some("Đ")),
            ("beginbfchar <03> <> <04> <0110>", 3, None),
            ("beginbfchar <03> <0110", 3, Some("Đ")),
            ("/CMapName /beginbfchar def <03> <0110>", 3, None),
            ("beginbfchar <03> <0000> <04> <D800> endbfchar", 3, None),
            ("beginbfchar <03> <0000> <04> <D800> endbfchar", 4, None),
            ("beginbfchar <03> <0041> endbfchar beginbfchar <03> <0042> endbfchar", 3, Some("B")),
        ] {
            assert_eq!(meaning(map, code).as_deref(), expected, "{map} {code:x}");
        }
    }
}
