//! Words behind the head of a body.

use super::item::{Family, Item, Lax, begin, take_head};
use super::list::{Mode, Scan, Step, Stop};
use super::passage::Head;
use crate::document::TokenKind;
use crate::rules::{DutySense, HeadKind, TailKind};

/// "có trách nhiệm" stands no farther behind a description than this.
const BOUND_REACH: usize = 24;

impl Scan<'_, '_> {
    /// A word behind the head of a body: more of its name, its description, or the duty.
    pub fn word(&mut self, item: &mut Item, at: usize) -> Step {
        let passage = self.passage;
        let keep = |item: &mut Item, end: usize| {
            item.end = end;
            Step::To(end)
        };
        let sector = passage.sector(at);
        let verb = passage.verb(at);
        let duty = passage.duty(at);
        if let Some((TailKind::Inside, len)) = passage.tail(at)
            && item.small_name
            && !passage.capitalized(at)
        {
            // "Vụ Các vấn đề về đào tạo cán bộ": behind "về" a verb is a noun.
            let end = at + len + passage.verb(at + len);
            return keep(item, end.min(self.to));
        }
        let tail = passage.tail(at).filter(|(kind, _)| *kind != TailKind::Inside);
        if let Some((TailKind::And, len)) = tail
            && duty.is_none_or(|(sense, ..)| sense != DutySense::Support)
        {
            return self.join(item, at, at + len, false);
        }
        let small = !passage.capitalized(at);
        // A verb set with a large letter behind a class is a verb; behind a head that waits for its name it is the name.
        let named_after = !small && (item.bare && item.family != Family::Unit && !item.quantified);
        let waits_for_name = item.waits_for_name();
        let all_large = |len: usize| (at..at + len).all(|t| passage.capitalized(t));
        if self.mode == Mode::Sentence && item.lax != Lax::Relative && self.bound_ahead(item, at) {
            item.lax = Lax::Relative;
        }
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
                    self.fallback.get_or_insert(at);
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
            Some((TailKind::And | TailKind::Inside, _)) | None => {}
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

    /// Whether "có trách nhiệm" stands soon behind a verb at `at`: it follows its body at once, so that what stands between
    /// describes the body ("các cơ quan phòng, chống ma túy có trách nhiệm").
    fn bound_ahead(&self, item: &Item, at: usize) -> bool {
        let passage = self.passage;
        if item.end < at || passage.verb(at) == 0 && !passage.ends_list(at) {
            return false;
        }
        for t in at + 1..self.to.min(at + BOUND_REACH) {
            let before = passage.kind(t - 1);
            if before == Some(TokenKind::Comma)
                && begin(passage, t).is_some_and(|new| new.quantified || new.own_name(passage))
            {
                return false;
            }
            match passage.kind(t) {
                Some(TokenKind::Word) => {}
                Some(TokenKind::Comma | TokenKind::Dash | TokenKind::Number) => continue,
                _ => return false,
            }
            if let Some((DutySense::Bound, ..)) = passage.duty(t) {
                return before != Some(TokenKind::Comma);
            }
        }
        false
    }

    /// Whether the small word at `at` is the second of a part of a name: "Thương mại - Du lịch".
    fn goes_on_small(&self, at: usize) -> bool {
        let passage = self.passage;
        let joined = at >= 2
            && (passage.is(at - 2, TokenKind::Dash)
                || passage.is(at - 2, TokenKind::Comma)
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
        if item.waits_for_name() {
            return acts(at);
        }
        item.family == Family::Class
            && matches!(passage.tail(at), Some((TailKind::Closing | TailKind::Clause, _)))
            && (at + 1..self.to.min(at + 8)).any(|t| acts(t) || passage.verb(t) > 0)
    }

    /// Whether the open name is closed by a territory soon behind a verb that ends at `at`.
    pub fn runs_on(&self, at: usize) -> bool {
        let passage = self.passage;
        for t in at..self.to.min(at + 9) {
            if !passage.is(t, TokenKind::Word) && !passage.is(t, TokenKind::Dash) {
                return false;
            }
            let closes = passage
                .head(t)
                .is_some_and(|head| matches!(head.fields.kind, HeadKind::Unit | HeadKind::Named))
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
    fn complement(&mut self, item: &mut Item, at: usize, head: Head<'_>) -> Step {
        let (post, open, family, bare) = (item.post, item.open, item.family, item.bare);
        if self.mode == Mode::Sentence
            && head.fields.kind == HeadKind::Post
            && item.family == Family::Proper
            && !item.bare
        {
            // "Giám đốc Sở Y tế Thủ trưởng": a comma is missing.
            return begin(self.passage, at).map_or(Step::To(at + 1), Step::Next);
        }
        let lax = item.lax;
        take_head(self.passage, item, at, head);
        item.lax = lax;
        item.open = head.fields.open;
        match head.fields.kind {
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
            HeadKind::Named if family == Family::Class && !post && !self.passage.capitalized(at) => {
                item.family = family;
            }
            _ if family == Family::People => item.family = family,
            _ => {}
        }
        item.post |= post;
        if !matches!(head.fields.kind, HeadKind::Office | HeadKind::Post) {
            item.bare = false;
        }
        Step::To(item.end)
    }
}
