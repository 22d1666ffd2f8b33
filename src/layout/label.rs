//! Labels of numbered and lettered divisions at the start of a line.

use crate::document::{is_letter, is_lower, is_upper};

/// The systems of numbering (domain: NĐ 30/2020/NĐ-CP, Annex I, II.6d; Party documents write `I-`, `1-`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Style {
    /// Điều 3.
    Article,
    /// Phần, Chương, Mục, Tiểu mục, Phụ lục: divisions whose title mostly stands on the next line.
    Division,
    /// I. II- III/
    Roman,
    /// A. B-
    Capital,
    /// 1. 2) 3/ 4-
    Number,
    /// 1.1. 2.3.4
    Dotted,
    /// a) b. đ)
    Letter,
    /// (1) (a) (i)
    Bracket,
}

pub(super) const STYLES: usize = 8;

/// A label and the length of it, with the marks behind it but without the white space.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Label {
    pub style: Style,
    /// The number, or that of its last part.
    pub value: u32,
    /// For [`Style::Dotted`] the part before the last.
    pub parent: u32,
    pub len: usize,
    /// A dot, bracket, slash or dash stands behind it.
    pub marked: bool,
}

/// The label at the start of a line.
pub(super) fn parse(line: &str) -> Option<Label> {
    let first = line.chars().next()?;
    if is_word(line.as_bytes()) {
        return None;
    }
    let label = match first {
        '0'..='9' => number(line),
        '(' => bracket(line),
        'I' | 'V' | 'X' | 'l' | 'L' | '|' => {
            roman(line).or_else(|| letter(line, first)).or_else(|| division(line))
        }
        'Đ' | 'Ð' | 'C' | 'P' | 'M' | 'T' | 'đ' => division(line).or_else(|| letter(line, first)),
        _ if is_letter(first) => letter(line, first),
        _ => None,
    }?;
    let rest = &line[label.len..];
    let behind = rest.chars().next();
    let fits = match behind {
        None => true,
        Some(c) if c.is_whitespace() => opens_text(rest.trim_start()) || label.marked,
        // "1.Mục đích", "I-Tán thành": no space, but a large letter.
        Some(c) => {
            label.marked && (is_upper(c) || matches!(c, '“' | '"' | '(')) && !line[..label.len].ends_with('-')
                || matches!(label.style, Style::Roman) && is_upper(c) && small_second(rest)
        }
    };
    fits.then_some(label)
}

/// Whether a line begins with two letters, of which the first begins no numeral and no division: so most lines do.
fn is_word(line: &[u8]) -> bool {
    match line {
        [b'I' | b'V' | b'X' | b'L' | b'i' | b'v' | b'x' | b'l' | b'C' | b'P' | b'M' | b'T', ..] => false,
        [first, second, ..] => {
            first.is_ascii_alphabetic() && (second.is_ascii_alphabetic() || !second.is_ascii())
        }
        _ => false,
    }
}

/// Whether text can open a paragraph: not with a small letter.
fn opens_text(text: &str) -> bool {
    text.chars().next().is_none_or(|first| !is_lower(first))
}

fn small_second(text: &str) -> bool {
    text.chars().nth(1).is_some_and(is_lower)
}

/// The length of the marks `.`, `)`, `/`, `-`, `:` behind a label: "1.", "1.-", "1 .".
fn marks(rest: &str, allowed: &str) -> usize {
    let spaced = usize::from(rest.starts_with(" .") || rest.starts_with(" )"));
    let marks = rest[spaced..].bytes().take_while(|&b| allowed.as_bytes().contains(&b)).take(2).count();
    if marks == 0 { 0 } else { spaced + marks }
}

/// A hyphen with spaces around it and a large letter behind.
fn dash_apart(rest: &str) -> bool {
    rest.strip_prefix(" - ").is_some_and(|rest| rest.starts_with(is_upper))
}

fn digits(text: &str) -> usize {
    text.bytes().take_while(u8::is_ascii_digit).count()
}

