//! PDF files to pages: an interpreter of the text, lines and pictures that their programs set.
//!
//! ```text
//! bytes -> file (objects, decryption: hayro-syntax) -> page -> content stream -> operators -> glyphs -> pieces
//! ```
//!
//! It looks at everything that tells where text stands and what it means, and at nothing that only colours it. No file
//! takes more than [`limits`] allow; what the library underneath may still do with a crafted file is a matter for the
//! worker process and its memory limit.

mod content;
mod font;
mod interpret;
mod limits;
mod marks;
mod matrix;
mod page;
#[cfg(feature = "pdf-extract")]
mod pdf_extract;
mod shapes;
mod state;
mod stream;
mod text;

use super::page::{Page, Pages};
use super::{Options, PdfEngine, refusal};
use crate::diagnostic::{Diagnostic, Message};
use crate::error::Error;
use font::Fonts;
use hayro_syntax::{DecryptionError, LoadPdfError, Pdf};
use marks::Layers;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

/// Whether the bytes are a PDF: its mark stands within the first kilobyte.
pub(super) fn is_pdf(bytes: &[u8]) -> bool {
    memchr::memmem::find(&bytes[..bytes.len().min(1024)], b"%PDF-").is_some()
}

/// What reads the pages of a PDF.
trait Engine {
    /// # Errors
    /// A file that holds no document or is damaged beyond repair; one that asks for a password, or for another one.
    fn pages(
        &self,
        path: &str,
        file: &Arc<Vec<u8>>,
        options: &Options,
    ) -> Result<(Pages, Vec<Diagnostic>), Error>;
}

/// Reads the pages of a PDF with the engine that was chosen.
///
/// # Errors
/// As [`Engine::pages`]; an engine that was not built in.
pub(super) fn pages(
    path: &str,
    file: &Arc<Vec<u8>>,
    options: &Options,
) -> Result<(Pages, Vec<Diagnostic>), Error> {
    match options.pdf_engine {
        PdfEngine::Own => Interpreting.pages(path, file, options),
        #[cfg(feature = "pdf-extract")]
        PdfEngine::PdfExtract => pdf_extract::PdfExtract.pages(path, file, options),
        #[cfg(not(feature = "pdf-extract"))]
        PdfEngine::PdfExtract => Err(refusal::no_pdf_extract(path)),
    }
}

/// This crate's engine.
struct Interpreting;

impl Engine for Interpreting {
    fn pages(
        &self,
        path: &str,
        file: &Arc<Vec<u8>>,
        options: &Options,
    ) -> Result<(Pages, Vec<Diagnostic>), Error> {
        interpreted(path, file, options)
    }
}

fn interpreted(
    path: &str,
    file: &Arc<Vec<u8>>,
    options: &Options,
) -> Result<(Pages, Vec<Diagnostic>), Error> {
    if stream::asks_for_too_much(file) {
        return Err(damaged(path));
    }
    let pdf = open(path, file, options)?;
    let mut diagnostics = Vec::new();
    let catalog = pdf.xref().get(pdf.xref().root_id()).unwrap_or_default();
    let layers = Layers::new(&catalog);
    let mut fonts = Fonts::default();
    let mut pages = Vec::new();
    let mut glyphs = 0;
    let all = pdf.pages();
    let mut cut = Vec::new();
    for (page, number) in all.iter().take(limits::PAGES).zip(1_u32..) {
        if glyphs > limits::GLYPHS || cut.len() >= 3 {
            cut.push(number);
            break;
        }
        // The library may still find something in a crafted file that it did not expect.
        let read = catch_unwind(AssertUnwindSafe(|| page::read(page, number, &mut fonts, &layers)));
        let (page, whole) = read.unwrap_or_else(|_| (Page { number, ..Page::default() }, false));
        glyphs += page.pieces.len();
        if !whole {
            cut.push(number);
        }
        pages.push(page);
    }
    if pages.is_empty() {
        return Err(damaged(path));
    }
    if let [first, ..] = cut[..] {
        diagnostics.push(cut_off(first));
    }
    Ok((Pages { pages, fonts: fonts.names }, diagnostics))
}

/// Opens a PDF, with the password that was given where an empty one does not do.
pub(super) fn open(path: &str, file: &Arc<Vec<u8>>, options: &Options) -> Result<Pdf, Error> {
    let load = |password: &str| {
        let file = file.clone();
        catch_unwind(AssertUnwindSafe(|| Pdf::new_with_password(file, password)))
            .unwrap_or(Err(LoadPdfError::Invalid))
    };
    let needs_password = LoadPdfError::Decryption(DecryptionError::PasswordProtected);
    let opened = match (load(""), options.password.as_deref()) {
        (Err(error), Some(password)) if error == needs_password => load(password),
        (opened, _) => opened,
    };
    opened.map_err(|error| match error {
        LoadPdfError::Decryption(DecryptionError::PasswordProtected) => {
            refusal::locked(path, options.password.is_some())
        }
        LoadPdfError::Decryption(DecryptionError::UnsupportedAlgorithm) => refusal::encrypted(path, &name()),
        LoadPdfError::Decryption(_) | LoadPdfError::Invalid => damaged(path),
    })
}

fn damaged(path: &str) -> Error {
    refusal::damaged(path, &name())
}

/// What the file is, for messages.
fn name() -> Message {
    Message::new("tệp PDF", "the PDF")
}

fn cut_off(page: u32) -> Diagnostic {
    Diagnostic::error(
        "page-cut-off",
        Message::new(
            format!("Trang {page} quá phức tạp hoặc bị hỏng: chỉ đọc được một phần"),
            format!("Page {page} is too complex or damaged: only a part of it was read"),
        ),
    )
}

#[cfg(test)]
mod tests;
