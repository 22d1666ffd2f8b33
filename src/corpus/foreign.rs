//! What others read, taken over: documents, entries of a ledger and corrections of another corpus, or of a cluster.
//!
//! Of two records of one document that of the later version stays; of one version that of its rule tables as they are
//! built in; else the one of the path that is first in byte order; else the one that is there. Nothing that is taken
//! over takes a document out of the corpus: where a name of the ledger stands for other bytes, it keeps to them, and the
//! document comes in without a file.

mod take;

use super::corrections::{self, Kept};
use super::fault::Fault;
use super::ledger::{File, Read, Reason, State};
use super::reader::Reader;
use super::writer::{Known, known};
use crate::rules::Rules;
use rusqlite::{Connection, OptionalExtension, Result as Sql, Row, params};
use std::cmp::Ordering;

/// An entry of a ledger that another keeps, or would keep.
#[derive(Debug, Clone, PartialEq)]
pub struct Foreign {
    pub file: File,
    /// The version that read it; empty where nobody says.
    pub program: String,
    pub state: State,
    /// Of failed and skipped files.
    pub reason: Option<Reason>,
    pub attempts: u32,
    /// When it was last read, UTC; `None` where nobody says.
    pub seen: Option<String>,
    /// Whether it has a document.
    pub is_linked: bool,
}

/// A document of another corpus, without its record.
#[derive(Debug, Clone, PartialEq)]
pub struct ForeignDocument {
    /// Its number there.
    pub id: i64,
    pub by: Origin,
    /// The file that it was read from; `None` where the ledger has none for it.
    pub entry: Option<Foreign>,
}

/// Which record it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    /// The BLAKE3 of the document's bytes.
    pub key: String,
    /// The file that the record names.
    pub path: String,
    /// The version that read it; empty where nobody says.
    pub program: String,
    /// The fingerprint of the rule tables; empty where nobody says.
    pub rules: String,
}

/// What a corpus needs of a document that is offered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Need {
    /// Its record.
    Record,
    /// Its file in the ledger; the record that is there stays.
    Entry,
    /// Nothing.
    Nothing,
}

/// What became of a document or an entry that was taken over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Taken {
    /// A document that was not there.
    New,
    /// A record that replaced the one that was there.
    Renewed,
    /// An entry of the ledger.
    Entry,
    /// A document that was not there; the name of its file stands for other bytes.
    NewConflict,
    /// A document that is there, or a copy of one; the name of the file stands for other bytes.
    Conflict,
    /// It was there.
    Nothing,
}

/// Which of two records stays: the greater one.
fn compare(one: [&str; 2], other: [&str; 2]) -> Ordering {
    let rank = |[program, rules]: [&str; 2]| {
        let is_current = program == super::PROGRAM && rules == Rules::embedded().fingerprint();
        let version: Vec<u64> = program.split(['.', '-']).map_while(|part| part.parse().ok()).collect();
        (version, is_current)
    };
    rank(one).cmp(&rank(other))
}

fn need(connection: &Connection, by: &Origin, entry: Option<&Foreign>, known: Option<&Known>) -> Sql<Need> {
    let Some(known) = known else { return Ok(Need::Record) };
    let wins = match compare([&by.program, &by.rules], [&known.program, &known.rules]) {
        Ordering::Greater => true,
        Ordering::Equal => by.path < known.path,
        Ordering::Less => false,
    };
    if wins {
        return Ok(Need::Record);
    }
    Ok(match held(connection, &by.path)? {
        None => Need::Entry,
        Some(Held { document: None, state, .. }) if state != State::Done.code() => Need::Entry,
        // What a table said of the file is less than what a ledger says.
        Some(Held { document, modified: None, .. })
            if document == Some(known.id) && entry.is_some_and(|entry| entry.file.modified.is_some()) =>
        {
            Need::Entry
        }
        Some(_) => Need::Nothing,
    })
}

/// What the ledger has for a path.
struct Held {
    document: Option<i64>,
    state: String,
    modified: Option<i64>,
    seen: String,
}

fn held(connection: &Connection, path: &str) -> Sql<Option<Held>> {
    connection
        .prepare_cached("SELECT document_id, state, modified, seen FROM files WHERE path = ?1")?
        .query_row([path], |row| {
            Ok(Held { document: row.get(0)?, state: row.get(1)?, modified: row.get(2)?, seen: row.get(3)? })
        })
        .optional()
}

impl Reader {
    /// What the corpus needs of a document that is offered, with what a ledger says of its file.
    ///
    /// # Errors
    /// Those of the database.
    pub fn need(&self, by: &Origin, entry: Option<&Foreign>) -> Result<Need, Fault> {
        known(self.connection(), &by.key)
            .and_then(|known| need(self.connection(), by, entry, known.as_ref()))
            .map_err(|cause| self.fault(cause))
    }

