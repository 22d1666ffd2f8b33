//! From bytes to a [`Document`], room by room. Nothing here fails but reading.

use crate::document::{Document, Repaired};
use crate::error::Error;
use crate::read::Options;
use crate::rules::Rules;
use crate::source::Source;
use crate::{extract, layout, lex, normalize, read, resolve, segment};

/// Reads a file and extracts its record.
///
/// # Errors
/// As [`read::read`].
pub fn document(path: &str, options: &Options, rules: &Rules) -> Result<Document, Error> {
    Ok(from_source(read::read(path, options)?, rules))
}

/// Extracts the record of a source that was read; total: any text gives a document.
pub fn from_source(source: Source, rules: &Rules) -> Document {
    let repaired = normalize::normalize(&source);
    let layout = layout::layout(&repaired, rules);
    let Repaired { text, fragments, repairs, decoded, diagnostics: repair_diagnostics } = repaired;
    // The rooms behind take over their memory.
    drop((text, fragments));
    let tokens = lex::lex(&layout, rules);
    let outline = segment::segment(&layout, &tokens, rules);
    let extracted =
        extract::extract(extract::Context { layout: &layout, tokens: &tokens, outline: &outline, rules });
    let mut findings = resolve::resolve(extracted, &layout, &outline, rules);
    resolve::doubt(&mut findings, &source, &layout);
    let diagnostics = [
        &source.diagnostics,
        &repair_diagnostics,
        &layout.diagnostics,
        &outline.diagnostics,
        &findings.diagnostics,
    ]
    .into_iter()
    .flatten()
    .cloned()
    .collect();
    Document { source, repairs, decoded, layout, outline, findings, diagnostics }
}
