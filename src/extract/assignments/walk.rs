//! The walk through the units of a document.

use super::governor::{self, Governor};
use super::record::{self, Records};
use super::sentences::Start;
use super::unit::{self, Marker, Place, Unit, catalogues, place};
use super::work_line::{self, Part};
use crate::document::{Assignment, Duty, PartialDate, SectionId, TokenKind, Zone};
use crate::extract::Context;
use crate::extract::bodies::Passage;
use crate::rules::{DutySense, Effect, HeadKind, Rules, WorkSense};
use crate::span::{Normalized, Span};
use std::ops::Range;
use std::rc::Rc;

/// The head of a list of bodies before a colon has no more tokens than this.
const HEAD_REACH: usize = 12;

/// The words that announce a list of cases are no more tokens than this.
const CASES_REACH: usize = 8;

/// Reads all units of a document.
pub fn walk(context: Context<'_>, issued: Option<PartialDate>) -> Vec<Assignment> {
    let mut walk = Walk {
        context,
        passage: Passage::new(context),
        records: Records::new(issued),
        governors: vec![None; context.outline.sections.len()],
        places: Vec::with_capacity(context.outline.sections.len()),
        cases: vec![false; context.outline.sections.len()],
        line: None,
        below: None,
        item: None,
        told: None,
        task: Task::default(),
        next: None,
        catalogues: catalogues(context),
        starts: Vec::new(),
    };
    let mut units = Vec::new();
    for index in 0..context.outline.sections.len() {
        walk.section(SectionId(index as u32), &mut units);
    }
    walk.records.found
}

/// What is known while the units of a document are read one after the other.
pub struct Walk<'a> {
    pub context: Context<'a>,
    pub passage: Passage<'a>,
    pub records: Records,
    /// For each section the bodies whose duties its units tell.
    pub governors: Vec<Option<Rc<Governor>>>,
    /// What the sections so far let their sentences mean.
    places: Vec<Place>,
    /// Sections below which cases are listed, and no duties.
    cases: Vec<bool>,
    /// Bodies of a line above a list, for the units below it in the same section.
    pub line: Option<Rc<Governor>>,
    /// Bodies of a bullet inside such a list, and its sign: for the units with other signs below it.
    pub below: Option<(Marker, Rc<Governor>)>,
    /// The last unit of this section that told a duty: units with deeper signs below it are part of it.
    pub item: Option<Item>,
    /// The records of the last duty of this section whose bodies the unit itself named.
    pub told: Option<Range<usize>>,
    task: Task,
    /// The sign of the next unit of the section.
    pub next: Option<Marker>,
    /// Annexes that only list things: their sentences tell no duties.
    catalogues: Vec<Range<u32>>,
    /// Where the sentences of a unit may begin, kept for its room.
    pub starts: Vec<(usize, Start)>,
}

/// A unit that told a duty.
#[derive(Debug, Clone, Copy)]
pub struct Item {
    pub marker: Marker,
    /// It ended with a colon.
    pub colon: bool,
}

/// The task that lines like "- Cơ quan thực hiện:" belong to.
#[derive(Debug, Default)]
struct Task {
    /// The units since the last such line.
    units: Vec<(Range<usize>, Marker)>,
    /// The last unit was such a line.
    closed: bool,
    /// The first record of the lines of this task.
    first_record: usize,
}

impl Task {
    /// Begins a task, whose first record will have this index.
    fn begin(&mut self, first_record: usize) {
        self.units.clear();
        self.closed = false;
        self.first_record = first_record;
    }
}

