//! Issuers that a citation shares with others, or that stand before it.

use super::reader::Reader;
use crate::document::TokenKind;
use crate::extract::dates::{Date, date};
use crate::rules::{CitationPart, Rules};
use std::ops::Range;

/// Tokens of a body that issues a document in a sentence.
const LONGEST_ACTOR: usize = 18;
/// Tokens of "ngày 07 tháng 4 năm 2014".
const LONGEST_DATE: usize = 8;

impl Reader<'_> {
    /// The proposer that "tại Tờ trình số …" speaks of: "Xét đề nghị của Giám đốc Sở Y tế tại Tờ trình số 3/TTr-SYT".
    pub fn proposer(&self, at: usize) -> Option<Range<usize>> {
        let line = self.line;
        let before =
            (at.saturating_sub(3)..at).find(|&from| line.skip(from, CitationPart::At) == Some(at))?;
        let proposer = (before.saturating_sub(45)..before)
            .rev()
            .take_while(|&at| !matches!(line.kind(at), Some(TokenKind::Semicolon | TokenKind::Period)))
            .find_map(|at| line.skip(line.skip(at, CitationPart::Proposer)?, CitationPart::Of))?;
        // "đề nghị của … tại Tờ trình số … và của … tại Tờ trình số …": the second who proposes.
        let second = (proposer + 1..before).rev().find_map(|at| {
            line.skip(line.skip(at, CitationPart::And)?, CitationPart::Of)
                .filter(|_| (proposer..at).any(|at| line.skip(at, CitationPart::At).is_some()))
        });
        let proposer = second.unwrap_or(proposer);
        // "(Thường trực Hội đồng …)" is no part of the name.
        let end = (proposer..before)
            .find(|&at| line.is(at, TokenKind::OpenParen) || line.skip(at, CitationPart::At).is_some())
            .unwrap_or(before);
        (proposer < end).then_some(proposer..end)
    }

    /// Who issued a document, and when, where the sentence tells it: "Ngày 05/3/2020, Bộ Y tế đã ban hành Công văn số …".
    pub fn actor(&self, at: usize) -> Option<(Range<usize>, Option<Date>)> {
        let line = self.line;
        let verb =
            (at.saturating_sub(4)..at).find(|&from| line.skip(from, CitationPart::Issued) == Some(at))?;
        let begins = |&from: &usize| {
            !line.is_lower(from)
                && line.cue(Rules::BODY_HEADS, from).is_some()
                && self.issuer_end(from) >= verb
                && from.checked_sub(1).is_none_or(|before| {
                    // Behind a dash stands the upper part of one body: "Cục … - Bộ …".
                    !line.is(before, TokenKind::Dash) && (!line.is_word(before) || line.is_lower(before))
                })
        };
        let from = (verb.saturating_sub(LONGEST_ACTOR)..verb)
            .rev()
            .take_while(|&at| !matches!(line.kind(at), Some(TokenKind::Semicolon | TokenKind::Period)))
            .filter(begins)
            .last()?;
        let behind_date = if from > 0 && line.is(from - 1, TokenKind::Comma) { from - 1 } else { from };
        let date = (behind_date.saturating_sub(LONGEST_DATE)..behind_date).find_map(|day| {
            date(line, day).filter(|date| date.end == behind_date && date.value.iso().is_some())
        });
        Some((from..verb, date))
    }

    /// Citations of one list share the issuer that stands behind the last, or before the first.
    pub fn share_issuers(&mut self) {
        let outer: Vec<usize> = (0..self.found.len()).filter(|&index| !self.found[index].nested).collect();
        for pair in outer.windows(2).rev() {
            let (a, b) = (pair[0], pair[1]);
            if self.found[a].issuer.is_none() && self.found[b].issuer.is_some() && self.shares(a, b) {
                self.found[a].issuer = self.found[b].issuer.clone();
            }
        }
        for pair in outer.windows(2) {
            let (a, b) = (pair[0], pair[1]);
            let before =
                self.found[a].issuer.as_ref().is_some_and(|issuer| issuer.end <= self.found[a].tokens.start);
            if before && self.found[b].issuer.is_none() && self.shares(a, b) {
                self.found[b].issuer = self.found[a].issuer.clone();
            }
        }
    }

    /// Whether two citations of a list are of one body, by what their symbols say behind the kind.
    fn shares(&self, a: usize, b: usize) -> bool {
        let (first, second) = (&self.found[a], &self.found[b]);
        let (Some(one), Some(other)) = (&first.number, &second.number) else { return false };
        let kind = one.parts().next().filter(|_| one.has_body());
        let mut bodies = one.parts().filter(|&part| Some(part) != kind);
        first.title.is_none()
            && bodies.any(|body| other.parts().any(|part| part == body))
            && self.only_separators(first.tokens.end..second.tokens.start)
    }

    /// Nothing but "," "và" "các" between two citations.
    fn only_separators(&self, range: Range<usize>) -> bool {
        let line = self.line;
        let mut at = range.start;
        while at < range.end {
            at = match (line.kind(at), line.part(at)) {
                (Some(TokenKind::Comma), _) => at + 1,
                (_, Some((CitationPart::And | CitationPart::Plural | CitationPart::Number, end))) => end,
                _ => return false,
            };
        }
        true
    }
}
