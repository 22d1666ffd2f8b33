//! One run, from the paths that were named to the last commit.

use super::board::{Board, Bounds};
use super::claims::Claims;
use super::commit::Commit;
use super::look::{Errand, Look};
use super::missing;
use super::name;
use super::queue::{Popped, Queue};
use super::spent::Spent;
use super::spool::Spool;
use super::stop::Stop;
use super::tally::Tally;
use super::task::{Outcome, Settled, Task};
use super::walk::{Found, Kind, Walk};
use crate::corpus::{Corpus, Fault, Preparer, Reader, State, Work, Writer};
use crate::diagnostic::Lang;
use crate::pipeline;
use crate::read::{self, OcrMode, PdfEngine};
use crate::rules::Rules;
use crate::worker::Pool;
use std::collections::BTreeSet;
use std::num::NonZero;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

/// How many threads look. They wait for the disk most of the time, for a network drive nearly all of it.
const LOOKING: usize = 4;

/// A batch ends with so many files, if not with its bytes or its time before. What a kill costs is the work of one batch.
const BATCH: usize = 2000;

/// How many names of the ledger are taken at a time.
const PAGE: u32 = 1000;

/// How many bytes of files wait to be read or are being read, and of records wait to be written.
const FILES: usize = 128 << 20;
const RECORDS: usize = 64 << 20;

/// How many files wait.
const COUNT: usize = 256;

/// How many records wait: as many as are made while the writing thread brings a batch from the log to its place.
const MADE: usize = 512;

/// How long the writing thread waits before it looks at the clock.
const TICK: Duration = Duration::from_millis(100);

/// What is to be done.
pub enum Plan {
    /// Take in what is under these roots.
    Take {
        roots: Vec<PathBuf>,
        /// Read everything again.
        is_forced: bool,
        /// Take files that are not there any more out of the ledger.
        prunes: bool,
    },
    /// Take files again that failed, all or those of a code.
    Retry { code: Option<String> },
}

/// With what it is done.
pub struct Setting<'a> {
    pub jobs: NonZero<usize>,
    pub options: read::Options,
    pub rules: &'a Rules,
    pub lang: Lang,
    pub pool: Pool,
    /// Texts too are read in worker processes.
    pub isolates_all: bool,
    /// Commit after so many files, where not the usual number.
    pub batch: Option<usize>,
    pub stop: Stop,
}

/// One who watches a run.
pub trait Watcher {
    /// Called several times a second. `expected` is how many files there are, once that is known.
    fn progress(&mut self, tally: &Tally, expected: Option<u64>);

    /// A file that a run would take, or would not need to look into.
    fn planned(&mut self, path: &str, work: Work);

    /// Whether `expected` is wanted: the tree is walked twice for it.
    fn wants_expected(&self) -> bool;
}

/// What all threads of a run share.
pub struct Run<'a> {
    pub options: &'a read::Options,
    pub rules: &'a Rules,
    pub lang: Lang,
    pub pool: &'a Pool,
    pub preparer: &'a Preparer,
    pub isolates_all: bool,
    /// Commit after so many files.
    pub batch: usize,
    pub is_forced: bool,
    pub is_dry: bool,
    pub stop: &'a Stop,
    /// The fingerprint of the rules, and the choices of the readers as the ledger has them.
    pub rules_code: String,
    pub options_code: String,
    pub spool: Spool,
    pub jobs: usize,
    pub board: Board<Task>,
    pub results: Queue<Settled>,
    pub claims: Claims,
    pub spent: Spent,
    pub seen: AtomicU64,
    pub unchanged: AtomicU64,
    pub still_failed: AtomicU64,
    /// How many paths were looked at, those inside archives left out.
    pub met: AtomicU64,
    fault: Mutex<Option<Fault>>,
}

