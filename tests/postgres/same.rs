//! Table by table, row by row: the database holds what the corpus holds.

use crate::server::{Database, server};
use crate::{corpus, export, large};
use postgres::types::Type;
use rusqlite::types::ValueRef;
use serde_json::Value;
use vanban::corpus::{Corpus, Fault, Filter};

/// A question to the corpus, and the same to the database. Both name documents by their keys, and order rows.
const QUESTIONS: [(&str, &str, &str); 13] = [
    (
        "documents",
        "SELECT key, path, format, encoding, bytes, pages, ocr_engine, ocr_confidence, doc_type, doc_type_name, number, serial,
                symbol, issuer, issuer_level, issuer_system, province, province_now, place, date, year, month, day, title,
                urgency, secrecy, signer, signer_position, cite_key, sections, targets, refs, assignments, warnings, program,
                rules, ingested FROM documents ORDER BY key",
        "SELECT key, path, format, encoding, bytes, pages, ocr_engine, ocr_confidence, doc_type, doc_type_name, number, serial,
                symbol, issuer, issuer_level, issuer_system, province, province_now, place, date::text, year, month, day, title,
                urgency, secrecy, signer, signer_position, cite_key, sections, targets, refs, assignments, warnings, program,
                rules, to_char(ingested AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"') FROM vanban.documents ORDER BY key",
    ),
    (
        "cite_keys",
        "SELECT d.key, x.form, x.key FROM cite_keys x JOIN documents d ON d.id = x.document_id ORDER BY 1, 2",
        "SELECT d.key, x.form, x.key FROM vanban.cite_keys x JOIN vanban.documents d ON d.id = x.document_id ORDER BY 1, 2",
    ),
    (
        "sections",
        "SELECT d.key, x.ordinal, x.parent, level, label, heading, roles, section, text, page, line, byte_start, byte_end, bbox
         FROM sections x JOIN documents d ON d.id = x.document_id ORDER BY 1, 2",
        "SELECT d.key, x.ordinal, x.parent, level, label, heading, array_to_string(roles, ' '), array_to_string(section, '/'), text,
                page, line, byte_start, byte_end, array_to_string(bbox, ' ')
         FROM vanban.sections x JOIN vanban.documents d ON d.id = x.document_id ORDER BY 1, 2",
    ),
    (
        "targets",
        "SELECT d.key, x.ordinal, parent, indicator, indicator_plain, kind, comparator, change, value, value_max, unit, base_value,
                base_value_max, base_unit, baseline, deadline, deadline_year, section, confidence, quote, page, line, byte_start,
                byte_end, bbox FROM targets x JOIN documents d ON d.id = x.document_id ORDER BY 1, 2",
        "SELECT d.key, x.ordinal, parent, indicator, indicator_plain, kind, comparator, change, value::float8, value_max::float8,
                unit, base_value::float8, base_value_max::float8, base_unit, baseline, deadline, deadline_year,
                array_to_string(section, '/'), confidence, quote, page, line, byte_start, byte_end, array_to_string(bbox, ' ')
         FROM vanban.targets x JOIN vanban.documents d ON d.id = x.document_id ORDER BY 1, 2",
    ),
    (
        "refs",
        "SELECT d.key, x.ordinal, x.key, type, type_name, x.number, x.date, x.issuer, x.title, relation, confidence, mentions,
                section, quote, page, line, byte_start, byte_end, bbox
         FROM refs x JOIN documents d ON d.id = x.document_id ORDER BY 1, 2",
        "SELECT d.key, x.ordinal, x.key, type, type_name, x.number, x.date::text, x.issuer, x.title, relation, confidence, mentions,
                coalesce(array_to_string(m.section, '/'), ''), coalesce(quote, ''), page, line, byte_start, byte_end,
                array_to_string(bbox, ' ')
         FROM vanban.refs x JOIN vanban.documents d ON d.id = x.document_id
         LEFT JOIN vanban.mentions m ON m.document_id = x.document_id AND m.ref = x.ordinal AND m.ordinal = 0 ORDER BY 1, 2",
    ),
    (
        "assignments",
        "SELECT d.key, x.ordinal, body, role, task, deadline, section, confidence, quote, page, line, byte_start, byte_end, bbox
         FROM assignments x JOIN documents d ON d.id = x.document_id ORDER BY 1, 2",
        "SELECT d.key, x.ordinal, body, role, task, deadline, array_to_string(section, '/'), confidence, quote, page, line,
                byte_start, byte_end, array_to_string(bbox, ' ')
         FROM vanban.assignments x JOIN vanban.documents d ON d.id = x.document_id ORDER BY 1, 2",
    ),
    (
        "recipients",
        "SELECT d.key, x.ordinal, name, note FROM recipients x JOIN documents d ON d.id = x.document_id ORDER BY 1, 2",
        "SELECT d.key, x.ordinal, name, note FROM vanban.recipients x JOIN vanban.documents d ON d.id = x.document_id ORDER BY 1, 2",
    ),
    (
        "diagnostics",
        "SELECT d.key, x.ordinal, severity, code, message, quote, page, line, byte_start, byte_end, bbox
         FROM diagnostics x JOIN documents d ON d.id = x.document_id ORDER BY 1, 2",
        "SELECT d.key, x.ordinal, severity, code, message, quote, page, line, byte_start, byte_end, array_to_string(bbox, ' ')
         FROM vanban.diagnostics x JOIN vanban.documents d ON d.id = x.document_id ORDER BY 1, 2",
    ),
    (
        "near",
        "SELECT a.key, b.key, similarity, in_other, of_other FROM near n JOIN documents a ON a.id = n.document_id
         JOIN documents b ON b.id = n.other_id ORDER BY 1, 2",
        "SELECT a.key, b.key, similarity, in_other, of_other FROM vanban.near n JOIN vanban.documents a ON a.id = n.document_id
         JOIN vanban.documents b ON b.id = n.other_id ORDER BY 1, 2",
    ),
    (
        "files",
        "SELECT f.id, f.path, d.key, size, modified / 1000, blake3, f.format, state, reason, message_vi, message_en, remedy_vi,
                remedy_en, cause, attempts, seconds, peak_memory, options, f.program, f.rules, seen
         FROM files f LEFT JOIN documents d ON d.id = f.document_id ORDER BY f.id",
        "SELECT f.id, f.path, d.key, size, (extract(epoch FROM modified) * 1000000)::bigint, blake3, f.format, state, reason,
                message_vi, message_en, remedy_vi, remedy_en, cause, attempts, seconds, peak_memory, options, f.program, f.rules,
                to_char(seen AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"')
         FROM vanban.files f LEFT JOIN vanban.documents d ON d.id = f.document_id ORDER BY f.id",
    ),
    ("van_ban", "SELECT * FROM van_ban ORDER BY \"Mã\"", "SELECT * FROM vanban.van_ban ORDER BY \"Mã\""),
    (
        "chi_tieu",
        "SELECT \"Số, ký hiệu\", \"Chỉ tiêu\", \"So sánh\", \"Giá trị\", \"Đến\", \"Đơn vị\", \"Thời hạn\", \"Mục\", \"Tệp\", \"Dòng\"
         FROM chi_tieu ORDER BY \"Tệp\", \"Dòng\", \"Chỉ tiêu\", \"Giá trị\", \"Trích dẫn\"",
        "SELECT \"Số, ký hiệu\", \"Chỉ tiêu\", \"So sánh\", \"Giá trị\"::float8, \"Đến\"::float8, \"Đơn vị\", \"Thời hạn\", \"Mục\",
                \"Tệp\", \"Dòng\"
         FROM vanban.chi_tieu ORDER BY \"Tệp\", \"Dòng\" NULLS FIRST, \"Chỉ tiêu\", \"Giá trị\" NULLS FIRST, \"Trích dẫn\"",
    ),
    (
        "vien_dan",
        "SELECT d.key, k.ordinal, c.key, k.relation, k.form FROM citations k JOIN documents d ON d.id = k.document_id
         JOIN documents c ON c.id = k.cited_id ORDER BY 1, 2, 3",
        "SELECT d.key, k.ordinal, c.key, k.relation, k.form FROM vanban.citations k JOIN vanban.documents d ON d.id = k.document_id
         JOIN vanban.documents c ON c.id = k.cited_id ORDER BY 1, 2, 3",
    ),
];

fn of_corpus(corpus: &Corpus, sql: &str) -> Vec<String> {
    let reader = corpus.reader().unwrap();
    let mut select = reader.connection().prepare(sql).unwrap();
    let columns = select.column_count();
    let mut rows = select.query([]).unwrap();
    let mut lines = Vec::new();
    while let Some(row) = rows.next().unwrap() {
        let cells = (0..columns).map(|column| match row.get_ref(column).unwrap() {
            ValueRef::Null => "∅".to_owned(),
            ValueRef::Integer(number) => number.to_string(),
            ValueRef::Real(number) => number.to_string(),
            ValueRef::Text(text) | ValueRef::Blob(text) => String::from_utf8_lossy(text).into_owned(),
        });
        lines.push(cells.collect::<Vec<_>>().join(" | "));
    }
    lines
}

fn of_database(database: &Database, sql: &str) -> Vec<String> {
    fn shown<T: ToString>(value: Option<T>) -> String {
        value.map_or_else(|| "∅".to_owned(), |value| value.to_string())
    }
    let rows = database.connect().query(sql, &[]).unwrap();
    let line = |row: &postgres::Row| {
        let cells = row.columns().iter().enumerate().map(|(at, column)| match *column.type_() {
            Type::INT4 => shown(row.get::<_, Option<i32>>(at)),
            Type::INT8 => shown(row.get::<_, Option<i64>>(at)),
            Type::FLOAT8 => shown(row.get::<_, Option<f64>>(at)),
            Type::DATE => {
                let days = row.get::<_, Option<Day>>(at);
                shown(days.map(|day| day.0))
            }
            _ => shown(row.get::<_, Option<String>>(at)),
        });
        cells.collect::<Vec<_>>().join(" | ")
    };
    rows.iter().map(line).collect()
}

/// A date as ISO has it.
struct Day(String);

impl<'a> postgres::types::FromSql<'a> for Day {
    fn from_sql(_: &Type, raw: &'a [u8]) -> Result<Self, Box<dyn std::error::Error + Sync + Send>> {
        let days = i64::from(i32::from_be_bytes(raw.try_into()?)) + 10_957;
        // SQLite knows the calendar.
        let iso = rusqlite::Connection::open_in_memory()?.query_row(
            "SELECT date(?1 * 86400, 'unixepoch')",
            [days],
            |row| row.get(0),
        )?;
        Ok(Day(iso))
    }

    fn accepts(of: &Type) -> bool {
        *of == Type::DATE
    }
}

/// Compares all tables; `with_files` the ledger too.
#[track_caller]
pub fn compare(corpus: &Corpus, database: &Database, with_files: bool) {
    for (table, of_sqlite, of_postgres) in QUESTIONS {
        if table == "files" && !with_files {
            continue;
        }
        let (wanted, found) = (of_corpus(corpus, of_sqlite), of_database(database, of_postgres));
        for (wanted, found) in wanted.iter().zip(&found) {
            assert_eq!(found, wanted, "{table}");
        }
        assert_eq!(found.len(), wanted.len(), "{table}");
    }
    let mut records = database
        .connect()
        .query("SELECT record::text FROM vanban.records r JOIN vanban.documents d ON d.id = r.document_id ORDER BY d.key", &[])
        .unwrap()
        .into_iter();
    let json = |text: &str| serde_json::from_str::<Value>(text).unwrap();
    corpus
        .reader()
        .unwrap()
        .each::<Fault>(&Filter::default(), |summary, record| {
            let found: String = records.next().unwrap().get(0);
            assert!(json(&found) == json(record), "{}", summary.path);
            Ok(())
        })
        .unwrap();
    assert!(records.next().is_none());
}

#[test]
fn tables_hold_what_the_corpus_holds() {
    let Some(server) = server() else { return };
    let database = server.database();
    let corpus = large();
    let documents = corpus.reader().unwrap().count(&Filter::default()).unwrap();
    assert!(documents > 280);
    let said = export(corpus.directory(), &database.url(), &["--files"]);
    assert!(said.contains(&format!("{documents} documents written, 0 removed, 0 unchanged")), "{said}");
    for (table, sql, _) in QUESTIONS {
        assert!(!of_corpus(corpus, sql).is_empty(), "{table}");
    }
    compare(corpus, &database, true);
    // Those that the corpus has in the records alone.
    let mut client = database.connect();
    let mut one = |sql: &str| client.query_one(sql, &[]).unwrap().get::<_, i64>(0);
    assert_eq!(
        one("SELECT count(*) FROM vanban.mentions"),
        one("SELECT sum(mentions)::bigint FROM vanban.refs")
    );
    let items = "SELECT sum(jsonb_array_length(record->'footnotes'))::bigint FROM vanban.records";
    assert_eq!(one("SELECT count(*) FROM vanban.footnotes"), one(items));
    assert!(one(items) > 0);
}

#[test]
fn documents_lead_to_their_rows_and_take_them_along() {
    let Some(server) = server() else { return };
    let database = server.database();
    let (_directory, corpus) = corpus("keys");
    export(corpus.directory(), &database.url(), &["--files"]);
    let mut client = database.connect();
    let orphan = "INSERT INTO vanban.recipients (document_id, ordinal, name, quote) VALUES (-1, 0, 'a', 'a')";
    assert_eq!(client.execute(orphan, &[]).unwrap_err().code().unwrap().code(), "23503");
    let tables = [
        "records",
        "words",
        "cite_keys",
        "sections",
        "targets",
        "refs",
        "mentions",
        "assignments",
        "recipients",
        "footnotes",
        "diagnostics",
    ];
    let mut count = |table: &str| -> i64 {
        client.query_one(&format!("SELECT count(*) FROM vanban.{table}"), &[]).unwrap().get(0)
    };
    for table in tables {
        assert!(count(table) > 0, "{table}");
    }
    let files = count("files");
    database.connect().execute("DELETE FROM vanban.documents", &[]).unwrap();
    for table in tables {
        assert_eq!(count(table), 0, "{table}");
    }
    // The ledger stays, without its documents, and the next export gives all back.
    assert_eq!(count("files"), files);
    export(corpus.directory(), &database.url(), &["--files"]);
    compare(&corpus, &database, true);
}
