//! Reads one citation after the other.

use super::head::{Head, head, numbers};
use super::{Fault, Found};
use crate::document::{CitationForm, Relation, Tables, TokenKind, Zone};
use crate::extract::line::Line;
use crate::extract::symbol::Symbol;
use crate::rules::{CitationPart, Rules};
use std::ops::Range;

/// The tables of the words for kinds.
pub(super) const KINDS: Tables = Tables::of(Rules::KINDS).with(Rules::KIND_WORDS);
/// The tables of the words with which citations begin: a kind, or "số".
const BEGINNINGS: Tables = KINDS.with(Rules::CITATION_WORDS);
/// How deep citations may stand inside the titles of citations.
pub(super) const MAX_DEPTH: u8 = 6;
/// Reads the citations of one block.
pub(super) struct Reader<'a> {
    pub line: Line<'a>,
    pub zone: Zone,
    /// The block is a cell of a table.
    pub cell: bool,
    pub found: Vec<Found>,
    pub faults: Vec<Fault>,
}

impl<'a> Reader<'a> {
    /// `room` is an empty list for what will be found.
    pub fn new(line: Line<'a>, zone: Zone, cell: bool, room: Vec<Found>) -> Self {
        Reader { line, zone, cell, found: room, faults: Vec::new() }
    }

    pub fn read(&mut self) {
        let line = self.line;
        let mut from = 0;
        while let Some(at) = line.next_of(BEGINNINGS, from) {
            let begins = line.tables(at).meets(KINDS)
                || line.opens_number(at) && line.skip(at, CitationPart::Number).is_some();
            let end = if begins { self.citation(at, 0) } else { None };
            from = end.map_or(at + 1, |end| end.max(at + 1));
        }
        if !self.found.is_empty() {
            self.share_issuers();
            self.drop_own();
        }
    }

    /// Leaves out this document itself: where its title begins with its number, as portals print it, and where an
    /// attachment says what it belongs to ("(Kèm theo Quyết định số … của …)").
    fn drop_own(&mut self) {
        let line = self.line;
        if matches!(self.zone, Zone::Letterhead | Zone::Title)
            && self.found.first().is_some_and(|found| found.tokens.start == 0)
        {
            self.found.remove(0);
            return;
        }
        let opening = (0..line.len().min(3)).find(|&at| line.is(at, TokenKind::OpenParen));
        let Some(attached) = opening.and_then(|at| {
            let (row, end) = line.cue(Rules::RELATIONS, at + 1)?;
            line.rules.relations.row(row)?.fields.attached.then_some(end)
        }) else {
            return;
        };
        let close =
            (attached..line.len()).find(|&at| line.is(at, TokenKind::CloseParen)).unwrap_or(line.len());
        if let Some(first) = self.found.iter().position(|found| !found.nested && found.tokens.start < close) {
            self.found.remove(first);
        }
    }

    /// Reads the citation that begins at a token, with those inside its title; gives its end.
    pub fn citation(&mut self, at: usize, depth: u8) -> Option<usize> {
        if depth > MAX_DEPTH {
            return None;
        }
        let Some(head) = head(self.line, at) else { return self.bare_number(at, depth) };
        let kind = self.line.rules.kinds.row(head.kind)?;
        if kind.fields.cited_by_name
            && let Some(end) = self.law(at, head, depth)
        {
            return Some(end);
        }
        if head
            .word
            .and_then(|row| self.line.rules.kind_words.row(row))
            .is_some_and(|row| row.fields.standard)
        {
            return self.standard(at, head, depth);
        }
        self.numbered(at, head, depth)
            .or_else(|| self.congress(at, head, depth))
            .or_else(|| self.back(at, head, depth))
            .or_else(|| self.short(at, head, depth))
    }

    /// Whether a word for a kind stands here with a number of its own.
    pub fn starts_citation(&self, at: usize) -> bool {
        let line = self.line;
        head(line, at).is_some_and(|head| {
            let fields = line.rules.kinds.row(head.kind).map(|row| &row.fields);
            let by_name = fields.is_some_and(|fields| fields.cited_by_name) && !line.is_lower(at);
            by_name
                || numbers(line, head.end).is_some_and(|numbers| {
                    line.skip(head.end, CitationPart::Number).is_some()
                        || numbers.iter().any(Symbol::has_parts)
                })
                || line.skip(head.end, CitationPart::Congress).is_some()
                || self.number_behind_issuer(head)
        })
    }

    pub fn push(&mut self, tokens: Range<usize>, head: Head, depth: u8) -> usize {
        let rules = self.line.rules;
        let rule = head
            .word
            .and_then(|row| rules.kind_words.row(row).map(|row| row.id.0))
            .or_else(|| rules.kinds.row(head.kind).map(|row| row.id.0));
        self.found.push(Found {
            form: CitationForm::Number,
            kind: head.kind,
            number: None,
            date: None,
            issuer: None,
            title: None,
            tokens,
            relation: Relation::Mentions,
            nested: depth > 0,
            rule: rule.unwrap_or_default(),
        });
        self.found.len() - 1
    }
}
