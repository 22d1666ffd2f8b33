//! Rulings to grids: the cells of tables, as their lines draw them.

use crate::source::Rect;
use rustc_hash::FxHashMap;

/// A page with more rulings is a drawing.
const MOST_RULINGS: usize = 20_000;

/// Lines that may cross so often are the hatching of a drawing.
const MOST_CROSSINGS: usize = 2_000_000;

/// A page with more grids is a drawing.
const MOST_GRIDS: usize = 64;

/// A grid has at most so many fields; more are the screen of a drawing.
const MOST_FIELDS: usize = 20_000;

/// Lines closer than this, in points, are one; ends that miss each other by no more, meet.
const NEAR: f32 = 3.0;

/// A bar is no thicker than this, in points.
const THIN: f32 = 4.0;

/// An edge is drawn if lines cover this share of it.
const COVERED: f32 = 0.6;

/// A cell of a grid; rows and columns from 0.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Field {
    pub row: u32,
    pub column: u16,
    pub rows: u16,
    pub columns: u16,
    pub bbox: Rect,
}

/// Lines across and down that meet.
#[derive(Debug, Clone, Default)]
pub(super) struct Grid {
    /// Places of the lines down, from left to right.
    pub xs: Vec<f32>,
    /// Places of the lines across, from the top.
    pub ys: Vec<f32>,
    /// The cells, by row and column of their first field.
    pub fields: Vec<Field>,
    /// For each field between neighbouring lines its cell, row by row.
    cells: Vec<u32>,
}

impl Grid {
    pub fn bbox(&self) -> Rect {
        Rect {
            x0: self.xs.first().copied().unwrap_or(0.0),
            y0: self.ys.first().copied().unwrap_or(0.0),
            x1: self.xs.last().copied().unwrap_or(0.0),
            y1: self.ys.last().copied().unwrap_or(0.0),
        }
    }

    fn cell_at(&self, x: f32, y: f32) -> Option<u32> {
        let column = self.xs.partition_point(|&line| line <= x).checked_sub(1)?;
        let row = self.ys.partition_point(|&line| line <= y).checked_sub(1)?;
        if column + 1 >= self.xs.len() || row + 1 >= self.ys.len() {
            return None;
        }
        self.cells.get(row * (self.xs.len() - 1) + column).copied()
    }
}

/// The grids of a page.
#[derive(Debug, Clone, Default)]
pub(super) struct Grids {
    pub grids: Vec<Grid>,
}

impl Grids {
    /// Finds the grids that the rulings of a page make; frames with a single cell are none.
    pub fn of(rulings: &[Rect]) -> Grids {
        if rulings.len() < 3 || rulings.len() > MOST_RULINGS {
            return Grids::default();
        }
        let (across, down) = strokes(rulings);
        if across.len() < 2 || down.is_empty() || across.len() * down.len() > MOST_CROSSINGS {
            return Grids::default();
        }
        let mut grids: Vec<Grid> =
            components(&across, &down).iter().filter_map(|(across, down)| grid(across, down)).collect();
        if grids.len() > MOST_GRIDS {
            return Grids::default();
        }
        // A grid inside a cell of another is part of that cell.
        let boxes: Vec<Rect> = grids.iter().map(Grid::bbox).collect();
        let mut index = 0;
        grids.retain(|_| {
            let inner = boxes[index];
            index += 1;
            !boxes.iter().enumerate().any(|(other, outer)| other + 1 != index && holds(outer, &inner))
        });
        grids.sort_by(|one, other| one.bbox().y0.total_cmp(&other.bbox().y0));
        Grids { grids }
    }

    pub fn is_empty(&self) -> bool {
        self.grids.is_empty()
    }

    /// The grid and the cell at a place of the page.
    pub fn cell_at(&self, x: f32, y: f32) -> Option<(u16, u32)> {
        self.grids.iter().enumerate().find_map(|(index, grid)| Some((index as u16, grid.cell_at(x, y)?)))
    }
}

fn holds(outer: &Rect, inner: &Rect) -> bool {
    let near = NEAR;
    outer.x0 <= inner.x0 + near
        && outer.y0 <= inner.y0 + near
        && outer.x1 >= inner.x1 - near
        && outer.y1 >= inner.y1 - near
        && outer.width() * outer.height() > inner.width() * inner.height()
}

/// A straight line: its place on one axis, its ends on the other.
#[derive(Debug, Clone, Copy)]
struct Stroke {
    at: f32,
    from: f32,
    to: f32,
}

/// Lines across, and lines down.
type Strokes = (Vec<Stroke>, Vec<Stroke>);

