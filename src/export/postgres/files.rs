//! The ledger of the files in the database brought to that of the corpus, where it was asked for.

use super::encode::{Rows, instant};
use super::fault::{Failed, Fault};
use super::session::Session;
use super::tables::{self, Layout};
use super::{Figures, Order, writer};
use crate::corpus::Reader;
use postgres::IsolationLevel;
use postgres::fallible_iterator::FallibleIterator;
use rusqlite::types::ValueRef;
use rustc_hash::FxHashMap;
use std::cmp::Ordering;

/// Rows that are written at once.
const MOST: usize = 5000;

/// The columns that a row of the ledger is made of, behind its number, and the key of its document.
const COLUMNS: &str = "f.path, f.size, f.modified, f.blake3, f.format, f.state, f.reason, f.message_vi, f.message_en,
    f.remedy_vi, f.remedy_en, f.cause, f.attempts, f.seconds, f.peak_memory, f.options, f.program, f.rules, f.seen";

/// A row of the corpus.
struct File {
    id: i64,
    key: Option<String>,
    path: String,
    size: i64,
    modified: Option<i64>,
    /// blake3, format, state, reason, messages, remedies, cause
    texts: [Option<String>; 9],
    attempts: i64,
    seconds: f64,
    peak_memory: Option<i64>,
    /// options, program, rules, seen
    how: [String; 4],
    fingerprint: [u8; 16],
}

/// A row of the database.
struct Stored {
    id: i64,
    fingerprint: Vec<u8>,
    key: Option<String>,
}

/// Walks the files of both sides in the order of their numbers.
pub fn bring(
    session: &mut Session,
    order: &Order<'_>,
    reader: &Reader,
    figures: &mut Figures,
) -> Result<(), Failed> {
    let place = session.place.clone();
    let failed = |error: postgres::Error| Fault::of(&place, &error);
    let [files, documents] = [tables::FILES, "documents"].map(|table| session.schema.table(table));
    if !order.files {
        figures.files += session.client.execute(&format!("DELETE FROM {files}"), &[]).map_err(failed)?;
        return Ok(());
    }
    let layouts = tables::others();
    let Some(layout) = layouts.iter().find(|layout| layout.name == tables::FILES) else { return Ok(()) };
    let mut theirs = order.address.connect()?;
    let mut snapshot = theirs
        .build_transaction()
        .isolation_level(IsolationLevel::RepeatableRead)
        .read_only(true)
        .start()
        .map_err(failed)?;
    let sql = format!(
        "SELECT f.id, f.fingerprint, d.key FROM {files} f LEFT JOIN {documents} d ON d.id = f.document_id ORDER BY f.id"
    );
    let mut stored = snapshot.query_raw(&sql, std::iter::empty::<i32>()).map_err(failed)?;
    let mut next = || -> Result<Option<Stored>, Fault> {
        let row = stored.next().map_err(failed)?;
        Ok(row.map(|row| Stored { id: row.get(0), fingerprint: row.get(1), key: row.get(2) }))
    };
    let mut changes = Changes::default();
    let mut other = next()?;
    let sql = format!(
        "SELECT f.id, d.key, {COLUMNS} FROM files f LEFT JOIN documents d ON d.id = f.document_id ORDER BY f.id"
    );
    let broken = |cause| Failed::from(reader.fault(cause));
    let mut select = reader.connection().prepare(&sql).map_err(broken)?;
    let mut rows = select.query([]).map_err(broken)?;
    while let Some(row) = rows.next().map_err(broken)? {
        let file = read(row).map_err(broken)?;
        let mut is_new = true;
        while let Some(theirs) = &other {
            match theirs.id.cmp(&file.id) {
                Ordering::Less => changes.gone.push(theirs.id),
                Ordering::Equal => {
                    is_new = false;
                    if theirs.fingerprint != file.fingerprint {
                        changes.gone.push(file.id);
                        changes.replaced += 1;
                        is_new = true;
                    } else if theirs.key != file.key {
                        changes.linked.push((file.id, file.key.clone()));
                    }
                }
                Ordering::Greater => break,
            }
            let is_it = theirs.id == file.id;
            other = next()?;
            if is_it {
                break;
            }
        }
        if is_new {
            changes.new.push(file);
        }
        if changes.len() >= MOST {
            changes.write(session, layout, figures).map_err(failed)?;
        }
    }
    while let Some(gone) = other {
        changes.gone.push(gone.id);
        if changes.len() >= MOST {
            changes.write(session, layout, figures).map_err(failed)?;
        }
        other = next()?;
    }
    changes.write(session, layout, figures).map_err(failed)?;
    Ok(())
}

