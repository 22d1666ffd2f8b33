//! Groups, destinations and properties as pieces of a flow.

mod text;
mod words;

use super::fonts::{Bytes, FontTable};
use super::lexer::{Lexer, Mark};
use crate::read::office::flow::{Flow, Fonts, Look, Note, Piece, Remarks, Story};
use crate::read::office::rows::{CellEdge, RowEdges, Rows};

/// What the text of a group is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Destination {
    /// Text of the story that is open: the body, a note, a text box.
    Text,
    /// The number or bullet of a paragraph.
    Label,
    /// Nothing that prints.
    Nothing,
    FontTable,
    Instruction,
    /// The properties of a drawn shape; its text is a destination of its own.
    Shape,
}

/// What holds in a group and ends with it.
#[derive(Debug, Clone, Copy)]
struct Group {
    destination: Destination,
    look: Look,
    font: i32,
    capitals: bool,
    hidden: bool,
    deleted: bool,
    inserted: bool,
    /// How many letters stand for a character of Unicode.
    fallback: usize,
    /// The group opened a story of its own, which ends with it.
    story: Option<Kind>,
    /// The group is a field.
    field: bool,
    /// Definitions of rows are those of an inner table.
    inner_row: bool,
}

/// A story inside the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Note { own_mark: bool },
    Box,
}

/// What holds of the paragraph that is open.
#[derive(Debug, Clone, Copy, Default)]
struct Paragraph {
    depth: usize,
    outline: Option<u8>,
    begins_page: bool,
}

/// A story that is open.
#[derive(Default)]
struct Open {
    rows: Rows,
    /// Text boxes of the paragraph: they follow it.
    boxes: Flow,
    paragraph: Paragraph,
    /// Something of the paragraph was written.
    begun: bool,
}

/// Groups inside each other deeper than this are passed over.
const MAX_GROUPS: usize = 2000;

/// Stories inside each other deeper than this are passed over.
const MAX_STORIES: usize = 8;

struct Reader<'b> {
    lexer: Lexer<'b>,
    group: Group,
    groups: Vec<Group>,
    too_deep: usize,
    stories: Vec<Open>,
    notes: Vec<Note>,
    fonts: Fonts,
    table: FontTable,
    /// Text of one look that is not written yet.
    text: String,
    bytes: Bytes,
    /// Letters to pass over: they stand for the character before.
    passing: usize,
    /// The first half of a character of two units.
    half: Option<u16>,
    /// The group began with `\*`.
    starred: bool,
    /// The row that is defined, and that of an inner table.
    edges: [RowEdges; 2],
    /// The cell that is defined.
    edge: CellEdge,
    instructions: Vec<String>,
    /// The mark of the next note is counted.
    counted: bool,
    /// A section ended: a page begins, unless the next section says otherwise.
    section: bool,
    remarks: Remarks,
}

pub(super) fn read(bytes: &[u8]) -> Story {
    let look = Look::default();
    let group = Group {
        destination: Destination::Text,
        look,
        font: 0,
        capitals: false,
        hidden: false,
        deleted: false,
        inserted: false,
        fallback: 1,
        story: None,
        field: false,
        inner_row: false,
    };
    let mut reader = Reader {
        lexer: Lexer::new(bytes),
        group,
        groups: Vec::new(),
        too_deep: 0,
        stories: vec![Open::default()],
        notes: Vec::new(),
        fonts: Fonts::default(),
        table: FontTable::default(),
        text: String::new(),
        bytes: Bytes::Set(0),
        passing: 0,
        half: None,
        starred: false,
        edges: Default::default(),
        edge: CellEdge::default(),
        instructions: Vec::new(),
        counted: false,
        section: false,
        remarks: Remarks::default(),
    };
    reader.run();
    reader.finish()
}

