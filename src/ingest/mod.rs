//! Takes a tree of files into a corpus: resumable, each risky file apart from the rest, in bounded memory.
//!
//! ```text
//! walk -> look (ledger, bytes, hash; archives) -> board -> work (texts here, the rest in worker processes) -> queue -> commit
//! ```
//!
//! One thread walks, a few look, as many read as there are jobs, and the one that called writes. What is between them is
//! bounded by count and by bytes, so that memory does not grow with the number of files. docs/corpus.md tells what a
//! person may rely on.

mod archive;
mod board;
mod claims;
mod commit;
mod course;
mod look;
mod missing;
mod name;
mod original;
mod passed;
mod queue;
mod run;
mod spent;
mod spool;
mod stop;
mod tally;
mod task;
mod walk;
mod work;

pub use course::{ingest, plan};
pub use original::{Original, original};
pub use run::{Plan, Setting, Watcher};
pub use stop::Stop;
pub use tally::Tally;
