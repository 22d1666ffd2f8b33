//! The parts of a document that is a ZIP package, within limits.

use super::xml::{self, Visitor};
use std::io::{BufRead, BufReader, Cursor, Read};
use zip::ZipArchive;
use zip::result::ZipError;

/// A part inflates to at most so many bytes. A document of a thousand pages stays below a tenth of it; what goes beyond
/// was made to exhaust memory.
const MAX_PART: u64 = 256 << 20;

/// A package has at most so many parts.
const MAX_PARTS: usize = 100_000;

/// Why a part was not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Failure {
    Missing,
    Damaged,
    TooLarge,
    Encrypted,
}

pub(super) struct Package<'b> {
    archive: ZipArchive<Cursor<&'b [u8]>>,
}

impl<'b> Package<'b> {
    /// `None` if the bytes are no ZIP archive, or have lost its directory.
    pub fn open(bytes: &'b [u8]) -> Option<Package<'b>> {
        let archive = ZipArchive::new(Cursor::new(bytes)).ok()?;
        (archive.len() <= MAX_PARTS).then_some(Package { archive })
    }

    pub fn has(&self, name: &str) -> bool {
        self.archive.index_for_name(name).is_some()
    }

    /// The first bytes of a part; empty if there is none.
    pub fn start_of(&mut self, name: &str, len: u64) -> Vec<u8> {
        let mut bytes = Vec::new();
        if let Ok(file) = self.archive.by_name(name) {
            // What can be read of it is wanted.
            let _ = file.take(len).read_to_end(&mut bytes);
        }
        bytes
    }

    /// Reads a part of XML. `Err(Damaged)` if it breaks off: what stood before was seen.
    pub fn visit(&mut self, name: &str, visitor: &mut impl Visitor) -> Result<(), Failure> {
        let file = self.archive.by_name(name).map_err(|error| match error {
            ZipError::FileNotFound => Failure::Missing,
            ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) | ZipError::InvalidPassword => {
                Failure::Encrypted
            }
            _ => Failure::Damaged,
        })?;
        if file.size() > MAX_PART {
            return Err(Failure::TooLarge);
        }
        let mut part = BufReader::new(file.take(MAX_PART + 1));
        let wide = part
            .fill_buf()
            .is_ok_and(|start| start.starts_with(b"\xFF\xFE") || start.starts_with(b"\xFE\xFF"));
        if wide {
            let mut bytes = Vec::new();
            part.read_to_end(&mut bytes).map_err(|_| Failure::Damaged)?;
            return whole(xml::visit(utf8(&bytes).as_bytes(), visitor));
        }
        let read = xml::visit(&mut part, visitor);
        if part.into_inner().limit() == 0 {
            return Err(Failure::TooLarge);
        }
        whole(read)
    }
}

fn whole(read: bool) -> Result<(), Failure> {
    if read { Ok(()) } else { Err(Failure::Damaged) }
}

/// UTF-16 with its byte order mark as UTF-8.
fn utf8(bytes: &[u8]) -> String {
    let little = bytes.starts_with(b"\xFF\xFE");
    let units = bytes[2..].chunks_exact(2).map(|pair| {
        let pair = [pair[0], pair[1]];
        if little { u16::from_le_bytes(pair) } else { u16::from_be_bytes(pair) }
    });
    char::decode_utf16(units).map(|unit| unit.unwrap_or('\u{FFFD}')).collect()
}
