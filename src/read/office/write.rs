//! A story written down as a transcript: a paragraph a line, a cell on lines of its own, notes behind the text.

use super::flow::{Flow, Look, Note, Piece, Place, Story};
use super::grid::{Cells, Grid};
use crate::diagnostic::{Diagnostic, Message};
use crate::read::styles::Attribute;
use crate::read::transcript::Transcript;
use crate::source::Cell;
use std::ops::Range;

/// Tables inside more tables than this are text of the outermost.
const MAX_TABLES: usize = 16;

/// Writes a story. Without notes the text ends with its last paragraph; with notes a rule and the notes follow, each
/// one paragraph behind its raised number.
pub(super) fn write(story: Story) -> Transcript {
    let Story { head, body, notes, fonts, remarks } = story;
    let mut transcript = Transcript::default();
    let fonts = fonts.iter().map(|name| transcript.font(name)).collect();
    let mut writer = Writer { out: transcript, fonts, numbers: numbers(&notes), ..Writer::default() };
    writer.flow(&head);
    writer.flow(&body);
    writer.notes(&notes);
    let mut transcript = writer.out;
    if remarks.damaged {
        transcript.diagnostics.push(Diagnostic::error(
            "damaged-file",
            Message::new(
                "tệp bị hỏng hoặc bị cắt; chỉ đọc được phần đầu",
                "the file is damaged or cut off; only what stands before could be read",
            ),
        ));
    }
    if remarks.changes > 0 {
        let count = remarks.changes;
        transcript.diagnostics.push(Diagnostic::info(
            "tracked-changes-accepted",
            Message::new(
                format!("văn bản có {count} chỗ đang sửa theo dõi (track changes); đọc như đã chấp nhận"),
                format!("the document has {count} tracked changes, which were read as accepted"),
            ),
        ));
    }
    if remarks.hidden > 0 {
        let count = remarks.hidden;
        transcript.diagnostics.push(Diagnostic::info(
            "hidden-text-left-out",
            Message::new(
                format!("{count} đoạn chữ ẩn đã được bỏ qua"),
                format!("{count} passages of hidden text were left out"),
            ),
        ));
    }
    transcript
}

/// The number of each note; `None` where the author wrote the mark himself.
fn numbers(notes: &[Note]) -> Vec<Option<u32>> {
    let mut last = 0;
    let mut number = |note: &Note| {
        last += u32::from(!note.own_mark);
        (!note.own_mark).then_some(last)
    };
    notes.iter().map(&mut number).collect()
}

#[derive(Default)]
struct Writer {
    out: Transcript,
    /// Font of the story to font of the transcript.
    fonts: Vec<u16>,
    numbers: Vec<Option<u32>>,
    /// The look of the last run written and where it begins.
    run: Option<(Look, usize)>,
    tables: Vec<Grid>,
    /// Tables within the deepest that is followed.
    too_deep: usize,
    /// The paragraph has text.
    filled: bool,
    /// Where the paragraph begins.
    paragraph: usize,
    /// Text was written since the page began.
    page_has_text: bool,
    /// The cell belongs to the one above: its text does not show.
    covered: usize,
}

impl Writer {
    fn flow(&mut self, flow: &Flow) {
        let mut at = 0usize;
        for piece in &flow.pieces {
            match piece {
                Piece::Run { len, look } => {
                    let end = at + *len as usize;
                    self.text(flow.text.get(at..end).unwrap_or_default(), *look);
                    at = end;
                }
                Piece::Line if self.covered == 0 => {
                    self.end_run();
                    self.out.push("\n");
                }
                Piece::Paragraph { heading } => self.end_paragraph(*heading),
                Piece::Note(note) => self.mark(*note),
                Piece::Page if self.tables.is_empty() => {
                    self.end_run();
                    self.out.end_page();
                    self.page_has_text = false;
                    self.paragraph = self.out.len();
                }
                Piece::Turn if self.page_has_text => {
                    self.out.turn_page();
                    self.page_has_text = false;
                }
                Piece::Page | Piece::Turn | Piece::Line => {}
                Piece::Table => self.open_table(),
                Piece::Row { head } => {
                    if let Some(grid) = self.grid() {
                        grid.open_row(*head);
                    }
                }
                Piece::Cell(place) => self.open_cell(*place),
                Piece::EndCell => self.end_cell(),
                Piece::EndTable => self.close_table(),
            }
        }
        while self.too_deep > 0 || !self.tables.is_empty() {
            self.close_table();
        }
        if self.filled {
            self.end_paragraph(None);
        }
    }

    fn text(&mut self, text: &str, look: Look) {
        if self.covered > 0 || text.is_empty() {
            return;
        }
        match self.run {
            Some((last, _)) if last == look => {}
            _ => {
                self.end_run();
                self.run = Some((look, self.out.len()));
            }
        }
        self.out.push(text);
        self.filled = self.filled || !text.trim().is_empty();
        self.page_has_text |= self.filled;
    }

