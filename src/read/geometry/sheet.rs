//! A page as lines and tables in reading order.

use super::fill;
use super::grid::Grids;
use super::order;
use super::runs::{self, Kept, Run, on_one_line};
use crate::read::page::Page;
use crate::source::Rect;
use rustc_hash::FxHashMap;

/// Runs side by side on one line, without a gap that may part columns.
#[derive(Debug, Clone)]
pub(super) struct Segment {
    /// Its first run; the others follow by [`Run::next`].
    pub first: u32,
    pub last: u32,
    pub bbox: Rect,
    pub baseline: f32,
    /// The size of its largest letters.
    pub size: f32,
    /// It stands behind the segment before it, on the same line.
    pub tied: bool,
    pub turned: bool,
    pub artifact: bool,
    /// Where it stands if it is a head or a foot of its page.
    pub margin: Margin,
}

/// Heads and feet of pages, which their program marked as such.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Margin {
    Head,
    None,
    Foot,
}

/// Heads and feet stand in this share of the page's height.
const MARGIN: f32 = 0.12;

/// What stands on a page, one after the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Item {
    /// Index into [`Sheet::segments`].
    Segment(u32),
    /// Index into the grids of the page.
    Table(u16),
}

/// A cell with text: its field and its segments.
#[derive(Debug, Clone)]
pub(super) struct CellText {
    pub field: u32,
    pub segments: Vec<u32>,
}

/// A page taken apart.
#[derive(Debug, Clone, Default)]
pub(super) struct Sheet {
    pub kept: Vec<Kept>,
    pub runs: Vec<Run>,
    pub segments: Vec<Segment>,
    pub grids: Grids,
    /// The cells of each grid, in the order of its fields.
    pub cells: Vec<Vec<CellText>>,
    /// Short lines across that may stand over footnotes.
    pub note_rules: Vec<Rect>,
    /// In reading order.
    pub items: Vec<Item>,
}

impl Sheet {
    pub fn of(page: &Page) -> Sheet {
        let grids = Grids::of(&page.rulings);
        let mut kept = Vec::with_capacity(page.pieces.len());
        let mut runs = runs::cut(page, &grids, &mut kept);
        super::overprint::remove(page, &mut kept, &mut runs);
        let is_note_rule = |bar: &&Rect| {
            bar.height().abs() <= 2.0
                && bar.y0 > 0.25 * page.height
                && (50.0..250.0).contains(&bar.width())
                && grids.cell_at(bar.x0 + 1.0, bar.y0).is_none()
        };
        let note_rules = page.rulings.iter().filter(is_note_rule).copied().collect();
        let mut sheet = Sheet { kept, runs, grids, note_rules, ..Sheet::default() };
        sheet.gather(page.height);
        fill::place(page, &mut sheet);
        order::arrange(&mut sheet);
        sheet
    }

    /// The runs of a segment, from left to right.
    pub fn runs_of(&self, segment: &Segment) -> impl Iterator<Item = &Run> {
        let mut next = Some(segment.first);
        std::iter::from_fn(move || {
            let run = self.runs.get(next? as usize)?;
            next = run.next;
            Some(run)
        })
    }

    /// The box of an item.
    pub fn bbox(&self, item: Item) -> Rect {
        match item {
            Item::Segment(index) => self.segments[index as usize].bbox,
            Item::Table(grid) => self.grids.grids[grid as usize].bbox(),
        }
    }

    /// Runs to segments, those of cells to their tables.
    fn gather(&mut self, height: f32) {
        let mut gatherer = Gatherer { height: height.max(1.0), ..Gatherer::default() };
        let mut items: Vec<Item> = Vec::new();
        let mut placed = vec![false; self.grids.grids.len()];
        let mut cells: FxHashMap<(u16, u32), Vec<u32>> = FxHashMap::default();
        for index in 0..self.runs.len() {
            if self.runs[index].len() == 0 {
                continue;
            }
            let segment = gatherer.place(&mut self.runs, &mut self.segments, index as u32);
            let Some(segment) = segment else { continue };
            match self.runs[index].cell {
                None => items.push(Item::Segment(segment)),
                Some((grid, cell)) => {
                    if !std::mem::replace(&mut placed[grid as usize], true) {
                        items.push(Item::Table(grid));
                    }
                    cells.entry((grid, cell)).or_default().push(segment);
                }
            }
        }
        let mut cells: Vec<((u16, u32), Vec<u32>)> = cells.into_iter().collect();
        cells.sort_by_key(|(key, _)| *key);
        self.cells = vec![Vec::new(); self.grids.grids.len()];
        for ((grid, field), segments) in cells {
            self.cells[grid as usize].push(CellText { field, segments });
        }
        self.items = items;
    }
}

/// A wider gap between two runs parts them, in sizes of their letters.
pub(super) const APART: f32 = 1.8;

