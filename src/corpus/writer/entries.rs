//! The ledger: a row for each file.

use super::Writer;
use crate::corpus::rows::integer;
use crate::corpus::{Fault, File, PROGRAM, Reason, State};
use rusqlite::{Connection, OptionalExtension, Result as Sql, ToSql, params};

impl Writer {
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
            let held = held(connection, &file.path)?;
            let key = file.blake3.as_deref();
            if key.is_some() {
                stale = release(connection, &file.path, held.as_ref(), key)?;
            }
            let verdict =
                Verdict { held: held.as_ref(), state, reason: Some(reason), document: None, format: None };
            put_file(connection, run, now, file, key, verdict)
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
}

/// What the ledger has at a path.
pub(in crate::corpus) struct Held {
    /// The row of `files`.
    row: i64,
    document: Option<HeldDocument>,
}

/// The document that a file was read as.
struct HeldDocument {
    id: i64,
    key: String,
    /// The file that it was read from.
    path: String,
}

pub(in crate::corpus) fn held(connection: &Connection, path: &str) -> Sql<Option<Held>> {
    connection
        .prepare_cached(
            "SELECT f.id, d.id, d.key, d.path FROM files f LEFT JOIN documents d ON d.id = f.document_id
             WHERE f.path = ?1",
        )?
        .query_row([path], |row| {
            let document = match row.get(1)? {
                Some(id) => Some(HeldDocument { id, key: row.get(2)?, path: row.get(3)? }),
                None => None,
            };
            Ok(Held { row: row.get(0)?, document })
        })
        .optional()
}

/// Takes the file at `path` away from the document that it was read as, unless that has the key `now`. A document that
/// no file holds any more goes; one that others hold belongs to the first of them, which must be read again: it is
/// given back.
pub(in crate::corpus) fn release(
    connection: &Connection,
    path: &str,
    held: Option<&Held>,
    now: Option<&str>,
) -> Sql<Option<String>> {
    let Some(Held { row, document: Some(document) }) = held else { return Ok(None) };
    if now == Some(document.key.as_str()) {
        return Ok(None);
    }
    connection.prepare_cached("UPDATE files SET document_id = NULL WHERE id = ?1")?.execute([row])?;
    if document.path != path {
        return Ok(None);
    }
    let heir: Option<String> = connection
        .prepare_cached("SELECT min(path) FROM files WHERE document_id = ?1")?
        .query_row([document.id], |row| row.get(0))?;
    match &heir {
        None => connection.prepare_cached("DELETE FROM documents WHERE id = ?1")?.execute([document.id])?,
        Some(heir) => {
            connection
                .prepare_cached("UPDATE documents SET path = ?2 WHERE id = ?1")?
                .execute(params![document.id, heir])?;
            connection
                .prepare_cached("UPDATE files SET state = 'done', rules = '' WHERE path = ?1")?
                .execute([heir])?
        }
    };
    Ok(heir)
}

/// What is written into the ledger beside the file itself.
pub(in crate::corpus) struct Verdict<'a> {
    /// What the ledger has at its path.
    pub held: Option<&'a Held>,
    pub state: State,
    pub reason: Option<&'a Reason>,
    pub document: Option<i64>,
    /// Where it is not the file's own.
    pub format: Option<&'a str>,
}

const INSERT: &str = "\
    INSERT INTO files (path, size, modified, blake3, format, state, reason, message_vi, message_en, remedy_vi,
        remedy_en, cause, seconds, peak_memory, document_id, options, program, rules, run_id, seen)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20)";

const UPDATE: &str = "\
    UPDATE files SET size = ?2, modified = ?3, blake3 = coalesce(?4, blake3), format = coalesce(?5, format), state = ?6,
        reason = ?7, message_vi = ?8, message_en = ?9, remedy_vi = ?10, remedy_en = ?11, cause = ?12,
        attempts = attempts + 1, seconds = ?13, peak_memory = ?14,
        document_id = CASE WHEN ?6 IN ('failed', 'skipped') THEN document_id ELSE ?15 END, options = ?16,
        program = ?17, rules = ?18, run_id = ?19, seen = ?20
    WHERE id = ?1";

/// The row of the ledger, new or anew. A failure without a hash keeps the hash and the document that were there.
///
/// Two statements, not one with `ON CONFLICT`: for that SQLite copies each page aside before it writes, in case it has to
/// take back a part of the statement.
pub(in crate::corpus) fn put_file(
    connection: &Connection,
    run: i64,
    now: &str,
    file: &File,
    key: Option<&str>,
    verdict: Verdict<'_>,
) -> Sql<()> {
    let reason = verdict.reason;
    let (sql, which): (&str, &dyn ToSql) = match verdict.held {
        None => (INSERT, &file.path),
        Some(Held { row, .. }) => (UPDATE, row),
    };
    connection
        .prepare_cached(sql)?
        .execute(params![
            which,
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
            PROGRAM,
            file.read.rules,
            run,
            now,
        ])
        .map(drop)
}
