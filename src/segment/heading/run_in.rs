//! Headings on the line of their text.

use super::{Heading, PLAIN, RUN_IN, SHORT, has_quantity, has_sentence_end, is_about, opens_with_role, trim};
use crate::document::{Shape, TokenKind};
use crate::rules::{HeadKind, Rules};
use crate::segment::blocks::Blocks;
use crate::segment::roles;
use std::ops::Range;

/// The first colon outside brackets and quotation marks that does not stand between numbers.
pub(super) fn outer_colon(blocks: Blocks<'_>, rest: Range<usize>) -> Option<usize> {
    let mut depth = 0i32;
    let mut quoted = false;
    for at in rest.clone().take(80) {
        let token = blocks.token(at)?;
        match token.kind {
            TokenKind::OpenParen => depth += 1,
            TokenKind::CloseParen => depth -= 1,
            TokenKind::OpenQuote => quoted = true,
            TokenKind::CloseQuote => quoted = !quoted && blocks.str(at) == "\"",
            TokenKind::Colon if depth <= 0 && !quoted => {
                let glued_number = token.glued
                    && blocks.token(at + 1).is_some_and(|next| next.kind == TokenKind::Number && next.glued)
                    && blocks
                        .token(at.wrapping_sub(1))
                        .is_some_and(|before| before.kind == TokenKind::Number);
                if !glued_number {
                    return Some(at);
                }
            }
            _ => {}
        }
    }
    None
}

/// "Mục tiêu: Tiếp tục …"
pub(super) fn before_colon(blocks: Blocks<'_>, rest: Range<usize>, colon: usize) -> Option<Heading> {
    let head = rest.start..colon;
    let words = blocks.words(head.clone());
    let next = blocks.token(colon + 1)?;
    let role = opens_with_role(blocks, head.clone());
    let text = match next.kind {
        TokenKind::Word if next.is_capitalized() => words <= RUN_IN,
        TokenKind::Word => words <= 8 || (words <= RUN_IN && role && roles::is_link(blocks, head.start)),
        TokenKind::Number
        | TokenKind::Less
        | TokenKind::Greater
        | TokenKind::LessEqual
        | TokenKind::GreaterEqual => role && words <= 8 && !is_target_head(blocks, head.clone()),
        TokenKind::OpenQuote | TokenKind::CloseQuote => words <= 6,
        TokenKind::Dash | TokenKind::Bullet | TokenKind::OpenParen => words <= SHORT,
        _ => false,
    };
    let opens = blocks.token(head.start).is_some_and(|token| !token.is_word() || token.is_capitalized());
    if !text
        || !opens
        || has_sentence_end(blocks, head.clone())
        || roles::announces(blocks, head.clone())
        || is_list_head(blocks, head.clone(), colon, rest.end)
    {
        return None;
    }
    Some(Heading { tokens: trim(blocks, head), text: colon + 1 })
}

/// "1. **Mục tiêu.** Tiếp tục …"
pub(super) fn bold(blocks: Blocks<'_>, block: usize, rest: Range<usize>) -> Option<Heading> {
    let span = blocks.layout.blocks.get(block)?.span;
    let bold = span.start() + blocks.layout.bold_prefix(span);
    if bold == span.start() {
        return None;
    }
    let end = rest
        .clone()
        .find(|&at| blocks.token(at).is_some_and(|token| token.end as usize > bold))
        .unwrap_or(rest.end);
    if end == rest.end || blocks.words(rest.start..end) == 0 || blocks.words(rest.start..end) > PLAIN {
        return None;
    }
    let mark = |at: usize| {
        blocks.token(at).is_some_and(|token| matches!(token.kind, TokenKind::Colon | TokenKind::Period))
    };
    let text = if mark(end) { end + 1 } else { end };
    (mark(end) || mark(end - 1))
        .then(|| Heading { tokens: trim(blocks, rest.start..end), text })
        .filter(|_| text < rest.end)
        .filter(|heading| !has_sentence_end(blocks, heading.tokens.clone()))
}

/// "MỤC TIÊU, NHIỆM VỤ NĂM 2024 Bộ yêu cầu …": an exporter lost the line break behind a heading in capitals.
pub(super) fn capitals(blocks: Blocks<'_>, rest: Range<usize>) -> Option<Heading> {
    let end = rest
        .clone()
        .find(|&at| blocks.token(at).is_some_and(|token| token.is_word() && token.shape != Shape::Upper))?;
    let head = rest.start..end;
    let words = blocks.words(head.clone());
    let next = blocks.token(end).filter(|next| next.shape == Shape::Capital)?;
    let long = words >= 4 || (words >= 2 && opens_with_role(blocks, head.clone()));
    (long && !next.glued && blocks.words(end..rest.end) >= 3)
        .then(|| Heading { tokens: trim(blocks, head), text: end })
}

