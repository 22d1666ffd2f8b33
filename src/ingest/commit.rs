//! Writes what came of the files, in batches.

use super::run::Run;
use super::tally::{Tally, count};
use super::task::{Nest, Outcome, Settled};
use crate::corpus::{Fault, Figures, File, Linked, Prepared, Reason, Stored, Writer};
use crate::error::ErrorKind;
use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

/// A batch ends with so many bytes of files, or after so long, if not with so many files before.
const BYTES: u64 = 32 << 20;
const TIME: Duration = Duration::from_secs(2);

/// The one that writes.
pub struct Commit<'r, 'a> {
    run: &'r Run<'a>,
    /// `None` where nothing is written.
    writer: Option<&'r mut Writer>,
    tally: &'r mut Tally,
    begun: Instant,
    batch: Batch,
    /// Files that wait for another of the same content, by that content.
    waiting: HashMap<String, Vec<Settled>>,
    /// Archives that were walked and whose files are not all through.
    archives: Vec<Walked>,
    /// Files that must be looked at once more.
    again: Vec<String>,
}

struct Batch {
    begun: Instant,
    files: usize,
    bytes: u64,
    /// Contents that were read, with why they could not be.
    settled: HashMap<String, Option<Box<Reason>>>,
}

struct Walked {
    file: File,
    nest: Arc<Nest>,
    is_whole: bool,
    /// The archive around it, which is not through before.
    _outer: Option<Arc<Nest>>,
}

impl Batch {
    fn new() -> Batch {
        Batch { begun: Instant::now(), files: 0, bytes: 0, settled: HashMap::new() }
    }
}

impl<'r, 'a> Commit<'r, 'a> {
    pub fn new(
        run: &'r Run<'a>,
        writer: Option<&'r mut Writer>,
        tally: &'r mut Tally,
        begun: Instant,
    ) -> Self {
        Commit {
            run,
            writer,
            tally,
            begun,
            batch: Batch::new(),
            waiting: HashMap::new(),
            archives: Vec::new(),
            again: Vec::new(),
        }
    }

    /// The counts, brought up to now.
    pub fn tally(&mut self) -> &Tally {
        let run = self.run;
        self.tally.seen += run.seen.swap(0, Ordering::Relaxed);
        self.tally.unchanged += run.unchanged.swap(0, Ordering::Relaxed);
        self.tally.still_failed += run.still_failed.swap(0, Ordering::Relaxed);
        self.tally.seconds = self.begun.elapsed().as_secs_f64();
        self.tally
    }

    /// Writes what came of a file.
    ///
    /// # Errors
    /// Those of the corpus.
    pub fn take(&mut self, settled: Settled) -> Result<(), Fault> {
        let Some(writer) = self.writer.as_deref_mut() else { return Ok(()) };
        let Settled { outcome, nest } = settled;
        self.batch.files += 1;
        match outcome {
            Outcome::Document { file, prepared, maker } => {
                self.batch.bytes += file.size;
                self.document(&file, &prepared)?;
                self.run.spent.put(maker, *prepared);
                self.settle(&file, None)
            }
            Outcome::Failed { file, reason } => {
                writer.put_failure(&file, &reason)?;
                self.fail(&file, &reason);
                self.settle(&file, Some(reason))
            }
            Outcome::PassedOver { file, reason } => {
                let passed = Reason {
                    code: reason.code.clone(),
                    message_vi: reason.message.vi.clone(),
                    message_en: reason.message.en.clone(),
                    remedy_vi: reason.remedy.vi.clone(),
                    remedy_en: reason.remedy.en.clone(),
                    cause: None,
                };
                writer.put_skipped(&file, &passed)?;
                self.tally.skipped += 1;
                count(&mut self.tally.passed_over, reason.code.clone());
                Ok(())
            }
            Outcome::Duplicate { file, waits } => self.duplicate(file, waits, nest),
            Outcome::Touched { file, was } => {
                writer.touch(&file.path, file.size, file.modified)?;
                self.tally.touch(was);
                Ok(())
            }
            Outcome::Archive { file, nest: inside, is_whole } => {
                self.archives.push(Walked { file, nest: inside, is_whole, _outer: nest });
                Ok(())
            }
            Outcome::Planned { .. } => Ok(()),
        }
    }

    fn document(&mut self, file: &File, prepared: &Prepared) -> Result<(), Fault> {
        let Some(writer) = self.writer.as_deref_mut() else { return Ok(()) };
        let stored = writer.put_document(file, prepared)?;
        let tally = &mut *self.tally;
        tally.peak_worker_memory = tally.peak_worker_memory.max(file.peak_memory.unwrap_or(0));
        if matches!(stored, Stored::Duplicate(_)) {
            tally.duplicates += 1;
            return Ok(());
        }
        tally.done += 1;
        tally.bytes += file.size;
        let record = prepared.record();
        let kind = record.header.doc_type.as_ref();
        count(&mut tally.kinds, kind.map(|kind| kind.code.clone()).unwrap_or_default());
        if let Some(kind) = kind {
            tally.kind_names.entry(kind.code.clone()).or_insert_with(|| kind.name.clone());
        }
        if let Some(year) = record.header.date.as_ref().and_then(|date| date.year) {
            count(&mut tally.years, i32::from(year));
        }
        count(&mut tally.formats, record.source.format.clone());
        Ok(())
    }

