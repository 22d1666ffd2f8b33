//! The corpus as a whole: made, opened, refused, locked, broken off.

use crate::support::{Directory, fill, fixtures, make, make_bytes};
use rusqlite::Connection;
use std::io::Write;
use vanban::corpus::{Corpus, Fault, FaultKind, Filter, Linked, Stored};
use vanban::diagnostic::Lang;

#[test]
fn records_come_out_as_they_went_in() {
    let directory = Directory::new("records");
    let corpus = directory.corpus();
    let made = fill(&mut corpus.writer().unwrap());
    let reader = corpus.reader().unwrap();
    for made in &made {
        let key = made.prepared.key();
        assert_eq!(reader.record_json(key).unwrap().as_ref(), Some(&made.json));
        assert_eq!(reader.key(&key[..8].to_uppercase()).unwrap(), key);
        assert_eq!(reader.record(key).unwrap().unwrap().source.path, made.file.path);
        assert_eq!(reader.summary(key).unwrap().unwrap().path, made.file.path);
    }
    let mut keys = Vec::new();
    let each = reader.each(&Filter::default(), |summary, json| {
        assert!(json.contains(&summary.key));
        keys.push(summary.key);
        Ok::<_, Fault>(())
    });
    each.unwrap();
    assert!(keys.is_sorted() && keys.len() == made.len());
}

#[test]
fn a_corpus_is_made_once_and_keeps_its_language() {
    let directory = Directory::new("made");
    let path = directory.0.join("kho");
    assert_eq!(Corpus::open(&path).unwrap_err().kind(), FaultKind::Missing);
    assert_eq!(Corpus::create(&path, Lang::En).unwrap().lang(), Lang::En);
    assert_eq!(Corpus::create(&path, Lang::Vi).unwrap().lang(), Lang::En);
    assert_eq!(Corpus::open(&path).unwrap().lang(), Lang::En);
}

#[test]
fn a_corpus_has_its_tables_or_is_not_there() {
    let directory = Directory::new("unfinished");
    let path = directory.0.join("kho");
    std::fs::create_dir_all(&path).unwrap();
    // As a process leaves it that was killed while it made the database: half of it, and a journal to take it back by.
    for name in ["vanban.sqlite.new", "vanban.sqlite.new-journal", "vanban.sqlite.new-wal"] {
        std::fs::write(path.join(name), "half of a database").unwrap();
    }
    assert_eq!(Corpus::open(&path).unwrap_err().kind(), FaultKind::Missing);
    let corpus = Corpus::create(&path, Lang::Vi).unwrap();
    let mut names: Vec<_> = std::fs::read_dir(&path)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    assert_eq!(names, ["lock", "vanban.sqlite"]);
    assert_eq!(corpus.reader().unwrap().count(&Filter::default()).unwrap(), 0);
    // An empty file in its place is no corpus either.
    let empty = directory.0.join("empty");
    std::fs::create_dir_all(&empty).unwrap();
    std::fs::write(empty.join("vanban.sqlite"), "").unwrap();
    assert_eq!(Corpus::open(&empty).unwrap_err().kind(), FaultKind::Missing);
    assert_eq!(Corpus::create(&empty, Lang::En).unwrap().lang(), Lang::En);
    assert_eq!(Corpus::open(&empty).unwrap().lang(), Lang::En);
}

#[test]
fn of_many_that_make_a_corpus_at_once_each_finds_one_or_is_told_who_makes_it() {
    let directory = Directory::new("at_once");
    let path = directory.0.join("kho");
    std::thread::scope(|scope| {
        let makers: Vec<_> = (0..8).map(|_| scope.spawn(|| Corpus::create(&path, Lang::Vi))).collect();
        let made: Vec<_> = makers.into_iter().map(|maker| maker.join().unwrap()).collect();
        assert!(made.iter().any(Result::is_ok));
        for fault in made.iter().filter_map(|made| made.as_ref().err()) {
            assert_eq!(fault.kind(), FaultKind::Busy, "{fault}");
        }
    });
    assert_eq!(Corpus::open(&path).unwrap().reader().unwrap().count(&Filter::default()).unwrap(), 0);
}

