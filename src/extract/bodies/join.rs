//! What stands behind a comma, "và" or a colon in a list of bodies: another body, more of the same, or the duty.

use super::item::{Family, Item, Lax, begin};
use super::list::{Mode, Scan, Step, Stop};
use crate::document::{Shape, TokenKind};
use crate::rules::{DutySense, HeadKind, TailKind};
use std::ops::Range;

/// In tokens: what runs on for longer than this is no name of a department.
const LONGEST_NAME: usize = 8;

impl Scan<'_, '_> {
    /// A comma or semicolon, and what follows it.
    pub fn joint(&mut self, item: &mut Item, at: usize) -> Step {
        let hard = self.passage.is(at, TokenKind::Semicolon);
        let mut next = at + 1;
        if let Some((TailKind::And, len)) = self.passage.tail(next)
            && self.passage.duty(next).is_none_or(|(sense, ..)| sense != DutySense::Support)
        {
            next += len;
        }
        self.join(item, at, next, hard)
    }

    /// What stands behind a separator: another body, more of the same class or name, or the duty.
    pub fn join(&mut self, item: &mut Item, at: usize, next: usize, hard: bool) -> Step {
        let passage = self.passage;
        if next >= self.to {
            return Step::Stop(Stop::End, at);
        }
        let sector = self.shared_name(next);
        let shared = !hard && self.prefix.is_some() && passage.sector(next) > 0;
        if let Some(new) = begin(passage, next).filter(|_| !shared)
            && !(self.mode == Mode::Sentence
                && self.starts_duty(next)
                && !new.quantified
                && new.family != Family::Class)
        {
            let inside = item.lax == Lax::Relative && !new.quantified && !new.own_name(self.passage);
            if !hard && inside {
                item.end = new.end;
                return Step::To(new.end);
            }
            if !hard && self.continues(item, &new) {
                let (start, core, quantified, post) = (item.start, item.core, item.quantified, item.post);
                let (family, sector) = (item.family, item.sector);
                *item = Item { start, core, quantified, post, sector, ..new };
                if family == Family::Class && item.family == Family::Unit {
                    item.family = Family::Class;
                }
                return Step::To(item.end);
            }
            return Step::Next(self.same_post(item, &new).unwrap_or(new));
        }
        // "Vụ Pháp luật quốc tế, Các vấn đề chung": a name that begins with "Các".
        if self.mode == Mode::Whole
            && passage.capitalized(next)
            && passage.quantifier(next) > 0
            && item.family == Family::Proper
            && begin(passage, next).is_none()
        {
            return Step::Next(Item::unknown(next));
        }
        let shares = item.sector.is_some() || self.prefix.is_some();
        if shares && sector > 0 && self.share_head(item) {
            let mut new = item.clone();
            new.start = next;
            new.core = next;
            new.sector = Some(next);
            new.end = next + sector;
            return Step::Next(new);
        }
        let comma = passage.is(at, TokenKind::Comma) || hard;
        if self.mode == Mode::Sentence && !comma && passage.verb(next) > 0 && passage.duty(next).is_none() {
            // "Quỹ Bảo vệ và phát triển rừng": no duty begins with "và".
            item.end = next + passage.verb(next);
            item.small_name = true;
            return Step::To(item.end);
        }
        if self.mode == Mode::Sentence && self.starts_duty(next) {
            let describes = item.lax == Lax::Relative && !comma;
            if describes || (item.open && self.runs_on(next + passage.verb(next))) {
                self.fallback.get_or_insert(next);
                return Step::To(next);
            }
            return Step::Stop(if hard { Stop::End } else { Stop::Duty }, if hard { at } else { next });
        }
        if hard {
            return match self.mode {
                Mode::Whole if passage.is(next, TokenKind::Word) => Step::Next(Item::unknown(next)),
                _ => Step::Stop(Stop::End, at),
            };
        }
        let large = passage.capitalized(next);
        // "VTV, VOV": but "Viện Chiến lược, Chính sách" is one name.
        let letters =
            passage.token(next).is_some_and(|token| token.shape == Shape::Upper && token.span().len() > 1);
        if self.mode == Mode::Whole && letters && passage.is(at, TokenKind::Comma) {
            return Step::Next(Item::unknown(next));
        }
        let goes_on = passage.is(next, TokenKind::Word)
            && (large
                || sector > 0
                || item.family != Family::Proper
                || item.open
                || self.mode == Mode::Whole);
        if goes_on { Step::To(next) } else { Step::Stop(Stop::Unknown, next) }
    }

    fn starts_duty(&self, at: usize) -> bool {
        let passage = self.passage;
        let duty = passage.duty(at).is_some_and(|(sense, ..)| sense != DutySense::Refuse);
        let verb = passage.verb(at).max(passage.ground(at));
        (duty || verb > 0 && (verb > passage.sector(at) || !passage.capitalized(at)))
            && (verb == 0 || !self.passage.capitalized(at) || duty)
    }

    /// Whether the body at a separator is more of the same class.
    fn continues(&self, item: &Item, new: &Item) -> bool {
        let head = self.passage.head(new.core);
        if head.is_some_and(|head| head.fields.kind == HeadKind::Post) {
            return false;
        }
        if new.quantified {
            return item.post && head.is_some_and(|head| head.fields.joins) && item.family != Family::Proper;
        }
        if new.own_name(self.passage) {
            return false;
        }
        match (item.family, new.family) {
            (Family::Proper, _) | (_, Family::Proper) => false,
            (Family::Class, Family::Unit) => item.quantified && !item.post,
            (a, b) => a == b,
        }
    }

