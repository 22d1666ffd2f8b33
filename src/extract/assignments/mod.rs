//! Assignments (phân công trách nhiệm): which body must do what, in which role, by when.
//!
//! The document is read unit by unit: a paragraph, a bullet, a numbered item. A unit tells its own bodies
//! ("Giao Sở Y tế …", "Sở Y tế chủ trì …"), or a heading or line above it does ("1. Sở Y tế" over a list), or it is a line
//! under a task ("- Cơ quan thực hiện: …"). Tables of shared-out work are read apart.

mod clause;
mod governor;
mod record;
mod sentences;
mod table;
mod unit;
mod walk;
mod work_line;

use super::Context;
use crate::document::Assignment;

/// All assignments in document order.
pub fn assignments(context: Context<'_>) -> Vec<Assignment> {
    let mut found = walk::walk(context);
    found.extend(table::tables(context));
    found.sort_by_key(|assignment| assignment.at.start());
    found
}
