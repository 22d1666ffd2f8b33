//! Cells of tables, from the lines of a page.

use super::lines::Lines;
use super::raster::Area;

/// A table: its place on the page, and its cells row by row.
#[derive(Debug)]
pub(super) struct Table {
    pub area: Area,
    pub cells: Vec<Area>,
}

/// How far lines may miss each other and still meet, in parts of an inch.
const REACH: f32 = 0.06;
/// Cells less high than this hold no text: 4 points.
const LEAST: f32 = 4.0 / 72.0;

/// The tables of a page, from the top down. A frame around the page is none.
pub(super) fn tables(lines: &Lines, dpi: f32) -> Vec<Table> {
    let reach = (dpi * REACH) as usize;
    let mut tables: Vec<Table> =
        groups(lines, reach).iter().filter_map(|group| table(group, reach, (dpi * LEAST) as usize)).collect();
    tables.sort_by_key(|table| (table.area.top, table.area.left));
    // A table inside a cell of another is read as part of that cell.
    let areas: Vec<Area> = tables.iter().map(|table| table.area).collect();
    let is_inside = |inner: Area, outer: Area| {
        inner != outer && inner.within(outer) == inner && inner.height() < outer.height()
    };
    tables.retain(|table| !areas.iter().any(|&outer| is_inside(table.area, outer)));
    tables
}

/// Lines that meet.
fn groups(lines: &Lines, reach: usize) -> Vec<Lines> {
    let count = lines.across.len();
    let mut group: Vec<usize> = (0..count + lines.down.len()).collect();
    let find = |group: &[usize], mut index: usize| {
        while group[index] != index {
            index = group[index];
        }
        index
    };
    for (a, across) in lines.across.iter().enumerate() {
        for (d, down) in lines.down.iter().enumerate() {
            let (across, down) = (across.grown(reach), *down);
            if across.shared_width(down) > 0 && across.shared_height(down) > 0 {
                let (one, other) = (find(&group, a), find(&group, count + d));
                group[one.max(other)] = one.min(other);
            }
        }
    }
    let mut found: Vec<(usize, Lines)> = Vec::new();
    for index in 0..group.len() {
        let root = find(&group, index);
        let at = found.iter().position(|(other, _)| *other == root).unwrap_or_else(|| {
            found.push((root, Lines::default()));
            found.len() - 1
        });
        match index.checked_sub(count) {
            None => found[at].1.across.push(lines.across[index]),
            Some(down) => found[at].1.down.push(lines.down[down]),
        }
    }
    found.into_iter().map(|(_, lines)| lines).collect()
}

/// Places that are the same but for a reach, as their mean.
fn clustered(mut places: Vec<usize>, reach: usize) -> Vec<usize> {
    places.sort_unstable();
    let mut clusters: Vec<(usize, usize)> = Vec::new();
    for place in places {
        match clusters.last_mut() {
            Some((sum, count)) if place <= *sum / *count + reach => {
                *sum += place;
                *count += 1;
            }
            _ => clusters.push((place, 1)),
        }
    }
    clusters.into_iter().map(|(sum, count)| sum / count).collect()
}

