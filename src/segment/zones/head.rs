//! The head of a document: letterhead, kind, title, addressee.

use super::{HEAD, Machine};
use crate::document::{BlockKind, Shape, TokenKind, Zone};
use crate::rules::{Effect, Part};
use crate::segment::heading;

impl Machine<'_> {
    /// The letterhead, the kind and the title. Returns the first block behind them.
    pub(super) fn head(&mut self) -> usize {
        let blocks = self.blocks;
        let end = blocks.len().min(HEAD);
        let opens = (0..end).find(|&block| self.opens_text(block)).unwrap_or(end);
        let letterhead_end = (0..opens).rev().find(|&block| self.is_sure(block));
        // Below a letterhead everything up to the kind in capitals belongs to it, however it was misread.
        let letterhead_end = letterhead_end.map(|last| {
            let kind = (last + 1..opens.min(last + 10))
                .find(|&block| self.is_bare_kind(block) && self.in_capitals(block));
            kind.map_or(last, |kind| kind - 1)
        });
        let mut kind = None;
        let mut at = 0;
        while at < end {
            let range = blocks.range(at);
            if blocks.words(range.clone()) == 0 {
                self.set(at, Zone::Letterhead);
            } else if let Some(found) = self.kind_in(at, letterhead_end) {
                let zone = if found { Zone::Kind } else { Zone::Outside };
                self.set(at, zone);
                if found {
                    kind = Some(at);
                    at += 1;
                    break;
                }
            } else if blocks.starts_with(at, Part::Subject) {
                self.set(at, Zone::Title);
                at = self.subject(at + 1, end);
                continue;
            } else if blocks.starts_with(at, Part::Addressee) {
                break;
            } else if letterhead_end.is_some_and(|last| at > last) && self.is_subject(at) {
                self.set(at, Zone::Title);
                at = self.title(at + 1, end, at);
                break;
            } else if letterhead_end.is_some_and(|last| at <= last)
                || self.is_letterhead(at)
                || blocks.starts_with(at, Part::Session) && blocks.capitals(range.clone())
            {
                self.set(at, Zone::Letterhead);
            } else if blocks.capitals(range)
                && blocks.labels(at).is_empty()
                && !self.is_formula(at)
                && !heading::opens_named(blocks, at)
            {
                // A text without a printed kind: an appeal, or a title whose kind was lost.
                self.set(at, Zone::Title);
                at = self.title(at + 1, end, at);
                break;
            } else {
                break;
            }
            at += 1;
        }
        if let Some(kind) = kind {
            at = self.title(at, end, kind);
        }
        self.addressee(at)
    }

    /// The lines of the title behind the kind or behind its own first line.
    pub(super) fn title(&mut self, from: usize, end: usize, head: usize) -> usize {
        let blocks = self.blocks;
        let mut at = from;
        let mut last = head;
        while at < end {
            let first = at == from && self.zones[head] == Zone::Kind && !self.holds_title(head);
            if blocks.words(blocks.range(at)) == 0 {
                self.set(at, Zone::Letterhead);
                at += 1;
                continue;
            }
            if self.is_attached_line(at) {
                self.set(at, Zone::AttachmentTitle);
            } else if self.is_issuer_line(at) && (!first || self.has_recital(at + 1)) && !blocks.is_open(last)
            {
                self.set(at, Zone::Letterhead);
                return self.issuer(at + 1, end);
            } else if self.goes_on(at, last, first) {
                self.set(at, Zone::Title);
                last = at;
            } else {
                break;
            }
            at += 1;
        }
        at
    }

    /// Whether a kind line holds the title too.
    pub(super) fn holds_title(&self, block: usize) -> bool {
        let range = self.blocks.range(block);
        let kind = range.clone().filter_map(|token| self.blocks.kind_at(token)).next();
        kind.is_some_and(|cue| {
            let rest = cue.end as usize..range.end;
            // "CHỈ THỊ CỦA ỦY BAN NHÂN DÂN": who issues is no title.
            let of_body = self.blocks.name_at(rest.start + 1).is_some()
                && !self.blocks.has_more_words(rest.clone(), 16);
            self.blocks.has_more_words(rest, 4) && !of_body
        })
    }

    /// Whether a block belongs to the title begun before it.
    pub(super) fn goes_on(&self, at: usize, last: usize, first: bool) -> bool {
        let blocks = self.blocks;
        let range = blocks.range(at);
        let words = blocks.words(range.clone());
        // "CHỈ THỊ CỦA CHỦ TỊCH …" / "V/v …"
        if self.zones[last] == Zone::Kind && words <= 120 && blocks.starts_with(at, Part::Subject) {
            return true;
        }
        // "… KINH TẾ" / "- XÃ HỘI …": a dash at the start of a line in capitals is no bullet.
        let dash = blocks.kind(at) == BlockKind::Bullet
            && blocks.capitals(range.clone())
            && blocks.capitals(blocks.range(last));
        if !blocks.is_text(at) && !dash
            || words > 120
            || !blocks.labels(at).is_empty()
            || self.is_formula(at)
            || [Part::Addressee, Part::Recipients, Part::Authority, Part::NationalTitle]
                .into_iter()
                .any(|part| blocks.starts_with(at, part))
            || blocks.starts_with(at, Part::Contents)
        {
            return false;
        }
        let opener = blocks.has_effect(at, Effect::Recital);
        let closed = matches!(
            blocks.last(at),
            Some(TokenKind::Semicolon | TokenKind::Colon | TokenKind::Comma | TokenKind::Period)
        );
        let starts_small =
            blocks.token(range.start).is_some_and(|token| token.shape == Shape::Lower && token.is_word());
        let capitals = blocks.capitals(range.clone());
        if first {
            return capitals
                || starts_small
                || !closed
                || (words <= 40 && !opener && blocks.last(at) == Some(TokenKind::Period));
        }
        let same_capitals = capitals && blocks.capitals(blocks.range(last));
        if starts_small || same_capitals {
            return !closed || words < 60;
        }
        if blocks.is_open(last) && blocks.last(last) != Some(TokenKind::Comma) {
            return true;
        }
        let bold = blocks.is_bold(at) && (blocks.is_bold(last) || blocks.heading(last).is_some());
        let after_capitals = self.zones[last] == Zone::Title && blocks.capitals(blocks.range(last));
        let gap = blocks.layout.blocks[at].gap;
        !closed
            && !opener
            && words <= 40
            && (bold || blocks.heading(at).is_some() || after_capitals && !gap || !gap && words <= 25)
    }

    /// Whether a line between the letterhead of a letter and its addressees tells what it is about.
    fn is_subject(&self, at: usize) -> bool {
        let blocks = self.blocks;
        let named = |block: usize| {
            blocks.is_text(block)
                && blocks.labels(block).is_empty()
                && blocks.words(blocks.range(block)) <= 40
                && !blocks.has_effect(block, Effect::Recital)
                && !matches!(blocks.last(block), Some(TokenKind::Colon | TokenKind::Semicolon))
        };
        named(at)
            && !self.is_letterhead(at)
            && (at + 1..blocks.len().min(at + 5))
                .find(|&next| blocks.starts_with(next, Part::Addressee) || !named(next))
                .is_some_and(|next| blocks.starts_with(next, Part::Addressee))
    }

    /// The lines that go on with "V/v …".
    pub(super) fn subject(&mut self, from: usize, end: usize) -> usize {
        let blocks = self.blocks;
        let mut at = from;
        while at < end {
            let range = blocks.range(at);
            let starts_small =
                blocks.token(range.start).is_some_and(|token| token.is_word() && token.shape == Shape::Lower);
            // "V/v" / ": báo cáo …"
            let colon = blocks.token(range.start).is_some_and(|token| token.kind == TokenKind::Colon);
            if starts_small || colon || (blocks.is_open(at - 1) && !self.is_sure(at)) {
                self.set(at, Zone::Title);
            } else {
                break;
            }
            at += 1;
        }
        at
    }

    /// The line in capitals that names the issuing authority before the legal bases, and what goes with it.
    pub(super) fn issuer(&mut self, from: usize, end: usize) -> usize {
        let blocks = self.blocks;
        let mut at = from;
        while at < end
            && blocks.labels(at).is_empty()
            && (blocks.words(blocks.range(at)) == 0
                || (blocks.capitals(blocks.range(at)) && !self.is_formula(at))
                || (blocks.starts_with(at, Part::Session) && blocks.words(blocks.range(at)) <= 8))
        {
            self.set(at, Zone::Letterhead);
            at += 1;
        }
        at
    }

    /// The line below a "Kính gửi:" that stands alone. Returns the first block behind it.
    fn addressee_below(&mut self, from: usize) -> usize {
        let blocks = self.blocks;
        let named = (from..blocks.len().min(from + HEAD)).find(|&at| blocks.words(blocks.range(at)) > 0);
        match named {
            Some(at)
                if blocks.kind(at) != BlockKind::Bullet
                    && blocks.words(blocks.range(at)) <= 30
                    && blocks.labels(at).is_empty()
                    && !blocks.has_effect(at, Effect::Recital)
                    && !self.is_sure(at) =>
            {
                self.set(at, Zone::Addressee);
                at + 1
            }
            _ => from,
        }
    }

    /// "Kính gửi" and its lines.
    pub(super) fn addressee(&mut self, from: usize) -> usize {
        let blocks = self.blocks;
        let mut at = from;
        while at < blocks.len() && at < from + HEAD && blocks.words(blocks.range(at)) == 0 {
            at += 1;
        }
        if at >= blocks.len()
            || blocks.find(blocks.range(at), Part::Addressee).is_none()
            || blocks.words(blocks.range(at)) > 120
        {
            return from;
        }
        self.set(at, Zone::Addressee);
        let bare = blocks.words(blocks.range(at)) <= 2;
        at += 1;
        if bare {
            at = self.addressee_below(at);
        }
        while at < blocks.len()
            && (blocks.kind(at) == BlockKind::Bullet
                || (blocks.words(blocks.range(at)) <= 20
                    && matches!(blocks.last(at), Some(TokenKind::Semicolon | TokenKind::Comma))
                    && blocks.labels(at).is_empty()
                    && !blocks.has_effect(at, Effect::Recital)))
        {
            self.set(at, Zone::Addressee);
            at += 1;
        }
        at
    }
}
