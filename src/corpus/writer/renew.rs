//! Rows made anew from stored records: after a correction, and when tables of values changed.

use super::Writer;
use crate::corpus::prepared::Preparer;
use crate::corpus::rows::{self, Made};
use crate::corpus::stored::Stored;
use crate::corpus::{Fault, corrections, store};
use crate::rules::Rules;
use crate::write::wire::Record;
use rusqlite::{Connection, OptionalExtension, Result as Sql, Row};
use std::path::Path;
use std::sync::LazyLock;

impl Writer {
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
        let next = format!(
            "SELECT {} FROM records r WHERE r.document_id > ?1 ORDER BY r.document_id LIMIT 64",
            Stored::COLUMNS
        );
        loop {
            let json = |row: &Row<'_>| Ok((row.get(0)?, Stored::from_row(row, 0)?.json(&self.connection)?));
            let page: Vec<(i64, String)> = self
                .connection
                .prepare_cached(&next)
                .and_then(|mut select| select.query_map([last], json)?.collect())
                .map_err(|cause| failed(&self.path, cause))?;
            let Some(&(end, _)) = page.last() else { break };
            for (id, json) in &page {
                let broken = |cause| Fault::no_record(&format!("records.{id}"), cause);
                let record = serde_json::from_str(json).map_err(broken)?;
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
}

/// Brings the rows of a document to what its corrections say; one without corrections stays as it was read.
pub(in crate::corpus) fn renew(connection: &Connection, key: &str) -> Sql<()> {
    let kept = corrections::of_key(connection, key)?;
    if kept.is_empty() {
        return Ok(());
    }
    let sql = format!(
        "SELECT {}, d.path, d.program, d.rules FROM documents d JOIN records r ON r.document_id = d.id WHERE d.key = ?1",
        Stored::COLUMNS
    );
    let document = connection
        .prepare_cached(&sql)?
        .query_row([key], |row| {
            let text = |nth| row.get::<_, String>(Stored::WIDTH + nth);
            let json = Stored::from_row(row, 0)?.json(connection)?;
            Ok((row.get::<_, i64>(0)?, json, [text(0)?, text(1)?, text(2)?]))
        })
        .optional()?;
    let Some((id, json, [path, program, rules])) = document else { return Ok(()) };
    let mut record: Record =
        serde_json::from_str(&json).map_err(|cause| rusqlite::Error::ToSqlConversionFailure(cause.into()))?;
    corrections::apply(&mut record, &kept);
    let prepared =
        PREPARER.prepare(record).map_err(|fault| rusqlite::Error::ToSqlConversionFailure(fault.into()))?;
    // A new time tells the search index that the rows are others.
    let made = Made { program: &program, rules: &rules, now: &store::now() };
    rows::put_document(connection, Some(id), &path, &prepared, made)?;
    rows::renew_values(connection, id, &prepared)
}

/// Makes the rows of corrected records; most corpora need it for few documents, or for none.
static PREPARER: LazyLock<Preparer> = LazyLock::new(|| Preparer::new(Rules::embedded()));
