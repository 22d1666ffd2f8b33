//! How far the lines of a page lean, and the page set straight at the size that the engine reads best.

use super::raster::{Affine, Gray, WHITE};

/// Farthest lean that is looked for, in degrees.
const FARTHEST: f64 = 6.0;
const COARSE: f64 = 0.2;
const FINE: f64 = 0.02;

/// The angle of the lines in degrees, positive where they fall to the right.
///
/// The rows of the page are summed along lines of each angle; along the right one lines and gaps part most sharply.
pub(super) fn angle(gray: &Gray, limit: u8) -> f64 {
    let strip = (gray.width / 160).max(4);
    let coarse = Profile::of(gray, limit, strip, 3);
    let steps = (FARTHEST / COARSE) as i32;
    let guess = best((-steps..=steps).map(|step| f64::from(step) * COARSE), &coarse);
    let fine = Profile::of(gray, limit, strip, 1);
    best((-15..=15).map(|step| guess + f64::from(step) * FINE), &fine)
}

/// The angle of the sharpest profile; the middle of those that are as sharp.
fn best(angles: impl Iterator<Item = f64>, profile: &Profile) -> f64 {
    let mut sums = Vec::new();
    let scored: Vec<(f64, f64)> = angles.map(|angle| (profile.sharpness(angle, &mut sums), angle)).collect();
    let most = scored.iter().fold(0.0, |most: f64, &(score, _)| most.max(score));
    let Some(first) = scored.iter().position(|&(score, _)| score >= most * 0.999) else { return 0.0 };
    let alike = scored[first..].iter().take_while(|&&(score, _)| score >= most * 0.999).count();
    (scored[first].1 + scored[first + alike - 1].1) / 2.0
}

/// How much ink there is in the rows of upright strips of a page.
struct Profile {
    strips: usize,
    rows: usize,
    /// Width of a strip and height of a row, in pixels.
    strip: usize,
    row: usize,
    /// Strip by strip.
    ink: Vec<u16>,
}

impl Profile {
    fn of(gray: &Gray, limit: u8, strip: usize, row: usize) -> Profile {
        let (strips, rows) = (gray.width.div_ceil(strip), gray.height.div_ceil(row));
        let mut ink = vec![0u16; strips * rows];
        for y in 0..gray.height {
            for (index, pixels) in gray.row(y).chunks(strip).enumerate() {
                let dark = pixels.iter().filter(|&&value| value < limit).count() as u16;
                ink[index * rows + y / row] += dark;
            }
        }
        Profile { strips, rows, strip, row, ink }
    }

    /// The sum of the squared steps between the rows, summed along lines of an angle.
    fn sharpness(&self, angle: f64, sums: &mut Vec<u32>) -> f64 {
        let slope = angle.to_radians().tan() * self.strip as f64 / self.row as f64;
        let shift = |strip: usize| ((strip as f64 - self.strips as f64 / 2.0) * slope).round() as i64;
        let margin = shift(0).unsigned_abs().max(shift(self.strips).unsigned_abs()) as usize + 1;
        sums.clear();
        sums.resize(self.rows + 2 * margin, 0);
        for strip in 0..self.strips {
            let from = (margin as i64 - shift(strip)) as usize;
            let column = &self.ink[strip * self.rows..(strip + 1) * self.rows];
            for (sum, &ink) in sums[from..].iter_mut().zip(column) {
                *sum += u32::from(ink);
            }
        }
        sums.windows(2).map(|pair| (f64::from(pair[0]) - f64::from(pair[1])).powi(2)).sum()
    }
}

/// The page turned straight and scaled, with the map from its pixels to those of the page before.
pub(super) fn straightened(gray: &Gray, angle: f64, scale: f64) -> (Gray, Affine) {
    let halves = (1.0 / scale).log2().floor().max(0.0) as u32;
    let mut smaller = None;
    for _ in 0..halves {
        smaller = Some(halved(smaller.as_ref().unwrap_or(gray)));
    }
    let source = smaller.as_ref().unwrap_or(gray);
    let scale = scale * f64::from(1 << halves);
    let (width, height) = (
        (source.width as f64 * scale).round().max(1.0) as usize,
        (source.height as f64 * scale).round().max(1.0) as usize,
    );
    let (sin, cos) = angle.to_radians().sin_cos();
    // About the middle, so that no corner leaves by more than it must.
    let (middle_x, middle_y) = (source.width as f64 / 2.0, source.height as f64 / 2.0);
    let (out_x, out_y) = (width as f64 / 2.0, height as f64 / 2.0);
    let map = Affine {
        a: cos / scale,
        b: sin / scale,
        c: -sin / scale,
        d: cos / scale,
        e: middle_x - (cos * out_x - sin * out_y) / scale,
        f: middle_y - (sin * out_x + cos * out_y) / scale,
    };
    let before = f64::from(1 << halves);
    let to_original = map.then(&Affine::scale(before, before));
    if angle == 0.0 && width == source.width && height == source.height {
        return (source.clone(), to_original);
    }
    (resampled(source, &map, width, height), to_original)
}

