//! Lists of bodies, read from left to right.

use super::passage::{Head, Passage};
use crate::document::TokenKind;
use crate::rules::{DutySense, HeadKind, TailKind};
use std::ops::Range;

/// A body as printed: mostly one run of tokens, more where a head printed once is given to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Body {
    pub parts: Vec<Range<usize>>,
    /// Has a name of its own or is a post; not only a kind of bodies.
    pub proper: bool,
    /// Persons as a class.
    pub people: bool,
    /// A head alone, without "các", name or description.
    pub bare: bool,
}

impl Body {
    /// The words of the body.
    pub fn text(&self, passage: &Passage<'_>) -> String {
        let parts: Vec<&str> =
            self.parts.iter().map(|part| passage.context.layout.str(passage.span(part.clone()))).collect();
        parts.join(" ")
    }
}

/// Why a list ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stop {
    /// A word of duty, a verb, or how it is done.
    Duty,
    Colon,
    /// A small word that no table knows, behind a name: mostly a verb.
    Unknown,
    /// A preposition or conjunction: "trong việc", "để".
    Small,
    /// A word of report: đã, được.
    Refused,
    /// The sentence or the passage ends.
    End,
}

/// Bodies in a row and where they end.
#[derive(Debug, Clone)]
pub struct List {
    pub bodies: Vec<Body>,
    /// The token at which the list stopped.
    pub end: usize,
    pub stop: Stop,
}

/// What may end a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// In a sentence: a verb ends it.
    Sentence,
    /// A heading, a line or a cell that holds nothing else.
    Whole,
}

/// Longer lists than this are none.
const REACH: usize = 160;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Family {
    Proper,
    Class,
    Unit,
    People,
}

/// How far a description in any words goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Lax {
    No,
    /// Up to a verb.
    Clause,
    /// Up to a word of duty.
    Relative,
}

#[derive(Debug, Clone)]
struct Item {
    start: usize,
    /// Behind the quantifier.
    core: usize,
    /// Behind the last word that belongs to it.
    end: usize,
    quantified: bool,
    post: bool,
    /// The last head is an office.
    office: bool,
    family: Family,
    /// Where the name begins that a shared head can be given to.
    sector: Option<usize>,
    head_end: usize,
    /// A name in small letters is still open.
    open: bool,
    /// The name is set like a sentence: one large letter, then small ones.
    small_name: bool,
    /// Nothing but the head so far.
    bare: bool,
    lax: Lax,
}

impl Passage<'_> {
    /// The list of bodies that begins at a token, up to `to`.
    pub fn list(&self, from: usize, to: usize, mode: Mode) -> Option<List> {
        let to = to.min(self.range.end).min(from + REACH);
        Scan { passage: self, to, mode, bodies: Vec::new(), prefix: None }.run(from)
    }

    /// Whether a body can begin at a token.
    pub fn begins_body(&self, at: usize) -> bool {
        begin(self, at).is_some()
    }
}

/// The item whose head stands at a token.
fn begin(passage: &Passage<'_>, at: usize) -> Option<Item> {
    let quantifier = passage.quantifier(at);
    let core = at + quantifier;
    let head = passage.head(core)?;
    if is_verb_here(passage, core, head, quantifier > 0) {
        return None;
    }
    let mut item = Item {
        start: at,
        core,
        end: core + head.len,
        quantified: quantifier > 0,
        post: false,
        office: false,
        family: Family::Class,
        sector: None,
        head_end: core + head.len,
        open: false,
        small_name: false,
        bare: true,
        lax: Lax::No,
    };
    take_head(passage, &mut item, core, head);
    Some(item)
}

