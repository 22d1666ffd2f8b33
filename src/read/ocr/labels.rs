//! Roman numbers at the head of a line: engines read "I." as "L", "II." as "H.", "III." as "II.". Their strokes are
//! counted in the picture.

use super::engine::Word;
use super::raster::{Area, Gray};

/// Gives lines that begin with a misread Roman number and a capital behind it the number back.
pub(super) fn restore(words: &mut [Word], gray: &Gray, limit: u8) {
    for index in 0..words.len() {
        let begins = index == 0 || !stands_behind(&words[index - 1], &words[index]);
        let Some(next) = words.get(index + 1) else { return };
        let heads = next.text.chars().next().is_some_and(char::is_uppercase);
        if begins && heads && stands_behind(&words[index], next) {
            let word = &mut words[index];
            let strokes = strokes(gray, limit, word.area);
            if let Some(number) = roman(&word.text, strokes).filter(|number| *number != word.text) {
                word.text = number;
            }
        }
    }
}

/// How many strokes stand side by side in the upper part of a word, between serifs and crossbars.
fn strokes(gray: &Gray, limit: u8, area: Area) -> usize {
    let area = area.within(gray.area());
    let mut counts: Vec<usize> = (area.top + area.height() * 22 / 100..area.top + area.height() * 42 / 100)
        .map(|y| {
            let row = &gray.row(y)[area.left..area.right];
            let begins = |x: usize| row[x] < limit && (x == 0 || row[x - 1] >= limit);
            (0..row.len()).filter(|&x| begins(x)).count()
        })
        .collect();
    counts.sort_unstable();
    counts.get(counts.len() / 2).copied().unwrap_or(0)
}

/// Whether a word stands to the right of another on its line.
fn stands_behind(before: &Word, word: &Word) -> bool {
    word.area.left + 4 > before.area.right && word.area.shared_height(before.area) > 0
}

/// The number that a word was meant for, with its full stop; `strokes` are those seen in the picture, 0 if they are not
/// known. A V or an X has two, an I one.
fn roman(text: &str, strokes: usize) -> Option<String> {
    let (letters, has_stop) = match text.strip_suffix(['.', ',']) {
        Some(letters) => (letters, true),
        None => (text, false),
    };
    if letters.len() > 5 || !letters.bytes().all(|byte| b"IVXHLl1".contains(&byte)) {
        return None;
    }
    // Digits alone are a number.
    let is_digits = letters.bytes().all(|byte| byte == b'1');
    // The stop may have become the foot of an L.
    let ends_in_stop = has_stop || letters.ends_with('L');
    if letters.is_empty() || is_digits || !ends_in_stop {
        return None;
    }
    let number: String = letters
        .chars()
        .map(|letter| match letter {
            'H' => "II",
            'V' => "V",
            'X' => "X",
            _ => "I",
        })
        .collect();
    const NUMBERS: [&str; 20] = [
        "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV", "XV", "XVI",
        "XVII", "XVIII", "XIX", "XX",
    ];
    // Of equal strokes side by side the engine drops one.
    let head = number.trim_end_matches('I');
    let seen = strokes.checked_sub(head.len() * 2).filter(|ones| (1..=3).contains(ones));
    let counted = match seen {
        Some(ones) if strokes > 0 && number.ends_with('I') => format!("{head}{}", "I".repeat(ones)),
        _ => number,
    };
    NUMBERS.contains(&counted.as_str()).then(|| counted + ".")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn misread_roman_numbers_are_known() {
        for (text, strokes, number) in [
            ("L", 1, Some("I.")),
            ("H.", 2, Some("II.")),
            ("IL", 2, Some("II.")),
            ("IH.", 3, Some("III.")),
            ("II.", 3, Some("III.")),
            ("II.", 2, Some("II.")),
            ("Il.", 0, Some("II.")),
            ("VIL", 5, Some("VIII.")),
            ("lV.", 3, Some("IV.")),
            ("III.", 9, Some("III.")),
            ("1.", 1, None),
            ("11.", 2, None),
            ("II", 2, None),
            ("HH.", 0, None),
            ("L1", 2, None),
        ] {
            assert_eq!(roman(text, strokes).as_deref(), number, "{text}");
        }
    }

    #[test]
    fn strokes_are_counted_between_serifs() {
        let mut gray = Gray::new(120, 60, 255);
        for left in [10, 30, 50] {
            gray.fill(Area { left: left + 4, top: 10, right: left + 10, bottom: 50 }, 0);
            gray.fill(Area { left, top: 10, right: left + 14, bottom: 13 }, 0);
        }
        gray.fill(Area { left: 70, top: 44, right: 76, bottom: 50 }, 0);
        assert_eq!(strokes(&gray, 128, Area { left: 10, top: 10, right: 76, bottom: 50 }), 3);
    }
}
