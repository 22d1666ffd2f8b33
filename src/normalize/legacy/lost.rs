//! The letter ư of TCVN3, which is the soft hyphen of other encodings, so that programs between drop it: "nhµ níc",
//! "tr-ëng" without its hyphen.

use crate::document::is_letter;
use crate::normalize::pass::Pass;
use crate::rules::syllables::is_syllable;
use crate::source::Fragment;
use crate::text::Text;
use std::ops::Range;

/// So many words must miss the letter, and five times as many as have it.
const LEAST: usize = 3;
/// So many words with the letter, and hardly any without, show that it is not lost.
const ENOUGH: usize = 20;

/// A text with the letters put back, and where.
pub(in crate::normalize) struct Restored {
    pub(in crate::normalize) text: Text,
    pub(in crate::normalize) fragments: Vec<Fragment>,
    /// Words in which the letter was put back, as bytes of the text before.
    pub(in crate::normalize) words: Vec<Range<usize>>,
}

/// Puts the letter back where a passage has lost it and the word is no syllable without it (nớc, nước), or is no word
/// (nh, như). Words that are syllables either way ("vờn") stay.
pub(in crate::normalize) fn restore(
    text: &Text,
    fragments: &[Fragment],
    passages: &[Range<usize>],
) -> Option<Restored> {
    let string = text.as_str();
    let mut words: Vec<(Range<usize>, usize)> = Vec::new();
    for passage in passages {
        let mut there = 0;
        let first = words.len();
        for word in words_of(string, passage.clone()) {
            // The letter is one of the most frequent: a few words tell.
            if there > ENOUGH && words.len() - first < there * 5 {
                break;
            }
            let letters = &string[word.clone()];
            there += usize::from(letters.contains(['ư', 'ừ', 'ứ', 'ử', 'ữ', 'ự']));
            let place = place(letters).or_else(|| is_lone_t(string, &word).then_some(letters.len()));
            words.extend(place.map(|place| (word, place)));
        }
        let lost = words.len() - first;
        if lost < LEAST || lost < there * 5 {
            words.truncate(first);
        }
    }
    if words.is_empty() {
        return None;
    }
    let mut pass = Pass::new(text, fragments);
    let mut at = 0;
    for (word, place) in &words {
        let place = word.start + place;
        pass.keep(at..place);
        // It stands for nothing in the file.
        pass.replace(place..place, "ư");
        at = place;
    }
    pass.keep(at..string.len());
    let (text, fragments) = pass.finish();
    Some(Restored { text, fragments, words: words.into_iter().map(|(word, _)| word).collect() })
}

fn words_of(text: &str, passage: Range<usize>) -> impl Iterator<Item = Range<usize>> {
    let inside = text.get(passage.clone()).unwrap_or_default();
    inside.split(|c: char| !is_letter(c)).filter(|word| !word.is_empty()).map(move |word| {
        let start = passage.start + (word.as_ptr() as usize - inside.as_ptr() as usize);
        start..start + word.len()
    })
}

/// A t by itself among words ("đầu t", "t pháp"): tư. Behind a number it is a unit, before a dash a part of a word.
fn is_lone_t(text: &str, word: &Range<usize>) -> bool {
    let before = text[..word.start].strip_suffix(' ').and_then(|before| before.chars().next_back());
    matches!(&text[word.clone()], "t" | "T")
        && before.is_some_and(is_letter)
        && !text[word.end..].trim_start().starts_with('-')
        && !text[word.end..].starts_with(['/', '.'])
}

/// Where in a word the letter is missing.
fn place(word: &str) -> Option<usize> {
    if matches!(word, "nh" | "Nh" | "th" | "Th") {
        return Some(word.len());
    }
    let at = word.find(['ơ', 'ờ', 'ớ', 'ở', 'ỡ', 'ợ'])?;
    // "Ngời" is a syllable, but rare; "người" is one of the most frequent words.
    let is_rare = word == "ngời" || word == "Ngời";
    if !is_rare && is_syllable(word) {
        return None;
    }
    let whole = format!("{}ư{}", &word[..at], &word[at..]);
    is_syllable(&whole).then_some(at)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn restored(text: &str) -> Option<String> {
        let original = Text::verbatim(text.to_owned(), 0);
        let whole = 0..text.len();
        restore(&original, &[], &[whole]).map(|restored| restored.text.as_str().to_owned())
    }

    #[test]
    fn the_letter_is_put_back_where_only_it_makes_a_syllable() {
        assert_eq!(
            restored("Thông t hớng dẫn ngân sách nhà nớc ở địa phơng nh sau: đợc hỗ trợ thơng mại, vờn")
                .as_deref(),
            Some("Thông tư hướng dẫn ngân sách nhà nước ở địa phương như sau: được hỗ trợ thương mại, vờn")
        );
    }

    #[test]
    fn text_that_has_the_letter_is_left_alone() {
        let whole = "hướng dẫn nhà nước được người thường dưới trước lượng cường ".repeat(3);
        assert_eq!(restored(&format!("{whole} nớc phơng đợc")), None);
        assert_eq!(restored("nớc phơng"), None);
    }
}
