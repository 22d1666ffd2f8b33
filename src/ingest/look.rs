//! From a path to the decision what is to be done with it, and to its bytes.

mod inside;
mod load;

use super::archive;
use super::board::Lane;
use super::claims::Claim;
use super::name;
use super::run::Run;
use super::spool::Spooled;
use super::task::{Input, Nest, Outcome, Settled, Task};
use super::walk::{Found, Kind};
use crate::corpus::{Entry, Fault, File, Read as ReadWith, Reader, Reason, State, Work};
use crate::error::Error;
use crate::read;
use load::{Bytes, Held, stamp};
use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::Ordering;

/// A text of more bytes is read in a worker process: one full of findings takes 40 times its size in memory.
const INSIDE: u64 = 1 << 20;

/// A text of more bytes is read alone: what comes of it takes as much again in the process that writes.
const HUGE: u64 = 4 << 20;

/// A file of a risky format with more bytes may take minutes.
const LONG: u64 = 4 << 20;

/// A path to look at.
pub struct Errand {
    pub found: Found,
    /// Of an archive: only these files of it, by their names in the ledger; `None` for all.
    pub only: Option<BTreeSet<String>>,
    /// It is read, whatever the ledger says.
    pub is_forced: bool,
}

/// One who looks.
pub struct Look<'a> {
    pub run: &'a Run<'a>,
    /// `None` where there is no corpus yet.
    pub ledger: Option<Reader>,
}

/// What is wanted of a file.
#[derive(Clone, Copy)]
struct Wish<'o> {
    only: Option<&'o BTreeSet<String>>,
    is_forced: bool,
}

