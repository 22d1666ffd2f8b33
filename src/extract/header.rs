//! Header.

use super::Context;
use crate::diagnostic::Diagnostic;
use crate::document::Header;

pub fn header(_context: Context<'_>, _diagnostics: &mut Vec<Diagnostic>) -> Header {
    Default::default()
}
