//! What the README says of the program is what the program has.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

fn sources(directory: &Path, all: &mut String) {
    for entry in fs::read_dir(directory).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, all);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let code = fs::read_to_string(&path).unwrap();
            all.push_str(code.split("#[cfg(test)]").next().unwrap());
        }
    }
}

/// The first string after each `Diagnostic::info(`, `::warning(`, `::error(`.
fn codes() -> BTreeSet<String> {
    let mut code = String::new();
    sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut code);
    let mut codes = BTreeSet::new();
    for severity in ["info", "warning", "error"] {
        for (at, call) in code.match_indices(&format!("Diagnostic::{severity}(")) {
            let argument = code[at + call.len()..].trim_start();
            if let Some(text) = argument.strip_prefix('"') {
                codes.insert(text.split('"').next().unwrap().to_owned());
            }
        }
    }
    codes
}

#[test]
fn both_readmes_list_every_diagnostic_code() {
    let codes = codes();
    assert!(codes.len() > 10, "{codes:?}");
    for readme in ["README.md", "README.vi.md"] {
        let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(readme)).unwrap();
        let missing: Vec<&String> =
            codes.iter().filter(|code| !text.contains(&format!("`{code}`"))).collect();
        assert!(missing.is_empty(), "{readme} does not list {missing:?}");
    }
}

#[test]
fn both_readmes_give_the_two_commands_and_every_exit_code() {
    for readme in ["README.md", "README.vi.md"] {
        let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(readme)).unwrap();
        let fixture = text
            .lines()
            .find_map(|line| line.trim().strip_prefix("cargo run --release -- "))
            .and_then(|rest| rest.split(' ').next())
            .unwrap();
        assert!(Path::new(env!("CARGO_MANIFEST_DIR")).join(fixture).exists(), "{readme}: {fixture}");
        assert!(text.lines().any(|line| line.trim() == "./test"), "{readme}");
        for code in 0..=10 {
            assert!(text.contains(&format!("| {code} |")), "{readme}: exit code {code}");
        }
    }
}
