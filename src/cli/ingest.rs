//! `extract ingest` and what it shares with `extract retry`: a run over a corpus, as a person sees it.

mod show;
mod summary;

use super::arguments::{Reading, many, reading};
use super::limits::{self, MEMORY_LIMIT_INGEST};
use super::talk::Talk;
use super::{Exit, batch, corpus, index, make, output, pick, work};
use crate::corpus::{Corpus, Fault, FaultKind, Writer};
use crate::diagnostic::Lang;
use crate::ingest::{self, Plan, Setting, Stop, Tally};
use crate::worker::Limits;
use clap::builder::RangedU64ValueParser;
use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};
use show::Show;
pub use show::duration;
use std::io;
use std::num::NonZero;
use std::path::PathBuf;
use std::thread;
use std::time::Duration;

/// A run over a corpus.
pub struct Ingest {
    pub corpus: PathBuf,
    pub plan: Plan,
    pub is_dry: bool,
    /// Wait for another process that writes into the corpus.
    pub waits: bool,
    pub rules: Option<PathBuf>,
    pub jobs: NonZero<usize>,
    pub reading: Reading,
    pub limits: Limits,
    pub isolates_all: bool,
    /// Leave the search index as it is.
    pub leaves_index: bool,
    /// Commit after so many files.
    pub batch: Option<usize>,
    pub json: bool,
    pub quiet: bool,
}

/// The command line of `ingest`, but for what all commands share; `shared` are the options of reading.
pub fn command(lang: Lang, shared: &[Arg]) -> Command {
    let t = |vi, en| pick(lang, vi, en);
    run_command(lang, Command::new("ingest"), shared)
        .about(t(
            "Đưa cả cây thư mục vào một kho văn bản; chạy lại thì chỉ đọc tệp mới hoặc đã thay đổi",
            "Take a tree of files into a corpus; run again, it reads only what is new or changed",
        ))
        .after_help(t(AFTER_VI, AFTER_EN))
        .arg(
            Arg::new("paths")
                .value_name(t("ĐƯỜNG_DẪN", "PATH"))
                .num_args(1..)
                .required(true)
                .value_parser(value_parser!(PathBuf))
                .help(t(
                    "Thư mục và tệp, kể cả .zip; tệp ẩn, thư điện tử và tệp không phải văn bản được bỏ qua",
                    "Folders and files, .zip too; hidden files, e-mail and what is no document are passed over",
                )),
        )
        .arg(flag("force", t("Đọc lại mọi tệp", "Read every file again")))
        .arg(flag(
            "prune",
            t(
                "Bỏ khỏi sổ những tệp không còn trên đĩa (trừ khi cả thư mục gốc không còn)",
                "Take files out of the ledger that are gone from the disk (unless their whole root is gone)",
            ),
        ))
}

/// The options that `ingest` and `retry` share.
pub fn run_command(lang: Lang, command: Command, shared: &[Arg]) -> Command {
    let t = |vi, en| pick(lang, vi, en);
    command
        .arg(corpus::argument(lang))
        .arg(flag("dry-run", t("Chỉ liệt kê việc sẽ làm", "Only list what would be done")))
        .arg(flag(
            "wait",
            t("Đợi nếu kho đang được tiến trình khác ghi", "Wait where another process writes into the corpus"),
        ))
        .arg(flag("json", t("Tổng kết dạng JSON trên đầu ra chuẩn", "The summary as JSON on standard output")))
        .arg(flag(
            "isolate",
            t("Đọc cả tệp chữ trong tiến trình riêng", "Read texts too in processes of their own"),
        ))
        .arg(flag(
            "no-index",
            t(
                "Chưa cập nhật chỉ mục tìm kiếm; để sau bằng: extract index --update",
                "Leave the search index for later: extract index --update",
            ),
        ))
        .arg(limits::jobs_argument(lang))
        .arg(
            Arg::new("batch")
                .long("batch")
                .value_name("N")
                .value_parser(RangedU64ValueParser::<usize>::new().range(1..))
                .hide(true)
                .help(t("Ghi vào kho sau mỗi N tệp (mặc định 2000)", "Commit after every N files (default 2000)")),
        )
        .args(shared)
        .mut_arg("memory-limit", |arg| {
            arg.help(t(
                "Bộ nhớ tối đa cho mỗi tiến trình riêng: 800M, 2G (mặc định 560M; nhân với số tệp song song)",
                "Most memory for each process of its own: 800M, 2G (default 560M; times the files in parallel)",
            ))
        })
}

