//! A second export writes what changed and nothing else.

use crate::same::compare;
use crate::server::{Database, server};
use crate::support::Directory;
use crate::{export, generator};
use std::fs;
use std::path::Path;
use std::process::Command;
use vanban::corpus::Corpus;
use vanban::corpus::corrections::{Correction, Facet};

fn ingest(tree: &Path, corpus: &Path) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_extract"));
    command.arg("ingest").arg(tree).arg("--corpus").arg(corpus).args(["--prune", "--quiet", "--no-index"]);
    assert!(command.status().unwrap().success());
}

/// The transactions that wrote the rows of a table, by the key of their document.
fn writers(database: &Database, table: &str) -> Vec<(String, i64)> {
    let rows = database
        .connect()
        .query(
            &format!(
                "SELECT d.key, max(x.xmin::text::bigint) FROM vanban.{table} x JOIN vanban.documents d ON d.id = x.document_id
                 GROUP BY 1 ORDER BY 1"
            ),
            &[],
        )
        .unwrap();
    rows.iter().map(|row| (row.get(0), row.get(1))).collect()
}

#[test]
fn only_what_changed_is_written() {
    let Some(server) = server() else { return };
    let database = server.database();
    let directory = Directory::new("pg-incremental");
    let (tree, kho) = (directory.0.join("tree"), directory.0.join("kho"));
    fs::create_dir_all(&tree).unwrap();
    let documents: Vec<_> = (0..40).map(|index| generator::document(9, index)).collect();
    let documents: Vec<_> =
        documents.into_iter().filter(|document| document.truth.kind == "document").collect();
    assert!(documents.len() > 10);
    let path = |at: usize| {
        tree.join(format!("{at}-{}", Path::new(&documents[at].truth.path).file_name().unwrap().display()))
    };
    for (at, document) in documents.iter().enumerate() {
        fs::write(path(at), &document.bytes).unwrap();
    }
    let all = documents.len();
    ingest(&tree, &kho);
    let corpus = Corpus::open(&kho).unwrap();
    let said = export(&kho, &database.url(), &["--files"]);
    assert!(said.contains(&format!("{all} documents written, 0 removed, 0 unchanged")), "{said}");
    compare(&corpus, &database, true);

    let before = writers(&database, "sections");
    let said = export(&kho, &database.url(), &["--files"]);
    let nothing =
        format!("0 documents written, 0 removed, {all} unchanged; 0 near pairs, 0 ledger rows changed");
    assert!(said.contains(&nothing), "{said}");
    assert_eq!(writers(&database, "sections"), before);

    // One file changes, one goes, one value is corrected.
    let mut changed = fs::read(path(0)).unwrap();
    changed.extend_from_slice(b"\n\nx\n");
    fs::write(path(0), changed).unwrap();
    fs::remove_file(path(1)).unwrap();
    ingest(&tree, &kho);
    let reader = corpus.reader().unwrap();
    let correct = |name: &str, field: &str, new: &str| {
        let key = reader.file(path(2).to_str().unwrap()).unwrap().unwrap().blake3.unwrap();
        let record = reader.record(&key).unwrap().unwrap();
        let mut correction = Correction::of(&record, Facet::Header, 0, field, Some(new.to_owned()));
        correction.who = name.to_owned();
        correction.made = "2026-01-02T03:04:05Z".to_owned();
        assert_eq!(corpus.desk().unwrap().keep(&[correction]).unwrap(), 1);
        key
    };
    let key = correct("Lan", "title", "Tên đã sửa");
    let said = export(&kho, &database.url(), &["--files"]);
    let some = format!("2 documents written, 2 removed, {} unchanged", all - 3);
    assert!(said.contains(&some), "{said}");
    compare(&corpus, &database, true);
    let title: String = database
        .connect()
        .query_one(
            "SELECT record->'header'->'title'->>'text' FROM vanban.records r JOIN vanban.documents d
                    ON d.id = r.document_id WHERE d.key = $1 AND d.title = 'Tên đã sửa'",
            &[&key],
        )
        .unwrap()
        .get(0);
    assert_eq!(title, "Tên đã sửa");
    // The others were not touched.
    let after = writers(&database, "sections");
    let kept = before.iter().filter(|row| after.contains(row)).count();
    assert_eq!(kept, all - 3);

    // A selection is what the database then holds.
    let said = export(&kho, &database.url(), &["--key", &key[..12]]);
    assert!(said.contains(&format!("0 documents written, {} removed, 1 unchanged", all - 2)), "{said}");
    let count: i64 = database.connect().query_one("SELECT count(*) FROM vanban.files", &[]).unwrap().get(0);
    assert_eq!(count, 0);
}
