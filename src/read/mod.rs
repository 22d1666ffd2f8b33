//! Bytes to a [`Source`]: the only room besides rule loading that may fail or touch the disk.
//!
//! ```text
//! path -> file -> bytes -> charset -> decoded text -> format -> markdown | html | as it is -> Source
//! ```
//!
//! A reader for another text format is an arm of [`decode`] that takes the decoded text and returns a [`Markup`]; a
//! reader for a container (PDF, DOCX) is one that takes the bytes, before they are decoded.

mod charset;
pub mod facsimile;
mod file;
mod format;
mod geometry;
mod html;
mod markdown;
pub mod ocr;
mod office;
mod options;
mod page;
mod pages;
mod pdf;
mod refusal;
mod roman;
mod styles;
mod transcript;
mod trust;

pub use options::{OcrMode, Options, PdfEngine};

use crate::error::Error;
use crate::source::{Format, Fragment, Origin, Source};
use crate::text::Text;
use charset::Decoded;

/// Reads one file; `-` is standard input.
///
/// # Errors
/// See [`crate::error::ErrorKind`]: a file that is missing, a directory, unreadable, beyond 4 GiB or changed while it
/// was read, and what [`decode`] refuses. The message names the file, what was found and the remedy.
pub fn read(path: &str, options: &Options) -> Result<Source, Error> {
    decode(path, file::bytes(path)?, options)
}

/// The bytes of one file, for [`decode`]; `-` is standard input.
///
/// # Errors
/// As [`read`], but for what [`decode`] refuses.
pub fn bytes(path: &str) -> Result<Vec<u8>, Error> {
    file::bytes(path)
}

/// Whether the file is of a kind whose reader may be brought down by a file made to do so: containers, pages, pictures.
/// What cannot be opened, and standard input, which could not be read again, are not.
pub fn is_risky(path: &str) -> bool {
    file::head(path, HEAD).is_some_and(|head| is_risky_head(&head))
}

/// As [`is_risky`], by the first [`HEAD`] bytes.
pub fn is_risky_head(head: &[u8]) -> bool {
    charset::is_binary(head) || format::foreign(head).is_some() || format::is_container(head)
}

/// How much of a file is looked at to tell whether it is risky, in bytes.
pub const HEAD: u64 = 4 << 10;

/// What is said of a file that the system did not give, for those that read it themselves.
pub fn refused(path: &str, cause: std::io::Error) -> Error {
    file::from_disk(path, cause)
}

/// What is said of a file that was another at the end of its reading than at the beginning.
pub fn changed(path: &str) -> Error {
    refusal::changed(path)
}

/// Decodes bytes that were already read.
///
/// # Errors
/// Bytes that hold no text: nothing at all, white space only, a format that is recognized and not read, other binary
/// data; files of pages that are damaged or ask for a password.
pub fn decode(path: &str, bytes: Vec<u8>, options: &Options) -> Result<Source, Error> {
    decode_hashed(path, bytes, None, options)
}

/// As [`decode`], for bytes whose BLAKE3, lowercase hexadecimal, may be known.
///
/// # Errors
/// As [`decode`].
pub fn decode_hashed(
    path: &str,
    bytes: Vec<u8>,
    blake3: Option<String>,
    options: &Options,
) -> Result<Source, Error> {
    if bytes.len() > file::LIMIT {
        return Err(refusal::too_large(path));
    }
    if bytes.is_empty() {
        return Err(refusal::empty(path));
    }
    if let Some(read) = office::read(path, &bytes) {
        return read.map(printed_markup);
    }
    if pdf::is_pdf(&bytes) {
        return pages::pdf(path, bytes, options).map(printed_markup);
    }
    if let Some(format) = format::picture(&bytes) {
        return pages::pictures(path, &bytes, format, options);
    }
    if let Some(foreign) = format::foreign(&bytes) {
        return Err(refusal::unsupported(path, foreign));
    }
    if charset::is_binary(&bytes) {
        return Err(refusal::binary(path));
    }
    let blake3 = blake3.unwrap_or_else(|| blake3::hash(&bytes).to_hex().to_string());
    let size = bytes.len() as u64;
    let Decoded { text, encoding, line_starts, page_breaks, diagnostics } = charset::decode(bytes);
    if text.as_str().chars().all(|c| c.is_whitespace() || c == '\u{FEFF}') {
        return Err(refusal::blank(path));
    }
    // Letters of legacy encodings take up to 3 bytes of UTF-8 for the 2 of the Latin letters they are read as.
    if text.len() > file::LIMIT / 3 * 2 && text.len() as u64 > size {
        return Err(refusal::too_large(path));
    }
    let format = format::recognize(path, text.as_str());
    let Markup { text, raw, fragments } = match format {
        Format::Markdown => markdown::read(text),
        Format::Html => html::read(text),
        _ => Markup { text, raw: None, fragments: Vec::new() },
    };
    Ok(Source {
        path: path.to_owned(),
        format,
        encoding,
        bytes: size,
        blake3,
        text,
        raw,
        fragments,
        fonts: Vec::new(),
        origin: Origin::File,
        recognition: None,
        page_breaks,
        line_starts,
        diagnostics,
    })
}

/// Takes off the signs of Markdown that were printed as they are: texts of converters are pasted into documents with their
/// stars. What the container itself sets as a table stays as it is.
fn printed_markup(source: Source) -> Source {
    if source.recognition.is_some() {
        return source;
    }
    let tables = source.fragments.iter().any(|fragment| fragment.style.cell.is_some());
    if tables || source.raw.is_some() || format::recognize("", source.text.as_str()) != Format::Markdown {
        return source;
    }
    let Markup { text, raw, fragments } = markdown::read(source.text);
    Source { text, raw, fragments, ..source }
}

/// A decoded text with its markup taken off.
#[derive(Debug)]
struct Markup {
    text: Text,
    /// The text before, where the format has markup.
    raw: Option<Text>,
    fragments: Vec<Fragment>,
}

#[cfg(test)]
mod tests {
    use super::transcript::Transcript;
    use super::*;

    #[test]
    fn signs_of_markdown_that_were_printed_are_taken_off() {
        let print = |text: &str| {
            let mut transcript = Transcript::default();
            transcript.push(text);
            printed_markup(transcript.finish("a.pdf", Format::Pdf, b"", true))
        };
        let printed = print("**I. MỤC TIÊU**\n\n**1. Kinh tế**\n\n**2. Xã hội**\n");
        assert!(!printed.text.as_str().contains('*') && printed.raw.is_some());
        let plain = print("I. MỤC TIÊU\n\n1. Kinh tế\n\n(*) Chú thích\n");
        assert!(plain.text.as_str().contains("(*)") && plain.raw.is_none());
    }
}
