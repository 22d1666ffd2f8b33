//! Specks of dust and noise, told from the dots and marks of letters by their size and what stands near them.

use super::raster::{Area, Gray, WHITE};

/// A run of black pixels in one row.
#[derive(Debug, Clone, Copy)]
struct Run {
    start: u32,
    end: u32,
    label: u32,
}

/// Black pixels that touch each other, corners included.
#[derive(Debug, Clone, Copy)]
pub(super) struct Component {
    pub area: Area,
    /// In pixels.
    pub ink: u32,
}

/// The components of a page with their pixels.
#[derive(Debug)]
pub(super) struct Components {
    pub all: Vec<Component>,
    rows: Vec<Vec<Run>>,
}

/// Finds the components of what is darker than a limit.
pub(super) fn components(gray: &Gray, limit: u8) -> Components {
    let mut parents: Vec<u32> = Vec::new();
    let mut rows: Vec<Vec<Run>> = Vec::with_capacity(gray.height);
    for y in 0..gray.height {
        let mut runs: Vec<Run> = Vec::new();
        let row = gray.row(y);
        let mut x = 0;
        while let Some(skip) = row[x..].iter().position(|&value| value < limit) {
            let start = x + skip;
            let len = row[start..].iter().position(|&value| value >= limit).unwrap_or(row.len() - start);
            x = start + len;
            runs.push(Run { start: start as u32, end: x as u32, label: u32::MAX });
        }
        let above = rows.last().map_or(&[][..], Vec::as_slice);
        let mut first = 0;
        for run in &mut runs {
            while above.get(first).is_some_and(|other| other.end < run.start) {
                first += 1;
            }
            for other in above[first..].iter().take_while(|other| other.start <= run.end) {
                let root = root(&mut parents, other.label);
                if run.label == u32::MAX {
                    run.label = root;
                } else {
                    let own = self::root(&mut parents, run.label);
                    let (low, high) = (own.min(root), own.max(root));
                    parents[high as usize] = low;
                    run.label = low;
                }
            }
            if run.label == u32::MAX {
                run.label = parents.len() as u32;
                parents.push(run.label);
            }
        }
        rows.push(runs);
    }
    collect(parents, rows)
}

fn root(parents: &mut [u32], mut label: u32) -> u32 {
    while parents[label as usize] != label {
        let next = parents[parents[label as usize] as usize];
        parents[label as usize] = next;
        label = next;
    }
    label
}

fn collect(mut parents: Vec<u32>, mut rows: Vec<Vec<Run>>) -> Components {
    let mut indices = vec![u32::MAX; parents.len()];
    let mut all: Vec<Component> = Vec::new();
    for (y, runs) in rows.iter_mut().enumerate() {
        for run in runs {
            let root = root(&mut parents, run.label) as usize;
            let area = Area { left: run.start as usize, top: y, right: run.end as usize, bottom: y + 1 };
            if indices[root] == u32::MAX {
                indices[root] = all.len() as u32;
                all.push(Component { area, ink: 0 });
            }
            run.label = indices[root];
            let component = &mut all[run.label as usize];
            component.area = component.area.cover(area);
            component.ink += run.end - run.start;
        }
    }
    Components { all, rows }
}

impl Components {
    /// Makes the components paper that a test picks, and the pixels around them.
    pub(super) fn erase(&self, gray: &mut Gray, is_picked: impl Fn(usize) -> bool) {
        for (y, runs) in self.rows.iter().enumerate() {
            for run in runs.iter().filter(|run| is_picked(run.label as usize)) {
                let area = Area { left: run.start as usize, top: y, right: run.end as usize, bottom: y + 1 };
                gray.fill(area.grown(1), WHITE);
            }
        }
    }
}

/// Takes specks off: what is far too small for a dot, and what is as small as one and stands alone.
///
/// Sizes at 300 dpi: a full stop of 10-point print has some 25 pixels, the smallest mark of a letter 15.
pub(super) fn remove(gray: &mut Gray, dpi: f32, limit: u8) {
    let scale = f64::from(dpi / 300.0).powi(2);
    let tiny = (6.0 * scale) as u32;
    let small = (40.0 * scale).max(2.0) as u32;
    let letter = (70.0 * scale).max(4.0) as u32;
    let near = (dpi / 300.0 * 24.0) as usize;
    let components = components(gray, limit);
    // Cells of the width of a letter that hold part of one.
    let cell = near.max(4);
    let (columns, rows) = (gray.width / cell + 1, gray.height / cell + 1);
    let mut has_letter = vec![false; columns * rows];
    for component in components.all.iter().filter(|component| component.ink >= letter) {
        let area = component.area;
        for row in area.top / cell..=(area.bottom / cell).min(rows - 1) {
            has_letter
                [row * columns + area.left / cell..=row * columns + (area.right / cell).min(columns - 1)]
                .fill(true);
        }
    }
    let stands_alone = |area: Area| {
        let (row, column) = (area.top / cell, area.left / cell);
        let (top, bottom) = (row.saturating_sub(1), (row + 1).min(rows - 1));
        let (left, right) = (column.saturating_sub(1), (column + 1).min(columns - 1));
        !(top..=bottom).any(|row| has_letter[row * columns + left..=row * columns + right].contains(&true))
    };
    let is_speck: Vec<bool> = components
        .all
        .iter()
        .map(|component| component.ink <= tiny || (component.ink <= small && stands_alone(component.area)))
        .collect();
    components.erase(gray, |index| is_speck[index]);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with_boxes(boxes: &[(usize, usize, usize, usize)]) -> Gray {
        let mut gray = Gray::new(200, 100, WHITE);
        for &(left, top, width, height) in boxes {
            gray.fill(Area { left, top, right: left + width, bottom: top + height }, 0);
        }
        gray
    }

    #[test]
    fn components_join_over_branches_and_corners() {
        let gray =
            with_boxes(&[(10, 10, 2, 20), (20, 10, 2, 20), (10, 30, 12, 2), (60, 10, 3, 3), (63, 13, 3, 3)]);
        let found = components(&gray, 128);
        assert_eq!(found.all.len(), 2);
        assert_eq!(found.all[0].area, Area { left: 10, top: 10, right: 22, bottom: 32 });
        assert_eq!((found.all[0].ink, found.all[1].ink), (104, 18));
    }

    #[test]
    fn dust_goes_and_the_dot_beside_a_letter_stays() {
        let mut gray = with_boxes(&[(10, 10, 10, 30), (14, 2, 5, 5), (120, 50, 5, 5), (30, 20, 2, 2)]);
        remove(&mut gray, 300.0, 128);
        assert_eq!(gray.row(4)[15], 0, "the dot");
        assert_eq!(gray.row(52)[122], WHITE, "dust far from letters");
        assert_eq!(gray.row(21)[31], WHITE, "dust among letters");
        assert_eq!(gray.row(20)[15], 0, "the letter");
    }
}
