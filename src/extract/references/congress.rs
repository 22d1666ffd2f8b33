//! Resolutions of congresses, which are cited by the congress.

use super::head::Head;
use super::reader::Reader;
use super::title::is_roman;
use crate::document::{CitationForm, TokenKind};
use crate::rules::{CitationPart, EndScope, Rules};

impl Reader<'_> {
    /// "Nghị quyết Đại hội đại biểu Đảng bộ tỉnh lần thứ IX, nhiệm kỳ 2010 - 2015": a congress in particular, not of all levels.
    pub fn congress(&mut self, at: usize, found: Head, depth: u8) -> Option<usize> {
        let line = self.line;
        let from = line.skip(found.end, CitationPart::Of).unwrap_or(found.end);
        let mut end = line.skip(from, CitationPart::Congress)?;
        let mut particular = false;
        while end < line.len() && end < from + 32 {
            match line.part(end) {
                Some((CitationPart::General, _)) => return None,
                Some((CitationPart::Particular, behind)) => {
                    particular = true;
                    end = behind;
                    continue;
                }
                Some((CitationPart::Of, _)) => {}
                Some((CitationPart::NameHalf | CitationPart::NoLaw, _)) | None => {}
                Some(_) => break,
            }
            let goes_on = match line.kind(end) {
                Some(TokenKind::Word) => {
                    particular |= is_roman(line.word(end));
                    !self.ends_at(end, &[EndScope::Issuer, EndScope::Title, EndScope::Both])
                        && (line.cue(Rules::CITATION_CONNECTORS, end).is_none() || !line.is_lower(end))
                        && !self.starts_citation(end)
                }
                // ", nhiệm kỳ 2020 - 2025"
                Some(TokenKind::Comma) => line
                    .skip(end + 1, CitationPart::Particular)
                    .is_some_and(|term| line.is(term, TokenKind::Number)),
                Some(TokenKind::Number) => true,
                Some(TokenKind::Dash) => {
                    line.is(end - 1, TokenKind::Number) && line.is(end + 1, TokenKind::Number)
                }
                _ => false,
            };
            if !goes_on {
                break;
            }
            end += 1;
        }
        if !particular {
            return None;
        }
        let slot = self.push(at..end, found, depth);
        self.found[slot].form = CitationForm::Name;
        self.found[slot].issuer = Some(from..end);
        Some(end)
    }
}
