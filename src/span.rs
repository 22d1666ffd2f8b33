//! Positions: which bytes of which text.

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::marker::PhantomData;
use std::ops::Range;

/// The text a reader was given: the bytes of the file for formats where the text stands in the file as such
/// (txt, md, html), the bytes of the reader's own text for containers and pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Original;

/// The text that layout hands on: normalized, lines joined, footnotes cut out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Normalized;

/// Half-open range of UTF-8 bytes of the text `S`, counted from 0.
///
/// Spans of different texts cannot be mixed: the only way from [`Normalized`] to [`Original`] is
/// [`crate::text::Edits::to_original`].
pub struct Span<S> {
    start: u32,
    end: u32,
    text: PhantomData<fn() -> S>,
}

impl<S> Span<S> {
    /// The span `start..end`; an inverted pair gives the empty span at `start`.
    pub fn new(start: usize, end: usize) -> Self {
        let start = clamp(start);
        Span { start, end: clamp(end).max(start), text: PhantomData }
    }

    pub fn empty(at: usize) -> Self {
        Span::new(at, at)
    }

    pub fn start(self) -> usize {
        self.start as usize
    }

    pub fn end(self) -> usize {
        self.end as usize
    }

    pub fn len(self) -> usize {
        (self.end - self.start) as usize
    }

    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    pub fn range(self) -> Range<usize> {
        self.start()..self.end()
    }

    pub fn contains(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    pub fn holds(self, offset: usize) -> bool {
        self.start() <= offset && offset < self.end()
    }

    pub fn overlaps(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// The smallest span that covers both.
    pub fn cover(self, other: Self) -> Self {
        Span { start: self.start.min(other.start), end: self.end.max(other.end), text: PhantomData }
    }

    /// The passage of `text`; empty where the span does not lie on its character boundaries.
    pub fn of(self, text: &str) -> &str {
        text.get(self.range()).unwrap_or("")
    }
}

/// Texts are limited to 4 GiB by the readers, so the cast cannot lose anything that was read.
fn clamp(offset: usize) -> u32 {
    u32::try_from(offset).unwrap_or(u32::MAX)
}

impl<S> Clone for Span<S> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<S> Copy for Span<S> {}

impl<S> PartialEq for Span<S> {
    fn eq(&self, other: &Self) -> bool {
        (self.start, self.end) == (other.start, other.end)
    }
}

impl<S> Eq for Span<S> {}

impl<S> PartialOrd for Span<S> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl<S> Ord for Span<S> {
    fn cmp(&self, other: &Self) -> Ordering {
        (self.start, self.end).cmp(&(other.start, other.end))
    }
}

impl<S> Hash for Span<S> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (self.start, self.end).hash(state);
    }
}

impl<S> fmt::Debug for Span<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}..{}", self.start, self.end)
    }
}

impl<S> From<Range<usize>> for Span<S> {
    fn from(range: Range<usize>) -> Self {
        Span::new(range.start, range.end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_off_a_character_boundary_gives_no_text() {
        assert_eq!(Span::<Normalized>::new(0, 1).of("Đ"), "");
        assert_eq!(Span::<Normalized>::new(0, 2).of("Đ"), "Đ");
        assert_eq!(Span::<Normalized>::new(0, 9).of("Đ"), "");
    }

    #[test]
    fn touching_spans_do_not_overlap() {
        let (a, b) = (Span::<Normalized>::new(0, 3), Span::new(3, 5));
        assert!(!a.overlaps(b));
        assert_eq!(a.cover(b), Span::new(0, 5));
    }
}
