//! Lines cut into passages in reading order: columns told apart, glued parts cut.

use super::columns;
use super::cues::{Cues, Found};
use super::cut;
use super::flow::{Border, Matter, Passage};
use super::label::{self, Numbering};
use super::letterhead;
use super::lines::{Ending, Line, Next, ending, is_caps, is_final};
use super::measure::Measures;
use super::notes::Note;
use super::parts::{self, Strip};
use super::pieces::Pieces;
use super::tables::{CellPart, Tables};
use crate::document::{FurnitureKind, is_upper};
use crate::rules::Part;
use memchr::memmem::Finder;
use std::ops::Range;
use std::sync::LazyLock;

/// The head of a document has at most so many passages.
const HEAD: usize = 40;

/// The foot of a document has at most so many lines.
const FOOT: u32 = 80;

static TITLE: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new("CHỦ NGHĨA VIỆT NAM"));

/// What stands behind the end of the text where more follows on its line.
const CLOSE: &str = "/. ";
static CLOSES: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new(CLOSE));

/// The part of a document that a line stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Zone {
    Head,
    Body,
    Foot,
}

/// What is known of the lines of a document before they are cut.
pub(super) struct Page<'a> {
    pub text: &'a str,
    pub lines: &'a [Line],
    pub taken: &'a [Option<FurnitureKind>],
    pub notes: &'a [Note],
    pub tables: &'a Tables,
    pub measures: &'a Measures,
    pub cues: Cues<'a>,
}

/// Cuts one line after the other.
struct Splitter<'a> {
    page: Page<'a>,
    pieces: Pieces<'a>,
    numbering: Numbering,
    zone: Zone,
    /// The passage that the head of this part of the document begins with.
    head: usize,
    /// Lines of the foot so far.
    foot: u32,
    /// A rule stands before the next line.
    ruled: bool,
    /// The border that the last line left for the next: a bar ends a cell.
    pending: Border,
    /// The next note.
    note: usize,
    titles: Next<'a>,
    closes: Next<'a>,
}

/// Cuts all lines.
pub(super) fn split(page: Page) -> Pieces {
    let text = page.text;
    let pieces = Pieces::new(text, page.lines.len());
    let mut splitter = Splitter {
        page,
        pieces,
        numbering: Numbering::default(),
        zone: Zone::Head,
        head: 0,
        foot: 0,
        ruled: false,
        pending: Border::Line,
        note: 0,
        titles: Next::new(&TITLE, text),
        closes: Next::new(&CLOSES, text),
    };
    let mut index = 0;
    while index < splitter.page.lines.len() {
        index += splitter.line(index);
    }
    splitter.leave_head();
    mend(&mut splitter.pieces.passages, splitter.page.tables);
    splitter.pieces
}

/// Puts the parts of cells together that the end of a page tore apart.
fn mend(passages: &mut [Passage], tables: &Tables) {
    let table_of = |passage: &Passage| match passage.matter {
        Matter::Cell(cell) if tables.is_torn(cell.table) => Some(cell.table),
        _ => None,
    };
    let mut slots: Vec<(u32, usize)> =
        passages.iter().enumerate().filter_map(|(at, passage)| Some((table_of(passage)?, at))).collect();
    let mut cells: Vec<Passage> = slots.iter().map(|&(_, at)| passages[at]).collect();
    slots.sort_unstable();
    cells.sort_by_key(|passage| match passage.matter {
        Matter::Cell(cell) => (cell.table, cell.row, cell.column),
        _ => (0, 0, 0),
    });
    for ((_, slot), passage) in slots.into_iter().zip(cells) {
        passages[slot] = passage;
    }
}

