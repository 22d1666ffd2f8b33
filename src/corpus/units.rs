//! Amounts in base units: 1,2 tỷ đồng is 1200000000 đồng, 9,6 km² are 9600000 m².

use crate::decimal::Decimal;
use crate::rules::{BaseFields, BaseKind, Row, Rules, fold};
use rustc_hash::FxHashMap;

/// An amount, or a range, in its base unit.
#[derive(Debug, Clone, PartialEq)]
pub struct InBase {
    /// The amount, or the lower end of the range.
    pub value: Decimal,
    /// The upper end.
    pub value_max: Option<Decimal>,
    /// "đồng".
    pub unit: String,
}

/// The table `bases`, ready to be looked up.
#[derive(Debug)]
pub struct Bases {
    forms: FxHashMap<String, Form>,
    /// What stands behind "/".
    per: FxHashMap<String, String>,
}

#[derive(Debug, Clone)]
struct Form {
    kind: BaseKind,
    factor: Decimal,
    base: String,
}

impl Bases {
    pub fn new(rules: &Rules) -> Bases {
        let mut bases = Bases { forms: FxHashMap::default(), per: FxHashMap::default() };
        for Row { fields, .. } in &rules.bases.rows {
            let BaseFields { kind, forms, factor, base } = fields;
            let one = Decimal::new(1, 0);
            let factor = factor.as_deref().and_then(|factor| factor.parse().ok()).unwrap_or(one);
            for form in forms {
                let base = base.clone().unwrap_or_else(|| plain(form));
                match kind {
                    BaseKind::Per => drop(bases.per.insert(plain(form), base)),
                    &kind => drop(bases.forms.insert(plain(form), Form { kind, factor, base })),
                }
            }
        }
        bases
    }

    /// The amount in base units; `None` where the unit is not known, or differs from place to place.
    pub fn convert(&self, value: Decimal, value_max: Option<Decimal>, unit: &str) -> Option<InBase> {
        let mut parts = unit.split('/');
        let mut head = plain(parts.next()?);
        let mut per: Vec<String> = parts.map(|part| self.per(part)).collect();
        // "giường trên 1 vạn dân"
        if let Some((counted, of)) = head.rsplit_once(" trên ")
            && let Some(of) = self.per.get(of)
        {
            per.insert(0, of.clone());
            head.truncate(counted.len());
        }
        let (factor, mut unit) = self.head(&head, per.first().map(String::as_str))?;
        for part in per {
            unit.push('/');
            unit.push_str(&part);
        }
        let value_max = match value_max {
            None => None,
            Some(most) => Some(most.checked_product(factor)?),
        };
        Some(InBase { value: value.checked_product(factor)?, value_max, unit })
    }

    fn per(&self, part: &str) -> String {
        let part = plain(part);
        self.per.get(&part).cloned().unwrap_or(part)
    }

    /// What stands before the first "/": how many of the base unit, and that unit.
    fn head(&self, head: &str, per: Option<&str>) -> Option<(Decimal, String)> {
        let (mut factor, mut rest) = leading_number(head);
        let mut last: Option<&Form> = None;
        loop {
            if let Some(form) = self.longest(rest) {
                match form.kind {
                    BaseKind::Measure | BaseKind::Count => {
                        return Some((factor.checked_product(form.factor)?, form.base.clone()));
                    }
                    BaseKind::Multiplier | BaseKind::Money => {
                        factor = factor.checked_product(form.factor)?;
                        rest = rest.split_once(' ').map_or("", |(_, rest)| rest);
                        last = Some(form);
                        continue;
                    }
                    BaseKind::Unknown if self.forms.contains_key(rest) => return None,
                    // "công trình" is no "công".
                    BaseKind::Unknown | BaseKind::Per => {}
                }
            }
            break;
        }
        if !rest.is_empty() {
            return Some((factor, rest.to_owned()));
        }
        // "25 tỷ" is money, "60 triệu/người" too; "2 triệu" may be anything.
        let thousand_million = Decimal::new(1_000_000_000, 0);
        let form = last.filter(|form| form.kind == BaseKind::Money)?;
        (form.factor >= thousand_million || per.is_some_and(|per| per.starts_with("người")))
            .then(|| (factor, "đồng".to_owned()))
    }

