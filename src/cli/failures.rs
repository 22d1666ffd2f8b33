//! `extract failures`: the files of a corpus that could not be read, and what to do about each.

use super::corpus::{self, Broken};
use super::talk::Talk;
use super::{Exit, arguments::many, output, pick};
use crate::corpus::{Corpus, Failed, Reader};
use crate::diagnostic::Lang;
use clap::{Arg, ArgAction, ArgMatches, Command};
use std::io::{self, BufWriter, Write};
use std::path::PathBuf;

/// What was asked for.
pub struct Asked {
    corpus: PathBuf,
    codes: Vec<String>,
    with_skipped: bool,
    json: bool,
}

/// The command line, but for what all commands share.
pub fn command(lang: Lang) -> Command {
    let t = |vi, en| pick(lang, vi, en);
    let flag =
        |name: &'static str, vi, en| Arg::new(name).long(name).action(ArgAction::SetTrue).help(t(vi, en));
    Command::new("failures")
        .about(t(
            "Liệt kê các tệp của kho không đọc được, vì sao, và cách xử lý; thoát với mã 1 nếu có",
            "List the files of a corpus that could not be read, why, and what to do; exits with 1 where there are any",
        ))
        .after_help(t(AFTER_VI, AFTER_EN))
        .arg(corpus::argument(lang))
        .arg(Arg::new("code").long("code").value_name(t("MÃ", "CODE")).action(ArgAction::Append).help(t(
            "Chỉ các tệp có mã lỗi này: encrypted-file, … (có thể lặp lại)",
            "Only files with this code: encrypted-file, … (repeatable)",
        )))
        .arg(flag("skipped", "Kể cả các tệp đã bỏ qua", "Also the files that were left alone"))
        .arg(flag("json", "Mỗi tệp một dòng JSON", "One line of JSON for each file"))
}

pub fn parse(given: &ArgMatches) -> Asked {
    Asked {
        corpus: given.get_one("corpus").cloned().unwrap_or_default(),
        codes: many(given, "code"),
        with_skipped: given.get_flag("skipped"),
        json: given.get_flag("json"),
    }
}

/// Lists what failed.
///
/// # Errors
/// Those of standard output.
pub fn failures(asked: &Asked, talk: &Talk) -> io::Result<Exit> {
    corpus::exit(list(asked, talk), talk)
}

fn list(asked: &Asked, talk: &Talk) -> Result<Exit, Broken> {
    let reader = Corpus::open(&asked.corpus)?.reader()?;
    let mut out = BufWriter::new(io::stdout().lock());
    let listed = match asked.json {
        true => lines(&reader, asked, &mut out)?,
        false => by_cause(&reader, asked, &mut out, talk.lang)?,
    };
    out.flush()?;
    if listed == 0 {
        talk.note("không có tệp nào", "no files");
    }
    Ok(if listed == 0 { Exit::AllRead } else { Exit::SomeFailed })
}

/// A line of JSON for each.
fn lines(reader: &Reader, asked: &Asked, out: &mut dyn Write) -> Result<u64, Broken> {
    let mut listed = 0;
    reader.failures(asked.with_skipped, &asked.codes, |failed| {
        listed += 1;
        serde_json::to_writer(&mut *out, &failed).map_err(io::Error::from)?;
        Ok::<_, Broken>(out.write_all(b"\n")?)
    })?;
    Ok(listed)
}

/// Under each cause its remedy once, then the files.
fn by_cause(reader: &Reader, asked: &Asked, out: &mut dyn Write, lang: Lang) -> Result<u64, Broken> {
    let mut listed = 0;
    let mut last: Option<Failed> = None;
    reader.failures(asked.with_skipped, &asked.codes, |failed| {
        let reason = &failed.reason;
        let message = lang.pick(&reason.message_vi, &reason.message_en);
        let remedy = lang.pick(&reason.remedy_vi, &reason.remedy_en);
        let is_same = last.as_ref().is_some_and(|last| {
            last.reason.code == reason.code
                && lang.pick(&last.reason.remedy_vi, &last.reason.remedy_en) == remedy
        });
        if !is_same {
            let gap = if last.is_some() { "\n" } else { "" };
            writeln!(out, "{gap}[{}] {remedy}", output::plain(&reason.code))?;
        }
        let cause = reason.cause.as_ref().map(|cause| format!(" ({cause})")).unwrap_or_default();
        writeln!(out, "  {}", output::plain(&format!("{}: {message}{cause}", failed.path)))?;
        listed += 1;
        last = Some(failed);
        Ok::<_, Broken>(())
    })?;
    Ok(listed)
}

const AFTER_VI: &str = "\
Ví dụ:
  extract failures --corpus kho
  extract failures --corpus kho --code encrypted-file --json
  extract retry --corpus kho --code encrypted-file      đọc lại sau khi đã xử lý";

const AFTER_EN: &str = "\
Examples:
  extract failures --corpus corpus
  extract failures --corpus corpus --code encrypted-file --json
  extract retry --corpus corpus --code encrypted-file      read them again once dealt with";
