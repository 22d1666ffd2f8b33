//! The grammar of number and symbol (số, ký hiệu): "15/QĐ-BNV", "34-CT/TW", "80/2015/QH13".
//!
//! State and mass organisations write `NUMBER/[YEAR/]TYPE-BODY…` (NĐ 30/2020/NĐ-CP, Annex I, part II.3), letters
//! `NUMBER/BODY-UNIT`, the Party `NUMBER-TYPE/BODY` (Hướng dẫn 36-HD/VPTW); older forms mix the separators
//! ("999-TC/QĐ-CĐKT", "183/2010/TTLT/BTC-BNN", "62/2002/QĐ.UB").

use super::line::Line;
use crate::document::{Shape, TokenKind};
use crate::rules::Rules;

/// A number with its symbol, or a number alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Symbol {
    /// Spaces and line breaks removed, all dashes "-".
    pub text: String,
    /// Behind the last token.
    pub end: usize,
    /// What is not the serial number or the year: "QĐ", "BNV".
    pub parts: Vec<String>,
}

impl Symbol {
    /// The rows of the kinds that the symbol may stand for; empty where it names none, as in letters.
    pub fn kinds(&self, rules: &Rules) -> Vec<u16> {
        let Some(part) = self.parts.first() else { return Vec::new() };
        let head = part.split(['.', '&']).next().unwrap_or(part);
        let rows = rules.kinds.rows.iter().enumerate();
        rows.filter(|(_, row)| row.fields.code == head || row.fields.symbols.iter().any(|s| s == head))
            .map(|(index, _)| index as u16)
            .collect()
    }
}

/// The number that begins at a token. A number alone has no `parts`.
pub(super) fn symbol(line: Line<'_>, at: usize) -> Option<Symbol> {
    let (mut text, mut end) = serial(line, at)?;
    let mut parts: Vec<String> = Vec::new();
    while let Some(separator) = separator(line, end) {
        let spaced = !line.glued(end) && !line.glued(end + 1);
        let next = end + 1;
        if parts.is_empty()
            && text.len() <= 8
            && separator == '/'
            && is_year(line, next)
            && !text.contains('/')
        {
            text.push('/');
            text.push_str(line.word(next));
            end = next + 1;
            continue;
        }
        let Some((part, behind)) = part(line, next) else { break };
        if spaced
            && !(parts.is_empty() && separator_follows(line, behind)
                || parts.len() == 1 && is_type(line, &parts[0]))
        {
            break;
        }
        text.push(separator);
        text.push_str(&part);
        parts.push(part);
        end = behind;
    }
    Some(Symbol { text, end, parts })
}

/// A symbol whose number was left blank: "/KH-UBND" in "số     /KH-UBND", "số …/KH-UBND".
pub(super) fn blank(line: Line<'_>, at: usize) -> Option<Symbol> {
    let mut at = at;
    while matches!(line.kind(at), Some(TokenKind::Ellipsis | TokenKind::Period)) || line.word(at) == "_" {
        at += 1;
    }
    let separator = separator(line, at)?;
    let (first, mut end) = part(line, at + 1)?;
    let mut text = format!("{separator}{first}");
    let mut parts = vec![first];
    while let Some(separator) = self::separator(line, end)
        && (line.glued(end) || line.glued(end + 1))
        && let Some((part, behind)) = part(line, end + 1)
    {
        text.push(separator);
        text.push_str(&part);
        parts.push(part);
        end = behind;
    }
    (parts.len() > 1).then_some(Symbol { text, end, parts })
}

/// Digits, "66.25", "30a": the text and its end.
fn serial(line: Line<'_>, at: usize) -> Option<(String, usize)> {
    let digits = line.is(at, TokenKind::Number).then(|| line.word(at))?;
    let whole = digits.split('.').next().unwrap_or(digits);
    if digits.contains(',') || whole.len() > 6 {
        return None;
    }
    let mut text = digits.to_owned();
    let mut end = at + 1;
    if line.glued(end) && line.is_word(end) && line.word(end).chars().count() == 1 {
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
    line.rules
        .kinds
        .rows
        .iter()
        .any(|row| row.fields.code == part || row.fields.symbols.iter().any(|s| s == part))
}

/// One part of a symbol: an abbreviation, with "." or "&" and more of it glued on ("QĐ.UB", "BGD&ĐT").
fn part(line: Line<'_>, at: usize) -> Option<(String, usize)> {
    if !is_abbreviation(line, at) {
        return None;
    }
    let mut text = line.word(at).to_owned();
    let mut end = at + 1;
    while line.glued(end)
        && line.glued(end + 1)
        && (line.is(end, TokenKind::Period) || line.word(end) == "&")
        && is_abbreviation(line, end + 1)
    {
        text.push_str(line.word(end));
        text.push_str(line.word(end + 1));
        end += 2;
    }
    Some((text.replace('Ð', "Đ"), end))
}

/// Letters of the alphabet without tone marks, the first one large: "UBND", "TTg", "QĐi", "QH13".
fn is_abbreviation(line: Line<'_>, at: usize) -> bool {
    let Some(token) = line.token(at).filter(|token| token.is_word()) else { return false };
    let word = line.word(at);
    let short = match token.shape {
        Shape::Upper | Shape::Mixed => true,
        Shape::Capital => word.chars().count() <= 3,
        Shape::Lower => false,
    };
    short
        && word.chars().next().is_some_and(char::is_uppercase)
        && word
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, 'Đ' | 'đ' | 'Ð' | 'Ư' | 'ư' | 'Ơ' | 'ơ'))
}

/// The number of a standard: "102:2016/BTTTT", "01-1:2018/BYT", "ISO 9001:2015".
pub(super) fn standard(line: Line<'_>, at: usize) -> Option<(String, usize)> {
    let mut text = String::new();
    let mut end = at;
    if line.is_word(end) && is_abbreviation(line, end) {
        text.push_str(line.word(end));
        text.push(' ');
        end += 1;
    }
    let first = line.is(end, TokenKind::Number).then(|| line.word(end))?;
    text.push_str(first);
    end += 1;
    while let Some(mark) = line.kind(end)
        && let Some(next) = line.kind(end + 1)
    {
        let goes_on = match mark {
            TokenKind::Colon | TokenKind::Dash => next == TokenKind::Number,
            TokenKind::Slash => next == TokenKind::Word && is_abbreviation(line, end + 1),
            _ => false,
        };
        if !goes_on || !(line.glued(end) || line.glued(end + 1)) {
            break;
        }
        text.push_str(line.word(end));
        text.push_str(line.word(end + 1));
        end += 2;
    }
    text.contains(':').then_some((text, end))
}
