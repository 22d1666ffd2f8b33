//! The rows of every table are those of the record.

use crate::support::{Directory, fill};
use rusqlite::Connection;
use rusqlite::types::ValueRef;
use serde_json::{Value, json};

/// The rows of a query as JSON lists.
fn rows(connection: &Connection, sql: &str, key: &str) -> Vec<Value> {
    let mut select = connection.prepare(sql).unwrap();
    let columns = select.column_count();
    let rows = select.query_map([key], |row| {
        let cell = |at| match row.get_ref(at).unwrap() {
            ValueRef::Null => Value::Null,
            ValueRef::Integer(n) => json!(n),
            ValueRef::Real(x) => json!(x),
            ValueRef::Text(text) => json!(std::str::from_utf8(text).unwrap()),
            ValueRef::Blob(_) => json!("blob"),
        };
        Ok((0..columns).map(cell).collect::<Value>())
    });
    rows.unwrap().map(Result::unwrap).collect()
}

/// A list of labels or roles as the column has it.
fn joined(list: &Value, by: &str) -> Value {
    let words: Vec<&str> = list.as_array().unwrap().iter().map(|word| word.as_str().unwrap()).collect();
    json!(words.join(by))
}

/// The columns of a place.
fn place(at: &Value) -> [Value; 5] {
    let bbox = at["bbox"].as_array().map(|sides| {
        sides.iter().map(|side| (side.as_f64().unwrap() as f32).to_string()).collect::<Vec<_>>().join(" ")
    });
    let byte = |end: usize| at["bytes"].get(end).cloned().unwrap_or(Value::Null);
    [at["page"].clone(), at["line"].clone(), byte(0), byte(1), json!(bbox)]
}

/// Numbers as columns of type REAL give them back.
fn real(number: &Value) -> Value {
    number.as_f64().map_or(Value::Null, |number| json!(number))
}

fn list<'a>(record: &'a Value, name: &str) -> &'a [Value] {
    record[name].as_array().unwrap()
}

fn with_place(mut row: Vec<Value>, at: &Value) -> Value {
    row.extend(place(at));
    Value::Array(row)
}

const PLACE: &str = "page, line, byte_start, byte_end, bbox";

