//! The edges of indicators: where the words of commitment, joining and time come off.

use super::amount::amounts;
use super::moment::{Moment, Times};
use super::sentence::closing;
use super::view::View;
use crate::document::TokenKind;
use crate::rules::{FrameKind, IndicatorKind, LinkKind, Sense, StateKind};
use std::ops::Range;

/// What stripping the edges of an indicator brought to light.
#[derive(Debug, Default)]
pub struct Stripped {
    pub range: Range<usize>,
    pub lead: Option<Sense>,
    pub moment: Option<usize>,
    pub baseline: Option<usize>,
}

/// Takes words of commitment and change, joining words, deadlines and marks off both edges of an indicator.
pub fn strip(view: &View<'_>, range: Range<usize>, times: &Times) -> Stripped {
    let mut stripped = Stripped::default();
    let start = take_front(view, range.clone(), times, &mut stripped);
    stripped.range = take_back(view, start..range.end, times, &mut stripped);
    stripped
}

fn is_mark(view: &View<'_>, at: usize) -> bool {
    !matches!(
        view.kind(at),
        Some(TokenKind::Word | TokenKind::Number | TokenKind::OpenParen | TokenKind::OpenQuote)
    )
}

/// "Nâng cao tỷ lệ …", "Thực hiện chỉ tiêu …": the measure is what counts.
fn exhorts_a_measure(view: &View<'_>, at: usize) -> bool {
    let mut end = at;
    while let Some(cue) = view.states(end..end + 1).find(|(_, kind)| *kind == StateKind::Exhort) {
        end = cue.0.end;
        let measured =
            matches!(view.indicator_at(end), Some((_, IndicatorKind::Measure | IndicatorKind::Index)));
        if measured || matches!(view.frame_at(end), Some((_, FrameKind::Goal))) {
            return true;
        }
    }
    false
}

fn take_front(view: &View<'_>, range: Range<usize>, times: &Times, found: &mut Stripped) -> usize {
    let mut start = range.start;
    while start < range.end {
        let next = if is_mark(view, start) {
            Some(start + 1)
        } else if let Some(moment) = times.moment_at(start) {
            found.moment = Some(moment);
            Some(times.moments[moment].tokens.end)
        } else if let Some(baseline) = times.baseline_at(start) {
            found.baseline = Some(baseline);
            Some(times.baselines[baseline].tokens.end)
        } else if let Some((end, kind)) = view.frame_at(start) {
            kind.promises().then_some(end)
        } else if let Some((end, sense)) = view.change_at(start) {
            if sense != Sense::Nothing {
                found.lead = Some(sense);
            }
            (sense != Sense::Nothing).then_some(end)
        } else if exhorts_a_measure(view, start) {
            view.states(start..start + 1).map(|(cue, _)| cue.end).next()
        } else {
            match view.link_at(start) {
                Some((
                    end,
                    LinkKind::Predicate
                    | LinkKind::Light
                    | LinkKind::And
                    | LinkKind::Edge
                    | LinkKind::Range
                    | LinkKind::For,
                )) => Some(end),
                Some((end, LinkKind::Breakdown)) => Some(end),
                _ => None,
            }
        };
        match next {
            Some(next) if next <= range.end => start = next,
            _ => break,
        }
    }
    start
}

fn take_back(view: &View<'_>, range: Range<usize>, times: &Times, found: &mut Stripped) -> Range<usize> {
    let mut end = range.end;
    while end > range.start {
        let last = end - 1;
        let next = if is_mark(view, last)
            && !view.is(last, TokenKind::CloseParen)
            && !view.is(last, TokenKind::CloseQuote)
        {
            Some(last)
        } else if let Some(moment) = times.moment_before(end) {
            found.moment = found.moment.or(Some(moment));
            Some(times.moments[moment].tokens.start)
        } else if let Some(baseline) = times.baseline_before(end) {
            found.baseline = found.baseline.or(Some(baseline));
            Some(times.baselines[baseline].tokens.start)
        } else if let Some((first, kind)) = view.frame_before(end) {
            kind.promises().then_some(first)
        } else {
            match view.link_before(end) {
                Some((
                    first,
                    LinkKind::Predicate
                    | LinkKind::Light
                    | LinkKind::Standing
                    | LinkKind::And
                    | LinkKind::Range
                    | LinkKind::For,
                )) => Some(first),
                _ => None,
            }
        };
        match next {
            Some(next) if next >= range.start => end = next,
            _ => break,
        }
    }
    range.start..end
}

/// The words behind an amount that can belong to its indicator: up to a deadline, a baseline, a purpose, or a clause
/// that begins with a verb of its own.
pub fn cut_tail(view: &View<'_>, range: Range<usize>, times: &Times) -> Range<usize> {
    let mut end = range.start;
    while end < range.end {
        let stop = match view.kind(end) {
            Some(TokenKind::Semicolon) => true,
            // Not in a scale, "1:50.000".
            Some(TokenKind::Colon) => !view.is_number(end + 1),
            Some(TokenKind::Comma) => begins_clause(view, end + 1),
            Some(TokenKind::OpenParen) => {
                let close = closing(view, end, range.end);
                let group = end..close.map_or(end, |close| close + 1);
                let figures = amounts(view, group.clone()).iter().any(|amount| amount.unit.is_some());
                if !figures && close.is_some() {
                    end = group.end - 1;
                }
                figures || close.is_none()
            }
            Some(TokenKind::Word) => {
                times
                    .moments
                    .iter()
                    .any(|moment| moment.tokens.start == end && ends_tail(view, moment, &range))
                    || times.baselines.iter().any(|baseline| baseline.tokens.start == end)
                    || is_firm_purpose(view, end)
            }
            _ => false,
        };
        if stop {
            break;
        }
        end += 1;
    }
    while end > range.start
        && is_mark(view, end - 1)
        && !view.is(end - 1, TokenKind::CloseParen)
        && !view.is(end - 1, TokenKind::CloseQuote)
    {
        end -= 1;
    }
    range.start..end
}

/// Firm deadlines end a tail; a bare "năm 2024" only at its end.
fn ends_tail(view: &View<'_>, moment: &Moment, range: &Range<usize>) -> bool {
    moment.is_firm()
        || moment.tokens.end >= range.end
        || !view.is_word(moment.tokens.end) && !view.is(moment.tokens.end, TokenKind::OpenParen)
}

fn is_firm_purpose(view: &View<'_>, at: usize) -> bool {
    matches!(view.link_at(at), Some((_, LinkKind::Purpose | LinkKind::Breakdown)))
}

/// Whether what stands behind a comma is no more of the list before it.
fn begins_clause(view: &View<'_>, at: usize) -> bool {
    // Exhortation, or a state of its own: ", không có …".
    let verb = view.states(at..at + 1).next().is_some();
    let frame = matches!(
        view.frame_at(at),
        Some((_, FrameKind::Commit | FrameKind::WeakCommit | FrameKind::Goal | FrameKind::Result))
    );
    let link = matches!(
        view.link_at(at),
        Some((_, LinkKind::Purpose | LinkKind::Breakdown | LinkKind::Share | LinkKind::And))
    );
    let change = matches!(view.change_at(at), Some((_, sense)) if sense != Sense::Nothing);
    verb || frame || link || change
}
