//! Corrections and the record of the same bytes, read again: which item each belongs to.

use super::field::{evidence, item, set, value_of};
use super::{Correction, Facet, Kept};
use crate::write::wire::{At, Record};

/// What became of a correction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// It changes the value that was read.
    Applied,
    /// The value that was read is the one that it asks for.
    Agrees,
    /// A later correction of the same value took its place.
    Superseded,
    /// What it speaks of is not found any more.
    Orphan,
}

/// A correction with the item of the record that it belongs to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attached {
    pub id: i64,
    /// The item's index in its facet; `None` for an orphan.
    pub ordinal: Option<usize>,
    pub standing: Standing,
}

/// Applies corrections, the oldest first, to the record that was read; tells what became of each.
pub fn apply(record: &mut Record, corrections: &[Kept]) -> Vec<Attached> {
    // All are attached before one is applied: what is corrected would not be found again.
    let mut attached: Vec<Attached> = corrections
        .iter()
        .map(|kept| {
            let ordinal = find(record, &kept.correction);
            let standing = if ordinal.is_some() { Standing::Applied } else { Standing::Orphan };
            Attached { id: kept.id, ordinal, standing }
        })
        .collect();
    let place = |at: usize, attached: &[Attached]| {
        let Correction { facet, field, .. } = &corrections[at].correction;
        attached[at].ordinal.map(|ordinal| (*facet, ordinal, field.clone()))
    };
    for at in 0..attached.len() {
        let Some(this) = place(at, &attached) else { continue };
        if (at + 1..attached.len()).any(|later| place(later, &attached).as_ref() == Some(&this)) {
            attached[at].standing = Standing::Superseded;
            continue;
        }
        let (facet, ordinal, field) = this;
        let new = corrections[at].correction.new.as_deref();
        if value_of(record, facet, ordinal, &field).as_deref() == new {
            attached[at].standing = Standing::Agrees;
        } else {
            set(record, facet, ordinal, &field, new);
        }
    }
    attached
}

/// A correction of a value of this record, from what is known of it.
pub(super) fn evidence_of(
    record: &Record,
    facet: Facet,
    ordinal: usize,
    field: &str,
) -> (Vec<String>, Option<String>, Option<At>) {
    let (quote, at) = evidence(record, facet, ordinal, field);
    (item(record, facet, ordinal), quote, at)
}

impl Correction {
    /// A correction of a value of the record as it was read; who, when and why are the caller's.
    pub fn of(record: &Record, facet: Facet, ordinal: usize, field: &str, new: Option<String>) -> Correction {
        let (item, quote, at) = evidence_of(record, facet, ordinal, field);
        Correction {
            document: record.source.blake3.clone(),
            facet,
            field: field.to_owned(),
            old: value_of(record, facet, ordinal, field),
            new,
            item,
            ordinal,
            quote,
            at,
            who: String::new(),
            made: String::new(),
            note: None,
        }
    }
}

/// The item that a correction speaks of.
fn find(record: &Record, correction: &Correction) -> Option<usize> {
    let Correction { facet, field, ordinal: before, .. } = correction;
    if *facet == Facet::Header {
        return Some(0);
    }
    let nearest =
        |ordinals: &[usize]| ordinals.iter().copied().min_by_key(|ordinal| ordinal.abs_diff(*before));
    let here: Vec<usize> = (0..facet.count(record))
        .filter(|&ordinal| {
            let (quote, at) = evidence(record, *facet, ordinal, field);
            stands_there(correction, quote.as_deref(), at.as_ref())
        })
        .collect();
    let same = |test: &dyn Fn(usize) -> bool| here.iter().copied().filter(|&o| test(o)).collect::<Vec<_>>();
    let alike = same(&|ordinal| item(record, *facet, ordinal) == correction.item);
    if let Some(ordinal) = nearest(&alike) {
        return Some(ordinal);
    }
    // The item was read otherwise: its other words, or the value itself, may still tell it.
    let kin = same(&|ordinal| {
        let now = item(record, *facet, ordinal);
        now.first().is_some_and(|first| !first.is_empty() && correction.item.first() == Some(first))
    });
    let valued = |value: &Option<String>| same(&|ordinal| value_of(record, *facet, ordinal, field) == *value);
    let candidates = [kin, valued(&correction.old), valued(&correction.new), here.clone()];
    candidates.iter().find_map(|some| match some[..] {
        [only] => Some(only),
        _ => None,
    })
}

/// Whether an item stands where the evidence of a correction stood.
fn stands_there(correction: &Correction, quote: Option<&str>, at: Option<&At>) -> bool {
    if correction.quote.as_deref().is_some_and(|evidence| quote == Some(evidence)) {
        return match (&correction.at, at) {
            (Some(then), Some(now)) => then.page == now.page && then.line == now.line || touches(then, now),
            _ => true,
        };
    }
    match (&correction.at, at) {
        (Some(then), Some(now)) => touches(then, now),
        // What stands nowhere is known by its words alone.
        (None, None) => correction.quote.is_none(),
        _ => false,
    }
}

fn touches(then: &At, now: &At) -> bool {
    if let (Some([start, end]), Some([from, to])) = (then.bytes, now.bytes) {
        return start < to && from < end;
    }
    if let (Some([x0, y0, x1, y1]), Some([left, top, right, bottom])) = (then.bbox, now.bbox) {
        return then.page == now.page && x0 < right && left < x1 && y0 < bottom && top < y1;
    }
    false
}