/// "tổ chức" and its like are nouns behind a quantifier or in an enumeration, else verbs.
fn is_verb_here(passage: &Passage<'_>, at: usize, head: Head, quantified: bool) -> bool {
    if quantified || passage.verb(at) != head.len || head.kind != HeadKind::Class {
        return false;
    }
    let next = at + head.len;
    let noun = matches!(passage.kind(next), Some(TokenKind::Comma | TokenKind::Semicolon))
        || matches!(passage.tail(next), Some((TailKind::Closing | TailKind::And | TailKind::Clause, _)));
    !noun
}

fn take_head(passage: &Passage<'_>, item: &mut Item, at: usize, head: Head) {
    let next = at + head.len;
    let lower = !passage.capitalized(at);
    item.family = match head.kind {
        HeadKind::Unit => Family::Unit,
        HeadKind::People => Family::People,
        HeadKind::Class | HeadKind::None => Family::Class,
        HeadKind::Post => Family::Class,
        HeadKind::Named if head.generic && lower && !passage.capitalized(next) => Family::Class,
        HeadKind::Named => Family::Proper,
        HeadKind::Office => Family::Class,
    };
    item.post |= head.kind == HeadKind::Post;
    item.office = head.kind == HeadKind::Office;
    item.open = head.open;
    item.small_name = false;
    item.head_end = next;
    item.end = next;
    item.bare = true;
    item.lax = Lax::No;
}

struct Scan<'p, 'a> {
    passage: &'p Passage<'a>,
    to: usize,
    mode: Mode,
    bodies: Vec<Body>,
    /// A head printed once for several names: "Giám đốc các Sở:".
    prefix: Option<Vec<Range<usize>>>,
}

/// What a step of the scan came to.
enum Step {
    To(usize),
    Next(Item),
    Stop(Stop, usize),
}

impl Scan<'_, '_> {
    fn run(mut self, from: usize) -> Option<List> {
        let mut item = begin(self.passage, from)?;
        let mut at = item.end;
        // The first verb inside a name or description that may hold verbs.
        let mut fallback = None;
        let (stop, end) = loop {
            if at >= self.to {
                break (Stop::End, at);
            }
            match self.step(&mut item, at, &mut fallback) {
                Step::To(next) => at = next,
                Step::Next(next) => {
                    self.push(&item);
                    if next.sector != Some(next.start) {
                        self.prefix = None;
                    }
                    fallback = None;
                    at = next.end;
                    item = next;
                }
                Step::Stop(stop, end) => break (stop, end),
            }
        };
        let (stop, end) = match (stop, fallback) {
            (Stop::End | Stop::Unknown, Some(verb)) if self.mode == Mode::Sentence => {
                item.end = verb;
                (Stop::Duty, verb)
            }
            _ => (stop, end),
        };
        self.push(&item);
        Some(List { bodies: self.bodies, end, stop })
    }

    fn push(&mut self, item: &Item) {
        if item.end <= item.start {
            return;
        }
        let mut end = item.end;
        // Commas and dashes at the end belong to no body.
        while end > item.start
            && matches!(
                self.passage.kind(end - 1),
                Some(
                    TokenKind::Comma
                        | TokenKind::Semicolon
                        | TokenKind::Dash
                        | TokenKind::Colon
                        | TokenKind::Period
                )
            )
        {
            end -= 1;
        }
        let mut parts = Vec::with_capacity(1);
        match (&self.prefix, item.sector) {
            (Some(prefix), Some(sector)) if item.start == sector => {
                parts.extend(prefix.iter().cloned());
                parts.push(sector..end);
            }
            _ => parts.push(item.start..end),
        }
        self.bodies.push(Body {
            parts,
            proper: item.family == Family::Proper || item.post,
            people: item.family == Family::People,
            bare: item.bare && !item.quantified && item.family == Family::Class && item.end == item.head_end,
        });
    }

