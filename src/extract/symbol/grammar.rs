//! The grammar of number and symbol: "15/QĐ-BNV", "27-CT/TW", "80/2015/QH13".
//!
//! State and mass organisations write `NUMBER/[YEAR/]TYPE-BODY…` (NĐ 30/2020/NĐ-CP, Annex I, part II.3), letters
//! `NUMBER/BODY-UNIT`, the Party `NUMBER-TYPE/BODY` (Hướng dẫn 36-HD/VPTW); older forms mix the separators
//! ("999-TC/QĐ-CĐKT", "183/2010/TTLT/BTC-BNN", "62/2002/QĐ.UB").

use super::{SEPARATORS, Symbol};
use crate::document::{Shape, TokenKind, is_upper};
use crate::extract::line::Line;
use crate::rules::CitationPart;

/// The number that begins at a token. A number alone has no parts.
pub fn symbol(line: Line<'_>, at: usize) -> Option<Symbol> {
    let (mut text, mut end) = serial(line, at)?;
    // "298 KH/TWĐTN": a space for the mark behind the number.
    if line.is_word(end)
        && !line.glued(end)
        && line.is(end + 1, TokenKind::Slash)
        && line.glued(end + 1)
        && line.glued(end + 2)
        && line.is_word(end + 2)
        && is_type(line, line.word(end))
    {
        text.push_str(line.word(end));
        end += 1;
    }
    // How many parts there are, and where the first begins with its separator.
    let (mut count, mut first) = (0, 0);
    while let Some(separator) = separator(line, end) {
        let spaced = !line.glued(end) && !line.glued(end + 1);
        let next = end + 1;
        if count == 0 && text.len() <= 8 && separator == '/' && is_year(line, next) && !text.contains('/') {
            text.push('/');
            text.push_str(line.word(next));
            end = next + 1;
            continue;
        }
        let start = text.len();
        text.push(separator);
        let Some(mut behind) = part(line, next, &mut text) else {
            text.truncate(start);
            break;
        };
        if count == 0 {
            first = start;
            behind = body_behind(line, behind, start, &mut text).unwrap_or(behind);
        }
        if spaced
            && !(count == 0 && separator_follows(line, behind)
                || count == 1 && is_type(line, &text[first + 1..start]))
        {
            text.truncate(start);
            break;
        }
        count += 1;
        end = behind;
    }
    if count == 0 {
        return Some(Symbol::alone(text, end));
    }
    let last = text.rfind(SEPARATORS).map_or(0, |at| at + 1);
    if let Some(digits) = note_mark(&text, count, &text[last..]) {
        text.truncate(text.len() - digits);
    } else if count == 1
        && ASSEMBLIES.contains(&&text[last..])
        && let Some(term) = assembly_term(line, end)
    {
        // "43/2013/QH 13"
        text.push_str(term);
        end += 1;
    }
    Some(Symbol { text, end, symbol: first })
}

/// "30/TTr. SXD": puts the body behind a part that names a kind and ends with a period; gives its end. The part stands in
/// the text from `start` on, behind its separator.
fn body_behind(line: Line<'_>, at: usize, start: usize, text: &mut String) -> Option<usize> {
    let stopped = line.is(at, TokenKind::Period) && line.glued(at) && !line.glued(at + 1);
    if !stopped
        || !is_type(line, &text[start + 1..])
        || line.token(at + 1).is_none_or(|token| token.shape != Shape::Upper)
    {
        return None;
    }
    let kind = text.len();
    text.push('.');
    let end = part(line, at + 1, text)
        .filter(|&end| matches!(line.part(end), Some((CitationPart::Day | CitationPart::Of, _))));
    if end.is_none() {
        text.truncate(kind);
    }
    end
}

/// The National Assembly and its Standing Committee, whose symbol ends with the number of the term.
const ASSEMBLIES: [&str; 2] = ["QH", "UBTVQH"];

/// Terms of the National Assembly that may be met; the 15th ended in 2026.
const TERMS: std::ops::RangeInclusive<u16> = 1..=25;

/// Who issues so much that its symbol has no digits, unlike that of a unit ("C06").
const BODIES: [&str; 6] = ["CP", "TTg", "TW", "UBND", "HĐND", "CTN"];

fn assembly_term<'a>(line: Line<'a>, at: usize) -> Option<&'a str> {
    let term = line.is(at, TokenKind::Number).then(|| line.word(at))?;
    (term.parse().is_ok_and(|term| TERMS.contains(&term)) && !separator_follows(line, at + 1)).then_some(term)
}

