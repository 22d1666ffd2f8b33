//! A text that remembers where it came from.
//!
//! Every repair goes through a [`Rewriter`]: it reads one [`Text`] and writes the next by keeping, replacing and
//! dropping passages, in any order. The [`Edits`] of the result map it straight to the original, however many
//! rewriters stand between. A text that nothing changed has one run.

pub mod bytes;

use crate::span::{Original, Span};
use std::ops::Range;

/// How a run of the text relates to its passage of the original.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum RunKind {
    /// Byte for byte the same.
    Copy,
    /// Other bytes (or none) in its place: a span inside maps to the whole passage.
    Replace,
}

/// One run: the bytes of the text from the end of the run before to `end`, and the passage they stand for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Run {
    end: u32,
    original: Span<Original>,
    kind: RunKind,
}

/// Runs that tile a text and map it to the original.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Edits {
    runs: Vec<Run>,
}

impl Edits {
    /// The number of runs; 1 for an unchanged text.
    pub fn len(&self) -> usize {
        self.runs.len()
    }

    pub fn is_empty(&self) -> bool {
        self.runs.is_empty()
    }

    /// The index of the run that holds the byte at `offset` (the last run for the end of the text).
    fn run_at(&self, offset: usize) -> usize {
        self.runs.partition_point(|run| run.end as usize <= offset).min(self.runs.len().saturating_sub(1))
    }

    fn start_of(&self, run: usize) -> usize {
        if run == 0 { 0 } else { self.runs[run - 1].end as usize }
    }

    /// The passage of the original that `range` of this text stands for: the cover of the passages of all the runs
    /// it touches, exact at both ends where these lie in unchanged runs. An empty range gives an empty span.
    pub fn to_original(&self, range: Range<usize>) -> Span<Original> {
        if self.runs.is_empty() {
            return Span::empty(0);
        }
        if range.start >= range.end {
            let run = self.run_at(range.start);
            let start = self.start_of(run);
            let original = self.runs[run].original;
            return match self.runs[run].kind {
                RunKind::Copy => {
                    Span::empty((original.start() + range.start.saturating_sub(start)).min(original.end()))
                }
                RunKind::Replace if range.start > start => Span::empty(original.end()),
                RunKind::Replace => Span::empty(original.start()),
            };
        }
        self.cover(self.run_at(range.start), range)
    }

    /// The cover of the passages that `range` touches, which begins in the run of this index.
    fn cover(&self, first: usize, range: Range<usize>) -> Span<Original> {
        let mut cover: Option<Span<Original>> = None;
        self.each_run(first, range, |_, original, _| {
            cover = Some(cover.map_or(original, |c| c.cover(original)))
        });
        cover.unwrap_or(Span::empty(0))
    }

    /// The passages of the original that `range` stands for, in the order of this text.
    pub fn pieces(&self, range: Range<usize>) -> Vec<Span<Original>> {
        let mut pieces = Vec::new();
        if !self.runs.is_empty() {
            self.each_run(self.run_at(range.start), range, |_, original, _| pieces.push(original));
        }
        pieces
    }

    /// The range of this text that stands for `original`: all the runs that it touches, exact at both ends where these
    /// lie in unchanged runs. Empty where nothing of it was kept.
    ///
    /// Only for a text in the order of the original, as readers make it.
    pub fn from_original(&self, original: Span<Original>) -> Range<usize> {
        let first = self.runs.partition_point(|run| run.original.end() <= original.start());
        let end = self.runs.partition_point(|run| run.original.start() < original.end());
        if first >= end {
            let at = self.start_of(first.min(self.runs.len()));
            return at..at;
        }
        let last = self.runs[end - 1];
        let mut range = self.start_of(first)..last.end as usize;
        if self.runs[first].kind == RunKind::Copy {
            range.start += original.start().saturating_sub(self.runs[first].original.start());
        }
        if last.kind == RunKind::Copy {
            range.end -= last.original.end().saturating_sub(original.end());
        }
        range
    }

    /// Calls `each` for every run that `range` touches, clipped to it: (range of this text, passage, kind). The range
    /// begins in the run `first`.
    fn each_run(
        &self,
        first: usize,
        range: Range<usize>,
        mut each: impl FnMut(Range<usize>, Span<Original>, RunKind),
    ) {
        let mut index = first;
        let mut start = self.start_of(index);
        while index < self.runs.len() && start < range.end {
            let run = self.runs[index];
            let end = run.end as usize;
            let clipped = range.start.max(start)..range.end.min(end);
            let original = match run.kind {
                RunKind::Copy => {
                    let shift = run.original.start();
                    Span::new(shift + (clipped.start - start), shift + (clipped.end - start))
                }
                RunKind::Replace => run.original,
            };
            each(clipped, original, run.kind);
            start = end;
            index += 1;
        }
    }

