//! `extract export`: the records of a corpus in the formats of others.

mod database;

use super::arguments::Form;
use super::corpus::{self, Broken};
use super::make::Made;
use super::output::{self, Pending, to_file};
use super::selection::{self, Selection};
use super::sink::{Goal, Sink};
use super::talk::Talk;
use super::{Exit, pick};
use crate::corpus::{Corpus, Filter, Reader};
use crate::diagnostic::Lang;
use crate::export::archive::{self, Zipped};
use crate::rules::Rules;
use crate::write::table::Table;
use crate::write::wire::Record;
use clap::builder::PossibleValuesParser;
use clap::{Arg, ArgMatches, Command, value_parser};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// What was asked for.
pub struct Asked {
    corpus: PathBuf,
    form: Form,
    table: Option<Table>,
    out: Option<PathBuf>,
    database: Option<database::Asked>,
    selection: Selection,
    pub quiet: bool,
}

/// The command line, but for what all commands share.
pub fn command(lang: Lang) -> Command {
    let t = |vi, en| pick(lang, vi, en);
    Command::new("export")
        .about(t(
            "Xuất các bản ghi của kho: NDJSON, CSV, Excel, Parquet, PostgreSQL, siêu dữ liệu lưu trữ, edXML",
            "Export the records of a corpus: NDJSON, CSV, Excel, Parquet, PostgreSQL, metadata for archives, edXML",
        ))
        .after_help(t(AFTER_VI, AFTER_EN))
        .arg(corpus::argument(lang))
        .arg(
            Arg::new("format")
                .long("format")
                .short('f')
                .value_name(t("DẠNG", "FORM"))
                .value_parser(["ndjson", "csv", "xlsx", "parquet", "ead", "edxml"])
                .required_unless_present("to")
                .help(t(
                    "Dạng kết quả: ndjson, csv, xlsx, parquet, ead (Thông tư 05/2025/TT-BNV), edxml (QCVN 102:2016)",
                    "Form of the output: ndjson, csv, xlsx, parquet, ead (Thông tư 05/2025/TT-BNV), edxml (QCVN 102:2016)",
                )),
        )
        .arg(
            Arg::new("table")
                .long("table")
                .value_name(t("BẢNG", "TABLE"))
                .value_parser(PossibleValuesParser::new(Table::ALL.map(Table::code)))
                .help(t(
                    "Bảng trong CSV: targets (mặc định), references, assignments, documents, diagnostics",
                    "Table in CSV: targets (default), references, assignments, documents, diagnostics",
                )),
        )
        .arg(Arg::new("out").long("out").short('o').value_name(t("NƠI", "PATH")).value_parser(value_parser!(PathBuf)).help(t(
            "Ghi vào tệp này; với parquet vào thư mục này; với ead, edxml vào thư mục này hoặc tệp .zip này",
            "Write to this file; parquet into this directory; ead and edxml into this directory or this .zip file",
        )))
        .args(database::arguments(lang))
        .args(selection::arguments(lang))
}

pub fn parse(given: &ArgMatches) -> Asked {
    Asked {
        corpus: given.get_one("corpus").cloned().unwrap_or_default(),
        form: match given.get_one::<String>("format").map(String::as_str) {
            Some("csv") => Form::Csv,
            Some("xlsx") => Form::Xlsx,
            Some("parquet") => Form::Parquet,
            Some("ead") => Form::Ead,
            Some("edxml") => Form::Edxml,
            _ => Form::Ndjson,
        },
        table: given
            .get_one::<String>("table")
            .and_then(|code| Table::ALL.into_iter().find(|table| table.code() == code)),
        out: given.get_one("out").cloned(),
        database: database::parse(given),
        selection: selection::parse(given),
        quiet: given.get_flag("quiet"),
    }
}

/// Exports what was asked for.
///
/// # Errors
/// Those of the output.
pub fn export(asked: &Asked, talk: &Talk) -> io::Result<Exit> {
    corpus::exit(run(asked, talk), talk)
}

