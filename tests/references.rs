//! Runs fixtures/cases/references*.toml.

mod frame;

use frame::{OneOf, case_files, document, frame};
use serde::Deserialize;
use vanban::document::Reference;

#[derive(Deserialize)]
struct File {
    context: Option<String>,
    case: Vec<Case>,
}

#[derive(Deserialize)]
struct Case {
    name: String,
    context: Option<String>,
    text: String,
    references: Vec<Expected>,
}

#[derive(Deserialize)]
struct Expected {
    #[serde(rename = "type", default)]
    kind: OneOf,
    #[serde(default)]
    number: OneOf,
    #[serde(default)]
    date: OneOf,
    #[serde(default)]
    issuer: OneOf,
    #[serde(default)]
    title: OneOf,
    #[serde(default)]
    relation: OneOf,
    key: Option<String>,
    mentions: Option<usize>,
}

impl Expected {
    /// The field in which a reference differs.
    fn differs(&self, found: &Reference) -> Option<&'static str> {
        let date = found.date.and_then(|date| date.iso());
        [
            ("type", self.kind.accepts(found.kind.as_ref().map(|kind| kind.code.as_str()))),
            ("number", self.number.accepts(found.number.as_deref())),
            ("date", self.date.accepts(date.as_deref())),
            ("issuer", self.issuer.accepts(found.issuer.as_deref())),
            ("title", self.title.accepts(found.title.as_deref())),
            ("relation", self.relation.accepts(Some(found.relation.code()))),
            ("key", self.key.as_ref().is_none_or(|key| *key == found.key)),
            ("mentions", self.mentions.is_none_or(|count| count == found.mentions.len())),
        ]
        .into_iter()
        .find_map(|(field, fits)| (!fits).then_some(field))
    }
}

/// One line of a reference, for the report of failures.
fn line(found: &Reference) -> String {
    let kind = found.kind.as_ref().map_or("-", |kind| kind.code.as_str());
    let text = |value: &Option<String>| value.clone().unwrap_or_else(|| "-".to_owned());
    let date = found.date.and_then(|date| date.iso());
    format!(
        "{kind} | {} | {} | {} | {} | {} | {} | {}",
        text(&found.number),
        text(&date),
        text(&found.issuer),
        text(&found.title),
        found.relation.code(),
        found.key,
        found.mentions.len()
    )
}

#[test]
fn every_case_of_references() {
    let mut failures = Vec::new();
    for path in case_files("references") {
        let file: File = toml::from_str(&std::fs::read_to_string(&path).unwrap()).unwrap();
        for case in file.case {
            let context = case.context.as_deref().or(file.context.as_deref()).unwrap_or("document");
            let found = document(&frame(context, &case.text)).findings.references;
            let stem = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            if found.len() != case.references.len() {
                let all: Vec<String> = found.iter().map(line).collect();
                failures.push(format!(
                    "{stem}: {}: {} found\n  {}",
                    case.name,
                    found.len(),
                    all.join("\n  ")
                ));
                continue;
            }
            for (wanted, found) in case.references.iter().zip(&found) {
                if let Some(field) = wanted.differs(found) {
                    failures.push(format!("{stem}: {}: {field}\n  {}", case.name, line(found)));
                }
            }
        }
    }
    assert!(failures.is_empty(), "{} cases fail\n{}", failures.len(), failures.join("\n"));
}
