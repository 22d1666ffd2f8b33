//! Amounts: numbers with their unit, and the words before and behind that bound them.

use super::digits::{Digits, Flaw, digits};
use super::unit::{Unit, UnitClass, unit_at};
use super::view::{Kinds, View};
use crate::decimal::Decimal;
use crate::document::{Comparator, TokenKind};
use crate::rules::{Bound, IndicatorKind, LinkKind, OrdinalKind, Sense, UnitKind};
use std::ops::Range;

/// A number that measures or counts something.
#[derive(Debug, Clone)]
pub struct Amount {
    /// From the first word that carries or bounds the value ("đạt", "tăng", "trên") on.
    pub zone: usize,
    /// The first token of the number.
    pub number: usize,
    /// Behind number, unit and "trở lên".
    pub end: usize,
    pub value: Decimal,
    pub value_max: Option<Decimal>,
    pub comparator: Comparator,
    pub sense: Option<Sense>,
    /// "đạt", "là" or a colon stands before the value.
    pub predicate: bool,
    /// "chiếm" stands before the value.
    pub share: bool,
    pub unit: Option<Unit>,
    /// The whole of a ratio: 46 in "21/46 trường".
    pub of: Option<Decimal>,
    pub flaw: Option<Flaw>,
}

impl Amount {
    pub fn unit_class(&self) -> Option<UnitClass> {
        self.unit.as_ref().map(|unit| unit.class)
    }

    pub fn is_percent(&self) -> bool {
        self.unit_class() == Some(UnitClass::Percent)
    }

    /// "2 lần".
    pub fn is_multiple(&self) -> bool {
        self.unit_class() == Some(UnitClass::Table(UnitKind::Times))
    }

    /// "5 bậc".
    pub fn is_rank(&self) -> bool {
        self.unit_class() == Some(UnitClass::Table(UnitKind::Rank))
    }

    pub fn is_time(&self) -> bool {
        self.unit_class() == Some(UnitClass::Table(UnitKind::Time))
    }
}

/// All amounts in a range of tokens, in order.
pub fn amounts(view: &View<'_>, range: Range<usize>) -> Vec<Amount> {
    let mut found: Vec<Amount> = Vec::new();
    if !view.may_hold(TokenKind::Number) {
        return found;
    }
    let (mut from, mut low) = (range.start, range.start);
    const NUMBER: Kinds = Kinds::NONE.with(TokenKind::Number);
    while let Some(at) = view.first_of(NUMBER, from..range.end) {
        match read(view, at, low, range.end) {
            Ok(amount) => {
                from = amount.end;
                low = amount.end;
                found.push(amount);
            }
            Err(next) => from = next.max(at + 1),
        }
    }
    found
}