impl Splitter<'_> {
    /// Cuts a line, or several that belong together; how many.
    fn line(&mut self, index: usize) -> usize {
        let line = self.page.lines[index];
        if let Some(kind) = self.page.taken[index] {
            self.pieces.take(line.range(), kind);
            match line.str(self.page.text) {
                "|" => self.pending = Border::Cell,
                _ => self.ruled |= kind == FurnitureKind::Rule,
            }
            return 1;
        }
        let from = self.pieces.passages.len();
        let notes = self.page.notes;
        while notes.get(self.note).is_some_and(|note| note.range.end <= line.start as usize) {
            self.note += 1;
        }
        let mut rows = 1;
        if notes.get(self.note).is_some_and(|note| note.range.start < line.end as usize) {
            self.note_line(index);
        } else if let Some(cells) = self.page.tables.of_line(index) {
            self.cells(index, cells);
            let bars = self.page.tables.bars(index, line.range(), self.page.text);
            self.pieces.taken.extend(bars);
        } else {
            rows = self.text_line(index);
        }
        if let Some(first) = self.pieces.passages.get_mut(from) {
            // The rule over a footnote parts no paragraphs.
            first.ruled = self.ruled && !matches!(first.matter, Matter::Note(_));
            self.ruled = false;
        }
        self.move_on(from);
        if line.str(self.page.text).ends_with('|') {
            self.pending = Border::Cell;
        }
        rows
    }

    /// Cuts a line of text, or the lines of a foot in two columns; how many.
    fn text_line(&mut self, index: usize) -> usize {
        let Page { text, lines, taken, cues, .. } = self.page;
        let (line, from) = (lines[index], self.pieces.passages.len());
        let string = line.str(text);
        // What is attached has a letterhead of its own.
        if self.zone != Zone::Head
            && string.len() < 300
            && self.titles.from(line.range().start) < line.range().end
        {
            (self.zone, self.head) = (Zone::Head, from);
        }
        if self.zone != Zone::Head {
            let rows = columns::foot(lines, taken, index, text, cues);
            if rows > 0 {
                self.foot_columns(index, rows);
                return rows;
            }
        }
        if self.zone == Zone::Head {
            let strip = Strip { line: index, range: line.range(), wide: line.wide, border: self.pending };
            parts::cut(&mut self.pieces, strip, cues);
        } else {
            self.push_barred(index, line.range());
        }
        self.pending = Border::Line;
        if self.page.measures.merged {
            let numbering = &self.numbering;
            self.pieces.cut(from, |line| cut::paragraphs(line, numbering.clone(), cues));
        }
        if self.may_hold_foot(line) {
            self.pieces.cut(from, |line| cut::foot(line, cues));
        }
        let (numbering, wrapped) = (&mut self.numbering, self.page.measures.wrapped);
        self.pieces.cut(from, |line| cut::labels(line, numbering, wrapped));
        1
    }

    /// The lines of a foot that holds recipients and signature side by side.
    fn foot_columns(&mut self, index: usize, rows: usize) {
        let Page { text, lines, taken, cues, .. } = self.page;
        let from = self.pieces.passages.len();
        for piece in columns::foot_order(lines, taken, index, rows, text) {
            let border = if piece.first { Border::Break } else { Border::Line };
            self.pieces.push(piece.line, piece.range, Matter::Text, border);
        }
        self.pieces.repairs.columns.push(lines[index].start);
        self.pieces.cut(from, |line| cut::foot(line, cues));
        for passed in index..index + rows {
            if let Some(kind) = taken[passed] {
                self.pieces.take(lines[passed].range(), kind);
            }
        }
        (self.zone, self.foot) = (Zone::Foot, 0);
    }

    /// Pushes a line of text; a bar at its end belongs to a table that only sets the page.
    fn push_barred(&mut self, index: usize, range: Range<usize>) {
        let string = &self.page.text[range.clone()];
        let bar = string.strip_suffix('|').filter(|rest| rest.ends_with(' '));
        let end = range.start + bar.map_or(string.len(), str::len);
        self.pieces.push(index, range.start..end, Matter::Text, Border::Line);
        if bar.is_some() {
            self.pieces.take(end..range.end, FurnitureKind::Rule);
        }
    }

    /// The cells on a line; those of a table that only sets the page are text.
    fn cells(&mut self, index: usize, cells: &[CellPart]) {
        let cues = self.page.cues;
        for cell in cells {
            if !cell.sets_page {
                let border = if cell.first { Border::Break } else { Border::Join };
                self.pieces.push(index, cell.range.clone(), Matter::Cell(cell.cell), border);
                continue;
            }
            let from = self.pieces.passages.len();
            let border = if cell.first { Border::Cell } else { Border::Line };
            if self.zone == Zone::Head {
                let wide = self.page.lines[index].wide;
                parts::cut(
                    &mut self.pieces,
                    Strip { line: index, range: cell.range.clone(), wide, border },
                    cues,
                );
            } else {
                self.pieces.push(index, cell.range.clone(), Matter::Text, border);
                self.pieces.cut(from, |line| cut::foot(line, cues));
            }
        }
    }

    /// A line that holds a note or part of one, perhaps behind other text.
    fn note_line(&mut self, index: usize) {
        let line = self.page.lines[index].range();
        let mut at = line.start;
        for (number, note) in self.page.notes.iter().enumerate().skip(self.note) {
            if note.range.start >= line.end {
                break;
            }
            self.pieces.push(index, at..note.range.start.max(at), Matter::Text, Border::Line);
            let start = note.range.start.max(line.start);
            let end = note.range.end.min(line.end);
            let own = start..note.own_mark.end.clamp(start, end);
            let border = if own.is_empty() { Border::Join } else { Border::Break };
            if !own.is_empty() {
                self.pieces.take(own.clone(), FurnitureKind::FootnoteMark);
            }
            self.pieces.push(index, own.end..end, Matter::Note(number as u32), border);
            at = end;
        }
        self.pieces.push(index, at..line.end, Matter::Text, Border::Line);
    }

    /// Whether a line may hold parts of the foot run together.
    fn may_hold_foot(&mut self, line: Line) -> bool {
        let Range { start, end } = line.range();
        let line = line.str(self.page.text);
        let closes = &mut self.closes;
        let mut closes = || closes.from(start).saturating_add(CLOSE.len()) <= end;
        match self.zone {
            Zone::Head => closes(),
            // Parts of a signature have capitals; recipients are short.
            Zone::Foot if line.len() < 400 => line.contains("Nơi ") || holds_capitals(line),
            Zone::Foot | Zone::Body => {
                let mut letters = line.chars();
                let capitals = letters.next().is_some_and(is_upper)
                    && letters.next().is_some_and(|c| is_upper(c) || matches!(c, '.' | '/'));
                let archive = line.starts_with('-') && line[1..].trim_start().starts_with('L');
                capitals || archive || line.starts_with("Nơi ") || closes()
            }
        }
    }

    /// Moves to the zone behind the passages of a line.
    fn move_on(&mut self, from: usize) {
        self.foot += 1;
        for at in from..self.pieces.passages.len() {
            let passage = self.pieces.passages[at];
            if matches!(passage.matter, Matter::Note(_)) {
                continue;
            }
            let next = self.behind(&passage);
            if next != self.zone {
                self.leave_head();
                (self.zone, self.foot) = (next, 0);
            }
        }
    }

    /// The zone behind a passage.
    fn behind(&self, passage: &Passage) -> Zone {
        let string = passage.str(self.page.text);
        if is_final(string) {
            return Zone::Foot;
        }
        match self.zone {
            Zone::Head => {
                let sentence = string.len() > 60
                    && !is_caps(string)
                    && matches!(ending(string), Ending::Sentence | Ending::Semicolon | Ending::Colon);
                let ends = sentence
                    || self.pieces.passages.len() - self.head > HEAD
                    || matches!(passage.matter, Matter::Cell(_))
                    || label::parse(string).is_some()
                    || self.page.cues.effect(string).is_some();
                if ends { Zone::Body } else { Zone::Head }
            }
            Zone::Body if string.starts_with(['N', 'n']) => match self.page.cues.opening(string) {
                Some((Found::Part(Part::Recipients), _)) => Zone::Foot,
                _ => Zone::Body,
            },
            // The body of what is attached begins at its first label.
            Zone::Foot if self.foot > FOOT || label::parse(string).is_some_and(|label| label.marked) => {
                Zone::Body
            }
            zone => zone,
        }
    }

    /// Puts the passages of the head in order where it ends.
    fn leave_head(&mut self) {
        if self.zone == Zone::Head {
            letterhead::arrange(self.page.text, &mut self.pieces.passages[self.head..], self.page.cues);
        }
    }
}

/// Whether two large letters stand side by side, or one before the mark of an authority.
fn holds_capitals(line: &str) -> bool {
    line.as_bytes().windows(2).any(|pair| {
        pair[0].is_ascii_uppercase() && (pair[1].is_ascii_uppercase() || matches!(pair[1], b'/' | b'.'))
    })
}
