//! Numerals as Vietnamese documents print them: "." groups thousands, "," is the decimal mark.

use crate::decimal::Decimal;

/// How far a numeral keeps to the Vietnamese manner.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Writing {
    Regular,
    /// "12.5", "1,234.5": marks in the English manner; only one reading makes sense.
    Foreign,
    /// "1,700": a decimal by the rule, and often meant as thousands.
    Ambiguous,
}

/// A numeral and its reading.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Numeral {
    pub value: Decimal,
    pub writing: Writing,
}

impl Numeral {
    /// Reads digits with single marks between them; `None` for what is no number ("28.2.2024", "1.2.3").
    pub fn read(text: &str) -> Option<Numeral> {
        let regular = |value| Numeral { value, writing: Writing::Regular };
        let foreign = |value| Numeral { value, writing: Writing::Foreign };
        let (points, commas) = text.bytes().fold((0, 0), |(points, commas), byte| {
            (points + usize::from(byte == b'.'), commas + usize::from(byte == b','))
        });
        match (points, commas) {
            (0, 0) => plain(text).map(regular),
            (0, 1) => {
                let (whole, fraction) = text.split_once(',')?;
                let value = Decimal::from_digits(whole, fraction)?;
                let grouped =
                    fraction.len() == 3 && (1..=3).contains(&whole.len()) && !whole.starts_with('0');
                let writing = if grouped { Writing::Ambiguous } else { Writing::Regular };
                Some(Numeral { value, writing })
            }
            (0, _) => grouped(text, ',').map(foreign),
            (1, 0) => {
                let (whole, fraction) = text.split_once('.')?;
                if fraction.len() == 3 && !whole.starts_with('0') {
                    grouped(text, '.').map(regular)
                } else if fraction.len() <= 2 || whole == "0" {
                    Decimal::from_digits(whole, fraction).map(foreign)
                } else {
                    None
                }
            }
            (_, 0) => grouped(text, '.').map(regular),
            (_, 1) if text.find(',') > text.rfind('.') => {
                let (whole, fraction) = text.split_once(',')?;
                with_fraction(whole, '.', fraction).map(regular)
            }
            (1, _) if text.find('.') > text.rfind(',') => {
                let (whole, fraction) = text.split_once('.')?;
                with_fraction(whole, ',', fraction).map(foreign)
            }
            _ => None,
        }
    }

    /// The reading of an ambiguous numeral with its mark between groups of thousands.
    pub fn as_thousands(self) -> Decimal {
        match self.writing {
            Writing::Ambiguous => self.value.checked_mul(1000).unwrap_or(self.value),
            Writing::Regular | Writing::Foreign => self.value,
        }
    }
}

fn plain(text: &str) -> Option<Decimal> {
    Decimal::from_digits(text, "")
}

fn grouped(text: &str, mark: char) -> Option<Decimal> {
    with_fraction(text, mark, "")
}

/// A whole part in groups of three digits behind the first, which has one to three, and a fraction.
fn with_fraction(whole: &str, mark: char, fraction: &str) -> Option<Decimal> {
    let mut groups = whole.split(mark);
    let first = groups.next()?;
    if !(1..=3).contains(&first.len()) || !groups.all(|group| group.len() == 3) {
        return None;
    }
    let digits: String = whole.chars().filter(|&c| c != mark).collect();
    Decimal::from_digits(&digits, fraction)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_group_and_the_comma_divides() {
        for (text, value, writing) in [
            ("05", "5", Writing::Regular),
            ("5000", "5000", Writing::Regular),
            ("1.450", "1450", Writing::Regular),
            ("4.786.079.000", "4786079000", Writing::Regular),
            ("24,04", "24.04", Writing::Regular),
            ("4.482,38", "4482.38", Writing::Regular),
            ("0,375", "0.375", Writing::Regular),
            ("12.5", "12.5", Writing::Foreign),
            ("0.375", "0.375", Writing::Foreign),
            ("1,234.5", "1234.5", Writing::Foreign),
            ("1,234,567", "1234567", Writing::Foreign),
            ("1,700", "1.7", Writing::Ambiguous),
        ] {
            let read = Numeral::read(text).unwrap();
            assert_eq!((read.value.to_string().as_str(), read.writing), (value, writing), "{text}");
        }
    }

    #[test]
    fn dates_and_labels_are_no_numbers() {
        for text in ["28.2.2024", "1.2.3", "2.1.1", "12.3456", "1.45,6,7"] {
            assert_eq!(Numeral::read(text), None, "{text}");
        }
    }

    #[test]
    fn an_ambiguous_number_can_be_read_as_thousands() {
        assert_eq!(Numeral::read("1,700").unwrap().as_thousands(), Decimal::new(1700, 0));
        assert_eq!(Numeral::read("1,7").unwrap().as_thousands(), Decimal::new(17, 1));
    }
}