#[test]
fn an_older_corpus_is_brought_to_this_version_and_keeps_its_records() {
    let directory = Directory::new("older");
    let corpus = directory.corpus();
    let made = fill(&mut corpus.writer().unwrap());
    let database = Connection::open(corpus.database()).unwrap();
    // As the first version has it.
    for made in &made {
        let mut zlib = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
        zlib.write_all(made.json.as_bytes()).unwrap();
        let update =
            "UPDATE records SET record = ?2 WHERE document_id = (SELECT id FROM documents WHERE key = ?1)";
        assert_eq!(database.execute(update, (made.prepared.key(), zlib.finish().unwrap())).unwrap(), 1);
    }
    let first_version = "ALTER TABLE records DROP COLUMN packing; ALTER TABLE records DROP COLUMN texts;
        CREATE INDEX files_by_blake3 ON files (blake3) WHERE blake3 IS NOT NULL;
        CREATE INDEX documents_by_cite_key ON documents (cite_key) WHERE cite_key IS NOT NULL;
        PRAGMA user_version = 1";
    database.execute_batch(first_version).unwrap();
    drop(database);
    let corpus = Corpus::open(corpus.directory()).unwrap();
    let two = make_bytes("KẾ HOẠCH\nPhát triển kinh tế\n".into(), "/b/new.txt");
    let mut writer = corpus.writer().unwrap();
    writer.begin_run(&[], "").unwrap();
    writer.put_document(&two.file, &two.prepared).unwrap();
    writer.commit().unwrap();
    let reader = corpus.reader().unwrap();
    for made in made.iter().chain([&two]) {
        assert_eq!(reader.record_json(made.prepared.key()).unwrap().as_ref(), Some(&made.json));
    }
    let packed: i64 = reader
        .connection()
        .query_row("SELECT count(*) FROM records WHERE packing = 'zlib'", [], |row| row.get(0))
        .unwrap();
    assert_eq!(usize::try_from(packed).unwrap(), made.len());
}

#[test]
fn texts_of_sections_are_stored_once_and_a_changed_one_is_told() {
    let directory = Directory::new("once");
    let corpus = directory.corpus();
    let made = fill(&mut corpus.writer().unwrap());
    let reader = corpus.reader().unwrap();
    let whole: i64 = reader
        .connection()
        .query_row("SELECT count(*) FROM records WHERE texts IS NULL", [], |row| row.get(0))
        .unwrap();
    assert_eq!(whole, 0);
    let bytes: i64 =
        reader.connection().query_row("SELECT sum(json_bytes) FROM records", [], |row| row.get(0)).unwrap();
    assert_eq!(usize::try_from(bytes).unwrap(), made.iter().map(|made| made.json.len()).sum::<usize>());
    let database = Connection::open(corpus.database()).unwrap();
    let changed = "UPDATE sections SET text = text || '.' WHERE ordinal = 0
        AND document_id = (SELECT id FROM documents WHERE key = ?1)";
    assert_eq!(database.execute(changed, [made[0].prepared.key()]).unwrap(), 1);
    let fault = reader.record_json(made[0].prepared.key()).unwrap_err();
    assert!(fault.text(Lang::En).contains("sections.text"), "{}", fault.text(Lang::En));
    assert!(fault.text(Lang::En).contains("ingest --force"), "{}", fault.text(Lang::En));
    for made in &made[1..] {
        assert_eq!(reader.record_json(made.prepared.key()).unwrap().as_ref(), Some(&made.json));
    }
}

#[test]
fn a_newer_schema_and_other_databases_are_refused_with_a_remedy() {
    let directory = Directory::new("newer");
    let corpus = directory.corpus();
    let database = Connection::open(corpus.database()).unwrap();
    database.pragma_update(None, "user_version", 99).unwrap();
    let fault = Corpus::open(corpus.directory()).unwrap_err();
    assert_eq!((fault.kind(), fault.kind().exit_code()), (FaultKind::Newer, 10));
    assert!(fault.text(Lang::En).contains("Install a newer version"), "{fault}");
    database.pragma_update(None, "application_id", 1).unwrap();
    drop(database);
    assert_eq!(Corpus::open(corpus.directory()).unwrap_err().kind(), FaultKind::Foreign);
    std::fs::write(corpus.database(), "no database at all, ".repeat(100)).unwrap();
    assert_eq!(Corpus::create(corpus.directory(), Lang::Vi).unwrap_err().kind(), FaultKind::Foreign);
}

#[test]
fn a_second_writer_is_told_who_holds_the_corpus() {
    let directory = Directory::new("second");
    let corpus = directory.corpus();
    let first = corpus.writer().unwrap();
    let fault = corpus.writer().unwrap_err();
    assert_eq!((fault.kind(), fault.kind().exit_code()), (FaultKind::Busy, 9));
    assert!(fault.text(Lang::Vi).contains(&format!("tiến trình {}", std::process::id())), "{fault}");
    drop(first);
    corpus.writer().unwrap();
}

