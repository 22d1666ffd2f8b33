//! The text of a file in which none stands as such (PDF, pictures, Word), written down by its reader.
//!
//! Offsets of [`crate::span::Original`] are then bytes of the transcript; what it says of each word's place on the page
//! stands beside it.

use super::styles::{Attribute, Styles};
use crate::diagnostic::Diagnostic;
use crate::source::{Format, Origin, Place, Recognition, Rect, Source};
use crate::text::Text;
use std::ops::Range;

/// Collects text, its styles and places in reading order.
#[derive(Debug, Default)]
pub(super) struct Transcript {
    out: String,
    pub(super) styles: Styles,
    fonts: Vec<String>,
    places: Vec<Place>,
    page_breaks: Vec<u32>,
    page: u32,
    pub(super) recognition: Option<Recognition>,
    pub(super) diagnostics: Vec<Diagnostic>,
}

impl Transcript {
    /// The number of bytes written.
    pub(super) fn len(&self) -> usize {
        self.out.len()
    }

    pub(super) fn as_str(&self) -> &str {
        &self.out
    }

    /// The places of the words written so far.
    pub(super) fn places(&self) -> &[Place] {
        &self.places
    }

    pub(super) fn push(&mut self, text: &str) -> Range<usize> {
        let from = self.out.len();
        self.out.push_str(text);
        from..self.out.len()
    }

    /// A word with its place on the current page.
    pub(super) fn word(&mut self, text: &str, bbox: Rect, confidence: Option<u8>) -> Range<usize> {
        let range = self.push(text);
        let (start, end) = (range.start as u32, range.end as u32);
        self.places.push(Place { start, end, page: self.page + 1, bbox, confidence });
        range
    }

    /// Ends the page: what follows stands on the next one.
    pub(super) fn end_page(&mut self) {
        if !self.out.is_empty() && !self.out.ends_with('\n') {
            self.out.push('\n');
        }
        self.out.push('\x0C');
        self.page_breaks.push(self.out.len() as u32);
        self.page += 1;
    }

    /// What follows stands on the next page: the page ends inside a paragraph, where no text marks it.
    pub(super) fn turn_page(&mut self) {
        self.page_breaks.push(self.out.len() as u32);
        self.page += 1;
    }

    pub(super) fn mark(&mut self, passage: Range<usize>, attribute: Attribute) {
        self.styles.mark(passage, attribute);
    }

    /// The index of a font, by the name that the file gives it.
    pub(super) fn font(&mut self, name: &str) -> u16 {
        let known = self.fonts.iter().position(|font| font == name).unwrap_or_else(|| {
            self.fonts.push(name.to_owned());
            self.fonts.len() - 1
        });
        u16::try_from(known).unwrap_or(u16::MAX)
    }

    /// The source of the file with these bytes. `has_pages` says whether words have places on pages.
    pub(super) fn finish(self, path: &str, format: Format, file: &[u8], has_pages: bool) -> Source {
        let line_starts = memchr::memchr_iter(b'\n', self.out.as_bytes()).map(|at| at as u32 + 1).collect();
        Source {
            path: path.to_owned(),
            format,
            encoding: "utf-8",
            bytes: file.len() as u64,
            blake3: blake3::hash(file).to_hex().to_string(),
            text: Text::verbatim(self.out, 0),
            raw: None,
            fragments: self.styles.finish(),
            fonts: self.fonts,
            origin: if has_pages { Origin::Pages(self.places) } else { Origin::Transcript },
            recognition: self.recognition,
            page_breaks: self.page_breaks,
            line_starts,
            diagnostics: self.diagnostics,
        }
    }
}
