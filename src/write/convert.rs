//! From the program's document to the record on the wire.

use super::number;
use super::quote::Quoter;
use super::wire::{self, At};
use crate::diagnostic::Lang;
use crate::document::{self, Document, PartialDate, Placed, SectionId};
use crate::source::Origin;
use crate::span::{Normalized, Original, Span};

mod codes;
mod sections;

/// The record of a document, its messages in the language that was asked for.
pub fn record(document: &Document, lang: Lang) -> wire::Record {
    let writer = Writer::new(document);
    let findings = &document.findings;
    let mut signatures = findings.signatures.iter().map(|signature| writer.signature(signature));
    wire::Record {
        schema_version: wire::SCHEMA_VERSION.to_owned(),
        source: source(document),
        header: writer.header(),
        signature: signatures.next(),
        co_signatures: signatures.collect(),
        sections: writer.sections(),
        targets: findings.targets.iter().map(|target| writer.target(target)).collect(),
        references: findings.references.iter().map(|reference| writer.reference(reference)).collect(),
        assignments: findings.assignments.iter().map(|assignment| writer.assignment(assignment)).collect(),
        recipients: findings.recipients.iter().map(|recipient| writer.recipient(recipient)).collect(),
        footnotes: document.layout.footnotes.iter().map(|footnote| writer.footnote(footnote)).collect(),
        diagnostics: document
            .diagnostics
            .iter()
            .map(|diagnostic| writer.diagnostic(diagnostic, lang))
            .collect(),
    }
}

fn source(document: &Document) -> wire::Source {
    let source = &document.source;
    wire::Source {
        path: source.path.clone(),
        format: source.format.code().to_owned(),
        encoding: encoding(document).map(str::to_owned),
        bytes: source.bytes,
        blake3: source.blake3.clone(),
        pages: Some(source.pages()),
        ocr: source.recognition.as_ref().map(|recognition| wire::Ocr {
            engine: recognition.engine.clone(),
            mean_confidence: number::share(recognition.mean_confidence),
        }),
    }
}

/// The legacy encoding that most of the text stood in, otherwise that of the file's bytes if these are text.
fn encoding(document: &Document) -> Option<&'static str> {
    let mut shares: Vec<(&'static str, u64)> = Vec::new();
    for repair in &document.repairs {
        let bytes = repair.span.len() as u64;
        match shares.iter_mut().find(|(encoding, _)| *encoding == repair.encoding) {
            Some((_, share)) => *share += bytes,
            None => shares.push((repair.encoding, bytes)),
        }
    }
    let text = match document.source.origin {
        Origin::File => document.source.bytes,
        Origin::Transcript | Origin::Pages(_) => document.source.text.len() as u64,
    };
    let largest = shares.into_iter().max_by_key(|&(_, bytes)| bytes);
    match largest {
        Some((encoding, bytes)) if bytes * 2 > text => Some(encoding),
        _ => matches!(document.source.origin, Origin::File).then_some(document.source.encoding),
    }
}

/// Writes the parts of one document.
struct Writer<'d> {
    document: &'d Document,
    quoter: Quoter<'d>,
}

impl<'d> Writer<'d> {
    fn new(document: &'d Document) -> Self {
        let quoter = Quoter::new(&document.source, document.decoded.as_ref(), &document.layout.furniture);
        Self { document, quoter }
    }

    /// The passage of the original that a span stands for, and where that is.
    fn place(&self, span: Span<Normalized>) -> (String, At) {
        self.place_in_original(self.document.layout.original(span))
    }

    fn place_in_original(&self, span: Span<Original>) -> (String, At) {
        let span = self.quoter.whole(span);
        let (page, line) = self.document.source.page_and_line(span);
        let source = &self.document.source;
        let bbox = source.bbox(span).map(|bbox| [bbox.x0, bbox.y0, bbox.x1, bbox.y1].map(number::points));
        let at = At { page: Some(page), line: Some(line), bytes: source.bytes_of(span), bbox };
        (self.quoter.quote(span), at)
    }

    /// As [`Self::place`], of what may have been gathered from no one place.
    fn place_if_any(&self, span: Option<Span<Normalized>>) -> (Option<String>, Option<At>) {
        span.map(|span| self.place(span)).unzip()
    }

    fn labels(&self, section: Option<SectionId>) -> Vec<String> {
        self.document.outline.path(section)
    }

    fn header(&self) -> wire::Header {
        let header = &self.document.findings.header;
        wire::Header {
            issuer: header.issuer.as_ref().map(|issuer| self.issuer(issuer)),
            co_issuers: header.co_issuers.iter().map(|issuer| self.issuer(issuer)).collect(),
            number: header.number.as_ref().map(|number| self.number(number)),
            place: header.place.as_ref().map(|place| self.phrase(place)),
            date: header.date.as_ref().map(|date| self.date(date)),
            doc_type: header.doc_type.as_ref().map(|kind| self.doc_type(kind)),
            title: header.title.as_ref().map(|title| self.phrase(title)),
            urgency: header.urgency.as_ref().map(|urgency| self.phrase(urgency)),
            secrecy: header.secrecy.as_ref().map(|secrecy| self.phrase(secrecy)),
        }
    }

