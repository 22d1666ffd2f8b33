//! Changes of properties, each a code and its operand (MS-DOC 2.6).

use super::bytes::{i16_at, i32_at, u8_at, u16_at};
use crate::read::office::flow::Look;
use crate::read::office::rows::{CellEdge, RowEdges};

/// The codes and operands of a list of changes.
pub(super) fn each(changes: &[u8], mut change: impl FnMut(u16, &[u8])) {
    let mut at = 0;
    while let Some(code) = u16_at(changes, at) {
        at += 2;
        let len = match code >> 13 {
            0 | 1 => 1,
            2 | 4 | 5 => 2,
            3 => 4,
            7 => 3,
            _ => match code {
                // The definition of a row counts in two bytes, from one on.
                0xD608 => usize::from(u16_at(changes, at).unwrap_or(0)) + 1,
                0xC615 if u8_at(changes, at) == Some(255) => changes.len() - at,
                _ => usize::from(u8_at(changes, at).unwrap_or(0)) + 1,
            },
        };
        let operand = changes.get(at..(at + len).min(changes.len())).unwrap_or_default();
        change(code, operand);
        at += len;
    }
}

/// How a run is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Run {
    pub bold: bool,
    pub italic: bool,
    pub capitals: bool,
    pub hidden: bool,
    pub deleted: bool,
    pub inserted: bool,
    pub raised: bool,
    /// It is no text but stands for something.
    pub special: bool,
    pub size: Option<u16>,
    /// Indices into the fonts of the file: for ASCII, and for other letters.
    pub ascii: u16,
    pub high: u16,
    /// The style of characters.
    pub style: Option<u16>,
    /// Font and code of a symbol.
    pub symbol: Option<(u16, u16)>,
}

impl Run {
    /// Changes this run; `style` is how its style sets it.
    pub fn change(&mut self, changes: &[u8], style: &Run) {
        each(changes, |code, operand| {
            let first = operand.first().copied().unwrap_or(0);
            // 0x80 is as the style has it, 0x81 the opposite.
            let switch = |of_style: bool| match first {
                0x80 => of_style,
                0x81 => !of_style,
                other => other != 0,
            };
            match code {
                0x0835 => self.bold = switch(style.bold),
                0x0836 => self.italic = switch(style.italic),
                0x083A | 0x083B => self.capitals = switch(style.capitals),
                0x083C => self.hidden = switch(style.hidden),
                0x0800 => self.deleted = first != 0,
                0x0801 => self.inserted = first != 0,
                0x0855 => self.special = first != 0,
                0x2A48 => self.raised = first == 1,
                // Half points.
                0x4845 => self.raised = self.raised || i16_at(operand, 0).is_some_and(|raise| raise >= 4),
                0x4A43 => self.size = u16_at(operand, 0).map(|size| size.saturating_mul(5)),
                0x4A4F => self.ascii = u16_at(operand, 0).unwrap_or(self.ascii),
                0x4A51 => self.high = u16_at(operand, 0).unwrap_or(self.high),
                0x4A30 => self.style = u16_at(operand, 0),
                0x6A09 => self.symbol = u16_at(operand, 0).zip(u16_at(operand, 2)),
                _ => {}
            }
        });
    }

    /// The look of a text, given the fonts of the file as those of the document.
    pub fn look(&self, is_ascii: bool, fonts: &[Option<u16>]) -> Look {
        let font = if is_ascii { self.ascii } else { self.high };
        Look {
            bold: self.bold,
            italic: self.italic,
            superscript: self.raised,
            font: fonts.get(usize::from(font)).copied().flatten(),
            size: self.size,
        }
    }
}

/// How a paragraph is set.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Paragraph {
    pub in_table: bool,
    /// How many tables it stands in, where that is stated.
    pub depth: Option<u32>,
    pub ends_row: bool,
    pub ends_inner_cell: bool,
    pub ends_inner_row: bool,
    pub begins_page: bool,
    /// In the outline, from 0; 9 for body text.
    pub outline: Option<u8>,
    /// Number of the use of a list, from 1; and the level.
    pub list: u16,
    pub level: u8,
    pub row: RowEdges,
}

impl Paragraph {
    pub fn change(&mut self, changes: &[u8], data: &[u8]) {
        self.change_within(changes, data, 0);
    }

    fn change_within(&mut self, changes: &[u8], data: &[u8], depth: usize) {
        each(changes, |code, operand| {
            let first = operand.first().copied().unwrap_or(0);
            match code {
                0x2416 => self.in_table = first != 0,
                0x2417 => self.ends_row = first != 0,
                0x244B => self.ends_inner_cell = first != 0,
                0x244C => self.ends_inner_row = first != 0,
                0x6649 => self.depth = i32_at(operand, 0).and_then(|depth| u32::try_from(depth).ok()),
                0x2407 => self.begins_page = first != 0,
                0x2640 => self.outline = Some(first),
                0x260A => self.level = first,
                0x460B => self.list = u16_at(operand, 0).unwrap_or(0),
                0x3404 => self.row.head = first != 0,
                0xD608 => self.define_row(operand),
                0xD62B => {
                    let (Some(cell), Some(merge)) = (u8_at(operand, 1), u8_at(operand, 2)) else { return };
                    if let Some(cell) = self.row.cells.get_mut(usize::from(cell)) {
                        cell.joins_above = merge & 3 == 1;
                    }
                }
                0x5624 => {
                    let (first, end) = (usize::from(first), usize::from(u8_at(operand, 1).unwrap_or(0)));
                    for cell in self.row.cells.iter_mut().take(end).skip(first + 1) {
                        cell.joins_left = true;
                    }
                }
                // The list was too long for its page and stands in the stream of data.
                0x6645 | 0x6646 if depth == 0 => {
                    let long = i32_at(operand, 0).and_then(|at| usize::try_from(at).ok()).and_then(|at| {
                        let len = usize::from(u16_at(data, at)?);
                        data.get(at + 2..at + 2 + len)
                    });
                    self.change_within(long.unwrap_or_default(), data, depth + 1);
                }
                _ => {}
            }
        });
    }

    /// The operand of sprmTDefTable: borders of the cells, then 20 bytes for each of what it is like.
    fn define_row(&mut self, operand: &[u8]) {
        let count = usize::from(u8_at(operand, 2).unwrap_or(0)).min(64);
        let border = |index: usize| i16_at(operand, 3 + index * 2).map_or(0, i32::from);
        self.row.left = border(0);
        let flags_at = 3 + (count + 1) * 2;
        self.row.cells = (0..count)
            .map(|index| {
                let flags = u16_at(operand, flags_at + index * 20).unwrap_or(0);
                CellEdge {
                    right: border(index + 1),
                    joins_left: flags & 0x0002 != 0,
                    joins_above: flags & 0x0060 == 0x0020,
                }
            })
            .collect();
    }
}
