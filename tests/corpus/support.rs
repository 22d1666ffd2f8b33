//! Corpora in directories of their own, filled from the fixtures.

#[path = "../corpora/mod.rs"]
mod corpora;

#[allow(unused_imports, reason = "no test uses all of it")]
pub use corpora::{Made, archived, fixtures, make_bytes};
use std::path::{Path, PathBuf};
use vanban::corpus::{Corpus, Writer};
use vanban::diagnostic::Lang;
use vanban::rules::Rules;

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

/// A fixture read under the name `path`.
pub fn make(fixture: &Path, path: &str) -> Made {
    make_bytes(std::fs::read(fixture).unwrap(), path)
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
