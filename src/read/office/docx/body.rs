//! The elements of a story (`document.xml`, headers, notes) as pieces of a flow.

use super::super::fields::{Fields, is_dropped};
use super::super::flow::{Flow, Note, Piece, Place, Remarks};
use super::super::grid::COLUMN;
use super::super::symbols::{is_legacy_font, is_symbol_font, shown, shown_text};
use super::super::xml::{Space, Tag, Visitor};
use super::numbering::Numbering;
use super::props::{Names, ParagraphProps, RunProps, is_on};
use super::sections::Sections;
use super::styles::{Resolved, Styles};
use rustc_hash::FxHashMap;

/// What all stories of a document share.
#[derive(Debug, Default)]
pub(super) struct Shared {
    pub names: Names,
    pub styles: Styles,
    pub numbering: Numbering,
    pub remarks: Remarks,
}

/// A note as the text refers to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct NoteId {
    pub end: bool,
    pub id: i32,
}

/// Text boxes inside each other deeper than this are passed over.
const MAX_BOXES: usize = 8;

/// An element that is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Within {
    Other,
    Paragraph,
    ParagraphProps,
    MarkProps,
    Run,
    RunProps,
    /// The text of a run, with the white space at its ends or without.
    Text {
        preserve: bool,
    },
    Instruction,
    Table,
    Row,
    RowProps,
    Cell,
    CellProps,
    Section,
    Box,
    Note,
    ControlProps,
    /// Alternatives, and whether one was taken.
    Alternatives {
        taken: bool,
    },
    Raised,
}

#[derive(Debug, Default)]
struct Paragraph {
    props: ParagraphProps,
    mark: RunProps,
    /// Its end was deleted, or is hidden: it goes on with the next.
    runs_on: bool,
    /// A page ends inside it.
    broken: bool,
    resolved: Option<Resolved>,
    ends_section: bool,
}

#[derive(Debug, Default)]
struct Row {
    head: bool,
    deleted: bool,
    column: i32,
    /// The cell that is open, and not written yet.
    cell: Option<(i32, bool)>,
    opened: bool,
}

/// Text that stands apart: the story itself, a text box, a note.
#[derive(Debug, Default)]
struct Frame {
    flow: Flow,
    /// Text boxes of the open paragraph: they follow it.
    boxes: Flow,
    paragraphs: Vec<Paragraph>,
    rows: Vec<Row>,
    fields: Fields,
    run: RunProps,
    settled: Option<RunProps>,
}

pub(super) struct Body<'s> {
    shared: &'s mut Shared,
    frames: Vec<Frame>,
    open: Vec<Within>,
    skipping: usize,
    text: String,
    /// Content controls that are open, and whether they show nothing but their prompt.
    controls: Vec<bool>,
    raised: usize,
    pub sections: Sections,
    /// The notes that the text refers to, in this order.
    pub references: Vec<(NoteId, bool)>,
    known: FxHashMap<NoteId, u32>,
    /// The notes that this story consists of.
    notes: FxHashMap<i32, Flow>,
    note: Option<i32>,
}

impl<'s> Body<'s> {
    pub fn new(shared: &'s mut Shared) -> Self {
        Body {
            shared,
            frames: vec![Frame::default()],
            open: Vec::new(),
            skipping: 0,
            text: String::new(),
            controls: Vec::new(),
            raised: 0,
            sections: Sections::default(),
            references: Vec::new(),
            known: FxHashMap::default(),
            notes: FxHashMap::default(),
            note: None,
        }
    }

    /// The story. Pages begin where sections do.
    pub fn finish(&mut self) -> Flow {
        let mut flow = self.frames.drain(..).next().unwrap_or_default().flow;
        self.sections.place(&mut flow);
        flow
    }

    /// The notes, if the story is made of them.
    pub fn into_notes(self) -> FxHashMap<i32, Flow> {
        self.notes
    }

    fn frame(&mut self) -> &mut Frame {
        if self.frames.is_empty() {
            self.frames.push(Frame::default());
        }
        let last = self.frames.len() - 1;
        &mut self.frames[last]
    }

