//! Capital letters that an encoding does not have.
//!
//! The ABC fonts show the small letters as capitals where a heading wants them, so the bytes do not tell. The letters
//! beside them do: most capitals of a word have codes of their own.

use super::code::{Code, Unit};
use crate::document::is_letter;
use crate::rules::encodings::Encoding;
use crate::rules::syllables::is_syllable;
use std::ops::Range;

/// Raises letters, passage by passage.
pub(super) struct Capitals {
    encoding: &'static Encoding,
    /// The last character that is no blank of what stands before.
    last: Option<char>,
    /// Characters of the line so far, and of the last line that was not blank.
    line: usize,
    line_before: usize,
}

/// A line that is shorter, in characters, was not broken because it was full: what follows begins anew.
const SHORT_LINE: usize = 45;

impl Capitals {
    /// `None` for encodings that have them all.
    pub(super) fn of(code: Code) -> Option<Capitals> {
        match code {
            Code::Letters(encoding) if encoding.shared_capitals => {
                Some(Capitals { encoding, last: None, line: 0, line_before: usize::MAX })
            }
            _ => None,
        }
    }

    /// Makes capitals of the letters of a passage that are meant so: of words set in capitals, at the beginning of
    /// sentences, and of names that are always written so (Ủy ban). `behind` is the text that follows, not decoded.
    pub(super) fn raise(&mut self, units: &mut [Unit], behind: &str) {
        raise_words(units);
        let mut at = 0;
        while at < units.len() {
            let letter = units[at].letter;
            if letter == '\n' {
                if self.line > 0 {
                    self.line_before = self.line;
                }
                self.line = 0;
            }
            if !is_letter(letter) {
                if !letter.is_whitespace() {
                    self.last = Some(letter);
                    self.line += 1;
                }
                at += 1;
                continue;
            }
            let len = units[at..].iter().take_while(|unit| is_letter(unit.letter)).count();
            let begins = match self.last {
                Some('.' | '!' | '?') => true,
                Some(';' | ':' | '/') if self.line == 0 => true,
                Some('-' | '+' | ')' | '•') if self.line <= 3 => is_behind_label(&units[..at]),
                _ => self.line == 0 && self.line_before < SHORT_LINE,
            };
            if begins || self.is_name(&units[at..], behind) {
                self.raise_letter(&mut units[at]);
            }
            at += len;
            self.line += len;
            self.last = units.get(at - 1).map(|unit| unit.letter);
        }
    }

    fn raise_letter(&self, unit: &mut Unit) {
        let upper = unit.letter.to_uppercase().next().unwrap_or(unit.letter);
        if unit.decoded && self.encoding.codes().all(|(letter, _)| letter != upper) {
            unit.letter = upper;
        }
    }

    fn is_name(&self, units: &[Unit], behind: &str) -> bool {
        self.encoding.capitalized.iter().any(|name| {
            let mut letters = units.iter().map(|unit| unit.letter).chain(behind.chars()).peekable();
            name.chars().all(|letter| match letter {
                ' ' => {
                    let mut blanks = 0;
                    while blanks < MAX_BLANKS && letters.next_if(|letter| letter.is_whitespace()).is_some() {
                        blanks += 1;
                    }
                    blanks > 0
                }
                letter => letters.next() == Some(letter),
            })
        })
    }
}

/// Between the words of a name, where a line or a page ends.
const MAX_BLANKS: u32 = 16;

/// Whether a blank and before it nothing but a bullet or a label ("a)", "1)") stand on the line.
fn is_behind_label(before: &[Unit]) -> bool {
    let line = before.iter().rposition(|unit| unit.letter == '\n').map_or(0, |end| end + 1);
    before.last().is_some_and(|unit| unit.letter.is_whitespace())
        && before[line..].iter().all(|unit| unit.letter.is_ascii() || unit.letter == '•')
}

/// How the letters of a word are set, as far as the letters tell that have a code for each case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Set {
    Small,
    Capital,
    /// One capital at the beginning: "Kế".
    Initial,
    /// No letter that tells: "ở".
    Unknown,
    /// "UBND" says nothing of the words beside it.
    Abbreviation,
}

