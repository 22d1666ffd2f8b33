//! Writes what comes, in batches, and counts it.

use super::make::Made;
use super::tally::Tally;
use crate::corpus::corrections::Correction;
use crate::corpus::{Fault, Foreign, State, Taken, Writer};
use std::time::{Duration, Instant};

/// A batch ends with so many documents and entries, with so many bytes of records, or after so long.
const BATCH: usize = 2000;
const BYTES: usize = 64 << 20;
const TIME: Duration = Duration::from_secs(2);

/// How often the watcher is told.
const TICK: Duration = Duration::from_millis(100);

/// The one that writes.
pub struct Commit<'w> {
    writer: Writer,
    watch: &'w mut dyn FnMut(&Tally, Option<u64>),
    pub tally: Tally,
    expected: Option<u64>,
    most: usize,
    begun: Instant,
    batch: Batch,
    told: Instant,
}

struct Batch {
    begun: Instant,
    /// Documents, entries and corrections.
    count: usize,
    /// Of records.
    bytes: usize,
}

impl<'w> Commit<'w> {
    /// Begins. `most` is how many documents a batch has, where not the usual number.
    pub fn new(
        writer: Writer,
        watch: &'w mut dyn FnMut(&Tally, Option<u64>),
        expected: Option<u64>,
        most: Option<usize>,
    ) -> Commit<'w> {
        let now = Instant::now();
        let batch = Batch { begun: now, count: 0, bytes: 0 };
        let most = most.unwrap_or(BATCH);
        Commit { writer, watch, tally: Tally::default(), expected, most, begun: now, batch, told: now }
    }

    /// Writes a document.
    ///
    /// # Errors
    /// Those of the corpus.
    pub fn document(&mut self, made: &Made) -> Result<(), Fault> {
        let Made { by, entry, prepared } = made;
        let taken = self.writer.take_document(by, entry.as_ref(), prepared.as_ref())?;
        let bytes = prepared.as_ref().map_or(0, |prepared| prepared.record().source.bytes);
        self.batch.bytes += prepared.as_ref().map_or(0, |prepared| prepared.bytes());
        match taken {
            Taken::New => self.tally.new += 1,
            Taken::Renewed => self.tally.renewed += 1,
            Taken::NewConflict => {
                self.tally.new += 1;
                self.tally.conflicts += 1;
            }
            Taken::Entry => {
                self.tally.entries += 1;
                self.tally.duplicates += 1;
            }
            Taken::Conflict => self.tally.conflicts += 1,
            Taken::Nothing => self.tally.unchanged += 1,
        }
        if matches!(taken, Taken::New | Taken::NewConflict | Taken::Renewed) {
            self.tally.bytes += bytes;
        }
        self.tally.seen += 1;
        self.batch.count += 1;
        self.tick()
    }

    /// Writes an entry of a ledger. One that is there is counted where `counts_known` says so.
    ///
    /// # Errors
    /// Those of the corpus.
    pub fn entry(&mut self, entry: &Foreign, counts_known: bool) -> Result<(), Fault> {
        match self.writer.take_entry(entry)? {
            Taken::Nothing if !counts_known => return self.tick(),
            Taken::Nothing => self.tally.unchanged += 1,
            Taken::Conflict => self.tally.conflicts += 1,
            _ => {
                self.tally.entries += 1;
                self.tally.failed += u64::from(entry.state == State::Failed);
                self.tally.duplicates +=
                    u64::from(matches!(entry.state, State::Done | State::Duplicate) && entry.is_linked);
                self.batch.count += 1;
            }
        }
        self.tally.seen += 1;
        self.tick()
    }

    /// Writes corrections.
    ///
    /// # Errors
    /// Those of the corpus.
    pub fn corrections(&mut self, corrections: &[Correction]) -> Result<(), Fault> {
        self.tally.corrections += self.writer.take_corrections(corrections)? as u64;
        self.batch.count += corrections.len();
        self.tick()
    }

    /// Commits where the batch is full or its time is over, and tells the watcher.
    ///
    /// # Errors
    /// Those of the corpus.
    pub fn tick(&mut self) -> Result<(), Fault> {
        let Batch { begun, count, bytes } = self.batch;
        if count >= self.most || bytes >= BYTES || begun.elapsed() >= TIME {
            self.commit()?;
        }
        if self.told.elapsed() >= TICK {
            self.told = Instant::now();
            self.tally.seconds = self.begun.elapsed().as_secs_f64();
            (self.watch)(&self.tally, self.expected);
        }
        Ok(())
    }

    /// Commits what was written.
    ///
    /// # Errors
    /// Those of the corpus.
    pub fn commit(&mut self) -> Result<(), Fault> {
        if self.batch.count > 0 {
            self.tally.seconds = self.begun.elapsed().as_secs_f64();
            self.writer.put_figures(&self.tally.figures())?;
        }
        self.writer.commit()?;
        self.batch = Batch { begun: Instant::now(), count: 0, bytes: 0 };
        Ok(())
    }

    /// Ends the run.
    ///
    /// # Errors
    /// Those of the corpus.
    pub fn end(mut self, interrupted: bool) -> Result<Tally, Fault> {
        self.tally.interrupted = interrupted;
        self.tally.seconds = self.begun.elapsed().as_secs_f64();
        self.writer.end_run(&self.tally.figures())?;
        Ok(self.tally)
    }
}