    fn push(&mut self, len: usize, original: Span<Original>, kind: RunKind) {
        if len == 0 {
            return;
        }
        let start = self.runs.last().map_or(0, |run| run.end as usize);
        let end = u32::try_from(start + len).unwrap_or(u32::MAX);
        if kind == RunKind::Copy
            && let Some(last) = self.runs.last_mut()
            && last.kind == RunKind::Copy
            && last.original.end() == original.start()
        {
            last.end = end;
            last.original = last.original.cover(original);
            return;
        }
        self.runs.push(Run { end, original, kind });
    }
}

/// A string and the edits that map it to the original.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Text {
    string: String,
    edits: Edits,
}

impl Text {
    /// A text that is the original, byte for byte, from byte `offset` of it on (3 behind a byte order mark).
    pub fn verbatim(string: String, offset: usize) -> Text {
        let mut edits = Edits::default();
        edits.push(string.len(), Span::new(offset, offset + string.len()), RunKind::Copy);
        Text { string, edits }
    }

    pub fn as_str(&self) -> &str {
        &self.string
    }

    pub fn edits(&self) -> &Edits {
        &self.edits
    }

    pub fn len(&self) -> usize {
        self.string.len()
    }

    pub fn is_empty(&self) -> bool {
        self.string.is_empty()
    }
}

/// Builds a text piece by piece from an original that is no UTF-8 string: a decoder's tool.
#[derive(Debug, Default)]
pub struct Builder {
    string: String,
    edits: Edits,
}

impl Builder {
    /// Appends `text`, which stands byte for byte at `at` of the original.
    pub fn copy(&mut self, text: &str, at: usize) {
        self.edits.push(text.len(), Span::new(at, at + text.len()), RunKind::Copy);
        self.string.push_str(text);
    }

    /// Appends `text` in place of the passage `original`.
    pub fn replace(&mut self, text: &str, original: Range<usize>) {
        self.edits.push(text.len(), original.into(), RunKind::Replace);
        self.string.push_str(text);
    }

    pub fn len(&self) -> usize {
        self.string.len()
    }

    pub fn is_empty(&self) -> bool {
        self.string.is_empty()
    }

    pub fn finish(self) -> Text {
        Text { string: self.string, edits: self.edits }
    }
}

/// Reads one text and writes the next.
///
/// Passages are ranges of bytes of the input on character boundaries, taken in any order; what is never kept is
/// dropped. Reading forwards costs amortized constant time for each run.
#[derive(Debug)]
pub struct Rewriter<'t> {
    input: &'t Text,
    out: Builder,
    /// The run that the last passage ended in: the next one mostly starts there.
    hint: usize,
}

/// Every so many bytes of a text something is edited, about: where its lines end.
const LINE: usize = 80;

impl<'t> Rewriter<'t> {
    pub fn new(input: &'t Text) -> Self {
        let edits = Edits { runs: Vec::with_capacity(input.edits.runs.len() + input.len() / LINE) };
        let out = Builder { string: String::with_capacity(input.len()), edits };
        Rewriter { input, out, hint: 0 }
    }

