//! Taking false alarms out of a record.

use super::facet::Facet;
use crate::write::wire::Record;
use std::collections::BTreeSet;

/// Takes items out, by their indices. What was a part of one of them becomes a part of what that was a part of.
pub(super) fn take_out(record: &mut Record, facet: Facet, gone: &BTreeSet<usize>) {
    match facet {
        Facet::Target => {
            let parents: Vec<Option<u32>> = record.targets.iter().map(|target| target.parent).collect();
            for target in &mut record.targets {
                let mut parent = target.parent;
                // Each step leads to another target: no more steps than there are.
                for _ in 0..parents.len() {
                    match parent {
                        Some(at) if gone.contains(&(at as usize)) => {
                            parent = parents.get(at as usize).copied().flatten();
                        }
                        _ => break,
                    }
                }
                target.parent = parent
                    .filter(|at| !gone.contains(&(*at as usize)))
                    .map(|at| at - gone.range(..at as usize).count() as u32);
            }
            retain(&mut record.targets, gone);
        }
        Facet::Reference => retain(&mut record.references, gone),
        Facet::Assignment => retain(&mut record.assignments, gone),
        Facet::Recipient => retain(&mut record.recipients, gone),
        // They have no list.
        Facet::Header | Facet::Signature => {}
    }
}

fn retain<T>(items: &mut Vec<T>, gone: &BTreeSet<usize>) {
    let mut at = 0;
    items.retain(|_| {
        at += 1;
        !gone.contains(&(at - 1))
    });
}
