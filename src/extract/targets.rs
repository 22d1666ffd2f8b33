//! Targets.

use super::Context;
use crate::diagnostic::Diagnostic;
use crate::document::Target;

pub fn targets(_context: Context<'_>, _diagnostics: &mut Vec<Diagnostic>) -> Vec<Target> {
    Default::default()
}
