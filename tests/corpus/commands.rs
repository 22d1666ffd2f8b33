//! `extract status`, `failures` and `show`, as scripts and people call them.

use crate::support::{Directory, fill};
use serde_json::Value;
use std::process::{Command, Output};
use vanban::corpus::{Corpus, Figures, File, Read, Reason};

fn extract(args: &[&str], corpus: &Corpus) -> Output {
    Command::new(env!("CARGO_BIN_EXE_extract"))
        .args(args)
        .arg("--corpus")
        .arg(corpus.directory())
        .output()
        .unwrap()
}

fn json(output: &Output) -> Value {
    serde_json::from_slice(&output.stdout).unwrap()
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).unwrap()
}

/// All fixtures, and two files that failed.
fn filled(directory: &Directory) -> (Corpus, Vec<crate::support::Made>) {
    let corpus = directory.corpus();
    let mut writer = corpus.writer().unwrap();
    let made = fill(&mut writer);
    let reason = |code: &str, en: &str| Reason {
        code: code.to_owned(),
        message_vi: "tệp có mật khẩu".to_owned(),
        message_en: en.to_owned(),
        remedy_vi: "Cho mật khẩu".to_owned(),
        remedy_en: "Give its password".to_owned(),
        cause: None,
    };
    for (path, code) in
        [("/archive/khóa\u{1b}[2J.pdf", "encrypted-file"), ("/archive/hỏng.doc", "damaged-file")]
    {
        let file = File { path: path.to_owned(), size: 9, read: Read::default(), ..File::default() };
        writer.put_failure(&file, &reason(code, "the file is protected")).unwrap();
        writer.put_failure(&file, &reason(code, "the file is protected")).unwrap();
    }
    let figures = Figures { seen: 24, done: made.len() as u64, failed: 2, ..Figures::default() };
    writer.end_run(&figures).unwrap();
    (corpus, made)
}

#[test]
fn status_counts_what_is_there() {
    let directory = Directory::new("status");
    let (corpus, made) = filled(&directory);
    let output = extract(&["status", "--json"], &corpus);
    assert!(output.status.success(), "{}", text(&output.stderr));
    let status = json(&output);
    let records: Vec<Value> = made.iter().map(|made| serde_json::from_str(&made.json).unwrap()).collect();
    let sum = |name: &str| records.iter().map(|record| record[name].as_array().unwrap().len()).sum::<usize>();
    assert_eq!(status["documents"], made.len());
    assert_eq!(status["targets"], sum("targets"));
    assert_eq!(status["references"], sum("references"));
    assert_eq!(status["assignments"], sum("assignments"));
    assert_eq!(status["files"]["failed"], 2);
    assert_eq!(status["causes"][0]["files"], 1);
    assert_eq!(status["runs"][0]["done"], made.len());
    for facet in ["by_kind", "by_year", "by_format", "by_level", "by_province"] {
        let documents =
            status[facet].as_array().unwrap().iter().map(|share| share["documents"].as_u64().unwrap());
        assert_eq!(documents.sum::<u64>(), made.len() as u64, "{facet}");
    }
    let plans = records.iter().filter(|record| record["header"]["doc_type"]["code"] == "KH").count();
    let kinds = status["by_kind"].as_array().unwrap();
    assert!(kinds.iter().any(|share| share["value"] == "KH" && share["documents"] == plans));
    let page = extract(&["status"], &corpus);
    assert!(text(&page.stdout).contains("Theo loại văn bản"));
    assert!(text(&extract(&["status", "--lang", "en"], &corpus).stdout).contains("By kind"));
}

#[test]
fn failures_come_with_their_remedies_and_move_no_cursor() {
    let directory = Directory::new("failures");
    let (corpus, _) = filled(&directory);
    let output = extract(&["failures", "--lang", "en"], &corpus);
    let page = text(&output.stdout);
    assert_eq!(output.status.code(), Some(1));
    assert!(page.contains("[encrypted-file] Give its password") && !page.contains('\u{1b}'), "{page}");
    let output = extract(&["failures", "--json", "--code", "damaged-file"], &corpus);
    let failed = json(&output);
    assert_eq!((&failed["path"], &failed["attempts"]), (&"/archive/hỏng.doc".into(), &2.into()));
    assert_eq!(failed["remedy_vi"], "Cho mật khẩu");
    let output = extract(&["failures", "--json", "--code", "empty-file"], &corpus);
    assert_eq!((output.status.code(), text(&output.stdout)), (Some(0), ""));
}

#[test]
fn a_document_is_shown_by_key_and_by_path() {
    let directory = Directory::new("show");
    let (corpus, made) = filled(&directory);
    let made = &made[0];
    for name in [&made.prepared.key()[..8], &made.file.path] {
        let output = extract(&["show", "--compact", name], &corpus);
        assert_eq!(text(&output.stdout).trim_end(), made.json);
    }
    let key = made.prepared.key();
    let pretty = extract(&["show", key], &corpus);
    assert_eq!(json(&pretty), serde_json::from_str::<Value>(&made.json).unwrap());
    let record: Value = serde_json::from_str(&made.json).unwrap();
    let shown = extract(&["show", "--text", key], &corpus);
    let heading = record["sections"][1]["heading"].as_str().unwrap();
    assert!(text(&shown.stdout).contains(heading));
    for unknown in ["00000000", "/archive/none.txt", "short"] {
        let output = extract(&["show", unknown], &corpus);
        assert_eq!(output.status.code(), Some(3), "{unknown}");
        assert!(text(&output.stderr).contains("[no-document]"));
    }
}

#[test]
fn a_directory_without_a_corpus_is_no_corpus() {
    let directory = Directory::new("none");
    for command in [&["status"][..], &["failures"], &["show", "00000000"]] {
        let output = Command::new(env!("CARGO_BIN_EXE_extract"))
            .args(command)
            .arg("--corpus")
            .arg(&directory.0)
            .output()
            .unwrap();
        assert_eq!(output.status.code(), Some(10));
        assert!(text(&output.stderr).contains("[no-corpus]") && output.stdout.is_empty());
    }
    assert_eq!(std::fs::read_dir(&directory.0).unwrap().count(), 0);
}
