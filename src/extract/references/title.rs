//! Where the subject of a cited document ends: nothing but grammar marks it in running text.

use super::reader::Reader;
use crate::document::TokenKind;
use crate::rules::{CitationPart, EndScope, Rules};

/// Titles are a sentence at most; the longest seen have some 90 words.
const MAX_TOKENS: usize = 220;
/// How far the verb of a main clause may stand behind its subject.
const VERB_REACH: usize = 16;

impl Reader<'_> {
    /// The end of the title that begins at a token. `quoted`: an opening quotation mark stands before it.
    pub fn title_end(&mut self, from: usize, quoted: bool, depth: u8) -> usize {
        let line = self.line;
        let mut at = from;
        let mut brackets = 0usize;
        let mut quotes = 0usize;
        while at < line.len() && at < from + MAX_TOKENS {
            match line.kind(at) {
                Some(TokenKind::Semicolon) if brackets == 0 && !self.parallel(from, at) => break,
                Some(TokenKind::Period | TokenKind::Ellipsis) if self.sentence_ends(at) => break,
                // "giai đoạn I: từ năm 2021 đến năm 2025"
                Some(TokenKind::Colon)
                    if at > from && !(is_roman(line.word(at - 1)) && line.is_lower(at + 1)) =>
                {
                    break;
                }
                Some(TokenKind::Slash) if line.is(at + 1, TokenKind::Period) => break,
                Some(TokenKind::Other) if line.word(at) == "[" || line.word(at) == "|" => break,
                Some(TokenKind::OpenParen) => {
                    if self.ends_at(at, &[EndScope::Both]) || self.starts_citation(at + 1) {
                        break;
                    }
                    brackets += 1;
                }
                Some(TokenKind::CloseParen) => {
                    let Some(rest) = brackets.checked_sub(1) else { break };
                    brackets = rest;
                }
                Some(TokenKind::OpenQuote) => quotes += 1,
                Some(TokenKind::CloseQuote) if line.word(at) == "\"" => {
                    if quoted && quotes == 0 {
                        break;
                    }
                    quotes = usize::from(quotes == 0);
                }
                Some(TokenKind::CloseQuote) => {
                    let Some(rest) = quotes.checked_sub(1) else { break };
                    quotes = rest;
                }
                Some(TokenKind::Comma)
                    if quotes == 0 && (self.clause_begins(at) || self.starts_citation(at + 1)) =>
                {
                    break;
                }
                Some(TokenKind::Word) => {
                    if quotes == 0 && at > from && (self.clause_begins(at) || self.next_citation(at)) {
                        break;
                    }
                    if depth < super::reader::MAX_DEPTH
                        && self.starts_citation(at)
                        && let Some(end) = self.citation(at, depth + 1)
                    {
                        at = end.max(at + 1);
                        continue;
                    }
                }
                _ => {}
            }
            at += 1;
        }
        let loose = |at: usize| {
            matches!(line.kind(at - 1), Some(TokenKind::Comma | TokenKind::Dash | TokenKind::Slash))
                || line.skip(at - 1, CitationPart::And) == Some(at)
        };
        while at > from && loose(at) {
            at -= 1;
        }
        at
    }

    /// "và Nghị quyết số …": another citation, not a word of the title.
    fn next_citation(&self, at: usize) -> bool {
        let line = self.line;
        let Some((CitationPart::And | CitationPart::Plural, end)) = line.part(at) else { return false };
        let end = line.skip(end, CitationPart::Plural).unwrap_or(end);
        // "… và triển khai Nghị quyết số …": what the sentence does goes on, not the subject.
        let end = line.cue(Rules::RELATIONS, end).map_or(end, |(_, behind)| behind);
        let end = line.skip(end, CitationPart::Plural).unwrap_or(end);
        self.starts_citation(end) && !self.amends_here(at)
    }

    /// The title so far is about an amendment: what it amends may be more than one document.
    fn amends_here(&self, at: usize) -> bool {
        let amends = |at| {
            self.line.cue(Rules::CITATION_CONNECTORS, at).is_some_and(|(row, _)| {
                self.line.rules.citation_connectors.row(row).is_some_and(|row| row.fields.amends)
            })
        };
        (at.saturating_sub(40)..at).any(amends)
    }

    /// A phrase that ends titles, or a body that begins a main clause.
    fn clause_begins(&self, at: usize) -> bool {
        let line = self.line;
        let Some((row, end)) = line.cue(Rules::CITATION_ENDS, at) else { return false };
        let Some(row) = line.rules.citation_ends.row(row) else { return false };
        matches!(row.fields.scope, EndScope::Title | EndScope::Both)
            && (!row.fields.verb || self.verb_follows(end))
    }

    /// Whether a main verb stands behind a subject, before the clause is cut off.
    fn verb_follows(&self, from: usize) -> bool {
        let line = self.line;
        for at in from..(from + VERB_REACH).min(line.len()) {
            match line.kind(at) {
                Some(TokenKind::Semicolon | TokenKind::Period | TokenKind::Colon) => return false,
                Some(TokenKind::Word) if line.is_lower(at) && self.ends_at(at, &[EndScope::Verb]) => {
                    return true;
                }
                _ => {}
            }
        }
        false
    }

    fn sentence_ends(&self, at: usize) -> bool {
        let line = self.line;
        if at + 1 >= line.len() || line.is(at + 1, TokenKind::Slash) {
            return true;
        }
        if line.is(at, TokenKind::Period) && line.glued(at) && at > 0 && self.is_short_abbreviation(at - 1) {
            return false;
        }
        // A period inside an abbreviation or a number has no space behind it.
        !line.glued(at + 1) || !line.is(at, TokenKind::Period) || !line.is_word(at + 1)
    }

    /// A semicolon between parts of one title that begin alike: "trình tự …; trình tự …".
    fn parallel(&self, from: usize, semicolon: usize) -> bool {
        let line = self.line;
        let next = semicolon + 1;
        if !line.is_lower(next) || line.cue(Rules::RELATIONS, next).is_some() || self.starts_citation(next) {
            return false;
        }
        (from..from + 3).any(|at| {
            line.is_word(at) && line.word(at) == line.word(next) && line.word(at + 1) == line.word(next + 1)
        })
    }
}

pub(super) fn is_roman(word: &str) -> bool {
    !word.is_empty() && word.bytes().all(|byte| matches!(byte, b'I' | b'V' | b'X'))
}
