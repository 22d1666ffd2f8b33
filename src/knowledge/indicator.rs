//! Which indicators of different documents are the same, and their values side by side.
//!
//! Two indicators are the same where their words are, without marks and without the words that say nothing of what is
//! measured (`rules/unmeasured.toml`: tỷ lệ, số, đạt, names of levels): at least three in five of all words of both are common to both, or all
//! words of the shorter one, two at least, stand in the longer, which has at most twice as many. Numbers in them must be
//! the same, and so must units, by their base unit; a change and a level are never the same.

use super::cites::{id_of, node_of};
use super::node::Node;
use crate::corpus::{Fault, Reader, TargetRow};
use crate::rules::{Rules, strip_marks};
use rustc_hash::{FxHashMap, FxHashSet};
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// A target of a document in a comparison.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Value {
    /// The document: its place in `documents`.
    pub document: usize,
    #[serde(flatten)]
    pub target: TargetRow,
}

/// One indicator and its values in all documents.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Row {
    /// As the first document names it.
    pub indicator: String,
    /// In the order of the documents, then of their targets.
    pub values: Vec<Value>,
}

/// The indicators of several documents side by side.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Compared {
    /// In the order that was asked for.
    pub documents: Vec<Node>,
    /// In the order of the first document that has it.
    pub rows: Vec<Row>,
}

/// Puts the targets of documents side by side. With `shared` only the indicators of more than one document.
///
/// # Errors
/// No document has one of the keys; those of the database.
pub fn compare(reader: &Reader, keys: &[String], shared: bool, rules: &Rules) -> Result<Compared, Fault> {
    let unmeasured = Unmeasured::of(rules);
    let mut documents = Vec::new();
    let mut rows: Vec<(Row, Measured)> = Vec::new();
    // Rows by the words of their indicators.
    let mut by_word: FxHashMap<String, Vec<usize>> = FxHashMap::default();
    for (document, key) in keys.iter().enumerate() {
        let id = id_of(reader, key)?;
        documents.push(node_of(reader, id)?);
        for target in reader.targets(id)? {
            let value = Value { document, target };
            let measured = Measured::of(&value.target, &unmeasured);
            let mut common: BTreeMap<usize, usize> = BTreeMap::new();
            for word in &measured.words {
                by_word.get(word).into_iter().flatten().for_each(|&row| *common.entry(row).or_default() += 1);
            }
            let mut best: Option<(f64, usize)> = None;
            for (row, common) in common {
                let likeness = rows[row].1.likeness(&measured, common).unwrap_or_default();
                if likeness > best.map_or(0.0, |(best, _)| best) {
                    best = Some((likeness, row));
                }
            }
            match best {
                Some((_, row)) => rows[row].0.values.push(value),
                None => {
                    for word in &measured.words {
                        by_word.entry(word.clone()).or_default().push(rows.len());
                    }
                    rows.push((
                        Row { indicator: value.target.indicator.clone(), values: vec![value] },
                        measured,
                    ));
                }
            }
        }
    }
    let is_shared = |row: &Row| row.values.iter().any(|value| value.document != row.values[0].document);
    let rows = rows.into_iter().map(|(row, _)| row).filter(|row| !shared || is_shared(row)).collect();
    Ok(Compared { documents, rows })
}

/// Words, without marks, that say nothing of what is measured.
struct Unmeasured(FxHashSet<String>);

impl Unmeasured {
    fn of(rules: &Rules) -> Unmeasured {
        let words = rules.unmeasured.rows.iter().flat_map(|row| &row.fields.words);
        Unmeasured(words.map(|word| strip_marks(word)).collect())
    }
}

/// What an indicator measures, to compare.
struct Measured {
    words: BTreeSet<String>,
    numbers: Vec<String>,
    unit: Option<String>,
    is_change: bool,
}

