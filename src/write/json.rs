//! Records as JSON.

use std::io::{self, Write};

use super::wire::Record;

/// How a record is laid out as JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layout {
    /// Indented by two spaces, one member a line: for people.
    Pretty,
    /// On one line: for programs.
    Compact,
}

/// Writes one record and a line end.
///
/// # Errors
/// Those of `out`.
pub fn write(out: &mut dyn Write, record: &Record, layout: Layout) -> io::Result<()> {
    match layout {
        Layout::Pretty => serde_json::to_writer_pretty(&mut *out, record)?,
        Layout::Compact => serde_json::to_writer(&mut *out, record)?,
    }
    out.write_all(b"\n")
}

/// Writes many records as NDJSON, one a line, each as soon as it comes.
///
/// # Errors
/// Those of `out`.
pub fn write_lines<'a>(out: &mut dyn Write, records: impl IntoIterator<Item = &'a Record>) -> io::Result<()> {
    records.into_iter().try_for_each(|record| write(out, record, Layout::Compact))
}
