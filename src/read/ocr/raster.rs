//! Pictures of pages in memory, and how their pixels map to the page.

/// Grey pixels, row by row; 0 is black.
#[derive(Debug, Clone, Default)]
pub(in crate::read) struct Gray {
    pub width: usize,
    pub height: usize,
    pub data: Vec<u8>,
}

/// A picture as it was scanned.
#[derive(Debug, Clone)]
pub(in crate::read) enum Picture {
    Gray(Gray),
    /// Three bytes a pixel: red, green, blue.
    Color {
        width: usize,
        height: usize,
        data: Vec<u8>,
    },
}

/// A rectangle of pixels, right and bottom excluded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Area {
    pub left: usize,
    pub top: usize,
    pub right: usize,
    pub bottom: usize,
}

/// x' = a x + c y + e, y' = b x + d y + f.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Affine {
    pub a: f64,
    pub b: f64,
    pub c: f64,
    pub d: f64,
    pub e: f64,
    pub f: f64,
}

pub(super) const WHITE: u8 = 255;

impl Gray {
    pub(super) fn new(width: usize, height: usize, value: u8) -> Gray {
        Gray { width, height, data: vec![value; width * height] }
    }

    pub(super) fn row(&self, y: usize) -> &[u8] {
        &self.data[y * self.width..(y + 1) * self.width]
    }

    pub(super) fn row_mut(&mut self, y: usize) -> &mut [u8] {
        &mut self.data[y * self.width..(y + 1) * self.width]
    }

    pub(super) fn area(&self) -> Area {
        Area { left: 0, top: 0, right: self.width, bottom: self.height }
    }

    /// A part of the picture with white around it.
    pub(super) fn crop(&self, area: Area, border: usize) -> Gray {
        let area = area.within(self.area());
        let mut cut = Gray::new(area.width() + 2 * border, area.height() + 2 * border, WHITE);
        for y in 0..area.height() {
            let from = &self.row(area.top + y)[area.left..area.right];
            cut.row_mut(y + border)[border..border + from.len()].copy_from_slice(from);
        }
        cut
    }

    pub(super) fn fill(&mut self, area: Area, value: u8) {
        let area = area.within(self.area());
        for y in area.top..area.bottom {
            self.row_mut(y)[area.left..area.right].fill(value);
        }
    }

    /// How many pixels have each value.
    pub(super) fn histogram(&self) -> [u32; 256] {
        let mut counts = [0; 256];
        self.data.iter().for_each(|&value| counts[usize::from(value)] += 1);
        counts
    }

    /// Turned clockwise by quarters.
    pub(super) fn turned(&self, quarters: u8) -> Gray {
        let (width, height) = (self.width, self.height);
        match quarters % 4 {
            0 => self.clone(),
            2 => Gray { width, height, data: self.data.iter().rev().copied().collect() },
            quarter => {
                let mut turned = Gray::new(height, width, WHITE);
                for y in 0..height {
                    for (x, &value) in self.row(y).iter().enumerate() {
                        let at = match quarter {
                            1 => x * height + (height - 1 - y),
                            _ => (width - 1 - x) * height + y,
                        };
                        turned.data[at] = value;
                    }
                }
                turned
            }
        }
    }
}

impl Picture {
    pub(super) fn size(&self) -> (usize, usize) {
        match self {
            Picture::Gray(gray) => (gray.width, gray.height),
            Picture::Color { width, height, .. } => (*width, *height),
        }
    }
}

impl Area {
    pub(super) fn width(&self) -> usize {
        self.right.saturating_sub(self.left)
    }

    pub(super) fn height(&self) -> usize {
        self.bottom.saturating_sub(self.top)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.width() == 0 || self.height() == 0
    }

    /// The part inside another.
    pub(super) fn within(self, outer: Area) -> Area {
        let left = self.left.clamp(outer.left, outer.right);
        let top = self.top.clamp(outer.top, outer.bottom);
        Area {
            left,
            top,
            right: self.right.clamp(left, outer.right),
            bottom: self.bottom.clamp(top, outer.bottom),
        }
    }

