//! Corpora in directories of their own, filled from the fixtures.

use std::path::{Path, PathBuf};
use vanban::corpus::{Corpus, File, Prepared, Preparer, Read, Writer};
use vanban::diagnostic::Lang;
use vanban::rules::Rules;
use vanban::write::{convert, json};
use vanban::{pipeline, read};

/// A directory that goes when the test ends.
pub struct Directory(pub PathBuf);

impl Directory {
    pub fn new(name: &str) -> Directory {
        let path = std::env::temp_dir().join(format!("vanban-corpus-{}-{name}", std::process::id()));
        let _ = std::fs::remove_dir_all(&path);
        std::fs::create_dir_all(&path).unwrap();
        Directory(path)
    }

    pub fn corpus(&self) -> Corpus {
        Corpus::create(&self.0.join("kho"), Lang::Vi).unwrap()
    }
}

impl Drop for Directory {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// The documents among the fixtures.
pub fn fixtures() -> Vec<PathBuf> {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/documents");
    let mut paths: Vec<PathBuf> =
        std::fs::read_dir(directory).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension != "gold"));
    paths.sort();
    paths
}

/// A fixture read under the name `path`: its ledger entry, its record's JSON and what is stored of it.
pub struct Made {
    pub file: File,
    pub json: String,
    pub prepared: Prepared,
}

pub fn make(fixture: &Path, path: &str) -> Made {
    make_bytes(std::fs::read(fixture).unwrap(), path)
}

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
    let prepared = Preparer::new(rules).prepare(record, json.as_bytes());
    Made { file, json, prepared }
}

/// Where a fixture lies in the archive that the ledger tells of.
pub fn archived(fixture: &Path) -> String {
    format!("/archive/{}", fixture.file_name().unwrap().to_string_lossy())
}

/// Puts all fixtures into a corpus, in one run.
pub fn fill(writer: &mut Writer) -> Vec<Made> {
    writer.begin_run(&["/archive".to_owned()], Rules::embedded().fingerprint()).unwrap();
    let made: Vec<Made> = fixtures().iter().map(|fixture| make(fixture, &archived(fixture))).collect();
    for Made { file, prepared, .. } in &made {
        writer.put_document(file, prepared).unwrap();
    }
    writer.commit().unwrap();
    made
}
