//! From a statement to the record of a target: indicator, quantity, change.

use super::amount::amounts;
use super::moment::{Moment, Times};
use super::sentence::parentheses;
use super::statement::{Kin, Statement};
use super::view::View;
use crate::document::{Change, Quantity, TokenKind};
use crate::rules::{IndicatorKind, LinkKind, Sense, UnitKind};
use std::ops::Range;

/// The names of what a statement measures: one, or one for each of several indices that share the value.
pub fn indicators(view: &View<'_>, statement: &Statement, times: &Times) -> Vec<String> {
    let heads = index_heads(view, &statement.left);
    if !heads.is_empty() {
        return heads.into_iter().map(|range| words(view, &[range], &times.moments)).collect();
    }
    let mut pieces: Vec<Range<usize>> = statement.head.clone().into_iter().collect();
    let value_first = statement.is_value_first(view);
    let mut left = statement.left.clone();
    // "Giải quyết việc làm cho … lao động", "mỗi trạm y tế có … bác sĩ".
    if value_first
        && !left.is_empty()
        && let Some((end, LinkKind::For | LinkKind::Light)) = view.link_at(left.end)
    {
        left.end = end;
    }
    pieces.push(left);
    if value_first {
        if let Some(noun) = counted_noun(view, statement) {
            pieces.push(noun);
        }
        pieces.push(statement.tail.clone());
    } else if takes_tail(view, statement) {
        pieces.push(statement.tail.clone());
    }
    pieces.extend(statement.said.clone());
    vec![words(view, &pieces, &times.moments)]
}

/// "giải ngân đạt 100% kế hoạch": a share says of what.
fn takes_tail(view: &View<'_>, statement: &Statement) -> bool {
    let verb = !matches!(
        view.indicator_at(statement.left.start),
        Some((_, IndicatorKind::Measure | IndicatorKind::Index | IndicatorKind::Life))
    );
    verb && statement.amount.is_percent() && statement.kin == Kin::Root
}

/// The noun of a counted unit, without multiplier and denominators.
fn counted_noun(view: &View<'_>, statement: &Statement) -> Option<Range<usize>> {
    let unit = statement.amount.unit.as_ref().filter(|unit| unit.is_counted())?;
    let mut start = unit.tokens.start;
    while let Some((end, UnitKind::Multiplier)) = view.unit_at(start) {
        start = end;
    }
    start += view.classifier_at(start);
    let end = (start..unit.tokens.end).find(|&at| view.is(at, TokenKind::Slash)).unwrap_or(unit.tokens.end);
    let needed = !statement.tail.is_empty()
        || statement.left.is_empty()
        || matches!(view.link_at(statement.left.end), Some((_, LinkKind::Light)))
        || matches!(statement.kin, Kin::Root | Kin::Shares(_))
            && matches!(view.indicator_at(statement.left.start), Some((_, IndicatorKind::Verb)));
    (start < end && needed).then_some(start..end)
}

/// Where the same noun of measure begins again behind a comma, a semicolon or "và", each begins an indicator; none where it
/// does not begin again.
pub fn index_heads(view: &View<'_>, left: &Range<usize>) -> Vec<Range<usize>> {
    let Some((first_end, IndicatorKind::Index | IndicatorKind::Measure)) = view.indicator_at(left.start)
    else {
        return Vec::new();
    };
    let behind_joint = |at: usize| match view.kind(at) {
        Some(TokenKind::Comma | TokenKind::Semicolon) => Some(at + 1),
        _ => match view.link_at(at) {
            Some((end, LinkKind::And)) => Some(end),
            _ => None,
        },
    };
    let noun = |range: Range<usize>| view.text(range).to_lowercase();
    // The joint and what begins behind it.
    let again = |at: usize| {
        let next = behind_joint(at)?;
        let (end, _) = view.indicator_at(next)?;
        (noun(next..end) == noun(left.start..first_end)).then_some((at, next))
    };
    let joints: Vec<(usize, usize)> = (left.start + 1..left.end).filter_map(again).collect();
    if joints.is_empty() {
        return Vec::new();
    }
    let starts = [left.start].into_iter().chain(joints.iter().map(|&(_, next)| next));
    let ends = joints.iter().map(|&(joint, _)| joint).chain([left.end]);
    starts.zip(ends).map(|(start, end)| start..end).collect()
}

