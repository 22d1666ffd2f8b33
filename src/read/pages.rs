//! Files of pages: for each page the text layer or recognition, and why; then pages to a [`Source`].

use super::ocr::{self, Flaw, Missing, Recognized, Scans};
use super::page::{Page, Pages, Piece};
use super::transcript::Transcript;
use super::trust::{self, Reading as Choice, Reason};
use super::{OcrMode, Options, geometry, pdf, refusal};
use crate::diagnostic::{Diagnostic, Message};
use crate::error::Error;
use crate::source::{Format, Place, Recognition, Rect, Source};
use crate::span::Span;
use hayro_syntax::Pdf;
use rayon::prelude::*;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

/// Reads a picture, or a TIFF of many.
///
/// # Errors
/// A picture that is damaged, too large or packed in an unknown way; recognition missing or forbidden; no text found.
pub(super) fn pictures(path: &str, bytes: &[u8], format: Format, options: &Options) -> Result<Source, Error> {
    match options.ocr {
        OcrMode::Never => return Err(refusal::recognition_forbidden(path)),
        OcrMode::Later => return Err(refusal::recognition_put_off(path)),
        OcrMode::Auto | OcrMode::Always => {}
    }
    let name = Message::new(format!("ảnh {}", label(format)), format!("the {} picture", label(format)));
    let flawed = |flaw: Flaw| match flaw {
        Flaw::Damaged => refusal::damaged(path, &name),
        Flaw::TooLarge => refusal::picture(path, true),
        Flaw::Unsupported => refusal::picture(path, false),
    };
    let scans = Scans::open(bytes, format).map_err(flawed)?;
    let mut reading = Reading::default();
    let mut first_flaw = None;
    let mut number = 0;
    ocr::each_scan(scans, |result| {
        number += 1;
        match result {
            Ok(recognized) => reading.take(recognized?),
            Err(flaw) => {
                first_flaw = first_flaw.or(Some(flaw));
                reading.lose(number);
            }
        }
        Ok(())
    })
    .map_err(|_: Missing| refusal::no_engine(path))?;
    if let (Some(flaw), true) = (first_flaw, reading.recognized.is_empty()) {
        return Err(flawed(flaw));
    }
    reading.finish(path, format, bytes)
}

/// Reads a PDF: the text layer of each page where it can be trusted, else its picture.
///
/// # Errors
/// A file that is damaged or asks for a password; one of pictures alone, with recognition missing; no text found.
pub(super) fn pdf(path: &str, bytes: Vec<u8>, options: &Options) -> Result<Source, Error> {
    let file = Arc::new(bytes);
    let (layers, diagnostics) = pdf::pages(path, &file, options)?;
    let mut reading = Reading { diagnostics, ..Reading::default() };
    reading.pages.fonts = layers.fonts;
    let mut to_recognize = Vec::new();
    for page in layers.pages {
        match reason_to_recognize(&page, options.ocr) {
            Some(_) if options.ocr == OcrMode::Later => return Err(refusal::recognition_put_off(path)),
            Some(reason) => {
                reading.diagnostics.extend(reason.and_then(|reason| reason.diagnostic(page.number)));
                to_recognize.push((page, reason));
            }
            None => {
                reading.remark(&page, options.ocr);
                reading.pages.pages.push(page);
            }
        }
    }
    if !to_recognize.is_empty() {
        let document = pdf::open(path, &file, options)?;
        reading.recognize(path, &document, to_recognize)?;
    }
    reading.finish(path, Format::Pdf, &file)
}

/// Whether a page is to be recognized, and why: `Some(None)` where the user wants it of every page.
fn reason_to_recognize(page: &Page, mode: OcrMode) -> Option<Option<Reason>> {
    match mode {
        OcrMode::Never => None,
        OcrMode::Always => Some(None),
        OcrMode::Auto | OcrMode::Later => {
            let verdict = trust::judge(&trust::text_of(page), trust::Facts::of(page));
            (verdict.reading == Choice::Recognize).then_some(Some(verdict.reason))
        }
    }
}

fn label(format: Format) -> &'static str {
    match format {
        Format::Png => "PNG",
        Format::Jpeg => "JPEG",
        _ => "TIFF",
    }
}

/// Mean confidence of a page, in percent, below which its text is to be checked against the picture.
const LOW: f64 = 80.0;
/// Confidence of a word with digits, in percent, below which it is doubtful.
pub(super) const DOUBTFUL: u8 = 60;
/// Most remarks on single numbers of one document.
const MOST_REMARKS: usize = 100;