/// How many digits at the end of a symbol are the mark of a footnote: "105/2025/NĐ-CP2", "42/2024/QH151".
///
/// With its year in the number a document is of a body, not of a unit that has a number for a name.
fn note_mark(text: &str, parts: usize, last: &str) -> Option<usize> {
    let letters = last.trim_end_matches(|c: char| c.is_ascii_digit());
    let digits = &last[letters.len()..];
    if ASSEMBLIES.contains(&letters) {
        let terms = (1..digits.len()).rev().filter(|&kept| {
            digits[..kept].parse().is_ok_and(|term| TERMS.contains(&term)) && !digits[kept..].starts_with('0')
        });
        let whole = digits.parse().is_ok_and(|term: u16| TERMS.contains(&term));
        return terms.filter(|_| !whole).map(|kept| digits.len() - kept).next();
    }
    let dated = text.split('/').nth(1).is_some_and(|year| year.len() == 4 && year.starts_with(['1', '2']));
    let body = BODIES.contains(&letters) || dated && letters.chars().count() > 2;
    (parts > 1 && body && (1..=2).contains(&digits.len())).then_some(digits.len())
}

/// A symbol whose number was left blank: "/KH-UBND" in "số     /KH-UBND", "số …/KH-UBND".
pub fn blank(line: Line<'_>, at: usize) -> Option<Symbol> {
    let mut at = at;
    while matches!(line.kind(at), Some(TokenKind::Ellipsis | TokenKind::Period)) || line.word(at) == "_" {
        at += 1;
    }
    let mut text = String::new();
    // "…/2021/NĐ-CP"
    if separator(line, at) == Some('/') && is_year(line, at + 1) {
        text.push('/');
        text.push_str(line.word(at + 1));
        at += 2;
    }
    let first = text.len();
    text.push(separator(line, at)?);
    let mut end = part(line, at + 1, &mut text)?;
    let mut count = 1;
    while let Some(separator) = separator(line, end)
        && (line.glued(end) || line.glued(end + 1))
    {
        let start = text.len();
        text.push(separator);
        let Some(behind) = part(line, end + 1, &mut text) else {
            text.truncate(start);
            break;
        };
        count += 1;
        end = behind;
    }
    (count > 1).then_some(Symbol { text, end, symbol: first })
}

/// Few numbers with their symbols have more bytes than this.
const LENGTH: usize = 24;

/// Digits, "66.25", "30a": the text and its end.
fn serial(line: Line<'_>, at: usize) -> Option<(String, usize)> {
    let digits = line.is(at, TokenKind::Number).then(|| line.word(at))?;
    let whole = digits.split('.').next().unwrap_or(digits);
    if digits.contains(',') || whole.len() > 6 {
        return None;
    }
    let mut text = String::with_capacity(LENGTH);
    text.push_str(digits);
    let mut end = at + 1;
    if line.glued(end) && line.is_word(end) && line.word(end).chars().nth(1).is_none() {
        text.push_str(line.word(end));
        end += 1;
    }
    Some((text, end))
}

fn separator(line: Line<'_>, at: usize) -> Option<char> {
    match line.kind(at)? {
        TokenKind::Slash => Some('/'),
        TokenKind::Dash => Some('-'),
        _ => None,
    }
}

fn separator_follows(line: Line<'_>, at: usize) -> bool {
    separator(line, at).is_some() && (line.glued(at) || line.glued(at + 1))
}

fn is_year(line: Line<'_>, at: usize) -> bool {
    line.is(at, TokenKind::Number)
        && matches!(line.word(at).as_bytes(), [b'1', b'9', _, _] | [b'2', b'0', _, _])
}

fn is_type(line: Line<'_>, part: &str) -> bool {
    !line.rules.kinds_of(part).is_empty()
}

/// One part of a symbol: an abbreviation, with "." or "&" and more of it glued on ("QĐ.UB", "BGD&ĐT"). Puts it behind the
/// text and gives its end.
fn part(line: Line<'_>, at: usize, text: &mut String) -> Option<usize> {
    if !is_abbreviation(line, at) {
        return None;
    }
    let mut end = at + 1;
    while line.glued(end)
        && line.glued(end + 1)
        && matches!(line.kind(end), Some(TokenKind::Period | TokenKind::Ampersand))
        && is_abbreviation(line, end + 1)
    {
        end += 2;
    }
    let letters = line.str(at..end).chars();
    text.extend(letters.map(|letter| if letter == 'Ð' { 'Đ' } else { letter }));
    Some(end)
}

