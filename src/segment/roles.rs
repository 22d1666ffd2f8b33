//! The sense of a heading: the roles that its head words name.
//!
//! A heading is a noun phrase, or several joined by commas and "và". The head word of each names a role; words inside
//! a complement do not ("Tình hình thực hiện nhiệm vụ" is a situation, "giải pháp thực hiện nhiệm vụ" solutions).

use super::blocks::Blocks;
use crate::document::{Role, Roles, Token, TokenKind};
use crate::rules::{HeadingFields, HeadingPart, Row, Rules, Symbol};
use std::ops::Range;

/// What stands at a place of the heading.
enum Item<'a> {
    Head(&'a HeadingFields),
    Act,
    Link,
    Join,
    Lead,
    /// Any other word.
    Word,
}

/// The roles that the head words of a heading name.
pub fn roles(blocks: Blocks<'_>, heading: Range<usize>) -> Roles {
    let mut roles = Roles::default();
    // Whether the next word may be a head: at the start and behind a comma or "và".
    let mut ready = true;
    // Inside a complement, where only strong heads count.
    let mut complement = false;
    // The head just before, with nothing between.
    let mut previous: Option<&HeadingFields> = None;
    let mut begun = false;
    let mut at = heading.start;
    while at < heading.end {
        let (item, next) = item(blocks, at, heading.end);
        match item {
            Item::Head(head) => {
                let counts = ready && (!complement || head.strong);
                let beside = previous.is_some_and(|previous| goes_beside(previous, head));
                if (counts || beside) && (!head.alone || is_end(blocks, next, heading.end)) {
                    head.roles.iter().for_each(|&role| roles.insert(role));
                    complement = false;
                    previous = Some(head);
                } else {
                    complement |= previous.is_some_and(|previous| previous.opaque);
                    previous = None;
                }
                ready = false;
                begun = true;
            }
            Item::Join => {
                ready = true;
                previous = None;
            }
            // "Một số …", "Về …" before the first head.
            Item::Lead if ready => {}
            Item::Link if !begun => {}
            // A heading that is a clause names no role.
            Item::Act if !begun => return roles,
            Item::Act | Item::Link => {
                // "thực hiện và …": a verb without an object belongs to the head before it.
                complement |= !is_end(blocks, next, heading.end);
                ready = false;
                previous = None;
            }
            Item::Lead | Item::Word => {
                ready = false;
                begun = true;
                previous = None;
            }
        }
        at = next;
    }
    roles
}

/// Whether a heading begins with a word that names a role.
pub fn opens_with_role(blocks: Blocks<'_>, heading: Range<usize>) -> bool {
    let mut at = heading.start;
    while at < heading.end {
        match item(blocks, at, heading.end) {
            (Item::Head(head), next) => {
                return !head.roles.is_empty() && (!head.alone || is_end(blocks, next, heading.end));
            }
            (Item::Lead | Item::Link, next) => at = next,
            _ => return false,
        }
    }
    false
}

/// Whether a preposition stands at a token.
pub fn is_link(blocks: Blocks<'_>, at: usize) -> bool {
    item_kind(blocks, at) == Some(HeadingPart::Link)
}

/// Whether a verb of two syllables and more begins at a token.
pub fn is_act(blocks: Blocks<'_>, at: usize) -> bool {
    row_of_words(blocks, at, usize::MAX)
        .is_some_and(|(row, end)| row.fields.part == HeadingPart::Act && end > at + 1)
}

/// Whether a preposition or a conjunction stands at a token: what follows belongs to it.
pub fn goes_on(blocks: Blocks<'_>, at: usize) -> bool {
    matches!(item_kind(blocks, at), Some(HeadingPart::Link | HeadingPart::And))
}

/// Whether the name of a movement, a programme or an office follows the word at a token ("phong trào Xây dựng …").
pub fn takes_name(blocks: Blocks<'_>, at: usize) -> bool {
    let parts = [HeadingPart::Title];
    longest(blocks.rules, blocks.token(at).into_iter(), &parts).is_some()
}

/// Whether words end in those that open a list: "… những nội dung sau", "… trong đó", "… gồm".
pub fn announces(blocks: Blocks<'_>, words: Range<usize>) -> bool {
    // No such phrase has more words.
    let mut last: Vec<&Token> =
        blocks.of(words).iter().rev().filter(|token| token.is_word()).take(6).collect();
    last.reverse();
    (0..last.len()).any(|first| {
        let found = longest(blocks.rules, last[first..].iter().copied(), &[HeadingPart::Announce]);
        found.is_some_and(|(_, count)| first + count == last.len())
    })
}

