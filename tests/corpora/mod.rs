//! Documents as an ingest puts them into a corpus.

#![allow(dead_code, reason = "no test uses all of it")]

use std::path::{Path, PathBuf};
use vanban::corpus::{File, Prepared, Preparer, Read};
use vanban::diagnostic::Lang;
use vanban::rules::Rules;
use vanban::write::{convert, json};
use vanban::{pipeline, read};

/// The documents among the fixtures.
pub fn fixtures() -> Vec<PathBuf> {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/documents");
    let mut paths: Vec<PathBuf> =
        std::fs::read_dir(directory).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension != "gold"));
    paths.sort();
    paths
}

/// Where a fixture lies in the archive that the ledger tells of.
pub fn archived(fixture: &Path) -> String {
    format!("/archive/{}", fixture.file_name().unwrap().to_string_lossy())
}

/// A document: its ledger entry, its record's JSON and what is stored of it.
pub struct Made {
    pub file: File,
    pub json: String,
    pub prepared: Prepared,
}

/// Reads bytes under the name `path`.
pub fn make_bytes(bytes: Vec<u8>, path: &str) -> Made {
    let rules = Rules::embedded();
    let source = read::decode(path, bytes, &read::Options::default()).unwrap();
    let record = convert::record(&pipeline::from_source(source, rules), Lang::Vi);
    let mut line = Vec::new();
    json::write(&mut line, &record, json::Style::Compact).unwrap();
    let file = File {
        path: path.to_owned(),
        size: record.source.bytes,
        modified: Some(1),
        blake3: Some(record.source.blake3.clone()),
        format: Some(record.source.format.clone()),
        seconds: 0.01,
        peak_memory: None,
        read: Read { rules: rules.fingerprint().to_owned(), options: String::new() },
    };
    let json = String::from_utf8(line).unwrap().trim_end().to_owned();
    let prepared = Preparer::new(rules).prepare(record).unwrap();
    Made { file, json, prepared }
}