    /// What must stand before the next text: the page, the cell, the label of the paragraph.
    fn open_paragraph(&mut self) {
        self.open_cell();
        let Some(frame) = self.frames.last_mut() else { return };
        let Some(paragraph) = frame.paragraphs.last_mut().filter(|paragraph| paragraph.resolved.is_none())
        else {
            return;
        };
        let resolved = self.shared.styles.paragraph(paragraph.props.style);
        paragraph.resolved = Some(resolved);
        let props = paragraph.props.over(resolved.paragraph);
        let mark = self.shared.styles.character(paragraph.mark.style);
        let mark = paragraph.mark.settled(mark, resolved.run);
        paragraph.runs_on |= mark.hidden == Some(true);
        if props.begins_page == Some(true) && frame.rows.is_empty() {
            frame.flow.push(Piece::Page);
        }
        let Some(list) = props.list.filter(|&list| list != 0 && !paragraph.runs_on) else { return };
        let by_style =
            if paragraph.props.list.is_some() { paragraph.props.style } else { resolved.list_style };
        let level = props.level;
        let label = self.shared.numbering.next(list, level, by_style, &mut self.shared.styles);
        let Some(label) = label.filter(|label| !label.text.is_empty()) else { return };
        let mut look = label.look.over(mark.look(&label.text));
        let font = self.shared.names.fonts.name(label.look.font.or(look.font));
        let text = shown_text(&label.text, font);
        if is_symbol_font(font) {
            look.font = None;
        }
        frame.flow.run(&text, look);
        if !label.glued && !text.ends_with(' ') {
            frame.flow.run(" ", look);
        }
    }

    /// Writes the row and the cell that were begun.
    fn open_cell(&mut self) {
        let frame = self.frame();
        let Some(row) = frame.rows.last_mut() else { return };
        if !row.opened {
            row.opened = true;
            frame.flow.pieces.push(Piece::Row { head: row.head });
        }
        if let Some((columns, continues)) = row.cell.take() {
            let left = row.column;
            row.column = left.saturating_add(columns);
            let place = Place {
                left: left.saturating_mul(COLUMN),
                right: row.column.saturating_mul(COLUMN),
                rows: 1,
                continues,
            };
            frame.flow.pieces.push(Piece::Cell(place));
        }
    }

    /// The properties of the open run, with all that bears on them.
    fn settled(&mut self) -> RunProps {
        self.open_paragraph();
        if let Some(settled) = self.frames.last().and_then(|frame| frame.settled) {
            return settled;
        }
        let Some(frame) = self.frames.last_mut() else { return RunProps::default() };
        let paragraph = match frame.paragraphs.last().and_then(|paragraph| paragraph.resolved) {
            Some(resolved) => resolved.run,
            None => self.shared.styles.paragraph(None).run,
        };
        let character = self.shared.styles.character(frame.run.style);
        let settled = frame.run.settled(character, paragraph);
        frame.settled = Some(settled);
        settled
    }

    fn write(&mut self, text: &str) {
        if text.is_empty() || self.frame().fields.hides() {
            return;
        }
        let props = self.settled();
        if props.hidden == Some(true) {
            self.shared.remarks.hidden += 1;
            return;
        }
        let mut look = props.look(text);
        look.superscript |= self.raised > 0;
        let font = self.shared.names.fonts.name(look.font);
        let capitals = props.capitals == Some(true) || props.small_capitals == Some(true);
        let shown = shown_text(text, font);
        if is_symbol_font(font) {
            look.font = None;
        }
        if capitals && !is_legacy_font(font) {
            let large = shown.to_uppercase();
            self.frame().flow.run(&large, look);
        } else {
            self.frame().flow.run(&shown, look);
        }
    }

    fn piece(&mut self, piece: Piece) {
        if !self.frame().fields.hides() {
            self.open_paragraph();
            self.frame().flow.push(piece);
        }
    }

    /// A page ends inside a paragraph: text boxes that came before stand on it.
    fn end_page(&mut self) {
        if self.frame().fields.hides() {
            return;
        }
        self.open_paragraph();
        let frame = self.frame();
        if let Some(paragraph) = frame.paragraphs.last_mut() {
            paragraph.broken = true;
        }
        if !frame.boxes.pieces.is_empty() {
            let boxes = std::mem::take(&mut frame.boxes);
            frame.flow.push(Piece::Line);
            frame.flow.append(boxes);
        }
        frame.flow.push(Piece::Page);
    }

    fn symbol(&mut self, tag: &Tag) {
        let code =
            tag.get("char").and_then(|code| u32::from_str_radix(&code, 16).ok()).and_then(char::from_u32);
        let font = tag.get("font").unwrap_or_default();
        let Some(letter) = code.map(|code| shown(code, &font)) else { return };
        self.write(letter.encode_utf8(&mut [0; 4]));
    }

