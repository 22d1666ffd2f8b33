//! Bytes and characters of text, and what they look like.

use super::{Destination, Reader};
use crate::read::office::flow::Look;
use crate::read::office::symbols::{is_legacy_font, is_symbol_font, shown_text};

impl Reader<'_> {
    pub(super) fn is_silent(&self) -> bool {
        self.group.hidden || self.group.deleted
    }

    /// The font of the group may be another now.
    pub(super) fn refont(&mut self) {
        self.bytes = self.table.bytes_of(self.group.font, &self.fonts);
    }

    pub(super) fn byte(&mut self, byte: u8) {
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

    pub(super) fn letter(&mut self, letter: char) {
        if matches!(self.group.destination, Destination::Text | Destination::Label) {
            self.text.push(letter);
        }
    }

    pub(super) fn unicode(&mut self, number: i32) {
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
    pub(super) fn flush(&mut self) {
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

    pub(super) fn symbol(&mut self, sign: u8) {
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
}
