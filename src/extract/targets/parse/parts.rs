//! Wholes and their parts: "trong đó", parentheses, lists.

use super::{Parsed, Parser, names_goals, parse};
use crate::document::TokenKind;
use crate::extract::targets::amount::{Amount, amounts};
use crate::extract::targets::edges::cut_tail;
use crate::extract::targets::sentence::inside;
use crate::extract::targets::statement::{Kin, Statement, has_colon};
use crate::rules::{FrameKind, IndicatorKind, LinkKind};
use std::ops::Range;

/// Whether what follows are parts, and of what.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Parts {
    None,
    /// Of the statement; `listed` behind a colon: to the end of the sentence.
    Of {
        whole: usize,
        listed: bool,
    },
    /// Of a whole in an earlier sentence or block.
    Earlier,
}

impl Parser<'_, '_> {
    /// A list of parts without a colon ends where a new measure begins.
    pub(super) fn leave_parts(&mut self, segment: &Range<usize>) {
        let begins_measure = matches!(
            self.view.indicator_at(self.first_word(segment)),
            Some((_, IndicatorKind::Measure | IndicatorKind::Index | IndicatorKind::Life))
        );
        if let Parts::Of { listed: false, .. } = self.parts
            && begins_measure
        {
            self.parts = Parts::None;
        }
    }

    fn first_word(&self, range: &Range<usize>) -> usize {
        range.clone().find(|&at| self.view.is_word(at)).unwrap_or(range.end)
    }

    pub(super) fn breakdown(&self, gap: Range<usize>) -> Option<Range<usize>> {
        self.view.links(LinkKind::Breakdown, gap.clone()).find(|link| {
            !inside(self.groups, link.start)
                && link.end <= gap.end
                && !names_goals(self.view, gap.start, link.start)
        })
    }

    pub(super) fn open_parts(&mut self, link: &Range<usize>, end: usize) {
        let listed = has_colon(self.view, link.end..end.min(link.end + 1));
        let whole = self.found.iter().rposition(|statement| statement.kin == Kin::Root);
        self.parts = match whole {
            Some(whole) => Parts::Of { whole, listed },
            None => Parts::Earlier,
        };
    }

    pub(super) fn behind_opener(&self, mut at: usize, end: usize) -> usize {
        while at < end && !self.view.is_word(at) && !self.view.is_number(at) {
            at += 1;
        }
        at
    }

    pub(super) fn kin(&self) -> Kin {
        match self.parts {
            Parts::None => Kin::Root,
            Parts::Of { whole, .. } => Kin::Part(whole),
            Parts::Earlier => Kin::PartOfEarlier,
        }
    }

    /// "10 bác sĩ và 30 giường bệnh/1 vạn dân": the denominator holds for both.
    pub(super) fn distribute_denominators(&mut self) {
        for index in 1..self.found.len() {
            let Kin::Shares(_) = self.found[index].kin else { continue };
            let slash = |statement: &Statement| {
                let unit = statement.amount.unit.as_ref()?;
                let slash = unit.tokens.clone().find(|&at| self.view.is(at, TokenKind::Slash))?;
                Some(slash..unit.tokens.end)
            };
            if slash(&self.found[index - 1]).is_none() {
                self.found[index - 1].denominator = slash(&self.found[index]);
            }
        }
    }

    /// Parts, shares and second values in parentheses behind a statement.
    pub(super) fn in_parentheses(&mut self, all: &[Amount]) {
        let view = self.view;
        for group in self.groups {
            let within: Vec<&Amount> = all.iter().filter(|amount| group.contains(&amount.number)).collect();
            let Some(first) = within.first() else { continue };
            let owner =
                self.found.iter().rposition(|s| s.amount.end <= group.start && group.start <= s.segment.end);
            let inner = group.start + 1..group.end - 1;
            let aside = view
                .frames(inner.clone())
                .any(|(_, kind)| matches!(kind, FrameKind::Aside | FrameKind::Result));
            let (Some(owner), false) = (owner, aside) else { continue };
            // Not between amount and words of another statement's indicator.
            if self.found.iter().any(|s| s.left.contains(&group.start)) {
                continue;
            }
            let whole = match self.found[owner].kin {
                Kin::Same(first) => first,
                _ => owner,
            };
            let words = self.words_of(inner.start..first.zone.max(inner.start));
            let shared_out = within.len() > 1 && self.is_dated(&(inner.start..first.number));
            if words == 0 && !shared_out {
                let more = first.zone < first.number && (first.sense.is_some() || first.share);
                let share = first.is_percent() && !self.found[owner].amount.is_percent();
                if (more || share) && first.of.is_none() && within.len() == 1 && !self.is_dated(&inner) {
                    self.insert_same(whole, first, inner.clone());
                }
                continue;
            }
            // "(năm 2025: 1.000 ha; năm 2026: 2.500 ha)": a whole shared out over the years; one other year is an aside.
            let phases = within
                .iter()
                .filter(|amount| {
                    self.times.moments.iter().any(|moment| {
                        inner.contains(&moment.tokens.start) && moment.tokens.end <= amount.number
                    })
                })
                .count();
            if self.is_dated(&(inner.start..first.number)) && (phases < 2 || phases < within.len()) {
                continue;
            }
            let amounts = amounts(view, inner.clone());
            self.append_parts(whole, parse(view, inner, amounts, true));
        }
    }

    fn append_parts(&mut self, whole: usize, parsed: Parsed) {
        let base = self.found.len();
        for mut statement in parsed.statements {
            statement.kin = match statement.kin {
                Kin::Root | Kin::PartOfEarlier => Kin::Part(whole),
                Kin::Part(index) => Kin::Part(base + index),
                Kin::Same(index) => Kin::Same(base + index),
                Kin::Shares(index) => Kin::Shares(base + index),
            };
            self.found.push(statement);
        }
    }

    /// Whether a parenthesis speaks of another time.
    fn is_dated(&self, range: &Range<usize>) -> bool {
        self.times.moments.iter().any(|moment| range.contains(&moment.tokens.start) && !moment.is_firm())
    }

    fn insert_same(&mut self, whole: usize, amount: &Amount, inner: Range<usize>) {
        let mut statement = self.found[whole].clone();
        statement.amount = amount.clone();
        statement.kin = Kin::Same(whole);
        statement.start = inner.start;
        statement.tail = cut_tail(self.view, amount.end..inner.end, &self.times);
        statement.deadline = None;
        statement.lead = None;
        statement.baseline =
            self.times.baselines.iter().find(|b| inner.contains(&b.tokens.start)).map(|b| b.words.clone());
        self.found.push(statement);
    }
}
