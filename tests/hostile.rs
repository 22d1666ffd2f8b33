//! Files made to bring readers down, through the worker: each is answered, within its time and memory.
//!
//! Runs over ../shared/hostile where `VANBAN_FULL` is set (`./test --full`), and prints a table beside poppler's `pdftotext`.

use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

/// For each file.
const SECONDS: u64 = 10;
const MEGABYTES: u64 = 1024;

/// What the watch of time and the start of another process may add.
const GRACE: Duration = Duration::from_secs(60);

/// Past the harness, which keeps the output of a passing test to itself.
fn say(line: &str) {
    std::io::stderr().write_all(format!("{line}\n").as_bytes()).unwrap();
}

fn files() -> Option<Vec<PathBuf>> {
    if std::env::var_os("VANBAN_FULL").is_none_or(|value| value == "0") {
        say("hostile: SKIPPED, it runs in ./test --full");
        return None;
    }
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/hostile");
    let Ok(entries) = fs::read_dir(&folder) else {
        say("hostile: SKIPPED, ../shared/hostile is not there");
        return None;
    };
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    files.retain(|file| file.extension().is_none_or(|ending| ending != "md"));
    files.sort();
    Some(files)
}

/// Answers, and the longest that one was waited for.
fn answers(files: &[PathBuf]) -> (Vec<Value>, Duration) {
    let mut worker = Command::new(env!("CARGO_BIN_EXE_extract"))
        .args([
            "worker",
            "--isolate",
            &format!("--time-limit={SECONDS}"),
            &format!("--memory-limit={MEGABYTES}M"),
        ])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = worker.stdin.take().unwrap();
    let lines: Vec<String> = files.iter().map(|file| json!({"id": file, "path": file}).to_string()).collect();
    let sender = thread::spawn(move || lines.iter().try_for_each(|line| writeln!(stdin, "{line}")));
    let mut longest = Duration::ZERO;
    let mut begun = Instant::now();
    let answers = BufReader::new(worker.stdout.take().unwrap())
        .lines()
        .map(|line| {
            longest = longest.max(begun.elapsed());
            begun = Instant::now();
            serde_json::from_str(&line.unwrap()).unwrap()
        })
        .collect();
    sender.join().unwrap().unwrap();
    assert!(worker.wait().unwrap().success(), "the program itself fell");
    (answers, longest)
}

/// What poppler makes of the files: how many it reads, refuses, crashes over, and is not done with in time.
fn poppler(files: &[PathBuf]) -> Option<BTreeMap<&'static str, usize>> {
    let mut counts = BTreeMap::new();
    for file in files {
        let mut child = Command::new("pdftotext")
            .args(["-q".as_ref(), file.as_os_str(), "/dev/null".as_ref()])
            .stderr(Stdio::null())
            .spawn()
            .ok()?;
        let begun = Instant::now();
        let outcome = loop {
            match child.try_wait().unwrap() {
                Some(status) if status.success() => break "read",
                Some(status) if status.code().is_some() => break "refused",
                Some(_) => break "crashed",
                None if begun.elapsed() > Duration::from_secs(SECONDS) => {
                    child.kill().unwrap();
                    child.wait().unwrap();
                    break "timed-out";
                }
                None => thread::sleep(Duration::from_millis(2)),
            }
        };
        *counts.entry(outcome).or_default() += 1;
    }
    Some(counts)
}

#[test]
fn hostile_files_are_answered_within_their_time_and_memory() {
    let Some(files) = files() else { return };
    let begun = Instant::now();
    let (answers, longest) = answers(&files);
    let ours = begun.elapsed();
    assert_eq!(answers.len(), files.len());
    let (mut counts, mut crashed): (BTreeMap<String, usize>, Vec<String>) = Default::default();
    let mut peak = 0;
    for (file, answer) in files.iter().zip(&answers) {
        assert_eq!(answer["id"], json!(file));
        peak = peak.max(answer["peak_memory"].as_u64().unwrap_or(0));
        let error = &answer["error"];
        let outcome = error["code"].as_str().unwrap_or("read");
        *counts.entry(outcome.to_owned()).or_default() += 1;
        if error.is_object() {
            for lang in ["vi", "en"] {
                for part in ["message", "remedy"] {
                    assert!(!error[part][lang].as_str().unwrap().is_empty(), "{}: {error}", file.display());
                }
            }
            if matches!(outcome, "crashed" | "io" | "timed-out" | "out-of-memory") {
                crashed.push(format!("  {}: {outcome} {}", file.display(), error["cause"]));
            }
        } else {
            assert!(answer["record"].is_object(), "{}", file.display());
        }
    }
    let begun = Instant::now();
    let theirs = poppler(&files);
    say(&format!(
        "hostile: {} files: {counts:?} in {ours:.1?}, the longest {longest:.1?}, at most {} MB",
        files.len(),
        peak >> 20
    ));
    match theirs {
        Some(theirs) => say(&format!("hostile: pdftotext: {theirs:?} in {:.1?}", begun.elapsed())),
        None => say("hostile: pdftotext is not there to compare with"),
    }
    crashed.iter().for_each(|line| say(line));
    assert!(longest < Duration::from_secs(SECONDS) + GRACE, "{longest:?}");
    // Memory is looked at every few milliseconds: a file may be that much ahead.
    assert!(peak < (MEGABYTES + 256) << 20, "{peak}");
    assert!(counts.get("read").is_some_and(|&count| count > 0));
}
