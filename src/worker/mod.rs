//! One document a request, one line of JSON a request and an answer: how other programs call this one, and how it keeps
//! files that may bring a reader down away from itself.
//!
//! ```text
//! a caller -> request line -> serve -> read, extract, write -> answer line
//!                               \-> watch: time, memory, the caller's death
//! this program -> Pool -> the same, in processes of its own program
//! ```
//!
//! docs/worker.md describes the lines.

mod answer;
mod child;
mod fault;
mod limits;
mod pool;
mod protocol;
mod serve;
mod watch;

pub use answer::{Output, answer, render};
pub use fault::{documents, guarded, inside};
pub use limits::Limits;
pub use pool::{Pool, Setup};
pub use protocol::{Answer, Failure, Language, Ocr, PdfEngine, Request, Seconds};
pub use serve::{isolated, serve};
pub use watch::{die_with, parent_id};