    fn reference(&mut self, tag: &Tag) {
        let Some(id) = tag.number("id") else { return };
        if self.frame().fields.hides() || self.settled().hidden == Some(true) {
            return;
        }
        let id = NoteId { end: tag.name == "endnoteReference", id };
        let own_mark =
            tag.get("customMarkFollows").is_some_and(|on| !matches!(on.as_ref(), "0" | "false" | "off"));
        let next = self.references.len() as u32;
        let index = *self.known.entry(id).or_insert(next);
        if index == next {
            self.references.push((id, own_mark));
        }
        self.piece(Piece::Note(index));
    }

    fn begin_note(&mut self, tag: &Tag) -> bool {
        let is_text = tag.get("type").is_none_or(|kind| kind == "normal");
        let id = tag.number::<i32>("id").filter(|_| is_text);
        if let Some(id) = id {
            self.note = Some(id);
            self.frames.push(Frame::default());
        }
        id.is_some()
    }

    fn begin_cell(&mut self) -> bool {
        let Some(row) = self.frame().rows.last_mut() else { return true };
        row.cell = Some((1, false));
        !row.deleted
    }

    fn cell_part(&mut self, tag: &Tag) {
        let Some(row) = self.frame().rows.last_mut() else { return };
        let Some((columns, continues)) = &mut row.cell else { return };
        match tag.name {
            "gridSpan" => *columns = tag.number("val").unwrap_or(1).clamp(1, 1000),
            "vMerge" => *continues = tag.get("val").is_none_or(|merge| merge != "restart"),
            _ => {}
        }
    }

    fn row_part(&mut self, tag: &Tag) {
        let changes = usize::from(matches!(tag.name, "del" | "ins"));
        self.shared.remarks.changes += changes;
        let Some(row) = self.frame().rows.last_mut() else { return };
        match tag.name {
            "tblHeader" => row.head = is_on(tag),
            "del" => row.deleted = true,
            "gridBefore" => row.column = tag.number("val").unwrap_or(0).clamp(0, 1000),
            _ => {}
        }
    }

    fn field(&mut self, tag: &Tag) {
        match tag.get("fldCharType").as_deref() {
            Some("begin") => self.frame().fields.begin(),
            Some("separate") => self.frame().fields.separate(),
            Some("end") => self.frame().fields.end(),
            _ => {}
        }
    }

    fn end_paragraph(&mut self) {
        self.open_paragraph();
        let frame = self.frame();
        let Some(paragraph) = frame.paragraphs.pop() else { return };
        let outline =
            paragraph.props.outline.or(paragraph.resolved.and_then(|resolved| resolved.paragraph.outline));
        let heading = outline.filter(|&level| level < 6).map(|level| level + 1);
        // A paragraph that a break ends ends on the page of the break (ECMA-376, part 4, at
        // splitPgBreakAndParaMark).
        let breaks_last =
            paragraph.broken && !paragraph.runs_on && frame.flow.pieces.last() == Some(&Piece::Page);
        if breaks_last {
            frame.flow.pieces.pop();
        }
        if !paragraph.runs_on {
            frame.flow.push(Piece::Paragraph { heading });
        }
        let boxes = std::mem::take(&mut frame.boxes);
        frame.flow.append(boxes);
        if breaks_last {
            frame.flow.push(Piece::Page);
        }
        if paragraph.ends_section && self.frames.len() == 1 {
            let at = self.frame().flow.pieces.len();
            self.frame().flow.push(Piece::Turn);
            self.sections.end(at);
        }
    }

