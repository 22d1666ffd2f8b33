//! What stands between two amounts: whose words they are.

use super::Parser;
use crate::document::{Comparator, TokenKind};
use crate::extract::targets::amount::Amount;
use crate::extract::targets::sentence::inside;
use crate::extract::targets::statement::Statement;
use crate::extract::targets::unit::Unit;
use crate::rules::{FrameKind, LinkKind, Sense};
use std::ops::Range;

/// How the words between two amounts divide.
pub(super) enum Gap {
    /// The second value says more of the first indicator.
    Same { tail_end: usize },
    /// The second amount stands under the verb of the first.
    Shares { tail_end: usize },
    /// A new indicator.
    New { tail_end: usize, start: usize },
    /// "giảm từ 12% xuống còn 10%".
    Rise,
    /// The first number is a condition inside the words of the second: "số xã đạt dưới 5 tiêu chí còn 12%".
    Condition,
    /// The second number is a detail inside the words behind the first.
    Detail,
}

impl Parser<'_, '_> {
    pub(super) fn divide(&self, gap: Range<usize>, amount: &Amount) -> Gap {
        let view = self.view;
        let Some(before) = self.found.last() else {
            return Gap::New { tail_end: gap.start, start: gap.start };
        };
        let value_first = before.is_value_first(view);
        let words = self.words_of(gap.clone());
        if amount.sense == Some(Sense::Level) && before.amount.comparator == Comparator::Ge && words == 0 {
            return Gap::Rise;
        }
        let says_more = amount.zone < amount.number;
        if gap.is_empty() && says_more && self.qualifies(before, amount) {
            return if before.is_value_first(view) { Gap::Detail } else { Gap::Condition };
        }
        let noun_follows = view.begins_noun(amount.end);
        let levels = amount.predicate && amount.is_percent() && !before.amount.is_percent();
        if words == 0 {
            let joint = |&at: &usize| {
                view.is(at, TokenKind::Comma) || matches!(view.link_at(at), Some((_, LinkKind::And)))
            };
            let tail_end = gap.clone().find(joint).unwrap_or(gap.end);
            let comma = gap.clone().any(|at| view.is(at, TokenKind::Comma));
            return if comma && amount.is_percent() && noun_follows && !amount.share && amount.sense.is_none()
            {
                Gap::New { tail_end: gap.start, start: gap.end }
            } else if value_first && !levels && (!says_more || noun_follows) {
                Gap::Shares { tail_end }
            } else if gap.is_empty() && !says_more {
                Gap::Detail
            } else {
                Gap::Same { tail_end }
            };
        }
        let last_and = view
            .links(LinkKind::And, gap.clone())
            .rfind(|link| link.end <= gap.end && !inside(self.groups, link.start));
        if let Some(and) = last_and.as_ref().filter(|and| and.end == gap.end) {
            return if value_first { Gap::Shares { tail_end: and.start } } else { Gap::Detail };
        }
        let splits = |at: usize| {
            let next = if view.is(at, TokenKind::Comma) {
                at + 1
            } else {
                view.link_at(at).map_or(at, |(end, _)| end)
            };
            let commits = matches!(view.frame_at(next), Some((_, FrameKind::Commit)));
            (next, self.begins_measure(next, gap.end) || commits || next == gap.end)
        };
        let joints: Vec<usize> = gap
            .clone()
            .filter(|&at| {
                !inside(self.groups, at)
                    && (view.is(at, TokenKind::Comma) || matches!(view.link_at(at), Some((_, LinkKind::And))))
            })
            .collect();
        if let Some((joint, next)) = joints.iter().find_map(|&joint| {
            let (next, new) = splits(joint);
            new.then_some((joint, next))
        }) {
            // ", chiếm 40% tổng số, tăng 5%": one more value of the same.
            if next == gap.end && (amount.sense.is_some() || amount.share || levels) {
                return Gap::Same { tail_end: joint };
            }
            return if next == gap.end && value_first && !self.found.last().is_some_and(|s| s.left.is_empty())
            {
                Gap::Shares { tail_end: joint }
            } else {
                Gap::New { tail_end: joint, start: next }
            };
        }
        // "thành lập 01 cụm công nghiệp và lấp đầy trên 60% diện tích".
        if value_first
            && says_more
            && let Some(and) = last_and
        {
            return Gap::New { tail_end: and.start, start: and.end };
        }
        let commas = || joints.iter().copied().filter(|&at| view.is(at, TokenKind::Comma));
        let split = if value_first { commas().next_back() } else { commas().next() };
        // "100% trường tiểu học, trung học tổ chức ít nhất 02 buổi": no verb of its own, so part of the first.
        let continues = |comma: usize| {
            value_first && before.amount.is_percent() && comma + 1 < gap.end && !self.begins_verb(comma + 1)
        };
        match split.filter(|&comma| !continues(comma)) {
            Some(comma) => Gap::New { tail_end: comma, start: comma + 1 },
            None => Gap::Detail,
        }
    }

    /// Whether one of two neighbouring amounts only qualifies what the other counts.
    fn qualifies(&self, before: &Statement, amount: &Amount) -> bool {
        let text = |amount: &Amount| amount.unit.as_ref().map(|unit| unit.text(self.view));
        before.amount.sense.is_none()
            && before.amount.unit.as_ref().is_some_and(Unit::is_counted)
            && text(&before.amount) != text(amount)
    }
}
