//! The lists that Word numbers itself (MS-DOC 2.9.131, 2.9.147, 2.9.150).

use super::bytes::{i32_at, slice, u8_at, u16_at, u32_at, utf16};
use super::fib::Place;
use super::sprm::Run;
use crate::read::office::numbers::{Counters, LEVELS, Level, LevelLook, MAX_TEMPLATE, NumberFormat};
use rustc_hash::{FxHashMap, FxHashSet};

#[derive(Debug, Default)]
struct Use {
    of: i32,
    starts: Vec<(usize, u32)>,
    levels: Vec<(usize, Level)>,
}

#[derive(Debug, Default)]
pub(super) struct Lists {
    levels: FxHashMap<i32, Vec<Level>>,
    uses: Vec<Use>,
    counters: FxHashMap<i32, Counters>,
    begun: FxHashSet<usize>,
}

/// A label and how it is set.
pub(super) struct Label {
    pub text: String,
    pub glued: bool,
    pub look: LevelLook,
}

impl Lists {
    pub fn read(table: &[u8], lists: Place, uses: Place, fonts: &[Option<u16>]) -> Lists {
        let mut all = Lists::default();
        // What breaks off leaves the lists before it.
        let _ = all.read_lists(table, lists, fonts);
        let _ = all.read_uses(slice(table, uses.at, uses.len).unwrap_or_default(), fonts);
        all
    }

    fn read_lists(&mut self, table: &[u8], place: Place, fonts: &[Option<u16>]) -> Option<()> {
        let lists = slice(table, place.at, place.len)?;
        let count = usize::from(u16_at(lists, 0)?);
        // The levels of all lists follow behind the lists.
        let mut at = place.at + place.len;
        for index in 0..count {
            let list = slice(lists, 2 + index * 28, 28)?;
            let simple = u8_at(list, 26)? & 1 == 1;
            let mut levels = Vec::new();
            for index in 0..if simple { 1 } else { 9 } {
                let (level, len) = level(table.get(at..)?, index, fonts)?;
                levels.push(level);
                at += len;
            }
            self.levels.insert(i32_at(list, 0)?, levels);
        }
        Some(())
    }

    fn read_uses(&mut self, bytes: &[u8], fonts: &[Option<u16>]) -> Option<()> {
        let count = (u32_at(bytes, 0)? as usize).min(bytes.len() / 16);
        for index in 0..count {
            let of = i32_at(bytes, 4 + index * 16)?;
            self.uses.push(Use { of, ..Use::default() });
        }
        let mut at = 4 + count * 16;
        for index in 0..count {
            at += 4;
            for _ in 0..u8_at(bytes, 4 + index * 16 + 12)? {
                let start = i32_at(bytes, at)?;
                let flags = u32_at(bytes, at + 4)?;
                at += 8;
                let number = (flags & 0x0F) as usize;
                if flags & 0x20 != 0 {
                    let (level, len) = level(bytes.get(at..)?, number, fonts)?;
                    at += len;
                    self.uses[index].levels.push((number, level));
                } else if flags & 0x10 != 0 {
                    self.uses[index].starts.push((number, u32::try_from(start).unwrap_or(1)));
                }
            }
        }
        Some(())
    }

    /// Counts a paragraph of a list; `list` is the number of the use, from 1.
    pub fn next(&mut self, list: u16, level: u8) -> Option<Label> {
        let index = usize::from(list).checked_sub(1)?;
        let used = self.uses.get(index)?;
        let defined = self.levels.get(&used.of)?;
        let mut own;
        let levels = if used.levels.is_empty() {
            defined
        } else {
            own = defined.clone();
            for (number, level) in &used.levels {
                if let Some(slot) = own.get_mut(*number) {
                    *slot = level.clone();
                }
            }
            &own
        };
        let level = usize::from(level).min(LEVELS - 1).min(levels.len().checked_sub(1)?);
        let counters = self.counters.entry(used.of).or_default();
        if self.begun.insert(index) {
            for (level, start) in &used.starts {
                counters.set(*level, *start);
            }
        }
        counters.next(levels, level);
        let here = &levels[level];
        Some(Label { text: counters.label(levels, level), glued: here.glued, look: here.look })
    }
}

/// A level and the bytes that it takes.
fn level(bytes: &[u8], index: usize, fonts: &[Option<u16>]) -> Option<(Level, usize)> {
    let mut level = Level::plain(index);
    level.start = u32::try_from(i32_at(bytes, 0)?).unwrap_or(1);
    // MS-OSHARED 2.2.1.3.
    level.format = match u8_at(bytes, 4)? {
        1 => NumberFormat::UpperRoman,
        2 => NumberFormat::LowerRoman,
        3 => NumberFormat::UpperLetter,
        4 => NumberFormat::LowerLetter,
        0x16 => NumberFormat::Padded,
        0x17 => NumberFormat::Bullet,
        0xFF => NumberFormat::None,
        _ => NumberFormat::Decimal,
    };
    let flags = u8_at(bytes, 5)?;
    level.legal = flags & 0x04 != 0;
    if flags & 0x08 != 0 {
        level.restarts_below = usize::from(u8_at(bytes, 26)?).checked_sub(1);
    }
    level.glued = u8_at(bytes, 15)? == 2;
    let runs = usize::from(u8_at(bytes, 24)?);
    let paragraphs = usize::from(u8_at(bytes, 25)?);
    let changes = slice(bytes, 28 + paragraphs, runs)?;
    level.look = look(changes, fonts);
    let at = 28 + paragraphs + runs;
    let count = usize::from(u16_at(bytes, at)?);
    let template = utf16(slice(bytes, at + 2, count * 2)?, count);
    for letter in template.chars().take(MAX_TEMPLATE) {
        match letter {
            '\0'..='\u{8}' => {
                level.template.push('%');
                level.template.push(char::from(b'1' + letter as u8));
            }
            letter => level.template.push(letter),
        }
    }
    Some((level, at + 2 + count * 2))
}

/// What changes state of the look of a label: nothing where two different beginnings come to different ends.
fn look(changes: &[u8], fonts: &[Option<u16>]) -> LevelLook {
    let from = |bold: bool, font: u16| {
        let mut run = Run { bold, italic: bold, ascii: font, high: font, ..Run::default() };
        run.change(changes, &run.clone());
        run
    };
    let (one, other) = (from(false, u16::MAX), from(true, u16::MAX));
    let font = if one.high == u16::MAX { one.ascii } else { one.high };
    LevelLook {
        bold: (one.bold == other.bold).then_some(one.bold),
        italic: (one.italic == other.italic).then_some(one.italic),
        font: fonts.get(usize::from(font)).copied().flatten(),
        size: one.size,
    }
}
