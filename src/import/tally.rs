//! What an import has done, counted for people and for scripts.

use super::problem::Problem;
use crate::corpus::Figures;
use serde::Serialize;
use std::collections::BTreeMap;

/// How many problems are kept word for word.
const KEPT: usize = 100;

/// How many of what.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Tally {
    /// Documents and further entries of ledgers that the sources hold, as far as they were met.
    pub seen: u64,
    /// Documents that the corpus did not have.
    pub new: u64,
    /// Documents of which it now has another record.
    pub renewed: u64,
    /// What it had already.
    pub unchanged: u64,
    /// Entries of the ledger that came without a record: copies, failures, files that were passed over.
    pub entries: u64,
    /// Of these, files that failed where they were read.
    pub failed: u64,
    /// Of these, copies of documents.
    pub duplicates: u64,
    /// Documents and copies whose file's name stands for other bytes in this corpus; they are in it without a file.
    pub conflicts: u64,
    /// Corrections that it did not have.
    pub corrections: u64,
    /// Rows and files that were left out, by why.
    pub refused: BTreeMap<&'static str, u64>,
    /// The first of them.
    pub problems: Vec<Problem>,
    /// Of the documents that were taken over, in bytes of their files.
    pub bytes: u64,
    pub seconds: f64,
    /// Whether it was stopped before its end.
    pub interrupted: bool,
}

impl Tally {
    pub fn refuse(&mut self, problem: Problem) {
        *self.refused.entry(problem.code()).or_default() += 1;
        if self.problems.len() < KEPT {
            self.problems.push(problem);
        }
    }

    /// As the corpus keeps them.
    pub fn figures(&self) -> Figures {
        Figures {
            seen: self.seen,
            done: self.new + self.renewed,
            failed: self.failed,
            skipped: self.entries.saturating_sub(self.failed + self.duplicates),
            duplicates: self.duplicates,
            unchanged: self.unchanged,
            bytes: self.bytes,
            seconds: self.seconds,
        }
    }
}
