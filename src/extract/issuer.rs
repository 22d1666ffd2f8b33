//! The body that issues (cơ quan ban hành): from the letterhead, or from what else in the document names it.

mod letterhead;
mod place;

use super::Context;
use super::names::{self, Name, head, mark, place_end, unit};
use super::signature;
use crate::document::{Issuer, System, TokenKind, Zone};
use crate::rules::{CitationPart, HeadingPart, Mark, Part, Rules, fold};
use std::ops::Range;

/// How many blocks of running text are asked for the sentence that launches the plan.
const PREAMBLE: usize = 40;
/// Longest name of a body, in tokens.
const NAME: usize = 24;

/// The issuer and those who issue with it, the first first. `opening` is the issuer that an opening sentence names.
pub(super) fn issuers(context: Context<'_>, head: &[usize], opening: Option<Range<usize>>) -> Vec<Issuer> {
    let reader = Reader { context };
    let printed = reader.letterhead(head);
    if !printed.is_empty() {
        return printed;
    }
    let opening = opening.map(|range| reader.issuer(range, true));
    let found = opening
        .or_else(|| reader.titled(head))
        .or_else(|| reader.behind_kind(head))
        .or_else(|| reader.launching());
    found.or_else(|| reader.signing()).into_iter().collect()
}

struct Reader<'a> {
    context: Context<'a>,
}