fn read(row: &rusqlite::Row<'_>) -> rusqlite::Result<File> {
    let mut hasher = blake3::Hasher::new();
    for column in 2..21 {
        match row.get_ref(column)? {
            ValueRef::Null => hasher.update(&[0]),
            ValueRef::Integer(number) => hasher.update(&[1]).update(&number.to_le_bytes()),
            ValueRef::Real(number) => hasher.update(&[2]).update(&number.to_le_bytes()),
            ValueRef::Text(bytes) | ValueRef::Blob(bytes) => {
                hasher.update(&[3]).update(&(bytes.len() as u64).to_le_bytes()).update(bytes)
            }
        };
    }
    let mut fingerprint = [0; 16];
    fingerprint.copy_from_slice(&hasher.finalize().as_bytes()[..16]);
    let mut texts: [Option<String>; 9] = Default::default();
    for (text, column) in texts.iter_mut().zip(5..) {
        *text = row.get(column)?;
    }
    Ok(File {
        id: row.get(0)?,
        key: row.get(1)?,
        path: row.get(2)?,
        size: row.get(3)?,
        modified: row.get(4)?,
        texts,
        attempts: row.get(14)?,
        seconds: row.get(15)?,
        peak_memory: row.get(16)?,
        how: [row.get(17)?, row.get(18)?, row.get(19)?, row.get(20)?],
        fingerprint,
    })
}

#[derive(Default)]
struct Changes {
    gone: Vec<i64>,
    new: Vec<File>,
    /// Rows whose document is another, or was written anew.
    linked: Vec<(i64, Option<String>)>,
    /// How many of those that go come again.
    replaced: u64,
}

impl Changes {
    fn len(&self) -> usize {
        self.gone.len() + self.new.len() + self.linked.len()
    }

    /// Writes them in one transaction.
    fn write(
        &mut self,
        session: &mut Session,
        layout: &Layout,
        figures: &mut Figures,
    ) -> Result<(), postgres::Error> {
        if self.len() == 0 {
            return Ok(());
        }
        let schema = session.schema.clone();
        let [files, documents] = [tables::FILES, "documents"].map(|table| schema.table(table));
        let mut transaction = session.client.transaction()?;
        let keys: Vec<&str> = self.new.iter().filter_map(|file| file.key.as_deref()).collect();
        let ids =
            transaction.query(&format!("SELECT key, id FROM {documents} WHERE key = ANY ($1)"), &[&keys])?;
        let ids: FxHashMap<String, i64> = ids.iter().map(|row| (row.get(0), row.get(1))).collect();
        let delete = format!("DELETE FROM {files} WHERE id = ANY ($1)");
        let gone = transaction.execute(&delete, &[&self.gone])?;
        let mut rows = Rows::default();
        for file in &self.new {
            put(
                &mut rows,
                layout.columns.len(),
                file,
                file.key.as_ref().and_then(|key| ids.get(key)).copied(),
            );
        }
        writer::copy(&mut transaction, &schema, layout, &rows)?;
        let (numbers, keys): (Vec<i64>, Vec<Option<&str>>) =
            self.linked.iter().map(|(id, key)| (*id, key.as_deref())).unzip();
        let linked = transaction.execute(
            &format!(
                "UPDATE {files} f SET document_id = d.id
                 FROM unnest($1::bigint[], $2::text[]) AS g (id, key) LEFT JOIN {documents} d ON d.key = g.key
                 WHERE f.id = g.id AND f.document_id IS DISTINCT FROM d.id"
            ),
            &[&numbers, &keys],
        )?;
        transaction.commit()?;
        figures.files += gone.saturating_sub(self.replaced) + self.new.len() as u64 + linked;
        figures.losses.add(rows.losses);
        *self = Changes::default();
        Ok(())
    }
}

fn put(rows: &mut Rows, fields: usize, file: &File, document: Option<i64>) {
    rows.begin(fields)
        .long(file.id)
        .text(&file.path)
        .maybe_long(document)
        .long(file.size)
        .time(file.modified.map(|nanos| nanos.div_euclid(1000)));
    for text in &file.texts {
        rows.maybe_text(text.as_deref());
    }
    let [options, program, rules, seen] = &file.how;
    rows.int(file.attempts)
        .double(file.seconds)
        .maybe_long(file.peak_memory)
        .text(options)
        .text(program)
        .text(rules)
        .time(Some(instant(seen).unwrap_or_default()))
        .bytea(&file.fingerprint);
}
