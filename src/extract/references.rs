//! References.

use super::Context;
use crate::diagnostic::Diagnostic;
use crate::document::Citation;

pub fn citations(_context: Context<'_>, _diagnostics: &mut Vec<Diagnostic>) -> Vec<Citation> {
    Default::default()
}
