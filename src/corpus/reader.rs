//! Reading a corpus, also while another process writes into it.

use super::corrections;
use super::fault::Fault;
use super::ledger::{Entry, Read, State};
use super::store;
use super::stored::Stored;
use super::summary::Summary;
use crate::write::wire::Record;
use rusqlite::{Connection, OptionalExtension, Row, ToSql};
use rustc_hash::FxHashSet;
use std::path::PathBuf;

/// The fewest digits by which a document may be named.
const SHORTEST_KEY: usize = 8;

/// Reads a corpus through a connection of its own. Each call sees what was committed when it began.
#[derive(Debug)]
pub struct Reader {
    connection: Connection,
    path: PathBuf,
}

/// Which documents: all conditions hold. The default is all documents.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Filter {
    /// Whole keys; `None` for any.
    pub keys: Option<Vec<String>>,
    /// Codes of kinds: "KH", "QĐ".
    pub doc_types: Vec<String>,
    /// First and last year.
    pub years: Option<(u16, u16)>,
    /// central, province, district, commune
    pub levels: Vec<String>,
    /// Names, as the document has them or of today.
    pub provinces: Vec<String>,
    pub formats: Vec<String>,
    /// Only keys behind this one: to go on where a listing stopped.
    pub after: Option<String>,
    /// Only documents with a remark that is more than information.
    pub with_warnings: bool,
}

impl Reader {
    pub(super) fn open(path: PathBuf) -> Result<Reader, Fault> {
        Ok(Reader { connection: store::readable(&path)?, path })
    }

    /// The connection, for queries of one's own; it cannot write.
    pub fn connection(&self) -> &Connection {
        &self.connection
    }

    /// The fault that an error of [`Reader::connection`] is.
    pub fn fault(&self, cause: rusqlite::Error) -> Fault {
        Fault::sqlite(&self.path, cause)
    }

    /// The whole key of the document whose key is, or begins with, `key` (8 digits or more, any case).
    ///
    /// # Errors
    /// No document has it, or several.
    pub fn key(&self, key: &str) -> Result<String, Fault> {
        let prefix = key.trim().to_ascii_lowercase();
        let is_key =
            (SHORTEST_KEY..=64).contains(&prefix.len()) && prefix.bytes().all(|b| b.is_ascii_hexdigit());
        if !is_key {
            return Err(Fault::no_document(key, 0));
        }
        let found: Vec<String> = self
            .connection
            .prepare_cached("SELECT key FROM documents WHERE key >= ?1 AND key < ?2 ORDER BY key LIMIT 2")
            .and_then(|mut select| {
                select.query_map([&prefix, &format!("{prefix}g")], |row| row.get(0))?.collect()
            })
            .map_err(|cause| self.fault(cause))?;
        match &found[..] {
            [one] => Ok(one.clone()),
            found => Err(Fault::no_document(key, found.len())),
        }
    }

    /// The document of a whole key.
    ///
    /// # Errors
    /// Those of the database.
    pub fn summary(&self, key: &str) -> Result<Option<Summary>, Fault> {
        self.connection
            .prepare_cached(&format!("SELECT {} FROM documents d WHERE d.key = ?1", Summary::COLUMNS))
            .and_then(|mut select| select.query_row([key], Summary::from_row).optional())
            .map_err(|cause| self.fault(cause))
    }

    /// The document of a number in this corpus, as columns `document_id` have it.
    ///
    /// # Errors
    /// Those of the database.
    pub fn summary_of(&self, id: i64) -> Result<Option<Summary>, Fault> {
        self.connection
            .prepare_cached(&format!("SELECT {} FROM documents d WHERE d.id = ?1", Summary::COLUMNS))
            .and_then(|mut select| select.query_row([id], Summary::from_row).optional())
            .map_err(|cause| self.fault(cause))
    }

    /// The record of a whole key, its corrections applied, on one line without its end.
    ///
    /// # Errors
    /// Those of the database; a record of another shape.
    pub fn record_json(&self, key: &str) -> Result<Option<String>, Fault> {
        let json = self.read_json(key)?;
        json.map(|json| self.corrected(key, json)).transpose()
    }

    /// The JSON of a record as it was read, with its corrections applied.
    fn corrected(&self, key: &str, json: String) -> Result<String, Fault> {
        let kept = self.corrections(key).map_err(|cause| self.fault(cause))?;
        if kept.is_empty() {
            return Ok(json);
        }
        let mut record: Record = serde_json::from_str(&json).map_err(|cause| Fault::no_record(key, cause))?;
        corrections::apply(&mut record, &kept);
        serde_json::to_string(&record).map_err(|cause| Fault::no_record(key, cause))
    }

