//! One import, from the sources that were found to the last commit.

use super::ask::Ask;
use super::commit::Commit;
use super::make::{Made, make};
use super::problem::Problem;
use super::rows::{Gather, Given};
use super::source::Source;
use super::tables::{Open, Table};
use super::tally::Tally;
use crate::corpus::{Corpus, Fault, Preparer, Writer};
use crate::rules::Rules;
use std::num::NonZero;
use std::path::Path;
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

/// How many entries are asked of another corpus at a time.
const PAGE: u32 = 256;

/// How long the writing thread waits before it looks at the clock.
const TICK: Duration = Duration::from_millis(100);

/// With what it is done.
pub struct Setting<'a> {
    pub jobs: NonZero<usize>,
    pub rules: &'a Rules,
    /// Commit after so many documents, where not the usual number.
    pub batch: Option<usize>,
    /// Whether somebody wants it to stop.
    pub stop: &'a (dyn Fn() -> bool + Sync),
    /// What was named on the command line, as the runs of the corpus keep it.
    pub roots: &'a [String],
}

/// Brings what the sources hold into a corpus, through `writer`, which holds it. `watch` is called several times a second;
/// its second argument is how much there is, where that is known.
///
/// # Errors
/// Those of the corpus, a full disk among them. What was committed before stays.
pub fn import(
    corpus: &Corpus,
    mut writer: Writer,
    sources: &[Source],
    problems: Vec<Problem>,
    setting: &Setting<'_>,
    watch: &mut dyn FnMut(&Tally, Option<u64>),
) -> Result<Tally, Fault> {
    let preparer = Preparer::new(setting.rules);
    writer.begin_run(setting.roots, setting.rules.fingerprint())?;
    writer.renew_derived(&preparer)?;
    let mut commit = Commit::new(writer, watch, expected(sources), setting.batch);
    problems.into_iter().for_each(|problem| commit.tally.refuse(problem));
    // One source is through before the next begins: where two name different files alike, the first is the one that was
    // named first.
    let going_on = || sources.iter().take_while(|_| !(setting.stop)());
    for source in going_on() {
        if !matches!(source, Source::Failures(..) | Source::Copies(_)) {
            documents(corpus, source, &preparer, setting, &mut commit)?;
        }
    }
    // Copies and corrections belong to documents that are there by now.
    for source in going_on() {
        match source {
            Source::Corpus(other) => merge(other, setting, &mut commit)?,
            Source::Failures(path, _) => entries(path, Table::Failures, setting, &mut commit)?,
            Source::Copies(path) => entries(path, Table::Copies, setting, &mut commit)?,
            Source::Documents(..) | Source::Lines(_) => {}
        }
    }
    commit.end((setting.stop)())
}

/// How many documents and entries the sources hold, where that is known.
fn expected(sources: &[Source]) -> Option<u64> {
    let counts = sources.iter().map(|source| match source {
        Source::Corpus(corpus) => corpus.reader().and_then(|reader| reader.count_all()).ok(),
        Source::Documents(_, rows) | Source::Failures(_, rows) => Some(*rows),
        // Most of them are files of the documents.
        Source::Copies(_) => Some(0),
        Source::Lines(_) => None,
    });
    counts.sum()
}

/// Documents of a source: one thread reads it, several make rows, this one writes.
fn documents(
    corpus: &Corpus,
    source: &Source,
    preparer: &Preparer,
    setting: &Setting<'_>,
    commit: &mut Commit<'_>,
) -> Result<(), Fault> {
    let jobs = setting.jobs.get();
    let there = corpus.reader()?;
    let (to_make, from_source) = sync_channel(2 * jobs);
    let (to_write, made) = sync_channel(2 * jobs);
    let from_source = Arc::new(Mutex::new(from_source));
    thread::scope(|scope| {
        scope.spawn(move || {
            let mut gather = Gather::new(&to_make);
            let ask = Ask { there, stop: setting.stop };
            match ask.read(source, &mut gather) {
                Ok(()) => _ = gather.flush(),
                Err(fault) => gather.fault(fault),
            }
        });
        for _ in 0..jobs {
            let (from_source, to_write) = (from_source.clone(), to_write.clone());
            scope.spawn(move || work(&from_source, &to_write, preparer));
        }
        // Those at work have theirs: when the last of them ends, so does the loop below, and the reading.
        drop((from_source, to_write));
        settle(made, commit)
    })
}

