//! Leader dots: the dotted blanks of forms, and those between a heading and its page. Engines read them as letters.

use super::raster::{Area, Gray};
use super::specks;

/// A dot is so large, in pixels at 300 dpi.
const SIZES: std::ops::RangeInclusive<usize> = 3..=11;
/// From the left edge of one dot to that of the next.
const STEP: usize = 27;
/// Dots of a row stand on one level.
const OFF: usize = 3;
/// Three dots leave something out; more are a blank.
const FEWEST: usize = 5;
/// A page with more dots is a picture.
const MOST: usize = 20_000;

/// Takes rows of dots off a straight page of 300 dpi.
pub(super) fn remove(gray: &mut Gray, limit: u8) {
    let components = specks::components(gray, limit);
    let is_dot = |area: Area| SIZES.contains(&area.width()) && SIZES.contains(&area.height());
    let mut dots: Vec<(usize, Area)> = components
        .all
        .iter()
        .map(|component| component.area)
        .enumerate()
        .filter(|&(_, area)| is_dot(area))
        .collect();
    if dots.len() > MOST {
        return;
    }
    dots.sort_unstable_by_key(|(_, area)| area.left);
    // The rows that end on each level of the page, a few pixels high.
    let mut levels: Vec<Vec<usize>> = vec![Vec::new(); gray.height / LEVEL + 2];
    let mut rows: Vec<Vec<(usize, Area)>> = Vec::new();
    for dot in dots {
        let level = dot.1.bottom / LEVEL;
        let near = levels[level.saturating_sub(1)..=(level + 1).min(levels.len() - 1)].iter().flatten();
        let row = near.copied().find(|&row| {
            let &(_, last) = rows[row].last().expect("a row has a dot");
            dot.1.left >= last.right
                && dot.1.left <= last.left + STEP
                && dot.1.bottom.abs_diff(last.bottom) <= OFF
        });
        let row = row.unwrap_or_else(|| {
            rows.push(Vec::new());
            rows.len() - 1
        });
        if let Some((_, last)) = rows[row].last() {
            levels[last.bottom / LEVEL].retain(|&other| other != row);
        }
        rows[row].push(dot);
        levels[level].push(row);
    }
    let mut is_leader = vec![false; components.all.len()];
    for (index, _) in rows.iter().filter(|row| row.len() >= FEWEST).flatten() {
        is_leader[*index] = true;
    }
    components.erase(gray, |index| is_leader[index]);
}

const LEVEL: usize = 8;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::ocr::raster::WHITE;

    #[test]
    fn rows_of_dots_go_and_an_ellipsis_and_letters_stay() {
        let mut gray = Gray::new(600, 200, WHITE);
        let dot = |gray: &mut Gray, left: usize, top: usize| {
            gray.fill(Area { left, top, right: left + 6, bottom: top + 6 }, 0);
        };
        for index in 0..20 {
            dot(&mut gray, 100 + index * 14, 100 + index % 2);
        }
        for index in 0..3 {
            dot(&mut gray, 100 + index * 14, 150);
        }
        gray.fill(Area { left: 400, top: 70, right: 410, bottom: 106 }, 0);
        remove(&mut gray, 128);
        assert!(gray.row(103)[90..390].iter().all(|&value| value == WHITE), "the blank");
        assert_eq!(gray.row(103)[405], 0, "the letter behind it");
        assert_eq!(gray.row(153)[102], 0, "the ellipsis");
    }
}
