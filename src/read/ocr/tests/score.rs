//! How far recognized words are from what was printed.

use super::super::engine::Word;
use crate::rules::syllables::without_marks;

/// Counts over pages.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct Score {
    /// Letters, marks and spaces that were printed.
    pub printed: usize,
    /// Of these how many are wrong, missing or too many.
    pub wrong: usize,
    /// Of the wrong ones those that are right but for their marks.
    pub marks: usize,
    /// Printed words with digits, and those of them that were not read so.
    pub numbers: usize,
    pub lost: usize,
    /// Words with digits that were read, were not printed, and how many of these are doubtful.
    pub false_numbers: usize,
    pub false_flagged: usize,
    /// Words with digits that were printed so, and how many of these are doubtful.
    pub right_numbers: usize,
    pub right_flagged: usize,
}

/// The part of a whole, in percent.
pub(super) fn percent(part: usize, whole: usize) -> f64 {
    100.0 * part as f64 / whole.max(1) as f64
}

impl Score {
    /// Compares the words of a page with its printed lines, wherever these stand: the order of columns counts for nothing.
    pub(super) fn add(&mut self, words: &[Word], printed: &str) {
        let mut read: Vec<char> = Vec::new();
        // The word that a letter is of.
        let mut owners: Vec<usize> = Vec::new();
        for (index, word) in words.iter().enumerate() {
            for letter in word.text.chars().map(plain).chain([' ']) {
                read.push(letter);
                owners.push(index);
            }
        }
        let bare: Vec<char> = read.iter().map(|&letter| without_marks(letter)).collect();
        let mut covered = vec![false; words.len()];
        let lines = printed.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "));
        for line in lines.filter(|line| !line.is_empty()) {
            let letters: Vec<char> = line.chars().map(plain).collect();
            let (wrong, part) = nearest(&letters, &read);
            let bare_letters: Vec<char> = letters.iter().map(|&letter| without_marks(letter)).collect();
            self.printed += letters.len();
            self.wrong += wrong;
            self.marks += wrong.saturating_sub(nearest(&bare_letters, &bare).0);
            if let (Some(&first), Some(&last)) =
                (owners.get(part.start), owners.get(part.end.saturating_sub(1)))
                && part.end > part.start
            {
                covered[first..=last].fill(true);
            }
        }
        self.count_numbers(words, printed);
        // What was read where nothing was printed.
        let more: usize = words
            .iter()
            .zip(covered)
            .filter(|(_, covered)| !covered)
            .map(|(word, _)| word.text.chars().count() + 1)
            .sum();
        self.wrong += more;
    }

    fn count_numbers(&mut self, words: &[Word], printed: &str) {
        let (wrong, lost) = compared(words, printed);
        let read = words.iter().filter(|word| has_digit(&word.text));
        let (all, flagged) = (read.clone().count(), read.filter(|word| is_flagged(word)).count());
        let wrong_flagged = wrong.iter().filter(|word| is_flagged(word)).count();
        self.numbers += printed.split_whitespace().filter(|word| has_digit(word)).count();
        self.lost += lost;
        self.false_numbers += wrong.len();
        self.false_flagged += wrong_flagged;
        self.right_numbers += all - wrong.len();
        self.right_flagged += flagged - wrong_flagged;
    }
}

/// The words with digits that were not printed on the page so, or not so often; and how many that were printed were not read.
pub(super) fn compared<'w>(words: &'w [Word], printed: &str) -> (Vec<&'w Word>, usize) {
    let mut printed: Vec<String> =
        printed.split_whitespace().filter(|word| has_digit(word)).map(number).collect();
    let mut wrong = Vec::new();
    for word in words.iter().filter(|word| has_digit(&word.text)) {
        match printed.iter().position(|other| *other == number(&word.text)) {
            Some(at) => drop(printed.swap_remove(at)),
            None => wrong.push(word),
        }
    }
    (wrong, printed.len())
}

/// Whether the reader of a record is told to look at the word.
pub(super) fn is_flagged(word: &Word) -> bool {
    word.confidence < f32::from(crate::read::pages::DOUBTFUL)
}

fn has_digit(word: &str) -> bool {
    word.contains(|letter: char| letter.is_ascii_digit())
}

/// A number without the marks at its ends.
fn number(word: &str) -> String {
    word.chars()
        .map(plain)
        .collect::<String>()
        .trim_matches(|letter: char| !letter.is_alphanumeric() && letter != '%')
        .to_owned()
}

/// Dashes and quotes of all shapes are one.
fn plain(letter: char) -> char {
    match letter {
        '–' | '—' | '−' => '-',
        '“' | '”' => '"',
        '’' | '‘' => '\'',
        other => other,
    }
}

/// The fewest changes that make a line of some part of a text, and that part.
fn nearest(line: &[char], text: &[char]) -> (usize, std::ops::Range<usize>) {
    // For each end in the text: changes so far, and where the part began. It may begin anywhere.
    let mut row: Vec<(usize, usize)> = (0..=text.len()).map(|at| (0, at)).collect();
    for &letter in line {
        let mut diagonal = row[0];
        row[0].0 += 1;
        for at in 1..row.len() {
            let above = row[at];
            let same = (diagonal.0 + usize::from(text[at - 1] != letter), diagonal.1);
            let dropped = (above.0 + 1, above.1);
            let more = (row[at - 1].0 + 1, row[at - 1].1);
            diagonal = above;
            row[at] = [same, dropped, more].into_iter().min_by_key(|change| change.0).unwrap_or(same);
        }
    }
    let (end, &(changes, start)) =
        row.iter().enumerate().min_by_key(|(_, change)| change.0).expect("a row has an end");
    (changes, start..end)
}
