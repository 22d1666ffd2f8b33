//! Groups, destinations and properties as pieces of a flow.

use super::fonts::{Bytes, FontTable};
use super::lexer::{Lexer, Mark};
use crate::read::office::fields::is_dropped;
use crate::read::office::flow::{Flow, Fonts, Look, Note, Piece, Remarks, Story};
use crate::read::office::rows::{CellEdge, RowEdges, Rows};
use crate::read::office::symbols::{is_legacy_font, is_symbol_font, shown_text};

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

    fn is_silent(&self) -> bool {
        self.group.hidden || self.group.deleted
    }

    /// The font of the group may be another now.
    fn refont(&mut self) {
        self.bytes = self.table.bytes_of(self.group.font, &self.fonts);
    }

    fn byte(&mut self, byte: u8) {
        if self.passing > 0 {
            self.passing -= 1;
            return;
        }
        self.half = None;
        match self.group.destination {
            Destination::Text | Destination::Label => {
                let letter = self.table.decode(self.bytes, byte);
                self.letter(letter);
            }
            Destination::FontTable => self.table.name(byte, &mut self.fonts),
            Destination::Instruction => {
                if let Some(instruction) = self.instructions.last_mut().filter(|text| text.len() < 200) {
                    instruction.push(char::from(byte));
                }
            }
            Destination::Nothing | Destination::Shape => {}
        }
    }

    fn letter(&mut self, letter: char) {
        if matches!(self.group.destination, Destination::Text | Destination::Label) {
            self.text.push(letter);
        }
    }

    fn unicode(&mut self, number: i32) {
        self.passing = self.group.fallback;
        let unit = (number & 0xFFFF) as u16;
        let half = self.half.take();
        match (half, unit) {
            (_, 0xD800..=0xDBFF) => self.half = Some(unit),
            (Some(high), 0xDC00..=0xDFFF) => {
                let letter = char::decode_utf16([high, unit]).next().and_then(Result::ok);
                self.letter(letter.unwrap_or('\u{FFFD}'));
            }
            _ => self.letter(char::from_u32(u32::from(unit)).unwrap_or('\u{FFFD}')),
        }
    }

    /// Writes the text of the look that ends here.
    fn flush(&mut self) {
        if self.text.is_empty() {
            return;
        }
        let text = std::mem::take(&mut self.text);
        self.remarks.changes += usize::from(self.group.deleted || self.group.inserted);
        self.remarks.hidden += usize::from(self.group.hidden);
        if self.is_silent() {
            return;
        }
        let name = self.table.name_of(self.group.font);
        let font = self.fonts.name(name);
        let mut look = Look { font: name, ..self.group.look };
        if is_symbol_font(font) {
            look.font = None;
        }
        let shown = shown_text(&text, font);
        let mut shown = if self.group.capitals && !is_legacy_font(font) {
            shown.to_uppercase()
        } else {
            shown.into_owned()
        };
        if self.group.destination == Destination::Label {
            shown = shown.replace('\t', " ");
            // Some programs set a space before the number.
            if !self.story().begun {
                shown.drain(..shown.len() - shown.trim_start().len());
            }
        }
        self.begin().rows.flow().run(&shown, look);
    }

    fn symbol(&mut self, sign: u8) {
        if sign == b'*' {
            self.starred = true;
            return;
        }
        if self.passing > 0 && !matches!(sign, b'\r' | b'\n') {
            self.passing -= 1;
            return;
        }
        match sign {
            b'~' => self.letter('\u{A0}'),
            b'_' => self.letter('-'),
            b'-' => self.letter('\u{AD}'),
            b'\\' | b'{' | b'}' => self.byte(sign),
            b'\r' | b'\n' => self.end_paragraph(),
            b'\t' => self.letter('\t'),
            _ => {}
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

    /// A destination: what the text of the group is. `false` if the word is none.
    fn destination(&mut self, word: &str) -> bool {
        let is_text =
            matches!(self.group.destination, Destination::Text | Destination::Label | Destination::Shape);
        match word {
            "fonttbl" => self.group.destination = Destination::FontTable,
            "footnote" if is_text => {
                let own_mark = !std::mem::take(&mut self.counted);
                self.begin_story(Kind::Note { own_mark });
            }
            "shptxt" | "dptxbxtext" if is_text => self.begin_story(Kind::Box),
            "shpinst" | "do" | "shp" if is_text => self.group.destination = Destination::Shape,
            "listtext" | "pntext" if is_text => self.group.destination = Destination::Label,
            "field" if is_text => {
                self.group.field = true;
                self.instructions.push(String::new());
            }
            "fldinst" if is_text => self.group.destination = Destination::Instruction,
            "fldrslt" => {
                if self.instructions.last().is_some_and(|instruction| is_dropped(instruction)) {
                    self.group.destination = Destination::Nothing;
                }
            }
            "nesttableprops" if is_text => self.group.inner_row = true,
            "colortbl" | "stylesheet" | "info" | "pict" | "objdata" | "header" | "headerl" | "headerr"
            | "headerf" | "footer" | "footerl" | "footerr" | "footerf" | "annotation" | "comment"
            | "nonshppict" | "shprslt" | "nonesttables" | "listtable" | "listoverridetable" | "revtbl"
            | "xe" | "tc" | "bkmkstart" | "bkmkend" | "falt" | "panose" | "ftnsep" | "ftnsepc" | "ftncn"
            | "aftnsep" | "aftnsepc" | "aftncn" | "mmathPict" | "sp" | "filetbl" | "template" | "private"
            | "txe" | "rxe" => {
                self.group.destination = Destination::Nothing;
            }
            _ => return false,
        }
        true
    }

    fn word(&mut self, word: &str, number: Option<i32>) {
        if word == "bin" {
            return self.lexer.pass_over(number.and_then(|count| usize::try_from(count).ok()).unwrap_or(0));
        }
        let starred = std::mem::take(&mut self.starred);
        if word == "u" {
            return self.unicode(number.unwrap_or(0));
        }
        // A control word counts as a letter that stands for the one before.
        if self.passing > 0 && stands_for(word).is_some() {
            self.passing -= 1;
            return;
        }
        if self.group.destination == Destination::FontTable && !matches!(word, "falt" | "panose") {
            return self.table.word(word, number, &mut self.fonts);
        }
        if self.destination(word) {
            return;
        }
        if starred {
            // Destinations that later versions brought and this reader does not know; formulas are text.
            if !matches!(word, "moMath" | "moMathPara") {
                self.group.destination = Destination::Nothing;
            }
            return;
        }
        if let Some(letter) = stands_for(word) {
            return self.letter(letter);
        }
        if self.group.destination == Destination::Nothing {
            return;
        }
        if !self.run_word(word, number) && !self.paragraph_word(word, number) {
            self.row_word(word, number);
        }
    }

    /// Properties of runs.
    fn run_word(&mut self, word: &str, number: Option<i32>) -> bool {
        let on = number != Some(0);
        if !matches!(
            word,
            "plain"
                | "b"
                | "i"
                | "super"
                | "sub"
                | "nosupersub"
                | "up"
                | "dn"
                | "f"
                | "fs"
                | "caps"
                | "scaps"
                | "v"
                | "deleted"
                | "revised"
                | "uc"
                | "deff"
                | "ansicpg"
                | "chftn"
        ) {
            return false;
        }
        self.flush();
        let group = &mut self.group;
        match word {
            "plain" => {
                group.look = Look { size: Some(120), ..Look::default() };
                group.font = self.table.default;
                (group.capitals, group.hidden, group.deleted, group.inserted) = (false, false, false, false);
            }
            "b" => group.look.bold = on,
            "i" => group.look.italic = on,
            "super" => group.look.superscript = on,
            "sub" | "nosupersub" | "dn" => group.look.superscript = false,
            // Half points.
            "up" => group.look.superscript = number.unwrap_or(6) >= 4,
            "f" => group.font = number.unwrap_or(0),
            "fs" => group.look.size = number.and_then(|size| u16::try_from(size.saturating_mul(5)).ok()),
            "caps" | "scaps" => group.capitals = on,
            "v" => group.hidden = on,
            "deleted" => group.deleted = on,
            "revised" => group.inserted = on,
            "uc" => {
                group.fallback = number.and_then(|count| usize::try_from(count).ok()).unwrap_or(1).min(100)
            }
            "deff" => {
                self.table.default = number.unwrap_or(0);
                group.font = self.table.default;
            }
            "ansicpg" => self.table.codepage = number.unwrap_or(1252),
            _ => self.counted = true,
        }
        self.refont();
        true
    }

    /// Properties and ends of paragraphs.
    fn paragraph_word(&mut self, word: &str, number: Option<i32>) -> bool {
        match word {
            "par" => self.end_paragraph(),
            "line" => self.piece(Piece::Line),
            "page" => self.piece(Piece::Page),
            "sect" => {
                self.end_paragraph();
                self.section = self.stories.len() == 1;
            }
            "sbknone" => self.section = false,
            "pard" => {
                self.flush();
                self.story().paragraph = Paragraph::default();
            }
            "intbl" => {
                let paragraph = &mut self.story().paragraph;
                paragraph.depth = paragraph.depth.max(1);
            }
            "itap" => {
                let depth = number.and_then(|depth| usize::try_from(depth).ok()).unwrap_or(0);
                self.story().paragraph.depth = depth;
            }
            "outlinelevel" => {
                self.story().paragraph.outline = number.and_then(|level| u8::try_from(level).ok());
            }
            "pagebb" => self.story().paragraph.begins_page = number != Some(0),
            "cell" => self.end_cell(1),
            "nestcell" => {
                let depth = self.story().paragraph.depth.max(2);
                self.end_cell(depth);
            }
            "row" => self.end_row(false),
            "nestrow" => self.end_row(true),
            _ => return false,
        }
        true
    }

    /// Definitions of rows.
    fn row_word(&mut self, word: &str, number: Option<i32>) {
        let edges = &mut self.edges[usize::from(self.group.inner_row)];
        match word {
            "trowd" => {
                *edges = RowEdges::default();
                self.edge = CellEdge::default();
            }
            "trleft" => edges.left = number.unwrap_or(0),
            "trhdr" => edges.head = true,
            "clmrg" => self.edge.joins_left = true,
            "clvmrg" => self.edge.joins_above = true,
            "cellx" if edges.cells.len() < 512 => {
                self.edge.right = number.unwrap_or(0);
                edges.cells.push(std::mem::take(&mut self.edge));
            }
            _ => {}
        }
    }
}

/// The character that a control word stands for.
fn stands_for(word: &str) -> Option<char> {
    Some(match word {
        "tab" => '\t',
        "emdash" => '—',
        "endash" => '–',
        "lquote" => '‘',
        "rquote" => '’',
        "ldblquote" => '“',
        "rdblquote" => '”',
        "bullet" => '•',
        "emspace" | "enspace" | "qmspace" => ' ',
        _ => return None,
    })
}
