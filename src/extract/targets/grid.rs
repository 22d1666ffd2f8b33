//! Tables of targets: one record for each row and value.

use super::accept::Mode;
use super::amount::{Amount, Left, amounts, left_zone};
use super::context::Governor;
use super::moment::{Moment, moments, year};
use super::record;
use super::unit::unit_at;
use super::view::View;
use crate::document::{BlockKind, Comparator, Deadline, Quantity, SectionId, Target, TokenKind};
use crate::extract::Context;
use crate::rules::{DeadlineKind, LinkKind, TargetHead};
use std::ops::Range;

/// Reads the table in `blocks` and appends its targets.
pub fn read(
    context: Context<'_>,
    blocks: Range<usize>,
    section: Option<SectionId>,
    mode: Mode,
    governor: Option<&Governor>,
    targets: &mut Vec<Target>,
) {
    if mode == Mode::Closed {
        return;
    }
    let rows = rows(context, blocks);
    let Some(table) = Table::new(context, &rows, mode) else { return };
    let mut state =
        State { deadline: governor.and_then(|governor| governor.deadline.clone()), ..State::default() };
    for row in &rows[table.head_rows..] {
        table.row(row, section, mode, &mut state, targets);
    }
}

/// More columns than any table of targets has.
const MOST_COLUMNS: usize = 64;

/// A cell: its column and its block.
#[derive(Debug, Clone, Copy)]
struct Cell {
    column: u16,
    block: usize,
    head: bool,
}

fn rows(context: Context<'_>, blocks: Range<usize>) -> Vec<Vec<Cell>> {
    let mut rows: Vec<(u32, Vec<Cell>)> = Vec::new();
    for block in blocks {
        let BlockKind::Cell { row, column, head, .. } = context.layout.blocks[block].kind else { continue };
        let cell = Cell { column, block, head };
        match rows.last_mut() {
            Some((last, cells)) if *last == row => cells.push(cell),
            _ => rows.push((row, vec![cell])),
        }
    }
    rows.into_iter().map(|(_, cells)| cells).collect()
}

/// A column that holds figures to be reached.
struct ValueColumn {
    column: u16,
    deadline: Option<Deadline>,
    /// "(tấn)" in the head.
    unit: Option<String>,
}

struct Table<'a> {
    context: Context<'a>,
    head_rows: usize,
    label: u16,
    unit: Option<u16>,
    values: Vec<ValueColumn>,
}

/// What rows above say of the rows below.
#[derive(Default)]
struct State {
    deadline: Option<Deadline>,
    /// The last row that is no part of another: its unit and its first record in each value column.
    whole: Option<Whole>,
}

struct Whole {
    unit: Option<String>,
    records: Vec<(u16, usize)>,
}

