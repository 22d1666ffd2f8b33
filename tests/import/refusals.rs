//! What cannot be imported is named, with its place and what to do; the rest is imported.

use crate::support::{Corpus, Ran, Scratch, counts, export, fill, import, ingest, records, table};
use std::fs;

fn refused(ran: &Ran) -> String {
    let json = ran.json();
    let all = json["refused"].as_object().unwrap().iter();
    all.map(|(code, count)| format!("{code}={count}")).collect::<Vec<_>>().join(" ")
}

#[test]
fn what_is_no_source_is_refused_with_what_to_do() {
    let scratch = Scratch::new("import-no-source");
    fill(&scratch, "a", 0..3);
    ingest(&scratch, &scratch.tree(), "kho");
    export(&scratch, "kho", "parquet", "tables");
    let whole = fs::read(scratch.path("tables/documents.parquet")).unwrap();
    fs::write(scratch.path("cut.parquet"), &whole[..whole.len() / 2]).unwrap();
    fs::write(scratch.path("footless.parquet"), [&whole[..100], b"PAR1"].concat()).unwrap();
    fs::write(scratch.path("words.parquet"), "chẳng phải bảng").unwrap();
    fs::write(scratch.path("nothing.parquet"), "").unwrap();
    fs::create_dir_all(scratch.path("empty")).unwrap();
    for (source, code, exit, words) in [
        ("missing", "not-found", 3, "Check the path"),
        ("empty", "nothing-found", 4, "extract export --format parquet"),
        ("words.parquet", "not-parquet", 4, "table documents"),
        ("nothing.parquet", "not-parquet", 4, "table documents"),
        ("cut.parquet", "truncated", 4, "Copy the file again"),
        ("footless.parquet", "damaged", 4, "Copy the file again"),
        ("tables/targets.parquet", "no-records", 4, "columns key and record"),
        ("kho", "same-corpus", 4, "another corpus"),
    ] {
        let ran = import(&scratch, &[source], "kho");
        assert_eq!(ran.code, Some(exit), "{source}: {}", ran.said);
        for words in [format!("[{code}]"), source.to_owned(), words.to_owned()] {
            assert!(ran.said.contains(&words), "{source}: {}", ran.said);
        }
        // Beside others it is named, and they are imported.
        let ran = import(&scratch, &[source, "tables"], "other");
        let is_itself = source == "kho";
        assert_eq!(ran.code, Some(if is_itself { 0 } else { 1 }), "{source}: {}", ran.said);
        if !is_itself {
            assert_eq!(refused(&ran), format!("{code}=1"), "{source}");
        }
        assert_eq!(Corpus::open(&scratch.path("other")).texts("SELECT count(*) FROM documents"), ["7"]);
        fs::remove_dir_all(scratch.path("other")).unwrap();
    }
    assert!(!scratch.path("none").exists());
    assert_eq!(import(&scratch, &["missing"], "none").code, Some(3));
    assert!(!scratch.path("none").exists(), "no corpus is made of nothing");
}

#[test]
fn rows_that_are_no_records_are_named_and_the_others_imported() {
    let scratch = Scratch::new("import-rows");
    fill(&scratch, "a", 0..3);
    ingest(&scratch, &scratch.tree(), "kho");
    export(&scratch, "kho", "ndjson", "records.ndjson");
    let all = records(&scratch, "records.ndjson");
    let [first, second] = [0, 1].map(|at| (all[at].0.as_str(), all[at].1.as_str()));
    let older = second.1.replace("\"schema_version\":\"1\"", "\"schema_version\":\"0\"");
    let other_shape = r#"{"schema_version":2,"văn bản":{}}"#;
    let short = first.1.replace(first.0, "abc");
    let rows = [
        (Some(first.0), Some(first.1)),
        (Some(second.0), Some(older.as_str())),
        (Some(first.0), Some(other_shape)),
        (Some(first.0), Some("{\"half\":")),
        (Some(second.0), Some(first.1)),
        (Some("abc"), Some(short.as_str())),
        (None, Some(first.1)),
        (Some("k"), None),
        (Some(second.0), Some(second.1)),
    ];
    let (keys, values): (Vec<_>, Vec<_>) = rows.into_iter().unzip();
    table(&scratch.path("rows.parquet"), &[("key", keys), ("record", values)], 3);
    let ran = import(&scratch, &["rows.parquet"], "other");
    assert_eq!((ran.code, counts(&ran).as_str()), (Some(1), "new=2"), "{}", ran.said);
    assert_eq!(refused(&ran), "no-record=2 other-schema=2 wrong-key=3");
    for words in [
        "row 2: the record is of schema 0",
        "row 3: the record is of schema 2",
        "row 4: is no record",
        "row 5:",
        "row 6:",
        "row 7:",
        "row 8:",
    ] {
        assert!(ran.said.contains(words), "{words}: {}", ran.said);
    }
    assert!(!ran.said.contains("row 1:") && !ran.said.contains("row 9:"), "{}", ran.said);
    let lines = format!("{}\n\nkhông phải\n{}\n", first.1, second.1);
    fs::write(scratch.path("lines.ndjson"), lines).unwrap();
    let ran = import(&scratch, &["lines.ndjson"], "lines");
    assert_eq!(
        (ran.code, counts(&ran).as_str(), refused(&ran).as_str()),
        (Some(1), "new=2", "no-record=1"),
        "{}",
        ran.said
    );
    assert!(ran.said.contains("line 3: is no record"), "{}", ran.said);
}

#[test]
fn a_damaged_row_group_costs_its_rows_and_no_others() {
    let scratch = Scratch::new("import-damaged");
    fill(&scratch, "a", 0..9);
    ingest(&scratch, &scratch.tree(), "kho");
    export(&scratch, "kho", "ndjson", "records.ndjson");
    let all = records(&scratch, "records.ndjson");
    let keys: Vec<_> = all.iter().map(|(key, _)| Some(key.as_str())).collect();
    let lines: Vec<_> = all.iter().map(|(_, record)| Some(record.as_str())).collect();
    let path = scratch.path("damaged.parquet");
    table(&path, &[("key", keys), ("record", lines)], 4);
    let mut bytes = fs::read(&path).unwrap();
    let open = parquet::file::reader::SerializedFileReader::new(bytes::Bytes::from(bytes.clone())).unwrap();
    let metadata = parquet::file::reader::FileReader::metadata(&open).clone();
    assert!(metadata.num_row_groups() >= 3);
    let (from, length) = metadata.row_group(1).column(1).byte_range();
    // Every second byte of the middle: neither the page's head nor what it holds can be read.
    for at in (from + 8..from + length).step_by(2) {
        bytes[at as usize] ^= 0x5A;
    }
    fs::write(&path, &bytes).unwrap();
    let ran = import(&scratch, &["damaged.parquet"], "other");
    assert_eq!(ran.code, Some(1), "{}", ran.said);
    assert_eq!(
        (counts(&ran), refused(&ran)),
        (format!("new={}", all.len() - 4), "damaged=1".to_owned()),
        "{}",
        ran.said
    );
    assert!(ran.said.contains("damaged.parquet, rows 5–8: this part of the file is damaged"), "{}", ran.said);
    // The file written anew: what was lost comes.
    export(&scratch, "kho", "parquet", "tables");
    let ran = import(&scratch, &["tables"], "other");
    assert_eq!(ran.code, Some(0), "{}", ran.said);
    assert_eq!(
        Corpus::open(&scratch.path("other")).texts("SELECT count(*) FROM documents"),
        [all.len().to_string()]
    );
}