    /// Marks what was written in the look that ends here.
    fn end_run(&mut self) {
        let Some((look, from)) = self.run.take() else { return };
        let range = from..self.out.len();
        let attributes = [
            look.bold.then_some(Attribute::Bold),
            look.italic.then_some(Attribute::Italic),
            look.superscript.then_some(Attribute::Superscript),
            look.font.and_then(|font| self.fonts.get(usize::from(font))).map(|&font| Attribute::Font(font)),
            look.size.map(Attribute::Size),
        ];
        for attribute in attributes.into_iter().flatten() {
            self.out.mark(range.clone(), attribute);
        }
    }

    fn end_paragraph(&mut self, heading: Option<u8>) {
        if self.covered > 0 {
            return;
        }
        self.end_run();
        let in_cell = !self.tables.is_empty();
        if let (Some(level), true) = (heading, self.filled) {
            self.out.mark(self.paragraph..self.out.len(), Attribute::Heading(level));
        }
        // A blank line inside a cell would end it.
        if self.filled || !in_cell {
            self.out.push("\n");
        }
        self.filled = false;
        self.paragraph = self.out.len();
    }

    fn mark(&mut self, note: u32) {
        if let Some(Some(number)) = self.numbers.get(note as usize) {
            self.raised(*number);
        }
    }

    fn raised(&mut self, number: u32) {
        let look = Look { superscript: true, ..Look::default() };
        self.end_run();
        self.text(&number.to_string(), look);
        self.end_run();
    }

    fn grid(&mut self) -> Option<&mut Grid> {
        if self.too_deep > 0 { None } else { self.tables.last_mut() }
    }

    /// Begins a line, behind a blank one if asked.
    fn begin_line(&mut self, blank: bool) {
        if self.filled {
            self.end_paragraph(None);
        }
        let written = self.out.as_str();
        if !written.is_empty() && !written.ends_with('\n') {
            self.out.push("\n");
        }
        let written = self.out.as_str();
        if blank && !written.is_empty() && !written.ends_with("\n\n") && !written.ends_with('\x0C') {
            self.out.push("\n");
        }
        self.paragraph = self.out.len();
    }

    fn open_table(&mut self) {
        if self.tables.len() >= MAX_TABLES {
            self.too_deep += 1;
            return;
        }
        self.begin_line(self.tables.is_empty());
        self.tables.push(Grid::default());
    }

    fn open_cell(&mut self, place: Place) {
        let from = self.out.len();
        if let Some(grid) = self.grid() {
            grid.open_cell(place, from);
            self.covered += usize::from(place.continues);
        }
    }

    fn end_cell(&mut self) {
        if self.filled {
            self.end_paragraph(None);
        }
        self.end_run();
        let written = self.out.as_str();
        let end = written.trim_end().len();
        if let Some(grid) = self.grid() {
            let continued = grid.end_cell(end);
            self.covered -= usize::from(continued && self.covered > 0);
        }
        self.begin_line(false);
    }

    fn close_table(&mut self) {
        if self.too_deep > 0 {
            self.too_deep -= 1;
            return;
        }
        let Some(mut grid) = self.tables.pop() else { return };
        while grid.is_open() {
            let end = self.out.as_str().trim_end().len();
            let continued = grid.end_cell(end);
            self.covered -= usize::from(continued && self.covered > 0);
        }
        let found = grid.finish();
        match self.tables.last_mut() {
            Some(outer) => outer.take(found),
            None => self.mark_cells(found),
        }
        self.begin_line(self.tables.is_empty());
    }

    fn mark_cells(&mut self, tables: Vec<Cells>) {
        for cells in tables {
            let table = self.out.styles.open_table();
            for (cell, range) in cells {
                let range = trim(self.out.as_str(), range);
                self.out.mark(range, Attribute::Cell(Cell { table, ..cell }));
            }
        }
    }

    /// The notes, behind a rule.
    fn notes(&mut self, notes: &[Note]) {
        if notes.iter().all(|note| !note.flow.has_text()) {
            return;
        }
        self.begin_line(true);
        self.out.push("---\n");
        for (note, number) in notes.iter().zip(self.numbers.clone()) {
            if !note.flow.has_text() {
                continue;
            }
            if let Some(number) = number {
                self.raised(number);
                self.out.push(" ");
            }
            self.note(&note.flow);
            self.end_run();
            self.out.push("\n");
        }
    }

    /// The text of a note on one line.
    fn note(&mut self, flow: &Flow) {
        let mut at = 0;
        // White space at the beginning and between paragraphs is one space.
        let (mut began, mut space) = (false, false);
        for piece in &flow.pieces {
            if let Piece::Run { len, look } = piece {
                let end = at + *len as usize;
                let mut text = flow.text.get(at..end).unwrap_or_default();
                at = end;
                if !began || space {
                    text = text.trim_start();
                }
                if text.is_empty() {
                    continue;
                }
                if space && began && !self.out.as_str().ends_with(' ') {
                    self.text(" ", *look);
                }
                (began, space) = (true, false);
                self.text(text, *look);
            } else {
                space = true;
            }
        }
        self.filled = false;
    }
}

/// The range without white space at its ends.
fn trim(text: &str, range: Range<usize>) -> Range<usize> {
    let inside = text.get(range.clone()).unwrap_or_default();
    let start = range.start + inside.len() - inside.trim_start().len();
    start..start + inside.trim().len()
}
