//! The passages of a hit that show why it is one, in the spelling of the document.

use super::collect::Ranked;
use super::fault::Fault;
use super::passages::{self, Passage, PassageKind};
use super::plan::{Part, Plan};
use super::words::{Forms, Memory, Spelling, spans};
use crate::corpus::{Reader, Summary};
use rustc_hash::FxHashMap;
use std::ops::Range;

/// A text with what was found in it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Marked {
    /// On one line.
    pub text: String,
    /// Half-open ranges of UTF-8 bytes of `text`, in order, apart from one another.
    pub highlights: Vec<Range<usize>>,
}

/// A passage of a hit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Snippet {
    pub kind: PassageKind,
    /// The ordinal of its section, as in the table `sections`; `None` outside sections.
    pub section: Option<u32>,
    /// The labels of its section from the root, "II/1"; empty outside sections.
    pub path: String,
    /// Where its section begins, from 1; `None` where the format has none.
    pub page: Option<u32>,
    pub line: Option<u32>,
    /// The passage; "…" stands where it was cut.
    pub passage: Marked,
}

/// Bytes of a snippet, about.
const LENGTH: usize = 320;

/// Bytes of a document that are looked at for its snippets.
const MOST_READ: usize = 4 << 20;

/// The words of a query as they are looked for in a text.
pub struct Finder {
    spelling: Spelling,
    /// The number of each word, by its form in that spelling.
    words: FxHashMap<Box<str>, usize>,
    /// The number of each word of a document number, by its bare form.
    bare: FxHashMap<Box<str>, usize>,
    /// How many different words there are.
    count: usize,
    /// Sequences of words, by their numbers, that count only together.
    phrases: Vec<Vec<usize>>,
    /// Words that count alone.
    alone: Vec<bool>,
    /// The ASCII letters and digits that a word looked for begins with, without marks.
    first: [bool; 128],
    memory: Memory,
}

/// A word or phrase found: its bytes, and its words, by number.
struct Found {
    start: usize,
    end: usize,
    first: usize,
    last: usize,
    /// Of the text's words, the first and the one behind the last.
    at: Range<usize>,
}

/// A part of a text, and what is found in the text.
struct Window {
    range: Range<usize>,
    found: Vec<Found>,
}

impl Finder {
    /// For the words of a plan that are not left out.
    pub fn new(plan: &Plan, spelling: Spelling) -> Finder {
        let mut finder = Finder {
            spelling,
            words: FxHashMap::default(),
            bare: FxHashMap::default(),
            count: 0,
            phrases: Vec::new(),
            alone: Vec::new(),
            first: [false; 128],
            memory: Memory::default(),
        };
        for part in plan.clauses.iter().filter(|clause| !clause.negated).flat_map(|clause| &clause.any) {
            match part {
                Part::Words(phrase) => finder.add(&phrase.words, false),
                Part::Number(number) => finder.add(&number.words, true),
                Part::Filter(_) | Part::Targets { .. } => {}
            }
        }
        finder
    }

    /// For one sequence of words.
    pub fn of_words(words: &[Forms], spelling: Spelling, is_phrase: bool) -> Finder {
        let mut finder = Finder::new(&Plan::default(), spelling);
        match is_phrase {
            true => finder.add(words, false),
            false => words.chunks(1).for_each(|word| finder.add(word, false)),
        }
        finder
    }

    /// Adds words that count together; those of a document number in whatever spelling.
    fn add(&mut self, words: &[Forms], is_number: bool) {
        let mut numbers = Vec::with_capacity(words.len());
        for forms in words {
            let (known, form) = match is_number {
                true => (&mut self.bare, &forms.bare),
                false => (
                    &mut self.words,
                    if self.spelling == Spelling::Exact { &forms.exact } else { &forms.bare },
                ),
            };
            let number = *known.entry(form.clone()).or_insert(self.count);
            self.count = self.count.max(number + 1);
            numbers.push(number);
            if let Some(first) =
                forms.bare.bytes().next().and_then(|byte| self.first.get_mut(usize::from(byte)))
            {
                *first = true;
            }
        }
        self.alone.resize(self.count, false);
        match numbers.as_slice() {
            &[one] => self.alone[one] = true,
            _ => self.phrases.push(numbers),
        }
    }

    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// The numbers of a word of a text among those looked for: by its spelling, and by its bare form.
    fn numbers(&mut self, word: &str) -> [Option<usize>; 2] {
        // Most words are none, and most of those tell it by their first letter.
        if let Some(byte) = word.bytes().next().filter(u8::is_ascii)
            && !self.first[usize::from(byte.to_ascii_lowercase())]
        {
            return [None; 2];
        }
        let forms = self.memory.forms(word);
        [self.words.get(self.spelling.of(forms)).copied(), self.bare.get(&forms.bare).copied()]
    }