impl Walk<'_> {
    /// Reads a section; `units` is room for its units.
    fn section(&mut self, id: SectionId, units: &mut Vec<Unit>) {
        let Some(section) = self.context.outline.section(id) else { return };
        let around = section.parent.and_then(|parent| self.places.get(parent.index()));
        let place = place(section, around.copied().unwrap_or(Place::Open));
        self.places.push(place);
        if section.parent.is_some_and(|parent| self.cases[parent.index()]) && section.heading.is_none() {
            self.cases[id.index()] = true;
            return;
        }
        units.clear();
        unit::units(self.context, id, units);
        let heading = self.context.heading(section);
        let joined = heading.clone().is_some_and(|heading| self.join_shared_head(heading, units));
        let named = heading.clone().filter(|_| !joined);
        let own = named.and_then(|heading| governor::of_heading(&mut self.passage, heading, place));
        let inherited =
            section.parent.and_then(|parent| self.governors.get(parent.index()).cloned().flatten());
        let inherited = inherited.filter(|governor| governor.firm || section.heading.is_none());
        self.governors[id.index()] = own.map(Rc::new).or(inherited);
        if let Some(heading) = heading
            && self.governors[id.index()].is_some()
            && let Some(lead) = self.leads_to_cases(id, heading)
        {
            // "2. Thu hồi giấy phép trong các trường hợp sau:": the duty is the heading.
            units.insert(0, lead);
        }
        self.line = None;
        self.below = None;
        self.item = None;
        self.told = None;
        self.task.begin(self.records.found.len());
        for (index, unit) in units.iter().enumerate() {
            self.next = units.get(index + 1).map(|next| next.marker);
            let list_below = match self.next {
                Some(next) => next != Marker::None,
                None => self.has_plain_child(id),
            };
            self.unit(unit, list_below);
            self.cases[id.index()] |= self.lists_cases(unit.tokens.clone());
        }
    }

    /// Whether the loaded words end with those that announce a list of cases.
    fn lists_cases(&self, tokens: Range<usize>) -> bool {
        let end = tokens.end;
        tokens.rev().take(CASES_REACH).any(|at| {
            let duty = self.passage.duty(at);
            duty.is_some_and(|(sense, len, _)| sense == DutySense::Cases && at + len == end)
        })
    }

    /// The heading of a section with the colon behind it, where it announces cases.
    fn leads_to_cases(&mut self, section: SectionId, heading: Range<usize>) -> Option<Unit> {
        let tokens = heading.start..heading.end + 1;
        self.passage.load(tokens.clone());
        let cases = self.lists_cases(tokens.clone());
        cases.then_some(Unit { tokens, section, marker: Marker::None, zone: Zone::Body, last: false })
    }

    /// "4. Các sở: Xây dựng, Công Thương …": what was taken for a run-in heading is the head of a list of bodies.
    /// True where it was so.
    fn join_shared_head(&mut self, heading: Range<usize>, units: &mut [Unit]) -> bool {
        let Some(first) = units.first_mut() else { return false };
        let start = heading.start;
        let behind = first.tokens.start;
        if behind <= start || behind - start > HEAD_REACH {
            return false;
        }
        self.passage.load(start..first.tokens.end);
        let office = (start..behind).any(|at| {
            self.passage.head(at).is_some_and(|head| {
                head.fields.kind == HeadKind::Office
                    && at + head.len + 1 == behind
                    && self.passage.is(behind - 1, TokenKind::Colon)
            })
        });
        let joins = office && self.passage.sector(behind) > 0;
        if joins {
            first.tokens.start = start;
        }
        joins
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
        let listed = self.is_listed(unit);
        let place = match unit.zone {
            _ if listed => Place::Closed,
            Zone::Preamble => Place::Narrow,
            _ => self.places.get(unit.section.index()).copied().unwrap_or(Place::Open),
        };
        let parts = work_line::parts(&self.passage, start, end);
        if !parts.is_empty() {
            self.work_line(unit, &parts);
            if !parts.iter().any(|part| part.sense.names_bodies()) && self.asks(start, end) {
                self.sentences(unit, place, None, list_below);
            }
            return;
        }
        if self.task.closed {
            self.task.begin(self.records.found.len());
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
        if listed || self.passage.is(start, TokenKind::OpenQuote) {
            return;
        }
        if self.passage.has_body
            && let Some(inside) = work_line::bracket(&self.passage, start, end)
        {
            self.task.units = vec![(start..inside.start - 1, unit.marker)];
            self.work_line(unit, &[Part { sense: WorkSense::Responsible, value: inside }]);
            return;
        }
        let closing = self.closes_document(unit);
        self.below =
            self.below.take().filter(|(marker, _)| unit.marker != *marker && unit.marker != Marker::None);
        let above = self.below.as_ref().map(|(_, governor)| governor.clone());
        let above = above.or_else(|| self.line.clone());
        let above = above.or_else(|| self.governors[unit.section.index()].clone());
        let before = self.records.found.len();
        self.item = None;
        self.sentences(unit, place, above.filter(|_| !closing), list_below);
        if self.records.found.len() > before {
            self.item = Some(Item { marker: unit.marker, colon: self.passage.is(end - 1, TokenKind::Colon) });
        }
    }

    fn is_listed(&self, unit: &Unit) -> bool {
        if self.catalogues.is_empty() {
            return false;
        }
        let Some(section) = self.context.outline.section(unit.section) else { return false };
        let block =
            self.context.layout.block_at(self.span(unit.tokens.start, unit.tokens.end).start()) as u32;
        let block = block.max(section.blocks.0);
        let index = self.catalogues.partition_point(|listed| listed.end <= block);
        self.catalogues.get(index).is_some_and(|listed| listed.start <= block)
    }

    /// Whether the unit belongs to the item above it: a list below its colon, or "+" below "-".
    fn is_part_of_item(&self, unit: &Unit) -> bool {
        self.item.is_some_and(|item| {
            let deeper = unit.marker != item.marker && unit.marker != Marker::None;
            deeper && (item.colon || item.marker == Marker::Dash && unit.marker == Marker::Plus)
        })
    }

    /// How many units of this task were read, this one included.
    pub fn units_read(&self) -> usize {
        self.task.units.len()
    }

    fn asks(&self, start: usize, end: usize) -> bool {
        (start..end).any(|at| self.passage.duty(at).is_some_and(|(sense, ..)| sense == DutySense::Ask))
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

    pub fn span(&self, start: usize, end: usize) -> Span<Normalized> {
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
                    let words = record::text(&self.passage, part.value.clone());
                    let last = self.records.found.len().saturating_sub(record::MOST);
                    for record in &mut self.records.found[self.task.first_record.max(last)..] {
                        record.deadline.get_or_insert_with(|| words.clone());
                    }
                    continue;
                }
                WorkSense::Task | WorkSense::Other => continue,
            };
            let rule = record::head_rule(self.context, role);
            for doer in work_line::value(&self.passage, part.value.clone(), role, rule) {
                let found = &self.records.found;
                let here = &found[self.task.first_record.max(found.len().saturating_sub(record::MOST))..];
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

    /// The start of a task behind "Nội dung:".
    fn behind_label(&self, unit: &Range<usize>) -> usize {
        let rules = self.context.rules;
        let tokens = self.context.tokens;
        let label = tokens.cue_at(Rules::WORK_HEADS, unit.start).filter(|cue| {
            rules.work_heads.row(cue.row).is_some_and(|row| row.fields.sense == WorkSense::Task)
        });
        match label.map(|cue| cue.end as usize) {
            Some(end)
                if tokens.tokens.get(end).is_some_and(|token| token.kind == TokenKind::Colon)
                    && end + 1 < unit.end =>
            {
                end + 1
            }
            _ => unit.start,
        }
    }

    /// The words of the task that a line belongs to: the units above it in its section, or the section's heading.
    fn task_above(&self, unit: &Unit) -> Option<(String, Span<Normalized>)> {
        let units = &self.task.units;
        let below =
            unit.marker == Marker::Plus && units.last().is_some_and(|(_, marker)| *marker == Marker::Dash);
        let from = if below { units.last() } else { units.first() };
        let span = match (from, units.last()) {
            (Some((first, _)), Some((last, _))) => {
                self.span(self.behind_label(first), last.end.min(first.start + record::LONGEST))
            }
            _ => self.context.outline.section(unit.section)?.heading?,
        };
        let words = self.context.layout.str(span).replace('\n', " ");
        let words = words.trim().trim_end_matches(['.', ';', ',', ':', '(', '-', ' ']).to_owned();
        (!words.is_empty() && unit.zone != Zone::Preamble).then_some((words, span))
    }
}