/// The pages of a file as they come to be known.
#[derive(Debug, Default)]
struct Reading {
    pages: Pages,
    /// Numbers of the pages that were recognized.
    recognized: Vec<u32>,
    letters: u64,
    certainty: f64,
    diagnostics: Vec<Diagnostic>,
}

impl Reading {
    fn take(&mut self, page: Recognized) {
        let number = page.page.number;
        self.recognized.push(number);
        self.letters += page.letters;
        self.certainty += page.certainty;
        let mean = page.certainty / page.letters.max(1) as f64;
        if page.letters > 0 && mean < LOW {
            let message = Message::new(
                format!("Chữ nhận dạng ở trang {number} chỉ chắc {mean:.0}%, cần đối chiếu với ảnh"),
                format!(
                    "The text recognized on page {number} is only {mean:.0}% sure; check it against the picture"
                ),
            );
            self.diagnostics.push(Diagnostic::warning("low-recognition", message));
        }
        if page.turned > 0 {
            let degrees = u32::from(page.turned) * 90;
            let message = Message::new(
                format!("Trang {number} nằm ngang, đã xoay {degrees}° để đọc"),
                format!("Page {number} lies on its side and was turned by {degrees}° to be read"),
            );
            self.diagnostics.push(Diagnostic::info("page-turned", message));
        }
        self.pages.pages.push(page.page);
    }

    /// What is to be said of a page whose layer is kept though it is not to be trusted.
    fn remark(&mut self, page: &Page, mode: OcrMode) {
        if mode == OcrMode::Never {
            let verdict = trust::judge(&trust::text_of(page), trust::Facts::of(page));
            self.diagnostics.extend(verdict.reason.diagnostic(page.number));
        }
    }

    /// Recognizes pages, as many at a time as there are threads. Without an engine they stay empty, if other pages have
    /// text.
    fn recognize(
        &mut self,
        path: &str,
        document: &Pdf,
        to_recognize: Vec<(Page, Option<Reason>)>,
    ) -> Result<(), Error> {
        let all = document.pages();
        for some in to_recognize.chunks(rayon::current_num_threads()) {
            let read: Vec<Option<Result<Recognized, Missing>>> = some
                .par_iter()
                .map(|(layer, reason)| {
                    let page = all.get(layer.number as usize - 1)?;
                    let keeps = *reason == Some(Reason::StampOnPicture);
                    // The renderer may find something in a crafted file that it did not expect.
                    catch_unwind(AssertUnwindSafe(|| ocr::of_pdf(page, layer.number, keeps))).ok().flatten()
                })
                .collect();
            for ((layer, reason), read) in some.iter().zip(read) {
                match read {
                    Some(Ok(recognized)) => self.take(joined(recognized, layer, *reason)),
                    Some(Err(_)) if self.pages.pages.is_empty() => return Err(refusal::no_engine(path)),
                    Some(Err(_)) => self.leave(layer),
                    None => self.lose(layer.number),
                }
            }
        }
        Ok(())
    }

    /// A page that there is no engine for, in a file with others that have text.
    fn leave(&mut self, layer: &Page) {
        let number = layer.number;
        let message = Message::new(
            format!(
                "Trang {number} là ảnh, chưa đọc được vì máy chưa cài Tesseract: apt-get install tesseract-ocr tesseract-ocr-vie"
            ),
            format!(
                "Page {number} is a picture and was not read, Tesseract is missing: apt-get install tesseract-ocr tesseract-ocr-vie"
            ),
        );
        self.diagnostics.push(Diagnostic::error("page-not-read", message));
        self.pages.pages.push(layer.clone());
    }

    /// A page that could not be read keeps its number.
    fn lose(&mut self, number: u32) {
        let message = Message::new(
            format!("Không đọc được ảnh của trang {number}"),
            format!("The picture of page {number} could not be read"),
        );
        self.diagnostics.push(Diagnostic::error("page-not-read", message));
        self.pages.pages.push(Page { number, ..Page::default() });
    }

    fn finish(mut self, path: &str, format: Format, bytes: &[u8]) -> Result<Source, Error> {
        self.pages.pages.sort_by_key(|page| page.number);
        let restored = ocr::restore_labels(&mut self.pages.pages);
        self.diagnostics.extend(restored.iter().take(MOST_REMARKS).map(restored_label));
        let mut transcript = Transcript::default();
        geometry::transcribe(&self.pages, &mut transcript);
        if transcript.as_str().chars().all(char::is_whitespace) {
            return Err(refusal::blank(path));
        }
        if !self.recognized.is_empty() {
            let mean = self.certainty / self.letters.max(1) as f64;
            let engine = ocr::engine_name();
            self.diagnostics.insert(0, recognized(&self.recognized, &engine, mean));
            transcript.recognition = Some(Recognition { engine, mean_confidence: (mean / 100.0) as f32 });
            let doubts = doubtful(transcript.places(), transcript.as_str());
            self.diagnostics.extend(doubts);
        }
        transcript.diagnostics.append(&mut self.diagnostics);
        Ok(transcript.finish(path, format, bytes, true))
    }
}

