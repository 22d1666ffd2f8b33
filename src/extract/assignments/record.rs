//! Records of assignments: texts, deadlines, and no record twice.

use super::clause::{Prefix, supporters_within};
use super::due;
use crate::document::{Assignment, Duty, PartialDate, SectionId, TokenKind};
use crate::extract::Context;
use crate::extract::bodies::{Body, Passage};
use crate::span::{Normalized, Span};
use std::ops::Range;

/// A body and what makes it act.
#[derive(Debug, Clone)]
pub struct Doer {
    pub body: String,
    pub role: Duty,
    /// The rule row that says so.
    pub rule: &'static str,
}

/// The records so far.
#[derive(Debug)]
pub struct Records {
    pub found: Vec<Assignment>,
    /// When the document was issued: what was over by then is no deadline.
    issued: Option<PartialDate>,
}

/// A duty as it goes into the records of those who have it.
struct Told {
    task: String,
    deadline: Option<String>,
    section: Option<SectionId>,
    at: Span<Normalized>,
}

/// A duty has no more tokens than this: what is longer is no duty, and would be written once for each body.
pub const LONGEST: usize = 4_000;
/// No more bodies than these have one duty.
pub const MOST: usize = 200;

/// The rule of a body that is simply named as the doer.
pub const NAMED: &str = "named-as-doer";

impl Records {
    pub fn new(issued: Option<PartialDate>) -> Records {
        Records { found: Vec::new(), issued }
    }

    /// One record for each doer and each supporter of a duty, which a sentence tells; none where the task is no more
    /// than a word.
    pub fn add(
        &mut self,
        passage: &Passage<'_>,
        doers: &[Doer],
        prefix: &Prefix,
        sentence: Range<usize>,
        section: SectionId,
    ) {
        let end = sentence.end.min(prefix.task + LONGEST);
        let at = passage.span(sentence.start..end);
        let end = trim_end(passage, prefix.task, end);
        if passage.words(prefix.task..end).nth(1).is_none() {
            return;
        }
        let task = text(passage, prefix.task..end);
        let deadline = due::deadline(passage, prefix.task..end, self.issued);
        let section = Some(section);
        let mut record = Told { task, deadline, section, at };
        let first = self.found.len();
        for doer in doers {
            self.push(first, &doer.body, doer.role, doer.rule, &record);
        }
        let inside = supporters_within(passage, prefix.task..end);
        for (bodies, start) in prefix.supporters.iter().chain(&inside) {
            if *start < end {
                record.task = text(passage, *start..end);
            }
            self.support(passage, first, bodies, &record);
        }
    }

    /// Adds a further paragraph of the same item to the duties told in `records`.
    pub fn extend(&mut self, passage: &Passage<'_>, records: Range<usize>, stretch: Range<usize>) {
        let reach = stretch.end.min(stretch.start + LONGEST);
        let end = trim_end(passage, stretch.start, reach);
        let words = text(passage, stretch.start..end);
        let at = passage.span(stretch.start..end);
        let deadline = due::deadline(passage, stretch.start..end, self.issued);
        for record in self.found[records.clone()].iter_mut().filter(|record| record.role != Duty::Support) {
            if record.at.len() + at.len() > LONGEST * 8 {
                return;
            }
            record.task = format!("{}. {words}", record.task);
            record.at = record.at.cover(at);
            if record.deadline.is_none() {
                record.deadline.clone_from(&deadline);
            }
        }
        let Some(section) = self.found.get(records.start).map(|record| record.section) else { return };
        for (bodies, start) in supporters_within(passage, stretch.start..end) {
            let task = if start < end { text(passage, start..end) } else { words.clone() };
            let record = Told { task, deadline: deadline.clone(), section, at };
            self.support(passage, records.start, &bodies, &record);
        }
    }

    fn support(&mut self, passage: &Passage<'_>, first: usize, bodies: &[Body], told: &Told) {
        let rule = passage.context.rules.duties.by_id("phoi-hop").map_or(NAMED, |row| row.id.0);
        for body in bodies {
            self.push(first, &body.text(passage), Duty::Support, rule, told);
        }
    }

    fn push(&mut self, first: usize, body: &str, role: Duty, rule: &'static str, told: &Told) {
        let others = &self.found[first..];
        if body.is_empty() || others.len() >= MOST || others.iter().any(|other| other.body == body) {
            return;
        }
        self.found.push(Assignment {
            body: body.to_owned(),
            role,
            task: told.task.clone(),
            deadline: told.deadline.clone(),
            section: told.section,
            at: told.at,
            rule,
            confidence: None,
        });
    }
}

/// The rule row of the column or line that gives a role.
pub fn head_rule(context: Context<'_>, role: Duty) -> &'static str {
    let id = match role {
        Duty::Lead => "lead",
        Duty::Support => "support",
        Duty::Responsible | Duty::Requested => "responsible",
    };
    context.rules.work_heads.by_id(id).map_or(NAMED, |row| row.id.0)
}

/// The words of a run of tokens on one line.
pub fn text(passage: &Passage<'_>, tokens: Range<usize>) -> String {
    one_line(passage.str(tokens))
}

/// The words of a passage on one line; few passages go over several blocks.
pub fn one_line(text: &str) -> String {
    match memchr::memchr(b'\n', text.as_bytes()) {
        Some(_) => text.replace('\n', " "),
        None => text.to_owned(),
    }
}

/// The end without closing marks ("./.", ";").
pub fn trim_end(passage: &Passage<'_>, start: usize, end: usize) -> usize {
    let mut end = end;
    while end > start
        && matches!(
            passage.kind(end - 1),
            Some(
                TokenKind::Period
                    | TokenKind::Semicolon
                    | TokenKind::Comma
                    | TokenKind::Colon
                    | TokenKind::Slash
                    | TokenKind::Dash
                    | TokenKind::Ellipsis
            )
        )
    {
        end -= 1;
    }
    end
}
