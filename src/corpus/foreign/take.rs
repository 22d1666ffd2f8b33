//! Taking over what another corpus has, as far as this one needs it.

use super::{Foreign, Held, Need, Origin, Taken, held, need};
use crate::corpus::corrections::{self, Correction};
use crate::corpus::fault::Fault;
use crate::corpus::ledger::State;
use crate::corpus::prepared::Prepared;
use crate::corpus::rows::{self, Made, integer};
use crate::corpus::writer::{Writer, known, renew};
use rusqlite::{Connection, OptionalExtension, Result as Sql, params};

impl Writer {
    /// Takes a document over: its record where the corpus needs it, and its file.
    ///
    /// # Errors
    /// Those of the database. The whole batch since the last commit is then given up.
    pub fn take_document(
        &mut self,
        by: &Origin,
        entry: Option<&Foreign>,
        prepared: Option<&Prepared>,
    ) -> Result<Taken, Fault> {
        self.write(|connection, run, now| {
            let there = known(connection, &by.key)?;
            let need = need(connection, by, entry, there.as_ref())?;
            let (id, taken) = match (need, prepared, &there) {
                (Need::Nothing, ..) => return Ok(Taken::Nothing),
                (Need::Record, Some(prepared), there) => {
                    let made = Made { program: &by.program, rules: &by.rules, now };
                    let old = there.as_ref().map(|known| known.id);
                    let put = rows::put_document(connection, old, &by.path, prepared, made)?;
                    let id = old.unwrap_or(put);
                    if let Some(known) = there {
                        rows::clear(connection, id)?;
                        if known.path != by.path {
                            connection
                                .prepare_cached(
                                    "UPDATE files SET state = 'duplicate', format = ?3
                                     WHERE path = ?1 AND document_id = ?2 AND state = 'done'",
                                )?
                                .execute(params![known.path, id, prepared.record().source.format])?;
                        }
                    }
                    rows::put_rows(connection, id, prepared)?;
                    renew(connection, &by.key)?;
                    (id, if there.is_some() { Taken::Renewed } else { Taken::New })
                }
                // What was offered when the corpus had no need of the record.
                (_, _, Some(known)) => (known.id, Taken::Entry),
                (_, _, None) => return Ok(Taken::Nothing),
            };
            let Some(entry) = entry else { return Ok(taken) };
            match held(connection, &entry.file.path)? {
                Some(Held { document: Some(other), .. }) if other != id => Ok(match taken {
                    Taken::New => Taken::NewConflict,
                    Taken::Renewed => Taken::Renewed,
                    _ => Taken::Conflict,
                }),
                _ => {
                    put(connection, (run, now), entry, Some(id))?;
                    Ok(taken)
                }
            }
        })
    }

    /// Takes an entry of a ledger over: a copy of a document, a failure, a file that was passed over, an archive.
    ///
    /// # Errors
    /// As [`Writer::take_document`].
    pub fn take_entry(&mut self, entry: &Foreign) -> Result<Taken, Fault> {
        self.write(|connection, run, now| {
            let document = match entry.file.blake3.as_deref().filter(|_| entry.is_linked) {
                Some(key) => known(connection, key)?.map(|known| known.id),
                None => None,
            };
            if entry.is_linked && document.is_none() {
                // Its record was refused, or has gone in between.
                return Ok(Taken::Nothing);
            }
            if let Some(Held { document: held, state, modified, seen }) = held(connection, &entry.file.path)?
            {
                let is_same = held.is_some() && held == document;
                let is_document = held.is_some() || state == State::Done.code();
                let is_later = document.is_some() || entry.seen.as_ref().is_some_and(|entry| *entry > seen);
                let says_more = is_same && modified.is_none() && entry.file.modified.is_some();
                if (is_document || !is_later) && !says_more {
                    let differs = document.is_some() && !is_same;
                    return Ok(if differs { Taken::Conflict } else { Taken::Nothing });
                }
            }
            put(connection, (run, now), entry, document)?;
            Ok(Taken::Entry)
        })
    }

    /// Takes corrections over; tells how many are new.
    ///
    /// # Errors
    /// As [`Writer::take_document`].
    pub fn take_corrections(&mut self, corrections: &[Correction]) -> Result<usize, Fault> {
        self.write(|connection, _, _| corrections::put_all(connection, corrections))
    }
}

/// What the document says that an entry belongs to.
struct Main {
    path: String,
    format: String,
    program: String,
    rules: String,
}

/// The row of the ledger, new or anew. A file that was read says by the document's path whether it stands for it.
fn put(connection: &Connection, (run, now): (i64, &str), entry: &Foreign, document: Option<i64>) -> Sql<()> {
    let Foreign { file, reason, .. } = entry;
    let reason = reason.as_ref();
    let main: Option<Main> = match document {
        None => None,
        Some(id) => connection
            .prepare_cached("SELECT path, format, program, rules FROM documents WHERE id = ?1")?
            .query_row([id], |row| {
                Ok(Main { path: row.get(0)?, format: row.get(1)?, program: row.get(2)?, rules: row.get(3)? })
            })
            .optional()?,
    };
    let state = match (&main, entry.state) {
        (Some(main), State::Done | State::Duplicate) if main.path == file.path => State::Done,
        (Some(_), State::Done | State::Duplicate) => State::Duplicate,
        (_, state) => state,
    };
    let format = main.as_ref().map(|main| &main.format).or(file.format.as_ref());
    // Of a copy that nobody says more of, its document does.
    let by = main.as_ref().filter(|_| entry.program.is_empty());
    let (program, rules) = by.map_or((&entry.program, &file.read.rules), |main| (&main.program, &main.rules));
    connection
        .prepare_cached(
            "INSERT OR REPLACE INTO files (id, path, size, modified, blake3, format, state, reason, message_vi, message_en,
                remedy_vi, remedy_en, cause, attempts, seconds, peak_memory, document_id, options, program, rules, run_id,
                seen)
             VALUES ((SELECT id FROM files WHERE path = ?1), ?1, ?2,
                coalesce(?3, (SELECT modified FROM files WHERE path = ?1 AND blake3 = ?4)), ?4, ?5, ?6, ?7, ?8, ?9, ?10,
                ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21)",
        )?
        .execute(params![
            file.path,
            integer(file.size),
            file.modified,
            file.blake3,
            format,
            state.code(),
            reason.map(|reason| &reason.code),
            reason.map(|reason| &reason.message_vi),
            reason.map(|reason| &reason.message_en),
            reason.map(|reason| &reason.remedy_vi),
            reason.map(|reason| &reason.remedy_en),
            reason.and_then(|reason| reason.cause.as_deref()),
            entry.attempts,
            file.seconds,
            file.peak_memory.map(integer),
            document,
            file.read.options,
            program,
            rules,
            run,
            entry.seen.as_deref().unwrap_or(now),
        ])
        .map(drop)
}
