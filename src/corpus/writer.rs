//! The one that writes: documents, the ledger and the runs, in transactions.
//!
//! Everything between two calls of [`Writer::commit`] is in the corpus whole or not at all, however the process ends.

mod documents;
mod entries;
mod renew;
mod runs;

pub(super) use documents::{Known, known};
pub use documents::{Linked, Stored};
pub(super) use entries::{Verdict, held, put_file, release};
pub(super) use renew::renew;
pub use runs::Figures;

use super::fault::Fault;
use super::lock::Lock;
use super::store;
use rusqlite::{Connection, Result as Sql};
use std::path::PathBuf;

/// Writes into a corpus, which is locked until this is dropped. What was not committed is then given up.
#[derive(Debug)]
pub struct Writer {
    connection: Connection,
    path: PathBuf,
    /// The time of the transaction under way.
    now: String,
    run: i64,
    /// Rows put since the last commit, in documents and ledger entries.
    pending: usize,
    /// Files that must be read again before the corpus is what its files say ([`Writer::stale`]).
    pub(super) stale: Vec<String>,
    _lock: Lock,
}

impl Writer {
    pub(super) fn open(path: PathBuf, lock: Lock) -> Result<Writer, Fault> {
        let connection = store::writable(&path)?;
        super::schema::version(&connection, &path)?;
        Ok(Writer { connection, path, now: store::now(), run: 0, pending: 0, stale: Vec::new(), _lock: lock })
    }

    /// Paths of files that must be read again, taken out of the list: the file that their document was read from has
    /// other bytes now, so that theirs is the first path. To be done before the run ends; a run that is stopped leaves
    /// them in the ledger as read by no rules, and the next one takes them up.
    pub fn stale(&mut self) -> Vec<String> {
        std::mem::take(&mut self.stale)
    }

    /// How many documents and ledger entries wait for [`Writer::commit`].
    pub fn pending(&self) -> usize {
        self.pending
    }

    /// Makes everything that was put since the last commit last.
    ///
    /// # Errors
    /// Those of the database; a full disk gives up the batch and leaves the corpus at its last commit.
    pub fn commit(&mut self) -> Result<(), Fault> {
        self.pending = 0;
        if self.connection.is_autocommit() {
            return Ok(());
        }
        let committed = self.connection.prepare_cached("COMMIT").and_then(|mut commit| commit.execute([]));
        self.done(committed).map(drop)
    }

    /// The connection, for what belongs to the corpus and has its own tables; in the transaction under way.
    ///
    /// # Errors
    /// Those of the database.
    pub(super) fn write<T>(
        &mut self,
        put: impl FnOnce(&Connection, i64, &str) -> Sql<T>,
    ) -> Result<T, Fault> {
        let outcome = self.begin().and_then(|()| put(&self.connection, self.run, &self.now));
        self.pending += 1;
        self.done(outcome)
    }

    fn begin(&mut self) -> Sql<()> {
        if self.connection.is_autocommit() {
            self.connection.prepare_cached("BEGIN IMMEDIATE")?.execute([])?;
            self.now = store::now();
        }
        Ok(())
    }

    /// Gives up the batch where something failed: a part of it is never committed.
    fn done<T>(&mut self, outcome: Sql<T>) -> Result<T, Fault> {
        outcome.map_err(|cause| {
            if !self.connection.is_autocommit() {
                // Where this fails too, the transaction dies with the connection.
                let _ = self.connection.execute_batch("ROLLBACK");
            }
            self.pending = 0;
            Fault::sqlite(&self.path, cause)
        })
    }

    /// Runs `put` in a transaction of its own and commits it.
    ///
    /// # Errors
    /// Those of the database.
    pub fn alone<T>(&mut self, put: impl FnOnce(&Connection) -> Sql<T>) -> Result<T, Fault> {
        self.commit()?;
        let value = self.write(|connection, _, _| put(connection))?;
        self.commit()?;
        Ok(value)
    }
}

#[cfg(test)]
mod tests;
