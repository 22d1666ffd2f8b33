//! Tables: cells that the format states, and rows of bars in plain text.

use super::cues::{Cues, Found};
use super::flow::Taken;

use super::lines::Line;
use super::parts::is_place_date;
use crate::document::FurnitureKind;
use crate::rules::Part;
use crate::source::{Cell, Fragment};
use rustc_hash::FxHashSet;
use std::ops::Range;

/// A cell, or the part of it that stands on one line.
#[derive(Debug, Clone)]
pub(super) struct CellPart {
    pub range: Range<usize>,
    pub cell: Cell,
    /// The first part of its cell.
    pub first: bool,
    /// The table only sets the page (letterhead, foot): its cells are text.
    pub sets_page: bool,
}

/// The cells of all lines that have some.
#[derive(Debug, Clone, Default)]
pub(super) struct Tables {
    /// Sorted by line.
    rows: Vec<(usize, Vec<CellPart>)>,
    /// Lines of bars in plain text.
    barred: Vec<usize>,
    /// Lines of heads that stand once more where their table goes on, on the next page.
    repeated: Vec<usize>,
    /// Numbers of the tables with cells that go on behind others, where a page ends within a row; sorted.
    torn: Vec<u32>,
    /// The number of the next table.
    next: u32,
}

impl Tables {
    /// The cells that the format states.
    pub fn stated(text: &str, lines: &[Line], fragments: &[Fragment], cues: Cues) -> Tables {
        let mut tables = Tables::default();
        let stated = stated_cells(fragments);
        tables.next = stated.iter().map(|(cell, _)| cell.table + 1).max().unwrap_or(0);
        tables.place(text, lines, &stated, cues);
        tables
    }

    /// Adds the rows of bars in plain text.
    pub fn and_barred(mut self, text: &str, lines: &[Line], taken: &[Option<FurnitureKind>]) -> Tables {
        self.barred(text, lines, taken, self.next);
        self.rows.sort_by_key(|(line, _)| *line);
        self
    }

    /// Lines of heads that a table repeats on each of its pages.
    pub fn repeated(&self) -> &[usize] {
        &self.repeated
    }

    /// Whether rows of a table were torn by the end of a page.
    pub fn is_torn(&self, table: u32) -> bool {
        self.torn.binary_search(&table).is_ok()
    }

    /// Whether a line holds cells of a table that is one.
    pub fn holds(&self, line: usize) -> bool {
        self.of_line(line).is_some_and(|parts| parts.iter().any(|part| !part.sets_page))
    }

    /// The parts of cells on a line.
    pub fn of_line(&self, line: usize) -> Option<&[CellPart]> {
        let at = self.rows.binary_search_by_key(&line, |(line, _)| *line).ok()?;
        Some(&self.rows[at].1)
    }

    /// The bars of a line of plain text.
    pub fn bars(&self, line: usize, range: Range<usize>, text: &str) -> Vec<Taken> {
        let mut bars = Vec::new();
        if self.barred.binary_search(&line).is_ok() {
            super::columns::take_bars(text, range, &mut bars);
        }
        bars
    }

    fn place(&mut self, text: &str, lines: &[Line], cells: &[(Cell, Range<usize>)], cues: Cues) {
        let mut from = 0;
        while from < cells.len() {
            let table = cells[from].0.table;
            let until = from + cells[from..].iter().take_while(|(cell, _)| cell.table == table).count();
            let of_table = &cells[from..until];
            let sets_page = sets_page(text, of_table, cues);
            let mut seen: FxHashSet<(u32, u16)> = FxHashSet::default();
            let mut lowest = 0;
            for (cell, range) in of_table {
                // A place that was filled before: its head is said again on the next page, or its row was torn there.
                let known = !seen.insert((cell.row, cell.column));
                if known && cell.head && cell.row < lowest {
                    self.repeat(lines, range);
                    continue;
                }
                let mut first = !known;
                if known {
                    self.torn.push(table);
                }
                lowest = lowest.max(cell.row);
                let mut index = lines.partition_point(|line| line.end as usize <= range.start);
                while let Some(line) = lines.get(index).filter(|line| (line.start as usize) < range.end) {
                    let part = range.start.max(line.start as usize)..range.end.min(line.end as usize);
                    if !text[part.clone()].trim().is_empty() {
                        let part = CellPart { range: part, cell: *cell, first, sets_page };
                        match self.rows.last_mut() {
                            Some((last, parts)) if *last == index => parts.push(part),
                            _ => self.rows.push((index, vec![part])),
                        }
                        first = false;
                    }
                    index += 1;
                }
            }
            from = until;
        }
        self.torn.sort_unstable();
        self.torn.dedup();
    }

