//! Corpora merged: one made of two halves of a tree is the one of the whole tree.

use crate::support::{
    Corpus, Scratch, assert_same, counts, export, extract, fill, found, import, ingest, plan, records, run,
    table,
};
use rusqlite::Connection;
use std::fs;

/// Copies a corpus that nobody writes into.
fn copy(scratch: &Scratch, from: &str, to: &str) {
    fs::create_dir_all(scratch.path(to)).unwrap();
    fs::copy(scratch.path(from).join("vanban.sqlite"), scratch.path(to).join("vanban.sqlite")).unwrap();
}

#[test]
fn two_halves_merged_are_the_whole() {
    let scratch = Scratch::new("import-halves");
    fill(&scratch, "a", 0..12);
    fill(&scratch, "b", 8..20);
    ingest(&scratch, &scratch.tree(), "whole");
    ingest(&scratch, &scratch.tree().join("a"), "a");
    ingest(&scratch, &scratch.tree().join("b"), "b");
    let whole = Corpus::open(&scratch.path("whole")).dump();
    for (sources, into) in
        [(&["a", "b"][..], "both"), (&["b", "a"], "backwards"), (&["b"], "a"), (&["a/vanban.sqlite"], "b")]
    {
        let ran = import(&scratch, sources, into);
        assert_eq!(ran.code, Some(0), "{}", ran.said);
        assert!(!counts(&ran).contains("conflicts"), "{}", ran.out);
        assert_same(&Corpus::open(&scratch.path(into)).dump(), &whole);
    }
    for query in ["hộ tham gia", "du lịch", "12-NQ/HU"] {
        let wanted = found(&scratch, "whole", query);
        assert!(wanted.contains("\"rank\": 1,"), "{wanted}");
        assert_same(&found(&scratch, "both", query), &wanted);
    }
    let again = import(&scratch, &["a", "b"], "both");
    assert!(counts(&again).starts_with("unchanged="), "{}", again.out);
    assert_same(&Corpus::open(&scratch.path("both")).dump(), &whole);
}

#[test]
fn of_two_records_of_a_document_the_newer_one_stays_else_that_of_the_first_path() {
    let scratch = Scratch::new("import-conflicts");
    scratch.file("m.txt", plan(1));
    ingest(&scratch, &scratch.tree(), "kho");
    export(&scratch, "kho", "ndjson", "records.ndjson");
    let (key, record) = records(&scratch, "records.ndjson").remove(0);
    let path = scratch.tree().join("m.txt").canonicalize().unwrap().display().to_string();
    // The same document as others read it: under another path, with another title, by another version.
    let other = |name: &str, program: &str, rules: &str| {
        let named = path.replace("m.txt", name);
        let changed = record.replace(&path, &named).replace("Phát triển du lịch cộng đồng", name);
        let columns = [
            ("key", vec![Some(key.as_str())]),
            ("path", vec![Some(named.as_str())]),
            ("record", vec![Some(changed.as_str())]),
            ("program", vec![Some(program)]),
            ("rules", vec![Some(rules)]),
        ];
        let file = format!("{name}-{program}.parquet");
        table(&scratch.path(&file), &columns, 1);
        file
    };
    let rules = scratch.corpus().texts("SELECT rules FROM documents").remove(0);
    let program = env!("CARGO_PKG_VERSION");
    let said = || scratch.corpus().texts("SELECT title FROM documents").join(" ");
    let states = || {
        let rows = scratch.corpus().texts("SELECT path, state FROM files ORDER BY path");
        rows.iter().map(|row| row.rsplit('/').next().unwrap().to_owned()).collect::<Vec<_>>()
    };
    for (source, wanted, title, ledger) in [
        // Of an older version, though its path comes first.
        (
            other("a.txt", "0.0.1", &rules),
            "entries=1",
            "Phát triển du lịch cộng đồng",
            vec!["a.txt duplicate", "m.txt done"],
        ),
        // Of the same version and rules: the path decides.
        (
            other("z.txt", program, &rules),
            "entries=1",
            "Phát triển du lịch cộng đồng",
            vec!["a.txt duplicate", "m.txt done", "z.txt duplicate"],
        ),
        (
            other("b.txt", program, &rules),
            "renewed=1",
            "b.txt",
            vec!["a.txt duplicate", "b.txt done", "m.txt duplicate", "z.txt duplicate"],
        ),
        // Other rules of the same version are not those that are built in.
        (
            other("c.txt", program, "other"),
            "entries=1",
            "b.txt",
            vec!["a.txt duplicate", "b.txt done", "c.txt duplicate", "m.txt duplicate", "z.txt duplicate"],
        ),
        // A later version.
        (
            other("x.txt", "999.0.0", "other"),
            "renewed=1",
            "x.txt",
            vec![
                "a.txt duplicate",
                "b.txt duplicate",
                "c.txt duplicate",
                "m.txt duplicate",
                "x.txt done",
                "z.txt duplicate",
            ],
        ),
    ] {
        let ran = import(&scratch, &[&source], "kho");
        assert_eq!((ran.code, counts(&ran).as_str()), (Some(0), wanted), "{source} {}", ran.said);
        assert_eq!(
            (said().as_str(), states()),
            (title, ledger.iter().map(|&row| row.to_owned()).collect()),
            "{source}"
        );
        assert_eq!(counts(&import(&scratch, &[&source], "kho")), "unchanged=1", "{source}");
    }
}

