//! Proofs of true records, and refutations of others.

use std::path::{Path, PathBuf};

use unicode_normalization::UnicodeNormalization;
use vanban::diagnostic::Lang;
use vanban::error::ErrorKind;
use vanban::pipeline;
use vanban::read::Options;
use vanban::rules::Rules;
use vanban::source::{Format, Origin, Place, Rect, Source};
use vanban::text::Text;
use vanban::verify::{self, Failure, Reason, Verdict, verify};
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
    let mut verdicts = verify(json, PLAN, Options::default());
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
        let kinds: Vec<_> = verify(json, "plan.json", Options::default())
            .map(|verdict| verdict.unwrap_err().kind())
            .collect();
        assert_eq!(kinds, [ErrorKind::Invalid], "{json}");
    }
    assert!(verify("", "plan.json", Options::default()).next().is_none());
}

#[test]
fn a_record_that_cannot_be_verified_does_not_keep_others_from_it() {
    let record: serde_json::Value = serde_json::from_str(&json()).unwrap();
    let mut lost = record.clone();
    lost["source"]["path"] = "no such file".into();
    let lines = format!("{record}\n{lost}\n{record}\n");
    let proved: Vec<bool> = verify(&lines, PLAN, Options::default()).map(|verdict| verdict.is_ok()).collect();
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
    let record =
        convert::record(&pipeline::document(path, &Options::default(), Rules::embedded()).unwrap(), Lang::Vi);
    let mut text = Vec::new();
    json::write(&mut text, &record, Style::Compact).unwrap();
    let text = String::from_utf8(text).unwrap();
    let value = serde_json::from_str(&text).unwrap();
    let invalid = validator.iter_errors(&value).map(|error| format!("{}: {error}", error.instance_path()));
    let failures = verify(&text, path, Options::default()).flat_map(|verdict| verdict.unwrap().failures);
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

/// What a reader of pages makes of a text: a form feed ends a page, a letter is 5 points wide, a line 20 high.
fn pages(text: &str, has_places: bool) -> Source {
    let (mut places, mut page_breaks, mut line_starts) = (Vec::new(), Vec::new(), Vec::new());
    let (mut page, mut top, mut line) = (1, 50.0, 0);
    for part in text.split_inclusive(['\n', '\u{c}']) {
        let mut at = 0;
        for word in part.split([' ', '\n', '\u{c}']) {
            let (start, end) = (line + at, line + at + word.len());
            let bbox = Rect {
                x0: 70.0 + 5.0 * at as f32,
                y0: top,
                x1: 70.0 + 5.0 * (at + word.len()) as f32,
                y1: top + 12.34,
            };
            if !word.is_empty() {
                places.push(Place { start: start as u32, end: end as u32, page, bbox, confidence: None });
            }
            at += word.len() + 1;
        }
        line += part.len();
        top += 20.0;
        if part.ends_with('\n') {
            line_starts.push(line as u32);
        } else if part.ends_with('\u{c}') {
            page_breaks.push(line as u32);
            (page, top) = (page + 1, 50.0);
        }
    }
    Source {
        path: "plan.pdf".into(),
        format: if has_places { Format::Pdf } else { Format::Docx },
        encoding: "utf-8",
        bytes: 3,
        blake3: blake3::hash(b"PDF").to_hex().to_string(),
        text: Text::verbatim(text.to_owned(), 0),
        raw: None,
        fragments: Vec::new(),
        fonts: Vec::new(),
        origin: if has_places { Origin::Pages(places) } else { Origin::Transcript },
        recognition: None,
        page_breaks,
        line_starts,
        diagnostics: Vec::new(),
    }
}

/// A plan of which the second target goes on over a page break.
const PAGES: &str = "ỦY BAN NHÂN DÂN\nXÃ AN BÌNH\nSố: 12/KH-UBND\nAn Bình, ngày 05 tháng 3 năm 2024\nKẾ HOẠCH\n\
    Phát triển kinh tế năm 2024\nI. MỤC TIÊU\n1. Chỉ tiêu\n- Tỷ lệ hộ nghèo giảm còn 2,5% vào cuối năm.\n\
    - Tỷ lệ người dân tham gia bảo hiểm y tế trên địa bàn toàn xã\n\u{c}2\nđạt 95% trở lên vào cuối năm.\n\
    - Trồng mới 40 ha rừng.\nII. TỔ CHỨC THỰC HIỆN\nVăn phòng theo dõi, đôn đốc.\n";

/// The verdict on the record of [`PAGES`] after some damage.
fn pages_proved(has_places: bool, damage: impl FnOnce(&mut serde_json::Value)) -> Verdict {
    let source = pages(PAGES, has_places);
    let document = pipeline::from_source(source.clone(), Rules::embedded());
    let mut record = serde_json::to_value(convert::record(&document, Lang::Vi)).unwrap();
    damage(&mut record);
    let hash = source.blake3.clone();
    verify::prove(&record, "plan.pdf", &hash, &source, b"PDF")
}

#[test]
fn quotes_of_pages_and_containers_are_proved_by_their_words() {
    for has_places in [true, false] {
        let verdict = pages_proved(has_places, |record| {
            assert_eq!(record["targets"].as_array().unwrap().len(), 3);
            let broken = &record["targets"][1];
            assert!(broken["quote"].as_str().unwrap().contains("toàn xã đạt 95%"), "{broken}");
            assert_eq!(broken["at"]["bbox"].is_null(), !has_places);
        });
        assert_eq!(verdict.failures, []);
        assert!(verdict.checked > 10);
        assert_eq!(verdict.unplaced, 0);
    }
}

#[test]
fn false_boxes_pages_lines_and_quotes_are_refuted() {
    type Damage = fn(&mut serde_json::Value);
    let boxes: &[Damage] = &[
        |target| target["at"]["bbox"][0] = 0.0.into(),
        |target| target["at"]["bbox"][3] = 800.0.into(),
        |target| target["at"]["bbox"] = serde_json::json!([0.0, 0.0, 595.0, 842.0]),
        |target| target["at"]["bbox"] = serde_json::Value::Null,
        |target| target["at"]["bbox"] = serde_json::json!([1.0, 2.0]),
    ];
    let lines: &[Damage] = &[
        |target| target["at"]["page"] = 2.into(),
        |target| target["at"]["page"] = serde_json::Value::Null,
        |target| target["at"]["line"] = 1.into(),
    ];
    let quotes: &[Damage] = &[
        |target| target["quote"] = target["quote"].as_str().unwrap().replace('5', "6").into(),
        |target| target["quote"] = format!("{} thêm", target["quote"].as_str().unwrap()).into(),
    ];
    // What the box holds may be said in part, but then the box is another.
    let parts: &[Damage] = &[|target| target["quote"] = "Tỷ lệ".into()];
    for target in [0, 1] {
        for (damages, fits) in [
            (boxes, (|reason| matches!(reason, Reason::OtherBox { .. })) as fn(&Reason) -> bool),
            (lines, |reason| matches!(reason, Reason::OtherLine { .. })),
            (quotes, |reason| matches!(reason, Reason::OtherText { .. })),
            (parts, |reason| matches!(reason, Reason::OtherBox { .. })),
        ] {
            for (index, damage) in damages.iter().enumerate() {
                let failures = pages_proved(true, |record| damage(&mut record["targets"][target])).failures;
                assert_eq!(failures.len(), 1, "{index}: {failures:?}");
                assert_eq!(failures[0].pointer, format!("/targets/{target}"));
                assert!(fits(&failures[0].reason), "{index}: {failures:?}");
            }
        }
    }
    let failures =
        pages_proved(true, |record| record["targets"][0]["at"]["bytes"] = serde_json::json!([1, 2])).failures;
    assert_eq!(failures[0].reason, Reason::BadPosition);
}
