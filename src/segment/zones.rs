//! What each block is for: one pass from the letterhead to the last attachment.

mod foot;
mod head;
mod lines;

pub use lines::is_formula;

use super::blocks::Blocks;
use crate::document::{BlockKind, Zone};
use crate::rules::{Effect, Part};

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
        let mut named = false;
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
            } else if matches!(zone, Zone::Signature | Zone::Outside)
                && listing
                && (blocks.kind(at) == BlockKind::Bullet || self.is_listed_without_bullet(at))
            {
                zone = Zone::Recipients;
            } else if zone == Zone::Recipients && signed && (listing || !named) && self.is_name_line(at) {
                zone = Zone::Signature;
            } else if zone == Zone::Contents && self.ends_contents(at, contents) {
                zone = Zone::Preamble;
                continue;
            } else if zone == Zone::Preamble
                && blocks.starts_with(at, Part::Contents)
                && !blocks.has_more_words(range.clone(), 3)
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
            listing = listing && blocks.find(range, Part::Archive).is_none();
            named |= zone == Zone::Signature && self.is_name_line(at);
            self.set(at, zone);
            at += 1;
        }
        at
    }

    /// The title block of an attached text. Returns the first block of its body.
    fn attachment(&mut self, from: usize) -> usize {
        let blocks = self.blocks;
        self.parts.push(from);
        let mut at = from;
        let end = blocks.len().min(from + HEAD);
        let next = (from + 1..end.min(from + 12)).find(|&block| self.is_appendix(block));
        let bracket =
            (from..next.unwrap_or(end.min(from + 12))).rev().find(|&block| self.is_attached_line(block));
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
            if blocks.has_more_words(range, 0) {
                last = Some(at);
            }
            at += 1;
        }
        at.max(from + 1)
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
