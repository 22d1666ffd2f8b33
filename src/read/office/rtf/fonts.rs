//! The table of fonts, and the characters of their bytes.

use crate::read::office::codepage::{Upper, charset_of, of_charset, windows_1252};
use crate::read::office::flow::Fonts;
use crate::read::office::symbols::is_legacy_font;
use rustc_hash::FxHashMap;

/// A font of the table.
#[derive(Debug, Clone, Copy, Default)]
struct Font {
    /// The name, among those of the document.
    name: Option<u16>,
    /// Set of characters, where it is stated.
    charset: Option<i32>,
    codepage: Option<i32>,
}

/// The fonts by their numbers.
#[derive(Debug, Default)]
pub(super) struct FontTable {
    fonts: FxHashMap<i32, Font>,
    /// The entry that is read: number, definition, name.
    entry: Option<(i32, Font, Vec<u8>)>,
    pub default: i32,
    /// The code page of the document.
    pub codepage: i32,
    /// The characters of each set that was met.
    sets: Vec<(i32, Upper)>,
}

/// How the bytes of a font are to be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Bytes {
    /// As characters of the set with this index.
    Set(usize),
    /// Codes of pictures.
    Symbols,
}

impl FontTable {
    /// A control word in the table.
    pub fn word(&mut self, word: &str, number: Option<i32>, fonts: &mut Fonts) {
        match (word, &mut self.entry) {
            ("f", _) => {
                self.end_entry(fonts);
                self.entry = Some((number.unwrap_or(0), Font::default(), Vec::new()));
            }
            ("fcharset", Some((_, font, _))) => font.charset = number,
            ("cpg", Some((_, font, _))) => font.codepage = number,
            _ => {}
        }
    }

    /// A byte of a name; a semicolon ends it.
    pub fn name(&mut self, byte: u8, fonts: &mut Fonts) {
        if byte == b';' {
            self.end_entry(fonts);
        } else if let Some((_, _, name)) = &mut self.entry
            && name.len() < 200
        {
            name.push(byte);
        }
    }

    pub fn end_entry(&mut self, fonts: &mut Fonts) {
        if let Some((number, mut font, name)) = self.entry.take() {
            let name: String = name.iter().map(|&byte| windows_1252(byte)).collect();
            font.name = fonts.of(&name);
            self.fonts.insert(number, font);
        }
    }

    pub fn name_of(&self, number: i32) -> Option<u16> {
        self.fonts.get(&number).and_then(|font| font.name)
    }

    /// How bytes in a font are read. Fonts of old encodings have their letters at the codes of Windows-1252, whatever
    /// set they are said to be of.
    pub fn bytes_of(&mut self, number: i32, fonts: &Fonts) -> Bytes {
        let font = self.fonts.get(&number).copied().unwrap_or_default();
        let charset = if is_legacy_font(fonts.name(font.name)) {
            0
        } else {
            match (font.charset, font.codepage) {
                (None | Some(1), Some(codepage)) => charset_of(codepage),
                (None | Some(1), None) => charset_of(self.codepage),
                (Some(charset), _) => charset,
            }
        };
        if charset == 2 {
            return Bytes::Symbols;
        }
        // Files name a handful of sets.
        let known = self.sets.iter().position(|(known, _)| *known == charset);
        Bytes::Set(known.unwrap_or_else(|| {
            if self.sets.len() < 64 {
                self.sets.push((charset, of_charset(charset)));
            }
            self.sets.len() - 1
        }))
    }

    pub fn decode(&self, bytes: Bytes, byte: u8) -> char {
        match (bytes, byte.checked_sub(0x80)) {
            (Bytes::Symbols, _) if byte >= b' ' => {
                char::from_u32(0xF000 + u32::from(byte)).unwrap_or('\u{FFFD}')
            }
            (Bytes::Set(set), Some(upper)) => match self.sets.get(set) {
                Some((_, letters)) => letters[usize::from(upper)],
                None => windows_1252(byte),
            },
            _ => char::from(byte),
        }
    }
}
