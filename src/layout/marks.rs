//! Marks of footnotes: raised, in brackets, or glued to words and years.

use super::cues::Cues;
use crate::document::{is_letter, is_lower, is_upper};
use crate::rules::Effect;
use crate::source::Fragment;
use crate::text::bytes::{next_of, next_pair};
use memchr::memchr_iter;
use rustc_hash::FxHashSet;
use std::ops::Range;

/// How a mark is written: the texts of notes and their marks in the running text agree in this.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// "1 Thu ngân sách", referred to by a digit glued to a word or a year, or raised.
    Plain,
    /// "[1] Thu ngân sách".
    Square,
    /// "(1) Thu ngân sách", referred to by "(1)" glued to a word.
    Round,
}

/// A mark in the running text.
#[derive(Debug, Clone)]
pub(super) struct Mark {
    pub range: Range<usize>,
    pub number: u32,
    pub raised: bool,
    /// It may as well be a number of the text: "GDP1", "rất cao 6."
    pub doubtful: bool,
}

pub(super) fn weigh(text: &str, marks: &mut Vec<Mark>, cues: Cues) {
    marks.retain_mut(|mark| {
        let mut start = mark.range.start.saturating_sub(60);
        while !text.is_char_boundary(start) {
            start += 1;
        }
        let before = &text[start..mark.range.start];
        let line = &before[before.rfind('\n').map_or(0, |at| at + 1)..];
        let governed = !mark.raised && cues.ends_with(line, Effect::Governor);
        let keeps = !governed || !mark.doubtful;
        mark.doubtful |= governed && line.ends_with(is_letter);
        keeps
    });
}

pub(super) fn raised_marks(text: &str, fragments: &[Fragment]) -> Vec<Range<usize>> {
    let mut marks: Vec<Range<usize>> = fragments
        .iter()
        .filter(|fragment| fragment.style.superscript)
        .map(|fragment| fragment.start as usize..fragment.end as usize)
        .filter(|range| raised_number(text.get(range.clone()).unwrap_or("")).is_some())
        .collect();
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(start) = next_pair(bytes, at, may_be_raised) {
        let raised = text[start..].chars().take_while(|c| raised_digit(*c).is_some());
        let end = start + raised.map(char::len_utf8).sum::<usize>();
        if end > start {
            marks.push(start..end);
        }
        at = end.max(start + 2);
    }
    marks.sort_by_key(|range| range.start);
    marks
}

/// Whether a raised digit may begin with these bytes: U+00B2, U+00B3, U+00B9 and U+2070-2079 do.
fn may_be_raised(first: u8, second: u8) -> bool {
    let one_to_three = (second == 0xB2) | (second == 0xB3) | (second == 0xB9);
    (first == 0xE2) & (second == 0x81) | (first == 0xC2) & one_to_three
}

fn raised_digit(letter: char) -> Option<u32> {
    match letter {
        '¹' => Some(1),
        '²' => Some(2),
        '³' => Some(3),
        '⁰' => Some(0),
        '⁴'..='⁹' => Some(letter as u32 - '⁴' as u32 + 4),
        _ => None,
    }
}

pub(super) fn raised_number(mark: &str) -> Option<u32> {
    let inner = mark.trim().trim_matches(['[', ']', '(', ')']);
    if inner.is_empty() || inner.chars().count() > 3 {
        return None;
    }
    inner.chars().try_fold(0, |number, c| Some(number * 10 + c.to_digit(10).or_else(|| raised_digit(c))?))
}

pub(super) fn enclosed(line: &str) -> Option<(u32, usize)> {
    let digits = line.bytes().skip(1).take_while(u8::is_ascii_digit).count();
    let close = if line.starts_with('[') { ']' } else { ')' };
    (1..=3).contains(&digits).then_some(())?;
    line[1 + digits..].starts_with(close).then_some(())?;
    Some((line[1..1 + digits].parse().ok()?, digits + 2))
}

/// The marks of one form in a text whose notes have some of these numbers.
pub(super) fn marks(text: &str, form: Form, raised: &[Range<usize>], numbers: &FxHashSet<u32>) -> Vec<Mark> {
    let mut marks = Vec::new();
    match form {
        Form::Plain => {
            glued_marks(text, numbers, &mut marks);
            for range in raised {
                let number = raised_number(&text[range.clone()]).unwrap_or(0);
                if numbers.contains(&number) && !is_power(&text[..range.start], number) {
                    marks.push(Mark { range: range.clone(), number, raised: true, doubtful: false });
                }
            }
            marks.sort_by_key(|mark| mark.range.start);
        }
        Form::Square | Form::Round => {
            let open = if form == Form::Square { b'[' } else { b'(' };
            for at in memchr_iter(open, text.as_bytes()) {
                let Some((number, len)) = enclosed(&text[at..]) else { continue };
                if !numbers.contains(&number) {
                    continue;
                }
                let before = text[..at].chars().next_back();
                let glued = before.is_some_and(|c| !c.is_whitespace());
                if glued || form == Form::Square {
                    // A mark that stands apart takes the space before it along.
                    let space = usize::from(form == Form::Square && text[..at].ends_with(' '));
                    marks.push(Mark { range: at - space..at + len, number, raised: false, doubtful: false });
                }
            }
        }
    }
    marks
}