    fn issuer(&self, issuer: &document::Issuer) -> wire::Issuer {
        let (quote, at) = self.place_if_any(issuer.at);
        wire::Issuer {
            name: issuer.name.clone(),
            level: issuer.level.map(Into::into),
            system: issuer.system.into(),
            inferred: issuer.inferred,
            quote,
            at,
        }
    }

    fn number(&self, number: &document::DocNumber) -> wire::SerialNumber {
        let (quote, at) = self.place(number.at);
        let symbol = Some(number.symbol.clone()).filter(|symbol| !symbol.is_empty());
        wire::SerialNumber { text: number.text.clone(), serial: number.serial.clone(), symbol, quote, at }
    }

    fn phrase(&self, phrase: &Placed<String>) -> wire::Phrase {
        let (quote, at) = self.place_if_any(phrase.at);
        wire::Phrase { text: phrase.value.clone(), inferred: phrase.inferred, quote, at }
    }

    fn date(&self, date: &Placed<PartialDate>) -> wire::Date {
        let (quote, at) = self.place_if_any(date.at);
        let PartialDate { year, month, day } = date.value;
        wire::Date { year, month, day, iso: date.value.iso(), inferred: date.inferred, quote, at }
    }

    fn doc_type(&self, kind: &Placed<document::DocType>) -> wire::DocType {
        let (quote, at) = self.place_if_any(kind.at);
        let document::DocType { code, name } = kind.value.clone();
        wire::DocType { code, name, inferred: kind.inferred, quote, at }
    }

    fn target(&self, target: &document::Target) -> wire::Target {
        let (quote, at) = self.place(target.at);
        let quantity = target.quantity.as_ref();
        wire::Target {
            indicator: target.indicator.clone(),
            kind: quantity.map_or(wire::TargetKind::Qualitative, |_| wire::TargetKind::Quantitative),
            comparator: quantity.map(|q| q.comparator.into()),
            change: quantity.and_then(|q| q.change).map(Into::into),
            value: quantity.map(|q| q.value),
            value_max: quantity.and_then(|q| q.value_max),
            unit: quantity.and_then(|q| q.unit.clone()),
            baseline: target.baseline.clone(),
            deadline: target.deadline.as_ref().map(|deadline| wire::Deadline {
                text: deadline.text.clone(),
                year: deadline.year,
                inherited: deadline.inherited,
            }),
            parent: target.parent.and_then(|whole| u32::try_from(whole).ok()),
            section: self.labels(target.section),
            confidence: target.confidence,
            quote,
            at,
        }
    }

    fn reference(&self, reference: &document::Reference) -> wire::Reference {
        let mention = |mention: &document::Mention| {
            let (quote, at) = self.place(mention.at);
            wire::Mention { quote, section: self.labels(mention.section), at }
        };
        wire::Reference {
            kind: reference.kind.clone().map(|document::DocType { code, name }| wire::Kind { code, name }),
            number: reference.number.clone(),
            date: reference.date.and_then(|date| date.iso()),
            issuer: reference.issuer.clone(),
            title: reference.title.clone(),
            relation: reference.relation.into(),
            key: reference.key.clone(),
            confidence: reference.confidence,
            mentions: reference.mentions.iter().map(mention).collect(),
        }
    }

    fn assignment(&self, assignment: &document::Assignment) -> wire::Assignment {
        let (quote, at) = self.place(assignment.at);
        wire::Assignment {
            body: assignment.body.clone(),
            role: assignment.role.into(),
            task: assignment.task.clone(),
            deadline: assignment.deadline.clone(),
            section: self.labels(assignment.section),
            confidence: assignment.confidence,
            quote,
            at,
        }
    }

    fn recipient(&self, recipient: &document::Recipient) -> wire::Recipient {
        let (quote, at) = self.place(recipient.at);
        wire::Recipient { name: recipient.name.clone(), note: recipient.note.clone(), quote, at }
    }

    fn signature(&self, signature: &document::Signature) -> wire::Signature {
        let (quote, at) = self.place_if_any(signature.at);
        let document::Signature { authority, capacity, position, name, .. } = signature.clone();
        wire::Signature { authority, capacity, position, name, quote, at }
    }

    fn footnote(&self, footnote: &document::Footnote) -> wire::Footnote {
        let (quote, at) = self.place(footnote.text);
        let text = self.document.layout.str(footnote.text).replace('\n', " ");
        wire::Footnote { mark: footnote.mark.clone(), text, quote, at }
    }

    fn diagnostic(&self, diagnostic: &crate::diagnostic::Diagnostic, lang: Lang) -> wire::Diagnostic {
        let (quote, at) = diagnostic.at.map(|span| self.place_in_original(span)).unzip();
        wire::Diagnostic {
            severity: diagnostic.severity.into(),
            code: diagnostic.code.to_owned(),
            message: diagnostic.message.text(lang).to_owned(),
            quote,
            at,
        }
    }
}
