//! Pages as pictures to show beside what was read of them, in the measure of the boxes of the record.

use super::ocr::{self, Flaw, Scans};
use super::{Options, format, pdf, refusal};
use crate::diagnostic::Message;
use crate::error::{Error, ErrorKind};
use image::codecs::{jpeg::JpegEncoder, png::PngEncoder};
use image::{DynamicImage, ExtendedColorType, ImageEncoder};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

/// How wide pictures are, in pixels: a page is read on a screen at this width.
const WIDTH: f32 = 1300.0;
/// Most pixels down a picture, for pages that are strips.
const MOST_DOWN: f32 = 6000.0;
/// Beyond this size a picture without loss, in bytes, one with little loss is sent instead.
const LARGE: usize = 500 << 10;
/// Of how many pages the sizes are told.
const MOST_PAGES: usize = 5_000;

/// A picture of a page.
#[derive(Debug, Clone)]
pub struct Facsimile {
    /// "image/png" or "image/jpeg".
    pub media: &'static str,
    pub bytes: Vec<u8>,
}

/// Width and height of each page as it is shown, in PDF points.
///
/// # Errors
/// A file that has no pages, is damaged or asks for a password.
pub fn page_sizes(path: &str, bytes: Vec<u8>, options: &Options) -> Result<Vec<[f32; 2]>, Error> {
    if let Some(format) = format::picture(&bytes) {
        let scans = Scans::open(&bytes, format).map_err(|flaw| flawed(path, flaw))?;
        let size = |scan: Result<ocr::Scan, Flaw>| scan.as_ref().map_or([595.0, 842.0], ocr::points);
        return Ok(scans.take(MOST_PAGES).map(size).collect());
    }
    if !pdf::is_pdf(&bytes) {
        return Err(no_pages(path));
    }
    let pdf = pdf::open(path, &Arc::new(bytes), options)?;
    let size = |page: &hayro_syntax::page::Page<'_>| {
        let (width, height) = page.render_dimensions();
        [width, height]
    };
    Ok(pdf.pages().iter().take(MOST_PAGES).map(size).collect())
}

/// The picture of a page, counted from 1.
///
/// # Errors
/// As [`page_sizes`]; a page that the file does not have, or that cannot be drawn.
pub fn page_picture(path: &str, bytes: Vec<u8>, page: u32, options: &Options) -> Result<Facsimile, Error> {
    let index = (page as usize).checked_sub(1).ok_or_else(|| no_page(path, page))?;
    if let Some(format) = format::picture(&bytes) {
        let mut scans = Scans::open(&bytes, format).map_err(|flaw| flawed(path, flaw))?;
        let scan = scans.nth(index).ok_or_else(|| no_page(path, page))?.map_err(|flaw| flawed(path, flaw))?;
        let image = ocr::image(scan).ok_or_else(|| not_drawn(path, page))?;
        return encoded(smaller(image)).ok_or_else(|| not_drawn(path, page));
    }
    if !pdf::is_pdf(&bytes) {
        return Err(no_pages(path));
    }
    let pdf = pdf::open(path, &Arc::new(bytes), options)?;
    let pages = pdf.pages();
    let drawn = pages.get(index).ok_or_else(|| no_page(path, page))?;
    let (width, height) = drawn.render_dimensions();
    if !(4.0..14_400.0).contains(&width) || !(4.0..14_400.0).contains(&height) {
        return Err(not_drawn(path, page));
    }
    let scale = (WIDTH / width).min(MOST_DOWN / height).clamp(0.05, 4.0);
    // The renderer may find something in a crafted file that it did not expect.
    let image = catch_unwind(AssertUnwindSafe(|| ocr::drawn(drawn, scale))).ok().flatten();
    image.and_then(encoded).ok_or_else(|| not_drawn(path, page))
}

fn smaller(image: DynamicImage) -> DynamicImage {
    let (width, height) = (image.width() as f32, image.height() as f32);
    let scale = (WIDTH / width).min(MOST_DOWN / height);
    if scale >= 1.0 {
        return image;
    }
    let measure = |length: f32| ((length * scale) as u32).max(1);
    image.thumbnail_exact(measure(width), measure(height))
}

fn encoded(image: DynamicImage) -> Option<Facsimile> {
    let is_gray = !image.color().has_color();
    let color = if is_gray { ExtendedColorType::L8 } else { ExtendedColorType::Rgb8 };
    let (width, height) = (image.width(), image.height());
    let data = if is_gray { image.into_luma8().into_raw() } else { image.into_rgb8().into_raw() };
    let mut bytes = Vec::new();
    PngEncoder::new(&mut bytes).write_image(&data, width, height, color).ok()?;
    if bytes.len() <= LARGE {
        return Some(Facsimile { media: "image/png", bytes });
    }
    bytes.clear();
    JpegEncoder::new_with_quality(&mut bytes, 82).write_image(&data, width, height, color).ok()?;
    Some(Facsimile { media: "image/jpeg", bytes })
}

fn flawed(path: &str, flaw: Flaw) -> Error {
    match flaw {
        Flaw::Damaged => refusal::damaged(path, &Message::new("ảnh", "the picture")),
        Flaw::TooLarge => refusal::picture(path, true),
        Flaw::Unsupported => refusal::picture(path, false),
    }
}

fn no_pages(path: &str) -> Error {
    Error::new(
        ErrorKind::Unsupported,
        path,
        Message::new("tệp này không có trang để vẽ", "the file has no pages to draw"),
        Message::new("Xem phần chữ của văn bản", "See the text of the document"),
    )
}

fn no_page(path: &str, page: u32) -> Error {
    Error::new(
        ErrorKind::NotFound,
        path,
        Message::new(format!("tệp không có trang {page}"), format!("the file has no page {page}")),
        Message::new("Xem trang khác", "See another page"),
    )
}

fn not_drawn(path: &str, page: u32) -> Error {
    Error::new(
        ErrorKind::Damaged,
        path,
        Message::new(format!("không vẽ được trang {page}"), format!("page {page} cannot be drawn")),
        Message::new("Xem phần chữ của văn bản", "See the text of the document"),
    )
}
