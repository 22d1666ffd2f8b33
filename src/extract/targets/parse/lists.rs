//! What the members of a list share: the noun before the first, the predicate behind the last.

use super::Parser;
use crate::document::TokenKind;
use crate::extract::targets::statement::{Kin, Statement};
use crate::rules::{IndicatorKind, LinkKind};
use std::ops::Range;

/// Words that may name a member of a list beside the noun it shares: "lợn nái sinh sản".
const LONGEST_MEMBER: usize = 4;

impl Parser<'_, '_> {
    /// "Tổng đàn trâu 3.200 con, bò 8.400 con": the noun of measure holds for both.
    pub(super) fn share_heads(&mut self) {
        let mut noun: Option<Range<usize>> = None;
        for index in 0..self.found.len() {
            let statement = &self.found[index];
            let follows = index > 0 && self.follows_in_list(&self.found[index - 1], statement);
            let own = self.measure_noun(statement);
            if !follows || own.is_some() || !self.is_member(statement) {
                noun = own;
            } else if noun.is_some() && self.found[index].head.is_none() {
                self.found[index].head.clone_from(&noun);
            }
        }
    }

    /// "Tỷ trọng nông nghiệp - công nghiệp - dịch vụ là 49%, 31%, 20%", "chè, cà phê lần lượt đạt 120 ha và 80 ha": to each
    /// member its value.
    pub(super) fn share_out(&mut self) {
        let mut first = 0;
        while first < self.found.len() {
            let shares = &self.found[first];
            let respective = self.is_respective(shares);
            let same = |statement: &&Statement| {
                statement.kin == Kin::Same(first)
                    && statement.left == shares.left
                    && (respective || statement.amount.is_percent())
                    && statement.amount.zone == statement.amount.number
            };
            let values = 1 + self.found[first + 1..].iter().take_while(same).count();
            let mut members =
                if values > 1 { self.members(shares, |at| self.is_dash(at)) } else { Vec::new() };
            if values > 1 && respective && members.len() != values {
                members = self.members(shares, |at| self.joins(at));
            }
            if members.len() == values && members.iter().all(|member| self.view.is_word(member.start)) {
                let head = shares.head.clone().or_else(|| self.measure_noun(shares));
                let (comparator, sense) = (shares.amount.comparator, shares.amount.sense);
                for (index, member) in (first..).zip(members) {
                    self.found[index].left = member;
                    self.found[index].kin = Kin::Root;
                    let own = index > first && self.measure_noun(&self.found[index]).is_some();
                    let statement = &mut self.found[index];
                    statement.head = head.clone().filter(|_| !own);
                    if respective && statement.amount.value_max.is_none() {
                        statement.amount.comparator = comparator;
                        statement.amount.sense = statement.amount.sense.or(sense);
                    }
                }
            }
            first += values;
        }
    }

    /// Whether a value is said to be one of several in the order of the names before it.
    fn is_respective(&self, statement: &Statement) -> bool {
        let zone = statement.amount.zone..statement.amount.number;
        self.view.links(LinkKind::Respective, zone).next().is_some()
    }

    /// "giai đoạn 2026 - 2030" is one name.
    fn is_dash(&self, at: usize) -> bool {
        self.view.is(at, TokenKind::Dash) && !self.view.is_number(at + 1)
    }

    /// The names of a list, without the noun of measure before the first.
    fn members(&self, statement: &Statement, parts: impl Fn(usize) -> bool) -> Vec<Range<usize>> {
        let left = &statement.left;
        let start = self.measure_noun(statement).map_or(left.start, |noun| noun.end);
        let cuts: Vec<usize> = (start..left.end).filter(|&at| parts(at)).collect();
        let starts = [start].into_iter().chain(cuts.iter().map(|at| at + 1));
        let ends = cuts.iter().copied().chain([left.end]);
        starts.zip(ends).map(|(start, end)| start..end).filter(|member| !member.is_empty()).collect()
    }

    /// The noun of measure before other words: "Tổng đàn" of "Tổng đàn trâu".
    fn measure_noun(&self, statement: &Statement) -> Option<Range<usize>> {
        let left = &statement.left;
        match self.view.indicator_at(left.start) {
            Some((end, IndicatorKind::Measure)) if !left.is_empty() && end < left.end => {
                Some(left.start..end)
            }
            _ => None,
        }
    }

    fn is_member(&self, statement: &Statement) -> bool {
        let left = &statement.left;
        let view = self.view;
        (1..=LONGEST_MEMBER).contains(&left.len())
            && left
                .clone()
                .all(|at| view.is_word(at) && view.indicator_at(at).is_none() && !self.begins_verb(at))
            && view.frames(left.clone()).next().is_none()
    }

    /// Neighbours of one segment with a comma or "và" between them and values of the same unit.
    fn follows_in_list(&self, before: &Statement, statement: &Statement) -> bool {
        let view = self.view;
        let unit = |statement: &Statement| statement.amount.unit.as_ref().map(|unit| unit.text(view));
        let plain = |statement: &Statement| !statement.amount.predicate && statement.amount.sense.is_none();
        let gap = before.amount.end..statement.left.start.max(before.amount.end);
        before.segment == statement.segment
            && before.kin == statement.kin
            && before.kin == Kin::Root
            && before.amount.sense.is_none()
            && plain(statement)
            && unit(before).is_some()
            && unit(before) == unit(statement)
            && gap.len() == 1
            && gap.clone().all(|at| self.joins(at))
    }

    fn joins(&self, at: usize) -> bool {
        self.view.is(at, TokenKind::Comma) || matches!(self.view.link_at(at), Some((_, LinkKind::And)))
    }

    /// "100% hồ sơ cấp tỉnh, 80% cấp huyện và 50% cấp xã được xử lý": what is said of the last is said of all.
    pub(super) fn share_predicates(&mut self) {
        for last in (1..self.found.len()).rev() {
            let Some(predicate) =
                self.predicate(&self.found[last]).filter(|said| said.start > self.found[last].tail.start)
            else {
                continue;
            };
            for index in (0..last).rev() {
                let (statement, next) = (&self.found[index], &self.found[index + 1]);
                let gap = statement.tail.end..next.amount.zone.max(statement.tail.end);
                let alike = self.is_share(statement)
                    && statement.segment == next.segment
                    && gap.len() == 1
                    && self.joins(gap.start)
                    && self.predicate(statement).is_none();
                if !alike {
                    break;
                }
                self.found[index].said = Some(predicate.clone());
            }
        }
    }

    /// "80% cấp huyện": a share of what stands behind it, in the row of its sentence.
    fn is_share(&self, statement: &Statement) -> bool {
        statement.left.is_empty()
            && statement.head.is_none()
            && statement.amount.is_percent()
            && !statement.tail.is_empty()
            && statement.said.is_none()
    }

    /// From the verb on, what is said of a share.
    fn predicate(&self, statement: &Statement) -> Option<Range<usize>> {
        if !self.is_share(statement) {
            return None;
        }
        let tail = &statement.tail;
        // Verbs are too often parts of nouns ("hồ sơ cấp tỉnh") to open a predicate.
        let verb = |at: &usize| {
            matches!(self.view.link_at(*at), Some((_, LinkKind::Light)))
                || matches!(self.view.word(*at), "được" | "đạt" | "bị" | "không" | "có")
        };
        tail.clone().find(verb).map(|start| start..tail.end)
    }
}
