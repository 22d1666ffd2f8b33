//! From a row of a source to what the corpus takes: the record read and checked, its rows and signature made.

use super::problem::Problem;
use super::rows::{Of, Row};
use crate::corpus::{File, Foreign, Origin, Prepared, Preparer, Read, State};
use crate::write::wire::{Record, SCHEMA_VERSION};
use serde::Deserialize;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// What the corpus takes.
pub struct Made {
    pub by: Origin,
    pub entry: Option<Foreign>,
    pub prepared: Option<Prepared>,
}

/// Makes a row ready.
///
/// # Errors
/// It is no record, or not the one that it says, or of another schema.
pub fn make(row: Row, preparer: &Preparer) -> Result<Made, Problem> {
    let (from, place) = (row.from.clone(), row.place);
    // A record that brings the program down is left out, as one that is none.
    catch_unwind(AssertUnwindSafe(|| made(row, preparer)))
        .unwrap_or_else(|_| Err(Problem::no_record(&from)))
        .map_err(|problem| match place {
            Some(place) => problem.at(place),
            None => problem,
        })
}

fn made(row: Row, preparer: &Preparer) -> Result<Made, Problem> {
    let Row { from, key, program, rules, of, .. } = row;
    match of {
        Of::Corpus { path, entry, record } => {
            let prepared = record.map(|json| prepare(&from, &key, json, preparer)).transpose()?;
            let by = Origin { key, path, program, rules };
            Ok(Made { by, entry: entry.map(|entry| *entry), prepared })
        }
        Of::Record(json) => {
            let prepared = prepare(&from, &key, json, preparer)?;
            let by =
                Origin { key: prepared.key().to_owned(), path: prepared.path().to_owned(), program, rules };
            let entry = entry_of(&prepared, &by);
            Ok(Made { by, entry: Some(entry), prepared: Some(prepared) })
        }
    }
}

/// The version of a record of any shape.
#[derive(Deserialize)]
struct Version {
    schema_version: serde_json::Value,
}

/// Reads a record and makes it ready. `key` is what its source calls it, empty where it does not.
fn prepare(from: &str, key: &str, json: String, preparer: &Preparer) -> Result<Prepared, Problem> {
    let read: Result<Record, serde_json::Error> = serde_json::from_str(&json);
    let found = match &read {
        Ok(record) => Some(record.schema_version.clone()),
        Err(_) => serde_json::from_str::<Version>(&json).ok().map(|found| {
            found.schema_version.as_str().map_or_else(|| found.schema_version.to_string(), str::to_owned)
        }),
    };
    if let Some(found) = found.filter(|found| found != SCHEMA_VERSION) {
        return Err(Problem::other_schema(from, &found));
    }
    let record = read.map_err(|cause| Problem::no_record(from).caused_by(cause))?;
    let hash = &record.source.blake3;
    let is_key = hash.len() == 64 && hash.bytes().all(|digit| matches!(digit, b'0'..=b'9' | b'a'..=b'f'));
    if !is_key || (!key.is_empty() && key != hash) {
        return Err(Problem::wrong_key(from));
    }
    if record.source.path.is_empty() {
        return Err(Problem::no_record(from).caused_by("source.path"));
    }
    // A record stands on one line, as this program writes it.
    let prepared = match json.trim().contains(['\n', '\r']) {
        true => preparer.prepare(record),
        false => preparer.prepare_json(record, json),
    };
    prepared.map_err(|fault| Problem::no_record(from).caused_by(fault))
}

/// What the ledger says of a file of which the record alone is known.
fn entry_of(prepared: &Prepared, by: &Origin) -> Foreign {
    let source = &prepared.record().source;
    Foreign {
        file: File {
            path: by.path.clone(),
            size: source.bytes,
            modified: None,
            blake3: Some(by.key.clone()),
            format: Some(source.format.clone()),
            seconds: 0.0,
            peak_memory: None,
            read: Read { rules: by.rules.clone(), options: String::new() },
        },
        program: by.program.clone(),
        state: State::Done,
        reason: None,
        attempts: 1,
        seen: None,
        is_linked: true,
    }
}
