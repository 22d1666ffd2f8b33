//! Numbering that word processors compute: formats of numbers, levels of lists, and their counters.

use super::flow::Look;
use crate::read::roman::roman;

/// How a number is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum NumberFormat {
    #[default]
    Decimal,
    /// 01, 02 … 10.
    Padded,
    UpperRoman,
    LowerRoman,
    /// A … Z, AA, BB.
    UpperLetter,
    LowerLetter,
    /// The text of the level stands alone.
    Bullet,
    None,
}

impl NumberFormat {
    pub fn write(self, number: u32) -> String {
        match self {
            NumberFormat::Decimal => number.to_string(),
            NumberFormat::Padded => format!("{number:02}"),
            NumberFormat::UpperRoman => roman(number),
            NumberFormat::LowerRoman => roman(number).to_ascii_lowercase(),
            NumberFormat::UpperLetter => letters(number, b'A'),
            NumberFormat::LowerLetter => letters(number, b'a'),
            NumberFormat::Bullet | NumberFormat::None => String::new(),
        }
    }
}

/// Word repeats the letter beyond Z: AA, BB (ECMA-376, part 1, 17.18.59).
fn letters(number: u32, first: u8) -> String {
    let Some(index) = number.checked_sub(1) else { return "0".to_owned() };
    let letter = char::from(first + (index % 26) as u8);
    std::iter::repeat_n(letter, (index / 26 + 1).min(40) as usize).collect()
}

/// A list has at most so many levels (ODF has ten, Word nine).
pub(super) const LEVELS: usize = 10;

/// One level of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Level {
    pub format: NumberFormat,
    /// What stands before the text: `%1` to `%9` and `%:` (the tenth) are the numbers of the levels.
    pub template: String,
    pub start: u32,
    /// It begins anew below a number of this level (from 0) or of one above; `None` if it never does.
    pub restarts_below: Option<usize>,
    /// Numbers of all levels are written in digits.
    pub legal: bool,
    /// Nothing stands between the label and the text.
    pub glued: bool,
    pub look: LevelLook,
}

/// What a level says of the look of its labels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct LevelLook {
    pub bold: Option<bool>,
    pub italic: Option<bool>,
    pub font: Option<u16>,
    pub size: Option<u16>,
}

impl LevelLook {
    pub fn over(self, look: Look) -> Look {
        Look {
            bold: self.bold.unwrap_or(look.bold),
            italic: self.italic.unwrap_or(look.italic),
            font: self.font.or(look.font),
            size: self.size.or(look.size),
            superscript: false,
        }
    }
}

impl Level {
    /// A level as it is where the file says nothing of it.
    pub fn plain(index: usize) -> Level {
        Level {
            format: NumberFormat::Decimal,
            template: String::new(),
            start: 1,
            restarts_below: index.checked_sub(1),
            legal: false,
            glued: false,
            look: LevelLook::default(),
        }
    }
}

/// Templates longer than this are cut: a crafted one would multiply.
pub(super) const MAX_TEMPLATE: usize = 120;

/// The numbers that the levels of one list have reached.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Counters {
    reached: [Option<u32>; LEVELS],
}

impl Counters {
    /// The next item of a level.
    pub fn next(&mut self, levels: &[Level], level: usize) {
        let Some(own) = levels.get(level).filter(|_| level < LEVELS) else { return };
        // What stands above and had no item yet counts as begun.
        for (above, slot) in self.reached.iter_mut().enumerate().take(level) {
            if slot.is_none() {
                *slot = Some(levels.get(above).map_or(1, |level| level.start));
            }
        }
        let reached = &mut self.reached[level];
        *reached = Some(reached.map_or(own.start, |number| number.saturating_add(1)));
        for (below, slot) in self.reached.iter_mut().enumerate().skip(level + 1) {
            if levels.get(below).is_some_and(|below| below.restarts_below.is_some_and(|over| level <= over)) {
                *slot = None;
            }
        }
    }

    /// The next item of this level has this number.
    pub fn set(&mut self, level: usize, number: u32) {
        if let Some(slot) = self.reached.get_mut(level) {
            *slot = number.checked_sub(1);
            if number == 0 {
                *slot = None;
            }
        }
    }

    /// The label of the item that was counted last.
    pub fn label(&self, levels: &[Level], level: usize) -> String {
        let Some(own) = levels.get(level) else { return String::new() };
        let mut label = String::new();
        let mut letters = own.template.chars();
        while let Some(letter) = letters.next() {
            if letter != '%' {
                label.push(letter);
                continue;
            }
            match letters.clone().next() {
                Some(digit @ '1'..=':') => {
                    letters.next();
                    let index = digit as usize - '1' as usize;
                    let format = levels.get(index).map(|level| level.format).unwrap_or_default();
                    let format = if own.legal && format != NumberFormat::None {
                        NumberFormat::Decimal
                    } else {
                        format
                    };
                    let start = levels.get(index).map_or(1, |level| level.start);
                    let number = self.reached.get(index).copied().flatten().unwrap_or(start);
                    label.push_str(&format.write(number));
                }
                _ => label.push('%'),
            }
        }
        label
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_in_each_format() {
        for (format, number, written) in [
            (NumberFormat::Decimal, 12, "12"),
            (NumberFormat::Padded, 3, "03"),
            (NumberFormat::UpperRoman, 1994, "MCMXCIV"),
            (NumberFormat::LowerRoman, 4, "iv"),
            (NumberFormat::UpperLetter, 2, "B"),
            (NumberFormat::LowerLetter, 28, "bb"),
            (NumberFormat::None, 5, ""),
        ] {
            assert_eq!(format.write(number), written);
        }
    }

    #[test]
    fn deeper_levels_begin_anew_and_higher_ones_count_as_begun() {
        let level =
            |index: usize, template: &str| Level { template: template.to_owned(), ..Level::plain(index) };
        let levels = [level(0, "%1."), level(1, "%1.%2."), level(2, "%1.%2.%3")];
        let mut counters = Counters::default();
        let mut labels = Vec::new();
        for item in [1, 0, 1, 1, 2, 0, 1] {
            counters.next(&levels, item);
            labels.push(counters.label(&levels, item));
        }
        assert_eq!(labels, ["1.1.", "2.", "2.1.", "2.2.", "2.2.1", "3.", "3.1."]);
    }
}