/// Reads the amount at a number; `Err` with the next token to look at where it is none.
fn read(view: &View<'_>, at: usize, low: usize, high: usize) -> Result<Amount, usize> {
    let ordinal = ordinal(view, at);
    let first = digits(view, at, ordinal).ok_or(at + 1)?;
    if is_part_of_a_name(view, at) {
        return Err(first.end);
    }
    let mut end = first.end;
    let mut unit = unit_at(view, end);
    let year_like = first.plain
        && first.len == 4
        && first.value.at_scale(0).is_some_and(|value| (1900..=2100).contains(&value));
    let mut value_max = None;
    let mut of = None;
    if let Some((second, second_at)) = upper_end(view, unit.as_ref().map_or(end, |unit| unit.tokens.end)) {
        let second_unit = unit_at(view, second.end);
        let measured = second_unit.is_some() || unit.is_some() || view.bare;
        if second.value > first.value && measured && !(year_like && second.plain && second.len == 4) {
            value_max = Some(second.value);
            end = second.end;
            unit = second_unit.or(unit);
        } else {
            return Err(second_at + 1);
        }
    } else if view.is(end, TokenKind::Slash) {
        let (denominator, next) = ratio(view, ordinal, end).ok_or(end + 1)?;
        unit = unit_at(view, next);
        if is_base(&denominator)
            && denominator >= Decimal::new(100, 0)
            && let Some(counted) = &mut unit
        {
            // "80/100.000 ca": the base of a rate belongs to the unit.
            *counted = Unit { tokens: end..counted.tokens.end, class: UnitClass::Table(UnitKind::Measure) };
        } else {
            of = Some(denominator);
        }
        end = next;
    }
    if let Some(unit) = &unit {
        end = end.max(unit.tokens.end);
    }
    if let (true, Some((base, UnitKind::Base))) =
        (unit.as_ref().is_some_and(|unit| unit.class == UnitClass::Percent), view.unit_at(end))
    {
        end = base;
    }
    // "lớp 9", "mục 2.1"; a decimal is never a name.
    let named = ordinal == Some(OrdinalKind::Name);
    let certain = unit.as_ref().is_some_and(Unit::is_certain);
    if named && (unit.is_none() || first.plain && !certain) {
        return Err(end);
    }
    if ordinal == Some(OrdinalKind::Soft) && unit.is_none() {
        return Err(end);
    }
    if ordinal == Some(OrdinalKind::Date)
        && (year_like || unit.is_none() || (first.plain && unit.as_ref().is_some_and(is_time)))
    {
        return Err(first.end);
    }
    match unit.as_ref().map(|unit| unit.class) {
        None if year_like => return Err(first.end),
        Some(UnitClass::Table(UnitKind::Never | UnitKind::Base)) => return Err(end),
        Some(UnitClass::Table(UnitKind::Age)) if !measures_life(view, low..at) => return Err(end),
        Some(UnitClass::Table(UnitKind::Time)) if of.is_some() => return Err(end),
        _ => {}
    }
    let share = unit.as_ref().is_some_and(|unit| unit.class == UnitClass::Percent);
    if !share && is_denominator(view, at, &first.value, end, high) {
        return Err(end);
    }
    let left = left_zone(view, at, low);
    let behind = view.bound_after(end);
    end = behind.map_or(end, |(behind, _)| behind);
    let rank = ordinal == Some(OrdinalKind::Rank);
    let all = share && !left.predicate && first.value == Decimal::new(100, 0);
    let comparator = match (value_max, behind) {
        (Some(_), _) => Comparator::Between,
        (_, Some((_, Bound::Le))) => Comparator::Le,
        (_, Some(_)) => Comparator::Ge,
        (_, None) if rank && left.bound.is_none() => Comparator::Le,
        // "trên 100% tuyến đường": on all of them, not more than all.
        (_, None) if all && left.bound == Some(Bound::Gt) => Comparator::Eq,
        (_, None) => left.comparator(),
    };
    Ok(Amount {
        zone: left.start,
        number: at,
        end,
        value: first.value,
        value_max,
        comparator,
        sense: left.sense,
        predicate: left.predicate,
        share: left.share,
        unit,
        of,
        flaw: first.flaw,
    })
}

fn is_time(unit: &Unit) -> bool {
    unit.class == UnitClass::Table(UnitKind::Time)
}

/// Glued to letters, in a date or a document's number, or the catchword of a slogan (“5 rõ”).
fn is_part_of_a_name(view: &View<'_>, at: usize) -> bool {
    let before = at.checked_sub(1).and_then(|before| view.kind(before));
    let behind_mark = match before {
        Some(TokenKind::Dash | TokenKind::Slash) => {
            view.glued(at) || at.checked_sub(2).is_some_and(|first| view.is_number(first))
        }
        Some(TokenKind::Word) => view.glued(at) && !has_lost_its_space(view, at),
        Some(TokenKind::Number | TokenKind::Period | TokenKind::Other) => view.glued(at),
        Some(TokenKind::OpenQuote) => true,
        Some(TokenKind::CloseQuote) => view.glued(at),
        _ => false,
    };
    let next_is_symbol = view.is(at + 1, TokenKind::Slash) && view.is_word(at + 2)
        || view.is(at + 1, TokenKind::Dash)
            && view.glued(at + 1)
            && view.glued(at + 2)
            && view.capitalized(at + 2);
    let glued_word = view.is_word(at + 1) && view.glued(at + 1) && view.unit_at(at + 1).is_none();
    let full_date = view.is(at + 1, TokenKind::Slash)
        && view.is_number(at + 2)
        && view.is(at + 3, TokenKind::Slash)
        && view.is_number(at + 4);
    behind_mark || next_is_symbol || glued_word || full_date
}

