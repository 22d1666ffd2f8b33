//! The physical lines of a text and what is plain to see of each.

use crate::document::{is_lower, is_upper};
use crate::text::bytes::{next_of, places};
use memchr::memmem::Finder;
use std::ops::Range;
use std::sync::LazyLock;

/// What a line begins with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Opening {
    Lower,
    Upper,
    Digit,
    /// A mark that can be a bullet.
    Bullet,
    /// Brackets, quotation marks and other signs.
    Sign,
}

/// One line that is not blank, without the white space around it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Line {
    pub start: u32,
    pub end: u32,
    /// Characters.
    pub width: u16,
    /// Characters of white space before it.
    pub indent: u16,
    /// Blank lines before it.
    pub blanks: u8,
    pub opening: Opening,
    /// A form feed stands before it.
    pub page: bool,
    /// The line before is blank and made of many spaces: the separator that word processors put over footnotes.
    pub separator: bool,
    /// It holds a gap that may part columns: a tab, or three spaces.
    pub gap: bool,
    /// It holds white space other than single spaces.
    pub wide: bool,
}

impl Line {
    pub fn range(&self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    pub fn str<'t>(&self, text: &'t str) -> &'t str {
        text.get(self.range()).unwrap_or("")
    }
}

/// A blank line of so many spaces is a separator of footnotes.
const SEPARATOR_WIDTH: usize = 20;

/// Cuts a text into lines; blank ones are counted on the line after them.
pub(super) fn scan(text: &str) -> Vec<Line> {
    let bytes = text.as_bytes();
    let mut lines = Vec::with_capacity(text.len() / 40 + 1);
    let (mut blanks, mut page, mut separator) = (0u8, false, false);
    let (mut gaps, mut doubles) = (Next::new(&GAPS, text), Next::new(&DOUBLES, text));
    // Where the next tab or form feed stands.
    let next_control = |from: usize| next_of(bytes, from, is_control).unwrap_or(usize::MAX);
    let mut control = next_control(0);
    let mut ends = places(bytes, b'\n');
    let mut from = 0;
    while from < text.len() {
        let end = ends.next().unwrap_or(text.len());
        let whole = &text[from..end];
        let trimmed = whole.trim_start();
        let start = from + whole.len() - trimmed.len();
        if control < start {
            page |= bytes[from..start].contains(&b'\x0c');
            control = next_control(start);
        }
        let trimmed = trimmed.trim_end();
        if trimmed.is_empty() {
            // The line that a form feed ends is not blank.
            blanks = blanks.saturating_add(1);
            separator = start - from >= SEPARATOR_WIDTH;
        } else {
            let behind = start + trimmed.len();
            let tab = control < behind && trimmed.contains('\t');
            let double = doubles.from(start) < behind;
            lines.push(Line {
                start: start as u32,
                end: behind as u32,
                width: clamp(count(trimmed)),
                indent: clamp(count(&text[from..start])),
                blanks,
                opening: opening(trimmed),
                page,
                separator,
                gap: tab || double && gaps.from(start) < behind,
                wide: double || control < behind,
            });
            (blanks, page, separator) = (0, false, false);
        }
        if control < end {
            control = next_control(end);
        }
        from = end + 1;
    }
    lines
}

/// A tab or a form feed; a text that was repaired has no other control characters within its lines.
fn is_control(byte: u8) -> bool {
    (byte < b' ') & (byte != b'\n')
}

/// So many spaces part columns.
pub(super) const GAP: &str = "   ";

static GAPS: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new(GAP));
static DOUBLES: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new("  "));

/// Where a pattern stands next in a text, asked from front to back: the text is searched once instead of line by line.
#[derive(Debug)]
pub(super) struct Next<'a> {
    finder: &'a Finder<'a>,
    text: &'a [u8],
    /// The last answer.
    at: Option<usize>,
}

impl<'a> Next<'a> {
    pub fn new(finder: &'a Finder<'a>, text: &'a str) -> Self {
        Next { finder, text: text.as_bytes(), at: None }
    }

    /// The first byte of the pattern, not before `start`; beyond the text where it does not stand there any more.
    pub fn from(&mut self, start: usize) -> usize {
        match self.at {
            Some(at) if at >= start => at,
            _ => {
                let rest = self.text.get(start..).unwrap_or_default();
                *self.at.insert(self.finder.find(rest).map_or(usize::MAX, |at| start + at))
            }
        }
    }
}

fn clamp(count: usize) -> u16 {
    u16::try_from(count).unwrap_or(u16::MAX)
}

/// Characters of a text.
pub(super) fn count(text: &str) -> usize {
    // Bytes that begin one, so few at a time that a byte holds their number.
    let begins = |bytes: &[u8]| bytes.iter().fold(0u8, |count, &byte| count + u8::from(byte as i8 >= -0x40));
    text.as_bytes().chunks(128).map(|chunk| usize::from(begins(chunk))).sum()
}

pub(super) fn opening(text: &str) -> Opening {
    let Some(first) = text.chars().next() else { return Opening::Sign };
    match first {
        '0'..='9' => Opening::Digit,
        'a'..='z' => Opening::Lower,
        'A'..='Z' => Opening::Upper,
        _ if is_bullet(first) => Opening::Bullet,
        _ if first.is_ascii() => Opening::Sign,
        _ if is_lower(first) => Opening::Lower,
        _ if is_upper(first) => Opening::Upper,
        _ => Opening::Sign,
    }
}

