//! Lines and cells to the transcript.

use super::measure::{Edges, Measures};
use super::paragraph::{self, Line};
use super::runs::{self, Kept, LEVEL, size};
use super::sheet::{APART, Item, Margin, Segment, Sheet};
use super::table::Plan;
use crate::read::page::{Page, Pages, Piece};
use crate::read::styles::Attribute;
use crate::read::transcript::Transcript;
use crate::source::Rect;
use std::ops::Range;

/// Letters that are set alike.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
struct Look {
    bold: bool,
    italic: bool,
    raised: bool,
    font: Option<u16>,
    /// In tenths of a point.
    size: u16,
}

/// Writes one page after the other.
pub(super) struct Writer<'t> {
    pub(super) transcript: &'t mut Transcript,
    /// For each font of the pages its index in the transcript.
    fonts: Vec<u16>,
    measures: Measures,
    style: paragraph::Style,
    /// The last line of running text, perhaps on the page before.
    flow: Option<Line>,
    /// How the passage is set that is being written, and where it begins.
    look: (Look, usize),
    word: String,
}

/// The line before on the page.
#[derive(Debug, Clone, Copy)]
struct Above {
    baseline: f32,
    bbox: Rect,
}

impl<'t> Writer<'t> {
    pub fn new(
        pages: &Pages,
        measures: Measures,
        style: paragraph::Style,
        transcript: &'t mut Transcript,
    ) -> Writer<'t> {
        let fonts = pages.fonts.iter().map(|font| transcript.font(font)).collect();
        Writer {
            transcript,
            fonts,
            measures,
            style,
            flow: None,
            look: (Look::default(), 0),
            word: String::new(),
        }
    }

    /// Writes the text of a page.
    pub fn page(&mut self, page: &Page, sheet: &Sheet, plans: &[Plan]) {
        let edges = Edges::of(sheet);
        let mut above: Option<Above> = None;
        let mut index = 0;
        while let Some(&item) = sheet.items.get(index) {
            index += 1;
            match item {
                Item::Table(grid) => {
                    self.close_look();
                    self.flow = None;
                    self.table(page, sheet, grid as usize, &plans[grid as usize]);
                    let bbox = sheet.bbox(item);
                    above = Some(Above { baseline: bbox.y1, bbox });
                }
                Item::Segment(first) => {
                    let mut behind = first;
                    while let Some(&Item::Segment(next)) = sheet.items.get(index)
                        && sheet.segments[next as usize].tied
                        && next == behind + 1
                    {
                        behind = next;
                        index += 1;
                    }
                    self.space(sheet, &sheet.segments[first as usize], above, edges);
                    let segments = &sheet.segments[first as usize..=behind as usize];
                    let opens = self.opens(page, sheet, segments, edges, above.is_none());
                    let from = self.transcript.len();
                    self.line(page, sheet, segments);
                    let [first, ..] = segments else { continue };
                    if first.margin != Margin::None {
                        self.transcript.mark(from..self.transcript.len() - 1, Attribute::Artifact);
                    }
                    if let Some(opens) = opens {
                        self.transcript.mark(from..self.transcript.len() - 1, Attribute::Opens(opens));
                    }
                    let bbox = segments.iter().map(|s| s.bbox).reduce(Rect::cover).unwrap_or_default();
                    above = Some(Above { baseline: segments[0].baseline, bbox });
                }
            }
        }
        self.close_look();
    }

    /// The blank line before a line that stands apart, the line of spaces over footnotes, and the indent.
    fn space(&mut self, sheet: &Sheet, segment: &Segment, above: Option<Above>, edges: Edges) {
        if let Some(above) = above {
            let drop = segment.baseline - above.baseline;
            let apart = drop > self.measures.pitch.max(1.1 * segment.size) + 0.28 * segment.size;
            if sheet.is_under_rule(segment, above.bbox, self.measures.size) {
                self.transcript.push(SEPARATOR);
            } else if apart || drop < -0.5 * segment.size {
                self.transcript.push("\n");
            }
        }
        let indent = (segment.bbox.x0 - edges.left) / (0.5 * self.measures.size.max(4.0));
        if indent >= 1.5 && !segment.turned {
            self.spaces(indent.round() as usize);
        }
    }

    /// Whether a line opens a paragraph, as far as its place tells.
    fn opens(
        &mut self,
        page: &Page,
        sheet: &Sheet,
        segments: &[Segment],
        edges: Edges,
        first: bool,
    ) -> Option<bool> {
        let [segment] = segments else {
            self.flow = None;
            return None;
        };
        let digits = sheet.letters(segment) <= 4;
        if segment.turned || segment.artifact || digits && (first || segment.bbox.y0 > 0.9 * page.height) {
            // The number of a page stands between the lines of a paragraph.
            return None;
        }
        if segment.size < 0.88 * self.measures.size {
            // Notes, too, stand between the lines of a paragraph that goes on with the next page.
            return None;
        }
        let mut line = Line::new(segment, segment, edges);
        (line.words, line.open) = (begins_with_word(page, sheet, segment), ends_open(page, sheet, segment));
        let above = self.flow.replace(line)?;
        let word = paragraph::first_word(page, sheet, segment);
        above.opens_below(&line, word, self.style, &self.measures)
    }

    fn spaces(&mut self, count: usize) {
        const SPACES: &str =
            "                                                                                ";
        self.transcript.push(&SPACES[..count.min(SPACES.len())]);
    }

    /// Writes segments that stand on one line, and ends the line.
    pub(super) fn line(&mut self, page: &Page, sheet: &Sheet, segments: &[Segment]) {
        let stretched = segments.len() > 1 && is_stretched(page, sheet, segments);
        for (index, segment) in segments.iter().enumerate() {
            if index > 0 {
                let gap = segment.bbox.x0 - segments[index - 1].bbox.x1;
                let label = index == 1 && sheet.letters(&segments[0]) <= LABEL;
                let one = label || stretched || gap <= APART * segment.size;
                self.spaces(if one { 1 } else { ((gap / (0.5 * segment.size)) as usize).max(3) });
            }
            self.segment(page, sheet, segment);
        }
        self.transcript.push("\n");
    }

    fn segment(&mut self, page: &Page, sheet: &Sheet, segment: &Segment) {
        let mut first = true;
        let mut end = segment.bbox.x0;
        let spaced = spaced_out(page, sheet, segment);
        for run in sheet.runs_of(segment) {
            let glyphs = &sheet.kept[run.from as usize..run.to as usize];
            let mut word: Range<usize> = 0..0;
            for (at, glyph) in glyphs.iter().enumerate() {
                if glyph.dropped {
                    continue;
                }
                let piece = &page.pieces[glyph.piece as usize];
                let gap = piece.bbox.x0 - end;
                let begins = match spaced {
                    Some(wide) => gap > wide,
                    None => glyph.space || at == 0 && gap > 0.12 * size(piece),
                };
                if begins && !first {
                    self.write_word(page, segment, &glyphs[word.clone()]);
                    self.transcript.push(" ");
                    word = at..at;
                }
                word.end = at + 1;
                (first, end) = (false, piece.bbox.x1);
            }
            self.write_word(page, segment, &glyphs[word]);
        }
    }

    /// Writes glyphs as one word.
    fn write_word(&mut self, page: &Page, segment: &Segment, glyphs: &[Kept]) {
        self.word.clear();
        let mut bbox: Option<Rect> = None;
        let mut confidence: Option<u8> = None;
        let start = self.transcript.len();
        for glyph in glyphs.iter().filter(|glyph| !glyph.dropped) {
            let piece = &page.pieces[glyph.piece as usize];
            let look = self.look_of(piece, glyph, segment);
            if look != self.look.0 {
                self.set_look(look, start + self.word.len());
            }
            self.word.extend(runs::text(page, piece).chars().filter(|letter| !runs::is_blank(*letter)));
            bbox = Some(bbox.map_or(piece.bbox, |bbox| bbox.cover(piece.bbox)));
            confidence = match (confidence, piece.confidence) {
                (Some(one), Some(other)) => Some(one.min(other)),
                (one, other) => one.or(other),
            };
        }
        let Some(bbox) = bbox.filter(|_| !self.word.is_empty()) else { return };
        let bbox = Rect {
            x0: bbox.x0.clamp(0.0, page.width),
            y0: bbox.y0.clamp(0.0, page.height),
            x1: bbox.x1.clamp(0.0, page.width),
            y1: bbox.y1.clamp(0.0, page.height),
        };
        self.transcript.word(&self.word, page.in_file(bbox), confidence);
    }

    fn look_of(&self, piece: &Piece, glyph: &Kept, segment: &Segment) -> Look {
        let raised =
            piece.size < 0.8 * segment.size && segment.baseline - piece.baseline > LEVEL * segment.size;
        Look {
            bold: piece.bold || glyph.doubled,
            italic: piece.italic,
            raised,
            font: piece.font.and_then(|font| self.fonts.get(usize::from(font)).copied()),
            size: (piece.size * 10.0).round() as u16,
        }
    }

    fn set_look(&mut self, look: Look, at: usize) {
        let (last, from) = std::mem::replace(&mut self.look, (look, at));
        let passage = from..at;
        if last.bold {
            self.transcript.mark(passage.clone(), Attribute::Bold);
        }
        if last.italic {
            self.transcript.mark(passage.clone(), Attribute::Italic);
        }
        if last.raised {
            self.transcript.mark(passage.clone(), Attribute::Superscript);
        }
        if let Some(font) = last.font {
            self.transcript.mark(passage.clone(), Attribute::Font(font));
        }
        if last.size > 0 {
            self.transcript.mark(passage, Attribute::Size(last.size));
        }
    }

    /// Ends the passage that is set alike.
    pub(super) fn close_look(&mut self) {
        let at = self.transcript.as_str().trim_end().len().max(self.look.1);
        self.set_look(Look::default(), at);
    }
}

