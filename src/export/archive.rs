//! A file for each document, as archives and the exchange of documents want it.
//!
//! Files are named by the key of their document, in 256 directories by its first two digits, so that no directory holds
//! millions: `ab/ab12….ead.xml`. A ZIP archive holds them in the same way.

use crate::write::wire::Record;
use crate::write::{ead, edxml};
use std::io::{self, Seek, Write};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

/// What is written of each document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// The metadata file of Thông tư 05/2025/TT-BNV.
    Ead,
    /// The message header of QCVN 102:2016/BTTTT.
    Edxml,
}

impl Form {
    /// The place of a document's file below the directory.
    pub fn name(self, record: &Record) -> String {
        let key = &record.source.blake3;
        let directory = key.get(..2).unwrap_or("00");
        let ending = match self {
            Form::Ead => "ead.xml",
            Form::Edxml => "edxml",
        };
        format!("{directory}/{key}.{ending}")
    }

    /// Writes the file of a document.
    ///
    /// # Errors
    /// Those of `out`.
    pub fn write(self, out: &mut dyn Write, record: &Record) -> io::Result<()> {
        match self {
            Form::Ead => ead::write(out, record),
            Form::Edxml => edxml::write(out, record),
        }
    }
}

/// A ZIP archive of such files. The same records give the same bytes.
pub struct Zipped<W: Write + Seek> {
    form: Form,
    archive: ZipWriter<W>,
}

impl<W: Write + Seek> Zipped<W> {
    pub fn new(out: W, form: Form) -> Self {
        Zipped { form, archive: ZipWriter::new(out) }
    }

    /// Adds the file of a document.
    ///
    /// # Errors
    /// Those of the output.
    pub fn add(&mut self, record: &Record) -> io::Result<()> {
        // The first day that the format knows: the time of writing would make other bytes each time.
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Deflated)
            .last_modified_time(DateTime::default());
        self.archive.start_file(self.form.name(record), options)?;
        self.form.write(&mut self.archive, record)
    }

    /// Ends the archive and gives its output back.
    ///
    /// # Errors
    /// Those of the output.
    pub fn finish(self) -> io::Result<W> {
        Ok(self.archive.finish()?)
    }
}