impl Reader<'_> {
    fn run(&mut self) {
        while let Some(mark) = self.lexer.next() {
            match mark {
                Mark::Open => self.open(),
                Mark::Close => {
                    if self.close() {
                        return;
                    }
                }
                _ if self.too_deep > 0 => {
                    if let Mark::Word("bin", Some(count)) = mark {
                        self.lexer.pass_over(usize::try_from(count).unwrap_or(0));
                    }
                }
                Mark::Word(word, number) => self.word(word, number),
                Mark::Symbol(sign) => self.symbol(sign),
                Mark::Hex(byte) => self.byte(byte),
                Mark::Text(text) => text.iter().for_each(|&byte| self.byte(byte)),
            }
        }
        self.remarks.damaged = true;
    }

    fn finish(mut self) -> Story {
        while !self.groups.is_empty() {
            self.close();
        }
        self.flush();
        let mut open = self.stories.drain(..).next().unwrap_or_default();
        let boxes = std::mem::take(&mut open.boxes);
        open.rows.flow().append(boxes);
        Story {
            head: Flow::default(),
            body: open.rows.finish(),
            notes: self.notes,
            fonts: self.fonts.into_names(),
            remarks: self.remarks,
        }
    }

    fn open(&mut self) {
        self.flush();
        self.passing = 0;
        self.starred = false;
        if self.groups.len() >= MAX_GROUPS || self.too_deep > 0 {
            self.too_deep += 1;
            return;
        }
        self.groups.push(self.group);
        self.group.story = None;
        self.group.field = false;
    }

    /// Whether the document ends here.
    fn close(&mut self) -> bool {
        self.flush();
        (self.passing, self.half, self.starred) = (0, None, false);
        if self.too_deep > 0 {
            self.too_deep -= 1;
            return false;
        }
        if self.group.destination == Destination::FontTable {
            self.table.end_entry(&mut self.fonts);
        }
        if self.group.field {
            self.instructions.pop();
        }
        if let Some(kind) = self.group.story
            && self.stories.len() > 1
            && let Some(mut open) = self.stories.pop()
        {
            let boxes = std::mem::take(&mut open.boxes);
            open.rows.flow().append(boxes);
            let flow = open.rows.finish();
            match kind {
                Kind::Note { own_mark } => {
                    // The mark inside the note is its own, not that of the next.
                    self.counted = false;
                    let index = self.notes.len() as u32;
                    self.notes.push(Note { flow, own_mark });
                    self.piece(Piece::Note(index));
                }
                Kind::Box => self.story().boxes.append(flow),
            }
        }
        match self.groups.pop() {
            Some(group) => self.group = group,
            None => return true,
        }
        self.refont();
        self.groups.is_empty()
    }

    fn story(&mut self) -> &mut Open {
        if self.stories.is_empty() {
            self.stories.push(Open::default());
        }
        let last = self.stories.len() - 1;
        &mut self.stories[last]
    }

    /// What must stand before the next piece.
    fn begin(&mut self) -> &mut Open {
        let page = std::mem::take(&mut self.section);
        let open = self.story();
        let depth = open.paragraph.depth;
        open.rows.set_depth(depth);
        if !open.begun {
            open.begun = true;
            if depth == 0 && (page || open.paragraph.begins_page) {
                open.rows.flow().push(Piece::Page);
            }
        }
        open
    }

    fn piece(&mut self, piece: Piece) {
        self.flush();
        if matches!(self.group.destination, Destination::Text | Destination::Label) && !self.is_silent() {
            self.begin().rows.flow().push(piece);
        }
    }

    fn end_paragraph(&mut self) {
        self.flush();
        if self.group.destination != Destination::Text {
            return;
        }
        if self.group.deleted {
            self.remarks.changes += 1;
            return;
        }
        let open = self.begin();
        let heading = open.paragraph.outline.filter(|&level| level < 6).map(|level| level + 1);
        open.rows.flow().push(Piece::Paragraph { heading });
        self.end_boxes();
    }

    fn end_boxes(&mut self) {
        let open = self.story();
        let boxes = std::mem::take(&mut open.boxes);
        open.rows.flow().append(boxes);
        open.begun = false;
    }

    fn end_cell(&mut self, depth: usize) {
        self.flush();
        if self.group.destination != Destination::Text {
            return;
        }
        let open = self.story();
        let boxes = std::mem::take(&mut open.boxes);
        open.rows.set_depth(depth);
        if boxes.has_text() {
            open.rows.flow().push(Piece::Paragraph { heading: None });
            open.rows.flow().append(boxes);
        }
        open.rows.end_cell();
        open.begun = false;
    }

    fn end_row(&mut self, inner: bool) {
        self.flush();
        let edges = self.edges[usize::from(inner)].clone();
        let open = self.story();
        let depth = if inner { open.paragraph.depth.max(2) } else { 1 };
        open.rows.set_depth(depth);
        open.rows.end_row(&edges);
        open.begun = false;
    }

    /// The group holds a story of its own.
    fn begin_story(&mut self, kind: Kind) {
        if self.group.destination == Destination::Nothing || self.stories.len() > MAX_STORIES {
            self.group.destination = Destination::Nothing;
            return;
        }
        self.flush();
        self.group.destination = Destination::Text;
        self.group.story = Some(kind);
        self.stories.push(Open::default());
    }
}
