//! Proofs of true records, and refutations of others.

use std::path::{Path, PathBuf};

use unicode_normalization::UnicodeNormalization;
use vanban::diagnostic::Lang;
use vanban::error::ErrorKind;
use vanban::pipeline;
use vanban::rules::Rules;
use vanban::verify::{Failure, Reason, Verdict, verify};
use vanban::write::convert;
use vanban::write::json::{self, Style};
use vanban::write::schema::schema;
use vanban::write::wire::Record;

/// The small record of the tests of the output formats; its file stands beside it.
const PLAN: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/write/plan.json");

fn json() -> String {
    std::fs::read_to_string(PLAN).unwrap()
}

fn record() -> Record {
    serde_json::from_str(&json()).unwrap()
}

/// The verdict on the one record in `json`, which stands where the small one does.
fn prove(json: &str) -> Verdict {
    let mut verdicts = verify(json, PLAN);
    let verdict = verdicts.next().unwrap().unwrap();
    assert!(verdicts.next().is_none());
    verdict
}

/// What refutes the record that `damage` makes of the small one.
fn refuted(damage: impl FnOnce(&mut serde_json::Value)) -> Vec<Failure> {
    let mut record: serde_json::Value = serde_json::from_str(&json()).unwrap();
    damage(&mut record);
    prove(&record.to_string()).failures
}

#[test]
fn every_quote_of_a_true_record_is_found_at_its_bytes() {
    let verdict = prove(&json());
    assert_eq!(verdict.failures, []);
    assert_eq!((verdict.checked, verdict.unplaced), (json().matches("\"quote\": \"").count(), 0));
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
fn only_records_of_files_can_be_verified() {
    for json in ["{}", "[]", "not JSON", "{\"source\": ", "{\"source\": {\"path\": \"-\", \"blake3\": \"\"}}"]
    {
        let kinds: Vec<_> = verify(json, "plan.json").map(|verdict| verdict.unwrap_err().kind()).collect();
        assert_eq!(kinds, [ErrorKind::Invalid], "{json}");
    }
    assert!(verify("", "plan.json").next().is_none());
}

#[test]
fn a_record_that_cannot_be_verified_does_not_keep_others_from_it() {
    let record: serde_json::Value = serde_json::from_str(&json()).unwrap();
    let mut lost = record.clone();
    lost["source"]["path"] = "no such file".into();
    let lines = format!("{record}\n{lost}\n{record}\n");
    let proved: Vec<bool> = verify(&lines, PLAN).map(|verdict| verdict.is_ok()).collect();
    assert_eq!(proved, [true, false, true]);
}

/// The documents that the project keeps as fixtures.
fn fixtures() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/documents");
    let files = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut documents: Vec<PathBuf> = files
        .filter(|path| ["txt", "md", "html"].iter().any(|e| path.extension().is_some_and(|x| x == *e)))
        .collect();
    documents.sort();
    documents
}

/// What is wrong with the record that the program makes of a file: places where the schema does not hold, quotes that
/// the file does not bear out.
fn faults(path: &Path, validator: &jsonschema::Validator) -> Vec<String> {
    let path = path.to_str().unwrap();
    let record = convert::record(
        &pipeline::document(path, &vanban::read::Options::default(), Rules::embedded()).unwrap(),
        Lang::Vi,
    );
    let mut text = Vec::new();
    json::write(&mut text, &record, Style::Compact).unwrap();
    let text = String::from_utf8(text).unwrap();
    let value = serde_json::from_str(&text).unwrap();
    let invalid = validator.iter_errors(&value).map(|error| format!("{}: {error}", error.instance_path()));
    let failures = verify(&text, path).flat_map(|verdict| verdict.unwrap().failures);
    invalid.chain(failures.map(|failure| failure.text(Lang::En))).collect()
}

#[test]
fn records_of_real_runs_are_valid_and_bear_their_quotes_out() {
    let validator = jsonschema::validator_for(&schema()).unwrap();
    for path in fixtures() {
        assert_eq!(faults(&path, &validator), [""; 0], "{}", path.display());
    }
}

#[test]
fn quotes_are_borne_out_in_every_form_of_unicode() {
    let validator = jsonschema::validator_for(&schema()).unwrap();
    let wide = |text: &str, bytes: fn(u16) -> [u8; 2]| -> Vec<u8> {
        std::iter::once(0xFEFF).chain(text.encode_utf16()).flat_map(bytes).collect()
    };
    for path in fixtures() {
        // Legacy encodings have no such forms.
        let Ok(text) = std::fs::read_to_string(&path) else { continue };
        for (form, bytes) in [
            ("utf-16le", wide(&text, u16::to_le_bytes)),
            ("utf-16be", wide(&text, u16::to_be_bytes)),
            ("marked", ["\u{feff}", &*text].concat().into_bytes()),
            ("decomposed", text.nfd().collect::<String>().into_bytes()),
        ] {
            let copy = Path::new(env!("CARGO_TARGET_TMPDIR"))
                .join(form)
                .with_extension(path.extension().unwrap_or_default());
            std::fs::write(&copy, bytes).unwrap();
            assert_eq!(faults(&copy, &validator), [""; 0], "{} in {form}", path.display());
        }
    }
}