/// The glyphs of a line.
fn glyphs<'s>(sheet: &'s Sheet, segment: &Segment) -> impl Iterator<Item = &'s Kept> {
    let runs = sheet.runs_of(segment).flat_map(|run| &sheet.kept[run.from as usize..run.to as usize]);
    runs.filter(|glyph| !glyph.dropped)
}

/// Whether the first word of a line is no label ("1.", "a)") and no bullet.
fn begins_with_word(page: &Page, sheet: &Sheet, segment: &Segment) -> bool {
    let word = glyphs(sheet, segment).enumerate().take_while(|&(at, glyph)| at == 0 || !glyph.space);
    let last = word.last().map(|(_, glyph)| runs::text(page, &page.pieces[glyph.piece as usize]));
    last.is_some_and(|text| text.ends_with(char::is_alphanumeric) || text.ends_with(','))
}

/// Whether a line ends with a letter, a digit or a comma.
fn ends_open(page: &Page, sheet: &Sheet, segment: &Segment) -> bool {
    let last = glyphs(sheet, segment).last();
    last.map(|glyph| runs::text(page, &page.pieces[glyph.piece as usize]))
        .is_some_and(|text| text.ends_with(char::is_alphanumeric) || text.ends_with(','))
}

/// The line of spaces that layout knows as the rule over footnotes.
const SEPARATOR: &str = "                         \n";

