//! What happens to paper: pages are printed, then lie askew, are copied, stamped, faxed, photographed. All of it comes out
//! the same each time.

use super::super::raster::{Affine, Gray, Picture, WHITE};
use super::super::skew;

/// A page in three colours.
#[derive(Debug, Clone)]
pub(super) struct Sheet {
    pub width: usize,
    pub height: usize,
    /// Red, green and blue as pages of their own.
    pub planes: [Gray; 3],
    pub dpi: f32,
}

/// What is done to a page.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Harm {
    /// Scanned at so many dots an inch.
    Dpi(f32),
    /// Turned by degrees.
    Askew(f64),
    /// Random dots, and brightness that varies by so much.
    Noise(u32),
    /// Out of focus by so many pixels.
    Blur(usize),
    /// A round stamp over the middle of the text, in this colour.
    Stamp([u8; 3]),
    /// Light falls off to the lower right corner, down to this share.
    Light(f32),
    /// The back of the sheet shines through, by this share.
    Through(f32),
    /// Yellowed, pale print.
    Faded,
    /// Copied in black and white only.
    Copied,
    /// The black edge of an open lid, and the shadow of a fold.
    Edges,
    /// Squeezed by JPEG.
    Squeezed(u8),
}

/// The kinds of bad pages that are measured, by name.
pub(super) const KINDS: &[(&str, &[Harm])] = &[
    ("300 dpi", &[]),
    ("200 dpi", &[Harm::Dpi(200.0)]),
    ("150 dpi", &[Harm::Dpi(150.0)]),
    ("askew 1.7°", &[Harm::Dpi(200.0), Harm::Askew(1.7)]),
    ("askew -4°", &[Harm::Dpi(200.0), Harm::Askew(-4.0)]),
    ("noise", &[Harm::Dpi(200.0), Harm::Noise(60)]),
    ("out of focus", &[Harm::Dpi(200.0), Harm::Blur(2)]),
    ("red stamp", &[Harm::Dpi(200.0), Harm::Stamp([205, 40, 50])]),
    ("blue stamp", &[Harm::Dpi(200.0), Harm::Stamp([60, 70, 190])]),
    ("uneven light", &[Harm::Dpi(200.0), Harm::Light(0.3)]),
    ("bleed-through", &[Harm::Dpi(200.0), Harm::Through(0.35)]),
    ("faded", &[Harm::Dpi(200.0), Harm::Faded]),
    ("photocopy", &[Harm::Dpi(200.0), Harm::Blur(1), Harm::Askew(0.8), Harm::Noise(30), Harm::Copied]),
    ("black edges", &[Harm::Dpi(200.0), Harm::Edges, Harm::Askew(1.0)]),
    ("JPEG 20", &[Harm::Dpi(200.0), Harm::Noise(8), Harm::Squeezed(20)]),
    (
        "all at once",
        &[
            Harm::Through(0.2),
            Harm::Stamp([205, 40, 50]),
            Harm::Dpi(200.0),
            Harm::Askew(1.2),
            Harm::Light(0.5),
            Harm::Blur(1),
            Harm::Noise(20),
            Harm::Squeezed(40),
        ],
    ),
];

impl Sheet {
    pub(super) fn of(picture: &Picture, dpi: f32) -> Sheet {
        let (width, height) = picture.size();
        let plane = |index: usize| match picture {
            Picture::Gray(gray) => gray.clone(),
            Picture::Color { data, .. } => {
                Gray { width, height, data: data.iter().skip(index).step_by(3).copied().collect() }
            }
        };
        Sheet { width, height, planes: [plane(0), plane(1), plane(2)], dpi }
    }

    pub(super) fn picture(&self) -> Picture {
        let [red, green, blue] = &self.planes;
        let colors = red.data.iter().zip(&green.data).zip(&blue.data);
        let data = colors.flat_map(|((&red, &green), &blue)| [red, green, blue]).collect();
        Picture::Color { width: self.width, height: self.height, data }
    }

    /// The page after all of this was done to it, one after the other.
    pub(super) fn harmed(mut self, harms: &[Harm]) -> Sheet {
        harms.iter().for_each(|&harm| self.harm(harm));
        self
    }