    /// What an element of WordprocessingML is where it stands; `None` to pass over it.
    fn word(&mut self, tag: &Tag, parent: Within) -> Option<Within> {
        let within = match (tag.name, parent) {
            // What was before a tracked change, definitions of tabs and columns, what was deleted or moved away.
            (
                "pPrChange" | "rPrChange" | "tblPrChange" | "tblPrExChange" | "trPrChange" | "tcPrChange"
                | "sectPrChange" | "numberingChange" | "tblGridChange" | "tabs" | "tblPr" | "tblPrEx"
                | "tblGrid" | "delText" | "delInstrText" | "rt" | "ffData" | "pgNum",
                _,
            ) => return None,
            ("ins" | "moveTo" | "del" | "moveFrom", Within::MarkProps) => {
                self.shared.remarks.changes += 1;
                if let Some(paragraph) = self.frame().paragraphs.last_mut() {
                    paragraph.runs_on |= matches!(tag.name, "del" | "moveFrom");
                }
                Within::Other
            }
            (_, Within::MarkProps) => {
                let Body { shared, frames, .. } = self;
                if let Some(paragraph) = frames.last_mut().and_then(|frame| frame.paragraphs.last_mut()) {
                    paragraph.mark.apply(tag, &mut shared.names);
                }
                Within::Other
            }
            (_, Within::RunProps) => {
                let Body { shared, frames, .. } = self;
                if let Some(frame) = frames.last_mut() {
                    frame.run.apply(tag, &mut shared.names);
                    frame.settled = None;
                }
                Within::Other
            }
            ("rPr", Within::ParagraphProps) => Within::MarkProps,
            ("rPr", Within::Run) => Within::RunProps,
            ("rPr", _) => return None,
            ("sectPr", _) => {
                if parent == Within::ParagraphProps
                    && let Some(paragraph) = self.frame().paragraphs.last_mut()
                {
                    paragraph.ends_section = true;
                }
                Within::Section
            }
            (_, Within::Section) => {
                self.sections.part(tag);
                Within::Other
            }
            ("numPr", Within::ParagraphProps) => Within::ParagraphProps,
            (_, Within::ParagraphProps) => {
                let Body { shared, frames, .. } = self;
                if let Some(paragraph) = frames.last_mut().and_then(|frame| frame.paragraphs.last_mut()) {
                    paragraph.props.apply(tag, &mut shared.names);
                }
                Within::Other
            }
            (_, Within::RowProps) => {
                self.row_part(tag);
                Within::Other
            }
            (_, Within::CellProps) => {
                self.cell_part(tag);
                Within::Other
            }
            ("showingPlcHdr", Within::ControlProps) => {
                if let Some(control) = self.controls.last_mut() {
                    *control = is_on(tag);
                }
                Within::Other
            }
            ("del" | "moveFrom", _) => {
                self.shared.remarks.changes += 1;
                return None;
            }
            ("ins" | "moveTo", _) => {
                self.shared.remarks.changes += 1;
                Within::Other
            }
            ("p", _) => {
                self.frame().paragraphs.push(Paragraph::default());
                Within::Paragraph
            }
            ("pPr", Within::Paragraph) => Within::ParagraphProps,
            ("r", _) => {
                let frame = self.frame();
                frame.run = RunProps::default();
                frame.settled = None;
                Within::Run
            }
            ("t", Within::Run) => {
                let preserve = tag.get("space").is_some_and(|space| space == "preserve");
                Within::Text { preserve }
            }
            ("instrText", _) => Within::Instruction,
            ("tab" | "ptab", Within::Run) => {
                self.write("\t");
                Within::Other
            }
            ("br", _) => {
                if tag.get("type").is_some_and(|kind| kind == "page") {
                    self.end_page();
                } else {
                    self.piece(Piece::Line);
                }
                Within::Other
            }
            ("cr", _) => {
                self.piece(Piece::Line);
                Within::Other
            }
            ("lastRenderedPageBreak", _) => {
                self.piece(Piece::Turn);
                Within::Other
            }
            ("noBreakHyphen", _) => {
                self.write("-");
                Within::Other
            }
            ("softHyphen", _) => {
                self.write("\u{AD}");
                Within::Other
            }
            ("sym", _) => {
                self.symbol(tag);
                Within::Other
            }
            ("footnoteReference" | "endnoteReference", _) => {
                self.reference(tag);
                Within::Other
            }
            ("fldChar", _) => {
                self.field(tag);
                Within::Other
            }
            ("fldSimple", _) if tag.get("instr").is_some_and(|instruction| is_dropped(&instruction)) => {
                return None;
            }
            ("sdt", _) => {
                self.controls.push(false);
                Within::Other
            }
            ("sdtPr", _) => Within::ControlProps,
            ("sdtContent", _) if self.controls.last() == Some(&true) => return None,
            ("tbl", _) => {
                self.open_cell();
                let frame = self.frame();
                frame.flow.push(Piece::Table);
                Within::Table
            }
            ("tr", _) => {
                self.frame().rows.push(Row::default());
                Within::Row
            }
            ("trPr", Within::Row) => Within::RowProps,
            ("tc", _) if self.begin_cell() => Within::Cell,
            ("tc", _) => return None,
            ("tcPr", Within::Cell) => Within::CellProps,
            ("txbxContent", _) => {
                if self.frames.len() > MAX_BOXES {
                    return None;
                }
                self.open_paragraph();
                self.frames.push(Frame::default());
                Within::Box
            }
            ("footnote" | "endnote", _) => {
                if !self.begin_note(tag) {
                    return None;
                }
                Within::Note
            }
            _ => Within::Other,
        };
        Some(within)
    }

