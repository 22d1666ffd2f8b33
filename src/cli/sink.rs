//! Where results go, by their form: a stream, a file, a file for each document, a file for each table.

use super::arguments::Form;
use super::make::Made;
use super::output::{self, Names, Pending, to_file};
use super::talk::Talk;
use crate::export::parquet;
use crate::rules::Rules;
use crate::write::table::Table;
use crate::write::{csv, xlsx};
use std::io::{self, BufWriter, IsTerminal, Write};
use std::path::Path;

/// What results are to become.
pub struct Goal<'a> {
    pub form: Form,
    /// For CSV: which table.
    pub table: Option<Table>,
    pub out: Option<&'a Path>,
    /// Results of more than one document are to come.
    pub is_several: bool,
    /// There may be more of them than memory holds.
    pub is_large: bool,
    pub rules: &'a Rules,
}

/// Takes what was made, in order.
pub enum Sink {
    /// All into one stream.
    Stream(Box<dyn Write>),
    /// All into one file, which appears at the end.
    File(Pending),
    /// A file for each document.
    Directory {
        directory: std::path::PathBuf,
        names: Names,
        form: Form,
    },
    Csv(csv::Writer<Box<dyn Write>>),
    CsvFile(csv::Writer<Pending>),
    /// Three tables in a directory.
    CsvDirectory(Vec<csv::Writer<Pending>>),
    /// A file for each table in a directory.
    Parquet(Box<parquet::Writer<Pending>>),
    Xlsx {
        workbook: Box<xlsx::Writer>,
        out: Option<std::path::PathBuf>,
    },
}

impl Sink {
    /// Opens the output; `None` after a complaint about the arguments.
    ///
    /// # Errors
    /// Those of the file system.
    pub fn open(goal: &Goal<'_>, talk: &Talk) -> io::Result<Option<Sink>> {
        let form = goal.form;
        let stdout = || -> Box<dyn Write> { Box::new(BufWriter::new(io::stdout())) };
        let is_directory = goal.out.is_some_and(|out| {
            out.is_dir()
                || out.as_os_str().to_string_lossy().ends_with(['/', '\\'])
                || (goal.is_several && out.extension().is_none() && !out.is_file())
        });
        if let Some(directory) = goal.out.filter(|_| is_directory) {
            output::directory(directory)?;
        }
        Ok(Some(match (form, goal.out) {
            (Form::Csv, Some(directory)) if is_directory => {
                let few = [Table::Targets, Table::References, Table::Assignments];
                let tables: &[Table] = if goal.is_large { &Table::ALL } else { &few };
                let writers = tables.iter().map(|&table| {
                    csv::Writer::new(
                        Pending::new(&directory.join(format!("{}.csv", table.code())))?,
                        table,
                        talk.lang,
                    )
                });
                Sink::CsvDirectory(writers.collect::<io::Result<_>>()?)
            }
            (Form::Csv, out) => {
                let table = goal.table.unwrap_or(Table::Targets);
                match out {
                    Some(file) => Sink::CsvFile(csv::Writer::new(Pending::new(file)?, table, talk.lang)?),
                    None => Sink::Csv(csv::Writer::new(stdout(), table, talk.lang)?),
                }
            }
            (Form::Parquet, Some(directory)) if !directory.is_file() => {
                output::directory(directory)?;
                let file = |table: parquet::Table| {
                    Pending::new(&directory.join(format!("{}.parquet", table.code())))
                };
                Sink::Parquet(Box::new(parquet::Writer::new(goal.rules, file)?))
            }
            (Form::Parquet, _) => {
                talk.complain(
                    "Parquet gồm nhiều tệp, mỗi bảng một tệp: thêm -o THƯ_MỤC",
                    "Parquet is several files, one a table: add -o DIRECTORY",
                );
                return Ok(None);
            }
            (Form::Xlsx, None) if io::stdout().is_terminal() => {
                talk.complain(
                    "bảng Excel là tệp nhị phân: thêm -o TỆP.xlsx hoặc chuyển hướng đầu ra",
                    "a workbook is a binary file: add -o FILE.xlsx or redirect the output",
                );
                return Ok(None);
            }
            (Form::Xlsx, out) => {
                let out = match out {
                    Some(directory) if is_directory => Some(directory.join("vanban.xlsx")),
                    out => out.map(Path::to_owned),
                };
                let workbook = match goal.is_large {
                    true => xlsx::Writer::streaming(talk.lang),
                    false => xlsx::Writer::new(talk.lang),
                };
                Sink::Xlsx { workbook: Box::new(workbook), out }
            }
            (form, Some(directory)) if is_directory => {
                Sink::Directory { directory: directory.to_owned(), names: Names::default(), form }
            }
            (Form::Html | Form::Ead | Form::Edxml, _) if goal.is_several => {
                talk.complain(
                    "mỗi văn bản là một tệp riêng: thêm -o THƯ_MỤC/",
                    "each document is a file of its own: add -o DIRECTORY/",
                );
                return Ok(None);
            }
            (_, Some(file)) => Sink::File(Pending::new(file)?),
            (_, None) => Sink::Stream(stdout()),
        }))
    }

