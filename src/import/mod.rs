//! What others read, brought into a corpus: the tables that a cluster or an export wrote, lines of records, and other
//! corpora.
//!
//! ```text
//! source -> what the corpus needs of it -> rows -> make (record, rows, signature; several threads) -> commit
//! ```
//!
//! Whether something is there already is asked of the corpus itself, so that an import that was broken off goes on when it is
//! run again, and one that is through changes nothing. docs/import.md tells what a person may rely on.

mod ask;
mod commit;
mod lines;
mod make;
mod problem;
mod rows;
mod run;
mod source;
mod tables;
mod tally;

pub use problem::{Place, Problem};
pub use run::{Setting, import};
pub use source::{Source, find};
pub use tally::Tally;
