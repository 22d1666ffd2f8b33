//! What the corpus knows beyond single documents: who cites whom, which plan implements which, one indicator over years
//! and places, who must do what.
//!
//! Everything is asked of the database of the corpus, row by row, in an order that does not depend on when a document
//! came; nothing holds the corpus in memory. The answers are plain structs that the command prints and the page shows.

mod cascade;
mod cites;
mod copied;
mod duties;
mod graph;
mod indicator;
mod links;
mod node;
mod series;

pub use cascade::{Cascade, Link, Step, cascade};
pub use cites::{Cited, Cites, Citing, Counted, Passage, cited_only, cites, found, most_cited};
pub use copied::{Common, Copied, CopiedIn, copied};
pub use duties::{Bodies, Body, Duties, Duty, bodies, duties};
pub use graph::{Failure, Graph, graph};
pub use indicator::{Compared, Row as IndicatorRow, Value as IndicatorValue, compare};
pub use node::Node;
pub use series::{Phrase, Point, Series, series};
