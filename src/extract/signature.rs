//! Signature blocks: authority, capacity, position and name of who signs.

use super::Context;
use super::names::{head, mark};
use super::recipients::person_behind;
use crate::document::{Shape, Signature, TokenKind, Zone};
use crate::rules::{Mark, Part, Rules};
use crate::span::{Normalized, Span};
use std::ops::Range;

/// The signatures of the document itself, in the order of the text; those of attached texts are not among them.
pub fn signatures(context: Context<'_>) -> Vec<Signature> {
    let reader = Reader { context };
    let mut found = Vec::new();
    let mut open = Draft::default();
    for item in reader.items() {
        if open.wants_new(&item) {
            found.extend(std::mem::take(&mut open).finish(context));
        }
        open.take(item);
    }
    found.extend(open.finish(context));
    found
}

/// The tokens of the body on whose behalf the document is signed ("TM. ỦY BAN NHÂN DÂN").
pub(super) fn authority(context: Context<'_>) -> Option<Range<usize>> {
    let reader = Reader { context };
    reader.items().into_iter().find_map(|item| {
        let Item::Authority(range) = item else { return None };
        let (_, behind) = reader.part_at(range.start)?;
        head(context, behind).map(|_| behind..range.end)
    })
}

/// One line of a signature, as tokens.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Item {
    /// TM., T/M: on whose behalf; TL., TUQ.: by whose order.
    Authority(Range<usize>),
    /// KT., K/T: for whom.
    Capacity(Range<usize>),
    Position(Range<usize>),
    Name(Range<usize>),
}

#[derive(Debug, Default)]
struct Draft {
    authority: Option<Range<usize>>,
    capacity: Option<Range<usize>>,
    position: Option<Range<usize>>,
    name: Option<Range<usize>>,
}

impl Draft {
    /// Behind a name another signature begins.
    fn wants_new(&self, item: &Item) -> bool {
        self.name.is_some() && !matches!(item, Item::Name(_))
    }

    fn take(&mut self, item: Item) {
        match item {
            Item::Authority(range) => {
                self.authority =
                    Some(self.authority.take().map_or(range.clone(), |first| first.start..range.end))
            }
            Item::Capacity(range) => self.capacity = Some(range),
            Item::Position(range) => self.position = Some(range),
            Item::Name(range) => {
                self.name.get_or_insert(range);
            }
        }
    }

    fn finish(self, context: Context<'_>) -> Option<Signature> {
        let parts = [&self.authority, &self.capacity, &self.position, &self.name];
        let at =
            parts.into_iter().flatten().map(|range| context.tokens.span(range.clone())).reduce(Span::cover);
        if self.position.is_none() && self.authority.is_none() && self.capacity.is_none() {
            return None;
        }
        let text = |range: Option<Range<usize>>| {
            range.map(|range| context.layout.str(context.tokens.span(range)).replace('\n', " "))
        };
        Some(Signature {
            authority: text(self.authority),
            capacity: text(self.capacity),
            position: text(self.position),
            name: text(self.name),
            at: at.map(|at: Span<Normalized>| at),
        })
    }
}

struct Reader<'a> {
    context: Context<'a>,
}