    fn math(&mut self, tag: &Tag) -> Option<Within> {
        match tag.name {
            "ctrlPr" | "rPr" => None,
            "t" => Some(Within::Text { preserve: true }),
            "den" => {
                self.write("/");
                Some(Within::Other)
            }
            "sup" => {
                self.raised += 1;
                Some(Within::Raised)
            }
            "r" => {
                let frame = self.frame();
                frame.run = RunProps::default();
                frame.settled = None;
                Some(Within::Other)
            }
            _ => Some(Within::Other),
        }
    }

    /// Of the alternatives the first is taken: they hold the same text.
    fn compatibility(&mut self, tag: &Tag, parent: Within) -> Option<Within> {
        match (tag.name, parent) {
            ("AlternateContent", _) => Some(Within::Alternatives { taken: false }),
            ("Choice" | "Fallback", Within::Alternatives { taken: true }) => None,
            ("Choice" | "Fallback", Within::Alternatives { .. }) => {
                if let Some(alternatives) = self.open.last_mut() {
                    *alternatives = Within::Alternatives { taken: true };
                }
                Some(Within::Other)
            }
            _ => Some(Within::Other),
        }
    }
}

impl Visitor for Body<'_> {
    fn start(&mut self, tag: &Tag<'_>) {
        if self.skipping > 0 {
            self.skipping += 1;
            return;
        }
        let parent = self.open.last().copied().unwrap_or(Within::Other);
        let within = match tag.space {
            Space::Word => self.word(tag, parent),
            Space::Math => self.math(tag),
            Space::Compatibility => self.compatibility(tag, parent),
            _ => Some(Within::Other),
        };
        match within {
            Some(within) => self.open.push(within),
            None => self.skipping = 1,
        }
    }

    fn end(&mut self, _: Space, name: &str) {
        if self.skipping > 0 {
            self.skipping -= 1;
            return;
        }
        match self.open.pop() {
            Some(Within::Text { preserve }) => {
                let text = std::mem::take(&mut self.text);
                let shown = if preserve { &text } else { text.trim_matches([' ', '\t', '\n', '\r']) };
                self.write(shown);
            }
            Some(Within::ParagraphProps) if name == "pPr" => self.open_paragraph(),
            Some(Within::Paragraph) => self.end_paragraph(),
            Some(Within::Row) => {
                self.frame().rows.pop();
            }
            Some(Within::Cell) => {
                self.open_cell();
                self.frame().flow.push(Piece::EndCell);
            }
            Some(Within::Table) => self.frame().flow.push(Piece::EndTable),
            Some(Within::Box) if self.frames.len() > 1 => {
                let flow = self.frames.pop().map(|frame| frame.flow).unwrap_or_default();
                self.frame().boxes.append(flow);
            }
            Some(Within::Note) if self.frames.len() > 1 => {
                let flow = self.frames.pop().map(|frame| frame.flow).unwrap_or_default();
                if let Some(id) = self.note.take() {
                    self.notes.insert(id, flow);
                }
            }
            Some(Within::Raised) => self.raised = self.raised.saturating_sub(1),
            Some(Within::Other) if name == "sdt" => {
                self.controls.pop();
            }
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        if self.skipping > 0 {
            return;
        }
        match self.open.last() {
            Some(Within::Text { .. }) => self.text.push_str(text),
            Some(Within::Instruction) => self.frame().fields.instruction(text),
            _ => {}
        }
    }
}

/// The notes that the text refers to, with their texts.
pub(super) fn notes(
    references: &[(NoteId, bool)],
    mut foot: FxHashMap<i32, Flow>,
    mut end: FxHashMap<i32, Flow>,
) -> Vec<Note> {
    let mut take = |id: NoteId| if id.end { end.remove(&id.id) } else { foot.remove(&id.id) };
    references.iter().map(|&(id, own_mark)| Note { flow: take(id).unwrap_or_default(), own_mark }).collect()
}
