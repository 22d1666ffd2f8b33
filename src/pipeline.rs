//! From bytes to a [`Document`], room by room. Nothing here fails but reading.

use crate::document::{Document, Repaired};
use crate::error::Error;
use crate::extract::{Capitalized, Context, extract};
use crate::read::Options;
use crate::rules::Rules;
use crate::source::Source;
use crate::{layout, lex, normalize, read, resolve, segment};

/// How many texts are best taken through the rooms together ([`from_sources`]).
pub const TOGETHER: usize = 8;

/// The most bytes of a text that is.
pub const SHORT: usize = 64 << 10;

/// Reads a file and extracts its record.
///
/// # Errors
/// As [`read::read`].
pub fn document(path: &str, options: &Options, rules: &Rules) -> Result<Document, Error> {
    Ok(from_source(read::read(path, options)?, rules))
}

/// Extracts the record of a source that was read; total: any text gives a document.
pub fn from_source(source: Source, rules: &Rules) -> Document {
    from_sources(&mut vec![source], rules).swap_remove(0)
}

/// Extracts the records of several sources, in their order, and takes them out of the list.
///
/// Each room takes all of them before the next one begins, so that its code and its tables come into the processor's
/// caches once for all. That pays for texts of some ten KB; all that is made of all of them is in memory at once.
///
/// Were a room to fail on one of them, against its promise, all are left in the list.
pub fn from_sources(sources: &mut Vec<Source>, rules: &Rules) -> Vec<Document> {
    let repaired: Vec<_> = sources.iter().map(normalize::normalize).collect();
    let layouts: Vec<_> = repaired.iter().map(|repaired| layout::layout(repaired, rules)).collect();
    let repaired: Vec<_> = repaired.into_iter().map(without_text).collect();
    let tokens: Vec<_> = layouts.iter().map(|layout| lex::lex(layout, rules)).collect();
    let outlines: Vec<_> =
        layouts.iter().zip(&tokens).map(|(layout, tokens)| segment::segment(layout, tokens, rules)).collect();
    let extracted: Vec<_> = layouts
        .iter()
        .zip(&tokens)
        .zip(&outlines)
        .map(|((layout, tokens), outline)| {
            extract(Context { layout, tokens, outline, rules, capitalized: &Capitalized::default() })
        })
        .collect();
    drop(tokens);
    let findings: Vec<_> = extracted
        .into_iter()
        .zip(sources.iter())
        .zip(layouts.iter().zip(&outlines))
        .map(|((extracted, source), (layout, outline))| {
            let mut findings = resolve::resolve(extracted, layout, outline, rules);
            resolve::doubt(&mut findings, source, layout);
            findings
        })
        .collect();
    let parts = sources.drain(..).zip(repaired).zip(layouts).zip(outlines).zip(findings);
    parts
        .map(|((((source, repaired), layout), outline), findings)| {
            let Repaired { repairs, decoded, diagnostics, .. } = repaired;
            let diagnostics = [
                &source.diagnostics,
                &diagnostics,
                &layout.diagnostics,
                &outline.diagnostics,
                &findings.diagnostics,
            ]
            .into_iter()
            .flatten()
            .cloned()
            .collect();
            Document { source, repairs, decoded, layout, outline, findings, diagnostics }
        })
        .collect()
}

/// The rooms behind layout take over the memory of the text before it.
fn without_text(repaired: Repaired) -> Repaired {
    Repaired { text: Default::default(), fragments: Vec::new(), ..repaired }
}