    /// Whether all words are in a text, those of a phrase together.
    pub fn has_all(&mut self, text: &str) -> bool {
        let found = self.find(text);
        let alone = (0..self.alone.len()).filter(|&number| self.alone[number]);
        let mut whole = self.phrases.iter().map(|phrase| (phrase[0], phrase.len()));
        alone.into_iter().all(|number| found.iter().any(|found| found.first == number))
            && whole
                .all(|(first, len)| found.iter().any(|found| found.first == first && found.at.len() == len))
    }

    /// What is found in a text.
    fn find(&mut self, text: &str) -> Vec<Found> {
        // The words that are looked for: place among all words, bytes, numbers.
        let mut seen: Vec<(usize, usize, usize, [Option<usize>; 2])> = Vec::new();
        let mut found = Vec::new();
        for (at, (start, end)) in spans(text).enumerate() {
            let numbers = self.numbers(&text[start..end]);
            if numbers == [None; 2] {
                continue;
            }
            seen.push((at, start, end, numbers));
            for number in numbers.into_iter().flatten() {
                if self.alone[number] {
                    found.push(Found { start, end, first: number, last: number, at: at..at + 1 });
                }
            }
            for phrase in self.phrases.iter().filter(|phrase| seen.len() >= phrase.len()) {
                let tail = &seen[seen.len() - phrase.len()..];
                let (first_at, start, ..) = tail[0];
                let is_whole = at - first_at + 1 == phrase.len()
                    && tail.iter().zip(phrase).all(|(word, number)| word.3.contains(&Some(*number)));
                if let (true, [first, .., last]) = (is_whole, phrase.as_slice()) {
                    found.push(Found { start, end, first: *first, last: *last, at: first_at..at + 1 });
                }
            }
        }
        found.sort_by_key(|found| (found.start, std::cmp::Reverse(found.end)));
        found
    }

    /// A whole text with what is found in it.
    pub fn mark(&mut self, text: &str) -> Marked {
        let found = self.find(text);
        cut(text, 0..text.len(), &found)
    }

    /// The best `most` passages of a document, in document order.
    ///
    /// # Errors
    /// Those of the database.
    pub fn snippets(
        &mut self,
        reader: &Reader,
        ranked: &Ranked,
        summary: &Summary,
        most: usize,
    ) -> Result<Vec<Snippet>, Fault> {
        let mut best: Vec<(Rating, usize, Snippet)> = Vec::new();
        if most == 0 || self.is_empty() {
            return Ok(Vec::new());
        }
        let mut left = MOST_READ;
        let mut count = 0;
        let different = self.count;
        passages::each(reader, ranked.id, summary, ranked.has_notes, &mut |passage| {
            // The title is shown anyway.
            if matches!(passage.kind, PassageKind::Title | PassageKind::Name) {
                return true;
            }
            let text = &passage.text[..floor(passage.text, left.min(passage.text.len()))];
            left -= text.len();
            count += 1;
            if let Some((rating, window)) = self.best_window(text, passage.kind) {
                let worst = best.iter().map(|(rating, ..)| *rating).min();
                if best.len() < most || worst.is_some_and(|worst| worst < rating) {
                    best.push((rating, count, snippet(passage, text, window)));
                    best.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
                    best.truncate(most);
                }
            }
            // Nothing beats all words side by side.
            let is_settled = best.len() == most && best.iter().all(|(rating, ..)| rating.is_whole(different));
            left > 0 && !is_settled
        })?;
        best.sort_by_key(|(_, count, _)| *count);
        Ok(best.into_iter().map(|(.., snippet)| snippet).collect())
    }

    /// The window of a text with the most of the words, and how good it is.
    fn best_window(&mut self, text: &str, kind: PassageKind) -> Option<(Rating, Window)> {
        let found = self.find(text);
        let mut best: Option<(Rating, Range<usize>)> = None;
        let mut end = 0;
        for first in 0..found.len() {
            end = end.max(first);
            while end < found.len() && found[end].end <= found[first].start + LENGTH {
                end += 1;
            }
            let rating = rate(&found[first..end.max(first + 1)], kind);
            if best.as_ref().is_none_or(|(other, _)| *other < rating) {
                best = Some((rating, first..end.max(first + 1)));
            }
        }
        let (rating, range) = best?;
        let window = window(text, found[range.start].start, found[range.end - 1].end);
        Some((rating, Window { range: window, found }))
    }
}

