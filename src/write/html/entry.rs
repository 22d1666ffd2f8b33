//! What on the page belongs together: an entry of the record and its places in the text.

use std::fmt;

use crate::diagnostic::Severity;
use crate::document::Document;
use crate::span::{Normalized, Span};

/// An entry of the record that has a place in the text. Written, it is the entry's id on the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Entry {
    Issuer,
    CoIssuer(usize),
    Number,
    Place,
    Date,
    DocType,
    Title,
    Urgency,
    Secrecy,
    /// A section, by its number in document order, parents first.
    Section(usize),
    Target(usize),
    /// A reference and one of its mentions.
    Mention(usize, usize),
    Assignment(usize),
    Recipient(usize),
    /// The signature, then the co-signatures.
    Signature(usize),
    Footnote(usize),
    Diagnostic(usize),
}

impl Entry {
    /// The style class of its places.
    pub(super) fn class(self) -> &'static str {
        match self {
            Self::Section(_) => "section",
            Self::Target(_) => "target",
            Self::Mention(..) => "reference",
            Self::Assignment(_) => "assignment",
            Self::Recipient(_) | Self::Signature(_) => "foot",
            Self::Footnote(_) => "footnote",
            Self::Diagnostic(_) => "diagnostic",
            _ => "header",
        }
    }
}

impl fmt::Display for Entry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Issuer => f.write_str("issuer"),
            Self::CoIssuer(index) => write!(f, "issuer-{index}"),
            Self::Number => f.write_str("number"),
            Self::Place => f.write_str("place"),
            Self::Date => f.write_str("date"),
            Self::DocType => f.write_str("doc-type"),
            Self::Title => f.write_str("title"),
            Self::Urgency => f.write_str("urgency"),
            Self::Secrecy => f.write_str("secrecy"),
            Self::Section(index) => write!(f, "section-{index}"),
            Self::Target(index) => write!(f, "target-{index}"),
            Self::Mention(index, mention) => write!(f, "reference-{index}-{mention}"),
            Self::Assignment(index) => write!(f, "assignment-{index}"),
            Self::Recipient(index) => write!(f, "recipient-{index}"),
            Self::Signature(index) => write!(f, "signature-{index}"),
            Self::Footnote(index) => write!(f, "footnote-{index}"),
            Self::Diagnostic(index) => write!(f, "diagnostic-{index}"),
        }
    }
}

/// A place of an entry in the text that the page shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mark {
    pub span: Span<Normalized>,
    pub entry: Entry,
}

/// The places of everything that was found in a document, in its cleaned text.
pub fn marks(document: &Document) -> Vec<Mark> {
    let findings = &document.findings;
    let header = &findings.header;
    let layout = &document.layout;
    let mut marks = Vec::new();
    let mut mark =
        |span: Option<Span<Normalized>>, entry| marks.extend(span.map(|span| Mark { span, entry }));

    mark(header.issuer.as_ref().and_then(|issuer| issuer.at), Entry::Issuer);
    for (index, issuer) in header.co_issuers.iter().enumerate() {
        mark(issuer.at, Entry::CoIssuer(index));
    }
    mark(header.number.as_ref().map(|number| number.at), Entry::Number);
    mark(header.place.as_ref().and_then(|place| place.at), Entry::Place);
    mark(header.date.as_ref().and_then(|date| date.at), Entry::Date);
    mark(header.doc_type.as_ref().and_then(|kind| kind.at), Entry::DocType);
    mark(header.title.as_ref().and_then(|title| title.at), Entry::Title);
    mark(header.urgency.as_ref().and_then(|urgency| urgency.at), Entry::Urgency);
    mark(header.secrecy.as_ref().and_then(|secrecy| secrecy.at), Entry::Secrecy);
    for (index, section) in document.outline.sections.iter().enumerate() {
        let start = section.span.start();
        let heading = section.heading.map(|heading| Span::new(start, heading.end()));
        let label = section.label.as_deref().map(|label| (label, Span::new(start, start + label.len())));
        let label = label.filter(|&(label, span)| layout.str(span) == label).map(|(_, span)| span);
        mark(heading.or(label), Entry::Section(index));
    }
    for (index, target) in findings.targets.iter().enumerate() {
        mark(Some(target.at), Entry::Target(index));
    }
    for (index, reference) in findings.references.iter().enumerate() {
        for (number, mention) in reference.mentions.iter().enumerate() {
            mark(Some(mention.at), Entry::Mention(index, number));
        }
    }
    for (index, assignment) in findings.assignments.iter().enumerate() {
        mark(Some(assignment.at), Entry::Assignment(index));
    }
    for (index, recipient) in findings.recipients.iter().enumerate() {
        mark(Some(recipient.at), Entry::Recipient(index));
    }
    for (index, signature) in findings.signatures.iter().enumerate() {
        mark(signature.at, Entry::Signature(index));
    }
    for (index, footnote) in layout.footnotes.iter().enumerate() {
        mark(Some(footnote.text), Entry::Footnote(index));
    }
    // A diagnostic knows the original alone, and the text is not in its order: the block that begins last before it
    // holds it. One that only informs has nothing to show there.
    let mut blocks: Vec<(usize, Span<Normalized>)> =
        layout.blocks.iter().map(|block| (layout.original(block.span).start(), block.span)).collect();
    blocks.sort_unstable();
    for (index, diagnostic) in document.diagnostics.iter().enumerate() {
        if diagnostic.severity < Severity::Warning {
            continue;
        }
        let block = diagnostic.at.and_then(|at| {
            let next = blocks.partition_point(|&(start, _)| start <= at.start());
            blocks.get(next.checked_sub(1)?)
        });
        mark(block.map(|&(_, span)| span), Entry::Diagnostic(index));
    }
    marks
}