    fn step(&mut self, item: &mut Item, at: usize, fallback: &mut Option<usize>) -> Step {
        let passage = self.passage;
        let Some(token) = passage.token(at) else { return Step::Stop(Stop::End, at) };
        match token.kind {
            TokenKind::Word => self.word(item, at, fallback),
            TokenKind::OpenParen => {
                let behind = passage.behind_parenthesis(at, 24);
                if behind == at {
                    return Step::Stop(Stop::End, at);
                }
                // A short remark in brackets is part of the name; a longer one is passed over.
                if behind - at <= 12 {
                    item.end = behind;
                }
                Step::To(behind)
            }
            TokenKind::Comma | TokenKind::Semicolon | TokenKind::Ampersand => self.joint(item, at, fallback),
            TokenKind::Colon => self.colon(item, at),
            TokenKind::Period if self.abbreviates(at) => Step::To(at + 1),
            TokenKind::Period | TokenKind::Ellipsis if self.mode == Mode::Whole && at + 1 >= self.to => {
                Step::Stop(Stop::End, at)
            }
            TokenKind::Period | TokenKind::Ellipsis => Step::Stop(Stop::End, at),
            TokenKind::Dash if self.mode == Mode::Whole && !token.glued => match begin(passage, at + 1) {
                Some(next) if next.quantified || self.own_name(&next) => Step::Next(next),
                _ => Step::To(at + 1),
            },
            TokenKind::Dash | TokenKind::Slash | TokenKind::Number | TokenKind::CloseParen => {
                if !matches!(token.kind, TokenKind::Dash) {
                    item.end = at + 1;
                }
                Step::To(at + 1)
            }
            TokenKind::OpenQuote | TokenKind::CloseQuote => Step::To(at + 1),
            _ => Step::Stop(Stop::End, at),
        }
    }

    /// A period that only shortens the word before it: "TP. Hồ Chí Minh".
    fn abbreviates(&self, at: usize) -> bool {
        let passage = self.passage;
        at > 0
            && passage.head(at - 1).is_some_and(|head| head.kind == HeadKind::Unit)
            && passage.token(at - 1).is_some_and(|token| token.end - token.start <= 3)
            && passage.capitalized(at + 1)
    }

