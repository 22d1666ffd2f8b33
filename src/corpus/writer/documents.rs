//! Documents, each content once, and the files that hold them.

use super::entries::{Verdict, held, put_file, release};
use super::{Writer, renew};
use crate::corpus::rows::{self, Made};
use crate::corpus::{Fault, File, PROGRAM, Prepared, State};
use rusqlite::{Connection, OptionalExtension, Result as Sql, params};

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

impl Writer {
    /// Stores the record of a file. The record of a content is that of its path which is first in byte order, in
    /// whatever order the files come.
    ///
    /// # Errors
    /// Those of the database. The whole batch since the last commit is then given up.
    pub fn put_document(&mut self, file: &File, prepared: &Prepared) -> Result<Stored, Fault> {
        let mut stale = None;
        let stored = self.write(|connection, run, now| {
            let held = held(connection, &file.path)?;
            stale = release(connection, &file.path, held.as_ref(), Some(prepared.key()))?;
            let made = Made { program: PROGRAM, rules: &file.read.rules, now };
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
            let (document, format) = (Some(stored.document()), Some(format.as_str()));
            let verdict = Verdict { held: held.as_ref(), state, reason: None, document, format };
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
                Some(known) if known.rules != file.read.rules || known.program != PROGRAM => {
                    return Ok(Linked::Unknown);
                }
                Some(known) if file.path < known.path => return Ok(Linked::First),
                Some(known) => known,
            };
            let held = held(connection, &file.path)?;
            stale = release(connection, &file.path, held.as_ref(), Some(key))?;
            let state = if file.path == known.path { State::Done } else { State::Duplicate };
            let (document, format) = (Some(known.id), Some(known.format.as_str()));
            let verdict = Verdict { held: held.as_ref(), state, reason: None, document, format };
            put_file(connection, run, now, file, Some(key), verdict)?;
            Ok(Linked::Done(known.id))
        })?;
        self.stale.extend(stale);
        Ok(linked)
    }
}

/// A document that the corpus has.
pub(in crate::corpus) struct Known {
    pub id: i64,
    pub path: String,
    format: String,
    pub program: String,
    pub rules: String,
}

pub(in crate::corpus) fn known(connection: &Connection, key: &str) -> Sql<Option<Known>> {
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
