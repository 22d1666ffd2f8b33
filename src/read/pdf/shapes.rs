//! Lines and boxes that are drawn: the rulings of tables, and pictures.

use super::limits;
use super::matrix::Matrix;
use crate::source::Rect;

/// Bars thinner than this, in points, are lines.
const THIN: f32 = 3.0;
/// Lines shorter than this are none of a table.
const SHORT: f32 = 4.0;

/// The path that is being made, on the page.
#[derive(Debug, Default)]
pub(super) struct Path {
    /// Straight pieces.
    lines: Vec<[(f64, f64); 2]>,
    /// Closed rectangles.
    boxes: Vec<Rect>,
    start: (f64, f64),
    last: (f64, f64),
    /// Lines of the part since the last move, to tell whether they make a rectangle.
    part: usize,
}

impl Path {
    pub fn move_to(&mut self, at: (f64, f64)) {
        self.close_part();
        (self.start, self.last) = (at, at);
    }

    pub fn line_to(&mut self, at: (f64, f64)) {
        if self.lines.len() < limits::SHAPES {
            self.lines.push([self.last, at]);
        }
        self.last = at;
    }

    /// A curve is no line; the path goes on from its end.
    pub fn curve_to(&mut self, at: (f64, f64)) {
        self.close_part();
        (self.start, self.last) = (at, at);
    }

    pub fn close(&mut self) {
        if self.last != self.start {
            self.line_to(self.start);
        }
        self.close_part();
    }

    pub fn rectangle(&mut self, ctm: Matrix, [x, y, width, height]: [f64; 4]) {
        self.close_part();
        if self.boxes.len() < limits::SHAPES {
            let upright = (ctm.b == 0.0 && ctm.c == 0.0) || (ctm.a == 0.0 && ctm.d == 0.0);
            if upright {
                self.boxes.push(ctm.bounds(x, y, x + width, y + height));
            }
        }
        let at = ctm.point(x, y);
        (self.start, self.last) = (at, at);
    }

    /// Four lines along the page that come back to their start are a rectangle.
    fn close_part(&mut self) {
        let part = &self.lines[self.part.min(self.lines.len())..];
        if let (3..=5, Some([first, _]), Some([_, last])) = (part.len(), part.first(), part.last()) {
            let near = |a: f64, b: f64| (a - b).abs() < 0.1;
            let along = part.iter().all(|[a, b]| near(a.0, b.0) || near(a.1, b.1));
            let closes = near(first.0, last.0) || near(first.1, last.1);
            if along && closes && part.len() >= 3 {
                let boxed = part.iter().map(|[a, b]| line(*a, *b)).reduce(Rect::cover).unwrap_or_default();
                // A line back and forth has no area; it stays what it is.
                let is_bar = boxed.width() > 0.05 && boxed.height() > 0.05;
                if is_bar && self.boxes.len() < limits::SHAPES {
                    self.lines.truncate(self.part);
                    self.boxes.push(boxed);
                }
            }
        }
        self.part = self.lines.len();
    }

    pub fn clear(&mut self) {
        self.lines.clear();
        self.boxes.clear();
        self.part = 0;
    }

    /// Ends the path; what was seen of it is added to the rulings.
    pub fn paint(&mut self, painted: Painted, page: Rect, rulings: &mut Vec<Rect>) {
        self.close_part();
        let mut add = |ruling: Rect| {
            let ruling = cut(ruling, page);
            if rulings.len() < limits::SHAPES && ruling.width().max(ruling.height()) >= SHORT {
                rulings.push(ruling);
            }
        };
        if let Some(width) = painted.stroked {
            for [from, to] in &self.lines {
                let bar = line(*from, *to);
                // Slanted lines are drawings.
                if bar.width() < 0.5 || bar.height() < 0.5 {
                    add(thick(bar, width));
                }
            }
        }
        for &boxed in &self.boxes {
            if boxed.width().min(boxed.height()) < THIN {
                if painted.filled || painted.stroked.is_some() {
                    add(boxed);
                }
            } else if painted.filled || painted.stroked.is_some() {
                let width = painted.stroked.unwrap_or(0.0);
                let Rect { x0, y0, x1, y1 } = boxed;
                add(thick(Rect { y1: y0, ..boxed }, width));
                add(thick(Rect { y0: y1, ..boxed }, width));
                add(thick(Rect { x1: x0, ..boxed }, width));
                add(thick(Rect { x0: x1, ..boxed }, width));
            }
        }
        if painted.filled && painted.stroked.is_none() && self.lines.len() == 4 {
            // A bar drawn by its outline that is not quite along the page.
            let bar = self.lines.iter().map(|[a, b]| line(*a, *b)).reduce(Rect::cover).unwrap_or_default();
            if bar.width().min(bar.height()) < THIN {
                add(bar);
            }
        }
        self.clear();
    }
}

