//! The Spark job gives the rows that a single machine gives, on a cluster of which a part dies.
//!
//! Python with PySpark is the one in `VANBAN_PYTHON`, which `./test --full` sets; where it or Java is missing, `./test`
//! passes over this and says so, and `./test --full` fails. spark/tests/prove.py says what is held against what.

#[path = "../benches/generator/mod.rs"]
mod generator;

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::Command;

/// How many documents: the debug build is slow. docs/spark.md tells of a run with 20,000.
const DOCUMENTS: u64 = 480;
const PDFS: &str = "30";

/// Past the harness, which keeps the output of a passing test to itself.
fn say(line: &str) {
    std::io::stderr().write_all(format!("{line}\n").as_bytes()).unwrap();
}

fn runs(command: &mut Command) -> bool {
    command.output().is_ok_and(|output| output.status.success())
}

#[test]
fn a_cluster_gives_what_a_single_machine_gives() {
    let python = std::env::var_os("VANBAN_PYTHON").unwrap_or_else(|| "python3".into());
    let has_spark = runs(Command::new(&python).args(["-c", "import pandas, pyspark, reportlab"]))
        && runs(Command::new("java").arg("-version"));
    let is_full = std::env::var_os("VANBAN_FULL").is_some_and(|value| value != "0");
    assert!(has_spark || !is_full, "PySpark or Java is not there, and ./test --full needs it");
    if !has_spark || !is_full {
        say("spark: SKIPPED, ./test --full installs PySpark and Java and runs it");
        return;
    }
    let scratch = Path::new(env!("CARGO_TARGET_TMPDIR")).join("spark");
    let _ = fs::remove_dir_all(&scratch);
    let documents = scratch.join("documents");
    generator::write(&documents, 11, DOCUMENTS).unwrap();
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("spark/tests/prove.py");
    let output = Command::new(python)
        .arg(script)
        .args([
            "--extract",
            env!("CARGO_BIN_EXE_extract"),
            "--pdfs",
            PDFS,
            "--scans",
            "1",
            "--partition-bytes",
            "1m",
        ])
        .arg("--documents")
        .arg(documents.join(generator::FILES))
        .arg("--scratch")
        .arg(scratch.join("proof"))
        .output()
        .unwrap();
    let (out, said) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{out}\n{said}");
    say(&format!("spark: {}", out.trim()));
    fs::remove_dir_all(&scratch).unwrap();
}
