//! The elements of `content.xml` as pieces of a flow (OpenDocument 1.3, part 3, 5 to 9).

use super::super::flow::{Flow, Fonts, Note, Piece, Place, Remarks};
use super::super::grid::COLUMN;
use super::super::symbols::{is_legacy_font, is_symbol_font, shown_text};
use super::super::xml::{Space, Tag, Visitor};
use super::lists::Lists;
use super::styles::{Family, Props, Styles};

/// Text that stands apart deeper than this inside other such text is passed over.
const MAX_FRAMES: usize = 8;

/// An element that is open and does something at its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Within {
    Other,
    /// Definitions of styles.
    Definitions,
    /// A paragraph, and whether it opened a text box of its own.
    Paragraph {
        boxed: bool,
    },
    Span,
    List,
    Item,
    Table,
    HeadRows,
    Cell,
    Box,
    Note,
}

#[derive(Debug, Default)]
struct Paragraph {
    /// How its text is set, and that of each span that is open.
    looks: Vec<Props>,
    heading: Option<u8>,
    /// White space before the next letter does not count.
    spaced: bool,
}

/// The story itself, a text box, a note.
#[derive(Debug, Default)]
struct Frame {
    flow: Flow,
    /// Text boxes of the open paragraph: they follow it.
    boxes: Flow,
    paragraph: Option<Paragraph>,
    lists: Lists,
    /// For each table that is open the next column, and whether its rows are heads.
    tables: Vec<(i32, bool)>,
}

pub(super) struct Body {
    pub styles: Styles,
    pub fonts: Fonts,
    pub notes: Vec<Note>,
    pub remarks: Remarks,
    frames: Vec<Frame>,
    open: Vec<Within>,
    skipping: usize,
    /// The styles of the page are read, not the text: automatic ones are not for it.
    common: bool,
    own_mark: bool,
}

impl Body {
    pub fn new() -> Self {
        Body {
            styles: Styles::default(),
            fonts: Fonts::default(),
            notes: Vec::new(),
            remarks: Remarks::default(),
            frames: vec![Frame::default()],
            open: Vec::new(),
            skipping: 0,
            common: true,
            own_mark: false,
        }
    }

    /// What comes next is the content, no longer the common styles.
    pub fn begin_content(&mut self) {
        self.common = false;
        self.open.clear();
        self.skipping = 0;
    }

    pub fn finish(&mut self) -> Flow {
        let mut frame = self.frames.drain(..).next().unwrap_or_default();
        frame.flow.append(frame.boxes);
        frame.flow
    }

    fn frame(&mut self) -> &mut Frame {
        if self.frames.is_empty() {
            self.frames.push(Frame::default());
        }
        let last = self.frames.len() - 1;
        &mut self.frames[last]
    }

    fn begin_paragraph(&mut self, tag: &Tag) {
        let style = tag.get("style-name").unwrap_or_default();
        let resolved = self.styles.resolve(Family::Paragraph, &style);
        let heading = (tag.name == "h").then(|| tag.number("outline-level").unwrap_or(1u8).max(1));
        let is_listed = tag.get("is-list-header").is_none_or(|header| header != "true");
        let Body { frames, styles, fonts, .. } = self;
        let Some(frame) = frames.last_mut() else { return };
        if resolved.begins_page && frame.tables.is_empty() {
            frame.flow.push(Piece::Page);
        }
        let label = match heading {
            _ if frame.lists.is_open() => frame.lists.label(styles),
            Some(level) if is_listed => frame.lists.heading(usize::from(level) - 1, styles),
            _ => None,
        };
        if let Some((text, level)) = label.filter(|(text, _)| !text.is_empty()) {
            let mut look = level.look.over(resolved.text.look());
            let font = fonts.name(look.font);
            let shown = shown_text(&text, font);
            if is_symbol_font(font) {
                look.font = None;
            }
            frame.flow.run(&shown, look);
            if !shown.ends_with(' ') {
                frame.flow.run(" ", look);
            }
        }
        let heading = heading.filter(|&level| level <= 6);
        frame.paragraph = Some(Paragraph { looks: vec![resolved.text], heading, spaced: true });
    }

    fn end_paragraph(&mut self) {
        let frame = self.frame();
        let Some(paragraph) = frame.paragraph.take() else { return };
        frame.flow.push(Piece::Paragraph { heading: paragraph.heading });
        let boxes = std::mem::take(&mut frame.boxes);
        frame.flow.append(boxes);
    }

