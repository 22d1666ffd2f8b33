//! Why a corpus could not be opened, read or written: what was found, and what to do.

use crate::diagnostic::{Lang, Message};
use rusqlite::ErrorCode;
use std::fmt;
use std::io;
use std::path::Path;

/// The kinds of failure; each has a stable code and an exit code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FaultKind {
    /// The directory holds no corpus.
    Missing,
    /// A file of that name is there and is no corpus of this program.
    Foreign,
    /// Made by a newer version of the program.
    Newer,
    /// Another process writes into it.
    Busy,
    /// No permission, or a medium that cannot be written.
    Denied,
    /// The disk is full.
    Full,
    /// The database is broken.
    Damaged,
    /// No document of this key, or several that begin so.
    NoDocument,
    /// The program asked for what it should not, or was given a record that is none.
    Internal,
    Io,
}

impl FaultKind {
    pub fn code(self) -> &'static str {
        match self {
            FaultKind::Missing => "no-corpus",
            FaultKind::Foreign => "not-a-corpus",
            FaultKind::Newer => "newer-corpus",
            FaultKind::Busy => "corpus-busy",
            FaultKind::Denied => "corpus-denied",
            FaultKind::Full => "disk-full",
            FaultKind::Damaged => "damaged-corpus",
            FaultKind::NoDocument => "no-document",
            FaultKind::Internal => "corpus-internal",
            FaultKind::Io => "corpus-io",
        }
    }

    /// The exit code of a command that fails so.
    pub fn exit_code(self) -> u8 {
        match self {
            FaultKind::NoDocument => 3,
            FaultKind::Full => 6,
            FaultKind::Busy => 9,
            FaultKind::Missing
            | FaultKind::Foreign
            | FaultKind::Newer
            | FaultKind::Denied
            | FaultKind::Damaged
            | FaultKind::Internal
            | FaultKind::Io => 10,
        }
    }
}

/// A failure with its place, message and remedy.
#[derive(Debug, Clone)]
pub struct Fault {
    inner: Box<Inner>,
}

#[derive(Debug, Clone)]
struct Inner {
    kind: FaultKind,
    path: String,
    message: Message,
    remedy: Message,
    cause: Option<String>,
}

impl Fault {
    pub(super) fn new(
        kind: FaultKind,
        path: impl Into<String>,
        message: (impl Into<String>, impl Into<String>),
        remedy: (&str, &str),
    ) -> Fault {
        let message = Message::new(message.0, message.1);
        let remedy = Message::new(remedy.0, remedy.1);
        Fault { inner: Box::new(Inner { kind, path: path.into(), message, remedy, cause: None }) }
    }

    pub(super) fn caused_by(mut self, cause: impl fmt::Display) -> Fault {
        self.inner.cause = Some(cause.to_string());
        self
    }

    pub fn kind(&self) -> FaultKind {
        self.inner.kind
    }

    /// The corpus, or the file in it, that it is about.
    pub fn path(&self) -> &str {
        &self.inner.path
    }

    /// What was found.
    pub fn message(&self) -> &Message {
        &self.inner.message
    }

    /// What to do.
    pub fn remedy(&self) -> &Message {
        &self.inner.remedy
    }

    /// What the system said, where it did.
    pub fn cause(&self) -> Option<&str> {
        self.inner.cause.as_deref()
    }

    /// One line: where, what was found, what to do.
    pub fn text(&self, lang: Lang) -> String {
        let Inner { path, message, remedy, cause, .. } = &*self.inner;
        let cause = cause.as_ref().map(|cause| format!(" ({cause})")).unwrap_or_default();
        format!("{path}: {}{cause}. {}", message.text(lang), remedy.text(lang))
    }

    /// The directory holds no corpus.
    pub(super) fn missing(directory: &Path) -> Fault {
        Fault::new(
            FaultKind::Missing,
            directory.display().to_string(),
            ("thư mục này không chứa kho văn bản", "this directory holds no corpus"),
            (
                "Kiểm tra --corpus, hoặc tạo kho bằng: extract ingest THƯ_MỤC --corpus KHO",
                "Check --corpus, or make a corpus: extract ingest DIRECTORY --corpus CORPUS",
            ),
        )
    }

    /// No document has this key, or `found` documents have keys that begin so.
    pub fn no_document(key: &str, found: usize) -> Fault {
        let message = match found {
            0 => (
                "trong kho không có văn bản nào mang mã này".to_owned(),
                "no document of the corpus has this key".to_owned(),
            ),
            _ => (
                "nhiều văn bản trong kho có mã bắt đầu như vậy".to_owned(),
                "several documents of the corpus have keys that begin so".to_owned(),
            ),
        };
        Fault::new(
            FaultKind::NoDocument,
            key,
            message,
            (
                "Mã là BLAKE3 của tệp, ít nhất 8 chữ số thập lục phân đầu; xem cột Mã của bảng van_ban",
                "A key is the BLAKE3 of the file, at least its first 8 hexadecimal digits; see the column key of documents",
            ),
        )
    }

