//! Statements: an amount, what it measures, when, and against what.

use super::amount::Amount;
use super::moment::Moment;
use super::view::View;
use crate::document::TokenKind;
use crate::rules::{IndicatorKind, Sense};
use std::ops::Range;

/// How a statement stands to those before it in its sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kin {
    Root,
    /// A part of the statement with this index.
    Part(usize),
    /// Part of a whole that an earlier sentence or block named.
    PartOfEarlier,
    /// A second value of the indicator of the statement with this index.
    Same(usize),
    /// A second amount of what an earlier one's verb governs: "420 ha rừng và 40.000 cây".
    Shares(usize),
}

#[derive(Debug, Clone)]
pub struct Statement {
    pub amount: Amount,
    pub kin: Kin,
    /// Words before the amount that name the indicator, edges stripped.
    pub left: Range<usize>,
    /// The words before a colon that several values share.
    pub head: Option<Range<usize>>,
    /// Words behind the amount that may belong to the indicator.
    pub tail: Range<usize>,
    /// What a later statement of the same list says of this one too: "… được xử lý".
    pub said: Option<Range<usize>>,
    /// Where the statement begins.
    pub start: usize,
    /// The segment between semicolons.
    pub segment: Range<usize>,
    /// A change that the first word announces: "Giảm tỷ lệ …".
    pub lead: Option<Sense>,
    pub deadline: Option<Moment>,
    pub baseline: Option<Range<usize>>,
    /// The denominators that a later unit of the same list gives: "10 bác sĩ và 30 giường bệnh/1 vạn dân".
    pub denominator: Option<Range<usize>>,
    /// The lower figure of "giảm từ 12% xuống còn 10%".
    pub risen_from: Option<Range<usize>>,
}

impl Statement {
    /// Nothing before the amount says what it measures.
    pub fn is_value_first(&self, view: &View<'_>) -> bool {
        if self.left.is_empty() || self.is_bare_measure(view) {
            return true;
        }
        if self.head.is_some() {
            return false;
        }
        match view.indicator_at(self.left.start) {
            Some((_, IndicatorKind::Verb)) => !self.amount.predicate,
            Some(_) => false,
            None => !self.amount.predicate && self.amount.sense.is_none() && self.kin == Kin::Root,
        }
    }

    /// "tỷ lệ 100% trẻ em …": the words before the amount only say that it is a rate.
    fn is_bare_measure(&self, view: &View<'_>) -> bool {
        let bare = view.indicator_at(self.left.start).is_some_and(|(end, kind)| {
            end >= self.left.end && matches!(kind, IndicatorKind::Measure | IndicatorKind::Life)
        });
        bare && !self.amount.predicate && self.amount.sense.is_none() && view.begins_noun(self.amount.end)
    }

    /// Behind the amount, the words of its indicator, its deadline and its baseline.
    pub fn end(&self) -> usize {
        let end = self.tail.end.max(self.amount.end);
        let behind = |tokens: &Range<usize>| (tokens.start >= self.amount.end).then_some(tokens.end);
        let deadline = self.deadline.as_ref().and_then(|moment| behind(&moment.tokens));
        let baseline = self.baseline.as_ref().and_then(behind);
        end.max(deadline.unwrap_or(end)).max(baseline.unwrap_or(end))
    }
}

pub fn has_colon(view: &View<'_>, range: Range<usize>) -> bool {
    range.into_iter().any(|at| view.is(at, TokenKind::Colon))
}
