//! The page by hand: search, filter, open, from a value to its place and back, correct, save; with screenshots.
//!
//! Needs node, Chromium and the package playwright-core in the directory that VANBAN_PLAYWRIGHT names; `./test --full`
//! gets them. Without them the test says so and passes over itself.

use crate::support::{Directory, Server, fill};
use std::path::Path;
use std::process::Command;

#[test]
fn a_person_finds_reads_corrects_and_saves() {
    let Some(modules) = std::env::var_os("VANBAN_PLAYWRIGHT") else {
        assert!(std::env::var_os("VANBAN_FULL").is_none(), "playwright-core is not installed");
        eprintln!("SKIPPED: no browser to test with (./test --full gets it)");
        return;
    };
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/documents");
    let directory = Directory::new("browser");
    let keys = fill(&directory);
    for entry in std::fs::read_dir(fixtures).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|extension| extension == "txt" || extension == "md") {
            directory.put(&path.file_name().unwrap().to_string_lossy(), &std::fs::read(&path).unwrap());
        }
    }
    let corpus = vanban::corpus::Corpus::open(&directory.corpus()).unwrap();
    vanban::search::rebuild(&corpus, &mut |_| {}).unwrap();
    let server = Server::start(&directory, &["--allow-edit"]);
    let pictures =
        std::env::var_os("VANBAN_SCREENSHOTS").map_or_else(|| directory.0.join("pictures"), Into::into);
    std::fs::create_dir_all(&pictures).unwrap();
    let ran = Command::new("node")
        .arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/serve/browser.cjs"))
        .arg(format!("http://{}", server.address))
        .args([&keys.plan, &keys.pdf, &keys.hostile])
        .arg(&pictures)
        .env("NODE_PATH", Path::new(&modules).join("node_modules"))
        .output()
        .expect("node");
    let said = format!("{}{}", String::from_utf8_lossy(&ran.stdout), String::from_utf8_lossy(&ran.stderr));
    assert!(ran.status.success(), "{said}");
    assert!(said.contains("all passed"), "{said}");
}