/// "Mục đích yêu cầu", "nhiệm vụ giải pháp", "nội dung hạn chế": two heads without a comma.
fn goes_beside(before: &HeadingFields, head: &HeadingFields) -> bool {
    let has = |fields: &HeadingFields, role| fields.roles.contains(&role);
    if before.opaque {
        return false;
    }
    has(before, Role::Purpose) && has(head, Role::Requirements)
        || has(before, Role::Tasks) && has(head, Role::Solutions)
        || has(before, Role::Objectives) && (has(head, Role::Targets) || has(head, Role::Tasks))
        || has(before, Role::Targets) && has(head, Role::Tasks)
        || has(before, Role::Content)
            && (has(head, Role::Situation) || has(head, Role::Tasks) || has(head, Role::Solutions))
}

/// Whether nothing, or a comma or "và", stands at a token.
fn is_end(blocks: Blocks<'_>, at: usize, end: usize) -> bool {
    at >= end || matches!(item(blocks, at, end).0, Item::Join)
}

fn item_kind(blocks: Blocks<'_>, at: usize) -> Option<HeadingPart> {
    row_of_words(blocks, at, usize::MAX).map(|(row, _)| row.fields.part)
}

/// What stands at a token, and the token behind it.
fn item<'a>(blocks: Blocks<'a>, at: usize, end: usize) -> (Item<'a>, usize) {
    let Some(token) = blocks.token(at) else { return (Item::Word, end) };
    match token.kind {
        TokenKind::Word => {}
        TokenKind::Comma | TokenKind::Semicolon | TokenKind::Dash | TokenKind::Slash | TokenKind::Other => {
            return (Item::Join, at + 1);
        }
        TokenKind::OpenParen | TokenKind::OpenQuote => {
            // What stands in brackets explains and is no head.
            let close = (at + 1..end)
                .find(|&at| {
                    blocks.token(at).is_some_and(|token| {
                        matches!(token.kind, TokenKind::CloseParen | TokenKind::CloseQuote)
                    })
                })
                .map_or(end, |close| close + 1);
            return (Item::Word, close);
        }
        _ => return (Item::Word, at + 1),
    }
    if let Some(cue) = blocks.tokens.cue_at(Rules::HEADINGS, at)
        && cue.end as usize <= end
        && let Some(row) = blocks.rules.headings.row(cue.row)
    {
        return (Item::Head(&row.fields), cue.end as usize);
    }
    match row_of_words(blocks, at, end) {
        Some((row, next)) => {
            let item = match row.fields.part {
                HeadingPart::Act => Item::Act,
                HeadingPart::Link => Item::Link,
                HeadingPart::And => Item::Join,
                HeadingPart::Lead => Item::Lead,
                HeadingPart::Head | HeadingPart::Announce | HeadingPart::Title => Item::Word,
            };
            (item, next)
        }
        None => (Item::Word, at + 1),
    }
}

/// The row one of whose words begins at a token, the longest of them, and the token behind it.
fn row_of_words<'a>(blocks: Blocks<'a>, at: usize, end: usize) -> Option<(&'a Row<HeadingFields>, usize)> {
    let tokens = blocks.tokens.tokens.get(at..end.min(blocks.tokens.tokens.len()))?.iter();
    let parts = [HeadingPart::Head, HeadingPart::Act, HeadingPart::Link, HeadingPart::And, HeadingPart::Lead];
    longest(blocks.rules, tokens, &parts).map(|(row, count)| (row, at + count))
}

/// The row of one of these parts that has the longest words that the tokens begin with, and how many tokens these are.
fn longest<'a>(
    rules: &'a Rules,
    tokens: impl Iterator<Item = &'a Token>,
    parts: &[HeadingPart],
) -> Option<(&'a Row<HeadingFields>, usize)> {
    let mut best = None;
    let mut node = 0;
    for (before, token) in tokens.enumerate() {
        let Some(next) = Symbol::of(token).and_then(|symbol| rules.heading_words.step(node, symbol)) else {
            break;
        };
        node = next;
        let mut rows =
            rules.heading_words.entries(node).iter().filter_map(|entry| rules.headings.row(entry.row));
        if let Some(row) = rows.find(|row| parts.contains(&row.fields.part)) {
            best = Some((row, before + 1));
        }
    }
    best
}
