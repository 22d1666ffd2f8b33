//! The forms of a date: "ngày 07 tháng 4 năm 2014", "07/4/2014", "28.2.2024", "tháng 12 năm 2023", "năm 2022".

use super::line::Line;
use crate::document::{PartialDate, TokenKind};
use crate::rules::CitationPart;

/// A date as it was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Date {
    pub value: PartialDate,
    /// Behind the last token.
    pub end: usize,
    /// Day, month and year are there and name no day of the calendar; `value` holds the year alone.
    pub impossible: bool,
}

/// The date that begins at a token with "ngày", "tháng", "năm", or with the day.
pub(super) fn date(line: Line<'_>, at: usize) -> Option<Date> {
    match line.part(at) {
        Some((CitationPart::Day, end)) => of_day(line, end),
        Some((CitationPart::Month, end)) => {
            let (month, behind) = number(line, end)?;
            let (year, behind) = year(line, behind)?;
            let month = u8::try_from(month).ok().filter(|month| (1..=12).contains(month))?;
            Some(Date {
                value: PartialDate { year: Some(year), month: Some(month), day: None },
                end: behind,
                impossible: false,
            })
        }
        Some((CitationPart::Year, _)) => {
            let (year, end) = year(line, at)?;
            Some(Date {
                value: PartialDate { year: Some(year), ..PartialDate::default() },
                end,
                impossible: false,
            })
        }
        _ => None,
    }
}

/// A whole date in figures without "ngày": "19/6/2015".
pub(super) fn bare_date(line: Line<'_>, at: usize) -> Option<Date> {
    let part = |at| line.is(at, TokenKind::Number) && line.word(at).len() <= 2;
    let whole = part(at)
        && line.is(at + 1, TokenKind::Slash)
        && part(at + 2)
        && line.is(at + 3, TokenKind::Slash)
        && line.is(at + 4, TokenKind::Number)
        && line.word(at + 4).len() == 4
        && (at + 1..at + 5).all(|at| line.glued(at));
    whole.then(|| of_day(line, at)).flatten().filter(|date| !date.impossible)
}

/// Behind "ngày": in figures, in words, or with parts left blank.
fn of_day(line: Line<'_>, at: usize) -> Option<Date> {
    let word = line.word(at);
    if line.is(at, TokenKind::Number) && word.matches('.').count() == 2 {
        let mut parts = word.split('.').map(|part| part.parse::<u16>().ok());
        return checked(parts.next()??, parts.next()??, parts.next()??, at + 1);
    }
    let day = number(line, at);
    // "ngày …/…/2024"
    let blanks = skip_blanks(line, at);
    if day.is_none()
        && blanks > at
        && let Some((year, end)) = number(line, blanks).filter(|(year, _)| (1900..2100).contains(year))
    {
        let value = PartialDate { year: Some(year), ..PartialDate::default() };
        return Some(Date { value, end, impossible: false });
    }
    let mut end = day.map_or_else(|| skip_blanks(line, at), |(_, end)| end);
    if let Some((day, _)) = day
        && separates(line, end)
    {
        let (month, behind) = number(line, end + 1)?;
        if separates(line, behind)
            && let Some((year, behind)) = number(line, behind + 1)
            && !(100..1900).contains(&year)
        {
            return checked(day, month, year, behind);
        }
        let year = year(line, behind);
        let end = year.map_or(behind, |(_, end)| end);
        return match year {
            Some((year, end)) => checked(day, month, year, end),
            None => Some(Date { value: partial(None, Some(month), Some(day))?, end, impossible: false }),
        };
    }
    end = line.skip(end, CitationPart::Month)?;
    let month = number(line, end);
    end = month.map_or_else(|| skip_blanks(line, end), |(_, end)| end);
    let Some((year, behind)) = year(line, end) else {
        let value = partial(None, month.map(|(month, _)| month), day.map(|(day, _)| day))?;
        return Some(Date { value, end, impossible: false });
    };
    match (day, month) {
        (Some((day, _)), Some((month, _))) => checked(day, month, year, behind),
        _ => {
            let value = partial(Some(year), month.map(|(month, _)| month), day.map(|(day, _)| day))?;
            Some(Date { value, end: behind, impossible: false })
        }
    }
}

