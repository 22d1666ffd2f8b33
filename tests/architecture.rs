//! Keeps the table of ARCHITECTURE.md true: a room imports only from rows above its own.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// Rows from the bottom of the design upwards; rooms of one row never import each other.
const ROWS: &[&[&str]] = &[
    &["span", "decimal"],
    &["text", "diagnostic"],
    &["source", "error"],
    &["document"],
    &["rules"],
    &["read", "normalize", "layout", "lex", "segment", "extract", "resolve"],
    &["pipeline"],
    &["write", "eval"],
    &["verify", "worker", "corpus"],
    &["ingest", "import", "search", "export", "knowledge"],
    &["serve"],
    &["cli"],
];

fn rust_files(directory: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(directory).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            rust_files(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "rs") && !path.ends_with("tests.rs") {
            // A test module in a file of its own may use what it tests with.
            files.push(path);
        }
    }
}

/// The rooms that a file names after `crate::`, in code outside its test module.
fn imports(code: &str) -> Vec<String> {
    let code = code.split("#[cfg(test)]").next().unwrap();
    let mut rooms = Vec::new();
    for line in code.lines().filter(|line| !line.trim_start().starts_with("//")) {
        for (at, _) in line.match_indices("crate::") {
            let rest = &line[at + "crate::".len()..];
            let names: Vec<&str> = match rest.strip_prefix('{') {
                Some(list) => list.split('}').next().unwrap().split(',').map(str::trim).collect(),
                None => vec![rest],
            };
            for name in names {
                let name: String = name
                    .chars()
                    .take_while(|letter| letter.is_ascii_alphanumeric() || *letter == '_')
                    .collect();
                rooms.push(name);
            }
        }
    }
    rooms
}

#[test]
fn rooms_import_only_from_rows_above() {
    let rank: BTreeMap<&str, usize> =
        ROWS.iter().enumerate().flat_map(|(row, rooms)| rooms.iter().map(move |&room| (room, row))).collect();
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    rust_files(&source, &mut files);
    let mut wrong = Vec::new();
    for file in &files {
        let inside = file.strip_prefix(&source).unwrap();
        let room = inside.iter().next().unwrap().to_string_lossy().trim_end_matches(".rs").to_owned();
        if room == "lib" || room == "main" {
            continue;
        }
        let Some(&row) = rank.get(room.as_str()) else {
            wrong.push(format!("{}: room {room} stands in no row", inside.display()));
            continue;
        };
        for import in imports(&fs::read_to_string(file).unwrap()) {
            match rank.get(import.as_str()) {
                Some(&other) if import != room && other >= row => {
                    wrong.push(format!("{}: {room} imports {import}", inside.display()));
                }
                _ => {}
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn an_import_list_is_read_whole() {
    assert_eq!(imports("use crate::{read, layout};\nlet x = crate::lex::lex();"), ["read", "layout", "lex"]);
    assert!(imports("// crate::write\n#[cfg(test)]\nuse crate::write;").is_empty());
}
