//! What each block is for: one pass from the letterhead to the last attachment.

use super::blocks::Blocks;
use super::heading;
use super::label::Style;
use crate::document::{BlockKind, Shape, TokenKind, Zone};
use crate::rules::{DivisionStyle, Effect, Mark, Part};

/// The zones of all blocks, and the blocks with which attached texts begin.
pub struct Zones {
    pub zones: Vec<Zone>,
    /// Where the numbering starts anew: attached plans and regulations.
    pub parts: Vec<usize>,
}

/// How many blocks the letterhead and title of a document may take.
const HEAD: usize = 40;

pub fn zones(blocks: Blocks<'_>) -> Zones {
    let mut machine = Machine { blocks, zones: vec![Zone::Body; blocks.len()], parts: Vec::new() };
    let mut at = machine.head();
    while at < blocks.len() {
        at = machine.part(at);
    }
    Zones { zones: machine.zones, parts: machine.parts }
}

struct Machine<'a> {
    blocks: Blocks<'a>,
    zones: Vec<Zone>,
    parts: Vec<usize>,
}

impl Machine<'_> {
    fn set(&mut self, block: usize, zone: Zone) {
        self.zones[block] = match self.blocks.kind(block) {
            BlockKind::Footnote(_) => Zone::Footnote,
            _ => zone,
        };
    }

    /// The letterhead, the kind and the title. Returns the first block behind them.
    fn head(&mut self) -> usize {
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
            } else if letterhead_end.is_some_and(|last| at <= last) || self.is_letterhead(at) {
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
    fn title(&mut self, from: usize, end: usize, head: usize) -> usize {
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
    fn holds_title(&self, block: usize) -> bool {
        let range = self.blocks.range(block);
        let kind = range.clone().filter_map(|token| self.blocks.kind_at(token)).next();
        kind.is_some_and(|cue| {
            let rest = cue.end as usize..range.end;
            // "CHỈ THỊ CỦA ỦY BAN NHÂN DÂN": who issues is no title.
            let of_body =
                self.blocks.name_at(rest.start + 1).is_some() && self.blocks.words(rest.clone()) <= 16;
            self.blocks.words(rest) > 4 && !of_body
        })
    }

    /// Whether a block belongs to the title begun before it.
    fn goes_on(&self, at: usize, last: usize, first: bool) -> bool {
        let blocks = self.blocks;
        let range = blocks.range(at);
        let words = blocks.words(range.clone());
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
            || blocks.mark_at(range.start).is_some_and(|(mark, _)| mark == Mark::Contents)
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

    /// The lines that go on with "V/v …".
    fn subject(&mut self, from: usize, end: usize) -> usize {
        let blocks = self.blocks;
        let mut at = from;
        while at < end {
            let range = blocks.range(at);
            let starts_small =
                blocks.token(range.start).is_some_and(|token| token.is_word() && token.shape == Shape::Lower);
            if starts_small || (blocks.is_open(at - 1) && !self.is_sure(at)) {
                self.set(at, Zone::Title);
            } else {
                break;
            }
            at += 1;
        }
        at
    }

    /// The line in capitals that names the issuing authority before the legal bases, and what goes with it.
    fn issuer(&mut self, from: usize, end: usize) -> usize {
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

    /// "Kính gửi" and its lines.
    fn addressee(&mut self, from: usize) -> usize {
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
        at += 1;
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

    /// One text: recitals, sections, recipients, signature; then the title of the text attached to it. Returns the first
    /// block of that text's body.
    fn part(&mut self, from: usize) -> usize {
        let blocks = self.blocks;
        let count = blocks.len();
        let mut at = from;
        let mut zone = Zone::Preamble;
        let mut contents = None;
        let mut signed = false;
        // Between "Nơi nhận" and "Lưu" the columns of recipients and signature may alternate.
        let mut listing = false;
        while at < count {
            if matches!(blocks.kind(at), BlockKind::Footnote(_)) {
                self.set(at, Zone::Footnote);
                at += 1;
                continue;
            }
            let range = blocks.range(at);
            if self.starts_recipients(at) {
                zone = Zone::Recipients;
                listing = true;
            } else if zone == Zone::Signature && listing && blocks.kind(at) == BlockKind::Bullet {
                zone = Zone::Recipients;
            } else if zone == Zone::Recipients && signed && listing && self.is_name_line(at) {
                zone = Zone::Signature;
            } else if zone == Zone::Contents && self.ends_contents(at, contents) {
                zone = Zone::Preamble;
                continue;
            } else if zone == Zone::Preamble
                && blocks.mark_at(range.start).is_some_and(|(mark, _)| mark == Mark::Contents)
                && blocks.words(range.clone()) <= 3
            {
                zone = Zone::Contents;
                contents = Some(at + 1);
            } else if zone == Zone::Preamble && !blocks.labels(at).is_empty() {
                zone = Zone::Body;
            } else if self.starts_signature(at, zone, signed) {
                zone = Zone::Signature;
                signed = true;
            } else if zone == Zone::Recipients && !self.is_recipient(at)
                || zone == Zone::Signature && !self.is_signature(at)
            {
                if self.starts_attachment(at) || blocks.labels(at).first().is_some_and(|label| !label.weak) {
                    return self.attachment(at);
                }
                zone = if signed { Zone::Outside } else { Zone::Body };
            } else if self.is_appendix(at)
                || (zone == Zone::Outside && self.starts_attachment(at))
                || (at > from && self.starts_new_letterhead(at))
            {
                return self.attachment(at);
            }
            listing &= blocks.find(range, Part::Archive).is_none();
            self.set(at, zone);
            at += 1;
        }
        at
    }

    /// A personal name on a line of its own.
    fn is_name_line(&self, block: usize) -> bool {
        self.blocks.kind(block) != BlockKind::Bullet && is_person(self.blocks, block)
    }

    /// The title block of an attached text. Returns the first block of its body.
    fn attachment(&mut self, from: usize) -> usize {
        let blocks = self.blocks;
        self.parts.push(from);
        let mut at = from;
        let end = blocks.len().min(from + HEAD);
        let bracket = (from..end.min(from + 12)).rev().find(|&block| self.is_attached_line(block));
        let mut last = None;
        while at < end {
            let range = blocks.range(at);
            let title = if bracket.is_some_and(|bracket| at <= bracket) {
                true
            } else if self.is_appendix(at) {
                last.is_none()
            } else {
                blocks.labels(at).is_empty()
                    && !self.starts_recipients(at)
                    && (blocks.words(range.clone()) == 0
                        || blocks.capitals(range.clone())
                        || self.is_letterhead(at)
                        || self.is_sure(at)
                        || last.is_some_and(|last| {
                            bracket.is_none() && self.goes_on(at, last, self.is_bare_kind(last))
                        }))
            };
            if !title {
                break;
            }
            self.set(at, Zone::AttachmentTitle);
            if blocks.words(range) > 0 {
                last = Some(at);
            }
            at += 1;
        }
        at.max(from + 1)
    }

    /// Whether a block is one that only a letterhead has.
    fn is_sure(&self, block: usize) -> bool {
        let blocks = self.blocks;
        let range = blocks.range(block);
        if blocks.words(range.clone()) > 60 {
            return false;
        }
        let title = blocks.find(range.clone(), Part::NationalTitle).is_some()
            || blocks.find(range.clone(), Part::Motto).is_some_and(|cue| cue.first as usize == range.start)
            || blocks.starts_with(block, Part::PartyTitle) && blocks.capitals(range.clone());
        title || self.is_number_line(block) || self.is_date_line(block)
    }

    /// "Số: 12/KH-UBND"
    fn is_number_line(&self, block: usize) -> bool {
        let blocks = self.blocks;
        let range = blocks.range(block);
        let short = blocks.words(range.clone()) <= 40;
        if short && blocks.starts_with(block, Part::Number) {
            return true;
        }
        // "Số 15-CTr/HU"
        short
            && range.len() >= 4
            && blocks.str(range.start).to_lowercase() == "số"
            && blocks
                .of(range.start + 1..range.end)
                .iter()
                .take(6)
                .any(|token| token.kind == TokenKind::Slash)
            && blocks.words(range) <= 14
    }

    /// "Bình Lâm, ngày 05 tháng 02 năm 2024"
    fn is_date_line(&self, block: usize) -> bool {
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
            if blocks.str(at).to_lowercase() == **word {
                wanted.next();
            }
        }
        place && wanted.peek().is_none()
    }

    /// Whether a block looks like a line of the letterhead: a body's name, a unit, a stamp.
    fn is_letterhead(&self, block: usize) -> bool {
        let blocks = self.blocks;
        let range = blocks.range(block);
        let Some(start) = range.clone().find(|&at| blocks.token(at).is_some_and(|token| token.is_word()))
        else {
            return true;
        };
        if blocks.words(range.clone()) > 30 {
            return false;
        }
        let stamp = matches!(blocks.mark_at(start), Some((Mark::Secrecy | Mark::Urgency | Mark::Unit, _)));
        let part = blocks.part_at(start).map(|(part, _)| part);
        blocks.capitals(range)
            && (stamp
                || blocks.name_at(start).is_some()
                || matches!(part, Some(Part::Body | Part::Unit | Part::Stamp)))
    }

    /// `Some(true)`: the block holds the printed kind. `Some(false)`: it only names the document, as portals do above it.
    fn kind_in(&self, block: usize, letterhead_end: Option<usize>) -> Option<bool> {
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
        // "Kế hoạch về việc …", "Kết luận số 69-KL/TW": the first line of a text without a letterhead.
        (!blocks.is_closed(block) && blocks.words(range) <= 120).then_some(true)
    }

    fn is_bare_kind(&self, block: usize) -> bool {
        let range = self.blocks.range(block);
        self.blocks
            .kind_at(range.start)
            .is_some_and(|cue| self.blocks.words(cue.end as usize..range.end) <= 3)
    }

    fn in_capitals(&self, block: usize) -> bool {
        self.blocks.capitals(self.blocks.range(block))
    }

    /// "QUYẾT ĐỊNH:"
    fn is_formula(&self, block: usize) -> bool {
        is_formula(self.blocks, block)
    }

    /// A line in capitals that names a body or its head.
    fn is_issuer_line(&self, block: usize) -> bool {
        let blocks = self.blocks;
        let range = blocks.range(block);
        // Where a text lost its capitals, the legal bases behind it tell.
        let before_bases = || {
            blocks.words(range.clone()) <= 12
                && !blocks.is_closed(block)
                && (block + 1..blocks.len().min(block + 3))
                    .any(|next| blocks.has_effect(next, Effect::Recital))
        };
        (blocks.capitals(range.clone()) || before_bases())
            && blocks.words(range.clone()) <= 20
            && (blocks.name_at(range.start).is_some()
                || blocks.part_at(range.start).is_some_and(|(part, cue)| {
                    part == Part::Body
                        || part == Part::Post
                            && (blocks.name_at(cue.end as usize).is_some() || before_bases())
                }))
    }

    /// Whether legal bases or an enacting formula come soon.
    fn has_recital(&self, from: usize) -> bool {
        (from..self.blocks.len().min(from + 4))
            .any(|block| self.blocks.has_effect(block, Effect::Recital) || self.is_formula(block))
    }

    /// "(Kèm theo Quyết định số …)"
    fn is_attached_line(&self, block: usize) -> bool {
        let blocks = self.blocks;
        let range = blocks.range(block);
        let open = blocks.token(range.start).is_some_and(|token| token.kind == TokenKind::OpenParen);
        let first = if open { range.start + 1 } else { range.start };
        (open || blocks.words(range) <= 40)
            && blocks.part_at(first).is_some_and(|(part, _)| part == Part::Attached)
    }

    /// Whether the running text has begun: a numbered division, a recital, a paragraph.
    fn opens_text(&self, block: usize) -> bool {
        let blocks = self.blocks;
        let range = blocks.range(block);
        let labelled = blocks.labels(block).first().is_some_and(|label| {
            !label.weak && !label.misread && label.style != Style::Capital && !self.is_number_line(block)
        });
        labelled || blocks.has_effect(block, Effect::Recital) || blocks.words(range) > 150
    }

    fn starts_recipients(&self, block: usize) -> bool {
        self.blocks.starts_with(block, Part::Recipients)
    }

    /// Whether a block goes on with the recipients.
    fn is_recipient(&self, block: usize) -> bool {
        let blocks = self.blocks;
        let range = blocks.range(block);
        if blocks.words(range.clone()) == 0 {
            return true;
        }
        if blocks.kind(block) == BlockKind::Bullet {
            return blocks.words(range) <= 80;
        }
        if self.starts_attachment(block) || blocks.labels(block).first().is_some_and(|label| !label.weak) {
            return false;
        }
        let previous_open = block > 0
            && self.zones[block - 1] == Zone::Recipients
            && !matches!(blocks.last(block - 1), Some(TokenKind::Period))
            && !blocks.capitals(range.clone());
        previous_open && blocks.words(range) <= 40
    }

    /// Whether a signature begins: an authority or a post in capitals, or in small letters below the recipients.
    fn starts_signature(&self, block: usize, zone: Zone, signed: bool) -> bool {
        let blocks = self.blocks;
        let range = blocks.range(block);
        let Some((part, cue)) = blocks.part_at(range.start) else { return false };
        if !matches!(part, Part::Authority | Part::Post) || blocks.words(range.clone()) > 40 {
            return false;
        }
        if zone == Zone::Signature {
            return true;
        }
        let foot = matches!(zone, Zone::Recipients) || (zone == Zone::Outside && signed);
        if part == Part::Authority {
            let large = blocks.token(cue.first as usize).is_some_and(|token| token.shape == Shape::Upper);
            return foot || large && (zone != Zone::Preamble || self.name_follows(block, cue.end as usize));
        }
        if blocks.capitals(cue.tokens()) {
            let line = zone == Zone::Recipients && blocks.capitals(range.clone());
            return blocks.words(range) <= 16 && (line || self.name_follows(block, cue.end as usize));
        }
        foot && blocks.kind(block) != BlockKind::Bullet
            && blocks.words(range) <= 12
            && self.name_follows(block, cue.end as usize)
    }

    /// Whether a personal name, or another post above one, stands behind a post.
    fn name_follows(&self, block: usize, behind: usize) -> bool {
        let blocks = self.blocks;
        let range = blocks.range(block);
        let mut rest = blocks.of(behind..range.end).iter().filter(|token| token.is_word());
        if rest.next().is_some() && rest.all(|token| matches!(token.shape, Shape::Capital | Shape::Mixed)) {
            return true;
        }
        (block + 1..blocks.len().min(block + 6)).any(|next| self.is_signature(next))
            || block + 1 == blocks.len()
    }

    /// Whether a block goes on with a signature: a post, "(đã ký)", a personal name.
    fn is_signature(&self, block: usize) -> bool {
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
    fn starts_attachment(&self, block: usize) -> bool {
        let blocks = self.blocks;
        let range = blocks.range(block);
        if self.is_appendix(block) || self.is_attached_line(block) {
            return true;
        }
        if let Some(cue) = blocks.kind_at(range.start)
            && (blocks.capitals(cue.tokens()) || cue.end as usize == range.end)
        {
            return true;
        }
        self.starts_new_letterhead(block)
            || (blocks.words(range.clone()) <= 60
                && (blocks.capitals(range.clone()) || !blocks.is_closed(block))
                && (block + 1..blocks.len().min(block + 6)).any(|next| self.is_attached_line(next)))
            || (blocks.capitals(range.clone()) && blocks.words(range) > 3 && !is_person(blocks, block))
    }

    fn starts_new_letterhead(&self, block: usize) -> bool {
        let blocks = self.blocks;
        let range = blocks.range(block);
        let national = blocks.find(range.clone(), Part::NationalTitle).is_some();
        if national && blocks.words(range.clone()) <= 30 {
            return true;
        }
        self.is_letterhead(block)
            && blocks.words(range) > 1
            && (block + 1..blocks.len().min(block + 5))
                .any(|next| blocks.find(blocks.range(next), Part::NationalTitle).is_some())
    }

    fn is_appendix(&self, block: usize) -> bool {
        self.blocks
            .labels(block)
            .first()
            .is_some_and(|label| label.style == Style::Word(DivisionStyle::Appendix) && !label.weak)
    }

    /// Whether the list of contents that began at `first` is over: running text, or its first line again.
    fn ends_contents(&self, block: usize, first: Option<usize>) -> bool {
        let blocks = self.blocks;
        let Some(first) = first else { return true };
        if block <= first {
            return false;
        }
        let opening = |block: usize| {
            blocks
                .of(blocks.range(block))
                .iter()
                .filter(|token| token.is_word())
                .take(4)
                .map(|token| blocks.layout.str(token.span()).to_lowercase())
                .collect::<Vec<_>>()
        };
        blocks.labels(block).is_empty()
            && !blocks.capitals(blocks.range(block))
            && blocks.words(blocks.range(block)) > 12
            || blocks.has_effect(block, Effect::Recital)
            || opening(block) == opening(first)
    }
}

/// "QUYẾT ĐỊNH:", "QUYẾT NGHỊ:": the formula that stands alone before the articles.
pub fn is_formula(blocks: Blocks<'_>, block: usize) -> bool {
    let range = blocks.range(block);
    if range.is_empty() || blocks.words(range.clone()) > 4 {
        return false;
    }
    let last = range.end - usize::from(blocks.last(block) == Some(TokenKind::Colon));
    let enacting = blocks
        .part_at(range.start)
        .is_some_and(|(part, cue)| part == Part::Enacting && cue.end as usize >= last);
    let kind = blocks
        .kind_at(range.start)
        .is_some_and(|cue| cue.end as usize == last && blocks.capitals(cue.tokens()));
    enacting || kind
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
