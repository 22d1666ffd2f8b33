//! Long straight lines of a page: rules under letterheads, frames and grids of tables. Engines read them as letters.

use super::raster::{Area, Gray, WHITE};

/// Lines found, as boxes of pixels.
#[derive(Debug, Default, Clone)]
pub(super) struct Lines {
    pub across: Vec<Area>,
    pub down: Vec<Area>,
}

/// Finds the lines of a straight page and takes them off; letters that cross them stay.
pub(super) fn remove(gray: &mut Gray, dpi: f32, limit: u8) -> Lines {
    let down = {
        let turned = gray.turned(1);
        let mut found = find(&turned, dpi, limit);
        found.iter_mut().for_each(|line| line.turn_back(gray.height));
        found
    };
    let across = find(gray, dpi, limit);
    for line in &across {
        erase(gray, line, limit);
    }
    for line in &down {
        erase(gray, line, limit);
    }
    Lines {
        across: across.into_iter().map(|line| line.area).collect(),
        down: down.into_iter().map(|line| line.area).collect(),
    }
}

/// A line as the runs of dark pixels that it is made of.
#[derive(Debug)]
struct Line {
    area: Area,
    runs: Vec<Area>,
    /// In pixels.
    thickness: usize,
    is_upright: bool,
}

impl Line {
    /// From a page turned clockwise by a quarter to the page itself, of this height.
    fn turn_back(&mut self, height: usize) {
        let back = |area: Area| Area {
            left: area.top,
            right: area.bottom,
            top: height - area.right,
            bottom: height - area.left,
        };
        self.area = back(self.area);
        self.runs.iter_mut().for_each(|run| *run = back(*run));
        self.is_upright = true;
    }
}

/// The lines across a page.
fn find(gray: &Gray, dpi: f32, limit: u8) -> Vec<Line> {
    let least = (dpi * 0.3) as usize;
    let gap = (dpi / 100.0) as usize;
    let thickest = (dpi / 20.0) as usize;
    // Lines that grow: the last row they had a run in, and their runs.
    let mut open: Vec<Line> = Vec::new();
    let mut done: Vec<Line> = Vec::new();
    for y in 0..gray.height {
        let (ended, still): (Vec<Line>, Vec<Line>) =
            open.into_iter().partition(|line| line.area.bottom + 2 < y);
        done.extend(ended);
        open = still;
        for (start, end) in long_runs(gray.row(y), limit, least, gap) {
            let run = Area { left: start, top: y, right: end, bottom: y + 1 };
            let joins =
                |line: &Line| {
                    line.area.bottom + 2 >= y
                        && line.runs.iter().rev().take(8).any(|other| {
                            run.left <= other.right + 4 * gap && other.left <= run.right + 4 * gap
                        })
                };
            match open.iter_mut().find(|line| joins(line)) {
                Some(line) => {
                    line.area = line.area.cover(run);
                    line.runs.push(run);
                }
                None => open.push(Line { area: run, runs: vec![run], thickness: 1, is_upright: false }),
            }
        }
    }
    done.append(&mut open);
    done.retain_mut(|line| {
        let ink: usize = line.runs.iter().map(Area::width).sum();
        line.thickness = ink.div_ceil(line.area.width().max(1));
        // Thick ones are pictures, and rows of bold letters that touch.
        line.thickness <= thickest && line.area.height() <= thickest + line.area.width() / 60
    });
    done
}

/// Runs of dark pixels, small gaps allowed, that are at least so long.
fn long_runs(row: &[u8], limit: u8, least: usize, gap: usize) -> Vec<(usize, usize)> {
    let mut runs = Vec::new();
    let mut x = 0;
    while let Some(skip) = row[x..].iter().position(|&value| value < limit) {
        let start = x + skip;
        let (mut end, mut dark) = (start, 0);
        x = start;
        while x < row.len() && x <= end + gap {
            if row[x] < limit {
                end = x + 1;
                dark += 1;
            }
            x += 1;
        }
        if end - start >= least && dark * 10 >= (end - start) * 9 {
            runs.push((start, end));
        }
    }
    runs
}

/// Makes a line paper where nothing thicker than it stands on it.
fn erase(gray: &mut Gray, line: &Line, limit: u8) {
    let most = line.thickness + 3;
    for run in &line.runs {
        if line.is_upright {
            for y in run.top..run.bottom.min(gray.height) {
                wipe(gray, limit, most, (run.left, y), true);
            }
        } else {
            for x in run.left..run.right.min(gray.width) {
                wipe(gray, limit, most, (x, run.top), false);
            }
        }
    }
}

/// Makes the dark pixels across a line paper, from one of them on, if there are few.
fn wipe(gray: &mut Gray, limit: u8, most: usize, (x, y): (usize, usize), is_upright: bool) {
    let (at, len, step, first) =
        if is_upright { (x, gray.width, 1, y * gray.width) } else { (y, gray.height, gray.width, x) };
    let data = &mut gray.data;
    let (mut start, mut end) = (at, at);
    while start > 0 && at - start <= most && data[first + (start - 1) * step] < limit {
        start -= 1;
    }
    while end < len && end - at <= most && data[first + end * step] < limit {
        end += 1;
    }
    if end - start <= most {
        // The grey rim too.
        for place in start.saturating_sub(1)..(end + 1).min(len) {
            data[first + place * step] = WHITE;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_go_and_letters_across_them_stay() {
        let mut gray = Gray::new(600, 400, WHITE);
        gray.fill(Area { left: 50, top: 200, right: 550, bottom: 204 }, 0);
        gray.fill(Area { left: 300, top: 50, right: 303, bottom: 350 }, 0);
        gray.fill(Area { left: 100, top: 180, right: 106, bottom: 215 }, 0);
        gray.fill(Area { left: 150, top: 100, right: 190, bottom: 106 }, 0);
        let lines = remove(&mut gray, 300.0, 128);
        assert_eq!((lines.across.len(), lines.down.len()), (1, 1));
        assert_eq!(lines.across[0], Area { left: 50, top: 200, right: 550, bottom: 204 });
        assert_eq!(lines.down[0], Area { left: 300, top: 50, right: 303, bottom: 350 });
        assert_eq!(gray.row(201)[400], WHITE, "the line across");
        assert_eq!(gray.row(100)[301], WHITE, "the line down");
        assert_eq!(gray.row(202)[103], 0, "a letter over the line");
        assert_eq!(gray.row(103)[170], 0, "a dash");
    }

    #[test]
    fn a_line_that_sags_is_one_line() {
        let mut gray = Gray::new(1200, 100, WHITE);
        for x in 20..1180 {
            let y = 40 + x / 200;
            gray.fill(Area { left: x, top: y, right: x + 1, bottom: y + 3 }, 0);
        }
        let lines = remove(&mut gray, 300.0, 128);
        assert_eq!(lines.across.len(), 1, "{lines:?}");
        assert!(gray.data.iter().all(|&value| value == WHITE));
    }
}
