//! A scanned page made ready for the engine: clean, straight, without lines and leader dots, at 300 dpi.

use super::lines::{self, Lines};
use super::raster::{Affine, Gray, Picture};
use super::{dots, ink, skew, specks};

/// Pixels an inch at which the engine reads best.
pub(super) const DPI: f32 = 300.0;

/// A page ready to be read.
#[derive(Debug)]
pub(super) struct Prepared {
    pub gray: Gray,
    pub lines: Lines,
    /// What is darker is ink.
    pub limit: u8,
    /// From pixels of `gray` to those of the scan.
    pub map: Affine,
}

/// A scan without colour, shade and specks, as it lay.
#[derive(Debug)]
pub(super) struct Cleaned {
    gray: Gray,
    limit: u8,
    dpi: f32,
    /// From pixels of `gray` to those of the scan.
    map: Affine,
}

/// Cleans a scan of this resolution.
pub(super) fn clean(picture: Picture, dpi: (f32, f32)) -> Cleaned {
    let mean = (dpi.0 + dpi.1) / 2.0;
    let mut gray = ink::ink(picture, mean);
    let mut map = Affine::scale(1.0, 1.0);
    if (dpi.0 / dpi.1 - 1.0).abs() > 0.02 {
        // Pixels that are not square: fax machines set rows twice as far apart as columns.
        let (across, down) = (f64::from(mean / dpi.0), f64::from(mean / dpi.1));
        (gray, map) = skew::stretched(&gray, across, down);
    }
    let limit = ink::limit(&gray);
    specks::remove(&mut gray, mean, limit);
    Cleaned { gray, limit, dpi: mean, map }
}

/// Turns a page clockwise by quarters, sets it straight and takes its lines and leader dots off. The map leads to pixels of the scan as
/// if that had been turned too.
pub(super) fn straighten(cleaned: &Cleaned, quarters: u8) -> Prepared {
    let Cleaned { ref gray, limit, dpi, map } = *cleaned;
    let turned;
    let source = if quarters == 0 {
        gray
    } else {
        turned = gray.turned(quarters);
        &turned
    };
    let angle = skew::angle(source, limit);
    let (mut gray, back) = skew::straightened(source, angle, f64::from(DPI / dpi));
    let lines = lines::remove(&mut gray, DPI, limit);
    dots::remove(&mut gray, limit);
    let map = if quarters.is_multiple_of(2) { map } else { Affine { a: map.d, d: map.a, ..map } };
    Prepared { gray, lines, limit, map: back.then(&map) }
}
