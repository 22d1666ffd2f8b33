//! What cannot be done is said with what to do; hostile documents and names change nothing.

use crate::same::compare;
use crate::server::server;
use crate::support::{Directory, make_bytes};
use crate::{command, corpus, export, said};
use std::path::Path;
use vanban::corpus::{Figures, Preparer};
use vanban::rules::Rules;
use vanban::write::wire::Record;

/// What a refused export says.
#[track_caller]
fn refused(
    corpus: &Path,
    url: &str,
    more: &[&str],
    environment: &[(&str, &str)],
    exit: i32,
    code: &str,
) -> String {
    let output = command(corpus, url, more).envs(environment.iter().copied()).output().unwrap();
    let said = said(&output);
    assert_eq!(output.status.code(), Some(exit), "{said}");
    assert!(said.contains(&format!("[{code}]")), "{said}");
    said
}

#[test]
fn what_keeps_an_export_away_is_said() {
    let Some(server) = server() else { return };
    let database = server.database();
    let (directory, corpus) = corpus("away");
    let kho = corpus.directory();
    let nowhere =
        format!("postgres://lan:giau-kin@{}/kho", directory.0.to_str().unwrap().replace('/', "%2F"));
    let text = refused(kho, &nowhere, &[], &[], 6, "database-unreachable");
    assert!(text.contains("listen_addresses") && !text.contains("giau-kin"), "{text}");
    refused(kho, &server.url("vanban", "khong_co"), &[], &[], 6, "no-database");
    refused(kho, "mysql://lan@may/kho", &[], &[], 2, "database-address");
    refused(kho, &database.url(), &["--schema", "pg_kho"], &[], 2, "database-address");

    let mut client = database.connect();
    client
        .batch_execute("CREATE ROLE kin LOGIN PASSWORD 'giau-kin'; CREATE ROLE khach LOGIN; CREATE SCHEMA rieng AUTHORIZATION kin")
        .unwrap();
    let kin = server.url("kin", &database.name);
    refused(kho, &kin, &[], &[], 6, "database-login");
    let text = refused(kho, &kin, &[], &[("PGPASSWORD", "sai-mat-khau")], 6, "database-login");
    assert!(!text.contains("sai-mat-khau"), "{text}");
    refused(kho, &server.url("khach", &database.name), &[], &[], 6, "database-denied");
    // The right password, from the variable and from the file; the schema that was made for this user.
    let output = command(kho, &kin, &["--schema", "rieng"]).env("PGPASSWORD", "giau-kin").output().unwrap();
    assert!(output.status.success(), "{}", said(&output));
    let file = directory.0.join("pgpass");
    std::fs::write(&file, "*:*:*:kin:giau-kin\n").unwrap();
    std::fs::set_permissions(&file, std::os::unix::fs::PermissionsExt::from_mode(0o600)).unwrap();
    let output = command(kho, &kin, &["--schema", "rieng"]).env("PGPASSFILE", &file).output().unwrap();
    assert!(output.status.success(), "{}", said(&output));

    client.batch_execute("CREATE SCHEMA khac; CREATE TABLE khac.about (id integer)").unwrap();
    refused(kho, &database.url(), &["--schema", "khac"], &[], 6, "foreign-schema");
    client.batch_execute("CREATE DATABASE latin TEMPLATE template0 ENCODING 'LATIN1' LOCALE 'C'").unwrap();
    refused(kho, &server.url("vanban", "latin"), &[], &[], 6, "database-encoding");
}

#[test]
fn another_corpus_takes_the_place_only_when_told() {
    let Some(server) = server() else { return };
    let database = server.database();
    let (_first, one) = corpus("one");
    let (_second, other) = corpus("other");
    let made = |corpus: &vanban::corpus::Corpus, when: &str| {
        let connection = rusqlite::Connection::open(corpus.database()).unwrap();
        connection.execute("UPDATE corpus SET created = ?1", [when]).unwrap();
    };
    made(&one, "2026-01-01T00:00:00Z");
    made(&other, "2026-01-02T00:00:00Z");
    export(one.directory(), &database.url(), &[]);
    let text = refused(other.directory(), &database.url(), &[], &[], 6, "other-corpus");
    assert!(text.contains("--replace") && text.contains("2026-01-01"), "{text}");
    export(other.directory(), &database.url(), &["--replace"]);
    compare(&other, &database, false);
}

#[test]
fn an_older_schema_is_completed_and_a_newer_one_left_alone() {
    let Some(server) = server() else { return };
    let database = server.database();
    let (_directory, corpus) = corpus("versions");
    let kho = corpus.directory();
    let mut client = database.connect();
    // Made by an administrator, empty.
    client.batch_execute("CREATE SCHEMA vanban").unwrap();
    export(kho, &database.url(), &["--files"]);
    // As an older version would have left it: fewer columns, fewer tables, other views.
    client
        .batch_execute(
            "DROP VIEW vanban.chi_tieu, vanban.gan_trung;
             ALTER TABLE vanban.targets DROP COLUMN base_unit, DROP COLUMN indicator_plain;
             ALTER TABLE vanban.documents DROP COLUMN co_issuers, DROP COLUMN warnings CASCADE;
             DROP TABLE vanban.near, vanban.footnotes;
             UPDATE vanban.about SET schema_version = 0, layout = 'older', derived = 'older'",
        )
        .unwrap();
    let said = export(kho, &database.url(), &["--files"]);
    assert!(said.contains(", 0 removed, 0 unchanged"), "{said}");
    compare(&corpus, &database, true);
    let said = export(kho, &database.url(), &["--files"]);
    assert!(said.contains(" 0 documents written"), "{said}");

    client.batch_execute("UPDATE vanban.about SET schema_version = 99").unwrap();
    let text = refused(kho, &database.url(), &[], &[], 6, "newer-database");
    assert!(text.contains("99"), "{text}");
    assert_eq!(
        client.query_one("SELECT schema_version FROM vanban.about", &[]).unwrap().get::<_, i32>(0),
        99
    );
}

