//! Archives of files: .zip in place, nested to a small depth, within limits. Nothing is ever written under a name that
//! stands in an archive.

use super::name;
use crate::corpus::Reason;
use std::collections::HashSet;
use std::fs::File;
use std::io::{self, BufReader, Cursor, Read, Seek};
use std::path::Path;
use zip::ZipArchive;
use zip::result::ZipError;

/// How many archives may lie inside one another.
pub const DEPTH: usize = 3;

/// An archive holds at most so many files.
const MOST_FILES: usize = 100_000;

/// What inflates to more than so many times its size was made to exhaust a machine; text seldom passes 20.
const RATIO: u64 = 120;

/// What inflates to less is harmless whatever its ratio, in bytes.
const HARMLESS: u64 = 64 << 20;

/// A file inside an archive has at most so many bytes.
const MOST_BYTES: u64 = 2 << 30;

/// What an archive can be read from.
pub trait Seekable: Read + Seek + Send {}
impl<T: Read + Seek + Send> Seekable for T {}

/// An archive of files, as against a document that is packed as one.
pub struct Archive<'a> {
    zip: ZipArchive<Box<dyn Seekable + 'a>>,
}

/// A file in an archive.
pub struct Member {
    /// As the ledger writes it, from the archive's root.
    pub name: String,
    /// Inflated, in bytes.
    pub size: u64,
    /// Nanoseconds since 1970, the archive's time taken for UTC.
    pub modified: Option<i64>,
    pub index: usize,
}

/// Whether it may be one, by its first bytes (PKWARE APPNOTE 4.3.7, 4.3.16).
pub fn may_be(head: &[u8]) -> bool {
    head.starts_with(b"PK\x03\x04") || head.starts_with(b"PK\x05\x06")
}

/// Opens the archive at a path.
///
/// # Errors
/// As [`Archive::open`].
pub fn at(path: &Path) -> Result<Option<Archive<'static>>, Box<Reason>> {
    let file = File::open(path).map_err(|cause| damaged(Some(cause.to_string())))?;
    Archive::open(Box::new(BufReader::new(file)))
}

/// Opens the archive that these bytes are.
///
/// # Errors
/// As [`Archive::open`].
pub fn of(bytes: &[u8]) -> Result<Option<Archive<'_>>, Box<Reason>> {
    Archive::open(Box::new(Cursor::new(bytes)))
}

impl<'a> Archive<'a> {
    /// `None` for a document of a format that is packed as ZIP (Office, OpenDocument, EPUB, Java).
    ///
    /// # Errors
    /// The archive is damaged, holds too many files or was made to exhaust a machine.
    fn open(source: Box<dyn Seekable + 'a>) -> Result<Option<Archive<'a>>, Box<Reason>> {
        let mut zip = ZipArchive::new(source).map_err(|cause| damaged(Some(cause.to_string())))?;
        // ECMA-376 part 2; OpenDocument 1.3 part 2, 3.3 and EPUB 3.3, 4.2; JAR File Specification.
        let parts = ["[Content_Types].xml", "mimetype", "META-INF/MANIFEST.MF"];
        if parts.iter().any(|part| zip.index_for_name(part).is_some()) {
            return Ok(None);
        }
        if zip.len() > MOST_FILES {
            return Err(bomb(format!("{} files", zip.len())));
        }
        let (mut packed, mut inflated) = (0u64, 0u64);
        for index in 0..zip.len() {
            if let Ok(file) = zip.by_index_raw(index) {
                packed = packed.saturating_add(file.compressed_size());
                inflated = inflated.saturating_add(file.size());
            }
        }
        // Files that share their bytes count once: that is how the densest of bombs are made.
        let end = zip.central_directory_start();
        if is_bomb(packed.min(end), inflated) {
            return Err(bomb(format!("{inflated} / {}", packed.min(end))));
        }
        Ok(Some(Archive { zip }))
    }

    /// The files, in the order of the archive.
    pub fn members(&mut self) -> Vec<Member> {
        let mut names = HashSet::new();
        let members = (0..self.zip.len()).filter_map(|index| {
            let file = self.zip.by_index_raw(index).ok()?;
            if !file.is_file() {
                return None;
            }
            let modified = file.last_modified().and_then(nanoseconds);
            let mut name = name::of_bytes(file.name_raw());
            // Programs of Windows write their own separators.
            if !name.contains('/') {
                name = name.replace('\\', "/");
            }
            while !names.insert(name.clone()) {
                name.push('#');
            }
            Some(Member { name, size: file.size(), modified, index })
        });
        members.collect()
    }

    /// Opens a file, which gives at most as many bytes as the archive says that it has.
    ///
    /// # Errors
    /// It asks for a password, is packed in a way that is not read, or was made to exhaust a machine.
    pub fn read(&mut self, member: &Member) -> Result<impl Read + '_, Box<Reason>> {
        if member.size > MOST_BYTES {
            return Err(too_large());
        }
        let file = self.zip.by_index(member.index).map_err(|error| match error {
            ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) | ZipError::InvalidPassword => {
                encrypted()
            }
            ZipError::UnsupportedArchive(how) => unsupported(how),
            error => damaged(Some(error.to_string())),
        })?;
        if is_bomb(file.compressed_size(), file.size()) {
            return Err(bomb(format!("{} / {}", file.size(), file.compressed_size())));
        }
        Ok(file.take(member.size + 1))
    }
}

