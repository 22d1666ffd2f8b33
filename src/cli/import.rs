//! `extract import`: tables of a cluster, exports and other corpora, brought into a corpus.

use super::arguments::many;
use super::ingest::{duration, on_interrupt, wait_for};
use super::limits::jobs;
use super::talk::Talk;
use super::{Exit, corpus, index, output, pick};
use crate::corpus::Corpus;
use crate::diagnostic::Lang;
use crate::import::{self, Problem, Setting, Source, Tally};
use crate::ingest::Stop;
use crate::rules::Rules;
use crate::write::phrases;
use clap::builder::RangedU64ValueParser;
use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::io::{self, IsTerminal};
use std::num::NonZero;
use std::path::PathBuf;
use std::time::{Duration, Instant};

/// How many problems are said one by one.
const SAID: usize = 20;

/// How often a line is written where there is no terminal.
const EVERY: Duration = Duration::from_secs(10);

/// What was asked for.
pub struct Import {
    corpus: PathBuf,
    sources: Vec<PathBuf>,
    waits: bool,
    leaves_index: bool,
    jobs: NonZero<usize>,
    batch: Option<usize>,
    json: bool,
    pub quiet: bool,
}

/// The command line, but for what all commands share.
pub fn command(lang: Lang) -> Command {
    let t = |vi, en| pick(lang, vi, en);
    let flag =
        |name: &'static str, vi, en| Arg::new(name).long(name).action(ArgAction::SetTrue).help(t(vi, en));
    let number = |name: &'static str| {
        Arg::new(name)
            .long(name)
            .value_name("N")
            .value_parser(RangedU64ValueParser::<usize>::new().range(1..))
    };
    Command::new("import")
        .about(t(
            "Đưa kết quả của cụm máy (Parquet, NDJSON) hoặc một kho khác vào một kho; chạy lại thì chỉ thêm phần còn thiếu",
            "Bring a cluster's result (Parquet, NDJSON) or another corpus into a corpus; run again, it adds only what is missing",
        ))
        .after_help(t(AFTER_VI, AFTER_EN))
        .arg(
            Arg::new("sources")
                .value_name(t("NGUỒN", "SOURCE"))
                .num_args(1..)
                .required(true)
                .value_parser(value_parser!(PathBuf))
                .help(t(
                    "Thư mục hay tệp Parquet có bảng documents, tệp NDJSON các bản ghi, hoặc thư mục của kho khác",
                    "Directories or files of Parquet with the table documents, NDJSON of records, or other corpora",
                )),
        )
        .arg(corpus::argument(lang))
        .arg(flag(
            "wait",
            "Đợi nếu kho đang được tiến trình khác ghi",
            "Wait where another process writes into the corpus",
        ))
        .arg(flag("json", "Tổng kết dạng JSON trên đầu ra chuẩn", "The summary as JSON on standard output"))
        .arg(flag(
            "no-index",
            "Chưa cập nhật chỉ mục tìm kiếm; để sau bằng: extract index --update",
            "Leave the search index for later: extract index --update",
        ))
        .arg(number("jobs").short('j').help(t(
            "Số luồng dựng các bảng từ bản ghi (mặc định: số lõi)",
            "How many threads make rows of records (default: cores)",
        )))
        .arg(number("batch").hide(true).help(t(
            "Ghi vào kho sau mỗi N văn bản (mặc định 2000)",
            "Commit after every N documents (default 2000)",
        )))
}

pub fn parse(given: &ArgMatches) -> Import {
    Import {
        corpus: given.get_one("corpus").cloned().unwrap_or_default(),
        sources: many(given, "sources"),
        waits: given.get_flag("wait"),
        leaves_index: given.get_flag("no-index"),
        jobs: jobs(given),
        batch: given.get_one("batch").copied(),
        json: given.get_flag("json"),
        quiet: given.get_flag("quiet"),
    }
}

