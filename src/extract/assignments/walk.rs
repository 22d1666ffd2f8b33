//! The walk through the units of a document.

use super::clause::{Clause, Prefix, clause, prefix};
use super::governor::{self, Governor, doers};
use super::record::{Records, Told};
use super::unit::{Marker, Place, Unit, place, units};
use super::work_line::{self, Part};
use crate::document::{Assignment, Duty, SectionId, TokenKind, Zone};
use crate::extract::Context;
use crate::extract::bodies::{Passage, Stop};
use crate::rules::{DutySense, Effect, Rules, WorkSense};
use crate::span::{Normalized, Span};
use std::ops::Range;
use std::rc::Rc;

/// A lead-in with more words than this tells a duty of its own.
const LEAD_IN: usize = 40;

/// Reads all units of a document.
pub fn walk(context: Context<'_>) -> Vec<Assignment> {
    let mut walk = Walk {
        context,
        passage: Passage::new(context),
        records: Records::default(),
        governors: vec![None; context.outline.sections.len()],
        line: None,
        parent: None,
        task: Task::default(),
    };
    for index in 0..context.outline.sections.len() {
        walk.section(SectionId(index as u32));
    }
    walk.records.found
}

struct Walk<'a> {
    context: Context<'a>,
    passage: Passage<'a>,
    records: Records,
    /// For each section the bodies whose duties its units tell.
    governors: Vec<Option<Rc<Governor>>>,
    /// Bodies of a line that ended with a colon, for the units below it in the same section.
    line: Option<Rc<Governor>>,
    /// The sign of an item that ended with a colon: what follows with another sign is part of it.
    parent: Option<Marker>,
    task: Task,
}

/// The task that lines like "- Cơ quan thực hiện:" belong to.
#[derive(Debug, Default)]
struct Task {
    /// The units since the last such line.
    units: Vec<(Range<usize>, Marker)>,
    /// The last unit was such a line.
    closed: bool,
    /// The records of the lines of this task.
    first_record: usize,
}

