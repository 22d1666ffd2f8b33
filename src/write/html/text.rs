//! The text of the document, every finding highlighted at its place.

use std::collections::{BTreeSet, HashSet};
use std::io::{self, Write};

use super::entry::{Entry, Mark};
use super::escape::Escaped;

/// How many of the entries that overlap in one place a click there can reach, the narrowest ones. It bounds the page
/// where a sentence makes thousands of entries.
const REACHABLE: usize = 12;

/// Writes the text, a line a paragraph, and tells which entries have a place in it.
///
/// A highlight is a link to its entry: it works without scripts and from the keyboard. Where entries overlap the text
/// is cut into segments that lie in the same entries from end to end; `data-entries` names them, the narrowest first.
pub(super) fn write(out: &mut dyn Write, text: &str, marks: &[Mark]) -> io::Result<HashSet<Entry>> {
    let mut sweep = Sweep::new(text, marks);
    let mut placed = HashSet::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let end = at + line.trim_end_matches('\n').len();
        out.write_all(b"<p>")?;
        while at < end {
            let begun = sweep.advance(at);
            let next = sweep.next_boundary().min(end);
            for index in begun {
                let entry = marks[index].entry;
                if placed.insert(entry) {
                    write!(out, "<span id=\"at-{entry}\"></span>")?;
                }
            }
            segment(out, &text[at..next], sweep.inside().map(|index| marks[index].entry))?;
            at = next;
        }
        out.write_all(b"</p>\n")?;
        at = end + 1;
    }
    Ok(placed)
}

fn segment(out: &mut dyn Write, text: &str, mut entries: impl Iterator<Item = Entry>) -> io::Result<()> {
    let Some(first) = entries.next() else { return write!(out, "{}", Escaped(text)) };
    write!(out, "<a class=\"mark {}\" href=\"#{first}\" data-entries=\"{first}", first.class())?;
    for entry in entries.take(REACHABLE - 1) {
        write!(out, " {entry}")?;
    }
    write!(out, "\">{}</a>", Escaped(text))
}

/// The marks around a place that moves forwards through the text.
struct Sweep {
    /// Start, end and index of the marks that begin further on; the next one is the last.
    coming: Vec<(usize, usize, usize)>,
    /// End, start and index of the marks that the place is in.
    by_end: BTreeSet<(usize, usize, usize)>,
    /// Length and index of the same marks.
    by_length: BTreeSet<(usize, usize)>,
}

impl Sweep {
    fn new(text: &str, marks: &[Mark]) -> Self {
        let is_boundary = |at: &usize| text.is_char_boundary(*at);
        let floor = |at: usize| (0..=at.min(text.len())).rev().find(is_boundary).unwrap_or(0);
        let ceiling = |at: usize| (at..text.len()).find(is_boundary).unwrap_or(text.len());
        let mut coming: Vec<_> = marks
            .iter()
            .enumerate()
            .map(|(index, mark)| (floor(mark.span.start()), ceiling(mark.span.end()), index))
            .filter(|(start, end, _)| start < end)
            .collect();
        coming.sort_unstable_by(|a, b| b.cmp(a));
        Self { coming, by_end: BTreeSet::new(), by_length: BTreeSet::new() }
    }

    /// Moves on to `at` and gives the marks that begin on the way and hold it.
    fn advance(&mut self, at: usize) -> Vec<usize> {
        while let Some((end, start, index)) = self.by_end.first().copied().filter(|&(end, ..)| end <= at) {
            self.by_end.remove(&(end, start, index));
            self.by_length.remove(&(end - start, index));
        }
        let mut begun = Vec::new();
        while let Some((start, end, index)) = self.coming.pop_if(|(start, ..)| *start <= at) {
            if end > at {
                self.by_end.insert((end, start, index));
                self.by_length.insert((end - start, index));
                begun.push(index);
            }
        }
        begun
    }

    /// Where the next mark begins or ends; `usize::MAX` behind the last.
    fn next_boundary(&self) -> usize {
        let begin = self.coming.last().map(|&(start, ..)| start);
        let end = self.by_end.first().map(|&(end, ..)| end);
        begin.into_iter().chain(end).min().unwrap_or(usize::MAX)
    }

    /// The marks that hold the place, the narrowest first.
    fn inside(&self) -> impl Iterator<Item = usize> {
        self.by_length.iter().map(|&(_, index)| index)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::span::Span;
    use proptest::prelude::*;

    fn written(text: &str, marks: &[(usize, usize, Entry)]) -> String {
        let marks: Vec<Mark> =
            marks.iter().map(|&(start, end, entry)| Mark { span: Span::new(start, end), entry }).collect();
        let mut out = Vec::new();
        write(&mut out, text, &marks).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn overlapping_findings_are_cut_into_segments() {
        let marks = [(0, 6, Entry::Target(0)), (2, 4, Entry::Assignment(0)), (3, 7, Entry::Target(1))];
        assert_eq!(
            written("abcdefgh", &marks),
            "<p><span id=\"at-target-0\"></span>\
             <a class=\"mark target\" href=\"#target-0\" data-entries=\"target-0\">ab</a>\
             <span id=\"at-assignment-0\"></span>\
             <a class=\"mark assignment\" href=\"#assignment-0\" data-entries=\"assignment-0 target-0\">c</a>\
             <span id=\"at-target-1\"></span>\
             <a class=\"mark assignment\" href=\"#assignment-0\" data-entries=\"assignment-0 target-1 target-0\">d</a>\
             <a class=\"mark target\" href=\"#target-1\" data-entries=\"target-1 target-0\">ef</a>\
             <a class=\"mark target\" href=\"#target-1\" data-entries=\"target-1\">g</a>h</p>\n"
        );
    }

    #[test]
    fn a_finding_over_lines_is_highlighted_in_each() {
        assert_eq!(
            written("ab\n\ncd", &[(1, 5, Entry::Title)]),
            "<p>a<span id=\"at-title\"></span><a class=\"mark header\" href=\"#title\" data-entries=\"title\">b</a></p>\n\
             <p></p>\n\
             <p><a class=\"mark header\" href=\"#title\" data-entries=\"title\">c</a>d</p>\n"
        );
    }

    proptest! {
        /// Wherever findings lie, on character boundaries or off them, inside the text or beyond it: the page shows the
        /// whole text, and every finding that holds some of it has its highlight.
        #[test]
        fn findings_change_nothing_of_the_text(
            text in "[aĐệ\u{1F600}\n]{0,30}",
            spans in prop::collection::vec((0usize..80, 0usize..40), 0..12),
        ) {
            let marks: Vec<_> =
                (0..).zip(&spans).map(|(index, &(start, length))| (start, start + length, Entry::Target(index))).collect();
            let page = written(&text, &marks);
            let shown: String = page.split('<').filter_map(|tag| tag.split_once('>')).map(|(_, text)| text).collect();
            prop_assert_eq!(shown.trim_end_matches('\n'), text.trim_end_matches('\n'));
            for (start, end, entry) in marks {
                let whole = |at: usize| text.is_char_boundary(at);
                let held = (start..end.min(text.len())).any(|at| whole(start) && text.as_bytes()[at] != b'\n');
                if held {
                    prop_assert!(page.contains(&format!("id=\"at-{entry}\"")), "{} in {}", entry, page);
                }
            }
        }
    }

    #[test]
    fn what_the_document_says_is_never_markup() {
        let page = written("<b>&\"'\0", &[(0, 3, Entry::Title)]);
        assert!(page.ends_with(">&lt;b&gt;</a>&amp;&quot;&#39;\u{fffd}</p>\n"), "{page}");
    }
}
