//! Documents printed and saved by other programs give the record that their text gives.
//!
//! Runs where `VANBAN_FULL` is set (`./test --full`), for it takes minutes and needs LibreOffice, Chromium, poppler,
//! libtiff's tools and Tesseract; a tool that is missing then is a failure. Exports are kept under `target/` until
//! their document changes.

mod export;

use export::{Exporter, Kind};
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;
use vanban::eval::{self, Options, Report};

/// How far the score of documents that an exporter made may lie below that of their text.
const TEXT: f64 = 0.01;

/// And that of recognized pages; 0.039 and 0.045 were measured.
const RECOGNIZED: f64 = 0.05;

/// Documents with gold: the project's own, and those of a shared directory where it is at hand.
struct Corpus {
    name: &'static str,
    documents: PathBuf,
    gold: PathBuf,
}

fn corpora() -> Vec<Corpus> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let own = root.join("fixtures/documents");
    let mut corpora = vec![Corpus { name: "fixtures", documents: own.clone(), gold: own }];
    let (documents, gold) = (root.join("../shared/seeds"), root.join("../shared/gold"));
    if documents.is_dir() && gold.is_dir() {
        corpora.push(Corpus { name: "seeds", documents, gold });
    } else {
        say("exporters: ../shared/seeds is not there, the project's own documents alone are exported");
    }
    corpora
}

/// Past the harness, which keeps the output of a passing test to itself.
fn say(line: &str) {
    std::io::stderr().write_all(format!("{line}\n").as_bytes()).unwrap();
}

static IS_FULL: LazyLock<bool> = LazyLock::new(|| {
    let is_full = std::env::var_os("VANBAN_FULL").is_some_and(|value| value != "0");
    if !is_full {
        say("exporters: SKIPPED, they run in ./test --full");
    }
    is_full
});

/// Whether the format of a file is one that the program reads.
fn is_read(file: &Path) -> bool {
    let output = Command::new(env!("CARGO_BIN_EXE_extract")).args(["--text"]).arg(file).output().unwrap();
    !String::from_utf8_lossy(&output.stderr).contains("[unsupported-format]")
}

/// The records of files, by their names without ending.
fn records(files: &[PathBuf]) -> BTreeMap<String, Value> {
    let output = Command::new(env!("CARGO_BIN_EXE_extract"))
        .args(["--format", "ndjson", "--lang", "en"])
        .args(files)
        .output()
        .expect("the program starts");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}");
    let lines = String::from_utf8(output.stdout).unwrap();
    let records = lines.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    files.iter().map(|file| stem(file)).zip(records).collect()
}

fn stem(file: &Path) -> String {
    file.file_stem().unwrap().to_string_lossy().into_owned()
}

/// The score of records against the gold of their documents, which lie in this folder.
fn report(corpus: &Corpus, folder: &Path, records: &BTreeMap<String, Value>) -> Report {
    // Gold of documents that were not exported counts for nothing.
    let gold = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!(
        "gold-{}-{}",
        corpus.name,
        folder.file_name().unwrap().to_string_lossy()
    ));
    let _ = fs::remove_dir_all(&gold);
    fs::create_dir_all(&gold).unwrap();
    for stem in records.keys() {
        let name = format!("{stem}.gold");
        fs::copy(corpus.gold.join(&name), gold.join(&name)).unwrap();
    }
    let options = Options { gold, docs: vec![folder.to_owned()], only: None };
    eval::run(&options, |path| records.get(&stem(path)).cloned().ok_or_else(|| "no record".to_owned()))
        .unwrap()
}

fn overall(report: &Report) -> f64 {
    report.figures().into_iter().find(|(name, _)| *name == "overall").unwrap().1
}

/// Compares the records of what an exporter makes with those of the text.
fn compare(exporter: Exporter, allowed: f64) {
    if !*IS_FULL {
        return;
    }
    for corpus in corpora() {
        let exported = export::run(exporter, corpus.name, &corpus.documents);
        let folder = exported[0].file.parent().unwrap().to_owned();
        let files: Vec<PathBuf> = exported.iter().map(|exported| exported.file.clone()).collect();
        if !is_read(&files[0]) {
            say(&format!(
                "exporters: {} {exporter:?}: SKIPPED, this build does not read the format",
                corpus.name
            ));
            continue;
        }
        let texts: Vec<PathBuf> = exported.iter().map(|exported| exported.text.clone()).collect();
        let (found, of_text) = (records(&files), records(&texts));
        let (ours, theirs) = (report(&corpus, &folder, &found), report(&corpus, &corpus.documents, &of_text));
        let (score, least) = (overall(&ours), overall(&theirs) - allowed);
        say(&format!(
            "exporters: {} {exporter:?}: {score:.3}, as text {:.3}, {} documents",
            corpus.name,
            overall(&theirs),
            files.len()
        ));
        assert!(
            score >= least,
            "{} {exporter:?}: {score:.3} < {least:.3}\n{}",
            corpus.name,
            ours.text(vanban::diagnostic::Lang::En, true)
        );
        for (stem, record) in &found {
            placed(stem, record, exporter.kind());
        }
        proved(&found, &folder.join("records.ndjson"));
    }
}

/// Every value has its place: a page and a box in pages, a line in containers.
fn placed(stem: &str, record: &Value, kind: Kind) {
    fn each(value: &Value, check: &mut dyn FnMut(&Value)) {
        match value {
            Value::Array(items) => items.iter().for_each(|item| each(item, check)),
            Value::Object(members) => {
                if let Some(at) = members.get("at").filter(|at| at.is_object()) {
                    check(at);
                }
                members.values().for_each(|member| each(member, check));
            }
            _ => {}
        }
    }
    let mut count = 0;
    each(record, &mut |at| {
        count += 1;
        match kind {
            Kind::Pages => assert!(at["page"].is_u64() && at["bbox"].is_array(), "{stem}: {at}"),
            Kind::Container => assert!(at["bytes"].is_null() && at["bbox"].is_null(), "{stem}: {at}"),
        }
    });
    assert!(count > 10, "{stem}: {count} places");
}

/// `extract verify` bears the records out.
fn proved(records: &BTreeMap<String, Value>, path: &Path) {
    let lines: String = records.values().map(|record| format!("{record}\n")).collect();
    fs::write(path, lines).unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_extract"))
        .args(["verify", "--lang", "en"])
        .arg(path)
        .output()
        .unwrap();
    let (out, said) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{}: {out}{said}", path.display());
}

#[test]
fn pdf_of_libreoffice() {
    compare(Exporter::OfficePdf, TEXT);
}

#[test]
fn pdf_of_chromium() {
    compare(Exporter::BrowserPdf, TEXT);
}

#[test]
fn docx_of_libreoffice() {
    compare(Exporter::Docx, TEXT);
}

#[test]
fn odt_of_libreoffice() {
    compare(Exporter::Odt, TEXT);
}

#[test]
fn rtf_of_libreoffice() {
    compare(Exporter::Rtf, TEXT);
}

#[test]
fn doc_of_libreoffice() {
    compare(Exporter::Doc, TEXT);
}

#[test]
fn pages_at_200_dots_an_inch() {
    compare(Exporter::Scan, RECOGNIZED);
}
