//! The time by which a task is to be done (thời hạn), among the words that tell the task.

use super::record::text;
use crate::document::{PartialDate, TokenKind};
use crate::extract::bodies::Passage;
use crate::rules::{TailKind, TimeSense};
use std::ops::Range;

/// The longest words in front of a time that say what happens then, in tokens.
const HAPPENS: usize = 6;

/// The first time in a task by which it is to be done, as written: not the beginning of a period, not the time of what
/// merely happens ("có hiệu lực từ ngày …"), and none that was over when the document was issued.
pub fn deadline(passage: &Passage<'_>, task: Range<usize>, issued: Option<PartialDate>) -> Option<String> {
    let mut at = task.start;
    while at < task.end {
        let Some((sense, len)) = opening(passage, at) else {
            at += 1;
            continue;
        };
        let (mut end, mut dated) = time_end(passage, at + len, task.end);
        if sense == TimeSense::From {
            // "từ ngày 01/6/2024 đến ngày 15/6/2024"
            let until = Some(end).filter(|_| dated).and_then(|end| Some((end, opening(passage, end)?)));
            (end, dated) = match until {
                Some((behind, (TimeSense::Open, len))) => time_end(passage, behind + len, task.end),
                _ => (end, false),
            };
        }
        if dated && !happens(passage, task.start..at) && !is_over(passage, at..end, issued) {
            return Some(text(passage, at..end));
        }
        at = end.max(at + len);
    }
    None
}

/// The words that open a time.
fn opening(passage: &Passage<'_>, at: usize) -> Option<(TimeSense, usize)> {
    passage.timed(at).filter(|(sense, _)| matches!(sense, TimeSense::Open | TimeSense::From))
}

/// The length of the calendar words inside a time, 0 for none.
fn calendar(passage: &Passage<'_>, at: usize) -> usize {
    passage.timed(at).map_or(0, |(sense, len)| if sense == TimeSense::Inside { len } else { 0 })
}

/// Whether the words before a time say what happens then.
fn happens(passage: &Passage<'_>, before: Range<usize>) -> bool {
    let first = before.start.max(before.end.saturating_sub(HAPPENS));
    (first..before.end).any(|at| {
        passage.timed(at).is_some_and(|(sense, len)| sense == TimeSense::Happens && at + len == before.end)
    })
}

/// Whether a time was over when the document was issued: its year, or its month more than a month before, since plans are
/// signed late.
fn is_over(passage: &Passage<'_>, time: Range<usize>, issued: Option<PartialDate>) -> bool {
    let Some((year, month)) = issued.and_then(|date| Some((date.year?, date.month))) else { return false };
    let numbers = time.clone().filter(|&at| passage.kind(at) == Some(TokenKind::Number));
    let numbers: Vec<u16> = numbers.filter_map(|at| passage.str(at..at + 1).parse().ok()).collect();
    let Some(last) = numbers.iter().rposition(|number| (1900..=2100).contains(number)) else { return false };
    // A yearly time goes on, and a second number behind the year is another time.
    if last + 1 < numbers.len() {
        return false;
    }
    match (numbers[..last].last().copied(), month) {
        // A small number alone may be that of a quarter.
        (Some(ends @ 1..=12), Some(month)) => {
            let ends = if last == 1 && ends <= 4 { ends * 3 } else { ends };
            let months = |year: u16, month: u16| u32::from(year) * 12 + u32::from(month);
            months(numbers[last], ends) + 1 < months(year, month.into())
        }
        _ => numbers[last] < year,
    }
}

/// The end of the numbers and calendar words from `at` on, and whether there is a number or a numeral among them.
fn time_end(passage: &Passage<'_>, at: usize, end: usize) -> (usize, bool) {
    let (mut at, mut behind, mut dated) = (at, at, false);
    while at < end {
        let inside = calendar(passage, at);
        let numeral = passage.token(at).is_some_and(|token| {
            passage.context.layout.str(token.span()).bytes().all(|letter| matches!(letter, b'I' | b'V'))
        });
        match passage.kind(at) {
            Some(TokenKind::Number) => dated = true,
            Some(TokenKind::Slash | TokenKind::Dash) if dated => {}
            // "ngày 15 và ngày 30 hằng tháng"
            Some(TokenKind::Word)
                if dated
                    && matches!(passage.tail(at), Some((TailKind::And, 1)))
                    && calendar(passage, at + 1) > 0 => {}
            Some(TokenKind::Word) if numeral => dated = true,
            Some(TokenKind::Word) if inside > 0 => {
                at += inside - 1;
            }
            // "17h00"
            Some(TokenKind::Word) if dated && passage.token(at).is_some_and(|token| token.glued) => {}
            _ => break,
        }
        at += 1;
        let joins = matches!(passage.kind(at - 1), Some(TokenKind::Slash | TokenKind::Dash))
            || matches!(passage.tail(at - 1), Some((TailKind::And, 1)));
        if !joins {
            behind = at;
        }
    }
    (behind, dated)
}