impl Measured {
    fn of(target: &TargetRow, unmeasured: &Unmeasured) -> Measured {
        let plain = strip_marks(&target.indicator);
        let all = || plain.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        let is_number = |word: &&str| word.bytes().all(|b| b.is_ascii_digit());
        let mut words: BTreeSet<String> = all()
            .filter(|word| !is_number(word) && !unmeasured.0.contains(*word))
            .map(str::to_owned)
            .collect();
        if words.is_empty() {
            words = all().map(str::to_owned).collect();
        }
        Measured {
            words,
            numbers: all().filter(is_number).map(str::to_owned).collect(),
            unit: target.base_unit.clone().or_else(|| target.unit.as_deref().map(strip_marks)),
            is_change: matches!(target.change.as_deref(), Some("increase" | "decrease")),
        }
    }

    /// How alike two indicators are that have `common` words in common; `None` where they are not the same.
    fn likeness(&self, other: &Measured, common: usize) -> Option<f64> {
        let units_agree = match (&self.unit, &other.unit) {
            (Some(a), Some(b)) => a == b,
            _ => true,
        };
        if !units_agree || self.is_change != other.is_change || self.numbers != other.numbers {
            return None;
        }
        let (shorter, longer) =
            (self.words.len().min(other.words.len()), self.words.len().max(other.words.len()));
        let likeness = common as f64 / (shorter + longer - common) as f64;
        let is_inside = common == shorter && shorter >= 2 && longer <= 2 * shorter;
        (likeness >= 0.6 || is_inside).then_some(likeness)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn target(indicator: &str, unit: &str, change: Option<&str>) -> TargetRow {
        TargetRow {
            ordinal: 0,
            indicator: indicator.to_owned(),
            comparator: None,
            change: change.map(str::to_owned),
            value: None,
            value_max: None,
            unit: Some(unit.to_owned()),
            base_value: None,
            base_value_max: None,
            base_unit: None,
            deadline: None,
            deadline_year: None,
            section: String::new(),
            quote: String::new(),
            page: None,
            line: None,
        }
    }

    fn are_same(a: &TargetRow, b: &TargetRow) -> bool {
        let unmeasured = Unmeasured::of(Rules::embedded());
        let (a, b) = (Measured::of(a, &unmeasured), Measured::of(b, &unmeasured));
        a.likeness(&b, a.words.intersection(&b.words).count()).is_some()
    }

    #[test]
    fn every_row_passes_over_a_word_of_its_examples() {
        for row in &Rules::embedded().unmeasured.rows {
            let words: Vec<String> = row.fields.words.iter().map(|word| strip_marks(word)).collect();
            let has_one =
                |text: &String| strip_marks(text).split(' ').any(|word| words.iter().any(|own| own == word));
            assert!(!row.find.is_empty() && row.find.iter().all(has_one), "{:?}", row.id);
            assert!(!row.leave.is_empty() && !row.leave.iter().any(has_one), "{:?}", row.id);
        }
    }

    #[test]
    fn the_same_indicator_in_other_words() {
        for (a, b) in [
            ("Tỷ lệ hộ nghèo", "tỉ lệ hộ nghèo trên địa bàn huyện"),
            ("Tỷ lệ bao phủ bảo hiểm y tế", "Tỷ lệ người dân tham gia bảo hiểm y tế"),
            ("Thu ngân sách nhà nước trên địa bàn", "thu ngân sách trên địa bàn tỉnh"),
            ("độ che phủ rừng", "Tỷ lệ độ che phủ rừng"),
        ] {
            assert!(are_same(&target(a, "%", None), &target(b, "%", None)), "{a} | {b}");
        }
    }

    #[test]
    fn other_indicators_units_and_changes_stay_apart() {
        for (a, b) in [
            ("Tỷ lệ hộ nghèo", "Tỷ lệ hộ cận nghèo thoát nghèo bền vững"),
            ("Trồng rừng mới", "Độ che phủ rừng"),
            ("Trường đạt chuẩn mức độ 1", "Trường đạt chuẩn mức độ 2"),
        ] {
            assert!(!are_same(&target(a, "%", None), &target(b, "%", None)), "{a} | {b}");
        }
        assert!(!are_same(&target("Tỷ lệ hộ nghèo", "%", None), &target("Hộ nghèo", "hộ", None)));
        assert!(!are_same(
            &target("Tỷ lệ hộ nghèo", "%", None),
            &target("Tỷ lệ hộ nghèo", "%", Some("decrease"))
        ));
    }
}
