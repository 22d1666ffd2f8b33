//! What stands behind a number: date, issuer and title.

use super::reader::Reader;
use super::{Fault, FaultKind};
use crate::document::{PartialDate, TokenKind};
use crate::extract::dates::{Date, bare_date, date};
use crate::rules::{CitationPart, Rules};
use std::ops::Range;

/// What stands behind a number.
#[derive(Default)]
pub(super) struct Tail {
    date: Option<PartialDate>,
    issuer: Option<Range<usize>>,
    title: Option<Range<usize>>,
    end: usize,
}

impl Reader<'_> {
    /// The date, the issuer and the title behind a number.
    pub fn tail(&mut self, at: usize, depth: u8) -> Tail {
        let mut tail = Tail { end: at, ..Tail::default() };
        self.date(&mut tail);
        self.issuer(&mut tail);
        if tail.date.is_none() {
            self.date(&mut tail);
        }
        self.title(&mut tail, depth);
        tail
    }

    fn date(&mut self, tail: &mut Tail) {
        let line = self.line;
        let bracket = line.is(tail.end, TokenKind::OpenParen);
        let at = if bracket || line.is(tail.end, TokenKind::Comma) { tail.end + 1 } else { tail.end };
        // "hồi 15 giờ 30 phút ngày 05/9/2024"
        let at = match line.skip(at, CitationPart::Hour) {
            Some(hour) => {
                (hour..hour + 6).find(|&at| line.skip(at, CitationPart::Day).is_some()).unwrap_or(at)
            }
            None => at,
        };
        let Some(found) = date(line, at).or_else(|| bare_date(line, at)) else { return };
        if bracket && !line.is(found.end, TokenKind::CloseParen) {
            return;
        }
        self.check_date(found, at);
        tail.date = Some(found.value);
        tail.end = found.end + usize::from(bracket);
    }

    pub fn check_date(&mut self, found: Date, at: usize) {
        if found.impossible {
            let text = self.line.str(at..found.end).to_owned();
            self.faults.push(Fault { kind: FaultKind::Date(text), tokens: at..found.end });
        }
    }

    fn issuer(&self, tail: &mut Tail) {
        let line = self.line;
        let at = if line.is(tail.end, TokenKind::Comma) { tail.end + 1 } else { tail.end };
        let Some((part, from)) = line.part(at) else { return };
        if !matches!(part, CitationPart::Of | CitationPart::By) {
            return;
        }
        let end = self.issuer_end(from);
        if end == from {
            return;
        }
        tail.issuer = Some(from..end);
        tail.end = end;
        if part == CitationPart::By {
            tail.end = line.skip(end, CitationPart::Issued).unwrap_or(end);
        }
    }

    /// The title behind its connector, if there is one.
    fn title(&mut self, tail: &mut Tail, depth: u8) {
        let line = self.line;
        let mut at = tail.end;
        // "(nay là Bộ …)" behind an issuer.
        if tail.issuer.is_some()
            && line.is(at, TokenKind::OpenParen)
            && !self.connects(at + 1, true)
            && let Some(close) =
                (at + 1..(at + 20).min(line.len())).find(|&at| line.is(at, TokenKind::CloseParen))
            && self.connects(close + 1, false)
        {
            at = close + 1;
        }
        // ", kỳ họp thứ ba"
        if tail.issuer.is_some()
            && let Some(session) = line.skip(at, CitationPart::Session)
            && let Some(connector) = (session..(session + 12).min(line.len()))
                .take_while(|&at| self.in_session(at))
                .find(|&at| self.connects(at, true))
        {
            at = connector;
        }
        let comma = matches!(line.kind(at), Some(TokenKind::Comma | TokenKind::Colon));
        let mut start = if comma { at + 1 } else { at };
        let bracket = line.is(start, TokenKind::OpenParen) && self.connects(start + 1, true);
        start += usize::from(bracket);
        // "ban hành kèm theo Thông tư số …" is no subject.
        let attached = line
            .cue(Rules::RELATIONS, start)
            .filter(|&(row, _)| line.rules.relations.row(row).is_some_and(|row| row.fields.attached));
        if attached.is_some_and(|(_, end)| self.starts_citation(end)) {
            return;
        }
        let mut quoted = self.is_quote(start);
        if let Some((row, end)) = line.cue(Rules::CITATION_CONNECTORS, start)
            && let Some(row) = line.rules.citation_connectors.row(row)
        {
            if comma && !row.fields.after_comma
                || row.fields.after_issuer && tail.issuer.is_none() && tail.date.is_none()
            {
                return;
            }
            start = if row.fields.drop { end } else { start };
            quoted = self.is_quote(start);
        } else if !quoted || comma && tail.issuer.is_none() && tail.date.is_none() {
            return;
        }
        if quoted {
            start += 1;
            if let Some((row, end)) = line.cue(Rules::CITATION_CONNECTORS, start)
                && line.rules.citation_connectors.row(row).is_some_and(|row| row.fields.drop)
            {
                start = end;
            }
        }
        let end = self.title_end(start, quoted, depth);
        if end > start {
            tail.title = Some(start..end);
            tail.end = end
                + usize::from(
                    quoted && line.is(end, TokenKind::CloseQuote)
                        || bracket && line.is(end, TokenKind::CloseParen),
                );
        }
    }

    /// "thứ hai, khóa VIII": what goes on with the name of a session.
    fn in_session(&self, at: usize) -> bool {
        self.line.is_word(at) || matches!(self.line.kind(at), Some(TokenKind::Number | TokenKind::Comma))
    }

    /// Whether a connector stands at a token; `strictly`: one that is no part of a title.
    fn connects(&self, at: usize, strictly: bool) -> bool {
        self.line
            .cue(Rules::CITATION_CONNECTORS, at)
            .and_then(|(row, _)| self.line.rules.citation_connectors.row(row))
            .is_some_and(|row| row.fields.drop || !strictly)
    }

    fn is_quote(&self, at: usize) -> bool {
        matches!(self.line.kind(at), Some(TokenKind::OpenQuote | TokenKind::CloseQuote))
    }

    pub fn fill(&mut self, slot: usize, tail: Tail) -> usize {
        let found = &mut self.found[slot];
        found.date = tail.date;
        found.issuer = tail.issuer;
        found.title = tail.title;
        found.tokens.end = found.tokens.end.max(tail.end);
        found.tokens.end
    }
}