#[test]
fn a_name_that_stands_for_other_bytes_takes_no_document_out() {
    let scratch = Scratch::new("import-names");
    scratch.file("a.txt", plan(1));
    ingest(&scratch, &scratch.tree(), "one");
    scratch.file("a.txt", plan(2));
    ingest(&scratch, &scratch.tree(), "two");
    let ran = import(&scratch, &["one", "two"], "kho");
    assert_eq!((ran.code, counts(&ran).as_str()), (Some(0), "new=2 conflicts=1"), "{}", ran.said);
    assert!(ran.said.contains("both are kept"), "{}", ran.said);
    assert_eq!(scratch.corpus().texts("SELECT count(*) FROM documents"), ["2"]);
    assert_eq!(scratch.corpus().texts("SELECT count(*) FROM files"), ["1"]);
    assert_eq!(counts(&import(&scratch, &["one", "two"], "kho")), "unchanged=2");
    // What lies on the disk decides when it is read again: the older content has no file any more.
    let ran = scratch.ingest([""; 0]);
    assert_eq!(ran.code, Some(0), "{}", ran.said);
    assert_eq!(
        scratch.corpus().texts("SELECT d.number FROM files f JOIN documents d ON d.id = f.document_id"),
        ["2/KH-UBND"]
    );
}

#[test]
fn corrections_of_both_are_kept_once_and_the_later_wins() {
    let scratch = Scratch::new("import-corrections");
    scratch.file("a.txt", plan(1));
    ingest(&scratch, &scratch.tree(), "one");
    copy(&scratch, "one", "two");
    let key = Corpus::open(&scratch.path("one")).texts("SELECT key FROM documents").remove(0);
    let correct = |corpus: &str, title: &str, made: &str| {
        let line = serde_json::json!({
            "document": key, "facet": "header", "field": "title", "old": "Phát triển du lịch cộng đồng", "new": title,
            "who": "an", "made": made,
        });
        fs::write(scratch.path("corrections.ndjson"), format!("{line}\n")).unwrap();
        let mut command = extract(["corrections", "import"]);
        command.arg(scratch.path("corrections.ndjson")).arg("--corpus").arg(scratch.path(corpus));
        let ran = run(command);
        assert_eq!(ran.code, Some(0), "{}", ran.said);
    };
    for corpus in ["one", "two"] {
        correct(corpus, "Tên chung", "2026-01-01T00:00:00Z");
    }
    correct("one", "Tên sau", "2026-03-01T00:00:00Z");
    correct("two", "Tên trước", "2026-02-01T00:00:00Z");
    let title =
        |corpus: &str| Corpus::open(&scratch.path(corpus)).texts("SELECT title FROM documents").remove(0);
    let ran = import(&scratch, &["two"], "one");
    assert_eq!(counts(&ran), "unchanged=1 corrections=1", "{}", ran.said);
    assert_eq!(title("one"), "Tên sau");
    let ran = import(&scratch, &["one"], "two");
    assert_eq!(counts(&ran), "unchanged=1 corrections=1", "{}", ran.said);
    assert_eq!(title("two"), "Tên sau");
    let ran = import(&scratch, &["two", "one"], "three");
    assert_eq!(counts(&ran), "new=1 unchanged=1 corrections=3", "{}", ran.said);
    assert_eq!(title("three"), "Tên sau");
    assert_eq!(counts(&import(&scratch, &["one", "two"], "three")), "unchanged=2");
    // As it was read, it is still there.
    let database = Connection::open(scratch.path("three").join("vanban.sqlite")).unwrap();
    let all: i64 = database.query_row("SELECT count(*) FROM corrections", [], |row| row.get(0)).unwrap();
    assert_eq!(all, 3);
}
