//! Where the name of an issuing body ends.

use super::reader::Reader;
use crate::document::{Shape, TokenKind};
use crate::rules::{CitationPart, EndScope, Rules};

/// The longest issuer: two ministers and their ministries.
const MAX_TOKENS: usize = 40;

impl Reader<'_> {
    /// The end of the issuer that begins at a token; the token itself where there is none.
    pub fn issuer_end(&self, from: usize) -> usize {
        let line = self.line;
        let mut at = from;
        while at < line.len() && at < from + MAX_TOKENS {
            let goes_on = match line.kind(at) {
                Some(TokenKind::Word) => at == from || self.issuer_word(at),
                // "Lao động - Thương binh và Xã hội", "Văn hoá-Thông tin"
                Some(TokenKind::Dash) => {
                    at > from
                        && line.is_word(at + 1)
                        && !line.is_lower(at + 1)
                        && !self.starts_citation(at + 1)
                }
                // "Bộ Văn hóa, Thể thao và Du lịch"
                Some(TokenKind::Comma) => at > from && self.name_goes_on(at),
                // "Đoàn Kiểm tra 3530"
                Some(TokenKind::Number) => {
                    at > from
                        && line.word(at).len() <= 4
                        && !line.is(at + 1, TokenKind::Slash)
                        && !line.word(at).contains(['.', ','])
                }
                // "Bộ TN&MT"
                Some(TokenKind::Ampersand) => at > from && line.is_word(at + 1),
                // "TP. Hồ Chí Minh"
                Some(TokenKind::Period) => {
                    at > from && line.glued(at) && self.is_short_abbreviation(at - 1) && line.is_word(at + 1)
                }
                _ => false,
            };
            if !goes_on {
                break;
            }
            at += 1;
        }
        while at > from
            && (line.skip(at - 1, CitationPart::And) == Some(at)
                || !line.is_word(at - 1) && !line.is(at - 1, TokenKind::Number))
        {
            at -= 1;
        }
        at
    }

    fn issuer_word(&self, at: usize) -> bool {
        let line = self.line;
        if self.ends_at(at, &[EndScope::Issuer, EndScope::Both]) && self.set_as_common_word(at)
            || self.starts_citation(at)
        {
            return false;
        }
        if let Some((row, end)) = line.cue(Rules::CITATION_CONNECTORS, at) {
            let fields = line.rules.citation_connectors.row(row).map(|row| &row.fields);
            let drop = fields.is_some_and(|fields| fields.drop);
            // "Quy định chi tiết", but "Hội đồng Thi đua - Khen thưởng", "Phát triển nông thôn"
            let titled =
                end > at + 1 && line.is_lower(at + 1) && fields.is_some_and(|fields| !fields.after_issuer);
            if drop || titled || self.set_as_common_word(at) {
                return false;
            }
        }
        match line.part(at) {
            Some((CitationPart::Day | CitationPart::Month | CitationPart::Year, _)) => {
                !self.set_as_common_word(at)
            }
            Some((CitationPart::And, end)) => self.and_goes_on(end),
            Some((CitationPart::Number, end)) => {
                !line.is(end, TokenKind::Number) && !line.is(end, TokenKind::Colon)
            }
            _ => true,
        }
    }

    /// Whether "và" joins two halves of a name or two bodies, and not the issuer to what follows.
    fn and_goes_on(&self, behind: usize) -> bool {
        let line = self.line;
        if self.starts_citation(behind) || line.cue(Rules::KINDS, behind).is_some() {
            return false;
        }
        match line.part(behind) {
            Some((CitationPart::NameHalf, _)) => true,
            Some((CitationPart::Plural | CitationPart::Of | CitationPart::At, _)) => false,
            _ => line.is_word(behind) && !line.is_lower(behind),
        }
    }

    /// Behind a comma: words in large letters up to "và" and another, and no new body.
    fn name_goes_on(&self, comma: usize) -> bool {
        let line = self.line;
        if line.skip(comma, CitationPart::NameHalf).is_some() {
            return true;
        }
        if self.ends_at(comma, &[EndScope::Both, EndScope::Title]) {
            return false;
        }
        let mut at = comma + 1;
        if !line.is_word(at) || line.is_lower(at) || self.starts_citation(at) {
            return false;
        }
        while at < comma + 7 {
            if line.skip(at, CitationPart::And).is_some_and(|behind| self.and_goes_on(behind)) {
                return true;
            }
            if !line.is_word(at) {
                return false;
            }
            at += 1;
        }
        false
    }

    /// Small letters, or large ones among others.
    fn set_as_common_word(&self, at: usize) -> bool {
        let line = self.line;
        let upper = |at: usize| {
            line.token(at).is_some_and(|token| token.shape == Shape::Upper && token.end - token.start > 2)
        };
        line.is_lower(at) || !line.is_word(at) || upper(at) && (upper(at.wrapping_sub(1)) || upper(at + 1))
    }

    /// Whether one of the phrases that end something stands at a token.
    pub fn ends_at(&self, at: usize, scopes: &[EndScope]) -> bool {
        let row = self
            .line
            .cue(Rules::CITATION_ENDS, at)
            .and_then(|(row, _)| self.line.rules.citation_ends.row(row));
        row.is_some_and(|row| scopes.contains(&row.fields.scope))
    }

    /// "TP", "Tp", "TX", "Q", before a period that ends no sentence.
    pub fn is_short_abbreviation(&self, at: usize) -> bool {
        let line = self.line;
        line.token(at).is_some_and(|token| token.is_capitalized()) && line.word(at).chars().count() <= 2
    }
}
