//! Citations (viện dẫn): every place that names another document.
//!
//! A citation is `KIND số NUMBER[,] ngày DATE của ISSUER về TITLE` (NĐ 30/2020/NĐ-CP, Annex I, part II.6), with any part
//! but the kind or the number left out; a law and the resolution of a congress are cited by name. The grammar
//! reads one block at a time, from the words for kinds of documents that the lexer found.

mod congress;
mod cues;
mod head;
mod issuer;
mod law;
mod numbered;
mod reader;
mod relation;
mod shared;
mod tail;
mod title;

use super::Context;
use super::line::Line;
use super::names;
use super::symbol::Symbol;
use crate::diagnostic::{Diagnostic, Message};
use crate::document::{
    Block, BlockKind, Citation, CitationForm, DocType, PartialDate, Placed, Relation, SectionId, Zone,
};
use reader::Reader;
use relation::Relations;
use std::ops::Range;

/// A citation as tokens of its block.
#[derive(Debug, Clone)]
struct Found {
    form: CitationForm,
    /// Row of the table of kinds.
    kind: u16,
    number: Option<Symbol>,
    date: Option<PartialDate>,
    issuer: Option<Range<usize>>,
    title: Option<Range<usize>>,
    tokens: Range<usize>,
    relation: Relation,
    /// Inside the title of another citation.
    nested: bool,
    rule: &'static str,
}

/// All citations of a document, in the order of the text.
///
/// `own`: the kind of this document, which "Quyết định này" speaks of.
pub fn citations(
    context: Context<'_>,
    own: Option<&Placed<DocType>>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Citation> {
    let mut citations = Vec::new();
    // Kept for its room.
    let mut room = Vec::new();
    let mut relations = Relations::new(context, own.map(|own| own.value.code.as_str()));
    for (block, &Block { kind, .. }) in context.layout.blocks.iter().enumerate() {
        let zone = context.outline.zone(block);
        if matches!(zone, Zone::Outside | Zone::Contents | Zone::Kind | Zone::Recipients) {
            continue;
        }
        let line = Line::of_block(context, block);
        let cell = matches!(kind, BlockKind::Cell(_));
        let mut reader = Reader::new(line, zone, cell, room);
        reader.read();
        let section = context.outline.section_of(block);
        relations.enter(section, zone, cell);
        relations.find(line, &mut reader.found);
        for fault in reader.faults {
            diagnostics.push(fault.diagnostic().at(context.layout.original(line.span(fault.tokens.clone()))));
        }
        for found in reader.found.drain(..) {
            let kind = context
                .rules
                .kinds
                .row(found.kind)
                .map(|row| DocType { code: row.fields.code.clone(), name: row.fields.name.clone() });
            citations.push(Citation {
                form: found.form,
                kind,
                number: found.number.map(|number| number.text),
                date: found.date,
                issuer: found
                    .issuer
                    .map(|range| names::written(context, line.in_document(range)))
                    .filter(|name| !name.is_empty()),
                title: found.title.map(|range| clean(line, range)).filter(|text| !text.is_empty()),
                relation: found.relation,
                section: section_of(section, zone),
                at: line.span(found.tokens),
                rule: found.rule,
            });
        }
        room = reader.found;
    }
    citations.sort_by_key(|citation| citation.at.start());
    citations
}

fn section_of(section: Option<SectionId>, zone: Zone) -> Option<SectionId> {
    if matches!(zone, Zone::Letterhead | Zone::Title) { None } else { section }
}

/// The words of a title without quotation marks that have no partner, spaces folded.
fn clean(line: Line<'_>, range: Range<usize>) -> String {
    let mut text = line.str(range.clone()).trim();
    // Of the bytes that quotation marks begin with; few titles hold one.
    let quoted = text.bytes().any(|byte| matches!(byte, b'"' | 0xC2 | 0xE2));
    loop {
        let before = text;
        text = text.trim_matches(['*', '_']).trim_end_matches([',', ';', ':', '-', '–']).trim();
        let count = |marks: [char; 2]| if quoted { text.matches(marks).count() } else { 0 };
        let (opens, closes) = (count(['“', '«']), count(['”', '»']));
        let straight = quoted && text.matches('"').count() % 2 == 1;
        if text.starts_with(['“', '«']) && opens > closes || straight && text.starts_with('"') {
            text = text.trim_start_matches(['“', '«', '"']);
        } else if text.ends_with(['”', '»']) && closes > opens || straight && text.ends_with('"') {
            text = text.trim_end_matches(['”', '»', '"']);
        }
        if text == before {
            break;
        }
    }
    if line.is_evenly_spaced(range) {
        return text.to_owned();
    }
    let mut folded = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !folded.is_empty() {
            folded.push(' ');
        }
        folded.push_str(word);
    }
    folded
}

/// A fault of the document itself.
#[derive(Debug, Clone)]
struct Fault {
    kind: FaultKind,
    tokens: Range<usize>,
}

#[derive(Debug, Clone)]
enum FaultKind {
    /// The kind that is printed, and the number.
    Mismatch(String, String),
    /// The date as printed.
    Date(String),
}

impl Fault {
    fn diagnostic(&self) -> Diagnostic {
        match &self.kind {
            FaultKind::Mismatch(kind, number) => Diagnostic::warning(
                "kind-symbol-mismatch",
                Message::new(
                    format!("tên loại \"{kind}\" không khớp với số, ký hiệu \"{number}\""),
                    format!("the kind \"{kind}\" and the symbol in \"{number}\" disagree"),
                ),
            ),
            FaultKind::Date(date) => Diagnostic::warning(
                "impossible-date",
                Message::new(
                    format!("không có ngày \"{date}\" trong lịch"),
                    format!("\"{date}\" is no day of the calendar"),
                ),
            ),
        }
    }
}