impl<'a> Table<'a> {
    /// The columns of a table of targets; `None` for other tables.
    fn new(context: Context<'a>, rows: &[Vec<Cell>], mode: Mode) -> Option<Table<'a>> {
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
                let reported = sense(TargetHead::Result, column) && !sense(TargetHead::Value, column);
                !reported && (!sense(TargetHead::Other, column) || sense(TargetHead::Value, column))
            })
            .map(|column| value_column(context, &head, column))
            .collect();
        let names_targets = head.iter().any(|cell| {
            heads(context, *cell).iter().any(|sense| matches!(sense, TargetHead::Indicator)) && unit.is_some()
        });
        (!values.is_empty() && (mode.expects_targets() || names_targets)).then_some(Table {
            context,
            head_rows,
            label,
            unit,
            values,
        })
    }

    fn view(&self, cell: Cell) -> View<'a> {
        view(self.context, cell)
    }

    fn row(
        &self,
        row: &[Cell],
        section: Option<SectionId>,
        mode: Mode,
        state: &mut State,
        targets: &mut Vec<Target>,
    ) {
        let of = |column: u16| row.iter().copied().find(|cell| cell.column == column);
        let Some(label) = of(self.label).map(|cell| self.view(cell)) else { return };
        let start = label_start(&label);
        if start >= label.end {
            return;
        }
        let part = self.is_part(&label, start);
        let own_unit = self.unit.and_then(of).map(|cell| self.view(cell)).and_then(|view| text_of(&view));
        let whole_unit = state.whole.as_ref().filter(|_| part).and_then(|whole| whole.unit.clone());
        let unit = own_unit.or(whole_unit);
        let mut records = Vec::new();
        for column in &self.values {
            let Some(cell) = of(column.column) else { continue };
            let found = self.cell(&label, start, &self.view(cell), column, unit.as_deref(), mode);
            let parent = state
                .whole
                .as_ref()
                .filter(|_| part)
                .and_then(|whole| whole.records.iter().find(|(of, _)| *of == column.column))
                .map(|&(_, index)| index);
            for (index, (indicator, quantity)) in found.into_iter().enumerate() {
                if index == 0 {
                    records.push((column.column, targets.len()));
                }
                targets.push(Target {
                    indicator,
                    quantity,
                    baseline: None,
                    deadline: column.deadline.clone().or_else(|| state.deadline.clone()),
                    parent,
                    section,
                    at: label.span(start..label.end).cover(self.view(cell).span_all()),
                    rule: "target-table",
                    confidence: None,
                });
            }
        }
        if records.is_empty() {
            // A row without a figure is a heading of those below it.
            let found = moments(&label, start..label.end);
            if let [moment] = found.as_slice()
                && moment.is_firm()
            {
                state.deadline = Some(moment.deadline(&label, true));
            }
            state.whole = None;
        } else if !part {
            state.whole = Some(Whole { unit, records });
        }
    }

    /// "Trong đó: …", "- Lúa": a part of the row above.
    fn is_part(&self, label: &View<'_>, start: usize) -> bool {
        matches!(label.kind(label.start), Some(TokenKind::Dash | TokenKind::Plus | TokenKind::Bullet))
            || (label.start..start).any(|at| matches!(label.link_at(at), Some((_, LinkKind::Breakdown))))
    }

    /// The records of one cell: (indicator, quantity).
    fn cell(
        &self,
        label: &View<'a>,
        start: usize,
        cell: &View<'a>,
        column: &ValueColumn,
        unit: Option<&str>,
        mode: Mode,
    ) -> Vec<(String, Option<Quantity>)> {
        // "Tỷ lệ … tối thiểu | 80": the label bounds the value.
        let words = (start..label.end).rfind(|&at| label.is_word(at) || label.is(at, TokenKind::CloseParen));
        let zone = left_zone(label, words.map_or(label.end, |last| last + 1), start + 1);
        let name = label.text(start..zone.start).trim_end_matches([':', ';', '.', ',', ' ']).to_owned();
        let found = amounts(cell, cell.start..cell.end);
        if found.is_empty() {
            let words = (cell.start..cell.end).filter(|&at| cell.is_word(at)).count();
            let states = words >= 3 && mode.expects_targets();
            return states
                .then(|| (format!("{name}: {}", cell.text(cell.start..cell.end)), None))
                .into_iter()
                .collect();
        }
        let many = found.len() > 1;
        found
            .iter()
            .enumerate()
            .take_while(|(index, amount)| {
                *index == 0 || amount.comparator != Comparator::Eq || amount.unit.is_some()
            })
            .map(|(index, amount)| {
                let next = found.get(index + 1).map_or(cell.end, |next| next.zone);
                let scope = scope(cell, amount, next);
                let indicator =
                    if many && !scope.is_empty() { format!("{name} {scope}") } else { name.clone() };
                (indicator, Some(quantity(cell, amount, unit, column, &zone)))
            })
            .collect()
    }
}

/// Words behind one of several values of a cell: "≤ 3 Đông Nam Á; ≤ 50 Thế giới".
fn scope<'a>(cell: &View<'a>, amount: &Amount, next: usize) -> &'a str {
    let end = (amount.end..next)
        .find(|&at| matches!(cell.kind(at), Some(TokenKind::Semicolon | TokenKind::Comma)))
        .unwrap_or(next);
    if amount.end < end { cell.text(amount.end..end) } else { "" }
}

fn quantity(
    cell: &View<'_>,
    amount: &Amount,
    unit: Option<&str>,
    column: &ValueColumn,
    zone: &Left,
) -> Quantity {
    let own = amount.unit.as_ref().map(|unit| unit.text(cell));
    let end = amount.unit.as_ref().map_or(amount.number + 1, |unit| unit.tokens.end);
    Quantity {
        comparator: if amount.comparator == Comparator::Eq { zone.comparator() } else { amount.comparator },
        change: record::change_of(amount.sense.or(zone.sense)),
        value: amount.value,
        value_max: amount.value_max,
        unit: unit.map(str::to_owned).or_else(|| column.unit.clone()).or(own),
        at: cell.span(amount.number..end),
    }
}

fn view<'a>(context: Context<'a>, cell: Cell) -> View<'a> {
    let Context { layout, tokens, rules, .. } = context;
    let mut view = View::new(layout, tokens, rules, tokens.of_block(cell.block));
    view.bare = true;
    view
}

fn heads(context: Context<'_>, cell: Cell) -> Vec<TargetHead> {
    view(context, cell).heads().map(|(_, sense)| sense).collect()
}

/// Behind bullets, a label and "Trong đó:".
fn label_start(label: &View<'_>) -> usize {
    let mut start = label.start;
    while start < label.end
        && !label.is_word(start)
        && !label.is_number(start)
        && !label.is(start, TokenKind::OpenParen)
    {
        start += 1;
    }
    if let Some((end, LinkKind::Breakdown)) = label.link_at(start) {
        start = end;
        while start < label.end && !label.is_word(start) && !label.is_number(start) {
            start += 1;
        }
    }
    start
}

fn text_of(view: &View<'_>) -> Option<String> {
    let text = view.text(view.start..view.end).trim();
    (view.start < view.end && !text.is_empty() && text != "-").then(|| text.to_owned())
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
