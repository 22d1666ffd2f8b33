//! Sentences that name bodies and what they have to do.

use crate::document::{Duty, TokenKind};
use crate::extract::bodies::{Body, List, Mode, Passage, Stop};
use crate::rules::{AskedRole, DutySense};
use std::ops::Range;

/// Bodies told to act, up to where their duty begins.
#[derive(Debug, Clone)]
pub struct Clause {
    pub bodies: Vec<Body>,
    /// Asked or ordered, and the row that says so.
    pub asked: Option<(AskedRole, u16)>,
    /// Where the bodies end.
    pub end: usize,
    pub stop: Stop,
    /// A clause stood before the bodies.
    pub opened: bool,
    /// Another body asks them: "Ủy ban nhân dân huyện đề nghị …".
    pub relayed: bool,
}

/// How a duty begins: the words of role in front of the task.
#[derive(Debug, Clone)]
pub struct Prefix {
    pub role: Option<Duty>,
    /// The row of the word that gave the role.
    pub row: Option<u16>,
    pub task: usize,
    /// Bodies that support from the first words on, and where their task begins.
    pub supporters: Vec<(Vec<Body>, usize)>,
}

/// Words that stand between a body and its role at most: "khẩn trương, chủ động chủ trì".
const LEAD_REACH: usize = 8;
/// Clauses before the bodies are no longer than this.
const OPENING_REACH: usize = 240;
/// An aside between bodies and their word of duty is no longer than this.
const ASIDE_REACH: usize = 16;
/// Lists tried behind an opening clause at most.
const ATTEMPTS: usize = 24;

impl Clause {
    /// Whether a word of duty tells it, and not only a verb.
    pub fn strong(&self, passage: &Passage<'_>) -> bool {
        self.asked.is_some()
            || passage.duty(self.end).is_some_and(|(sense, ..)| {
                matches!(
                    sense,
                    DutySense::Lead
                        | DutySense::Support
                        | DutySense::Bound
                        | DutySense::Keep
                        | DutySense::Modal
                )
            })
            || passage.ground(self.end) > 0 && !self.bodies.iter().any(|body| body.bare)
    }
}

/// The clause that a sentence begins with.
pub fn clause(passage: &Passage<'_>, sentence: Range<usize>) -> Option<Clause> {
    let Range { start, end } = sentence;
    if let Some(clause) = asked(passage, start, end, false) {
        return Some(clause);
    }
    let subject = match passage.duty(start) {
        // "Đối với các xã, thị trấn: …"
        Some((DutySense::Subject, len, _)) => len,
        _ => 0,
    };
    if let Some(list) = passage.list(start + subject, end, Mode::Sentence)
        && (subject == 0 || list.stop == Stop::Colon)
    {
        return told(passage, list, end, false);
    }
    if passage.opens(start) { opened(passage, start, end) } else { None }
}

/// "Giao Sở Y tế …": a request and its bodies.
fn asked(passage: &Passage<'_>, at: usize, end: usize, opened: bool) -> Option<Clause> {
    let (sense, len, row) = passage.duty(at)?;
    if sense != DutySense::Ask {
        return None;
    }
    let role = passage.context.rules.duties.row(row)?.fields.role.unwrap_or(AskedRole::Responsible);
    let list = passage.list(at + len, end, Mode::Sentence)?;
    let told = matches!(list.stop, Stop::Duty | Stop::Colon | Stop::Unknown)
        || list.stop == Stop::Small && passage.ends_list(list.end);
    told.then_some(Clause {
        bodies: list.bodies,
        asked: Some((role, row)),
        end: list.end,
        stop: list.stop,
        opened,
        relayed: false,
    })
}

