//! Proofs of true records, and refutations of others.

use std::path::{Path, PathBuf};

use vanban::error::ErrorKind;
use vanban::verify::{Failure, Reason, verify};
use vanban::write::wire::Record;

/// The small record of the tests of the output formats; its file stands beside it.
fn plan() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/write/plan.json")
}

fn json() -> String {
    std::fs::read_to_string(plan()).unwrap()
}

fn record() -> Record {
    serde_json::from_str(&json()).unwrap()
}

/// What refutes the record that `damage` makes of the small one.
fn refuted(damage: impl FnOnce(&mut serde_json::Value)) -> Vec<Failure> {
    let mut record: serde_json::Value = serde_json::from_str(&json()).unwrap();
    damage(&mut record);
    let verdicts = verify(&record.to_string(), plan().to_str().unwrap()).unwrap();
    let [verdict] = <[_; 1]>::try_from(verdicts).unwrap();
    verdict.failures
}

#[test]
fn every_quote_of_a_true_record_is_found_at_its_bytes() {
    let verdicts = verify(&json(), plan().to_str().unwrap()).unwrap();
    assert_eq!(verdicts.len(), 1);
    assert_eq!(verdicts[0].failures, []);
    assert_eq!((verdicts[0].checked, verdicts[0].unplaced), (json().matches("\"quote\": \"").count(), 0));
}

#[test]
fn a_record_that_says_something_else_is_refuted_where_it_does() {
    let quote = "Thu ngân sách từ 123.456.789.012.345,67 đồng trở lên".to_owned();
    assert_eq!(quote, record().targets[2].quote);
    let [start, end] = record().targets[2].at.bytes.unwrap();
    for (pointer, value, reason) in [
        (
            "/targets/2/quote",
            serde_json::json!("Thu ngân sách"),
            Reason::OtherText { quote: "Thu ngân sách".into(), found: quote.clone() },
        ),
        (
            "/targets/2/at/bytes",
            serde_json::json!([start, start + 3]),
            Reason::OtherText { quote, found: "Thu".into() },
        ),
        ("/targets/2/at/bytes", serde_json::json!([start, 99_999]), Reason::BadPosition),
        ("/targets/2/at/bytes", serde_json::json!([end, start]), Reason::BadPosition),
        ("/targets/2/at/bytes", serde_json::json!("12"), Reason::BadPosition),
        ("/targets/2/at/line", serde_json::json!(15), Reason::OtherLine { found: (1, 16) }),
        ("/targets/2/at/page", serde_json::Value::Null, Reason::OtherLine { found: (1, 16) }),
    ] {
        let failures = refuted(|record| *record.pointer_mut(pointer).unwrap() = value);
        assert_eq!(failures, [Failure { pointer: "/targets/2".into(), reason }]);
    }
}

#[test]
fn a_record_of_another_file_is_refuted_whole() {
    let failures = refuted(|record| record["source"]["blake3"] = "0".repeat(64).into());
    assert_eq!(failures, [Failure { pointer: "/source/blake3".into(), reason: Reason::OtherFile }]);
}

#[test]
fn only_records_can_be_verified() {
    for (json, kind) in
        [("{}", ErrorKind::Invalid), ("[]", ErrorKind::Invalid), ("not JSON", ErrorKind::Invalid)]
    {
        assert_eq!(verify(json, "plan.json").unwrap_err().kind(), kind, "{json}");
    }
    assert_eq!(verify("", "plan.json").unwrap(), []);
}
