//! Small marks inside a line: links, code, addresses, notes. Each function tells how far one reaches, or that there is none.

use std::ops::Range;

/// Longest label of a link in bytes.
const LONGEST_LABEL: usize = 600;

/// Links and images.
#[derive(Default)]
pub(super) struct Links {
    /// No destination ends between where one was sought in vain and here.
    no_destination_before: usize,
}

impl Links {
    /// The passage from "](" to ")" of the link or image that begins at `at`.
    pub(super) fn destination(
        &mut self,
        text: &str,
        at: usize,
        open: usize,
        end: usize,
    ) -> Option<Range<usize>> {
        let bytes = text.as_bytes();
        if open == 2 && bytes.get(at + 1) != Some(&b'[') {
            return None;
        }
        let label = &bytes[at + open..end.min(at + open + LONGEST_LABEL)];
        let close = at + open + label.iter().position(|&b| matches!(b, b']' | b'['))?;
        if bytes.get(close) != Some(&b']')
            || bytes.get(close + 1) != Some(&b'(')
            || close < self.no_destination_before
        {
            return None;
        }
        let inside = &bytes[close + 2..end];
        let stop = memchr::memchr3(b')', b' ', b'\n', inside);
        let Some(stop) = stop else {
            self.no_destination_before = end;
            return None;
        };
        match inside[stop] {
            b')' => Some(close..close + 2 + stop + 1),
            // A title in quotes may stand behind the address.
            b' ' if inside.get(stop + 1) == Some(&b'"') => {
                let title = &inside[stop + 2..inside.len().min(stop + LONGEST_LABEL)];
                let len = memchr::memmem::find(title, b"\")")?;
                Some(close..close + 2 + stop + 2 + len + 2)
            }
            _ => None,
        }
    }
}

/// Whether only blanks stand before `at` on its line, and few of them.
pub(super) fn begins_line(text: &str, start: usize, at: usize) -> bool {
    let before = &text.as_bytes()[start.max(at.saturating_sub(16))..at];
    let mark = before.iter().rev().find(|b| !matches!(b, b' ' | b'\t'));
    mark.map_or(before.len() == at - start, |&b| b == b'\n')
}

/// The end of a passage in backticks on one line. A backtick between letters is an apostrophe ("H`Drai").
pub(super) fn code(text: &str, at: usize, end: usize) -> Option<usize> {
    let letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    if letter(text[..at].chars().next_back()) {
        return None;
    }
    let inside = &text.as_bytes()[at + 1..end.min(at + LONGEST_LABEL)];
    let close = memchr::memchr2(b'`', b'\n', inside).filter(|&close| close > 0 && inside[close] == b'`')?;
    let close = at + 1 + close;
    (!letter(text[close + 1..end].chars().next())).then_some(close + 1)
}

/// The length of an address in angle brackets.
pub(super) fn address(rest: &str) -> Option<usize> {
    let inside = &rest.as_bytes()[1..rest.len().min(LONGEST_LABEL)];
    let is_address =
        ["http://", "https://", "mailto:"].iter().any(|scheme| inside.starts_with(scheme.as_bytes()));
    let close = inside.iter().position(|&b| matches!(b, b'>' | b' ' | b'\n'))?;
    (is_address && inside[close] == b'>').then_some(close + 2)
}

/// The length of a raised number: `^1^`.
pub(super) fn raised(rest: &str) -> Option<usize> {
    let digits = rest.bytes().skip(1).take_while(u8::is_ascii_digit).count();
    ((1..=3).contains(&digits) && rest.as_bytes().get(1 + digits) == Some(&b'^')).then_some(digits + 2)
}

/// The length of the label and of the whole of a footnote mark: `[^1]`.
pub(super) fn note(rest: &str) -> Option<(usize, usize)> {
    let label = rest.bytes().skip(2).take(20).take_while(|b| b.is_ascii_alphanumeric() || *b == b'*').count();
    (label > 0 && rest.as_bytes().get(2 + label) == Some(&b']')).then_some((label, label + 3))
}

/// The last character of a text. Quotes of UTF-8 that was decoded wrongly are put together later, but are quotes here.
pub(super) fn before(text: &str) -> Option<char> {
    let is_quote = ["â€œ", "â€˜", "â\u{80}\u{9C}", "â\u{80}\u{98}"].iter().any(|quote| text.ends_with(quote));
    if is_quote { Some('“') } else { text.chars().next_back() }
}

/// The first character of a text, likewise.
pub(super) fn after(text: &str) -> Option<char> {
    if text.starts_with("â€") || text.starts_with("â\u{80}") { Some('”') } else { text.chars().next() }
}