/// "trên8.000", "đạt95%", "ít nhất30 ha": the mark of a note has no separator and no sign behind it, and does not stand
/// between a word that carries a value and a unit.
fn has_lost_its_space(view: &View<'_>, at: usize) -> bool {
    let carried = || {
        let link = view.link_before(at).map(|(_, kind)| kind);
        view.bound_before(at).is_some()
            || view.change_before(at).is_some_and(|(_, sense)| sense != Sense::Nothing)
            || matches!(link, Some(LinkKind::Predicate | LinkKind::Light | LinkKind::Range))
    };
    let measured = || {
        let number_end = upper_end(view, at + 1).map_or(at + 1, |(second, _)| second.end);
        unit_at(view, number_end).is_some_and(|unit| unit.class != UnitClass::Guess)
    };
    view.word(at).contains(['.', ','])
        || view.is(at + 1, TokenKind::Percent) && view.glued(at + 1)
        || measured() && carried()
}

fn number(view: &View<'_>, at: usize) -> Option<Digits> {
    view.is_number(at).then(|| digits(view, at, ordinal(view, at))).flatten()
}

/// What the word before a number makes of it.
fn ordinal(view: &View<'_>, at: usize) -> Option<OrdinalKind> {
    view.ordinal_before(at).map(|(_, kind)| kind)
}

/// The second number of "3 - 4", "7,5% đến 8%".
fn upper_end(view: &View<'_>, at: usize) -> Option<(Digits, usize)> {
    let joins = view.is(at, TokenKind::Dash) || view.link_at(at) == Some((at + 1, LinkKind::Range));
    if !joins {
        return None;
    }
    number(view, at + 1).map(|second| (second, at + 1))
}

/// The denominator of "6/6", "21/46 trường"; none for months and other dates.
fn ratio(view: &View<'_>, ordinal: Option<OrdinalKind>, slash: usize) -> Option<(Decimal, usize)> {
    let second = number(view, slash + 1)?;
    let dated = matches!(ordinal, Some(OrdinalKind::Date | OrdinalKind::Name));
    let month = second.plain && second.len == 4 && second.value > Decimal::new(1900, 0);
    (!dated && !month && !view.is(second.end, TokenKind::Slash)).then_some((second.value, second.end))
}

/// "Tuổi thọ trung bình đạt 75 tuổi": here the years of age are the measure.
fn measures_life(view: &View<'_>, before: Range<usize>) -> bool {
    before.into_iter().any(|at| matches!(view.indicator_at(at), Some((_, IndicatorKind::Life))))
}

/// "trên 1ha đất", "trên 1.000 dân": the base of a rate whose value comes later.
fn is_denominator(view: &View<'_>, at: usize, value: &Decimal, end: usize, high: usize) -> bool {
    matches!(view.link_before(at), Some((_, LinkKind::Per)))
        && is_base(value)
        && (end..high).take_while(|&at| !view.is(at, TokenKind::Semicolon)).any(|at| view.is_number(at))
}

/// 1, 10, 100 … a million.
fn is_base(value: &Decimal) -> bool {
    matches!(value.at_scale(0), Some(1 | 10 | 100 | 1_000 | 10_000 | 100_000 | 1_000_000))
}

/// The words that carry and bound a value.
pub struct Left {
    pub start: usize,
    pub bound: Option<Bound>,
    pub sense: Option<Sense>,
    pub predicate: bool,
    pub share: bool,
}

impl Left {
    pub fn comparator(&self) -> Comparator {
        match self.bound {
            Some(Bound::Ge | Bound::From) => Comparator::Ge,
            Some(Bound::Gt) => Comparator::Gt,
            Some(Bound::Le) => Comparator::Le,
            Some(Bound::Lt) => Comparator::Lt,
            Some(Bound::Approx) => Comparator::Approx,
            None => Comparator::Eq,
        }
    }
}