fn number(line: &str) -> Option<Label> {
    let mut at = digits(line);
    let mut value: u32 = line[..at].parse().ok()?;
    let (mut parent, mut parts) = (0, 1);
    if at > 3 {
        return None;
    }
    while line[at..].starts_with('.') {
        let next = digits(&line[at + 1..]);
        if !(1..=2).contains(&next) {
            break;
        }
        parent = value;
        value = line[at + 1..at + 1 + next].parse().ok()?;
        at += 1 + next;
        parts += 1;
    }
    let mut marks = marks(&line[at..], ".)/-");
    if marks == 0 && dash_apart(&line[at..]) {
        // "1 - Mức trợ cấp"
        marks = 2;
    }
    if parts == 1 {
        // "24/3/1994", "6-7%", "14-NQ/HU", "1 người", "2024. Từ"
        let rest = &line[at + marks..];
        let digit_behind = rest.starts_with(|c: char| c.is_ascii_digit());
        return (marks > 0 && value <= 200 && !digit_behind).then_some(Label {
            style: Style::Number,
            value,
            parent: 0,
            len: at + marks,
            marked: true,
        });
    }
    let rest = line[at + marks..].trim_start();
    let capital = rest.is_empty() || rest.starts_with(|c: char| is_upper(c) || c == '“' || c == '"');
    (capital || marks > 0 && opens_text(rest)).then_some(Label {
        style: Style::Dotted,
        value,
        parent,
        len: at + marks,
        marked: marks > 0,
    })
}

/// The value of a Roman numeral, also as scans have it: l and | for I.
fn roman_value(text: &str) -> Option<u32> {
    let mut total = 0;
    let mut before = 0;
    for letter in text.chars().rev() {
        let value = match letter {
            'I' | 'l' | '|' | 'i' => 1,
            'V' | 'v' => 5,
            'X' | 'x' => 10,
            'L' => 50,
            _ => return None,
        };
        if value < before {
            total -= value.min(total);
        } else {
            total += value;
            before = value;
        }
    }
    (1..=60).contains(&total).then_some(total)
}

fn roman(line: &str) -> Option<Label> {
    let at = line.find(|c| !matches!(c, 'I' | 'V' | 'X' | 'L' | 'l' | '|')).unwrap_or(line.len());
    let marks = match marks(&line[at..], "./-)") {
        0 if line[at..].starts_with(" - ") => 2,
        marks => marks,
    };
    if marks == 0 || at == 0 || at > 7 {
        return None;
    }
    let value = roman_value(&line[..at])?;
    // "V/v", "L. A": not numerals.
    let rest = &line[at + marks..];
    if rest.starts_with(is_lower) || line[..at].starts_with('L') {
        return None;
    }
    Some(Label { style: Style::Roman, value, parent: 0, len: at + marks, marked: true })
}

/// The letters that count points, in order (đ behind d; f, j, w, z are not used).
const LETTERS: &str = "abcdđeghiklmnopqrstuvxy";

fn letter(line: &str, first: char) -> Option<Label> {
    // "ii)", "iii)" follow "i)", which reads as a letter.
    if matches!(first, 'i' | 'v' | 'x') {
        let numeral = line.bytes().take_while(|b| matches!(b, b'i' | b'v' | b'x')).count();
        if (2..=4).contains(&numeral) && line[numeral..].starts_with(')') {
            let first = LETTERS.chars().position(|c| c == 'i')? as u32;
            let value = first + roman_value(&line[..numeral])?;
            return Some(Label { style: Style::Letter, value, parent: 0, len: numeral + 1, marked: true });
        }
    }
    // Most lines end here.
    let at = first.len_utf8();
    if !line[at..].starts_with(|c: char| c.is_ascii_digit() || matches!(c, '.' | ')' | '-' | '/' | ' ')) {
        return None;
    }
    let small = first.to_lowercase().next()?;
    let value = LETTERS.chars().position(|c| c == small)? as u32 + 1;
    let capital = is_upper(first);
    // "a.1)", "b2)": parts of a point.
    let dot = usize::from(line[at..].starts_with('.'));
    let count = digits(&line[at + dot..]);
    if !capital && (1..=2).contains(&count) {
        let behind = at + dot + count;
        let closed = line[behind..].starts_with(')') || dot > 0 && line[behind..].starts_with(". ");
        let part = line[at + dot..behind].parse().ok()?;
        return closed.then_some(Label {
            style: Style::Dotted,
            value: part,
            parent: 1000 + value,
            len: behind + 1,
            marked: true,
        });
    }
    let marks = marks(&line[at..], if capital { ".-/" } else { ").-/" });
    if marks == 0 {
        return None;
    }
    let rest = &line[at + marks..];
    // "a. 1. Vốn", "b) Xây dựng" but not "T.M", "U.S.": a space or a bracket must follow.
    if !rest.is_empty() && !rest.starts_with(char::is_whitespace) && !line[..at + marks].ends_with(')') {
        return None;
    }
    let style = if capital { Style::Capital } else { Style::Letter };
    Some(Label { style, value, parent: 0, len: at + marks, marked: true })
}

