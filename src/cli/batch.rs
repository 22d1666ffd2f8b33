//! Files to records: in parallel, in the order of the arguments, one failing file harming no other.

use super::arguments::{Extract, Form};
use super::make::{self, Made, Maker};
use super::ordered::ordered;
use super::output::{self, Names, Pending, to_file};
use super::talk::Talk;
use super::{Exit, work};
use crate::error::Error;
use crate::export::parquet;
use crate::rules::Rules;
use crate::write::table::Table;
use crate::write::{csv, xlsx};
use std::borrow::Cow;
use std::io::{self, BufWriter, IsTerminal, Write};
use std::path::Path;

/// Reads the files and writes what was asked for.
///
/// # Errors
/// Those of the output.
pub fn extract(options: &Extract, talk: &Talk) -> io::Result<Exit> {
    let rules = match rules(options.rules.as_deref()) {
        Ok(rules) => rules,
        Err(error) => {
            talk.failed(&error);
            return Ok(Exit::BadRules);
        }
    };
    if options.reading.asks_password && options.files.iter().any(|file| file == "-") {
        talk.complain(
            "đầu vào chuẩn không thể vừa là mật khẩu vừa là văn bản: dùng biến môi trường VANBAN_PASSWORD",
            "standard input cannot be both password and document: use the environment variable VANBAN_PASSWORD",
        );
        return Ok(Exit::Usage);
    }
    let mut sink = match Sink::open(options, talk)? {
        Some(sink) => sink,
        None => return Ok(Exit::Usage),
    };
    let progress = talk.progress(options.files.len());
    let (mut failed, mut last) = (0usize, Exit::AllRead);
    let maker = Maker {
        form: options.form,
        lang: talk.lang,
        options: make::options(&options.reading)?,
        rules: &rules,
        isolation: options.isolation,
        is_alone: options.files.len() == 1,
        pool: work::pool(options.rules.as_deref(), options.limits, talk.lang),
    };
    ordered(
        &options.files,
        options.jobs,
        |path| maker.make(path),
        |made| {
            progress.inc(1);
            match made {
                Ok(made) => sink.take(made),
                Err(error) => {
                    failed += 1;
                    last = Exit::of(error.kind());
                    progress.suspend(|| talk.failed(&error));
                    Ok(())
                }
            }
        },
    )?;
    progress.finish_and_clear();
    let files = options.files.len();
    // Where nothing was read nothing is written: a file that was there before is better than an empty one.
    if failed < files {
        sink.finish()?;
    }
    if failed > 0 && files > 1 {
        talk.note(
            &format!("{failed} trong {files} tệp không đọc được"),
            &format!("{failed} of {files} files failed"),
        );
    }
    Ok(match failed {
        0 => Exit::AllRead,
        1 if files == 1 => last,
        _ => Exit::SomeFailed,
    })
}

/// The rule tables, from a directory where one is named.
pub fn rules(directory: Option<&Path>) -> Result<Cow<'static, Rules>, Error> {
    Ok(match directory {
        None => Cow::Borrowed(Rules::embedded()),
        Some(directory) => Cow::Owned(Rules::from_directory(directory)?),
    })
}

/// Takes what was made, in order.
enum Sink {
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
    Parquet(parquet::Writer<Pending>),
    Xlsx {
        workbook: Box<xlsx::Writer>,
        out: Option<std::path::PathBuf>,
    },
}

impl Sink {
    /// Opens the output; `None` after a complaint about the arguments.
    fn open(options: &Extract, talk: &Talk) -> io::Result<Option<Sink>> {
        let form = options.form;
        let stdout = || -> Box<dyn Write> { Box::new(BufWriter::new(io::stdout())) };
        let is_directory = options.out.as_deref().is_some_and(|out| {
            out.is_dir()
                || out.as_os_str().to_string_lossy().ends_with(['/', '\\'])
                || (options.files.len() > 1 && out.extension().is_none() && !out.is_file())
        });
        if let Some(directory) = options.out.as_deref().filter(|_| is_directory) {
            output::directory(directory)?;
        }
        Ok(Some(match (form, options.out.as_deref()) {
            (Form::Csv, Some(directory)) if is_directory => {
                let tables = [Table::Targets, Table::References, Table::Assignments];
                let writers = tables.into_iter().map(|table| {
                    csv::Writer::new(
                        Pending::new(&directory.join(format!("{}.csv", table.code())))?,
                        table,
                        talk.lang,
                    )
                });
                Sink::CsvDirectory(writers.collect::<io::Result<_>>()?)
            }
            (Form::Csv, out) => {
                let table = options.table.unwrap_or(Table::Targets);
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
                Sink::Parquet(parquet::Writer::new(file)?)
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
                Sink::Xlsx { workbook: Box::new(xlsx::Writer::new(talk.lang)), out }
            }
            (form, Some(directory)) if is_directory => {
                Sink::Directory { directory: directory.to_owned(), names: Names::default(), form }
            }
            (Form::Html | Form::Ead | Form::Edxml, _) if options.files.len() > 1 => {
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

    fn take(&mut self, made: Made) -> io::Result<()> {
        match (self, made) {
            (Sink::Stream(out), Made::Bytes { bytes, .. }) => out.write_all(&bytes),
            (Sink::File(out), Made::Bytes { bytes, .. }) => out.write_all(&bytes),
            (Sink::Directory { directory, names, form }, Made::Bytes { path, bytes }) => {
                to_file(&names.next(directory, &path, *form), |out| out.write_all(&bytes))
            }
            (Sink::Csv(writer), Made::Record { record }) => writer.add(&record),
            (Sink::CsvFile(writer), Made::Record { record }) => writer.add(&record),
            (Sink::CsvDirectory(writers), Made::Record { record }) => {
                writers.iter_mut().try_for_each(|writer| writer.add(&record))
            }
            (Sink::Parquet(writer), Made::Record { record }) => {
                writer.add(&record, &serde_json::to_string(&record)?)
            }
            (Sink::Xlsx { workbook, .. }, Made::Record { record }) => workbook.add(&record),
            _ => Err(io::Error::other("made in another form than the output")),
        }
    }

    fn finish(self) -> io::Result<()> {
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
                let bytes = workbook.finish()?;
                match out {
                    Some(path) => to_file(&path, |out| out.write_all(&bytes)),
                    None => io::stdout().write_all(&bytes),
                }
            }
        }
    }
}
