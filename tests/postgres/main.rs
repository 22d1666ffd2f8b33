//! The corpus in a PostgreSQL database: what goes there is what the corpus holds, and stays so.
//!
//! Runs in `./test --full`, which installs the server.

#![cfg(unix)]

mod documented;
#[path = "../../benches/generator/mod.rs"]
mod generator;
mod incremental;
mod refusals;
mod same;
mod server;
mod stops;
#[path = "../corpus/support.rs"]
#[allow(dead_code)]
mod support;
mod words;

use std::path::Path;
use std::process::{Command, Output};
use std::sync::OnceLock;
use support::{Directory, archived, fixtures, make, make_bytes};
use vanban::corpus::{Corpus, Figures};
use vanban::diagnostic::Lang;
use vanban::rules::Rules;

/// `extract export --to …`, as a user types it, with what it says in English.
fn command(corpus: &Path, url: &str, more: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_extract"));
    command.args(["export", "--lang", "en", "--corpus"]).arg(corpus).args(["--to", url]).args(more);
    command.env_remove("PGPASSWORD").env("PGPASSFILE", "/nonexistent").env_remove("PGSSLMODE");
    command
}

/// What an export that ends well says.
#[track_caller]
fn export(corpus: &Path, url: &str, more: &[&str]) -> String {
    let output = command(corpus, url, more).output().unwrap();
    let said = said(&output);
    assert!(output.status.success(), "{said}");
    said
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// Puts the fixtures and so many generated documents into a new corpus.
fn fill(corpus: &Corpus, generated: u64) {
    let mut writer = corpus.writer().unwrap();
    writer.begin_run(&[], Rules::embedded().fingerprint()).unwrap();
    for path in fixtures() {
        let made = make(&path, &archived(&path));
        writer.put_document(&made.file, &made.prepared).unwrap();
    }
    for index in 0..generated {
        let document = generator::document(5, index);
        if document.truth.kind != "broken" {
            let made = make_bytes(document.bytes, &format!("/archive/{}", document.truth.path));
            writer.put_document(&made.file, &made.prepared).unwrap();
        }
    }
    writer.end_run(&Figures::default()).unwrap();
}

/// A corpus of a test's own, of the fixtures.
fn corpus(name: &str) -> (Directory, Corpus) {
    let directory = Directory::new(&format!("pg-{name}"));
    let corpus = directory.corpus();
    fill(&corpus, 0);
    (directory, corpus)
}

/// A corpus of the fixtures and 300 generated documents, to be read only.
fn large() -> &'static Corpus {
    static LARGE: OnceLock<Corpus> = OnceLock::new();
    LARGE.get_or_init(|| {
        let directory = Path::new(env!("CARGO_TARGET_TMPDIR")).join("postgres-large");
        let _ = std::fs::remove_dir_all(&directory);
        let corpus = Corpus::create(&directory, Lang::Vi).unwrap();
        fill(&corpus, 300);
        corpus
    })
}