/// How a path was painted, in colours that are seen.
#[derive(Debug, Clone, Copy)]
pub(super) struct Painted {
    pub filled: bool,
    /// The width of the pen in points.
    pub stroked: Option<f32>,
}

fn line(from: (f64, f64), to: (f64, f64)) -> Rect {
    Rect {
        x0: from.0.min(to.0) as f32,
        y0: from.1.min(to.1) as f32,
        x1: from.0.max(to.0) as f32,
        y1: from.1.max(to.1) as f32,
    }
}

/// A line as the bar that a pen of this width draws.
fn thick(line: Rect, width: f32) -> Rect {
    let half = width.clamp(0.0, THIN) / 2.0;
    if line.height() <= line.width() {
        Rect { y0: line.y0 - half, y1: line.y1 + half, ..line }
    } else {
        Rect { x0: line.x0 - half, x1: line.x1 + half, ..line }
    }
}

/// The part of a box on the page.
fn cut(boxed: Rect, page: Rect) -> Rect {
    Rect {
        x0: boxed.x0.max(page.x0),
        y0: boxed.y0.max(page.y0),
        x1: boxed.x1.min(page.x1),
        y1: boxed.y1.min(page.y1),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: Rect = Rect { x0: 0.0, y0: 0.0, x1: 600.0, y1: 800.0 };
    const FILLED: Painted = Painted { filled: true, stroked: None };
    const STROKED: Painted = Painted { filled: false, stroked: Some(1.0) };

    fn rulings(painted: Painted, make: impl Fn(&mut Path)) -> Vec<[f32; 4]> {
        let (mut path, mut rulings) = (Path::default(), Vec::new());
        make(&mut path);
        path.paint(painted, PAGE, &mut rulings);
        rulings.iter().map(|r| [r.x0, r.y0, r.x1, r.y1]).collect()
    }

    #[test]
    fn lines_thin_bars_and_edges_are_rulings() {
        let bar = |path: &mut Path| path.rectangle(Matrix::IDENTITY, [10.0, 20.0, 100.0, 0.5]);
        assert_eq!(rulings(FILLED, bar), [[10.0, 20.0, 110.0, 20.5]]);
        let across = |path: &mut Path| {
            path.move_to((10.0, 20.0));
            path.line_to((110.0, 20.0));
        };
        assert_eq!(rulings(STROKED, across), [[10.0, 19.5, 110.0, 20.5]]);
        assert_eq!(rulings(FILLED, across), [[0.0; 4]; 0]);
        let cell = |path: &mut Path| path.rectangle(Matrix::IDENTITY, [10.0, 20.0, 100.0, 50.0]);
        assert_eq!(rulings(STROKED, cell).len(), 4);
        let drawn = |path: &mut Path| {
            path.move_to((10.0, 20.0));
            path.line_to((110.0, 20.0));
            path.line_to((110.0, 70.0));
            path.line_to((10.0, 70.0));
            path.close();
        };
        assert_eq!(rulings(STROKED, drawn), rulings(STROKED, cell));
        let slanted = |path: &mut Path| {
            path.move_to((10.0, 20.0));
            path.line_to((110.0, 90.0));
        };
        assert!(rulings(STROKED, slanted).is_empty());
        let outside = |path: &mut Path| path.rectangle(Matrix::IDENTITY, [700.0, 20.0, 100.0, 0.5]);
        assert!(rulings(FILLED, outside).is_empty());
    }
}