/// Letters of the alphabet without tone marks, the first one large: "UBND", "TTg", "QĐi", "QH13".
pub(super) fn is_abbreviation(line: Line<'_>, at: usize) -> bool {
    let Some(token) = line.token(at).filter(|token| token.is_word()) else { return false };
    let word = line.word(at);
    let short = match token.shape {
        Shape::Upper | Shape::Mixed => true,
        Shape::Capital => word.chars().nth(3).is_none(),
        Shape::Lower => false,
    };
    short
        && word.starts_with(is_upper)
        && word
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, 'Đ' | 'đ' | 'Ð' | 'Ư' | 'ư' | 'Ơ' | 'ơ'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<(String, usize)> {
        Line::test(text, |line| symbol(line, 0).map(|symbol| (symbol.text.clone(), symbol.parts().count())))
    }

    #[test]
    fn numbers_of_all_systems() {
        for (text, number, parts) in [
            ("15/QĐ-BNV ngày", "15/QĐ-BNV", 2),
            ("47/2016/QĐ-UBND", "47/2016/QĐ-UBND", 2),
            ("2460/UBND-KGVX", "2460/UBND-KGVX", 2),
            ("27-CT/TW", "27-CT/TW", 2),
            ("05-QC/BTCTU-BDVTU", "05-QC/BTCTU-BDVTU", 3),
            ("80/2015/QH13", "80/2015/QH13", 1),
            ("66.25/2026/NQ-CP", "66.25/2026/NQ-CP", 2),
            ("30a/2008/NQ-CP", "30a/2008/NQ-CP", 2),
            ("654/C08-P2 của", "654/C08-P2", 2),
            ("36/2006/CT-TTg", "36/2006/CT-TTg", 2),
        ] {
            assert_eq!(read(text), Some((number.to_owned(), parts)), "{text}");
        }
    }

    #[test]
    fn older_forms() {
        for (text, number) in [
            ("15/CP", "15/CP"),
            ("518/TTg ngày", "518/TTg"),
            ("999-TC/QĐ-CĐKT", "999-TC/QĐ-CĐKT"),
            ("183/2010/TTLT/BTC-BNN,", "183/2010/TTLT/BTC-BNN"),
            ("123/2005/QĐ.UB", "123/2005/QĐ.UB"),
            ("44/2000/TTLT/BTC-BGD&ĐT-BLĐTB&XH ngày", "44/2000/TTLT/BTC-BGD&ĐT-BLĐTB&XH"),
            ("1536/NQ/TW", "1536/NQ/TW"),
        ] {
            assert_eq!(read(text).map(|found| found.0).as_deref(), Some(number), "{text}");
        }
    }

    #[test]
    fn spaces_and_other_dashes_are_taken_out() {
        for (text, number) in [
            ("256 /2004/QĐ-UB", "256/2004/QĐ-UB"),
            ("367 - QĐ/TWĐTN-VP", "367-QĐ/TWĐTN-VP"),
            ("146- KH/TU", "146-KH/TU"),
            ("37/2012/TTLT‑BLĐTBXH‑BYT", "37/2012/TTLT-BLĐTBXH-BYT"),
            ("256/2004/QĐ - UB", "256/2004/QĐ-UB"),
            ("39/2012/QH 13 ngày", "39/2012/QH13"),
            ("28/TTr. SNV ngày 02/3/2010", "28/TTr.SNV"),
        ] {
            assert_eq!(read(text).map(|found| found.0).as_deref(), Some(number), "{text}");
        }
    }

    #[test]
    fn marks_of_footnotes_are_no_part_of_the_number() {
        for (text, number) in [
            ("105/2021/NĐ-CP2 của", "105/2021/NĐ-CP"),
            ("42/2023/QH151 ngày", "42/2023/QH15"),
            ("42/2023/QH1512 ngày", "42/2023/QH15"),
            ("17/2024/TT-BXD14,", "17/2024/TT-BXD"),
            ("812/QĐ-TTg3,", "812/QĐ-TTg"),
            ("80/2015/QH13", "80/2015/QH13"),
            ("654/C08-P2 của", "654/C08-P2"),
            ("12/KH-PC07 của", "12/KH-PC07"),
        ] {
            assert_eq!(read(text).map(|found| found.0).as_deref(), Some(number), "{text}");
        }
    }

    #[test]
    fn what_follows_is_no_part_of_the_number() {
        for (text, number) in [
            ("12/QĐ-UBND - Kế hoạch", "12/QĐ-UBND"),
            ("12/SYT - UBND tỉnh", "12/SYT"),
            ("57 ngày", "57"),
            ("12/QĐ-UBND.", "12/QĐ-UBND"),
        ] {
            assert_eq!(read(text).map(|found| found.0).as_deref(), Some(number), "{text}");
        }
        assert_eq!(read("1.450.000 đồng"), Some(("1.450.000".to_owned(), 0)));
        assert_eq!(read("QĐ-UBND"), None);
    }

    #[test]
    fn a_blank_number_keeps_its_symbol() {
        for text in ["/KH-UBND ngày", "…/KH-UBND", "....../KH-UBND"] {
            let blank = Line::test(text, |line| blank(line, 0).map(|symbol| symbol.text));
            assert_eq!(blank.as_deref(), Some("/KH-UBND"), "{text}");
        }
    }
}
