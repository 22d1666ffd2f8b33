//! Documents of word processors: from a container or a binary to the text as it prints.
//!
//! ```text
//! bytes -> recognize -> docx | odt | rtf | doc -> Story -> write -> Transcript -> Source
//! ```
//!
//! What prints is text: numbers that the program counts itself, text boxes, notes, accepted changes. What does not is
//! left out: hidden and deleted text, page numbers, comments. Every reader is total on any bytes; limits on inflated
//! sizes, depths and numbers keep crafted files small.

mod codepage;
mod doc;
mod docx;
mod fields;
mod flow;
mod grid;
mod numbers;
mod odt;
mod package;
mod rows;
mod rtf;
mod symbols;
mod write;
mod xml;

use super::refusal;
use crate::diagnostic::Message;
use crate::error::Error;
use crate::source::{Format, Source};
use flow::Story;
use package::{Failure, Package};

/// Texts beyond this were made to exhaust memory: twenty thousand pages.
const MAX_TEXT: usize = 64 << 20;

/// Reads a document of a word processor; `None` if the bytes are none.
///
/// # Errors
/// Damaged, protected by a password, without text, or too large.
pub(super) fn read(path: &str, bytes: &[u8]) -> Option<Result<Source, Error>> {
    let (format, story) = story(bytes)?;
    Some(story.map_err(|failure| refuse(path, format, failure)).and_then(|story| {
        let transcript = write::write(story);
        if transcript.as_str().trim().is_empty() {
            return Err(refusal::blank(path));
        }
        if transcript.len() > MAX_TEXT {
            return Err(refusal::too_large(path));
        }
        Ok(transcript.finish(path, format, bytes, false))
    }))
}

fn story(bytes: &[u8]) -> Option<(Format, Result<Story, Failure>)> {
    if bytes.starts_with(b"PK") {
        let Some(mut package) = Package::open(bytes) else {
            let head = &bytes[..bytes.len().min(8192)];
            let holds = |name: &str| memchr::memmem::find(head, name.as_bytes()).is_some();
            let known = [("word/", Format::Docx), ("opendocument.text", Format::Odt)];
            let found = known.into_iter().find(|(name, _)| holds(name));
            return found.map(|(_, format)| (format, Err(Failure::Damaged)));
        };
        if odt::is_text(&mut package) {
            return Some((Format::Odt, odt::read(&mut package)));
        }
        let main = docx::main_part(&mut package)?;
        return Some((Format::Docx, docx::read(&mut package, &main)));
    }
    let text = bytes.trim_ascii_start();
    if text.starts_with(rtf::MAGIC) {
        return Some((Format::Rtf, rtf::read(text)));
    }
    if bytes.starts_with(doc::MAGIC) {
        return match doc::open(bytes) {
            (doc::Holds::Word, Some(mut container)) => {
                Some((Format::Doc, doc::read(&mut container, bytes.len())))
            }
            (doc::Holds::Encrypted, _) => Some((Format::Docx, Err(Failure::Encrypted))),
            (doc::Holds::Other, _) => None,
            _ => Some((Format::Doc, Err(Failure::Damaged))),
        };
    }
    None
}

fn refuse(path: &str, format: Format, failure: Failure) -> Error {
    let name = match format {
        Format::Odt => Message::new("văn bản OpenDocument", "the OpenDocument text"),
        Format::Rtf => Message::new("văn bản RTF", "the RTF document"),
        Format::Doc => Message::new("văn bản Word 97-2003 (.doc)", "the Word 97-2003 document"),
        _ => Message::new("văn bản Word (.docx)", "the Word document"),
    };
    match failure {
        Failure::Missing | Failure::Damaged => refusal::damaged(path, &name),
        Failure::TooLarge => refusal::too_large(path),
        Failure::Encrypted => refusal::encrypted(path, &name),
    }
}
