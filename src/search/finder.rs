//! The words of a query, found in a text.

use super::marked::{Marked, cut};
use super::plan::{Part, Plan};
use super::words::{Forms, Memory, Spelling, spans};
use rustc_hash::FxHashMap;
use std::ops::Range;

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
pub(super) struct Found {
    pub start: usize,
    pub end: usize,
    pub first: usize,
    pub last: usize,
    /// Of the text's words, the first and the one behind the last.
    pub at: Range<usize>,
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

    /// Whether there is nothing to be found.
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// How many different words are looked for.
    pub fn count(&self) -> usize {
        self.count
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
    pub(super) fn find(&mut self, text: &str) -> Vec<Found> {
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
