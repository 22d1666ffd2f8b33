//! `extract eval`.

use crate::{Scratch, extract, fixtures};
use std::fs;

const DOCUMENTS: &str = "fixtures/documents";

fn eval(more: &[&str]) -> crate::Ran {
    extract(["eval", "--gold", DOCUMENTS, "--docs", DOCUMENTS].into_iter().chain(more.iter().copied()))
}

#[test]
fn figures_come_as_a_table_and_as_json() {
    let table = eval(&["--lang", "en"]);
    assert_eq!((table.code, table.said.as_str()), (0, ""));
    let json = eval(&["--json"]).well().json();
    for facet in ["header", "sections", "targets", "references", "assignments", "recipients", "signature"] {
        assert!(table.out().contains(facet), "{}", table.out());
        assert!(json.to_string().contains(facet), "{json}");
    }
}

#[test]
fn every_miss_and_false_alarm_can_be_listed() {
    let (short, long) = (eval(&[]).well(), eval(&["--verbose"]).well());
    assert!(long.out().len() >= short.out().len());
    assert!(long.out().lines().count() >= short.out().lines().count());
}

#[test]
fn one_document_can_be_chosen() {
    let one = eval(&["--only", "plan-district-clean", "--json"]).well().json();
    let all = eval(&["--json"]).well().json();
    assert_eq!(
        one["documents"].as_array().map_or_else(|| one["documents"].as_u64(), |list| Some(list.len() as u64)),
        Some(1),
        "{one}"
    );
    let count =
        all["documents"].as_array().map_or_else(|| all["documents"].as_u64(), |list| Some(list.len() as u64));
    assert_eq!(count, Some(fixtures().len() as u64));
}

#[test]
fn a_saved_record_compares_equal_to_the_same_figures() {
    let scratch = Scratch::new("eval-record");
    let record = scratch.path("record.json");
    eval(&["--save", &record]).well();
    assert!(fs::metadata(&record).unwrap().len() > 0);
    let ran = eval(&["--record", &record, "--lang", "en"]).well();
    assert!(ran.out().ends_with("Gains: 0\nLosses: 0\n"), "{}", ran.out());
}

#[test]
fn a_figure_that_falls_short_is_named_and_exits_with_1() {
    let ran = eval(&["--min", "header=1.01", "--lang", "en"]);
    assert_eq!(ran.code, 1);
    assert!(ran.said.contains("header < 1.01"), "{}", ran.said);
    assert_eq!(eval(&["--min", "header=0"]).well().code, 0);
    let unknown = eval(&["--min", "heder=0.5"]);
    assert_eq!(unknown.code, 1);
    assert!(unknown.said.contains("heder"), "{}", unknown.said);
}

#[test]
fn gold_that_cannot_be_used_is_said_with_its_path() {
    let scratch = Scratch::new("gold");
    scratch.file("a.gold", "Z what is this\n");
    let folder = scratch.path("");
    for (gold, words) in [("nowhere", "nowhere"), (folder.as_str(), "a.gold"), ("src", "src")] {
        for lang in ["vi", "en"] {
            let ran = extract(["eval", "--gold", gold, "--docs", DOCUMENTS, "--lang", lang]);
            assert_eq!((ran.code, ran.out()), (3, ""), "{}", ran.said);
            assert!(ran.said.contains(words), "{}", ran.said);
        }
    }
}
