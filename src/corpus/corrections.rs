//! What people say of values: that one is right, or what it should be; and of items: that one is none.
//!
//! Corrections stand apart from the extraction, by the document's bytes and the place of the evidence, never by the
//! number of a row: they survive whatever a later version of the program reads in the same bytes. Where the evidence is
//! found again the correction wins; where it is gone the correction is an orphan, and is listed as such.

mod attach;
mod change;
mod facet;
mod gold;
mod removal;
mod value;

pub use attach::{Attached, Standing, apply, ordinal_as_read};
pub use change::{Refusal, check};
pub use facet::{Facet, ITEM};
pub use gold::gold;
pub use value::value_of;

use super::fault::Fault;
use super::{Corpus, Reader, store};
use crate::write::wire::At;
use rusqlite::{Connection, OptionalExtension, Row, TransactionBehavior, params};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A value that a person corrected or confirmed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Correction {
    /// The BLAKE3 hash of the document's bytes.
    pub document: String,
    /// Which part of the record.
    pub facet: Facet,
    /// Which member of it: "value", "title"; "item" for the item as a whole.
    pub field: String,
    /// The value that the program read; `null` where it read none. Of an item what it is called.
    pub old: Option<String>,
    /// The value as it should be; `null` where there should be none: an item is taken out then. The same as `old` where it
    /// was confirmed.
    pub new: Option<String>,
    /// The item in a few words, to tell it from others at the same place.
    #[serde(default)]
    pub item: Vec<String>,
    /// Its index in the record when the correction was made.
    #[serde(default)]
    pub ordinal: usize,
    /// The passage that shows the value; `null` for what stands nowhere.
    #[serde(default)]
    pub quote: Option<String>,
    /// Where the passage stands.
    #[serde(default)]
    pub at: Option<At>,
    /// Who made it.
    pub who: String,
    /// When, UTC: "2026-11-22T06:07:36Z".
    pub made: String,
    /// Why.
    #[serde(default)]
    pub note: Option<String>,
}

impl Correction {
    /// Whether the value was found right as it was.
    pub fn confirms(&self) -> bool {
        self.old == self.new
    }

    /// Whether the item is said to be a false alarm.
    pub fn removes(&self) -> bool {
        self.field == ITEM && self.new.is_none()
    }
}

/// A correction of the corpus, by its number there.
#[derive(Debug, Clone, PartialEq)]
pub struct Kept {
    pub id: i64,
    pub correction: Correction,
}

pub(super) const COLUMNS: &str = "id, key, facet, field, old, new, item, ordinal, quote, page, line, byte_start, byte_end, bbox, \
    who, made, note";

/// The corrections of one document, the oldest first; of those of one moment the one that came first.
pub(super) fn of_key(connection: &Connection, key: &str) -> rusqlite::Result<Vec<Kept>> {
    let sql = format!("SELECT {COLUMNS} FROM corrections WHERE key = ?1 ORDER BY made, id");
    let mut statement = connection.prepare_cached(&sql)?;
    let rows = statement.query_map([key], read)?;
    rows.collect()
}

/// The corrections of the whole corpus, in the order in which they were made.
///
/// # Errors
/// Those of the database, and those of `take`.
pub fn each<E: From<rusqlite::Error>>(
    reader: &Reader,
    mut take: impl FnMut(Kept) -> Result<(), E>,
) -> Result<(), E> {
    let sql = format!("SELECT {COLUMNS} FROM corrections ORDER BY made, id");
    let mut statement = reader.connection().prepare_cached(&sql)?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        take(read(row)?)?;
    }
    Ok(())
}

pub(super) fn read(row: &Row<'_>) -> rusqlite::Result<Kept> {
    let json = |index: usize| -> rusqlite::Result<String> { row.get(index) };
    let bytes: (Option<u64>, Option<u64>) = (unsigned(row, 11)?, unsigned(row, 12)?);
    let at = At {
        page: row.get(9)?,
        line: row.get(10)?,
        bytes: bytes.0.zip(bytes.1).map(|(start, end)| [start, end]),
        bbox: row.get::<_, Option<String>>(13)?.and_then(|bbox| {
            let sides: Vec<f32> = bbox.split(' ').filter_map(|side| side.parse().ok()).collect();
            sides.try_into().ok()
        }),
    };
    let is_placed = at.page.is_some() || at.line.is_some() || at.bytes.is_some() || at.bbox.is_some();
    Ok(Kept {
        id: row.get(0)?,
        correction: Correction {
            document: row.get(1)?,
            facet: Facet::of_code(&json(2)?).unwrap_or(Facet::Header),
            field: row.get(3)?,
            old: row.get(4)?,
            new: row.get(5)?,
            item: serde_json::from_str(&json(6)?).unwrap_or_default(),
            ordinal: row.get::<_, i64>(7)?.unsigned_abs() as usize,
            quote: row.get(8)?,
            at: is_placed.then_some(at),
            who: row.get(14)?,
            made: row.get(15)?,
            note: row.get(16)?,
        },
    })
}

