//! The abstract (trích yếu).

use super::{Opening, Reader};
use crate::document::{Placed, Shape, TokenKind, Zone};
use crate::extract::line::Line;
use crate::extract::names;
use crate::extract::symbol::symbol;
use crate::rules::{CitationPart, Mark, Part, Rules, fold};
use crate::span::{Normalized, Span};
use std::ops::Range;

impl Reader<'_> {
    /// The lines of the abstract, joined.
    pub(super) fn title(&self, letter: bool, opening: Option<&Opening>) -> Option<Placed<String>> {
        let mut pieces: Vec<Range<usize>> = Vec::new();
        if let Some(opening) = opening {
            pieces.push(opening.title.clone());
        } else {
            for block in self.of(Zone::Kind) {
                pieces.extend(self.behind_kind(block));
            }
            for block in self.of(Zone::Title) {
                let range = self.range(block);
                let cue = self.context.tokens.cue_at(Rules::LETTERHEAD, range.start);
                let start = match cue {
                    Some(cue) if letter && self.part_at(range.start) == Some(Part::Subject) => {
                        cue.end as usize
                    }
                    // "CỦA BAN CHẤP HÀNH ĐẢNG BỘ HUYỆN" below the kind.
                    _ if pieces.is_empty() && self.is_of_body(range.start) => {
                        self.subject(range.clone()).unwrap_or(range.end)
                    }
                    _ => range.start,
                };
                pieces.push(start..self.issuer_start(range.clone()).max(start));
            }
        }
        let mut text = String::new();
        let mut at: Option<Span<Normalized>> = None;
        for piece in pieces {
            let piece = self.trimmed(piece);
            if piece.is_empty() {
                continue;
            }
            let span = self.span(piece);
            if !text.is_empty() {
                text.push(' ');
            }
            text.push_str(self.context.layout.str(span));
            at = Some(at.map_or(span, |at| at.cover(span)));
        }
        Some(Placed::at(text, at?))
    }

    fn is_upper(&self, at: usize) -> bool {
        self.context.tokens.tokens.get(at).is_some_and(|token| token.shape == Shape::Upper)
    }

    /// "của Bộ trưởng Bộ Tài chính" at a token.
    pub(super) fn is_of_body(&self, at: usize) -> bool {
        let of = self.context.tokens.cue_at(Rules::CITATION_WORDS, at).filter(|cue| {
            self.context
                .rules
                .citation_words
                .row(cue.row)
                .is_some_and(|row| row.fields.part == CitationPart::Of)
        });
        let Some(of) = of.map(|cue| cue.end as usize) else { return false };
        let behind = self.context.tokens.cue_at(Rules::LETTERHEAD, of).map_or(of, |cue| cue.end as usize);
        names::head(self.context, of).is_some()
            || self.part_at(of) == Some(Part::Post) && names::head(self.context, behind).is_some()
    }

    /// Where a range begins to say what the text is about: "về …".
    pub(super) fn subject(&self, mut range: Range<usize>) -> Option<usize> {
        range.find(|&at| self.context.tokens.cue_at(Rules::CITATION_CONNECTORS, at).is_some())
    }

    /// Where the line that names the issuer begins, if it was joined to the title: "… TỈNH CAO SƠN HỘI ĐỒNG NHÂN DÂN TỈNH
    /// CAO SƠN KHÓA X"; the end of the range where none was.
    fn issuer_start(&self, range: Range<usize>) -> usize {
        let tokens = &self.context.tokens.tokens;
        let words = |range: Range<usize>| tokens[range].iter().filter(|token| token.is_word()).count();
        let found = range.clone().skip(5).find(|&at| {
            let Some(row) = names::head(self.context, at).filter(|row| row.fields.local) else {
                return false;
            };
            let capitals = tokens[at].shape == Shape::Upper && row.fields.system.is_some();
            let Some(unit) = (at..range.end).find(|&at| names::unit(self.context, at).is_some()) else {
                return false;
            };
            let session = (unit..range.end).find(|&at| self.part_at(at) == Some(Part::Session));
            let before = self.context.layout.str(tokens[at - 1].span());
            let governed =
                self.context.rules.headings.rows.iter().any(|row| row.fields.words.contains(&fold(before)));
            capitals && !governed && session.is_some_and(|session| words(unit..session) <= 6)
        });
        found.unwrap_or(range.end)
    }

    /// The title on the line of the kind.
    fn behind_kind(&self, block: usize) -> Option<Range<usize>> {
        let end = self.range(block).end;
        let (kind, _) = self.kind_in(block)?;
        let mut at = kind.end;
        while let Some((Mark::Modifier | Mark::Joint, behind, _)) =
            names::mark(self.context, at).filter(|_| at < end)
        {
            at = behind;
        }
        if at >= end {
            return None;
        }
        // "CHỈ THỊ CỦA ỦY BAN NHÂN DÂN … VỀ VIỆC …": who issues is no part of the title.
        if self.is_of_body(at) {
            return self.subject(at..end).map(|subject| subject..end);
        }
        let line = Line::of_block(self.context, block);
        let first = self.range(block).start;
        let relative = kind.end - first;
        let numbered = line.skip(relative, CitationPart::Number).unwrap_or(relative);
        match symbol(line, numbered).filter(|found| found.has_parts()) {
            Some(found) => Some(first + found.end..end),
            // "CHƯƠNG TRÌNH HÀNH ĐỘNG thực hiện …" but "Kế hoạch hành động vì trẻ em …".
            None if at > kind.end && self.is_upper(at - 1) && !self.is_upper(at) => Some(at..end),
            None => Some(kind.end..end),
        }
    }

    /// Without rules and marks at both ends.
    fn trimmed(&self, mut range: Range<usize>) -> Range<usize> {
        let tokens = &self.context.tokens.tokens;
        let is_mark = |at: usize| {
            matches!(
                tokens[at].kind,
                TokenKind::Dash
                    | TokenKind::Colon
                    | TokenKind::Bullet
                    | TokenKind::Comma
                    | TokenKind::Period
                    | TokenKind::Semicolon
            ) || matches!(self.context.layout.str(tokens[at].span()), "_" | "|" | "=")
        };
        while range.start < range.end && is_mark(range.start) {
            range.start += 1;
        }
        while range.start < range.end && is_mark(range.end - 1) {
            range.end -= 1;
        }
        range
    }
}
