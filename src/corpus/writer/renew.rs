//! Rows made anew from stored records: after a correction, and when tables of values changed.

use super::Writer;
use crate::corpus::packing::unpack;
use crate::corpus::prepared::Preparer;
use crate::corpus::rows::{self, Made};
use crate::corpus::{Fault, corrections, store};
use crate::rules::Rules;
use crate::write::wire::Record;
use rusqlite::{Connection, OptionalExtension, Result as Sql};
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
        loop {
            let page: Vec<(i64, String, Vec<u8>)> = self
                .connection
                .prepare_cached(
                    "SELECT document_id, packing, record FROM records WHERE document_id > ?1
                     ORDER BY document_id LIMIT 64",
                )
                .and_then(|mut select| {
                    select.query_map([last], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?.collect()
                })
                .map_err(|cause| failed(&self.path, cause))?;
            let Some(&(end, ..)) = page.last() else { break };
            for (id, packing, record) in &page {
                let broken =
                    |cause: &dyn std::fmt::Display| Fault::no_record(&format!("records.{id}"), cause);
                let json = unpack(packing, record).map_err(|cause| broken(&cause))?;
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
}

/// Brings the rows of a document to what its corrections say; one without corrections stays as it was read.
pub(in crate::corpus) fn renew(connection: &Connection, key: &str) -> Sql<()> {
    let kept = corrections::of_key(connection, key)?;
    if kept.is_empty() {
        return Ok(());
    }
    let document = connection
        .prepare_cached(
            "SELECT d.id, d.path, d.program, d.rules, r.packing, r.record FROM documents d \
             JOIN records r ON r.document_id = d.id WHERE d.key = ?1",
        )?
        .query_row([key], |row| {
            let texts: [String; 4] = [row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?];
            Ok((row.get::<_, i64>(0)?, texts, row.get::<_, Vec<u8>>(5)?))
        })
        .optional()?;
    let Some((id, [path, program, rules, packing], record)) = document else { return Ok(()) };
    let json =
        unpack(&packing, &record).map_err(|cause| rusqlite::Error::ToSqlConversionFailure(cause.into()))?;
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
