//! Tables: what their cells hold, and how they go on from page to page.

use super::measure::Measures;
use super::runs;
use super::sheet::{CellText, Item, Segment, Sheet};
use super::write::Writer;
use crate::document::{is_lower, is_upper};
use crate::read::page::Page;
use crate::read::styles::Attribute;
use crate::read::transcript::Transcript;
use crate::source::Cell;
use std::hash::Hasher;

/// Columns of one table on two pages differ by no more than this, in points.
const NEAR: f32 = 6.0;

/// A head has at most so many rows.
const HEAD: usize = 4;

/// How the rows of a grid stand in their table.
#[derive(Debug, Clone, Default)]
pub(super) struct Plan {
    /// The number of the table.
    pub table: u32,
    /// For each column of the grid that of the table.
    columns: Vec<u16>,
    /// The row of the table that the first row of the grid is.
    first: u32,
    /// So many rows at the top of the grid repeat the head of the table.
    repeated: u32,
    /// So many rows at the top of the table are its head.
    head: u32,
}

/// A table that may go on.
struct Open {
    table: u32,
    /// Page and grid that it began on, and all that go on with it.
    parts: Vec<(usize, usize)>,
    xs: Vec<f32>,
    /// What the rows at its top hold.
    head: Vec<u64>,
    rows: u32,
}

/// For each page and grid how its rows stand in their tables.
pub(super) fn plan(
    pages: &[Page],
    sheets: &[Sheet],
    measures: &Measures,
    transcript: &mut Transcript,
) -> Vec<Vec<Plan>> {
    let mut plans: Vec<Vec<Plan>> =
        sheets.iter().map(|sheet| vec![Plan::default(); sheet.cells.len()]).collect();
    let mut open: Option<Open> = None;
    for (at, (page, sheet)) in pages.iter().zip(sheets).enumerate() {
        // Only a table at the top of its page goes on with another.
        let mut top = true;
        for &item in &sheet.items {
            let Item::Table(grid) = item else {
                let Item::Segment(segment) = item else { continue };
                if !is_margin(page, sheet, &sheet.segments[segment as usize], measures) {
                    (top, open) = (false, None);
                }
                continue;
            };
            let grid = grid as usize;
            let going_on = open.take().filter(|_| top && at > 0);
            let rows = rows_of(page, sheet, grid);
            let number = &sheet.grids.grids[grid];
            // Pages of a scan are not all of one size.
            let is_scan = page.map.is_some();
            let columns = going_on.as_ref().and_then(|open| columns_in(&open.xs, &number.xs, is_scan));
            let count = number.ys.len() as u32 - 1;
            open = Some(match (going_on, columns) {
                (Some(mut table), Some(columns)) => {
                    let repeated = rows.iter().zip(&table.head).take_while(|(row, head)| row == head).count();
                    let torn = table.parts.last().is_some_and(|&(last_page, last)| {
                        is_torn(
                            (&pages[last_page], &sheets[last_page], last),
                            (page, sheet, grid),
                            repeated as u32,
                            &columns,
                        )
                    });
                    for &(page, grid) in &table.parts {
                        plans[page][grid].head = plans[page][grid].head.max(repeated as u32);
                    }
                    let first = table.rows - u32::from(torn && table.rows > 0);
                    let head = plans[table.parts[0].0][table.parts[0].1].head;
                    plans[at][grid] =
                        Plan { table: table.table, columns, first, repeated: repeated as u32, head };
                    table.rows = first + count - repeated as u32;
                    table.parts.push((at, grid));
                    table
                }
                _ => {
                    let table = transcript.styles.open_table();
                    plans[at][grid] =
                        Plan { table, columns: (0..number.xs.len() as u16).collect(), ..Plan::default() };
                    Open { table, parts: vec![(at, grid)], xs: number.xs.clone(), head: rows, rows: count }
                }
            });
            top = false;
        }
    }
    plans
}

/// Whether a line is no part of the text between two pages: the number of a page, what its program calls so, notes.
fn is_margin(page: &Page, sheet: &Sheet, segment: &Segment, measures: &Measures) -> bool {
    let outer = segment.bbox.y1 < 0.09 * page.height || segment.bbox.y0 > 0.91 * page.height;
    segment.artifact
        || segment.turned
        || sheet.letters(segment) <= 4 && outer
        || segment.size < 0.9 * measures.size && segment.bbox.y0 > 0.5 * page.height
}

/// A scanned page may be larger or smaller than the one before by this share.
const STRETCH: std::ops::Range<f32> = 0.96..1.04;

/// For each column of `xs` the column of a table with lines at `of`; `None` if it is another table.
fn columns_in(of: &[f32], xs: &[f32], is_scan: bool) -> Option<Vec<u16>> {
    let shift = xs.first()? - of.first()?;
    let stretch = (xs.last()? - xs.first()?) / (of.last()? - of.first()?).max(1.0);
    let of: Vec<f32> = if is_scan && STRETCH.contains(&stretch) {
        of.iter().map(|line| (line - of[0]) * stretch + xs[0]).collect()
    } else {
        // Pages of a book have their margins on either side.
        let shift = if shift.abs() <= NEAR { 0.0 } else { shift };
        of.iter().map(|line| line + shift).collect()
    };
    ((xs.last()? - of.last()?).abs() <= NEAR).then_some(())?;
    xs.iter().map(|x| of.iter().position(|line| (x - line).abs() <= NEAR).map(|at| at as u16)).collect()
}

