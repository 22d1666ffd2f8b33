//! `extract index`: makes the search index of a corpus anew, or brings it up to date.

use super::talk::Talk;
use super::{Exit, corpus, output, pick};
use crate::corpus::Corpus;
use crate::diagnostic::Lang;
use crate::ingest::Stop;
use crate::search::{self, Fault, Progress, Rebuilt};
use clap::{Arg, ArgAction, ArgMatches, Command};
use indicatif::ProgressBar;
use serde_json::json;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Instant;

/// What was asked for.
pub struct Index {
    pub corpus: PathBuf,
    /// Only what changed since the last time.
    pub updates: bool,
    pub json: bool,
    pub quiet: bool,
}

/// The command line of `index`, but for what all commands share.
pub fn command(lang: Lang) -> Command {
    let t = |vi, en| pick(lang, vi, en);
    Command::new("index")
        .about(t(
            "Lập lại chỉ mục tìm kiếm của một kho từ cơ sở dữ liệu; chỉ mục cũ vẫn dùng được cho đến khi xong",
            "Make the search index of a corpus anew from its database; the old one answers until it is done",
        ))
        .arg(corpus::argument(lang))
        .arg(Arg::new("update").long("update").action(ArgAction::SetTrue).help(t(
            "Chỉ cập nhật những văn bản mới, đã thay đổi hoặc không còn (ingest tự làm việc này)",
            "Only bring it up to date with documents that are new, changed or gone (ingest does so by itself)",
        )))
        .arg(
            Arg::new("json")
                .long("json")
                .action(ArgAction::SetTrue)
                .help(t("Kết quả dạng JSON", "Print the figures as JSON")),
        )
}

pub fn parse(given: &ArgMatches) -> Index {
    Index {
        corpus: given.get_one("corpus").cloned().unwrap_or_default(),
        updates: given.get_flag("update"),
        json: given.get_flag("json"),
        quiet: given.get_flag("quiet"),
    }
}

/// Makes or updates it.
///
/// # Errors
/// Those of standard output.
pub fn index(options: &Index, talk: &Talk) -> io::Result<Exit> {
    let corpus = match Corpus::open(&options.corpus) {
        Ok(corpus) => corpus,
        Err(fault) => return Ok(refused(&fault.into(), talk)),
    };
    let begun = Instant::now();
    let mut bar = None;
    let mut tell = |progress| show(&mut bar, progress, talk);
    let done = match options.updates {
        true => search::update(&corpus, &mut tell),
        false => search::rebuild(&corpus, &mut tell),
    };
    if let Some(bar) = bar {
        bar.finish_and_clear();
    }
    let update = match done {
        Ok(update) => update,
        Err(fault) => return Ok(refused(&fault, talk)),
    };
    if update.rebuilt == Some(Rebuilt::Unusable) {
        rebuilt(Rebuilt::Unusable, talk);
    }
    let seconds = begun.elapsed().as_secs_f64();
    if options.json {
        return output::to_stdout(|out| {
            let value = json!({
                "documents": update.documents,
                "put": update.put,
                "gone": update.gone,
                "bytes": update.bytes,
                "rebuilt": update.rebuilt.is_some(),
                "seconds": (seconds * 1000.0).round() / 1000.0,
            });
            output::pretty(out, &value)
        });
    }
    let search::Update { put, gone, documents, .. } = update;
    talk.note(
        &format!("chỉ mục có {documents} văn bản: thêm hoặc thay {put}, bỏ {gone}; {seconds:.1} giây"),
        &format!("the index holds {documents} documents: {put} put in or replaced, {gone} taken out; {seconds:.1} s"),
    );
    Ok(Exit::AllRead)
}

/// Brings the index up to date behind an ingest. What keeps it from that is said and is no failure: the documents are in
/// the corpus, and the next update catches up. Tells whether it came to its end; `stop` ends it before, which is said too.
pub fn follow(corpus: &Path, stop: &Stop, talk: &Talk) -> bool {
    let mut bar = None;
    let done = Corpus::open(corpus).map_err(Fault::from).and_then(|corpus| {
        search::update_until(&corpus, &mut |progress| show(&mut bar, progress, talk), &|| stop.is_asked())
    });
    if let Some(bar) = bar {
        bar.finish_and_clear();
    }
    let is_whole = !matches!(done, Ok(search::Update { interrupted: true, .. }));
    match done {
        Ok(search::Update { interrupted: true, put, documents, .. }) => {
            let corpus = corpus.display();
            talk.note(
                &format!(
                    "đã dừng: mọi văn bản đã ở trong kho, chỉ mục tìm kiếm mới thêm {put} trong {documents} văn bản; \
                     làm tiếp: extract index --update --corpus {corpus}"
                ),
                &format!(
                    "stopped: all documents are in the corpus, {put} of {documents} were put into the search index; \
                     to go on: extract index --update --corpus {corpus}"
                ),
            );
        }
        Ok(search::Update { put: 0, gone: 0, .. }) => {}
        Ok(update) => talk.note(
            &format!("chỉ mục tìm kiếm có {} văn bản", update.documents),
            &format!("the search index holds {} documents", update.documents),
        ),
        Err(fault) => talk.note(
            &format!("chỉ mục tìm kiếm chưa được cập nhật: {}", fault.text(Lang::Vi)),
            &format!("the search index is not up to date: {}", fault.text(Lang::En)),
        ),
    }
    is_whole
}

/// Moves the bar along, which appears with the first document.
pub fn show(bar: &mut Option<ProgressBar>, progress: Progress, talk: &Talk) {
    let bar = bar.get_or_insert_with(|| talk.progress(usize::try_from(progress.of).unwrap_or(usize::MAX)));
    bar.set_position(progress.done);
}

/// Says why an index was made anew.
pub fn rebuilt(reason: Rebuilt, talk: &Talk) {
    match reason {
        Rebuilt::Missing => talk.note("kho chưa có chỉ mục: đã lập", "the corpus had no index: made one"),
        Rebuilt::Unusable => talk.note(
            "chỉ mục cũ hoặc hỏng: đã lập lại từ cơ sở dữ liệu",
            "the index was old or damaged: made anew from the database",
        ),
        Rebuilt::Asked => {}
    }
}

/// Says why nothing was done.
pub fn refused(fault: &Fault, talk: &Talk) -> Exit {
    talk.complain(
        &format!("[{}] {}", fault.code(), fault.text(Lang::Vi)),
        &format!("[{}] {}", fault.code(), fault.text(Lang::En)),
    );
    match fault.exit_code() {
        3 => Exit::CannotOpen,
        6 => Exit::CannotWrite,
        9 => Exit::CorpusBusy,
        _ => Exit::BadCorpus,
    }
}
