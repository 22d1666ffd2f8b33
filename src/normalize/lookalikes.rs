//! Look-alikes: characters of other scripts and of broken fonts that stand for letters of the word they are in.

use super::canon::composed;
use super::pass::Pass;
use super::scan::Region;
use crate::diagnostic::{Diagnostic, Message};
use crate::document::is_letter;
use crate::rules::confusables::{Confusables, Where, confusables};
use crate::source::Fragment;
use crate::text::Text;
use crate::text::bytes::count_of_three;
use std::cell::OnceCell;
use std::ops::Range;

/// A text with its look-alikes put right.
pub(super) struct Rewritten {
    pub(super) text: Text,
    pub(super) fragments: Vec<Fragment>,
    /// Of words that a program spelt wrongly all over the text.
    pub(super) diagnostic: Option<Diagnostic>,
}

/// Puts look-alikes right in the regions; `None` where there are none.
pub(super) fn rewrite(text: &Text, fragments: &[Fragment], regions: &[Region]) -> Option<Rewritten> {
    let string = text.as_str();
    let table = confusables();
    let context = Context { text: string, traits: OnceCell::new(), vietnamese: OnceCell::new() };
    let mut edits: Vec<(Range<usize>, String)> = Vec::new();
    let mut reported: Vec<Range<usize>> = Vec::new();
    for region in regions.iter().filter(|region| !region.only_returns) {
        each_word(string, region.range.clone(), |word| {
            if let Some((meant, is_reported)) = meant(&string[word.clone()], table, &context) {
                reported.extend(is_reported.then(|| word.clone()));
                edits.push((word, meant));
            }
        });
    }
    if edits.is_empty() {
        return None;
    }
    let mut pass = Pass::new(text, fragments);
    let mut at = 0;
    for (range, meant) in edits {
        // Only what differs is replaced: the rest of the word keeps its own place.
        let (start, end) = common_ends(&string[range.clone()], &meant);
        let inside = range.start + start..range.end - end;
        pass.keep(at..inside.start);
        pass.replace(inside.clone(), &meant[start..meant.len() - end]);
        at = inside.end;
    }
    pass.keep(at..string.len());
    let diagnostic = reported.first().map(|first| report(text, first.clone(), reported.len()));
    let (text, fragments) = pass.finish();
    Some(Rewritten { text, fragments, diagnostic })
}

fn report(text: &Text, first: Range<usize>, count: usize) -> Diagnostic {
    let word = text.as_str().get(first.clone()).unwrap_or_default();
    let message = Message::new(
        format!("{count} từ có chữ sai do chương trình xuất tệp (như {word}) đã được sửa"),
        format!("{count} words with wrong letters by the exporting program (such as {word}) were put right"),
    );
    Diagnostic::info("export-misspelling", message).at(text.edits().to_original(first))
}

/// Runs of letters and marks; every other character that is not ASCII is a word by itself.
fn each_word(text: &str, range: Range<usize>, mut each: impl FnMut(Range<usize>)) {
    let mut start: Option<usize> = None;
    let mut plain = true;
    for (at, letter) in text[range.clone()].char_indices().map(|(at, letter)| (range.start + at, letter)) {
        if is_letter(letter) || matches!(letter, '\u{300}'..='\u{36F}') {
            start.get_or_insert(at);
            plain &= letter.is_ascii();
            continue;
        }
        if let Some(start) = start.take()
            && !plain
        {
            each(start..at);
        }
        plain = true;
        if !letter.is_ascii() {
            each(at..at + letter.len_utf8());
        }
    }
    if let Some(start) = start
        && !plain
    {
        each(start..range.end);
    }
}

/// The word that is meant, if it is another, and whether that is reported.
fn meant(word: &str, table: &Confusables, context: &Context) -> Option<(String, bool)> {
    if let Some((meant, reported)) = table.word(word) {
        return Some((meant.to_owned(), reported));
    }
    let mut meant = String::new();
    let (mut changed, mut reported) = (false, false);
    let resolves = OnceCell::new();
    for letter in word.chars() {
        let is_meant = |place| match place {
            Where::Word => *resolves.get_or_init(|| context.resolves(letter, word, table)),
            place => context.allows(place, table),
        };
        match table.letter(letter) {
            Some(confusable) if is_meant(confusable.place) => {
                meant.push_str(confusable.to);
                changed = true;
                reported |= confusable.reported;
            }
            _ => meant.push(letter),
        }
    }
    changed.then(|| (composed(&meant), reported))
}

