//! Which words of a block are its heading.

use super::blocks::Blocks;
use super::roles::{self, opens_with_role};
use super::zones::is_formula;
use crate::document::{BlockKind, Shape, TokenKind};
use crate::rules::{Effect, Part};
use std::ops::Range;

/// A heading and where the text behind it begins, as tokens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading {
    pub tokens: Range<usize>,
    pub text: usize,
}

/// Longest run-in heading, in words.
const RUN_IN: usize = 30;
/// Longest heading without a full stop that nothing else marks as one.
const PLAIN: usize = 45;
/// A lead-in of more words than these is a sentence.
const SHORT: usize = 12;

/// What is known about a numbered block besides its words.
#[derive(Debug, Clone, Copy)]
pub struct Place {
    /// Text or divisions of its own follow.
    pub content: bool,
    /// Its label is one of the upper levels: Phần, A., I.
    pub upper: bool,
    /// Its label is one of a list: a), (1).
    pub list: bool,
}

/// The heading of a numbered block; `rest` are the tokens behind the label.
pub fn labelled(blocks: Blocks<'_>, block: usize, rest: Range<usize>, place: Place) -> Option<Heading> {
    let words = blocks.words(rest.clone());
    if words == 0 {
        return None;
    }
    let capitals = blocks.capitals(rest.clone());
    let run_in_heading = bold_run_in(blocks, block, rest.clone())
        .or_else(|| (!capitals).then(|| capitals_run_in(blocks, rest.clone())).flatten());
    if run_in_heading.is_some() {
        return run_in_heading;
    }
    if let Some(colon) = outer_colon(blocks, rest.clone()) {
        if colon + 1 < rest.end {
            return run_in(blocks, rest.clone(), colon).or_else(|| clause_run_in(blocks, rest));
        }
        if let Some(heading) = clause_run_in(blocks, rest.clone()) {
            return Some(heading);
        }
        let head = rest.start..colon;
        let lead_in = words > SHORT && !capitals && is_lead_in(blocks, head.clone());
        let marked = capitals || blocks.heading(block).is_some();
        return (marked || (!lead_in && words <= 2 * PLAIN && !has_sentence_end(blocks, head.clone())))
            .then(|| Heading { tokens: trim(blocks, head), text: rest.end });
    }
    let run_in_heading =
        sentence_run_in(blocks, rest.clone()).or_else(|| clause_run_in(blocks, rest.clone()));
    if run_in_heading.is_some() {
        return run_in_heading;
    }
    let marked = capitals || blocks.heading(block).is_some() || blocks.is_bold(block);
    let quantity = has_quantity(blocks, rest.clone());
    let heading = match blocks.of(rest.clone()).last().map(|token| token.kind) {
        Some(TokenKind::Period) => {
            // "Giáo dục, đào tạo." over paragraphs of its own.
            let least = if place.upper { 25 } else { 10 };
            let titled = place.content
                && !place.list
                && words <= least
                && !quantity
                && !has_sentence_end(blocks, rest.clone());
            capitals || (marked && words <= 25) || titled
        }
        Some(TokenKind::Slash | TokenKind::Ellipsis) => capitals,
        Some(TokenKind::Semicolon | TokenKind::Comma) => false,
        _ => {
            // "Giám đốc Sở A; Chủ tịch …; Thủ trưởng …": bodies that are told to act.
            let bodies =
                blocks.of(rest.clone()).iter().filter(|token| token.kind == TokenKind::Semicolon).count() > 1;
            let plain = words <= SHORT || (words <= PLAIN && place.content && !bodies);
            (marked && words <= 120)
                || (plain && (place.content || !quantity) && !has_sentence_end(blocks, rest.clone()))
        }
    };
    heading.then(|| Heading { tokens: trim(blocks, rest.clone()), text: rest.end })
}

/// The heading that an unnumbered block is, if it is one.
pub fn unnumbered(blocks: Blocks<'_>, block: usize) -> Option<Heading> {
    let range = blocks.range(block);
    let words = blocks.words(range.clone());
    if blocks.kind(block) != BlockKind::Paragraph || words == 0 || words > PLAIN || is_formula(blocks, block)
    {
        return None;
    }
    let first = blocks.token(range.start)?;
    if !first.is_word() || first.shape == Shape::Lower {
        return None;
    }
    if blocks.part_at(range.start).is_some_and(|(part, _)| {
        matches!(part, Part::Recipients | Part::Authority | Part::Signed | Part::Addressee | Part::Enacting)
    }) {
        return None;
    }
    let closed = matches!(
        blocks.last(block),
        Some(
            TokenKind::Period
                | TokenKind::Semicolon
                | TokenKind::Comma
                | TokenKind::Slash
                | TokenKind::Ellipsis
        )
    );
    let capitals = blocks.capitals(range.clone()) && words > 1;
    let marked = blocks.heading(block).is_some() || (blocks.is_bold(block) && words <= 25);
    // A line that a role word opens: "Mục tiêu của kế hoạch 5 năm".
    let named = words <= SHORT
        && opens_with_role(blocks, range.clone())
        && !blocks.has_effect(block, Effect::Recital)
        && !is_lead_in(blocks, trim(blocks, range.clone()))
        && (block == 0 || blocks.is_closed(block - 1) || blocks.layout.blocks[block - 1].heading.is_some())
        && follows_text(blocks, block);
    (!closed && (capitals || (marked && follows_text(blocks, block)) || named))
        .then(|| Heading { tokens: trim(blocks, range.clone()), text: range.end })
}

