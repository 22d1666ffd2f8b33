//! What a run has done, counted for people and for scripts.

use crate::corpus::State;
use serde::Serialize;
use std::collections::BTreeMap;

/// How many of what.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Tally {
    /// Files that were met, those inside archives included.
    pub seen: u64,
    /// Documents that were read and are in the corpus.
    pub done: u64,
    pub failed: u64,
    /// Files that were passed over.
    pub skipped: u64,
    /// Files whose bytes are those of another.
    pub duplicates: u64,
    /// Files that were as the ledger has them, and were not opened.
    pub unchanged: u64,
    /// Of these, files that failed before, for a reason that lies in them.
    pub still_failed: u64,
    /// Files whose time is another and whose bytes are the same.
    pub touched: u64,
    /// Archives that were opened.
    pub archives: u64,
    /// Files that are in the ledger and were not found.
    pub missing: u64,
    /// Of these, files that were taken out of the ledger.
    pub pruned: u64,
    /// Of the documents that were read, in bytes.
    pub bytes: u64,
    pub seconds: f64,
    /// Documents that were read, by kind ("KH"; "" for none).
    pub kinds: BTreeMap<String, u64>,
    /// By year of issue; those without one are left out.
    pub years: BTreeMap<i32, u64>,
    pub formats: BTreeMap<String, u64>,
    /// Failures by code.
    pub failures: BTreeMap<String, u64>,
    /// What was passed over, by code.
    pub passed_over: BTreeMap<String, u64>,
    /// The names of the kinds.
    #[serde(skip)]
    pub kind_names: BTreeMap<String, String>,
    /// The most memory that a worker process held, in bytes.
    pub peak_worker_memory: u64,
    /// Whether the run was stopped before its end.
    pub interrupted: bool,
    /// Roots that were not there.
    pub missing_roots: Vec<String>,
}

impl Tally {
    /// Counts a file whose time alone is another.
    pub fn touch(&mut self, was: State) {
        self.touched += 1;
        self.still_failed += u64::from(was == State::Failed);
    }

    /// How many files are through.
    pub fn through(&self) -> u64 {
        self.done
            + self.failed
            + self.skipped
            + self.duplicates
            + self.unchanged
            + self.touched
            + self.archives
    }
}

/// Adds one to a count.
pub fn count<K: Ord>(counts: &mut BTreeMap<K, u64>, key: K) {
    *counts.entry(key).or_default() += 1;
}
