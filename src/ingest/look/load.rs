//! The bytes of a file: in memory where they are few, and hashed.

use super::{INSIDE, Look};
use crate::corpus::File;
use crate::error::Error;
use crate::ingest::spool::Spooled;
use crate::read;
use std::fs::{self, Metadata};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

/// Bytes on their way, with what is known of them.
pub struct Held {
    pub bytes: Bytes,
    /// The first bytes.
    pub head: Vec<u8>,
}

pub enum Bytes {
    /// Reserved on the board.
    Memory(Vec<u8>),
    Disk(PathBuf),
    Spooled(Spooled),
}

impl Look<'_> {
    /// The bytes of a small file, the hash of any.
    pub fn load(&self, file: &mut File, path: &Path) -> Result<Held, Error> {
        let refused = |cause| read::refused(&file.path, cause);
        let mut opened = fs::File::open(path).map_err(refused)?;
        let before = opened.metadata().map_err(refused)?;
        stamp(file, &before);
        let name = file.path.clone();
        let refused = |cause| read::refused(&name, cause);
        let held = if before.len() <= INSIDE {
            let reserved = reserved(before.len());
            self.run.board.reserve(reserved);
            let bytes = whole(&mut opened, reserved).map_err(refused);
            let bytes = bytes.and_then(|bytes| bytes.ok_or_else(|| read::changed(&name)));
            let bytes = bytes.inspect_err(|_| self.run.board.release(reserved))?;
            file.blake3 = Some(blake3::hash(&bytes).to_hex().to_string());
            Held { head: head_of(&bytes), bytes: Bytes::Memory(bytes) }
        } else {
            let mut hashed = Hashed::new(opened.by_ref());
            io::copy(&mut hashed, &mut io::sink()).map_err(refused)?;
            file.blake3 = Some(hashed.key());
            Held { head: hashed.head, bytes: Bytes::Disk(path.to_owned()) }
        };
        let is_same = opened.metadata().is_ok_and(|after| {
            after.len() == before.len() && after.modified().ok() == before.modified().ok()
        });
        if is_same {
            Ok(Held { bytes: held.bytes, head: held.head })
        } else {
            self.let_go(&held);
            Err(read::changed(&name))
        }
    }

    /// Lets go of bytes that come to no work.
    pub fn let_go(&self, held: &Held) {
        if let Bytes::Memory(bytes) = &held.bytes {
            self.run.board.release(bytes.len());
        }
    }
}

/// Size and time of a file.
pub fn stamp(file: &mut File, metadata: &Metadata) {
    file.size = metadata.len();
    let since = metadata.modified().ok().map(|time| match time.duration_since(UNIX_EPOCH) {
        Ok(after) => i64::try_from(after.as_nanos()).ok(),
        Err(before) => i64::try_from(before.duration().as_nanos()).ok().map(|nanos| -nanos),
    });
    file.modified = since.flatten();
}

pub fn reserved(size: u64) -> usize {
    usize::try_from(size).unwrap_or(usize::MAX)
}

/// All bytes of a source that has so many; `None` where it has another number.
pub fn whole(source: &mut impl Read, expected: usize) -> io::Result<Option<Vec<u8>>> {
    let mut bytes = Vec::with_capacity(expected + 1);
    source.take(expected as u64 + 1).read_to_end(&mut bytes)?;
    Ok((bytes.len() == expected).then_some(bytes))
}

pub fn head_of(bytes: &[u8]) -> Vec<u8> {
    bytes[..bytes.len().min(HEAD)].to_vec()
}

const HEAD: usize = read::HEAD as usize;

/// A source that is hashed while it is read.
pub struct Hashed<'a> {
    source: &'a mut dyn Read,
    hasher: blake3::Hasher,
    pub head: Vec<u8>,
    pub length: u64,
}

impl<'a> Hashed<'a> {
    pub fn new(source: &'a mut dyn Read) -> Hashed<'a> {
        Hashed { source, hasher: blake3::Hasher::new(), head: Vec::new(), length: 0 }
    }

    pub fn key(&self) -> String {
        self.hasher.finalize().to_hex().to_string()
    }
}

impl Read for Hashed<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.source.read(buffer)?;
        let bytes = &buffer[..count];
        self.hasher.update(bytes);
        self.length += count as u64;
        let wanted = HEAD.saturating_sub(self.head.len()).min(count);
        self.head.extend_from_slice(&bytes[..wanted]);
        Ok(count)
    }
}