impl<'a> Run<'a> {
    fn new(setting: &'a Setting<'_>, preparer: &'a Preparer, spool: Spool, is_forced: bool) -> Run<'a> {
        let jobs = setting.jobs.get();
        let bounds = Bounds {
            count: COUNT,
            bytes: FILES,
            long_at_once: (jobs / 2).max(1),
            together: (pipeline::TOGETHER, pipeline::SHORT),
        };
        Run {
            options: &setting.options,
            rules: setting.rules,
            lang: setting.lang,
            pool: &setting.pool,
            preparer,
            isolates_all: setting.isolates_all,
            batch: setting.batch.unwrap_or(BATCH),
            is_forced,
            is_dry: false,
            jobs,
            stop: &setting.stop,
            rules_code: setting.rules.fingerprint().to_owned(),
            options_code: options_code(&setting.options),
            spool,
            board: Board::new(bounds),
            results: Queue::new(MADE, RECORDS),
            claims: Claims::default(),
            spent: Spent::new(jobs),
            seen: AtomicU64::new(0),
            unchanged: AtomicU64::new(0),
            still_failed: AtomicU64::new(0),
            met: AtomicU64::new(0),
            fault: Mutex::new(None),
        }
    }

    /// Something that ends the run, met by a thread that does not write.
    fn failed(&self, fault: Fault) {
        self.fault.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(fault);
        self.stop.ask();
    }
}

/// The choices of the readers that change what is read.
fn options_code(options: &read::Options) -> String {
    let ocr = match options.ocr {
        OcrMode::Auto => "ocr=auto",
        OcrMode::Always => "ocr=always",
        OcrMode::Never => "ocr=never",
        OcrMode::Later => "ocr=later",
    };
    match options.pdf_engine {
        PdfEngine::Own => ocr.to_owned(),
        PdfEngine::PdfExtract => format!("{ocr} pdf-engine=pdf-extract"),
    }
}

/// Takes files into a corpus, through `writer`, which holds it.
///
/// # Errors
/// Those of the corpus, a full disk among them. What was committed before stays.
pub fn ingest(
    corpus: &Corpus,
    mut writer: Writer,
    plan: &Plan,
    setting: &Setting<'_>,
    watcher: &mut dyn Watcher,
) -> Result<Tally, Fault> {
    let begun = Instant::now();
    let preparer = Preparer::new(setting.rules);
    let mut tally = Tally::default();
    let directory = corpus.directory().join("tmp");
    Spool::clear(&directory).map_err(|cause| Fault::io(&directory, cause))?;
    let (roots, is_forced, prunes) = match plan {
        Plan::Take { roots, is_forced, prunes } => (canonical(roots, &mut tally), *is_forced, *prunes),
        Plan::Retry { .. } => (Vec::new(), false, false),
    };
    let named: Vec<String> = roots.iter().map(|root| name::of_path(root)).collect();
    writer.begin_run(&named, setting.rules.fingerprint())?;
    writer.renew_derived(&preparer)?;
    let mut again = {
        let run = Run::new(setting, &preparer, Spool::new(directory.clone()), is_forced);
        let mut commit = Commit::new(&run, Some(&mut writer), &mut tally, begun);
        match plan {
            Plan::Take { .. } => {
                pass(&run, Some(corpus), &mut commit, watcher, &roots, Walk::new(&roots).map(Errand::of))?;
            }
            Plan::Retry { code } => {
                let failed = ledger(corpus.reader()?, State::Failed, code.clone());
                pass(&run, Some(corpus), &mut commit, watcher, &[], errands(failed))?;
            }
        }
        let again = commit.finish()?;
        if let Plan::Take { .. } = plan
            && !setting.stop.is_asked()
        {
            missing::look(&corpus.reader()?, &mut writer, &run, &roots, prunes, &mut tally)?;
        }
        again
    };
    // Files whose document lost the file that it was read from; reading them may in turn free others.
    loop {
        again.extend(writer.stale());
        if again.is_empty() || setting.stop.is_asked() {
            break;
        }
        again.sort_unstable();
        again.dedup();
        let run = Run::new(setting, &preparer, Spool::new(directory.clone()), false);
        let mut commit = Commit::new(&run, Some(&mut writer), &mut tally, begun);
        pass(&run, Some(corpus), &mut commit, watcher, &[], errands(again.into_iter()))?;
        again = commit.finish()?;
    }
    tally.interrupted = setting.stop.is_asked();
    tally.seconds = begun.elapsed().as_secs_f64();
    writer.end_run(&tally.figures())?;
    Ok(tally)
}

/// Tells what a run would do, and does nothing.
///
/// # Errors
/// Those of the corpus.
pub fn plan(
    corpus: Option<&Corpus>,
    plan: &Plan,
    setting: &Setting<'_>,
    watcher: &mut dyn Watcher,
) -> Result<Tally, Fault> {
    let begun = Instant::now();
    let preparer = Preparer::new(setting.rules);
    let mut tally = Tally::default();
    let (roots, is_forced) = match plan {
        Plan::Take { roots, is_forced, .. } => (canonical(roots, &mut tally), *is_forced),
        Plan::Retry { .. } => (Vec::new(), false),
    };
    let run = Run { is_dry: true, ..Run::new(setting, &preparer, Spool::new(PathBuf::new()), is_forced) };
    let mut commit = Commit::new(&run, None, &mut tally, begun);
    match (plan, corpus) {
        (Plan::Retry { code }, Some(corpus)) => {
            let failed = ledger(corpus.reader()?, State::Failed, code.clone());
            pass(&run, Some(corpus), &mut commit, watcher, &[], errands(failed))?;
        }
        _ => pass(&run, corpus, &mut commit, watcher, &roots, Walk::new(&roots).map(Errand::of))?,
    }
    tally.interrupted = setting.stop.is_asked();
    tally.seconds = begun.elapsed().as_secs_f64();
    Ok(tally)
}

/// The roots as the system knows them; none inside another. Those that are not there are counted.
fn canonical(roots: &[PathBuf], tally: &mut Tally) -> Vec<PathBuf> {
    let mut found: Vec<PathBuf> = Vec::new();
    for root in roots {
        match root.canonicalize() {
            Ok(root) => found.push(root),
            Err(_) => tally.missing_roots.push(name::of_path(root)),
        }
    }
    found.sort();
    found.dedup_by(|inner, outer| inner.starts_with(&*outer));
    found
}

/// The names of files in a state, with a code where one is given; page by page, while others write.
fn ledger(ledger: Reader, state: State, code: Option<String>) -> impl Iterator<Item = String> + Send {
    let mut page: std::vec::IntoIter<String> = Vec::new().into_iter();
    let mut last = Some(String::new());
    std::iter::from_fn(move || {
        if page.len() == 0 {
            // A ledger that cannot be read ends the list; who writes meets the same fault.
            page =
                ledger.paths(state, code.as_deref(), last.as_deref()?, PAGE).unwrap_or_default().into_iter();
        }
        last = page.next();
        last.clone()
    })
}

/// Errands to files by their names in the ledger, sorted; those inside one archive become one errand.
fn errands(names: impl Iterator<Item = String> + Send) -> impl Iterator<Item = Errand> + Send {
    let mut names = names.peekable();
    std::iter::from_fn(move || {
        let name = names.next()?;
        let Some(archive) = archive_of(&name) else {
            let found = Found { path: name::to_path(&name), kind: Kind::File };
            return Some(Errand { found, only: None, is_forced: true });
        };
        let inside = format!("{archive}{}", name::INSIDE);
        let found = Found { path: name::to_path(&archive), kind: Kind::File };
        let mut only = BTreeSet::from([name]);
        while let Some(next) = names.next_if(|next| next.starts_with(&inside)) {
            only.insert(next);
        }
        Some(Errand { found, only: Some(only), is_forced: true })
    })
}

/// The archive on the disk that a name leads into.
pub fn archive_of(name: &str) -> Option<String> {
    let mut marks = name.match_indices(name::INSIDE).map(|(at, _)| &name[..at]);
    marks.find(|archive| name::to_path(archive).is_file()).map(str::to_owned)
}

/// Sends errands through all threads and commits what comes of them.
fn pass(
    run: &Run<'_>,
    corpus: Option<&Corpus>,
    commit: &mut Commit<'_, '_>,
    watcher: &mut dyn Watcher,
    roots: &[PathBuf],
    source: impl Iterator<Item = Errand> + Send,
) -> Result<(), Fault> {
    let jobs = if run.is_dry { 0 } else { run.jobs };
    let expected = AtomicU64::new(0);
    let errands: Queue<Errand> = Queue::new(2 * COUNT, usize::MAX);
    let ledgers = (0..LOOKING)
        .map(|_| corpus.map(Corpus::reader).transpose())
        .collect::<Result<Vec<Option<Reader>>, Fault>>()?;
    let wants_expected = watcher.wants_expected();
    let outcome = thread::scope(|scope| {
        if wants_expected && !roots.is_empty() {
            scope.spawn(|| count(roots, run.stop, &expected));
        }
        scope.spawn(|| {
            for errand in source {
                if run.stop.is_asked() {
                    break;
                }
                errands.push(errand, 0);
            }
            errands.close();
        });
        let errands = &errands;
        let looking: Vec<_> = ledgers
            .into_iter()
            .map(|ledger| scope.spawn(move || look(&Look { run, ledger }, errands)))
            .collect();
        let working: Vec<_> = (0..jobs).map(|maker| scope.spawn(move || run.work(maker))).collect();
        scope.spawn(move || {
            for thread in looking {
                let _ = thread.join();
            }
            run.board.close();
            for thread in working {
                let _ = thread.join();
            }
            run.results.close();
        });
        let outcome = settle(run, commit, watcher, errands, &expected);
        if outcome.is_err() {
            run.stop.ask();
            errands.abandon();
            run.board.abandon();
            run.results.abandon();
        }
        outcome
    });
    let fault = run.fault.lock().unwrap_or_else(PoisonError::into_inner).take();
    outcome.and(fault.map_or(Ok(()), Err))
}

/// Commits what comes until nothing comes any more.
fn settle(
    run: &Run<'_>,
    commit: &mut Commit<'_, '_>,
    watcher: &mut dyn Watcher,
    errands: &Queue<Errand>,
    expected: &AtomicU64,
) -> Result<(), Fault> {
    let mut told = Instant::now();
    loop {
        match run.results.pop(TICK) {
            Popped::Result(Settled { outcome: Outcome::Planned { file, work }, .. }) => {
                watcher.planned(&file.path, work);
            }
            Popped::Result(settled) => commit.take(settled)?,
            Popped::Nothing => {}
            Popped::Closed => break,
        }
        if run.stop.is_asked() {
            // What is at work is finished, what waits is left for the next run.
            errands.abandon();
            run.board.abandon();
        }
        commit.tick()?;
        if told.elapsed() >= TICK {
            told = Instant::now();
            let expected = Some(expected.load(Ordering::Relaxed)).filter(|&expected| expected > 0);
            watcher.progress(commit.tally(), expected);
        }
    }
    Ok(())
}

fn look(look: &Look<'_>, errands: &Queue<Errand>) {
    loop {
        match errands.pop(TICK) {
            Popped::Result(errand) => {
                if let Err(fault) = look.at(errand) {
                    look.run.failed(fault);
                    return;
                }
            }
            Popped::Nothing => {}
            Popped::Closed => return,
        }
    }
}

/// Counts the files of a walk of its own, for the time that is left.
fn count(roots: &[PathBuf], stop: &Stop, expected: &AtomicU64) {
    let files = Walk::new(roots).take_while(|_| !stop.is_asked()).count();
    expected.store(files as u64, Ordering::Relaxed);
}

impl Errand {
    fn of(found: Found) -> Errand {
        Errand { found, only: None, is_forced: false }
    }
}

/// Whether the root is there and holds anything.
pub fn is_there(root: &Path) -> bool {
    root.is_file() || root.read_dir().is_ok_and(|mut entries| entries.next().is_some())
}