    /// With so many pixels more on every side, as far as counting goes.
    pub(super) fn grown(self, by: usize) -> Area {
        Area {
            left: self.left.saturating_sub(by),
            top: self.top.saturating_sub(by),
            right: self.right + by,
            bottom: self.bottom + by,
        }
    }

    pub(super) fn cover(self, other: Area) -> Area {
        Area {
            left: self.left.min(other.left),
            top: self.top.min(other.top),
            right: self.right.max(other.right),
            bottom: self.bottom.max(other.bottom),
        }
    }

    /// How many pixels both have in common across.
    pub(super) fn shared_width(self, other: Area) -> usize {
        self.right.min(other.right).saturating_sub(self.left.max(other.left))
    }

    pub(super) fn shared_height(self, other: Area) -> usize {
        self.bottom.min(other.bottom).saturating_sub(self.top.max(other.top))
    }
}

impl Affine {
    pub(super) fn scale(x: f64, y: f64) -> Affine {
        Affine { a: x, b: 0.0, c: 0.0, d: y, e: 0.0, f: 0.0 }
    }

    pub(super) fn apply(&self, x: f64, y: f64) -> (f64, f64) {
        (self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f)
    }

    /// First this, then the other.
    pub(super) fn then(&self, next: &Affine) -> Affine {
        let (e, f) = next.apply(self.e, self.f);
        Affine {
            a: next.a * self.a + next.c * self.b,
            b: next.b * self.a + next.d * self.b,
            c: next.a * self.c + next.c * self.d,
            d: next.b * self.c + next.d * self.d,
            e,
            f,
        }
    }

    /// The map back; `None` where it makes all points one line.
    pub(super) fn inverse(&self) -> Option<Affine> {
        let det = self.a * self.d - self.b * self.c;
        if det.abs() < 1e-12 {
            return None;
        }
        let (a, b, c, d) = (self.d / det, -self.b / det, -self.c / det, self.a / det);
        Some(Affine { a, b, c, d, e: -(a * self.e + c * self.f), f: -(b * self.e + d * self.f) })
    }

    /// Pixels of a picture that was turned clockwise by quarters to pixels of the picture before, which had this size.
    pub(super) fn unturned(quarters: u8, width: usize, height: usize) -> Affine {
        let (width, height) = (width as f64, height as f64);
        let of = |a, b, c, d, e, f| Affine { a, b, c, d, e, f };
        match quarters % 4 {
            0 => Affine::scale(1.0, 1.0),
            1 => of(0.0, -1.0, 1.0, 0.0, 0.0, height),
            2 => of(-1.0, 0.0, 0.0, -1.0, width, height),
            _ => of(0.0, 1.0, -1.0, 0.0, width, 0.0),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_turned_picture_maps_back_to_where_its_pixels_were() {
        let mut gray = Gray::new(5, 3, WHITE);
        gray.data[3 + 5] = 0;
        for quarters in 0..4 {
            let turned = gray.turned(quarters);
            let at = turned.data.iter().position(|&value| value == 0).unwrap();
            let (x, y) = (at % turned.width, at / turned.width);
            let back = Affine::unturned(quarters, 5, 3).apply(x as f64 + 0.5, y as f64 + 0.5);
            assert_eq!(back, (3.5, 1.5), "{quarters}");
        }
    }

    #[test]
    fn maps_are_joined_in_their_order() {
        let shift = Affine { e: 10.0, f: 20.0, ..Affine::scale(1.0, 1.0) };
        let map = Affine::scale(2.0, 4.0).then(&shift);
        assert_eq!(map.apply(1.0, 1.0), (12.0, 24.0));
        let back = map.inverse().unwrap();
        assert_eq!(back.apply(12.0, 24.0), (1.0, 1.0));
    }
}