/// Lines across and lines down, pieces of one line joined.
fn strokes(rulings: &[Rect]) -> Strokes {
    let (mut across, mut down) = (Vec::new(), Vec::new());
    for bar in rulings {
        if ![bar.x0, bar.y0, bar.x1, bar.y1].iter().all(|number| number.is_finite()) {
            continue;
        }
        let (width, height) = (bar.width().abs(), bar.height().abs());
        let x = Stroke { at: bar.y0.midpoint(bar.y1), from: bar.x0.min(bar.x1), to: bar.x0.max(bar.x1) };
        let y = Stroke { at: bar.x0.midpoint(bar.x1), from: bar.y0.min(bar.y1), to: bar.y0.max(bar.y1) };
        if width <= THIN && height <= THIN {
            // The joint of two lines: part of either.
            across.push(x);
            down.push(y);
        } else if height <= THIN {
            across.push(x);
        } else if width <= THIN {
            down.push(y);
        }
    }
    (joined(across), joined(down))
}

fn joined(mut strokes: Vec<Stroke>) -> Vec<Stroke> {
    // Lines within a point of each other are one band, in which pieces join end to end.
    strokes.sort_by(|one, other| one.at.total_cmp(&other.at));
    let mut lines: Vec<Stroke> = Vec::new();
    let mut from = 0;
    while from < strokes.len() {
        let mut until = from + 1;
        while until < strokes.len()
            && strokes[until].at - strokes[until - 1].at <= 1.0
            && strokes[until].at - strokes[from].at <= NEAR
        {
            until += 1;
        }
        let band = &mut strokes[from..until];
        band.sort_by(|one, other| one.from.total_cmp(&other.from));
        let at = band.iter().map(|stroke| stroke.at).sum::<f32>() / band.len() as f32;
        let first = lines.len();
        for stroke in band.iter() {
            match lines[first..].last_mut() {
                Some(last) if stroke.from <= last.to + NEAR => last.to = last.to.max(stroke.to),
                _ => lines.push(Stroke { at, ..*stroke }),
            }
        }
        from = until;
    }
    // What is left of joints and dots is no line.
    lines.retain(|line| line.to - line.from > THIN);
    lines
}

/// Groups of lines that meet.
fn components(across: &[Stroke], down: &[Stroke]) -> Vec<Strokes> {
    let mut groups = Groups::new(across.len() + down.len());
    // Both are sorted by place: only lines across between the ends of a line down can meet it.
    for (index, line) in down.iter().enumerate() {
        let first = across.partition_point(|other| other.at < line.from - NEAR);
        for (other, crossing) in across.iter().enumerate().skip(first) {
            if crossing.at > line.to + NEAR {
                break;
            }
            if crossing.from <= line.at + NEAR && crossing.to >= line.at - NEAR {
                groups.join(across.len() + index, other);
            }
        }
    }
    let mut found: Vec<Strokes> = Vec::new();
    let mut roots: FxHashMap<usize, usize> = FxHashMap::default();
    for index in 0..across.len() + down.len() {
        let root = groups.root(index);
        let at = *roots.entry(root).or_insert_with(|| {
            found.push(Strokes::default());
            found.len() - 1
        });
        let (rows, columns) = &mut found[at];
        match index.checked_sub(across.len()) {
            None => rows.push(across[index]),
            Some(index) => columns.push(down[index]),
        }
    }
    found.retain(|(across, down)| across.len() >= 2 && !down.is_empty());
    found
}

/// Sets that are joined step by step.
struct Groups(Vec<u32>);

impl Groups {
    fn new(count: usize) -> Groups {
        Groups((0..count as u32).collect())
    }

    fn root(&mut self, mut index: usize) -> usize {
        while self.0[index] as usize != index {
            self.0[index] = self.0[self.0[index] as usize];
            index = self.0[index] as usize;
        }
        index
    }

    fn join(&mut self, one: usize, other: usize) {
        let (one, other) = (self.root(one), self.root(other));
        // The smaller index stays the root, so that the order of cells is that of their first fields.
        self.0[one.max(other)] = one.min(other) as u32;
    }
}

/// The grid of lines that meet; `None` for a frame, or for what has no two cells.
fn grid(across: &[Stroke], down: &[Stroke]) -> Option<Grid> {
    let mut xs = places(down.iter().map(|line| line.at));
    let ys = places(across.iter().map(|line| line.at));
    // Tables without lines at their sides end where their lines across do.
    let left = across.iter().map(|line| line.from).fold(f32::INFINITY, f32::min);
    let right = across.iter().map(|line| line.to).fold(f32::NEG_INFINITY, f32::max);
    if left < xs[0] - 2.0 * NEAR {
        xs.insert(0, left);
    }
    if right > xs[xs.len() - 1] + 2.0 * NEAR {
        xs.push(right);
    }
    let (columns, rows) = (xs.len() - 1, ys.len() - 1);
    if columns == 0 || rows == 0 || columns * rows < 2 || columns * rows > MOST_FIELDS {
        return None;
    }
    let at = |row: usize, column: usize| row * columns + column;
    let mut groups = Groups::new(columns * rows);
    for row in 0..rows {
        for column in 0..columns {
            if column > 0 && !is_drawn(down, xs[column], ys[row], ys[row + 1]) {
                groups.join(at(row, column - 1), at(row, column));
            }
            if row > 0 && !is_drawn(across, ys[row], xs[column], xs[column + 1]) {
                groups.join(at(row - 1, column), at(row, column));
            }
        }
    }
    let mut fields: Vec<Field> = Vec::new();
    let mut cells = vec![u32::MAX; columns * rows];
    for row in 0..rows {
        for column in 0..columns {
            let root = groups.root(at(row, column));
            if root == at(row, column) {
                cells[root] = fields.len() as u32;
                fields.push(Field {
                    row: row as u32,
                    column: column as u16,
                    rows: 1,
                    columns: 1,
                    bbox: Rect { x0: xs[column], y0: ys[row], x1: xs[column + 1], y1: ys[row + 1] },
                });
            }
            let cell = cells[root];
            cells[at(row, column)] = cell;
            let field = &mut fields[cell as usize];
            // What is not oblong is told by the corner that its first field gives it.
            field.rows = field.rows.max((row as u32 - field.row) as u16 + 1);
            field.columns = field.columns.max((column as u16).saturating_sub(field.column) + 1);
            field.bbox =
                field.bbox.cover(Rect { x0: xs[column], y0: ys[row], x1: xs[column + 1], y1: ys[row + 1] });
        }
    }
    (fields.len() >= 2).then_some(Grid { xs, ys, fields, cells })
}

