//! What the reader says of a file that it does not read: what was found, and what to do.

use super::format::Foreign;
use crate::diagnostic::Message;
use crate::error::{Error, ErrorKind};
use std::io;

fn refuse(kind: ErrorKind, path: &str, message: (&str, &str), remedy: (&str, &str)) -> Error {
    Error::new(kind, path, Message::new(message.0, message.1), Message::new(remedy.0, remedy.1))
}

pub(super) fn empty(path: &str) -> Error {
    refuse(
        ErrorKind::Empty,
        path,
        ("tệp rỗng, không có byte nào", "the file is empty, it has no bytes"),
        ("Kiểm tra xem tệp đã được chép hoặc tải về đủ chưa", "Check that it was copied or downloaded whole"),
    )
}

pub(super) fn blank(path: &str) -> Error {
    refuse(
        ErrorKind::Empty,
        path,
        ("tệp chỉ có khoảng trắng, không có chữ", "the file holds nothing but white space"),
        (
            "Nếu đây là bản quét, hãy nhận dạng chữ (OCR) trước",
            "If it comes from a scan, have its text recognized (OCR) first",
        ),
    )
}

pub(super) fn binary(path: &str) -> Error {
    refuse(
        ErrorKind::Binary,
        path,
        ("tệp nhị phân, không phải văn bản", "the file is binary data, not text"),
        (
            "Hãy lưu văn bản thành .txt, .md hoặc .html (UTF-8) rồi chạy lại",
            "Save the document as .txt, .md or .html (UTF-8) and run again",
        ),
    )
}

pub(super) fn unsupported(path: &str, foreign: &Foreign) -> Error {
    Error::new(
        ErrorKind::Unsupported,
        path,
        Message::new(
            format!("đây là {}, phiên bản này chưa đọc được", foreign.name.vi),
            format!("the file is {}, which this version does not read", foreign.name.en),
        ),
        foreign.remedy.clone(),
    )
}

/// A file of a known format that cannot be read as such.
pub(super) fn damaged(path: &str, format: &Message) -> Error {
    Error::new(
        ErrorKind::Damaged,
        path,
        Message::new(
            format!("{} bị cắt cụt hoặc hỏng", format.vi),
            format!("{} is cut off or damaged", format.en),
        ),
        Message::new(
            "Hãy chép hoặc tải lại tệp từ nguồn, hoặc mở bằng phần mềm gốc rồi lưu lại",
            "Copy or download it again, or open it in the program that made it and save it",
        ),
    )
}

/// A file whose protection this program does not take off.
pub(super) fn encrypted(path: &str, format: &Message) -> Error {
    Error::new(
        ErrorKind::Encrypted,
        path,
        Message::new(
            format!("{} có mật khẩu, không mở được", format.vi),
            format!("{} is protected by a password", format.en),
        ),
        Message::new(
            "Hãy bỏ mật khẩu bằng phần mềm gốc rồi chạy lại",
            "Take the password off in the program that made it and run again",
        ),
    )
}

/// A file that opens with a password: none was given, or one that does not fit.
pub(super) fn locked(path: &str, given: bool) -> Error {
    let message = if given {
        ("mật khẩu đã cho không mở được tệp", "the password that was given does not open the file")
    } else {
        ("tệp có mật khẩu", "the file is protected by a password")
    };
    refuse(
        ErrorKind::Encrypted,
        path,
        message,
        ("Hãy cho mật khẩu bằng --password rồi chạy lại", "Give its password with --password and run again"),
    )
}

#[cfg(not(feature = "pdf-extract"))]
pub(super) fn no_pdf_extract(path: &str) -> Error {
    refuse(
        ErrorKind::Unsupported,
        path,
        ("bản dựng này không có pdf-extract", "this build does not have pdf-extract"),
        (
            "Bỏ --pdf-engine, hoặc dựng lại với --features pdf-extract",
            "Leave --pdf-engine out, or build with --features pdf-extract",
        ),
    )
}

/// A picture on a machine without the engine that recognizes text, or without its data of Vietnamese.
pub(super) fn no_engine(path: &str) -> Error {
    refuse(
        ErrorKind::NoRecognition,
        path,
        (
            "đây là bản quét, mà máy chưa cài Tesseract 5 với dữ liệu tiếng Việt để nhận dạng chữ",
            "this is a scan, and Tesseract 5 with its data of Vietnamese is not installed here",
        ),
        (
            "Cài đặt: apt-get install tesseract-ocr tesseract-ocr-vie, rồi chạy lại",
            "Install it: apt-get install tesseract-ocr tesseract-ocr-vie, and run again",
        ),
    )
}

