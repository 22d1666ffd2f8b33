//! Search over a corpus: an index beside its database, kept in step with it, and a query language for people.
//!
//! [`update`] brings the index up to date, [`Search`] answers. docs/search.md tells the language, and what counts as a
//! hit; ARCHITECTURE.md why the index is made as it is.

mod answer;
mod build;
mod collect;
mod entry;
mod fault;
mod figures;
mod guard;
mod index;
mod number;
mod passages;
mod plan;
pub mod query;
mod schema;
mod snippet;
mod store;
mod targets;
mod units;
pub mod wire;
mod words;

pub use answer::*;
pub use build::{Progress, Rebuilt, Update, rebuild, update};
pub use collect::Sort;
pub use fault::Fault;
pub use passages::PassageKind;
pub use query::{Filter, FilterField, FilterValue, Query, Remark};
pub use snippet::{Marked, Snippet};
pub use store::Target;
