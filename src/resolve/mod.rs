//! Findings of one document seen together: mentions of one document merged, names expanded.

use crate::document::{Extracted, Findings, Layout, Outline};
use crate::rules::Rules;

/// Resolves what was extracted from one document.
pub fn resolve(extracted: Extracted, _layout: &Layout, _outline: &Outline, _rules: &Rules) -> Findings {
    Findings {
        header: extracted.header,
        targets: extracted.targets,
        references: Vec::new(),
        assignments: extracted.assignments,
        recipients: extracted.recipients,
        signatures: extracted.signatures,
        diagnostics: extracted.diagnostics,
    }
}
