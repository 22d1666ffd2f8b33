//! Batches of documents into the database, each in one transaction.

use super::encode::{HEAD, Losses, Rows, TAIL};
use super::schema::{Name, identifier};
use super::tables::Layout;
use postgres::{Client, Error, Transaction};
use std::io::Write;

/// A batch is sent when it has so many bytes, about.
const FULL: usize = 8 << 20;
/// Or so many documents.
const MOST: usize = 2000;
/// What goes to the server in one message.
const MESSAGE: usize = 1 << 16;

/// What one transaction does: documents that go, and the rows of those that come, in the order of the tables.
pub struct Batch {
    pub gone: Vec<i64>,
    pub rows: Vec<Rows>,
    documents: usize,
}

impl Batch {
    pub fn new(tables: usize) -> Batch {
        Batch { gone: Vec::new(), rows: (0..tables).map(|_| Rows::default()).collect(), documents: 0 }
    }

    pub fn is_empty(&self) -> bool {
        self.gone.is_empty() && self.documents == 0
    }

    /// Counts a document whose rows were put.
    pub fn document(&mut self) {
        self.documents += 1;
    }

    pub fn is_full(&self) -> bool {
        let bytes: usize = self.rows.iter().map(|rows| rows.bytes().len()).sum();
        bytes >= FULL || self.documents >= MOST || self.gone.len() >= MOST
    }

    pub fn losses(&self) -> Losses {
        let mut all = Losses::default();
        self.rows.iter().for_each(|rows| all.add(rows.losses));
        all
    }

    /// Writes it, or nothing.
    pub fn write(&self, client: &mut Client, schema: &Name, layouts: &[Layout]) -> Result<(), Error> {
        let mut transaction = client.transaction()?;
        if !self.gone.is_empty() {
            let delete = format!("DELETE FROM {} WHERE id = ANY ($1)", schema.table("documents"));
            transaction.execute(&delete, &[&self.gone])?;
        }
        for (rows, layout) in self.rows.iter().zip(layouts) {
            copy(&mut transaction, schema, layout, rows)?;
        }
        transaction.commit()
    }
}

/// Puts rows into a table.
pub fn copy(
    transaction: &mut Transaction<'_>,
    schema: &Name,
    layout: &Layout,
    rows: &Rows,
) -> Result<(), Error> {
    if rows.is_empty() {
        return Ok(());
    }
    let columns: Vec<String> = layout.columns.iter().map(|column| identifier(column.name)).collect();
    let sql =
        format!("COPY {} ({}) FROM STDIN (FORMAT binary)", schema.table(layout.name), columns.join(", "));
    let mut to = transaction.copy_in(&sql)?;
    let parts = [HEAD].into_iter().chain(rows.bytes().chunks(MESSAGE)).chain([TAIL]);
    for part in parts {
        // A message that cannot be sent is told by what ends the copy.
        if to.write_all(part).and_then(|()| to.flush()).is_err() {
            break;
        }
    }
    to.finish().map(drop)
}
