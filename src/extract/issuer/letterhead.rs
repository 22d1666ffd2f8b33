//! The bodies printed in the letterhead.

use super::Reader;
use crate::document::{Issuer, Shape, System, TokenKind, Zone};
use crate::extract::line::Line;
use crate::extract::names::{self, head, mark, unit};
use crate::rules::{CitationPart, Mark, NameFields, Part, Row, Rules};
use crate::span::{Normalized, Span};
use std::ops::Range;

/// A body of the letterhead: the tokens of its lines.
struct Body<'a> {
    lines: Vec<Range<usize>>,
    row: Option<&'a Row<NameFields>>,
    /// A dash on the same line parts it from the body before: the two issue together.
    beside: bool,
}

impl<'a> Reader<'a> {
    /// The bodies printed above the number, or in capitals before the legal bases.
    pub(super) fn letterhead(&self, blocks: &[usize]) -> Vec<Issuer> {
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
        let below =
            || self.bodies(blocks[kind..].iter().copied().filter(|&block| zone(block) == Zone::Letterhead));
        if let [body] = above.as_slice()
            && self.wants_place(body)
            && let Some(whole) = below().into_iter().find(|other| self.completes(other, body))
        {
            return self.chosen(vec![whole], joint);
        }
        let mut issuers =
            if above.is_empty() { self.chosen(below(), joint) } else { self.chosen(above, joint) };
        // "BAN CHẤP HÀNH TRUNG ƯƠNG" below the Youth Union's title is not the Party's.
        if let Some(system) = self.titled_system(blocks) {
            for issuer in issuers.iter_mut().filter(|issuer| issuer.system == System::Party) {
                issuer.system = system;
            }
        }
        issuers
    }

    /// The system of the organization whose title stands where others print the national one.
    fn titled_system(&self, blocks: &[usize]) -> Option<System> {
        let starts = blocks.iter().filter(|&&block| self.context.outline.zone(block) == Zone::Letterhead);
        starts.map(|&block| self.context.tokens.of_block(block).start).find_map(|at| {
            let title = matches!(self.part_at(at), Some((Part::PartyTitle, _)));
            head(self.context, at).filter(|_| title)?.fields.system
        })
    }

    /// "ỦY BAN NHÂN DÂN" alone: the line with its place was lost.
    fn wants_place(&self, body: &Body<'_>) -> bool {
        let placed = || body.lines.iter().cloned().flatten().any(|at| self.is_placed(at));
        body.row.is_some_and(|row| row.fields.local) && !placed()
    }

    /// Whether a body is one that stands above without its place.
    fn completes(&self, whole: &Body<'_>, bare: &Body<'_>) -> bool {
        let same = whole.row.zip(bare.row).is_some_and(|(whole, bare)| whole.id == bare.id);
        same && !self.wants_place(whole)
    }

    fn is_placed(&self, at: usize) -> bool {
        unit(self.context, at).is_some() || matches!(mark(self.context, at), Some((Mark::ProvinceCity, ..)))
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
        // "ĐOÀN TNCS HỒ CHÍ MINH" stands where others print the national title.
        if bodies.iter().any(|body| !self.is_title(body)) {
            bodies.retain(|body| !self.is_title(body));
        }
        bodies
    }

    /// Whether a body is no more than the title of the organization.
    fn is_title(&self, body: &Body<'_>) -> bool {
        matches!(body.lines.as_slice(), [line] if self.part_at(line.start) == Some((Part::PartyTitle, line.end)))
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
            && let Some(body) = (range.start + 1..=end).find(|&at| head(self.context, at).is_some())
            && body < range.end
        {
            range.start = body;
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
        if body.row.is_some_and(|row| row.fields.unfinished) && body.lines.len() == 1 {
            return true;
        }
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
}
