//! How a document is set: the size of its text, the distance of its lines, the edges of its pages' text.

use super::sheet::{Item, Segment, Sheet};

/// What is usual in a document.
#[derive(Debug, Clone, Copy)]
pub(super) struct Measures {
    /// The size of its text, in points.
    pub size: f32,
    /// From one line of a paragraph to the next, in points.
    pub pitch: f32,
}

/// The edges of the text of a page, in points.
#[derive(Debug, Clone, Copy)]
pub(super) struct Edges {
    pub left: f32,
    pub right: f32,
}

impl Measures {
    pub fn of(sheets: &[Sheet]) -> Measures {
        let mut sizes = Histogram::default();
        let mut pitches = Histogram::default();
        for sheet in sheets {
            let mut last: Option<&Segment> = None;
            for segment in segments(sheet) {
                sizes.add(segment.size, sheet.letters(segment));
                if let Some(last) = last {
                    let drop = segment.baseline - last.baseline;
                    let size = segment.size.max(last.size);
                    if (0.8 * size..2.5 * size).contains(&drop) {
                        pitches.add(drop, 1);
                    }
                }
                last = Some(segment);
            }
        }
        let size = sizes.most().unwrap_or(13.0);
        Measures { size, pitch: pitches.most().unwrap_or(1.3 * size) }
    }
}

/// The segments of running text.
fn segments(sheet: &Sheet) -> impl Iterator<Item = &Segment> {
    sheet.items.iter().filter_map(|item| match item {
        Item::Segment(index) => sheet.segments.get(*index as usize).filter(|segment| !segment.turned),
        Item::Table(_) => None,
    })
}

impl Edges {
    /// The edges of a page: where most of its long lines begin and end.
    pub fn of(sheet: &Sheet) -> Edges {
        let left = segments(sheet).map(|segment| segment.bbox.x0).fold(f32::INFINITY, f32::min);
        let right = segments(sheet).map(|segment| segment.bbox.x1).fold(0.0, f32::max);
        let mut starts = Histogram::default();
        for segment in segments(sheet).filter(|segment| segment.bbox.width() > 0.5 * (right - left)) {
            starts.add(segment.bbox.x0, 1);
        }
        let mut ends = Histogram::default();
        for segment in segments(sheet).filter(|segment| segment.bbox.width() > 0.6 * (right - left)) {
            ends.add(segment.bbox.x1, 1);
        }
        let right = ends.edge().unwrap_or(right);
        // Paragraphs of one line begin farther in, and may be the most.
        let usual = starts.first().map_or(left, |start| start.min(left.max(start - 30.0)));
        Edges { left: if usual.is_finite() { usual } else { 0.0 }, right }
    }
}

impl Sheet {
    /// The letters of a segment.
    pub fn letters(&self, segment: &Segment) -> u32 {
        self.runs_of(segment).map(|run| run.letters).sum()
    }
}

/// Counts of lengths, to half a point.
#[derive(Default)]
struct Histogram(rustc_hash::FxHashMap<i32, u32>);

impl Histogram {
    fn add(&mut self, length: f32, weight: u32) {
        *self.0.entry((length * 2.0).round() as i32).or_default() += weight;
    }

    /// The smallest length that some share.
    fn first(&self) -> Option<f32> {
        let total: u32 = self.0.values().sum();
        let near = |length: i32| (-1..=1).filter_map(|off| self.0.get(&(length + off))).sum::<u32>();
        let common =
            self.0.keys().filter(|&&length| near(length) * 7 >= total && near(length) >= total.min(3));
        Some(*common.min()? as f32 / 2.0)
    }

    /// The place that more than a quarter of all share; `None` if there is none.
    fn edge(&self) -> Option<f32> {
        let total: u32 = self.0.values().sum();
        let most = self.most()?;
        let near: u32 = (-1..=1).filter_map(|off| self.0.get(&((most * 2.0) as i32 + off))).sum();
        (near >= 4 && near * 4 >= total).then_some(most)
    }

    /// The most frequent length; of two equally frequent ones the smaller.
    fn most(&self) -> Option<f32> {
        let most = self.0.iter().max_by_key(|&(&length, &count)| (count, std::cmp::Reverse(length)))?;
        Some(*most.0 as f32 / 2.0)
    }
}
