//! Which statements are targets: commitment against report and description.

use super::parse::Parsed;
use super::statement::{Kin, Statement};
use super::unit::UnitClass;
use super::view::View;
use crate::document::{Comparator, TokenKind};
use crate::rules::{Bound, FrameKind, IndicatorKind, LinkKind, Sense, UnitKind};
use std::ops::Range;

/// What the section around a block makes of its figures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// Chỉ tiêu: every item is a target.
    Targets,
    /// Mục tiêu: every figure is a target, statements without one only with an end state.
    Objectives,
    /// Elsewhere: only what is committed to.
    Open,
    /// Purpose, requirements: like elsewhere, but their hopes for a state are no targets.
    Hopeful,
    /// Funding, rewards, and anywhere in a report: only what is committed to in so many words.
    Guarded,
    /// Situation and results: nothing.
    Closed,
}

impl Mode {
    pub fn expects_targets(self) -> bool {
        matches!(self, Mode::Targets | Mode::Objectives)
    }
}

/// The rule under which a statement is a target; `None` if it is none.
pub fn rule(
    view: &View<'_>,
    statement: &Statement,
    parsed: &Parsed,
    mode: Mode,
    document_year: Option<u16>,
) -> Option<&'static str> {
    if mode == Mode::Closed {
        return None;
    }
    let amount = &statement.amount;
    let segment = statement.segment.start..statement.end().max(statement.segment.start);
    let frames: Vec<(Range<usize>, FrameKind)> = view.frames(segment.clone()).collect();
    let last = |wanted: &[FrameKind]| {
        frames
            .iter()
            .filter(|(cue, kind)| wanted.contains(kind) && cue.start < amount.end)
            .map(|(cue, _)| cue.start)
            .next_back()
    };
    let committed = last(&[FrameKind::Commit]);
    let weakly = last(&[FrameKind::WeakCommit, FrameKind::Goal]);
    let reported = last(&[FrameKind::Result]);
    if reported.is_some() && reported > committed.or(weakly.filter(|_| mode.expects_targets())) {
        return None;
    }
    if last(&[FrameKind::Aside]).is_some()
        || is_past(view, statement, parsed, document_year, committed.is_some())
    {
        return None;
    }
    if frames.first().is_some_and(|(cue, kind)| {
        *kind == FrameKind::Project && cue.start <= first_word(view, &statement.segment)
    }) {
        return None;
    }
    if mode.expects_targets() {
        return is_measured(view, statement).then_some("target-section");
    }
    let strong = committed.is_some() || {
        // "Mục tiêu năm 2025: …; …" at the head of a sentence holds for all of it, and so does "đề ra các chỉ tiêu: …".
        let promise = |(cue, kind): (Range<usize>, FrameKind)| {
            if kind == FrameKind::Goal
                && (cue.start < parsed.sentence.start + 3
                    || mode != Mode::Guarded && opens_list(view, cue.end, amount.number))
            {
                FrameKind::Commit
            } else {
                kind
            }
        };
        let before: Vec<FrameKind> = view
            .frames(parsed.sentence.start..amount.number)
            .map(promise)
            .filter(|kind| matches!(kind, FrameKind::Commit | FrameKind::Result))
            .collect();
        before.last() == Some(&FrameKind::Commit)
    };
    if amount.unit.is_none() || amount.is_time() {
        return None;
    }
    if strong {
        return Some("commitment");
    }
    let described = frames.iter().any(|(cue, kind)| match kind {
        FrameKind::Policy | FrameKind::WeakResult => true,
        FrameKind::Grant => cue.start < amount.number,
        _ => false,
    });
    if described || mode == Mode::Guarded {
        return None;
    }
    if weakly.is_some() && (amount.is_percent() || bounded_below(amount.comparator)) {
        return Some("weak-commitment");
    }
    if is_dated(statement, document_year) {
        return Some("dated-level");
    }
    if is_phase(view, statement, document_year) {
        return Some("phase");
    }
    is_demand(view, statement).then_some("demand")
}

/// Whether a colon stands closely behind words for targets: "12 chỉ tiêu cụ thể:", "các chỉ tiêu cơ bản, gồm:".
fn opens_list(view: &View<'_>, from: usize, to: usize) -> bool {
    (from..to.min(from + NEAR_COLON)).any(|at| view.is(at, TokenKind::Colon))
}

/// Words and marks before a colon that still belong to what it opens.
const NEAR_COLON: usize = 8;

fn bounded_below(comparator: Comparator) -> bool {
    matches!(comparator, Comparator::Ge | Comparator::Gt)
}

