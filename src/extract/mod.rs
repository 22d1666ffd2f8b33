//! The findings: header, targets, citations, assignments, recipients, signatures.

pub mod assignments;
mod bodies;
mod dates;
pub mod header;
mod issuer;
mod line;
mod names;
mod number;
pub use number::Numeral;
pub mod recipients;
pub mod references;
pub mod signature;
mod symbol;
pub mod targets;

use crate::document::{Extracted, Layout, Outline, Section, Tokens};
use crate::rules::Rules;
use std::ops::Range;

pub use names::Capitalized;

/// What the extractors read; all of it is finished and none of it changes.
#[derive(Clone, Copy)]
pub struct Context<'a> {
    pub layout: &'a Layout,
    pub tokens: &'a Tokens,
    pub outline: &'a Outline,
    pub rules: &'a Rules,
    /// Made empty for a document, and filled where a name in capitals is met.
    pub capitalized: &'a Capitalized,
}

impl Context<'_> {
    /// The tokens of the heading of a section.
    fn heading(&self, section: &Section) -> Option<Range<usize>> {
        let heading = section.heading?;
        let first = self.tokens.of_block(section.blocks.0 as usize).start;
        Some(self.tokens.within_from(first, heading))
    }
}

/// Runs all extractors over one document.
pub fn extract(context: Context<'_>) -> Extracted {
    let mut diagnostics = Vec::new();
    let header = header::header(context, &mut diagnostics);
    let citations = references::citations(context, header.doc_type.as_ref(), &mut diagnostics);
    let issued = header.date.as_ref().map(|date| date.value);
    Extracted {
        header,
        targets: targets::targets(context, &mut diagnostics),
        citations,
        assignments: assignments::assignments(context, issued),
        recipients: recipients::recipients(context),
        signatures: signature::signatures(context),
        diagnostics,
    }
}