#[test]
fn what_was_not_committed_is_not_there_and_the_lock_goes_with_the_writer() {
    let directory = Directory::new("dropped");
    let corpus = directory.corpus();
    let fixtures = fixtures();
    let [first, second] = [0, 1].map(|at| make(&fixtures[at], &format!("/{at}.txt")));
    let mut writer = corpus.writer().unwrap();
    writer.begin_run(&[], "r").unwrap();
    writer.put_document(&first.file, &first.prepared).unwrap();
    writer.commit().unwrap();
    writer.put_document(&second.file, &second.prepared).unwrap();
    // A reader beside it sees the last commit.
    assert_eq!(corpus.reader().unwrap().count(&Filter::default()).unwrap(), 1);
    // As a power cut would leave it: database and log, while the transaction is under way.
    let copy = directory.0.join("copy");
    std::fs::create_dir_all(&copy).unwrap();
    for name in ["vanban.sqlite", "vanban.sqlite-wal"] {
        std::fs::copy(corpus.directory().join(name), copy.join(name)).unwrap();
    }
    drop(writer);
    for corpus in [corpus, Corpus::open(&copy).unwrap()] {
        let reader = corpus.reader().unwrap();
        assert_eq!(reader.count(&Filter::default()).unwrap(), 1);
        assert!(reader.summary(first.prepared.key()).unwrap().is_some());
        assert!(reader.file("/1.txt").unwrap().is_none());
        let mut writer = corpus.writer().unwrap();
        writer.begin_run(&[], "r").unwrap();
        writer.put_document(&second.file, &second.prepared).unwrap();
        writer.commit().unwrap();
        assert_eq!(reader.count(&Filter::default()).unwrap(), 2);
    }
}

#[test]
fn the_record_of_a_content_is_that_of_its_first_path_in_any_order() {
    let fixture = &fixtures()[0];
    let paths = ["/a/2.txt", "/b/1.txt", "/a/1.txt"];
    for order in [[0, 1, 2], [2, 1, 0], [1, 2, 0]] {
        let directory = Directory::new("order");
        let corpus = directory.corpus();
        let mut writer = corpus.writer().unwrap();
        writer.begin_run(&[], "r").unwrap();
        for at in order {
            let made = make(fixture, paths[at]);
            writer.put_document(&made.file, &made.prepared).unwrap();
        }
        writer.commit().unwrap();
        let reader = corpus.reader().unwrap();
        let key = make(fixture, paths[2]).prepared.key().to_owned();
        assert_eq!(reader.summary(&key).unwrap().unwrap().path, "/a/1.txt");
        assert_eq!(reader.record(&key).unwrap().unwrap().source.path, "/a/1.txt");
        let states = paths.map(|path| reader.file(path).unwrap().unwrap().state.code());
        assert_eq!(states, ["duplicate", "duplicate", "done"], "{order:?}");
    }
}

#[test]
fn a_file_that_changed_takes_its_old_content_along_unless_another_holds_it() {
    let directory = Directory::new("changed");
    let corpus = directory.corpus();
    let mut writer = corpus.writer().unwrap();
    writer.begin_run(&[], "r").unwrap();
    let text = |n: u32| format!("ỦY BAN NHÂN DÂN\nHUYỆN AN LĨNH\n\nKẾ HOẠCH\nSố {n}").into_bytes();
    let one = make_bytes(text(1), "/a.txt");
    let copy = make_bytes(text(1), "/b.txt");
    let two = make_bytes(text(2), "/a.txt");
    assert!(matches!(writer.put_document(&one.file, &one.prepared).unwrap(), Stored::New(_)));
    assert!(matches!(writer.link_duplicate(&copy.file).unwrap(), Linked::Done(_)));
    assert!(matches!(writer.put_document(&two.file, &two.prepared).unwrap(), Stored::New(_)));
    assert_eq!(writer.stale(), ["/b.txt"]);
    // The heir's turn, then its own change: nothing holds the first content any more.
    assert!(matches!(writer.put_document(&copy.file, &copy.prepared).unwrap(), Stored::Renewed(_)));
    let three = make_bytes(text(3), "/b.txt");
    writer.put_document(&three.file, &three.prepared).unwrap();
    writer.commit().unwrap();
    let reader = corpus.reader().unwrap();
    assert!(reader.summary(one.prepared.key()).unwrap().is_none());
    assert_eq!(reader.count(&Filter::default()).unwrap(), 2);
    let left: i64 =
        reader.connection().query_row("SELECT count(*) FROM records", [], |row| row.get(0)).unwrap();
    assert_eq!(left, 2);
}
