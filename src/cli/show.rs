//! `extract show`: one document of a corpus.

use super::corpus::{self, Broken};
use super::output::to_stdout;
use super::talk::Talk;
use super::{Exit, pick};
use crate::corpus::{Corpus, Fault, Reader};
use crate::diagnostic::Lang;
use crate::write::json::{self, Style};
use crate::write::wire::{Record, Section};
use clap::{Arg, ArgAction, ArgMatches, Command};
use std::io::{self, Write};
use std::path::PathBuf;

/// What was asked for.
pub struct Asked {
    corpus: PathBuf,
    key: String,
    form: Form,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    Json,
    Compact,
    Text,
}

/// The command line, but for what all commands share.
pub fn command(lang: Lang) -> Command {
    let t = |vi, en| pick(lang, vi, en);
    let flag =
        |name: &'static str, vi, en| Arg::new(name).long(name).action(ArgAction::SetTrue).help(t(vi, en));
    Command::new("show")
        .about(t("In bản ghi của một văn bản trong kho", "Print the record of a document of a corpus"))
        .arg(corpus::argument(lang))
        .arg(Arg::new("key").value_name(t("MÃ", "KEY")).required(true).help(t(
            "Mã của văn bản, ít nhất 8 chữ số đầu; hoặc đường dẫn của tệp như trong sổ",
            "The document's key, at least its first 8 digits; or the path of a file, as the ledger has it",
        )))
        .arg(flag(
            "compact",
            "JSON trên một dòng, đúng như kho lưu",
            "JSON on one line, as the corpus keeps it",
        ))
        .arg(
            flag(
                "text",
                "Nội dung các mục, mỗi đoạn một dòng",
                "The text of the sections, one paragraph a line",
            )
            .conflicts_with("compact"),
        )
}

pub fn parse(given: &ArgMatches) -> Asked {
    Asked {
        corpus: given.get_one("corpus").cloned().unwrap_or_default(),
        key: given.get_one("key").cloned().unwrap_or_default(),
        form: match (given.get_flag("text"), given.get_flag("compact")) {
            (true, _) => Form::Text,
            (_, true) => Form::Compact,
            _ => Form::Json,
        },
    }
}

/// Prints the document.
///
/// # Errors
/// Those of standard output.
pub fn show(asked: &Asked, talk: &Talk) -> io::Result<Exit> {
    corpus::exit(print(asked), talk)
}

fn print(asked: &Asked) -> Result<Exit, Broken> {
    let reader = Corpus::open(&asked.corpus)?.reader()?;
    let key = key(&reader, &asked.key)?;
    if asked.form == Form::Compact {
        let json = reader.record_json(&key)?.unwrap_or_default();
        return Ok(to_stdout(|out| writeln!(out, "{json}"))?);
    }
    let Some(record) = reader.record(&key)? else { return Ok(Exit::CannotOpen) };
    Ok(to_stdout(|out| match asked.form {
        Form::Text => text(out, &record),
        _ => json::write(out, &record, Style::Pretty),
    })?)
}

/// The key itself, or that of the document that a path was read as.
fn key(reader: &Reader, given: &str) -> Result<String, Fault> {
    reader.key(given).or_else(|fault| match reader.file(given)?.and_then(|file| file.blake3) {
        Some(key) => reader.key(&key),
        None => Err(fault),
    })
}

/// The sections in their order, labels and headings on lines of their own.
fn text(out: &mut dyn Write, record: &Record) -> io::Result<()> {
    let header = &record.header;
    let kind = header.doc_type.as_ref().map(|kind| kind.name.as_str());
    let number = header.number.as_ref().map(|number| number.text.as_str());
    let issuer = header.issuer.as_ref().map(|issuer| issuer.name.as_str());
    let title = header.title.as_ref().map(|title| title.text.as_str());
    for line in [issuer, number, kind, title].into_iter().flatten() {
        writeln!(out, "{line}")?;
    }
    let mut waiting: Vec<&Section> = record.sections.iter().rev().collect();
    while let Some(section) = waiting.pop() {
        let head = [section.label.as_deref(), section.heading.as_deref()];
        let head: Vec<&str> = head.into_iter().flatten().collect();
        writeln!(out)?;
        if !head.is_empty() {
            writeln!(out, "{}", head.join(". "))?;
        }
        if !section.text.is_empty() {
            writeln!(out, "{}", section.text)?;
        }
        waiting.extend(section.children.iter().rev());
    }
    Ok(())
}
