//! The bytes of a file, whole, as it stood at one moment.

use super::refusal;
use crate::error::{Error, ErrorKind};
use std::fs::{File, FileType, Metadata};
use std::io::{self, Read};
use std::time::SystemTime;

/// Largest file in bytes: positions are 32-bit numbers.
pub(super) const LIMIT: usize = u32::MAX as usize;

/// Reads a file or, for `-`, standard input.
pub(super) fn bytes(path: &str) -> Result<Vec<u8>, Error> {
    if path == "-" {
        return take(path, io::stdin().lock(), || Ok(None));
    }
    let of_disk = |cause: io::Error| from_disk(path, cause);
    // Before it is opened: opening a pipe waits for its writer.
    let metadata = std::fs::metadata(path).map_err(of_disk)?;
    if metadata.is_dir() {
        return Err(refusal::directory(path));
    }
    if !metadata.is_file() && !is_open_pipe(path, metadata.file_type()) {
        return Err(refusal::no_file(path));
    }
    if metadata.len() > LIMIT as u64 {
        return Err(refusal::too_large(path));
    }
    let file = File::open(path).map_err(of_disk)?;
    if !metadata.is_file() {
        return take(path, file, || Ok(None));
    }
    take(path, &file, || Ok(Some(Stamp::of(&file.metadata()?))))
}

/// The beginning of a regular file; `None` where it cannot be had.
pub(super) fn head(path: &str, most: u64) -> Option<Vec<u8>> {
    if path == "-" || !std::fs::metadata(path).ok()?.is_file() {
        return None;
    }
    let mut head = Vec::new();
    File::open(path).ok()?.take(most).read_to_end(&mut head).ok()?;
    Some(head)
}

/// Whether a shell handed this pipe over with its writer attached: `extract <(command)`.
#[cfg(unix)]
fn is_open_pipe(path: &str, kind: FileType) -> bool {
    use std::os::unix::fs::FileTypeExt;
    kind.is_fifo() && (path.starts_with("/dev/fd/") || path.starts_with("/proc/") || path == "/dev/stdin")
}

#[cfg(not(unix))]
fn is_open_pipe(_: &str, _: FileType) -> bool {
    false
}

/// What tells one state of a file from another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Stamp {
    len: u64,
    modified: Option<SystemTime>,
}

impl Stamp {
    fn of(metadata: &Metadata) -> Stamp {
        Stamp { len: metadata.len(), modified: metadata.modified().ok() }
    }
}

/// Reads to the end, and proves by the stamp of the file before and after that it is one state of it.
fn take(
    path: &str,
    reader: impl Read,
    mut stamp: impl FnMut() -> io::Result<Option<Stamp>>,
) -> Result<Vec<u8>, Error> {
    let of_disk = |cause: io::Error| from_disk(path, cause);
    let before = stamp().map_err(of_disk)?;
    let expected = before.map_or(0, |stamp| stamp.len.min(LIMIT as u64) as usize);
    let mut bytes = Vec::new();
    if bytes.try_reserve_exact(expected + 1).is_err() {
        return Err(refusal::too_large(path));
    }
    reader.take(LIMIT as u64 + 1).read_to_end(&mut bytes).map_err(of_disk)?;
    if bytes.len() > LIMIT {
        return Err(refusal::too_large(path));
    }
    let after = stamp().map_err(of_disk)?;
    if before != after || before.is_some_and(|stamp| stamp.len != bytes.len() as u64) {
        return Err(refusal::changed(path));
    }
    Ok(bytes)
}

pub(super) fn from_disk(path: &str, cause: io::Error) -> Error {
    let kind = match cause.kind() {
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => ErrorKind::NotFound,
        io::ErrorKind::PermissionDenied => ErrorKind::PermissionDenied,
        io::ErrorKind::IsADirectory => ErrorKind::IsDirectory,
        _ => ErrorKind::Io,
    };
    refusal::disk(path, kind, cause)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_between(before: (u64, u64), after: (u64, u64)) -> Result<Vec<u8>, ErrorKind> {
        let stamp = |(len, seconds): (u64, u64)| Stamp {
            len,
            modified: Some(SystemTime::UNIX_EPOCH + std::time::Duration::from_secs(seconds)),
        };
        let mut stamps = [stamp(before), stamp(after)].into_iter();
        take("a.txt", &b"12345"[..], || Ok(stamps.next())).map_err(|error| error.kind())
    }

    #[test]
    fn a_file_that_changes_while_it_is_read_is_refused() {
        assert_eq!(read_between((5, 1), (5, 1)), Ok(b"12345".to_vec()));
        assert_eq!(read_between((5, 1), (5, 2)), Err(ErrorKind::Changed));
        assert_eq!(read_between((5, 1), (6, 1)), Err(ErrorKind::Changed));
        assert_eq!(read_between((4, 1), (4, 1)), Err(ErrorKind::Changed));
    }

    #[test]
    fn a_pipe_has_no_stamp_and_is_read_to_its_end() {
        assert_eq!(take("-", &b"12345"[..], || Ok(None)).ok(), Some(b"12345".to_vec()));
    }
}
