//! Pictures of pages to recognized words (nhận dạng chữ).
//!
//! ```text
//! picture -> ink (colour, shade) -> specks -> straight, 300 dpi -> lines, tables -> engine -> numbers again -> Page
//! ```
//!
//! The engine is Tesseract 5 with its data of Vietnamese, found at run time; without it only what needs it fails. The map
//! from pixels to points of the page is kept through all steps, so that boxes are of the page as it is in the file.

mod blanks;
mod compounds;
mod dots;
mod engine;
mod ink;
mod labels;
mod lines;
mod numbers;
mod passed;
mod pdf;
mod picture;
mod pool;
mod prepare;
mod raster;
mod sequence;
mod sizes;
mod skew;
mod slips;
mod specks;
mod tables;
mod words;

use super::page::{Page, Piece};
use crate::source::{Format, Rect};
use engine::Word;
use image::DynamicImage;
use picture::TiffPages;
use prepare::Prepared;
use raster::{Affine, Picture};
use rayon::prelude::*;

pub(super) use engine::Missing;
pub(super) use pdf::drawn;
pub(super) use picture::{Flaw, Scan};
pub(super) use sequence::{Restored, restore as restore_labels};

/// What this machine has for recognition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Status {
    /// The version of Tesseract; `None` where its library is not found.
    pub version: Option<String>,
    /// Whether its data of Vietnamese is there.
    pub has_vietnamese: bool,
}

impl Status {
    /// Whether scans can be read.
    pub fn is_ready(&self) -> bool {
        self.version.is_some() && self.has_vietnamese
    }
}

/// Looks for the engine and its data.
pub fn status() -> Status {
    Status { version: engine::version(), has_vietnamese: pool::engine().is_ok() }
}

/// A page read from a picture.
#[derive(Debug)]
pub(super) struct Recognized {
    pub page: Page,
    /// Letters read, and the sum of the confidence in them, in percent.
    pub letters: u64,
    pub certainty: f64,
    /// By how many quarters the page was turned clockwise to be read.
    pub turned: u8,
    from_file: Option<Affine>,
}

/// Name and version of the engine, for the record.
pub(super) fn engine_name() -> String {
    format!("tesseract {} vie", engine::version().unwrap_or_default())
}

/// The pictures of a file, one after the other.
pub(super) enum Scans<'f> {
    Single(Option<Box<Scan>>),
    Tiff(Box<TiffPages<'f>>),
}

impl<'f> Scans<'f> {
    pub(super) fn open(bytes: &'f [u8], format: Format) -> Result<Self, Flaw> {
        if format == Format::Tiff {
            return Ok(Scans::Tiff(Box::new(TiffPages::open(bytes)?)));
        }
        Ok(Scans::Single(Some(Box::new(picture::single(bytes)?))))
    }
}

impl Iterator for Scans<'_> {
    type Item = Result<Scan, Flaw>;

    fn next(&mut self) -> Option<Self::Item> {
        match self {
            Scans::Single(scan) => scan.take().map(|scan| Ok(*scan)),
            Scans::Tiff(pages) => pages.next(),
        }
    }
}

/// Reads the pictures of a file, as many at a time as there are threads, and hands them on in order.
///
/// # Errors
/// What `take` returns, which is given the error of a page for that.
pub(super) fn each_scan(
    mut scans: Scans<'_>,
    mut take: impl FnMut(Result<Result<Recognized, Missing>, Flaw>) -> Result<(), Missing>,
) -> Result<(), Missing> {
    let mut number = 0;
    loop {
        let some: Vec<_> = scans.by_ref().take(rayon::current_num_threads()).zip(number + 1..).collect();
        if some.is_empty() {
            return Ok(());
        }
        number += some.len() as u32;
        let read = |(scan, number): (Result<Scan, Flaw>, u32)| scan.map(|scan| of_scan(scan, number));
        let read: Vec<_> = some.into_par_iter().map(read).collect();
        read.into_iter().try_for_each(&mut take)?;
    }
}

