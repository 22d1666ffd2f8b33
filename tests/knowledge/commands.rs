//! The commands that ask a corpus what it knows, as a user types them.

use crate::chain;
use std::path::Path;
use std::process::{Command, Output};

fn extract(command: &str, corpus: &Path, arguments: &[&str]) -> Output {
    let mut extract = Command::new(env!("CARGO_BIN_EXE_extract"));
    extract.args([command, "--corpus"]).arg(corpus).args(arguments).output().unwrap()
}

/// Standard output of a command that ends well.
fn out(command: &str, corpus: &Path, arguments: &[&str]) -> String {
    let output = extract(command, corpus, arguments);
    assert!(output.status.success(), "{command} {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

fn json(command: &str, corpus: &Path, arguments: &[&str]) -> serde_json::Value {
    serde_json::from_str(&out(command, corpus, &[arguments, &["--json"]].concat())).unwrap()
}

#[test]
fn answers_are_lines_for_people_and_json_for_programs() {
    let (directory, _reader) = chain("commands", |_| {});
    let corpus = directory.0.join("kho");
    let lines = out("cites", &corpus, &["214/KH-UBND"]);
    assert!(
        lines.contains("Được viện dẫn bởi: 2") && lines.contains("97-NQ/TW") && lines.contains("dòng 14"),
        "{lines}"
    );
    assert_eq!(json("cites", &corpus, &["214/KH-UBND"])["cited_by_count"], 2);
    assert_eq!(json("cites", &corpus, &["907/2022/NĐ-CP"])["cited_by_count"], 1);
    assert_eq!(json("cites", &corpus, &["--limit", "1"])[0]["cited_by"], 2);
    assert_eq!(out("cites", &corpus, &["--graph", "csv", "--level", "commune"]).lines().count(), 3);
    let cascade = json("cascade", &corpus, &["15/KH-UBND"]);
    assert_eq!(
        (cascade["steps"].as_array().unwrap().len(), cascade["links"].as_array().unwrap().len()),
        (4, 3)
    );
    assert_eq!(cascade["compared"]["rows"][0]["values"].as_array().unwrap().len(), 5);
    let lines = out("cascade", &corpus, &["--lang", "en", "15/KH-UBND"]);
    assert!(lines.contains("▸       ") && lines.contains("< 4 %, đến năm 2025 · Bộ Chính trị"), "{lines}");
    assert_eq!(
        json("series", &corpus, &["ho ngheo", "--year", "2024"])["points"].as_array().unwrap().len(),
        4
    );
    let csv = out("series", &corpus, &["hộ nghèo", "--csv"]);
    assert_eq!((csv.lines().count(), csv.starts_with("\u{feff}year,province,")), (8, true));
    assert!(out("series", &corpus, &["vốn hỗ trợ"]).contains("18,6 tỷ đồng"));
    assert!(out("duties", &corpus, &["phòng nội vụ"]).contains("trước ngày 10/12/2024"));
    assert!(json("duties", &corpus, &[])["count"].as_u64().unwrap() > 5);
    assert_eq!(
        json("copied", &corpus, &["214/KH-UBND", "97-NQ/TW"])["passages"].as_array().unwrap().len(),
        1
    );
}

#[test]
fn a_number_of_several_documents_is_asked_back() {
    let (directory, _reader) = chain("ambiguous", |_| {});
    let corpus = directory.0.join("kho");
    for (command, arguments, code, said) in [
        ("cites", &["88/KH-UBND"][..], 2, "huyện Đông Hạ"),
        ("cascade", &["88/KH-UBND"], 2, "huyện Bình Lâm"),
        ("cascade", &["907/2022/NĐ-CP"], 2, "907/2022/NĐ-CP"),
        ("cites", &["1/QĐ-XYZ"], 3, "no-document"),
        ("copied", &["214/KH-UBND"], 2, "214/KH-UBND"),
    ] {
        let output = extract(command, &corpus, arguments);
        let text = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(
            (output.status.code(), output.stdout.len()),
            (Some(code), 0),
            "{command} {arguments:?}: {text}"
        );
        assert!(command == "copied" || text.contains(said), "{command} {arguments:?}: {text}");
    }
}
