//! What a line of the foot looks like: recipients, signature, the beginning of an attached text.

use super::Machine;
use crate::document::{BlockKind, Shape, TokenKind, Zone};
use crate::rules::{DivisionStyle, Mark, Part, Rules};
use crate::segment::blocks::Blocks;
use crate::segment::label::{Label, Style};

impl Machine<'_> {
    /// A personal name on a line of its own.
    pub(super) fn is_name_line(&self, block: usize) -> bool {
        let part = self.blocks.part_at(self.blocks.range(block).start).map(|(part, _)| part);
        self.blocks.kind(block) != BlockKind::Bullet
            && !matches!(part, Some(Part::Authority | Part::Post | Part::Signed))
            && is_person(self.blocks, block)
    }

    pub(super) fn starts_recipients(&self, block: usize) -> bool {
        self.blocks.starts_with(block, Part::Recipients)
    }

    /// Whether a block goes on with the recipients.
    pub(super) fn is_recipient(&self, block: usize) -> bool {
        let blocks = self.blocks;
        let range = blocks.range(block);
        if blocks.words(range.clone()) == 0 {
            return true;
        }
        if blocks.kind(block) == BlockKind::Bullet {
            return !blocks.has_more_words(range, 80);
        }
        if self.starts_attachment(block) || blocks.labels(block).first().is_some_and(|label| !label.weak) {
            return false;
        }
        let previous_open = block > 0
            && self.zones[block - 1] == Zone::Recipients
            && !matches!(blocks.last(block - 1), Some(TokenKind::Period))
            && !blocks.capitals(range.clone());
        previous_open && !blocks.has_more_words(range, 40)
    }

    /// A line among the recipients whose bullet was misprinted: ". Văn phòng Quốc hội", with the next one behind it.
    pub(super) fn is_listed_without_bullet(&self, block: usize) -> bool {
        let blocks = self.blocks;
        let range = blocks.range(block);
        let marked = blocks.token(range.start).is_some_and(|token| {
            matches!(token.kind, TokenKind::Period | TokenKind::Comma | TokenKind::Other)
        });
        let next = block + 1 < blocks.len() && blocks.kind(block + 1) == BlockKind::Bullet;
        marked && next && (1..=20).contains(&blocks.words(range)) && !self.starts_attachment(block)
    }

    /// Whether a signature begins: an authority or a post in capitals, or in small letters below the recipients.
    pub(super) fn starts_signature(&self, block: usize, zone: Zone, signed: bool) -> bool {
        let blocks = self.blocks;
        let range = blocks.range(block);
        let Some((part, cue)) = blocks.part_at(range.start) else { return false };
        if !matches!(part, Part::Authority | Part::Post) || blocks.has_more_words(range.clone(), 40) {
            return false;
        }
        if zone == Zone::Signature {
            return true;
        }
        let foot = matches!(zone, Zone::Recipients) || (zone == Zone::Outside && signed);
        // "CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH điện:" announces what follows.
        if !foot && blocks.last(block) == Some(TokenKind::Colon) {
            return false;
        }
        if part == Part::Authority {
            let large = blocks.token(cue.first as usize).is_some_and(|token| token.shape == Shape::Upper);
            return foot || large && (zone != Zone::Preamble || self.name_follows(block, cue.end as usize));
        }
        if blocks.capitals(cue.tokens()) {
            let line = zone == Zone::Recipients && blocks.capitals(range.clone());
            return !blocks.has_more_words(range, 16) && (line || self.name_follows(block, cue.end as usize));
        }
        (foot || self.is_signed_below(block))
            && blocks.kind(block) != BlockKind::Bullet
            && !blocks.has_more_words(range, 12)
            && self.name_follows(block, cue.end as usize)
    }

    /// Whether "(đã ký)" is the next line: below running text it tells a post in small letters from a sentence.
    fn is_signed_below(&self, block: usize) -> bool {
        let blocks = self.blocks;
        let next =
            (block + 1..blocks.len().min(block + 4)).find(|&next| blocks.words(blocks.range(next)) > 0);
        next.is_some_and(|next| {
            let range = blocks.range(next);
            let word = range.clone().find(|&at| blocks.token(at).is_some_and(|token| token.is_word()));
            let part = blocks.part_at(range.start).or_else(|| blocks.part_at(word?)).map(|(part, _)| part);
            part == Some(Part::Signed) && blocks.words(range) <= 3
        })
    }

    /// Whether a personal name, or another post above one, stands behind a post.
    pub(super) fn name_follows(&self, block: usize, behind: usize) -> bool {
        let blocks = self.blocks;
        let range = blocks.range(block);
        let mut rest = blocks.of(behind..range.end).iter().filter(|token| token.is_word());
        if rest.next().is_some() && rest.all(|token| matches!(token.shape, Shape::Capital | Shape::Mixed)) {
            return true;
        }
        let next = block + 1;
        (next..blocks.len().min(block + 6)).any(|next| self.is_signature(next))
            || next == blocks.len()
            || behind == range.end && self.starts_recipients(next)
    }

    /// Whether a block goes on with a signature: a post, "(đã ký)", a personal name.
    pub(super) fn is_signature(&self, block: usize) -> bool {
        let blocks = self.blocks;
        let range = blocks.range(block);
        let words = blocks.words(range.clone());
        if words == 0 {
            return true;
        }
        let start = range
            .clone()
            .find(|&at| blocks.token(at).is_some_and(|token| token.is_word()))
            .unwrap_or(range.start);
        let part = blocks.part_at(range.start).or_else(|| blocks.part_at(start)).map(|(part, _)| part);
        if matches!(part, Some(Part::Signed)) {
            return words <= 8;
        }
        if matches!(part, Some(Part::Authority | Part::Post)) {
            return words <= 20;
        }
        if matches!(blocks.mark_at(start), Some((Mark::Rank, _))) {
            return words <= 10;
        }
        is_person(blocks, block)
    }

    /// Whether an attached text begins: a kind or an appendix in capitals, a title with its "(Kèm theo …)".
    pub(super) fn starts_attachment(&self, block: usize) -> bool {
        let blocks = self.blocks;
        let range = blocks.range(block);
        if self.is_appendix(block) || self.is_attached_line(block) || self.names_its_document(block) {
            return true;
        }
        if let Some(cue) = blocks.kind_at(range.start)
            && (blocks.capitals(cue.tokens()) || cue.end as usize == range.end)
        {
            return true;
        }
        self.starts_new_letterhead(block)
            || (!blocks.has_more_words(range.clone(), 60)
                && (blocks.capitals(range.clone()) || !blocks.is_closed(block))
                && (block + 1..blocks.len().min(block + 6)).any(|next| self.is_attached_line(next)))
            || (blocks.capitals(range.clone())
                && blocks.has_more_words(range, 3)
                && !is_person(blocks, block))
    }

    /// "Biểu số 1 MỨC HỖ TRỢ … (Kèm theo Quyết định số …)" whose line breaks were lost.
    fn names_its_document(&self, block: usize) -> bool {
        let blocks = self.blocks;
        let range = blocks.range(block);
        let capitals = || blocks.of(range.clone()).iter().filter(|token| token.shape == Shape::Upper).count();
        let mut opens = range.clone().filter(|&at| {
            blocks.token(at).is_some_and(|token| token.kind == TokenKind::OpenParen)
                && blocks.part_at(at + 1).is_some_and(|(part, _)| part == Part::Attached)
        });
        !blocks.has_more_words(range.clone(), 80)
            && blocks.token(range.start).is_some_and(|token| token.is_capitalized())
            && opens.next().is_some()
            && capitals() >= 3
    }

    pub(super) fn starts_new_letterhead(&self, block: usize) -> bool {
        let blocks = self.blocks;
        let range = blocks.range(block);
        let short = !blocks.has_more_words(range.clone(), 30);
        if short && blocks.find(range.clone(), Part::NationalTitle).is_some() {
            return true;
        }
        self.is_letterhead(block)
            && blocks.has_more_words(range, 1)
            && (block + 1..blocks.len().min(block + 5))
                .any(|next| blocks.find(blocks.range(next), Part::NationalTitle).is_some())
    }

    pub(super) fn is_appendix(&self, block: usize) -> bool {
        let blocks = self.blocks;
        let is_appendix = |label: &Label| label.style == Style::Word(DivisionStyle::Appendix) && !label.weak;
        blocks.tokens.tables_at(blocks.range(block).start).has(Rules::DIVISIONS)
            && blocks.labels(block).first().is_some_and(is_appendix)
    }
}

/// Whether a block is the name of a person: two to six capitalized words and nothing else.
pub fn is_person(blocks: Blocks<'_>, block: usize) -> bool {
    let range = blocks.range(block);
    let tokens = blocks.of(range.clone());
    let words = tokens.iter().filter(|token| token.is_word()).count();
    (2..=6).contains(&words)
        && tokens.iter().all(|token| match token.kind {
            TokenKind::Word => token.is_capitalized(),
            TokenKind::Other | TokenKind::CloseQuote | TokenKind::Dash | TokenKind::Period => true,
            _ => false,
        })
        && !matches!(tokens.last().map(|token| token.kind), Some(TokenKind::Period))
        && blocks.name_at(range.start).is_none()
        && blocks.kind_at(range.start).is_none()
}
