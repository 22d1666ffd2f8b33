//! The elements of a story (`document.xml`, headers, notes) as pieces of a flow.

mod elements;
mod write;

use super::super::fields::Fields;
use super::super::flow::{Flow, Note, Piece, Remarks};
use super::super::xml::Tag;
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