fn flag(name: &'static str, help: &'static str) -> Arg {
    Arg::new(name).long(name).action(ArgAction::SetTrue).help(help)
}

/// What was asked for.
pub fn parse(given: &ArgMatches) -> Ingest {
    let plan = Plan::Take {
        roots: many(given, "paths"),
        is_forced: given.get_flag("force"),
        prunes: given.get_flag("prune"),
    };
    parse_run(given, plan)
}

/// What was asked for, by a command with the options of [`run_command`].
pub fn parse_run(given: &ArgMatches, plan: Plan) -> Ingest {
    Ingest {
        corpus: given.get_one("corpus").cloned().unwrap_or_default(),
        plan,
        is_dry: given.get_flag("dry-run"),
        waits: given.get_flag("wait"),
        rules: given.get_one("rules").cloned(),
        jobs: limits::jobs(given),
        reading: reading(given),
        limits: limits::limits(given, MEMORY_LIMIT_INGEST),
        isolates_all: given.get_flag("isolate"),
        leaves_index: given.get_flag("no-index"),
        batch: given.get_one("batch").copied(),
        json: given.get_flag("json"),
        quiet: given.get_flag("quiet"),
    }
}

/// Takes files into a corpus.
///
/// # Errors
/// Those of the output.
pub fn ingest(asked: &Ingest, talk: &Talk) -> io::Result<Exit> {
    let rules = match batch::rules(asked.rules.as_deref()) {
        Ok(rules) => rules,
        Err(error) => {
            talk.failed(&error);
            return Ok(Exit::BadRules);
        }
    };
    let mut setting = Setting {
        jobs: asked.jobs,
        options: make::options(&asked.reading)?,
        rules: &rules,
        lang: talk.lang,
        pool: work::pool(asked.rules.as_deref(), asked.limits, talk.lang),
        isolates_all: asked.isolates_all,
        batch: asked.batch,
        stop: Stop::default(),
    };
    on_interrupt(&setting.stop, talk.lang);
    let mut show = Show::new(talk, asked);
    let outcome = if asked.is_dry {
        dry(asked, &setting, &mut show)
    } else {
        open(asked, &setting.stop, talk).and_then(|(corpus, writer)| {
            // The language of a corpus is that of its first run.
            setting.lang = corpus.lang();
            ingest::ingest(&corpus, writer, &asked.plan, &setting, &mut show)
        })
    };
    let written = show.end();
    match outcome {
        Ok(tally) => {
            written?;
            let exit = say(asked, &tally, talk)?;
            // An interrupted run leaves the index to the next.
            let is_indexed = asked.is_dry
                || asked.leaves_index
                || tally.interrupted
                || index::follow(&asked.corpus, &setting.stop, talk);
            Ok(if is_indexed { exit } else { Exit::Interrupted })
        }
        Err(fault) => corpus::exit(Err(fault.into()), talk),
    }
}

/// The corpus, made where it is missing, and its one writer.
fn open(asked: &Ingest, stop: &Stop, talk: &Talk) -> Result<(Corpus, Writer), Fault> {
    let open = || match &asked.plan {
        Plan::Take { .. } => Corpus::create(&asked.corpus, talk.lang),
        Plan::Retry { .. } => Corpus::open(&asked.corpus),
    };
    wait_for(open, asked.waits, stop, talk)
}