impl Look<'_> {
    /// Looks at a path and sends it on its way.
    ///
    /// # Errors
    /// Those of the corpus.
    pub fn at(&self, errand: Errand) -> Result<(), Fault> {
        let Errand { found: Found { path, kind }, only, is_forced } = errand;
        let wish = Wish { only: only.as_ref(), is_forced: is_forced || self.run.is_forced };
        let mut file = File { path: name::of_path(&path), read: self.read_with(true), ..File::default() };
        let known = self.known(&file.path)?;
        self.run.seen.fetch_add(1, Ordering::Relaxed);
        self.run.met.fetch_add(1, Ordering::Relaxed);
        let metadata = match &kind {
            Kind::Passed(_) => fs::symlink_metadata(&path),
            _ => fs::metadata(&path),
        };
        match (kind, metadata) {
            (Kind::Passed(reason), metadata) => {
                if let Ok(metadata) = metadata {
                    stamp(&mut file, &metadata);
                }
                let is_so = |entry: &Entry| {
                    entry.state == State::Skipped
                        && entry.reason.as_deref() == Some(&reason.code)
                        && (entry.size, entry.modified) == (file.size, file.modified)
                };
                if known.as_ref().is_some_and(is_so) {
                    self.unchanged(known.as_ref());
                } else {
                    self.settle(Outcome::PassedOver { file, reason }, None);
                }
                Ok(())
            }
            (Kind::Fault(cause), _) | (Kind::File | Kind::Link, Err(cause)) => {
                let error = read::refused(&file.path, cause);
                self.fail(file, because(&error), None);
                Ok(())
            }
            (Kind::File | Kind::Link, Ok(metadata)) => {
                stamp(&mut file, &metadata);
                let work = self.work(known.as_ref(), &file);
                if work == Work::Nothing && !wish.is_forced {
                    self.unchanged(known.as_ref());
                } else if self.run.is_dry {
                    self.settle(Outcome::Planned { file, work }, None);
                } else {
                    self.read(file, &path, known.as_ref(), wish)?;
                }
                Ok(())
            }
        }
    }

    /// Reads a file of the disk.
    fn read(&self, mut file: File, path: &Path, known: Option<&Entry>, wish: Wish<'_>) -> Result<(), Fault> {
        match self.load(&mut file, path) {
            Ok(held) => self.accept(file, held, known, wish, None),
            Err(error) => {
                self.fail(file, because(&error), None);
                Ok(())
            }
        }
    }

    /// Sends a file with known bytes on its way: as an archive, as a duplicate, to those who read.
    fn accept(
        &self,
        mut file: File,
        held: Held,
        known: Option<&Entry>,
        wish: Wish<'_>,
        nest: Option<&Arc<Nest>>,
    ) -> Result<(), Fault> {
        if archive::may_be(&held.head) {
            let opened = match &held.bytes {
                Bytes::Memory(bytes) => archive::of(bytes),
                Bytes::Disk(path) => archive::at(path),
                Bytes::Spooled(spooled) => archive::at(spooled.path()),
            };
            match opened {
                Ok(None) => {}
                Ok(Some(archive)) => {
                    let walked = self.open(file, archive, wish, nest);
                    self.let_go(&held);
                    return walked;
                }
                // What does not call itself an archive may be a document that is damaged.
                Err(reason) if reason.code == "archive-bomb" || is_zip(&file.path) => {
                    self.let_go(&held);
                    self.fail(file, reason, nest);
                    return Ok(());
                }
                Err(_) => {}
            }
        }
        let is_risky = read::is_risky_head(&held.head);
        file.read = self.read_with(is_risky);
        let key = file.blake3.clone().unwrap_or_default();
        let is_same = |entry: &Entry| {
            entry.blake3.as_ref() == Some(&key) && entry.state != State::Skipped && entry.reads_as(&file.read)
        };
        let work = Work::of(known, file.size, file.modified, &file.read);
        if let Some(known) = known.filter(|entry| is_same(entry))
            && matches!(work, Work::Nothing | Work::Changed)
            && !wish.is_forced
        {
            self.let_go(&held);
            self.settle(Outcome::Touched { file, was: known.state }, nest);
            return Ok(());
        }
        let is_known = || self.is_read(&key, &file);
        let claim = self.run.claims.claim(&key, &file.path, self.run.stop, is_known);
        match claim {
            Ok(Claim::Mine) => {}
            Ok(claim) => {
                self.let_go(&held);
                self.settle(Outcome::Duplicate { file, waits: claim == Claim::Theirs }, nest);
                return Ok(());
            }
            Err(fault) => {
                self.let_go(&held);
                return Err(fault);
            }
        }
        let lane = match (is_risky, file.size) {
            (false, HUGE..) => Lane::Huge,
            (true, LONG..) => Lane::Long,
            _ => Lane::Short,
        };
        self.hand_over(file, held, is_risky, lane, nest);
        Ok(())
    }

    /// Hands a file to those who read.
    fn hand_over(&self, file: File, held: Held, is_risky: bool, lane: Lane, nest: Option<&Arc<Nest>>) {
        let nest_of = nest.cloned();
        let input = match held.bytes {
            Bytes::Memory(bytes) if !is_risky && !self.run.isolates_all => {
                let reserved = bytes.len();
                let task = Task { file, input: Input::Bytes(bytes), nest: nest_of };
                return self.run.board.put(task, reserved, lane);
            }
            Bytes::Memory(bytes) => {
                let input = match nest {
                    None => self.by_path(name::to_path(&file.path)),
                    Some(_) => self.run.spool.fill(&mut &bytes[..]).and_then(of_spool),
                };
                self.run.board.release(bytes.len());
                input
            }
            Bytes::Disk(path) => self.by_path(path),
            Bytes::Spooled(spooled) => of_spool(spooled),
        };
        match input {
            Ok(input) => self.run.board.put(Task { file, input, nest: nest_of }, 0, lane),
            Err(cause) => self.fail(file.clone(), because(&read::refused(&file.path, cause)), nest),
        }
    }

    fn by_path(&self, path: PathBuf) -> io::Result<Input> {
        match path.into_os_string().into_string() {
            Ok(path) => Ok(Input::Path { path, _spooled: None }),
            Err(odd) => self.run.spool.alias(Path::new(&odd)).and_then(of_spool),
        }
    }

    /// Whether a file that comes first has been read the way this one would be.
    fn is_read(&self, key: &str, file: &File) -> Result<bool, Fault> {
        if self.run.is_forced {
            return Ok(false);
        }
        let Some(ledger) = &self.ledger else { return Ok(false) };
        let first = ledger.holder(key)?;
        Ok(first.is_some_and(|entry| entry.path < file.path && entry.reads_as(&file.read)))
    }

    fn known(&self, path: &str) -> Result<Option<Entry>, Fault> {
        if self.run.is_first {
            return Ok(None);
        }
        self.ledger.as_ref().map_or(Ok(None), |ledger| ledger.file(path))
    }

    /// What is to be done with a file that was not opened. How it would be read is told by how it was.
    fn work(&self, known: Option<&Entry>, file: &File) -> Work {
        let was_text = known.is_some_and(|entry| entry.read.options.is_empty());
        if known.is_some_and(|entry| entry.reason.as_deref() == Some("encrypted-file"))
            && self.run.options.password.is_some()
        {
            return Work::Again;
        }
        Work::of(known, file.size, file.modified, &self.read_with(!was_text))
    }

    fn read_with(&self, is_risky: bool) -> ReadWith {
        let options = if is_risky { self.run.options_code.clone() } else { String::new() };
        ReadWith { rules: self.run.rules_code.clone(), options }
    }

    fn unchanged(&self, known: Option<&Entry>) {
        self.run.unchanged.fetch_add(1, Ordering::Relaxed);
        if known.is_some_and(|entry| entry.state == State::Failed) {
            self.run.still_failed.fetch_add(1, Ordering::Relaxed);
        }
    }

    fn fail(&self, file: File, reason: Box<Reason>, nest: Option<&Arc<Nest>>) {
        self.settle(Outcome::Failed { file, reason }, nest);
    }

    fn settle(&self, outcome: Outcome, nest: Option<&Arc<Nest>>) {
        self.run.results.push(Settled { outcome, nest: nest.cloned() }, 0);
    }
}

fn because(error: &Error) -> Box<Reason> {
    Box::new(error.into())
}

fn of_spool(spooled: Spooled) -> io::Result<Input> {
    let path = spooled.path().to_str().map(str::to_owned);
    let path = path.ok_or_else(|| io::Error::other("the path of the corpus is no UTF-8"))?;
    Ok(Input::Path { path, _spooled: Some(spooled) })
}

fn is_zip(path: &str) -> bool {
    path.rsplit_once('.').is_some_and(|(_, ending)| ending.eq_ignore_ascii_case("zip"))
}