fn bracket(line: &str) -> Option<Label> {
    let close = line.bytes().take(7).position(|byte| byte == b')').filter(|&at| at > 1)?;
    let inner = line.get(1..close)?;
    let value = if inner.bytes().all(|b| b.is_ascii_digit()) {
        inner.parse().ok().filter(|&n| n > 0 && n <= 99)?
    } else if inner.chars().all(|c| matches!(c, 'i' | 'v' | 'x')) {
        roman_value(inner)?
    } else {
        let mut letters = inner.chars();
        let only = letters.next().filter(|_| letters.next().is_none())?;
        LETTERS.chars().position(|c| c == only)? as u32 + 1
    };
    let dash = usize::from(line[close + 1..].starts_with('-'));
    Some(Label { style: Style::Bracket, value, parent: 0, len: close + 1 + dash, marked: true })
}

/// The words of divisions as they are written at the start of a line; the longer behind those that they begin with.
const DIVISIONS: [(&str, Style); 15] = [
    ("Điều", Style::Article),
    ("ĐIỀU", Style::Article),
    ("Ðiều", Style::Article),
    ("Phần", Style::Division),
    ("PHẦN", Style::Division),
    ("Chương", Style::Division),
    ("CHƯƠNG", Style::Division),
    ("Mục", Style::Division),
    ("MỤC", Style::Division),
    ("Tiểu mục", Style::Division),
    ("TIỂU MỤC", Style::Division),
    ("Phụ lục", Style::Division),
    ("Phụ lục số", Style::Division),
    ("PHỤ LỤC", Style::Division),
    ("PHỤ LỤC SỐ", Style::Division),
];

/// Ordinals in words: "Phần thứ nhất".
const ORDINALS: [(&str, u32); 12] = [
    ("thứ nhất", 1),
    ("thứ hai", 2),
    ("thứ ba", 3),
    ("thứ tư", 4),
    ("thứ năm", 5),
    ("thứ sáu", 6),
    ("THỨ NHẤT", 1),
    ("THỨ HAI", 2),
    ("THỨ BA", 3),
    ("THỨ TƯ", 4),
    ("THỨ NĂM", 5),
    ("THỨ SÁU", 6),
];

fn division(line: &str) -> Option<Label> {
    // Most lines differ from all of them in their second letter.
    if !matches!(line.as_bytes().get(1..3)?, [b'h' | b'H', _] | [b'i' | b'I' | 0x90, _] | [0xE1, 0xBB]) {
        return None;
    }
    let start: [u8; 3] = *line.as_bytes().first_chunk()?;
    let (word, style) = DIVISIONS
        .iter()
        .rev()
        .find(|(word, _)| word.as_bytes().first_chunk() == Some(&start) && line.starts_with(word))?;
    let rest = &line[word.len()..];
    let spaces = rest.len() - rest.trim_start().len();
    let behind = &rest[spaces..];
    let at = word.len() + spaces;
    if behind.is_empty() {
        // "Điều" alone: its number stands on the next line.
        return Some(Label { style: *style, value: 0, parent: 0, len: word.len(), marked: true });
    }
    if let Some((ordinal, value)) = ORDINALS.iter().find(|(ordinal, _)| behind.starts_with(ordinal)) {
        return Some(Label {
            style: *style,
            value: *value,
            parent: 0,
            len: at + ordinal.len(),
            marked: true,
        });
    }
    let count = digits(behind);
    let (len, value) = if (1..=3).contains(&count) {
        let suffix = behind[count..].bytes().take_while(u8::is_ascii_lowercase).take(2).count();
        let suffix = if suffix == 1 { 1 } else { 0 };
        (count + suffix, behind[..count].parse().ok()?)
    } else {
        let len = behind.find(|c| !matches!(c, 'I' | 'V' | 'X')).unwrap_or(behind.len());
        if len == 0 && *style == Style::Division {
            // "PHỤ LỤC" over its title, or "Chương A".
            return None;
        }
        (len, roman_value(&behind[..len])?)
    };
    let marks = marks(&behind[len..], ".:-)/");
    let rest = behind[len + marks..].trim_start();
    let glued = !rest.is_empty() && rest.len() == behind.len() - len - marks;
    // "Điều 3 Luật này", "Chương 2 của": a mark, the end of the line or a large letter must follow.
    let fits = rest.is_empty() || marks > 0 && (!glued || opens_text(rest));
    let titled = *style == Style::Division && rest.starts_with(is_upper) && !glued;
    (fits || titled).then_some(Label {
        style: *style,
        value,
        parent: 0,
        len: at + len + marks,
        marked: marks > 0 || rest.is_empty(),
    })
}

/// The numbers that stand last in each style: what comes next must go on from them.
#[derive(Debug, Clone, Default)]
pub(super) struct Numbering {
    last: [u32; STYLES],
    last_parent: u32,
}

