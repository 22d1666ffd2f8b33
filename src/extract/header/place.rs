//! Place and date of issue.

use super::Reader;
use crate::diagnostic::{Diagnostic, Message};
use crate::document::{PartialDate, Placed, TokenKind, Zone};
use crate::extract::dates::{Date, date};
use crate::extract::line::Line;
use crate::extract::symbol::symbol;
use crate::rules::CitationPart;

impl Reader<'_> {
    /// "Bình Lâm, ngày 05 tháng 02 năm 2024"
    pub(super) fn place_and_date(
        &self,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> (Option<Placed<String>>, Option<Placed<PartialDate>>) {
        let printed = self.of(Zone::Letterhead).map(|block| (block, usize::MAX));
        // "Chỉ thị về việc thực hiện văn bản số 12/TTg ngày …": a date behind the subject is of another document.
        let kinds = self.of(Zone::Kind).map(|block| {
            let range = self.range(block);
            (block, self.subject(range.clone()).map_or(usize::MAX, |subject| subject - range.start))
        });
        let printed = printed.chain(kinds);
        // "CỦA THỦ TƯỚNG CHÍNH PHỦ SỐ 16/CT-TTG NGÀY … VỀ VIỆC …": dates of the subject are others.
        let titled = self.of(Zone::Title).filter_map(|block| {
            let range = self.range(block);
            let subject = self.is_of_body(range.start).then(|| self.subject(range.clone())).flatten()?;
            Some((block, subject - range.start))
        });
        let mut dates = printed.chain(titled).filter_map(|(block, limit)| {
            let line = Line::of_block(self.context, block);
            let (at, found) = (0..line.len().min(limit))
                .filter(|&at| line.skip(at, CitationPart::Day).is_some())
                .find_map(|at| Some((at, date(line, at).or_else(|| glued_date(line, at))?)))?;
            let span = line.span(at..found.end);
            (found.value != PartialDate::default()).then(|| (self.place(line, at), found, span))
        });
        // The line of a gazette or a stamp has a date too, but no place.
        let first = dates.next();
        let best = match first {
            Some((None, ..)) => dates.find(|(place, ..)| place.is_some()).or(first),
            _ => first,
        };
        let Some((place, found, span)) = best else { return (None, None) };
        if found.impossible {
            let printed = self.context.layout.str(span);
            let message = Message::new(
                format!("ngày ban hành không có trong lịch: \"{printed}\""),
                format!("the date of issue does not exist: \"{printed}\""),
            );
            let at = self.context.layout.original(span);
            diagnostics.push(Diagnostic::warning("impossible-date", message).at(at));
        }
        (place, Some(Placed::at(found.value, span)))
    }

    /// What stands before "ngày", behind a number on the same line.
    fn place(&self, line: Line<'_>, day: usize) -> Option<Placed<String>> {
        let mut end = day;
        while end > 0 && !line.is_word(end - 1) && !line.is(end - 1, TokenKind::Number) {
            end -= 1;
        }
        let mut start = 0;
        if let Some(found) = (0..end).rev().filter_map(|at| symbol(line, at)).find(|found| found.has_parts())
        {
            start = found.end;
        }
        while start < end && !line.is_word(start) {
            start += 1;
        }
        let words = (start..end).filter(|&at| line.is_word(at)).count();
        let named = line.token(start).is_some_and(|token| token.is_capitalized());
        let marked = (start..end).any(|at| line.is(at, TokenKind::Slash) || line.is(at, TokenKind::Plus));
        (named && !marked && (1..=8).contains(&words)).then(|| {
            let span = line.span(start..end);
            Placed::at(self.context.layout.str(span).to_owned(), span)
        })
    }
}

/// "ngày 19 tháng02 năm2025": numbers glued to the words before them.
fn glued_date(line: Line<'_>, at: usize) -> Option<Date> {
    let mut numbers = Vec::new();
    let mut end = at;
    while end < line.len().min(at + 8) && numbers.len() < 3 {
        let digits = line.word(end).trim_start_matches(|letter: char| !letter.is_ascii_digit());
        if !digits.is_empty() {
            numbers.push(digits.parse::<u16>().ok()?);
        }
        end += 1;
    }
    let (&[day, month, year], true) = (numbers.as_slice(), line.word(at).chars().any(char::is_alphabetic))
    else {
        return None;
    };
    let value =
        PartialDate { year: Some(year), month: u8::try_from(month).ok(), day: u8::try_from(day).ok() };
    value.iso().is_some().then_some(Date { value, end, impossible: false })
}