/// "Sở Y tế chủ trì …", or "Ủy ban nhân dân huyện đề nghị Sở Y tế …".
fn told(passage: &Passage<'_>, list: List, end: usize, opened: bool) -> Option<Clause> {
    if list.bodies.len() == 1
        && let Some(clause) = asked(passage, list.end, end, opened)
    {
        return Some(Clause { relayed: true, ..clause });
    }
    if list.stop == Stop::Small
        && let Some(duty) = duty_behind_aside(passage, list.end, end)
    {
        let List { bodies, .. } = list;
        return Some(Clause { bodies, asked: None, end: duty, stop: Stop::Duty, opened, relayed: false });
    }
    // "Các đơn vị trực thuộc gồm:" says who they are.
    let lists =
        list.stop == Stop::Duty && passage.duty(list.end).is_some_and(|(sense, ..)| sense == DutySense::List);
    let tells = matches!(list.stop, Stop::Duty | Stop::Colon | Stop::Unknown) && !lists;
    tells.then_some(Clause {
        bodies: list.bodies,
        asked: None,
        end: list.end,
        stop: list.stop,
        opened,
        relayed: false,
    })
}

/// "các sở trong điều kiện có thể, cần lấy ý kiến": the word of duty behind an aside that a comma closes.
fn duty_behind_aside(passage: &Passage<'_>, at: usize, end: usize) -> Option<usize> {
    let comma = (at..end.min(at + ASIDE_REACH)).find(|&at| !passage.is(at, TokenKind::Word))?;
    let bound = passage.duty(comma + 1).is_some_and(|(sense, ..)| {
        matches!(sense, DutySense::Bound | DutySense::Modal | DutySense::Lead | DutySense::Keep)
    });
    (passage.is(comma, TokenKind::Comma) && bound).then_some(comma + 1)
}

/// "Trong quá trình thực hiện, nếu có vướng mắc, đề nghị các đơn vị …": the bodies stand behind a clause.
fn opened(passage: &Passage<'_>, start: usize, end: usize) -> Option<Clause> {
    let end = end.min(start + OPENING_REACH);
    let mut attempts = 0;
    let mut at = start + 1;
    while at < end && attempts < ATTEMPTS {
        if !passage.may_begin_clause(at) {
            at += 1;
            continue;
        }
        // In large letters it is the kind of a document: "Nhận được Chỉ thị này, …".
        if !passage.capitalized(at) && passage.duty(at).is_some_and(|(sense, ..)| sense == DutySense::Ask) {
            return asked(passage, at, end, true);
        }
        if passage.may_begin_body(at)
            && (passage.is(at - 1, TokenKind::Comma) || behind_noun(passage, start, at))
            && (passage.capitalized(at) || passage.quantifier(at) > 0)
            && passage.begins_body(at)
        {
            attempts += 1;
            if let Some(list) = passage.list(at, end, Mode::Sentence) {
                let behind = list.end;
                if matches!(list.stop, Stop::Duty | Stop::Small)
                    && let Some(clause) = told(passage, list, end, true)
                {
                    return Some(clause);
                }
                at = behind.max(at + 1);
                continue;
            }
        }
        at += 1;
    }
    None
}

/// Whether a body may stand at a token though no comma parts it from the clause before: behind a noun in small letters.
fn behind_noun(passage: &Passage<'_>, start: usize, at: usize) -> bool {
    passage.capitalized(at)
        && passage.is(at - 1, TokenKind::Word)
        && !passage.capitalized(at - 1)
        && passage.tail(at - 1).is_none()
        && !passage.ends_list(at - 1)
        && passage.duty(at - 1).is_none()
        && !(1..=4).any(|back| at >= start + back && passage.verb(at - back) >= back)
}

