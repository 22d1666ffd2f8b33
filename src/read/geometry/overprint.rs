//! Text set over text: the same twice (to look bold, or by a careless program), and the hidden layer under what is seen.

use super::runs::{Kept, Run, text};
use crate::read::page::Page;
use rustc_hash::FxHashMap;

/// Leaves one of the letters that were set in the same place.
pub(super) fn remove(page: &Page, kept: &mut [Kept], runs: &mut [Run]) {
    let mut levels: FxHashMap<i32, Vec<u32>> = FxHashMap::default();
    for index in 0..runs.len() {
        let level = (runs[index].baseline / 4.0) as i32;
        for near in [level - 1, level, level + 1] {
            let Some(others) = levels.get(&near) else { continue };
            for &other in others.iter().rev().take(MOST) {
                let other = other as usize;
                if overlap(&runs[other], &runs[index]) {
                    let hidden = (runs[other].manner.invisible, runs[index].manner.invisible);
                    let (over, under) = if hidden == (true, false) { (index, other) } else { (other, index) };
                    clear(page, kept, (&runs[over].clone(), &mut runs[under]), hidden.0 != hidden.1);
                }
            }
        }
        levels.entry(level).or_default().push(index as u32);
    }
}

/// A run is held against at most so many others near its level.
const MOST: usize = 64;

fn overlap(one: &Run, other: &Run) -> bool {
    let shared = one.x1.min(other.x1) - one.x0.max(other.x0);
    let size = one.size.min(other.size);
    shared > 0.3 * size
        && (one.baseline - other.baseline).abs() < 0.5 * one.size.max(other.size)
        && one.manner.turned == other.manner.turned
        && one.len() > 0
        && other.len() > 0
}

/// Takes out of a run what another holds in the same place: whatever it is if it is hidden, else the same letters.
fn clear(page: &Page, kept: &mut [Kept], (over, under): (&Run, &mut Run), hidden: bool) {
    let mut at = over.from as usize;
    let mut left = 0;
    for index in under.from as usize..under.to as usize {
        if kept[index].dropped {
            continue;
        }
        let piece = &page.pieces[kept[index].piece as usize];
        let near = 0.3 * piece.size.max(1.0);
        let middle = piece.bbox.x0.midpoint(piece.bbox.x1);
        while at + 1 < over.to as usize && page.pieces[kept[at].piece as usize].bbox.x1 < middle {
            at += 1;
        }
        let first = at.saturating_sub(1).max(over.from as usize);
        let same = (first..(at + 2).min(over.to as usize)).find(|&at| {
            let other = &page.pieces[kept[at].piece as usize];
            !kept[at].dropped
                && (other.bbox.x0 - piece.bbox.x0).abs() < near.min(0.6 * piece.bbox.width().max(1.0))
                && (other.baseline - piece.baseline).abs() < near
                && text(page, other) == text(page, piece)
        });
        if let Some(same) = same {
            kept[same].doubled = true;
            kept[index].dropped = true;
        } else if hidden && (over.x0..=over.x1).contains(&middle) {
            kept[index].dropped = true;
        } else {
            left += 1;
        }
    }
    if left == 0 {
        under.to = under.from;
    }
}