/// Resolution of scans that do not state theirs, from the size of the paper: A4, the way it lies.
fn guessed_dpi(width: usize, height: usize) -> f32 {
    (width.max(height) as f32 / 11.69).clamp(70.0, 700.0)
}

/// Files state 72 or 96 where nobody knew.
fn stated(dpi: Option<(f32, f32)>) -> Option<(f32, f32)> {
    let is_real = |dpi: f32| (97.0..=1_300.0).contains(&dpi);
    dpi.filter(|&(x, y)| is_real(x) && is_real(y))
}

/// Pixels an inch, across and down.
fn dpi(scan: &Scan) -> (f32, f32) {
    let (width, height) = scan.picture.size();
    let guess = guessed_dpi(width, height);
    stated(scan.dpi).unwrap_or((guess, guess))
}

/// Width and height of a scan, in PDF points.
pub(super) fn points(scan: &Scan) -> [f32; 2] {
    let (width, height) = scan.picture.size();
    let (across, down) = dpi(scan);
    [width as f32 * 72.0 / across, height as f32 * 72.0 / down]
}

/// The scan as a picture for people.
pub(super) fn image(scan: Scan) -> Option<DynamicImage> {
    let (width, height) = scan.picture.size();
    let (width, height) = (u32::try_from(width).ok()?, u32::try_from(height).ok()?);
    match scan.picture {
        Picture::Gray(gray) => image::GrayImage::from_raw(width, height, gray.data).map(DynamicImage::from),
        Picture::Color { data, .. } => image::RgbImage::from_raw(width, height, data).map(DynamicImage::from),
    }
}

/// Reads a page of a file of pictures.
fn of_scan(scan: Scan, number: u32) -> Result<Recognized, Missing> {
    let dpi = dpi(&scan);
    let map = Affine::scale(72.0 / f64::from(dpi.0), 72.0 / f64::from(dpi.1));
    read(scan.picture, dpi, map, number)
}

/// Reads a page of a PDF as a picture; `None` where none can be made of it. Text that was laid over a scan is left out
/// of the picture where its layer is kept.
pub(super) fn of_pdf(
    page: &hayro_syntax::page::Page<'_>,
    number: u32,
    keeps_layer: bool,
) -> Option<Result<Recognized, Missing>> {
    let scan = pdf::scan(page, keeps_layer)?;
    Some(read(scan.picture, scan.dpi, scan.map, number))
}

fn read(picture: Picture, dpi: (f32, f32), map: Affine, number: u32) -> Result<Recognized, Missing> {
    let (across, down) = picture.size();
    let cleaned = prepare::clean(picture, dpi);
    let mut engine = pool::engine()?;
    let mut best = attempt(&mut engine, &cleaned, 0);
    if best.is_poor() {
        // On its side or upside down, or hardly legible.
        for quarters in [1, 3, 2] {
            let other = attempt(&mut engine, &cleaned, quarters);
            if other.merit() > best.merit() * 1.5 {
                best = other;
            }
        }
    }
    numbers::look_again(&mut engine, &best.prepared, &mut best.words);
    drop(engine);
    words::mend(&mut best.words, &best.prepared);
    let Attempt { prepared, words, quarters } = best;
    let to_file = prepared.map.then(&Affine::unturned(quarters, across, down)).then(&map);
    // The page as it was read, straight: geometry needs lines that are level.
    let scale = 72.0 / f64::from(prepare::DPI);
    let map = Affine::scale(scale, scale);
    let back = Affine::scale(1.0 / scale, 1.0 / scale).then(&to_file);
    let mut page = Page {
        number,
        width: (prepared.gray.width as f64 * scale) as f32,
        height: (prepared.gray.height as f64 * scale) as f32,
        map: Some([back.a, back.b, back.c, back.d, back.e, back.f].map(|value| value as f32)),
        ..Page::default()
    };
    let (mut letters, mut certainty) = (0, 0.0);
    for word in &words {
        let count = word.letters();
        letters += count;
        certainty += count as f64 * f64::from(word.confidence);
        push(&mut page, word, &map);
    }
    page.rulings = rulings(&prepared, &map);
    Ok(Recognized { page, letters, certainty, turned: quarters, from_file: back.inverse() })
}

