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

    /// "Tỷ trọng nông nghiệp - công nghiệp - dịch vụ là 49%, 31%, 20%": to each member its value.
    pub(super) fn share_out(&mut self) {
        let mut first = 0;
        while first < self.found.len() {
            let shares = &self.found[first];
            let same = |statement: &&Statement| {
                statement.kin == Kin::Same(first)
                    && statement.left == shares.left
                    && statement.amount.is_percent()
                    && statement.amount.zone == statement.amount.number
            };
            let values = 1 + self.found[first + 1..].iter().take_while(same).count();
            let members = if values > 1 { self.members(&self.found[first]) } else { Vec::new() };
            if members.len() == values {
                let head = self.found[first].head.clone().or_else(|| self.measure_noun(&self.found[first]));
                for (statement, member) in self.found[first..first + values].iter_mut().zip(members) {
                    statement.head.clone_from(&head);
                    statement.left = member;
                    statement.kin = Kin::Root;
                }
            }
            first += values;
        }
    }

    /// The names between the dashes of a list, without the noun of measure before the first.
    fn members(&self, statement: &Statement) -> Vec<Range<usize>> {
        let left = &statement.left;
        let start = self.measure_noun(statement).map_or(left.start, |noun| noun.end);
        // "giai đoạn 2026 - 2030" is one name.
        let dash = |at: &usize| self.view.is(*at, TokenKind::Dash) && !self.view.is_number(at + 1);
        let dashes: Vec<usize> = (start..left.end).filter(dash).collect();
        let starts = [start].into_iter().chain(dashes.iter().map(|at| at + 1));
        let ends = dashes.iter().copied().chain([left.end]);
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
