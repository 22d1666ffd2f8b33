//! The project's own evaluation: records against what annotators found in the same documents.
//!
//! ```text
//! gold file -> gold ---------\
//! document  -> record -> seen -> pairing -> tally, mistake -> report -> record file
//!                                                                 \-> gains against an earlier record
//! ```
//!
//! [`run`] reads a directory of gold files ([`gold`] describes the format), has each document extracted by the
//! function it is given, and returns a [`Report`]: strict and soft counts of each facet, pooled (micro) and as
//! the mean over documents (macro), by file format, with every single mistake. A document that cannot be
//! extracted counts as one in which nothing was found. A [`Record`] keeps a report for later runs to be
//! [compared](Report::compare) with.
//!
//! The evaluation reads the JSON that users get, so what it measures is what they see.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use serde_json::Value;

pub mod accepted;
mod facets;
pub mod gains;
pub mod gold;
mod judge;
mod labels;
pub mod mistake;
mod pairing;
pub mod record;
pub mod report;
mod seen;
mod table;
pub mod tally;
pub mod text;

pub use gains::Comparison;
pub use record::Record;
pub use report::{Failure, Judged, Report};
pub use tally::{Attribute, Facet, Score, Tally};

use gold::{Gold, GoldError};

/// What to evaluate.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Directory of gold files, `STEM.gold`.
    pub gold: PathBuf,
    /// Directories of the documents, `STEM.*`; the first that has one wins.
    pub docs: Vec<PathBuf>,
    /// Only the stems that contain this.
    pub only: Option<String>,
}

/// Why there is no report. What is wrong with a single document is in the report.
#[derive(Debug)]
pub enum Error {
    /// A file or directory cannot be read or written.
    Io { path: PathBuf, source: io::Error },
    /// A gold file has a line that is not in the format.
    Gold { path: PathBuf, error: GoldError },
    /// No gold file in the directory, or none whose name contains [`Options::only`].
    NoGold { path: PathBuf },
    /// A file is no record of figures.
    Record { path: PathBuf, message: String },
}

impl Error {
    pub(crate) fn io(path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_owned();
        move |source| Self::Io { path, source }
    }
}

/// Evaluates every gold file. `extract` gives the record of a document as JSON, or says why there is none; it is
/// called from several threads.
///
/// # Errors
/// Where the gold cannot be read; a document that fails is listed in the report.
pub fn run(
    options: &Options,
    extract: impl Fn(&Path) -> Result<Value, String> + Sync,
) -> Result<Report, Error> {
    let mut golds: Vec<PathBuf> = listing(&options.gold)?;
    golds.retain(|path| is_gold(path));
    golds.retain(|path| options.only.as_ref().is_none_or(|only| stem(path).contains(only.as_str())));
    if golds.is_empty() {
        return Err(Error::NoGold { path: options.gold.clone() });
    }
    let mut docs = Vec::new();
    for directory in &options.docs {
        docs.extend(listing(directory)?);
    }
    // Gold may lie beside its document.
    docs.retain(|path| !is_gold(path));
    let documents = golds.par_iter().map(|gold| evaluate(gold, &docs, &extract)).collect::<Result<_, _>>()?;
    Ok(Report::new(documents))
}

fn evaluate(
    gold_path: &Path,
    docs: &[PathBuf],
    extract: &impl Fn(&Path) -> Result<Value, String>,
) -> Result<Judged, Error> {
    let text = fs::read_to_string(gold_path).map_err(Error::io(gold_path))?;
    let gold = Gold::parse(&text).map_err(|error| Error::Gold { path: gold_path.to_owned(), error })?;
    let stem = stem(gold_path);
    let path = docs.iter().find(|doc| doc.file_stem().is_some_and(|s| s.to_string_lossy() == stem)).cloned();
    let mut hasher = blake3::Hasher::new();
    hasher.update(blake3::hash(text.as_bytes()).as_bytes());
    let extracted = match &path {
        None => Err(Failure::NoDocument),
        Some(path) => {
            // A document that cannot be opened is the extractor's to report; its hash is then the gold's alone.
            if let Ok(file) = File::open(path) {
                hasher.update_reader(file).map_err(Error::io(path))?;
            }
            extract(path).map_err(Failure::Extraction).and_then(one_record)
        }
    };
    let (record, failure) = match extracted {
        Ok(record) => (record, None),
        Err(failure) => (Value::Null, Some(failure)),
    };
    let score = judge::judge(&gold, &record);
    let hash = hasher.finalize().to_hex().to_string();
    Ok(Judged { stem, path, hash, failure, score, gold })
}

/// A record, or the first of a list.
fn one_record(value: Value) -> Result<Value, Failure> {
    let record = match value {
        Value::Array(records) => records.into_iter().next().unwrap_or_default(),
        other => other,
    };
    if record.is_object() { Ok(record) } else { Err(Failure::NoRecord) }
}

/// The files of a directory by name.
fn listing(directory: &Path) -> Result<Vec<PathBuf>, Error> {
    let entries = fs::read_dir(directory).map_err(Error::io(directory))?;
    let paths = entries.map(|entry| entry.map(|entry| entry.path())).collect::<Result<Vec<_>, _>>();
    let mut paths = paths.map_err(Error::io(directory))?;
    paths.retain(|path| path.is_file());
    paths.sort();
    Ok(paths)
}

fn is_gold(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "gold")
}

fn stem(path: &Path) -> String {
    path.file_stem().unwrap_or_default().to_string_lossy().into_owned()
}

#[cfg(test)]
mod tests;
