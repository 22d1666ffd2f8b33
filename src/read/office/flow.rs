//! What a reader of an office format hands to the writer: text with its looks, and the marks between.

/// How a run of text is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Look {
    pub bold: bool,
    pub italic: bool,
    pub superscript: bool,
    /// Index into the names of fonts of the document.
    pub font: Option<u16>,
    /// In tenths of a point.
    pub size: Option<u16>,
}

/// One step of a flow. The text of all runs stands in [`Flow::text`], one behind the other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Piece {
    /// So many bytes of text.
    Run {
        len: u32,
        look: Look,
    },
    /// A line ends, the paragraph goes on.
    Line,
    /// The end of a paragraph, with its level in the outline from 1.
    Paragraph {
        heading: Option<u8>,
    },
    /// The mark of the note with this index.
    Note(u32),
    /// A page ends where the author ended it.
    Page,
    /// A page ended here when the document was last laid out.
    Turn,
    Table,
    Row {
        head: bool,
    },
    Cell(Place),
    EndCell,
    EndTable,
}

/// Where a cell stands in its row: borders in any unit, the same for all rows of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Place {
    pub left: i32,
    pub right: i32,
    /// How many rows it covers, where the format says so.
    pub rows: u16,
    /// It belongs to the cell above it.
    pub continues: bool,
}

/// Pieces in reading order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Flow {
    pub text: String,
    pub pieces: Vec<Piece>,
}

impl Flow {
    pub fn run(&mut self, text: &str, look: Look) {
        if text.is_empty() {
            return;
        }
        self.text.push_str(text);
        match self.pieces.last_mut() {
            Some(Piece::Run { len, look: last }) if *last == look => *len += text.len() as u32,
            _ => self.pieces.push(Piece::Run { len: text.len() as u32, look }),
        }
    }

    pub fn push(&mut self, piece: Piece) {
        self.pieces.push(piece);
    }

    pub fn append(&mut self, mut other: Flow) {
        self.text.push_str(&other.text);
        self.pieces.append(&mut other.pieces);
    }

    /// Whether there is text that is not white space.
    pub fn has_text(&self) -> bool {
        !self.text.trim().is_empty()
    }
}

/// A note at the foot of a page or behind the text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Note {
    pub flow: Flow,
    /// The author wrote the mark himself, in the text and in the note.
    pub own_mark: bool,
}

/// A whole document, as its reader understood it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Story {
    /// What stands above the first page alone.
    pub head: Flow,
    pub body: Flow,
    /// In the order of their marks.
    pub notes: Vec<Note>,
    /// Names of fonts.
    pub fonts: Vec<String>,
    pub remarks: Remarks,
}

/// What the reader left out or took for granted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Remarks {
    /// Insertions and deletions that were accepted.
    pub changes: usize,
    /// Runs of hidden text.
    pub hidden: usize,
    /// The file ends or breaks before its text does.
    pub damaged: bool,
}

/// Names of fonts, each once.
#[derive(Debug, Default)]
pub(super) struct Fonts {
    names: Vec<String>,
    index: rustc_hash::FxHashMap<String, u16>,
}

impl Fonts {
    /// The index of a name; `None` for no name, and beyond the names that can be counted.
    pub fn of(&mut self, name: &str) -> Option<u16> {
        let name = name.trim();
        if name.is_empty() || name.len() > 200 {
            return None;
        }
        if let Some(&index) = self.index.get(name) {
            return Some(index);
        }
        let index = u16::try_from(self.names.len()).ok().filter(|&index| index < u16::MAX)?;
        self.names.push(name.to_owned());
        self.index.insert(name.to_owned(), index);
        Some(index)
    }

    pub fn name(&self, index: Option<u16>) -> &str {
        index.and_then(|index| self.names.get(usize::from(index))).map_or("", String::as_str)
    }

    pub fn into_names(self) -> Vec<String> {
        self.names
    }
}
