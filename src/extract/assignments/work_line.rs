//! Lines under a task that say who does it and by when: "- Cơ quan thực hiện: Sở Y tế chủ trì, phối hợp với …".

use super::clause::{Prefix, prefix, supporters_within};
use super::governor::doers;
use super::record::{Doer, trim_end};
use crate::document::{Duty, Tables, TokenKind};
use crate::extract::bodies::{Body, Mode, Passage, Stop};
use crate::rules::{DutySense, Rules, WorkSense};
use std::ops::Range;

/// A head and what stands behind its colon.
#[derive(Debug, Clone)]
pub struct Part {
    pub sense: WorkSense,
    pub value: Range<usize>,
}

/// The parts of a line that begins at a token; empty where no head with a colon stands there.
pub fn parts(passage: &Passage<'_>, at: usize, end: usize) -> Vec<Part> {
    let mut parts = Vec::new();
    if !passage.has_work {
        return parts;
    }
    let mut at = at;
    while let Some((sense, value)) = head(passage, at, end) {
        let mut next = heads(passage, value + 1..end);
        let next = next.find(|&t| separates(passage, t - 1) && head(passage, t, end).is_some());
        let stop = trim_end(passage, value, next.unwrap_or(end));
        parts.push(Part { sense, value: value..stop });
        match next {
            Some(next) => at = next,
            None => break,
        }
    }
    parts
}

/// Where the first head with a colon stands behind a task in the same unit: "…; cơ quan chủ trì: Sở Y tế".
pub fn inside(passage: &Passage<'_>, at: usize, end: usize) -> Option<usize> {
    if !passage.has_work {
        return None;
    }
    let names_doer = |t: &usize| {
        separates(passage, t - 1)
            && head(passage, *t, end).is_some_and(|(sense, _)| {
                matches!(sense, WorkSense::Lead | WorkSense::Support | WorkSense::Responsible)
            })
    };
    heads(passage, at + 3..end).find(names_doer)
}

/// The tokens at which heads of lines or columns begin.
fn heads(passage: &Passage<'_>, tokens: Range<usize>) -> impl Iterator<Item = usize> {
    const HEADS: Tables = Tables::of(Rules::WORK_HEADS);
    let next = move |from: usize| passage.next_of(HEADS, from..tokens.end);
    std::iter::successors(next(tokens.start), move |&at| next(at + 1))
}

/// A remark in brackets that says who does the task before it: "(Phòng Nội vụ chủ trì, phối hợp với …)".
/// The tokens inside the brackets.
pub fn bracket(passage: &Passage<'_>, at: usize, end: usize) -> Option<Range<usize>> {
    if !passage.has_bracket() {
        return None;
    }
    let parentheses = passage.tokens(at + 2..end).filter(|(_, token)| token.kind == TokenKind::OpenParen);
    parentheses.map(|(open, _)| open).find_map(|open| {
        let behind = passage.behind_parenthesis(open, 80);
        let inside = open + 1..behind.saturating_sub(1);
        let list = passage.list(inside.start, inside.end, Mode::Sentence)?;
        let (sense, ..) = passage.duty(list.end).filter(|_| behind <= end && list.end < inside.end)?;
        (sense == DutySense::Lead).then_some(inside)
    })
}

fn separates(passage: &Passage<'_>, at: usize) -> bool {
    matches!(
        passage.kind(at),
        Some(
            TokenKind::Period
                | TokenKind::Semicolon
                | TokenKind::OpenParen
                | TokenKind::Dash
                | TokenKind::Comma
        )
    )
}

/// A head of a line and the start of its value.
fn head(passage: &Passage<'_>, at: usize, end: usize) -> Option<(WorkSense, usize)> {
    let (sense, line, len) = passage.work(at)?;
    (line && at + len < end && passage.is(at + len, TokenKind::Colon)).then_some((sense, at + len + 1))
}

/// The bodies of a value with their roles; `role` is what the head says.
pub fn value(passage: &Passage<'_>, value: Range<usize>, role: Duty, rule: &'static str) -> Vec<Doer> {
    let Range { start, end } = value;
    let lead = (start..end).find(|&t| {
        passage.duty(t).is_some_and(|(sense, ..)| matches!(sense, DutySense::Lead | DutySense::Support))
    });
    let Some(list) = list(passage, start, lead.unwrap_or(end)) else { return Vec::new() };
    let named = |bodies: &[Body], role| {
        bodies.iter().map(|body| Doer { body: body.text(passage), role, rule }).collect::<Vec<_>>()
    };
    let Some(at) = lead else { return named(&list, role) };
    let duty = prefix(passage, at, end);
    let told = Prefix { role: duty.role.or(Some(role)), ..duty.clone() };
    let mut all = doers(passage, &list, None, &told);
    for (bodies, _) in duty.supporters.iter().chain(&supporters_within(passage, duty.task..end)) {
        all.extend(named(bodies, Duty::Support));
    }
    all
}

/// A list that may end in a verb, or whose names hold verbs.
fn list(passage: &Passage<'_>, start: usize, end: usize) -> Option<Vec<Body>> {
    let list = passage.list(start, end, Mode::Sentence)?;
    let more = (list.end + 1..end).any(|t| {
        matches!(passage.kind(t - 1), Some(TokenKind::Comma | TokenKind::Semicolon))
            && passage.capitalized(t)
            && passage.begins_body(t)
    });
    if matches!(list.stop, Stop::Unknown | Stop::Small | Stop::Refused) || list.stop == Stop::Duty && more {
        return Some(passage.list(start, end, Mode::Whole)?.bodies);
    }
    Some(list.bodies)
}
