//! Fonts: how a string of bytes is cut into codes, what each means and how wide it is.
//!
//! Meanings come from the file alone: its ToUnicode map, the encoding, the names and tables of the embedded font.

mod encoding;
mod program;
mod style;
mod to_unicode;
mod widths;

use super::stream;
use encoding::{Base, Encoding};
use hayro_font::hayro_cmap::{CMap, CMapName, load_embedded};
use hayro_syntax::object::dict::keys::{
    ASCENT, BASE_FONT, DESCENDANT_FONTS, DESCENT, ENCODING, FONT_BBOX, FONT_DESC, FONT_MATRIX, SUBTYPE,
    TO_UNICODE, TYPE0, TYPE3,
};
use hayro_syntax::object::{Array, Dict, Name, ObjRef, Object, Stream};
use hayro_syntax::xref::XRef;
use program::Program;
use rustc_hash::FxHashMap;
use to_unicode::ToUnicode;
use widths::Widths;

/// What a glyph stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Letters {
    One(char),
    /// Index into [`Font::strings`].
    Several(u32),
    /// White space, which is no piece of its own.
    Space,
    /// Nothing that is seen.
    Nothing,
}

#[derive(Debug, Clone, Copy)]
pub(super) struct Glyph {
    pub letters: Letters,
    /// Advance in units of the letters' size; downwards for vertical fonts.
    pub advance: f32,
}

/// A code of a string, and its bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Code {
    pub value: u32,
    pub length: usize,
}

/// All fonts of a document, read once each.
#[derive(Default)]
pub(super) struct Fonts<'a> {
    fonts: Vec<Font<'a>>,
    known: FxHashMap<Key, usize>,
    /// Names of fonts without the letters of a subset.
    pub names: Vec<String>,
}

#[derive(Debug, PartialEq, Eq, Hash)]
enum Key {
    Object(u32, i32),
    /// Where the dictionary lies in memory.
    Inline(usize),
}

fn key_of(reference: ObjRef) -> Key {
    Key::Object(reference.obj_number, reference.gen_number)
}

impl<'a> Fonts<'a> {
    /// The index of a font of the resources. One that the file lacks is a font of which nothing is known: its text is
    /// not lost without a trace.
    pub fn find(&mut self, resources: &Dict<'a>, name: &Name<'_>) -> usize {
        if let Some(reference) = resources.get_ref(name) {
            return self.load(key_of(reference), || resources.get::<Dict<'a>>(name));
        }
        let dict = resources.get::<Dict<'a>>(name);
        let place = dict.as_ref().map_or(0, |dict| dict.data().as_ptr() as usize);
        self.load(Key::Inline(place), || dict)
    }

    /// The index of a font that is an object of its own.
    pub fn object(&mut self, reference: ObjRef, xref: &'a XRef) -> usize {
        self.load(key_of(reference), || xref.get::<Dict<'a>>(reference.into()))
    }

    fn load(&mut self, key: Key, dict: impl FnOnce() -> Option<Dict<'a>>) -> usize {
        if let Some(&index) = self.known.get(&key) {
            return index;
        }
        self.fonts.push(Font::new(dict().unwrap_or_default(), &mut self.names));
        self.known.insert(key, self.fonts.len() - 1);
        self.fonts.len() - 1
    }

    pub fn get(&mut self, index: usize) -> Option<&mut Font<'a>> {
        self.fonts.get_mut(index)
    }
}

#[derive(Debug)]
enum Codes {
    /// One byte each.
    Single,
    /// Two bytes each, which are the identifiers themselves.
    Identity,
    Map(Box<CMap>),
}

/// Glyphs of 256 codes with the same high byte.
type Plane = Box<[Option<Glyph>; 256]>;

pub(super) struct Font<'a> {
    /// Index into the names of fonts.
    pub name: u16,
    pub bold: bool,
    pub italic: bool,
    pub vertical: bool,
    /// Height of the letters above and below the baseline, in units of their size.
    pub ascent: f32,
    pub descent: f32,
    pub strings: Vec<String>,
    codes: Codes,
    planes: Vec<Option<Plane>>,
    widths: Widths,
    /// Units of widths, in units of the letters' size.
    unit: f32,
    to_unicode: ToUnicode,
    /// ToUnicode says that codes are Unicode.
    is_unicode: bool,
    encoding: Option<Encoding>,
    program: Program<'a>,
    /// Draws signs instead of letters.
    signs: bool,
    space: Option<f32>,
}

