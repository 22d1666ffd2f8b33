//! What is said where the reading of a file failed as a whole.

use super::limits::Limits;
use crate::diagnostic::Message;
use crate::document::Document;
use crate::error::{Error, ErrorKind};
use crate::pipeline;
use crate::rules::Rules;
use crate::source::Source;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Does what is to be done with a file; a fault of the program costs this file and no other.
///
/// # Errors
/// Those of the work, and [`inside`] where it panics.
pub fn guarded<T>(path: &str, work: impl FnOnce() -> Result<T, Error>) -> Result<T, Error> {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|_| Err(inside(path)))
}

/// Makes documents of texts, which go through the rooms together. A fault of the program on one of them costs this one
/// and no other: `None`.
pub fn documents(sources: Vec<Source>, rules: &Rules) -> Vec<Option<Document>> {
    together(sources, &|sources| pipeline::from_sources(sources, rules))
}

/// Makes something of each; where that fails of all at once, of each by itself. `make` takes what it has made from the list.
fn together<S, T>(mut from: Vec<S>, make: &impl Fn(&mut Vec<S>) -> Vec<T>) -> Vec<Option<T>> {
    match catch_unwind(AssertUnwindSafe(|| make(&mut from))) {
        Ok(made) => made.into_iter().map(Some).collect(),
        Err(_) if from.len() < 2 => from.iter().map(|_| None).collect(),
        Err(_) => from.into_iter().flat_map(|one| together(vec![one], make)).collect(),
    }
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

    #[test]
    fn a_fault_on_one_of_several_costs_this_one() {
        let make = |from: &mut Vec<i32>| {
            assert!(!from.contains(&3), "expected by the test");
            from.drain(..).map(|one| one * 10).collect()
        };
        assert_eq!(together(vec![1, 2], &make), [Some(10), Some(20)]);
        assert_eq!(together(vec![1, 3, 5], &make), [Some(10), None, Some(50)]);
        assert_eq!(together(vec![3], &make), [None]);
        assert_eq!(together(vec![], &make), []);
    }
}
