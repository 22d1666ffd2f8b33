//! Whether the figure of a target meets a comparison.

use super::query::{Direction, End, Measure};

/// How the state to reach lies to the printed number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Bound {
    /// The number itself, or more or less but it included: đạt, ít nhất, không quá, khoảng.
    #[default]
    At,
    /// Just above it: trên 5.
    Above,
    /// Just below it: dưới 5.
    Below,
}

impl Bound {
    /// From the comparator of a target.
    pub fn of(comparator: Option<&str>) -> Bound {
        match comparator {
            Some("gt") => Bound::Above,
            Some("lt") => Bound::Below,
            _ => Bound::At,
        }
    }

    pub fn from_number(number: u64) -> Bound {
        match number {
            1 => Bound::Above,
            2 => Bound::Below,
            _ => Bound::At,
        }
    }
}

/// Whether the figure is a level or the amount of a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Change {
    #[default]
    Level,
    Increase,
    Decrease,
}

impl Change {
    /// From the change of a target; what is kept is a level.
    pub fn of(change: Option<&str>) -> Change {
        match change {
            Some("increase") => Change::Increase,
            Some("decrease") => Change::Decrease,
            _ => Change::Level,
        }
    }

    pub fn from_number(number: u64) -> Change {
        match number {
            1 => Change::Increase,
            2 => Change::Decrease,
            _ => Change::Level,
        }
    }
}

/// The figure of a target.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Figure {
    /// As printed, lower and upper end, which are one unless it is a range.
    pub printed: Option<(f64, f64)>,
    /// In the base unit.
    pub based: Option<(f64, f64)>,
    pub bound: Bound,
    pub change: Change,
}

/// Whether a figure meets the comparison; `has_unit` says whether it is given in the unit that the comparison asks for.
///
/// - With a unit, figures in base units are compared, of that unit alone; with a bare multiplier (tỷ) those of any unit.
/// - Without, printed figures are compared, whatever their unit.
/// - A range meets it where both its ends do; "dưới 5" lies just below 5, "trên 5" just above.
/// - A level is never compared with the amount of a change.
pub fn meets(measure: &Measure, figure: &Figure, has_unit: impl FnOnce(&str) -> bool) -> bool {
    let change = match measure.change {
        None => Change::Level,
        Some(Direction::Increase) => Change::Increase,
        Some(Direction::Decrease) => Change::Decrease,
    };
    if figure.change != change {
        return false;
    }
    let (ends, factor) = match &measure.unit {
        None => (figure.printed, 1.0),
        Some(unit) => {
            if unit.base.as_deref().is_some_and(|base| !has_unit(base)) {
                return false;
            }
            (figure.based, unit.factor)
        }
    };
    let Some((low, high)) = ends else { return false };
    let value = |end: End| end.value.to_f64() * factor;
    let is_above = measure.low.is_none_or(|end| {
        let includes = match figure.bound {
            Bound::At => end.is_included,
            Bound::Above => true,
            Bound::Below => false,
        };
        compare(low, value(end)).is_gt() || includes && compare(low, value(end)).is_eq()
    });
    let is_below = measure.high.is_none_or(|end| {
        let includes = match figure.bound {
            Bound::At => end.is_included,
            Bound::Above => false,
            Bound::Below => true,
        };
        compare(high, value(end)).is_lt() || includes && compare(high, value(end)).is_eq()
    });
    is_above && is_below
}

/// Numbers that differ by what a conversion rounds off are equal.
fn compare(a: f64, b: f64) -> std::cmp::Ordering {
    if (a - b).abs() <= 1e-9 * a.abs().max(b.abs()) { std::cmp::Ordering::Equal } else { a.total_cmp(&b) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::query::{Atom, parse};

    fn check(query: &str, low: f64, high: f64, bound: Bound, change: Change) -> bool {
        let parsed = parse(query);
        let [clause] = parsed.clauses.as_slice() else { panic!("{query}: {parsed:?}") };
        let [Atom::Measure(measure)] = clause.any.as_slice() else { panic!("{query}: {parsed:?}") };
        meets(measure, &Figure { printed: Some((low, high)), based: None, bound, change }, |_| true)
    }

    #[test]
    fn figures_meet_comparisons() {
        for (query, low, high, bound, wanted) in [
            ("nghèo < 5", 4.9, 4.9, Bound::At, true),
            ("nghèo < 5", 5.0, 5.0, Bound::At, false),
            ("nghèo < 5", 5.0, 5.0, Bound::Below, true),
            ("nghèo <= 5", 5.0, 5.0, Bound::Above, false),
            ("nghèo <= 5", 5.0, 5.0, Bound::At, true),
            ("nghèo > 5", 5.0, 5.0, Bound::Above, true),
            ("nghèo >= 5", 5.0, 5.0, Bound::Below, false),
            ("nghèo = 5", 5.0, 5.0, Bound::At, true),
            ("nghèo = 5", 5.0, 5.0, Bound::Below, false),
            ("nghèo 3..4", 3.0, 4.0, Bound::At, true),
            ("nghèo < 3,5", 3.0, 4.0, Bound::At, false),
            ("nghèo = 0,3", 0.1 + 0.2, 0.1 + 0.2, Bound::At, true),
        ] {
            assert_eq!(
                check(query, low, high, bound, Change::Level),
                wanted,
                "{query} of {low}-{high} {bound:?}"
            );
        }
        assert!(!check("nghèo < 5", 1.0, 1.0, Bound::At, Change::Decrease));
        assert!(check("giảm nghèo < 5", 1.0, 1.0, Bound::At, Change::Decrease));
    }
}