/// The text of some ranges, joined, without the firm deadlines and the figures in parentheses inside.
fn words(view: &View<'_>, pieces: &[Range<usize>], moments: &[Moment]) -> String {
    let mut text = String::new();
    for piece in pieces.iter().filter(|piece| !piece.is_empty()) {
        let dates = moments.iter().filter(|moment| {
            moment.is_firm() && piece.start < moment.tokens.start && moment.tokens.end < piece.end
        });
        let figures = parentheses(view, piece.clone())
            .into_iter()
            .filter(|group| amounts(view, group.clone()).iter().any(|amount| amount.unit.is_some()));
        let mut gaps: Vec<Range<usize>> = dates.map(|moment| moment.tokens.clone()).chain(figures).collect();
        gaps.sort_by_key(|gap| gap.start);
        let mut from = piece.start;
        for gap in gaps {
            if gap.start >= from {
                push(&mut text, view.text(from..gap.start));
                from = gap.end;
            }
        }
        push(&mut text, view.text(from..piece.end));
    }
    text
}

fn push(text: &mut String, piece: &str) {
    if !text.is_empty() && !piece.starts_with([',', '.', ';', ')']) {
        text.push(' ');
    }
    text.push_str(piece.trim());
}

/// The quantity of a statement; a part without a unit takes the unit of its whole.
pub fn quantity(view: &View<'_>, statement: &Statement, whole_unit: Option<&str>) -> Quantity {
    let amount = &statement.amount;
    let unit = amount.unit.as_ref().map(|unit| {
        let denominator = statement.denominator.clone().map_or("", |tokens| view.text(tokens));
        unit.text(view) + denominator
    });
    let end = amount.unit.as_ref().map_or(amount.number + 1, |unit| unit.tokens.end);
    Quantity {
        comparator: amount.comparator,
        change: change(view, statement),
        value: amount.value,
        value_max: amount.value_max,
        unit: unit.or_else(|| whole_unit.map(str::to_owned)),
        at: view.span(amount.number..end.max(amount.number + 1)),
    }
}

/// The change that the words at the value announce, or else the word that opens the statement.
fn change(view: &View<'_>, statement: &Statement) -> Option<Change> {
    let amount = &statement.amount;
    let of = |sense| change_of(Some(sense));
    if statement.risen_from.is_some() {
        return None;
    }
    match (amount.sense, statement.lead) {
        // "Nâng xếp hạng … lên 10 bậc": so many places up, not the tenth place.
        (Some(Sense::Level), Some(Sense::Raise | Sense::Increase)) if amount.is_rank() => {
            Some(Change::Increase)
        }
        (Some(Sense::Level), _) => None,
        (Some(Sense::Maintain), Some(lead @ (Sense::Increase | Sense::Decrease))) => of(lead),
        (Some(sense), _) => of(sense),
        (None, Some(Sense::Maintain)) => Some(Change::Maintain),
        // "Nâng tỷ lệ … đạt 70%": the verb opens, the level follows.
        (None, Some(_)) if amount.predicate && !statement.left.is_empty() => None,
        (None, Some(lead)) => of(lead),
        (None, None) => added(view, statement),
    }
}

/// The change that a word announces by itself.
pub fn change_of(sense: Option<Sense>) -> Option<Change> {
    match sense? {
        Sense::Increase => Some(Change::Increase),
        Sense::Decrease => Some(Change::Decrease),
        Sense::Maintain => Some(Change::Maintain),
        Sense::Level | Sense::Raise | Sense::Nothing => None,
    }
}

/// "xây dựng thêm ít nhất 2 thôn": the word of change ends the words before the bound.
fn added(view: &View<'_>, statement: &Statement) -> Option<Change> {
    let (_, sense) = view.change_before(statement.left.end)?;
    (sense == Sense::Increase && !statement.left.is_empty()).then_some(Change::Increase)
}
