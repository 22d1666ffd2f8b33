//! Assignments.

use super::Context;
use crate::diagnostic::Diagnostic;
use crate::document::Assignment;

pub fn assignments(_context: Context<'_>, _diagnostics: &mut Vec<Diagnostic>) -> Vec<Assignment> {
    Default::default()
}
