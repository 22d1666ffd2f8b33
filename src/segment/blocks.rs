//! Questions about blocks that zones and sections both ask.

use super::label::{self, Label};
use crate::document::{BlockKind, Cue, Layout, Shape, Token, TokenKind, Tokens};
use crate::rules::{Effect, Mark, Part, Rules};
use std::ops::Range;

/// No heading, title or letterhead has as many words; counting stops here.
pub const MANY: usize = 200;

/// The blocks of a document, with their tokens and the rules.
#[derive(Clone, Copy)]
pub struct Blocks<'a> {
    pub layout: &'a Layout,
    pub tokens: &'a Tokens,
    pub rules: &'a Rules,
}

impl<'a> Blocks<'a> {
    pub fn len(&self) -> usize {
        self.layout.blocks.len()
    }

    pub fn range(&self, block: usize) -> Range<usize> {
        self.tokens.of_block(block)
    }

    pub fn of(&self, range: Range<usize>) -> &'a [Token] {
        self.tokens.tokens.get(range).unwrap_or(&[])
    }

    pub fn token(&self, at: usize) -> Option<&'a Token> {
        self.tokens.tokens.get(at)
    }

    pub fn str(&self, at: usize) -> &'a str {
        self.token(at).map_or("", |token| self.layout.str(token.span()))
    }

    pub fn kind(&self, block: usize) -> BlockKind {
        self.layout.blocks.get(block).map_or(BlockKind::Paragraph, |block| block.kind)
    }

    /// The format's heading level.
    pub fn heading(&self, block: usize) -> Option<u8> {
        self.layout.blocks.get(block)?.heading
    }

    pub fn is_text(&self, block: usize) -> bool {
        matches!(self.kind(block), BlockKind::Paragraph | BlockKind::Cell(_))
    }

    /// The number of words, counted up to [`MANY`].
    pub fn words(&self, range: Range<usize>) -> usize {
        self.of(range).iter().filter(|token| token.is_word()).take(MANY).count()
    }

    /// Whether there are more words than so many.
    pub fn has_more_words(&self, range: Range<usize>, count: usize) -> bool {
        range.len() > count && self.of(range).iter().filter(|token| token.is_word()).nth(count).is_some()
    }

    /// Whether a token is this word, in letters of any size.
    pub fn is_word(&self, at: usize, word: &str) -> bool {
        let text = self.str(at);
        text.len() == word.len() && text.chars().flat_map(char::to_lowercase).eq(word.chars())
    }

    /// Whether a range has words, all of them in capitals, and one of more than one letter.
    pub fn capitals(&self, range: Range<usize>) -> bool {
        let mut long = false;
        for token in self.of(range).iter().filter(|token| token.is_word()) {
            if token.shape != Shape::Upper {
                return false;
            }
            long |= token.end - token.start > 3;
        }
        long
    }

    pub fn last(&self, block: usize) -> Option<TokenKind> {
        self.of(self.range(block)).last().map(|token| token.kind)
    }

    /// Whether a block ends as a sentence or a list item does.
    pub fn is_closed(&self, block: usize) -> bool {
        matches!(
            self.last(block),
            Some(
                TokenKind::Period
                    | TokenKind::Semicolon
                    | TokenKind::Comma
                    | TokenKind::Colon
                    | TokenKind::Ellipsis
            )
        )
    }

    /// Whether all its text is bold.
    pub fn is_bold(&self, block: usize) -> bool {
        !self.layout.bold.is_empty()
            && self.layout.blocks.get(block).is_some_and(|block| {
                !block.span.is_empty() && self.layout.bold_prefix(block.span) >= block.span.len()
            })
    }

    /// The part of letterhead or foot that a phrase beginning at a token names.
    pub fn part_at(&self, token: usize) -> Option<(Part, Cue)> {
        let cue = self.tokens.cue_at(Rules::LETTERHEAD, token)?;
        Some((self.rules.letterhead.row(cue.row)?.fields.part, cue))
    }

    pub fn starts_with(&self, block: usize, part: Part) -> bool {
        let range = self.range(block);
        !range.is_empty() && self.part_at(range.start).is_some_and(|(found, _)| found == part)
    }

    /// The first phrase of a part in a range of tokens.
    pub fn find(&self, range: Range<usize>, part: Part) -> Option<Cue> {
        self.tokens
            .cues_of(Rules::LETTERHEAD, range)
            .find(|cue| self.rules.letterhead.row(cue.row).is_some_and(|row| row.fields.part == part))
    }

    pub fn mark_at(&self, token: usize) -> Option<(Mark, Cue)> {
        let cue = self.tokens.cue_at(Rules::MARKS, token)?;
        Some((self.rules.marks.row(cue.row)?.fields.mark, cue))
    }

    pub fn has_effect(&self, block: usize, effect: Effect) -> bool {
        let range = self.range(block);
        !range.is_empty()
            && self
                .tokens
                .cue_at(Rules::FLOW, range.start)
                .and_then(|cue| self.rules.flow.row(cue.row))
                .is_some_and(|row| row.fields.effect == effect)
    }

    /// Whether the last word of a block wants more behind it.
    pub fn is_open(&self, block: usize) -> bool {
        let range = self.range(block);
        let Some(last) = range.clone().next_back() else { return false };
        match self.token(last).map(|token| token.kind) {
            Some(TokenKind::Comma | TokenKind::Dash | TokenKind::OpenParen | TokenKind::OpenQuote) => true,
            Some(TokenKind::Word) => self
                .tokens
                .cues_of(Rules::FLOW, last..last + 1)
                .filter_map(|cue| self.rules.flow.row(cue.row))
                .any(|row| row.fields.effect == Effect::Connector),
            _ => false,
        }
    }

    /// The kind of document that a block begins with.
    pub fn kind_at(&self, token: usize) -> Option<Cue> {
        self.tokens.cue_at(Rules::KINDS, token).filter(|cue| {
            self.rules
                .kinds
                .row(cue.row)
                .is_some_and(|row| !row.fields.cited_by_name && !row.fields.cited_only)
        })
    }

    /// The name of a body that begins at a token, if it begins with a large letter.
    pub fn name_at(&self, token: usize) -> Option<Cue> {
        let cue = self.tokens.cue_at(Rules::NAMES, token)?;
        let body = self.rules.names.row(cue.row)?.fields.system.is_some();
        (body && self.token(token)?.is_capitalized()).then_some(cue)
    }

    pub fn labels(&self, block: usize) -> Vec<Label> {
        // "V/v …" is no fifth division.
        if self.kind(block) != BlockKind::Paragraph || self.starts_with(block, Part::Subject) {
            return Vec::new();
        }
        label::readings(self.layout, self.tokens, self.rules, block)
    }
}
