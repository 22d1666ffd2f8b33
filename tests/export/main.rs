//! The corpus in the formats of others: what goes out is what the records say.

mod archives;
mod columns;
mod commands;
mod programs;
#[path = "../corpus/support.rs"]
#[allow(dead_code)]
mod support;

use std::path::{Path, PathBuf};
use support::{Directory, archived, fixtures, make};
use vanban::rules::Rules;
use vanban::write::wire::Record;

/// A record of a fixture and its line of JSON.
fn record(path: &Path) -> (Record, String) {
    let json = make(path, &archived(path)).json;
    (serde_json::from_str(&json).unwrap(), json)
}

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(name)
}

/// A corpus of all documents among the fixtures and the chain; its directory, and its records in the order of their keys.
fn corpus(name: &str) -> (Directory, PathBuf, Vec<String>) {
    let directory = Directory::new(name);
    let corpus = directory.corpus();
    let mut paths = fixtures();
    let chain = std::fs::read_dir(fixture("chain")).unwrap().map(|entry| entry.unwrap().path());
    paths.extend(chain.filter(|path| path.extension().is_some_and(|ending| ending == "txt")));
    let mut writer = corpus.writer().unwrap();
    writer.begin_run(&[], Rules::embedded().fingerprint()).unwrap();
    let mut records = Vec::new();
    for path in &paths {
        let made = make(path, &archived(path));
        writer.put_document(&made.file, &made.prepared).unwrap();
        records.push((made.prepared.key().to_owned(), made.json));
    }
    writer.commit().unwrap();
    records.sort();
    let path = corpus.directory().to_owned();
    (directory, path, records.into_iter().map(|(_, json)| json).collect())
}