/// Reads the words of role that begin a duty.
pub fn prefix(passage: &Passage<'_>, at: usize, end: usize) -> Prefix {
    let mut prefix = Prefix { role: None, row: None, task: at, supporters: Vec::new() };
    let mut at = at;
    while at < end {
        if passage.is(at, TokenKind::Colon) || passage.is(at, TokenKind::Comma) && prefix.role.is_some() {
            at += 1;
            prefix.task = at;
            continue;
        }
        let Some((sense, len, row)) = passage.duty(at) else { break };
        match sense {
            DutySense::Bound | DutySense::Modal => {
                prefix.row.get_or_insert(row);
                at += len;
                prefix.task = at;
            }
            DutySense::Lead => {
                prefix.role = Some(Duty::Lead);
                prefix.row = Some(row);
                at += len;
                if matches!(passage.tail(at), Some((crate::rules::TailKind::And, _))) {
                    at += 1;
                }
                prefix.task = at;
            }
            DutySense::Support if prefix.role == Some(Duty::Lead) => {
                let Some((bodies, behind)) = supporters(passage, at + len, end) else { break };
                prefix.supporters.push((bodies, behind));
                at = behind;
                prefix.task = behind;
            }
            DutySense::Support => {
                prefix.row.get_or_insert(row);
                // "Các xã phối hợp với Sở Y tế:" over a list of duties.
                if passage.is(end - 1, TokenKind::Colon)
                    && let Some((bodies, behind)) = supporters(passage, at + len, end)
                    && behind >= end
                {
                    prefix.supporters.push((bodies, behind));
                    prefix.task = behind;
                }
                break;
            }
            _ => {
                prefix.row.get_or_insert(row);
                break;
            }
        }
    }
    if prefix.role.is_none()
        && let Some(lead) = lead_soon(passage, prefix.task, end)
    {
        let inner = self::prefix(passage, lead, end);
        return Prefix { supporters: inner.supporters, ..inner };
    }
    prefix
}

/// "khẩn trương, chủ động chủ trì", "căn cứ nhiệm vụ được giao, chủ trì": a lead behind how it is done or what it rests on.
fn lead_soon(passage: &Passage<'_>, at: usize, end: usize) -> Option<usize> {
    let leads = |at: usize| passage.duty(at).is_some_and(|(sense, ..)| sense == DutySense::Lead);
    if passage.ground(at) > 0 {
        let reach = end.min(at + 60);
        for t in at + 1..reach {
            if passage.is(t, TokenKind::Semicolon) || passage.is(t, TokenKind::Period) {
                return None;
            }
            if passage.is(t, TokenKind::Comma) {
                if leads(t + 1) {
                    return Some(t + 1);
                }
                if passage.verb(t + 1) > 0 && passage.head(t + 1).is_none() {
                    return None;
                }
            }
        }
        return None;
    }
    let mut at = at;
    let reach = end.min(at + LEAD_REACH);
    while at < reach {
        if leads(at) {
            return Some(at);
        }
        let step = passage.verb(at);
        if step > 0 {
            at += step;
        } else if passage.is(at, TokenKind::Comma) {
            at += 1;
        } else {
            return None;
        }
    }
    None
}

/// The bodies behind "phối hợp với" and where their task begins.
pub fn supporters(passage: &Passage<'_>, at: usize, end: usize) -> Option<(Vec<Body>, usize)> {
    let mut at = at;
    if passage.is(at, TokenKind::Colon) {
        at += 1;
    }
    let list = passage.list(at, end, Mode::Sentence)?;
    let mut behind = list.end;
    while behind < end {
        let mark = passage.is(behind, TokenKind::Comma) || passage.is(behind, TokenKind::Colon);
        match passage.end_word(behind) {
            0 if mark => behind += 1,
            0 => break,
            len => behind += len,
        }
    }
    Some((list.bodies, behind.min(end)))
}

/// All supporters named inside a task, each with the start of its own task.
pub fn supporters_within(passage: &Passage<'_>, task: Range<usize>) -> Vec<(Vec<Body>, usize)> {
    let mut found = Vec::new();
    let mut at = task.start;
    while at < task.end {
        match passage.duty(at) {
            Some((DutySense::Support, len, _)) => match supporters(passage, at + len, task.end) {
                Some((bodies, behind)) => {
                    found.push((bodies, behind));
                    at = behind.max(at + len);
                }
                None => at += len,
            },
            Some((_, len, _)) => at += len,
            None => at += 1,
        }
    }
    found
}
