//! Lines cut into passages in reading order: columns told apart, glued parts cut.

use super::columns;
use super::cues::{Cues, Found};
use super::cut;
use super::flow::{Border, Matter, Passage, Taken};
use super::label::{self, Numbering};
use super::letterhead;
use super::lines::{Ending, Line, ending, is_caps, is_final};
use super::measure::Measures;
use super::notes::Note;
use super::tables::{CellPart, Tables};
use crate::document::{FurnitureKind, is_upper};
use crate::rules::Part;
use memchr::memmem::Finder;
use std::sync::LazyLock;

/// The head of a document is looked for in so many lines.
const HEAD: usize = 40;

/// What the cutting of a document found, for the diagnostics.
#[derive(Debug, Clone, Default)]
pub(super) struct Repairs {
    /// Lines that held two columns.
    pub columns: Vec<u32>,
    /// Lines that held parts of the letterhead, of the signature or of labels run together.
    pub glued: Vec<u32>,
}

static TITLE: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new("CHỦ NGHĨA VIỆT NAM"));

/// The part of a document that a line stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Zone {
    Head,
    Body,
    Foot,
}

pub(super) struct Splitter<'a> {
    pub text: &'a str,
    pub lines: &'a [Line],
    pub taken: &'a [Option<FurnitureKind>],
    pub notes: &'a [Note],
    pub tables: &'a Tables,
    pub measures: &'a Measures,
    pub cues: Cues<'a>,
}

pub(super) struct Split {
    pub passages: Vec<Passage>,
    pub taken: Vec<Taken>,
    pub repairs: Repairs,
}

