//! Tables as CSV (RFC 4180): one table a file, UTF-8 with a byte order mark so that spreadsheets show Vietnamese right.
//!
//! Numbers have a decimal point and dates are written 2031-01-09, for programs. A spreadsheet that runs under
//! Vietnamese settings expects a decimal comma: for people there is the workbook ([`super::xlsx`]).

use std::borrow::Cow;
use std::io::{self, Write};

use super::table::{Cell, Table};
use super::wire::Record;
use crate::diagnostic::Lang;

/// Writes the rows of one table, record after record.
pub struct Writer<W: Write> {
    out: csv::Writer<W>,
    table: Table,
    lang: Lang,
}

impl<W: Write> Writer<W> {
    /// Begins the file with its heads.
    ///
    /// # Errors
    /// Those of `out`.
    pub fn new(mut out: W, table: Table, lang: Lang) -> io::Result<Self> {
        out.write_all("\u{feff}".as_bytes())?;
        let mut out = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(out);
        out.write_record(table.heads(lang).iter().map(|head| head.text))?;
        Ok(Self { out, table, lang })
    }

    /// Adds the rows of a record.
    ///
    /// # Errors
    /// Those of the output.
    pub fn add(&mut self, record: &Record) -> io::Result<()> {
        for row in self.table.rows(record, self.lang) {
            self.out.write_record(row.iter().map(|cell| field(cell).into_owned()))?;
        }
        Ok(())
    }

    /// Adds the rows of some of a record's items, by their index.
    ///
    /// # Errors
    /// Those of the output.
    pub fn add_rows(&mut self, record: &Record, items: &[usize]) -> io::Result<()> {
        let rows = self.table.rows(record, self.lang);
        for row in items.iter().filter_map(|&item| rows.get(item)) {
            self.out.write_record(row.iter().map(|cell| field(cell).into_owned()))?;
        }
        Ok(())
    }

    /// Writes what is still held back and gives the output back.
    ///
    /// # Errors
    /// Those of the output.
    pub fn finish(self) -> io::Result<W> {
        self.out.into_inner().map_err(|error| io::Error::new(error.error().kind(), error.to_string()))
    }
}

fn field<'r>(cell: &'r Cell<'r>) -> Cow<'r, str> {
    match cell {
        Cell::Empty => "".into(),
        Cell::Text(text) => harmless(text),
        Cell::Joined(text) => harmless(text),
        Cell::Word(word) => (*word).into(),
        Cell::Number(number) => number.to_string().into(),
        Cell::Count(count) => count.to_string().into(),
        Cell::Share(share) => share.to_string().into(),
        Cell::Day(iso) => (*iso).into(),
    }
}

/// Text that a spreadsheet would take for a formula, behind an apostrophe: documents come from anywhere, and a cell
/// that begins with one of these characters can run commands where the file is opened (OWASP, "CSV Injection").
pub fn harmless(text: &str) -> Cow<'_, str> {
    match text.as_bytes().first() {
        Some(b'=' | b'+' | b'-' | b'@' | b'\t' | b'\r') => format!("'{text}").into(),
        _ => text.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::harmless;

    #[test]
    fn what_a_spreadsheet_would_run_stands_behind_an_apostrophe() {
        for text in ["=HYPERLINK(\"x\")", "+1", "-1", "@SUM(1)", "\t=1", "\r=1", "- Lưu: VT"] {
            assert_eq!(harmless(text), format!("'{text}"));
        }
        for text in ["", "Lưu: VT", "1 = 1", "(=1)", "’-"] {
            assert_eq!(harmless(text), text);
        }
    }
}
