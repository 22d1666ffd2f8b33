//! Texts with what was found in them.

use super::finder::Found;
use std::ops::Range;

/// A text with what was found in it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Marked {
    /// On one line.
    pub text: String,
    /// Half-open ranges of UTF-8 bytes of `text`, in order, apart from one another.
    pub highlights: Vec<Range<usize>>,
}

/// A window of a text on one line, with what was found in it.
pub(super) fn cut(text: &str, window: Range<usize>, found: &[Found]) -> Marked {
    let mut marked = Marked::default();
    let mut starts =
        found.iter().filter(|found| found.start >= window.start && found.end <= window.end).peekable();
    if text[..window.start].chars().any(|letter| !letter.is_whitespace()) {
        marked.text.push('…');
    }
    // Where each highlight ends in the original, while it is open.
    let mut open: Option<(usize, usize)> = None;
    let mut was_space = true;
    for (offset, letter) in text[window.clone()].char_indices() {
        let at = window.start + offset;
        if let Some((begun, end)) = open
            && at >= end
        {
            marked.highlights.push(begun..marked.text.trim_end().len());
            open = None;
        }
        while starts.peek().is_some_and(|found| found.start <= at) {
            let Some(found) = starts.next() else { break };
            open = match open {
                None if found.end > at => Some((marked.text.len(), found.end)),
                Some((begun, end)) => Some((begun, end.max(found.end))),
                None => None,
            };
        }
        if letter.is_whitespace() || letter.is_control() {
            if !was_space {
                marked.text.push(' ');
            }
            was_space = true;
        } else {
            marked.text.push(letter);
            was_space = false;
        }
    }
    if let Some((begun, _)) = open {
        marked.highlights.push(begun..marked.text.trim_end().len());
    }
    let len = marked.text.trim_end().len();
    marked.text.truncate(len);
    if text[window.end..].chars().any(|letter| !letter.is_whitespace()) {
        marked.text.push('…');
    }
    join(&mut marked);
    marked
}

/// Makes one highlight of those that only a space parts.
fn join(marked: &mut Marked) {
    let mut joined: Vec<Range<usize>> = Vec::with_capacity(marked.highlights.len());
    for range in marked.highlights.drain(..) {
        match joined.last_mut() {
            Some(last) if range.start <= last.end || marked.text[last.end..range.start].trim().is_empty() => {
                last.end = last.end.max(range.end);
            }
            _ => joined.push(range),
        }
    }
    marked.highlights = joined;
}
