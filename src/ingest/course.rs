//! The course of a run, from the paths that were named to the last commit.

use super::commit::Commit;
use super::look::{Errand, Look};
use super::missing;
use super::name;
use super::queue::{Popped, Queue};
use super::run::{COUNT, Plan, Run, Setting, Watcher};
use super::spool::Spool;
use super::stop::Stop;
use super::tally::Tally;
use super::task::{Outcome, Settled};
use super::walk::{Found, Kind, Walk};
use crate::corpus::{Corpus, Fault, Preparer, Reader, State, Writer};
use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use std::time::{Duration, Instant};

/// How many threads look. They wait for the disk most of the time, for a network drive nearly all of it.
const LOOKING: usize = 4;

/// How many names of the ledger are taken at a time.
const PAGE: u32 = 1000;

/// How long the writing thread waits before it looks at the clock.
const TICK: Duration = Duration::from_millis(100);

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
        let mut run = Run::new(setting, &preparer, Spool::new(directory.clone()), is_forced);
        if let Plan::Take { .. } = plan {
            let ledger = corpus.reader()?;
            let known =
                named.iter().map(|root| ledger.has_files(root)).collect::<Result<Vec<bool>, Fault>>()?;
            run.is_first = !known.contains(&true);
        }
        let run = run;
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
    let mut run = Run::new(setting, &preparer, Spool::new(PathBuf::new()), is_forced);
    run.is_dry = true;
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
fn archive_of(name: &str) -> Option<String> {
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
            run.spent.close();
        }
        outcome
    });
    outcome.and(run.fault().map_or(Ok(()), Err))
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
