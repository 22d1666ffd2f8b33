//! What a user may choose about reading.

/// When pages are recognized as pictures (nhận dạng chữ).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum OcrMode {
    /// Pages without a text layer that can be trusted.
    #[default]
    Auto,
    /// Every page.
    Always,
    /// None: pages without text stay empty.
    Never,
    /// None now: a file with pages that `Auto` would recognize is refused, so that a caller can gather such files and read
    /// them apart.
    Later,
}

/// What reads the text layer of a PDF.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum PdfEngine {
    /// This crate's interpreter.
    #[default]
    Own,
    /// The crate pdf-extract, where it was built in.
    PdfExtract,
}

/// Choices for the readers of files that are no plain text.
#[derive(Debug, Clone, Default)]
pub struct Options {
    pub ocr: OcrMode,
    pub pdf_engine: PdfEngine,
    /// Opens encrypted files; an empty one is always tried.
    pub password: Option<String>,
}
