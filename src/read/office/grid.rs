//! Rows and columns of one table, from the borders of its cells.

use super::flow::Place;
use crate::source::Cell;
use std::ops::Range;

/// Borders this close are one; in twips a fortieth of an inch, while formats that count columns never come so close.
const SLACK: i32 = 30;

/// Cells as they are read, with the text they hold.
#[derive(Debug, Default)]
pub(super) struct Grid {
    rows: Vec<Row>,
    open: Option<usize>,
    /// A row has more than one cell.
    wide: bool,
    /// The tables inside its cells.
    inner: Vec<Cells>,
}

/// The cells of a table with their passages of the text written.
pub(super) type Cells = Vec<(Cell, Range<usize>)>;

#[derive(Debug, Default)]
struct Row {
    head: bool,
    cells: Vec<Entry>,
}

#[derive(Debug)]
struct Entry {
    place: Place,
    text: Range<usize>,
}

/// Positions of columns counted by formats are this far apart.
pub(super) const COLUMN: i32 = 1000;

/// A row has at most so many cells.
const MAX_CELLS: usize = 4096;

impl Grid {
    pub fn open_row(&mut self, head: bool) {
        self.open = None;
        self.rows.push(Row { head, cells: Vec::new() });
    }

    /// A cell begins, its text at `from`.
    pub fn open_cell(&mut self, place: Place, from: usize) {
        if self.rows.is_empty() {
            self.open_row(false);
        }
        let Some(row) = self.rows.last_mut().filter(|row| row.cells.len() < MAX_CELLS) else { return };
        self.open = Some(row.cells.len());
        row.cells.push(Entry { place, text: from..from });
        self.wide |= row.cells.len() > 1;
    }

    /// Ends the open cell; whether it belonged to the one above.
    pub fn end_cell(&mut self, end: usize) -> bool {
        let continued = self.current().is_some_and(|entry| {
            entry.text.end = end.max(entry.text.start);
            entry.place.continues
        });
        self.open = None;
        continued
    }

    pub fn is_open(&self) -> bool {
        self.open.is_some()
    }

    fn current(&mut self) -> Option<&mut Entry> {
        let open = self.open?;
        self.rows.last_mut()?.cells.get_mut(open)
    }

    /// Takes the tables that stood in a cell.
    pub fn take(&mut self, mut inner: Vec<Cells>) {
        self.inner.append(&mut inner);
    }

    /// The tables that this one comes to. One inside a cell is text of that cell where the outer table has rows and
    /// columns of its own; else the outer one only places what it holds on the page, as does one of a single column.
    pub fn finish(mut self) -> Vec<Cells> {
        let inner = std::mem::take(&mut self.inner);
        if !inner.is_empty() && (self.rows.len() < 3 || !self.wide) {
            return inner;
        }
        if self.wide { vec![self.cells()] } else { Vec::new() }
    }

    /// The cells with text, in the order of the rows.
    fn cells(&self) -> Cells {
        let borders = self.borders();
        let column = |at: i32| {
            u16::try_from(borders.partition_point(|&border| border + SLACK < at)).unwrap_or(u16::MAX)
        };
        let mut cells = Cells::new();
        let mut head = true;
        // For each column the cell of the row above that covers it.
        let mut above: Vec<Option<usize>> = vec![None; borders.len() + 1];
        for (number, row) in self.rows.iter().enumerate() {
            head &= row.head;
            for entry in &row.cells {
                let (left, right) = (column(entry.place.left), column(entry.place.right));
                let columns = right.saturating_sub(left).max(1);
                let covered = usize::from(left)..(usize::from(left) + usize::from(columns)).min(above.len());
                if entry.place.continues {
                    let over = above.get(usize::from(left)).copied().flatten();
                    if let Some((cell, _)) = over.and_then(|index| cells.get_mut(index)) {
                        cell.rows = cell.rows.max(clamp(number as u32 - cell.row + 1));
                    }
                    continue;
                }
                let rows = entry.place.rows.max(1);
                let cell = Cell { table: 0, row: number as u32, column: left, rows, columns, head };
                for slot in above.get_mut(covered).into_iter().flatten() {
                    *slot = Some(cells.len());
                }
                cells.push((cell, entry.text.clone()));
            }
        }
        cells.retain(|(_, text)| !text.is_empty());
        cells
    }

    /// The borders between columns, ascending, those that are nearly equal as one.
    fn borders(&self) -> Vec<i32> {
        let mut borders: Vec<i32> = self
            .rows
            .iter()
            .flat_map(|row| row.cells.iter().flat_map(|entry| [entry.place.left, entry.place.right]))
            .collect();
        borders.sort_unstable();
        borders.dedup_by(|next, kept| next.saturating_sub(*kept) <= SLACK);
        borders
    }
}

fn clamp(count: u32) -> u16 {
    u16::try_from(count).unwrap_or(u16::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(left: i32, right: i32, continues: bool) -> Place {
        Place { left, right, rows: 1, continues }
    }

    #[test]
    fn borders_that_nearly_agree_make_one_column() {
        let mut grid = Grid::default();
        for row in [
            &[place(0, 1000, false), place(1000, 3000, false)][..],
            &[place(5, 990, true), place(1010, 2000, false), place(2000, 3010, false)],
        ] {
            grid.open_row(false);
            for (at, place) in row.iter().enumerate() {
                grid.open_cell(*place, at);
                grid.end_cell(at + 1);
            }
        }
        let seen: Vec<_> =
            grid.cells().iter().map(|(cell, _)| (cell.row, cell.column, cell.rows, cell.columns)).collect();
        assert_eq!(seen, [(0, 0, 2, 1), (0, 1, 1, 2), (1, 1, 1, 1), (1, 2, 1, 1)]);
    }
}