/// What was recognized with what the file knows of the page: lines that were drawn, the text of a stamp laid over it.
fn joined(mut recognized: Recognized, layer: &Page, reason: Option<Reason>) -> Recognized {
    let page = &mut recognized.page;
    page.images.clone_from(&layer.images);
    if !layer.rulings.is_empty() && recognized.turned == 0 {
        page.rulings.clone_from(&layer.rulings);
    }
    if reason != Some(Reason::StampOnPicture) {
        return recognized;
    }
    let kept: Vec<(Rect, &Piece)> = layer
        .pieces
        .iter()
        .filter(|piece| !piece.invisible)
        .map(|piece| (recognized.as_read(piece.bbox), piece))
        .collect();
    let is_covered = |bbox: Rect| {
        let (x, y) = (bbox.x0.midpoint(bbox.x1), bbox.y0.midpoint(bbox.y1));
        kept.iter().any(|(other, _)| {
            (other.x0 - 1.0..other.x1 + 1.0).contains(&x) && (other.y0 - 1.0..other.y1 + 1.0).contains(&y)
        })
    };
    let page = &mut recognized.page;
    page.pieces.retain(|piece| !is_covered(piece.bbox));
    for (bbox, piece) in kept {
        let text = layer.text.get(piece.text.start as usize..piece.text.end as usize).unwrap_or_default();
        let start = page.text.len() as u32;
        page.text.push_str(text);
        let baseline = piece.baseline + bbox.y1 - piece.bbox.y1;
        page.pieces.push(Piece { text: start..page.text.len() as u32, bbox, baseline, ..piece.clone() });
    }
    recognized
}

/// Which pages were recognized, by what, and how sure it was.
fn recognized(pages: &[u32], engine: &str, mean: f64) -> Diagnostic {
    let mut sorted = pages.to_vec();
    sorted.sort_unstable();
    let mut ranges: Vec<(u32, u32)> = Vec::new();
    for page in sorted {
        match ranges.last_mut() {
            Some((_, last)) if page == *last + 1 => *last = page,
            _ => ranges.push((page, page)),
        }
    }
    let list: Vec<String> = ranges
        .iter()
        .map(|&(first, last)| if first == last { first.to_string() } else { format!("{first}-{last}") })
        .collect();
    let list = list.join(", ");
    let message = Message::new(
        format!("Trang {list}: chữ nhận dạng từ ảnh bằng {engine}, độ chắc trung bình {mean:.0}%"),
        format!("Pages {list}: text recognized in pictures by {engine}, mean confidence {mean:.0}%"),
    );
    Diagnostic::info("recognized-text", message)
}

/// A label that its neighbours say.
fn restored_label(restored: &ocr::Restored) -> Diagnostic {
    let ocr::Restored { page, read, label } = restored;
    let message = Message::new(
        format!("Trang {page}: số thứ tự \"{read}\" nhận dạng sai, theo thứ tự trước sau là \"{label}\""),
        format!(
            "Page {page}: the label \"{read}\" was misread; by the labels before and behind it is \"{label}\""
        ),
    );
    Diagnostic::warning("label-restored", message)
}

/// Words with digits about which the engine was not sure, or whose two readings differ.
fn doubtful(places: &[Place], text: &str) -> Vec<Diagnostic> {
    let is_doubtful = |place: &&Place| {
        place.confidence.is_some_and(|confidence| confidence < DOUBTFUL)
            && text
                .get(place.start as usize..place.end as usize)
                .is_some_and(|word| word.contains(|c: char| c.is_ascii_digit()))
    };
    let remark = |place: &Place| {
        let word = text.get(place.start as usize..place.end as usize).unwrap_or_default();
        let message = Message::new(
            format!("Số \"{word}\" nhận dạng từ ảnh không chắc, cần đối chiếu với ảnh"),
            format!(
                "The number \"{word}\" recognized in the picture is not sure; check it against the picture"
            ),
        );
        Diagnostic::warning("doubtful-number", message)
            .at(Span::new(place.start as usize, place.end as usize))
    };
    places.iter().filter(is_doubtful).take(MOST_REMARKS).map(remark).collect()
}
