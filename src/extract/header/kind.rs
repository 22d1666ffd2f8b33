//! The kind of document (tên loại).

use super::{HEAD, Reader};
use crate::document::{DocNumber, DocType, Placed, Shape, Zone};
use crate::extract::symbol::{SEPARATORS, kinds, of_system};
use crate::rules::{Part, Rules};
use std::ops::Range;

impl Reader<'_> {
    /// The printed kind; a letter has none but a subject or a symbol of its own shape.
    pub(super) fn doc_type(&self, number: Option<&DocNumber>) -> Option<Placed<DocType>> {
        for block in self.of(Zone::Kind) {
            if let Some((cue, row)) = self.kind_in(block) {
                let row = self.context.rules.kinds.row(row)?;
                let kind = DocType { code: row.fields.code.clone(), name: row.fields.name.clone() };
                return Some(Placed::at(kind, self.span(cue)));
            }
        }
        if let Some(formula) = self.formula() {
            return Some(formula);
        }
        let subject =
            self.of(Zone::Title).find(|&block| self.part_at(self.range(block).start) == Some(Part::Subject));
        let by_symbol = number.filter(|number| {
            let first = number.symbol.split(SEPARATORS).next().unwrap_or_default();
            // "UBND-XD": body and unit, no kind; a year says that the text is normative.
            kinds(first, self.context.rules).is_empty()
                && number.text.contains('/')
                && number.symbol.contains('-')
                && !number.symbol.starts_with(|first: char| first.is_ascii_digit())
                && (self.of(Zone::Title).next().is_none() || self.is_addressed())
        });
        let letter = subject.map(|block| self.span(self.range(block))).or(by_symbol.map(|number| number.at));
        let Some(at) = letter else { return self.symbolized(number?) };
        let row = self.context.rules.kinds.by_id("cong-van")?;
        Some(Placed::inferred(
            DocType { code: row.fields.code.clone(), name: row.fields.name.clone() },
            Some(at),
        ))
    }

    /// The kind that the symbol names, where the line of the kind was lost: "Số: 140/KH-UBND".
    fn symbolized(&self, number: &DocNumber) -> Option<Placed<DocType>> {
        let rules = self.context.rules;
        let digit = |part: &&str| part.starts_with(|first: char| first.is_ascii_digit());
        let part = number.symbol.split(SEPARATORS).find(|part| !digit(part))?;
        let row = rules.kinds.row(of_system(kinds(part, rules), &number.text, rules)?)?;
        let kind = DocType { code: row.fields.code.clone(), name: row.fields.name.clone() };
        Some(Placed::inferred(kind, Some(number.at)))
    }

    /// Whether the head names those to whom the text is sent.
    fn is_addressed(&self) -> bool {
        let outline = self.context.outline;
        (0..self.context.layout.blocks.len().min(HEAD)).any(|block| outline.zone(block) == Zone::Addressee)
    }

    /// "QUYẾT ĐỊNH:" before the articles of a text whose kind line is lost.
    pub(super) fn formula(&self) -> Option<Placed<DocType>> {
        let count = self.context.layout.blocks.len().min(HEAD * 2);
        for block in (0..count).filter(|&block| self.context.outline.zone(block) == Zone::Preamble) {
            let range = self.range(block);
            let words =
                self.context.tokens.tokens[range.clone()].iter().filter(|token| token.is_word()).count();
            let row = match self.part_at(range.start) {
                Some(Part::Enacting) if words <= 3 => self.context.rules.kinds.rows.iter().find(|row| {
                    // "QUYẾT NGHỊ" enacts a resolution.
                    self.kind_in(block).map_or(row.id.0 == "nghi-quyet", |(_, found)| {
                        self.context.rules.kinds.row(found).is_some_and(|found| found.id == row.id)
                    })
                }),
                _ => self
                    .kind_in(block)
                    .filter(|(cue, _)| cue.start == range.start && words == cue.len())
                    .and_then(|(_, row)| self.context.rules.kinds.row(row)),
            };
            if let Some(row) = row {
                let kind = DocType { code: row.fields.code.clone(), name: row.fields.name.clone() };
                return Some(Placed::inferred(kind, Some(self.span(range))));
            }
        }
        None
    }

    /// The words of the kind in a line: those in capitals, or the first.
    pub(super) fn kind_in(&self, block: usize) -> Option<(Range<usize>, u16)> {
        let range = self.range(block);
        let cues: Vec<_> = self
            .context
            .tokens
            .cues_of(Rules::KINDS, range.clone())
            .filter(|cue| {
                let fields = self.context.rules.kinds.row(cue.row).map(|row| &row.fields);
                fields.is_some_and(|fields| !fields.cited_by_name && !fields.cited_only)
            })
            .collect();
        let capitals = |range: Range<usize>| {
            self.context.tokens.tokens[range].iter().all(|token| token.shape == Shape::Upper)
        };
        let cue = cues
            .iter()
            .find(|cue| cue.first as usize == range.start)
            .or_else(|| cues.iter().find(|cue| capitals(cue.tokens())))?;
        Some((cue.tokens(), cue.row))
    }
}
