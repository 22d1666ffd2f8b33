//! Number and symbol.

use super::Reader;
use crate::document::{DocNumber, TokenKind, Zone};
use crate::extract::line::Line;
use crate::extract::symbol::{Symbol, blank, symbol};
use crate::rules::{CitationPart, Part, Rules};

impl Reader<'_> {
    /// The number in the letterhead, or behind the kind where the letterhead is lost.
    pub(super) fn number(&self) -> Option<DocNumber> {
        let printed = self.of(Zone::Letterhead).find_map(|block| self.number_in(block, false));
        printed
            .or_else(|| self.number_over_lines())
            .or_else(|| self.of(Zone::Kind).find_map(|block| self.number_in(block, true)))
            .or_else(|| self.of(Zone::Title).find_map(|block| self.number_behind_issuer(block)))
    }

    /// "QUYẾT ĐỊNH / CỦA HỘI ĐỒNG NHÂN DÂN SỐ 12/HĐND NGÀY … VỀ VIỆC …": before the subject; numbers behind it are cited.
    fn number_behind_issuer(&self, block: usize) -> Option<DocNumber> {
        let range = self.range(block);
        let number = self.is_of_body(range.start).then(|| self.number_in(block, true)).flatten()?;
        let subject = self.subject(range);
        subject
            .is_none_or(|subject| number.at.end() <= self.span(subject..subject + 1).start())
            .then_some(number)
    }

    /// "Số: 500" on one line, "/QĐ-UBND" on the next.
    pub(super) fn number_over_lines(&self) -> Option<DocNumber> {
        let blocks: Vec<usize> = self.of(Zone::Letterhead).collect();
        blocks.windows(2).find_map(|pair| {
            let (line, next) = (Line::of_block(self.context, pair[0]), Line::of_block(self.context, pair[1]));
            let serial = line.len().checked_sub(1).filter(|&last| line.is(last, TokenKind::Number))?;
            let marked = self.part_at(self.range(pair[0]).start) == Some(Part::Number);
            let mut found = (marked && serial <= 3).then(|| blank(next, 0)).flatten()?;
            found.prefix(line.word(serial));
            let mut number = self.doc_number(next, 0, found);
            number.at = line.span(0..line.len()).cover(number.at);
            Some(number)
        })
    }

    pub(super) fn number_in(&self, block: usize, inside: bool) -> Option<DocNumber> {
        let line = Line::of_block(self.context, block);
        for at in 0..line.len() {
            let marked = line.cue(Rules::LETTERHEAD, at).and_then(|(row, end)| {
                let part = self.context.rules.letterhead.row(row)?.fields.part;
                (part == Part::Number).then_some(end)
            });
            let word = (at == 0 || inside).then(|| line.skip(at, CitationPart::Number)).flatten();
            let Some(mut behind) = marked.or(word) else {
                if at == 0 && line.is(0, TokenKind::Number) && !inside {
                    // The word was lost: "256/2004/QĐ-UB".
                    if let Some(found) = symbol(line, 0).filter(Symbol::has_body) {
                        return Some(self.doc_number(line, 0, found));
                    }
                }
                continue;
            };
            while line.is(behind, TokenKind::Colon) || line.is(behind, TokenKind::Period) {
                behind += 1;
            }
            let found = symbol(line, behind).filter(Symbol::has_parts).or_else(|| stopped(line, behind));
            let found = found.or_else(|| blank(line, behind));
            if let Some(found) = found {
                return Some(self.doc_number(line, at, found));
            }
        }
        None
    }

    pub(super) fn doc_number(&self, line: Line<'_>, at: usize, found: Symbol) -> DocNumber {
        let (serial, symbol) = found.text.split_once(['/', '-']).unwrap_or((&found.text, ""));
        let serial = Some(serial.trim().to_owned()).filter(|serial| !serial.is_empty());
        let at = line.span(at..found.end);
        DocNumber { serial, symbol: symbol.to_owned(), at, text: found.text }
    }
}

/// "3070. /KH-UBND": a full stop behind the number.
fn stopped(line: Line<'_>, at: usize) -> Option<Symbol> {
    let number = line.is(at, TokenKind::Number) && line.is(at + 1, TokenKind::Period);
    let mut found = number.then(|| blank(line, at + 1)).flatten()?;
    found.prefix(line.word(at));
    Some(found)
}
