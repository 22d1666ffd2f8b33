//! Every output format of one small record, beside the files that it is expected to give.
//!
//! The record is `write/plan.json`, the document it was read from `write/plan.txt`. To accept a changed output, run
//! with `UPDATE_EXPECT=1` and read the difference before committing it.

use std::path::{Path, PathBuf};

use vanban::write::json::{self, Style};
use vanban::write::schema::schema;
use vanban::write::wire::Record;

fn file(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/write").join(name)
}

fn read(name: &str) -> String {
    std::fs::read_to_string(file(name)).unwrap()
}

fn record() -> Record {
    serde_json::from_str(&read("plan.json")).unwrap()
}

/// Compares with the file of that name.
#[track_caller]
fn expect(name: &str, actual: &str) {
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        std::fs::write(file(name), actual).unwrap();
    }
    let expected = read(name);
    if expected != actual {
        let line = expected.lines().zip(actual.lines()).position(|(e, a)| e != a);
        let line = line.unwrap_or(expected.lines().count().min(actual.lines().count()));
        let (e, a) = (expected.lines().nth(line), actual.lines().nth(line));
        panic!("{name}:{}: expected\n  {e:?}\nbut found\n  {a:?}", line + 1);
    }
}

fn json(record: &Record, style: Style) -> String {
    let mut out = Vec::new();
    json::write(&mut out, record, style).unwrap();
    String::from_utf8(out).unwrap()
}

#[test]
fn pretty_json_reads_back_and_writes_the_same() {
    expect("plan.json", &json(&record(), Style::Pretty));
}

#[test]
fn compact_json_is_one_line_with_the_same_content() {
    let compact = json(&record(), Style::Compact);
    assert_eq!(compact.matches('\n').count(), 1);
    assert_eq!(serde_json::from_str::<Record>(&compact).unwrap(), record());
}

#[test]
fn ndjson_has_a_line_for_each_record_in_order() {
    let (first, mut second) = (record(), record());
    second.source.path = "second.txt".into();
    let mut out = Vec::new();
    json::write_lines(&mut out, [&first, &second]).unwrap();
    let records: Vec<Record> =
        std::str::from_utf8(&out).unwrap().lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(records, [first, second]);
}

#[test]
fn the_schema_is_the_one_in_the_file() {
    expect("schema.json", &(serde_json::to_string_pretty(&schema()).unwrap() + "\n"));
}

#[test]
fn records_are_valid_against_the_schema_and_damaged_ones_are_not() {
    let validator = jsonschema::validator_for(&schema()).unwrap();
    let valid: serde_json::Value = serde_json::from_str(&read("plan.json")).unwrap();
    let errors: Vec<String> =
        validator.iter_errors(&valid).map(|e| format!("{}: {e}", e.instance_path())).collect();
    assert_eq!(errors, [""; 0]);

    let damages: [(&str, serde_json::Value); 7] = [
        ("/schema_version", "0".into()),
        ("/targets/0/comparator", "about".into()),
        ("/targets/0/value", "4482.38".into()),
        ("/targets/0/at/page", 0.into()),
        ("/targets/0/at/bytes", serde_json::json!([1, 2, 3])),
        ("/references/0/relation", serde_json::Value::Null),
        ("/header/title", "a bare string".into()),
    ];
    for (place, value) in damages {
        let mut damaged = valid.clone();
        *damaged.pointer_mut(place).unwrap() = value;
        assert!(!validator.is_valid(&damaged), "{place} may be anything");
    }
}

#[test]
fn a_member_without_a_value_is_null_and_not_left_out() {
    let validator = jsonschema::validator_for(&schema()).unwrap();
    let valid: serde_json::Value = serde_json::from_str(&read("plan.json")).unwrap();
    for place in
        ["/header/urgency", "/targets/0/baseline", "/source/ocr", "/sections/0/label", "/recipients/1/note"]
    {
        assert_eq!(valid.pointer(place), Some(&serde_json::Value::Null), "{place}");
        let (object, member) = place.rsplit_once('/').unwrap();
        let mut damaged = valid.clone();
        damaged.pointer_mut(object).unwrap().as_object_mut().unwrap().shift_remove(member);
        assert!(!validator.is_valid(&damaged), "{place} may be left out");
    }
}
