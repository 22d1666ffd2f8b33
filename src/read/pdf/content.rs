//! Content streams cut into operators with their operands (ISO 32000-1, 7.8.2). What is damaged costs itself alone.

/// The operands before an operator, sorted by what they are.
#[derive(Debug, Default)]
pub(super) struct Operands<'c> {
    /// The last six numbers at most, and how many there were.
    numbers: [f64; 6],
    pub count: usize,
    /// The first and the last name, as written.
    pub first: Option<&'c [u8]>,
    pub name: Option<&'c [u8]>,
    /// The last string, decoded.
    pub string: Vec<u8>,
    /// The inside of the last array.
    pub array: Option<&'c [u8]>,
    /// The last dictionary, marks and all.
    pub dict: Option<&'c [u8]>,
}

impl<'c> Operands<'c> {
    fn clear(&mut self) {
        self.count = 0;
        (self.first, self.name, self.array, self.dict) = (None, None, None, None);
        self.string.clear();
    }

    fn number(&mut self, number: f64) {
        if self.count >= 6 {
            self.numbers.rotate_left(1);
            self.numbers[5] = number;
        } else {
            self.numbers[self.count] = number;
        }
        self.count += 1;
    }

    /// The last numbers; `None` where there are fewer.
    pub fn last<const N: usize>(&self) -> Option<[f64; N]> {
        let kept = self.count.min(6);
        self.numbers[..kept].last_chunk::<N>().copied()
    }

    fn set_name(&mut self, name: &'c [u8]) {
        self.first.get_or_insert(name);
        self.name = Some(name);
    }
}

/// A part of an array of strings and numbers.
pub(super) enum Item {
    Number(f64),
    /// It is in the buffer.
    String,
}

#[derive(Debug, Clone)]
pub(super) struct Scanner<'c> {
    data: &'c [u8],
    at: usize,
}

impl<'c> Scanner<'c> {
    pub fn new(data: &'c [u8]) -> Self {
        Scanner { data, at: 0 }
    }

    /// The next operator; its operands replace those before.
    pub fn next(&mut self, operands: &mut Operands<'c>) -> Option<&'c [u8]> {
        operands.clear();
        loop {
            match self.blank()? {
                b'0'..=b'9' | b'-' | b'+' | b'.' => operands.number(self.number()),
                b'(' => self.literal(&mut operands.string),
                b'<' if self.data.get(self.at + 1) == Some(&b'<') => {
                    let start = self.at;
                    self.skip_nested();
                    operands.dict = self.data.get(start..self.at);
                }
                b'<' => self.hex(&mut operands.string),
                b'/' => operands.set_name(self.name()),
                b'[' => {
                    let start = self.at;
                    self.skip_nested();
                    operands.array = self.data.get(start + 1..self.at);
                }
                byte if is_regular(byte) => {
                    let word = self.word();
                    match word {
                        b"true" | b"false" | b"null" => {}
                        b"BI" => {
                            self.skip_image();
                            return Some(word);
                        }
                        _ => return Some(word),
                    }
                }
                // A bracket that closes nothing.
                _ => self.at += 1,
            }
        }
    }

    /// The next part of an array, for which this scanner was made.
    pub fn item(&mut self, string: &mut Vec<u8>) -> Option<Item> {
        loop {
            match self.blank()? {
                b'0'..=b'9' | b'-' | b'+' | b'.' => return Some(Item::Number(self.number())),
                b'(' => {
                    self.literal(string);
                    return Some(Item::String);
                }
                b'<' => {
                    self.hex(string);
                    return Some(Item::String);
                }
                _ => self.at += 1,
            }
        }
    }

    /// Passes over white space and comments; the byte behind.
    fn blank(&mut self) -> Option<u8> {
        let mut at = self.at;
        let found = loop {
            match self.data.get(at) {
                Some(b'%') => {
                    let rest = &self.data[at..];
                    at += memchr::memchr2(b'\n', b'\r', rest).unwrap_or(rest.len());
                }
                Some(0 | b'\t' | b'\n' | 0x0C | b'\r' | b' ') => at += 1,
                other => break other.copied(),
            }
        };
        self.at = at;
        found
    }

    fn word(&mut self) -> &'c [u8] {
        let rest = self.data.get(self.at..).unwrap_or_default();
        let length = rest.iter().position(|&byte| !is_regular(byte)).unwrap_or(rest.len());
        self.at += length;
        &rest[..length]
    }