/// Goes back from `number` over the words that carry and bound the value.
pub fn left_zone(view: &View<'_>, number: usize, low: usize) -> Left {
    let mut left = Left { start: number, bound: None, sense: None, predicate: false, share: false };
    while left.start > low {
        let at = left.start;
        if view.is(at - 1, TokenKind::Colon) {
            left.predicate = true;
            left.start -= 1;
        } else if let Some((first, bound)) = view.bound_before(at).filter(|&(first, _)| first >= low) {
            // "từ" before another bound only opens it.
            left.bound = left.bound.filter(|&known| known != Bound::From).or(Some(bound));
            left.start = first;
        } else if let Some((first, sense)) = view.change_before(at).filter(|&(first, _)| first >= low) {
            if sense == Sense::Nothing {
                break;
            }
            left.sense = Some(merge(left.sense, sense));
            left.start = first;
        } else if let Some((first, kind)) = view.link_before(at).filter(|&(first, _)| first >= low) {
            match kind {
                LinkKind::Predicate | LinkKind::Range => left.predicate = true,
                LinkKind::Light | LinkKind::Respective | LinkKind::Standing | LinkKind::For => {}
                LinkKind::Share => left.share = true,
                LinkKind::And if left.sense.is_some() && view.change_before(first).is_some() => {}
                _ => break,
            }
            left.start = first;
        } else if let Some((first, OrdinalKind::Rank)) =
            view.ordinal_before(at).filter(|&(first, _)| first >= low)
        {
            left.start = first;
        } else {
            break;
        }
    }
    left
}

/// The sense nearest to the value counts; a level outweighs the direction it came from.
fn merge(near: Option<Sense>, far: Sense) -> Sense {
    match (near, far) {
        (None, far) => far,
        (Some(Sense::Maintain), far) => far,
        (Some(near), _) => near,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::targets::view::tests::with_view;

    fn found(text: &str) -> Vec<String> {
        with_view(text, |view| {
            amounts(view, view.start..view.end)
                .into_iter()
                .map(|amount| {
                    let max = amount.value_max.map_or(String::new(), |max| format!("..{max}"));
                    let unit = amount.unit.map_or(String::new(), |unit| unit.text(view));
                    format!("{} {}{max} {unit}", amount.comparator.code(), amount.value)
                })
                .collect()
        })
    }

    #[test]
    fn values_with_their_bounds() {
        for (text, wanted) in [
            ("đạt từ 10% trở lên", "ge 10 %"),
            ("giảm ít nhất 3-4%/năm", "between 3..4 %/năm"),
            ("từ 7,5% đến 8%", "between 7.5..8 %"),
            ("không quá 16‰", "le 16 ‰"),
            ("trên: 9 %", "gt 9 %"),
            ("đạt >99%", "gt 99 %"),
            ("thuộc nhóm 3 nước dẫn đầu", "le 3 nước"),
            ("trên 100% tuyến đường", "eq 100 %"),
            ("đạt 14, 17ha", "eq 14.17 ha"),
            ("đạt 2 8,5 tỷ USD", "eq 28.5 tỷ USD"),
            ("đón 1,700 lượt khách", "eq 1700 lượt khách"),
            ("21/46 trường", "eq 21 trường"),
        ] {
            assert_eq!(found(text), [wanted], "{text}");
        }
    }

    #[test]
    fn numbers_that_measure_nothing() {
        for text in [
            "ngày 07 tháng 4 năm 2014",
            "Nghị quyết số 27-CT/TW",
            "Quốc lộ 24",
            "giai đoạn 2021-2025",
            "trẻ em dưới 5 tuổi",
            "“5 quyết tâm”",
            "03 Chương trình mục tiêu quốc gia",
            "trực 24/24 giờ",
            "lớp 9, khối 12",
            "(24/3/1994-24/3/2024)",
            "ứng dụng 5G",
        ] {
            let values = found(text);
            assert!(values.iter().all(|value| value.ends_with(' ')), "{text}: {values:?}");
        }
    }
}
