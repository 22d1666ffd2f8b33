//! What stands at the head of the document: number, place, date, kind, title, stamps; the issuer is in [`super::issuer`].

mod checks;
mod kind;
mod number;
mod place;
mod title;

use super::Context;
use super::dates::date;
use super::issuer;
use super::line::Line;
use super::names;
use super::symbol::symbol;
use crate::diagnostic::Diagnostic;
use crate::document::{DocNumber, DocType, Header, PartialDate, Placed, TokenKind, Zone};
use crate::rules::{CitationPart, Mark, Part, Rules};
use crate::span::{Normalized, Span};
use std::ops::Range;

/// How many blocks the head of a document may take.
const HEAD: usize = 60;

pub fn header(context: Context<'_>, diagnostics: &mut Vec<Diagnostic>) -> Header {
    let reader = Reader::new(context);
    let number = reader.number();
    let (place, date) = reader.place_and_date(diagnostics);
    let opening = reader.opening();
    let doc_type = reader.doc_type(number.as_ref());
    let letter = doc_type.as_ref().is_some_and(|kind| is_letter(context, kind));
    let title = reader.title(letter, opening.as_ref());
    let number = number.or_else(|| opening.as_ref().and_then(|opening| opening.number.clone()));
    let date = date.or_else(|| opening.as_ref().and_then(|opening| opening.date.clone()));
    let issuers =
        issuer::issuers(context, &reader.blocks, opening.as_ref().and_then(|opening| opening.issuer.clone()));
    let mut issuers = issuers.into_iter();
    let header = Header {
        issuer: issuers.next(),
        co_issuers: issuers.collect(),
        number,
        place,
        date,
        doc_type,
        title,
        urgency: reader.stamp(Mark::Urgency),
        secrecy: reader.stamp(Mark::Secrecy),
    };
    checks::checks(context, &header, diagnostics);
    header
}

/// "Kết luận số 93-KL/TW ngày 17/5/2023 của Bộ Chính trị về …": the sentence that stands for a lost letterhead.
struct Opening {
    number: Option<DocNumber>,
    date: Option<Placed<PartialDate>>,
    /// Tokens of the issuer's name.
    issuer: Option<Range<usize>>,
    /// Tokens of the title.
    title: Range<usize>,
}

struct Reader<'a> {
    context: Context<'a>,
    /// The blocks of letterhead, kind and title.
    blocks: Vec<usize>,
}

impl<'a> Reader<'a> {
    fn new(context: Context<'a>) -> Self {
        let count = context.layout.blocks.len().min(HEAD);
        let is_head = |zone| matches!(zone, Zone::Letterhead | Zone::Kind | Zone::Title);
        let blocks = (0..count)
            .take_while(|&block| {
                let zone = context.outline.zone(block);
                is_head(zone)
                    || matches!(
                        zone,
                        Zone::Outside | Zone::Addressee | Zone::AttachmentTitle | Zone::Footnote
                    )
            })
            .filter(|&block| is_head(context.outline.zone(block)))
            .collect();
        Reader { context, blocks }
    }

    fn of(&self, zone: Zone) -> impl Iterator<Item = usize> + '_ {
        self.blocks.iter().copied().filter(move |&block| self.context.outline.zone(block) == zone)
    }

    fn range(&self, block: usize) -> Range<usize> {
        self.context.tokens.of_block(block)
    }

    fn span(&self, range: Range<usize>) -> Span<Normalized> {
        self.context.tokens.span(range)
    }

    fn opening(&self) -> Option<Opening> {
        if self.of(Zone::Letterhead).next().is_some() {
            return None;
        }
        let block = self.blocks.iter().copied().filter(|&block| {
            let range = self.range(block);
            self.context.tokens.cue_at(Rules::KINDS, range.start).is_some() && range.len() > 12
        });
        block.filter_map(|block| self.opening_in(block)).next()
    }

    fn opening_in(&self, block: usize) -> Option<Opening> {
        let line = Line::of_block(self.context, block);
        let first = self.range(block).start;
        let (_, mut at) = line.cue(Rules::KINDS, 0)?;
        at = line.skip(at, CitationPart::Number)?;
        let found = symbol(line, at).filter(|found| found.has_parts())?;
        let number = self.doc_number(line, at, found.clone());
        at = found.end;
        if line.is(at, TokenKind::Comma) {
            at += 1;
        }
        let mut placed = None;
        if let Some(found) = date(line, at) {
            placed = Some(Placed::at(found.value, line.span(at..found.end)));
            at = found.end;
        }
        let mut issuer = None;
        if let Some(of) = line.skip(at, CitationPart::Of) {
            let end = (of..line.len())
                .find(|&end| line.cue(Rules::CITATION_CONNECTORS, end).is_some())
                .unwrap_or(line.len());
            issuer = Some(first + of..first + end);
            at = end;
        }
        Some(Opening { number: Some(number), date: placed, issuer, title: first + at..first + line.len() })
    }

    fn part_at(&self, at: usize) -> Option<Part> {
        let cue = self.context.tokens.cue_at(Rules::LETTERHEAD, at)?;
        Some(self.context.rules.letterhead.row(cue.row)?.fields.part)
    }

    /// HỎA TỐC, TỐI MẬT on a line of the letterhead.
    fn stamp(&self, wanted: Mark) -> Option<Placed<String>> {
        let tokens = self.context.tokens;
        let mut marked =
            self.of(Zone::Letterhead).filter(|&block| tokens.tables_of_block(block).has(Rules::MARKS));
        marked.find_map(|block| {
            let range = self.range(block);
            let words = tokens.tokens[range.clone()].iter().filter(|token| token.is_word()).count();
            let stamp = |at| names::mark(self.context, at).filter(|(mark, ..)| *mark == wanted);
            let (start, end) = range.into_iter().find_map(|at| stamp(at).map(|(_, end, _)| (at, end)))?;
            (words <= 8).then(|| {
                let span = self.span(start..end);
                Placed::at(self.context.layout.str(span).to_owned(), span)
            })
        })
    }
}

fn is_letter(context: Context<'_>, kind: &Placed<DocType>) -> bool {
    context.rules.kinds.by_id("cong-van").is_some_and(|row| row.fields.code == kind.value.code)
}