impl<'a> Reader<'a> {
    fn str(&self, at: usize) -> &'a str {
        self.context.tokens.tokens.get(at).map_or("", |token| self.context.layout.str(token.span()))
    }

    fn is_capital(&self, at: usize) -> bool {
        self.context.tokens.tokens.get(at).is_some_and(|token| token.is_capitalized())
    }

    fn part_at(&self, at: usize) -> Option<(Part, usize)> {
        let cue = self.context.tokens.cue_at(Rules::LETTERHEAD, at)?;
        Some((self.context.rules.letterhead.row(cue.row)?.fields.part, cue.end as usize))
    }

    /// "NGHỊ QUYẾT / Đại hội đại biểu Đảng bộ huyện Bình Lâm …": the title opens with the body that resolved.
    fn titled(&self, head_blocks: &[usize]) -> Option<Issuer> {
        let title = head_blocks.iter().find(|&&block| self.context.outline.zone(block) == Zone::Title)?;
        let range = self.context.tokens.of_block(*title);
        let row =
            head(self.context, range.start).filter(|row| row.fields.above && self.is_capital(range.start))?;
        let behind = self.context.tokens.cue_at(Rules::NAMES, range.start)?.end as usize;
        let (end, _) = unit(self.context, behind).filter(|_| row.fields.local)?;
        let place = place_end(self.context, end, range.end);
        (place > end).then(|| self.issuer(range.start..place, true))
    }

    /// "CHỈ THỊ / CỦA THỦ TƯỚNG CHÍNH PHỦ …", "TỜ TRÌNH CỦA CHỦ TỊCH …": the body that the kind is said to be of.
    fn behind_kind(&self, head_blocks: &[usize]) -> Option<Issuer> {
        head_blocks.iter().find_map(|&block| {
            let range = self.context.tokens.of_block(block);
            let at = match self.context.outline.zone(block) {
                Zone::Kind => self.context.tokens.cue_at(Rules::KINDS, range.start)?.end as usize,
                Zone::Title => range.start,
                _ => return None,
            };
            let cue = self.context.tokens.cue_at(Rules::CITATION_WORDS, at).filter(|_| at < range.end)?;
            let of = match self.context.rules.citation_words.row(cue.row)?.fields.part {
                CitationPart::Of => cue.end as usize,
                // "NGHỊ QUYẾT / ĐẠI HỘI ĐẠI BIỂU ĐẢNG BỘ HUYỆN …": a congress stands there without "của".
                CitationPart::Congress if head(self.context, at).is_some() => at,
                _ => return None,
            };
            let post = match self.part_at(of) {
                Some((Part::Post, end)) => end,
                _ => of,
            };
            let body = (of..=post).find(|&at| head(self.context, at).is_some())?;
            let name = self.context.tokens.cue_at(Rules::NAMES, body)?.end as usize;
            let end = unit(self.context, name)
                .map_or(name, |(end, _)| place_end(self.context, end, range.end).max(end));
            (end <= range.end).then(|| self.issuer(body..end, true))
        })
    }

    /// "Ủy ban nhân dân huyện Bình Lâm ban hành Kế hoạch …": the last such sentence before the sections.
    fn launching(&self) -> Option<Issuer> {
        let outline = self.context.outline;
        let text = (0..self.context.layout.blocks.len().min(PREAMBLE * 2)).filter(|&block| {
            matches!(outline.zone(block), Zone::Preamble)
                || outline.zone(block) == Zone::Body
                    && outline
                        .section_of(block)
                        .and_then(|id| outline.section(id))
                        .is_some_and(|section| section.label.is_none() && section.heading.is_none())
        });
        let blocks: Vec<usize> = text.take(PREAMBLE).collect();
        blocks.into_iter().rev().find_map(|block| self.launching_in(block))
    }

    fn launching_in(&self, block: usize) -> Option<Issuer> {
        let range = self.context.tokens.of_block(block);
        let mut found = None;
        for cue in self.context.tokens.cues_of(Rules::NAMES, range.clone()) {
            let start = cue.first as usize;
            let Some(row) = head(self.context, start).filter(|_| self.is_capital(start)) else { continue };
            if self.is_cited(start, range.start) || row.id.0 == "don-vi" {
                continue;
            }
            if let Some(end) = self.name_before_verb(cue.end as usize, range.end) {
                found = Some(self.issuer(start..end, true));
            }
        }
        found
    }

    /// The end of a name that a verb of issuing follows.
    fn name_before_verb(&self, from: usize, limit: usize) -> Option<usize> {
        let tokens = &self.context.tokens.tokens;
        let mut at = from;
        while at < limit && at < from + NAME {
            if matches!(mark(self.context, at), Some((Mark::Launch, ..))) {
                return Some(at);
            }
            let token = tokens.get(at)?;
            let goes_on = match token.kind {
                TokenKind::Word => !self.is_link(at),
                TokenKind::Comma | TokenKind::Dash => {
                    tokens.get(at + 1).is_some_and(|next| next.is_capitalized())
                }
                TokenKind::Number => at > from,
                _ => false,
            };
            if !goes_on {
                return None;
            }
            at += 1;
        }
        None
    }

    /// A preposition or an auxiliary: no part of a body's name.
    fn is_link(&self, at: usize) -> bool {
        let word = fold(self.str(at));
        self.context
            .rules
            .headings
            .rows
            .iter()
            .any(|row| row.fields.part == HeadingPart::Link && row.fields.words.contains(&word))
    }

    /// "của Ủy ban nhân dân tỉnh", "do Chủ tịch Ủy ban nhân dân …": the body of another document.
    fn is_cited(&self, at: usize, first: usize) -> bool {
        let mut before = at;
        // "Chủ tịch", "Bộ trưởng" before the body.
        for start in (at.saturating_sub(4)..at).rev().filter(|&start| start >= first) {
            if self.part_at(start).is_some_and(|(part, end)| part == Part::Post && end >= before) {
                before = start;
            }
        }
        before > first && self.is_link(before - 1)
    }

    /// The body that a signature names.
    fn signing(&self) -> Option<Issuer> {
        let signed = signature::authority(self.context)?;
        let mut issuer = self.issuer(signed, true);
        issuer.inferred = true;
        Some(issuer)
    }

    /// The issuer that stands in a range of tokens, completed where its place is missing.
    fn issuer(&self, range: Range<usize>, inferred: bool) -> Issuer {
        let range = self.own_name(range);
        let Name { mut text, mut level, system } = names::name(self.context, range.clone());
        let row = head(self.context, range.start);
        if row.is_some_and(|row| row.fields.local)
            && let Some((place, found)) = self.missing_place(std::slice::from_ref(&range), level)
        {
            text = format!("{text} {place}");
            level = level.or(found);
        }
        Issuer {
            name: text,
            level,
            system: system.unwrap_or(System::State),
            at: Some(self.context.tokens.span(range)),
            inferred,
        }
    }

    /// Without what a sloppy sentence put between unit and place ("xã xây dựng Đắk La").
    fn own_name(&self, mut range: Range<usize>) -> Range<usize> {
        // "Ban Thường vụ Tỉnh ủy": the unit is half of a word.
        let whole = |end: &usize| fold(self.str(*end)) != fold("ủy");
        if let Some(end) =
            range.clone().find_map(|at| unit(self.context, at)).map(|(end, _)| end).filter(whole)
        {
            let place = place_end(self.context, end, range.end);
            let behind = (end.max(place)..range.end).any(|at| self.is_capital(at));
            if place >= end && !behind {
                range.end = place.max(end);
            }
        }
        range
    }
}