    fn begin_span(&mut self, tag: &Tag) {
        let style = tag.get("style-name").unwrap_or_default();
        let own = self.styles.resolve(Family::Text, &style).text;
        if let Some(paragraph) = &mut self.frame().paragraph {
            let base = paragraph.looks.last().copied().unwrap_or_default();
            // Deep spans say no more than those around them.
            if paragraph.looks.len() < 1000 {
                paragraph.looks.push(own.over(base));
            } else {
                paragraph.looks.push(base);
            }
        }
    }

    /// Writes text as it is.
    fn write(&mut self, text: &str) {
        let Body { frames, fonts, remarks, .. } = self;
        let Some(frame) = frames.last_mut() else { return };
        let Some(props) = frame.paragraph.as_ref().and_then(|paragraph| paragraph.looks.last()).copied()
        else {
            return;
        };
        if props.hidden == Some(true) {
            remarks.hidden += 1;
            return;
        }
        let mut look = props.look();
        let font = fonts.name(look.font);
        if is_symbol_font(font) {
            look.font = None;
        }
        let shown = shown_text(text, font);
        if props.capitals == Some(true) && !is_legacy_font(font) {
            frame.flow.run(&shown.to_uppercase(), look);
        } else {
            frame.flow.run(&shown, look);
        }
    }

    /// Writes text with its white space folded (OpenDocument 1.3, part 3, 6.1.2).
    fn folded(&mut self, text: &str) {
        let Some(paragraph) = self.frame().paragraph.as_mut() else { return };
        let mut folded = String::with_capacity(text.len());
        for letter in text.chars() {
            if matches!(letter, ' ' | '\t' | '\n' | '\r') {
                if !paragraph.spaced {
                    folded.push(' ');
                }
                paragraph.spaced = true;
            } else {
                folded.push(letter);
                paragraph.spaced = false;
            }
        }
        if !folded.is_empty() {
            self.write(&folded);
        }
    }

    /// Writes a character that is no white space to be folded.
    fn character(&mut self, text: &str) {
        if let Some(paragraph) = self.frame().paragraph.as_mut() {
            paragraph.spaced = false;
        }
        self.write(text);
    }

    fn cell(&mut self, tag: &Tag) -> bool {
        let count = |name: &str| tag.number(name).unwrap_or(1i32).clamp(1, 1000);
        let columns = count("number-columns-spanned");
        let rows = count("number-rows-spanned");
        let repeated = count("number-columns-repeated");
        let covered = tag.name == "covered-table-cell";
        let frame = self.frame();
        let Some((column, _)) = frame.tables.last_mut() else { return false };
        let left = *column;
        *column = left.saturating_add(repeated);
        if covered {
            return false;
        }
        let place = Place {
            left: left.saturating_mul(COLUMN),
            right: left.saturating_add(columns).saturating_mul(COLUMN),
            rows: rows as u16,
            continues: false,
        };
        frame.flow.push(Piece::Cell(place));
        true
    }

    fn push_frame(&mut self) -> bool {
        if self.frames.len() > MAX_FRAMES {
            return false;
        }
        self.frames.push(Frame::default());
        true
    }

    fn pop_frame(&mut self) -> Flow {
        if self.frames.len() < 2 {
            return Flow::default();
        }
        let frame = self.frames.pop().unwrap_or_default();
        let mut flow = frame.flow;
        flow.append(frame.boxes);
        flow
    }

    fn end_box(&mut self) {
        let flow = self.pop_frame();
        let frame = self.frame();
        if frame.paragraph.is_some() {
            frame.boxes.append(flow);
        } else {
            frame.flow.append(flow);
        }
    }