/// What stands before a wide gap with so few letters is the label of an item.
const LABEL: u32 = 5;

/// Whether the gaps of a line are alike, as where few words fill a line from edge to edge.
fn is_stretched(page: &Page, sheet: &Sheet, segments: &[Segment]) -> bool {
    let (mut least, mut most, mut gaps) = (f32::INFINITY, 0.0_f32, 0);
    let mut end: Option<f32> = None;
    for run in segments.iter().flat_map(|segment| sheet.runs_of(segment)) {
        for (at, glyph) in sheet.kept[run.from as usize..run.to as usize].iter().enumerate() {
            let piece = &page.pieces[glyph.piece as usize];
            if let Some(end) = end.filter(|_| glyph.space || at == 0) {
                let gap = piece.bbox.x0 - end;
                (least, most, gaps) = (least.min(gap), most.max(gap), gaps + 1);
            }
            end = Some(piece.bbox.x1);
        }
    }
    gaps >= 2 && least >= 0.6 * most
}

/// For a line of letters that stand apart ("Q U Y Ế T   Đ Ị N H"): the gap that parts its words.
fn spaced_out(page: &Page, sheet: &Sheet, segment: &Segment) -> Option<f32> {
    let mut gaps: Vec<f32> = Vec::new();
    let mut end: Option<f32> = None;
    for run in sheet.runs_of(segment) {
        for glyph in sheet.kept[run.from as usize..run.to as usize].iter().filter(|glyph| !glyph.dropped) {
            let piece = &page.pieces[glyph.piece as usize];
            let text = runs::text(page, piece);
            // Recognized words are whole.
            let is_word = piece.confidence.is_some() && text.chars().nth(1).is_some();
            if is_word || !text.chars().all(crate::document::is_upper) || gaps.len() > 60 {
                return None;
            }
            if let Some(end) = end {
                let gap = piece.bbox.x0 - end;
                if !glyph.space && gap < 0.12 * size(piece) {
                    return None;
                }
                gaps.push(gap);
            }
            end = Some(piece.bbox.x1);
        }
    }
    if gaps.len() < 4 {
        return None;
    }
    gaps.sort_by(f32::total_cmp);
    Some(1.6 * gaps[gaps.len() / 2].max(0.1))
}

impl Sheet {
    /// Whether a line stands below the short rule over footnotes, and a line of text above it.
    fn is_under_rule(&self, segment: &Segment, above: Rect, size: f32) -> bool {
        segment.size < 0.9 * size
            && self.note_rules.iter().any(|rule| {
                rule.y0 >= above.y1 - 0.3 * size
                    && rule.y1 <= segment.bbox.y0 + 0.5 * segment.size
                    && rule.x0 <= segment.bbox.x0 + 4.0 * size
            })
    }
}