/// What the whole text says about a doubtful letter.
struct Context<'t> {
    text: &'t str,
    traits: OnceCell<Traits>,
    vietnamese: OnceCell<bool>,
}

/// What letters a text has.
#[derive(Debug, Default, Clone, Copy)]
struct Traits {
    letters: usize,
    vietnamese: usize,
    /// Letters that look like no Latin one.
    cyrillic: usize,
    greek: usize,
    east_asian: usize,
}

impl Context<'_> {
    fn allows(&self, place: Where, table: &Confusables) -> bool {
        match place {
            Where::Always | Where::Word => true,
            Where::Vietnamese => self.is_vietnamese(table),
            Where::Latin => self.traits(table).east_asian == 0,
        }
    }

    /// Whether a word is Latin once its look-alikes, of which `letter` is the first, are put right.
    fn resolves(&self, letter: char, word: &str, table: &Confusables) -> bool {
        let traits = || self.traits(table);
        let is_pure = || if is_cyrillic(letter) { traits().cyrillic == 0 } else { traits().greek == 0 };
        word.chars().all(|c| is_latin(c) || table.letter(c).is_some() || !is_letter(c))
            && (word.chars().any(is_latin) || (self.is_vietnamese(table) && is_pure()))
    }

    fn is_vietnamese(&self, table: &Confusables) -> bool {
        *self
            .vietnamese
            .get_or_init(|| is_plainly_vietnamese(self.text) || self.traits(table).is_vietnamese())
    }

    fn traits(&self, table: &Confusables) -> &Traits {
        self.traits.get_or_init(|| {
            let mut traits = Traits::default();
            for letter in self.text.chars().filter(|&letter| is_letter(letter)) {
                traits.letters += 1;
                match letter {
                    'a'..='z' | 'A'..='Z' => {}
                    'ă' | 'Ă' | 'đ' | 'Đ' | 'ơ' | 'Ơ' | 'ư' | 'Ư' | '\u{1EA0}'..='\u{1EF9}' => {
                        traits.vietnamese += 1
                    }
                    letter if is_cyrillic(letter) => {
                        traits.cyrillic += usize::from(table.letter(letter).is_none())
                    }
                    '\u{370}'..='\u{3FF}' => traits.greek += usize::from(table.letter(letter).is_none()),
                    '\u{2E80}'..='\u{9FFF}' | '\u{AC00}'..='\u{D7A3}' | '\u{F900}'..='\u{FAFF}' => {
                        traits.east_asian += 1;
                    }
                    _ => {}
                }
            }
            traits
        })
    }
}

impl Traits {
    /// One letter in fifty is Vietnamese and of no other language; in running text one in six is.
    fn is_vietnamese(&self) -> bool {
        self.vietnamese * 50 >= self.letters.max(1)
    }
}

/// Whether the letters U+1EC0-1EF9 alone are enough: running text tells in its first part.
fn is_plainly_vietnamese(text: &str) -> bool {
    let bytes = text.as_bytes();
    // There are no more letters than bytes.
    let enough = text.len().div_ceil(50).max(1);
    let mut letters = 0;
    (0..bytes.len()).step_by(PART).any(|at| {
        // With the two bytes behind, for a letter that begins at the end.
        let part = &bytes[at..bytes.len().min(at + PART + 2)];
        letters +=
            count_of_three(part, |first, second, third| (first == 0xE1) & (second == 0xBB) & (third < 0xBA));
        letters >= enough
    })
}

/// Letters are counted in so many bytes at a time.
const PART: usize = 1024;

/// Latin letters, also joined (ﬁ) and of full width.
fn is_latin(letter: char) -> bool {
    matches!(letter,
        'A'..='Z' | 'a'..='z' | '\u{C0}'..='\u{24F}' | '\u{1E00}'..='\u{1EFF}' | '\u{FB00}'..='\u{FB06}' | '\u{FF21}'..='\u{FF5A}')
}

fn is_cyrillic(letter: char) -> bool {
    matches!(letter, '\u{400}'..='\u{52F}')
}

/// The length of what two texts have in common at their start and at their end.
fn common_ends(one: &str, other: &str) -> (usize, usize) {
    let same = |pairs: &mut dyn Iterator<Item = (char, char)>| -> usize {
        pairs.take_while(|(a, b)| a == b).map(|(a, _)| a.len_utf8()).sum()
    };
    let start = same(&mut one.chars().zip(other.chars()));
    let end = same(&mut one[start..].chars().rev().zip(other[start..].chars().rev()));
    (start, end)
}
