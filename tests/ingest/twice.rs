//! A second run does what is new or changed, and nothing else.

use crate::support::{Scratch, extract, fixture, plan, run};
use std::fs::{self, File};
use std::time::{Duration, SystemTime};

#[test]
fn a_tree_is_taken_in_and_a_second_run_opens_nothing() {
    let scratch = Scratch::new("twice");
    for number in 0..5 {
        scratch.file(format!("a/{number}.txt"), plan(number));
    }
    scratch.file("b/empty.txt", "");
    scratch.file("b/letter.eml", "From: a@b\n\nxin chào\n");
    scratch.file("b/.hidden/x.txt", plan(9));
    scratch.file("plan.docx", fixture("office/structures.docx"));
    let first = scratch.ingest([""; 0]);
    assert_eq!(
        (first.code, first.counts().as_str()),
        (Some(1), "done=6 failed=1 skipped=2"),
        "{}",
        first.said
    );
    let json = first.json();
    assert_eq!(json["kinds"]["KH"], 6);
    assert!(json["years"]["2024"].as_u64().unwrap() >= 5);
    assert_eq!(json["failures"]["empty-file"], 1);
    assert_eq!(json["formats"]["docx"], 1);
    for words in ["6 documents read", "empty-file 1", "extract failures --corpus", "extract retry --corpus"] {
        assert!(first.said.contains(words), "{words} in {}", first.said);
    }
    let corpus = scratch.corpus();
    assert_eq!(
        corpus.ledger(&scratch.tree()),
        [
            "a/0.txt done",
            "a/1.txt done",
            "a/2.txt done",
            "a/3.txt done",
            "a/4.txt done",
            "b/.hidden skipped system-file",
            "b/empty.txt failed empty-file",
            "b/letter.eml skipped email",
            "plan.docx done",
        ]
    );
    // What stands in the corpus is what the command for single files says.
    let path = scratch.tree().canonicalize().unwrap().join("a/3.txt");
    let single = run(extract(["--compact", path.to_str().unwrap()]));
    let key = corpus.texts("SELECT key FROM documents WHERE path LIKE '%/a/3.txt'").remove(0);
    let shown = run(extract(["show", &key, "--corpus", scratch.path("kho").to_str().unwrap()]));
    let values = [single.json(), shown.json()];
    assert_eq!(values[0], values[1]);

    let dump = corpus.dump();
    let second = scratch.ingest([""; 0]);
    assert_eq!((second.code, second.counts().as_str()), (Some(0), "unchanged=9"), "{}", second.said);
    assert_eq!(second.json()["still_failed"], 1);
    assert_eq!(scratch.corpus().dump(), dump);
    assert_eq!(scratch.corpus().texts("SELECT max(attempts) FROM files"), ["1"]);
}

#[test]
fn new_changed_touched_and_removed_files_are_told_apart() {
    let scratch = Scratch::new("changes");
    for name in ["changed", "gone", "same", "touched"] {
        scratch.file(format!("{name}.txt"), plan(name.len()) + name);
    }
    assert_eq!(scratch.ingest([""; 0]).counts(), "done=4");
    scratch.file("changed.txt", plan(77));
    scratch.file("new.txt", plan(78));
    let touched = File::options().append(true).open(scratch.tree().join("touched.txt")).unwrap();
    touched.set_modified(SystemTime::now() - Duration::from_secs(86_400)).unwrap();
    fs::remove_file(scratch.tree().join("gone.txt")).unwrap();

    let dry = scratch.ingest(["--dry-run"]);
    let mut planned: Vec<String> = dry
        .out
        .lines()
        .map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap())
        .map(|line| {
            format!("{} {}", line["work"], line["path"].as_str().unwrap().rsplit('/').next().unwrap())
        })
        .collect();
    planned.sort();
    assert_eq!(planned, ["\"changed\" changed.txt", "\"changed\" touched.txt", "\"new\" new.txt"]);

    let ran = scratch.ingest([""; 0]);
    assert_eq!(ran.counts(), "done=2 unchanged=1 touched=1 missing=1", "{}", ran.said);
    assert!(ran.said.contains("--prune"), "{}", ran.said);
    let numbers = |scratch: &Scratch| scratch.corpus().texts("SELECT number FROM documents ORDER BY number");
    assert_eq!(numbers(&scratch), ["4/KH-UBND", "4/KH-UBND", "7/KH-UBND", "77/KH-UBND", "78/KH-UBND"]);
    // The record of the content before is gone with all its rows.
    assert_eq!(scratch.corpus().texts("SELECT count(*) FROM records"), ["5"]);

    let pruned = scratch.ingest(["--prune"]);
    assert_eq!(pruned.counts(), "unchanged=4 missing=1 pruned=1");
    assert_eq!(scratch.corpus().texts("SELECT count(*) FROM documents"), ["4"]);
    // What remains is what a new corpus of the same files says.
    assert!(run(scratch.command("fresh", [""; 0])).code == Some(0));
    let fresh = crate::support::Corpus::open(&scratch.path("fresh"));
    crate::support::assert_same(&scratch.corpus().dump(), &fresh.dump());
    // All again, with the same end.
    assert_eq!(scratch.ingest(["--force"]).counts(), "done=4");
    crate::support::assert_same(&scratch.corpus().dump(), &fresh.dump());
}