fn unsigned(row: &Row<'_>, index: usize) -> rusqlite::Result<Option<u64>> {
    Ok(row.get::<_, Option<i64>>(index)?.map(i64::unsigned_abs))
}

impl Reader {
    /// The corrections of a document, the oldest first.
    ///
    /// # Errors
    /// Those of the database.
    pub fn corrections(&self, key: &str) -> rusqlite::Result<Vec<Kept>> {
        of_key(self.connection(), key)
    }
}

/// Where corrections are written: beside an ingest that is under way, between two of its commits.
pub struct Desk {
    connection: Connection,
    corpus: Corpus,
}

impl Corpus {
    /// A connection that writes corrections and nothing else but the rows of the documents that they change.
    ///
    /// # Errors
    /// The database cannot be opened for writing.
    pub fn desk(&self) -> Result<Desk, Fault> {
        Ok(Desk { connection: store::writable(&self.database())?, corpus: self.clone() })
    }
}

impl Desk {
    /// Keeps corrections. One that is there already, from the same person and moment, is not kept twice. Returns how many
    /// are new.
    ///
    /// # Errors
    /// Another process does not let go of the database; the disk is full.
    pub fn keep(&mut self, corrections: &[Correction]) -> Result<usize, Fault> {
        let path = self.corpus.database();
        let kept = self.try_keep(corrections);
        kept.map_err(|cause| Fault::sqlite(&path, cause))
    }

    fn try_keep(&mut self, corrections: &[Correction]) -> rusqlite::Result<usize> {
        let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let new = put_all(&transaction, corrections)?;
        transaction.commit()?;
        Ok(new)
    }
}

/// Keeps corrections, and brings the rows of their documents to what they say; tells how many are new.
pub(super) fn put_all(connection: &Connection, corrections: &[Correction]) -> rusqlite::Result<usize> {
    let mut new = 0;
    for correction in corrections {
        new += usize::from(put(connection, correction)?);
    }
    let mut documents: Vec<&str> =
        corrections.iter().map(|correction| correction.document.as_str()).collect();
    documents.sort_unstable();
    documents.dedup();
    if new > 0 {
        for document in documents {
            super::writer::renew(connection, document)?;
        }
    }
    Ok(new)
}

fn put(connection: &Connection, correction: &Correction) -> rusqlite::Result<bool> {
    let Correction { document, facet, field, old, new, item, ordinal, quote, at, who, made, note } =
        correction;
    let known = connection
        .prepare_cached(
            "SELECT id FROM corrections WHERE key = ?1 AND facet = ?2 AND field = ?3 AND old IS ?4 AND new IS ?5 \
             AND quote IS ?6 AND who = ?7 AND made = ?8 AND ordinal = ?9",
        )?
        .query_row(
            params![document, facet.code(), field, old, new, quote, who, made, *ordinal as i64],
            |row| row.get::<_, i64>(0),
        )
        .optional()?;
    if known.is_some() {
        return Ok(false);
    }
    let item = serde_json::to_string(item).unwrap_or_default();
    let at = at.as_ref();
    let bytes = at.and_then(|at| at.bytes);
    let bbox = at.and_then(|at| at.bbox).map(|sides| sides.map(|side| side.to_string()).join(" "));
    connection
        .prepare_cached(
            "INSERT INTO corrections (key, facet, field, old, new, item, ordinal, quote, page, line, byte_start, \
             byte_end, bbox, who, made, note) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)",
        )?
        .execute(params![
            document,
            facet.code(),
            field,
            old,
            new,
            item,
            *ordinal as i64,
            quote,
            at.and_then(|at| at.page),
            at.and_then(|at| at.line),
            bytes.map(|[start, _]| start as i64),
            bytes.map(|[_, end]| end as i64),
            bbox,
            who,
            made,
            note,
        ])?;
    Ok(true)
}

/// The time, as corrections have it.
pub fn now() -> String {
    store::now()
}
