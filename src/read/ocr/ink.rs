//! What is ink and what is paper: colour, shade and contrast taken off a scanned page.

use super::raster::{Gray, Picture, WHITE};

/// The ink of a page in grey: black on white, stamps and shade gone.
pub(super) fn ink(picture: Picture, dpi: f32) -> Gray {
    let mut gray = match picture {
        Picture::Gray(gray) => gray,
        Picture::Color { width, height, data } => of_color(width, height, &data),
    };
    if median(&gray) < 96 {
        // White on black: a negative, or a file that states its colours the wrong way round.
        gray.data.iter_mut().for_each(|value| *value = 255 - *value);
    }
    if !is_bilevel(&gray) {
        divide_by_paper(&mut gray, dpi);
        stretch(&mut gray);
    }
    gray
}

fn median(gray: &Gray) -> usize {
    let counts = gray.histogram();
    let half = gray.data.len() / 2;
    let mut seen = 0;
    (0..256)
        .find(|&value| {
            seen += counts[value] as usize;
            seen > half
        })
        .unwrap_or(255)
}

/// The value below which a pixel of a cleaned page is ink.
pub(super) fn limit(gray: &Gray) -> u8 {
    otsu(&gray.histogram()).clamp(96, 192)
}

/// Pages that are black and white in the file have no shade.
fn is_bilevel(gray: &Gray) -> bool {
    let counts = gray.histogram();
    let total: u32 = gray.data.len().min(u32::MAX as usize) as u32;
    let extremes: u32 = counts[..8].iter().chain(&counts[248..]).sum();
    extremes >= total - total / 500
}

/// The brightest of the three colours and their spread: stamps and pens in red or blue become paper, black stays.
///
/// Where hardly any ink would be left the page is printed in colour, and its brightness is taken.
fn of_color(width: usize, height: usize, data: &[u8]) -> Gray {
    let mut ink = Gray::new(width, height, WHITE);
    let mut luma = Gray::new(width, height, WHITE);
    for ((ink, luma), pixel) in ink.data.iter_mut().zip(&mut luma.data).zip(data.chunks_exact(3)) {
        let [red, green, blue] = [pixel[0], pixel[1], pixel[2]].map(u16::from);
        let bright = red.max(green).max(blue);
        let spread = bright - red.min(green).min(blue);
        // Cameras and JPEG give black letters fringes of a weak colour.
        *ink = (bright + spread.saturating_sub(24)).min(255) as u8;
        *luma = ((red * 77 + green * 150 + blue * 29) >> 8) as u8;
    }
    let dark = |gray: &Gray| {
        let limit = otsu(&gray.histogram());
        gray.data.iter().filter(|&&value| value <= limit.min(160)).count()
    };
    if dark(&ink) * 4 < dark(&luma) { luma } else { ink }
}

/// The value that parts dark from bright best (Otsu 1979): the largest variance between the two.
pub(super) fn otsu(counts: &[u32; 256]) -> u8 {
    let total: f64 = counts.iter().map(|&count| f64::from(count)).sum();
    let sum: f64 = counts.iter().enumerate().map(|(value, &count)| value as f64 * f64::from(count)).sum();
    let (mut below, mut sum_below, mut best, mut limit) = (0.0, 0.0, -1.0, 127);
    for (value, &count) in counts.iter().enumerate() {
        below += f64::from(count);
        sum_below += value as f64 * f64::from(count);
        let above = total - below;
        if below == 0.0 || above == 0.0 {
            continue;
        }
        let apart = sum_below / below - (sum - sum_below) / above;
        let variance = below * above * apart * apart;
        if variance > best {
            (best, limit) = (variance, value as u8);
        }
    }
    limit
}

/// Divides by the brightness of the paper around: shade, yellowed paper and grey copies become white.
///
/// The paper of a tile of 2 mm is its bright tenth; tiles full of ink take it from their neighbours.
fn divide_by_paper(gray: &mut Gray, dpi: f32) {
    let tile = ((dpi / 12.0) as usize).clamp(8, 64);
    let (columns, rows) = (gray.width.div_ceil(tile), gray.height.div_ceil(tile));
    let mut paper = Gray::new(columns, rows, 0);
    for row in 0..rows {
        for column in 0..columns {
            let mut counts = [0u32; 256];
            for y in row * tile..((row + 1) * tile).min(gray.height) {
                let line = &gray.row(y)[column * tile..((column + 1) * tile).min(gray.width)];
                line.iter().for_each(|&value| counts[usize::from(value)] += 1);
            }
            let enough = counts.iter().sum::<u32>() / 10;
            let mut seen = 0;
            let bright = (0..256).rev().find(|&value| {
                seen += counts[value];
                seen > enough
            });
            paper.row_mut(row)[column] = bright.unwrap_or(255) as u8;
        }
    }
    let paper = smoothed(&largest_around(&largest_around(&paper)));
    let scale = 1.0 / tile as f32;
    let mut levels = vec![0f32; gray.width];
    for y in 0..gray.height {
        let at = ((y as f32 + 0.5) * scale - 0.5).max(0.0);
        let (upper, part) = (at as usize, at.fract());
        let lower = (upper + 1).min(rows - 1);
        let upper = upper.min(rows - 1);
        for (x, level) in levels.iter_mut().enumerate() {
            let at = ((x as f32 + 0.5) * scale - 0.5).max(0.0);
            let (left, share) = ((at as usize).min(columns - 1), at.fract());
            let right = (left + 1).min(columns - 1);
            let mix = |row: &[u8]| f32::from(row[left]) * (1.0 - share) + f32::from(row[right]) * share;
            *level = mix(paper.row(upper)) * (1.0 - part) + mix(paper.row(lower)) * part;
        }
        for (value, &level) in gray.row_mut(y).iter_mut().zip(&levels) {
            // Paper darker than this is a picture or a black edge of the scanner.
            let level = level.max(64.0);
            *value = (f32::from(*value) * 255.0 / level).min(255.0) as u8;
        }
    }
}

