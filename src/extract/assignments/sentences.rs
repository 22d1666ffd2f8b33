//! The sentences of a unit: which bodies they tell to act, by their own words or those above them.

use super::clause::{Clause, Prefix, clause, prefix};
use super::governor::{Governor, doers};
use super::unit::{Marker, Place, Unit};
use super::walk::Walk;
use crate::document::{Duty, TokenKind};
use crate::extract::bodies::{Mode, Stop};
use crate::rules::DutySense;
use std::ops::Range;
use std::rc::Rc;

/// A duty in words of its own has no fewer words than this.
const SHORTEST_DUTY: usize = 4;
/// A lead-in with more words than this tells a duty of its own.
const LEAD_IN: usize = 40;
/// A task of no more words than this in front of a list only leads in to it.
const EMPTY: usize = 2;

/// A duty has a verb among its first tokens.
const TASK_REACH: usize = 40;

/// A sentence is looked for among so many starts.
const SENTENCE_REACH: usize = 200;

/// The label of an item has no more words than this.
const LABEL_REACH: usize = 8;

/// Where a sentence may begin.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Start {
    /// The unit's.
    First,
    /// Behind a period, or behind the colon of a label.
    Sentence,
    /// Behind a semicolon, where bodies stand.
    Part,
    /// Behind the label of an item: "- Về giống: Các cơ quan …".
    Label,
    /// At "giao" inside a sentence.
    Request,
}

