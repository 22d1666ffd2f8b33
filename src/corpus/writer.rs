//! The one that writes: documents, the ledger and the runs, in transactions.
//!
//! Everything between two calls of [`Writer::commit`] is in the corpus whole or not at all, however the process ends.

use super::corrections;
use super::fault::Fault;
use super::ledger::{File, Reason, State};
use super::lock::Lock;
use super::near;
use super::prepared::{Prepared, Preparer, inflate};
use super::rows::{self, Made, integer};
use super::store;
use crate::rules::Rules;
use crate::write::wire::Record;
use rusqlite::{Connection, OptionalExtension, Result as Sql, params};
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

/// Writes into a corpus, which is locked until this is dropped. What was not committed is then given up.
#[derive(Debug)]
pub struct Writer {
    connection: Connection,
    path: PathBuf,
    /// The time of the transaction under way.
    now: String,
    run: i64,
    /// Rows put since the last commit, in documents and ledger entries.
    pending: usize,
    /// Files that must be read again before the corpus is what its files say ([`Writer::stale`]).
    pub(super) stale: Vec<String>,
    _lock: Lock,
}

/// How a document was stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stored {
    /// The corpus did not have this content.
    New(i64),
    /// It had it from this file, or from one whose path comes later: the record is now this one.
    Renewed(i64),
    /// It has it from a file whose path comes first; this one is linked as a duplicate.
    Duplicate(i64),
}

impl Stored {
    /// The id of the document.
    pub fn document(self) -> i64 {
        match self {
            Stored::New(id) | Stored::Renewed(id) | Stored::Duplicate(id) => id,
        }
    }
}

/// What became of a file that was offered as a duplicate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Linked {
    /// It is linked to the document, or is the file that the document was read from; nothing is to be read.
    Done(i64),
    /// The corpus has no such content, or not as this version and these rules read it: read the file.
    Unknown,
    /// This file's path comes before that of the document: read the file, its record replaces the other.
    First,
}

/// What a run came to, for `runs`.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Figures {
    pub seen: u64,
    pub done: u64,
    pub failed: u64,
    pub skipped: u64,
    pub duplicates: u64,
    pub unchanged: u64,
    pub bytes: u64,
    pub seconds: f64,
}

impl Writer {
    pub(super) fn open(path: PathBuf, lock: Lock) -> Result<Writer, Fault> {
        let connection = store::writable(&path)?;
        super::schema::version(&connection, &path)?;
        Ok(Writer { connection, path, now: store::now(), run: 0, pending: 0, stale: Vec::new(), _lock: lock })
    }

    /// Begins a run, before anything is put: what is put from now on belongs to it. `roots` is what was named on the command line; `rules` the
    /// fingerprint of the rule tables. Committed at once, so that a run that ends without a word is seen.
    ///
    /// # Errors
    /// Those of the database.
    pub fn begin_run(&mut self, roots: &[String], rules: &str) -> Result<i64, Fault> {
        let roots = serde_json::to_string(roots).unwrap_or_default();
        self.write(|connection, _, now| {
            near::begin(connection)?;
            connection
                .prepare_cached("INSERT INTO runs (started, program, rules, roots) VALUES (?1, ?2, ?3, ?4)")?
                .insert(params![now, super::PROGRAM, rules, roots])
        })
        .and_then(|run| {
            self.run = run;
            self.commit()?;
            Ok(run)
        })
    }

