//! Where paragraphs begin, as the place of lines tells.
//!
//! A line ended on purpose if the first word of the next one would still have fitted on it. Where a document shows
//! (by what follows such lines) that its paragraphs are indented or stand apart, a full line and a line at the left
//! edge below it are of one paragraph.

use super::measure::{Edges, Measures};
use super::sheet::{Item, Segment, Sheet};
use crate::read::page::Page;

/// Indents are at least this, and at most [`DEEP`], in sizes of the letters.
const INDENT: f32 = 1.2;

/// See [`INDENT`].
const DEEP: f32 = 6.0;

/// Lines differ in their place by less than this where they begin alike, in sizes.
const ALIKE: f32 = 0.35;

/// What ends with so much of its line free ends a paragraph, if the next word would have fitted.
const SHORT: f32 = 0.25;

/// A line as its paragraph sees it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Line {
    pub baseline: f32,
    pub size: f32,
    /// How far it stands from the left edge of its page, and how much is free behind it.
    indent: f32,
    free: f32,
    width: f32,
    centred: bool,
    /// It begins with a word, not with a label or a bullet; it ends inside a sentence.
    pub words: bool,
    pub open: bool,
}

impl Line {
    pub fn new(segment: &Segment, last: &Segment, edges: Edges) -> Line {
        let (x0, x1) = (segment.bbox.x0, last.bbox.x1);
        let (indent, free) = (x0 - edges.left, edges.right - x1);
        let size = segment.size;
        let centred = indent > size && free > size && (indent - free).abs() < 1.5 * size;
        Line {
            baseline: segment.baseline,
            size,
            indent,
            free,
            width: x1 - x0,
            centred,
            words: false,
            open: false,
        }
    }

    fn is_flush(&self) -> bool {
        self.indent.abs() < ALIKE * self.size
    }

    fn is_indented(&self) -> bool {
        !self.centred && (INDENT * self.size..DEEP * self.size).contains(&self.indent)
    }

    /// Whether a line below begins a paragraph (`Some(true)`) or goes on (`Some(false)`).
    pub fn opens_below(&self, next: &Line, word: f32, style: Style, measures: &Measures) -> Option<bool> {
        if (self.size - next.size).abs() > 0.12 * self.size || self.centred || next.centred {
            return None;
        }
        let apart = stands_apart(self, next, measures);
        let begins = self.is_flush() || self.is_indented();
        let fitted = word + 0.3 * next.size < self.free - ALIKE * self.size;
        if !begins {
            return None;
        }
        if style == Style::Block {
            // The last line of a paragraph is full by chance, but then its sentence is over.
            return (self.open && next.words && next.is_flush() && !fitted && !apart).then_some(false);
        }
        if next.is_flush() && fitted && self.free > SHORT * (self.free + self.width) {
            return Some(true);
        }
        if next.is_indented() && (self.is_flush() || fitted) {
            return Some(true);
        }
        (next.is_flush() && !fitted && !apart).then_some(false)
    }
}

fn stands_apart(above: &Line, next: &Line, measures: &Measures) -> bool {
    let drop = next.baseline - above.baseline;
    // On the next page nothing is known of the gap.
    drop > measures.pitch + 0.28 * next.size
}

/// How the paragraphs of a document are told apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Style {
    /// By an indent or a gap.
    Marked,
    /// By nothing but their ends.
    Block,
}

/// What follows lines that ended on purpose: nearly always an indent or a gap, or not.
pub(super) fn style(pages: &[Page], sheets: &[Sheet], measures: &Measures) -> Style {
    let (mut marked, mut ended) = (0u32, 0u32);
    for (page, sheet) in pages.iter().zip(sheets) {
        let edges = Edges::of(sheet);
        let mut above: Option<Line> = None;
        for (at, &item) in sheet.items.iter().enumerate() {
            let Item::Segment(index) = item else {
                above = None;
                continue;
            };
            let segment = &sheet.segments[index as usize];
            let shared = segment.tied
                || matches!(sheet.items.get(at + 1), Some(&Item::Segment(next)) if sheet.segments[next as usize].tied);
            if shared {
                above = None;
                continue;
            }
            let line = Line::new(segment, segment, edges);
            if let Some(above) = above
                && (above.is_flush() || above.is_indented())
                && !above.centred
                && !line.centred
                && line.baseline > above.baseline
            {
                let word = first_word(page, sheet, segment);
                // By a clear margin: the gap behind a line is wider than the word and some more.
                if word + 1.5 * line.size < above.free {
                    ended += 1;
                    marked += u32::from(line.is_indented() || stands_apart(&above, &line, measures));
                }
            }
            above = Some(line);
        }
    }
    if ended >= 3 && marked * 10 >= ended * 8 { Style::Marked } else { Style::Block }
}

/// The width of the first word of a segment.
pub(super) fn first_word(page: &Page, sheet: &Sheet, segment: &Segment) -> f32 {
    let mut end = segment.bbox.x0;
    for (index, run) in sheet.runs_of(segment).enumerate() {
        for (at, glyph) in sheet.kept[run.from as usize..run.to as usize].iter().enumerate() {
            if glyph.space && (index, at) != (0, 0) {
                return end - segment.bbox.x0;
            }
            end = page.pieces[glyph.piece as usize].bbox.x1;
        }
    }
    end - segment.bbox.x0
}
