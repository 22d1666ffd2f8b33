//! What the embedded font tells of its glyphs, where the file's own tables say nothing. Read when first needed.

use super::super::{limits, stream};
use hayro_font::hayro_cmap::BfString;
use hayro_font::{Font, FontCache, FontGlyph, FontQuery};
use hayro_syntax::object::dict::keys::{
    CID_TO_GID_MAP, ENCODING, FIRST_CHAR, FLAGS, FONT_FILE, FONT_FILE2, FONT_FILE3, LAST_CHAR, SUBTYPE,
    TO_UNICODE, TRUE_TYPE,
};
use hayro_syntax::object::{Dict, Name, Stream};
use rustc_hash::FxHashMap;
use skrifa::raw::ps::agl;
use skrifa::raw::ps::cff::CffFontRef;
use skrifa::raw::{FontRef, TableProvider};
use skrifa::{GlyphId, GlyphNames, MetadataProvider};
use std::cell::OnceCell;
use std::sync::Arc;

pub(super) struct Program<'a> {
    dict: Dict<'a>,
    /// The font below a composite one.
    descendant: Option<Dict<'a>>,
    descriptor: Dict<'a>,
    simple: OnceCell<Option<Font<'a>>>,
    glyphs: OnceCell<FxHashMap<u32, String>>,
    /// Glyphs of character identifiers, two bytes each, where they differ.
    map: OnceCell<Option<Vec<u8>>>,
}

impl<'a> Program<'a> {
    pub fn new(dict: Dict<'a>, descendant: Option<Dict<'a>>, descriptor: Dict<'a>) -> Self {
        Program {
            dict,
            descendant,
            descriptor,
            simple: OnceCell::new(),
            glyphs: OnceCell::new(),
            map: OnceCell::new(),
        }
    }

    /// The width of a code of a simple font that states none: of a standard font, or of the embedded one. In
    /// thousandths.
    pub fn width(&self, code: u32) -> Option<f32> {
        let font = self.simple().filter(|_| code < 256)?;
        Some(font.code_advance(code).x as f32).filter(|width| width.is_finite())
    }

    /// Appends what a code means, by the names and tables of the font; false where they do not tell.
    pub fn meaning(&self, code: u32, identifier: u32, out: &mut String) -> bool {
        if self.descendant.is_some() {
            return self.glyph_of(identifier).and_then(|glyph| self.glyphs().get(&glyph)).is_some_and(
                |text| {
                    out.push_str(text);
                    true
                },
            );
        }
        let Some(font) = self.simple().filter(|_| code < 256) else { return false };
        let glyph = font.map_code(code);
        // Symbolic TrueType fonts without an encoding: codes number the glyphs, and only the font knows them.
        if self.is_bare_true_type() {
            return self.glyphs().get(&glyph.to_u32()).is_some_and(|text| {
                out.push_str(text);
                true
            });
        }
        let meaning = match font.glyph(glyph, code) {
            FontGlyph::Outline(outline) => outline.as_unicode(),
            FontGlyph::Type3(drawn) => drawn.as_unicode(),
        };
        match meaning {
            Some(BfString::Char(letter)) => out.push(letter),
            Some(BfString::String(text)) => out.push_str(&text),
            None => return false,
        }
        true
    }

    fn is_bare_true_type(&self) -> bool {
        self.dict.get::<Name<'_>>(SUBTYPE).as_deref() == Some(TRUE_TYPE)
            && !self.dict.contains_key(ENCODING)
            && self.descriptor.get::<u32>(FLAGS).is_some_and(|flags| flags & 4 != 0)
            && self.descriptor.contains_key(FONT_FILE2)
    }

    fn simple(&self) -> Option<&Font<'a>> {
        self.simple.get_or_init(|| self.load()).as_ref()
    }

    fn load(&self) -> Option<Font<'a>> {
        // The library makes room for whatever these say.
        let sane = |key: &[u8]| self.dict.get::<i64>(key).is_none_or(|code| (0..=255).contains(&code));
        if self.descendant.is_some() || !sane(FIRST_CHAR) || !sane(LAST_CHAR) {
            return None;
        }
        for (dict, key) in [
            (&self.dict, TO_UNICODE),
            (&self.descriptor, FONT_FILE),
            (&self.descriptor, FONT_FILE2),
            (&self.descriptor, FONT_FILE3),
        ] {
            if let Some(data) = dict.get::<Stream<'a>>(key) {
                stream::decoded(&data)?;
            }
        }
        FontCache::new().font(
            &self.dict,
            &(Arc::new(standard) as _),
            &(Arc::new(hayro_font::hayro_cmap::load_embedded) as _),
        )
    }

    /// The glyph of a character identifier.
    fn glyph_of(&self, identifier: u32) -> Option<u32> {
        let map = self.map.get_or_init(|| {
            let map = self.descendant.as_ref()?.get::<Stream<'a>>(CID_TO_GID_MAP)?;
            Some(stream::decoded(&map)?.into_owned())
        });
        let Some(map) = map else { return Some(identifier) };
        let pair = map.get(identifier as usize * 2..identifier as usize * 2 + 2)?;
        Some(u32::from(u16::from_be_bytes([pair[0], pair[1]])))
    }

    /// What glyphs mean by the tables of the embedded font.
    fn glyphs(&self) -> &FxHashMap<u32, String> {
        self.glyphs.get_or_init(|| {
            let file =
                [FONT_FILE2, FONT_FILE3].into_iter().find_map(|key| self.descriptor.get::<Stream<'a>>(key));
            file.and_then(|file| stream::decoded(&file)).map(|data| meanings(&data)).unwrap_or_default()
        })
    }
}

fn standard(query: &FontQuery) -> Option<(hayro_font::FontData, u32)> {
    match query {
        FontQuery::Standard(font) => Some(font.get_font_data()),
        FontQuery::Fallback(font) => Some(font.pick_standard_font().get_font_data()),
    }
}

/// Glyphs with their meanings: by the character map where there is one for Unicode, else by their names.
fn meanings(data: &[u8]) -> FxHashMap<u32, String> {
    let mut known = FxHashMap::default();
    let mut name = |glyph: GlyphId, name: &str| {
        let text: String = agl::name_to_chars(name).collect();
        if !text.is_empty() {
            known.entry(glyph.to_u32()).or_insert(text);
        }
    };
    if let Ok(font) = FontRef::new(data) {
        for (glyph, of) in GlyphNames::new(&font).iter().take(limits::ENTRIES) {
            if !of.is_synthesized() {
                name(glyph, of.as_str());
            }
        }
        let map = font.charmap();
        if !map.is_symbol() && font.cmap().is_ok() {
            for (letter, glyph) in map.mappings().take(limits::ENTRIES) {
                if let Some(letter) = char::from_u32(letter).filter(|letter| !letter.is_control()) {
                    known.insert(glyph.to_u32(), letter.to_string());
                }
            }
        }
    } else if let Ok(font) = CffFontRef::new(data, 0, None)
        && !font.is_cid()
    {
        for (glyph, id) in font.charset().iter().flat_map(|charset| charset.iter()).take(limits::ENTRIES) {
            if let Some(text) = font.string(id).and_then(|text| std::str::from_utf8(text).ok()) {
                name(glyph, text);
            }
        }
    }
    known
}
