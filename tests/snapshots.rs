//! The whole record of every fixture document in a form that people can read, beside what it was.
//!
//! Accept a change with `UPDATE_EXPECT=1 cargo test --test snapshots`, and read the difference before committing it.

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use vanban::diagnostic::Lang;
use vanban::pipeline;
use vanban::rules::Rules;
use vanban::write::convert;

use serde_json::Value;

#[test]
fn records_of_all_fixtures_are_as_before() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut documents = files(&root.join("fixtures/documents"));
    documents.retain(|path| path.extension().is_some_and(|extension| extension != "gold"));
    let snapshots = root.join("tests/snapshots");
    let mut changed = Vec::new();
    let mut names = Vec::new();
    for path in documents {
        let stem = path.file_stem().unwrap().to_string_lossy().into_owned();
        let document =
            pipeline::document(&path.to_string_lossy(), &vanban::read::Options::default(), Rules::embedded())
                .unwrap();
        let record = serde_json::to_value(convert::record(&document, Lang::En)).unwrap();
        let actual = listing(&record);
        let snapshot = snapshots.join(format!("{stem}.txt"));
        let expected = fs::read_to_string(&snapshot).unwrap_or_default();
        if expected != actual {
            changed.push(difference(&stem, &expected, &actual));
            if std::env::var_os("UPDATE_EXPECT").is_some() {
                fs::create_dir_all(&snapshots).unwrap();
                fs::write(&snapshot, actual).unwrap();
            }
        }
        names.push(snapshot);
    }
    let stale: Vec<_> = files(&snapshots).into_iter().filter(|path| !names.contains(path)).collect();
    assert!(stale.is_empty(), "snapshots of no document: {stale:?}");
    assert!(changed.is_empty() || std::env::var_os("UPDATE_EXPECT").is_some(), "{}", changed.join("\n"));
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten();
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files
}

/// The lines that only one of two texts has.
fn difference(name: &str, expected: &str, actual: &str) -> String {
    let mut text = format!("{name}:\n");
    let gone = expected.lines().filter(|line| !actual.lines().any(|other| other == *line));
    let new = actual.lines().filter(|line| !expected.lines().any(|other| other == *line));
    gone.for_each(|line| writeln!(text, "- {line}").unwrap());
    new.for_each(|line| writeln!(text, "+ {line}").unwrap());
    text
}

/// A record as text: a line for each value or finding, with its place.
fn listing(record: &Value) -> String {
    let mut out = String::new();
    line(&mut out, 0, "source", &record["source"], &["format", "encoding", "pages"]);
    out.push_str("\nheader\n");
    for (field, value) in record["header"].as_object().unwrap() {
        match value {
            Value::Null => {}
            Value::Array(values) => values.iter().for_each(|value| found(&mut out, field, value)),
            value => found(&mut out, field, value),
        }
    }
    for list in ["targets", "references", "assignments", "recipients", "footnotes", "diagnostics"] {
        let items = record[list].as_array().unwrap();
        writeln!(out, "\n{list} {}", items.len()).unwrap();
        for (index, item) in items.iter().enumerate() {
            found(&mut out, &index.to_string(), item);
        }
    }
    out.push_str("\nsignatures\n");
    let signatures = std::iter::once(&record["signature"]).filter(|signature| !signature.is_null());
    for signature in signatures.chain(record["co_signatures"].as_array().unwrap()) {
        found(&mut out, "-", signature);
    }
    out.push_str("\nsections\n");
    record["sections"].as_array().unwrap().iter().for_each(|section| outline(&mut out, section, 1));
    out
}

/// One finding: all its members but the quote and those that are empty.
fn found(out: &mut String, name: &str, value: &Value) {
    let Some(members) = value.as_object() else {
        return writeln!(out, "  {name}: {}", short(value)).unwrap();
    };
    write!(out, "  {name}").unwrap();
    if let Some(at) = members.get("at").filter(|at| !at.is_null()) {
        write!(out, " @{}-{}", at["bytes"][0], at["bytes"][1]).unwrap();
    }
    for (member, value) in members {
        if !matches!(member.as_str(), "at" | "quote" | "mentions") && !is_empty(value) {
            write!(out, " · {member} {}", short(value)).unwrap();
        }
    }
    out.push('\n');
    for mention in members.get("mentions").and_then(Value::as_array).into_iter().flatten() {
        found(out, "  mention", mention);
    }
}

fn line(out: &mut String, depth: usize, name: &str, value: &Value, members: &[&str]) {
    write!(out, "{:depth$}{name}", "", depth = depth * 2).unwrap();
    members.iter().for_each(|member| write!(out, " · {member} {}", short(&value[member])).unwrap());
    out.push('\n');
}

fn outline(out: &mut String, section: &Value, depth: usize) {
    let label = section["label"].as_str().unwrap_or("-");
    write!(out, "{:depth$}{label}", "", depth = depth * 2).unwrap();
    if let Some(heading) = section["heading"].as_str() {
        write!(out, " | {heading}").unwrap();
    }
    if !is_empty(&section["roles"]) {
        write!(out, " · {}", short(&section["roles"])).unwrap();
    }
    // The text's length tells where the next section begins; the text itself is in the document.
    let text = section["text"].as_str().unwrap_or_default();
    writeln!(out, " ({} letters)", text.chars().count()).unwrap();
    section["children"].as_array().unwrap().iter().for_each(|child| outline(out, child, depth + 1));
}

fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Array(values) => values.is_empty(),
        _ => false,
    }
}

/// A value without its JSON dress.
fn short(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(values) => values.iter().map(short).collect::<Vec<_>>().join(" "),
        Value::Object(members) => {
            let members = members.iter().filter(|(_, value)| !is_empty(value));
            let members: Vec<String> =
                members.map(|(name, value)| format!("{name} {}", short(value))).collect();
            format!("({})", members.join(", "))
        }
        other => other.to_string(),
    }
}
