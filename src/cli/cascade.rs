//! `extract cascade` and `extract copied`: which plan carries out which, indicators side by side, paragraphs taken over.

use super::corpus::{self, Broken};
use super::known::{self, line};
use super::output::{plain, to_stdout};
use super::talk::Talk;
use super::{Exit, pick};
use crate::corpus::Corpus;
use crate::diagnostic::Lang;
use crate::knowledge::{self, Cascade, Compared, Copied};
use crate::rules::Rules;
use crate::write::phrases;
use clap::{Arg, ArgMatches, Command};
use serde::Serialize;
use std::io::{self, Write};
use std::path::PathBuf;

/// What was asked for.
pub struct Asked {
    corpus: PathBuf,
    /// One document, or two of which the second is held against the first.
    documents: Vec<String>,
    limit: usize,
    json: bool,
}

/// The command line of `cascade`, but for what all commands share.
pub fn command(lang: Lang) -> Command {
    let t = |vi, en| pick(lang, vi, en);
    Command::new("cascade")
        .about(t(
            "Chuỗi triển khai: văn bản này thực hiện văn bản nào, được văn bản nào thực hiện; chỉ tiêu cạnh nhau theo cấp",
            "Which documents a document carries out and which carry it out; the same indicators side by side down the levels",
        ))
        .arg(corpus::argument(lang))
        .arg(Arg::new("document").value_name(t("MÃ|SỐ", "KEY|NUMBER")).required(true).help(t(
            "Mã hoặc số, ký hiệu của văn bản",
            "Key or number of a document",
        )))
        .arg(known::limit(lang, "Số văn bản nhiều nhất (mặc định 200)", "Most documents (default 200)"))
        .arg(known::json(lang))
}

/// The command line of `copied`, but for what all commands share.
pub fn copied_command(lang: Lang) -> Command {
    let t = |vi, en| pick(lang, vi, en);
    Command::new("copied")
        .about(t(
            "Các đoạn của văn bản sau chép lại từ văn bản trước",
            "The paragraphs of the second document that stand in the first one too",
        ))
        .arg(corpus::argument(lang))
        .arg(
            Arg::new("document")
                .value_names([t("MÃ|SỐ", "KEY|NUMBER"), t("MÃ|SỐ", "KEY|NUMBER")])
                .num_args(2)
                .required(true)
                .help(t("Mã hoặc số, ký hiệu của hai văn bản", "Keys or numbers of two documents")),
        )
        .arg(known::json(lang))
}

pub fn parse(given: &ArgMatches) -> Asked {
    Asked {
        corpus: given.get_one("corpus").cloned().unwrap_or_default(),
        documents: super::arguments::many(given, "document"),
        limit: given.try_get_one("limit").ok().flatten().copied().unwrap_or(200),
        json: given.get_flag("json"),
    }
}

#[derive(Serialize)]
struct Answer {
    #[serde(flatten)]
    cascade: Cascade,
    compared: Compared,
}

/// Prints the cascade of a document.
///
/// # Errors
/// Those of standard output.
pub fn cascade(asked: &Asked, talk: &Talk) -> io::Result<Exit> {
    let run = || {
        let reader = Corpus::open(&asked.corpus)?.reader()?;
        let Some(keys) = keys(&reader, asked, talk)? else { return Ok(Exit::Usage) };
        let cascade = knowledge::cascade(&reader, &keys[0], asked.limit)?;
        let compared = knowledge::compare(&reader, &cascade.keys(), true, Rules::embedded())?;
        let answer = Answer { cascade, compared };
        Ok(to_stdout(|out| match asked.json {
            true => known::write_json(out, &answer),
            false => print(out, &answer, talk.lang),
        })?)
    };
    corpus::exit(run(), talk)
}

/// The keys of the documents that were asked for; `None` after a complaint.
fn keys(reader: &crate::corpus::Reader, asked: &Asked, talk: &Talk) -> Result<Option<Vec<String>>, Broken> {
    let mut keys = Vec::new();
    for words in &asked.documents {
        let Some(node) = known::one(reader, words, talk)? else { return Ok(None) };
        match node.key {
            Some(key) => keys.push(key),
            None => {
                talk.complain(
                    &format!("{words} chỉ được viện dẫn, kho không có văn bản này"),
                    &format!("{words} is only cited, the corpus does not hold it"),
                );
                return Ok(None);
            }
        }
    }
    Ok(Some(keys))
}

fn print(out: &mut dyn Write, answer: &Answer, lang: Lang) -> io::Result<()> {
    let top = answer.cascade.steps.first().map_or(0, |step| step.depth);
    for step in &answer.cascade.steps {
        let indent = "  ".repeat(usize::try_from(step.depth - top).unwrap_or_default());
        let mark = if step.depth == 0 { "▸" } else { " " };
        writeln!(out, "{mark} {indent}{}", line(&step.document))?;
    }
    if answer.cascade.is_cut {
        writeln!(out, "  … {}", lang.pick("còn nữa (--limit)", "there are more (--limit)"))?;
    }
    for row in &answer.compared.rows {
        writeln!(out, "\n{}", plain(&row.indicator))?;
        for value in &row.values {
            let target = &value.target;
            let document = &answer.compared.documents[value.document];
            let issuer = document.issuer.clone().unwrap_or_else(|| document.label());
            let deadline =
                target.deadline.as_ref().map(|deadline| format!(", {deadline}")).unwrap_or_default();
            let number = known::aim(target, lang);
            let place = phrases::position(target.page, target.line, lang);
            writeln!(out, "  {}", plain(&format!("{number}{deadline} · {issuer} ({place})")))?;
        }
    }
    Ok(())
}

/// Prints what two documents have in common.
///
/// # Errors
/// Those of standard output.
pub fn copied(asked: &Asked, talk: &Talk) -> io::Result<Exit> {
    let run = || {
        let reader = Corpus::open(&asked.corpus)?.reader()?;
        let Some(keys) = keys(&reader, asked, talk)? else { return Ok(Exit::Usage) };
        let [first, second] = &keys[..] else { return Ok(Exit::Usage) };
        let copied = knowledge::copied(&reader, first, second)?;
        Ok(to_stdout(|out| match asked.json {
            true => known::write_json(out, &copied),
            false => print_copied(out, &copied, talk.lang),
        })?)
    };
    corpus::exit(run(), talk)
}

fn print_copied(out: &mut dyn Write, copied: &Copied, lang: Lang) -> io::Result<()> {
    writeln!(out, "1: {}\n2: {}", line(&copied.first), line(&copied.second))?;
    let share = (copied.share * 100.0).round();
    writeln!(
        out,
        "{} {share}%",
        lang.pick("Phần chép lại của văn bản 2:", "Share of document 2 that stands in document 1:")
    )?;
    for passage in &copied.passages {
        let place = |at: &knowledge::CopiedIn| {
            format!("{} ({})", at.section, phrases::position(at.page, at.line, lang))
        };
        writeln!(out, "\n1: {} → 2: {}", plain(&place(&passage.first)), plain(&place(&passage.second)))?;
        writeln!(out, "  {}", plain(&passage.second.text))?;
    }
    Ok(())
}