    /// The row of the most words with which a unit begins; a multiplier is one word.
    fn longest(&self, unit: &str) -> Option<&Form> {
        let mut end = unit.len();
        while end > 0 {
            let words = &unit[..end];
            if let Some(form) = self.forms.get(words) {
                return Some(form);
            }
            end = words.rfind(' ').unwrap_or(0);
        }
        None
    }
}

/// Small letters, one placement of the tone mark, single spaces.
fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !plain.is_empty() {
            plain.push(' ');
        }
        plain.push_str(&fold(word));
    }
    plain
}

/// "1.000 tấn", as heads of columns have it: 1000 and "tấn".
fn leading_number(head: &str) -> (Decimal, &str) {
    let one = Decimal::new(1, 0);
    let end = head.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(head.len());
    let digits: String = head[..end].chars().filter(char::is_ascii_digit).collect();
    match Decimal::from_digits(&digits, "") {
        Some(number) if number != Decimal::ZERO => (number, head[end..].trim_start()),
        _ => (one, head),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// "1,2 tỷ đồng" as value and unit.
    fn amount(text: &str) -> (Decimal, &str) {
        let (digits, unit) = text.split_once(' ').unwrap();
        (digits.replace('.', "").replace(',', ".").parse().unwrap(), unit)
    }

    #[test]
    fn every_row_converts_its_examples_and_leaves_the_others() {
        let rules = Rules::embedded();
        let bases = Bases::new(rules);
        let mut failures = Vec::new();
        for row in &rules.bases.rows {
            assert!(row.find.len() + row.leave.len() > 0, "{}", row.id.0);
            for example in &row.find {
                let (given, wanted) = example.split_once(" = ").unwrap();
                let (value, unit) = amount(given);
                let found =
                    bases.convert(value, None, unit).map(|found| format!("{} {}", found.value, found.unit));
                if found.as_deref() != Some(wanted) {
                    failures.push(format!("{}: {given} is {found:?}, not {wanted}", row.id.0));
                }
            }
            let own = row.fields.base.as_deref();
            for example in &row.leave {
                let (value, unit) = amount(example);
                let found = bases.convert(value, None, unit);
                let of_row = found.as_ref().is_some_and(|found| match own {
                    Some(base) => found.unit == base && found.value == bases.own(row, value),
                    None => row.fields.kind == BaseKind::Unknown || found.value == bases.own(row, value),
                });
                if of_row {
                    failures.push(format!("{}: {example} is {found:?}", row.id.0));
                }
            }
        }
        assert!(failures.is_empty(), "{}", failures.join("\n"));
    }

    impl Bases {
        /// What the row would make of a value.
        fn own(&self, row: &Row<BaseFields>, value: Decimal) -> Decimal {
            value.checked_product(self.forms[&plain(&row.fields.forms[0])].factor).unwrap()
        }
    }

    #[test]
    fn ranges_and_sums_stay_exact() {
        let bases = Bases::new(Rules::embedded());
        let found = bases.convert("7.5".parse().unwrap(), Some("8".parse().unwrap()), "Tỷ  đồng").unwrap();
        assert_eq!((found.value.to_string(), found.unit.as_str()), ("7500000000".to_owned(), "đồng"));
        assert_eq!(found.value_max.unwrap().to_string(), "8000000000");
        assert_eq!(bases.convert("0.1".parse().unwrap(), None, "m2").unwrap().value.to_string(), "0.1");
    }

    #[test]
    fn any_unit_is_answered() {
        let bases = Bases::new(Rules::embedded());
        let one = Decimal::new(1, 0);
        for unit in [
            "",
            "/",
            "//",
            "1.000",
            "0",
            "triệu",
            "đ/đ/đ",
            "%%",
            "\u{0}",
            "nghìn nghìn nghìn",
            "triệu /người",
        ] {
            let _ = bases.convert(one, None, unit);
        }
        let huge = "9".repeat(30).parse().unwrap();
        assert_eq!(bases.convert(huge, None, "nghìn tỷ đồng"), None);
    }
}
