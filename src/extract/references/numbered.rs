//! Documents cited by kind and number.

use super::head::{Head, head, number_start, numbers};
use super::reader::Reader;
use super::{Fault, FaultKind};
use crate::document::{CitationForm, TokenKind, Zone};
use crate::extract::symbol::{Symbol, standard, symbol};
use crate::rules::{CitationPart, Rules};
use std::ops::Range;

/// How many tokens may stand between a kind and its number: "Kế hoạch của Ủy ban nhân dân tỉnh số 12/KH-UBND".
const MAX_QUALIFIER: usize = 14;

/// A letter's symbol names bodies and units, which may look like a kind: "12/TT-HĐND" is of the Thường trực.
const LETTER: &str = "CV";

impl Reader<'_> {
    /// "QCVN 102:2016/BTTTT"
    pub fn standard(&mut self, at: usize, head: Head, depth: u8) -> Option<usize> {
        let (number, end) = standard(self.line, head.end)?;
        let text = format!("{} {number}", self.line.str(at..head.end));
        let slot = self.push(at..end, head, depth);
        let tail = self.tail(end, depth);
        self.found[slot].number = Some(Symbol::alone(text, end));
        Some(self.fill(slot, tail))
    }

    /// KIND, perhaps other words, and one number or several.
    pub fn numbered(&mut self, at: usize, head: Head, depth: u8) -> Option<usize> {
        let line = self.line;
        let fields = &line.rules.kinds.row(head.kind)?.fields;
        let direct = numbers(line, head.end).filter(|numbers| {
            let whole = numbers.iter().any(Symbol::has_parts);
            let needs = head
                .word
                .and_then(|row| line.rules.kind_words.row(row))
                .is_some_and(|row| row.fields.needs_number);
            whole || fields.serial_alone && !needs && self.serial_stands_alone(head, numbers)
        });
        let (numbers, issuer) = match direct {
            Some(numbers) => (numbers, None),
            None => self.behind_words(head)?,
        };
        let mut end = at;
        let mut from = at;
        let count = numbers.len();
        let mut first_slot = None;
        for (index, number) in numbers.into_iter().enumerate() {
            self.check_kind(head, &number, from..number.end);
            let slot = self.push(from..number.end, head, depth);
            first_slot.get_or_insert(slot);
            end = number.end;
            from = number.end;
            self.found[slot].tokens.start = if index == 0 { at } else { number_start(line, number.end) };
            self.found[slot].number = Some(number);
            if index + 1 == count {
                let tail = self.tail(end, depth);
                end = self.fill(slot, tail);
            }
        }
        let shared = issuer.clone();
        if let Some(slot) = first_slot
            && self.found[slot].issuer.is_none()
            && let Some(issuer) = issuer.or_else(|| self.proposer(at))
        {
            self.found[slot].issuer = Some(issuer);
        }
        if count == 1
            && let Some(slot) = first_slot
            && self.found[slot].issuer.is_none()
            && let Some((issuer, date)) = self.actor(at)
        {
            self.found[slot].issuer = Some(issuer);
            self.found[slot].date = self.found[slot].date.or(date.map(|date| date.value));
        }
        Some(self.further(end, head, shared, depth))
    }

    /// Further numbers behind a citation, which inherit its kind, and the issuer that stood before the first number: "… và số 35/2023/NĐ-CP ngày …".
    fn further(&mut self, mut end: usize, head: Head, issuer: Option<Range<usize>>, depth: u8) -> usize {
        let line = self.line;
        loop {
            let mut at = end;
            if matches!(line.kind(at), Some(TokenKind::Comma | TokenKind::Semicolon)) {
                at += 1;
            }
            at = line.skip(at, CitationPart::And).unwrap_or(at);
            if at == end {
                return end;
            }
            let number_at = line.skip(at, CitationPart::Number).unwrap_or(at);
            let Some(number) = symbol(line, number_at).filter(Symbol::has_body) else {
                return end;
            };
            let kinds = number.kinds(line.rules);
            let other = number.kind(line.rules).filter(|_| !kinds.contains(&head.kind));
            let kind = other.unwrap_or(head.kind);
            let head = Head { kind, word: None, end: number_at };
            let slot = self.push(at..number.end, head, depth);
            let tail = self.tail(number.end, depth);
            self.found[slot].number = Some(number);
            end = self.fill(slot, tail);
            if self.found[slot].issuer.is_none() {
                self.found[slot].issuer.clone_from(&issuer);
            }
        }
    }

    /// A number without a kind before it ("số 12/TB-UBND"): its symbol names the kind.
    pub fn bare_number(&mut self, at: usize, depth: u8) -> Option<usize> {
        let line = self.line;
        // "Số: 12/KH-UBND" on a line of its own is the document's number.
        if matches!(self.zone, Zone::Letterhead | Zone::Title | Zone::Signature) || at == 0 && !self.cell {
            return None;
        }
        let start = line.skip(at, CitationPart::Number)?;
        let start = if line.is(start, TokenKind::Colon) { start + 1 } else { start };
        let number = symbol(line, start).filter(Symbol::has_body)?;
        let kind = number.kind(line.rules)?;
        let slot = self.push(at..number.end, Head { kind, word: None, end: start }, depth);
        let tail = self.tail(number.end, depth);
        self.found[slot].number = Some(number);
        Some(self.fill(slot, tail))
    }

    /// "Chỉ thị này", "Nghị quyết nêu trên"
    pub fn back(&mut self, at: usize, head: Head, depth: u8) -> Option<usize> {
        let line = self.line;
        if !line.rules.kinds.row(head.kind)?.fields.serial_alone {
            return None;
        }
        let (row, end) = line.cue(Rules::CITATION_WORDS, head.end)?;
        let row = line.rules.citation_words.row(row)?;
        if !matches!(row.fields.part, CitationPart::This | CitationPart::Above) {
            return None;
        }
        let slot = self.push(at..end, head, depth);
        self.found[slot].form = CitationForm::Back;
        self.found[slot].rule = row.id.0;
        Some(end)
    }

    /// "Nghị quyết 57": a number without "số" may be a count ("Kế hoạch 5 năm"); whether the document is known shows later.
    pub fn short(&mut self, at: usize, head: Head, depth: u8) -> Option<usize> {
        let line = self.line;
        let number = symbol(line, head.end).filter(|number| !number.has_parts() && number.text.len() <= 4)?;
        let counts = matches!(
            line.part(number.end),
            Some((CitationPart::Day | CitationPart::Month | CitationPart::Year, _))
        ) || matches!(
            line.kind(number.end),
            Some(TokenKind::Slash | TokenKind::Dash | TokenKind::Percent | TokenKind::Number)
        ) || head.word.is_some()
            || !line.rules.kinds.row(head.kind)?.fields.serial_alone
            || !number.text.bytes().all(|byte| byte.is_ascii_digit());
        if counts {
            return None;
        }
        let slot = self.push(at..number.end, head, depth);
        self.found[slot].form = CitationForm::Short;
        let end = number.end;
        self.found[slot].number = Some(number);
        Some(end)
    }

    /// The number behind words that qualify the kind, or behind its issuer.
    fn behind_words(&self, head: Head) -> Option<(Vec<Symbol>, Option<Range<usize>>)> {
        let line = self.line;
        let of = line.skip(head.end, CitationPart::Of);
        for at in of.unwrap_or(head.end)..(head.end + MAX_QUALIFIER).min(line.len()) {
            if let Some(number_at) = line.skip(at, CitationPart::Number) {
                let number_at = if line.is(number_at, TokenKind::Colon) { number_at + 1 } else { number_at };
                let number = symbol(line, number_at)?;
                let of_end = if line.is(at - 1, TokenKind::Colon) { at - 1 } else { at };
                return self.fits_kind(head, &number).then(|| (vec![number], of.map(|of| of..of_end)));
            }
            let goes_on = match line.kind(at) {
                Some(TokenKind::Word | TokenKind::Dash) => true,
                Some(TokenKind::Colon) => line.skip(at + 1, CitationPart::Number).is_some(),
                _ => false,
            };
            if !goes_on || self.starts_citation(at) {
                return None;
            }
        }
        None
    }

    /// "Quyết định của Ban Bí thư số 91-QĐ/TW": whether a number stands behind the issuer, and no other kind before it.
    pub(super) fn number_behind_issuer(&self, kind: Head) -> bool {
        let line = self.line;
        let Some(of) = line.skip(kind.end, CitationPart::Of) else { return false };
        let reach = of..(kind.end + MAX_QUALIFIER).min(line.len());
        let end = |at: &usize| {
            !line.is_word(*at) || head(line, *at).is_some() || line.skip(*at, CitationPart::Number).is_some()
        };
        let number = reach.clone().find(end).and_then(|at| line.skip(at, CitationPart::Number));
        number.and_then(|at| symbol(line, at)).is_some_and(|number| self.fits_kind(kind, &number))
    }

    /// Whether a number may be of a kind that does not stand before it: its symbol names the kind, or begins as the
    /// kind's does ("TTrLN" of a joint Tờ trình), or it is a letter's.
    fn fits_kind(&self, head: Head, number: &Symbol) -> bool {
        let rules = self.line.rules;
        let Some((first, kind)) = number.parts().next().zip(rules.kinds.row(head.kind)) else { return false };
        let named = number.kinds(rules);
        let begins = |symbol: &String| symbol.chars().count() > 1 && first.starts_with(symbol.as_str());
        named.contains(&head.kind)
            || named.is_empty() && kind.fields.code == LETTER
            || named.is_empty() && kind.fields.symbols.iter().any(begins)
    }

    /// "Nghị quyết số 57", "Kế hoạch số 02": a whole number that is not the first of something counted.
    fn serial_stands_alone(&self, head: Head, numbers: &[Symbol]) -> bool {
        let [number] = numbers else { return false };
        self.line.skip(head.end, CitationPart::Number).is_some()
            && number.text.len() <= 10
            && !number.text.contains('.')
            && !matches!(self.line.kind(number.end), Some(TokenKind::Percent | TokenKind::Number))
    }

    fn check_kind(&mut self, head: Head, number: &Symbol, tokens: Range<usize>) {
        let rules = self.line.rules;
        let Some(kind) = rules.kinds.row(head.kind) else { return };
        let word = head.word.and_then(|row| rules.kind_words.row(row));
        let named = number.kinds(rules);
        let allowed = word.is_some_and(|word| {
            word.fields.any_symbol
                || number
                    .parts()
                    .next()
                    .is_some_and(|part| word.fields.symbols.iter().any(|symbol| symbol == part))
        });
        if named.is_empty() || named.contains(&head.kind) || allowed || kind.fields.code == LETTER {
            return;
        }
        let fault = FaultKind::Mismatch(kind.fields.name.clone(), number.text.clone());
        self.faults.push(Fault { kind: fault, tokens });
    }
}
