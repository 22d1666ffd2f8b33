//! The body that issues (cơ quan ban hành): from the letterhead, or from what else in the document names it.

use super::Context;
use super::line::Line;
use super::names::{self, Name, head, mark, place_end, unit};
use super::signature;
use crate::document::{Issuer, Level, Shape, System, TokenKind, Zone};
use crate::rules::{CitationPart, HeadingPart, Mark, NameFields, Part, Row, Rules, fold};
use crate::span::{Normalized, Span};
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
    let found = opening.or_else(|| reader.titled(head)).or_else(|| reader.launching());
    found.or_else(|| reader.signing()).into_iter().collect()
}

/// A body of the letterhead: the tokens of its lines.
struct Body<'a> {
    lines: Vec<Range<usize>>,
    row: Option<&'a Row<NameFields>>,
    /// A dash on the same line parts it from the body before: the two issue together.
    beside: bool,
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

    /// The bodies printed above the number, or in capitals before the legal bases.
    fn letterhead(&self, blocks: &[usize]) -> Vec<Issuer> {
        let zone = |block: usize| self.context.outline.zone(block);
        let kind = blocks
            .iter()
            .position(|&block| matches!(zone(block), Zone::Kind | Zone::Title))
            .unwrap_or(blocks.len());
        let above =
            self.bodies(blocks[..kind].iter().copied().filter(|&block| zone(block) == Zone::Letterhead));
        let joint = blocks.iter().filter(|&&block| zone(block) == Zone::Kind).any(|&block| {
            self.context
                .tokens
                .of_block(block)
                .any(|at| matches!(mark(self.context, at), Some((Mark::Joint, ..))))
        });
        if !above.is_empty() {
            return self.chosen(above, joint);
        }
        let below =
            self.bodies(blocks[kind..].iter().copied().filter(|&block| zone(block) == Zone::Letterhead));
        self.chosen(below, joint)
    }

    /// Lines that name bodies, put together.
    fn bodies(&self, blocks: impl Iterator<Item = usize>) -> Vec<Body<'a>> {
        let mut bodies: Vec<Body<'a>> = Vec::new();
        for block in blocks {
            let Some(range) = self.name_line(block) else { continue };
            for (piece, beside) in self.split(range) {
                let row = head(self.context, piece.start);
                match bodies.last_mut() {
                    Some(last) if row.is_none() || self.goes_on(last) => last.lines.push(piece),
                    _ => bodies.push(Body { lines: vec![piece], row, beside }),
                }
            }
        }
        bodies.retain(|body| body.row.is_some() || body.lines.iter().any(|line| line.len() > 1));
        bodies
    }

    /// The part of a line of the letterhead that names a body; `None` for titles, numbers, dates and stamps.
    fn name_line(&self, block: usize) -> Option<Range<usize>> {
        let tokens = &self.context.tokens.tokens;
        let whole = self.context.tokens.of_block(block);
        let mut range = whole.clone();
        let title = range.clone().find(|&at| {
            matches!(self.part_at(at), Some((Part::NationalTitle | Part::Motto, _)))
                || at > range.start && matches!(self.part_at(at), Some((Part::Number, _)))
        });
        range.end = title.unwrap_or(range.end);
        // A post before a body names its head: the act is the body's.
        if let Some((Part::Post, end)) = self.part_at(range.start)
            && head(self.context, end).is_some()
            && end < range.end
        {
            range.start = end;
        }
        while range.start < range.end && !tokens[range.start].is_word() {
            range.start += 1;
        }
        let line = Line::of_block(self.context, block);
        let code = tokens[whole.clone()].iter().any(|token| token.kind == TokenKind::Slash)
            // ". BQL-VP": the rest of a symbol.
            || tokens[whole].first().is_some_and(|token| token.kind == TokenKind::Period)
            || line.skip(0, CitationPart::Number).is_some();
        let dated = (0..line.len()).any(|at| line.skip(at, CitationPart::Day).is_some());
        (!code && !dated && !self.is_other_part(range.start) && self.is_set_as_name(range.clone()))
            .then_some(range)
    }

    /// Whether what begins at a token is a part of the letterhead that names no body.
    fn is_other_part(&self, at: usize) -> bool {
        let part = self.part_at(at).map(|(part, _)| part);
        let other = matches!(
            part,
            Some(
                Part::Number
                    | Part::PartyTitle
                    | Part::Session
                    | Part::Stamp
                    | Part::Subject
                    | Part::Attached
            )
        );
        other && head(self.context, at).is_none()
            || matches!(mark(self.context, at), Some((Mark::Secrecy | Mark::Urgency | Mark::Copy, ..)))
    }

    /// Capitals, or small letters throughout, which fonts without capitals leave; else a body's word must open the line.
    fn is_set_as_name(&self, range: Range<usize>) -> bool {
        let words = self.context.tokens.tokens[range.clone()].iter().filter(|token| token.is_word());
        let all = |shape: Shape| words.clone().all(|token| token.shape == shape);
        (1..=30).contains(&words.clone().count())
            && (all(Shape::Upper)
                || all(Shape::Lower)
                || head(self.context, range.start).is_some() && self.is_capital(range.start))
    }

    /// "SỞ GIÁO DỤC VÀ ĐÀO TẠO - ĐOÀN TNCS HỒ CHÍ MINH", "UBND TỈNH AN LĨNH SỞ NỘI VỤ": two bodies on one line.
    /// Each with whether a dash stands before it.
    fn split(&self, range: Range<usize>) -> Vec<(Range<usize>, bool)> {
        let mut pieces = Vec::new();
        let mut start = range.start;
        let mut beside = false;
        let mut at = range.start + 1;
        while at < range.end {
            let dash = self.context.tokens.tokens[at - 1].kind == TokenKind::Dash;
            let whole = || (start..at).any(|at| unit(self.context, at).is_some());
            if head(self.context, at).is_some_and(|row| row.id.0 != "don-vi") && (dash || whole()) {
                pieces.push((start..if dash { at - 1 } else { at }, beside));
                start = at;
                beside = dash;
            }
            at += 1;
        }
        pieces.push((start..range.end, beside));
        pieces.retain(|(piece, _)| !piece.is_empty());
        pieces
    }

    /// Whether the name so far wants the next line: "CÔNG AN" below nothing, a line that ends with a dash.
    fn goes_on(&self, body: &Body<'_>) -> bool {
        let Some(last) = body.lines.last().and_then(|line| line.end.checked_sub(1)) else { return false };
        let line = self.context.tokens.tokens[last];
        line.is_word()
            && self.context.tokens.cues_of(Rules::CITATION_WORDS, last..last + 1).any(|cue| {
                self.context
                    .rules
                    .citation_words
                    .row(cue.row)
                    .is_some_and(|row| row.fields.part == CitationPart::And)
            })
    }

    /// The body that issues: the last one, those above it being superior; in a joint text all that stand side by side.
    fn chosen(&self, bodies: Vec<Body<'a>>, joint: bool) -> Vec<Issuer> {
        let whole: Vec<Option<Issuer>> = (0..bodies.len()).map(|index| self.whole(&bodies, index)).collect();
        if joint && bodies.len() > 1 {
            return whole.into_iter().flatten().collect();
        }
        if bodies.last().is_some_and(|body| body.beside) {
            let first = bodies.iter().rposition(|body| !body.beside).unwrap_or(0);
            return whole.into_iter().skip(first).flatten().collect();
        }
        let mut last = bodies.len();
        // "ĐẢNG BỘ …" stands above; only where nothing else is printed does it issue itself.
        while last > 1
            && bodies[last - 1].row.is_some_and(|row| row.fields.above)
            && !bodies[last - 2].row.is_some_and(|row| row.fields.above)
        {
            last -= 1;
        }
        last.checked_sub(1).and_then(|last| whole.into_iter().nth(last).flatten()).into_iter().collect()
    }

    /// A body with its level, its name completed by the body above it or by a place named elsewhere.
    fn whole(&self, bodies: &[Body<'a>], index: usize) -> Option<Issuer> {
        let body = &bodies[index];
        let (mut text, mut level, mut system) = (String::new(), None, None);
        let mut at: Option<Span<Normalized>> = None;
        for (line, range) in body.lines.iter().enumerate() {
            let name = names::name(self.context, range.clone());
            if line > 0 {
                text.push(' ');
                level = level.or_else(|| {
                    range.clone().find_map(|at| unit(self.context, at)).and_then(|(_, level)| level)
                });
            } else {
                (level, system) = (name.level, name.system);
            }
            text.push_str(&name.text);
            let span = self.context.tokens.span(range.clone());
            at = Some(at.map_or(span, |at| at.cover(span)));
        }
        let parent = index.checked_sub(1).and_then(|above| self.whole(bodies, above));
        let tail: Vec<Range<usize>> = body.lines.clone();
        let mut inferred = false;
        if let Some(parent) =
            parent.filter(|_| body.row.is_none_or(|row| row.fields.dependent || row.fields.level.is_none()))
        {
            if body.row.is_some_and(|row| row.fields.dependent)
                && !tail.iter().cloned().flatten().any(|at| unit(self.context, at).is_some())
            {
                text = format!("{text} {}", parent.name);
                system = Some(parent.system);
            }
            level = level.or(parent.level);
        }
        if body.row.is_some_and(|row| row.fields.local)
            && let Some((place, found)) = self.missing_place(&tail, level)
        {
            text = format!("{text} {place}");
            level = level.or(found);
            inferred = true;
        }
        Some(Issuer { name: text, level, system: system.unwrap_or(System::State), at, inferred })
    }

    /// The unit and place that a name printed without them wants: "Ủy ban nhân dân", "Ủy ban nhân dân huyện".
    fn missing_place(&self, lines: &[Range<usize>], level: Option<Level>) -> Option<(String, Option<Level>)> {
        let last = lines.last()?;
        let found = lines.iter().cloned().flatten().find(|&at| unit(self.context, at).is_some());
        match found.and_then(|at| Some((at, unit(self.context, at)?.0))) {
            Some((at, end)) if end >= last.end => {
                let wanted = fold(self.context.layout.str(self.context.tokens.span(at..end)));
                let (place, level) = self.place(Some(&wanted), level)?;
                // The unit is printed; only its name is missing.
                let place = place
                    .split_once(' ')
                    .filter(|_| !wanted.contains(' '))
                    .map(|(_, name)| name.to_owned())
                    .unwrap_or_else(|| place.chars().skip(wanted.chars().count() + 1).collect());
                Some((place, level))
            }
            Some(_) => None,
            None => {
                let named = lines
                    .iter()
                    .cloned()
                    .flatten()
                    .any(|at| matches!(mark(self.context, at), Some((Mark::ProvinceCity, ..))));
                if named { None } else { self.place(None, level) }
            }
        }
    }

    /// "huyện Bình Lâm" as the document names it most often, title and recitals first.
    fn place(&self, wanted: Option<&str>, level: Option<Level>) -> Option<(String, Option<Level>)> {
        let blocks = self.context.layout.blocks.len().min(300);
        let mut counts: Vec<(String, Option<Level>, usize, usize)> = Vec::new();
        for block in 0..blocks {
            let zone = self.context.outline.zone(block);
            let weight = match zone {
                Zone::Title => 20,
                Zone::Signature => 10,
                Zone::Preamble => 3,
                Zone::Letterhead => 0,
                _ => 1,
            };
            let range = self.context.tokens.of_block(block);
            for cue in self.context.tokens.cues_of(Rules::MARKS, range.clone()) {
                let at = cue.first as usize;
                let Some((end, found)) = unit(self.context, at) else { continue };
                let word = fold(self.context.layout.str(self.context.tokens.span(at..end)));
                if wanted.is_some_and(|wanted| wanted != word) || level.is_some() && found != level {
                    continue;
                }
                let stop = place_end(self.context, end, range.end);
                if stop == end {
                    continue;
                }
                let name = names::name(self.context, at..stop).text;
                let mut letters = name.chars();
                let name: String =
                    letters.next().into_iter().flat_map(char::to_lowercase).chain(letters).collect();
                // "Ủy ban nhân dân huyện X" tells more than a place that is only mentioned.
                let own = at > range.start && self.is_body_before(at);
                let weight = weight * if own { 3 } else { 1 };
                match counts.iter_mut().find(|(other, ..)| fold(other) == fold(&name)) {
                    Some((_, _, count, _)) => *count += weight,
                    None => counts.push((name, found, weight, counts.len())),
                }
            }
        }
        let best = counts
            .into_iter()
            .filter(|(_, _, count, _)| *count > 0)
            .max_by_key(|(_, _, count, order)| (*count, usize::MAX - order))?;
        Some((best.0, best.1))
    }

    fn is_body_before(&self, at: usize) -> bool {
        (at.saturating_sub(4)..at).any(|start| {
            self.context.tokens.cue_at(Rules::NAMES, start).is_some_and(|cue| {
                cue.end as usize == at
                    && self.context.rules.names.row(cue.row).is_some_and(|row| row.fields.local)
            })
        })
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
            if self.part_at(start).is_some_and(|(part, end)| part == Part::Post && end == before) {
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
        if let Some(end) = range.clone().find_map(|at| unit(self.context, at)).map(|(end, _)| end) {
            let place = place_end(self.context, end, range.end);
            let behind = (end.max(place)..range.end).any(|at| self.is_capital(at));
            if place >= end && !behind {
                range.end = place.max(end);
            }
        }
        range
    }
}
