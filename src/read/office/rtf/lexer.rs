//! The marks of RTF (Rich Text Format Specification 1.9.1, "RTF syntax").

/// One mark.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mark<'b> {
    Open,
    Close,
    /// A control word, with its number.
    Word(&'b str, Option<i32>),
    /// A control symbol: a backslash and a sign.
    Symbol(u8),
    /// A byte written in hexadecimal.
    Hex(u8),
    /// Bytes of text.
    Text(&'b [u8]),
}

pub(super) struct Lexer<'b> {
    bytes: &'b [u8],
    at: usize,
}

/// Control words are no longer than this.
const MAX_WORD: usize = 32;

impl<'b> Lexer<'b> {
    pub fn new(bytes: &'b [u8]) -> Self {
        Lexer { bytes, at: 0 }
    }

    /// Passes over bytes of binary data.
    pub fn pass_over(&mut self, count: usize) {
        self.at = self.at.saturating_add(count).min(self.bytes.len());
    }

    fn control(&mut self) -> Option<Mark<'b>> {
        let first = *self.bytes.get(self.at)?;
        if !first.is_ascii_alphabetic() {
            self.at += 1;
            if first != b'\'' {
                return Some(Mark::Symbol(first));
            }
            let digit = |at: usize| self.bytes.get(at).and_then(|&byte| char::from(byte).to_digit(16));
            let (Some(high), Some(low)) = (digit(self.at), digit(self.at + 1)) else {
                return Some(Mark::Symbol(b'\''));
            };
            self.at += 2;
            return Some(Mark::Hex((high * 16 + low) as u8));
        }
        let rest = &self.bytes[self.at..];
        let len = rest.iter().take(MAX_WORD).take_while(|byte| byte.is_ascii_alphabetic()).count();
        let word = std::str::from_utf8(&rest[..len]).unwrap_or_default();
        let rest = &rest[len..];
        let minus = usize::from(rest.first() == Some(&b'-'));
        let digits = rest[minus..].iter().take(10).take_while(|byte| byte.is_ascii_digit()).count();
        let mut number = None;
        let mut taken = len;
        if digits > 0 {
            let value = std::str::from_utf8(&rest[..minus + digits])
                .ok()
                .and_then(|digits| digits.parse::<i64>().ok());
            number = value.map(|value| value.clamp(i64::from(i32::MIN), i64::from(i32::MAX)) as i32);
            taken += minus + digits;
        }
        // One space ends the word and belongs to it.
        taken += usize::from(self.bytes.get(self.at + taken) == Some(&b' '));
        self.at += taken;
        Some(Mark::Word(word, number))
    }
}

impl<'b> Iterator for Lexer<'b> {
    type Item = Mark<'b>;

    fn next(&mut self) -> Option<Mark<'b>> {
        loop {
            let byte = *self.bytes.get(self.at)?;
            match byte {
                b'{' | b'}' => {
                    self.at += 1;
                    return Some(if byte == b'{' { Mark::Open } else { Mark::Close });
                }
                b'\\' => {
                    self.at += 1;
                    return self.control();
                }
                // Ends of lines are no text.
                b'\r' | b'\n' | 0 => self.at += 1,
                _ => {
                    let rest = &self.bytes[self.at..];
                    let len =
                        rest.iter().position(|byte| matches!(byte, b'{' | b'}' | b'\\' | b'\r' | b'\n' | 0));
                    let text = &rest[..len.unwrap_or(rest.len())];
                    self.at += text.len();
                    return Some(Mark::Text(text));
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_take_one_space_and_their_number() {
        let marks: Vec<_> = Lexer::new(b"{\\rtf1\\b0 a\r\nb\\'e9\\~\\u-3933 ?\\'zz}").collect();
        assert_eq!(
            marks,
            [
                Mark::Open,
                Mark::Word("rtf", Some(1)),
                Mark::Word("b", Some(0)),
                Mark::Text(b"a"),
                Mark::Text(b"b"),
                Mark::Hex(0xE9),
                Mark::Symbol(b'~'),
                Mark::Word("u", Some(-3933)),
                Mark::Text(b"?"),
                Mark::Symbol(b'\''),
                Mark::Text(b"zz"),
                Mark::Close,
            ]
        );
    }
}
