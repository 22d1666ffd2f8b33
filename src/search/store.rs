//! What the index asks of the database.

use super::fault::Fault;
use crate::corpus::{Reader, TargetRow};
use rusqlite::{Connection, params};

/// A document as the index must have it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct State {
    /// `documents.id`
    pub id: i64,
    /// Changes whenever its rows are written anew.
    pub stamp: u64,
    /// How often other documents cite it, as the power of two below, plus one; 0 for never.
    pub cited: u64,
}

/// Shows the state of every document, in order of id.
///
/// # Errors
/// Those of the database.
pub fn states(connection: &Connection, mut show: impl FnMut(State)) -> Result<(), Fault> {
    // Provinces and base units are made anew when their tables change, and nothing else of a document with them.
    let derived: Option<String> = connection.query_row("SELECT derived FROM corpus", [], |row| row.get(0))?;
    let mut query = connection.prepare(
        "SELECT d.id, d.key, d.path, d.program, d.rules, d.ingested,
                (SELECT count(DISTINCT r.document_id) FROM cite_keys k JOIN refs r ON r.key = k.key
                 WHERE k.document_id = d.id AND r.document_id <> d.id),
                (SELECT max(c.id) FROM corrections c WHERE c.key = d.key)
         FROM documents d ORDER BY d.id",
    )?;
    let mut rows = query.query([])?;
    while let Some(row) = rows.next()? {
        let mut hasher = blake3::Hasher::new();
        hasher.update(derived.as_deref().unwrap_or_default().as_bytes());
        for column in 1..=5 {
            hasher.update(row.get_ref(column)?.as_bytes().unwrap_or_default());
            hasher.update(&[0]);
        }
        let corrected: Option<i64> = row.get(7)?;
        hasher.update(&corrected.unwrap_or_default().to_le_bytes());
        let hash = hasher.finalize();
        let stamp = u64::from_le_bytes(std::array::from_fn(|at| hash.as_bytes()[at]));
        let citing = row.get::<_, i64>(6)?.unsigned_abs();
        show(State { id: row.get(0)?, stamp, cited: u64::from(u64::BITS - citing.leading_zeros()) });
    }
    Ok(())
}

/// What a document has besides its record.
#[derive(Debug, Default)]
pub struct Rows {
    pub targets: Vec<TargetRow>,
    pub cites: Vec<String>,
    pub bodies: Vec<String>,
}

/// The rows of a document that are searched.
///
/// # Errors
/// Those of the database.
pub fn rows(reader: &Reader, id: i64) -> Result<Rows, Fault> {
    let strings = |sql: &str| -> Result<Vec<String>, Fault> {
        let mut query = reader.connection().prepare_cached(sql)?;
        let strings = query.query_map(params![id], |row| row.get(0))?;
        Ok(strings.collect::<Result<_, _>>()?)
    };
    Ok(Rows {
        cites: strings(
            "SELECT number FROM refs WHERE document_id = ?1 AND number IS NOT NULL ORDER BY ordinal",
        )?,
        bodies: strings("SELECT DISTINCT body FROM assignments WHERE document_id = ?1 ORDER BY body")?,
        targets: reader.targets(id)?,
    })
}