/// Hyphens, dashes, plus signs, asterisks, and the bullets of text and symbol fonts.
pub(super) fn is_bullet(letter: char) -> bool {
    matches!(
        letter,
        '-' | '+' | '*' | '\u{2010}'
            ..='\u{2015}'
                | '\u{2212}'
                | '•'
                | '●'
                | '○'
                | '▪'
                | '■'
                | '□'
                | '◦'
                | '·'
                | '‣'
                | '∙'
                | '◆'
                | '➢'
                | '➤'
                | '✓'
                | '✔'
                | '❖'
                | '\u{f020}'..='\u{f0ff}'
    )
}

/// Whether a line begins with a bullet: "- Sở Y tế", "-Thời gian", but not "**đậm**" and not "-5%".
pub(super) fn has_bullet(line: &str) -> bool {
    let mut letters = line.chars();
    letters.next().is_some_and(is_bullet)
        && letters.next().is_none_or(|next| !is_bullet(next) && !next.is_ascii_digit())
}

/// A hyphen or dash.
pub(super) fn is_dash(letter: char) -> bool {
    matches!(letter, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}')
}

/// Whether all letters are large, and at least two are.
pub(super) fn is_caps(text: &str) -> bool {
    let mut upper = 0;
    for letter in text.chars() {
        if is_lower(letter) {
            return false;
        }
        upper += usize::from(is_upper(letter));
    }
    upper >= 2
}

/// What a line ends with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ending {
    /// `./.` and its kin: the text of the document is over.
    Final,
    /// `.`, `!`, `?`
    Sentence,
    Ellipsis,
    Colon,
    Semicolon,
    Comma,
    Dash,
    Slash,
    Open,
}

/// Whether a line is set in spaced capitals: "K Ế   H O Ạ C H".
pub(super) fn is_letter_spaced(text: &str) -> bool {
    if text.len() > 200 || text.chars().nth(1) != Some(' ') {
        return false;
    }
    let mut count = 0;
    for part in text.split(' ').filter(|part| !part.is_empty()) {
        let mut letters = part.chars();
        if !letters.next().is_some_and(is_upper) || letters.next().is_some() {
            return false;
        }
        count += 1;
    }
    count >= 4
}

/// What a line ends with, closing brackets and quotation marks passed over.
pub(super) fn ending(text: &str) -> Ending {
    let text = text.trim_end();
    if is_final(text) || is_leader(text) {
        return Ending::Final;
    }
    let mut letters = text.chars().rev();
    let mut last = letters.next();
    let mut closed = false;
    while matches!(last, Some('”' | '’' | '"' | '»' | ')' | ']' | '“')) {
        closed = true;
        last = letters.next();
    }
    match last {
        Some('.') if letters.next() == Some('.') => Ending::Ellipsis,
        Some('.' | '!' | '?') => Ending::Sentence,
        Some('…') => Ending::Ellipsis,
        Some(':') if !closed => Ending::Colon,
        Some(';') => Ending::Semicolon,
        Some(',') if !closed => Ending::Comma,
        Some('/') if !closed => Ending::Slash,
        Some(dash) if !closed && is_dash(dash) => Ending::Dash,
        _ => Ending::Open,
    }
}

/// The mark that closes the text of a document: `./.` (NĐ 30/2020/NĐ-CP, Annex III), also `. /.` and `/.`.
pub(super) fn is_final(text: &str) -> bool {
    let Some(rest) = text.strip_suffix('.') else { return false };
    let rest = rest.trim_end_matches(['.', '-']).trim_end();
    rest.ends_with('/') && !rest.trim_end_matches('/').ends_with(|c: char| c.is_ascii_digit())
}

/// A line of a list of contents: dots that lead to the number of a page.
fn is_leader(text: &str) -> bool {
    let rest = text.trim_end_matches(|letter: char| letter.is_ascii_digit());
    let dots = rest.trim_end();
    rest.len() < text.len() && (dots.ends_with("....") || dots.ends_with("……") || dots.ends_with(". . ."))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_know_their_surroundings() {
        let lines = scan("  Kế hoạch \n\n\n thi đua\r\n\x0cVề\n                         \n1 Chú thích");
        let seen: Vec<_> = lines.iter().map(|l| (l.width, l.indent, l.blanks, l.page, l.separator)).collect();
        assert_eq!(
            seen,
            [
                (8, 2, 0, false, false),
                (7, 1, 2, false, false),
                (2, 1, 0, true, false),
                (11, 0, 1, false, true)
            ]
        );
    }

    #[test]
    fn bullets_are_told_from_other_marks() {
        for (line, expected) in
            [("- Sở Y tế", true), ("• Sở", true), ("-Thời gian", true), ("**đậm**", false), ("-5%", false)]
        {
            assert_eq!(has_bullet(line), expected, "{line}");
        }
    }

    #[test]
    fn endings_look_through_closing_marks() {
        for (text, expected) in [
            ("thực hiện./.", Ending::Final),
            ("thực hiện. /.", Ending::Final),
            ("có hiệu lực.", Ending::Sentence),
            ("“đoàn kết.”", Ending::Sentence),
            ("(b/c);", Ending::Semicolon),
            ("số 11-", Ending::Dash),
            ("cây trồng...", Ending::Ellipsis),
            ("TIÊU THỤ ........ 6", Ending::Final),
            ("năm 2024", Ending::Open),
        ] {
            assert_eq!(ending(text), expected, "{text}");
        }
    }
}
