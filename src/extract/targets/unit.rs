//! The unit behind a number.

use super::view::View;
use crate::document::{Shape, TokenKind};
use crate::rules::{LinkKind, UnitKind};
use std::ops::Range;

/// Which tokens are the unit, and what kind of unit it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unit {
    pub tokens: Range<usize>,
    pub class: UnitClass,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UnitClass {
    Percent,
    PerMille,
    Table(UnitKind),
    /// A noun that no table names, taken because it stands where a unit would.
    Guess,
}

impl Unit {
    /// The counted thing itself, which the indicator needs as its noun.
    pub fn is_counted(&self) -> bool {
        matches!(self.class, UnitClass::Table(UnitKind::Count) | UnitClass::Guess)
    }

    /// A unit beyond doubt: a sign, a measure, a multiplier.
    pub fn is_certain(&self) -> bool {
        matches!(
            self.class,
            UnitClass::Percent
                | UnitClass::PerMille
                | UnitClass::Table(
                    UnitKind::Measure | UnitKind::Multiplier | UnitKind::Rank | UnitKind::Times
                )
        )
    }

    /// As written, without the number; per mille in its one sign.
    pub fn text(&self, view: &View<'_>) -> String {
        let text = view.text(self.tokens.clone());
        if self.class != UnitClass::PerMille {
            return text.to_owned();
        }
        let rest = view.text(self.tokens.start + 1..self.tokens.end);
        format!("‰{rest}")
    }
}

/// The unit that begins at a token.
pub fn unit_at(view: &View<'_>, at: usize) -> Option<Unit> {
    let (end, class) = match view.kind(at)? {
        TokenKind::Percent => (at + 1, UnitClass::Percent),
        TokenKind::PerMille => (at + 1, UnitClass::PerMille),
        TokenKind::Word => match view.unit_at(at) {
            Some((end, UnitKind::Multiplier)) => behind_multiplier(view, end),
            Some((end, kind)) => (end, UnitClass::Table(kind)),
            None if !view.bare && is_noun(view, at) => (at + 1, UnitClass::Guess),
            None => return None,
        },
        _ => return None,
    };
    let mut end = with_denominators(view, end);
    if class == UnitClass::Table(UnitKind::Count) {
        end = per_base(view, end).unwrap_or(end);
    }
    Some(Unit { tokens: at..end, class })
}

/// What "triệu" multiplies: the next unit, or nothing that the tables name ("1,55 triệu").
fn behind_multiplier(view: &View<'_>, at: usize) -> (usize, UnitClass) {
    match view.unit_at(at) {
        Some((end, UnitKind::Multiplier)) => behind_multiplier(view, end),
        Some((end, kind @ (UnitKind::Measure | UnitKind::Count))) => (end, UnitClass::Table(kind)),
        _ => (at, UnitClass::Table(UnitKind::Multiplier)),
    }
}

/// "/người/năm", "/1 vạn dân", "/10.000 dân" behind a unit.
fn with_denominators(view: &View<'_>, mut end: usize) -> usize {
    while view.is(end, TokenKind::Slash) {
        let mut at = end + 1;
        if view.is_number(at) {
            at += 1;
        }
        let Some((next, _)) = denominator(view, at) else { break };
        end = next;
    }
    end
}

/// "bác sĩ trên 1 vạn dân", "người trên một vạn dân".
fn per_base(view: &View<'_>, at: usize) -> Option<usize> {
    let (mut end, LinkKind::Per) = view.link_at(at)? else { return None };
    if view.is_number(end) {
        end += 1;
    }
    let (multiplied, UnitKind::Multiplier) = view.unit_at(end)? else { return None };
    denominator(view, multiplied).map(|(end, _)| end)
}

fn denominator(view: &View<'_>, at: usize) -> Option<(usize, UnitKind)> {
    match view.unit_at(at) {
        Some((end, UnitKind::Multiplier)) => {
            Some(denominator(view, end).unwrap_or((end, UnitKind::Multiplier)))
        }
        Some((end, kind)) => Some((end, kind)),
        // A noun that no table names, and no longer phrase ("2%/tổng dư nợ").
        None if view.is_word(at) && !view.begins_noun(at + 1) => Some((at + 1, UnitKind::Count)),
        None => None,
    }
}

/// A small-letter word that is none of the words between the parts of a statement.
fn is_noun(view: &View<'_>, at: usize) -> bool {
    view.begins_noun(at) && view.tokens.tokens[at].shape == Shape::Lower
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::targets::view::tests::with_view;

    fn unit(text: &str) -> Option<(String, UnitClass)> {
        with_view(text, |view| unit_at(view, view.start).map(|unit| (unit.text(view), unit.class)))
    }

    #[test]
    fn multipliers_and_denominators_belong_to_the_unit() {
        for (text, wanted) in [
            ("tỷ đồng để", "tỷ đồng"),
            ("nghìn tỷ đồng", "nghìn tỷ đồng"),
            ("triệu đồng/người/năm.", "triệu đồng/người/năm"),
            ("giường bệnh/1 vạn dân", "giường bệnh/1 vạn dân"),
            ("người trên một vạn dân", "người trên một vạn dân"),
            ("%/năm", "%/năm"),
            ("%o so với", "‰"),
            ("lượt khách du lịch", "lượt khách"),
            ("%/tổng dư nợ", "%"),
        ] {
            assert_eq!(unit(text).map(|(unit, _)| unit).as_deref(), Some(wanted), "{text}");
        }
    }

    #[test]
    fn joining_words_are_no_units() {
        for text in ["vào năm 2025", "trở lên", "và", "so với", ", đạt"] {
            assert_eq!(unit(text), None, "{text}");
        }
        assert_eq!(unit("máng cỏ").map(|(_, class)| class), Some(UnitClass::Guess));
    }
}