/// The places of lines, near ones taken together.
fn places(of: impl Iterator<Item = f32>) -> Vec<f32> {
    let mut all: Vec<f32> = of.collect();
    all.sort_by(f32::total_cmp);
    let mut places: Vec<f32> = Vec::new();
    for place in all {
        if places.last().is_none_or(|last| place - last > NEAR) {
            places.push(place);
        }
    }
    places
}

/// Whether lines cover the edge at `at` from `from` to `to`.
fn is_drawn(lines: &[Stroke], at: f32, from: f32, to: f32) -> bool {
    let first = lines.partition_point(|line| line.at < at - NEAR);
    let covered: f32 = lines[first..]
        .iter()
        .take_while(|line| line.at <= at + 2.0 * NEAR)
        .map(|line| (line.to.min(to) - line.from.max(from)).max(0.0))
        .sum();
    covered >= COVERED * (to - from)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(x0: f32, y0: f32, x1: f32, y1: f32) -> Rect {
        Rect { x0, y0, x1, y1 }
    }

    fn fields(rulings: &[Rect]) -> Vec<(u32, u16, u16, u16)> {
        let grids = Grids::of(rulings);
        grids
            .grids
            .iter()
            .flat_map(|grid| &grid.fields)
            .map(|f| (f.row, f.column, f.rows, f.columns))
            .collect()
    }

    #[test]
    fn cells_without_an_edge_between_them_are_one() {
        // A head over two columns; the first column spans both rows of the body.
        let rulings = [
            line(0.0, 0.0, 200.0, 0.5),
            line(0.0, 20.0, 200.0, 20.5),
            line(100.0, 40.0, 200.0, 40.5),
            line(0.0, 60.0, 200.0, 60.5),
            line(0.0, 0.0, 0.5, 60.0),
            line(100.0, 20.0, 100.5, 60.0),
            line(200.0, 0.0, 200.5, 60.0),
        ];
        assert_eq!(fields(&rulings), [(0, 0, 1, 2), (1, 0, 2, 1), (1, 1, 1, 1), (2, 1, 1, 1)]);
    }

    #[test]
    fn lines_drawn_piece_by_piece_are_whole() {
        let mut rulings = Vec::new();
        for row in 0..3 {
            for column in 0..2 {
                let (x, y) = (column as f32 * 50.0, row as f32 * 20.0);
                rulings.push(line(x, y, x + 0.5, y + 0.5));
                rulings.push(line(x + 0.5, y, x + 50.0, y + 0.5));
            }
        }
        for row in 0..2 {
            for column in 0..3 {
                let (x, y) = (column as f32 * 50.0, row as f32 * 20.0);
                rulings.push(line(x, y + 0.5, x + 0.5, y + 20.0));
            }
        }
        assert_eq!(fields(&rulings), [(0, 0, 1, 1), (0, 1, 1, 1), (1, 0, 1, 1), (1, 1, 1, 1)]);
    }

    #[test]
    fn frames_and_underlines_are_no_tables() {
        let frame = [
            line(0.0, 0.0, 100.0, 0.5),
            line(0.0, 50.0, 100.0, 50.5),
            line(0.0, 0.0, 0.5, 50.0),
            line(100.0, 0.0, 100.5, 50.0),
        ];
        assert!(fields(&frame).is_empty());
        assert!(fields(&[line(0.0, 0.0, 80.0, 0.5), line(300.0, 3.0, 400.0, 3.5)]).is_empty());
    }

    #[test]
    fn a_table_may_lack_the_lines_at_its_sides() {
        let open = [line(0.0, 0.0, 100.0, 0.5), line(0.0, 20.0, 100.0, 20.5), line(50.0, 0.0, 50.5, 20.0)];
        assert_eq!(fields(&open), [(0, 0, 1, 1), (0, 1, 1, 1)]);
    }
}
