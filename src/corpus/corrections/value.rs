//! The values of a record that can be corrected, each by its facet, item and name, as text.

use super::facet::{Facet, ITEM};
use crate::write::wire::{At, Phrase, Record, Signature};
use serde::Serialize;

/// A value of a record as text; `None` where there is none, or no such item or field.
pub fn value_of(record: &Record, facet: Facet, ordinal: usize, field: &str) -> Option<String> {
    if field == ITEM {
        return name(record, facet, ordinal);
    }
    let header = &record.header;
    match facet {
        Facet::Header => match field {
            "issuer" => header.issuer.as_ref().map(|issuer| issuer.name.clone()),
            "number" => header.number.as_ref().map(|number| number.text.clone()),
            "doc_type" => header.doc_type.as_ref().map(|kind| kind.code.clone()),
            "date" => header.date.as_ref().and_then(|date| date.iso.clone()),
            "place" => header.place.as_ref().map(|place| place.text.clone()),
            "title" => header.title.as_ref().map(|title| title.text.clone()),
            _ => None,
        },
        Facet::Target => {
            let target = record.targets.get(ordinal)?;
            match field {
                "indicator" => Some(target.indicator.clone()),
                "comparator" => target.comparator.and_then(code),
                "change" => target.change.and_then(code),
                "value" => target.value.map(|value| value.to_string()),
                "value_max" => target.value_max.map(|value| value.to_string()),
                "unit" => target.unit.clone(),
                "baseline" => target.baseline.clone(),
                "deadline" => target.deadline.as_ref().map(|deadline| deadline.text.clone()),
                "deadline_year" => target.deadline.as_ref()?.year.map(|year| year.to_string()),
                _ => None,
            }
        }
        Facet::Reference => {
            let reference = record.references.get(ordinal)?;
            match field {
                "type" => reference.kind.as_ref().map(|kind| kind.code.clone()),
                "number" => reference.number.clone(),
                "date" => reference.date.clone(),
                "issuer" => reference.issuer.clone(),
                "title" => reference.title.clone(),
                "relation" => code(reference.relation),
                _ => None,
            }
        }
        Facet::Assignment => {
            let duty = record.assignments.get(ordinal)?;
            match field {
                "body" => Some(duty.body.clone()),
                "role" => code(duty.role),
                "task" => Some(duty.task.clone()),
                "deadline" => duty.deadline.clone(),
                _ => None,
            }
        }
        Facet::Recipient => {
            let recipient = record.recipients.get(ordinal)?;
            match field {
                "name" => Some(recipient.name.clone()),
                "note" => recipient.note.clone(),
                _ => None,
            }
        }
        Facet::Signature => {
            let signature = signature(record, ordinal)?;
            match field {
                "authority" => signature.authority.clone(),
                "capacity" => signature.capacity.clone(),
                "position" => signature.position.clone(),
                "name" => signature.name.clone(),
                _ => None,
            }
        }
    }
}

fn signature(record: &Record, ordinal: usize) -> Option<&Signature> {
    record.signature.iter().chain(&record.co_signatures).nth(ordinal)
}

/// The word of a code on the wire.
fn code(value: impl Serialize) -> Option<String> {
    serde_json::to_value(value).ok()?.as_str().map(str::to_owned)
}

/// The place and quote of an item.
pub(super) fn evidence(
    record: &Record,
    facet: Facet,
    ordinal: usize,
    field: &str,
) -> (Option<String>, Option<At>) {
    fn some(quote: &str, at: &At) -> (Option<String>, Option<At>) {
        (Some(quote.to_owned()), Some(at.clone()))
    }
    let header = &record.header;
    let of_phrase = |phrase: &Option<Phrase>| phrase.as_ref().map(|p| (p.quote.clone(), p.at.clone()));
    let found = match facet {
        Facet::Header => match field {
            "issuer" => header.issuer.as_ref().map(|issuer| (issuer.quote.clone(), issuer.at.clone())),
            "number" => header.number.as_ref().map(|number| some(&number.quote, &number.at)),
            "doc_type" => header.doc_type.as_ref().map(|kind| (kind.quote.clone(), kind.at.clone())),
            "date" => header.date.as_ref().map(|date| (date.quote.clone(), date.at.clone())),
            "place" => of_phrase(&header.place),
            _ => of_phrase(&header.title),
        },
        Facet::Target => record.targets.get(ordinal).map(|target| some(&target.quote, &target.at)),
        Facet::Reference => record
            .references
            .get(ordinal)
            .and_then(|reference| reference.mentions.first())
            .map(|mention| some(&mention.quote, &mention.at)),
        Facet::Assignment => record.assignments.get(ordinal).map(|duty| some(&duty.quote, &duty.at)),
        Facet::Recipient => record.recipients.get(ordinal).map(|one| some(&one.quote, &one.at)),
        Facet::Signature => signature(record, ordinal).map(|one| (one.quote.clone(), one.at.clone())),
    };
    found.unwrap_or_default()
}

/// What tells an item from others at the same place.
pub(super) fn item(record: &Record, facet: Facet, ordinal: usize) -> Vec<String> {
    let fields: &[&str] = match facet {
        Facet::Header => &[],
        Facet::Target => &["indicator", "value", "unit", "deadline"],
        Facet::Reference => &["type", "number", "title"],
        Facet::Assignment => &["body", "role", "task"],
        Facet::Recipient | Facet::Signature => &["name"],
    };
    fields.iter().map(|field| value_of(record, facet, ordinal, field).unwrap_or_default()).collect()
}

/// What an item of a list is called: all that tells it from others.
fn name(record: &Record, facet: Facet, ordinal: usize) -> Option<String> {
    if !facet.is_list() || ordinal >= facet.count(record) {
        return None;
    }
    let mut words = item(record, facet, ordinal);
    words.retain(|word| !word.is_empty());
    if words.is_empty() && facet == Facet::Reference {
        // What is cited may have nothing but its key.
        words.extend(record.references.get(ordinal).map(|reference| reference.key.clone()));
    }
    // On one line, and short enough for a form.
    let name = words.join(" · ").split_whitespace().collect::<Vec<_>>().join(" ");
    Some(name.chars().take(300).collect())
}
