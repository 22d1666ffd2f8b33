//! A page as its reader saw it: what was set on it, where, and in which order. Readers of PDF and of pictures make it.

use crate::source::Rect;
use std::ops::Range;

/// One page, upright: rotation by quarter turns is taken off. Boxes are in PDF points from the top left corner.
#[derive(Debug, Clone, Default)]
pub(super) struct Page {
    /// From 1.
    pub number: u32,
    /// In points.
    pub width: f32,
    pub height: f32,
    /// The letters of all pieces, one after the other, without anything between.
    pub text: String,
    /// In the order of the content: that in which a program set them, or an engine recognized them.
    pub pieces: Vec<Piece>,
    /// Straight lines and thin bars, as boxes; edges of stroked and filled rectangles among them.
    pub rulings: Vec<Rect>,
    /// Boxes of pictures.
    pub images: Vec<Rect>,
    /// From points of this page to those of the page in the file, where a scan was set straight or turned to be read:
    /// a, b, c, d, e, f of x' = a x + c y + e, y' = b x + d y + f.
    pub map: Option<[f32; 6]>,
}

impl Page {
    /// The box on the page in the file around a box of this page.
    pub(super) fn in_file(&self, bbox: Rect) -> Rect {
        let Some([a, b, c, d, e, f]) = self.map else { return bbox };
        let corner = |x: f32, y: f32| {
            let (x, y) = (a * x + c * y + e, b * x + d * y + f);
            Rect { x0: x, y0: y, x1: x, y1: y }
        };
        corner(bbox.x0, bbox.y0)
            .cover(corner(bbox.x1, bbox.y0))
            .cover(corner(bbox.x0, bbox.y1))
            .cover(corner(bbox.x1, bbox.y1))
    }
}

/// What was set as one: a glyph of a PDF, a recognized word of a picture.
#[derive(Debug, Clone)]
pub(super) struct Piece {
    /// Bytes of [`Page::text`]; `\u{FFFD}` where the file does not say what the glyph means.
    pub text: Range<u32>,
    /// From the left end of the advance to its right end, from ascender to descender.
    pub bbox: Rect,
    /// The line it stands on, in points from the top.
    pub baseline: f32,
    /// Size of the letters as seen, in points.
    pub size: f32,
    /// Index into the fonts of the document; `None` for recognized words.
    pub font: Option<u16>,
    pub bold: bool,
    pub italic: bool,
    /// Set to be searched, not seen (text rendering mode 3): the hidden layer of a scan.
    pub invisible: bool,
    /// Marked by its program as no part of the document's text: running heads, page numbers, watermarks.
    pub artifact: bool,
    /// Does not run from left to right along the page.
    pub turned: bool,
    /// A space of the program's own, or one that it left between this piece and the one before.
    pub space_before: bool,
    /// How sure the recognition is, in percent.
    pub confidence: Option<u8>,
}

/// A document as pages.
#[derive(Debug, Clone, Default)]
pub(super) struct Pages {
    pub pages: Vec<Page>,
    /// Names of fonts as the file spells them, without the letters of a subset.
    pub fonts: Vec<String>,
}
