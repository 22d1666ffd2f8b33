//! The crate pdf-extract as the engine: letters with their places, without fonts, lines and marks.

use super::{Engine, damaged, limits, matrix::Matrix};
use crate::diagnostic::Diagnostic;
use crate::error::Error;
use crate::read::page::{Page, Pages, Piece};
use crate::read::{Options, refusal};
use pdf_extract::{ColorSpace, Document, MediaBox, OutputDev, OutputError, Path, Transform, output_doc_page};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

pub(super) struct PdfExtract;

impl Engine for PdfExtract {
    fn pages(
        &self,
        path: &str,
        file: &Arc<Vec<u8>>,
        options: &Options,
    ) -> Result<(Pages, Vec<Diagnostic>), Error> {
        let load = catch_unwind(AssertUnwindSafe(|| Document::load_mem(file)));
        let Ok(Ok(mut document)) = load else { return Err(damaged(path)) };
        if document.is_encrypted() && document.decrypt("").is_err() {
            let password = options.password.as_deref();
            if !password.is_some_and(|password| document.decrypt(password).is_ok()) {
                return Err(refusal::locked(path, password.is_some()));
            }
        }
        let count = document.get_pages().len().min(limits::PAGES) as u32;
        let (mut pages, mut cut) = (Vec::new(), None);
        for number in 1..=count {
            let mut collector = Collector::new(number);
            // It gives up with a panic on much that it does not expect.
            let read = catch_unwind(AssertUnwindSafe(|| output_doc_page(&document, &mut collector, number)));
            if !matches!(read, Ok(Ok(()))) {
                cut.get_or_insert(number);
            }
            pages.push(collector.page);
        }
        if pages.is_empty() {
            return Err(damaged(path));
        }
        Ok((Pages { pages, fonts: Vec::new() }, cut.map(super::cut_off).into_iter().collect()))
    }
}

/// Takes the letters of a page as they come.
struct Collector {
    page: Page,
    /// To points from the top left corner.
    down: Matrix,
    end: (f64, f64),
    space: bool,
}

impl Collector {
    fn new(number: u32) -> Self {
        let end = (f64::INFINITY, f64::INFINITY);
        Collector { page: Page { number, ..Page::default() }, down: Matrix::IDENTITY, end, space: false }
    }
}

impl OutputDev for Collector {
    fn begin_page(
        &mut self,
        _number: u32,
        media: &MediaBox,
        _art: Option<(f64, f64, f64, f64)>,
    ) -> Result<(), OutputError> {
        self.page.width = (media.urx - media.llx) as f32;
        self.page.height = (media.ury - media.lly) as f32;
        self.down = Matrix::new([1.0, 0.0, 0.0, -1.0, -media.llx, media.ury]);
        Ok(())
    }

    fn end_page(&mut self) -> Result<(), OutputError> {
        Ok(())
    }

    fn output_character(
        &mut self,
        map: &Transform,
        width: f64,
        _spacing: f64,
        font_size: f64,
        letters: &str,
    ) -> Result<(), OutputError> {
        let map = Matrix::new([map.m11, map.m12, map.m21, map.m22, map.m31, map.m32]).then(self.down);
        let size = (map.height() * font_size).abs();
        let start = (map.e, map.f);
        let end = map.point(width * font_size, 0.0);
        let gap = (start.0 - self.end.0).hypot(start.1 - self.end.1) > size * 0.125;
        self.end = end;
        if letters.chars().all(char::is_whitespace) {
            self.space = true;
            return Ok(());
        }
        if self.page.pieces.len() < limits::PAGE_GLYPHS {
            let from = self.page.text.len() as u32;
            self.page.text.push_str(letters);
            self.page.pieces.push(Piece {
                text: from..self.page.text.len() as u32,
                bbox: map.bounds(0.0, -0.22 * font_size, width * font_size, 0.89 * font_size),
                baseline: map.f as f32,
                size: size as f32,
                font: None,
                bold: false,
                italic: false,
                invisible: false,
                artifact: false,
                turned: !(map.a > 0.0 && map.b.abs() < 1e-3 * map.a),
                space_before: self.space || gap,
                confidence: None,
            });
            self.space = false;
        }
        Ok(())
    }

    fn begin_word(&mut self) -> Result<(), OutputError> {
        Ok(())
    }

    fn end_word(&mut self) -> Result<(), OutputError> {
        Ok(())
    }

    fn end_line(&mut self) -> Result<(), OutputError> {
        Ok(())
    }

    fn stroke(&mut self, _: &Transform, _: &ColorSpace, _: &[f64], _: &Path) -> Result<(), OutputError> {
        Ok(())
    }

    fn fill(&mut self, _: &Transform, _: &ColorSpace, _: &[f64], _: &Path) -> Result<(), OutputError> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::writer::File;
    use super::super::tests::{HELVETICA, text};
    use super::*;

    #[test]
    fn both_engines_read_a_plain_page_alike() {
        let file = File::new(HELVETICA, b"BT /F 12 Tf 100 700 Td (Ke hoach) Tj 0 -14 Td (nam) Tj ET");
        let bytes = Arc::new(file.bytes());
        let (pages, _) = PdfExtract.pages("a.pdf", &bytes, &Options::default()).expect("it can be read");
        assert_eq!(text(&pages), "Ke hoach\nnam");
        assert_eq!(pages.pages[0].pieces[0].bbox.x0.round(), 100.0);
        let nothing = Arc::new(b"%PDF-1.7\n1 0 obj".to_vec());
        assert!(PdfExtract.pages("a.pdf", &nothing, &Options::default()).is_err());
    }
}