#[test]
fn every_table_and_column_says_what_it_is() {
    let Some(server) = server() else { return };
    let database = server.database();
    let (_directory, corpus) = corpus("comments");
    export(corpus.directory(), &database.url(), &["--schema", "Kho \"của\" tôi; --"]);
    let silent = "SELECT c.relname || coalesce('.' || a.attname, '')
        FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND c.relkind = 'r'
        WHERE n.nspname = $1 AND c.relkind IN ('r', 'v') AND c.relname <> 'about'
          AND coalesce(col_description(c.oid, a.attnum), obj_description(c.oid, 'pg_class')) IS NULL";
    let rows = database.connect().query(silent, &[&"Kho \"của\" tôi; --"]).unwrap();
    let names: Vec<String> = rows.iter().map(|row| row.get(0)).collect();
    assert!(names.is_empty(), "{names:?}");
}

#[test]
fn hostile_documents_are_stored_as_they_are() {
    let Some(server) = server() else { return };
    let database = server.database();
    let directory = Directory::new("pg-hostile");
    let corpus = directory.corpus();
    let rules = Rules::embedded();
    let preparer = Preparer::new(rules);
    let mut writer = corpus.writer().unwrap();
    writer.begin_run(&[], rules.fingerprint()).unwrap();
    let titles = [
        "'); DROP SCHEMA vanban CASCADE; --".to_owned(),
        "\\. \\N \\\\ \t \r\n $$ \" ' % {}".to_owned(),
        "<script>alert(1)</script> \u{202e}đảo\u{2028} \u{1F600} \u{FFFF}".to_owned(),
        "dài ".repeat(50_000),
        "x".repeat(3_000_000),
    ];
    // One that has something of everything.
    let is_full = |path: &std::path::PathBuf| {
        let made = crate::support::make(path, "/a");
        let record: Record = serde_json::from_str(&made.json).unwrap();
        let lists = [
            record.sections.len(),
            record.references.len(),
            record.assignments.len(),
            record.targets.len() / 2,
        ];
        record.header.title.is_some() && lists.iter().all(|length| *length > 0)
    };
    let fixture =
        std::fs::read(crate::support::fixtures().iter().find(|path| is_full(path)).unwrap()).unwrap();
    let nul = "số không\0ở giữa \\u0000".to_owned();
    for (at, title) in titles.iter().chain([&nul]).enumerate() {
        let mut bytes = fixture.clone();
        bytes.extend_from_slice(at.to_string().as_bytes());
        let made = make_bytes(bytes, &format!("/archive/{at}'\"\\.txt"));
        let mut record: Record = serde_json::from_str(&made.json).unwrap();
        record.header.title.as_mut().unwrap().text = title.clone();
        record.sections[0].text = title.clone();
        record.references[0].key = title.clone();
        record.assignments[0].body = title.clone();
        record.targets[0].value = Some("-123456789012345678901234567890".parse().unwrap());
        record.targets[1].value = Some("0.000000000012345".parse().unwrap());
        writer.put_document(&made.file, &preparer.prepare(record).unwrap()).unwrap();
    }
    writer.end_run(&Figures::default()).unwrap();
    drop(writer);
    let text = export(corpus.directory(), &database.url(), &["--files"]);
    assert!(
        text.contains(" 6 documents written") && text.contains("NUL characters replaced by U+FFFD"),
        "{text}"
    );
    let mut client = database.connect();
    for (at, title) in titles.iter().enumerate() {
        let row = client
            .query_one(
                "SELECT d.title, r.record->'header'->'title'->>'text', s.text, q.key, a.body, t.value::text, u.value::text
                 FROM vanban.documents d JOIN vanban.records r ON r.document_id = d.id
                 JOIN vanban.sections s ON s.document_id = d.id AND s.ordinal = 0
                 JOIN vanban.refs q ON q.document_id = d.id AND q.ordinal = 0
                 JOIN vanban.assignments a ON a.document_id = d.id AND a.ordinal = 0
                 JOIN vanban.targets t ON t.document_id = d.id AND t.ordinal = 0
                 JOIN vanban.targets u ON u.document_id = d.id AND u.ordinal = 1
                 WHERE d.path = $1",
                &[&format!("/archive/{at}'\"\\.txt")],
            )
            .unwrap();
        for column in 0..5 {
            assert!(row.get::<_, &str>(column) == title, "{at} {column}");
        }
        assert_eq!(row.get::<_, &str>(5), "-123456789012345678901234567890");
        assert_eq!(row.get::<_, &str>(6), "0.000000000012345");
    }
    let row = client
        .query_one("SELECT title, (SELECT record->'header'->'title'->>'text' FROM vanban.records r WHERE r.document_id = d.id)
                    FROM vanban.documents d WHERE path LIKE '%/5%'", &[])
        .unwrap();
    let wanted = nul.replace('\0', "\u{fffd}");
    assert_eq!((row.get::<_, String>(0), row.get::<_, String>(1)), (wanted.clone(), wanted));
    let again = export(corpus.directory(), &database.url(), &["--files"]);
    assert!(again.contains(" 0 documents written, 0 removed, 6 unchanged"), "{again}");
}
