//! From the statements of a sentence to records.

use super::Collector;
use super::accept::{self, Mode};
use super::checks;
use super::parse::Parsed;
use super::qualitative;
use super::record;
use super::statement::{Kin, Statement};
use super::view::View;
use crate::document::{Deadline, SectionId, Target};
use std::ops::Range;

impl<'a> Collector<'_, 'a> {
    /// Writes the records of a sentence; gives the index of its last whole.
    pub(super) fn emit(
        &mut self,
        view: &View<'a>,
        parsed: &Parsed,
        ground: &Ground,
        whole: Option<usize>,
    ) -> Option<usize> {
        if parsed.statements.is_empty() {
            parsed.loose.iter().for_each(|range| self.state(view, parsed, range, ground));
            return None;
        }
        let mut order: Vec<Item<'_>> = parsed.statements.iter().enumerate().map(Item::of_statement).collect();
        order.extend(parsed.loose.iter().map(Item::Loose));
        order.sort_by_key(Item::position);
        let mut records: Vec<Option<usize>> = vec![None; parsed.statements.len()];
        let mut root = None;
        for item in order {
            match item {
                Item::Statement(index, statement) => {
                    let parent = match statement.kin {
                        Kin::Part(of) => Some(records[of]),
                        Kin::PartOfEarlier => Some(whole),
                        Kin::Root | Kin::Same(_) | Kin::Shares(_) => None,
                    };
                    let first = match statement.kin {
                        Kin::Same(of) => Some(records[of]),
                        _ => None,
                    };
                    if parent == Some(None) || first == Some(None) {
                        continue;
                    }
                    let inside_target = parent.is_some() || first.is_some();
                    let mode = if inside_target { Mode::Targets } else { ground.mode };
                    let year = self.sections.document_year();
                    let Some(rule) = accept::rule(view, statement, parsed, mode, year) else {
                        continue;
                    };
                    let parent =
                        parent.or(first.map(|first| first.and_then(|at| self.targets[at].parent))).flatten();
                    records[index] = self.record(view, parsed, statement, ground, parent, rule);
                    if statement.kin == Kin::Root {
                        root = records[index].or(root);
                    }
                }
                Item::Loose(range) => self.state(view, parsed, range, ground),
            }
        }
        root
    }

    /// Writes the records of a state without an amount, if a stretch of text is one.
    fn state(&mut self, view: &View<'a>, parsed: &Parsed, range: &Range<usize>, ground: &Ground) {
        let text = qualitative::Candidate { segment: range, alone: ground.alone, item: ground.item };
        let found = ground.states.then(|| qualitative::target(view, &text, parsed, ground.mode)).flatten();
        let Some(found) = found else { return };
        let deadline = found.deadline.or_else(|| self.deadline_around(ground));
        for indicator in found.indicators {
            self.targets.push(Target {
                indicator,
                quantity: None,
                baseline: None,
                deadline: deadline.clone(),
                parent: None,
                section: ground.section,
                at: view.span(found.tokens.clone()),
                rule: found.rule,
                confidence: None,
            });
        }
    }

    fn record(
        &mut self,
        view: &View<'a>,
        parsed: &Parsed,
        statement: &Statement,
        ground: &Ground,
        parent: Option<usize>,
        rule: &'static str,
    ) -> Option<usize> {
        let times = parsed.times(view);
        let whole_unit = parent
            .and_then(|parent| self.targets[parent].quantity.as_ref())
            .and_then(|quantity| quantity.unit.clone());
        let quantity = record::quantity(view, statement, whole_unit.as_deref());
        let deadline = self.deadline(view, parsed, statement, ground);
        let baseline = statement
            .baseline
            .clone()
            .or_else(|| statement.risen_from.clone())
            .map(|words| view.text(words).to_owned())
            .or_else(|| {
                self.governor(ground.section)
                    .and_then(|governor| governor.baseline.clone())
                    .filter(|_| quantity.change.is_some())
            });
        if let Some(remark) = checks::writing(view, &statement.amount) {
            self.diagnostics.push(remark);
        }
        let first = self.targets.len();
        let named = match statement.kin {
            Kin::Same(of) => &parsed.statements[of],
            _ => statement,
        };
        for indicator in record::indicators(view, named, times) {
            let indicator =
                if indicator.is_empty() { self.sections.topic(ground.section)? } else { indicator };
            self.targets.push(Target {
                indicator,
                quantity: Some(quantity.clone()),
                baseline: baseline.clone(),
                deadline: deadline.clone(),
                parent,
                section: ground.section,
                at: view.span(statement.start..statement.end()),
                rule,
                confidence: None,
            });
        }
        Some(first)
    }

    fn deadline(
        &self,
        view: &View<'a>,
        parsed: &Parsed,
        statement: &Statement,
        ground: &Ground,
    ) -> Option<Deadline> {
        let inside = || {
            let moments = &parsed.times(view).moments;
            moments.iter().find(|moment| moment.is_firm() && statement.left.contains(&moment.tokens.start))
        };
        if let Some(own) = statement.deadline.as_ref().or_else(inside) {
            return Some(own.deadline(view, false));
        }
        // What opens the sentence holds for all of it.
        let lead = parsed.statements.first().and_then(|first| {
            first
                .deadline
                .as_ref()
                .filter(|moment| moment.tokens.end <= first.left.start.min(first.amount.zone))
        });
        lead.map(|moment| moment.deadline(view, true)).or_else(|| self.deadline_around(ground))
    }

    /// The deadline that the headings and lines above a block give.
    fn deadline_around(&self, ground: &Ground) -> Option<Deadline> {
        self.governor(ground.section)?.deadline.clone()
    }
}

/// Where a sentence stands.
pub(super) struct Ground {
    pub(super) section: Option<SectionId>,
    pub(super) mode: Mode,
    /// It is the only sentence of its block.
    pub(super) alone: bool,
    /// The block has a bullet or a label.
    pub(super) item: bool,
    /// States without a number may be targets here.
    pub(super) states: bool,
}

enum Item<'p> {
    Statement(usize, &'p Statement),
    Loose(&'p Range<usize>),
}

impl<'p> Item<'p> {
    fn of_statement((index, statement): (usize, &'p Statement)) -> Self {
        Item::Statement(index, statement)
    }

    fn position(&self) -> usize {
        match self {
            Item::Statement(_, statement) => statement.amount.number,
            Item::Loose(range) => range.start,
        }
    }
}