    /// The record of a whole key, as the pipeline wrote it, on one line without its end.
    ///
    /// # Errors
    /// Those of the database.
    pub fn read_json(&self, key: &str) -> Result<Option<String>, Fault> {
        self.stored(key, |stored| stored.json(&self.connection))
    }

    /// As [`Reader::read_json`], but the texts of sections may be empty: for what else stands in a record, in a part of the time.
    ///
    /// # Errors
    /// Those of the database.
    pub fn json_without_texts(&self, key: &str) -> Result<Option<String>, Fault> {
        self.stored(key, |stored| stored.parted())
    }

    fn stored(
        &self,
        key: &str,
        json: impl Fn(&Stored<'_>) -> rusqlite::Result<String>,
    ) -> Result<Option<String>, Fault> {
        let sql = format!(
            "SELECT {} FROM documents d JOIN records r ON r.document_id = d.id WHERE d.key = ?1",
            Stored::COLUMNS
        );
        self.connection
            .prepare_cached(&sql)
            .and_then(|mut select| select.query_row([key], |row| json(&Stored::from_row(row, 0)?)).optional())
            .map_err(|cause| self.record_fault(key, cause))
    }

    /// The fault that an error of reading a record is.
    fn record_fault(&self, key: &str, cause: rusqlite::Error) -> Fault {
        match cause {
            rusqlite::Error::FromSqlConversionFailure(_, _, cause) => Fault::no_record(key, cause),
            cause => self.fault(cause),
        }
    }

    /// The record of a whole key, its corrections applied.
    ///
    /// # Errors
    /// Those of the database; a record of another shape.
    pub fn record(&self, key: &str) -> Result<Option<Record>, Fault> {
        let json = self.record_json(key)?;
        json.map(|json| serde_json::from_str(&json).map_err(|cause| Fault::no_record(key, cause))).transpose()
    }

    /// Gives every document that the filter lets through, with the JSON of its record, corrections applied, in the order
    /// of the keys.
    ///
    /// One is held in memory at a time. All are of the moment when the call began; the log of a corpus that is written
    /// at the same time grows until the call ends.
    ///
    /// # Errors
    /// Those of the database, and those of `take`, which end the call.
    pub fn each<E: From<Fault>>(
        &self,
        filter: &Filter,
        mut take: impl FnMut(Summary, &str) -> Result<(), E>,
    ) -> Result<(), E> {
        let columns = format!("{}, {}", Stored::COLUMNS, Summary::COLUMNS);
        let joined = "documents d JOIN records r ON r.document_id = d.id";
        let corrected: FxHashSet<String> = self
            .connection
            .prepare_cached("SELECT DISTINCT key FROM corrections")
            .and_then(|mut select| select.query_map([], |row| row.get(0))?.collect())
            .map_err(|cause| self.fault(cause))?;
        self.walk(filter, &columns, joined, |row| {
            let summary = Summary::from_columns(row, Stored::WIDTH).map_err(|cause| self.fault(cause))?;
            let stored = Stored::from_row(row, 0).and_then(|stored| stored.json(&self.connection));
            let mut json = stored.map_err(|cause| self.record_fault(&summary.key, cause))?;
            if corrected.contains(&summary.key) {
                json = self.corrected(&summary.key, json)?;
            }
            take(summary, &json)
        })
    }

    /// As [`Reader::each`], without the records.
    ///
    /// # Errors
    /// As [`Reader::each`].
    pub fn each_summary<E: From<Fault>>(
        &self,
        filter: &Filter,
        mut take: impl FnMut(Summary) -> Result<(), E>,
    ) -> Result<(), E> {
        self.walk(filter, Summary::COLUMNS, "documents d", |row| {
            take(Summary::from_row(row).map_err(|cause| self.fault(cause))?)
        })
    }

    /// How many documents the filter lets through.
    ///
    /// # Errors
    /// Those of the database.
    pub fn count(&self, filter: &Filter) -> Result<u64, Fault> {
        let (condition, values) = filter.condition();
        let values: Vec<&dyn ToSql> = values.iter().map(AsRef::as_ref).collect();
        self.connection
            .query_row(&format!("SELECT count(*) FROM documents d WHERE {condition}"), &values[..], |row| {
                row.get::<_, i64>(0)
            })
            .map(|count| u64::try_from(count).unwrap_or_default())
            .map_err(|cause| self.fault(cause))
    }

    fn walk<E: From<Fault>>(
        &self,
        filter: &Filter,
        columns: &str,
        tables: &str,
        mut take: impl FnMut(&Row<'_>) -> Result<(), E>,
    ) -> Result<(), E> {
        let (condition, values) = filter.condition();
        let values: Vec<&dyn ToSql> = values.iter().map(AsRef::as_ref).collect();
        let sql = format!("SELECT {columns} FROM {tables} WHERE {condition} ORDER BY d.key");
        let failed = |cause| E::from(self.fault(cause));
        let mut select = self.connection.prepare(&sql).map_err(failed)?;
        let mut rows = select.query(&values[..]).map_err(failed)?;
        while let Some(row) = rows.next().map_err(failed)? {
            take(row)?;
        }
        Ok(())
    }

    /// What the ledger says of the file at a path.
    ///
    /// # Errors
    /// Those of the database.
    pub fn file(&self, path: &str) -> Result<Option<Entry>, Fault> {
        self.connection
            .prepare_cached(&format!("{ENTRY} WHERE path = ?1"))
            .and_then(|mut select| select.query_row([path], entry).optional())
            .map_err(|cause| self.fault(cause))
    }

    /// Gives every file of the ledger in a state, all files for `None`, in the order of the paths.
    ///
    /// # Errors
    /// Those of the database, and those of `take`, which end the call.
    pub fn each_file<E: From<Fault>>(
        &self,
        state: Option<State>,
        mut take: impl FnMut(Entry) -> Result<(), E>,
    ) -> Result<(), E> {
        let failed = |cause| E::from(self.fault(cause));
        let sql = format!("{ENTRY} WHERE ?1 IS NULL OR state = ?1 ORDER BY path");
        let mut select = self.connection.prepare(&sql).map_err(failed)?;
        let mut rows = select.query([state.map(State::code)]).map_err(failed)?;
        while let Some(row) = rows.next().map_err(failed)? {
            take(entry(row).map_err(failed)?)?;
        }
        Ok(())
    }
}

/// A query for [`entry`].
pub(super) const ENTRY: &str =
    "SELECT path, size, modified, blake3, state, reason, attempts, program, rules, options FROM files";

pub(super) fn entry(row: &Row<'_>) -> rusqlite::Result<Entry> {
    Ok(Entry {
        path: row.get(0)?,
        size: u64::try_from(row.get::<_, i64>(1)?).unwrap_or_default(),
        modified: row.get(2)?,
        blake3: row.get(3)?,
        state: State::from_code(&row.get::<_, String>(4)?),
        reason: row.get(5)?,
        attempts: row.get(6)?,
        program: row.get(7)?,
        read: Read { rules: row.get(8)?, options: row.get(9)? },
    })
}

impl Filter {
    /// One document.
    pub fn key(key: &str) -> Filter {
        Filter { keys: Some(vec![key.to_owned()]), ..Filter::default() }
    }

    /// A condition over `documents d`, and the values of its parameters `?`.
    pub fn condition(&self) -> (String, Vec<Box<dyn ToSql>>) {
        let mut parts = vec!["1".to_owned()];
        let mut values: Vec<Box<dyn ToSql>> = Vec::new();
        let mut any = |column: &str, list: &[String], values: &mut Vec<Box<dyn ToSql>>| {
            // One parameter, whatever the length of the list.
            values.push(Box::new(serde_json::to_string(list).unwrap_or_default()));
            parts.push(format!("{column} IN (SELECT value FROM json_each(?))"));
        };
        if let Some(keys) = &self.keys {
            any("d.key", keys, &mut values);
        }
        for (column, list) in
            [("d.doc_type", &self.doc_types), ("d.issuer_level", &self.levels), ("d.format", &self.formats)]
        {
            if !list.is_empty() {
                any(column, list, &mut values);
            }
        }
        if !self.provinces.is_empty() {
            let list = serde_json::to_string(&self.provinces).unwrap_or_default();
            values.push(Box::new(list.clone()));
            values.push(Box::new(list));
            parts.push(
                "(d.province IN (SELECT value FROM json_each(?)) OR d.province_now IN (SELECT value FROM json_each(?)))"
                    .to_owned(),
            );
        }
        if let Some((first, last)) = self.years {
            values.push(Box::new(first));
            values.push(Box::new(last));
            parts.push("d.year BETWEEN ? AND ?".to_owned());
        }
        if let Some(after) = &self.after {
            values.push(Box::new(after.clone()));
            parts.push("d.key > ?".to_owned());
        }
        if self.with_warnings {
            parts.push("d.warnings > 0".to_owned());
        }
        (parts.join(" AND "), values)
    }
}
