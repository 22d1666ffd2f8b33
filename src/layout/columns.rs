//! Columns side by side: wide gaps and bars within lines, at the head and at the foot of a document.

use super::cues::{Cues, Found};
use super::flow::Taken;
use super::lines::{GAP, Line, is_caps, is_dash, is_letter_spaced};
use crate::document::{FurnitureKind, is_lower};
use crate::rules::Part;
use std::ops::Range;

/// The passages of `range` between bars ("a | b |"); `None` for each bar.
pub(super) fn bars(text: &str, range: Range<usize>) -> Vec<Option<Range<usize>>> {
    let mut cells = Vec::new();
    let mut from = range.start;
    for at in memchr::memchr_iter(b'|', text[range.clone()].as_bytes()).map(|at| range.start + at) {
        cells.extend([Some(from..at), None]);
        from = at + 1;
    }
    cells.push(Some(from..range.end));
    cells
}

/// Takes the bars of a passage out of the flow.
pub(super) fn take_bars(text: &str, range: Range<usize>, taken: &mut Vec<Taken>) {
    for at in memchr::memchr_iter(b'|', text[range.clone()].as_bytes()).map(|at| range.start + at) {
        taken.push(Taken { range: at..at + 1, kind: FurnitureKind::Rule });
    }
}

/// Cuts a passage at tabs and at runs of three and more spaces where `parts` says that the two sides are columns.
pub(super) fn segments(
    text: &str,
    range: Range<usize>,
    parts: impl Fn(&str, &str) -> bool,
) -> Vec<Range<usize>> {
    let string = &text[range.clone()];
    if is_letter_spaced(string.trim()) {
        return vec![range];
    }
    let mut segments = Vec::new();
    let mut from = 0;
    let mut at = 0;
    while let Some(found) = next_gap(string, at) {
        let (left, right) = (string[from..found.start].trim(), string[found.end..].trim());
        if !left.is_empty() && !right.is_empty() && parts(left, right) {
            segments.push(range.start + from..range.start + found.start);
            from = found.end;
        }
        at = found.end;
    }
    segments.push(range.start + from..range.end);
    segments
}

/// The next run of white space with a tab or with three spaces in it.
fn next_gap(string: &str, from: usize) -> Option<Range<usize>> {
    let mut at = from;
    loop {
        let start = at + string[at..].find(char::is_whitespace)?;
        let rest = &string[start..];
        let end = start + rest.len() - rest.trim_start().len();
        if string[start..end].contains('\t') || end - start >= GAP.len() {
            return Some(start..end);
        }
        at = end;
    }
}

/// How many lines from `index` on hold the recipients and the signature side by side; 0 for none.
pub(super) fn foot(
    lines: &[Line],
    taken: &[Option<FurnitureKind>],
    index: usize,
    text: &str,
    cues: Cues,
) -> usize {
    if !lines[index].gap {
        return 0;
    }
    let segments = segments(text, lines[index].range(), |_, _| true);
    let [left, right] = [segments.first(), segments.get(1)].map(|s| s.map_or("", |s| text[s.clone()].trim()));
    let signs = |side: &str| matches!(cues.opening(side), Some((Found::Part(Part::Authority | Part::Post), end)) if cues.large(&side[..end]));
    let recipients = matches!(cues.opening(left), Some((Found::Part(Part::Recipients), _)));
    if !(signs(right) && (recipients || signs(left) || left.starts_with(is_dash))
        || recipients && is_caps(right))
    {
        return 0;
    }
    let mut rows = 1;
    let mut named = false;
    for (ahead, line) in lines.iter().enumerate().skip(index + 1).take(FOOT) {
        let string = line.str(text);
        let two = line.gap && self::segments(text, line.range(), |_, _| true).len() > 1;
        let far = line.indent >= 20;
        let item = string.starts_with(is_dash) || string.starts_with(is_lower);
        let heading = matches!(cues.opening(string), Some((Found::Kind, _))) && is_caps(string)
            || string.starts_with("PHỤ LỤC");
        if taken[ahead].is_some() || heading || !(two || far || item) || named && !item && !two {
            break;
        }
        let name =
            text[self::segments(text, line.range(), |_, _| true).last().map_or(0..0, Clone::clone)].trim();
        named |= (two || far) && !is_caps(name) && !name.starts_with(['(', '[']);
        rows = ahead + 1 - index;
    }
    rows
}

/// The foot of a document has at most so many lines.
const FOOT: usize = 40;

/// A piece of the foot in reading order.
pub(super) struct FootPiece {
    pub line: usize,
    pub range: Range<usize>,
    /// The first of its column.
    pub first: bool,
}

/// The left column of a foot, then the right one.
pub(super) fn foot_order(
    lines: &[Line],
    taken: &[Option<FurnitureKind>],
    index: usize,
    rows: usize,
    text: &str,
) -> Vec<FootPiece> {
    let (mut left, mut right): (Vec<FootPiece>, Vec<FootPiece>) = (Vec::new(), Vec::new());
    for line in index..index + rows {
        if taken[line].is_some() {
            continue;
        }
        let mut segments = segments(text, lines[line].range(), |_, _| true);
        if segments.len() == 1 {
            let side = if lines[line].indent >= 20 { &mut right } else { &mut left };
            let first = side.is_empty();
            side.push(FootPiece { line, range: segments.remove(0), first });
            continue;
        }
        for (at, range) in segments.into_iter().enumerate() {
            let side = if at == 0 { &mut left } else { &mut right };
            let first = side.is_empty();
            side.push(FootPiece { line, range, first });
        }
    }
    left.append(&mut right);
    left
}