#[test]
fn every_facet_of_the_record_is_in_its_table() {
    let directory = Directory::new("facets");
    let corpus = directory.corpus();
    let made = fill(&mut corpus.writer().unwrap());
    let reader = corpus.reader().unwrap();
    let of = |columns: &str, table: &str, key: &str| {
        let sql = format!(
            "SELECT {columns} FROM {table} t JOIN documents d ON d.id = t.document_id WHERE d.key = ? ORDER BY ordinal"
        )
        .replace("ordinal,", "t.ordinal,");
        rows(reader.connection(), &sql, key)
    };
    let mut seen = 0;
    for made in &made {
        let record: Value = serde_json::from_str(&made.json).unwrap();
        let key = made.prepared.key();
        let targets = of(
            &format!(
                "parent, indicator, kind, comparator, change, value, value_max, unit, baseline, deadline, deadline_year,
                 t.section, confidence, quote, {PLACE}"
            ),
            "targets",
            key,
        );
        let wanted: Vec<Value> = list(&record, "targets")
            .iter()
            .map(|target| {
                let deadline = &target["deadline"];
                let row = vec![
                    target["parent"].clone(),
                    target["indicator"].clone(),
                    target["kind"].clone(),
                    target["comparator"].clone(),
                    target["change"].clone(),
                    real(&target["value"]),
                    real(&target["value_max"]),
                    target["unit"].clone(),
                    target["baseline"].clone(),
                    deadline["text"].clone(),
                    deadline["year"].clone(),
                    joined(&target["section"], "/"),
                    real(&target["confidence"]),
                    target["quote"].clone(),
                ];
                with_place(row, &target["at"])
            })
            .collect();
        assert_eq!(targets, wanted, "{}", made.file.path);

        let references = of(
            &format!(
                "t.key, type, type_name, t.number, t.date, t.issuer, t.title, relation, confidence, mentions, section,
                 quote, {PLACE}"
            ),
            "refs",
            key,
        );
        let wanted: Vec<Value> = list(&record, "references")
            .iter()
            .map(|reference| {
                let mention = &reference["mentions"][0];
                let row = vec![
                    reference["key"].clone(),
                    reference["type"]["code"].clone(),
                    reference["type"]["name"].clone(),
                    reference["number"].clone(),
                    reference["date"].clone(),
                    reference["issuer"].clone(),
                    reference["title"].clone(),
                    reference["relation"].clone(),
                    real(&reference["confidence"]),
                    json!(list(reference, "mentions").len()),
                    joined(&mention["section"], "/"),
                    mention["quote"].clone(),
                ];
                with_place(row, &mention["at"])
            })
            .collect();
        assert_eq!(references, wanted, "{}", made.file.path);

        let assignments = of(
            &format!("body, role, task, deadline, section, confidence, quote, {PLACE}"),
            "assignments",
            key,
        );
        let wanted: Vec<Value> = list(&record, "assignments")
            .iter()
            .map(|assignment| {
                let row = vec![
                    assignment["body"].clone(),
                    assignment["role"].clone(),
                    assignment["task"].clone(),
                    assignment["deadline"].clone(),
                    joined(&assignment["section"], "/"),
                    real(&assignment["confidence"]),
                    assignment["quote"].clone(),
                ];
                with_place(row, &assignment["at"])
            })
            .collect();
        assert_eq!(assignments, wanted, "{}", made.file.path);

        let mut wanted = Vec::new();
        sections(list(&record, "sections"), None, "", &mut wanted);
        let found =
            of(&format!("parent, level, label, heading, roles, section, text, {PLACE}"), "sections", key);
        assert_eq!(found, wanted, "{}", made.file.path);

        let wanted: Vec<Value> = list(&record, "recipients")
            .iter()
            .map(|recipient| json!([recipient["name"], recipient["note"]]))
            .collect();
        assert_eq!(of("name, note", "recipients", key), wanted, "{}", made.file.path);

        let wanted: Vec<Value> = list(&record, "diagnostics")
            .iter()
            .map(|remark| {
                let row = ["severity", "code", "message", "quote"].map(|name| remark[name].clone());
                with_place(row.to_vec(), &remark["at"])
            })
            .collect();
        assert_eq!(of(&format!("severity, code, message, quote, {PLACE}"), "diagnostics", key), wanted);
        seen += targets.len() * references.len() * assignments.len();

        let header = &record["header"];
        let count = |name: &str| json!(list(&record, name).len());
        let found = rows(
            reader.connection(),
            "SELECT path, format, encoding, bytes, pages, doc_type, doc_type_name, number, serial, symbol, issuer,
                issuer_level, issuer_system, place, date, year, month, day, title, urgency, secrecy, signer,
                signer_position, targets, refs, assignments FROM documents WHERE key = ?",
            key,
        );
        let (source, date, signature) = (&record["source"], &header["date"], &record["signature"]);
        let wanted = json!([
            source["path"],
            source["format"],
            source["encoding"],
            source["bytes"],
            source["pages"],
            header["doc_type"]["code"],
            header["doc_type"]["name"],
            header["number"]["text"],
            header["number"]["serial"],
            header["number"]["symbol"],
            header["issuer"]["name"],
            header["issuer"]["level"],
            header["issuer"]["system"],
            header["place"]["text"],
            date["iso"],
            date["year"],
            date["month"],
            date["day"],
            header["title"]["text"],
            header["urgency"]["text"],
            header["secrecy"]["text"],
            signature["name"],
            signature["position"],
            count("targets"),
            count("references"),
            count("assignments"),
        ]);
        assert_eq!(found, [wanted], "{}", made.file.path);
    }
    assert!(seen > 0, "the fixtures have findings of all kinds");
}

/// The rows of sections, walked by recursion: the fixtures are not deep.
fn sections(siblings: &[Value], parent: Option<usize>, above: &str, rows: &mut Vec<Value>) {
    for section in siblings {
        let label = section["label"].as_str().unwrap_or_default();
        let path = [above, label].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("/");
        let own = rows.len();
        let row = vec![
            json!(parent),
            section["level"].clone(),
            section["label"].clone(),
            section["heading"].clone(),
            joined(&section["roles"], " "),
            json!(path),
            section["text"].clone(),
        ];
        rows.push(with_place(row, &section["at"]));
        sections(list(section, "children"), Some(own), &path, rows);
    }
}