    fn word(&mut self, item: &mut Item, at: usize, fallback: &mut Option<usize>) -> Step {
        let passage = self.passage;
        let keep = |item: &mut Item, end: usize| {
            item.end = end;
            Step::To(end)
        };
        let sector = passage.sector(at);
        let verb = passage.verb(at);
        let duty = passage.duty(at);
        let tail = passage.tail(at);
        if let Some((TailKind::And, len)) = tail
            && duty.is_none_or(|(sense, ..)| sense != DutySense::Support)
        {
            return self.conjunction(item, at, len, fallback);
        }
        let small = !passage.capitalized(at);
        // A verb set with a large letter behind a class is a verb; behind a head that waits for its name it is the name.
        let named_after = !small && (item.bare && item.family != Family::Unit && !item.quantified);
        let waits_for_name = item.bare && item.office && !item.quantified;
        let all_large = |len: usize| (at..at + len).all(|t| passage.capitalized(t));
        if self.mode == Mode::Sentence && !named_after {
            if let Some((sense, len, _)) = duty
                && len >= sector
                && (small || !all_large(len))
                && tail.is_none_or(|(_, tail)| len > tail)
            {
                return match sense {
                    DutySense::Refuse => Step::Stop(Stop::Refused, at),
                    DutySense::Subject if item.lax != Lax::No => Step::To(at + len),
                    _ => Step::Stop(Stop::Duty, at),
                };
            }
            let opens = passage.ground(at).max(passage.manner(at));
            if opens > 0 && opens >= sector && small && tail.is_none_or(|(_, len)| len < opens) {
                return Step::Stop(Stop::Duty, at);
            }
            let noun = passage.head(at).is_some_and(|head| head.len > verb)
                || tail.is_some_and(|(_, len)| len > verb);
            let wins = verb > sector || (verb > 0 && verb == sector && small && !waits_for_name);
            if wins && !noun && (small || !all_large(verb)) {
                if self.describes(item, at + verb) {
                    item.bare = false;
                    return keep(item, at + verb);
                }
                let inside = item.lax == Lax::Relative || (item.open && self.runs_on(at + verb));
                if !inside {
                    if item.open && item.bare && item.head_end < item.core + 3 {
                        // "Hội đồng thẩm định": the verb is the name.
                        return keep(item, at + verb);
                    }
                    return Step::Stop(Stop::Duty, at);
                }
                if at > item.head_end + 3 {
                    fallback.get_or_insert(at);
                }
                return keep(item, at + verb);
            }
        }
        if self.mode == Mode::Sentence
            && small
            && sector == 0
            && tail.is_none()
            && passage.ends_list(at)
            && item.lax == Lax::No
        {
            return Step::Stop(Stop::Small, at);
        }
        if sector > 0 {
            if matches!(item.family, Family::Class) && item.bare && (passage.capitalized(at) || item.post) {
                item.family = Family::Proper;
            }
            item.sector.get_or_insert(at);
            item.bare = false;
            return keep(item, at + sector);
        }
        if let Some(head) = passage.head(at)
            && tail.is_none_or(|(kind, len)| kind != TailKind::Join && len <= head.len)
        {
            return self.complement(item, at, head);
        }
        match tail {
            Some((TailKind::Clause, len)) => {
                item.lax = Lax::Clause;
                item.bare = false;
                return keep(item, at + len);
            }
            Some((TailKind::Relative, len)) => {
                item.lax = Lax::Relative;
                item.bare = false;
                return keep(item, at + len);
            }
            Some((TailKind::Closing, len)) => {
                item.bare = false;
                return keep(item, at + len);
            }
            Some((TailKind::Join, len)) => {
                item.bare = false;
                return keep(item, at + len);
            }
            Some((TailKind::Quantifier, len)) => {
                if !small && waits_for_name {
                    // "Vụ Các vấn đề chung …"
                    item.family = Family::Proper;
                    item.small_name = true;
                    item.bare = false;
                }
                return keep(item, at + len);
            }
            Some((TailKind::And, _)) | None => {}
        }
        if !small {
            if item.bare && item.family == Family::Class && (item.office || !item.quantified) {
                item.family = Family::Proper;
            }
            item.bare = false;
            return keep(item, at + 1);
        }
        let runs = self.mode == Mode::Whole
            || item.lax != Lax::No
            || item.open
            || item.family != Family::Proper
            || item.small_name
            || self.goes_on_small(at)
            || (at == item.head_end + 1 && passage.capitalized(at - 1));
        if runs && at < item.head_end + 24 {
            item.small_name |= at == item.head_end + 1 && item.family == Family::Proper;
            item.bare = false;
            return keep(item, at + 1);
        }
        Step::Stop(Stop::Unknown, at)
    }

    /// Whether the small word at `at` is the second of a part of a name: "Thương mại - Du lịch".
    fn goes_on_small(&self, at: usize) -> bool {
        let passage = self.passage;
        let joined = at >= 2
            && (passage.is(at - 2, TokenKind::Dash)
                || passage.is(at - 2, TokenKind::Ampersand)
                || matches!(passage.tail(at - 2), Some((TailKind::And, 1))));
        passage.capitalized(at - 1) && joined
    }

    /// Whether a verb that ends at `at` only describes the head before it: "Tổng cục thống kê có trách nhiệm",
    /// "các cơ quan truyền thông trên địa bàn tỉnh tổ chức".
    fn describes(&self, item: &Item, at: usize) -> bool {
        let passage = self.passage;
        if !item.bare {
            return false;
        }
        let acts = |at: usize| {
            passage.ground(at) > 0
                || passage.duty(at).is_some_and(|(sense, ..)| {
                    !matches!(sense, DutySense::Refuse | DutySense::Ask | DutySense::Subject)
                })
        };
        if item.office && !item.quantified {
            return acts(at);
        }
        item.family == Family::Class
            && matches!(passage.tail(at), Some((TailKind::Closing | TailKind::Clause, _)))
            && (at + 1..self.to.min(at + 8)).any(|t| acts(t) || passage.verb(t) > 0)
    }

