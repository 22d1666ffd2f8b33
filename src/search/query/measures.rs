//! Comparisons: words of an indicator, a figure between two ends, a unit.

use super::forms::{direction, figure};
use super::lex::{Compare, PieceKind};
use super::names::{FilterField, bare};
use super::parse::{Parser, plain_word};
use super::{Atom, End, Filter, FilterValue, Measure, Phrase, Unit};
use crate::decimal::Decimal;

impl<'q> Parser<'q> {
    /// The comparison whose sign stands before the present place. With whether it is negated.
    pub(super) fn measure(&mut self, compare: Compare) -> Option<(Atom, bool)> {
        let Some(PieceKind::Word(word)) = self.peek(0).map(|piece| piece.kind) else {
            return None;
        };
        let (value, rest) = figure(word)?;
        self.at += 1;
        let end = |is_included| Some(End { value, is_included });
        let (low, high) = match compare {
            Compare::Lt => (None, end(false)),
            Compare::Le => (None, end(true)),
            Compare::Gt => (end(false), None),
            Compare::Ge => (end(true), None),
            Compare::Eq => (end(true), end(true)),
        };
        Some(self.measured(low, high, rest))
    }

    /// A range without a sign: "rừng 100..500 ha".
    pub(super) fn ranged(&mut self, low: Decimal, high: Decimal, rest: &'q str) -> (Atom, bool) {
        let (low, high) = if low <= high { (low, high) } else { (high, low) };
        let end = |value| Some(End { value, is_included: true });
        self.measured(end(low), end(high), rest)
    }

    /// A figure between two ends, with the words of the run before it and the unit behind it. Of a year a filter.
    fn measured(&mut self, low: Option<End>, high: Option<End>, rest: &'q str) -> (Atom, bool) {
        let quoted = self.clauses.last().filter(|clause| !clause.negated && self.run == self.clauses.len());
        let quoted = quoted.and_then(|clause| match clause.any.as_slice() {
            [Atom::Phrase(phrase)] if phrase.is_quoted => Some(phrase.clone()),
            _ => None,
        });
        let is_quoted = quoted.is_some();
        let first = if is_quoted { self.clauses.len() - 1 } else { self.run };
        // A minus stands before the first word of what is left out: "thi đua -hộ nghèo < 5%".
        let minus = self.clauses[first..].iter().rposition(|clause| clause.negated);
        let first = first + minus.unwrap_or(0);
        let negated = minus.is_some();
        let mut change = None;
        let indicator = if is_quoted {
            quoted
        } else {
            let mut typed: Vec<&str> = self.clauses[first..].iter().filter_map(plain_word).collect();
            change = typed.first().and_then(|word| direction(word));
            if change.is_some() {
                typed.remove(0);
            }
            Phrase::new(&typed.join(" "), false)
        };
        let is_year =
            indicator.as_ref().is_some_and(|words| matches!(bare(&words.typed).as_str(), "nam" | "year"));
        let unit = self.unit(rest);
        self.clauses.truncate(first);
        self.run = self.run.min(first);
        let whole = |end: Option<End>, outwards: i64| {
            let end = end?;
            let year = end.value.is_integer().then(|| end.value.to_f64() as i64)?;
            u16::try_from(if end.is_included { year } else { year + outwards }).ok()
        };
        if is_year && change.is_none() && unit.is_none() {
            let values = vec![FilterValue::Years(whole(low, 1), whole(high, -1))];
            return (Atom::Filter(Filter { field: FilterField::Year, values }), negated);
        }
        (Atom::Measure(Measure { indicator, change, low, high, unit }), negated)
    }

    /// The unit that begins with `rest`, which is glued to the figure, or with the words behind it.
    fn unit(&mut self, rest: &'q str) -> Option<Unit> {
        let mut words = Vec::new();
        if !rest.is_empty() {
            words.push(rest);
        }
        let glued = words.len();
        words.extend(
            (0..)
                .map_while(|ahead| match self.peek(ahead)?.kind {
                    PieceKind::Word(word) => Some(word),
                    _ => None,
                })
                .take(4),
        );
        let (unit, count) = (1..=words.len())
            .rev()
            .find_map(|count| Some((super::super::units::unit(&words[..count].join(" "))?, count)))?;
        self.at += count - glued;
        Some(unit)
    }
}
