//! Whole evaluations of small documents, gold and record side by side.

use std::path::PathBuf;

use serde_json::{Value, json};

use super::mistake::Kind;
use super::*;
use crate::diagnostic::Lang;

/// A directory of gold files and documents that is removed in the end.
struct Corpus(PathBuf);

impl Corpus {
    /// Writes `files` into a new directory.
    fn new(name: &str, files: &[(&str, &str)]) -> Self {
        let directory = std::env::temp_dir().join(format!("vanban-eval-{name}-{}", std::process::id()));
        fs::create_dir_all(&directory).unwrap();
        for (file, text) in files {
            fs::write(directory.join(file), text).unwrap();
        }
        Self(directory)
    }

    /// Evaluates with the record that `records` has for a document's file name.
    fn run(&self, records: &[(&str, Value)]) -> Result<Report, Error> {
        let options = Options { gold: self.0.clone(), docs: vec![self.0.clone()], only: None };
        run(&options, |path| {
            let name = path.file_name().unwrap().to_string_lossy();
            let record = records.iter().find(|(file, _)| *file == name).map(|(_, record)| record.clone());
            record.ok_or_else(|| "no text".to_owned())
        })
    }
}

impl Drop for Corpus {
    fn drop(&mut self) {
        fs::remove_dir_all(&self.0).unwrap();
    }
}

const GOLD: &str = "\
H doc_type | KH
H title | Trồng cây xanh năm 2031
H number | 07 | KH-UBND
H place | -
S I | MỤC TIÊU | objectives
S I/1 | |
T Trồng cây phân tán | ge | | 1200 | cây | | năm 2031 |
T cây bóng mát | eq | | 30 | % | | | 1
T? Vườn ươm | eq | | 2 | vườn
R QĐ | 15/QĐ-UBND | 2030-11-20 | Ủy ban nhân dân tỉnh Sông Lam | trồng cây | based_on
A Phòng Kinh tế | lead | chủ trì hướng dẫn trồng cây
N Như trên | -
G TM. ỦY BAN NHÂN DÂN | - | CHỦ TỊCH | Trần Thị Mẫu
";

/// A record that is right in everything the gold asks for.
fn perfect() -> Value {
    json!({
        "header": { "doc_type": { "code": "KH" }, "title": "Trồng cây xanh năm 2031", "place": null,
            "number": { "serial": "7", "symbol": "KH-UBND" } },
        "sections": [ { "label": "I.", "heading": "Mục tiêu", "roles": ["objectives"], "children": [
            { "label": "1", "heading": null, "roles": [], "children": [] } ] } ],
        "targets": [
            { "indicator": "Trồng cây phân tán", "kind": "quantitative", "comparator": "ge", "change": null,
              "value": 1200, "value_max": null, "unit": "cây", "deadline": { "text": "trong năm 2031" } },
            { "indicator": "cây bóng mát", "kind": "quantitative", "comparator": "eq", "change": null,
              "value": 30.0, "value_max": null, "unit": "%", "parent": 0 } ],
        "references": [ { "type": { "code": "QĐ" }, "number": "15/QĐ-UBND", "date": "2030-11-20",
            "issuer": "UBND tỉnh Sông Lam", "title": "trồng cây", "relation": "based_on" } ],
        "assignments": [ { "body": "Phòng Kinh tế", "role": "lead", "task": "chủ trì hướng dẫn trồng cây" } ],
        "recipients": [ { "name": "Như trên", "note": null } ],
        "signature": { "authority": "TM. ỦY BAN NHÂN DÂN", "capacity": null, "position": "CHỦ TỊCH",
            "name": "Trần Thị Mẫu" }
    })
}

/// The perfect record with the value at a JSON pointer replaced.
fn with(pointer: &str, value: Value) -> Value {
    let mut record = perfect();
    *record.pointer_mut(pointer).unwrap() = value;
    record
}

