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
}

impl Format {
    /// The word in `source.format`.
    pub fn code(self) -> &'static str {
        match self {
            Format::Txt => "txt",
            Format::Markdown => "md",
            Format::Html => "html",
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

    /// The number of pages; 1 where the format knows none.
    pub fn pages(&self) -> u32 {
        self.page_breaks.len() as u32 + 1
    }

    /// The decoded text as it stands in the file, markup and all.
    pub fn raw(&self) -> &Text {
        self.raw.as_ref().unwrap_or(&self.text)
    }
}
