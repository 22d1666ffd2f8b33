//! The runs: when each began and ended, and its figures.

use super::Writer;
use crate::corpus::rows::integer;
use crate::corpus::{Fault, PROGRAM, near};
use rusqlite::params;

/// What a run came to, for `runs`.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Figures {
    pub seen: u64,
    pub done: u64,
    pub failed: u64,
    pub skipped: u64,
    pub duplicates: u64,
    pub unchanged: u64,
    pub bytes: u64,
    pub seconds: f64,
}

impl Writer {
    /// Begins a run, before anything is put: what is put from now on belongs to it. `roots` is what was named on the command line; `rules` the
    /// fingerprint of the rule tables. Committed at once, so that a run that ends without a word is seen.
    ///
    /// # Errors
    /// Those of the database.
    pub fn begin_run(&mut self, roots: &[String], rules: &str) -> Result<i64, Fault> {
        let roots = serde_json::to_string(roots).unwrap_or_default();
        self.write(|connection, _, now| {
            near::begin(connection)?;
            connection
                .prepare_cached("INSERT INTO runs (started, program, rules, roots) VALUES (?1, ?2, ?3, ?4)")?
                .insert(params![now, PROGRAM, rules, roots])
        })
        .and_then(|run| {
            self.run = run;
            self.commit()?;
            Ok(run)
        })
    }

    /// Writes down how far the run has come, with the batch under way.
    ///
    /// # Errors
    /// Those of the database.
    pub fn put_figures(&mut self, figures: &Figures) -> Result<(), Fault> {
        self.figures(figures, false)
    }

    /// Ends the run and commits; near duplicates are linked before.
    ///
    /// # Errors
    /// Those of the database.
    pub fn end_run(&mut self, figures: &Figures) -> Result<(), Fault> {
        self.write(|connection, _, _| near::link(connection))?;
        self.figures(figures, true)?;
        self.commit()?;
        self.connection
            .execute_batch("PRAGMA optimize; PRAGMA wal_checkpoint(TRUNCATE);")
            .map_err(|cause| Fault::sqlite(&self.path, cause))
    }

    fn figures(&mut self, figures: &Figures, ended: bool) -> Result<(), Fault> {
        self.write(|connection, run, now| {
            connection
                .prepare_cached(
                    "UPDATE runs SET seen = ?2, done = ?3, failed = ?4, skipped = ?5, duplicates = ?6, unchanged = ?7,
                        bytes = ?8, seconds = ?9, ended = ?10
                     WHERE id = ?1",
                )?
                .execute(params![
                    run,
                    integer(figures.seen),
                    integer(figures.done),
                    integer(figures.failed),
                    integer(figures.skipped),
                    integer(figures.duplicates),
                    integer(figures.unchanged),
                    integer(figures.bytes),
                    figures.seconds,
                    ended.then_some(now),
                ])
                .map(drop)
        })
    }
}