    /// Notes the lines of a head that is said again.
    fn repeat(&mut self, lines: &[Line], range: &Range<usize>) {
        let first = lines.partition_point(|line| line.end as usize <= range.start);
        let until = lines.partition_point(|line| (line.start as usize) < range.end);
        self.repeated.extend(first..until);
    }

    /// Rows of plain text between bars: `| 7 | Tỷ lệ … | % |`. The row of dashes under the head is a rule.
    fn barred(&mut self, text: &str, lines: &[Line], taken: &[Option<FurnitureKind>], first_table: u32) {
        let mut table = first_table;
        let mut row = 0;
        let mut last: Option<usize> = None;
        for (index, line) in lines.iter().enumerate() {
            let string = line.str(text);
            if !string.starts_with('|') || self.rows.binary_search_by_key(&index, |(line, _)| *line).is_ok() {
                continue;
            }
            let bars: Vec<usize> = memchr::memchr_iter(b'|', string.as_bytes()).collect();
            let divides = taken[index] == Some(FurnitureKind::Rule) && bars.len() >= 2;
            if !divides && (bars.len() < 3 || !string.ends_with('|') || taken[index].is_some()) {
                continue;
            }
            if last.is_none_or(|last| last + 1 != index) {
                (table, row) = if last.is_none() { (first_table, 0) } else { (table + 1, 0) };
            }
            last = Some(index);
            if divides {
                self.mark_head(index);
                continue;
            }
            let start = line.start as usize;
            let parts: Vec<CellPart> = bars
                .windows(2)
                .enumerate()
                .map(|(column, pair)| CellPart {
                    range: start + pair[0] + 1..start + pair[1],
                    cell: Cell { table, row, column: column as u16, rows: 1, columns: 1, head: false },
                    first: true,
                    sets_page: false,
                })
                .filter(|part| !text[part.range.clone()].trim().is_empty())
                .collect();
            self.rows.push((index, parts));
            self.barred.push(index);
            row += 1;
        }
    }

    /// The row above a row of dashes is a head.
    fn mark_head(&mut self, index: usize) {
        if let Some((line, parts)) = self.rows.last_mut()
            && *line + 1 == index
        {
            parts.iter_mut().for_each(|part| part.cell.head = true);
        }
    }
}

/// The cells that the format states, each with the passage from its first to its last fragment.
fn stated_cells(fragments: &[Fragment]) -> Vec<(Cell, Range<usize>)> {
    let mut cells: Vec<(Cell, Range<usize>)> = Vec::new();
    for fragment in fragments {
        let Some(cell) = fragment.style.cell else { continue };
        match cells.last_mut() {
            Some((last, range)) if *last == cell => range.end = fragment.end as usize,
            _ => cells.push((cell, fragment.start as usize..fragment.end as usize)),
        }
    }
    cells
}

/// Whether a table only sets the page: a small one that holds parts of the letterhead or of the foot.
fn sets_page(text: &str, cells: &[(Cell, Range<usize>)], cues: Cues) -> bool {
    let rows = cells.iter().map(|(cell, _)| cell.row).max().unwrap_or(0);
    let columns = cells.iter().map(|(cell, _)| cell.column).max().unwrap_or(0);
    if rows > 5 || columns > 3 {
        return false;
    }
    cells.iter().flat_map(|(_, range)| text[range.clone()].lines()).map(str::trim).any(|line| {
        let large = |end: usize| cues.large(&line[..end]);
        match cues.opening(line) {
            Some((Found::Part(Part::NationalTitle | Part::PartyTitle | Part::Authority), end)) => large(end),
            Some((Found::Part(Part::Motto | Part::Recipients), _)) => true,
            Some((Found::Part(Part::Post), end)) => large(end) && end == line.len(),
            _ => is_place_date(line, cues),
        }
    })
}
