//! A disk that is full, and connections that break, told by SQLite itself.

use crate::corpus::{Corpus, FaultKind, File, Filter, Prepared, Preparer};
use crate::diagnostic::Lang;
use crate::rules::Rules;
use crate::write::convert;
use crate::{pipeline, read};
use std::path::PathBuf;

fn prepared(number: usize) -> (File, Prepared) {
    let path = format!("/{number:05}.txt");
    let text = format!(
        "ỦY BAN NHÂN DÂN\nHUYỆN AN LĨNH\n\nKẾ HOẠCH\n\n{}",
        format!("Phấn đấu đạt {number} tỷ đồng.\n").repeat(40)
    );
    let source = read::decode(&path, text.into_bytes(), &read::Options::default()).unwrap();
    let record = convert::record(&pipeline::from_source(source, Rules::embedded()), Lang::Vi);
    let file = File { path, blake3: Some(record.source.blake3.clone()), ..File::default() };
    (file, Preparer::new(Rules::embedded()).prepare(record).unwrap())
}

fn directory(name: &str) -> PathBuf {
    let path = std::env::temp_dir().join(format!("vanban-writer-{}-{name}", std::process::id()));
    let _ = std::fs::remove_dir_all(&path);
    path
}

#[test]
fn a_full_disk_is_said_and_leaves_the_last_commit() {
    let directory = directory("full");
    let corpus = Corpus::create(&directory, Lang::Vi).unwrap();
    let mut writer = corpus.writer().unwrap();
    writer.begin_run(&[], "r").unwrap();
    let pages: i64 = writer.connection.query_row("PRAGMA page_count", [], |row| row.get(0)).unwrap();
    writer.connection.pragma_update(None, "max_page_count", pages + 20).unwrap();
    let mut committed = 0;
    let fault = (0..10_000)
        .find_map(|number| {
            let (file, prepared) = prepared(number);
            let put = writer.put_document(&file, &prepared).map(drop);
            let put = put.and_then(|()| if number % 3 == 2 { writer.commit() } else { Ok(()) });
            if put.is_ok() && number % 3 == 2 {
                committed = number + 1;
            }
            put.err()
        })
        .expect("the disk is full at last");
    assert_eq!((fault.kind(), fault.kind().exit_code()), (FaultKind::Full, 6));
    assert!(committed > 0 && writer.pending() == 0);
    let count = |corpus: &Corpus| corpus.reader().unwrap().count(&Filter::default()).unwrap();
    assert_eq!(count(&corpus), committed as u64);
    // Room again: the same writer goes on, and so does another after it.
    writer.connection.pragma_update(None, "max_page_count", 1_000_000).unwrap();
    for number in committed..committed + 3 {
        let (file, prepared) = prepared(number);
        writer.put_document(&file, &prepared).unwrap();
    }
    writer.commit().unwrap();
    drop(writer);
    let corpus = Corpus::open(&directory).unwrap();
    assert_eq!(count(&corpus), committed as u64 + 3);
    let sound: String = corpus
        .reader()
        .unwrap()
        .connection()
        .query_row("PRAGMA integrity_check", [], |row| row.get(0))
        .unwrap();
    assert_eq!(sound, "ok");
    std::fs::remove_dir_all(&directory).unwrap();
}