impl<'a> Font<'a> {
    fn new(dict: Dict<'a>, names: &mut Vec<String>) -> Self {
        let subtype = dict.get::<Name<'_>>(SUBTYPE);
        let is_composite = subtype.as_deref() == Some(TYPE0);
        let is_type3 = subtype.as_deref() == Some(TYPE3);
        let descendant = if is_composite {
            dict.get::<Array<'a>>(DESCENDANT_FONTS).and_then(|fonts| fonts.iter::<Dict<'a>>().next())
        } else {
            None
        };
        let inner = descendant.clone().unwrap_or_else(|| dict.clone());
        let descriptor = inner.get::<Dict<'a>>(FONT_DESC).unwrap_or_default();
        let name = name_of(&dict).or_else(|| name_of(&inner)).unwrap_or_default();
        let (bold, italic) = style::weight_and_slant(&name, &descriptor);
        let codes = if is_composite { codes(&dict) } else { Codes::Single };
        let vertical = is_composite && is_vertical(&dict, &codes);
        let (ascent, descent) = heights(&dict, &descriptor, is_type3);
        let matrix = dict.get::<[f32; 6]>(FONT_MATRIX).filter(|_| is_type3);
        let to_unicode = dict.get::<Stream<'a>>(TO_UNICODE).and_then(|map| stream::decoded(&map));
        Font {
            name: index_of(style::base_name(&name), names),
            bold,
            italic,
            vertical,
            ascent,
            descent,
            strings: Vec::new(),
            codes,
            planes: Vec::new(),
            widths: match &descendant {
                Some(descendant) => Widths::composite(descendant),
                None => Widths::simple(&dict, if is_type3 { &dict } else { &descriptor }),
            },
            unit: matrix.map_or(0.001, |matrix| matrix[0].abs()),
            to_unicode: to_unicode.map(|map| ToUnicode::parse(&map)).unwrap_or_default(),
            is_unicode: dict.get::<Name<'_>>(TO_UNICODE).is_some_and(|name| name.starts_with(b"Identity-")),
            encoding: (!is_composite).then(|| Encoding::new(&dict)),
            program: Program::new(dict, descendant, descriptor),
            signs: style::draws_signs(style::base_name(&name)),
            space: None,
        }
    }

    /// The code that begins here.
    pub fn code(&self, bytes: &[u8]) -> Code {
        match &self.codes {
            Codes::Single => Code { value: u32::from(bytes.first().copied().unwrap_or(0)), length: 1 },
            Codes::Identity => match bytes {
                [high, low, ..] => Code { value: u32::from(*high) << 8 | u32::from(*low), length: 2 },
                // No code that a font has.
                _ => Code { value: 1 << 16, length: 1 },
            },
            Codes::Map(map) => {
                let mut value = 0;
                for (at, &byte) in bytes.iter().take(4).enumerate() {
                    value = value << 8 | u32::from(byte);
                    if map.lookup_cid_code(value, at as u8 + 1).is_some() {
                        return Code { value, length: at + 1 };
                    }
                }
                let length = bytes.len().min(2);
                Code {
                    value: bytes[..length].iter().fold(0, |all, &byte| all << 8 | u32::from(byte)),
                    length,
                }
            }
        }
    }

    pub fn glyph(&mut self, code: Code) -> Glyph {
        let (plane, cell) = ((code.value >> 8) as usize, (code.value & 0xFF) as usize);
        if let Some(Some(plane)) = self.planes.get(plane)
            && let Some(glyph) = plane[cell]
        {
            return glyph;
        }
        let glyph = self.resolve(code);
        if plane < 256 {
            if self.planes.len() <= plane {
                self.planes.resize_with(plane + 1, || None);
            }
            self.planes[plane].get_or_insert_with(|| Box::new([None; 256]))[cell] = Some(glyph);
        }
        glyph
    }

    /// The width of a space, in units of the letters' size.
    pub fn space(&mut self) -> f32 {
        if let Some(space) = self.space {
            return space;
        }
        let stated = match self.codes {
            Codes::Single => self.widths.of(32).map(|width| width * self.unit),
            _ => None,
        };
        let space = stated.filter(|width| (0.1..1.0).contains(width)).unwrap_or(0.25);
        self.space = Some(space);
        space
    }

    fn resolve(&mut self, code: Code) -> Glyph {
        let identifier = match &self.codes {
            Codes::Map(map) => map.lookup_cid_code(code.value, code.length as u8).unwrap_or(0),
            _ => code.value,
        };
        let width = self.widths.of(identifier).or_else(|| self.program.width(code.value)).unwrap_or(UNKNOWN);
        // In vertical fonts each letter takes its own height.
        let advance = if self.vertical { -1.0 } else { width * self.unit };
        let mut text = String::new();
        if !self.meaning(code.value, identifier, &mut text) {
            text.clear();
        }
        Glyph { letters: self.letters(text), advance }
    }

    /// Whether the file says what the code means.
    fn meaning(&mut self, code: u32, identifier: u32, out: &mut String) -> bool {
        let known = self.stated(code, identifier, out);
        // Fonts of signs have their glyphs behind U+F000; programs write them down as though they were letters.
        if known
            && self.signs
            && let [letter @ 0x21..=0xFF] = out.chars().map(u32::from).collect::<Vec<_>>()[..]
            && let Some(sign) = char::from_u32(0xF000 + letter)
        {
            out.clear();
            out.push(sign);
        }
        known
    }

    /// The same, in letters.
    fn stated(&mut self, code: u32, identifier: u32, out: &mut String) -> bool {
        if self.to_unicode.lookup(code, out) && !is_control(out) {
            return true;
        }
        out.clear();
        if self.is_unicode
            && let Some(letter) = char::from_u32(code).filter(|letter| !letter.is_control())
        {
            out.push(letter);
            return true;
        }
        if let (Some(encoding), Ok(code)) = (&self.encoding, u8::try_from(code))
            && encoding.base == Base::WinAnsi
            && !encoding.differs(code)
            && let Some(letter) = encoding::win_ansi(code)
        {
            out.push(letter);
            return true;
        }
        self.program.meaning(code, identifier, out) && !is_control(out)
    }

    fn letters(&mut self, text: String) -> Letters {
        let mut letters = text.chars();
        match (letters.next(), letters.next()) {
            (None, _) => Letters::One('\u{FFFD}'),
            _ if text.chars().all(|letter| letter.is_whitespace()) => Letters::Space,
            (Some('\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}'), None) => Letters::Nothing,
            (Some(letter), None) if !('\u{FB00}'..='\u{FB04}').contains(&letter) => Letters::One(letter),
            (Some(letter), None) => self.several(ligature(letter)),
            _ => self.several(&text),
        }
    }

    fn several(&mut self, text: &str) -> Letters {
        self.strings.push(text.to_owned());
        Letters::Several(self.strings.len() as u32 - 1)
    }
}

