//! Number and symbol of a document (số, ký hiệu), "15/QĐ-BNV": its parts, and the kind that it stands for.

mod grammar;
mod standard;

use crate::rules::{KindSystem, Rules};

pub(super) use grammar::{blank, symbol};
pub(super) use standard::standard;

/// A number with its symbol, or a number alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Symbol {
    /// Spaces and line breaks removed, all dashes "-".
    pub text: String,
    /// Behind the last token.
    pub end: usize,
    /// Where in the text serial number and year end and the symbol begins, with its separator.
    symbol: usize,
}

impl Symbol {
    /// A number without parts.
    pub fn alone(text: String, end: usize) -> Symbol {
        Symbol { symbol: text.len(), text, end }
    }

    /// What is not the serial number or the year: "QĐ", "BNV".
    pub fn parts(&self) -> impl Iterator<Item = &str> {
        self.text[self.symbol..].split(SEPARATORS).skip(1)
    }

    /// Whether there is more than the serial number and the year.
    pub fn has_parts(&self) -> bool {
        self.symbol < self.text.len()
    }

    /// Whether there are two parts and more: a kind and a body.
    pub fn has_body(&self) -> bool {
        self.parts().nth(1).is_some()
    }

    /// Puts digits before the number.
    pub fn prefix(&mut self, digits: &str) {
        self.text.insert_str(0, digits);
        self.symbol += digits.len();
    }

    /// Gives a number of a list the year and the symbol that stand behind its last number.
    pub fn complete(&mut self, last: &Symbol) {
        let rest = last.text.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
        self.symbol = self.text.len() + last.symbol - (last.text.len() - rest.len());
        self.text.push_str(rest);
    }

    /// The kind that the symbol stands for: of those that share an abbreviation the one whose system writes numbers so,
    /// or else the first.
    pub fn kind(&self, rules: &Rules) -> Option<u16> {
        let kinds = self.kinds(rules);
        of_system(kinds, &self.text, rules).or(kinds.first().copied())
    }

    /// The rows of the kinds that the symbol may stand for; empty where it names none, as in letters.
    pub fn kinds<'r>(&self, rules: &'r Rules) -> &'r [u16] {
        self.parts().next().map_or(&[], |part| kinds(part, rules))
    }
}

/// What stands between the parts of a symbol.
pub(super) const SEPARATORS: [char; 2] = ['/', '-'];

/// The rows of the kinds that the first part of a symbol may stand for.
pub(super) fn kinds<'r>(part: &str, rules: &'r Rules) -> &'r [u16] {
    rules.kinds_of(part.split(['.', '&']).next().unwrap_or(part))
}

/// Of the rows of kinds the one whose system writes numbers so: "34-TT/TW" is a Thông tri of the Party, "34/TT-BYT" a Thông
/// tư.
pub(super) fn of_system(kinds: &[u16], number: &str, rules: &Rules) -> Option<u16> {
    let party = number.find(SEPARATORS).is_some_and(|at| number[at..].starts_with('-'));
    kinds.iter().copied().find(|&row| {
        let system = rules.kinds.row(row).and_then(|row| row.fields.system);
        system.is_none_or(|system| party == (system == KindSystem::Party))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::line::Line;

    #[test]
    fn the_symbol_names_the_kind() {
        let kinds = |text: &str| {
            Line::test(text, |line| {
                let symbol = symbol(line, 0).unwrap();
                symbol
                    .kinds(line.rules)
                    .iter()
                    .map(|&row| line.rules.kinds.row(row).unwrap().id.0)
                    .collect::<Vec<_>>()
            })
        };
        assert_eq!(kinds("12/QĐ.UB"), ["quyet-dinh"]);
        assert_eq!(kinds("39-NQ/ĐU"), ["nghi-quyet"]);
        assert_eq!(kinds("2460/UBND-KGVX"), [""; 0]);
    }
}
