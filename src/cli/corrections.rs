//! `extract corrections`: what people corrected, out of a corpus and into one.

use super::corpus::{self, Broken};
use super::output::{self, Pending, to_file};
use super::talk::Talk;
use super::{Exit, pick};
use crate::corpus::corrections::{Correction, Kept, apply, each, gold};
use crate::corpus::{Corpus, Fault, Reader};
use crate::diagnostic::Lang;
use crate::write::wire::Record;
use clap::{Arg, ArgMatches, Command, value_parser};
use std::collections::{BTreeMap, HashSet};
use std::io::{self, BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};

/// Longest line that is read, in bytes.
const LONGEST: u64 = 1 << 20;
/// How many corrections are kept at a time.
const BATCH: usize = 1000;

/// What was asked for.
pub enum Asked {
    Export { corpus: PathBuf, out: Option<PathBuf>, gold: Option<PathBuf> },
    Import { corpus: PathBuf, file: String },
}

/// The command line, but for what all commands share, which `common` adds to each.
pub fn command(lang: Lang, common: &dyn Fn(Command) -> Command) -> Command {
    let t = |vi, en| pick(lang, vi, en);
    let path = |name: &'static str, value: &'static str, vi, en| {
        Arg::new(name).long(name).value_name(value).value_parser(value_parser!(PathBuf)).help(t(vi, en))
    };
    let export = Command::new("export")
        .about(t(
            "Xuất đính chính: mỗi dòng một đối tượng JSON, hoặc bản chú giải mẫu cho extract eval",
            "Export corrections: a JSON object a line, or gold for extract eval",
        ))
        .arg(corpus::argument(lang))
        .arg(
            path(
                "out",
                t("TỆP", "FILE"),
                "Ghi vào tệp này thay vì đầu ra chuẩn",
                "Write to this file instead of standard output",
            )
            .short('o'),
        )
        .arg(
            path(
                "gold",
                t("THƯ_MỤC", "DIR"),
                "Ghi vào thư mục này một tệp .gold cho mỗi văn bản đã có người xem",
                "Write into this directory a .gold file for each document that people looked at",
            )
            .conflicts_with("out"),
        );
    let import = Command::new("import")
        .about(t(
            "Nhập đính chính đã xuất từ kho này hay kho khác",
            "Import corrections that were exported from this corpus or another",
        ))
        .arg(
            Arg::new("file")
                .value_name(t("TỆP", "FILE"))
                .required(true)
                .help(t("Tệp NDJSON; \"-\" là đầu vào chuẩn", "The NDJSON file; \"-\" is standard input")),
        )
        .arg(corpus::argument(lang));
    Command::new("corrections")
        .about(t(
            "Xuất và nhập đính chính của con người",
            "Export and import the corrections that people made",
        ))
        .subcommand_required(true)
        .subcommand_help_heading(t("Lệnh", "Commands"))
        .subcommand_value_name(t("LỆNH", "COMMAND"))
        .disable_help_subcommand(true)
        .subcommand(common(export))
        .subcommand(common(import))
}

pub fn parse(given: &ArgMatches) -> Asked {
    let corpus = |given: &ArgMatches| given.get_one("corpus").cloned().unwrap_or_default();
    match given.subcommand() {
        Some(("import", given)) => {
            Asked::Import { corpus: corpus(given), file: given.get_one("file").cloned().unwrap_or_default() }
        }
        Some((_, given)) => Asked::Export {
            corpus: corpus(given),
            out: given.get_one("out").cloned(),
            gold: given.get_one("gold").cloned(),
        },
        None => Asked::Export { corpus: PathBuf::new(), out: None, gold: None },
    }
}

/// Exports or imports.
///
/// # Errors
/// Those of the output.
pub fn corrections(asked: &Asked, talk: &Talk) -> io::Result<Exit> {
    let done = match asked {
        Asked::Export { corpus, gold: Some(directory), .. } => to_gold(corpus, directory, talk),
        Asked::Export { corpus, out, .. } => export(corpus, out.as_deref()),
        Asked::Import { corpus, file } => import(corpus, file, talk),
    };
    corpus::exit(done, talk)
}

fn export(corpus: &Path, out: Option<&Path>) -> Result<Exit, Broken> {
    let reader = Corpus::open(corpus)?.reader()?;
    match out {
        Some(path) => {
            let mut pending = Pending::new(path)?;
            lines(&reader, &mut pending)?;
            pending.finish()?;
            Ok(Exit::AllRead)
        }
        None => {
            let mut failed = None;
            let exit = output::to_stdout(|out| match lines(&reader, out) {
                Ok(()) => Ok(()),
                Err(Broken::Output(cause)) => Err(cause),
                Err(other) => {
                    failed = Some(other);
                    Ok(())
                }
            })?;
            failed.map_or(Ok(exit), Err)
        }
    }
}

/// An error on the way from the database to a line.
enum Trouble {
    Base(rusqlite::Error),
    Output(io::Error),
}

