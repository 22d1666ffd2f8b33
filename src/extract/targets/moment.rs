//! Points in time and baselines among the words of a sentence.

use super::unit::unit_at;
use super::view::View;
use crate::document::{Deadline, TokenKind};
use crate::rules::{DeadlineKind, LinkKind, OrdinalKind, UnitKind};
use std::ops::Range;

/// "đến cuối năm 2024", "giai đoạn 2021 - 2025".
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moment {
    pub tokens: Range<usize>,
    pub kind: DeadlineKind,
    /// The last year it names.
    pub year: Option<u16>,
}

impl Moment {
    pub fn deadline(&self, view: &View<'_>, inherited: bool) -> Deadline {
        Deadline { text: view.text(self.tokens.clone()).to_owned(), year: self.year, inherited }
    }

    /// A deadline wherever it stands in a statement.
    pub fn is_firm(&self) -> bool {
        matches!(self.kind, DeadlineKind::Until | DeadlineKind::Whole)
    }
}

/// All points in time in a range that can be deadlines, in order.
pub fn moments(view: &View<'_>, range: Range<usize>) -> Vec<Moment> {
    let mut found: Vec<Moment> = Vec::new();
    for (cue, kind) in view.deadlines(range.clone()) {
        if found.last().is_some_and(|last| cue.start < last.tokens.end) || kind == DeadlineKind::Other {
            continue;
        }
        // "thu nhập/người/năm đến năm 2025": there the first is of the unit.
        if kind == DeadlineKind::During && cue.start > range.start && view.is(cue.start - 1, TokenKind::Slash)
        {
            continue;
        }
        let end = date_end(view, cue.end).min(range.end);
        let year = (cue.end..end).rev().find_map(|at| year(view, at));
        let holds = match kind {
            DeadlineKind::Until => end > cue.end,
            DeadlineKind::Whole => true,
            DeadlineKind::During => year.is_some(),
            DeadlineKind::Other => false,
        };
        if holds {
            // "5 năm 2021-2025": the count belongs to the period.
            let counted =
                kind == DeadlineKind::During && cue.start > range.start && view.is_number(cue.start - 1);
            let start = if counted { cue.start - 1 } else { cue.start };
            found.push(Moment { tokens: start..end, kind, year });
        }
    }
    found
}

/// A token that is a year of our time.
pub fn year(view: &View<'_>, at: usize) -> Option<u16> {
    let text = view.word(at);
    let year: u16 = (view.is_number(at) && text.len() == 4).then(|| text.parse().ok()).flatten()?;
    (1900..=2100).contains(&year).then_some(year)
}

/// Behind the numbers, marks and words of a date.
fn date_end(view: &View<'_>, from: usize) -> usize {
    let mut end = from;
    loop {
        let next = match view.kind(end) {
            Some(TokenKind::Number) if !view.is_number(end - 1) && !has_amount(view, end) => end + 1,
            Some(TokenKind::Slash | TokenKind::Dash) if end > from && view.is_number(end + 1) => end + 1,
            // "giai đoạn I (2026-2030)"
            Some(TokenKind::OpenParen) if end == from + 1 && year(view, end + 1).is_some() => {
                return (end + 2..end + 5)
                    .find(|&at| view.is(at, TokenKind::CloseParen))
                    .map_or(end, |close| close + 1);
            }
            Some(TokenKind::Word) => match date_word(view, end) {
                Some(next) => next,
                None => return end,
            },
            _ => return end,
        };
        end = next;
    }
}

/// Whether a number carries a sign of measure: then it is the value that follows the date.
fn has_amount(view: &View<'_>, at: usize) -> bool {
    matches!(view.kind(at + 1), Some(TokenKind::Percent | TokenKind::PerMille))
        || view.word(at).contains(',')
        || view.word(at).contains('.') && unit_at(view, at + 1).is_some()
}

/// "tháng 4", "năm 2024", "giờ", and the Roman numeral of a quarter.
fn date_word(view: &View<'_>, at: usize) -> Option<usize> {
    let roman = view.word(at).bytes().all(|letter| matches!(letter, b'I' | b'V'));
    if roman {
        return Some(at + 1);
    }
    let hour = at > 0 && view.is_number(at - 1) && matches!(view.unit_at(at), Some((_, UnitKind::Time)));
    match date_word_at(view, at) {
        Some(end) if view.is_number(end) || view.word(end).starts_with(['I', 'V']) => Some(end),
        Some(_) | None if hour && (view.is_number(at + 1) || date_word_at(view, at + 1).is_some()) => {
            Some(at + 1)
        }
        _ => None,
    }
}

fn date_word_at(view: &View<'_>, at: usize) -> Option<usize> {
    match view.ordinal_at(at) {
        Some((end, OrdinalKind::Date)) => Some(end),
        _ => None,
    }
}

/// What a change is measured against: the words behind "so với".
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Baseline {
    /// With "so với".
    pub tokens: Range<usize>,
    /// Without.
    pub words: Range<usize>,
}

