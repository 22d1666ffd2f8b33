//! Marked content (ISO 32000-1, 14.6): what its program took for no text of the document, what it hides, and what it says
//! that glyphs mean.

use super::limits;
use hayro_syntax::object::dict::keys::{ACTUAL_TEXT, BASE_STATE, D, OCGS, OCPROPERTIES, OFF, ON, P, TYPE};
use hayro_syntax::object::{Array, Dict, Name, ObjRef, String as PdfString};
use rustc_hash::FxHashSet;

/// Groups of optional content that are switched off (ISO 32000-1, 8.11).
#[derive(Debug, Default)]
pub(super) struct Layers {
    off: FxHashSet<(u32, i32)>,
}

impl Layers {
    pub fn new(catalog: &Dict<'_>) -> Self {
        let mut layers = Layers::default();
        let Some(properties) = catalog.get::<Dict<'_>>(OCPROPERTIES) else { return layers };
        let Some(config) = properties.get::<Dict<'_>>(D) else { return layers };
        let groups = |dict: &Dict<'_>, key: &[u8]| -> Vec<(u32, i32)> {
            let array = dict.get::<Array<'_>>(key);
            let references = array.iter().flat_map(Array::raw_iter).filter_map(|item| item.as_obj_ref());
            references.take(limits::ENTRIES).map(key_of).collect()
        };
        if config.get::<Name<'_>>(BASE_STATE).as_deref() == Some(OFF) {
            layers.off.extend(groups(&properties, OCGS));
            for on in groups(&config, ON) {
                layers.off.remove(&on);
            }
        }
        layers.off.extend(groups(&config, OFF));
        layers
    }

    /// Whether content of a group, or of a membership in several, is switched off. `entry` holds it in `dict`.
    pub fn hide(&self, dict: &Dict<'_>, entry: &[u8]) -> bool {
        if self.off.is_empty() {
            return false;
        }
        let is_off = |reference: ObjRef| self.off.contains(&key_of(reference));
        if dict.get_ref(entry).is_some_and(is_off) {
            return true;
        }
        let Some(group) = dict.get::<Dict<'_>>(entry) else { return false };
        if group.get::<Name<'_>>(TYPE).as_deref() != Some(b"OCMD") {
            return false;
        }
        let members: Vec<bool> = match (group.get_ref(OCGS), group.get::<Array<'_>>(OCGS)) {
            (_, Some(array)) => {
                array.raw_iter().filter_map(|item| item.as_obj_ref()).take(256).map(is_off).collect()
            }
            (Some(one), None) => vec![is_off(one)],
            _ => Vec::new(),
        };
        !members.is_empty()
            && match group.get::<Name<'_>>(P).as_deref() {
                Some(b"AllOn") => members.contains(&true),
                Some(b"AnyOff") => !members.contains(&true),
                Some(b"AllOff") => members.contains(&false),
                _ => !members.contains(&false),
            }
    }
}

fn key_of(reference: ObjRef) -> (u32, i32) {
    (reference.obj_number, reference.gen_number)
}

/// The marked content that is open.
#[derive(Debug, Default)]
pub(super) struct Marks {
    open: Vec<Mark>,
    /// Marks beyond the limit, which are counted only.
    beyond: usize,
    pub artifact: bool,
    pub hidden: bool,
}

#[derive(Debug)]
struct Mark {
    artifact: bool,
    hidden: bool,
    actual: Option<(usize, String)>,
}

impl Marks {
    /// `pieces` is the number of pieces set so far.
    pub fn begin(&mut self, tag: &[u8], actual: Option<String>, hides: bool, pieces: usize) {
        if self.open.len() >= limits::MARKS {
            self.beyond += 1;
            return;
        }
        self.open.push(Mark {
            artifact: self.artifact,
            hidden: self.hidden,
            actual: actual.map(|text| (pieces, text)),
        });
        self.artifact |= tag == b"Artifact";
        self.hidden |= hides;
    }

    /// Ends the innermost; gives the text that its pieces, from an index on, stand for.
    pub fn end(&mut self) -> Option<(usize, String)> {
        if self.beyond > 0 {
            self.beyond -= 1;
            return None;
        }
        let mark = self.open.pop()?;
        (self.artifact, self.hidden) = (mark.artifact, mark.hidden);
        mark.actual
    }

    pub fn depth(&self) -> usize {
        self.open.len() + self.beyond
    }
}

/// The text that a property list says stands in its content.
pub(super) fn actual_text(properties: &Dict<'_>) -> Option<String> {
    let text = properties.get::<PdfString<'_>>(ACTUAL_TEXT)?;
    Some(text_string(&text))
}

/// A text string (ISO 32000-1, 7.9.2.2): UTF-16, UTF-8 or PDFDocEncoding, of which only the part of Latin-1 is read.
fn text_string(bytes: &[u8]) -> String {
    let units = |unit: fn([u8; 2]) -> u16| {
        let units = bytes[2..].chunks_exact(2).take(limits::ENTRIES).map(|pair| unit([pair[0], pair[1]]));
        char::decode_utf16(units).map(|letter| letter.unwrap_or('\u{FFFD}')).collect()
    };
    match bytes {
        [0xFE, 0xFF, ..] => units(u16::from_be_bytes),
        [0xFF, 0xFE, ..] => units(u16::from_le_bytes),
        [0xEF, 0xBB, 0xBF, rest @ ..] => String::from_utf8_lossy(rest).into_owned(),
        _ => bytes.iter().map(|&byte| char::from(byte)).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_hold_for_what_is_inside() {
        let mut marks = Marks::default();
        marks.begin(b"P", None, false, 0);
        marks.begin(b"Artifact", None, false, 0);
        marks.begin(b"Span", Some("fi".to_owned()), true, 7);
        assert!(marks.artifact && marks.hidden);
        assert_eq!(marks.end(), Some((7, "fi".to_owned())));
        assert!(marks.artifact && !marks.hidden);
        marks.end();
        assert!(!marks.artifact);
        assert_eq!((marks.end(), marks.end()), (None, None));
    }

    #[test]
    fn text_strings_are_read_in_their_encodings() {
        for (bytes, expected) in [
            (&b"\xFE\xFF\x1E\xA1"[..], "ạ"),
            (b"\xFF\xFE\xA1\x1E", "ạ"),
            (b"\xEF\xBB\xBF\xE1\xBA\xA1", "ạ"),
            (b"abc", "abc"),
        ] {
            assert_eq!(text_string(bytes), expected);
        }
    }
}
