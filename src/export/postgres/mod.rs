//! The corpus in a PostgreSQL database, for many users: docs/postgres.md.
//!
//! Each document has a fingerprint there, of all that is written of it. An export walks the documents of the corpus and those of
//! the database side by side, in the order of their keys, and writes what is new or other and takes out what is gone. Batches
//! are transactions: a database holds each document whole or not at all, and what a killed export left the next one finds.

mod address;
mod documents;
mod encode;
mod fault;
mod files;
mod near;
mod schema;
mod session;
mod tables;
mod words;
mod writer;

pub use address::Address;
pub use encode::Losses;
pub use fault::{Failed, Fault, FaultKind};
pub use schema::{Name, VERSION};
pub use tables::{Column, Layout};
pub use words::plain;

use crate::corpus::{Corpus, Filter, Reader};
use crate::rules::Rules;
use session::Session;

/// What to export, and where.
pub struct Order<'a> {
    pub address: &'a Address,
    pub schema: &'a Name,
    /// The documents that the database is to hold.
    pub filter: &'a Filter,
    /// The ledger of the files too.
    pub files: bool,
    /// Take the place of another corpus that the schema holds.
    pub replace: bool,
}

/// What an export did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Figures {
    /// Documents that were new, or other than the database had them.
    pub written: u64,
    /// Documents that the database had and the corpus has not, or not among those that were asked for.
    pub removed: u64,
    /// Documents that were the same.
    pub unchanged: u64,
    /// Pairs of near duplicates that came and went.
    pub near: u64,
    /// Rows of the ledger that came, changed or went.
    pub files: u64,
    pub losses: Losses,
}

/// The tables of the database with their columns, as the documentation lists them.
pub fn layouts() -> Vec<Layout> {
    schema::described()
}

/// Brings the database to what the corpus holds. `waits` hears what the export waits for; `seen` of every document that was
/// looked at.
///
/// # Errors
/// Those of the corpus, and of the server.
pub fn export(
    order: &Order<'_>,
    corpus: &Corpus,
    reader: &Reader,
    rules: &Rules,
    waits: &dyn Fn(&str),
    seen: &mut dyn FnMut(),
) -> Result<Figures, Failed> {
    let mut session = Session::open(order, corpus, reader, waits)?;
    let mut figures = Figures::default();
    documents::bring(&mut session, order, reader, rules, &mut figures, seen)?;
    near::bring(&mut session, order, reader, &mut figures)?;
    files::bring(&mut session, order, reader, &mut figures)?;
    session.end(&figures)?;
    Ok(figures)
}