    fn name(&mut self) -> &'c [u8] {
        self.at += 1;
        self.word()
    }

    fn number(&mut self) -> f64 {
        let (data, mut at) = (self.data, self.at);
        let mut negative = false;
        while let Some(&sign @ (b'-' | b'+')) = data.get(at) {
            negative |= sign == b'-';
            at += 1;
        }
        // What is left behind more digits than these is beyond any page.
        const MOST: u64 = 1_000_000_000_000_000;
        let mut whole = 0_u64;
        while let Some(&digit @ b'0'..=b'9') = data.get(at) {
            whole = if whole < MOST { whole * 10 + u64::from(digit - b'0') } else { whole };
            at += 1;
        }
        let mut value = whole as f64;
        if data.get(at) == Some(&b'.') {
            at += 1;
            let (mut part, mut digits) = (0_u64, 0);
            while let Some(&digit @ b'0'..=b'9') = data.get(at) {
                // More digits than that change nothing that is seen.
                if digits + 1 < TENTHS.len() {
                    part = part * 10 + u64::from(digit - b'0');
                    digits += 1;
                }
                at += 1;
            }
            value += part as f64 / TENTHS[digits];
        }
        // "1-2" and "1.2.3", which some programs write, are one number.
        while let Some(b'0'..=b'9' | b'.' | b'-') = data.get(at) {
            at += 1;
        }
        self.at = at;
        if negative { -value } else { value }
    }

    fn hex(&mut self, out: &mut Vec<u8>) {
        out.clear();
        self.at += 1;
        // Nearly all strings are pairs of digits without anything between.
        let pairs = self.data.get(self.at..).unwrap_or_default().chunks_exact(2);
        out.extend(pairs.map_while(|pair| {
            let (high, low) = (HEX[usize::from(pair[0])], HEX[usize::from(pair[1])]);
            (high < 16 && low < 16).then_some(high << 4 | low)
        }));
        self.at += 2 * out.len();
        let (mut high, mut is_low) = (0, false);
        while let Some(&byte) = self.data.get(self.at) {
            self.at += 1;
            let digit = HEX[usize::from(byte)];
            if digit < 16 {
                if is_low {
                    out.push(high << 4 | digit);
                }
                (high, is_low) = (digit, !is_low);
            } else if byte == b'>' {
                break;
            }
        }
        if is_low {
            out.push(high << 4);
        }
    }

    fn literal(&mut self, out: &mut Vec<u8>) {
        out.clear();
        self.at += 1;
        let mut depth = 1_usize;
        while let Some(&byte) = self.data.get(self.at) {
            self.at += 1;
            match byte {
                b'(' => depth += 1,
                b')' => {
                    depth -= 1;
                    if depth == 0 {
                        return;
                    }
                }
                b'\\' => {
                    self.escape(out);
                    continue;
                }
                // Ends of lines are one byte, however they are written.
                b'\r' => {
                    self.at += usize::from(self.data.get(self.at) == Some(&b'\n'));
                    out.push(b'\n');
                    continue;
                }
                _ => {}
            }
            out.push(byte);
        }
    }

    fn escape(&mut self, out: &mut Vec<u8>) {
        let Some(&byte) = self.data.get(self.at) else { return };
        self.at += 1;
        out.push(match byte {
            b'n' => b'\n',
            b'r' => b'\r',
            b't' => b'\t',
            b'b' => 8,
            b'f' => 0x0C,
            b'\n' => return,
            b'\r' => {
                self.at += usize::from(self.data.get(self.at) == Some(&b'\n'));
                return;
            }
            b'0'..=b'7' => {
                let mut code = u32::from(byte - b'0');
                for _ in 0..2 {
                    let Some(&digit @ b'0'..=b'7') = self.data.get(self.at) else { break };
                    code = code * 8 + u32::from(digit - b'0');
                    self.at += 1;
                }
                // The high bit of three digits does not count.
                code as u8
            }
            other => other,
        });
    }

    /// Passes over an array or a dictionary, with all that is inside. What is not closed ends with the content.
    fn skip_nested(&mut self) {
        let data = self.data;
        let mut depth = 0_usize;
        while let Some(more) =
            data.get(self.at..).and_then(|rest| rest.iter().position(|&byte| NESTS[usize::from(byte)]))
        {
            self.at += more;
            let is_next = |byte: u8| data.get(self.at + 1) == Some(&byte);
            match data[self.at] {
                b'[' => depth += 1,
                b'<' if is_next(b'<') => {
                    depth += 1;
                    self.at += 1;
                }
                b']' => depth = depth.saturating_sub(1),
                b'>' => {
                    self.at += usize::from(is_next(b'>'));
                    depth = depth.saturating_sub(1);
                }
                b'(' => {
                    self.skip_literal();
                    continue;
                }
                // A comment, or digits of a string.
                byte => {
                    let rest = &data[self.at..];
                    let end = match byte {
                        b'%' => memchr::memchr2(b'\n', b'\r', rest),
                        _ => memchr::memchr(b'>', rest).map(|end| end + 1),
                    };
                    self.at += end.unwrap_or(rest.len());
                    continue;
                }
            }
            self.at += 1;
            if depth == 0 {
                return;
            }
        }
        self.at = data.len();
    }

    /// Passes over a string in brackets.
    fn skip_literal(&mut self) {
        self.at += 1;
        let mut depth = 1_usize;
        while let Some(&byte) = self.data.get(self.at) {
            self.at += 1;
            match byte {
                b'(' => depth += 1,
                b')' => depth -= 1,
                b'\\' => self.at += 1,
                _ => {}
            }
            if depth == 0 {
                return;
            }
        }
        self.at = self.data.len();
    }

    /// Passes over the data of a picture: to an `EI` of its own that content follows.
    fn skip_image(&mut self) {
        let rest = &self.data[self.at..];
        let is_blank = |byte: Option<&u8>| byte.is_none_or(|byte| byte.is_ascii_whitespace() || *byte == 0);
        let begin = memchr::memmem::find_iter(rest, b"ID")
            .find(|&at| at > 0 && !is_regular(rest[at - 1]) && is_blank(rest.get(at + 2)));
        let Some(begin) = begin else { return };
        let end = memchr::memmem::find_iter(&rest[begin..], b"EI").map(|end| begin + end).find(|&end| {
            let after = &rest[end + 2..];
            let is_content = |byte: &u8| byte.is_ascii_graphic() || byte.is_ascii_whitespace();
            is_blank(rest.get(end - 1)) && is_blank(after.first()) && after.iter().take(16).all(is_content)
        });
        self.at += end.map_or(rest.len(), |end| end + 2);
    }
}