/// Writes what comes until nothing comes any more. Where it ends before, nobody can send to it, and all the others end too.
fn settle(made: Receiver<Settled>, commit: &mut Commit<'_>) -> Result<(), Fault> {
    loop {
        match made.recv_timeout(TICK) {
            Ok(Settled::Made(all)) => {
                for made in all {
                    match made {
                        Ok(made) => commit.document(&made)?,
                        Err(problem) => {
                            commit.tally.seen += 1;
                            commit.tally.refuse(problem);
                        }
                    }
                }
            }
            Ok(Settled::Known(count)) => {
                commit.tally.seen += count;
                commit.tally.unchanged += count;
                commit.tick()?;
            }
            Ok(Settled::Problem(problem)) => commit.tally.refuse(problem),
            Ok(Settled::Fault(fault)) => return Err(fault),
            Err(RecvTimeoutError::Timeout) => commit.tick()?,
            Err(RecvTimeoutError::Disconnected) => return Ok(()),
        }
    }
}

/// What comes to the one that writes.
enum Settled {
    Made(Vec<Result<Made, Problem>>),
    Known(u64),
    Problem(Problem),
    Fault(Fault),
}

/// Makes rows ready until nothing comes any more, or nobody wants it.
fn work(from: &Mutex<Receiver<Given>>, to: &SyncSender<Settled>, preparer: &Preparer) {
    loop {
        let given = from.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let settled = match given {
            Ok(Given::Rows(rows)) => Settled::Made(rows.into_iter().map(|row| make(row, preparer)).collect()),
            Ok(Given::Known(count)) => Settled::Known(count),
            Ok(Given::Problem(problem)) => Settled::Problem(problem),
            Ok(Given::Fault(fault)) => Settled::Fault(fault),
            Err(_) => return,
        };
        if to.send(settled).is_err() {
            return;
        }
    }
}

/// What another corpus has besides documents: the rest of its ledger, and its corrections.
fn merge(other: &Corpus, setting: &Setting<'_>, commit: &mut Commit<'_>) -> Result<(), Fault> {
    let reader = match other.reader() {
        Ok(reader) => reader,
        // Said before, when its documents were read.
        Err(_) => return Ok(()),
    };
    let mut after = String::new();
    loop {
        let page = match reader.foreign_entries(&after, PAGE) {
            Ok(page) => page,
            Err(fault) => {
                commit.tally.refuse(Problem::corpus(&fault));
                return Ok(());
            }
        };
        let Some(last) = page.last() else { break };
        after = last.file.path.clone();
        for entry in &page {
            if (setting.stop)() {
                return commit.commit();
            }
            commit.entry(entry, true)?;
        }
    }
    let mut after = 0;
    loop {
        let page = match reader.foreign_corrections(after, PAGE) {
            Ok(page) => page,
            Err(fault) => {
                commit.tally.refuse(Problem::corpus(&fault));
                return Ok(());
            }
        };
        let Some(last) = page.last() else { break };
        after = last.id;
        let corrections: Vec<_> = page.into_iter().map(|kept| kept.correction).collect();
        commit.corrections(&corrections)?;
    }
    commit.commit()
}

/// Files that failed where they were read, or that are copies of documents.
fn entries(path: &Path, table: Table, setting: &Setting<'_>, commit: &mut Commit<'_>) -> Result<(), Fault> {
    let open = match Open::new(path) {
        Ok(open) => open,
        Err(problem) => {
            commit.tally.refuse(problem);
            return Ok(());
        }
    };
    let mut failed = Ok(());
    open.entries(table, |given| {
        failed = match given {
            Ok(entry) => commit.entry(&entry, table == Table::Failures),
            Err(problem) => {
                commit.tally.refuse(problem);
                Ok(())
            }
        };
        failed.is_ok() && !(setting.stop)()
    });
    failed.and_then(|()| commit.commit())
}