    /// At most `most` documents behind the number `after`, each with the file that it was read from.
    ///
    /// # Errors
    /// Those of the database.
    pub fn foreign_documents(&self, after: i64, most: u32) -> Result<Vec<ForeignDocument>, Fault> {
        let sql = format!(
            "SELECT {ENTRY}, d.id, d.key, d.path, d.program, d.rules FROM documents d
             LEFT JOIN files f ON f.path = d.path AND f.document_id = d.id
             WHERE d.id > ?1 ORDER BY d.id LIMIT ?2"
        );
        self.page(&sql, params![after, most], |row| {
            Ok(ForeignDocument {
                id: row.get(ENTRIES)?,
                by: Origin {
                    key: row.get(ENTRIES + 1)?,
                    path: row.get(ENTRIES + 2)?,
                    program: row.get(ENTRIES + 3)?,
                    rules: row.get(ENTRIES + 4)?,
                },
                entry: row.get::<_, Option<String>>(0)?.map(|path| entry(row, path)).transpose()?,
            })
        })
    }

    /// At most `most` entries of the ledger behind the path `after`, those left out that documents were read from.
    ///
    /// # Errors
    /// Those of the database.
    pub fn foreign_entries(&self, after: &str, most: u32) -> Result<Vec<Foreign>, Fault> {
        let sql = format!(
            "SELECT {ENTRY} FROM files f LEFT JOIN documents d ON d.id = f.document_id AND d.path = f.path
             WHERE f.path > ?1 AND d.id IS NULL ORDER BY f.path LIMIT ?2"
        );
        self.page(&sql, params![after, most], |row| entry(row, row.get(0)?))
    }

    /// How many documents, and files, the corpus has.
    ///
    /// # Errors
    /// Those of the database.
    pub fn count_all(&self) -> Result<u64, Fault> {
        // Files that documents were read from come with them.
        self.connection()
            .query_row(
                "SELECT max((SELECT count(*) FROM documents), (SELECT count(*) FROM files))",
                [],
                |row| row.get::<_, i64>(0),
            )
            .map(i64::unsigned_abs)
            .map_err(|cause| self.fault(cause))
    }

    /// At most `most` corrections behind the number `after`.
    ///
    /// # Errors
    /// Those of the database.
    pub fn foreign_corrections(&self, after: i64, most: u32) -> Result<Vec<Kept>, Fault> {
        let sql =
            format!("SELECT {} FROM corrections WHERE id > ?1 ORDER BY id LIMIT ?2", corrections::COLUMNS);
        self.page(&sql, params![after, most], corrections::read)
    }

    fn page<T>(
        &self,
        sql: &str,
        values: &[&dyn rusqlite::ToSql],
        read: impl FnMut(&Row<'_>) -> Sql<T>,
    ) -> Result<Vec<T>, Fault> {
        self.connection()
            .prepare_cached(sql)
            .and_then(|mut select| select.query_map(values, read)?.collect())
            .map_err(|cause| self.fault(cause))
    }
}

/// The columns of [`entry`].
const ENTRY: &str = "f.path, f.size, f.modified, f.blake3, f.format, f.seconds, f.peak_memory, f.rules, f.options, f.program,
    f.state, f.attempts, f.seen, f.document_id, f.reason, f.message_vi, f.message_en, f.remedy_vi, f.remedy_en, f.cause";
const ENTRIES: usize = 20;

fn entry(row: &Row<'_>, path: String) -> Sql<Foreign> {
    let text =
        |at: usize| Ok::<String, rusqlite::Error>(row.get::<_, Option<String>>(at)?.unwrap_or_default());
    let reason = match row.get::<_, Option<String>>(14)? {
        None => None,
        Some(code) => Some(Reason {
            code,
            message_vi: text(15)?,
            message_en: text(16)?,
            remedy_vi: text(17)?,
            remedy_en: text(18)?,
            cause: row.get(19)?,
        }),
    };
    Ok(Foreign {
        file: File {
            path,
            size: row.get::<_, i64>(1)?.unsigned_abs(),
            modified: row.get(2)?,
            blake3: row.get(3)?,
            format: row.get(4)?,
            seconds: row.get(5)?,
            peak_memory: row.get::<_, Option<i64>>(6)?.map(i64::unsigned_abs),
            read: Read { rules: row.get(7)?, options: row.get(8)? },
        },
        program: row.get(9)?,
        state: State::from_code(&row.get::<_, String>(10)?),
        attempts: row.get(11)?,
        seen: row.get(12)?,
        is_linked: row.get::<_, Option<i64>>(13)?.is_some(),
        reason,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_two_records_that_of_the_later_version_stays_and_of_one_version_that_of_its_own_rules() {
        let rules = Rules::embedded().fingerprint();
        let now = [super::super::PROGRAM, rules];
        for (one, other, wanted) in [
            (now, now, Ordering::Equal),
            (now, [super::super::PROGRAM, "other"], Ordering::Greater),
            (now, ["99.0.0", "other"], Ordering::Less),
            (["0.10.0", "a"], ["0.9.1", "b"], Ordering::Greater),
            (["0.9.0", "a"], ["0.9.0", "b"], Ordering::Equal),
            (["0.9", "a"], ["0.9.1", "a"], Ordering::Less),
            (["", ""], ["0.0.1", "a"], Ordering::Less),
        ] {
            assert_eq!(compare(one, other), wanted, "{one:?} {other:?}");
            assert_eq!(compare(other, one), wanted.reverse(), "{other:?} {one:?}");
        }
    }
}