/// The box of the page as it was read, of one of the page in the file.
impl Recognized {
    pub(super) fn as_read(&self, bbox: Rect) -> Rect {
        let Some(map) = self.from_file else { return bbox };
        let corners = [(bbox.x0, bbox.y0), (bbox.x1, bbox.y0), (bbox.x0, bbox.y1), (bbox.x1, bbox.y1)];
        around(corners.map(|(x, y)| map.apply(x.into(), y.into())))
    }
}

/// A reading of a page that was turned clockwise by quarters.
struct Attempt {
    prepared: Prepared,
    words: Vec<Word>,
    quarters: u8,
}

fn attempt(engine: &mut engine::Engine, cleaned: &prepare::Cleaned, quarters: u8) -> Attempt {
    let prepared = prepare::straighten(cleaned, quarters);
    let words = words::read(engine, &prepared);
    Attempt { prepared, words, quarters }
}

impl Attempt {
    /// Letters of words that are Vietnamese syllables or that the engine is sure of, by that.
    fn merit(&self) -> f64 {
        self.words
            .iter()
            .filter(|word| word.confidence >= 50.0)
            .map(|word| word.letters() as f64 * f64::from(word.confidence))
            .sum()
    }

    /// Whether the words of a page with letters are hardly sure.
    fn is_poor(&self) -> bool {
        let letters: u64 = self.words.iter().map(Word::letters).sum();
        letters >= 40 && self.merit() < letters as f64 * 55.0
    }
}

fn push(page: &mut Page, word: &Word, map: &Affine) {
    let start = page.text.len() as u32;
    page.text.push_str(&word.text);
    let bbox = boxed(word.area, map);
    let middle = (word.area.left + word.area.right) as f64 / 2.0;
    let (_, baseline) = map.apply(middle, f64::from(word.baseline));
    page.pieces.push(Piece {
        text: start..page.text.len() as u32,
        bbox,
        baseline: baseline as f32,
        size: if word.size > 0.0 { word.size } else { bbox.height() },
        font: None,
        bold: false,
        italic: false,
        invisible: false,
        artifact: false,
        turned: false,
        space_before: true,
        confidence: Some(word.confidence.round() as u8),
    });
}

/// The box on the page around an area of pixels.
fn boxed(area: raster::Area, map: &Affine) -> Rect {
    let raster::Area { left, top, right, bottom } = area;
    around(
        [(left, top), (right, top), (left, bottom), (right, bottom)]
            .map(|(x, y)| map.apply(x as f64, y as f64)),
    )
}

fn around(corners: [(f64, f64); 4]) -> Rect {
    corners
        .map(|(x, y)| Rect { x0: x as f32, y0: y as f32, x1: x as f32, y1: y as f32 })
        .into_iter()
        .reduce(Rect::cover)
        .unwrap_or_default()
}

/// The lines of the page. Those of tables are drawn clean around each cell: scanned ones sag and miss each other.
fn rulings(prepared: &Prepared, map: &Affine) -> Vec<Rect> {
    let tables = tables::tables(&prepared.lines, prepare::DPI);
    let is_apart = |line: &&raster::Area| !tables.iter().any(|table| line.within(table.area) == **line);
    let lone = prepared.lines.across.iter().chain(&prepared.lines.down).filter(is_apart).copied();
    let edges = tables.iter().flat_map(|table| &table.cells).flat_map(|&cell| {
        let raster::Area { left, top, right, bottom } = cell;
        [
            raster::Area { bottom: top + 2, ..cell },
            raster::Area { top: bottom, bottom: bottom + 2, ..cell },
            raster::Area { right: left + 2, ..cell },
            raster::Area { left: right, right: right + 2, ..cell },
        ]
    });
    lone.chain(edges).map(|line| boxed(line, map)).collect()
}

#[cfg(test)]
mod tests;
