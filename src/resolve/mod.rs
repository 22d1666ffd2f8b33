//! Findings of one document seen together: mentions of one document merged, names expanded.

mod identity;
mod recognition;
mod references;

pub use identity::{cite_key, issuers_agree, name_key};
pub use recognition::doubt;

use crate::document::{Extracted, Findings, Layout, Outline};
use crate::rules::Rules;

/// Resolves what was extracted from one document.
pub fn resolve(extracted: Extracted, layout: &Layout, _outline: &Outline, _rules: &Rules) -> Findings {
    let mut diagnostics = extracted.diagnostics;
    let references = references::merge(extracted.citations, &extracted.header, layout, &mut diagnostics);
    Findings {
        header: extracted.header,
        targets: extracted.targets,
        references,
        assignments: extracted.assignments,
        recipients: extracted.recipients,
        signatures: extracted.signatures,
        diagnostics,
    }
}
