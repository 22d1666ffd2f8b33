//! The documents of the database brought to those of the corpus.

use super::encode::{Rows, Taker, instant};
use super::fault::{Failed, Fault};
use super::session::Session;
use super::tables::{self, Layout, Shared};
use super::words::Words;
use super::writer::Batch;
use super::{Figures, Order, schema};
use crate::corpus::{Preparer, Reader, Summary};
use crate::export::rows::{By, Source, Table, add};
use crate::rules::{Rules, strip_marks};
use crate::write::wire::Record;
use postgres::fallible_iterator::FallibleIterator;
use postgres::{IsolationLevel, Row, RowIter};
use rusqlite::ToSql;
use rustc_hash::FxHashMap;
use std::cmp::Ordering;
use std::sync::mpsc::{SyncSender, sync_channel};
use std::thread;

/// A document as the database has it.
struct Stored {
    key: String,
    id: i64,
    fingerprint: Vec<u8>,
}

impl From<Row> for Stored {
    fn from(row: Row) -> Stored {
        Stored { key: row.get(0), id: row.get(1), fingerprint: row.get(2) }
    }
}

/// Walks the documents of both sides in the order of their keys, and writes the differences.
pub fn bring(
    session: &mut Session,
    order: &Order<'_>,
    reader: &Reader,
    rules: &Rules,
    figures: &mut Figures,
    seen: &mut dyn FnMut(),
) -> Result<(), Failed> {
    let layouts = tables::of_documents();
    let Session { client, schema, place, .. } = session;
    let failed = |error: postgres::Error| Fault::of(place, &error);
    let documents = schema.table("documents");
    let last: i64 = client
        .query_one(&format!("SELECT coalesce(max(id), 0) FROM {documents}"), &[])
        .map_err(failed)?
        .get(0);
    // Read through a connection of its own, in one snapshot, while the other writes.
    let mut theirs = order.address.connect()?;
    let mut snapshot = theirs
        .build_transaction()
        .isolation_level(IsolationLevel::RepeatableRead)
        .read_only(true)
        .start()
        .map_err(failed)?;
    let sql = format!("SELECT key, id, fingerprint FROM {documents} ORDER BY key");
    let stored = snapshot.query_raw(&sql, std::iter::empty::<i32>()).map_err(failed)?;
    let (schema, place) = (&*schema, &*place);
    thread::scope(|scope| {
        // One batch is made while another is written, and one waits.
        let (sender, receiver) = sync_channel::<Batch>(1);
        let layouts = &layouts;
        let writer = scope.spawn(move || {
            receiver.iter().try_for_each(|batch| {
                batch.write(client, schema, layouts).map_err(|error| Fault::of(place, &error))
            })
        });
        let mut bringing = Bringing {
            reader,
            preparer: Preparer::new(rules),
            words: Words::default(),
            layouts,
            stored,
            place,
            last,
            batch: Batch::new(layouts.len()),
            sender,
            figures,
        };
        let walked = bringing.walk(order, rules, seen);
        // Ends the writer when it has written all that it was given.
        drop(bringing);
        let written = writer.join().unwrap_or_else(|_| Err(Fault::lost(place)));
        // A walk that could not hand over a batch only says that the writer ended.
        written?;
        walked
    })
}

struct Bringing<'a, 'c> {
    reader: &'a Reader,
    preparer: Preparer,
    words: Words,
    layouts: &'a [Layout],
    stored: RowIter<'c>,
    place: &'a str,
    /// The highest number of a document.
    last: i64,
    batch: Batch,
    sender: SyncSender<Batch>,
    figures: &'a mut Figures,
}

impl Bringing<'_, '_> {
    fn walk(&mut self, order: &Order<'_>, rules: &Rules, seen: &mut dyn FnMut()) -> Result<(), Failed> {
        let reader = self.reader;
        let broken = |cause| Failed::from(reader.fault(cause));
        let salt = [&schema::layout(), rules.derived_fingerprint(), env!("CARGO_PKG_VERSION")].join(" ");
        let corrections = corrections(reader).map_err(broken)?;
        let (condition, values) = order.filter.condition();
        let values: Vec<&dyn ToSql> = values.iter().map(AsRef::as_ref).collect();
        let sql = format!(
            "SELECT {}, r.record, r.texts FROM documents d JOIN records r ON r.document_id = d.id WHERE {condition} ORDER BY d.key",
            Summary::COLUMNS
        );
        let mut select = reader.connection().prepare(&sql).map_err(broken)?;
        let mut rows = select.query(&values[..]).map_err(broken)?;
        let mut stored = self.next()?;
        while let Some(row) = rows.next().map_err(broken)? {
            let summary = Summary::from_row(row).map_err(broken)?;
            let record = row.get_ref("record").map_err(broken)?.as_bytes().unwrap_or_default();
            let texts: Option<u32> = row.get("texts").map_err(broken)?;
            let mut hasher = blake3::Hasher::new();
            hasher.update(salt.as_bytes()).update(&[0]);
            hasher.update(&serde_json::to_vec(&summary).unwrap_or_default()).update(&[0]);
            hasher.update(corrections.get(&summary.key).map_or(&[], |hash| hash)).update(&[0]);
            hasher.update(&texts.unwrap_or_default().to_le_bytes()).update(record);
            let hash = hasher.finalize();
            let fingerprint = &hash.as_bytes()[..16];
            let mut id = None;
            while let Some(other) = &stored {
                match other.key.cmp(&summary.key) {
                    Ordering::Less => {
                        self.batch.gone.push(other.id);
                        self.figures.removed += 1;
                    }
                    Ordering::Equal => id = Some((other.id, other.fingerprint == fingerprint)),
                    Ordering::Greater => break,
                }
                stored = self.next()?;
                if id.is_some() {
                    break;
                }
                self.hand_over(false)?;
            }
            match id {
                Some((_, true)) => self.figures.unchanged += 1,
                Some((id, false)) => {
                    self.batch.gone.push(id);
                    self.write(id, &summary, fingerprint)?;
                }
                None => {
                    self.last += 1;
                    self.write(self.last, &summary, fingerprint)?;
                }
            }
            self.hand_over(false)?;
            seen();
        }
        while let Some(other) = stored {
            self.batch.gone.push(other.id);
            self.figures.removed += 1;
            self.hand_over(false)?;
            stored = self.next()?;
        }
        self.hand_over(true)
    }

