//! Sentences of a block, their segments between semicolons, and their parentheses.

use super::view::{Kinds, View};
use crate::document::{Shape, Token, TokenKind};
use std::iter;
use std::ops::Range;

/// The sentences of a range of tokens; the mark that ends one belongs to none. What runs on for too long is cut, so that
/// the work on one sentence is bounded.
pub fn sentences(view: &View<'_>, range: Range<usize>) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = range.start;
    let mut depth = 0usize;
    let mut from = start;
    loop {
        let longest = (start + LONGEST_SENTENCE).clamp(from, range.end);
        let at = view.first_of(MARKS, from..longest).unwrap_or(longest);
        from = at + 1;
        match view.kind(at).filter(|_| at < range.end) {
            None => break,
            Some(TokenKind::OpenParen) if closing(view, at, range.end).is_some() => depth += 1,
            Some(TokenKind::CloseParen) => depth = depth.saturating_sub(1),
            Some(TokenKind::Period | TokenKind::Ellipsis) if depth == 0 && ends_sentence(view, at) => {
                if start < at {
                    found.push(start..at);
                }
                start = at + 1;
            }
            Some(_) if at - start >= LONGEST_SENTENCE => {
                found.push(start..at);
                start = at;
                depth = 0;
            }
            Some(_) => {}
        }
    }
    if start < range.end {
        found.push(start..range.end);
    }
    found
}

/// Marks at which a sentence may end, or not end.
const MARKS: Kinds = Kinds::NONE
    .with(TokenKind::OpenParen)
    .with(TokenKind::CloseParen)
    .with(TokenKind::Period)
    .with(TokenKind::Ellipsis);

/// In tokens; no sentence of a real document comes near it.
const LONGEST_SENTENCE: usize = 1500;

/// A full stop before a new beginning, and not behind an abbreviation ("TP. Kon Tum") or inside "v.v.".
fn ends_sentence(view: &View<'_>, at: usize) -> bool {
    let next = at + 1;
    if next >= view.end {
        return true;
    }
    let begins = view.capitalized(next)
        || matches!(
            view.kind(next),
            Some(TokenKind::Number | TokenKind::OpenQuote | TokenKind::CloseQuote | TokenKind::Dash)
        );
    let abbreviated = at > view.start && view.is_word(at - 1) && {
        let before = &view.tokens.tokens[at - 1];
        before.shape == Shape::Upper && before.end - before.start <= 3 && view.is(at, TokenKind::Period)
            || matches!(view.word(at - 1), "Tp" | "Tx" | "Tt")
    };
    begins && !view.glued(next) && !abbreviated
}

/// The parenthesis that closes the one at `open`, on its own level.
pub fn closing(view: &View<'_>, open: usize, end: usize) -> Option<usize> {
    let mut depth = 0usize;
    // A parenthesis that runs on for longer than this was never closed.
    for at in open..end.min(open + 400) {
        match view.kind(at) {
            Some(TokenKind::OpenParen) => depth += 1,
            Some(TokenKind::CloseParen) => {
                depth -= 1;
                if depth == 0 {
                    return Some(at);
                }
            }
            _ => {}
        }
    }
    None
}

/// The parentheses of a range, outermost only, as ranges that include both marks.
pub fn parentheses(view: &View<'_>, range: Range<usize>) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    if !view.may_hold(TokenKind::OpenParen) {
        return found;
    }
    for (at, _) in view.each(range.clone()).filter(|(_, token)| token.kind == TokenKind::OpenParen) {
        if found.last().is_none_or(|last| last.end <= at)
            && let Some(close) = closing(view, at, range.end)
        {
            found.push(at..close + 1);
        }
    }
    found
}

/// A range cut at the semicolons outside of its parentheses.
pub fn segments<'v>(
    view: &'v View<'_>,
    range: Range<usize>,
    groups: &'v [Range<usize>],
) -> impl Iterator<Item = Range<usize>> + use<'v> {
    let mut rest = range;
    let end = move |rest: &Range<usize>| {
        let divides =
            |&(at, token): &(usize, &Token)| token.kind == TokenKind::Semicolon && !inside(groups, at);
        let mark =
            view.may_hold(TokenKind::Semicolon).then(|| view.each(rest.clone()).find(divides)).flatten();
        mark.map_or(rest.end, |(at, _)| at)
    };
    iter::from_fn(move || {
        (!rest.is_empty()).then(|| {
            let segment = rest.start..end(&rest);
            rest.start = segment.end + 1;
            segment
        })
    })
    .filter(|segment| !segment.is_empty())
}

