//! The forms of the output.

use crate::{Scratch, extract, fixture};
use std::fs;
use std::io::{Cursor, Read};

#[test]
fn every_form_can_be_asked_for_by_name() {
    let path = fixture("plan-district-clean.txt");
    for (form, start) in [
        ("json", "{\n  \"schema_version\": \"1\""),
        ("ndjson", "{\"schema_version\":\"1\""),
        ("csv", "\u{FEFF}"),
        ("xlsx", "PK"),
        ("html", "<!DOCTYPE html>"),
        ("text", "ỦY BAN NHÂN DÂN"),
    ] {
        let ran = extract(["--format", form, &path]).well();
        let head = String::from_utf8_lossy(&ran.bytes[..start.len()]);
        assert_eq!(head, start, "{form}");
    }
}

#[test]
fn pretty_and_compact_json_say_the_same() {
    let path = fixture("plan-district-clean.txt");
    let (pretty, compact) = (extract([&path]).well(), extract([&path, "--compact"]).well());
    assert_eq!(pretty.json(), compact.json());
    assert_eq!(compact.out().lines().count(), 1);
    assert!(pretty.out().lines().count() > 50);
    assert_eq!(compact.bytes, extract([&path, "--format", "ndjson"]).well().bytes);
}

#[test]
fn csv_in_a_folder_is_the_three_tables_of_findings() {
    let scratch = Scratch::new("csv");
    let (plan, letter) = (fixture("plan-district-clean.txt"), fixture("letter-department.txt"));
    extract(["--format", "csv", &plan, &letter, "--out", &scratch.path("")]).well();
    assert_eq!(scratch.names(), ["assignments.csv", "references.csv", "targets.csv"]);
    for table in ["targets", "references", "assignments"] {
        let written = fs::read(scratch.path(&format!("{table}.csv"))).unwrap();
        let printed = extract(["--format", "csv", "--table", table, &plan, &letter]).well();
        assert!(written == printed.bytes, "{table}");
        let rows = rows(&written);
        let findings: usize = extract([&plan, &letter])
            .well()
            .lines()
            .iter()
            .map(|record| match table {
                // One row a mention.
                "references" => record[table]
                    .as_array()
                    .unwrap()
                    .iter()
                    .map(|reference| reference["mentions"].as_array().unwrap().len())
                    .sum(),
                _ => record[table].as_array().unwrap().len(),
            })
            .sum();
        assert_eq!(rows.len(), findings + 1, "{table}: a head, and a row for each");
    }
}

#[test]
fn csv_heads_are_in_the_language_that_is_asked_for() {
    let path = fixture("plan-district-clean.txt");
    for (lang, head) in [("vi", "Chỉ tiêu"), ("en", "Indicator")] {
        let ran = extract(["--format", "csv", "--lang", lang, &path]).well();
        assert!(rows(&ran.bytes)[0].iter().any(|cell| cell == head), "{:?}", rows(&ran.bytes)[0]);
    }
}

fn rows(csv: &[u8]) -> Vec<Vec<String>> {
    let csv = std::str::from_utf8(csv).unwrap().trim_start_matches('\u{FEFF}');
    ::csv::ReaderBuilder::new()
        .has_headers(false)
        .from_reader(csv.as_bytes())
        .records()
        .map(|row| row.unwrap().iter().map(str::to_owned).collect())
        .collect()
}

#[test]
fn a_workbook_is_a_sound_package_with_the_three_tables() {
    let scratch = Scratch::new("xlsx");
    let out = scratch.path("chi-tieu.xlsx");
    extract([&fixture("plan-district-clean.txt"), "--out", &out]).well();
    let mut package = zip::ZipArchive::new(Cursor::new(fs::read(&out).unwrap())).unwrap();
    let mut workbook = String::new();
    for index in 0..package.len() {
        // Reading to the end checks the checksum.
        let mut part = package.by_index(index).unwrap();
        let mut text = String::new();
        part.read_to_string(&mut text).unwrap();
        if part.name().unwrap() == "xl/workbook.xml" {
            workbook = text;
        }
    }
    for sheet in ["Chỉ tiêu", "Văn bản viện dẫn", "Phân công"] {
        assert!(workbook.contains(&format!("name=\"{sheet}\"")), "{workbook}");
    }
}

#[test]
fn the_cleaned_text_has_no_page_furniture_and_no_broken_lines() {
    let path = fixture("directive-province-broken-lines.txt");
    let ran = extract(["--text", &path]).well();
    let raw = fs::read_to_string(&path).unwrap();
    let filled = |text: &str| text.lines().filter(|line| !line.trim().is_empty()).count();
    assert!(filled(ran.out()) < filled(&raw), "{} {}", filled(ran.out()), filled(&raw));
    assert!(!ran.out().lines().any(|line| line.trim() == "2"), "the page number is still there");
}

#[test]
fn the_page_is_whole_in_itself() {
    let ran = extract(["--html", &fixture("plan-district-clean.txt")]).well();
    let page = ran.out();
    assert!(page.starts_with("<!DOCTYPE html>") && page.trim_end().ends_with("</html>"));
    for outside in ["src=\"http", "href=\"http", "@import", "url(http"] {
        assert!(!page.contains(outside), "{outside}");
    }
    assert!(page.contains("<mark") || page.contains("data-"), "nothing is highlighted");
}

#[test]
fn pages_of_several_documents_need_a_folder() {
    let scratch = Scratch::new("pages");
    let (plan, letter) = (fixture("plan-district-clean.txt"), fixture("letter-department.txt"));
    let ran = extract(["--html", &plan, &letter, "--lang", "en"]);
    assert_eq!((ran.code, ran.out()), (2, ""));
    assert!(ran.said.contains("-o DIRECTORY/"), "{}", ran.said);
    extract(["--html", &plan, &letter, "--out", &scratch.path("")]).well();
    assert_eq!(scratch.names(), ["letter-department.html", "plan-district-clean.html"]);
}

#[test]
fn shells_can_complete_the_command() {
    for (shell, start) in [
        ("bash", "_extract()"),
        ("zsh", "#compdef extract"),
        ("fish", "# Print"),
        ("elvish", "\nuse builtin"),
        ("powershell", "\nusing namespace"),
    ] {
        let ran = extract(["completions", shell]).well();
        assert!(ran.out().starts_with(start) || shell == "fish", "{shell}: {}", &ran.out()[..40]);
        for word in ["--format", "verify", "eval"] {
            let word = if shell == "fish" { word.trim_start_matches('-') } else { word };
            assert!(ran.out().contains(word), "{shell} cannot complete {word}");
        }
    }
}

#[test]
fn the_manual_page_is_roff_with_every_option() {
    for lang in ["vi", "en"] {
        let ran = extract(["man", "--lang", lang]).well();
        assert!(ran.out().contains(".TH extract"), "{lang}");
        for option in ["format", "out", "rules", "jobs", "quiet", "lang", "table", "compact", "text", "html"]
        {
            assert!(ran.out().contains(&format!("\\-\\-{option}")), "{lang}: {option}");
        }
    }
}

#[test]
fn the_schema_is_a_json_schema() {
    let schema = extract(["schema"]).well().json();
    assert!(jsonschema::meta::is_valid(&schema));
    assert_eq!(schema["type"], "object");
}
