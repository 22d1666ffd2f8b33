//! Bytes to a [`Source`]: the only room besides rule loading that may fail or touch the disk.

use crate::diagnostic::Message;
use crate::error::{Error, ErrorKind};
use crate::source::{Format, Source};
use crate::text::Text;

/// Reads one file.
///
/// # Errors
/// See [`ErrorKind`]: the message names the file and the remedy.
pub fn read(path: &str) -> Result<Source, Error> {
    let bytes = std::fs::read(path).map_err(|cause| {
        Error::new(
            ErrorKind::Io,
            path,
            Message::new("không đọc được tệp", "the file cannot be read"),
            Message::new("Kiểm tra đường dẫn và quyền đọc", "Check the path and the permission to read"),
        )
        .caused_by(cause)
    })?;
    decode(path, bytes)
}

/// Decodes bytes that were already read.
///
/// # Errors
/// As [`read`].
pub fn decode(path: &str, bytes: Vec<u8>) -> Result<Source, Error> {
    let blake3 = blake3::hash(&bytes).to_hex().to_string();
    let size = bytes.len() as u64;
    let text = String::from_utf8_lossy(&bytes).into_owned();
    let line_starts = memchr::memchr_iter(b'\n', text.as_bytes()).map(|at| at as u32 + 1).collect();
    Ok(Source {
        path: path.to_owned(),
        format: Format::Txt,
        encoding: "utf-8",
        bytes: size,
        blake3,
        text: Text::verbatim(text, 0),
        raw: None,
        fragments: Vec::new(),
        page_breaks: Vec::new(),
        line_starts,
    })
}