    /// Adds what was made of a document.
    ///
    /// # Errors
    /// Those of the output.
    pub fn take(&mut self, made: Made) -> io::Result<()> {
        match (self, made) {
            (Sink::Stream(out), Made::Bytes { bytes, .. }) => out.write_all(&bytes),
            (Sink::File(out), Made::Bytes { bytes, .. }) => out.write_all(&bytes),
            (Sink::Directory { directory, names, form }, Made::Bytes { path, bytes }) => {
                to_file(&names.next(directory, &path, *form), |out| out.write_all(&bytes))
            }
            (Sink::Csv(writer), Made::Record { record, .. }) => writer.add(&record),
            (Sink::CsvFile(writer), Made::Record { record, .. }) => writer.add(&record),
            (Sink::CsvDirectory(writers), Made::Record { record, .. }) => {
                writers.iter_mut().try_for_each(|writer| writer.add(&record))
            }
            (Sink::Parquet(writer), Made::Record { record, by }) => {
                let by = by.as_deref().map(|(program, rules)| parquet::By { program, rules });
                writer.add(&record, &serde_json::to_string(&record)?, by)
            }
            (Sink::Xlsx { workbook, .. }, Made::Record { record, .. }) => workbook.add(&record),
            _ => Err(io::Error::other("made in another form than the output")),
        }
    }

    /// Puts the results in their places.
    ///
    /// # Errors
    /// Those of the output.
    pub fn finish(self, talk: &Talk) -> io::Result<()> {
        match self {
            Sink::Stream(mut out) => out.flush(),
            Sink::File(pending) => pending.finish(),
            Sink::Directory { .. } => Ok(()),
            Sink::Csv(writer) => writer.finish()?.flush(),
            Sink::CsvFile(writer) => writer.finish()?.finish(),
            Sink::CsvDirectory(writers) => {
                writers.into_iter().try_for_each(|writer| writer.finish()?.finish())
            }
            Sink::Parquet(writer) => {
                writer.finish()?.into_iter().try_for_each(|(_, pending)| pending.finish())
            }
            Sink::Xlsx { workbook, out } => {
                for (table, sheets) in workbook.sheets().filter(|&(_, sheets)| sheets > 1) {
                    talk.note(
                        &format!(
                            "bảng {} vượt quá một trang tính, được chia thành {sheets} trang",
                            table.title(talk.lang)
                        ),
                        &format!(
                            "{} do not fit on one sheet and go on over {sheets} sheets",
                            table.title(talk.lang)
                        ),
                    );
                }
                match out {
                    Some(path) => {
                        let mut pending = Pending::new(&path)?;
                        workbook.write(&mut pending)?;
                        pending.finish()
                    }
                    None => {
                        let mut out = BufWriter::new(io::stdout());
                        workbook.write(&mut out)?;
                        out.flush()
                    }
                }
            }
        }
    }
}
