//! The unit behind a figure of a query: "tỷ", "ty dong", "triệu đồng/người/năm", "ha", "%".

use super::query::Unit;
use crate::corpus::Bases;
use crate::decimal::Decimal;
use crate::rules::{BaseKind, Rules, UnitKind, fold, strip_marks};
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// Units by how they are written, with and without marks, and the way in which the tables write them.
struct Known {
    bases: Bases,
    /// Units that stand for themselves.
    units: FxHashMap<String, String>,
    /// Words that multiply, and by how much.
    multipliers: FxHashMap<String, (String, f64)>,
}

static KNOWN: LazyLock<Known> = LazyLock::new(|| Known::new(Rules::embedded()));

impl Known {
    fn new(rules: &Rules) -> Known {
        let mut known = Known {
            bases: Bases::new(rules),
            units: FxHashMap::default(),
            multipliers: FxHashMap::default(),
        };
        for row in &rules.bases.rows {
            for form in &row.fields.forms {
                match row.fields.kind {
                    BaseKind::Multiplier | BaseKind::Money => {
                        let factor = row.fields.factor.as_deref().and_then(|factor| factor.parse().ok());
                        for typed in spellings(form) {
                            known.multipliers.entry(typed).or_insert((form.clone(), factor.unwrap_or(1.0)));
                        }
                    }
                    BaseKind::Measure | BaseKind::Count | BaseKind::Unknown => known.add(form),
                    BaseKind::Per => {}
                }
            }
        }
        for row in &rules.units.rows {
            if !matches!(row.fields.kind, UnitKind::Multiplier | UnitKind::Base | UnitKind::Never) {
                row.phrases.iter().for_each(|phrase| known.add(phrase));
            }
        }
        known
    }

    fn add(&mut self, form: &str) {
        for typed in spellings(form) {
            self.units.entry(typed).or_insert_with(|| form.to_owned());
        }
    }
}

/// A form as it is looked up, and the same without marks.
fn spellings(form: &str) -> [String; 2] {
    let exact = plain(form);
    let bare = strip_marks(&exact);
    [exact, bare]
}

fn plain(text: &str) -> String {
    text.split_whitespace().map(fold).collect::<Vec<_>>().join(" ")
}

/// The unit that these words are, all of them; `None` where they are none.
pub fn unit(typed: &str) -> Option<Unit> {
    let known = &*KNOWN;
    let (head, per) = match typed.split_once('/') {
        Some((head, per)) => (head, Some(per)),
        None => (typed, None),
    };
    let head = plain(head);
    let mut rest = head.as_str();
    let mut canonical = Vec::new();
    let mut factor = 1.0;
    while let Some((word, multiplier)) = first_word(rest)
        .and_then(|word| known.multipliers.get(word).map(|multiplier| (word, multiplier)))
        .filter(|_| !known.units.contains_key(rest))
    {
        canonical.push(multiplier.0.as_str());
        factor *= multiplier.1;
        rest = rest[word.len()..].trim_start();
    }
    if !rest.is_empty() {
        canonical.push(known.units.get(rest)?);
    }
    if canonical.is_empty() {
        return None;
    }
    let mut canonical = canonical.join(" ");
    if let Some(per) = per {
        canonical.push('/');
        canonical.push_str(per);
    }
    let unit = |factor, base| Some(Unit { typed: typed.to_owned(), factor, base });
    match known.bases.convert(Decimal::new(1, 0), None, &canonical) {
        Some(amount) => unit(amount.value.to_f64(), Some(amount.unit)),
        // A bare multiplier: "2 triệu" of whatever.
        None if rest.is_empty() && per.is_none() => unit(factor, None),
        // A unit that differs from place to place is compared with itself, which no base has.
        None => None,
    }
}

fn first_word(text: &str) -> Option<&str> {
    text.split(' ').next().filter(|word| !word.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_are_read_with_and_without_marks() {
        for (typed, factor, base) in [
            ("%", 1.0, Some("%")),
            ("tỷ đồng", 1e9, Some("đồng")),
            ("ty dong", 1e9, Some("đồng")),
            ("Tỷ", 1e9, Some("đồng")),
            ("triệu", 1e6, None),
            ("trieu", 1e6, None),
            ("ha", 1e4, Some("m²")),
            ("km2", 1e6, Some("m²")),
            ("xã", 1.0, Some("xã")),
            ("xa", 1.0, Some("xã")),
            ("nghìn tấn", 1e6, Some("kg")),
        ] {
            let found = unit(typed).unwrap_or_else(|| panic!("{typed}"));
            assert_eq!((found.factor, found.base.as_deref()), (factor, base), "{typed}");
        }
        for typed in ["", "/", "kế hoạch", "/người", "hộ nghèo đa chiều của"] {
            assert_eq!(unit(typed), None, "{typed}");
        }
    }
}