    fn harm(&mut self, harm: Harm) {
        match harm {
            Harm::Dpi(dpi) => {
                let scale = f64::from(dpi / self.dpi);
                self.turn(0.0, scale);
                self.dpi = dpi;
            }
            Harm::Askew(degrees) => self.turn(degrees, 1.0),
            Harm::Noise(most) => self.noise(most),
            Harm::Blur(radius) => self.planes.iter_mut().for_each(|plane| blur(plane, radius)),
            Harm::Stamp(color) => self.stamp(color),
            Harm::Light(least) => {
                let (width, height) = (self.width as f32, self.height as f32);
                self.each(|x, y, value| {
                    let far = (x as f32 / width + y as f32 / height) / 2.0;
                    f32::from(value) * (1.0 - (1.0 - least) * far * far)
                });
            }
            Harm::Through(share) => {
                // What stands on the back is mirrored; the page itself will do.
                let width = self.width;
                for plane in &mut self.planes {
                    let back = plane.clone();
                    for y in 0..plane.height {
                        let other = back.row((y + 37) % back.height);
                        for (x, value) in plane.row_mut(y).iter_mut().enumerate() {
                            let behind = 255.0 - f32::from(WHITE - other[width - 1 - x]) * share;
                            *value = (*value).min(behind as u8);
                        }
                    }
                }
            }
            Harm::Faded => {
                let paper = [238.0, 226.0, 190.0];
                for (plane, paper) in self.planes.iter_mut().zip(paper) {
                    plane.data.iter_mut().for_each(|value| {
                        let ink = f32::from(WHITE - *value) / 255.0;
                        *value = (paper * (1.0 - 0.45 * ink)) as u8;
                    });
                }
            }
            Harm::Copied => self.each(|_, _, value| if value < 140 { 0.0 } else { 255.0 }),
            Harm::Edges => {
                let (width, height) = (self.width, self.height);
                self.each(|x, y, value| {
                    let fold = (y as f32 - height as f32 * 0.52).abs();
                    let shade = if fold < 14.0 { 0.55 + 0.03 * fold } else { 1.0 };
                    if x > width - width / 60 || y > height - height / 70 {
                        18.0
                    } else {
                        f32::from(value) * shade
                    }
                });
            }
            Harm::Squeezed(quality) => self.squeeze(quality),
        }
    }

    fn each(&mut self, change: impl Fn(usize, usize, u8) -> f32) {
        for plane in &mut self.planes {
            for y in 0..plane.height {
                for (x, value) in plane.row_mut(y).iter_mut().enumerate() {
                    *value = change(x, y, *value).clamp(0.0, 255.0) as u8;
                }
            }
        }
    }

    fn turn(&mut self, degrees: f64, scale: f64) {
        let turned = |plane: &Gray| -> (Gray, Affine) { skew::straightened(plane, degrees, scale) };
        self.planes = [0, 1, 2].map(|index| turned(&self.planes[index]).0);
        (self.width, self.height) = (self.planes[0].width, self.planes[0].height);
    }

    fn noise(&mut self, most: u32) {
        let mut random = Random(0x9E37_79B9_7F4A_7C15);
        for at in 0..self.planes[0].data.len() {
            // The sum of three is as good as a bell.
            let sum = random.below(most) + random.below(most) + random.below(most);
            let shift = sum as i32 - (most as i32 * 3) / 2;
            let dot = (random.below(2_000) == 0 && most > 10).then_some((random.below(2) * 255) as u8);
            for plane in &mut self.planes {
                let value = i32::from(plane.data[at]) + shift;
                plane.data[at] = dot.unwrap_or(value.clamp(0, 255) as u8);
            }
        }
    }

    /// Two rings with marks between them, and a bar of strokes: what a seal leaves on the letters below it.
    fn stamp(&mut self, color: [u8; 3]) {
        let inch = self.dpi;
        let (middle_x, middle_y) = (self.width as f32 * 0.45, self.height as f32 * 0.4);
        for (plane, color) in self.planes.iter_mut().zip(color) {
            for y in 0..plane.height {
                for (x, value) in plane.row_mut(y).iter_mut().enumerate() {
                    let (across, down) = ((x as f32 - middle_x) / inch, (y as f32 - middle_y) / inch);
                    let far = across.hypot(down);
                    let turn = down.atan2(across);
                    let is_ring = (0.70..0.73).contains(&far) || (0.50..0.515).contains(&far);
                    let is_mark = (0.55..0.66).contains(&far) && (turn * 24.0).sin() > 0.35;
                    let is_star = far < 0.3 && (turn * 5.0).cos() > far * 5.0 - 0.8;
                    if is_ring || is_mark || is_star {
                        *value = (f32::from(*value) * f32::from(color) / 255.0) as u8;
                    }
                }
            }
        }
    }

    fn squeeze(&mut self, quality: u8) {
        let Picture::Color { width, height, data } = self.picture() else { return };
        let mut file = Vec::new();
        let encoder = image::codecs::jpeg::JpegEncoder::new_with_quality(&mut file, quality);
        image::ImageEncoder::write_image(
            encoder,
            &data,
            width as u32,
            height as u32,
            image::ExtendedColorType::Rgb8,
        )
        .expect("a picture of this size is encoded");
        let squeezed =
            image::load_from_memory(&file).expect("it was encoded just now").into_rgb8().into_raw();
        *self = Sheet::of(&Picture::Color { width, height, data: squeezed }, self.dpi);
    }
}

/// The mean of a square around each pixel.
fn blur(plane: &mut Gray, radius: usize) {
    for _ in 0..2 {
        let source = plane.turned(1);
        let mut smooth = Gray::new(source.width, source.height, WHITE);
        for y in 0..source.height {
            let row = source.row(y);
            for (x, value) in smooth.row_mut(y).iter_mut().enumerate() {
                let near = &row[x.saturating_sub(radius)..(x + radius + 1).min(row.len())];
                *value = (near.iter().map(|&value| u32::from(value)).sum::<u32>() / near.len() as u32) as u8;
            }
        }
        *plane = smooth;
    }
    *plane = plane.turned(2);
}

/// Numbers that look random (xorshift of Marsaglia, 2003).
struct Random(u64);

impl Random {
    fn below(&mut self, limit: u32) -> u32 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        ((self.0 >> 33) as u32) % limit.max(1)
    }
}
