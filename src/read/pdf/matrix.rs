//! Affine maps of the plane, as PDF writes them.

use crate::source::Rect;

/// Maps `(x, y)` to `(a x + c y + e, b x + d y + f)`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Matrix {
    pub a: f64,
    pub b: f64,
    pub c: f64,
    pub d: f64,
    pub e: f64,
    pub f: f64,
}

impl Matrix {
    pub const IDENTITY: Matrix = Matrix { a: 1.0, b: 0.0, c: 0.0, d: 1.0, e: 0.0, f: 0.0 };

    pub fn new([a, b, c, d, e, f]: [f64; 6]) -> Self {
        Matrix { a, b, c, d, e, f }
    }

    /// First this map, then the outer one.
    pub fn then(self, outer: Matrix) -> Matrix {
        Matrix {
            a: self.a * outer.a + self.b * outer.c,
            b: self.a * outer.b + self.b * outer.d,
            c: self.c * outer.a + self.d * outer.c,
            d: self.c * outer.b + self.d * outer.d,
            e: self.e * outer.a + self.f * outer.c + outer.e,
            f: self.e * outer.b + self.f * outer.d + outer.f,
        }
    }

    /// This map with its origin moved, in its own units.
    pub fn moved(self, x: f64, y: f64) -> Matrix {
        let (e, f) = self.point(x, y);
        Matrix { e, f, ..self }
    }

    pub fn point(self, x: f64, y: f64) -> (f64, f64) {
        (self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f)
    }

    /// The upright box around the image of a box.
    pub fn bounds(self, x0: f64, y0: f64, x1: f64, y1: f64) -> Rect {
        let corners = [self.point(x0, y0), self.point(x1, y0), self.point(x0, y1), self.point(x1, y1)];
        let boxed = |(x, y): (f64, f64)| Rect { x0: x as f32, y0: y as f32, x1: x as f32, y1: y as f32 };
        corners.into_iter().map(boxed).reduce(Rect::cover).unwrap_or_default()
    }

    /// How much longer upright strokes become.
    pub fn height(self) -> f64 {
        if self.c == 0.0 { self.d.abs() } else { self.c.hypot(self.d) }
    }

    /// How much longer strokes of no direction become.
    pub fn scale(self) -> f64 {
        (self.a * self.d - self.b * self.c).abs().sqrt()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_inner_map_comes_first() {
        let turn = Matrix::new([0.0, 1.0, -1.0, 0.0, 0.0, 0.0]);
        let moved = turn.then(Matrix::new([2.0, 0.0, 0.0, 2.0, 10.0, 0.0]));
        assert_eq!(moved.point(1.0, 0.0), (10.0, 2.0));
        assert_eq!(moved.moved(0.0, 3.0).point(1.0, 0.0), (4.0, 2.0));
        assert_eq!(moved.bounds(0.0, 0.0, 1.0, 3.0), Rect { x0: 4.0, y0: 0.0, x1: 10.0, y1: 2.0 });
        assert_eq!((moved.height(), moved.scale()), (2.0, 2.0));
    }
}