    /// "Giám đốc các Sở Tài chính, Sở Nội vụ": the post is printed once for several offices.
    fn same_post(&mut self, item: &mut Item, new: &Item) -> Option<Item> {
        let offices = self.passage.head(new.core).is_some_and(|head| head.fields.kind == HeadKind::Office);
        if !offices || new.quantified || !new.own_name(self.passage) {
            return None;
        }
        let first = item.sector.is_some() && item.post && self.prefix.is_none();
        if first {
            let post = self.passage.head(item.core)?;
            let several = self.passage.quantifier(item.core + post.len);
            if post.fields.kind != HeadKind::Post || several == 0 {
                return None;
            }
            let office = item.core + post.len + several;
            self.prefix = Some(std::iter::once(item.core..item.core + post.len).collect());
            item.start = office;
            item.sector = Some(office);
        } else if !(self.shares_post() && item.sector == Some(item.start)) {
            return None;
        }
        Some(Item { sector: Some(new.start), ..new.clone() })
    }

    /// Whether what is printed once is a post: "các Vụ: Kế hoạch, Cục Hóa chất" shares none with the second.
    fn shares_post(&self) -> bool {
        let first = self.prefix.as_ref().and_then(|prefix| prefix.first());
        let head = first.and_then(|first| self.passage.head(first.start));
        head.is_some_and(|head| head.fields.kind == HeadKind::Post)
    }

    /// Makes the head of the body one that is printed once for the names that follow it; false where it has none.
    fn share_head(&mut self, item: &mut Item) -> bool {
        if self.prefix.is_some() {
            return true;
        }
        let Some(sector) = item.sector else { return false };
        let parts = self.without_quantifiers(item.start..sector);
        if parts.is_empty() {
            return false;
        }
        self.prefix = Some(parts);
        item.start = sector;
        true
    }

    fn without_quantifiers(&self, range: Range<usize>) -> Vec<Range<usize>> {
        let mut parts: Vec<Range<usize>> = Vec::new();
        let mut at = range.start;
        while at < range.end {
            let quantifier = self.passage.quantifier(at);
            if quantifier > 0 {
                at += quantifier;
                continue;
            }
            if !self.passage.is(at, TokenKind::Colon) {
                match parts.last_mut() {
                    Some(last) if last.end == at => last.end = at + 1,
                    _ => parts.push(at..at + 1),
                }
            }
            at += 1;
        }
        parts
    }

    /// How long a name is to which a head printed once is given: a sector, or what stands in large letters up to a mark.
    fn shared_name(&self, at: usize) -> usize {
        let passage = self.passage;
        let sector = passage.sector(at);
        let begins = passage.capitalized(at) && passage.head(at).is_none() && passage.quantifier(at) == 0;
        if self.prefix.is_none() || !begins {
            return sector;
        }
        let verb = |at: usize| passage.verb(at) > 0 && !passage.capitalized(at);
        let goes_on = |at: usize| {
            passage.is(at, TokenKind::Word)
                && passage.duty(at).is_none()
                && passage.tail(at).is_none()
                && passage.ground(at) == 0
                && !verb(at)
        };
        let end = (at + sector.max(1)..self.to.min(at + LONGEST_NAME)).find(|&at| !goes_on(at)).unwrap_or(at);
        let closed =
            matches!(passage.token(end).map(|token| token.kind), Some(TokenKind::Comma | TokenKind::Colon))
                || matches!(passage.tail(end), Some((TailKind::And, _)))
                || passage.duty(end).is_some()
                || verb(end);
        if closed && end > at { end - at } else { sector }
    }

    /// "các Vụ: Kế hoạch, Năng lượng và …": names in large letters with commas between them.
    fn names_in_row(&mut self, at: usize) -> bool {
        let before = self.prefix.replace(Vec::new());
        let first = self.shared_name(at);
        let second = at + first + 1;
        let row = first > 0 && self.passage.is(second - 1, TokenKind::Comma) && self.shared_name(second) > 0;
        self.prefix = before;
        row
    }

    /// "Giám đốc các Sở: Tài chính, Xây dựng", "các hội: Hội Nông dân, …"; else the list ends.
    pub fn colon(&mut self, item: &mut Item, at: usize) -> Step {
        let passage = self.passage;
        let next = at + 1;
        let named = passage.sector(next) > 0 || item.quantified && self.names_in_row(next);
        if item.bare && item.sector.is_none() && item.family == Family::Class && named {
            let parts = self.without_quantifiers(item.start..at);
            if !parts.is_empty() {
                self.prefix = Some(parts);
                let mut new = Item::unknown(next);
                new.sector = Some(next);
                new.end = next + self.shared_name(next);
                *item = new;
                return Step::To(item.end);
            }
        }
        // "các tổ chức hội: Hội Nông dân, Hội Phụ nữ": the members stand for the class.
        if self.mode == Mode::Sentence
            && item.quantified
            && item.family == Family::Class
            && let Some(member) = begin(passage, next).filter(|member| member.own_name(passage))
            && passage.list(next, self.to, self.mode).is_some_and(|list| list.bodies.len() > 1)
        {
            *item = member;
            return Step::To(item.end);
        }
        Step::Stop(Stop::Colon, at)
    }
}