/// What the first rows of a grid hold, told by a number.
fn rows_of(page: &Page, sheet: &Sheet, grid: usize) -> Vec<u64> {
    let mut rows: Vec<rustc_hash::FxHasher> = Vec::new();
    for cell in &sheet.cells[grid] {
        let row = sheet.grids.grids[grid].fields[cell.field as usize].row as usize;
        if row >= HEAD {
            break;
        }
        rows.resize_with(rows.len().max(row + 1), Default::default);
        for letter in letters(page, sheet, cell) {
            rows[row].write_u32(letter as u32);
        }
    }
    rows.into_iter().map(|row| row.finish()).filter(|&row| row != 0).collect()
}

/// The letters of a cell.
fn letters<'s>(page: &'s Page, sheet: &'s Sheet, cell: &'s CellText) -> impl Iterator<Item = char> + 's {
    cell.segments
        .iter()
        .flat_map(|&segment| sheet.runs_of(&sheet.segments[segment as usize]))
        .flat_map(|run| &sheet.kept[run.from as usize..run.to as usize])
        .filter(|glyph| !glyph.dropped)
        .flat_map(|glyph| runs::text(page, &page.pieces[glyph.piece as usize]).chars())
}

/// Whether the first row of a grid behind its head is the rest of the last row of the page before: its first cell is
/// empty, and what stands in the others goes on with sentences above.
fn is_torn(
    (last_page, last_sheet, last): (&Page, &Sheet, usize),
    (page, sheet, grid): (&Page, &Sheet, usize),
    repeated: u32,
    columns: &[u16],
) -> bool {
    let fields = &sheet.grids.grids[grid].fields;
    let cells: Vec<&CellText> =
        sheet.cells[grid].iter().filter(|cell| fields[cell.field as usize].row == repeated).collect();
    let above = &last_sheet.grids.grids[last];
    let bottom = above.ys.len() as u32 - 2;
    let in_last = |cell: &&CellText| {
        let field = &above.fields[cell.field as usize];
        field.row + u32::from(field.rows) > bottom
    };
    let before: Vec<&CellText> = last_sheet.cells[last].iter().filter(in_last).collect();
    let first = |cell: &&CellText| fields[cell.field as usize].column == 0;
    if cells.is_empty() || cells.iter().any(first) {
        return false;
    }
    // Where rows are numbered one by one, a row without a number is no row.
    let numbered = |cell: &CellText| {
        let field = &above.fields[cell.field as usize];
        field.column == 0 && field.rows == 1
    };
    let rows = above.ys.len() - 1;
    let first_cells = last_sheet.cells[last].iter().filter(|cell| numbered(cell)).count();
    let mut goes_on = first_cells * 10 >= rows * 7 && before.iter().any(|cell| numbered(cell));
    for cell in cells {
        let column = columns.get(usize::from(fields[cell.field as usize].column)).copied();
        let upper = before.iter().find(|upper| Some(above.fields[upper.field as usize].column) == column);
        let Some(upper) = upper else { return false };
        let opens = letters(page, sheet, cell).next();
        let ends = letters(last_page, last_sheet, upper).last();
        let ended = matches!(ends, Some('.' | ';' | ':' | '!' | '?'));
        goes_on |= opens.is_some_and(is_lower) || !ended && opens.is_some_and(|letter| !is_upper(letter));
    }
    goes_on
}

impl Writer<'_> {
    /// Writes the cells of a grid, each on lines of its own.
    pub(super) fn table(&mut self, page: &Page, sheet: &Sheet, grid: usize, plan: &Plan) {
        for cell in &sheet.cells[grid] {
            let field = sheet.grids.grids[grid].fields[cell.field as usize];
            let column = plan.columns.get(usize::from(field.column)).copied().unwrap_or(field.column);
            let until = usize::from(field.column + field.columns);
            let behind = plan.columns.get(until).copied().unwrap_or(column + field.columns);
            let repeats = field.row < plan.repeated;
            let row = if repeats { field.row } else { plan.first + field.row - plan.repeated };
            let stated = Cell {
                table: plan.table,
                row,
                column,
                rows: field.rows,
                columns: behind.saturating_sub(column).max(1),
                head: repeats || row < plan.head,
            };
            let from = self.transcript.len();
            self.cell(page, sheet, cell);
            self.close_look();
            let until = self.transcript.as_str().trim_end().len();
            self.transcript.mark(from..until, Attribute::Cell(stated));
        }
    }

    fn cell(&mut self, page: &Page, sheet: &Sheet, cell: &CellText) {
        let mut index = 0;
        while index < cell.segments.len() {
            let first = cell.segments[index] as usize;
            let mut behind = first;
            index += 1;
            while let Some(&next) = cell.segments.get(index)
                && next as usize == behind + 1
                && sheet.segments[next as usize].tied
            {
                behind = next as usize;
                index += 1;
            }
            self.line(page, sheet, &sheet.segments[first..=behind]);
        }
    }
}