/// Whether a token lies in one of the ranges, which are sorted.
pub fn inside(groups: &[Range<usize>], at: usize) -> bool {
    let index = groups.partition_point(|group| group.end <= at);
    groups.get(index).is_some_and(|group| group.contains(&at))
}

/// Behind the bullet and the label ("1.", "2.1", "a)", "(1)", "III-") that open a block.
pub fn behind_label(view: &View<'_>) -> usize {
    let mut at = view.start;
    while matches!(
        view.kind(at),
        Some(TokenKind::Dash | TokenKind::Bullet | TokenKind::Plus | TokenKind::Other)
    ) {
        at += 1;
    }
    let parenthesized = view.is(at, TokenKind::OpenParen) && view.is(at + 2, TokenKind::CloseParen);
    let label = if parenthesized { at + 1 } else { at };
    let lettered = view.is_word(label) && {
        let word = view.word(label);
        word.chars().count() == 1
            || word.bytes().all(|letter| matches!(letter, b'I' | b'V' | b'X' | b'i' | b'v'))
    };
    if parenthesized && (lettered || view.is_number(label)) {
        return at + 3;
    }
    let mut end = label + 1;
    if view.is_number(label) || lettered {
        // "2 .1 .": exporters put spaces into labels.
        while view.is(end, TokenKind::Period) && view.is_number(end + 1) && view.glued(end + 1) {
            end += 2;
        }
        let closed = matches!(
            view.kind(end),
            Some(TokenKind::Period | TokenKind::CloseParen | TokenKind::Dash | TokenKind::Slash)
        );
        let spaced = closed && !(view.glued(end + 1) && view.is_number(end + 1));
        if spaced && !(view.is(end, TokenKind::Dash) && view.is_number(end + 1)) {
            return end + 1;
        }
        // "2.1 Tỷ lệ …": a label of several numbers needs no mark behind it.
        if view.is_number(label) && view.word(label).contains('.') && view.capitalized(label + 1) {
            return label + 1;
        }
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::targets::view::tests::with_view;

    fn cut(text: &str) -> Vec<String> {
        with_view(text, |view| {
            sentences(view, behind_label(view)..view.end)
                .into_iter()
                .map(|sentence| view.text(sentence).to_owned())
                .collect()
        })
    }

    #[test]
    fn sentences_end_before_a_new_beginning() {
        assert_eq!(
            cut("- Trồng 420 ha rừng. Độ che phủ đạt 61,5%."),
            ["Trồng 420 ha rừng", "Độ che phủ đạt 61,5%"]
        );
        assert_eq!(cut("Tại TP. Bình Lâm có 2 trường."), ["Tại TP. Bình Lâm có 2 trường"]);
        assert_eq!(cut("Đạt 1.450 người (năm 2023. Ước)."), ["Đạt 1.450 người (năm 2023. Ước)"]);
    }

    #[test]
    fn a_sentence_without_end_is_cut() {
        let text = "lúa 5 ha ".repeat(2000);
        assert!(cut(&text).len() > 3);
    }

    #[test]
    fn labels_come_off() {
        for (text, wanted) in [
            ("1. Tỷ lệ hộ nghèo", "Tỷ lệ hộ nghèo"),
            ("2.1 Tỷ lệ hộ nghèo", "Tỷ lệ hộ nghèo"),
            ("2.1. 100% số hộ", "100% số hộ"),
            ("a) Dân số", "Dân số"),
            ("(1) Dân số", "Dân số"),
            ("III- Mục tiêu", "Mục tiêu"),
            ("+ Lúa: 50 ha", "Lúa: 50 ha"),
            ("100% số hộ", "100% số hộ"),
            ("1.200 lao động", "1.200 lao động"),
        ] {
            assert_eq!(cut(text), [wanted], "{text}");
        }
    }
}
