//! The file information block: where everything else stands (MS-DOC 2.5).

use super::bytes::{u16_at, u32_at};

/// A structure in the table stream: its offset and size in bytes.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Place {
    pub at: usize,
    pub len: usize,
}

#[derive(Debug, Clone, Default)]
pub(super) struct Fib {
    /// Word 6 or 95: other structures, text of single bytes.
    pub is_old: bool,
    pub encrypted: bool,
    /// The table stream is 1Table, not 0Table.
    pub second_table: bool,
    /// The text was saved in pieces.
    pub complex: bool,
    /// Where the text begins, in old files.
    pub text_at: usize,
    /// Characters of the main text, then of footnotes, headers, macros, comments, endnotes and text boxes, which follow
    /// each other.
    pub counts: [u32; 7],
    pub styles: Place,
    pub foot_marks: Place,
    pub foot_texts: Place,
    pub runs: Place,
    pub paragraphs: Place,
    pub fonts: Place,
    pub pieces: Place,
    pub shapes: Place,
    pub end_marks: Place,
    pub end_texts: Place,
    pub boxes: Place,
    pub lists: Place,
    pub list_uses: Place,
}

impl Fib {
    /// `None` if the stream begins with no such block.
    pub fn read(word: &[u8]) -> Option<Fib> {
        let ident = u16_at(word, 0)?;
        let version = u16_at(word, 2)?;
        let flags = u16_at(word, 0x0A)?;
        // A5EC since Word 6; earlier A59C and A5DB.
        if !matches!(ident, 0xA5EC | 0xA5DC | 0xA5DB | 0xA697 | 0xA698 | 0xA699) {
            return None;
        }
        let mut fib = Fib {
            is_old: version < 0x69 || ident != 0xA5EC && version < 0xC0,
            encrypted: flags & 0x0100 != 0,
            second_table: flags & 0x0200 != 0,
            complex: flags & 0x0004 != 0,
            text_at: u32_at(word, 0x18)? as usize,
            ..Fib::default()
        };
        if fib.is_old {
            fib.counts[0] = u32_at(word, 0x34)?;
            return Some(fib);
        }
        for (index, count) in fib.counts.iter_mut().enumerate() {
            *count = u32_at(word, 0x4C + index * 4)?;
        }
        let place = |index: usize| {
            let at = 0x9A + index * 8;
            let (Some(offset), Some(len)) = (u32_at(word, at), u32_at(word, at + 4)) else {
                return Place::default();
            };
            Place { at: offset as usize, len: len as usize }
        };
        fib.styles = place(1);
        fib.foot_marks = place(2);
        fib.foot_texts = place(3);
        fib.runs = place(12);
        fib.paragraphs = place(13);
        fib.fonts = place(15);
        fib.pieces = place(33);
        fib.shapes = place(40);
        fib.end_marks = place(46);
        fib.end_texts = place(47);
        fib.boxes = place(56);
        fib.lists = place(73);
        fib.list_uses = place(74);
        Some(fib)
    }

    /// The first character of a story among all: 0 is the main text, 1 footnotes, 5 endnotes, 6 text boxes.
    pub fn story(&self, index: usize) -> usize {
        self.counts[..index].iter().map(|&count| count as usize).sum()
    }
}