/// All baselines in a range, in order.
pub fn baselines(view: &View<'_>, range: Range<usize>, moments: &[Moment]) -> Vec<Baseline> {
    let mut found: Vec<Baseline> = Vec::new();
    for link in view.links(LinkKind::Baseline, range.clone()) {
        if found.last().is_some_and(|last| link.start < last.tokens.end) {
            continue;
        }
        let end = (link.end..range.end)
            .find(|&at| ends_baseline(view, at, moments) && at > link.end)
            .unwrap_or(range.end);
        if end > link.end {
            found.push(Baseline { tokens: link.start..end, words: link.end..end });
        }
    }
    found
}

fn ends_baseline(view: &View<'_>, at: usize, moments: &[Moment]) -> bool {
    let mark = matches!(
        view.kind(at),
        Some(
            TokenKind::Comma
                | TokenKind::Semicolon
                | TokenKind::Colon
                | TokenKind::Period
                | TokenKind::Ellipsis
                | TokenKind::OpenParen
                | TokenKind::CloseParen
        )
    );
    let joint =
        matches!(view.link_at(at), Some((_, LinkKind::And | LinkKind::Purpose | LinkKind::Breakdown)));
    let until = moments.iter().any(|moment| moment.is_firm() && moment.tokens.start == at);
    // A number behind a year is a footnote's mark or the next value.
    let stray = at > 0 && view.is_number(at) && year(view, at - 1).is_some();
    mark || joint || until || stray
}

/// The points in time and the baselines of a sentence.
#[derive(Debug, Default)]
pub struct Times {
    /// Those inside a baseline are none.
    pub moments: Vec<Moment>,
    pub baselines: Vec<Baseline>,
}

impl Times {
    pub fn of(view: &View<'_>, sentence: Range<usize>) -> Times {
        let mut moments = moments(view, sentence.clone());
        let baselines = baselines(view, sentence, &moments);
        moments.retain(|moment| !baselines.iter().any(|known| known.tokens.contains(&moment.tokens.start)));
        Times { moments, baselines }
    }

    pub fn moment_at(&self, at: usize) -> Option<usize> {
        self.moments.iter().position(|moment| moment.tokens.start == at)
    }

    pub fn moment_before(&self, end: usize) -> Option<usize> {
        self.moments.iter().position(|moment| moment.tokens.end == end)
    }

    pub fn baseline_at(&self, at: usize) -> Option<usize> {
        self.baselines.iter().position(|baseline| baseline.tokens.start == at)
    }

    pub fn baseline_before(&self, end: usize) -> Option<usize> {
        self.baselines.iter().position(|baseline| baseline.tokens.end == end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::targets::view::tests::with_view;

    fn found(text: &str) -> Vec<(String, Option<u16>)> {
        with_view(text, |view| {
            moments(view, view.start..view.end)
                .into_iter()
                .map(|moment| (view.text(moment.tokens.clone()).to_owned(), moment.year))
                .collect()
        })
    }

    #[test]
    fn a_moment_is_read_to_its_end_and_no_further() {
        for (text, wanted, year) in [
            ("phấn đấu đến cuối năm 2024 giải ngân", "đến cuối năm 2024", Some(2024)),
            ("hoàn thành trước ngày 30/9/2024.", "trước ngày 30/9/2024", Some(2024)),
            ("thông xe trước 18 giờ 00 ngày 12/9/2024", "trước 18 giờ 00 ngày 12/9/2024", Some(2024)),
            ("trong quý II năm 2025 đạt", "trong quý II năm 2025", Some(2025)),
            ("Giai đoạn 2021 - 2025 đạt 5%", "Giai đoạn 2021 - 2025", Some(2025)),
            ("bình quân 5 năm 2021-2025 đạt", "5 năm 2021-2025", Some(2025)),
            ("đến năm 2030 100% số hộ", "đến năm 2030", Some(2030)),
            ("tỷ lệ sinh trong năm 0,4‰", "trong năm", None),
            ("thu nhập đầu người/năm đến năm 2030: 90 triệu đồng", "đến năm 2030", Some(2030)),
        ] {
            let wanted = [(wanted.to_owned(), year)];
            assert_eq!(found(text).get(..1), Some(&wanted[..]), "{text}");
        }
    }

    #[test]
    fn other_times_are_no_deadlines() {
        for text in ["từ năm 2021", "kế hoạch năm 2024", "trước mắt", "giai đoạn 2 của dự án", "hằng năm"]
        {
            assert_eq!(found(text), [], "{text}");
        }
    }

    #[test]
    fn a_baseline_ends_where_its_clause_does() {
        with_view("tăng 5% so với cuối năm 2023, đạt 20%", |view| {
            let range = view.start..view.end;
            let found = baselines(view, range.clone(), &moments(view, range));
            assert_eq!(found.len(), 1);
            assert_eq!(view.text(found[0].words.clone()), "cuối năm 2023");
        });
    }
}
