//! The facets that are lists: when two items are the same, and which attributes of theirs are right.

use std::sync::LazyLock;

use regex::Regex;
use serde_json::Value;

use super::accepted::Accepted;
use super::gold::{self, Annotated, Gold, Heading};
use super::judge::{judge_attribute, settle};
use super::pairing::Pairing;
use super::seen;
use super::tally::{Attribute, Facet, Score};
use super::text::{squash, unit_key};

/// The years that a deadline of these plans can name.
static YEAR: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"20\p{Nd}{2}").expect("a valid pattern"));

/// An agreement, or 0 where it falls short of `least`.
fn at_least(least: f64, agreement: f64) -> f64 {
    if agreement >= least { agreement } else { 0.0 }
}

/// An absent value in a list of mistakes.
fn or_dash(value: &Option<String>) -> String {
    value.clone().unwrap_or_else(|| "-".to_owned())
}

/// Sections agree on the whole path of labels and on the heading.
pub fn sections(score: &mut Score, gold: &Gold, record: &Value) {
    let (gold, seen) = (&gold.sections, seen::sections(record));
    let pairing = Pairing::greedy(gold, &seen, |want, got| {
        if want.item.path != got.path {
            return 0.0;
        }
        match &want.item.heading {
            Heading::Any => 1.0,
            Heading::Absent => 0.9 * f64::from(got.heading.is_blank()),
            Heading::Words(_) if got.heading.is_blank() => 0.0,
            Heading::Words(words) => at_least(0.85, words.likeness(&got.heading)),
        }
    });
    settle(score, Facet::Sections, (gold, &seen), &pairing, |section| {
        (format!("{} | {}", section.path.join("/"), or_dash(&section.heading.text)), section.line)
    });
    for (want, got) in pairing.pairs.iter().map(|(i, j)| (&gold[*i], &seen[*j])) {
        let roles = (&want.item.roles, &got.roles);
        let judged = !matches!(want.item.heading, Heading::Any);
        if judged && (!roles.0.is_empty() || !roles.1.is_empty()) {
            let listed = || got.roles.iter().cloned().collect::<Vec<_>>().join(",");
            judge_attribute(
                score,
                (Facet::Sections, Attribute::SectionRoles),
                want,
                roles.0 == roles.1,
                listed,
            );
        }
    }
}

/// Targets agree on value, unit and, loosely, the indicator.
fn same_target(want: &Annotated<gold::Target>, got: &seen::Target) -> f64 {
    let Some(value) = got.value else { return 0.0 };
    let want = &want.item;
    let in_range = want.values.iter().any(|(low, high)| {
        let ends = match (high, got.value_max) {
            (Some(a), Some(b)) => (a - b).abs() < 1e-9 || *a == b,
            (a, b) => a.is_none() && b.is_none(),
        };
        ends && (low - value).abs() <= 1e-9 * low.abs().max(1.0)
    });
    if !in_range || !want.unit.values().any(|unit| unit_key(unit) == got.unit_key) {
        return 0.0;
    }
    at_least(0.6, want.indicator.best_text(|indicator| indicator.words.overlap(&got.indicator.words)))
}

/// A deadline agrees in its words or in the years it names.
fn same_deadline(want: &Accepted, got: &seen::Target) -> bool {
    let years = |text| YEAR.find_iter(text).map(|year| year.as_str()).collect::<Vec<&str>>();
    let given = got.deadline.text.as_deref().unwrap_or_default();
    let given = years(given);
    want.likeness(&got.deadline) >= 0.7 || !given.is_empty() && want.texts().any(|text| years(text) == given)
}

/// Quantitative targets.
pub fn targets(score: &mut Score, gold: &Gold, record: &Value) {
    let (gold, seen) = (&gold.targets, seen::targets(record, "quantitative"));
    let pairing = Pairing::greedy(gold, &seen, same_target);
    settle(score, Facet::Targets, (gold, &seen), &pairing, |target| (show_target(target), target.line));
    let comparator = |want: &Annotated<gold::Target>, got: &seen::Target| {
        want.item.comparator.holds(got.comparator.as_deref())
    };
    let change =
        |want: &Annotated<gold::Target>, got: &seen::Target| want.item.change.holds(got.change.as_deref());
    let strict =
        pairing.tally(gold, seen.len(), |i, j| comparator(&gold[i], &seen[j]) && change(&gold[i], &seen[j]));
    score.add(Facet::TargetsStrict, strict);
    for (want, got) in pairing.pairs.iter().map(|(i, j)| (&gold[*i], &seen[*j])) {
        let mut judge = |attribute, right, got: String| {
            judge_attribute(score, (Facet::Targets, attribute), want, right, || got);
        };
        judge(Attribute::TargetComparator, comparator(want, got), or_dash(&got.comparator));
        judge(Attribute::TargetChange, change(want, got), or_dash(&got.change));
        let item = &want.item;
        if !item.baseline.is_null() || !got.baseline.is_blank() {
            let right = item.baseline.likeness(&got.baseline) >= 0.8;
            judge(Attribute::TargetBaseline, right, or_dash(&got.baseline.text));
        }
        if !item.deadline.is_null() || !got.deadline.is_blank() {
            judge(Attribute::TargetDeadline, same_deadline(&item.deadline, got), or_dash(&got.deadline.text));
        }
        if let Some(whole) = item.parent {
            let partner = pairing.pairs.iter().find(|(i, _)| *i == whole).map(|(_, j)| seen[*j].index);
            let right = partner.is_some() && got.parent == partner;
            judge(
                Attribute::TargetParent,
                right,
                got.parent.map_or("-".to_owned(), |parent| parent.to_string()),
            );
        }
    }
}