    /// What an element is; `None` to pass over it.
    fn element(&mut self, tag: &Tag) -> Option<Within> {
        Some(match (tag.space, tag.name) {
            (Space::Office, "automatic-styles") if self.common => return None,
            (Space::Office, "styles" | "automatic-styles" | "font-face-decls") => Within::Definitions,
            (Space::Office, "master-styles" | "annotation" | "forms" | "scripts" | "meta" | "settings") => {
                return None;
            }
            (Space::Text, "tracked-changes" | "table-of-content-source") => {
                self.remarks.changes += usize::from(tag.name == "tracked-changes");
                return None;
            }
            (
                Space::Text,
                "page-number"
                | "page-count"
                | "note-citation"
                | "number"
                | "ruby-text"
                | "placeholder"
                | "hidden-text"
                | "script"
                | "page-continuation"
                | "index-title-template",
            ) => {
                self.own_mark |= tag.name == "note-citation" && tag.get("label").is_some();
                return None;
            }
            (Space::Text, "section") if tag.get("display").is_some_and(|display| display == "none") => {
                self.remarks.hidden += 1;
                return None;
            }
            (Space::Text, "hidden-paragraph") => return None,
            (Space::Text, "p" | "h") => {
                let boxed = self.frame().paragraph.is_some();
                if boxed && !self.push_frame() {
                    return None;
                }
                self.begin_paragraph(tag);
                Within::Paragraph { boxed }
            }
            (Space::Text, "span") => {
                self.begin_span(tag);
                Within::Span
            }
            (Space::Text, "s") => {
                let count = tag.number("c").unwrap_or(1usize).min(1000);
                self.character(&" ".repeat(count));
                Within::Other
            }
            (Space::Text, "tab") => {
                self.character("\t");
                Within::Other
            }
            (Space::Text, "line-break") => {
                let frame = self.frame();
                if let Some(paragraph) = &mut frame.paragraph {
                    paragraph.spaced = true;
                    frame.flow.push(Piece::Line);
                }
                Within::Other
            }
            (Space::Text, "soft-page-break") => {
                self.frame().flow.push(Piece::Turn);
                Within::Other
            }
            (Space::Text, "list") => {
                self.frame().lists.begin(tag);
                Within::List
            }
            (Space::Text, "list-item" | "list-header") => {
                self.frame().lists.begin_item(tag);
                Within::Item
            }
            (Space::Text, "note") => {
                self.own_mark = false;
                Within::Other
            }
            (Space::Text, "note-body") if self.push_frame() => Within::Note,
            (Space::Text, "note-body") => return None,
            (Space::Table, "table") => {
                let frame = self.frame();
                frame.tables.push((0, false));
                frame.flow.push(Piece::Table);
                Within::Table
            }
            (Space::Table, "table-header-rows") => {
                if let Some((_, head)) = self.frame().tables.last_mut() {
                    *head = true;
                }
                Within::HeadRows
            }
            (Space::Table, "table-row") => {
                let frame = self.frame();
                if let Some((column, head)) = frame.tables.last_mut() {
                    *column = 0;
                    let head = *head;
                    frame.flow.push(Piece::Row { head });
                }
                Within::Other
            }
            (Space::Table, "table-cell" | "covered-table-cell") if self.cell(tag) => Within::Cell,
            (Space::Table, "table-cell" | "covered-table-cell") => return None,
            (Space::Draw, "text-box") if self.push_frame() => Within::Box,
            (Space::Draw, "text-box") => return None,
            (_, "title" | "desc") if tag.space == Space::Other => return None,
            _ => Within::Other,
        })
    }
}

impl Visitor for Body {
    fn start(&mut self, tag: &Tag<'_>) {
        if self.skipping > 0 {
            self.skipping += 1;
            return;
        }
        if self.open.contains(&Within::Definitions) {
            let Body { styles, fonts, .. } = self;
            styles.start(tag, fonts);
            self.open.push(Within::Other);
            return;
        }
        match self.element(tag) {
            Some(within) => self.open.push(within),
            None => self.skipping = 1,
        }
    }

    fn end(&mut self, space: Space, name: &str) {
        if self.skipping > 0 {
            self.skipping -= 1;
            return;
        }
        let within = self.open.pop();
        if self.open.contains(&Within::Definitions) {
            return self.styles.end(space, name);
        }
        match within {
            Some(Within::Paragraph { boxed }) => {
                self.end_paragraph();
                if boxed {
                    self.end_box();
                }
            }
            Some(Within::Span) => {
                if let Some(paragraph) =
                    self.frame().paragraph.as_mut().filter(|paragraph| paragraph.looks.len() > 1)
                {
                    paragraph.looks.pop();
                }
            }
            Some(Within::List) => self.frame().lists.end(),
            Some(Within::HeadRows) => {
                if let Some((_, head)) = self.frame().tables.last_mut() {
                    *head = false;
                }
            }
            Some(Within::Cell) => self.frame().flow.push(Piece::EndCell),
            Some(Within::Table) => {
                let frame = self.frame();
                frame.tables.pop();
                frame.flow.push(Piece::EndTable);
            }
            Some(Within::Box) => self.end_box(),
            Some(Within::Note) => {
                let flow = self.pop_frame();
                let index = self.notes.len() as u32;
                self.notes.push(Note { flow, own_mark: false });
                let own_mark = std::mem::take(&mut self.own_mark);
                if let Some(note) = self.notes.last_mut() {
                    note.own_mark = own_mark;
                }
                self.frame().flow.push(Piece::Note(index));
            }
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        if self.skipping == 0 {
            self.folded(text);
        }
    }
}