/// A picture, with recognition forbidden.
pub(super) fn recognition_forbidden(path: &str) -> Error {
    refuse(
        ErrorKind::NoRecognition,
        path,
        ("đây là ảnh, chỉ đọc được bằng nhận dạng chữ", "this is a picture, which only recognition can read"),
        ("Hãy bỏ --ocr never rồi chạy lại", "Run again without --ocr never"),
    )
}

/// A file with pages to be recognized, with recognition put off.
pub(super) fn recognition_put_off(path: &str) -> Error {
    refuse(
        ErrorKind::NoRecognition,
        path,
        (
            "tệp có trang là ảnh, để lại đọc sau",
            "the file has pages that are pictures and was left for later",
        ),
        ("Đọc lại tệp này với \"ocr\": \"auto\"", "Read this file again with \"ocr\": \"auto\""),
    )
}

/// A picture beyond the limits of its reader, or packed in a way that it does not know.
pub(super) fn picture(path: &str, is_too_large: bool) -> Error {
    if is_too_large {
        return refuse(
            ErrorKind::TooLarge,
            path,
            (
                "ảnh quá lớn, vượt mức 105 triệu điểm ảnh",
                "the picture is too large, beyond 105 million pixels",
            ),
            ("Hãy quét lại ở 300 dpi, hoặc cắt thành từng trang", "Scan it at 300 dpi, or cut it into pages"),
        );
    }
    refuse(
        ErrorKind::Unsupported,
        path,
        ("ảnh nén theo cách chưa đọc được", "the picture is packed in a way that is not read"),
        ("Hãy lưu lại thành PNG hoặc TIFF (LZW, G4)", "Save it as PNG or TIFF (LZW, G4)"),
    )
}

pub(super) fn too_large(path: &str) -> Error {
    refuse(
        ErrorKind::TooLarge,
        path,
        ("tệp quá lớn, vượt mức 4 GiB", "the file is too large, beyond the limit of 4 GiB"),
        ("Hãy chia tệp thành từng văn bản", "Split it into single documents"),
    )
}

pub(super) fn changed(path: &str) -> Error {
    refuse(
        ErrorKind::Changed,
        path,
        ("tệp bị thay đổi trong lúc đọc", "the file changed while it was read"),
        ("Đợi chương trình khác ghi xong rồi chạy lại", "Wait until it is written and run again"),
    )
}

pub(super) fn directory(path: &str) -> Error {
    refuse(
        ErrorKind::IsDirectory,
        path,
        ("đây là thư mục, không phải tệp", "this is a directory, not a file"),
        ("Hãy nêu tên các tệp trong thư mục", "Name the files in it"),
    )
}

/// A pipe without a known writer, a socket, a device: reading it may never end.
pub(super) fn no_file(path: &str) -> Error {
    refuse(
        ErrorKind::Unsupported,
        path,
        (
            "đây là ống dẫn hoặc thiết bị, không phải tệp thường",
            "this is a pipe or a device, not a regular file",
        ),
        (
            "Đưa nội dung qua đầu vào chuẩn, với tên tệp là -",
            "Send the content to standard input, with - as the file",
        ),
    )
}

pub(super) fn disk(path: &str, kind: ErrorKind, cause: io::Error) -> Error {
    let (message, remedy) = match kind {
        ErrorKind::NotFound => {
            (("không tìm thấy tệp", "no such file"), ("Kiểm tra tên và đường dẫn", "Check its name and path"))
        }
        ErrorKind::PermissionDenied => (
            ("không có quyền đọc tệp", "no permission to read the file"),
            (
                "Xin quyền đọc, hoặc chép tệp sang nơi khác",
                "Ask for permission to read it, or copy it elsewhere",
            ),
        ),
        ErrorKind::IsDirectory => return directory(path),
        _ => (
            ("không đọc được tệp", "the file cannot be read"),
            ("Kiểm tra ổ đĩa và kết nối mạng rồi chạy lại", "Check the disk and the network and run again"),
        ),
    };
    refuse(kind, path, message, remedy).caused_by(cause)
}
