//! A rewriter that takes the styles along.

use crate::source::Fragment;
use crate::text::{Rewriter, Text};
use std::ops::Range;

/// Rewrites a text from front to back, and moves fragments to where their text went.
pub(super) struct Pass<'t> {
    out: Rewriter<'t>,
    fragments: Vec<Fragment>,
    /// The ends of fragments that are not passed yet: index of the fragment doubled, plus one for its end. Fragments do
    /// not overlap, so these are in the order of the text.
    next: usize,
}

impl<'t> Pass<'t> {
    pub(super) fn new(text: &'t Text, fragments: &[Fragment]) -> Self {
        Pass { out: Rewriter::new(text), fragments: fragments.to_vec(), next: 0 }
    }

    /// Bytes written so far.
    pub(super) fn len(&self) -> usize {
        self.out.len()
    }

    /// Copies a passage of the input, which begins where the last ended.
    pub(super) fn keep(&mut self, range: Range<usize>) {
        let from = self.out.len();
        let start = range.start;
        self.out.keep(range.clone());
        self.carry(range.end, |edge, _| from + edge.saturating_sub(start));
    }

    /// Writes `text` in place of a passage of the input: a style that begins or ends inside it begins before it or ends
    /// behind it.
    pub(super) fn replace(&mut self, range: Range<usize>, text: &str) {
        let from = self.out.len();
        let start = range.start;
        self.out.replace(range.clone(), text);
        let to = self.out.len();
        self.carry(range.end, |edge, is_end| if is_end && edge > start { to } else { from });
    }

    /// Moves the edges of fragments up to the place `end` of the input.
    fn carry(&mut self, end: usize, moved: impl Fn(usize, bool) -> usize) {
        while let Some(fragment) = self.fragments.get_mut(self.next / 2) {
            let is_end = self.next % 2 == 1;
            let edge = if is_end { &mut fragment.end } else { &mut fragment.start };
            // A fragment that begins at the end of the passage begins with the next one.
            if *edge as usize > end || (!is_end && *edge as usize == end) {
                break;
            }
            *edge = moved(*edge as usize, is_end) as u32;
            self.next += 1;
        }
    }

    pub(super) fn finish(mut self) -> (Text, Vec<Fragment>) {
        let end = self.out.len() as u32;
        for edge in self.next..self.fragments.len() * 2 {
            let fragment = &mut self.fragments[edge / 2];
            *(if edge % 2 == 1 { &mut fragment.end } else { &mut fragment.start }) = end;
        }
        // Two that met inside a replaced passage: it goes to the first.
        let mut end = 0;
        for fragment in &mut self.fragments {
            fragment.start = fragment.start.max(end);
            end = fragment.end.max(end);
        }
        self.fragments.retain(|fragment| fragment.start < fragment.end);
        (self.out.finish(), self.fragments)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Style;

    #[test]
    fn styles_go_with_their_text() {
        let text = Text::verbatim("abcdefghij".into(), 0);
        let fragment = |start, end| Fragment { start, end, style: Style { bold: true, ..Style::default() } };
        let mut pass = Pass::new(
            &text,
            &[fragment(0, 2), fragment(2, 3), fragment(4, 6), fragment(6, 8), fragment(9, 10)],
        );
        pass.keep(0..2);
        pass.replace(2..3, "");
        pass.keep(3..5);
        pass.replace(5..7, "XYZ");
        pass.keep(7..10);
        let (text, fragments) = pass.finish();
        assert_eq!(text.as_str(), "abdeXYZhij");
        let seen: Vec<_> =
            fragments.iter().map(|f| &text.as_str()[f.start as usize..f.end as usize]).collect();
        assert_eq!(seen, ["ab", "eXYZ", "h", "j"]);
    }
}