impl From<rusqlite::Error> for Trouble {
    fn from(cause: rusqlite::Error) -> Trouble {
        Trouble::Base(cause)
    }
}

fn lines(reader: &Reader, out: &mut dyn Write) -> Result<(), Broken> {
    let written = each(reader, |kept| {
        let line = serde_json::to_string(&kept.correction).map_err(|cause| Trouble::Output(cause.into()))?;
        writeln!(out, "{line}").map_err(Trouble::Output)
    });
    written.map_err(|trouble| match trouble {
        Trouble::Base(cause) => Broken::Corpus(reader.fault(cause)),
        Trouble::Output(cause) => Broken::Output(cause),
    })
}

fn to_gold(corpus: &Path, directory: &Path, talk: &Talk) -> Result<Exit, Broken> {
    let reader = Corpus::open(corpus)?.reader()?;
    output::directory(directory)?;
    let mut of_documents: BTreeMap<String, Vec<Kept>> = BTreeMap::new();
    each(&reader, |kept| {
        of_documents.entry(kept.correction.document.clone()).or_default().push(kept);
        Ok(())
    })
    .map_err(|cause: rusqlite::Error| reader.fault(cause))?;
    let mut names = HashSet::new();
    for (key, corrections) in &of_documents {
        let Some(summary) = reader.summary(key)? else {
            talk.note(
                &format!("bỏ qua văn bản {}: không còn trong kho", &key[..key.len().min(16)]),
                &format!("left out document {}: not in the corpus any more", &key[..key.len().min(16)]),
            );
            continue;
        };
        let Some(json) = reader.read_json(key)? else { continue };
        let mut record: Record = serde_json::from_str(&json).map_err(|cause| Broken::Output(cause.into()))?;
        let attached = apply(&mut record, corrections);
        let file = Path::new(&summary.path)
            .file_stem()
            .map_or_else(|| key.clone(), |stem| stem.to_string_lossy().into_owned());
        let name = if names.insert(file.clone()) { file } else { format!("{file}-{}", &key[..8]) };
        to_file(&directory.join(format!("{name}.gold")), |out| {
            writeln!(out, "# {}", summary.path.replace(['\n', '\r'], " "))?;
            out.write_all(gold(&record, corrections, &attached).as_bytes())
        })?;
    }
    Ok(Exit::AllRead)
}

fn import(corpus: &Path, file: &str, talk: &Talk) -> Result<Exit, Broken> {
    let corpus = Corpus::open(corpus)?;
    let mut input: Box<dyn BufRead> = if file == "-" {
        Box::new(io::stdin().lock())
    } else {
        match std::fs::File::open(file) {
            Ok(opened) => Box::new(BufReader::new(opened)),
            Err(cause) => {
                talk.complain(
                    &format!("{file}: không mở được ({cause})"),
                    &format!("{file}: cannot be opened ({cause})"),
                );
                return Ok(Exit::CannotOpen);
            }
        }
    };
    let mut desk = corpus.desk()?;
    let (mut batch, mut number, mut new, mut wrong) = (Vec::new(), 0, 0, 0);
    let mut keep = |batch: &mut Vec<Correction>| -> Result<usize, Fault> {
        let kept = desk.keep(batch);
        batch.clear();
        kept
    };
    loop {
        let mut line = String::new();
        let read = input.by_ref().take(LONGEST).read_line(&mut line);
        number += 1;
        match read {
            Ok(0) => break,
            Ok(_) if line.trim().is_empty() => continue,
            Ok(_) => {}
            Err(cause) => {
                talk.complain(
                    &format!("{file}, dòng {number}: không đọc được ({cause})"),
                    &format!("{file}, line {number}: cannot be read ({cause})"),
                );
                wrong += 1;
                break;
            }
        }
        match serde_json::from_str::<Correction>(&line).map_err(|cause| cause.to_string()).and_then(sound) {
            Ok(correction) => batch.push(correction),
            Err(cause) => {
                wrong += 1;
                talk.complain(
                    &format!("{file}, dòng {number}: không phải một đính chính ({cause})"),
                    &format!("{file}, line {number}: is no correction ({cause})"),
                );
            }
        }
        if batch.len() >= BATCH {
            new += keep(&mut batch)?;
        }
    }
    new += keep(&mut batch)?;
    talk.note(&format!("{new} đính chính mới"), &format!("{new} new corrections"));
    Ok(if wrong == 0 { Exit::AllRead } else { Exit::SomeFailed })
}

/// A correction whose value can stand where it says.
fn sound(correction: Correction) -> Result<Correction, String> {
    let Correction { facet, field, new, document, who, .. } = &correction;
    if document.len() != 64 || !document.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f')) {
        return Err("document".to_owned());
    }
    if who.trim().is_empty() {
        return Err("who".to_owned());
    }
    match crate::corpus::corrections::check(*facet, field, new.as_deref()) {
        Ok(()) => Ok(correction),
        Err(refusal) => Err(format!("{field}: {}", refusal.0.en)),
    }
}
