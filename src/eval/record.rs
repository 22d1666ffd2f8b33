//! Committed figures: one evaluation as a small JSON file, for later ones to be compared with.
//!
//! A record names each mistake by a [`Mark`] and holds no words of the documents. Figures are rounded to four
//! decimals, so that a record changes only where something changed.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::time::{SystemTime, UNIX_EPOCH};

use serde::{Deserialize, Serialize};

use super::Error;
use super::mistake::Mark;
use super::report::{Judged, Report};
use super::tally::{Attribute, Facet, Score};
use crate::diagnostic::Lang;

/// The layout of the file; a reader refuses any other.
const FORMAT: u32 = 1;

/// One evaluation, as it is committed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Record {
    /// Layout of this file.
    pub format: u32,
    /// Day of the evaluation, ISO 8601.
    pub date: String,
    /// Version of the program.
    pub version: String,
    /// What it ran on.
    pub machine: String,
    /// BLAKE3 over all gold and document files, in hex.
    pub corpus: String,
    pub overall: Overall,
    /// By the name of the facet.
    pub facets: BTreeMap<String, Figures>,
    /// By the name of the attribute.
    pub attributes: BTreeMap<String, Right>,
    /// By the file format.
    pub formats: BTreeMap<String, OfFormat>,
    pub documents: Vec<Document>,
}

/// Mean F1 of the facets, 0 to 1.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Overall {
    /// Strict, all documents pooled: the figure to go by.
    pub micro: f64,
    /// Strict, mean over documents.
    #[serde(rename = "macro")]
    pub mean: f64,
    pub micro_soft: f64,
    pub macro_soft: f64,
}

/// Figures of one facet.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Figures {
    pub precision: f64,
    pub recall: f64,
    pub f1: f64,
    pub macro_f1: f64,
    pub tp: usize,
    pub fp: usize,
    #[serde(rename = "fn")]
    pub fn_: usize,
}

/// How many of the found items have an attribute right.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Right {
    pub right: usize,
    pub of: usize,
}

/// The documents of one file format.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct OfFormat {
    pub documents: usize,
    /// Strict, pooled.
    pub overall: f64,
}

/// One document and its mistakes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Document {
    pub stem: String,
    pub format: String,
    /// BLAKE3 over gold and document, in hex.
    pub hash: String,
    /// Strict.
    pub overall: f64,
    /// Why nothing was extracted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub failure: Option<String>,
    /// Facet, then kind of mistake, then the marks of all mistakes of the kind.
    pub mistakes: BTreeMap<String, BTreeMap<String, Vec<Mark>>>,
}

