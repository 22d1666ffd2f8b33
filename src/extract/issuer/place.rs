//! The place that a name printed without it wants.

use super::Reader;
use crate::document::{Level, Zone};
use crate::extract::names::{self, mark, place_end, unit};
use crate::rules::{Mark, Rules, fold};
use std::ops::Range;

impl Reader<'_> {
    /// The unit and place that a name printed without them wants: "Ủy ban nhân dân", "Ủy ban nhân dân huyện".
    pub(super) fn missing_place(
        &self,
        lines: &[Range<usize>],
        level: Option<Level>,
    ) -> Option<(String, Option<Level>)> {
        let last = lines.last()?;
        let found = lines.iter().cloned().flatten().find(|&at| unit(self.context, at).is_some());
        match found.and_then(|at| Some((at, unit(self.context, at)?.0))) {
            Some((at, end)) if end >= last.end => {
                let wanted = fold(self.context.layout.str(self.context.tokens.span(at..end)));
                let (place, level) = self.place(Some(&wanted), level)?;
                // The unit is printed; only its name is missing.
                let place = place
                    .split_once(' ')
                    .filter(|_| !wanted.contains(' '))
                    .map(|(_, name)| name.to_owned())
                    .unwrap_or_else(|| place.chars().skip(wanted.chars().count() + 1).collect());
                Some((place, level))
            }
            Some(_) => None,
            None => {
                let named = lines
                    .iter()
                    .cloned()
                    .flatten()
                    .any(|at| matches!(mark(self.context, at), Some((Mark::ProvinceCity, ..))));
                if named { None } else { self.place(None, level) }
            }
        }
    }

    /// "huyện Bình Lâm" as the document names it most often, title and recitals first.
    fn place(&self, wanted: Option<&str>, level: Option<Level>) -> Option<(String, Option<Level>)> {
        let blocks = self.context.layout.blocks.len().min(300);
        // By the name as it is compared.
        let mut counts: Vec<(String, String, Option<Level>, usize)> = Vec::new();
        for block in 0..blocks {
            let zone = self.context.outline.zone(block);
            let weight = match zone {
                Zone::Title => 20,
                Zone::Signature => 10,
                Zone::Preamble => 3,
                Zone::Letterhead => 0,
                _ => 1,
            };
            let range = self.context.tokens.of_block(block);
            for cue in self.context.tokens.cues_of(Rules::MARKS, range.clone()) {
                let at = cue.first as usize;
                let Some((end, found)) = unit(self.context, at) else { continue };
                let word = fold(self.context.layout.str(self.context.tokens.span(at..end)));
                if wanted.is_some_and(|wanted| wanted != word) || level.is_some() && found != level {
                    continue;
                }
                let stop = place_end(self.context, end, range.end);
                if stop == end {
                    continue;
                }
                let name = names::written(self.context, at..stop);
                let mut letters = name.chars();
                let name: String =
                    letters.next().into_iter().flat_map(char::to_lowercase).chain(letters).collect();
                // "Ủy ban nhân dân huyện X" tells more than a place that is only mentioned.
                let own = at > range.start && self.is_body_before(at);
                let weight = weight * if own { 3 } else { 1 };
                let folded = fold(&name);
                match counts.iter_mut().find(|(other, ..)| *other == folded) {
                    Some((.., count)) => *count += weight,
                    None => counts.push((folded, name, found, weight)),
                }
            }
        }
        let named = counts.into_iter().enumerate().filter(|(_, (.., count))| *count > 0);
        let (_, (_, name, found, _)) =
            named.max_by_key(|&(order, (.., count))| (count, std::cmp::Reverse(order)))?;
        Some((name, found))
    }

    fn is_body_before(&self, at: usize) -> bool {
        (at.saturating_sub(4)..at).any(|start| {
            self.context.tokens.cue_at(Rules::NAMES, start).is_some_and(|cue| {
                cue.end as usize == at
                    && self.context.rules.names.row(cue.row).is_some_and(|row| row.fields.local)
            })
        })
    }
}