    /// Whether the open name is closed by a territory soon behind a verb that ends at `at`.
    fn runs_on(&self, at: usize) -> bool {
        let passage = self.passage;
        for t in at..self.to.min(at + 9) {
            if !passage.is(t, TokenKind::Word) && !passage.is(t, TokenKind::Dash) {
                return false;
            }
            let closes =
                passage.head(t).is_some_and(|head| matches!(head.kind, HeadKind::Unit | HeadKind::Named))
                    && passage.tail(t - 1).is_none()
                    && passage.verb(t - 1) == 0;
            if closes {
                return true;
            }
            if passage.duty(t).is_some() || passage.ground(t) > 0 {
                return true;
            }
        }
        false
    }

    /// A head right behind the body: the body of a post, the territory of an office, the body that a board belongs to.
    fn complement(&mut self, item: &mut Item, at: usize, head: Head) -> Step {
        let (post, open, family, bare) = (item.post, item.open, item.family, item.bare);
        if self.mode == Mode::Sentence
            && head.kind == HeadKind::Post
            && item.family == Family::Proper
            && !item.bare
        {
            // "Giám đốc Sở Y tế Thủ trưởng": a comma is missing.
            return begin(self.passage, at).map_or(Step::To(at + 1), Step::Next);
        }
        let lax = item.lax;
        take_head(self.passage, item, at, head);
        item.lax = lax;
        item.open = head.open;
        match head.kind {
            HeadKind::Unit => {
                // The territory of a named body leaves it named; an enumeration of units may follow either.
                if family == Family::Proper || post {
                    item.family = Family::Unit;
                } else if matches!(family, Family::Class | Family::People) && !bare {
                    item.family = family;
                }
                if open {
                    item.family = Family::Unit;
                }
            }
            HeadKind::Class if family == Family::Proper && !bare => item.family = family,
            _ if family == Family::People => item.family = family,
            _ => {}
        }
        item.post |= post;
        if !matches!(head.kind, HeadKind::Office | HeadKind::Post) {
            item.bare = false;
        }
        Step::To(item.end)
    }

    fn conjunction(&mut self, item: &mut Item, at: usize, len: usize, fallback: &mut Option<usize>) -> Step {
        self.join(item, at, at + len, false, fallback)
    }

    /// A comma or semicolon, and what follows it.
    fn joint(&mut self, item: &mut Item, at: usize, fallback: &mut Option<usize>) -> Step {
        let hard = self.passage.is(at, TokenKind::Semicolon);
        let mut next = at + 1;
        if let Some((TailKind::And, len)) = self.passage.tail(next)
            && self.passage.duty(next).is_none_or(|(sense, ..)| sense != DutySense::Support)
        {
            next += len;
        }
        self.join(item, at, next, hard, fallback)
    }

