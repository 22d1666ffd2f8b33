//! Tables of targets: one record for each row and value.

mod columns;

use super::accept::Mode;
use super::amount::{Amount, Left, amounts, left_zone};
use super::moment::moments;
use super::record;
use super::view::View;
use crate::document::{BlockKind, Comparator, Deadline, Quantity, SectionId, Target, TokenKind};
use crate::extract::Context;
use crate::rules::LinkKind;
use columns::ValueColumn;
use std::ops::Range;

/// Where a table stands.
pub struct Ground {
    pub section: Option<SectionId>,
    pub mode: Mode,
    /// What the headings and lines above it say.
    pub deadline: Option<Deadline>,
    /// The year of the document: figures of earlier years are no targets.
    pub year: Option<u16>,
}

/// Reads the table in `blocks` and appends its targets.
pub fn read(context: Context<'_>, blocks: Range<usize>, ground: &Ground, targets: &mut Vec<Target>) {
    if ground.mode == Mode::Closed {
        return;
    }
    let rows = rows(context, blocks);
    let Some(table) = Table::new(context, &rows, ground) else { return };
    let mut state = State { deadline: ground.deadline.clone(), ..State::default() };
    for row in &rows[table.head_rows..] {
        table.row(row, ground, &mut state, targets);
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
        let BlockKind::Cell(cell) = context.layout.blocks[block].kind else { continue };
        let crate::source::Cell { row, column, head, .. } = cell;
        let cell = Cell { column, block, head };
        match rows.last_mut() {
            Some((last, cells)) if *last == row => cells.push(cell),
            _ => rows.push((row, vec![cell])),
        }
    }
    rows.into_iter().map(|(_, cells)| cells).collect()
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
    fn view(&self, cell: Cell) -> View<'a> {
        view(self.context, cell)
    }

    fn row(&self, row: &[Cell], ground: &Ground, state: &mut State, targets: &mut Vec<Target>) {
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
            let found = self.cell(&label, start, &self.view(cell), column, unit.as_deref(), ground.mode);
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
                    section: ground.section,
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
    let mut view = View::of_block(context, cell.block);
    view.bare = true;
    view
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
