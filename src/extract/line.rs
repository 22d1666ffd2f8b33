//! One block as a grammar reads it: its tokens and cues, counted from the block's first token.

use super::Context;
use crate::document::{Shape, TableId, Tables, Token, TokenKind, Tokens};
use crate::rules::{CitationPart, Rules};
use crate::span::{Normalized, Span};
use std::ops::Range;

#[derive(Clone, Copy)]
pub(super) struct Line<'a> {
    text: &'a str,
    document: &'a Tokens,
    tokens: &'a [Token],
    /// For each token the tables of which a cue begins at it.
    tables: &'a [Tables],
    /// Index of the block's first token among those of the document.
    first: usize,
    pub rules: &'a Rules,
}

impl<'a> Line<'a> {
    pub fn of_block(context: Context<'a>, block: usize) -> Self {
        let range = context.tokens.of_block(block);
        Line {
            text: context.layout.text.as_str(),
            document: context.tokens,
            tokens: &context.tokens.tokens[range.clone()],
            tables: context.tokens.cues.tables(range.clone()),
            first: range.start,
            rules: context.rules,
        }
    }

    /// The tokens of the document that a range of this block's tokens stands for.
    pub fn in_document(&self, range: Range<usize>) -> Range<usize> {
        self.first + range.start..self.first + range.end
    }

    pub fn len(&self) -> usize {
        self.tokens.len()
    }

    pub fn token(&self, at: usize) -> Option<&'a Token> {
        self.tokens.get(at)
    }

    pub fn kind(&self, at: usize) -> Option<TokenKind> {
        self.tokens.get(at).map(|token| token.kind)
    }

    pub fn is(&self, at: usize, kind: TokenKind) -> bool {
        self.kind(at) == Some(kind)
    }

    pub fn is_word(&self, at: usize) -> bool {
        self.is(at, TokenKind::Word)
    }

    pub fn is_lower(&self, at: usize) -> bool {
        self.tokens.get(at).is_some_and(|token| token.is_word() && token.shape == Shape::Lower)
    }

    /// No white space stands before the token.
    pub fn glued(&self, at: usize) -> bool {
        self.tokens.get(at).is_some_and(|token| token.glued)
    }

    /// The text from the first to the last token of a range.
    pub fn str(&self, range: Range<usize>) -> &'a str {
        self.span(range).of(self.text)
    }

    /// Whether no more than one space stands between any two tokens of a range.
    pub fn is_evenly_spaced(&self, range: Range<usize>) -> bool {
        let text = self.str(range.clone());
        let mut pairs = self.tokens.get(range).unwrap_or_default().windows(2);
        pairs.all(|pair| pair[1].start - pair[0].end <= 1) && text.bytes().all(|byte| byte >= b' ')
    }

    pub fn word(&self, at: usize) -> &'a str {
        self.tokens.get(at).map_or("", |token| token.span().of(self.text))
    }

    pub fn span(&self, range: Range<usize>) -> Span<Normalized> {
        match (self.tokens.get(range.start), self.tokens.get(range.end.wrapping_sub(1))) {
            (Some(first), Some(last)) if range.start < range.end => first.span().cover(last.span()),
            (Some(first), _) => Span::empty(first.start as usize),
            _ => Span::empty(self.tokens.last().map_or(0, |token| token.end as usize)),
        }
    }

    /// The longest cue of a table that begins at a token: its row and its end.
    #[inline]
    pub fn cue(&self, table: TableId, at: usize) -> Option<(u16, usize)> {
        if !self.tables(at).has(table) {
            return None;
        }
        let cue = self.document.cue_at(table, self.first + at)?;
        Some((cue.row, cue.end as usize - self.first))
    }

    /// The tables of which a cue begins at a token.
    #[inline]
    pub fn tables(&self, at: usize) -> Tables {
        self.tables.get(at).copied().unwrap_or_default()
    }

    /// The first token from `at` on at which a cue of one of these tables begins.
    #[inline]
    pub fn next_of(&self, tables: Tables, at: usize) -> Option<usize> {
        let rest = self.tables.get(at..)?;
        rest.iter().position(|found| found.meets(tables)).map(|behind| at + behind)
    }

    /// The cues of a table: row, first token, end.
    pub fn cues(&self, table: TableId) -> impl Iterator<Item = (u16, usize, usize)> + use<'a> {
        let Line { document, first, tables, .. } = *self;
        let begun = (first..).zip(tables).filter(move |(_, tables)| tables.has(table));
        begun
            .flat_map(move |(at, _)| document.cues_at(table, at))
            .map(move |cue| (cue.row, cue.first as usize - first, cue.end as usize - first))
    }

    /// Whether the word for a number may begin at a token.
    #[inline]
    pub fn opens_number(&self, at: usize) -> bool {
        self.tokens.get(at).is_some_and(|token| self.rules.opens_number(token.word))
    }

    /// The small word of a citation that stands at a token, and its end.
    pub fn part(&self, at: usize) -> Option<(CitationPart, usize)> {
        let (row, end) = self.cue(Rules::CITATION_WORDS, at)?;
        Some((self.rules.citation_words.row(row)?.fields.part, end))
    }

    /// The end of a small word, where it stands at a token.
    pub fn skip(&self, at: usize, part: CitationPart) -> Option<usize> {
        self.part(at).filter(|&(found, _)| found == part).map(|(_, end)| end)
    }
}

#[cfg(test)]
impl Line<'_> {
    /// Runs a test on one line of text.
    pub fn test<T>(text: &str, test: impl FnOnce(Line<'_>) -> T) -> T {
        use crate::document::{Block, BlockKind, Layout, Outline};
        let block =
            Block { span: Span::new(0, text.len()), kind: BlockKind::Paragraph, heading: None, gap: false };
        let layout = Layout {
            text: crate::text::Text::verbatim(text.to_owned(), 0),
            blocks: vec![block],
            ..Layout::default()
        };
        let rules = Rules::embedded();
        let tokens = crate::lex::lex(&layout, rules);
        let outline = Outline::default();
        let context = Context {
            layout: &layout,
            tokens: &tokens,
            outline: &outline,
            rules,
            capitalized: &Default::default(),
        };
        test(Line::of_block(context, 0))
    }
}
