//! What a reader hands on: the decoded text of one file, and how it stood there.

use crate::diagnostic::Diagnostic;
use crate::span::{Original, Span};
use crate::text::Text;

/// The kind of file, as the reader recognized it by its content and name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Format {
    Txt,
    Markdown,
    Html,
    Pdf,
    Docx,
    Odt,
    Rtf,
    /// Word up to 2003.
    Doc,
    Png,
    Jpeg,
    Tiff,
}

impl Format {
    /// The word in `source.format`.
    pub fn code(self) -> &'static str {
        match self {
            Format::Txt => "txt",
            Format::Markdown => "md",
            Format::Html => "html",
            Format::Pdf => "pdf",
            Format::Docx => "docx",
            Format::Odt => "odt",
            Format::Rtf => "rtf",
            Format::Doc => "doc",
            Format::Png => "png",
            Format::Jpeg => "jpeg",
            Format::Tiff => "tiff",
        }
    }
}

/// How a fragment is set, as far as the format tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Style {
    pub bold: bool,
    pub italic: bool,
    /// Raised: a footnote mark.
    pub superscript: bool,
    /// Heading level 1-6 that the format states; a hint, converters err.
    pub heading: Option<u8>,
    /// The font by its name in the file, as an index into [`Source::fonts`].
    pub font: Option<u16>,
    /// Size of the letters, in tenths of a PDF point.
    pub size: Option<u16>,
    /// No part of the text, by the word of the program that set it: running heads, page numbers.
    pub artifact: bool,
    /// Whether its line opens a paragraph, or goes on with the line before, as far as the place of lines on a page tells.
    pub opens: Option<bool>,
    /// Part of a table: row and column from 0, within the table of this number (from 0).
    pub cell: Option<Cell>,
}

/// The place of a fragment in a table that the format states.
///
/// Readers put every cell on lines of its own, in the order of the rows; a cell without text has no fragment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Cell {
    pub table: u32,
    pub row: u32,
    pub column: u16,
    /// How many rows and columns the cell covers, from 1.
    pub rows: u16,
    pub columns: u16,
    /// Set in a head row, by the format's own word.
    pub head: bool,
}

/// A passage of the source text with one style. Fragments are sorted and do not overlap; text between them is plain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fragment {
    /// Bytes of [`Source::text`], half-open.
    pub start: u32,
    pub end: u32,
    pub style: Style,
}

/// A box on a page, in PDF points from the page's top left corner: left, top, right, bottom.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Rect {
    pub x0: f32,
    pub y0: f32,
    pub x1: f32,
    pub y1: f32,
}

impl Rect {
    /// The smallest box around both.
    pub fn cover(self, other: Rect) -> Rect {
        Rect {
            x0: self.x0.min(other.x0),
            y0: self.y0.min(other.y0),
            x1: self.x1.max(other.x1),
            y1: self.y1.max(other.y1),
        }
    }

    pub fn width(self) -> f32 {
        self.x1 - self.x0
    }

    pub fn height(self) -> f32 {
        self.y1 - self.y0
    }
}

/// A word of a page: where it stands in the transcript and where on the page.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Place {
    /// Bytes of the transcript, half-open.
    pub start: u32,
    pub end: u32,
    /// From 1.
    pub page: u32,
    pub bbox: Rect,
    /// How sure the recognition of a scan is, in percent; `None` for text that stands in the file.
    pub confidence: Option<u8>,
}

/// What [`Span<Original>`] counts.
#[derive(Debug, Clone, Default)]
pub enum Origin {
    /// Bytes of the file: its text stands in it as such.
    #[default]
    File,
    /// Bytes of the transcript that the reader made of the file: text from a container, without pages.
    Transcript,
    /// Bytes of the transcript that the reader made of the file's pages, with the places of its words, ascending.
    Pages(Vec<Place>),
}

/// How text was recognized in pictures of pages.
#[derive(Debug, Clone, PartialEq)]
pub struct Recognition {
    /// Name and version of the engine.
    pub engine: String,
    /// Over all recognized words, 0 to 1.
    pub mean_confidence: f32,
}

/// One file, decoded, with markup taken off.
#[derive(Debug, Clone)]
pub struct Source {
    /// As the user gave it; `-` for standard input.
    pub path: String,
    pub format: Format,
    /// The character encoding of the bytes: "utf-8", "utf-16le", "windows-1252" …; legacy Vietnamese is found later
    /// and stands in [`crate::document::Document::repairs`].
    pub encoding: &'static str,
    /// Size of the file in bytes.
    pub bytes: u64,
    /// Hex digest of the file.
    pub blake3: String,
    /// The decoded text without markup; its edits map it to the bytes of the file.
    pub text: Text,
    /// The decoded text with markup, where that differs from `text`; its edits map it to the bytes of the file.
    pub raw: Option<Text>,
    pub fragments: Vec<Fragment>,
    /// Names of fonts as the file spells them, without the letters of a subset ("ABCDEF+").
    pub fonts: Vec<String>,
    pub origin: Origin,
    pub recognition: Option<Recognition>,
    /// Where pages after the first begin, as bytes of the original, ascending; form feeds for text.
    pub page_breaks: Vec<u32>,
    /// Where lines after the first begin, as bytes of the original, ascending.
    pub line_starts: Vec<u32>,
    /// What the reader noticed: bytes that are no characters.
    pub diagnostics: Vec<Diagnostic>,
}

impl Source {
    /// Page from 1 and line from 1 of a place in the original.
    pub fn page_and_line(&self, at: Span<Original>) -> (u32, u32) {
        let offset = at.start() as u32;
        let count = |starts: &[u32]| starts.partition_point(|&start| start <= offset) as u32 + 1;
        (count(&self.page_breaks), count(&self.line_starts))
    }

    /// The offsets of a passage in the file, where its text stands in the file as such.
    pub fn bytes_of(&self, span: Span<Original>) -> Option<[u64; 2]> {
        matches!(self.origin, Origin::File).then(|| [span.start() as u64, span.end() as u64])
    }

    /// The words of a passage with their places; empty for formats that have none.
    pub fn places(&self, span: Span<Original>) -> &[Place] {
        let Origin::Pages(places) = &self.origin else { return &[] };
        let first = places.partition_point(|place| place.end as usize <= span.start());
        let end = places.partition_point(|place| (place.start as usize) < span.end());
        places.get(first..end).unwrap_or(&[])
    }

    /// The box around a passage, or around the part of it that stands on its first page.
    pub fn bbox(&self, span: Span<Original>) -> Option<Rect> {
        let places = self.places(span);
        let page = places.first()?.page;
        places.iter().filter(|place| place.page == page).map(|place| place.bbox).reduce(Rect::cover)
    }

    /// The number of pages; 1 where the format knows none.
    pub fn pages(&self) -> u32 {
        self.page_breaks.len() as u32 + 1
    }

    /// The decoded text as it stands in the file, markup and all.
    pub fn raw(&self) -> &Text {
        self.raw.as_ref().unwrap_or(&self.text)
    }
}