impl Record {
    /// The record of an evaluation; `date` is ISO 8601 ([`today`]), `machine` in plain words ([`machine`]).
    pub fn new(report: &Report, date: &str, machine: &str) -> Self {
        let total = report.total();
        let figures = |facet: Facet| {
            let tally = total.facet(facet);
            Figures {
                precision: round(tally.precision()),
                recall: round(tally.recall()),
                f1: round(tally.f1()),
                macro_f1: round(report.mean(facet).f1),
                tp: tally.tp,
                fp: tally.fp,
                fn_: tally.fn_,
            }
        };
        let attributes =
            Attribute::ALL.iter().map(|attribute| (attribute.name(), total.attribute(*attribute)));
        let judged = attributes.filter(|(_, share)| share.of > 0);
        let formats = report
            .formats()
            .into_iter()
            .map(|(format, (documents, score))| (format, OfFormat { documents, overall: strict(&score) }));
        Self {
            format: FORMAT,
            date: date.to_owned(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            machine: machine.to_owned(),
            corpus: report.corpus.clone(),
            overall: Overall {
                micro: strict(total),
                mean: round(report.mean_overall(&Facet::STRICT)),
                micro_soft: round(total.overall(&Facet::SOFT)),
                macro_soft: round(report.mean_overall(&Facet::SOFT)),
            },
            facets: Facet::ALL.iter().map(|facet| (facet.name().to_owned(), figures(*facet))).collect(),
            attributes: judged
                .map(|(name, share)| (name.to_owned(), Right { right: share.right, of: share.of }))
                .collect(),
            formats: formats.collect(),
            documents: report.documents.iter().map(Document::new).collect(),
        }
    }

    /// Reads a committed record.
    ///
    /// # Errors
    /// Where the file cannot be read or is no record of this layout.
    pub fn load(path: &Path) -> Result<Self, Error> {
        let text = fs::read_to_string(path).map_err(Error::io(path))?;
        let wrong = |message: String| Error::Record { path: path.to_owned(), message };
        let record: Self = serde_json::from_str(&text).map_err(|error| wrong(error.to_string()))?;
        match record.format {
            FORMAT => Ok(record),
            other => Err(wrong(format!("format {other}, expected {FORMAT}"))),
        }
    }

    /// Writes the record as JSON, one mistake a line.
    ///
    /// # Errors
    /// Where the file cannot be written.
    pub fn save(&self, path: &Path) -> Result<(), Error> {
        let json = serde_json::to_string_pretty(self).map_err(|error| Error::io(path)(error.into()))?;
        fs::write(path, json + "\n").map_err(Error::io(path))
    }
}

impl Document {
    fn new(judged: &Judged) -> Self {
        let mut mistakes: BTreeMap<String, BTreeMap<String, Vec<Mark>>> = BTreeMap::new();
        for mistake in &judged.score.mistakes {
            let facet = mistakes.entry(mistake.facet.name().to_owned()).or_default();
            facet.entry(mistake.kind.name().to_owned()).or_default().push(mistake.mark.clone());
        }
        Self {
            stem: judged.stem.clone(),
            format: judged.format(),
            hash: judged.hash.clone(),
            overall: strict(&judged.score),
            failure: judged.failure.as_ref().map(|failure| failure.message(Lang::En)),
            mistakes,
        }
    }
}

fn strict(score: &Score) -> f64 {
    round(score.overall(&Facet::STRICT))
}

fn round(figure: f64) -> f64 {
    (figure * 1e4).round() / 1e4
}

/// Today in UTC, ISO 8601.
pub fn today() -> String {
    let seconds = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
    date_of(seconds / 86_400)
}

/// The Gregorian date of a day counted from 1970-01-01, by Howard Hinnant's `civil_from_days`
/// (<https://howardhinnant.github.io/date_algorithms.html>): years begin in March, eras have 400 years.
fn date_of(day: u64) -> String {
    let day = day + 719_468;
    let (era, of_era) = (day / 146_097, day % 146_097);
    let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let from_march = (5 * of_year + 2) / 153;
    let day_of_month = of_year - (153 * from_march + 2) / 5 + 1;
    let month = if from_march < 10 { from_march + 3 } else { from_march - 9 };
    let year = era * 400 + year_of_era + u64::from(month <= 2);
    format!("{year:04}-{month:02}-{day_of_month:02}")
}

/// The machine in plain words: architecture, system, processors and, where the system tells, their model.
pub fn machine() -> String {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let cpuinfo = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model =
        cpuinfo.lines().find(|line| line.starts_with("model name")).and_then(|line| line.split_once(':'));
    let model = model.map(|(_, name)| format!(", {}", name.trim())).unwrap_or_default();
    format!("{} {}, {cores} processors{model}", std::env::consts::ARCH, std::env::consts::OS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_have_their_dates() {
        for (day, date) in [
            (0, "1970-01-01"),
            (59, "1970-03-01"),
            (11_016, "2000-02-29"),
            (19_782, "2024-02-29"),
            (19_783, "2024-03-01"),
            (20_088, "2024-12-31"),
            (47_540, "2100-02-28"),
            (47_541, "2100-03-01"),
        ] {
            assert_eq!(date_of(day), date);
        }
    }
}