/// A run that was set out of turn belongs to a line if it stands no farther from it than this, in sizes.
const OUT_OF_TURN: f32 = 0.6;

/// Puts runs into segments.
#[derive(Default)]
struct Gatherer {
    /// The last segment on each level of the page, by baseline, and the one before it on that level.
    levels: FxHashMap<i32, u32>,
    before: Vec<Option<u32>>,
    /// The height of the page.
    height: f32,
}

impl Gatherer {
    /// The segment that a run begins; `None` if it goes on with one.
    fn place(&mut self, runs: &mut [Run], segments: &mut Vec<Segment>, index: u32) -> Option<u32> {
        let run = runs[index as usize].clone();
        let mut tied = false;
        if let Some(last) = segments.last_mut()
            && fits(&runs[last.last as usize], last, &run)
        {
            let gap = run.x0 - last.bbox.x1;
            let size = last.size.max(run.size);
            if gap <= APART * size && gap >= -0.5 * size {
                runs[last.last as usize].next = Some(index);
                last.last = index;
                last.add(&run);
                return None;
            }
            tied = gap > 0.0;
        }
        if !tied && let Some(segment) = self.out_of_turn(runs, segments, &run) {
            insert(runs, &mut segments[segment as usize], index);
            return None;
        }
        let segment = segments.len() as u32;
        segments.push(Segment {
            first: index,
            last: index,
            bbox: Rect { x0: run.x0, y0: run.top, x1: run.x1, y1: run.bottom },
            baseline: run.baseline,
            size: run.size,
            tied,
            turned: run.manner.turned,
            artifact: run.manner.artifact,
            margin: match run.baseline / self.height {
                _ if !run.manner.artifact => Margin::None,
                place if place < MARGIN => Margin::Head,
                place if place > 1.0 - MARGIN => Margin::Foot,
                _ => Margin::None,
            },
        });
        let before = self.levels.insert(level(run.baseline), segment);
        self.before.push(before);
        Some(segment)
    }

    /// The segment that a run belongs to though others were set between.
    fn out_of_turn(&self, runs: &[Run], segments: &[Segment], run: &Run) -> Option<u32> {
        let middle = level(run.baseline);
        for level in [middle, middle - 1, middle + 1] {
            let mut at = self.levels.get(&level).copied();
            for _ in 0..8 {
                let Some(index) = at else { break };
                let segment = &segments[index as usize];
                if fits(&runs[segment.last as usize], segment, run) && touches(runs, segment, run) {
                    return Some(index);
                }
                at = self.before[index as usize];
            }
        }
        None
    }
}

/// A level of the page, a few points high.
fn level(baseline: f32) -> i32 {
    (baseline / 4.0) as i32
}

/// Whether a run can stand on the line of a segment.
fn fits(last: &Run, segment: &Segment, run: &Run) -> bool {
    last.cell == run.cell
        && last.manner == run.manner
        && !run.manner.turned
        && on_one_line(segment.baseline, segment.size, run.baseline, run.size)
}

/// Whether a run stands right beside one of a segment, and over none.
fn touches(runs: &[Run], segment: &Segment, run: &Run) -> bool {
    let reach = OUT_OF_TURN * segment.size.max(run.size);
    if run.x0 > segment.bbox.x1 + reach || run.x1 < segment.bbox.x0 - reach {
        return false;
    }
    let slack = 0.25 * segment.size.max(run.size);
    let mut next = Some(segment.first);
    let mut beside = false;
    while let Some(other) = next.and_then(|at| runs.get(at as usize)) {
        if run.x0 < other.x1 - slack && run.x1 > other.x0 + slack {
            return false;
        }
        let gap = (run.x0 - other.x1).max(other.x0 - run.x1);
        beside |= gap <= reach;
        next = other.next;
    }
    beside
}

/// Inserts a run where it stands.
fn insert(runs: &mut [Run], segment: &mut Segment, index: u32) {
    let x0 = runs[index as usize].x0;
    segment.add(&runs[index as usize].clone());
    if x0 < runs[segment.first as usize].x0 {
        runs[index as usize].next = Some(segment.first);
        segment.first = index;
        return;
    }
    let mut at = segment.first;
    while let Some(next) = runs[at as usize].next.filter(|&next| runs[next as usize].x0 <= x0) {
        at = next;
    }
    runs[index as usize].next = runs[at as usize].next;
    runs[at as usize].next = Some(index);
    if segment.last == at {
        segment.last = index;
    }
}

impl Segment {
    fn add(&mut self, run: &Run) {
        self.bbox = self.bbox.cover(Rect { x0: run.x0, y0: run.top, x1: run.x1, y1: run.bottom });
        if run.size > self.size * 1.1 {
            self.baseline = run.baseline;
        }
        self.size = self.size.max(run.size);
    }
}
