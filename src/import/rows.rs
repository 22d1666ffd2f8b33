//! Records on their way from a source to the threads that make them ready, some at a time.

use super::problem::{Place, Problem};
use crate::corpus::{Fault, Foreign};
use std::sync::Arc;
use std::sync::mpsc::SyncSender;

/// So many bytes of records go together, or so many records.
const BYTES: usize = 1 << 20;
const COUNT: usize = 64;

/// A record that the corpus needs, or may need.
pub struct Row {
    /// The file that it comes from.
    pub from: Arc<str>,
    pub place: Option<Place>,
    /// What is said of it beside the record; empty where nothing is.
    pub key: String,
    pub program: String,
    pub rules: String,
    pub of: Of,
}

/// What the ledger will say of it.
pub enum Of {
    /// What the record says.
    Record(String),
    /// What the other corpus says, if it does; the record where it is needed.
    Corpus { path: String, entry: Option<Box<Foreign>>, record: Option<String> },
}

/// What a source gives.
pub enum Given {
    Rows(Vec<Row>),
    /// So many that the corpus has.
    Known(u64),
    Problem(Problem),
    /// What ends the import.
    Fault(Fault),
}

/// Gathers rows and hands them on.
pub struct Gather<'s> {
    to: &'s SyncSender<Given>,
    rows: Vec<Row>,
    bytes: usize,
    known: u64,
}

impl<'s> Gather<'s> {
    pub fn new(to: &'s SyncSender<Given>) -> Gather<'s> {
        Gather { to, rows: Vec::new(), bytes: 0, known: 0 }
    }

    /// Takes a row; `false` where nobody wants any more.
    pub fn row(&mut self, row: Row) -> bool {
        self.bytes += match &row.of {
            Of::Record(record) | Of::Corpus { record: Some(record), .. } => record.len(),
            Of::Corpus { .. } => 0,
        };
        self.rows.push(row);
        if self.bytes >= BYTES || self.rows.len() >= COUNT { self.flush() } else { true }
    }

    /// Counts a row that the corpus has.
    pub fn known(&mut self) -> bool {
        self.known += 1;
        if self.known >= 1000 { self.flush() } else { true }
    }

    pub fn problem(&self, problem: Problem) -> bool {
        self.to.send(Given::Problem(problem)).is_ok()
    }

    pub fn fault(&self, fault: Fault) {
        // Who receives it ends everything; where nobody does, everything has ended.
        let _ = self.to.send(Given::Fault(fault));
    }

    /// Hands on what was gathered; `false` where nobody wants any more.
    pub fn flush(&mut self) -> bool {
        self.bytes = 0;
        let (rows, known) = (std::mem::take(&mut self.rows), std::mem::take(&mut self.known));
        (rows.is_empty() || self.to.send(Given::Rows(rows)).is_ok())
            && (known == 0 || self.to.send(Given::Known(known)).is_ok())
    }
}