    /// What stands behind a separator: another body, more of the same class or name, or the duty.
    fn join(
        &mut self,
        item: &mut Item,
        at: usize,
        next: usize,
        hard: bool,
        fallback: &mut Option<usize>,
    ) -> Step {
        let passage = self.passage;
        if next >= self.to {
            return Step::Stop(Stop::End, at);
        }
        let shared = !hard && self.prefix.is_some() && passage.sector(next) > 0;
        if let Some(new) = begin(passage, next).filter(|_| !shared)
            && !(self.mode == Mode::Sentence && self.starts_duty(next) && !new.quantified)
        {
            let inside = item.lax == Lax::Relative && !new.quantified && !self.own_name(&new);
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
        let sector = passage.sector(next);
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
                fallback.get_or_insert(next);
                return Step::To(next);
            }
            return Step::Stop(if hard { Stop::End } else { Stop::Duty }, if hard { at } else { next });
        }
        if hard {
            return match self.mode {
                Mode::Whole if passage.is(next, TokenKind::Word) => Step::Next(self.unknown(next)),
                _ => Step::Stop(Stop::End, at),
            };
        }
        let large = passage.capitalized(next);
        if self.mode == Mode::Whole && large && passage.is(at, TokenKind::Comma) {
            return Step::Next(self.unknown(next));
        }
        let goes_on = passage.is(next, TokenKind::Word)
            && (large
                || sector > 0
                || item.family != Family::Proper
                || item.open
                || self.mode == Mode::Whole);
        if goes_on { Step::To(next) } else { Step::Stop(Stop::Unknown, next) }
    }

    /// A body that no table knows, in a list of bodies.
    fn unknown(&self, at: usize) -> Item {
        Item {
            start: at,
            core: at,
            end: at + 1,
            quantified: false,
            post: false,
            office: false,
            family: Family::Proper,
            sector: None,
            head_end: at + 1,
            open: false,
            small_name: false,
            bare: false,
            lax: Lax::No,
        }
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
        if head.is_some_and(|head| head.kind == HeadKind::Post) {
            return false;
        }
        if new.quantified {
            return item.post && head.is_some_and(|head| head.joins) && item.family != Family::Proper;
        }
        if self.own_name(new) {
            return false;
        }
        match (item.family, new.family) {
            (Family::Proper, _) | (_, Family::Proper) => false,
            (Family::Class, Family::Unit) => item.quantified && !item.post,
            (a, b) => a == b,
        }
    }

    /// Whether a name of its own stands behind the head.
    fn own_name(&self, item: &Item) -> bool {
        let passage = self.passage;
        let next = item.end;
        match passage.head(item.core).map(|head| head.kind) {
            Some(HeadKind::Named) => item.family == Family::Proper,
            Some(HeadKind::Office) => {
                passage.sector(next) > 0 && (passage.capitalized(item.core) || passage.capitalized(next))
                    || passage.capitalized(next) && passage.kind(next) == Some(TokenKind::Word)
                    || item.open && (passage.capitalized(item.core) || passage.head(next).is_some())
            }
            Some(HeadKind::Post) => true,
            _ => false,
        }
    }

    /// "Giám đốc các Sở Tài chính, Sở Nội vụ": the post is printed once for several offices.
    fn same_post(&mut self, item: &mut Item, new: &Item) -> Option<Item> {
        let offices = self.passage.head(new.core).is_some_and(|head| head.kind == HeadKind::Office);
        if !offices || new.quantified || !self.own_name(new) {
            return None;
        }
        let first = item.sector.is_some() && item.post && self.prefix.is_none();
        if first {
            let post = self.passage.head(item.core)?;
            let several = self.passage.quantifier(item.core + post.len);
            if post.kind != HeadKind::Post || several == 0 {
                return None;
            }
            let office = item.core + post.len + several;
            self.prefix = Some(vec![item.core..item.core + post.len]);
            item.start = office;
            item.sector = Some(office);
        } else if !(self.prefix.is_some() && item.sector == Some(item.start)) {
            return None;
        }
        Some(Item { sector: Some(new.start), ..new.clone() })
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

    /// "Giám đốc các Sở: Tài chính, Xây dựng", "các hội: Hội Nông dân, …"; else the list ends.
    fn colon(&mut self, item: &mut Item, at: usize) -> Step {
        let passage = self.passage;
        let next = at + 1;
        if item.bare && item.sector.is_none() && item.family == Family::Class && passage.sector(next) > 0 {
            let parts = self.without_quantifiers(item.start..at);
            if !parts.is_empty() {
                self.prefix = Some(parts);
                let mut new = self.unknown(next);
                new.sector = Some(next);
                new.end = next + passage.sector(next);
                *item = new;
                return Step::To(item.end);
            }
        }
        Step::Stop(Stop::Colon, at)
    }
}