impl Numbering {
    /// Whether a label is the next of its style.
    pub fn expects(&self, label: &Label) -> bool {
        let last = self.last[label.style as usize];
        match label.style {
            Style::Dotted => {
                label.parent == self.last_parent && label.value == last + 1
                    || label.value == 1
                        && (label.parent == self.last[Style::Number as usize] || label.parent == last)
            }
            _ => label.value == last + 1 && last > 0,
        }
    }

    /// Whether a label can stand here: the next of its style or a first one.
    pub fn allows(&self, label: &Label) -> bool {
        label.value == 1 || self.expects(label)
    }

    /// The number of the last plain label.
    pub fn number(&self) -> u32 {
        self.last[Style::Number as usize]
    }

    pub fn take(&mut self, label: &Label) {
        self.last[label.style as usize] = label.value;
        match label.style {
            Style::Dotted => self.last_parent = label.parent,
            // A new section starts its points anew.
            Style::Roman | Style::Division | Style::Article | Style::Capital => {
                for style in [Style::Number, Style::Letter, Style::Bracket, Style::Dotted] {
                    self.last[style as usize] = 0;
                }
            }
            Style::Number => {
                self.last[Style::Letter as usize] = 0;
                self.last[Style::Bracket as usize] = 0;
            }
            Style::Letter | Style::Bracket => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_told_from_numbers() {
        let seen = |line: &str| parse(line).map(|label| (label.style, label.value, label.len));
        for (line, expected) in [
            ("I. MỤC ĐÍCH", Some((Style::Roman, 1, 2))),
            ("I-Tán thành những nội dung", Some((Style::Roman, 1, 2))),
            ("lV. TỔ CHỨC", Some((Style::Roman, 4, 3))),
            ("1. Mục đích", Some((Style::Number, 1, 2))),
            ("1 . Mục đích", Some((Style::Number, 1, 3))),
            ("1.Mục đích", Some((Style::Number, 1, 2))),
            ("2- Các cấp ủy", Some((Style::Number, 2, 2))),
            ("2 - Các cấp ủy", Some((Style::Number, 2, 3))),
            ("6 - 7%/năm", None),
            ("1.", Some((Style::Number, 1, 2))),
            ("2.10. Rà soát", Some((Style::Dotted, 10, 5))),
            ("1.1 Mục tiêu", Some((Style::Dotted, 1, 3))),
            ("đ) Xây dựng", Some((Style::Letter, 5, 3))),
            ("a/ Xây dựng", Some((Style::Letter, 1, 2))),
            ("đ/c Bí thư", None),
            ("(2) Bảo đảm", Some((Style::Bracket, 2, 3))),
            ("Điều 3. Giao", Some((Style::Article, 3, 10))),
            ("Điều 1.-", Some((Style::Article, 1, 11))),
            ("Chương II", Some((Style::Division, 2, 11))),
            ("Phần thứ nhất", Some((Style::Division, 1, 19))),
            ("14-NQ/HU ngày", None),
            ("6-7%/năm", None),
            ("2024. Từ đó", None),
            ("1.450 người", None),
            ("24/3/1994", None),
            ("V/v triển khai", None),
            ("Điều 3 Luật này", None),
            ("(2021 - 2025)", None),
            ("(UBND huyện)", None),
            ("1 người", None),
            ("T/M BAN", None),
        ] {
            assert_eq!(seen(line), expected, "{line}");
        }
    }

    #[test]
    fn divisions_are_those_of_the_rules() {
        let divisions = &crate::rules::Rules::embedded().divisions.rows;
        for phrase in divisions.iter().flat_map(|row| &row.phrases) {
            let capital: String =
                phrase.chars().take(1).flat_map(char::to_uppercase).chain(phrase.chars().skip(1)).collect();
            let number = if phrase.ends_with("thứ") { "hai" } else { "2" };
            for line in [format!("{capital} {number}"), format!("{capital} {number}").to_uppercase()] {
                assert_eq!(parse(&line).map(|label| label.value), Some(2), "{line}");
            }
        }
    }

    #[test]
    fn numbering_goes_on_or_starts_anew() {
        let mut numbering = Numbering::default();
        let label = |line: &str| parse(line).expect("a label");
        numbering.take(&label("2. Nâng cao"));
        assert!(numbering.expects(&label("3. Xây dựng")));
        assert!(numbering.expects(&label("2.1. Rà soát")));
        assert!(!numbering.expects(&label("5. Phần")));
        numbering.take(&label("2.1. Rà soát"));
        assert!(numbering.expects(&label("2.2. Kiểm tra")));
        assert!(numbering.allows(&label("1. Mục tiêu")));
    }
}