impl Walk<'_> {
    /// Reads the sentences of a unit: each that names bodies begins a duty, the others go on with the one before.
    pub fn sentences(&mut self, unit: &Unit, place: Place, governor: Option<Rc<Governor>>, list_below: bool) {
        if !self.passage.has_body && governor.is_none() {
            return;
        }
        let Range { start, end } = unit.tokens.clone();
        let governed = governor.as_ref().is_some_and(|governor| !governor.weak);
        let mut starts = std::mem::take(&mut self.starts);
        self.find_starts(start, end, governed, &mut starts);
        let mut open: Option<Clause> = None;
        let mut open_start = start;
        for (index, &(at, kind)) in starts.iter().enumerate() {
            if open.as_ref().is_some_and(|clause| at < clause.end) {
                // Inside the list of bodies.
                continue;
            }
            let imperative = open.as_ref().is_none_or(|clause| clause.asked.is_some());
            if kind == Start::Request && (!imperative || governed) {
                continue;
            }
            // No list or opening clause is so long that it matters where a sentence ends that is longer.
            let stop = starts[index + 1..]
                .iter()
                .take(SENTENCE_REACH)
                .find(|(_, kind)| *kind == Start::Sentence)
                .map_or(end, |(next, _)| *next);
            let next = if self.passage.has_body { clause(&self.passage, at..stop) } else { None };
            let next = next.filter(|clause| self.accepts(unit, clause, place, kind, governed));
            if let Some(clause) = next {
                self.close(unit, open.take(), governor.as_ref(), open_start..at, list_below, place);
                open_start = at;
                open = Some(clause);
            }
        }
        self.close(unit, open, governor.as_ref(), open_start..end, list_below, place);
        self.starts = starts;
    }

    fn find_starts(&self, start: usize, end: usize, governed: bool, starts: &mut Vec<(usize, Start)>) {
        starts.clear();
        starts.push((start, Start::First));
        if !self.passage.has_body {
            return;
        }
        let passage = &self.passage;
        let rules = &self.context.rules.duties;
        let asks = |at| passage.duty(at).filter(|(sense, ..)| *sense == DutySense::Ask);
        let mid = |at| asks(at).and_then(|(_, _, row)| rules.row(row)).is_some_and(|row| row.fields.mid);
        for (behind, before) in passage.tokens(start..end.saturating_sub(1)) {
            let at = behind + 1;
            let kind = match before.kind {
                // Most tokens stand behind a word.
                TokenKind::Word => continue,
                TokenKind::Period
                    if passage.token(at).is_some_and(|token| token.is_capitalized() && !token.glued) =>
                {
                    Start::Sentence
                }
                TokenKind::Colon if passage.capitalized(at) && asks(at).is_some() => Start::Sentence,
                TokenKind::Colon if !governed && passage.capitalized(at) && self.is_label(start..at - 1) => {
                    Start::Label
                }
                TokenKind::Semicolon if !governed && passage.begins_body(at) => Start::Part,
                TokenKind::Semicolon | TokenKind::Comma if mid(at) => Start::Request,
                TokenKind::Comma if !governed && passage.capitalized(at) && self.bound(at, end) => {
                    Start::Part
                }
                _ => continue,
            };
            starts.push((at, kind));
        }
    }

    /// Whether the words before a colon only say what the item is about.
    fn is_label(&self, words: Range<usize>) -> bool {
        words.len() <= LABEL_REACH
            && words.clone().all(|at| self.passage.is(at, TokenKind::Word))
            && !self.passage.begins_body(words.start)
            && self.passage.work(words.start).is_none()
            && self.passage.begins_body(words.end + 1)
    }

    /// Whether a list of bodies begins there and "có trách nhiệm" ends it.
    fn bound(&self, at: usize, end: usize) -> bool {
        self.passage.list(at, end, Mode::Sentence).is_some_and(|list| {
            self.passage.duty(list.end).is_some_and(|(sense, ..)| sense == DutySense::Bound)
        })
    }

    fn accepts(&self, unit: &Unit, clause: &Clause, place: Place, start: Start, governed: bool) -> bool {
        let first = matches!(start, Start::First | Start::Label);
        let asked = clause.asked.is_some();
        let strong = clause.strong(&self.passage);
        let proper = clause.bodies.iter().all(|body| body.proper);
        let named = proper || !clause.bodies.iter().all(|body| body.people);
        let acts = asked || clause.bodies.len() > 1 || !clause.bodies.iter().any(|body| body.bare);
        let ordered = asked && !clause.relayed;
        if matches!(start, Start::Part | Start::Label) && (clause.stop != Stop::Duty || ordered) {
            return false;
        }
        if clause.stop == Stop::Colon {
            let heads =
                first && !clause.opened && (!governed || unit.marker != Marker::None) || asked && !governed;
            let told = clause.end + 1 >= unit.tokens.end || self.passage.begins_task(clause.end + 1);
            return heads && told && !matches!(place, Place::Narrow | Place::Closed);
        }
        if governed {
            // Under a body's heading only another body named outright takes over, or one that asks another.
            let described = clause.bodies.iter().all(|body| !body.plain && !body.people && !body.bare);
            let handed_on = asked && first && described && clause.stop == Stop::Duty;
            return clause.relayed
                || handed_on && !clause.opened
                || !clause.opened
                    && !asked
                    && clause.stop == Stop::Duty
                    && (strong || first)
                    && named
                    && acts;
        }
        match place {
            Place::Closed => false,
            Place::Narrow => asked || strong && first && !clause.opened && named,
            Place::Neutral => {
                let grounded = first && clause.opened && self.passage.ground(unit.tokens.start) > 0;
                grounded && proper && clause.stop == Stop::Duty
                    || strong && (first || asked)
                    || first && !clause.opened && named && acts && clause.stop == Stop::Duty
            }
            Place::Open => {
                asked || strong || clause.stop == Stop::Duty && named && acts || first && acts && proper
            }
            Place::Implementation => {
                asked
                    || strong
                    || clause.stop == Stop::Duty && (first || named) && acts
                    || first && acts && proper
            }
        }
    }

    /// Writes the records of a stretch that begins with a clause, or that the bodies above govern.
    fn close(
        &mut self,
        unit: &Unit,
        clause: Option<Clause>,
        governor: Option<&Rc<Governor>>,
        stretch: Range<usize>,
        list_below: bool,
        place: Place,
    ) {
        let Range { start, end } = stretch;
        if start >= end {
            return;
        }
        let last = end == unit.tokens.end;
        let colon = last && self.passage.is(end - 1, TokenKind::Colon);
        let whole = start == unit.tokens.start;
        match (clause, governor) {
            (Some(clause), _) => {
                let duty = prefix(&self.passage, clause.end, end);
                let told = doers(&self.passage, &clause.bodies, clause.asked.map(|(_, row)| row), &duty);
                // "Sở Nội vụ có trách nhiệm." over a list: the mark is wrong, the sense is not.
                let stopped = last
                    && list_below
                    && self.passage.is(end - 1, TokenKind::Period)
                    && clause.strong(&self.passage)
                    && self.passage.words(duty.task..end).nth(EMPTY).is_none();
                if stopped || colon && (duty.task >= end || list_below && self.leads_in(&duty, end)) {
                    let below = Governor::with_supporters(&self.passage, told, &duty);
                    match governor.filter(|governor| !governor.weak && unit.marker != Marker::None) {
                        // "- Ủy ban nhân dân các xã:" among bullets of the same sign: those behind it are its own.
                        Some(_) if self.next == Some(unit.marker) => self.govern(unit, below, false),
                        Some(_) => self.below = Some((unit.marker, Rc::new(below))),
                        None => self.govern(unit, below, true),
                    }
                    return;
                }
                let first = self.records.found.len();
                self.records.add(&self.passage, &told, &duty, start..end, unit.section);
                if unit.marker == Marker::None
                    && !colon
                    && place == Place::Open
                    && !clause.opened
                    && !clause.relayed
                {
                    self.told = Some(first..self.records.found.len());
                    self.govern(unit, Governor { doers: told, weak: true, firm: true }, false);
                }
            }
            (None, _) if whole && self.only_bodies(start, end) => {
                // A heading that was taken for a paragraph: "9. Tỉnh đoàn, các trường đại học".
                let list = self.passage.list(start, end, Mode::Sentence);
                let bodies = list.map(|list| list.bodies).unwrap_or_default();
                if (list_below || !unit.last) && governor.is_none() && bodies.iter().all(|body| !body.bare) {
                    let doers = doers(&self.passage, &bodies, None, &prefix(&self.passage, end, end));
                    self.govern(unit, Governor { doers, weak: false, firm: true }, true);
                }
            }
            (None, Some(governor)) if whole => {
                if unit.marker == Marker::None && self.units_read() > 1 && self.passage.begins_body(start) {
                    // Another body is its subject, and is not told to act.
                    return;
                }
                if self.only_names(start, end) {
                    return;
                }
                let duty = prefix(&self.passage, start, end);
                let told = governor.in_role(self.context, &duty);
                if colon && list_below && self.leads_in(&duty, end) {
                    let below = Governor::with_supporters(&self.passage, told, &duty);
                    self.below = Some((unit.marker, Rc::new(below)));
                    return;
                }
                if self.goes_on(unit, start..end) || !self.tells_duty(unit, start, end) {
                    return;
                }
                self.records.add(&self.passage, &told, &duty, start..end, unit.section);
            }
            _ => {}
        }
    }

    /// A paragraph behind a duty whose bodies the item named goes on with it: all duties of one item are one record.
    fn goes_on(&mut self, unit: &Unit, stretch: Range<usize>) -> bool {
        let Some(told) = self.told.clone().filter(|_| unit.marker == Marker::None) else { return false };
        if self.passage.begins_task(stretch.start) {
            self.records.extend(&self.passage, told.clone(), stretch);
            self.told = Some(told.start..self.records.found.len());
        }
        true
    }

    /// Whether an item names something and tells no duty: "Trạm Y tế xã: 02 cán bộ".
    fn only_names(&self, start: usize, end: usize) -> bool {
        let passage = &self.passage;
        let reach = end.min(start + TASK_REACH);
        let acts = (start..reach).any(|at| passage.verb(at) > 0 || passage.duty(at).is_some());
        let labelled = (start..reach).any(|at| passage.is(at, TokenKind::Colon));
        !acts && (labelled || passage.begins_body(start) || passage.capitalized(start + 1))
    }

    /// Whether a unit that names no body can be a duty of those above it, and is no scrap of a table that was torn into
    /// lines.
    fn tells_duty(&self, unit: &Unit, start: usize, end: usize) -> bool {
        // "3. Cục Thống kê: phối hợp với …"
        let run_in = start > 0
            && self.context.tokens.tokens.get(start - 1).is_some_and(|token| token.kind == TokenKind::Colon)
            && self.passage.begins_task(start);
        let begins = unit.marker != Marker::None || self.passage.capitalized(start) || run_in;
        begins && self.passage.words(start..end).nth(SHORTEST_DUTY - 1).is_some()
    }

    /// Whether nothing but bodies stands there.
    fn only_bodies(&self, start: usize, end: usize) -> bool {
        self.passage
            .list(start, end, Mode::Sentence)
            .is_some_and(|list| list.stop == Stop::End && list.end + 2 >= end)
    }

    /// Whether the task only says that a list of duties follows.
    fn leads_in(&self, duty: &Prefix, end: usize) -> bool {
        let no_more_than = |most: usize| self.passage.words(duty.task..end).nth(most).is_none();
        let list = || {
            (duty.task..end).any(|at| {
                let duty = self.passage.duty(at);
                duty.is_some_and(|(sense, len, _)| sense == DutySense::List && at + len == end)
            })
        };
        no_more_than(EMPTY) || no_more_than(LEAD_IN) && list()
    }

    /// Lets bodies govern the units below: those of the section, and with `children` the numbered paragraphs below it.
    fn govern(&mut self, unit: &Unit, governor: Governor, children: bool) {
        let governor = Rc::new(governor);
        if children {
            self.governors[unit.section.index()].get_or_insert_with(|| governor.clone());
        }
        self.line = Some(governor);
    }
}

impl Governor {
    /// The bodies with the role that the words at the start of an item give them.
    fn in_role(&self, context: crate::extract::Context<'_>, duty: &Prefix) -> Vec<super::record::Doer> {
        let mut told = self.doers.clone();
        if let Some(role) = duty.role {
            let rule = duty.row.and_then(|row| context.rules.duties.row(row)).map(|row| row.id.0);
            for doer in told.iter_mut().filter(|doer| doer.role != Duty::Support) {
                doer.role = role;
                doer.rule = rule.unwrap_or(doer.rule);
            }
        }
        told
    }
}
