//! What could not be taken over: which file, where in it, what was found, what to do.

use crate::diagnostic::{Lang, Message};
use serde::{Serialize, Serializer};
use std::fmt;
use std::path::Path;

/// Something of a source that was left out; the rest goes on.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Problem(Box<Inner>);

#[derive(Debug, Clone, PartialEq, Serialize)]
struct Inner {
    /// "not-found", "not-parquet", "truncated", "damaged", "no-records", "codec", "other-schema", "no-record",
    /// "wrong-key", "nothing-found", "damaged-corpus".
    code: &'static str,
    /// The file.
    path: String,
    /// Where in it.
    place: Option<Place>,
    #[serde(serialize_with = "both")]
    message: Message,
    #[serde(serialize_with = "both")]
    remedy: Message,
    /// What the library or the system said.
    cause: Option<String>,
}

/// Where in a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Place {
    /// A row of a table, from 1.
    Row(u64),
    /// A line of text, from 1.
    Line(u64),
    /// The rows of a table from the first to the last, both from 1.
    Rows(u64, u64),
}

fn both<S: Serializer>(message: &Message, to: S) -> Result<S::Ok, S::Error> {
    to.collect_map([("vi", &message.vi), ("en", &message.en)])
}

impl Problem {
    fn new(code: &'static str, path: &str, message: (String, String), remedy: (&str, &str)) -> Problem {
        Problem(Box::new(Inner {
            code,
            path: path.to_owned(),
            place: None,
            message: Message::new(message.0, message.1),
            remedy: Message::new(remedy.0, remedy.1),
            cause: None,
        }))
    }

