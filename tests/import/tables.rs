//! Tables and lines: what was exported and imported is what was ingested.

use crate::support::{
    Scratch, assert_same, counts, documents, export, fill, found, import, ingest, records, table,
};
use std::fs;

const ENTRIES: &str =
    "SELECT f.path, f.size, f.blake3, f.format, f.state, f.program, f.rules, d.key FROM files f
    JOIN documents d ON d.id = f.document_id AND d.path = f.path ORDER BY 1";

#[test]
fn a_tree_that_was_ingested_exported_and_imported_is_the_same_corpus() {
    let scratch = Scratch::new("import-equal");
    fill(&scratch, "a", 0..12);
    ingest(&scratch, &scratch.tree(), "kho");
    export(&scratch, "kho", "parquet", "tables");
    let ran = import(&scratch, &["tables"], "other");
    assert_eq!((ran.code, counts(&ran)), (Some(0), "new=16".to_owned()), "{}", ran.said);
    let (one, other) = (scratch.corpus(), crate::support::Corpus::open(&scratch.path("other")));
    assert_same(&documents(&other), &documents(&one));
    assert_eq!(other.texts(ENTRIES), one.texts(ENTRIES));
    for query in ["hộ tham gia", "ho ngheo < 5%", "12-NQ/HU"] {
        assert_same(&found(&scratch, "other", query), &found(&scratch, "kho", query));
    }
    // What is there is known, and an ingest of the same files reads no text again.
    let again = import(&scratch, &["tables"], "other");
    assert_eq!((again.code, counts(&again)), (Some(0), "unchanged=16".to_owned()));
    assert!(!again.said.contains("search index"), "{}", again.said);
    assert_same(&documents(&other), &documents(&one));
}

#[test]
fn lines_of_records_are_imported_too() {
    let scratch = Scratch::new("import-lines");
    fill(&scratch, "a", 0..6);
    ingest(&scratch, &scratch.tree(), "kho");
    export(&scratch, "kho", "ndjson", "records.ndjson");
    let ran = import(&scratch, &["records.ndjson"], "other");
    assert_eq!((ran.code, counts(&ran)), (Some(0), "new=10".to_owned()), "{}", ran.said);
    let other = crate::support::Corpus::open(&scratch.path("other"));
    let texts = "SELECT d.key, d.path, d.title, r.record FROM documents d JOIN records r ON r.document_id = d.id ORDER BY 1";
    assert_eq!(other.texts(texts), scratch.corpus().texts(texts));
    // Lines do not say who read them: the tables, which do, are newer.
    export(&scratch, "kho", "parquet", "tables");
    assert_eq!(counts(&import(&scratch, &["tables"], "other")), "renewed=10");
    assert_same(&documents(&other), &documents(&scratch.corpus()));
    assert_eq!(counts(&import(&scratch, &["records.ndjson"], "other")), "unchanged=10");
}

/// The file that a record names.
fn path_of(record: &str) -> String {
    let record: serde_json::Value = serde_json::from_str(record).unwrap();
    record["source"]["path"].as_str().unwrap().to_owned()
}

#[test]
fn a_directory_as_an_engine_writes_it_is_read_whatever_its_parts() {
    let scratch = Scratch::new("import-spark");
    fill(&scratch, "a", 0..12);
    ingest(&scratch, &scratch.tree(), "kho");
    export(&scratch, "kho", "ndjson", "records.ndjson");
    let all = records(&scratch, "records.ndjson");
    for (part, some) in all.chunks(6).enumerate() {
        let keys = some.iter().map(|(key, _)| Some(key.as_str())).collect();
        let lines = some.iter().map(|(_, record)| Some(record.as_str())).collect();
        let path = scratch.path(format!("spark/run={part}/documents/part-{part:05}-c000.snappy.parquet"));
        // The columns in another order, and one that nobody asks for.
        table(&path, &[("record", lines), ("extra", vec![None; some.len()]), ("key", keys)], 2);
        fs::write(path.with_file_name(format!(".part-{part:05}-c000.snappy.parquet.crc")), "crc").unwrap();
        fs::write(path.with_file_name("_SUCCESS"), "").unwrap();
        fs::create_dir_all(path.with_file_name("_temporary")).unwrap();
        fs::write(path.with_file_name("_temporary").join("part.parquet"), "half").unwrap();
    }
    table(
        &scratch.path("spark/run=0/targets/part-0.parquet"),
        &[("key", vec![Some("x")]), ("indicator", vec![Some("hộ")])],
        10,
    );
    table(
        &scratch.path("spark/failures/part-0.parquet"),
        &[
            ("path", vec![Some("hdfs://archive/đọc-hỏng.pdf"), Some("hdfs://archive/khóa.pdf")]),
            ("code", vec![Some("damaged-file"), Some("encrypted-file")]),
            ("message_vi", vec![Some("tệp hỏng"), None]),
        ],
        10,
    );
    let (key, path) = (all[0].0.as_str(), path_of(&all[0].1));
    let copies = [(key, path.as_str()), (key, "~/copy.txt"), ("nobody", "~/nobody.txt")];
    let (keys, paths): (Vec<_>, Vec<_>) =
        copies.into_iter().map(|(key, path)| (Some(key), Some(path))).unzip();
    table(&scratch.path("spark/sources/part-0.parquet"), &[("key", keys), ("path", paths)], 10);
    let ran = import(&scratch, &["spark"], "other");
    assert_eq!(
        (ran.code, counts(&ran)),
        (Some(0), format!("new={} entries=3 failed=2", all.len())),
        "{}",
        ran.said
    );
    let other = crate::support::Corpus::open(&scratch.path("other"));
    assert_eq!(
        other.texts("SELECT path, state, reason, coalesce(message_vi, '') FROM files WHERE state = 'failed' ORDER BY 1"),
        ["hdfs://archive/khóa.pdf failed encrypted-file ", "hdfs://archive/đọc-hỏng.pdf failed damaged-file tệp hỏng"]
    );
    assert_eq!(
        other.texts("SELECT path, state, (SELECT key FROM documents WHERE id = document_id) FROM files WHERE path > '~'"),
        [format!("~/copy.txt duplicate {key}")]
    );
    let again = import(&scratch, &["spark"], "other");
    assert_eq!(counts(&again), format!("unchanged={}", all.len() + 2));
}

#[test]
fn an_ingest_of_the_same_texts_later_reads_none_of_them_again() {
    let scratch = Scratch::new("import-then-ingest");
    for number in 0..5 {
        scratch.file(format!("{number}.txt"), crate::support::plan(number));
    }
    ingest(&scratch, &scratch.tree(), "kho");
    export(&scratch, "kho", "parquet", "tables");
    assert_eq!(counts(&import(&scratch, &["tables"], "other")), "new=5");
    let ran = crate::support::run(scratch.command("other", [""; 0]));
    assert_eq!(ran.counts(), "touched=5", "{}", ran.said);
    assert_same(&crate::support::Corpus::open(&scratch.path("other")).dump(), &scratch.corpus().dump());
}