/// The largest value of each tile and its eight neighbours.
fn largest_around(tiles: &Gray) -> Gray {
    let mut largest = tiles.clone();
    for y in 0..tiles.height {
        for x in 0..tiles.width {
            let (top, bottom) = (y.saturating_sub(1), (y + 2).min(tiles.height));
            let (left, right) = (x.saturating_sub(1), (x + 2).min(tiles.width));
            let values = (top..bottom).flat_map(|y| &tiles.row(y)[left..right]);
            largest.row_mut(y)[x] = values.copied().max().unwrap_or(WHITE);
        }
    }
    largest
}

/// The mean of each tile and its neighbours up to two away.
fn smoothed(tiles: &Gray) -> Gray {
    let mut smooth = tiles.clone();
    for y in 0..tiles.height {
        for x in 0..tiles.width {
            let (top, bottom) = (y.saturating_sub(2), (y + 3).min(tiles.height));
            let (left, right) = (x.saturating_sub(2), (x + 3).min(tiles.width));
            let sum: u32 =
                (top..bottom).flat_map(|y| &tiles.row(y)[left..right]).map(|&value| u32::from(value)).sum();
            smooth.row_mut(y)[x] = (sum / ((bottom - top) * (right - left)) as u32) as u8;
        }
    }
    smooth
}

/// Spreads the values so that strong ink is black and paper is white.
fn stretch(gray: &mut Gray) {
    let counts = gray.histogram();
    let limit = usize::from(otsu(&counts));
    let quantile = |range: std::ops::Range<usize>, share: f64| {
        let total: u64 = counts[range.clone()].iter().map(|&count| u64::from(count)).sum();
        let mut seen = 0;
        range.clone().find(|&value| {
            seen += u64::from(counts[value]);
            seen as f64 >= total as f64 * share
        })
    };
    let (Some(black), Some(white)) = (quantile(0..limit + 1, 0.1), quantile(limit + 1..256, 0.1)) else {
        return;
    };
    if white < black + 32 {
        return;
    }
    let width = (white - black) as f32;
    let table: Vec<u8> = (0..256)
        .map(|value: i32| ((value - black as i32) as f32 * 255.0 / width).clamp(0.0, 255.0) as u8)
        .collect();
    gray.data.iter_mut().for_each(|value| *value = table[usize::from(*value)]);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn red_and_blue_ink_becomes_paper_and_black_stays() {
        let mut data = [235u8, 235, 230].repeat(400);
        for (at, pixel) in [(10, [200, 40, 45]), (20, [40, 60, 190]), (30, [30, 25, 35]), (31, [20, 20, 20])]
        {
            data[at * 3..at * 3 + 3].copy_from_slice(&pixel);
        }
        let ink = of_color(20, 20, &data);
        assert!(ink.data[10] > 200 && ink.data[20] > 200, "{} {}", ink.data[10], ink.data[20]);
        assert!(ink.data[30] < 60 && ink.data[31] < 60);
    }

    #[test]
    fn a_page_printed_in_blue_keeps_its_letters() {
        let mut data = [240u8, 240, 240].repeat(400);
        (40..80).for_each(|at| data[at * 3..at * 3 + 3].copy_from_slice(&[30, 40, 160]));
        assert!(of_color(20, 20, &data).data[50] < 120);
    }

    #[test]
    fn shade_is_taken_off() {
        let (width, height) = (300, 200);
        let mut gray = Gray::new(width, height, 0);
        for y in 0..height {
            for x in 0..width {
                let paper = 120 + x * 100 / width;
                let is_ink = y % 40 < 6 && x % 12 < 4;
                gray.row_mut(y)[x] = if is_ink { paper / 4 } else { paper } as u8;
            }
        }
        let clean = ink(Picture::Gray(gray), 150.0);
        for (x, y) in [(20, 20), (150, 110), (270, 60)] {
            assert!(clean.row(y)[x] > 240, "paper at {x},{y}: {}", clean.row(y)[x]);
        }
        for (x, y) in [(13, 41), (145, 122), (277, 161)] {
            assert!(clean.row(y)[x] < 40, "ink at {x},{y}: {}", clean.row(y)[x]);
        }
    }
}