/// The corpus that `open` gives, and its one writer; where another process writes into it and `waits` says so, when that
/// is through.
pub fn wait_for(
    open: impl Fn() -> Result<Corpus, Fault>,
    waits: bool,
    stop: &Stop,
    talk: &Talk,
) -> Result<(Corpus, Writer), Fault> {
    let mut has_said = false;
    loop {
        let opened = open().and_then(|corpus| corpus.writer().map(|writer| (corpus, writer)));
        match opened {
            Err(fault) if fault.kind() == FaultKind::Busy && waits && !stop.is_asked() => {
                if !has_said {
                    talk.note(
                        &format!("{}: đợi đến lượt", fault.message().vi),
                        &format!("{}: waiting", fault.message().en),
                    );
                    has_said = true;
                }
                thread::sleep(Duration::from_millis(500));
            }
            opened => return opened,
        }
    }
}

fn dry(asked: &Ingest, setting: &Setting<'_>, show: &mut Show<'_>) -> Result<Tally, Fault> {
    let corpus = match (Corpus::open(&asked.corpus), &asked.plan) {
        (Ok(corpus), _) => Some(corpus),
        (Err(fault), Plan::Take { .. }) if fault.kind() == FaultKind::Missing => None,
        (Err(fault), _) => return Err(fault),
    };
    ingest::plan(corpus.as_ref(), &asked.plan, setting, show)
}

/// Ctrl-C, SIGTERM and SIGHUP ask to stop; the second time the process ends at once, which costs no more than a batch.
pub fn on_interrupt(stop: &Stop, lang: Lang) {
    let stop = stop.clone();
    let handled = ctrlc::set_handler(move || {
        if stop.ask() {
            std::process::exit(i32::from(Exit::Interrupted.code()));
        }
        Talk::new(lang, false).complain(
            "đang dừng: làm xong việc đang dở rồi ghi lại; bấm Ctrl-C lần nữa để dừng ngay",
            "stopping: what is at work is finished and written; Ctrl-C again ends at once",
        );
    });
    // Without a handler an interrupt ends the process at once; the corpus stays whole.
    let _ = handled;
}

/// Says what the run came to.
fn say(asked: &Ingest, tally: &Tally, talk: &Talk) -> io::Result<Exit> {
    if asked.json && !asked.is_dry {
        let value = serde_json::to_value(tally)?;
        output::to_stdout(|out| output::pretty(out, &value))?;
    }
    for root in &tally.missing_roots {
        talk.complain(
            &format!(
                "không thấy {root}, hoặc ổ đĩa chưa được gắn: các tệp trong đó vẫn giữ nguyên trong kho"
            ),
            &format!("{root} is not there, or its drive is away: its files stay in the corpus as they are"),
        );
    }
    if !asked.is_dry {
        for (vi, en) in summary::lines(tally, &asked.corpus) {
            talk.note(&vi, &en);
        }
    }
    Ok(match tally {
        Tally { interrupted: true, .. } => Exit::Interrupted,
        tally if !tally.missing_roots.is_empty() => Exit::CannotOpen,
        Tally { failed: 1.., .. } => Exit::SomeFailed,
        _ => Exit::AllRead,
    })
}

const AFTER_VI: &str = "\
Ví dụ:
  extract ingest /kho-luu-tru --corpus kho       đọc cả thư mục vào kho
  extract ingest /kho-luu-tru --corpus kho       lần sau: chỉ tệp mới hoặc đã thay đổi
  extract ingest van-ban.zip --corpus kho        các tệp trong tệp nén
  extract status --corpus kho                    kho đang có gì
  extract retry --corpus kho                     thử lại các tệp lỗi

Bị ngắt lúc nào cũng chạy lại chính lệnh ấy là tiếp tục. Mã thoát: 0 xong, 1 có tệp lỗi, 3 thiếu thư mục gốc,
6 đĩa đầy, 9 kho đang được ghi, 10 kho hỏng hoặc không mở được, 130 bị ngắt.";

const AFTER_EN: &str = "\
Examples:
  extract ingest /archive --corpus corpus         take the whole folder in
  extract ingest /archive --corpus corpus         later: only what is new or changed
  extract ingest documents.zip --corpus corpus    the files in an archive
  extract status --corpus corpus                  what the corpus holds
  extract retry --corpus corpus                   try failed files again

Whenever it was stopped, the same command goes on. Exit codes: 0 done, 1 some files failed, 3 a root is missing,
6 disk full, 9 the corpus is being written, 10 the corpus is damaged or cannot be opened, 130 interrupted.";