    /// What it is, the same in every language.
    pub fn code(&self) -> &'static str {
        self.0.code
    }

    /// The same, at a place of its file.
    pub fn at(mut self, place: Place) -> Problem {
        self.0.place = Some(place);
        self
    }

    pub fn caused_by(mut self, cause: impl fmt::Display) -> Problem {
        self.0.cause = Some(cause.to_string());
        self
    }

    /// One line: where, what was found, what to do.
    pub fn text(&self, lang: Lang) -> String {
        let Inner { path, place, message, remedy, cause, .. } = &*self.0;
        let place = match *place {
            None => String::new(),
            Some(Place::Row(row)) => lang.pick(format!(", hàng {row}"), format!(", row {row}")),
            Some(Place::Line(line)) => lang.pick(format!(", dòng {line}"), format!(", line {line}")),
            Some(Place::Rows(first, last)) => {
                lang.pick(format!(", hàng {first}–{last}"), format!(", rows {first}–{last}"))
            }
        };
        let cause = cause.as_ref().map(|cause| format!(" ({cause})")).unwrap_or_default();
        format!("{path}{place}: {}{cause}. {}", message.text(lang), remedy.text(lang))
    }

    pub fn not_found(path: &Path, cause: &std::io::Error) -> Problem {
        Problem::new(
            "not-found",
            &path.display().to_string(),
            ("không mở được".to_owned(), "cannot be opened".to_owned()),
            (
                "Kiểm tra đường dẫn, quyền đọc và ổ đĩa",
                "Check the path, the permission to read and the drive",
            ),
        )
        .caused_by(cause)
    }

    /// Neither a table, nor lines of records, nor a corpus.
    pub fn not_parquet(path: &str) -> Problem {
        Problem::new(
            "not-parquet",
            path,
            (
                "không phải tệp Parquet, cũng không phải NDJSON hay kho văn bản".to_owned(),
                "is no Parquet file, nor NDJSON nor a corpus".to_owned(),
            ),
            (
                "Chỉ đến bảng documents do extract export --format parquet hoặc cụm máy ghi ra",
                "Name the table documents that extract export --format parquet or the cluster wrote",
            ),
        )
    }

    pub fn truncated(path: &str) -> Problem {
        Problem::new(
            "truncated",
            path,
            ("tệp Parquet bị cắt cụt".to_owned(), "the Parquet file is cut off".to_owned()),
            (
                "Chép lại tệp từ nơi nó được ghi ra, rồi chạy lại lệnh này",
                "Copy the file again from where it was written, and run this command again",
            ),
        )
    }

    pub fn damaged(path: &str) -> Problem {
        Problem::new(
            "damaged",
            path,
            ("phần này của tệp bị hỏng".to_owned(), "this part of the file is damaged".to_owned()),
            (
                "Chép lại hoặc cho cụm máy ghi lại tệp, rồi chạy lại lệnh này: phần đã nhập được giữ nguyên",
                "Copy the file again or have the cluster write it anew, and run this command again: what was imported stays",
            ),
        )
    }

    /// A table without records. `column` is what it lacks.
    pub fn no_records(path: &str, column: &str) -> Problem {
        Problem::new(
            "no-records",
            path,
            (
                format!("bảng này không có cột chữ {column}"),
                format!("this table has no text column {column}"),
            ),
            (
                "Cần bảng documents, với cột key và cột record chứa cả bản ghi",
                "The table documents is needed, with the columns key and record, which holds the whole record",
            ),
        )
    }

    pub fn codec(path: &str, codec: &str) -> Problem {
        Problem::new(
            "codec",
            path,
            (
                format!("tệp được nén bằng {codec}, bản này chỉ đọc Snappy và không nén"),
                format!("the file is compressed with {codec}; this version reads Snappy and uncompressed"),
            ),
            (
                "Ghi lại với spark.sql.parquet.compression.codec=snappy",
                "Write it with spark.sql.parquet.compression.codec=snappy",
            ),
        )
    }

    pub fn other_schema(path: &str, found: &str) -> Problem {
        let known = crate::write::wire::SCHEMA_VERSION;
        Problem::new(
            "other-schema",
            path,
            (
                format!("bản ghi thuộc lược đồ {found}, bản này đọc lược đồ {known}"),
                format!("the record is of schema {found}; this version reads schema {known}"),
            ),
            (
                "Nhập bằng phiên bản extract đã ghi ra nó, hoặc đọc lại văn bản gốc bằng bản này",
                "Import it with the version of extract that wrote it, or read the documents again with this one",
            ),
        )
    }

    pub fn no_record(path: &str) -> Problem {
        Problem::new(
            "no-record",
            path,
            ("không phải một bản ghi".to_owned(), "is no record".to_owned()),
            (
                "Mỗi hàng cần nguyên bản ghi như extract ghi ra (extract schema); hãy xuất lại",
                "Each row needs the whole record as extract writes it (extract schema); export it again",
            ),
        )
    }

    pub fn wrong_key(path: &str) -> Problem {
        Problem::new(
            "wrong-key",
            path,
            (
                "mã của văn bản thiếu, sai dạng hoặc khác với mã trong bản ghi".to_owned(),
                "the document's key is missing, has another form or is not that of its record".to_owned(),
            ),
            (
                "Mã là BLAKE3 của tệp gốc, 64 chữ số thập lục phân (source.blake3); hãy xuất lại",
                "A key is the BLAKE3 of the original file, 64 hexadecimal digits (source.blake3); export it again",
            ),
        )
    }

    /// A directory without anything to import.
    pub fn nothing_found(path: &str) -> Problem {
        Problem::new(
            "nothing-found",
            path,
            (
                "thư mục này không có bảng documents nào, cũng không phải kho văn bản".to_owned(),
                "this directory holds no table documents and is no corpus".to_owned(),
            ),
            (
                "Chỉ đến thư mục do extract export --format parquet hoặc cụm máy ghi ra, hoặc thư mục của một kho",
                "Name the directory that extract export --format parquet or the cluster wrote, or that of a corpus",
            ),
        )
    }

    /// Another corpus that cannot be read to its end.
    pub fn corpus(fault: &crate::corpus::Fault) -> Problem {
        Problem(Box::new(Inner {
            code: "damaged-corpus",
            path: fault.path().to_owned(),
            place: None,
            message: fault.message().clone(),
            remedy: fault.remedy().clone(),
            cause: fault.cause().map(str::to_owned),
        }))
    }

    /// The corpus that is written into, named as a source.
    pub fn itself(path: &Path) -> Problem {
        Problem::new(
            "same-corpus",
            &path.display().to_string(),
            (
                "đây chính là kho đang nhập vào".to_owned(),
                "this is the corpus that is written into".to_owned(),
            ),
            ("Chọn kho khác cho --corpus", "Choose another corpus for --corpus"),
        )
    }
}