/// Small letters that stand for capitals become capitals: those of words that are set in capitals otherwise
/// ("HOạCH"), and of words with a capital at most beside such ("Kế HOẠCH").
fn raise_words(units: &mut [Unit]) {
    let mut words: Vec<(Range<usize>, Set)> = Vec::new();
    let mut at = 0;
    while at < units.len() {
        let len = units[at..].iter().take_while(|unit| is_letter(unit.letter)).count();
        if len > 0 {
            words.push((at..at + len, set_of(&units[at..at + len])));
        }
        at += len.max(1);
    }
    let is_beside = |first: &Range<usize>, second: &Range<usize>| {
        units[first.end..second.start].iter().all(|unit| matches!(unit.letter, ' ' | '\u{A0}' | '\t'))
    };
    // For each word, what the nearest word that tells says, through words that do not.
    let told = |of: Option<Set>, set: Set| match set {
        Set::Small | Set::Capital => Some(set),
        Set::Initial | Set::Unknown => of,
        Set::Abbreviation => None,
    };
    let mut before = vec![None; words.len()];
    let mut behind = vec![None; words.len()];
    for index in 1..words.len() {
        let ((left, set), (right, _)) = (&words[index - 1], &words[index]);
        before[index] = if is_beside(left, right) { told(before[index - 1], *set) } else { None };
    }
    for index in (1..words.len()).rev() {
        let ((left, _), (right, set)) = (&words[index - 1], &words[index]);
        behind[index - 1] = if is_beside(left, right) { told(behind[index], *set) } else { None };
    }
    for (index, (range, set)) in words.into_iter().enumerate() {
        let is_capital = match (set, before[index], behind[index]) {
            (Set::Capital, ..) => true,
            (Set::Small | Set::Abbreviation, ..) | (_, None, None) => false,
            (Set::Initial, before, behind) => behind.or(before) == Some(Set::Capital),
            (Set::Unknown, before, behind) => {
                [before, behind].into_iter().flatten().all(|set| set == Set::Capital)
            }
        };
        for unit in units[range].iter_mut().filter(|unit| is_capital && unit.decoded) {
            unit.letter = unit.letter.to_uppercase().next().unwrap_or(unit.letter);
        }
    }
}

fn set_of(word: &[Unit]) -> Set {
    let is_capital = |unit: &Unit| unit.letter.is_uppercase();
    if word.iter().any(|unit| !unit.decoded && !is_capital(unit)) {
        return Set::Small;
    }
    let capitals = word.iter().filter(|unit| is_capital(unit)).count();
    let behind_first = word.iter().skip(1).any(is_capital);
    if capitals < 2 && !behind_first {
        return if capitals == 1 { Set::Initial } else { Set::Unknown };
    }
    let letters: String = word.iter().map(|unit| unit.letter).collect();
    let is_word = is_syllable(&letters) || word.iter().any(|unit| unit.decoded && !is_capital(unit));
    if is_word { Set::Capital } else { Set::Abbreviation }
}

#[cfg(test)]
mod tests {
    use super::super::decode_passage;

    #[test]
    fn capitals_are_told_from_what_stands_beside_them() {
        for (raw, text) in [
            ("KÕ HO¹CH", "KẾ HOẠCH"),
            ("Uû BAN NH¢N D¢N", "UỶ BAN NHÂN DÂN"),
            ("HUYÖN T¢N QUý", "HUYỆN TÂN QUÝ"),
            ("Bé Tµi chÝnh", "Bộ Tài chính"),
            ("Sè: 38/KH-UB", "Số: 38/KH-UB"),
            ("C¸c UBND x·", "Các UBND xã"),
            ("cña ñy ban nh©n d©n", "của Ủy ban nhân dân"),
            ("ñng hé", "ủng hộ"),
            ("xong. ë c¸c x·: æn ®Þnh", "xong. Ở các xã: ổn định"),
            ("gåm:\n- æn ®Þnh;\na) øng dông;", "gồm:\n- Ổn định;\na) Ứng dụng;"),
            (
                "n©ng cao chÊt l\u{AD}îng kh¸m bÖnh, ch÷a bÖnh cho nh©n d©n vµ\nøng dông",
                "nâng cao chất lượng khám bệnh, chữa bệnh cho nhân dân và\nứng dụng",
            ),
            ("VÒ KÕ HO¹CH", "VỀ KẾ HOẠCH"),
            ("§oµn TNCS Hå CHÝ MINH", "Đoàn TNCS HỒ CHÍ MINH"),
            ("cña ñy \n\nban nh©n d©n", "của Ủy \n\nban nhân dân"),
            ("1. Môc tiªu\n\nøng dông", "1. Mục tiêu\n\nỨng dụng"),
            ("§Þa ®iÓm", "Địa điểm"),
        ] {
            assert_eq!(decode_passage(raw, "tcvn3"), text);
        }
    }
}
