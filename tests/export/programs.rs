//! Other programs read what was written: pyarrow and DuckDB the Parquet, LibreOffice the workbook, Python the XML.
//!
//! Python with pyarrow and DuckDB is the one in `VANBAN_PYTHON`, which `./test --full` sets; where it or LibreOffice is
//! missing, `./test` passes over these tests and says so, and `./test --full` fails.

use crate::{Directory, corpus};
use std::collections::BTreeMap;
use std::io::Write;
use std::path::Path;
use std::process::Command;

/// Past the harness, which keeps the output of a passing test to itself.
fn say(line: &str) {
    std::io::stderr().write_all(format!("{line}\n").as_bytes()).unwrap();
}

/// Whether the test must pass over itself for want of a program.
fn is_missing(program: &str, is_there: bool) -> bool {
    let is_full = std::env::var_os("VANBAN_FULL").is_some_and(|value| value != "0");
    assert!(is_there || !is_full, "{program} is not there, and ./test --full needs it");
    if !is_there {
        say(&format!("export: SKIPPED, {program} is not there; ./test --full installs it"));
    }
    !is_there
}

fn run(command: &mut Command) -> String {
    let output = command.output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{command:?}: {said}{}", String::from_utf8_lossy(&output.stdout));
    String::from_utf8(output.stdout).unwrap()
}

fn export(corpus: &Path, form: &str, to: &Path) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_extract"));
    run(command.args(["export", "--lang", "en", "--format", form, "--corpus"]).arg(corpus).arg("-o").arg(to));
}

#[test]
fn pyarrow_and_duckdb_read_what_the_records_say() {
    let python = std::env::var_os("VANBAN_PYTHON");
    if is_missing("Python with pyarrow and duckdb (VANBAN_PYTHON)", python.is_some()) {
        return;
    }
    let (directory, path, _) = corpus("export-python");
    let at = |name: &str| directory.0.join(name);
    export(&path, "ndjson", &at("records.ndjson"));
    export(&path, "parquet", &at("tables"));
    export(&path, "ead", &at("ead"));
    export(&path, "edxml", &at("edxml"));
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/export/check.py");
    let said = run(Command::new(python.unwrap()).arg(script).args([
        at("records.ndjson"),
        at("tables"),
        at("ead"),
        at("edxml"),
    ]));
    assert!(said.contains("all equal"), "{said}");
}

#[test]
fn libreoffice_reads_the_cells_that_the_tables_have() {
    let is_there =
        Command::new("soffice").arg("--version").output().is_ok_and(|output| output.status.success());
    if is_missing("LibreOffice", is_there) {
        return;
    }
    let (directory, path, _) = corpus("export-office");
    export(&path, "xlsx", &directory.0.join("all.xlsx"));
    export(&path, "csv", &directory.0.join("csv/"));
    let sheets = sheets(&directory);
    for table in ["targets", "references", "assignments", "documents", "diagnostics"] {
        let wanted = rows(&directory.0.join(format!("csv/{table}.csv")));
        let name = format!("{}{}", table[..1].to_uppercase(), &table[1..]);
        assert_eq!(sheets[&name], wanted, "{table}");
        assert!(wanted.len() > 5, "{table}");
    }
}

/// The sheets of the workbook as LibreOffice shows them.
fn sheets(directory: &Directory) -> BTreeMap<String, Vec<Vec<String>>> {
    let out = directory.0.join("sheets");
    let profile = format!("-env:UserInstallation=file://{}", directory.0.join("profile").display());
    // Commas, quotes, UTF-8, from row 1, cells as shown, every sheet into a file of its own.
    let filter = "csv:Text - txt - csv (StarCalc):44,34,76,1,,1033,false,true,false,false,false,-1";
    run(Command::new("soffice")
        .args([&profile, "--headless", "--convert-to", filter, "--outdir"])
        .arg(&out)
        .arg(directory.0.join("all.xlsx")));
    let files = std::fs::read_dir(&out).unwrap().map(|entry| entry.unwrap().path());
    let sheet = |path: std::path::PathBuf| {
        let name = path.file_stem().unwrap().to_str().unwrap().trim_start_matches("all-").to_owned();
        (name, rows(&path))
    };
    files.map(sheet).collect()
}

/// The rows of a CSV file in one spelling of numbers, dates and line ends.
fn rows(path: &Path) -> Vec<Vec<String>> {
    let text = std::fs::read_to_string(path).unwrap();
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    reader.records().map(|row| row.unwrap().iter().map(one_spelling).collect()).collect()
}

fn one_spelling(cell: &str) -> String {
    // The apostrophe that keeps a spreadsheet from running a text stands in CSV alone.
    let cell = cell.strip_prefix('\'').unwrap_or(cell).replace("\r\n", "\n");
    // Day and month stand in the order of the reader's country.
    let mut day: Vec<&str> = cell.split(['/', '-']).collect();
    day.sort_unstable_by_key(|part| (part.len(), *part));
    if day.iter().map(|part| part.len()).eq([2, 2, 4])
        && day.iter().all(|part| part.bytes().all(|b| b.is_ascii_digit()))
    {
        return day.join(" ");
    }
    let number = cell.replace(',', "");
    let is_number = number.starts_with(|c: char| c.is_ascii_digit())
        && cell.bytes().all(|b| b.is_ascii_digit() || b == b',' || b == b'.');
    match number.parse::<f64>() {
        // Shares are shown with two digits.
        Ok(number) if is_number => format!("{number:.2}"),
        _ => cell,
    }
}
