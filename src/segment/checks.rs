//! What the document's own structure contradicts: numbers that are skipped or repeated, contents without a section.

use super::blocks::Blocks;
use super::tree::Tree;
use crate::diagnostic::{Diagnostic, Message};
use crate::document::{SectionId, Zone};
use crate::rules::fold;
use crate::span::{Original, Span};

/// The remarks on a finished tree.
pub fn checks(blocks: Blocks<'_>, zones: &[Zone], tree: &Tree) -> Vec<Diagnostic> {
    let mut remarks: Vec<Diagnostic> = tree
        .faults
        .iter()
        .map(|fault| {
            let (before, found) = (&fault.before, &fault.found);
            let message = if fault.repeated {
                Message::new(
                    format!("số thứ tự \"{found}\" được dùng hai lần liền nhau"),
                    format!("the number \"{found}\" is used twice in a row"),
                )
            } else {
                Message::new(
                    format!("số thứ tự nhảy từ \"{before}\" sang \"{found}\""),
                    format!("the numbering goes from \"{before}\" to \"{found}\""),
                )
            };
            let code = if fault.repeated { "numbering-repeat" } else { "numbering-gap" };
            Diagnostic::warning(code, message).at(place(blocks, tree, fault.section))
        })
        .collect();
    remarks.extend(missing(blocks, zones, tree));
    remarks
}

/// The line that a section begins with.
fn place(blocks: Blocks<'_>, tree: &Tree, id: SectionId) -> Span<Original> {
    let block = tree.sections[id.index()].blocks.0 as usize;
    blocks.layout.blocks.get(block).map_or(Span::empty(0), |block| blocks.layout.original(block.span))
}

/// Lines of the list of contents that no section has.
fn missing(blocks: Blocks<'_>, zones: &[Zone], tree: &Tree) -> Vec<Diagnostic> {
    let listed: Vec<usize> = (0..zones.len()).filter(|&block| zones[block] == Zone::Contents).collect();
    if listed.is_empty() {
        return Vec::new();
    }
    let headings: Vec<Vec<String>> =
        tree.sections.iter().filter_map(|section| Some(words(blocks.layout.str(section.heading?)))).collect();
    listed
        .into_iter()
        .filter_map(|block| {
            let label = blocks.labels(block).into_iter().next()?;
            let range = blocks.range(block);
            let line = blocks.layout.str(blocks.tokens.span(label.end..range.end));
            // Dots and the page number close a line of contents.
            let title = line.trim_end_matches(|letter: char| {
                letter.is_ascii_digit() || letter == '.' || letter == '…' || letter == ' '
            });
            let wanted = words(title);
            if wanted.is_empty() || headings.contains(&wanted) {
                return None;
            }
            let message = Message::new(
                format!("mục lục có \"{} {title}\" nhưng văn bản không có mục này", label.text),
                format!("the contents list \"{} {title}\", which the text does not have", label.text),
            );
            Some(
                Diagnostic::warning("missing-section", message)
                    .at(blocks.layout.original(blocks.layout.blocks[block].span)),
            )
        })
        .collect()
}

fn words(text: &str) -> Vec<String> {
    text.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty()).map(fold).collect()
}