fn glued_marks(text: &str, numbers: &FxHashSet<u32>, marks: &mut Vec<Mark>) {
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(start) = next_of(bytes, at, |byte| byte.is_ascii_digit()) {
        let end = start + bytes[start..].iter().take_while(|b| b.is_ascii_digit()).count();
        at = end;
        // A mark has three digits at most, behind a year or not.
        let number = match end - start {
            1..=3 => number(&bytes[start..end]),
            5..=7 => number(&bytes[start + 4..end]),
            _ => continue,
        };
        if !numbers.contains(&number) {
            continue;
        }
        let found = glued_mark(text, start..end).map(|range| (range, false));
        let found = found.or_else(|| doubtful_mark(text, start..end).map(|range| (range, true)));
        if let Some((range, doubtful)) = found {
            marks.push(Mark { range, number, raised: false, doubtful });
        }
    }
}

/// The value of a few digits.
fn number(digits: &[u8]) -> u32 {
    digits.iter().fold(0, |number, digit| number * 10 + u32::from(digit - b'0'))
}

fn glued_mark(text: &str, digits: Range<usize>) -> Option<Range<usize>> {
    let before = text[..digits.start].chars().next_back()?;
    let behind = text[digits.end..].chars().next();
    if behind.is_some_and(|c| c.is_alphanumeric() || matches!(c, '%' | '/' | '-' | '–' | '_')) {
        return None;
    }
    // "1,5", "14.000", "đạt3 8,5%": the digits go on behind the mark.
    let second = text[digits.end..].chars().nth(1);
    if matches!(behind, Some('.' | ',' | ' ')) && second.is_some_and(|c| c.is_ascii_digit()) {
        return None;
    }
    let len = digits.len();
    if (5..=7).contains(&len) && matches!(before, ' ' | '/' | '-' | '\n' | '(') {
        let year: u32 = text[digits.start..digits.start + 4].parse().ok()?;
        let mark = digits.start + 4..digits.end;
        return ((1945..=2099).contains(&year) && !text[mark.clone()].starts_with('0')).then_some(mark);
    }
    if len > 3 || text[digits.clone()].starts_with('0') {
        return None;
    }
    let number: u32 = text[digits.clone()].parse().ok()?;
    let glued = match before {
        '”' | '"' | '’' | '»' | ')' | '%' | '…' => true,
        // "quy định.5 Tiếp tục": a mark behind the full stop.
        '.' | ',' | ';' => {
            let word = text[..digits.start - 1].chars().next_back();
            word.is_some_and(is_letter) && behind.is_none_or(char::is_whitespace)
        }
        _ => is_lower(before) && !is_power(&text[..digits.start], number),
    };
    glued.then_some(digits)
}

fn doubtful_mark(text: &str, digits: Range<usize>) -> Option<Range<usize>> {
    let behind = text[digits.end..].chars().next();
    if digits.len() > 3 || text[digits.clone()].starts_with('0') {
        return None;
    }
    let mut back = text[..digits.start].chars().rev();
    let (before, second) = (back.next()?, back.next()?);
    let closed = behind.is_none_or(|c| matches!(c, '.' | ',' | ';' | ':' | ')' | '\n' | '\r'));
    // "đạt 3, 2%": a number that a converter broke.
    let number_goes_on =
        text[digits.end..].trim_start_matches(['.', ',', ' ']).starts_with(|c: char| c.is_ascii_digit());
    let apart = before == ' ' && (is_lower(second) || matches!(second, '”' | ')' | '%'));
    if apart && closed && !number_goes_on {
        return Some(digits.start - 1..digits.end);
    }
    let glued =
        is_upper(before) && is_upper(second) && behind.is_none_or(|c| !c.is_alphanumeric() && c != '/');
    glued.then_some(digits)
}

fn is_power(before: &str, number: u32) -> bool {
    let start = before
        .rfind(|c: char| !is_letter(c))
        .map_or(0, |at| at + before[at..].chars().next().map_or(1, char::len_utf8));
    (2..=3).contains(&number)
        && matches!(&before[start..], "m" | "km" | "cm" | "dm" | "mm" | "hm" | "Nm" | "Km")
}