    fn fail(&mut self, file: &File, reason: &Reason) {
        self.tally.failed += 1;
        self.tally.peak_worker_memory = self.tally.peak_worker_memory.max(file.peak_memory.unwrap_or(0));
        count(&mut self.tally.failures, reason.code.clone());
    }

    /// What came of a content is known: those that waited for it follow.
    fn settle(&mut self, file: &File, reason: Option<Box<Reason>>) -> Result<(), Fault> {
        let Some(key) = &file.blake3 else { return Ok(()) };
        // Where a file that comes first is being read by now, that one decides.
        if self.run.claims.first(key).as_ref() != Some(&file.path) {
            return Ok(());
        }
        self.batch.settled.insert(key.clone(), reason);
        for waiting in self.waiting.remove(key).unwrap_or_default() {
            if let Settled { outcome: Outcome::Duplicate { file, waits }, nest } = waiting {
                self.duplicate(file, waits, nest)?;
            }
        }
        Ok(())
    }

    fn duplicate(&mut self, file: File, waits: bool, nest: Option<Arc<Nest>>) -> Result<(), Fault> {
        let Some(writer) = self.writer.as_deref_mut() else { return Ok(()) };
        let key = file.blake3.clone().unwrap_or_default();
        let linked = writer.link_duplicate(&file)?;
        if let Linked::Done(_) = linked {
            self.tally.duplicates += 1;
        } else {
            match self.batch.settled.get(&key).cloned() {
                Some(Some(reason)) if !is_passing(&reason.code) => {
                    // The same bytes fail the same way.
                    writer.put_failure(&file, &reason)?;
                    self.fail(&file, &reason);
                }
                None if waits && self.run.claims.first(&key).is_some() => {
                    let outcome = Outcome::Duplicate { file, waits };
                    self.waiting.entry(key).or_default().push(Settled { outcome, nest });
                    return Ok(());
                }
                // The document has gone in between.
                _ => self.again.push(file.path),
            }
        }
        if waits {
            self.run.claims.let_go(1);
        }
        Ok(())
    }

    /// Commits where the batch is full or its time is over.
    ///
    /// # Errors
    /// Those of the corpus.
    pub fn tick(&mut self) -> Result<(), Fault> {
        let Batch { begun, files, bytes, .. } = self.batch;
        if files >= self.run.batch || bytes >= BYTES || begun.elapsed() >= TIME {
            self.commit()?;
        }
        Ok(())
    }

    fn commit(&mut self) -> Result<(), Fault> {
        self.close_archives()?;
        let figures = self.tally().figures();
        let Some(writer) = self.writer.as_deref_mut() else { return Ok(()) };
        if self.batch.files > 0 {
            writer.put_figures(&figures)?;
            writer.commit()?;
        }
        let batch = std::mem::replace(&mut self.batch, Batch::new());
        self.run.claims.end(batch.settled.into_keys());
        Ok(())
    }

    /// Archives of which all files are through. After an interrupt some were let go unread, so none is then.
    fn close_archives(&mut self) -> Result<(), Fault> {
        let Some(writer) = self.writer.as_deref_mut() else { return Ok(()) };
        // An archive inside another holds that one: the inner ones first, as long as any is through.
        loop {
            let through = self.archives.iter().position(|walked| Arc::strong_count(&walked.nest) == 1);
            let Some(index) = through.filter(|_| !self.run.stop.is_asked()) else { return Ok(()) };
            let Walked { file, is_whole, .. } = self.archives.swap_remove(index);
            self.batch.files += 1;
            if is_whole {
                writer.put_archive(&file)?;
                self.tally.archives += 1;
            }
        }
    }

    /// Commits the rest; gives the files that must be looked at once more.
    ///
    /// # Errors
    /// Those of the corpus.
    pub fn finish(mut self) -> Result<Vec<String>, Fault> {
        self.commit()?;
        Ok(self.again)
    }
}

/// Whether a reason lies outside the bytes of the file, so that another of the same bytes may be read.
fn is_passing(code: &str) -> bool {
    let kind = ErrorKind::from_code(code);
    matches!(
        kind,
        Some(ErrorKind::NotFound | ErrorKind::PermissionDenied | ErrorKind::Changed | ErrorKind::Io)
    )
}

impl Tally {
    /// As the corpus keeps them.
    pub fn figures(&self) -> Figures {
        Figures {
            seen: self.seen,
            done: self.done,
            failed: self.failed,
            skipped: self.skipped,
            duplicates: self.duplicates,
            unchanged: self.unchanged + self.touched,
            bytes: self.bytes,
            seconds: self.seconds,
        }
    }
}
