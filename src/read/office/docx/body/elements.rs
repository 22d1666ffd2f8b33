//! What each element means where it stands.

use super::{Body, Frame, MAX_BOXES, Paragraph, Row, Within};
use crate::read::office::docx::props::{RunProps, is_on};
use crate::read::office::fields::is_dropped;
use crate::read::office::flow::Piece;
use crate::read::office::xml::{Space, Tag, Visitor};

impl Body<'_> {
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
