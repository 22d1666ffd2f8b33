//! Word documents up to 2003 (.doc): a compound file with the text in pieces (MS-DOC).
//!
//! ```text
//! compound file -> streams -> Fib -> pieces, properties, styles, lists -> story -> Story
//! ```

mod bytes;
mod fib;
mod fkp;
mod lists;
mod pieces;
mod sprm;
mod story;
mod styles;

use super::flow::{Flow, Fonts, Note, Remarks, Story};
use super::package::Failure;
use cfb::CompoundFile;
use fib::Fib;
use lists::Lists;
use pieces::Pieces;
use std::io::{Cursor, Read};
use story::{Anchors, Document};
use styles::Styles;

/// How compound files begin (MS-CFB 2.2).
pub(super) const MAGIC: &[u8] = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";

/// What a compound file holds.
pub(super) enum Holds {
    /// A Word document.
    Word,
    /// A document of a later Word that needs a password.
    Encrypted,
    Other,
    Damaged,
}

type Container<'b> = CompoundFile<Cursor<&'b [u8]>>;

/// Opens a compound file and tells what it holds.
pub(super) fn open(bytes: &[u8]) -> (Holds, Option<Container<'_>>) {
    let Ok(container) = CompoundFile::open(Cursor::new(bytes)) else {
        // Names stand in the directory as UTF-16.
        let name: Vec<u8> = "WordDocument".bytes().flat_map(|letter| [letter, 0]).collect();
        let is_word = memchr::memmem::find(bytes, &name).is_some();
        return (if is_word { Holds::Damaged } else { Holds::Other }, None);
    };
    let holds = if container.is_stream("/WordDocument") {
        Holds::Word
    } else if container.is_stream("/EncryptedPackage") {
        Holds::Encrypted
    } else {
        Holds::Other
    };
    (holds, Some(container))
}

/// A stream; it cannot be longer than the file.
fn stream(container: &mut Container, name: &str, limit: usize) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    container.open_stream(name).ok()?.take(limit as u64).read_to_end(&mut bytes).ok()?;
    Some(bytes)
}

/// Reads a document.
///
/// # Errors
/// Encrypted; or its text or the table of its pieces is lost.
pub(super) fn read(container: &mut Container, size: usize) -> Result<Story, Failure> {
    let word = stream(container, "/WordDocument", size).ok_or(Failure::Damaged)?;
    let fib = Fib::read(&word).ok_or(Failure::Damaged)?;
    if fib.encrypted {
        return Err(Failure::Encrypted);
    }
    if fib.is_old {
        return old(&word, &fib);
    }
    let (first, other) = if fib.second_table { ("/1Table", "/0Table") } else { ("/0Table", "/1Table") };
    let table =
        stream(container, first, size).or_else(|| stream(container, other, size)).ok_or(Failure::Damaged)?;
    let data = stream(container, "/Data", size).unwrap_or_default();
    let mut fonts = Fonts::default();
    let numbers = styles::fonts(&table, fib.fonts, &mut fonts);
    let mut document = Document {
        word: &word,
        data: &data,
        pieces: pieces::read(&word, &table, fib.pieces).ok_or(Failure::Damaged)?,
        runs: fkp::runs(&word, &table, fib.runs),
        paragraphs: fkp::paragraphs(&word, &table, fib.paragraphs),
        styles: Styles::read(&table, fib.styles),
        lists: Lists::read(&table, fib.lists, fib.list_uses, &numbers),
        fonts,
        numbers,
        remarks: Remarks::default(),
    };
    let mut anchors = Anchors::default();
    let mut notes: Vec<Note> = Vec::new();
    let story = fib.story(1);
    story::notes(&mut document, &table, (fib.foot_marks, fib.foot_texts), story, &mut notes, &mut anchors);
    let story = fib.story(5);
    story::notes(&mut document, &table, (fib.end_marks, fib.end_texts), story, &mut notes, &mut anchors);
    let rest = story::boxes(&mut document, &table, &fib, &mut anchors);
    let mut body = document.flow(0..fib.counts[0] as usize, &mut anchors);
    body.append(rest);
    Ok(Story {
        head: Flow::default(),
        body,
        notes,
        fonts: document.fonts.into_names(),
        remarks: document.remarks,
    })
}

/// A document of Word 6 or 95: its text, without styles.
fn old(word: &[u8], fib: &Fib) -> Result<Story, Failure> {
    if fib.complex {
        return Err(Failure::Damaged);
    }
    let mut pieces = Pieces::default();
    pieces::single(word, fib.text_at, (fib.counts[0] as usize).min(word.len()), 0, &mut pieces.letters);
    let end = pieces.letters.len();
    let mut document = Document {
        word: &[],
        data: &[],
        pieces,
        runs: Vec::new(),
        paragraphs: Vec::new(),
        styles: Styles::default(),
        lists: Lists::default(),
        fonts: Fonts::default(),
        numbers: Vec::new(),
        remarks: Remarks::default(),
    };
    for letter in &mut document.pieces.letters {
        // Without the properties of paragraphs a cell is a line.
        if letter.shown == '\u{7}' {
            letter.shown = '\r';
        }
    }
    let body = document.flow(0..end, &mut Anchors::default());
    Ok(Story { body, ..Story::default() })
}
