//! What the commands share that ask a corpus what it knows beyond single documents.

use super::corpus::Broken;
use super::output::plain;
use super::pick;
use super::talk::Talk;
use crate::corpus::{Fault, Reader, TargetRow};
use crate::diagnostic::Lang;
use crate::knowledge::{self, Node};
use crate::rules::Rules;
use clap::builder::RangedU64ValueParser;
use clap::{Arg, ArgAction};
use serde::Serialize;
use std::io::{self, Write};

/// How many documents a number may be before it says nothing.
const MOST: usize = 20;

/// `--json`.
pub fn json(lang: Lang) -> Arg {
    let help = pick(lang, "Kết quả dạng JSON", "Print the answer as JSON");
    Arg::new("json").long("json").action(ArgAction::SetTrue).help(help)
}

/// `--limit N`.
pub fn limit(lang: Lang, vi: &'static str, en: &'static str) -> Arg {
    Arg::new("limit")
        .long("limit")
        .value_name("N")
        .value_parser(RangedU64ValueParser::<usize>::new().range(1..=10_000_000))
        .help(pick(lang, vi, en))
}

/// The one document that words name: by key, its first digits, or number. `None` after a complaint.
pub fn one(reader: &Reader, words: &str, talk: &Talk) -> Result<Option<Node>, Broken> {
    let found = knowledge::found(reader, words, Rules::embedded(), MOST)?;
    match &found[..] {
        [] => Err(Fault::no_document(words, 0).into()),
        [one] => Ok(Some(one.clone())),
        several => {
            talk.complain(
                &format!("{words} là số của nhiều văn bản; dùng mã (các chữ số đầu dòng) thay cho số:"),
                &format!(
                    "{words} is the number of several documents; name one by its key, the digits before each:"
                ),
            );
            for node in several {
                talk.complain(&line(node), &line(node));
            }
            Ok(None)
        }
    }
}

/// A document on one line: key, kind, number, date, issuer, title.
pub fn line(node: &Node) -> String {
    let key = node.key.as_deref().and_then(|key| key.get(..12)).unwrap_or("-");
    let title = node.title.as_deref().map(|title| shortened(title, 80));
    let date = node.date.clone().or_else(|| node.year.map(|year| year.to_string()));
    let named = [Some(node.label()), date, node.issuer.clone(), title.filter(|_| node.number.is_some())];
    plain(&format!("{key:12}  {}", named.into_iter().flatten().collect::<Vec<_>>().join(" · ")))
}

/// At most so many characters.
pub fn shortened(text: &str, length: usize) -> String {
    match text.char_indices().nth(length) {
        None => text.to_owned(),
        Some((at, _)) => format!("{}…", text[..at].trim_end()),
    }
}

/// What a target wants to reach, in signs: "≥ 94,15 %".
pub fn aim(target: &TargetRow, lang: Lang) -> String {
    match target.aim().signs(lang) {
        signs if signs.is_empty() => lang.pick("(định tính)", "(qualitative)").to_owned(),
        signs => signs,
    }
}

/// Writes an answer as JSON for people and programs.
pub fn write_json(out: &mut dyn Write, answer: &impl Serialize) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *out, answer)?;
    out.write_all(b"\n")
}

/// Writes rows as CSV with heads, as [`crate::write::csv`] does.
pub fn write_csv(
    out: &mut dyn Write,
    heads: &[&str],
    rows: impl Iterator<Item = Vec<String>>,
) -> io::Result<()> {
    out.write_all("\u{feff}".as_bytes())?;
    let mut csv = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(out);
    csv.write_record(heads)?;
    for row in rows {
        csv.write_record(row.iter().map(|field| crate::write::csv::harmless(field).into_owned()))?;
    }
    csv.flush()
}
