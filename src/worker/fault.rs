//! What is said where the reading of a file failed as a whole.

use super::limits::Limits;
use crate::diagnostic::Message;
use crate::error::{Error, ErrorKind};
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Does what is to be done with a file; a fault of the program costs this file and no other.
///
/// # Errors
/// Those of the work, and [`inside`] where it panics.
pub fn guarded<T>(path: &str, work: impl FnOnce() -> Result<T, Error>) -> Result<T, Error> {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|_| Err(inside(path)))
}

/// A fault of the program itself.
pub fn inside(path: &str) -> Error {
    Error::new(
        ErrorKind::Io,
        path,
        Message::new(
            "lỗi bên trong chương trình khi xử lý tệp này",
            "the program failed inside on this file",
        ),
        Message::new(
            "Các tệp khác không bị ảnh hưởng; xin gửi tệp này cho người phát triển",
            "Other files are not affected; please send this file to the developers",
        ),
    )
}

pub(super) fn crashed(path: &str, how: String) -> Error {
    Error::new(
        ErrorKind::Crashed,
        path,
        Message::new("tiến trình đọc tệp này bị sập", "the process that read this file crashed"),
        Message::new(
            "Các tệp khác không bị ảnh hưởng; thử mở rồi lưu lại tệp này, và xin gửi nó cho người phát triển",
            "Other files are not affected; try to open the file and save it again, and please send it to the developers",
        ),
    )
    .caused_by(io::Error::other(how))
}

pub(super) fn timed_out(path: &str, limits: Limits) -> Error {
    let seconds = limits.time.unwrap_or_default().as_secs_f64();
    Error::new(
        ErrorKind::TimedOut,
        path,
        Message::new(
            format!("đọc tệp này lâu quá {seconds} giây nên đã dừng"),
            format!("reading this file took more than {seconds} seconds and was stopped"),
        ),
        Message::new(
            "Nếu đây là bản quét dài, hãy tăng --time-limit",
            "If it is a long scan, raise --time-limit",
        ),
    )
}

pub(super) fn out_of_memory(path: &str, limits: Limits) -> Error {
    let (vi, en) = match limits.memory {
        Some(bytes) => (
            format!("đọc tệp này cần hơn {} MB bộ nhớ nên đã dừng", bytes >> 20),
            format!("reading this file took more than {} MB of memory and was stopped", bytes >> 20),
        ),
        None => (
            "không đủ bộ nhớ để đọc tệp này".to_owned(),
            "there is not enough memory to read this file".to_owned(),
        ),
    };
    Error::new(
        ErrorKind::OutOfMemory,
        path,
        Message::new(vi, en),
        Message::new(
            "Nếu tệp thật sự lớn, hãy tăng --memory-limit hoặc chia tệp ra",
            "If the file is large indeed, raise --memory-limit or split it",
        ),
    )
}

pub(super) fn cannot_start(path: &str, cause: io::Error) -> Error {
    Error::new(
        ErrorKind::Io,
        path,
        Message::new("không mở được tiến trình đọc tệp", "the process that reads the file cannot be started"),
        Message::new(
            "Giải phóng bộ nhớ, hoặc đọc ngay trong chương trình với --no-isolate",
            "Free some memory, or read inside the program with --no-isolate",
        ),
    )
    .caused_by(cause)
}

pub(super) fn other_document(path: &str) -> Error {
    Error::new(
        ErrorKind::Changed,
        path,
        Message::new(
            "tệp đã thay đổi: BLAKE3 khác với văn bản được yêu cầu",
            "the file has changed: its BLAKE3 is not that of the document asked for",
        ),
        Message::new("Đọc lại tệp này để có bản ghi mới", "Read the file again for a new record"),
    )
}

pub(super) fn no_base64(path: &str, cause: base64::DecodeError) -> Error {
    Error::new(
        ErrorKind::Invalid,
        path,
        Message::new("\"bytes\" không phải base64", "\"bytes\" is no base64"),
        Message::new(
            "Mã hóa nội dung tệp bằng base64 chuẩn (RFC 4648)",
            "Encode the file in standard base64 (RFC 4648)",
        ),
    )
    .caused_by(io::Error::other(cause))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_is_an_error_of_the_file() {
        let error = guarded("a.pdf", || -> Result<(), _> { panic!("on purpose") }).unwrap_err();
        assert_eq!((error.kind(), error.path()), (ErrorKind::Io, "a.pdf"));
        assert_eq!(guarded("a.pdf", || Ok(1)).unwrap(), 1);
    }
}
