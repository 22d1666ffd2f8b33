//! Targets without a number: a state that can be checked.

use super::accept::Mode;
use super::parse::Parsed;
use super::record;
use super::view::View;
use crate::document::{Deadline, TokenKind};
use crate::rules::{FrameKind, StateKind};
use std::ops::Range;

/// A stretch of text without an amount.
pub struct Candidate<'c> {
    pub segment: &'c Range<usize>,
    /// The sentence is the whole block.
    pub alone: bool,
    /// The block has a bullet or a label.
    pub item: bool,
}

pub struct Found {
    /// The whole statement; one for each index where several share a state.
    pub indicators: Vec<String>,
    pub tokens: Range<usize>,
    pub deadline: Option<Deadline>,
    pub rule: &'static str,
}

/// Whether a block may hold a commitment to a state.
pub fn may_commit(view: &View<'_>) -> bool {
    view.frames(view.start..view.end)
        .any(|(_, kind)| matches!(kind, FrameKind::Commit | FrameKind::WeakCommit))
        && view.states(view.start..view.end).any(|(_, kind)| kind == StateKind::End)
}

/// The qualitative target in a stretch of text, if there is one.
///
/// In a section of targets every item is one but general exhortation; among objectives an end state is needed; elsewhere
/// an end state behind a word of commitment.
pub fn target(view: &View<'_>, text: &Candidate<'_>, parsed: &Parsed, mode: Mode) -> Option<Found> {
    let range = trim(view, text.segment.clone());
    let words = view.each(range.clone()).filter(|(_, token)| token.is_word()).count();
    if !(3..=90).contains(&words) || view.is(text.segment.end - 1, TokenKind::Colon) {
        return None;
    }
    let mut commitment = None;
    for (cue, kind) in view.frames(range.clone()) {
        match kind {
            FrameKind::Result | FrameKind::Aside | FrameKind::Policy => return None,
            FrameKind::Commit => commitment = commitment.or(Some(cue)),
            _ => {}
        }
    }
    let end_state = view.states(range.clone()).find(|(_, kind)| *kind == StateKind::End).map(|(cue, _)| cue);
    let exhorts = view.states(range.start..range.start + 1).any(|(_, kind)| kind == StateKind::Exhort);
    let (rule, start) = match mode {
        Mode::Targets | Mode::Objectives if !text.item && words > LONGEST_PARAGRAPH => return None,
        Mode::Targets if end_state.is_some() => ("target-section-state", range.start),
        Mode::Targets => {
            let whole = text.alone && *text.segment == parsed.sentence;
            (whole && text.item && !exhorts).then_some(("target-section-item", range.start))?
        }
        Mode::Objectives => {
            let state = end_state.as_ref()?;
            let committed = commitment.is_some_and(|cue| cue.start <= state.start);
            (!exhorts || committed).then_some(("objective-state", range.start))?
        }
        Mode::Open | Mode::Guarded => {
            let (cue, state) = (commitment?, end_state.as_ref()?);
            (cue.end <= state.start).then_some(("committed-state", cue.end))?
        }
        Mode::Hopeful | Mode::Closed => return None,
    };
    let start = match view.frame_at(start) {
        Some((end, FrameKind::Commit)) => end,
        Some((end, FrameKind::Goal)) if view.is(end, TokenKind::Colon) => end + 1,
        _ => start,
    };
    let deadline = parsed
        .times(view)
        .moments
        .iter()
        .find(|moment| range.contains(&moment.tokens.start))
        .map(|moment| moment.deadline(view, false));
    let tokens = start..range.end;
    let indicators = statements(view, tokens.clone(), end_state, parsed);
    Some(Found { indicators, tokens, deadline, rule })
}

/// "Chỉ số A, Chỉ số B cao hơn so với năm trước": what is said of the last is said of each.
fn statements(
    view: &View<'_>,
    tokens: Range<usize>,
    state: Option<Range<usize>>,
    parsed: &Parsed,
) -> Vec<String> {
    let names = tokens.start..state.map_or(tokens.end, |state| state.start);
    let heads = record::index_heads(view, &names);
    let Some((last, others)) = heads.split_last() else {
        return vec![view.text(tokens).to_owned()];
    };
    let dated = parsed
        .times(view)
        .moments
        .iter()
        .map(|moment| moment.tokens.start)
        .find(|start| last.contains(start));
    let said = view.text(dated.unwrap_or(names.end)..tokens.end);
    let each = others.iter().map(|name| format!("{} {said}", view.text(name.clone())));
    each.chain([view.text(last.start..tokens.end).to_owned()]).collect()
}

fn trim(view: &View<'_>, mut range: Range<usize>) -> Range<usize> {
    let mark = |at: usize| {
        !matches!(
            view.kind(at),
            Some(
                TokenKind::Word
                    | TokenKind::Number
                    | TokenKind::OpenParen
                    | TokenKind::CloseParen
                    | TokenKind::OpenQuote
                    | TokenKind::CloseQuote
            )
        )
    };
    while range.start < range.end && mark(range.start) {
        range.start += 1;
    }
    while range.end > range.start && mark(range.end - 1) {
        range.end -= 1;
    }
    range
}

/// Words: a paragraph without bullet or label that is longer tells of the circumstances.
const LONGEST_PARAGRAPH: usize = 30;
