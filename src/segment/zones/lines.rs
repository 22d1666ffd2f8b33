//! What a line of the head looks like.

use super::Machine;
use crate::document::TokenKind;
use crate::rules::{Effect, Mark, Part};
use crate::segment::blocks::Blocks;
use crate::segment::label::Style;

impl Machine<'_> {
    /// Whether a block is one that only a letterhead has.
    pub(super) fn is_sure(&self, block: usize) -> bool {
        let blocks = self.blocks;
        let range = blocks.range(block);
        if blocks.has_more_words(range.clone(), 60) {
            return false;
        }
        let title = blocks.find(range.clone(), Part::NationalTitle).is_some()
            || blocks.find(range.start..range.end.min(range.start + 1), Part::Motto).is_some()
            || blocks.starts_with(block, Part::PartyTitle) && blocks.capitals(range.clone());
        title || self.is_number_line(block) || self.is_date_line(block)
    }

    /// "Số: 12/KH-UBND"
    pub(super) fn is_number_line(&self, block: usize) -> bool {
        let blocks = self.blocks;
        let range = blocks.range(block);
        let short = !blocks.has_more_words(range.clone(), 40);
        if short && blocks.starts_with(block, Part::Number) {
            return true;
        }
        // "Số 15-CTr/HU"
        short
            && range.len() >= 4
            && blocks.is_word(range.start, "số")
            && blocks
                .of(range.start + 1..range.end)
                .iter()
                .take(6)
                .any(|token| token.kind == TokenKind::Slash)
            && !blocks.has_more_words(range, 14)
    }

    /// "Bình Lâm, ngày 05 tháng 02 năm 2024"
    pub(super) fn is_date_line(&self, block: usize) -> bool {
        let blocks = self.blocks;
        let range = blocks.range(block);
        if range.len() > 24 || blocks.has_effect(block, Effect::Recital) || blocks.is_closed(block) {
            return false;
        }
        let mut wanted = ["ngày", "tháng", "năm"].iter().peekable();
        let mut place = false;
        for at in range {
            let Some(word) = wanted.peek() else { break };
            place |= word == &&"ngày" && blocks.token(at).is_some_and(|token| token.kind == TokenKind::Comma);
            if blocks.is_word(at, word) {
                wanted.next();
            }
        }
        place && wanted.peek().is_none()
    }

    /// Whether a block looks like a line of the letterhead: a body's name, a unit, a stamp.
    pub(super) fn is_letterhead(&self, block: usize) -> bool {
        let blocks = self.blocks;
        let range = blocks.range(block);
        let Some(start) = range.clone().find(|&at| blocks.token(at).is_some_and(|token| token.is_word()))
        else {
            return true;
        };
        if !blocks.capitals(range.clone()) || blocks.has_more_words(range, 30) {
            return false;
        }
        let part = blocks.part_at(start).map(|(part, _)| part);
        matches!(blocks.mark_at(start), Some((Mark::Secrecy | Mark::Urgency | Mark::Unit, _)))
            || blocks.name_at(start).is_some()
            || matches!(part, Some(Part::Body | Part::Unit | Part::Stamp))
    }

    /// `Some(true)`: the block holds the printed kind. `Some(false)`: it only names the document, as portals do above it.
    pub(super) fn kind_in(&self, block: usize, letterhead_end: Option<usize>) -> Option<bool> {
        let blocks = self.blocks;
        let range = blocks.range(block);
        let start = range.start;
        let Some(cue) = blocks.kind_at(start) else {
            // Letterhead, kind and title on one line.
            let inside = (start + 1..range.end)
                .filter_map(|token| blocks.kind_at(token))
                .find(|cue| blocks.capitals(cue.tokens()));
            return inside.filter(|_| self.is_sure(block)).map(|_| true);
        };
        let behind = cue.end as usize;
        let capitals = blocks.capitals(cue.tokens());
        if capitals || behind == range.end {
            return Some(true);
        }
        if letterhead_end.is_some_and(|last| block < last) {
            return Some(false);
        }
        // "Kế hoạch về việc …", "Kết luận số 93-KL/TW": the first line of a text without a letterhead.
        (!blocks.is_closed(block) && !blocks.has_more_words(range, 120)).then_some(true)
    }

    pub(super) fn is_bare_kind(&self, block: usize) -> bool {
        let range = self.blocks.range(block);
        self.blocks
            .kind_at(range.start)
            .is_some_and(|cue| !self.blocks.has_more_words(cue.end as usize..range.end, 3))
    }

    pub(super) fn in_capitals(&self, block: usize) -> bool {
        self.blocks.capitals(self.blocks.range(block))
    }

    /// "QUYẾT ĐỊNH:"
    pub(super) fn is_formula(&self, block: usize) -> bool {
        is_formula(self.blocks, block)
    }

    /// A line in capitals that names a body or its head.
    pub(super) fn is_issuer_line(&self, block: usize) -> bool {
        let blocks = self.blocks;
        let range = blocks.range(block);
        // Where a text lost its capitals, the legal bases behind it tell.
        let before_bases = || {
            blocks.words(range.clone()) <= if blocks.capitals(range.clone()) { 20 } else { 12 }
                && !blocks.is_closed(block)
                && (block + 1..blocks.len().min(block + 3))
                    .any(|next| blocks.has_effect(next, Effect::Recital))
        };
        (blocks.capitals(range.clone()) || before_bases())
            && !blocks.has_more_words(range.clone(), 20)
            && (blocks.name_at(range.start).is_some()
                || blocks.part_at(range.start).is_some_and(|(part, cue)| {
                    part == Part::Body
                        || part == Part::Post
                            && (blocks.name_at(cue.end as usize).is_some() || before_bases())
                }))
    }

    /// Whether legal bases or an enacting formula come soon.
    pub(super) fn has_recital(&self, from: usize) -> bool {
        (from..self.blocks.len().min(from + 4))
            .any(|block| self.blocks.has_effect(block, Effect::Recital) || self.is_formula(block))
    }

    /// "(Kèm theo Quyết định số …)"
    pub(super) fn is_attached_line(&self, block: usize) -> bool {
        let blocks = self.blocks;
        let range = blocks.range(block);
        let open = blocks.token(range.start).is_some_and(|token| token.kind == TokenKind::OpenParen);
        let first = if open { range.start + 1 } else { range.start };
        (open || !blocks.has_more_words(range, 40))
            && blocks.part_at(first).is_some_and(|(part, _)| part == Part::Attached)
    }

    /// Whether the running text has begun: a numbered division, a recital, a paragraph.
    pub(super) fn opens_text(&self, block: usize) -> bool {
        let blocks = self.blocks;
        let range = blocks.range(block);
        let labelled = blocks.labels(block).first().is_some_and(|label| {
            !label.weak && !label.misread && label.style != Style::Capital && !self.is_number_line(block)
        });
        labelled || blocks.has_effect(block, Effect::Recital) || blocks.has_more_words(range, 150)
    }
}

/// "QUYẾT ĐỊNH:", "BAN CHẤP HÀNH ĐẢNG BỘ XÃ QUYẾT ĐỊNH": the formula that stands alone before the articles.
pub fn is_formula(blocks: Blocks<'_>, block: usize) -> bool {
    let range = blocks.range(block);
    let last = range.end - usize::from(blocks.last(block) == Some(TokenKind::Colon));
    let enacts = |at: usize| {
        let enacting =
            blocks.part_at(at).is_some_and(|(part, cue)| part == Part::Enacting && cue.end as usize >= last);
        let kind =
            blocks.kind_at(at).is_some_and(|cue| cue.end as usize == last && blocks.capitals(cue.tokens()));
        enacting || kind
    };
    match blocks.words(range.clone()) {
        0 => false,
        1..=4 => enacts(range.start),
        // The body that decides stands on the same line.
        5..=16 => {
            let decides = || (range.start + 1..last).any(enacts);
            let heads_body = blocks.name_at(range.start).is_some()
                || blocks
                    .part_at(range.start)
                    .is_some_and(|(part, _)| matches!(part, Part::Body | Part::Post));
            blocks.capitals(range.clone()) && heads_body && decides()
        }
        _ => false,
    }
}