/// In a section of targets: an amount with a unit, or a bare number that plainly is the value of what stands before.
fn is_measured(view: &View<'_>, statement: &Statement) -> bool {
    let amount = &statement.amount;
    let stated = amount.predicate || amount.comparator != Comparator::Eq || amount.sense.is_some();
    let part = matches!(statement.kin, Kin::Part(_) | Kin::PartOfEarlier);
    let measure = !statement.left.is_empty()
        && matches!(
            view.indicator_at(statement.left.start),
            Some((_, IndicatorKind::Measure | IndicatorKind::Index | IndicatorKind::Life))
        );
    if amount.unit.is_none() {
        return !statement.left.is_empty() && (amount.predicate && (measure || part) || amount.of.is_some());
    }
    // Days and minutes are a target of a measure of time, and of nothing else.
    !amount.is_time() || stated && measure
}

/// A figure of a year that lies before the document, or before the year that a later segment commits to.
fn is_past(
    view: &View<'_>,
    statement: &Statement,
    parsed: &Parsed,
    document_year: Option<u16>,
    committed: bool,
) -> bool {
    let Some(year) = statement.deadline.as_ref().and_then(|moment| moment.year) else { return false };
    if committed {
        return false;
    }
    if let Some(document) = document_year {
        return year < document;
    }
    let commits = |other: &Statement| {
        let words = other.segment.start..other.amount.number;
        view.frames(words).any(|(_, kind)| kind == FrameKind::Commit)
    };
    parsed.statements.iter().any(|other| {
        other.segment != statement.segment
            && other.deadline.as_ref().and_then(|moment| moment.year).is_some_and(|other| other > year)
            && commits(other)
    })
}

/// "đến năm 2030 … đạt 80%": a level or a change that is due by a year to come.
fn is_dated(statement: &Statement, document_year: Option<u16>) -> bool {
    let Some(moment) = statement.deadline.as_ref().filter(|moment| moment.is_firm()) else { return false };
    let to_come = moment.year.is_some_and(|year| document_year.is_none_or(|document| year >= document));
    let amount = &statement.amount;
    to_come && (amount.predicate || amount.is_percent() || amount.sense.is_some()) && amount.unit.is_some()
}

/// "Giai đoạn 2026 - 2030 trồng mới 6.000 ha": what is to be done in years to come, the years named first.
fn is_phase(view: &View<'_>, statement: &Statement, document_year: Option<u16>) -> bool {
    let Some(moment) = statement.deadline.as_ref() else { return false };
    let (Some(year), Some(document)) = (moment.year, document_year) else { return false };
    let measured = statement.amount.unit.as_ref().is_some_and(|unit| match unit.class {
        UnitClass::Table(UnitKind::Measure | UnitKind::Count) => {
            !unit.tokens.clone().any(|at| view.word(at) == "đồng")
        }
        UnitClass::Percent => true,
        _ => false,
    });
    year >= document
        && measured
        && moment.tokens.end <= statement.left.start
        && moment.tokens.start <= first_word(view, &statement.segment)
        && matches!(view.indicator_at(statement.left.start), Some((_, IndicatorKind::Verb)))
}

/// Outside of the sections of targets, without a word of commitment: "100% …" as the object of an order, or an order
/// to lower or raise something by an amount.
fn is_demand(view: &View<'_>, statement: &Statement) -> bool {
    let amount = &statement.amount;
    let whole = amount.is_percent() && amount.value == crate::decimal::Decimal::new(100, 0);
    let lead = statement.lead.or(amount.sense);
    let changed = matches!(lead, Some(Sense::Increase | Sense::Decrease));
    let grounded =
        statement.baseline.is_some() || statement.deadline.is_some() || amount.comparator != Comparator::Eq;
    let opens = statement.left.is_empty() && amount.zone <= first_word(view, &statement.segment);
    // "tăng không quá 20% so với năm trước": a bound on a change is an order, not a report.
    let bounded = matches!(amount.comparator, Comparator::Ge | Comparator::Le)
        && amount.sense.is_some()
        && statement.baseline.is_some()
        && amount.is_percent();
    let at_least = matches!(view.bound_before(amount.number), Some((_, Bound::Ge)));
    let counted = amount.unit_class() == Some(UnitClass::Table(UnitKind::Count)) || amount.is_percent();
    whole && statement.is_value_first(view) && view.begins_noun(amount.end)
        || changed && opens && grounded && amount.is_percent()
        || bounded
        || at_least && counted && is_ordered(view, statement)
}

/// A verb of doing governs the amount ("thu hút ít nhất …", "được bố trí ít nhất …"), or it is said of each ("mỗi xã …").
fn is_ordered(view: &View<'_>, statement: &Statement) -> bool {
    let Range { start, end } = statement.left.clone();
    let verb = |at: usize| matches!(view.indicator_at(at), Some((_, IndicatorKind::Verb)));
    let governs = (start..end)
        .any(|at| matches!(view.indicator_at(at), Some((last, IndicatorKind::Verb)) if last == end));
    start == end || verb(start) || governs || matches!(view.link_at(start), Some((_, LinkKind::Per)))
}

fn first_word(view: &View<'_>, range: &Range<usize>) -> usize {
    range.clone().find(|&at| view.is_word(at)).unwrap_or(range.end)
}