fn is_bomb(packed: u64, inflated: u64) -> bool {
    inflated > HARMLESS && inflated > packed.saturating_mul(RATIO)
}

/// How many bytes may be inflated out of an archive of so many, those of archives inside it included.
pub fn allowance(packed: u64) -> u64 {
    packed.saturating_mul(RATIO).max(HARMLESS)
}

/// More was inflated than [`allowance`] gives.
pub fn exhausted() -> Box<Reason> {
    bomb("archives inside it included".to_owned())
}

/// Nanoseconds since 1970 of a date of the Gregorian calendar. (H. Hinnant, "chrono-compatible low-level date algorithms".)
fn nanoseconds(time: zip::DateTime) -> Option<i64> {
    let (month, day) = (i64::from(time.month()), i64::from(time.day()));
    let year = i64::from(time.year()) - i64::from(month <= 2);
    let (era, year_of_era) = (year.div_euclid(400), year.rem_euclid(400));
    let day_of_year = (153 * (month + if month > 2 { -3 } else { 9 }) + 2) / 5 + day - 1;
    let days =
        era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719_468;
    let seconds = i64::from(time.hour()) * 3600 + i64::from(time.minute()) * 60 + i64::from(time.second());
    (days * 86_400 + seconds).checked_mul(1_000_000_000)
}

fn reason(code: &str, message: (&str, &str), remedy: (&str, &str), cause: Option<String>) -> Box<Reason> {
    Box::new(Reason {
        code: code.to_owned(),
        message_vi: message.0.to_owned(),
        message_en: message.1.to_owned(),
        remedy_vi: remedy.0.to_owned(),
        remedy_en: remedy.1.to_owned(),
        cause,
    })
}

/// The archive, or a file in it, is broken.
pub fn damaged(cause: Option<String>) -> Box<Reason> {
    reason(
        "damaged-file",
        ("tệp nén ZIP bị cắt cụt hoặc hỏng", "the ZIP archive is cut off or damaged"),
        (
            "Hãy chép hoặc tải lại tệp nén, hoặc giải nén bằng công cụ khác rồi chạy lại với các tệp bên trong",
            "Copy or download it again, or unpack it with another tool and run again on the files inside",
        ),
        cause,
    )
}

fn encrypted() -> Box<Reason> {
    reason(
        "encrypted-file",
        ("tệp nằm trong tệp nén có mật khẩu", "the file lies in an archive that is protected by a password"),
        (
            "Hãy giải nén bằng mật khẩu rồi chạy lại với các tệp bên trong",
            "Unpack the archive with its password and run again on the files inside",
        ),
        None,
    )
}

fn unsupported(how: &str) -> Box<Reason> {
    reason(
        "unsupported-format",
        ("tệp được nén theo cách chưa đọc được", "the file is packed in a way that is not read"),
        (
            "Hãy giải nén rồi chạy lại với các tệp bên trong",
            "Unpack the archive and run again on the files inside",
        ),
        Some(how.to_owned()),
    )
}

fn too_large() -> Box<Reason> {
    reason(
        "too-large",
        ("tệp trong tệp nén vượt mức 2 GiB", "the file in the archive is beyond 2 GiB"),
        (
            "Hãy giải nén rồi chạy lại với các tệp bên trong",
            "Unpack the archive and run again on the files inside",
        ),
        None,
    )
}

fn bomb(cause: String) -> Box<Reason> {
    reason(
        "archive-bomb",
        (
            "tệp nén bung ra lớn bất thường, có thể được tạo để làm đầy đĩa và bộ nhớ; không đọc",
            "the archive inflates beyond all measure, as one made to fill disk and memory; it is not read",
        ),
        (
            "Nếu tin cậy tệp này, hãy giải nén rồi chạy lại với các tệp bên trong",
            "If you trust it, unpack it and run again on the files inside",
        ),
        Some(cause),
    )
}

/// An archive inside archives beyond [`DEPTH`].
pub fn too_deep() -> Box<Reason> {
    reason(
        "archive-too-deep",
        ("tệp nén lồng nhau quá sâu", "archives are nested too deeply"),
        (
            "Hãy giải nén rồi chạy lại với các tệp bên trong",
            "Unpack the archive and run again on the files inside",
        ),
        None,
    )
}

/// What the system said while a file of an archive was read.
pub fn broken(cause: &io::Error) -> Box<Reason> {
    damaged(Some(cause.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_time_of_an_archive_is_a_time_of_the_calendar() {
        for ((year, month, day, hour), seconds) in [
            ((1980, 1, 1, 0), 315_532_800),
            ((2000, 2, 29, 0), 951_782_400),
            ((2024, 2, 29, 1), 1_709_168_400),
            ((2100, 3, 1, 0), 4_107_542_400),
        ] {
            let time = zip::DateTime::from_date_and_time(year, month, day, hour, 0, 0).unwrap();
            assert_eq!(nanoseconds(time), Some(seconds * 1_000_000_000));
        }
    }

    #[test]
    fn what_inflates_beyond_measure_is_a_bomb() {
        assert!(!is_bomb(10, 10_000));
        assert!(!is_bomb(10 << 20, 1 << 30));
        assert!(is_bomb(1 << 20, 1 << 30));
    }
}
