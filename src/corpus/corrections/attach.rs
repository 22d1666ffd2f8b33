//! Corrections and the record of the same bytes, read again: which item each belongs to.

use super::change::set;
use super::facet::{Facet, ITEM};
use super::removal::take_out;
use super::value::{evidence, item, value_of};
use super::{Correction, Kept};
use crate::write::wire::{At, Record};
use std::collections::{BTreeMap, BTreeSet};

/// What became of a correction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// It changes the value that was read, or takes the item out.
    Applied,
    /// The value that was read is the one that it asks for.
    Agrees,
    /// A later correction of the same value took its place, or the item is taken out.
    Superseded,
    /// What it speaks of is not found any more.
    Orphan,
}

/// A correction with the item of the record that it belongs to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attached {
    pub id: i64,
    /// The item's index in its facet, in the record as it was read; `None` for an orphan.
    pub read: Option<usize>,
    /// The same in the corrected record; `None` also where the item is taken out.
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
            Attached { id: kept.id, read: ordinal, ordinal, standing }
        })
        .collect();
    let place = |at: usize, attached: &[Attached]| {
        let Correction { facet, field, .. } = &corrections[at].correction;
        attached[at].read.map(|ordinal| (*facet, ordinal, field.clone()))
    };
    let mut gone: BTreeMap<Facet, BTreeSet<usize>> = BTreeMap::new();
    for at in 0..attached.len() {
        let Some(this) = place(at, &attached) else { continue };
        if (at + 1..attached.len()).any(|later| place(later, &attached).as_ref() == Some(&this)) {
            attached[at].standing = Standing::Superseded;
            continue;
        }
        let (facet, ordinal, field) = this;
        let new = corrections[at].correction.new.as_deref();
        if corrections[at].correction.removes() {
            gone.entry(facet).or_default().insert(ordinal);
        } else if field == ITEM || value_of(record, facet, ordinal, &field).as_deref() == new {
            attached[at].standing = Standing::Agrees;
        } else {
            set(record, facet, ordinal, &field, new);
        }
    }
    // Last, for it moves the items behind.
    for (facet, gone) in &gone {
        take_out(record, *facet, gone);
        for (kept, attached) in corrections.iter().zip(&mut attached) {
            let Some(read) = attached.read.filter(|_| kept.correction.facet == *facet) else { continue };
            if !gone.contains(&read) {
                attached.ordinal = Some(read - gone.range(..read).count());
                continue;
            }
            attached.ordinal = None;
            if kept.correction.field != ITEM {
                attached.standing = Standing::Superseded;
            }
        }
    }
    attached
}

/// The index in the record as it was read of an item of the corrected record.
pub fn ordinal_as_read(corrections: &[Kept], attached: &[Attached], facet: Facet, ordinal: usize) -> usize {
    let gone: BTreeSet<usize> = corrections
        .iter()
        .zip(attached)
        .filter(|(kept, attached)| {
            kept.correction.facet == facet
                && kept.correction.removes()
                && attached.standing == Standing::Applied
        })
        .filter_map(|(_, attached)| attached.read)
        .collect();
    gone.into_iter().fold(ordinal, |at, gone| if gone <= at { at + 1 } else { at })
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
    if field == ITEM && !matches!(facet, Facet::Target | Facet::Recipient) {
        // Another item of the same passage must not go in place of the one that is not found any more.
        return None;
    }
    // The item was read otherwise: its other words, or the value itself, may still tell it.
    let kin = same(&|ordinal| {
        let now = item(record, *facet, ordinal);
        now.first().is_some_and(|first| !first.is_empty() && correction.item.first() == Some(first))
    });
    if field == ITEM {
        return match kin[..] {
            [only] => Some(only),
            _ => None,
        };
    }
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