fn show_target(target: &seen::Target) -> String {
    let number = |value: f64| value.to_string();
    let range =
        [target.value, target.value_max].into_iter().flatten().map(number).collect::<Vec<_>>().join("..");
    format!("{} = {range} {}", or_dash(&target.indicator.text), or_dash(&target.unit.text))
}

/// Qualitative targets agree, loosely, in their words.
pub fn qualitative(score: &mut Score, gold: &Gold, record: &Value) {
    let (gold, seen) = (&gold.statements, seen::targets(record, "qualitative"));
    let pairing = Pairing::greedy(gold, &seen, |want, got| {
        at_least(0.6, want.item.text.best_text(|text| text.words.overlap(&got.indicator.words)))
    });
    settle(score, Facet::Qualitative, (gold, &seen), &pairing, |target| {
        (or_dash(&target.indicator.text), target.line)
    });
}

/// References agree on the kind and the number or, where the gold has no number, on title or issuer.
fn same_reference(want: &Annotated<gold::Reference>, got: &seen::Reference) -> f64 {
    let want = &want.item;
    if !want.code.holds(got.code.as_deref()) {
        return 0.0;
    }
    if !want.number.is_null() {
        return f64::from(want.number.values().any(|number| squash(number) == got.number_key));
    }
    if got.number_key.as_deref().is_some_and(|number| !number.is_empty()) {
        return 0.0;
    }
    let named = |accepted: &Accepted, given| if accepted.is_null() { 0.0 } else { accepted.likeness(given) };
    let held = want.title.best_text(|title| title.words.containment(&got.title.words));
    at_least(0.7, named(&want.title, &got.title).max(named(&want.issuer, &got.issuer)).max(held))
}

/// Cited documents.
pub fn references(score: &mut Score, gold: &Gold, record: &Value) {
    let (gold, seen) = (&gold.references, seen::references(record));
    let pairing = Pairing::greedy(gold, &seen, same_reference);
    settle(score, Facet::References, (gold, &seen), &pairing, |reference| {
        let parts = [&reference.code, &reference.number, &reference.title.text];
        (parts.map(or_dash).join(" | "), reference.line)
    });
    let date = |want: &gold::Reference, got: &seen::Reference| want.date.holds(got.date.as_deref());
    let issuer = |want: &gold::Reference, got: &seen::Reference| want.issuer.likeness(&got.issuer) >= 0.85;
    let strict = |i: usize, j: usize| date(&gold[i].item, &seen[j]) && issuer(&gold[i].item, &seen[j]);
    score.add(Facet::ReferencesStrict, pairing.tally(gold, seen.len(), strict));
    for (want, got) in
        pairing.pairs.iter().map(|(i, j)| (&gold[*i], &seen[*j])).filter(|(want, _)| !want.optional)
    {
        let mut judge = |attribute, right, got: &Option<String>| {
            judge_attribute(score, (Facet::References, attribute), want, right, || or_dash(got));
        };
        let item = &want.item;
        judge(Attribute::ReferenceDate, date(item, got), &got.date);
        judge(Attribute::ReferenceIssuer, issuer(item, got), &got.issuer.text);
        judge(Attribute::ReferenceTitle, item.title.likeness(&got.title) >= 0.8, &got.title.text);
        if !item.relation.is_null() {
            judge(Attribute::ReferenceRelation, item.relation.holds(got.relation.as_deref()), &got.relation);
        }
    }
}

/// Assignments agree on the body and, loosely, on the task.
fn same_assignment(want: &Annotated<gold::Assignment>, got: &seen::Assignment) -> f64 {
    let body = want.item.body.likeness(&got.body);
    if body < 0.85 {
        return 0.0;
    }
    let task = if want.item.task.is_null() {
        1.0
    } else {
        want.item.task.best_text(|task| {
            task.words.similarity(&got.task.words).max(at_least(0.8, task.words.containment(&got.task.words)))
        })
    };
    if task >= 0.4 { body * 0.5 + task } else { 0.0 }
}

/// Responsible bodies and what they must do.
pub fn assignments(score: &mut Score, gold: &Gold, record: &Value) {
    let (gold, seen) = (&gold.assignments, seen::assignments(record));
    let pairing = Pairing::greedy(gold, &seen, same_assignment);
    settle(score, Facet::Assignments, (gold, &seen), &pairing, |assignment| {
        let parts = [&assignment.body.text, &assignment.role, &assignment.task.text];
        (parts.map(or_dash).join(" | "), assignment.line)
    });
    let role = |i: usize, j: usize| gold[i].item.role.holds(seen[j].role.as_deref());
    score.add(Facet::AssignmentsStrict, pairing.tally(gold, seen.len(), role));
    for (i, j) in pairing.pairs.iter().copied() {
        let got = || or_dash(&seen[j].role);
        judge_attribute(score, (Facet::Assignments, Attribute::AssignmentRole), &gold[i], role(i, j), got);
    }
}

/// Recipients agree on the name.
pub fn recipients(score: &mut Score, gold: &Gold, record: &Value) {
    let (gold, seen) = (&gold.recipients, seen::recipients(record));
    let pairing =
        Pairing::greedy(gold, &seen, |want, got| at_least(0.85, want.item.name.likeness(&got.name)));
    settle(score, Facet::Recipients, (gold, &seen), &pairing, |one| (or_dash(&one.name.text), one.line));
    for (want, got) in pairing.pairs.iter().map(|(i, j)| (&gold[*i], &seen[*j])) {
        let note = squash(got.note.as_deref());
        let right = want.item.note.values().any(|accepted| squash(accepted) == note);
        judge_attribute(score, (Facet::Recipients, Attribute::RecipientNote), want, right, || {
            or_dash(&got.note)
        });
    }
}
