//! Search over a corpus: an index beside its database, kept in step with it, and a query language for people.
//!
//! [`update`] brings the index up to date, [`Search`] answers. docs/search.md tells the language, and what counts as a
//! hit; ARCHITECTURE.md why the index is made as it is.

mod answer;
mod ask;
mod build;
mod collect;
mod engine;
mod entry;
mod facets;
mod fault;
mod figures;
mod finder;
mod guard;
mod hits;
mod index;
mod marked;
mod number;
mod opened;
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

pub use answer::{Answer, DEEPEST, Facet, FacetValue, Hit, Marks, Request, Understood};
pub use build::{Progress, Rebuilt, Update, rebuild, update, update_until};
pub use collect::Sort;
pub use engine::Search;
pub use facets::filter_text;
pub use fault::Fault;
pub use marked::Marked;
pub use passages::PassageKind;
pub use query::{Filter, FilterField, FilterValue, Query, Remark};
pub use snippet::Snippet;
