//! `extract verify`: the quotes of records, proved against the originals.

use super::arguments::Reading;
use super::talk::Talk;
use super::{Exit, make};
use crate::diagnostic::Message;
use crate::error::{Error, ErrorKind};
use crate::verify;
use std::io::{self, Read, Write};

/// Proves all records; lists what does not hold on standard output.
///
/// # Errors
/// Those of standard output.
pub fn verify(records: &[String], reading: &Reading, talk: &Talk) -> io::Result<Exit> {
    let options = make::options(reading)?;
    let mut out = io::stdout().lock();
    let (mut checked, mut broken, mut unread, mut last) = (0, 0, 0, Exit::AllRead);
    for path in records {
        let mut failed = |error| {
            talk.failed(&error);
            unread += 1;
            last = Exit::of(error.kind());
        };
        let json = match read(path) {
            Ok(json) => json,
            Err(error) => {
                failed(error);
                continue;
            }
        };
        for verdict in verify::verify(&json, path, options.clone()) {
            match verdict {
                Ok(verdict) => {
                    checked += verdict.checked;
                    broken += verdict.failures.len();
                    for failure in &verdict.failures {
                        writeln!(out, "{}: {}", verdict.path, failure.text(talk.lang))?;
                    }
                }
                Err(error) => failed(error),
            }
        }
    }
    talk.note(
        &format!("{checked} trích dẫn đã đối chiếu, {broken} không đúng"),
        &format!("{checked} quotes checked, {broken} do not hold"),
    );
    Ok(match (broken, unread) {
        (0, 0) => Exit::AllRead,
        (0, 1) if records.len() == 1 => last,
        _ => Exit::SomeFailed,
    })
}

fn read(path: &str) -> Result<String, Error> {
    let mut text = String::new();
    let outcome = match path {
        "-" => io::stdin().lock().read_to_string(&mut text).map(drop),
        path => std::fs::read_to_string(path).map(|whole| text = whole),
    };
    outcome.map(|()| text).map_err(|cause| {
        let kind = match cause.kind() {
            io::ErrorKind::NotFound => ErrorKind::NotFound,
            io::ErrorKind::PermissionDenied => ErrorKind::PermissionDenied,
            io::ErrorKind::IsADirectory => ErrorKind::IsDirectory,
            io::ErrorKind::InvalidData => ErrorKind::Invalid,
            _ => ErrorKind::Io,
        };
        Error::new(
            kind,
            path,
            Message::new("không đọc được bản ghi", "the record cannot be read"),
            Message::new(
                "Đưa vào tệp JSON hoặc NDJSON do chính lệnh extract ghi",
                "Give a JSON or NDJSON file that extract wrote",
            ),
        )
        .caused_by(cause)
    })
}