/// The letters that one glyph draws together.
fn ligature(letter: char) -> &'static str {
    match letter {
        '\u{FB00}' => "ff",
        '\u{FB01}' => "fi",
        '\u{FB02}' => "fl",
        '\u{FB03}' => "ffi",
        _ => "ffl",
    }
}

/// The width of glyphs of which nothing is known, in thousandths.
const UNKNOWN: f32 = 500.0;

/// Control characters mean nothing; those of the upper half are letters of old encodings.
fn is_control(text: &str) -> bool {
    text.chars().all(|letter| letter < ' ' && !letter.is_whitespace())
}

fn index_of(name: &str, names: &mut Vec<String>) -> u16 {
    let known = names.iter().position(|known| known == name).unwrap_or_else(|| {
        names.push(name.to_owned());
        names.len() - 1
    });
    u16::try_from(known).unwrap_or(u16::MAX)
}

fn name_of(font: &Dict<'_>) -> Option<String> {
    let name = font.get::<Name<'_>>(BASE_FONT)?;
    let text = match std::str::from_utf8(&name) {
        Ok(text) => text.to_owned(),
        Err(_) => name.iter().map(|&byte| char::from(byte)).collect(),
    };
    Some(text).filter(|name| !name.is_empty())
}

fn codes(font: &Dict<'_>) -> Codes {
    let map = match font.get::<Object<'_>>(ENCODING) {
        Some(Object::Name(name)) => match CMapName::from_bytes(&name) {
            CMapName::IdentityH | CMapName::IdentityV => None,
            name => load_embedded(name).and_then(|data| CMap::parse(data, load_embedded)),
        },
        Some(Object::Stream(map)) => stream::decoded(&map).and_then(|data| CMap::parse(&data, load_embedded)),
        _ => None,
    };
    map.map_or(Codes::Identity, |map| Codes::Map(Box::new(map)))
}

fn is_vertical(font: &Dict<'_>, codes: &Codes) -> bool {
    use hayro_font::hayro_cmap::WritingMode::Vertical;
    match codes {
        Codes::Map(map) => map.metadata().writing_mode == Some(Vertical),
        _ => font.get::<Name<'_>>(ENCODING).is_some_and(|name| name.ends_with(b"-V")),
    }
}

/// How far letters reach above and below the baseline, where that is believable.
fn heights(font: &Dict<'_>, descriptor: &Dict<'_>, is_type3: bool) -> (f32, f32) {
    const USUAL: (f32, f32) = (0.89, -0.22);
    if is_type3 {
        let scale = font.get::<[f32; 6]>(FONT_MATRIX).map_or(0.001, |matrix| matrix[3]);
        let bbox = font.get::<[f32; 4]>(FONT_BBOX).unwrap_or_default();
        let (low, high) = (bbox[1] * scale, bbox[3] * scale);
        return if high - low > 0.3 && high - low < 3.0 { (high, low) } else { USUAL };
    }
    let ascent = descriptor.get::<f32>(ASCENT).unwrap_or(0.0) / 1000.0;
    let descent = descriptor.get::<f32>(DESCENT).unwrap_or(0.0) / 1000.0;
    (
        if (0.5..1.3).contains(&ascent) { ascent } else { USUAL.0 },
        if (-0.6..-0.05).contains(&descent) { descent } else { USUAL.1 },
    )
}