    fn next(&mut self) -> Result<Option<Stored>, Failed> {
        let row = self.stored.next().map_err(|error| Fault::of(self.place, &error))?;
        Ok(row.map(Stored::from))
    }

    /// Gives the batch to the writer when it is full, or always.
    fn hand_over(&mut self, always: bool) -> Result<(), Failed> {
        if self.batch.is_empty() || !always && !self.batch.is_full() {
            return Ok(());
        }
        let batch = std::mem::replace(&mut self.batch, Batch::new(self.layouts.len()));
        self.figures.losses.add(batch.losses());
        self.sender.send(batch).map_err(|_| Fault::lost(self.place).into())
    }

    /// Puts the rows of a document into the batch.
    fn write(&mut self, id: i64, summary: &Summary, fingerprint: &[u8]) -> Result<(), Failed> {
        let reader = self.reader;
        let Some(json) = reader.record_json(&summary.key)? else { return Ok(()) };
        let record = match serde_json::from_str(&json) {
            Ok(record) => record,
            // The corpus says what is wrong with it.
            Err(_) => match reader.record(&summary.key)? {
                Some(record) => record,
                None => return Ok(()),
            },
        };
        let derived = self.preparer.derive(&record);
        let cite_key = self.preparer.cite_key(&record);
        let by = By { program: &summary.program, rules: &summary.rules };
        let source =
            Source { record: &record, json: &json, derived: &derived, cite_key: cite_key.as_deref(), by };
        for (layout, rows) in self.layouts.iter().zip(&mut self.batch.rows) {
            if let Some(Shared { table, slots, lead }) = &layout.shared {
                let mut tail: Tail<'_> = match table {
                    Table::Documents => Box::new(|rows, _| {
                        rows.int(i64::from(summary.sections))
                            .int(i64::from(summary.warnings))
                            .time(Some(instant(&summary.ingested).unwrap_or_default()))
                            .bytea(fingerprint);
                    }),
                    Table::Targets => Box::new(|rows, ordinal| {
                        rows.text(&indicator(&record, ordinal));
                    }),
                    _ => Box::new(|_, _| {}),
                };
                let mut taker = Taker {
                    rows,
                    slots,
                    document: id,
                    fields: layout.columns.len(),
                    lead: *lead,
                    tail: &mut *tail,
                    ordinal: 0,
                };
                // Rows in memory take everything.
                let _ = add(*table, &mut taker, source);
                continue;
            }
            match layout.name {
                "records" => {
                    rows.begin(2).long(id).jsonb(&json);
                }
                "words" => {
                    rows.begin(2).long(id);
                    self.words.put(&record, rows);
                }
                _ => {
                    for (form, key) in cite_keys(reader, summary.id).map_err(|cause| reader.fault(cause))? {
                        rows.begin(3).long(id).text(&form).text(&key);
                    }
                }
            }
        }
        self.batch.document();
        self.figures.written += 1;
        Ok(())
    }
}

/// Puts the fields that a table has behind the shared ones, for the row of an ordinal.
type Tail<'a> = Box<dyn FnMut(&mut Rows, usize) + 'a>;

/// As the corpus has it: lower case, no marks.
fn indicator(record: &Record, ordinal: usize) -> String {
    record.targets.get(ordinal).map(|target| strip_marks(&target.indicator)).unwrap_or_default()
}

/// By which keys citations may mean a document, each with its form.
fn cite_keys(reader: &Reader, id: i64) -> rusqlite::Result<Vec<(String, String)>> {
    reader
        .connection()
        .prepare_cached("SELECT form, key FROM cite_keys WHERE document_id = ?1 ORDER BY form")?
        .query_map([id], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect()
}

/// A fingerprint of the corrections of each document that has any.
fn corrections(reader: &Reader) -> rusqlite::Result<FxHashMap<String, [u8; 32]>> {
    let mut select = reader.connection().prepare(
        "SELECT key, json_array(id, facet, field, old, new, item, ordinal, quote, byte_start, byte_end) FROM corrections
         ORDER BY key, id",
    )?;
    let mut rows = select.query([])?;
    let mut found: FxHashMap<String, [u8; 32]> = FxHashMap::default();
    while let Some(row) = rows.next()? {
        let (key, correction): (String, String) = (row.get(0)?, row.get(1)?);
        let hash = found.entry(key).or_default();
        *hash = *blake3::Hasher::new().update(hash).update(correction.as_bytes()).finalize().as_bytes();
    }
    Ok(found)
}
