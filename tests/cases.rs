//! Cases that belong to no extractor: characters after normalization, numbers. And no case file without a runner.

mod frame;

use frame::{case_files, document, frame};
use serde::Deserialize;
use std::fs;
use vanban::normalize::normalize;

/// What `facet` may say, and the test that runs such cases.
const RUNNERS: [(&str, &str); 11] = [
    ("assignments", "tests/assignments.rs"),
    ("blocks", "tests/layout.rs"),
    ("clean", "tests/cases.rs"),
    ("diagnostics", "tests/structure.rs"),
    ("footnotes", "tests/layout.rs"),
    ("header", "tests/structure.rs"),
    ("recipients", "tests/structure.rs"),
    ("references", "tests/references.rs"),
    ("roles", "tests/structure.rs"),
    ("sections", "tests/structure.rs"),
    ("signature", "tests/structure.rs"),
];

#[test]
fn every_case_file_has_a_runner() {
    for path in case_files("") {
        let text = fs::read_to_string(&path).unwrap();
        let facet = text.parse::<toml::Table>().unwrap().get("facet").cloned();
        let facet = facet.as_ref().and_then(toml::Value::as_str).unwrap_or("values").to_owned();
        let known = RUNNERS.iter().find(|(name, _)| *name == facet);
        match known {
            Some((_, runner)) => {
                assert!(fs::read_to_string(runner).unwrap().contains(&format!("\"{facet}\"")))
            }
            None => assert!(
                ["values", "targets"].contains(&facet.as_str()),
                "{}: who runs {facet}?",
                path.display()
            ),
        }
    }
}

#[derive(Deserialize)]
struct Cases<T> {
    case: Vec<T>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Clean {
    name: String,
    text: String,
    clean: String,
}

#[test]
fn characters_are_cleaned() {
    let mut failures = Vec::new();
    for path in case_files("normalize") {
        let cases: Cases<Clean> = toml::from_str(&fs::read_to_string(&path).unwrap()).unwrap();
        for Clean { name, text, clean } in cases.case {
            let source =
                vanban::read::decode("case.txt", text.into_bytes(), &vanban::read::Options::default())
                    .expect("text");
            let found = normalize(&source).text;
            if found.as_str() != clean {
                failures.push(format!("{name}: {:?}, not {clean:?}", found.as_str()));
            }
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[derive(Deserialize)]
struct Values {
    number: Vec<Number>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Number {
    text: String,
    #[serde(default)]
    value: Option<String>,
    #[serde(default)]
    null: bool,
}

#[test]
fn numbers_have_their_values() {
    let mut failures = Vec::new();
    for path in case_files("values") {
        let values: Values = toml::from_str(&fs::read_to_string(&path).unwrap()).unwrap();
        for Number { text, value, null } in values.number {
            let document =
                document(&frame("targets", &format!("- Thu ngân sách trên địa bàn đạt {text} tỷ đồng.")));
            let found = document.findings.targets.first().and_then(|target| target.quantity.as_ref());
            let found = found.map(|quantity| quantity.value.to_string());
            if found != value.filter(|_| !null) {
                failures.push(format!("{text}: {found:?}"));
            }
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}
