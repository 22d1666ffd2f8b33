//! Corpora and exports to import from, and tables as other engines write them.

#[path = "../ingest/support.rs"]
#[allow(dead_code)]
mod trees;

pub use trees::{Corpus, Numbers, Ran, Scratch, assert_same, extract, fixture, plan, ran, run};

use arrow_array::{ArrayRef, RecordBatch, StringArray};
use parquet::arrow::ArrowWriter;
use parquet::basic::Compression;
use parquet::file::properties::WriterProperties;
use std::fs::{self, File};
use std::path::Path;
use std::process::Command;
use std::sync::Arc;

/// A tree of plans, copies, a file that fails, one that is passed over, a Word file and an archive, below `folder`.
pub fn fill(scratch: &Scratch, folder: &str, plans: std::ops::Range<usize>) {
    for number in plans.clone() {
        scratch.file(format!("{folder}/{number}.txt"), plan(number).repeat(1 + number % 4));
        if number % 5 == 0 {
            scratch.file(format!("{folder}/copies/{number}.txt"), plan(number).repeat(1 + number % 4));
        }
    }
    scratch.file(format!("{folder}/empty.txt"), "");
    scratch.file(format!("{folder}/letter.eml"), "From: an@example.vn\n\nThư");
    scratch.file(format!("{folder}/word.docx"), fixture("office/structures.docx"));
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for number in plans.take(3) {
        zip.start_file(format!("{number}.txt"), zip::write::SimpleFileOptions::default()).unwrap();
        std::io::Write::write_all(&mut zip, plan(1000 + number).as_bytes()).unwrap();
    }
    scratch.file(format!("{folder}/archive.zip"), zip.finish().unwrap().into_inner());
}

/// `extract ingest PATH --corpus NAME`, which some files of [`fill`] fail in.
#[track_caller]
pub fn ingest(scratch: &Scratch, path: &Path, corpus: &str) {
    let mut command = extract(["ingest", "--lang", "en", "--quiet", "--jobs", "2"]);
    command.arg(path).arg("--corpus").arg(scratch.path(corpus));
    let ran = run(command);
    assert!(matches!(ran.code, Some(0 | 1)), "{:?} {}", ran.code, ran.said);
}

/// `extract import SOURCES… --corpus NAME --json …`, to be started.
pub fn command(scratch: &Scratch, sources: &[&str], corpus: &str, more: &[&str]) -> Command {
    let mut command = extract(["import", "--json", "--lang", "en", "--jobs", "2"]);
    command.args(sources.iter().map(|source| scratch.path(source)));
    command.arg("--corpus").arg(scratch.path(corpus)).args(more);
    command
}

pub fn import(scratch: &Scratch, sources: &[&str], corpus: &str) -> Ran {
    run(command(scratch, sources, corpus, &[]))
}

/// Members of the summary that are not 0: "new=2 unchanged=1".
#[track_caller]
pub fn counts(ran: &Ran) -> String {
    let json = ran.json();
    let names = ["new", "renewed", "unchanged", "entries", "failed", "conflicts", "corrections"];
    let counts = names.iter().filter(|name| json[**name] != 0);
    counts.map(|name| format!("{name}={}", json[*name])).collect::<Vec<_>>().join(" ")
}

/// `extract export --corpus NAME --format FORM -o OUT`
#[track_caller]
pub fn export(scratch: &Scratch, corpus: &str, form: &str, out: &str) {
    let mut command = extract(["export", "--quiet", "--format", form, "--corpus"]);
    command.arg(scratch.path(corpus)).arg("-o").arg(scratch.path(out));
    let ran = run(command);
    assert_eq!(ran.code, Some(0), "{}", ran.said);
}

/// What `extract search` finds, but for when the documents came into the corpus.
#[track_caller]
pub fn found(scratch: &Scratch, corpus: &str, query: &str) -> String {
    let mut command = extract(["search", "--json", "--corpus"]);
    command.arg(scratch.path(corpus)).arg(query);
    let ran = run(command);
    assert_eq!(ran.code, Some(0), "{}", ran.said);
    ran.out.lines().filter(|line| !line.contains("\"ingested\"")).collect::<Vec<_>>().join("\n")
}

/// What a corpus says of documents, and nothing of its ledger.
pub fn documents(corpus: &Corpus) -> String {
    let dump = corpus.dump();
    let mut tables: Vec<&str> = dump.split_inclusive("\n").collect();
    let at = tables.iter().position(|line| line.starts_with("== files")).unwrap();
    let end = at + 1 + tables[at + 1..].iter().position(|line| line.starts_with("== ")).unwrap();
    tables.drain(at..end);
    tables.concat()
}

/// A table as Spark writes it: columns of text that may all be null.
pub fn table(path: &Path, columns: &[(&str, Vec<Option<&str>>)], group: usize) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    let columns = columns.iter().map(|(name, values)| {
        let values: ArrayRef = Arc::new(StringArray::from(values.clone()));
        (*name, values, true)
    });
    let batch = RecordBatch::try_from_iter_with_nullable(columns).unwrap();
    let properties = WriterProperties::builder()
        .set_compression(Compression::SNAPPY)
        .set_max_row_group_row_count(Some(group))
        .build();
    let mut writer =
        ArrowWriter::try_new(File::create(path).unwrap(), batch.schema(), Some(properties)).unwrap();
    writer.write(&batch).unwrap();
    writer.close().unwrap();
}

/// Records and their keys, of an export as lines.
pub fn records(scratch: &Scratch, lines: &str) -> Vec<(String, String)> {
    let lines = fs::read_to_string(scratch.path(lines)).unwrap();
    let of = |line: &str| {
        let record: serde_json::Value = serde_json::from_str(line).unwrap();
        (record["source"]["blake3"].as_str().unwrap().to_owned(), line.to_owned())
    };
    lines.lines().map(of).collect()
}