    pub fn input(&self) -> &'t str {
        self.input.as_str()
    }

    /// Bytes written so far.
    pub fn len(&self) -> usize {
        self.out.len()
    }

    pub fn is_empty(&self) -> bool {
        self.out.is_empty()
    }

    /// What is written so far.
    pub fn written(&self) -> &str {
        &self.out.string
    }

    /// Copies a passage of the input.
    pub fn keep(&mut self, range: Range<usize>) {
        let Some(text) = self.input.string.get(range.clone()) else {
            debug_assert!(false, "passage off the character boundaries");
            return;
        };
        if text.is_empty() {
            return;
        }
        let runs = &self.input.edits.runs;
        let mut index = self.seek(range.start);
        let mut start = self.input.edits.start_of(index);
        while index < runs.len() && start < range.end {
            let run = runs[index];
            let end = run.end as usize;
            let clipped = range.start.max(start)..range.end.min(end);
            match run.kind {
                RunKind::Copy => {
                    let at = run.original.start() + (clipped.start - start);
                    self.out.edits.push(clipped.len(), Span::new(at, at + clipped.len()), RunKind::Copy);
                }
                RunKind::Replace => self.out.edits.push(clipped.len(), run.original, RunKind::Replace),
            }
            start = end;
            index += 1;
        }
        self.hint = index.saturating_sub(1);
        self.out.string.push_str(text);
    }

    /// Writes `text` in place of a passage of the input (which may be empty: an insertion).
    pub fn replace(&mut self, range: Range<usize>, text: &str) {
        self.hint = self.seek(range.start);
        let original = if range.is_empty() {
            self.input.edits.to_original(range)
        } else {
            self.input.edits.cover(self.hint, range)
        };
        self.out.replace(text, original.range());
    }

    pub fn finish(self) -> Text {
        self.out.finish()
    }

    fn seek(&self, offset: usize) -> usize {
        let edits = &self.input.edits;
        let from_hint = self.hint;
        if from_hint < edits.runs.len() && edits.start_of(from_hint) <= offset {
            for index in from_hint..edits.runs.len().min(from_hint + 8) {
                if offset < edits.runs[index].end as usize {
                    return index;
                }
            }
        }
        edits.run_at(offset)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn an_unchanged_text_has_one_run() {
        let text = Text::verbatim("Kế hoạch".into(), 3);
        let mut rewriter = Rewriter::new(&text);
        rewriter.keep(0..4);
        rewriter.keep(4..text.len());
        let copy = rewriter.finish();
        assert_eq!(copy.edits().len(), 1);
        assert_eq!(copy.edits().to_original(0..4), Span::new(3, 7));
    }

    #[test]
    fn a_span_inside_a_replaced_run_maps_to_the_whole_run() {
        let text = Text::verbatim("a  b".into(), 0);
        let mut rewriter = Rewriter::new(&text);
        rewriter.keep(0..1);
        rewriter.replace(1..3, " ");
        rewriter.keep(3..4);
        let folded = rewriter.finish();
        assert_eq!(folded.as_str(), "a b");
        assert_eq!(folded.edits().to_original(1..2), Span::new(1, 3));
        assert_eq!(folded.edits().to_original(0..3), Span::new(0, 4));
    }

    #[test]
    fn moved_passages_keep_their_place() {
        let text = Text::verbatim("left right".into(), 0);
        let mut rewriter = Rewriter::new(&text);
        rewriter.keep(5..10);
        rewriter.keep(0..4);
        let moved = rewriter.finish();
        assert_eq!(moved.as_str(), "rightleft");
        assert_eq!(moved.edits().to_original(0..5), Span::new(5, 10));
        assert_eq!(moved.edits().to_original(5..9), Span::new(0, 4));
    }

    #[test]
    fn the_way_from_the_original_is_the_way_to_it_back() {
        let mut builder = Builder::default();
        builder.copy("Kế ", 3);
        builder.replace("&", 8..13);
        builder.copy("hoạch", 20);
        let edits = builder.finish().edits;
        for (original, text) in [
            (3..8, 0..5),
            (4..7, 1..4),
            (4..11, 1..6),
            (8..13, 5..6),
            (9..10, 5..6),
            (13..20, 6..6),
            (12..22, 5..8),
            (20..27, 6..13),
            (0..99, 0..13),
            (30..40, 13..13),
        ] {
            assert_eq!(edits.from_original(original.clone().into()), text, "{original:?}");
        }
        assert_eq!(Edits::default().from_original(Span::new(0, 5)), 0..0);
    }

    proptest! {
        /// Whatever is kept, dropped, replaced and moved in two rewriters: a kept character still maps to the
        /// place where the original has that very character.
        #[test]
        fn kept_characters_map_to_themselves(
            original in "[a-zđĐếệ \n]{0,60}",
            cuts in prop::collection::vec((0usize..60, 0usize..60, 0u8..3), 0..12),
            again in prop::collection::vec((0usize..60, 0usize..60, 0u8..3), 0..12),
        ) {
            let first = edit(&Text::verbatim(original.clone(), 0), &cuts);
            let second = edit(&first, &again);
            for text in [&first, &second] {
                for (at, character) in text.as_str().char_indices() {
                    let span = text.edits().to_original(at..at + character.len_utf8());
                    prop_assert!(span.end() <= original.len());
                    if character != '#' {
                        prop_assert_eq!(span.of(&original), character.to_string());
                    }
                }
            }
        }
    }

    fn edit(text: &Text, cuts: &[(usize, usize, u8)]) -> Text {
        let string = text.as_str();
        let boundary =
            |at: usize| (0..=at.min(string.len())).rev().find(|&b| string.is_char_boundary(b)).unwrap_or(0);
        let mut rewriter = Rewriter::new(text);
        for &(a, b, what) in cuts {
            let (a, b) = (boundary(a.min(b)), boundary(a.max(b)));
            match what {
                0 => rewriter.keep(a..b),
                1 => rewriter.replace(a..b, "#"),
                _ => {}
            }
        }
        rewriter.finish()
    }
}
