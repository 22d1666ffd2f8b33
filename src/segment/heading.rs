//! Which words of a block are its heading.

mod run_in;

use super::blocks::Blocks;
use super::label::Style;
use super::roles::{self, opens_with_role};
use super::zones::is_formula;
use crate::document::{BlockKind, Shape, TokenKind};
use crate::rules::{DivisionStyle, Effect, Part};
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

/// Longest heading with a full stop behind a label of a list.
const LIST: usize = 6;

/// What is known about a numbered block besides its words.
#[derive(Debug, Clone, Copy)]
pub struct Place {
    /// Text or divisions of its own follow.
    pub content: bool,
    /// Its label is one of the upper levels: Phần, A., I.
    pub upper: bool,
    /// Its label is one of a list: a), (1).
    pub list: bool,
    /// Bullets follow.
    pub bullets: bool,
}

/// The heading of a numbered block; `rest` are the tokens behind the label.
pub fn labelled(blocks: Blocks<'_>, block: usize, rest: Range<usize>, place: Place) -> Option<Heading> {
    let words = blocks.words(rest.clone());
    if words == 0 {
        return None;
    }
    let capitals = blocks.capitals(rest.clone());
    let run_in_heading = run_in::bold(blocks, block, rest.clone())
        .or_else(|| (!capitals).then(|| run_in::capitals(blocks, rest.clone())).flatten());
    if run_in_heading.is_some() {
        return run_in_heading;
    }
    if let Some(colon) = run_in::outer_colon(blocks, rest.clone()) {
        if colon + 1 < rest.end {
            return run_in::before_colon(blocks, rest.clone(), colon)
                .or_else(|| run_in::clause(blocks, rest));
        }
        if let Some(heading) = run_in::clause(blocks, rest.clone()) {
            return Some(heading);
        }
        let head = rest.start..colon;
        // "II. Sửa đổi mục II, Thủ tục hồ sơ, như sau:" heads a part; the same behind "1." leads in to a list.
        let longest = if place.upper { 2 * SHORT } else { SHORT };
        let lead_in = words > longest && !capitals && roles::announces(blocks, head.clone());
        let marked = capitals || blocks.heading(block).is_some();
        return (marked || (!lead_in && words <= 2 * PLAIN && !has_sentence_end(blocks, head.clone())))
            .then(|| Heading { tokens: trim(blocks, head), text: rest.end });
    }
    let run_in_heading =
        run_in::sentence(blocks, rest.clone()).or_else(|| run_in::clause(blocks, rest.clone()));
    if run_in_heading.is_some() {
        return run_in_heading;
    }
    let marked = capitals || blocks.heading(block).is_some() || blocks.is_bold(block);
    let quantity = has_quantity(blocks, rest.clone());
    let heading = match blocks.of(rest.clone()).last().map(|token| token.kind) {
        Some(TokenKind::Period) => {
            // "Giáo dục, đào tạo." over paragraphs of its own.
            let least = if place.upper { 25 } else { 10 };
            let least = if place.list { LIST } else { least };
            let titled = place.content
                && (!place.list || place.bullets)
                && words <= least
                && !quantity
                && !has_sentence_end(blocks, rest.clone())
                && !is_order(blocks, rest.clone());
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
///
/// `begun`: sections stand before it, so that a kind in capitals is no formula ("KẾT LUẬN").
pub fn unnumbered(blocks: Blocks<'_>, block: usize, begun: bool) -> Option<Heading> {
    let range = blocks.range(block);
    if blocks.kind(block) != BlockKind::Paragraph || blocks.has_more_words(range.clone(), PLAIN) {
        return None;
    }
    let words = blocks.words(range.clone());
    let article = || {
        let next = if block + 1 < blocks.len() { blocks.labels(block + 1) } else { Default::default() };
        next.first().is_some_and(|label| label.style == Style::Word(DivisionStyle::Article))
    };
    let concludes = || begun && blocks.last(block) != Some(TokenKind::Colon) && !article();
    let formula = is_formula(blocks, block) && !concludes();
    if words == 0 || formula {
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
        && !roles::announces(blocks, trim(blocks, range.clone()))
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

/// "Ban Tuyên giáo chủ trì …": a body that is told to act.
fn is_order(blocks: Blocks<'_>, range: Range<usize>) -> bool {
    let Some(name) = blocks.name_at(range.start) else { return false };
    (name.end as usize..range.end).any(|at| {
        blocks.token(at).is_some_and(|token| token.shape == Shape::Lower) && roles::is_act(blocks, at)
    })
}

/// Whether a number other than a year stands in the words.
fn has_quantity(blocks: Blocks<'_>, range: Range<usize>) -> bool {
    let is_year = |at: usize| {
        blocks.str(at).len() == 4
            && blocks.str(at).parse::<u16>().is_ok_and(|year| (1900..2100).contains(&year))
    };
    range.clone().any(|at| {
        blocks.token(at).is_some_and(|token| token.kind == TokenKind::Number)
            && !is_year(at)
            && !matches!(
                blocks.token(at.wrapping_sub(1)).map(|before| before.kind),
                Some(TokenKind::Slash | TokenKind::Dash)
            )
            // "kế hoạch 5 năm 2026-2030"
            && (!is_year(at + 2) || blocks.str(at).len() > 2)
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