/// Brings what the sources hold into a corpus.
///
/// # Errors
/// Those of the output.
pub fn import(asked: &Import, talk: &Talk) -> io::Result<Exit> {
    let (sources, problems) = import::find(&asked.sources, &asked.corpus);
    if sources.is_empty() {
        problems.iter().for_each(|problem| say(problem, talk));
        let is_missing = problems.iter().all(|problem| problem.code() == "not-found");
        return Ok(if is_missing { Exit::CannotOpen } else { Exit::CannotRead });
    }
    // The language of a corpus that is made here is that of the records that come into it, where that is known.
    let lang = sources.iter().find_map(|source| match source {
        Source::Corpus(other) => Some(other.lang()),
        _ => None,
    });
    let stop = Stop::default();
    on_interrupt(&stop, talk.lang);
    let open = || Corpus::create(&asked.corpus, lang.unwrap_or(talk.lang));
    let roots: Vec<String> = asked
        .sources
        .iter()
        .map(|source| source.canonicalize().unwrap_or_else(|_| source.clone()).display().to_string())
        .collect();
    let setting = Setting {
        jobs: asked.jobs,
        rules: Rules::embedded(),
        batch: asked.batch,
        stop: &|| stop.is_asked(),
        roots: &roots,
    };
    let mut show = Show::new(talk, asked.quiet);
    let outcome = wait_for(open, asked.waits, &stop, talk).and_then(|(corpus, writer)| {
        import::import(&corpus, writer, &sources, problems, &setting, &mut |tally, of| {
            show.progress(tally, of)
        })
    });
    show.end();
    let tally = match outcome {
        Ok(tally) => tally,
        Err(fault) => return corpus::exit(Err(fault.into()), talk),
    };
    tally.problems.iter().take(SAID).for_each(|problem| say(problem, talk));
    if asked.json {
        let value = serde_json::to_value(&tally)?;
        output::to_stdout(|out| output::pretty(out, &value))?;
    }
    for line in lines(&tally, &asked.corpus.display().to_string()) {
        talk.note(&line(Lang::Vi), &line(Lang::En));
    }
    // An interrupted import leaves the index to the next.
    let is_indexed = asked.leaves_index || tally.interrupted || index::follow(&asked.corpus, &stop, talk);
    Ok(match &tally {
        _ if !is_indexed => Exit::Interrupted,
        Tally { interrupted: true, .. } => Exit::Interrupted,
        tally if !tally.refused.is_empty() => Exit::SomeFailed,
        _ => Exit::AllRead,
    })
}

fn say(problem: &Problem, talk: &Talk) {
    let line = |lang| output::plain(&format!("[{}] {}", problem.code(), problem.text(lang)));
    talk.complain(&line(Lang::Vi), &line(Lang::En));
}

type Line = Box<dyn Fn(Lang) -> String>;

/// What the import came to, in words.
fn lines(tally: &Tally, corpus: &str) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    let counts = [
        (tally.new, "văn bản mới", "new documents"),
        (tally.renewed, "văn bản thay bản ghi", "documents with another record"),
        (tally.entries - tally.failed, "mục khác của sổ tệp", "further entries of the ledger"),
        (tally.failed, "tệp lỗi", "failed files"),
        (tally.corrections, "đính chính", "corrections"),
        (tally.unchanged, "đã có", "already there"),
    ];
    let seconds = tally.seconds;
    lines.push(Box::new(move |lang| {
        let named = counts.iter().enumerate().filter(|(at, (count, ..))| *at == 0 || *count > 0);
        let parts: Vec<String> = named
            .map(|(_, (count, vi, en))| format!("{} {}", phrases::number(*count, lang), lang.pick(vi, en)))
            .collect();
        format!("{} {}: {}", lang.pick("sau", "in"), duration(seconds, lang), parts.join(", "))
    }));
    if tally.conflicts > 0 {
        let conflicts = tally.conflicts;
        lines.push(Box::new(move |lang| {
            let count = phrases::number(conflicts, lang);
            lang.pick(
                format!("{count} văn bản có tên tệp mà sổ của kho đã dùng cho nội dung khác: giữ cả hai văn bản, tên vẫn của văn bản cũ"),
                format!("{count} documents have file names that the ledger has for other contents: both are kept, the name stays with the first"),
            )
        }));
    }
    if !tally.refused.is_empty() {
        let refused: Vec<String> =
            tally.refused.iter().map(|(code, count)| format!("{code} {count}")).collect();
        lines.push(Box::new(move |lang| {
            let codes = refused.join(" · ");
            lang.pick(format!("  không nhập được: {codes}"), format!("  left out: {codes}"))
        }));
    }
    if tally.interrupted {
        lines.push(Box::new(|lang| {
            lang.pick(
                "bị ngắt giữa chừng: chạy lại chính lệnh này để tiếp tục".to_owned(),
                "stopped before the end: run the same command again to go on".to_owned(),
            )
        }));
    }
    let corpus = corpus.to_owned();
    lines.push(Box::new(move |lang| {
        lang.pick(
            format!("xem kho: extract status --corpus {corpus}"),
            format!("the corpus: extract status --corpus {corpus}"),
        )
    }));
    lines
}

