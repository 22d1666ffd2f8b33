//! One indicator over years and places.

use super::cites::walk;
use super::node::fold_words;
use crate::corpus::{Fault, Filter, Reader, TargetRow};
use crate::rules::strip_marks;
use rusqlite::types::ToSql;
use schemars::JsonSchema;
use serde::Serialize;

/// A target that sets the indicator.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Point {
    /// The year that the target is for: that of its deadline, otherwise that of the document.
    pub year: Option<u16>,
    /// The province of the issuer.
    pub province: Option<String>,
    /// The level of the issuer: central, province, district, commune.
    pub level: Option<String>,
    pub issuer: Option<String>,
    /// The document.
    pub key: String,
    /// Its number and symbol.
    pub number: Option<String>,
    /// Its year of issue.
    pub document_year: Option<u16>,
    #[serde(flatten)]
    pub target: TargetRow,
}

/// The targets that set an indicator.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Series {
    /// By year, level, province, issuer, document.
    pub points: Vec<Point>,
    /// There are more than were asked for: the first in the order of keys are given.
    pub is_cut: bool,
}

/// The targets whose indicator has these words one after another ("hộ nghèo"), in the documents of `filter`, at most
/// `limit`. Words without marks find words with any ("ho ngheo"); words with marks find none but their own.
///
/// # Errors
/// Those of the database.
pub fn series(reader: &Reader, words: &str, filter: &Filter, limit: usize) -> Result<Series, Fault> {
    let phrase = Phrase::new(words);
    let (condition, values) = filter.condition();
    let values: Vec<&dyn ToSql> = values.iter().map(AsRef::as_ref).collect();
    let sql = format!(
        "SELECT d.year, d.province, d.issuer_level, d.issuer, d.key, d.number, {} \
         FROM documents d JOIN targets t ON t.document_id = d.id WHERE {condition} ORDER BY d.key, t.ordinal",
        TargetRow::COLUMNS
    );
    let mut series = Series { points: Vec::new(), is_cut: false };
    walk(reader, &sql, &values[..], |row| {
        let is_meant =
            row.get_ref("indicator").is_ok_and(|text| text.as_str().is_ok_and(|text| phrase.is_in(text)));
        if !is_meant {
            return Ok(true);
        }
        if series.points.len() >= limit {
            series.is_cut = true;
            return Ok(false);
        }
        let point = || -> rusqlite::Result<Point> {
            let document_year: Option<u16> = row.get(0)?;
            let target = TargetRow::from_columns(row, 6)?;
            Ok(Point {
                year: target.deadline_year.or(document_year),
                province: row.get(1)?,
                level: row.get(2)?,
                issuer: row.get(3)?,
                key: row.get(4)?,
                number: row.get(5)?,
                document_year,
                target,
            })
        };
        series.points.push(point().map_err(|cause| reader.fault(cause))?);
        Ok(true)
    })?;
    series.points.sort_by(|a, b| {
        let order = |p: &Point| (p.year, super::node::rank(p.level.as_deref()));
        order(a).cmp(&order(b)).then_with(|| {
            (&a.province, &a.issuer, &a.key, a.target.ordinal).cmp(&(
                &b.province,
                &b.issuer,
                &b.key,
                b.target.ordinal,
            ))
        })
    });
    Ok(series)
}

/// Words to be found one after another, whatever their case and tone placement. Words without marks find words with any.
pub struct Phrase {
    words: Vec<String>,
    /// The words have no marks and find words with any.
    is_plain: bool,
}

impl Phrase {
    /// The words of a text.
    pub fn new(words: &str) -> Phrase {
        let words = fold_words(words);
        let is_plain = words.iter().all(|word| strip_marks(word) == *word);
        Phrase { words, is_plain }
    }

    /// Whether a text has them; no words are in no text.
    pub fn is_in(&self, text: &str) -> bool {
        let mut words = fold_words(text);
        if self.is_plain {
            words.iter_mut().for_each(|word| *word = strip_marks(word));
        }
        !self.words.is_empty() && words.windows(self.words.len()).any(|window| window == self.words)
    }

    /// As [`Phrase::is_in`], of words that are folded.
    pub(super) fn is_among(&self, words: &[String]) -> bool {
        let same = |(a, b): (&String, &String)| if self.is_plain { strip_marks(a) == *b } else { a == b };
        !self.words.is_empty()
            && words.windows(self.words.len()).any(|window| window.iter().zip(&self.words).all(same))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_one_after_another() {
        for (words, text, wanted) in [
            ("hộ nghèo", "Tỷ lệ hộ nghèo đa chiều", true),
            ("ho ngheo", "Tỷ lệ hộ nghèo đa chiều", true),
            ("hộ nghèo", "Tỷ lệ hộ cận nghèo", false),
            ("hoà giải", "Tỷ lệ hòa giải thành", true),
            ("hồ nghèo", "Tỷ lệ hộ nghèo", false),
            ("", "Tỷ lệ hộ nghèo", false),
            ("hộ nghèo đa chiều giảm", "hộ nghèo", false),
        ] {
            assert_eq!(Phrase::new(words).is_in(text), wanted, "{words} | {text}");
            assert_eq!(Phrase::new(words).is_among(&fold_words(text)), wanted, "{words} | {text}");
        }
    }
}