fn run(asked: &Asked, talk: &Talk) -> Result<Exit, Broken> {
    let rules = Rules::embedded();
    let corpus = Corpus::open(&asked.corpus)?;
    let reader = corpus.reader()?;
    let filter = asked.selection.filter(&corpus, &reader, rules, talk)?;
    if let Some(database) = &asked.database {
        return database::export(database, &corpus, &reader, &filter, talk);
    }
    let written = match asked.form {
        Form::Ead => files(asked, archive::Form::Ead, &reader, &filter, talk)?,
        Form::Edxml => files(asked, archive::Form::Edxml, &reader, &filter, talk)?,
        form => tables(asked, form, &reader, &filter, talk)?,
    };
    let Some(written) = written else { return Ok(Exit::Usage) };
    talk.note(&format!("đã xuất {written} văn bản"), &format!("{written} documents exported"));
    Ok(Exit::AllRead)
}

/// The forms that all records go into together. `None` after a complaint about the arguments.
fn tables(
    asked: &Asked,
    form: Form,
    reader: &Reader,
    filter: &Filter,
    talk: &Talk,
) -> Result<Option<u64>, Broken> {
    // All records in one file, also where a directory is named.
    let out = asked.out.as_ref().map(|out| match form {
        Form::Ndjson if out.is_dir() => out.join("records.ndjson"),
        _ => out.clone(),
    });
    let goal = Goal {
        form,
        table: asked.table,
        out: out.as_deref(),
        is_several: form != Form::Ndjson,
        is_large: true,
        rules: Rules::embedded(),
    };
    let Some(mut sink) = Sink::open(&goal, talk)? else { return Ok(None) };
    let mut written = 0;
    reader.each(filter, |summary, json| {
        written += 1;
        let made = match form {
            Form::Ndjson => Made::Bytes { path: summary.path, bytes: format!("{json}\n").into_bytes() },
            _ => {
                let by = Some(Box::new((summary.program, summary.rules)));
                Made::Record { record: Box::new(record(json)?), by }
            }
        };
        Ok::<_, Broken>(sink.take(made)?)
    })?;
    sink.finish(talk)?;
    Ok(Some(written))
}

/// The forms with a file for each document. `None` after a complaint about the arguments.
fn files(
    asked: &Asked,
    form: archive::Form,
    reader: &Reader,
    filter: &Filter,
    talk: &Talk,
) -> Result<Option<u64>, Broken> {
    let Some(out) = &asked.out else {
        talk.complain(
            "mỗi văn bản là một tệp riêng: thêm -o THƯ_MỤC hoặc -o TỆP.zip",
            "each document is a file of its own: add -o DIRECTORY or -o FILE.zip",
        );
        return Ok(None);
    };
    let mut written = 0;
    let is_zip = out.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("zip")) && !out.is_dir();
    if is_zip {
        let mut zipped = Zipped::new(Pending::new(out)?, form);
        reader.each(filter, |_, json| {
            written += 1;
            Ok::<_, Broken>(zipped.add(&record(json)?)?)
        })?;
        zipped.finish()?.finish()?;
    } else {
        reader.each(filter, |_, json| {
            written += 1;
            let record = record(json)?;
            let path = out.join(form.name(&record));
            output::directory(path.parent().unwrap_or(Path::new(".")))?;
            Ok::<_, Broken>(to_file(&path, |out: &mut dyn Write| form.write(out, &record))?)
        })?;
    }
    Ok(Some(written))
}

fn record(json: &str) -> io::Result<Record> {
    Ok(serde_json::from_str(json)?)
}

const AFTER_VI: &str = "\
Ví dụ:
  extract export --corpus kho --format ndjson > ban-ghi.ndjson
  extract export --corpus kho --format parquet -o bang/ --year 2020-2024
  extract export --corpus kho --format xlsx -o chi-tieu.xlsx --kind KH --province \"Kon Tum\"
  extract export --corpus kho --format ead -o sieu-du-lieu.zip --level commune
  extract export --corpus kho --to postgres://lan@may-chu/kho

Các cột của mỗi bảng: docs/export.md, docs/postgres.md";

const AFTER_EN: &str = "\
Examples:
  extract export --corpus corpus --format ndjson > records.ndjson
  extract export --corpus corpus --format parquet -o tables/ --year 2020-2024
  extract export --corpus corpus --format xlsx -o targets.xlsx --kind KH --province \"Kon Tum\"
  extract export --corpus corpus --format ead -o metadata.zip --level commune
  extract export --corpus corpus --to postgres://lan@server/archive

The columns of every table: docs/export.md, docs/postgres.md";