/// "/", "-" or "." between the parts of a date in figures.
fn separates(line: Line<'_>, at: usize) -> bool {
    matches!(line.kind(at), Some(TokenKind::Slash | TokenKind::Dash | TokenKind::Period))
        && line.is(at + 1, TokenKind::Number)
}

fn skip_blanks(line: Line<'_>, mut at: usize) -> usize {
    while matches!(line.kind(at), Some(TokenKind::Ellipsis | TokenKind::Period | TokenKind::Slash))
        || line.word(at) == "_"
    {
        at += 1;
    }
    at
}

fn number(line: Line<'_>, at: usize) -> Option<(u16, usize)> {
    let value = line.is(at, TokenKind::Number).then(|| line.word(at).parse().ok())??;
    Some((value, at + 1))
}

/// "năm 2014", also "tháng 2014" (a misprint) and ", 2014".
fn year(line: Line<'_>, at: usize) -> Option<(u16, usize)> {
    let behind = match line.part(at) {
        Some((CitationPart::Year | CitationPart::Month, end)) => end,
        _ => return None,
    };
    number(line, behind).filter(|(year, _)| (1900..2100).contains(year))
}

fn partial(year: Option<u16>, month: Option<u16>, day: Option<u16>) -> Option<PartialDate> {
    let month = month.map(|month| u8::try_from(month).ok().filter(|month| (1..=12).contains(month)));
    let day = day.map(|day| u8::try_from(day).ok().filter(|day| (1..=31).contains(day)));
    Some(PartialDate { year, month: month.unwrap_or_default(), day: day.unwrap_or_default() })
}

/// A year of two figures is of the 20th century from 45 on: before there was no State that could have issued anything.
fn checked(day: u16, month: u16, year: u16, end: usize) -> Option<Date> {
    let year = match year {
        45..100 => year + 1900,
        0..45 => year + 2000,
        _ => year,
    };
    if !(1900..2100).contains(&year) {
        return None;
    }
    let value =
        PartialDate { year: Some(year), month: u8::try_from(month).ok(), day: u8::try_from(day).ok() };
    let impossible = value.iso().is_none();
    let value = if impossible { PartialDate { year: Some(year), ..PartialDate::default() } } else { value };
    Some(Date { value, end, impossible })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde::Deserialize;

    #[derive(Deserialize)]
    struct File {
        date: Vec<Case>,
    }

    #[derive(Deserialize)]
    struct Case {
        text: String,
        iso: Option<String>,
        #[serde(default)]
        null: bool,
    }

    #[test]
    fn every_case_of_dates() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/cases/values.toml");
        let file: File = toml::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
        let mut failures = Vec::new();
        for case in file.date {
            let found = Line::test(&case.text, |line| (0..line.len()).find_map(|at| date(line, at)));
            let iso = found.and_then(|date| date.value.iso());
            let wanted = case.iso.filter(|_| !case.null);
            if iso != wanted {
                failures.push(format!("{}: {iso:?}", case.text));
            }
        }
        assert!(failures.is_empty(), "{}", failures.join("\n"));
    }

    #[test]
    fn parts_left_blank_stay_open() {
        for (text, year, month, day) in [
            ("ngày … tháng 02 năm 2024", Some(2024), Some(2), None),
            ("ngày tháng năm 2024", Some(2024), None, None),
            ("tháng 12 năm 2023", Some(2023), Some(12), None),
            ("năm 2022", Some(2022), None, None),
            ("ngày …/…/2024", Some(2024), None, None),
            ("ngày 22/12", None, Some(12), Some(22)),
        ] {
            let found = Line::test(text, |line| date(line, 0).map(|date| date.value));
            assert_eq!(found, Some(PartialDate { year, month, day }), "{text}");
        }
    }

    #[test]
    fn an_impossible_date_keeps_its_year_alone() {
        for text in ["ngày 31 tháng 6 năm 2023", "ngày 21/21/2023", "ngày 30.02.2024"] {
            let found = Line::test(text, |line| date(line, 0)).unwrap();
            assert!(found.impossible && found.value.year.is_some() && found.value.day.is_none(), "{text}");
        }
    }

    #[test]
    fn two_figures_of_a_year() {
        let year = |text: &str| Line::test(text, |line| date(line, 0).and_then(|date| date.value.year));
        assert_eq!(year("ngày 15/5/97"), Some(1997));
        assert_eq!(year("ngày 15/5/08"), Some(2008));
        assert_eq!(year("ngày 15/5/24"), Some(2024));
    }
}
