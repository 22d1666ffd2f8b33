//! How much of a file is read: what no honest document needs is cut off, with a diagnostic.

use std::time::{Duration, Instant};

/// Pages of a document.
pub(super) const PAGES: usize = 50_000;
/// Glyphs of a page, and of a document (about 50 bytes each are kept).
pub(super) const PAGE_GLYPHS: usize = 1_000_000;
pub(super) const GLYPHS: usize = 10_000_000;
/// Operators of a page, forms and all.
const PAGE_OPERATORS: usize = 5_000_000;
/// Bytes of content streams of a page, forms and all, as often as they are drawn.
const PAGE_BYTES: usize = 256 << 20;
/// Bytes that one stream may inflate to.
pub(super) const STREAM_BYTES: usize = 128 << 20;
/// Forms inside forms.
pub(super) const DEPTH: usize = 16;
/// Graphics states kept.
pub(super) const STATES: usize = 512;
/// Marked content inside marked content.
pub(super) const MARKS: usize = 512;
/// Lines and pictures of a page.
pub(super) const SHAPES: usize = 100_000;
/// Entries of a font's tables: widths, meanings of codes.
pub(super) const ENTRIES: usize = 200_000;
/// Time for a page.
const PAGE_TIME: Duration = Duration::from_secs(4);

/// What a page may still use.
#[derive(Debug)]
pub(super) struct Budget {
    operators: usize,
    bytes: usize,
    until: Instant,
    pub spent: bool,
}

impl Budget {
    pub fn new() -> Self {
        Budget {
            operators: PAGE_OPERATORS,
            bytes: PAGE_BYTES,
            until: Instant::now() + PAGE_TIME,
            spent: false,
        }
    }

    /// Takes an operator; false where none is left.
    pub fn operator(&mut self) -> bool {
        if self.operators == 0 || (self.operators.is_multiple_of(4096) && Instant::now() > self.until) {
            self.spent = true;
        }
        self.operators = self.operators.saturating_sub(1);
        !self.spent
    }

    /// Takes the bytes of a content stream; false where none are left.
    pub fn bytes(&mut self, count: usize) -> bool {
        self.spent |= count > self.bytes;
        self.bytes = self.bytes.saturating_sub(count);
        !self.spent
    }
}
