//! One document judged: each facet of a record against its gold.

use std::collections::HashMap;

use serde_json::Value;

use super::accepted::Accepted;
use super::facets;
use super::gold::{Annotated, Field, Gold};
use super::mistake::{Kind, Mark, Mistake};
use super::pairing::Pairing;
use super::seen;
use super::tally::{Attribute, Facet, Score, Tally};
use super::text::{Phrase, squash};

/// How like an accepted name a name must be, 0 to 1.
const SAME_NAME: f64 = 0.9;

/// Scores a record (`null` for a document that could not be read) against the annotations.
pub fn judge(gold: &Gold, record: &Value) -> Score {
    let mut score = Score::default();
    for field in &gold.header {
        let name = field.item.name;
        let seen = seen::header(record, name);
        let right = seen.as_deref().is_some_and(|value| header_field_is(name, &field.item.value, value));
        judge_field(&mut score, Facet::Header, field, &seen, right);
    }
    facets::sections(&mut score, gold, record);
    facets::targets(&mut score, gold, record);
    facets::qualitative(&mut score, gold, record);
    facets::references(&mut score, gold, record);
    facets::assignments(&mut score, gold, record);
    facets::recipients(&mut score, gold, record);
    for field in &gold.signature {
        let seen = seen::signature(record, field.item.name);
        let given = Phrase::new(seen.clone());
        let right = !given.is_blank() && field.item.value.likeness(&given) >= SAME_NAME;
        judge_field(&mut score, Facet::Signature, field, &seen, right);
    }
    score
}

/// Names are compared as words, codes and numbers letter by letter; leading zeros do not count.
fn header_field_is(name: &str, accepted: &Accepted, value: &str) -> bool {
    match name {
        "title" | "issuer" | "place" => accepted.likeness(&Phrase::new(Some(value.to_owned()))) >= SAME_NAME,
        _ if accepted.texts().any(|text| squash(Some(text)) == squash(Some(value))) => true,
        "serial" | "year" | "month" | "day" => {
            let plain = value.trim_start_matches('0');
            accepted.texts().any(|text| text.trim_start_matches('0') == plain)
        }
        _ => false,
    }
}

/// Counts one field: a value where the gold has none is a false alarm, a wrong one is that and a miss.
fn judge_field(
    score: &mut Score,
    facet: Facet,
    field: &Annotated<Field>,
    seen: &Option<String>,
    right: bool,
) {
    let accepted = &field.item.value;
    let kind = match seen {
        None if accepted.holds(None) => return,
        Some(_) if right => {
            score.add(facet, Tally { tp: 1, fp: 0, fn_: 0 });
            return;
        }
        None => Kind::Missed,
        Some(_) if accepted.is_null() => Kind::FalseAlarm,
        Some(_) => Kind::Different,
    };
    let fp = usize::from(kind != Kind::Missed);
    let fn_ = usize::from(kind != Kind::FalseAlarm);
    score.add(facet, Tally { tp: 0, fp, fn_ });
    let value = seen.clone().unwrap_or_default();
    let got = if kind == Kind::FalseAlarm { format!("{} = {value}", field.item.name) } else { value };
    let want = format!("{} = {}", field.item.name, listed(accepted));
    let mark = Mark::gold(field.line, field.item.name);
    score.mistakes.push(Mistake { facet, kind, mark, want, got });
}

/// The accepted values as the gold writes them.
fn listed(accepted: &Accepted) -> String {
    accepted.values().map(|value| value.unwrap_or("-")).collect::<Vec<_>>().join(" ~ ")
}

/// Counts a soft facet and lists the items on either side that have no partner.
pub(super) fn settle<G, P>(
    score: &mut Score,
    facet: Facet,
    (gold, seen): (&[Annotated<G>], &[P]),
    pairing: &Pairing,
    show: impl Fn(&P) -> (String, Option<usize>),
) {
    score.add(facet, pairing.tally(gold, seen.len(), |_, _| true));
    for item in pairing.lone_gold(gold.len()).map(|i| &gold[i]).filter(|item| !item.optional) {
        let mark = Mark::gold(item.line, "");
        let want = item.text.clone();
        score.mistakes.push(Mistake { facet, kind: Kind::Missed, mark, want, got: String::new() });
    }
    let mut doubles: HashMap<String, usize> = HashMap::new();
    for j in pairing.lone_seen(seen.len()) {
        let (got, line) = show(&seen[j]);
        let occurrence = doubles.entry(got.clone()).or_default();
        let mark = Mark::alarm(facet, &got, *occurrence, line);
        *occurrence += 1;
        score.mistakes.push(Mistake { facet, kind: Kind::FalseAlarm, mark, want: String::new(), got });
    }
}

/// Counts an attribute of a found item and lists it where it is wrong and the item is not optional.
pub(super) fn judge_attribute<G>(
    score: &mut Score,
    (facet, attribute): (Facet, Attribute),
    item: &Annotated<G>,
    right: bool,
    got: impl FnOnce() -> String,
) {
    score.judge(attribute, right);
    if !right && !item.optional {
        score.mistakes.push(Mistake {
            facet,
            kind: Kind::Wrong(attribute),
            mark: Mark::gold(item.line, ""),
            want: item.text.clone(),
            got: got(),
        });
    }
}