impl Walk<'_> {
    fn section(&mut self, id: SectionId) {
        let Some(section) = self.context.outline.section(id) else { return };
        let own = governor::of_heading(&mut self.passage, id).map(Rc::new);
        let inherited =
            section.parent.and_then(|parent| self.governors.get(parent.index()).cloned().flatten());
        self.governors[id.index()] = own.or(inherited);
        self.line = None;
        self.parent = None;
        self.task = Task { first_record: self.records.found.len(), ..Task::default() };
        let units = units(self.context, id);
        for (index, unit) in units.iter().enumerate() {
            let list_below = match units.get(index + 1) {
                Some(next) => next.marker != Marker::None,
                None => self.has_plain_child(id),
            };
            self.unit(unit, list_below);
        }
    }

    /// Whether the next section is a numbered paragraph below this one.
    fn has_plain_child(&self, id: SectionId) -> bool {
        self.context
            .outline
            .section(SectionId(id.0 + 1))
            .is_some_and(|next| next.parent == Some(id) && next.heading.is_none())
    }

    fn unit(&mut self, unit: &Unit, list_below: bool) {
        self.passage.load(unit.tokens.clone());
        let Range { start, end } = unit.tokens.clone();
        let parts = work_line::parts(&self.passage, start, end);
        if !parts.is_empty() {
            self.work_line(unit, &parts);
            return;
        }
        if self.task.closed {
            self.task = Task { first_record: self.records.found.len(), ..Task::default() };
        }
        self.task.units.push((unit.tokens.clone(), unit.marker));
        if self.is_part_of_item(unit) {
            return;
        }
        if let Some(at) = work_line::inside(&self.passage, start, end) {
            let parts = work_line::parts(&self.passage, at, end);
            self.task.units = vec![(start..at, unit.marker)];
            self.work_line(unit, &parts);
            return;
        }
        if self.passage.is(start, TokenKind::OpenQuote) {
            return;
        }
        let place = place(self.context, unit.section, unit.zone);
        if unit.marker == Marker::None && self.line.is_some() && !list_below {
            // A paragraph behind the list of a line: the list is over.
            self.line = None;
        }
        let governor = self.line.clone().or_else(|| self.governors[unit.section.index()].clone());
        self.sentences(unit, place, governor, list_below);
        if self.passage.is(end - 1, TokenKind::Colon) {
            self.parent = Some(unit.marker);
        }
    }

    /// Whether the unit belongs to the item above it that ended with a colon, or is a bullet below a bullet.
    fn is_part_of_item(&mut self, unit: &Unit) -> bool {
        match self.parent {
            Some(parent) if unit.marker != parent && unit.marker != Marker::None => true,
            Some(_) => {
                self.parent = None;
                false
            }
            None => {
                let below =
                    self.task.units.iter().rev().nth(1).is_some_and(|(_, marker)| *marker == Marker::Dash);
                unit.marker == Marker::Plus && below
            }
        }
    }

    /// The sentences of a unit: each that names bodies begins a duty, the others go on with the one before.
    fn sentences(&mut self, unit: &Unit, place: Place, governor: Option<Rc<Governor>>, list_below: bool) {
        let Range { start, end } = unit.tokens.clone();
        let closing = self.closes_document(unit);
        let governor = governor.filter(|_| !closing);
        let starts = self.starts(start, end, governor.is_some());
        let mut open: Option<Clause> = None;
        let mut open_start = start;
        for (index, &(at, hard)) in starts.iter().enumerate() {
            if open.as_ref().is_some_and(|clause| at < clause.end) {
                // Inside the list of bodies.
                continue;
            }
            let first = index == 0;
            let stop = starts[index + 1..].iter().find(|(_, hard)| *hard).map_or(end, |(next, _)| *next);
            let next = if self.passage.has_body { clause(&self.passage, at..stop) } else { None };
            let next = next.filter(|clause| {
                self.accepts(clause, place, first, governor.is_some(), closing || clause.relayed)
            });
            // Behind a semicolon only bodies with a duty of their own begin another one.
            let next = next.filter(|clause| hard || clause.stop == Stop::Duty && clause.asked.is_none());
            if let Some(clause) = next {
                self.close(unit, open.take(), governor.as_ref(), open_start..at, list_below);
                open_start = at;
                open = Some(clause);
            }
        }
        self.close(unit, open, governor.as_ref(), open_start..end, list_below);
    }

    /// Whether the unit is a paragraph that closes the document, and not the start of its section.
    fn closes_document(&self, unit: &Unit) -> bool {
        let rules = self.context.rules;
        unit.marker == Marker::None
            && self.task.units.len() > 1
            && self
                .context
                .tokens
                .cue_at(Rules::FLOW, unit.tokens.start)
                .and_then(|cue| rules.flow.row(cue.row))
                .is_some_and(|row| row.fields.effect == Effect::Closing)
    }

    /// Where sentences may begin: the start, behind periods, and behind semicolons where a body stands.
    /// The flag says that a sentence ended before it.
    fn starts(&self, start: usize, end: usize, governed: bool) -> Vec<(usize, bool)> {
        let mut starts = vec![(start, true)];
        if !self.passage.has_body {
            return starts;
        }
        for at in start + 1..end {
            match self.passage.kind(at - 1) {
                Some(TokenKind::Period)
                    if self.passage.capitalized(at)
                        && !self.passage.token(at).is_some_and(|token| token.glued) =>
                {
                    starts.push((at, true));
                }
                Some(TokenKind::Semicolon) if !governed && self.passage.begins_body(at) => {
                    starts.push((at, false))
                }
                _ => {}
            }
        }
        starts
    }

    fn accepts(&self, clause: &Clause, place: Place, first: bool, governed: bool, closing: bool) -> bool {
        let strong = clause.strong(&self.passage);
        let named =
            clause.bodies.iter().all(|body| body.proper) || !clause.bodies.iter().all(|body| body.people);
        if clause.stop == Stop::Colon {
            return first && !clause.opened && !governed && matches!(place, Place::Open | Place::Neutral);
        }
        let acts = !clause.bodies.iter().any(|body| body.bare) || clause.asked.is_some();
        if governed && closing && clause.asked.is_some() {
            return true;
        }
        if governed {
            // Under a body's heading only another body named outright takes over.
            return !clause.opened
                && clause.asked.is_none()
                && clause.stop == Stop::Duty
                && (strong || first)
                && named
                && acts;
        }
        match place {
            Place::Closed => false,
            Place::Narrow => clause.asked.is_some() || strong && first && !clause.opened && named,
            Place::Neutral => {
                strong && (first || clause.asked.is_some())
                    || first && !clause.opened && named && acts && clause.stop == Stop::Duty
            }
            Place::Open => {
                clause.asked.is_some()
                    || strong
                    || clause.stop == Stop::Duty
                        && (first || named)
                        && (acts || first && clause.bodies.len() > 1)
                    || first && acts && clause.bodies.iter().all(|body| body.proper)
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
    ) {
        if stretch.is_empty() {
            return;
        }
        let Range { start, end } = stretch;
        let last = end == unit.tokens.end;
        let colon = last && self.passage.is(end - 1, TokenKind::Colon);
        match (clause, governor) {
            (Some(clause), _) => {
                let duty = prefix(&self.passage, clause.end, end);
                let asked = clause.asked.map(|(_, row)| row);
                let told = doers(&self.passage, &clause.bodies, asked, &duty.role, duty.row);
                let empty = duty.task >= end;
                if colon && (empty || list_below && self.leads_in(&duty, end)) {
                    let mut all = told;
                    for (bodies, _) in &duty.supporters {
                        all.extend(doers(&self.passage, bodies, None, &Some(Duty::Support), duty.row));
                    }
                    self.govern(unit.section, Governor { doers: all });
                    return;
                }
                let at = self.span(start, end);
                self.records.add(
                    &self.passage,
                    &told,
                    &Told { prefix: &duty, end, section: unit.section, at },
                );
            }
            (None, Some(governor)) if start == unit.tokens.start => {
                let duty = prefix(&self.passage, start, end);
                if colon && list_below && self.leads_in(&duty, end) {
                    return;
                }
                let mut told = governor.doers.clone();
                if let Some(role) = duty.role {
                    let rules = &self.context.rules.duties;
                    for doer in told.iter_mut().filter(|doer| doer.role != Duty::Support) {
                        doer.role = role;
                        if let Some(row) = duty.row.and_then(|row| rules.row(row)) {
                            doer.rule = row.id.0;
                        }
                    }
                }
                let at = self.span(start, end);
                self.records.add(
                    &self.passage,
                    &told,
                    &Told { prefix: &duty, end, section: unit.section, at },
                );
            }
            _ => {}
        }
    }

    /// Whether the task only says that a list of duties follows.
    fn leads_in(&self, duty: &Prefix, end: usize) -> bool {
        let list = (duty.task..end).any(|at| {
            self.passage.duty(at).is_some_and(|(sense, len, _)| sense == DutySense::List && at + len == end)
        });
        list && end - duty.task <= LEAD_IN
    }

    fn govern(&mut self, section: SectionId, governor: Governor) {
        let governor = Rc::new(governor);
        self.governors[section.index()] = self.governors[section.index()].clone().or(Some(governor.clone()));
        self.line = Some(governor);
        self.parent = None;
    }

    fn span(&self, start: usize, end: usize) -> Span<Normalized> {
        self.context.tokens.span(start..end)
    }

    /// A line that says who does the task above it and by when.
    fn work_line(&mut self, unit: &Unit, parts: &[Part]) {
        if !self.task.closed {
            self.task.closed = true;
            self.task.first_record = self.records.found.len();
        }
        let Some((task, at)) = self.task_above(unit) else { return };
        for part in parts {
            let role = match part.sense {
                WorkSense::Lead => Duty::Lead,
                WorkSense::Support => Duty::Support,
                WorkSense::Responsible => Duty::Responsible,
                WorkSense::Deadline => {
                    let words = super::record::text(&self.passage, part.value.clone());
                    for record in &mut self.records.found[self.task.first_record..] {
                        record.deadline.get_or_insert_with(|| words.clone());
                    }
                    continue;
                }
                WorkSense::Task | WorkSense::Other => continue,
            };
            let rule = match role {
                Duty::Lead => "lead",
                Duty::Support => "support",
                _ => "responsible",
            };
            let rule = self.context.rules.work_heads.by_id(rule).map_or(super::record::NAMED, |row| row.id.0);
            for doer in work_line::value(&self.passage, part.value.clone(), role, rule) {
                let here = &self.records.found[self.task.first_record..];
                if here.iter().any(|record| record.body == doer.body) {
                    continue;
                }
                self.records.found.push(Assignment {
                    body: doer.body,
                    role: doer.role,
                    task: task.clone(),
                    deadline: None,
                    section: Some(unit.section),
                    at: at.cover(self.span(part.value.start, part.value.end)),
                    rule: doer.rule,
                    confidence: None,
                });
            }
        }
    }

    /// The words of the task that a line belongs to: the units above it in its section, or the section's heading.
    fn task_above(&self, unit: &Unit) -> Option<(String, Span<Normalized>)> {
        let units = &self.task.units;
        let below =
            unit.marker == Marker::Plus && units.last().is_some_and(|(_, marker)| *marker == Marker::Dash);
        let from = if below { units.last() } else { units.first() };
        let span = match (from, units.last()) {
            (Some((first, _)), Some((last, _))) => self.span(first.start, last.end),
            _ => self.context.outline.section(unit.section)?.heading?,
        };
        let words = self.context.layout.str(span).replace('\n', " ");
        let words = words.trim().trim_end_matches(['.', ';', ',', ':', '(', '-', ' ']).to_owned();
        (!words.is_empty() && unit.zone != Zone::Preamble).then_some((words, span))
    }
}