    /// Makes provinces and base units of all records anew, where their tables are others than those that they were made
    /// with; no file is read for that. To be called before documents are put. Committed in batches; broken off, the next
    /// call begins anew. Gives how many documents were gone through.
    ///
    /// # Errors
    /// Those of the database; a record of another shape.
    pub fn renew_derived(&mut self, preparer: &Preparer) -> Result<u64, Fault> {
        self.commit()?;
        let failed = |path: &Path, cause| Fault::sqlite(path, cause);
        let made: Option<String> = self
            .connection
            .query_row("SELECT derived FROM corpus", [], |row| row.get(0))
            .map_err(|cause| failed(&self.path, cause))?;
        if made.as_deref() == Some(preparer.fingerprint.as_str()) {
            return Ok(0);
        }
        let (mut last, mut renewed) = (0, 0);
        loop {
            let page: Vec<(i64, i64, Vec<u8>)> = self
                .connection
                .prepare_cached(
                    "SELECT document_id, json_bytes, record FROM records WHERE document_id > ?1
                     ORDER BY document_id LIMIT 64",
                )
                .and_then(|mut select| {
                    select.query_map([last], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?.collect()
                })
                .map_err(|cause| failed(&self.path, cause))?;
            let Some(&(end, ..)) = page.last() else { break };
            for (id, length, record) in &page {
                let broken =
                    |cause: &dyn std::fmt::Display| Fault::no_record(&format!("records.{id}"), cause);
                let json = inflate(record, *length).map_err(|cause| broken(&cause))?;
                let record = serde_json::from_str(&json).map_err(|cause| broken(&cause))?;
                let derived = preparer.derive(&record);
                self.write(|connection, _, _| rows::put_derived(connection, *id, &derived))?;
            }
            (last, renewed) = (end, renewed + page.len() as u64);
            self.commit()?;
        }
        // What was derived is of the records as they were read.
        self.write(|connection, _, _| {
            let mut select = connection.prepare("SELECT DISTINCT key FROM corrections")?;
            let keys = select.query_map([], |row| row.get::<_, String>(0))?.collect::<Sql<Vec<_>>>()?;
            keys.iter().try_for_each(|key| renew(connection, key))
        })?;
        self.write(|connection, _, _| {
            connection.execute("UPDATE corpus SET derived = ?1", [&preparer.fingerprint]).map(drop)
        })?;
        self.commit()?;
        Ok(renewed)
    }

    /// Writes down how far the run has come, with the batch under way.
    ///
    /// # Errors
    /// Those of the database.
    pub fn put_figures(&mut self, figures: &Figures) -> Result<(), Fault> {
        self.figures(figures, false)
    }

    /// Ends the run and commits; near duplicates are linked before.
    ///
    /// # Errors
    /// Those of the database.
    pub fn end_run(&mut self, figures: &Figures) -> Result<(), Fault> {
        self.write(|connection, _, _| near::link(connection))?;
        self.figures(figures, true)?;
        self.commit()?;
        self.connection
            .execute_batch("PRAGMA optimize; PRAGMA wal_checkpoint(TRUNCATE);")
            .map_err(|cause| Fault::sqlite(&self.path, cause))
    }

    fn figures(&mut self, figures: &Figures, ended: bool) -> Result<(), Fault> {
        self.write(|connection, run, now| {
            connection
                .prepare_cached(
                    "UPDATE runs SET seen = ?2, done = ?3, failed = ?4, skipped = ?5, duplicates = ?6, unchanged = ?7,
                        bytes = ?8, seconds = ?9, ended = ?10
                     WHERE id = ?1",
                )?
                .execute(params![
                    run,
                    integer(figures.seen),
                    integer(figures.done),
                    integer(figures.failed),
                    integer(figures.skipped),
                    integer(figures.duplicates),
                    integer(figures.unchanged),
                    integer(figures.bytes),
                    figures.seconds,
                    ended.then_some(now),
                ])
                .map(drop)
        })
    }

    /// Stores the record of a file. The record of a content is that of its path which is first in byte order, in
    /// whatever order the files come.
    ///
    /// # Errors
    /// Those of the database. The whole batch since the last commit is then given up.
    pub fn put_document(&mut self, file: &File, prepared: &Prepared) -> Result<Stored, Fault> {
        let mut stale = None;
        let stored = self.write(|connection, run, now| {
            stale = release(connection, &file.path, Some(prepared.key()))?;
            let made = Made { program: super::PROGRAM, rules: &file.read.rules, now };
            let known = known(connection, prepared.key())?;
            let mut format = &prepared.record().source.format;
            let stored = match &known {
                None => {
                    let id = rows::put_document(connection, None, &file.path, prepared, made)?;
                    rows::put_rows(connection, id, prepared)?;
                    Stored::New(id)
                }
                Some(known) if file.path <= known.path => {
                    rows::put_document(connection, Some(known.id), &file.path, prepared, made)?;
                    rows::clear(connection, known.id)?;
                    rows::put_rows(connection, known.id, prepared)?;
                    if file.path != known.path {
                        connection
                            .prepare_cached(
                                "UPDATE files SET state = 'duplicate', format = ?3 WHERE path = ?1 AND document_id = ?2",
                            )?
                            .execute(params![known.path, known.id, format])?;
                    }
                    Stored::Renewed(known.id)
                }
                Some(known) => {
                    // Its format is that of the document which stands for it, whatever its own name says.
                    format = &known.format;
                    Stored::Duplicate(known.id)
                }
            };
            if !matches!(stored, Stored::Duplicate(_)) {
                renew(connection, prepared.key())?;
            }
            let state = if matches!(stored, Stored::Duplicate(_)) { State::Duplicate } else { State::Done };
            let verdict =
                Verdict { state, reason: None, document: Some(stored.document()), format: Some(format) };
            put_file(connection, run, now, file, Some(prepared.key()), verdict)?;
            Ok(stored)
        })?;
        self.stale.extend(stale);
        Ok(stored)
    }

    /// Links a file to the document of the same bytes (`file.blake3`), if the corpus has it and nothing speaks for
    /// reading the file itself.
    ///
    /// # Errors
    /// Those of the database.
    pub fn link_duplicate(&mut self, file: &File) -> Result<Linked, Fault> {
        let Some(key) = file.blake3.as_deref() else { return Ok(Linked::Unknown) };
        let mut stale = None;
        let linked = self.write(|connection, run, now| {
            let known = match known(connection, key)? {
                None => return Ok(Linked::Unknown),
                Some(known) if known.rules != file.read.rules || known.program != super::PROGRAM => {
                    return Ok(Linked::Unknown);
                }
                Some(known) if file.path < known.path => return Ok(Linked::First),
                Some(known) => known,
            };
            stale = release(connection, &file.path, Some(key))?;
            let state = if file.path == known.path { State::Done } else { State::Duplicate };
            let verdict =
                Verdict { state, reason: None, document: Some(known.id), format: Some(&known.format) };
            put_file(connection, run, now, file, Some(key), verdict)?;
            Ok(Linked::Done(known.id))
        })?;
        self.stale.extend(stale);
        Ok(linked)
    }

    /// Writes down that a file could not be read. A document that was read from it before stays, unless the bytes are
    /// others now: a drive that is away takes nothing out of the corpus.
    ///
    /// # Errors
    /// Those of the database.
    pub fn put_failure(&mut self, file: &File, reason: &Reason) -> Result<(), Fault> {
        self.put_reason(file, reason, State::Failed)
    }

    /// Writes down that a file was left alone, and why.
    ///
    /// # Errors
    /// Those of the database.
    pub fn put_skipped(&mut self, file: &File, reason: &Reason) -> Result<(), Fault> {
        self.put_reason(file, reason, State::Skipped)
    }

    fn put_reason(&mut self, file: &File, reason: &Reason, state: State) -> Result<(), Fault> {
        let mut stale = None;
        self.write(|connection, run, now| {
            if let Some(key) = &file.blake3 {
                stale = release(connection, &file.path, Some(key))?;
            }
            let key = file.blake3.as_deref();
            put_file(
                connection,
                run,
                now,
                file,
                key,
                Verdict { state, reason: Some(reason), document: None, format: None },
            )
        })?;
        self.stale.extend(stale);
        Ok(())
    }

    /// Writes down the new size and time of a file whose bytes proved to be the same as before.
    ///
    /// # Errors
    /// Those of the database.
    pub fn touch(&mut self, path: &str, size: u64, modified: Option<i64>) -> Result<(), Fault> {
        self.write(|connection, run, now| {
            connection
                .prepare_cached(
                    "UPDATE files SET size = ?2, modified = ?3, run_id = ?4, seen = ?5 WHERE path = ?1",
                )?
                .execute(params![path, integer(size), modified, run, now])
                .map(drop)
        })
    }

    /// Paths of files that must be read again, taken out of the list: the file that their document was read from has
    /// other bytes now, so that theirs is the first path. To be done before the run ends; a run that is stopped leaves
    /// them in the ledger as read by no rules, and the next one takes them up.
    pub fn stale(&mut self) -> Vec<String> {
        std::mem::take(&mut self.stale)
    }

    /// How many documents and ledger entries wait for [`Writer::commit`].
    pub fn pending(&self) -> usize {
        self.pending
    }

    /// Makes everything that was put since the last commit last.
    ///
    /// # Errors
    /// Those of the database; a full disk gives up the batch and leaves the corpus at its last commit.
    pub fn commit(&mut self) -> Result<(), Fault> {
        self.pending = 0;
        if self.connection.is_autocommit() {
            return Ok(());
        }
        let committed = self.connection.prepare_cached("COMMIT").and_then(|mut commit| commit.execute([]));
        self.done(committed).map(drop)
    }

    /// The connection, for what belongs to the corpus and has its own tables; in the transaction under way.
    ///
    /// # Errors
    /// Those of the database.
    pub(super) fn write<T>(
        &mut self,
        put: impl FnOnce(&Connection, i64, &str) -> Sql<T>,
    ) -> Result<T, Fault> {
        let outcome = self.begin().and_then(|()| put(&self.connection, self.run, &self.now));
        self.pending += 1;
        self.done(outcome)
    }

    fn begin(&mut self) -> Sql<()> {
        if self.connection.is_autocommit() {
            self.connection.prepare_cached("BEGIN IMMEDIATE")?.execute([])?;
            self.now = store::now();
        }
        Ok(())
    }

    /// Gives up the batch where something failed: a part of it is never committed.
    fn done<T>(&mut self, outcome: Sql<T>) -> Result<T, Fault> {
        outcome.map_err(|cause| {
            if !self.connection.is_autocommit() {
                // Where this fails too, the transaction dies with the connection.
                let _ = self.connection.execute_batch("ROLLBACK");
            }
            self.pending = 0;
            Fault::sqlite(&self.path, cause)
        })
    }

    /// Runs `put` in a transaction of its own and commits it.
    ///
    /// # Errors
    /// Those of the database.
    pub fn alone<T>(&mut self, put: impl FnOnce(&Connection) -> Sql<T>) -> Result<T, Fault> {
        self.commit()?;
        let value = self.write(|connection, _, _| put(connection))?;
        self.commit()?;
        Ok(value)
    }
}

/// Brings the rows of a document to what its corrections say; one without corrections stays as it was read.
pub(super) fn renew(connection: &Connection, key: &str) -> Sql<()> {
    let kept = corrections::of_key(connection, key)?;
    if kept.is_empty() {
        return Ok(());
    }
    let document = connection
        .prepare_cached(
            "SELECT d.id, d.path, d.program, d.rules, r.json_bytes, r.record FROM documents d \
             JOIN records r ON r.document_id = d.id WHERE d.key = ?1",
        )?
        .query_row([key], |row| {
            let texts: [String; 3] = [row.get(1)?, row.get(2)?, row.get(3)?];
            Ok((row.get::<_, i64>(0)?, texts, row.get::<_, i64>(4)?, row.get::<_, Vec<u8>>(5)?))
        })
        .optional()?;
    let Some((id, [path, program, rules], length, record)) = document else { return Ok(()) };
    let json =
        inflate(&record, length).map_err(|cause| rusqlite::Error::ToSqlConversionFailure(cause.into()))?;
    let mut record: Record =
        serde_json::from_str(&json).map_err(|cause| rusqlite::Error::ToSqlConversionFailure(cause.into()))?;
    corrections::apply(&mut record, &kept);
    let prepared = PREPARER.prepare(record, json.as_bytes());
    // A new time tells the search index that the rows are others.
    let made = Made { program: &program, rules: &rules, now: &store::now() };
    rows::put_document(connection, Some(id), &path, &prepared, made)?;
    rows::renew_values(connection, id, &prepared)
}

/// Makes the rows of corrected records; most corpora need it for few documents, or for none.
static PREPARER: LazyLock<Preparer> = LazyLock::new(|| Preparer::new(Rules::embedded()));

/// A document that the corpus has.
pub(super) struct Known {
    pub id: i64,
    pub path: String,
    format: String,
    pub program: String,
    pub rules: String,
}

pub(super) fn known(connection: &Connection, key: &str) -> Sql<Option<Known>> {
    connection
        .prepare_cached("SELECT id, path, format, program, rules FROM documents WHERE key = ?1")?
        .query_row([key], |row| {
            Ok(Known {
                id: row.get(0)?,
                path: row.get(1)?,
                format: row.get(2)?,
                program: row.get(3)?,
                rules: row.get(4)?,
            })
        })
        .optional()
}

/// Takes the file at `path` away from the document that it was read as, unless that has the key `now`. A document that
/// no file holds any more goes; one that others hold belongs to the first of them, which must be read again: it is
/// given back.
pub(super) fn release(connection: &Connection, path: &str, now: Option<&str>) -> Sql<Option<String>> {
    let held: Option<(i64, String, String)> = connection
        .prepare_cached(
            "SELECT d.id, d.key, d.path FROM files f JOIN documents d ON d.id = f.document_id WHERE f.path = ?1",
        )?
        .query_row([path], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
        .optional()?;
    let Some((id, key, main)) = held else { return Ok(None) };
    if now == Some(key.as_str()) {
        return Ok(None);
    }
    connection.prepare_cached("UPDATE files SET document_id = NULL WHERE path = ?1")?.execute([path])?;
    if main != path {
        return Ok(None);
    }
    let heir: Option<String> = connection
        .prepare_cached("SELECT min(path) FROM files WHERE document_id = ?1")?
        .query_row([id], |row| row.get(0))?;
    match &heir {
        None => connection.prepare_cached("DELETE FROM documents WHERE id = ?1")?.execute([id])?,
        Some(heir) => {
            connection
                .prepare_cached("UPDATE documents SET path = ?2 WHERE id = ?1")?
                .execute(params![id, heir])?;
            connection
                .prepare_cached("UPDATE files SET state = 'done', rules = '' WHERE path = ?1")?
                .execute([heir])?
        }
    };
    Ok(heir)
}

/// What is written into the ledger beside the file itself.
pub(super) struct Verdict<'a> {
    pub state: State,
    pub reason: Option<&'a Reason>,
    pub document: Option<i64>,
    /// Where it is not the file's own.
    pub format: Option<&'a str>,
}

/// The row of the ledger, new or anew. A failure without a hash keeps the hash and the document that were there.
pub(super) fn put_file(
    connection: &Connection,
    run: i64,
    now: &str,
    file: &File,
    key: Option<&str>,
    verdict: Verdict<'_>,
) -> Sql<()> {
    let reason = verdict.reason;
    connection
        .prepare_cached(
            "INSERT INTO files (path, size, modified, blake3, format, state, reason, message_vi, message_en, remedy_vi,
                remedy_en, cause, seconds, peak_memory, document_id, options, program, rules, run_id, seen)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20)
             ON CONFLICT (path) DO UPDATE SET size = ?2, modified = ?3, blake3 = coalesce(?4, blake3),
                format = coalesce(?5, format), state = ?6, reason = ?7, message_vi = ?8, message_en = ?9, remedy_vi = ?10,
                remedy_en = ?11, cause = ?12, attempts = attempts + 1, seconds = ?13, peak_memory = ?14,
                document_id = CASE WHEN ?6 IN ('failed', 'skipped') THEN document_id ELSE ?15 END, options = ?16,
                program = ?17, rules = ?18, run_id = ?19, seen = ?20",
        )?
        .execute(params![
            file.path,
            integer(file.size),
            file.modified,
            key,
            verdict.format.or(file.format.as_deref()),
            verdict.state.code(),
            reason.map(|reason| &reason.code),
            reason.map(|reason| &reason.message_vi),
            reason.map(|reason| &reason.message_en),
            reason.map(|reason| &reason.remedy_vi),
            reason.map(|reason| &reason.remedy_en),
            reason.and_then(|reason| reason.cause.as_deref()),
            file.seconds,
            file.peak_memory.map(integer),
            verdict.document,
            file.read.options,
            super::PROGRAM,
            file.read.rules,
            run,
            now,
        ])
        .map(drop)
}

#[cfg(test)]
mod tests;
