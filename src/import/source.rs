//! What is named on the command line, told apart: corpora, tables, lines of records.

use super::problem::Problem;
use super::tables::{self, Table};
use crate::corpus::Corpus;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};
use walkdir::WalkDir;

/// Where documents come from.
#[derive(Debug)]
pub enum Source {
    Corpus(Corpus),
    /// A file of the table `documents`, with so many rows.
    Documents(PathBuf, u64),
    /// A file of the table `failures`, with so many rows.
    Failures(PathBuf, u64),
    /// A file of the table `sources`: all files that each document has.
    Copies(PathBuf),
    /// A record on each line.
    Lines(PathBuf),
}

/// Finds what the paths hold, in their order, and what is none.
///
/// In a directory every file is looked at that a table or lines may be by its ending; names that begin with "_" or "." are
/// passed over, as Spark writes them for itself, and so are tables of findings, which the records hold too.
pub fn find(paths: &[PathBuf], into: &Path) -> (Vec<Source>, Vec<Problem>) {
    let (mut sources, mut problems) = (Vec::new(), Vec::new());
    for path in paths {
        let found = one(path, into, &mut problems);
        match found {
            Ok(found) => sources.extend(found),
            Err(problem) => problems.push(problem),
        }
    }
    (sources, problems)
}

fn one(path: &Path, into: &Path, problems: &mut Vec<Problem>) -> Result<Vec<Source>, Problem> {
    let about = path.metadata().map_err(|cause| Problem::not_found(path, &cause))?;
    let is_database = |path: &Path| path.file_name().is_some_and(|name| name == "vanban.sqlite");
    let directory = if is_database(path) { path.parent().unwrap_or(Path::new(".")) } else { path };
    if is_database(path) || directory.join("vanban.sqlite").is_file() {
        if directory.canonicalize().ok() == into.canonicalize().ok() {
            return Err(Problem::itself(path));
        }
        let corpus = Corpus::open(directory).map_err(|fault| Problem::corpus(&fault))?;
        return Ok(vec![Source::Corpus(corpus)]);
    }
    if !about.is_dir() {
        return match file(path)? {
            Some(source) => Ok(vec![source]),
            None => Err(Problem::no_records(&path.display().to_string(), "record")),
        };
    }
    let is_hidden = |name: &std::ffi::OsStr| {
        name.as_encoded_bytes().first().is_some_and(|first| matches!(first, b'_' | b'.'))
    };
    let walk = WalkDir::new(path).follow_links(true).sort_by_file_name().into_iter();
    let mut found = Vec::new();
    let before = problems.len();
    for entry in walk.filter_entry(|entry| entry.depth() == 0 || !is_hidden(entry.file_name())) {
        let entry = match entry {
            Ok(entry) => entry,
            Err(cause) => {
                let place = cause.path().unwrap_or(path).to_owned();
                problems.push(Problem::not_found(&place, &cause.into()));
                continue;
            }
        };
        let ending = entry.path().extension().and_then(|ending| ending.to_str()).unwrap_or_default();
        if !entry.file_type().is_file() || !["parquet", "ndjson", "jsonl"].contains(&ending) {
            continue;
        }
        match file(entry.path()) {
            Ok(source) => found.extend(source),
            Err(problem) => problems.push(problem),
        }
    }
    if found.is_empty() && problems.len() == before {
        return Err(Problem::nothing_found(&path.display().to_string()));
    }
    Ok(found)
}

/// What a single file holds; `None` for a table of something else.
fn file(path: &Path) -> Result<Option<Source>, Problem> {
    let mut head = Vec::new();
    let opened = File::open(path).and_then(|file| file.take(64).read_to_end(&mut head));
    opened.map_err(|cause| Problem::not_found(path, &cause))?;
    let text = head.strip_prefix("\u{feff}".as_bytes()).unwrap_or(&head).trim_ascii_start();
    if text.first() == Some(&b'{') {
        return Ok(Some(Source::Lines(path.to_owned())));
    }
    let (table, rows) = tables::recognize(path)?;
    Ok(match table {
        Table::Documents => Some(Source::Documents(path.to_owned(), rows)),
        Table::Failures => Some(Source::Failures(path.to_owned(), rows)),
        Table::Copies => Some(Source::Copies(path.to_owned())),
        Table::Other => None,
    })
}