#[test]
fn a_root_that_is_away_takes_nothing_out() {
    let scratch = Scratch::new("away");
    scratch.file("drive/a.txt", plan(1));
    let ingest = |more: &[&str]| {
        let drive = scratch.tree().join("drive");
        let mut command = extract(["ingest", "--json", "--lang", "en"]);
        command.arg(drive).arg("--corpus").arg(scratch.path("kho")).args(more);
        run(command)
    };
    assert_eq!(ingest(&[]).counts(), "done=1");
    // A drive that is not mounted is an empty folder, or none.
    fs::remove_file(scratch.tree().join("drive/a.txt")).unwrap();
    for is_there in [true, false] {
        if !is_there {
            fs::remove_dir(scratch.tree().join("drive")).unwrap();
        }
        let ran = ingest(&["--prune"]);
        assert_eq!(ran.code, Some(3), "{}", ran.said);
        assert!(ran.said.contains("drive is not there, or its drive is away"), "{}", ran.said);
        assert_eq!(scratch.corpus().texts("SELECT state FROM files"), ["done"]);
        assert_eq!(scratch.corpus().texts("SELECT count(*) FROM documents"), ["1"]);
    }
}

#[test]
fn failed_files_are_taken_again_by_their_code() {
    let scratch = Scratch::new("retry");
    scratch.file("long.txt", plan(3).repeat(20_000));
    let ran = scratch.ingest(["--isolate", "--time-limit", "0.05"]);
    assert_eq!(ran.json()["failures"], serde_json::json!({ "timed-out": 1 }), "{}", ran.said);
    // Its time is its own affair: what the limit did to the first it must not do to this one.
    scratch.file("empty.txt", "");
    let ran = scratch.ingest([""; 0]);
    assert_eq!(ran.json()["failures"], serde_json::json!({ "empty-file": 1 }), "{}", ran.said);
    assert_eq!(scratch.ingest([""; 0]).counts(), "unchanged=2");
    let corpus = scratch.path("kho");
    let retry = |more: &[&str]| {
        let mut command = extract(["retry", "--json", "--lang", "en", "--corpus"]);
        command.arg(&corpus).args(more);
        run(command)
    };
    let ran = retry(&["--code", "timed-out", "--time-limit", "10m"]);
    assert_eq!((ran.code, ran.counts().as_str()), (Some(0), "done=1"), "{}", ran.said);
    assert_eq!(retry(&[]).counts(), "failed=1");
    let attempts = scratch.corpus().texts("SELECT attempts FROM files ORDER BY path");
    assert_eq!(attempts, ["2", "2"]);
}

#[test]
fn a_corpus_is_never_read_into_itself() {
    let scratch = Scratch::new("itself");
    scratch.file("a.txt", plan(1));
    let inside = scratch.tree().join("kho");
    for _ in 0..2 {
        let mut command = extract(["ingest", "--json"]);
        let ran = run({
            command.arg(scratch.tree()).arg("--corpus").arg(&inside);
            command
        });
        assert_eq!(ran.code, Some(0), "{}", ran.said);
    }
    let ledger = crate::support::Corpus::open(&inside).ledger(&scratch.tree());
    assert_eq!(ledger, ["a.txt done", "kho skipped corpus"]);
}
