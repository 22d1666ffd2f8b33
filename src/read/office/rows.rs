//! Tables of formats that say row by row how wide the cells are, after their text: RTF and DOC.

use super::flow::{Flow, Piece, Place};
use super::grid::COLUMN;

/// A cell as the row states it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct CellEdge {
    /// In twips.
    pub right: i32,
    /// It belongs to the cell on its left.
    pub joins_left: bool,
    /// It belongs to the cell above.
    pub joins_above: bool,
}

/// How a row is set.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct RowEdges {
    /// The left border, in twips.
    pub left: i32,
    pub cells: Vec<CellEdge>,
    pub head: bool,
}

/// Tables inside each other deeper than this are text of the deepest.
const MAX_DEPTH: usize = 16;

#[derive(Debug, Default)]
struct Level {
    /// The rows that are done.
    table: Flow,
    /// The cells of the row that is open.
    cells: Vec<Flow>,
    cell: Flow,
}

/// The tables that are open, and the text outside them.
#[derive(Debug, Default)]
pub(super) struct Rows {
    out: Flow,
    levels: Vec<Level>,
}

impl Rows {
    /// Where text goes.
    pub fn flow(&mut self) -> &mut Flow {
        match self.levels.last_mut() {
            Some(level) => &mut level.cell,
            None => &mut self.out,
        }
    }

    /// The paragraph that comes stands inside so many tables.
    pub fn set_depth(&mut self, depth: usize) {
        let depth = depth.min(MAX_DEPTH);
        while self.levels.len() > depth {
            self.close();
        }
        while self.levels.len() < depth {
            self.levels.push(Level::default());
        }
    }

    fn close(&mut self) {
        let Some(level) = self.levels.pop() else { return };
        let Level { mut table, cells, cell } = level;
        let out = self.flow();
        if !table.pieces.is_empty() {
            table.pieces.insert(0, Piece::Table);
            table.push(Piece::EndTable);
            out.append(table);
        }
        // A row that never ended is text.
        for rest in cells.into_iter().chain([cell]) {
            if rest.has_text() {
                out.append(rest);
                out.push(Piece::Paragraph { heading: None });
            }
        }
    }

    pub fn end_cell(&mut self) {
        if let Some(level) = self.levels.last_mut() {
            let cell = std::mem::take(&mut level.cell);
            level.cells.push(cell);
        }
    }

    pub fn end_row(&mut self, edges: &RowEdges) {
        let Some(level) = self.levels.last_mut() else { return };
        let mut cells = std::mem::take(&mut level.cells);
        let rest = std::mem::take(&mut level.cell);
        if rest.has_text() {
            cells.push(rest);
        }
        if cells.is_empty() {
            return;
        }
        let out = &mut level.table;
        out.push(Piece::Row { head: edges.head });
        let mut left = edges.left;
        let mut open = false;
        let count = cells.len();
        for (index, cell) in cells.into_iter().enumerate() {
            let stated = edges.cells.get(index).copied();
            let edge =
                stated.unwrap_or(CellEdge { right: left.saturating_add(COLUMN), ..CellEdge::default() });
            if open && !edge.joins_left {
                out.push(Piece::EndCell);
                open = false;
            }
            if !open {
                // Cells that join this one move its right border.
                let joined =
                    edges.cells.iter().take(count).skip(index + 1).take_while(|next| next.joins_left);
                let right = joined.last().map_or(edge.right, |last| last.right).max(left.saturating_add(1));
                out.push(Piece::Cell(Place { left, right, rows: 1, continues: edge.joins_above }));
                left = right;
                open = true;
            } else {
                out.push(Piece::Paragraph { heading: None });
            }
            out.append(cell);
        }
        out.push(Piece::EndCell);
    }

    pub fn finish(&mut self) -> Flow {
        self.set_depth(0);
        std::mem::take(&mut self.out)
    }
}