/// What is wrong, the record, the facet to look at, its tp, fp and fn, and all mistakes: sign and mark.
type Counted = (&'static str, Value, Facet, [usize; 3], &'static [&'static str]);

#[test]
fn a_record_is_counted_by_facet_and_each_mistake_is_named() {
    let extra = json!([{ "body": "Phòng Kinh tế", "role": "lead", "task": "chủ trì hướng dẫn trồng cây" },
        { "body": "Phòng Nội vụ", "role": "lead", "task": "theo dõi" }]);
    let cases: [Counted; 10] = [
        ("nothing wrong", perfect(), Facet::TargetsStrict, [2, 0, 0], &[]),
        (
            "header value",
            with("/header/doc_type/code", json!("QĐ")),
            Facet::Header,
            [3, 1, 1],
            &["!doc_type@1"],
        ),
        ("header miss", with("/header/title", json!(null)), Facet::Header, [3, 0, 1], &["-title@2"]),
        ("header alarm", with("/header/place", json!("Vĩnh An")), Facet::Header, [4, 1, 0], &["+place@4"]),
        (
            "label",
            with("/sections/0/children/0/label", json!("2")),
            Facet::Sections,
            [1, 1, 1],
            &["-@6", "+"],
        ),
        ("unit", with("/targets/0/unit", json!("ha")), Facet::Targets, [1, 1, 1], &["-@7", "+", "!@8"]),
        ("comparator", with("/targets/0/comparator", json!("gt")), Facet::TargetsStrict, [1, 1, 1], &["!@7"]),
        ("date", with("/references/0/date", json!(null)), Facet::ReferencesStrict, [0, 1, 1], &["!@10"]),
        ("extra", with("/assignments", extra), Facet::Assignments, [1, 1, 0], &["+"]),
        (
            "none signs",
            with("/signature", json!(null)),
            Facet::Signature,
            [0, 0, 3],
            &["-authority@13", "-position@13", "-name@13"],
        ),
    ];
    let gold = Gold::parse(GOLD).unwrap();
    for (name, record, facet, [tp, fp, fn_], mistakes) in cases {
        let score = judge::judge(&gold, &record);
        assert_eq!(score.facet(facet), Tally { tp, fp, fn_ }, "{name}");
        let shown = |mistake: &mistake::Mistake| {
            let in_gold = mistake::Mistake::is_in_gold(mistake.facet, mistake.kind);
            format!(
                "{}{}",
                mistake.kind.sign(),
                if in_gold { mistake.mark.to_string() } else { String::new() }
            )
        };
        assert_eq!(score.mistakes.iter().map(shown).collect::<Vec<_>>(), mistakes, "{name}");
    }
}

#[test]
fn an_optional_item_counts_neither_way() {
    let mut record = perfect();
    let garden = json!({ "indicator": "vườn ươm", "comparator": "le", "value": "2", "unit": "Vườn" });
    record["targets"].as_array_mut().unwrap().push(garden);
    let score = judge::judge(&Gold::parse(GOLD).unwrap(), &record);
    assert_eq!(score.facet(Facet::TargetsStrict), Tally { tp: 2, fp: 0, fn_: 0 });
    assert!(score.mistakes.is_empty());
}

#[test]
fn micro_pools_and_macro_weighs_documents_alike() {
    let files = [
        ("a.gold", "N Như trên\nN Sở Nội vụ\nN Lưu: VT\n"),
        ("b.gold", "N Như trên\n"),
        ("c.gold", "H title | x\n"),
    ];
    let documents = [("a.txt", ""), ("b.md", ""), ("c.TXT", "")];
    let corpus = Corpus::new("means", &[files, documents].concat());
    let none = json!({ "recipients": [] });
    let all =
        json!({ "recipients": [{ "name": "Như trên" }, { "name": "Sở Nội vụ" }, { "name": "Lưu: VT" }] });
    let report = corpus.run(&[("a.txt", all), ("b.md", none), ("c.TXT", json!([{}]))]).unwrap();
    assert_eq!(report.total().facet(Facet::Recipients).recall(), 0.75);
    let mean = report.mean(Facet::Recipients);
    assert_eq!((mean.recall, mean.documents), (0.5, 2), "the third document has no recipients to find");
    let formats: Vec<_> = report.formats().into_iter().map(|(format, (count, _))| (format, count)).collect();
    assert_eq!(formats, [("md".to_owned(), 1), ("txt".to_owned(), 2)]);
}

#[test]
fn a_document_that_fails_is_listed_and_counts_as_empty() {
    let files =
        [("a.gold", "N Như trên\n"), ("a.txt", ""), ("b.gold", "N Như trên\n"), ("c.gold", ""), ("c.md", "")];
    let report = Corpus::new("failures", &files).run(&[("c.md", json!("text"))]).unwrap();
    let failures: Vec<_> =
        report.failed().map(|(document, failure)| (document.stem.as_str(), failure.clone())).collect();
    let unreadable = Failure::Extraction("no text".to_owned());
    assert_eq!(failures, [("a", unreadable), ("b", Failure::NoDocument), ("c", Failure::NoRecord)]);
    assert_eq!(report.total().facet(Facet::Recipients), Tally { tp: 0, fp: 0, fn_: 2 });
    assert!(
        report.text(Lang::Vi, false).contains("3 KHÔNG ĐỌC ĐƯỢC")
            && report.text(Lang::En, false).contains("3 FAILED")
    );
}

#[test]
fn a_wrong_gold_line_is_named_with_its_file() {
    let corpus = Corpus::new("wrong", &[("a.gold", "N Như trên\nZ ?\n")]);
    let error = corpus.run(&[]).unwrap_err();
    assert!(
        error
            .message(Lang::En)
            .ends_with("a.gold:2: no kind of line \"Z\"; one of H S T Q R A N G is expected")
    );
    let empty = Corpus::new("empty", &[("a.txt", "")]);
    assert!(matches!(empty.run(&[]), Err(Error::NoGold { .. })));
}

/// What happens, the records before and after, and the kinds of the gains and the losses.
type Compared = (&'static str, Value, Value, &'static [Kind], &'static [Kind]);

#[test]
fn gains_and_losses_are_told_item_by_item() {
    let corpus = Corpus::new("gains", &[("a.gold", GOLD), ("a.txt", "văn bản")]);
    let evaluate = |record| corpus.run(&[("a.txt", record)]).unwrap();
    let missed = with("/targets", json!([]));
    let comparator = with("/targets/0/comparator", json!("gt"));
    let alarm = with("/header/place", json!("Vĩnh An"));
    let stranger = |line| json!([{ "name": "Như trên" }, { "name": "Ai đó", "at": { "line": line } }]);
    let cases: [Compared; 6] = [
        ("the same", perfect(), perfect(), &[], &[]),
        ("found", missed.clone(), perfect(), &[Kind::Missed; 2], &[]),
        ("found, but with a wrong attribute", missed, comparator.clone(), &[Kind::Missed; 2], &[]),
        (
            "attribute lost, alarm gone",
            alarm.clone(),
            comparator,
            &[Kind::FalseAlarm],
            &[Kind::Wrong(Attribute::TargetComparator)],
        ),
        (
            "missed instead of wrong",
            with("/header/title", json!("Khác")),
            with("/header/title", json!(null)),
            &[],
            &[],
        ),
        ("an alarm that moved", with("/recipients", stranger(3)), with("/recipients", stranger(5)), &[], &[]),
    ];
    for (name, before, after, gains, losses) in cases {
        let file = corpus.0.join("record.json");
        Record::new(&evaluate(before), "2031-02-03", "a test").save(&file).unwrap();
        let record = Record::load(&file).unwrap();
        let comparison = evaluate(after).compare(&record);
        let kinds =
            |changes: &[gains::Change]| changes.iter().map(|change| change.mistake.kind).collect::<Vec<_>>();
        assert_eq!(
            (kinds(&comparison.gains), kinds(&comparison.losses)),
            (gains.to_vec(), losses.to_vec()),
            "{name}"
        );
        assert!(comparison.same_corpus && comparison.apart.is_empty());
    }
}

#[test]
fn a_comparison_shows_items_by_the_gold_and_alarms_that_are_gone_by_their_line() {
    let corpus = Corpus::new("shown", &[("a.gold", GOLD), ("a.txt", "văn bản")]);
    let mut before = with("/recipients", json!([{ "name": "Ai đó", "at": { "line": 40 } }]));
    before["header"]["place"] = json!("Vĩnh An");
    let record = Record::new(&corpus.run(&[("a.txt", before)]).unwrap(), "2031-02-03", "a test");
    let after = corpus.run(&[("a.txt", with("/assignments/0/role", json!("support")))]).unwrap();
    let text = after.compare(&record).text(Lang::En);
    for part in [
        "Against the record of 2031-02-03",
        "recipients             0.000 -> 1.000  +1.000",
        "Gains: 3",
        "+ header             H place | -",
        "- recipients         N Như trên | -",
        "+ recipients         line 40 (",
        "Losses: 1",
        "! assignment role    support <> A Phòng Kinh tế | lead | chủ trì hướng dẫn trồng cây",
    ] {
        assert!(text.contains(part), "no {part:?} in\n{text}");
    }
    let vietnamese = after.compare(&record).text(Lang::Vi);
    assert!(vietnamese.contains("Được thêm: 3") && vietnamese.contains("dòng 40"), "{vietnamese}");
}

#[test]
fn a_document_that_changed_is_not_compared() {
    let before = Corpus::new("before", &[("a.gold", GOLD), ("a.txt", "một"), ("b.gold", ""), ("b.txt", "")]);
    let after = Corpus::new("after", &[("a.gold", GOLD), ("a.txt", "hai"), ("c.gold", ""), ("c.txt", "")]);
    let record = Record::new(
        &before.run(&[("a.txt", json!({})), ("b.txt", json!({}))]).unwrap(),
        "2031-02-03",
        "a test",
    );
    let comparison = after.run(&[("a.txt", perfect()), ("c.txt", json!({}))]).unwrap().compare(&record);
    assert_eq!(comparison.apart, ["a", "b", "c"]);
    assert!(!comparison.same_corpus && comparison.gains.is_empty());
    let header = comparison.figures.iter().find(|(name, ..)| name == "header").unwrap();
    assert_eq!((header.1, header.2), (0.0, 1.0));
}

#[test]
fn a_record_holds_no_words_of_the_documents() {
    let corpus = Corpus::new("words", &[("a.gold", GOLD), ("a.txt", "")]);
    let invented = with("/recipients", json!([{ "name": "Tổ dân phố Bến Mơ" }]));
    let record = Record::new(&corpus.run(&[("a.txt", invented)]).unwrap(), "2031-02-03", "a test");
    let json = serde_json::to_string(&record).unwrap();
    assert!(json.contains("\"missed\":[\"@12\"]") && !json.contains("Như trên") && !json.contains("Bến Mơ"));
}

#[test]
fn a_file_that_is_no_record_is_refused() {
    let corpus = Corpus::new("refused", &[("a.json", "{}"), ("b.json", "[")]);
    for file in ["a.json", "b.json"] {
        let message = Record::load(&corpus.0.join(file)).unwrap_err().message(Lang::En);
        assert!(message.contains(file) && message.contains("is no record of an evaluation"), "{message}");
    }
    assert!(matches!(Record::load(&corpus.0.join("c.json")), Err(Error::Io { .. })));
}