/// How good a window is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Rating {
    different: usize,
    /// Neighbours in the text that are neighbours in the query.
    neighbours: usize,
    is_text: bool,
    all: usize,
}

impl Rating {
    fn is_whole(self, words: usize) -> bool {
        self.different >= words && self.neighbours + 1 >= words
    }
}

fn rate(found: &[Found], kind: PassageKind) -> Rating {
    let mut numbers: Vec<usize> = found.iter().flat_map(|found| [found.first, found.last]).collect();
    let mut pairs: Vec<(usize, usize)> = Vec::new();
    for (one, other) in found.iter().zip(&found[1..]) {
        if one.at.end == other.at.start && other.first == one.last + 1 {
            pairs.push((one.last, other.first));
        }
    }
    // The words within a phrase are side by side.
    let within = found.iter().map(|found| found.at.len() - 1).max().unwrap_or(0);
    numbers.sort_unstable();
    numbers.dedup();
    pairs.sort_unstable();
    pairs.dedup();
    let inner = found.iter().map(|found| found.at.len().saturating_sub(2)).max().unwrap_or(0);
    Rating {
        different: numbers.len() + inner,
        neighbours: pairs.len() + within,
        is_text: kind == PassageKind::Text,
        all: found.len().min(8),
    }
}

/// Bytes around what was found, from word to word, not beyond the paragraph.
fn window(text: &str, start: usize, end: usize) -> Range<usize> {
    let spare = LENGTH.saturating_sub(end - start);
    let paragraph = text[..start].rfind('\n').map_or(0, |at| at + 1);
    let mut from = paragraph.max(start.saturating_sub(spare / 3));
    from = ceil(text, from);
    if from > paragraph {
        // Not within a word.
        from = text[from..start].find(char::is_whitespace).map_or(start, |at| from + at + 1);
        from = ceil(text, from).min(start);
    }
    let room = LENGTH.saturating_sub(end - from);
    let paragraph = text[end..].find('\n').map_or(text.len(), |at| end + at);
    let mut to = floor(text, paragraph.min(end + room));
    if to < paragraph {
        to = text[end..to].rfind(char::is_whitespace).map_or(end, |at| end + at);
    }
    from..to.max(end)
}

fn snippet(passage: Passage<'_>, text: &str, window: Window) -> Snippet {
    Snippet {
        kind: passage.kind,
        section: passage.section,
        path: passage.path.to_owned(),
        page: passage.page,
        line: passage.line,
        passage: cut(text, window.range, &window.found),
    }
}

/// A window of a text on one line, with what was found in it.
fn cut(text: &str, window: Range<usize>, found: &[Found]) -> Marked {
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

/// The end of the last letter that ends at or before `at`.
fn floor(text: &str, at: usize) -> usize {
    (0..=at.min(text.len())).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0)
}

/// The start of the first letter that starts at or behind `at`.
fn ceil(text: &str, at: usize) -> usize {
    (at..text.len()).find(|&at| text.is_char_boundary(at)).unwrap_or(text.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::words::words;

    fn marked(text: &str, query: &str, spelling: Spelling, is_phrase: bool) -> String {
        let mut finder = Finder::of_words(&words(query), spelling, is_phrase);
        let Marked { text, highlights } = finder.mark(text);
        let mut shown = String::new();
        let mut at = 0;
        for range in highlights {
            shown += &text[at..range.start];
            shown += &format!("[{}]", &text[range.clone()]);
            at = range.end;
        }
        shown + &text[at..]
    }

    #[test]
    fn what_was_found_is_marked_in_the_spelling_of_the_text() {
        for (text, query, spelling, is_phrase, wanted) in [
            ("Kế hoạch  thi\nđua", "ke hoach", Spelling::Bare, false, "[Kế hoạch] thi đua"),
            ("kè hoách, kế hoạch", "kế hoạch", Spelling::Exact, false, "kè hoách, [kế hoạch]"),
            ("Hoà bình", "hòa", Spelling::Exact, false, "[Hoà] bình"),
            ("nhà tạm, tạm nhà", "nhà tạm", Spelling::Exact, true, "[nhà tạm], tạm nhà"),
            ("Chỉ thị 34-CT/TW.", "34 ct tw", Spelling::Bare, true, "Chỉ thị [34-CT/TW]."),
            ("không có gì", "ke hoach", Spelling::Bare, false, "không có gì"),
        ] {
            assert_eq!(marked(text, query, spelling, is_phrase), wanted, "{text}");
        }
    }
}
