//! Text and what must stand before it.

use super::Body;
use crate::read::office::docx::props::RunProps;
use crate::read::office::flow::{Piece, Place};
use crate::read::office::grid::COLUMN;
use crate::read::office::symbols::{is_legacy_font, is_symbol_font, shown, shown_text};
use crate::read::office::xml::Tag;

impl Body<'_> {
    /// What must stand before the next text: the page, the cell, the label of the paragraph.
    pub(super) fn open_paragraph(&mut self) {
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
    pub(super) fn open_cell(&mut self) {
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
    pub(super) fn settled(&mut self) -> RunProps {
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

    pub(super) fn write(&mut self, text: &str) {
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

    pub(super) fn piece(&mut self, piece: Piece) {
        if !self.frame().fields.hides() {
            self.open_paragraph();
            self.frame().flow.push(piece);
        }
    }

    /// A page ends inside a paragraph: text boxes that came before stand on it.
    pub(super) fn end_page(&mut self) {
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

    pub(super) fn symbol(&mut self, tag: &Tag) {
        let code =
            tag.get("char").and_then(|code| u32::from_str_radix(&code, 16).ok()).and_then(char::from_u32);
        let font = tag.get("font").unwrap_or_default();
        let Some(letter) = code.map(|code| shown(code, &font)) else { return };
        self.write(letter.encode_utf8(&mut [0; 4]));
    }
}