impl Reader<'_> {
    fn part_at(&self, at: usize) -> Option<(Part, usize)> {
        let cue = self.context.tokens.cue_at(Rules::LETTERHEAD, at)?;
        Some((self.context.rules.letterhead.row(cue.row)?.fields.part, cue.end as usize))
    }

    /// The items of all signature blocks before the first attached text.
    fn items(&self) -> Vec<Item> {
        let zones = &self.context.outline.zones;
        let first = zones.iter().position(|&zone| zone == Zone::Signature);
        let mut items = Vec::new();
        let mut block = first.unwrap_or(zones.len());
        let end =
            (block..zones.len()).find(|&block| zones[block] == Zone::AttachmentTitle).unwrap_or(zones.len());
        while block < end {
            if zones[block] == Zone::Signature {
                self.items_of(self.context.tokens.of_block(block), &mut items);
            }
            block += 1;
        }
        if items.is_empty() {
            self.items_behind_recipients(&mut items);
        }
        if !items.is_empty() && !items.iter().any(|item| matches!(item, Item::Name(_))) {
            let lines = (0..end).filter(|&block| zones[block] == Zone::Recipients);
            let mut names =
                lines.filter_map(|block| person_behind(self.context, self.context.tokens.of_block(block)));
            items.extend(names.next().map(Item::Name));
        }
        items
    }

    /// "- Lưu: VT. CHỦ TỊCH Cao Đình Phúc": the signature on the last line of the recipients.
    fn items_behind_recipients(&self, items: &mut Vec<Item>) {
        let zones = &self.context.outline.zones;
        let Some(last) = zones.iter().rposition(|&zone| zone == Zone::Recipients) else { return };
        let range = self.context.tokens.of_block(last);
        let tokens = &self.context.tokens.tokens;
        let start = range.clone().skip(1).find(|&at| {
            tokens[at - 1].kind == TokenKind::Period
                && tokens[at].shape == Shape::Upper
                && matches!(self.part_at(at), Some((Part::Post | Part::Authority, _)))
        });
        if let Some(start) = start {
            self.items_of(start..range.end, items);
        }
    }

    /// Cuts a line into items: it may hold the whole signature.
    fn items_of(&self, range: Range<usize>, items: &mut Vec<Item>) {
        let tokens = &self.context.tokens.tokens;
        let mut at = range.start;
        while at < range.end {
            match self.part_at(at) {
                Some((Part::Signed, end)) => at = end,
                Some((Part::Authority, behind)) => {
                    let deputy = fold_letters(self.context.layout.str(self.context.tokens.span(at..behind)))
                        .starts_with('k');
                    let acting =
                        fold_letters(self.context.layout.str(self.context.tokens.span(at..behind))) == "q";
                    let end = self.authority_end(behind, range.end);
                    items.push(if acting {
                        Item::Position(at..end)
                    } else if deputy {
                        Item::Capacity(at..end)
                    } else {
                        Item::Authority(at..end)
                    });
                    at = end;
                }
                Some((Part::Post, behind)) if tokens[at].is_capitalized() || at == range.start => {
                    let end = self.position_end(at, behind, range.end);
                    items.push(Item::Position(at..end));
                    at = end;
                }
                _ if !tokens[at].is_word() => at += 1,
                _ => {
                    let start = self.behind_rank(at, range.end);
                    let end = self.name_end(start, range.end);
                    if end > start + 1 {
                        items.push(Item::Name(start..end));
                    }
                    at = end.max(start + 1);
                }
            }
        }
    }

    /// Behind TM., KT., TL.: the body or the post, up to the next item.
    fn authority_end(&self, from: usize, limit: usize) -> usize {
        let tokens = &self.context.tokens.tokens;
        // "KT. CHỦ TỊCH PHÓ CHỦ TỊCH": the post that the prefix belongs to is one phrase.
        let mut end = match self.part_at(from) {
            Some((Part::Post, behind)) => behind,
            _ => from,
        };
        while end < limit {
            let stop = matches!(self.part_at(end), Some((Part::Post | Part::Authority | Part::Signed, _)))
                || (tokens[end].is_word()
                    && tokens[end].shape != Shape::Upper
                    && tokens[from].shape == Shape::Upper)
                || tokens[end].kind == TokenKind::OpenParen;
            if stop && end > from {
                break;
            }
            end += 1;
        }
        end
    }

    /// A post with what belongs to it: "PHÓ CHỦ TỊCH THƯỜNG TRỰC", "BỘ TRƯỞNG, CHỦ NHIỆM", "CHÁNH VĂN PHÒNG".
    fn position_end(&self, from: usize, behind: usize, limit: usize) -> usize {
        let tokens = &self.context.tokens.tokens;
        let capitals =
            tokens[from..behind].iter().all(|token| !token.is_word() || token.shape == Shape::Upper);
        let mut end = behind;
        while end < limit {
            let token = &tokens[end];
            // "PHÓ CHỦ TỊCH/KIÊM TRƯỞNG BAN": behind a mark, or one word behind it.
            let joined = end > behind
                && (!tokens[end - 1].is_word()
                    || end > behind + 1 && tokens[end - 2].kind == TokenKind::Slash);
            let stop = matches!(self.part_at(end), Some((Part::Authority | Part::Signed, _)))
                || matches!(self.part_at(end), Some((Part::Post, _))) && !joined
                || token.kind == TokenKind::OpenParen
                || matches!(mark(self.context, end), Some((Mark::Rank, ..)))
                || token.is_word() && capitals && token.shape != Shape::Upper
                // In small letters a name follows the post directly.
                || token.is_word() && !capitals && token.is_capitalized() && self.name_end(end, limit) == limit;
            if stop {
                break;
            }
            end += 1;
        }
        while end > behind && !tokens[end - 1].is_word() {
            end -= 1;
        }
        end
    }

    /// Behind "Thượng tá", "PGS.TS." before a name.
    fn behind_rank(&self, mut at: usize, limit: usize) -> usize {
        while at < limit {
            match mark(self.context, at) {
                Some((Mark::Rank, end, _)) if end < limit => at = end,
                _ if !self.context.tokens.tokens[at].is_word() => at += 1,
                _ => break,
            }
        }
        at
    }

    fn name_end(&self, from: usize, limit: usize) -> usize {
        let tokens = &self.context.tokens.tokens;
        let mut end = from;
        while end < limit
            && (tokens[end].is_capitalized()
                || matches!(tokens[end].kind, TokenKind::Other | TokenKind::CloseQuote) && end > from)
            && !matches!(self.part_at(end), Some((Part::Post | Part::Authority | Part::Signed, _)))
        {
            end += 1;
        }
        end
    }
}

/// The letters of a prefix, without its marks, small: "KT." -> "kt".
fn fold_letters(prefix: &str) -> String {
    prefix.chars().filter(|letter| letter.is_alphabetic()).flat_map(char::to_lowercase).collect()
}