    /// A record that does not have the shape of one.
    pub(super) fn no_record(key: &str, cause: impl fmt::Display) -> Fault {
        Fault::new(
            FaultKind::Internal,
            key,
            ("bản ghi không đọc được", "the record cannot be read"),
            (
                "Đọc lại tệp ấy bằng extract ingest --force; xin báo lỗi này cho người phát triển",
                "Read its file again with extract ingest --force, and please report this to the developers",
            ),
        )
        .caused_by(cause)
    }

    /// What SQLite said about the database at `path`.
    pub(super) fn sqlite(path: &Path, cause: rusqlite::Error) -> Fault {
        let place = path.display().to_string();
        let code = cause.sqlite_error_code();
        let (kind, message, remedy) = match code {
            Some(ErrorCode::DiskFull) => (
                FaultKind::Full,
                ("đĩa đầy, phần đang ghi dở được bỏ", "the disk is full, what was being written is left out"),
                (
                    "Dọn chỗ trống rồi chạy lại lệnh: kho vẫn nguyên vẹn, việc sẽ tiếp tục từ chỗ dừng",
                    "Make room and run the command again: the corpus is whole, and the work goes on where it stopped",
                ),
            ),
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => (
                FaultKind::Busy,
                ("một chương trình khác đang giữ cơ sở dữ liệu", "another program holds the database"),
                (
                    "Đóng chương trình đang mở vanban.sqlite (như DB Browser) rồi chạy lại",
                    "Close the program that has vanban.sqlite open (such as DB Browser) and run again",
                ),
            ),
            Some(ErrorCode::NotADatabase) => return Fault::foreign(path).caused_by(cause),
            Some(ErrorCode::DatabaseCorrupt) => (
                FaultKind::Damaged,
                ("cơ sở dữ liệu bị hỏng", "the database is damaged"),
                (
                    "Lấy lại bản sao lưu, hoặc tạo kho mới từ các tệp gốc bằng extract ingest",
                    "Restore a backup, or make a new corpus from the original files with extract ingest",
                ),
            ),
            Some(ErrorCode::ReadOnly | ErrorCode::CannotOpen | ErrorCode::PermissionDenied) => {
                return Fault::denied(path).caused_by(cause);
            }
            Some(ErrorCode::SystemIoFailure) => (
                FaultKind::Io,
                ("không đọc ghi được cơ sở dữ liệu", "the database cannot be read or written"),
                (
                    "Kiểm tra ổ đĩa, chỗ trống và kết nối mạng rồi chạy lại: kho vẫn nguyên vẹn",
                    "Check the disk, its free space and the network, and run again: the corpus is whole",
                ),
            ),
            _ => (
                FaultKind::Internal,
                ("lỗi khi dùng cơ sở dữ liệu", "the database was used wrongly"),
                ("Xin báo lỗi này cho người phát triển", "Please report this to the developers"),
            ),
        };
        Fault::new(kind, place, message, remedy).caused_by(cause)
    }

    pub(super) fn foreign(path: &Path) -> Fault {
        Fault::new(
            FaultKind::Foreign,
            path.display().to_string(),
            ("tệp này không phải kho văn bản của extract", "this file is no corpus of extract"),
            ("Chọn thư mục khác cho --corpus", "Choose another directory for --corpus"),
        )
    }

    fn denied(path: &Path) -> Fault {
        Fault::new(
            FaultKind::Denied,
            path.display().to_string(),
            ("không mở được kho để dùng", "the corpus cannot be opened"),
            (
                "Kiểm tra quyền đọc, ghi trên thư mục kho, và dung lượng của ổ đĩa",
                "Check the permission to read and write the directory of the corpus, and the disk",
            ),
        )
    }

    /// What the system said about a file or directory of the corpus.
    pub fn io(path: &Path, cause: io::Error) -> Fault {
        let fault = match cause.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Fault::new(
                FaultKind::Full,
                path.display().to_string(),
                ("đĩa đầy", "the disk is full"),
                ("Dọn chỗ trống rồi chạy lại lệnh", "Make room and run the command again"),
            ),
            _ => Fault::denied(path),
        };
        fault.caused_by(cause)
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text(Lang::En))
    }
}

impl std::error::Error for Fault {}
