//! Assignments (phân công trách nhiệm): which body must do what, in which role, by when.
//!
//! The document is read unit by unit: a paragraph, a bullet, a numbered item. A unit tells its own bodies
//! ("Giao Sở Y tế …", "Sở Y tế chủ trì …"), or a heading or line above it does ("1. Sở Y tế" over a list), or it is a line
//! under a task ("- Cơ quan thực hiện: …"). Tables of shared-out work are read apart.

mod clause;
mod due;
mod governor;
mod record;
mod sentences;
mod table;
mod unit;
mod walk;
mod work_line;

use super::Context;
use crate::document::{Assignment, PartialDate};

/// All assignments in document order; `issued` is the document's own date.
pub fn assignments(context: Context<'_>, issued: Option<PartialDate>) -> Vec<Assignment> {
    let mut found = walk::walk(context, issued);
    found.extend(table::tables(context));
    found.sort_by_key(|assignment| assignment.at.start());
    found
}