/// Whether a block is set as a title: capitals, or a short line that no mark closes.
pub fn is_title_line(blocks: Blocks<'_>, block: usize) -> bool {
    let range = blocks.range(block);
    let words = blocks.words(range.clone());
    let capitalized =
        blocks.token(range.start).is_some_and(|token| !token.is_word() || token.is_capitalized());
    blocks.is_text(block)
        && words > 0
        && (blocks.capitals(range) || (words <= PLAIN && !blocks.is_closed(block) && capitalized))
}

/// Whether a text block that is no heading itself stands behind a block.
fn follows_text(blocks: Blocks<'_>, block: usize) -> bool {
    block + 1 < blocks.len() && !matches!(blocks.kind(block + 1), BlockKind::Footnote(_))
}

/// The first colon outside brackets and quotation marks that does not stand between numbers.
fn outer_colon(blocks: Blocks<'_>, rest: Range<usize>) -> Option<usize> {
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
fn run_in(blocks: Blocks<'_>, rest: Range<usize>, colon: usize) -> Option<Heading> {
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
        || is_lead_in(blocks, head.clone())
        || is_list_head(blocks, head.clone(), colon, rest.end)
    {
        return None;
    }
    Some(Heading { tokens: trim(blocks, head), text: colon + 1 })
}

/// "1. **Mục tiêu.** Tiếp tục …"
fn bold_run_in(blocks: Blocks<'_>, block: usize, rest: Range<usize>) -> Option<Heading> {
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
fn capitals_run_in(blocks: Blocks<'_>, rest: Range<usize>) -> Option<Heading> {
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
fn clause_run_in(blocks: Blocks<'_>, rest: Range<usize>) -> Option<Heading> {
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

/// "Hiệu lực thi hành. Quyết định này …"
fn sentence_run_in(blocks: Blocks<'_>, rest: Range<usize>) -> Option<Heading> {
    let stop = rest
        .clone()
        .take(16)
        .find(|&at| blocks.token(at).is_some_and(|token| token.kind == TokenKind::Period))?;
    let next = blocks.token(stop + 1).filter(|_| stop + 1 < rest.end)?;
    let head = rest.start..stop;
    (next.is_capitalized()
        && !next.glued
        && blocks.words(head.clone()) <= 8
        && (opens_with_role(blocks, head.clone()) || is_about(blocks, head.start))
        && !has_quantity(blocks, head.clone()))
    .then(|| Heading { tokens: trim(blocks, head), text: stop + 1 })
}

/// "Về …", "Đối với …"
fn is_about(blocks: Blocks<'_>, start: usize) -> bool {
    roles::is_link(blocks, start)
}

/// A full stop with a new sentence behind it.
fn has_sentence_end(blocks: Blocks<'_>, range: Range<usize>) -> bool {
    range.clone().any(|at| {
        blocks.token(at).is_some_and(|token| token.kind == TokenKind::Period)
            && at + 1 < range.end
            && blocks.token(at + 1).is_some_and(|next| next.is_capitalized() && !next.glued)
            // "TP. Hồ Chí Minh", "PGS. Hà"
            && blocks.token(at.wrapping_sub(1)).is_some_and(|before| before.end - before.start > 4)
    })
}

/// "… những nội dung sau", "… trong đó", "… gồm": what follows is a list and no text of its own.
fn is_lead_in(blocks: Blocks<'_>, head: Range<usize>) -> bool {
    let words: Vec<String> = blocks
        .of(head)
        .iter()
        .filter(|token| token.is_word())
        .map(|token| crate::rules::fold(blocks.layout.str(token.span())))
        .collect();
    blocks
        .rules
        .headings
        .rows
        .iter()
        .filter(|row| row.fields.part == crate::rules::HeadingPart::Announce)
        .any(|row| {
            row.fields.words.iter().any(|phrase| {
                let count = phrase.split(' ').count();
                words.len() >= count
                    && words[words.len() - count..].iter().map(String::as_str).eq(phrase.split(' '))
            })
        })
}

/// "Giám đốc các Sở: Y tế, Tài chính": the colon splits a list of names.
fn is_list_head(blocks: Blocks<'_>, head: Range<usize>, colon: usize, end: usize) -> bool {
    // "… các ban, ngành; Giám đốc: Trung tâm A, Trung tâm B"
    let semicolons: Vec<usize> = head
        .clone()
        .filter(|&at| blocks.token(at).is_some_and(|token| token.kind == TokenKind::Semicolon))
        .collect();
    if semicolons.len() > 1 || semicolons.last().is_some_and(|&last| blocks.words(last..colon) <= 3) {
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

/// Whether a number other than a year stands in the words.
fn has_quantity(blocks: Blocks<'_>, range: Range<usize>) -> bool {
    range.clone().any(|at| {
        blocks.token(at).is_some_and(|token| token.kind == TokenKind::Number)
            && !(blocks.str(at).len() == 4
                && blocks.str(at).parse::<u16>().is_ok_and(|year| (1900..2100).contains(&year)))
            && !matches!(
                blocks.token(at.wrapping_sub(1)).map(|before| before.kind),
                Some(TokenKind::Slash | TokenKind::Dash)
            )
    })
}

/// Without the marks at its end.
fn trim(blocks: Blocks<'_>, mut range: Range<usize>) -> Range<usize> {
    while range.start < range.end
        && blocks.token(range.end - 1).is_some_and(|token| {
            matches!(
                token.kind,
                TokenKind::Colon
                    | TokenKind::Period
                    | TokenKind::Semicolon
                    | TokenKind::Comma
                    | TokenKind::Dash
                    | TokenKind::Slash
            )
        })
    {
        range.end -= 1;
    }
    range
}

/// Whether a short line begins with a word that names a role.
pub fn opens_named(blocks: Blocks<'_>, block: usize) -> bool {
    let range = blocks.range(block);
    blocks.words(range.clone()) <= SHORT && opens_with_role(blocks, range)
}