/// Powers of ten.
const TENTHS: [f64; 13] = [1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12];

fn is_regular(byte: u8) -> bool {
    REGULAR[usize::from(byte)]
}

/// What words are made of.
const REGULAR: [bool; 256] = {
    let mut table = [false; 256];
    let mut byte = b' ' as usize + 1;
    while byte < 256 {
        table[byte] =
            !matches!(byte as u8, b'(' | b')' | b'<' | b'>' | b'[' | b']' | b'{' | b'}' | b'/' | b'%');
        byte += 1;
    }
    table
};

/// What opens or closes something, or a comment.
const NESTS: [bool; 256] = {
    let mut table = [false; 256];
    let signs = b"[]<>(%";
    let mut index = 0;
    while index < signs.len() {
        table[signs[index] as usize] = true;
        index += 1;
    }
    table
};

/// The values of hexadecimal digits; 16 for other bytes.
const HEX: [u8; 256] = {
    let mut table = [16; 256];
    let mut value = 0_u8;
    while value < 16 {
        table[b"0123456789abcdef"[value as usize] as usize] = value;
        table[b"0123456789ABCDEF"[value as usize] as usize] = value;
        value += 1;
    }
    table
};

#[cfg(test)]
mod tests {
    use super::*;

    /// Operators with their operands, written down.
    fn scan(content: &str) -> Vec<String> {
        let (mut scanner, mut operands, mut seen) =
            (Scanner::new(content.as_bytes()), Operands::default(), Vec::new());
        while let Some(operator) = scanner.next(&mut operands) {
            let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
            seen.push(format!(
                "{} {:?} {}|{}|{}|{}",
                text(operator),
                &operands.numbers[..operands.count.min(6)],
                text(operands.name.unwrap_or_default()),
                text(&operands.string),
                text(operands.array.unwrap_or_default()),
                text(operands.dict.unwrap_or_default())
            ));
        }
        seen
    }

    #[test]
    fn operators_come_with_their_operands() {
        for (content, expected) in [
            ("1 0 -.5 1. +20 3 cm", &["cm [1.0, 0.0, -0.5, 1.0, 20.0, 3.0] |||"][..]),
            ("/F1 12 Tf(a\\(b\\)\\101\\r\\\n(c))Tj", &["Tf [12.0] F1|||", "Tj [] |a(b)A\r(c)||"]),
            ("<4 1 4>Tj<>Tj", &["Tj [] |A@||", "Tj [] |||"]),
            ("[(a)-20<42>]TJ", &["TJ [] ||(a)-20<42>]|"]),
            ("/P <</A [1 (>>)] /B <<>> >> BDC q", &["BDC [] P|||<</A [1 (>>)] /B <<>> >>", "q [] |||"]),
            ("1 2 3 4 5 6 7 8 re", &["re [3.0, 4.0, 5.0, 6.0, 7.0, 8.0] |||"]),
            ("% note\n) ] 5 w", &["w [5.0] |||"]),
            ("BI /W /WIDE 2 ID \u{1}EI\u{2} EI Q", &["BI [] |||", "Q [] |||"]),
            ("1-2 0.0.5 --3 l", &["l [1.0, 0.0, -3.0] |||"]),
            ("50cm(open", &["cm [50.0] |||"]),
        ] {
            assert_eq!(scan(content), expected, "{content}");
        }
    }

    #[test]
    fn arrays_of_text_are_strings_and_numbers() {
        let (mut scanner, mut string, mut seen) =
            (Scanner::new(b"(a)-20.5<42>x(c"), Vec::new(), String::new());
        while let Some(item) = scanner.item(&mut string) {
            match item {
                Item::Number(number) => seen += &format!("{number} "),
                Item::String => seen += &format!("{} ", String::from_utf8_lossy(&string)),
            }
        }
        assert_eq!(seen, "a -20.5 B c ");
    }
}
