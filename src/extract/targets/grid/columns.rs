//! What the columns of a table hold.

use super::{Cell, Ground, MOST_COLUMNS, Table, view};
use crate::document::{Deadline, TokenKind};
use crate::extract::Context;
use crate::extract::targets::amount::amounts;
use crate::extract::targets::moment::{Moment, moments, year};
use crate::extract::targets::unit::unit_at;
use crate::rules::{DeadlineKind, TargetHead};

/// A column that holds figures to be reached.
pub(super) struct ValueColumn {
    pub(super) column: u16,
    pub(super) deadline: Option<Deadline>,
    /// "(tấn)" in the head.
    pub(super) unit: Option<String>,
}

impl<'a> Table<'a> {
    /// The columns of a table of targets; `None` for other tables.
    pub(super) fn new(context: Context<'a>, rows: &[Vec<Cell>], ground: &Ground) -> Option<Table<'a>> {
        let marked = rows.iter().take_while(|row| row.iter().all(|cell| cell.head)).count();
        let head_rows =
            marked.max(usize::from(rows.first()?.iter().any(|cell| !heads(context, *cell).is_empty())));
        let (head, body) = rows.split_at(head_rows.min(rows.len()));
        let head: Vec<Cell> = head.iter().flatten().copied().collect();
        let sense = |wanted: TargetHead, column: u16| {
            head.iter().any(|cell| cell.column == column && heads(context, *cell).contains(&wanted))
        };
        let columns: Vec<u16> = body
            .iter()
            .map(|row| row.iter().map(|cell| cell.column))
            .max_by_key(|row| row.len())?
            .take(MOST_COLUMNS)
            .collect();
        let figures = |column: u16| share_of_figures(context, body, column);
        let unit = columns
            .iter()
            .copied()
            .find(|&column| sense(TargetHead::Unit, column) && holds_units(context, body, column));
        let is_label = |column: &u16| {
            !sense(TargetHead::Number, *column) && Some(*column) != unit && figures(*column) < 0.5
        };
        let label = columns
            .iter()
            .copied()
            .find(|column| sense(TargetHead::Indicator, *column) && is_label(column))
            .or_else(|| {
                columns.iter().copied().find(|column| is_label(column) && !sense(TargetHead::Other, *column))
            })?;
        let values: Vec<ValueColumn> = columns
            .iter()
            .copied()
            .filter(|&column| column > label && Some(column) != unit && figures(column) >= 0.4)
            .filter(|&column| {
                let promised = sense(TargetHead::Value, column) || sense(TargetHead::Goal, column);
                let reported = sense(TargetHead::Result, column) && !promised;
                !reported && (!sense(TargetHead::Other, column) || promised)
            })
            .map(|column| value_column(context, &head, column))
            .filter(|value| {
                let year = value.deadline.as_ref().and_then(|deadline| deadline.year);
                year.is_none_or(|year| ground.year.is_none_or(|document| year >= document))
            })
            .collect();
        let names_targets = head.iter().any(|cell| {
            heads(context, *cell).iter().any(|sense| matches!(sense, TargetHead::Indicator)) && unit.is_some()
        });
        // "Chỉ số | Mục tiêu phấn đấu năm 2025": goals with their own measure, whatever the section is about.
        let names_goals = values.iter().any(|value| {
            sense(TargetHead::Goal, value.column) && share_of_measured(context, body, value.column) >= 0.5
        });
        let named = names_targets || names_goals;
        (!values.is_empty() && (ground.mode.expects_targets() || named)).then_some(Table {
            context,
            head_rows,
            label,
            unit,
            values,
        })
    }
}

/// Which part of a column's cells begin with a figure.
fn share_of_figures(context: Context<'_>, rows: &[Vec<Cell>], column: u16) -> f64 {
    let (mut figures, mut filled) = (0usize, 0usize);
    for cell in rows.iter().flatten().filter(|cell| cell.column == column) {
        let view = view(context, *cell);
        if view.start == view.end {
            continue;
        }
        filled += 1;
        let opens =
            amounts(&view, view.start..view.end).first().is_some_and(|amount| amount.zone <= view.start + 1);
        figures += usize::from(opens);
    }
    if filled == 0 { 0.0 } else { figures as f64 / filled as f64 }
}

/// Which part of a column's filled cells hold a figure with its unit.
fn share_of_measured(context: Context<'_>, rows: &[Vec<Cell>], column: u16) -> f64 {
    let (mut measured, mut filled) = (0usize, 0usize);
    for cell in rows.iter().flatten().filter(|cell| cell.column == column) {
        let view = view(context, *cell);
        filled += usize::from(view.start < view.end);
        let has_unit = amounts(&view, view.start..view.end).iter().any(|amount| amount.unit.is_some());
        measured += usize::from(has_unit);
    }
    if filled == 0 { 0.0 } else { measured as f64 / filled as f64 }
}

/// Whether a column headed "Đơn vị" holds units of measure and not bodies.
fn holds_units(context: Context<'_>, rows: &[Vec<Cell>], column: u16) -> bool {
    let (mut units, mut filled) = (0usize, 0usize);
    for cell in rows.iter().flatten().filter(|cell| cell.column == column) {
        let view = view(context, *cell);
        if view.start < view.end {
            filled += 1;
            units += usize::from(unit_at(&view, view.start).is_some());
        }
    }
    filled > 0 && units * 2 >= filled
}

/// The deadline and the unit that the heads of a column give.
fn value_column(context: Context<'_>, head: &[Cell], column: u16) -> ValueColumn {
    let mut value = ValueColumn { column, deadline: None, unit: None };
    for cell in head.iter().filter(|cell| cell.column == column) {
        let view = view(context, *cell);
        let found = moments(&view, view.start..view.end);
        let bare = (view.start..view.end).find_map(|at| Some((at, year(&view, at)?)));
        let moment = found.into_iter().find(|moment| moment.year.is_some()).or_else(|| {
            // "Kế hoạch năm 2024": the head's own year, whatever else the word before it says elsewhere.
            bare.map(|(at, year)| {
                let opens =
                    at > view.start && matches!(view.ordinal_before(at), Some((first, _)) if first + 1 == at);
                let first = if opens { at - 1 } else { at };
                Moment { tokens: first..at + 1, kind: DeadlineKind::During, year: Some(year) }
            })
        });
        value.deadline = moment.map(|moment| moment.deadline(&view, false)).or(value.deadline);
        if let Some(open) = (view.start..view.end).find(|&at| view.is(at, TokenKind::OpenParen))
            && let Some(unit) = unit_at(&view, open + 1)
        {
            value.unit = Some(unit.text(&view));
        }
    }
    value
}

fn heads(context: Context<'_>, cell: Cell) -> Vec<TargetHead> {
    view(context, cell).heads().map(|(_, sense)| sense).collect()
}
