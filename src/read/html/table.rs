//! Rows and columns of tables, with cells that span several.

use crate::read::styles::{Attribute, Styles};
use crate::source::Cell;

/// The tables that are open, innermost last.
#[derive(Default)]
pub(super) struct Tables {
    open: Vec<Table>,
    /// Tables that hold other tables, or a single column: they place text on the page and are no data.
    layout: Vec<u32>,
}

struct Table {
    number: u32,
    rows: u32,
    column: u16,
    columns: u16,
    in_head: bool,
    in_cell: bool,
    /// For each column, how many further rows a cell from above still covers.
    covered: Vec<u16>,
}

impl Tables {
    pub(super) fn open(&mut self, styles: &mut Styles) {
        if let Some(outer) = self.open.last_mut() {
            outer.columns = 0;
            self.layout.push(outer.number);
        }
        let number = styles.open_table();
        self.open.push(Table {
            number,
            rows: 0,
            column: 0,
            columns: 0,
            in_head: false,
            in_cell: false,
            covered: Vec::new(),
        });
    }

    pub(super) fn close(&mut self) {
        if let Some(table) = self.open.pop()
            && table.columns < 2
        {
            self.layout.push(table.number);
        }
    }

    pub(super) fn open_head(&mut self) {
        self.set_head(true);
    }

    pub(super) fn close_head(&mut self) {
        self.set_head(false);
    }

    fn set_head(&mut self, in_head: bool) {
        if let Some(table) = self.open.last_mut() {
            table.in_head = in_head;
        }
    }

    pub(super) fn open_row(&mut self) {
        if let Some(table) = self.open.last_mut() {
            if table.rows > 0 {
                table.covered.iter_mut().for_each(|left| *left = left.saturating_sub(1));
            }
            table.rows += 1;
            table.column = 0;
            table.in_cell = false;
        }
    }

    /// Places a cell; `None` outside a table.
    pub(super) fn cell(&mut self, head: bool, columns: u16, rows: u16) -> Option<Attribute> {
        if self.open.last()?.rows == 0 {
            self.open_row();
        }
        let table = self.open.last_mut()?;
        while table.covered.get(usize::from(table.column)).is_some_and(|&left| left > 0) {
            table.column += 1;
        }
        let column = table.column;
        table.column = column.saturating_add(columns).min(MAX_COLUMNS);
        table.columns = table.columns.max(table.column);
        table.in_cell = true;
        if table.covered.len() < usize::from(table.column) {
            table.covered.resize(usize::from(table.column), 0);
        }
        // The row itself is counted down when the next one opens.
        for left in &mut table.covered[usize::from(column.min(table.column))..usize::from(table.column)] {
            *left = rows;
        }
        let head = head || table.in_head;
        let (number, row) = (table.number, table.rows - 1);
        Some(Attribute::Cell(Cell { table: number, row, column, rows, columns, head }))
    }

    pub(super) fn close_cell(&mut self) {
        if let Some(table) = self.open.last_mut() {
            table.in_cell = false;
        }
    }

    pub(super) fn in_cell(&self) -> bool {
        self.open.last().is_some_and(|table| table.in_cell)
    }

    /// The numbers of the tables that are layout, sorted.
    pub(super) fn finish(mut self) -> Vec<u32> {
        self.layout.sort_unstable();
        self.layout.dedup();
        self.layout
    }
}

const MAX_COLUMNS: u16 = 4096;

#[cfg(test)]
mod tests {
    use super::*;

    fn place(tables: &mut Tables, columns: u16, rows: u16) -> (u32, u16) {
        match tables.cell(false, columns, rows) {
            Some(Attribute::Cell(cell)) => (cell.row, cell.column),
            _ => panic!("no cell"),
        }
    }

    #[test]
    fn cells_that_span_rows_and_columns_push_others_aside() {
        let mut styles = Styles::default();
        let mut tables = Tables::default();
        tables.open(&mut styles);
        tables.open_row();
        assert_eq!(place(&mut tables, 1, 2), (0, 0));
        assert_eq!(place(&mut tables, 2, 1), (0, 1));
        assert_eq!(place(&mut tables, 1, 1), (0, 3));
        tables.open_row();
        assert_eq!(place(&mut tables, 1, 1), (1, 1));
        assert_eq!(place(&mut tables, 1, 1), (1, 2));
        tables.open_row();
        assert_eq!(place(&mut tables, 1, 1), (2, 0));
        tables.close();
        assert!(tables.finish().is_empty());
    }

    #[test]
    fn tables_of_one_column_and_tables_around_tables_are_layout() {
        let mut styles = Styles::default();
        let mut tables = Tables::default();
        tables.open(&mut styles);
        tables.open_row();
        place(&mut tables, 1, 1);
        place(&mut tables, 1, 1);
        tables.open(&mut styles);
        tables.open_row();
        place(&mut tables, 1, 1);
        tables.close();
        tables.close();
        assert_eq!(tables.finish(), [0, 1]);
    }
}