/// The import as it goes on: a bar on a terminal, a line now and then elsewhere.
struct Show<'t> {
    talk: &'t Talk,
    quiet: bool,
    bar: Option<ProgressBar>,
    said: Instant,
}

impl<'t> Show<'t> {
    fn new(talk: &'t Talk, quiet: bool) -> Show<'t> {
        let bar = (!quiet && io::stderr().is_terminal()).then(|| {
            let style = ProgressStyle::with_template("{spinner} {msg}");
            let style = style.unwrap_or_else(|_| ProgressStyle::default_spinner());
            ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr()).with_style(style)
        });
        Show { talk, quiet, bar, said: Instant::now() }
    }

    fn progress(&mut self, tally: &Tally, expected: Option<u64>) {
        let line = self.line(tally, expected);
        match &self.bar {
            Some(bar) => {
                if let Some(expected) = expected {
                    if bar.length().is_none() {
                        let style = ProgressStyle::with_template("{bar:24} {percent}% {msg}");
                        bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
                    }
                    bar.set_length(expected.max(tally.seen));
                }
                bar.set_position(tally.seen);
                bar.set_message(line);
            }
            None if !self.quiet && self.said.elapsed() >= EVERY => {
                self.said = Instant::now();
                self.talk.note(&line, &line);
            }
            None => {}
        }
    }

    fn line(&self, tally: &Tally, expected: Option<u64>) -> String {
        let lang = self.talk.lang;
        let number = |count| phrases::number(count, lang);
        let rate = tally.seen as f64 / tally.seconds.max(0.001);
        let of = expected.map(|expected| format!("/{}", number(expected))).unwrap_or_default();
        let left = expected.filter(|_| rate > 0.0).map(|expected| {
            let time = duration(expected.saturating_sub(tally.seen) as f64 / rate, lang);
            lang.pick(format!(", còn {time}"), format!(", {time} left"))
        });
        format!(
            "{}{of} {}, {rate:.0}/{}{}",
            number(tally.seen),
            lang.pick("bản ghi", "records"),
            lang.pick("giây", "s"),
            left.unwrap_or_default(),
        )
    }

    fn end(&self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}

const AFTER_VI: &str = "\
Ví dụ:
  extract import ket-qua-spark/ --corpus kho        kết quả của cụm máy (Parquet)
  extract import bang/documents.parquet --corpus kho
  extract import kho-huyen-a kho-huyen-b --corpus kho-tinh    gộp các kho, cả sổ tệp và đính chính
  extract import ban-ghi.ndjson --corpus kho        do extract export --format ndjson ghi ra

Bị ngắt lúc nào cũng chạy lại chính lệnh ấy là tiếp tục. Mã thoát: 0 xong, 1 có hàng hay tệp không nhập được, 3 không thấy
nguồn, 4 nguồn không có bản ghi nào đọc được, 6 đĩa đầy, 9 kho đang được ghi, 10 kho hỏng hoặc không mở được, 130 bị ngắt.";

const AFTER_EN: &str = "\
Examples:
  extract import spark-result/ --corpus corpus      what a cluster wrote (Parquet)
  extract import tables/documents.parquet --corpus corpus
  extract import district-a district-b --corpus province    corpora, their ledgers and corrections too
  extract import records.ndjson --corpus corpus     as extract export --format ndjson writes it

Whenever it was stopped, the same command goes on. Exit codes: 0 done, 1 rows or files were left out, 3 no source is there,
4 no source holds records, 6 disk full, 9 the corpus is being written, 10 the corpus is damaged or cannot be opened,
130 interrupted.";
