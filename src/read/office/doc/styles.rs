//! The style sheet and the fonts of the file (MS-DOC 2.9.271, 2.9.286).

use super::bytes::{slice, u8_at, u16_at, utf16};
use super::fib::Place;
use super::sprm::{Paragraph, Run};
use crate::read::office::flow::Fonts;
use rustc_hash::FxHashMap;

#[derive(Debug, Clone, Default)]
struct Style {
    base: Option<u16>,
    paragraph: Vec<u8>,
    run: Vec<u8>,
}

#[derive(Debug, Default)]
pub(super) struct Styles {
    styles: Vec<Style>,
    plain: Run,
    known: FxHashMap<u16, (Run, Paragraph)>,
}

/// Styles are based on each other at most so deep.
const MAX_CHAIN: usize = 40;

impl Styles {
    pub fn read(table: &[u8], place: Place) -> Styles {
        read(slice(table, place.at, place.len).unwrap_or_default()).unwrap_or_default()
    }

    /// The style and those it is based on, the last one first.
    fn chain(&self, style: u16) -> Vec<&Style> {
        let mut chain = Vec::new();
        let mut next = Some(style);
        while let Some(style) = next.and_then(|index| self.styles.get(usize::from(index)))
            && chain.len() < MAX_CHAIN
        {
            chain.push(style);
            next = style.base;
        }
        chain.reverse();
        chain
    }

    /// How a style of paragraphs sets runs and paragraphs.
    pub fn paragraph(&mut self, style: u16) -> (Run, Paragraph) {
        if let Some(known) = self.known.get(&style) {
            return known.clone();
        }
        let mut run = self.plain;
        let mut paragraph = Paragraph::default();
        for style in self.chain(style) {
            run.change(&style.run, &run.clone());
            paragraph.change(&style.paragraph, &[]);
        }
        self.known.insert(style, (run, paragraph.clone()));
        (run, paragraph)
    }

    /// A run with a style of characters over that of its paragraph.
    pub fn character(&self, style: u16, base: &Run) -> Run {
        let mut run = *base;
        for style in self.chain(style) {
            run.change(&style.run, &run.clone());
        }
        run
    }
}

fn read(bytes: &[u8]) -> Option<Styles> {
    let head = usize::from(u16_at(bytes, 0)?);
    let base_len = usize::from(u16_at(bytes, 4)?);
    let plain = Run {
        ascii: u16_at(bytes, 2 + 12).unwrap_or(0),
        high: u16_at(bytes, 2 + 16).unwrap_or(0),
        ..Run::default()
    };
    let mut styles = Styles { plain, ..Styles::default() };
    let mut at = 2 + head;
    while let Some(len) = u16_at(bytes, at) {
        let len = usize::from(len);
        let definition = slice(bytes, at + 2, len).unwrap_or_default();
        styles.styles.push(style(definition, base_len).unwrap_or_default());
        at += 2 + len + len % 2;
        if styles.styles.len() >= 4095 {
            break;
        }
    }
    Some(styles)
}

fn style(bytes: &[u8], base_len: usize) -> Option<Style> {
    let kind = u16_at(bytes, 2)?;
    let parts = u16_at(bytes, 4)? & 0x000F;
    let base = kind >> 4;
    let mut style = Style { base: (base != 0x0FFF).then_some(base), ..Style::default() };
    let name = usize::from(u16_at(bytes, base_len)?);
    let mut at = base_len + 2 + (name + 1) * 2;
    for part in 0..parts {
        at += at % 2;
        let len = usize::from(u16_at(bytes, at)?);
        let changes = slice(bytes, at + 2, len)?;
        match (kind & 0x000F, part) {
            // Of a paragraph: its number, then the changes.
            (1, 0) => style.paragraph = changes.get(2..).unwrap_or_default().to_vec(),
            (1, 1) | (2, 0) => style.run = changes.to_vec(),
            _ => {}
        }
        at += 2 + len;
    }
    Some(style)
}

/// The fonts of the file as those of the document.
pub(super) fn fonts(table: &[u8], place: Place, fonts: &mut Fonts) -> Vec<Option<u16>> {
    let bytes = slice(table, place.at, place.len).unwrap_or_default();
    let mut all = Vec::new();
    let mut at = 4;
    while let Some(len) = u8_at(bytes, at).map(usize::from) {
        let font = slice(bytes, at + 1, len).unwrap_or_default();
        // Family, weight, character set, alternative name, classification and signature come before the name.
        let name = utf16(font.get(39..).unwrap_or_default(), 64);
        all.push(fonts.of(name.split('\0').next().unwrap_or_default()));
        at += 1 + len;
    }
    all
}