impl Splitter<'_> {
    pub fn run(&self) -> Split {
        let mut split = Split {
            passages: Vec::with_capacity(self.lines.len()),
            taken: Vec::new(),
            repairs: Repairs::default(),
        };
        let mut zone = Zone::Head;
        let mut numbering = Numbering::default();
        let mut ruled = false;
        let mut note = 0;
        let mut index = 0;
        let mut head_start = 0;
        // The border that the last line left for the next: a bar ends a cell.
        let mut pending = Border::Line;
        while index < self.lines.len() {
            let line = &self.lines[index];
            if let Some(kind) = self.taken[index] {
                split.taken.push(Taken { range: line.range(), kind });
                match line.str(self.text) {
                    "|" => pending = Border::Cell,
                    _ => ruled |= kind == FurnitureKind::Rule,
                }
                index += 1;
                continue;
            }
            let from = split.passages.len();
            while note < self.notes.len() && self.notes[note].range.end <= line.start as usize {
                note += 1;
            }
            if self.notes.get(note).is_some_and(|note| note.range.start < line.end as usize) {
                self.note_line(index, note, &mut split);
            } else if let Some(cells) = self.tables.of_line(index) {
                self.cells(index, cells, zone, &mut split);
                split.taken.extend(self.tables.bars(index, line.range(), self.text));
            } else {
                let string = line.str(self.text);
                if zone != Zone::Head && self.opens_head(string) {
                    // What is attached has a letterhead of its own.
                    (zone, head_start) = (Zone::Head, split.passages.len());
                }
                let rows = if zone == Zone::Head {
                    0
                } else {
                    columns::foot(self.lines, self.taken, index, self.text, self.cues)
                };
                if rows > 0 {
                    let pieces = columns::foot_order(self.lines, self.taken, index, rows, self.text);
                    for piece in pieces {
                        let border = if piece.first { Border::Break } else { Border::Line };
                        self.push(&mut split, piece.line, piece.range, Matter::Text, border);
                    }
                    split.repairs.columns.push(line.start);
                    self.cut_foot(&mut split, from);
                    zone = Zone::Foot;
                    for passed in index..index + rows {
                        if let Some(kind) = self.taken[passed] {
                            split.taken.push(Taken { range: self.lines[passed].range(), kind });
                        }
                    }
                    index += rows;
                    ruled = false;
                    continue;
                }
                match zone {
                    Zone::Head => {
                        letterhead::cut(self.text, index, line.range(), pending, self.cues, &mut split);
                    }
                    _ => self.push_barred(&mut split, index, line.range()),
                }
                pending = Border::Line;
                if self.measures.merged {
                    self.cut_merged(&mut split, from, &mut numbering);
                }
                if self.cut_worthy(zone, string, split.passages[from..].first()) {
                    self.cut_foot(&mut split, from);
                }
                self.cut_labels(&mut split, from, &mut numbering);
            }
            if let Some(first) = split.passages.get_mut(from) {
                // The rule over a footnote parts no paragraphs.
                first.ruled = ruled && !matches!(first.matter, Matter::Note(_));
                ruled = false;
            }
            let before = zone;
            zone = self.next_zone(zone, &split.passages[from..], split.passages.len() - head_start.min(from));
            if before == Zone::Head && zone != Zone::Head {
                letterhead::arrange(self.text, &mut split.passages[head_start..], self.cues);
            }
            if line.str(self.text).ends_with('|') {
                pending = Border::Cell;
            }
            index += 1;
        }
        if zone == Zone::Head {
            letterhead::arrange(self.text, &mut split.passages[head_start..], self.cues);
        }
        split
    }

    fn push(
        &self,
        split: &mut Split,
        line: usize,
        range: std::ops::Range<usize>,
        matter: Matter,
        border: Border,
    ) {
        if let Some(passage) = passage(self.text, line, range, matter, border) {
            split.passages.push(passage);
        }
    }

    /// Pushes a line of text; a bar at its end belongs to a table that only sets the page.
    fn push_barred(&self, split: &mut Split, index: usize, range: std::ops::Range<usize>) {
        let string = &self.text[range.clone()];
        match string.strip_suffix('|').filter(|rest| rest.ends_with(' ')) {
            Some(rest) => {
                let end = range.start + rest.len();
                self.push(split, index, range.start..end, Matter::Text, Border::Line);
                split.taken.push(Taken { range: end..range.end, kind: FurnitureKind::Rule });
            }
            None => self.push(split, index, range, Matter::Text, Border::Line),
        }
    }

    /// The cells on a line; those of a table that only sets the page are text.
    fn cells(&self, index: usize, cells: &[CellPart], zone: Zone, split: &mut Split) {
        for cell in cells {
            if !cell.sets_page {
                let border = if cell.first { Border::Break } else { Border::Join };
                self.push(split, index, cell.range.clone(), Matter::Cell(cell.cell), border);
                continue;
            }
            let from = split.passages.len();
            let border = if cell.first { Border::Cell } else { Border::Line };
            if zone == Zone::Head {
                letterhead::cut(self.text, index, cell.range.clone(), border, self.cues, split);
            } else {
                self.push(split, index, cell.range.clone(), Matter::Text, border);
                self.cut_foot(split, from);
            }
        }
    }

    /// A line that holds a note or part of one, perhaps behind other text.
    fn note_line(&self, index: usize, first: usize, split: &mut Split) {
        let line = self.lines[index].range();
        let mut at = line.start;
        for (number, note) in self.notes.iter().enumerate().skip(first) {
            if note.range.start >= line.end {
                break;
            }
            self.push(split, index, at..note.range.start.max(at), Matter::Text, Border::Line);
            let start = note.range.start.max(line.start);
            let end = note.range.end.min(line.end);
            let own = start..note.own_mark.end.clamp(start, end);
            let opens = !own.is_empty();
            if opens {
                split.taken.push(Taken { range: own.clone(), kind: FurnitureKind::FootnoteMark });
            }
            let border = if opens { Border::Break } else { Border::Join };
            self.push(split, index, own.end..end, Matter::Note(number as u32), border);
            at = end;
        }
        self.push(split, index, at..line.end, Matter::Text, Border::Line);
    }

    /// Whether a line may hold parts of the foot run together.
    fn cut_worthy(&self, zone: Zone, line: &str, first: Option<&Passage>) -> bool {
        if first.is_none() {
            return false;
        }
        match zone {
            Zone::Head => line.contains("/. "),
            // Recipients are short; only capitals open a long line of the foot.
            Zone::Foot if line.len() < 400 => true,
            Zone::Foot | Zone::Body => {
                let mut letters = line.chars();
                let capitals = letters.next().is_some_and(is_upper)
                    && letters.next().is_some_and(|c| is_upper(c) || matches!(c, '.' | '/'));
                capitals
                    || line.starts_with("Nơi ")
                    || line.starts_with('-') && line[1..].trim_start().starts_with("L")
                    || memchr::memchr_iter(b'/', line.as_bytes()).any(|at| line[at..].starts_with("/. "))
            }
        }
    }

    /// Cuts the passages from `from` on where parts of the foot stand run together.
    fn cut_foot(&self, split: &mut Split, from: usize) {
        self.cut_with(split, from, |line| cut::foot(line, self.cues));
    }

    /// Cuts the passages from `from` on into the paragraphs that an exporter put on one line.
    fn cut_merged(&self, split: &mut Split, from: usize, numbering: &mut Numbering) {
        self.cut_with(split, from, |line| cut::paragraphs(line, numbering.clone(), self.cues));
    }

    /// Cuts the passages from `from` on before labels that stand inside the line.
    fn cut_labels(&self, split: &mut Split, from: usize, numbering: &mut Numbering) {
        self.cut_with(split, from, |line| cut::labels(line, numbering, self.measures.wrapped));
    }

    /// Cuts the passages from `from` on where `cuts` says.
    fn cut_with(&self, split: &mut Split, from: usize, mut cuts: impl FnMut(&str) -> Vec<usize>) {
        let mut at = from;
        while let Some(&passage) = split.passages.get(at) {
            let cuts = cuts(passage.str(self.text));
            at += 1;
            if !cuts.is_empty() {
                split.repairs.glued.push(passage.start);
                let behind = split.passages.split_off(at);
                split.passages.pop();
                self.push_cut(split, passage, &cuts);
                at = split.passages.len();
                split.passages.extend(behind);
            }
        }
    }

    /// Pushes a passage in pieces that begin at `cuts`.
    fn push_cut(&self, split: &mut Split, whole: Passage, cuts: &[usize]) {
        let mut from = 0;
        for &cut in cuts.iter().chain(std::iter::once(&whole.range().len())) {
            let range = whole.range();
            if let Some(mut piece) = passage(
                self.text,
                whole.line as usize,
                range.start + from..range.start + cut,
                whole.matter,
                if from == 0 { whole.border } else { Border::Break },
            ) {
                piece.ruled = from == 0 && whole.ruled;
                split.passages.push(piece);
            }
            from = cut;
        }
    }

    /// Whether a line holds the national title in capitals.
    fn opens_head(&self, line: &str) -> bool {
        line.len() < 300 && TITLE.find(line.as_bytes()).is_some()
    }

    /// The zone behind the passages of a line.
    fn next_zone(&self, zone: Zone, passages: &[Passage], so_far: usize) -> Zone {
        let mut zone = zone;
        for passage in passages {
            let string = passage.str(self.text);
            if matches!(passage.matter, Matter::Note(_)) {
                continue;
            }
            if is_final(string) {
                zone = Zone::Foot;
                continue;
            }
            zone = match zone {
                Zone::Head => {
                    let ends = so_far > HEAD
                        || matches!(passage.matter, Matter::Cell(_))
                        || label::parse(string).is_some()
                        || string.len() > 60
                            && !is_caps(string)
                            && matches!(ending(string), Ending::Sentence | Ending::Semicolon | Ending::Colon)
                        || self.cues.effect(string).is_some();
                    if ends { Zone::Body } else { Zone::Head }
                }
                Zone::Body if string.starts_with('N') || string.starts_with('n') => {
                    match self.cues.opening(string) {
                        Some((Found::Part(Part::Recipients), _)) => Zone::Foot,
                        _ => Zone::Body,
                    }
                }
                Zone::Foot => {
                    // What is attached has a head of its own; its body begins at the first label.
                    let label = label::parse(string).is_some_and(|label| label.marked);
                    if label { Zone::Body } else { Zone::Foot }
                }
                Zone::Body => Zone::Body,
            };
        }
        zone
    }
}

/// A passage without the white space at its ends; `None` if nothing is left.
pub(super) fn passage(
    text: &str,
    line: usize,
    range: std::ops::Range<usize>,
    matter: Matter,
    border: Border,
) -> Option<Passage> {
    let string = text.get(range.clone())?;
    let trimmed = string.trim_start();
    let start = range.start + string.len() - trimmed.len();
    let trimmed = trimmed.trim_end();
    (!trimmed.is_empty()).then_some(Passage {
        start: start as u32,
        end: (start + trimmed.len()) as u32,
        line: line as u32,
        matter,
        border,
        ruled: false,
    })
}