/// The page stretched by two factors, with the map from its pixels to those of the page before.
pub(super) fn stretched(gray: &Gray, across: f64, down: f64) -> (Gray, Affine) {
    let (width, height) = (gray.width as f64 * across, gray.height as f64 * down);
    let map = Affine::scale(1.0 / across, 1.0 / down);
    (resampled(gray, &map, width.round().max(1.0) as usize, height.round().max(1.0) as usize), map)
}

/// Each pixel the mean of four.
fn halved(gray: &Gray) -> Gray {
    let mut half = Gray::new((gray.width / 2).max(1), (gray.height / 2).max(1), WHITE);
    if gray.width < 2 || gray.height < 2 {
        return half;
    }
    for y in 0..half.height {
        let (upper, lower) = (gray.row(2 * y), gray.row(2 * y + 1));
        let pairs = upper.chunks_exact(2).zip(lower.chunks_exact(2));
        for (value, (upper, lower)) in half.row_mut(y).iter_mut().zip(pairs) {
            let sum = u16::from(upper[0]) + u16::from(upper[1]) + u16::from(lower[0]) + u16::from(lower[1]);
            *value = (sum / 4) as u8;
        }
    }
    half
}

/// Parts of a pixel that positions are told apart by.
const PARTS: usize = 64;

/// Weights of four neighbours for each part of a pixel: the cubic of Keys (1981) with a = -1/2, in units of 1/256.
fn weights() -> [[i32; 4]; PARTS] {
    std::array::from_fn(|part| {
        let t = part as f64 / PARTS as f64;
        let near = |x: f64| (1.5 * x - 2.5) * x * x + 1.0;
        let far = |x: f64| ((-0.5 * x + 2.5) * x - 4.0) * x + 2.0;
        let all = [far(1.0 + t), near(t), near(1.0 - t), far(2.0 - t)].map(|w| (w * 256.0).round() as i32);
        [all[0], 256 - all[0] - all[2] - all[3], all[2], all[3]]
    })
}

/// The source seen through a map from pixels of the result; paper outside.
fn resampled(source: &Gray, map: &Affine, width: usize, height: usize) -> Gray {
    let weights = weights();
    let mut result = Gray::new(width, height, WHITE);
    let (right, bottom) = (source.width as i64, source.height as i64);
    for y in 0..height {
        for (x, value) in result.row_mut(y).iter_mut().enumerate() {
            let (from_x, from_y) = map.apply(x as f64 + 0.5, y as f64 + 0.5);
            let parts = PARTS as f64;
            let (at_x, at_y) =
                (((from_x - 0.5) * parts).floor() as i64, ((from_y - 0.5) * parts).floor() as i64);
            let (column, row) = (at_x.div_euclid(PARTS as i64), at_y.div_euclid(PARTS as i64));
            if column < 1 || row < 1 || column + 2 >= right || row + 2 >= bottom {
                continue;
            }
            let (across, down) = (
                &weights[at_x.rem_euclid(PARTS as i64) as usize],
                &weights[at_y.rem_euclid(PARTS as i64) as usize],
            );
            let first = (row as usize - 1) * source.width + column as usize - 1;
            let mut sum = 0;
            for (line, weight) in down.iter().enumerate() {
                let at = first + line * source.width;
                let Some(four) = source.data.get(at..at + 4) else { continue };
                let mix: i32 = four.iter().zip(across).map(|(&value, w)| i32::from(value) * w).sum();
                sum += mix * weight;
            }
            *value = (sum >> 16).clamp(0, 255) as u8;
        }
    }
    result
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::ocr::raster::Area;

    fn lines() -> Gray {
        let mut gray = Gray::new(900, 700, WHITE);
        for top in (60..640).step_by(40) {
            for left in (60..820).step_by(19) {
                gray.fill(Area { left, top, right: left + 12, bottom: top + 14 }, 0);
            }
        }
        gray
    }

    #[test]
    fn the_lean_of_lines_is_found_and_taken_off() {
        for lean in [-3.1, -0.46, 0.0, 0.3, 2.24] {
            let (leaning, _) = straightened(&lines(), -lean, 1.0);
            let found = angle(&leaning, 128);
            assert!((found - lean).abs() <= 0.04, "{lean}: {found}");
        }
    }

    #[test]
    fn pixels_of_the_straight_page_map_to_those_before() {
        let mut gray = Gray::new(400, 300, WHITE);
        gray.fill(Area { left: 300, top: 200, right: 306, bottom: 206 }, 0);
        for (angle, scale) in [(0.0, 1.0), (1.5, 1.5), (-2.0, 0.4), (0.0, 0.5)] {
            let (straight, map) = straightened(&gray, angle, scale);
            let (mut x, mut y, mut count) = (0.0, 0.0, 0.0);
            for (at, &value) in straight.data.iter().enumerate() {
                let weight = f64::from(255 - value);
                x += (at % straight.width) as f64 * weight;
                y += (at / straight.width) as f64 * weight;
                count += weight;
            }
            let (x, y) = map.apply(x / count + 0.5, y / count + 0.5);
            assert!((x - 303.0).abs() < 0.6 && (y - 203.0).abs() < 0.6, "{angle} {scale}: {x} {y}");
        }
    }
}