/// "Mục tiêu chung Phấn đấu đến năm 2025 …": the same behind a heading in small letters, where a verb with a large letter
/// stands behind a word without.
pub(super) fn clause(blocks: Blocks<'_>, rest: Range<usize>) -> Option<Heading> {
    let clause = roles::is_act(blocks, rest.start);
    let boundary = (rest.start + 2..rest.end.min(rest.start + 36)).find(|&at| {
        let (Some(before), Some(token)) = (blocks.token(at - 1), blocks.token(at)) else { return false };
        token.shape == Shape::Capital
            && before.is_word()
            && (before.shape == Shape::Lower || before.shape == Shape::Upper && roles::is_link(blocks, at))
            && (roles::is_link(blocks, at) || !clause && roles::is_act(blocks, at))
            && !roles::goes_on(blocks, at - 1)
            && blocks.kind_at(at).is_none()
            && blocks.token(at + 1).is_some_and(|next| {
                next.is_word() && (next.shape == Shape::Lower || roles::is_link(blocks, at))
            })
            && !roles::takes_name(blocks, at - 1)
            && !(roles::is_link(blocks, at) && names_territory(blocks, at))
    })?;
    let head = rest.start..boundary;
    let words = blocks.words(head.clone());
    let plain = blocks.of(head.clone()).iter().all(|token| {
        matches!(
            token.kind,
            TokenKind::Word
                | TokenKind::Comma
                | TokenKind::Dash
                | TokenKind::Number
                | TokenKind::OpenParen
                | TokenKind::CloseParen
        )
    });
    let longest = if roles::is_link(blocks, boundary) { RUN_IN } else { 15 };
    (plain && (2..=longest).contains(&words) && blocks.words(boundary..rest.end) >= 3)
        .then(|| Heading { tokens: trim(blocks, head), text: boundary })
}

/// "thành phố Cần Thơ": a name of two syllables behind the word for a territory.
fn names_territory(blocks: Blocks<'_>, at: usize) -> bool {
    let unit = blocks.tokens.cues_of(Rules::BODY_HEADS, at.saturating_sub(2)..at).any(|cue| {
        let row = blocks.rules.body_heads.row(cue.row);
        cue.end as usize == at && row.is_some_and(|row| row.fields.kind == HeadKind::Unit)
    });
    unit && blocks.token(at + 1).is_some_and(|next| next.shape == Shape::Capital)
}

/// "Hiệu lực thi hành. Quyết định này …"
pub(super) fn sentence(blocks: Blocks<'_>, rest: Range<usize>) -> Option<Heading> {
    let stop = rest
        .clone()
        .take(16)
        .find(|&at| blocks.token(at).is_some_and(|token| token.kind == TokenKind::Period))?;
    let next = blocks.token(stop + 1).filter(|_| stop + 1 < rest.end)?;
    let head = rest.start..stop;
    (next.is_capitalized()
        && !next.glued
        && !blocks.has_more_words(head.clone(), 8)
        && (opens_with_role(blocks, head.clone()) || is_about(blocks, head.start))
        && !has_quantity(blocks, head.clone()))
    .then(|| Heading { tokens: trim(blocks, head), text: stop + 1 })
}

/// "Giám đốc các Sở: Y tế, Tài chính": the colon splits a list of names.
fn is_list_head(blocks: Blocks<'_>, head: Range<usize>, colon: usize, end: usize) -> bool {
    // "… các ban, ngành; Giám đốc: Trung tâm A, Trung tâm B"
    let semicolons: Vec<usize> = head
        .clone()
        .filter(|&at| blocks.token(at).is_some_and(|token| token.kind == TokenKind::Semicolon))
        .collect();
    if semicolons.len() > 1 || semicolons.last().is_some_and(|&last| !blocks.has_more_words(last..colon, 3)) {
        return true;
    }
    let plural = head.clone().rev().take(4).any(|at| crate::rules::fold(blocks.str(at)) == "các");
    if !plural || blocks.words(head) < 4 {
        return false;
    }
    let separator = (colon + 1..end.min(colon + 14)).find(|&at| {
        blocks.token(at).is_some_and(|token| matches!(token.kind, TokenKind::Comma | TokenKind::Semicolon))
    });
    match separator {
        Some(at) => blocks.token(at + 1).is_some_and(|next| next.is_capitalized()),
        None => end - colon <= 5,
    }
}

/// Whether a heading speaks of what is measured, so that a number behind its colon is a value.
fn is_target_head(blocks: Blocks<'_>, head: Range<usize>) -> bool {
    let roles = roles::roles(blocks, head);
    roles.contains(crate::document::Role::Targets) || roles.contains(crate::document::Role::Objectives)
}