fn table(lines: &Lines, reach: usize, least: usize) -> Option<Table> {
    if lines.across.len() < 2 || lines.down.is_empty() {
        return None;
    }
    let area = lines.across.iter().chain(&lines.down).copied().reduce(Area::cover)?;
    let middle_x = |line: &Area| usize::midpoint(line.left, line.right);
    let middle_y = |line: &Area| usize::midpoint(line.top, line.bottom);
    // Tables that are open at the sides end where their lines end.
    let mut xs: Vec<usize> = lines.down.iter().map(middle_x).collect();
    xs.extend([area.left, area.right]);
    let xs = clustered(xs, reach);
    let ys = clustered(lines.across.iter().map(middle_y).collect(), reach);
    let (columns, rows) = (xs.len().checked_sub(1)?, ys.len().checked_sub(1)?);
    if columns == 0 || rows == 0 || columns * rows < 2 || columns * rows > 20_000 {
        return None;
    }
    let has_down = |x: usize, top: usize, bottom: usize| {
        let side = Area { left: x.saturating_sub(reach), top, right: x + reach, bottom };
        let covered: usize = lines
            .down
            .iter()
            .filter(|line| line.shared_width(side) > 0)
            .map(|line| line.shared_height(side))
            .sum();
        covered * 2 > bottom - top
    };
    let has_across = |y: usize, left: usize, right: usize| {
        let side = Area { left, top: y.saturating_sub(reach), right, bottom: y + reach };
        let covered: usize = lines
            .across
            .iter()
            .filter(|line| line.shared_height(side) > 0)
            .map(|line| line.shared_width(side))
            .sum();
        covered * 2 > right - left
    };
    // Fields of the grid without a line between them are one cell.
    let mut cell_of: Vec<usize> = (0..columns * rows).collect();
    for row in 0..rows {
        for column in 0..columns {
            let index = row * columns + column;
            if column > 0 && !has_down(xs[column], ys[row], ys[row + 1]) {
                join(&mut cell_of, index - 1, index);
            }
            if row > 0 && !has_across(ys[row], xs[column], xs[column + 1]) {
                join(&mut cell_of, index - columns, index);
            }
        }
    }
    let mut cells: Vec<(usize, Area)> = Vec::new();
    for row in 0..rows {
        for column in 0..columns {
            let field = Area { left: xs[column], top: ys[row], right: xs[column + 1], bottom: ys[row + 1] };
            let of = cell_of[row * columns + column];
            match cells.iter_mut().find(|(other, _)| *other == of) {
                Some((_, cell)) => *cell = cell.cover(field),
                None => cells.push((of, field)),
            }
        }
    }
    let cells: Vec<Area> = cells
        .into_iter()
        .map(|(_, cell)| cell)
        .filter(|cell| cell.height() >= least && cell.width() >= least)
        .collect();
    (cells.len() > 1).then_some(Table { area, cells })
}

fn join(cell_of: &mut [usize], one: usize, other: usize) {
    let (to, from) = (cell_of[one], cell_of[other]);
    cell_of.iter_mut().filter(|cell| **cell == from).for_each(|cell| *cell = to);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn across(y: usize, left: usize, right: usize) -> Area {
        Area { left, top: y, right, bottom: y + 3 }
    }

    fn down(x: usize, top: usize, bottom: usize) -> Area {
        Area { left: x, top, right: x + 3, bottom }
    }

    #[test]
    fn lines_make_cells_and_a_missing_line_joins_two() {
        let lines = Lines {
            across: vec![
                across(100, 100, 900),
                across(200, 100, 900),
                across(300, 100, 900),
                across(700, 300, 500),
            ],
            down: vec![down(100, 100, 300), down(400, 200, 300), down(898, 100, 300)],
        };
        let tables = tables(&lines, 300.0);
        assert_eq!(tables.len(), 1);
        let widths: Vec<usize> = tables[0].cells.iter().map(|cell| cell.width() / 10).collect();
        assert_eq!(widths, [80, 30, 49]);
    }

    #[test]
    fn a_frame_and_lone_lines_are_no_table() {
        let frame = Lines {
            across: vec![across(100, 100, 900), across(1000, 100, 900), across(400, 300, 500)],
            down: vec![down(100, 100, 1000), down(898, 100, 1000)],
        };
        assert!(tables(&frame, 300.0).is_empty());
    }

    #[test]
    fn a_table_open_at_its_sides_has_cells_to_the_ends_of_its_lines() {
        let lines = Lines {
            across: vec![across(100, 100, 900), across(200, 100, 900), across(300, 100, 900)],
            down: vec![down(500, 100, 300)],
        };
        assert_eq!(tables(&lines, 300.0)[0].cells.len(), 4);
    }
}
