//! `extract worker`: lines in, lines out.

#[cfg(target_os = "linux")]
use crate::Endless;
use crate::{Ran, Scratch, command, extract, fixture, run};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use serde_json::{Value, json};
use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::process::Stdio;
use std::time::{Duration, Instant};

/// The answers to these lines, of a worker with these arguments.
fn answers(args: &[&str], lines: &[String]) -> Vec<Value> {
    worker(args, lines).well().lines()
}

fn worker(args: &[&str], lines: &[String]) -> Ran {
    let input: String = lines.iter().map(|line| format!("{line}\n")).collect();
    run(command(["worker"].iter().chain(args)), input.as_bytes())
}

/// The command's own record of a file.
fn record(path: &str, args: &[&str]) -> Value {
    extract([path].iter().chain(args)).well().json()
}

#[test]
fn a_request_is_answered_with_the_record_of_the_file() {
    let path = fixture("plan-district-clean.txt");
    for args in [&[][..], &["--isolate"]] {
        let answers = answers(args, &[json!({"id": {"row": 7}, "path": path}).to_string()]);
        assert_eq!(answers.len(), 1);
        assert_eq!(answers[0]["id"], json!({"row": 7}));
        assert!(answers[0]["record"] == record(&path, &[]));
        assert!(answers[0].get("error").is_none() && answers[0].get("text").is_none());
        for stage in ["read", "extract", "write"] {
            assert!(answers[0]["seconds"][stage].as_f64().unwrap() > 0.0, "{stage}");
        }
        if cfg!(target_os = "linux") {
            assert!(answers[0]["peak_memory"].as_u64().unwrap() > 1 << 20);
        }
    }
}

#[test]
fn bytes_are_read_as_a_file_of_that_name_would_be() {
    for name in ["plan-ocr-markdown.md", "plan-web.html", "directive-legacy-vni.txt"] {
        let path = fixture(name);
        let bytes = BASE64_STANDARD.encode(fs::read(&path).unwrap());
        let answers = answers(&[], &[json!({"bytes": bytes, "name": path}).to_string()]);
        assert!(answers[0]["record"] == record(&path, &[]), "{name}");
    }
}

#[test]
fn every_output_is_what_the_command_prints() {
    let path = fixture("plan-ocr-noisy.txt");
    for (output, form) in [("json", "json"), ("text", "text"), ("html", "html")] {
        for lang in ["vi", "en"] {
            let request = json!({"path": path, "output": output, "lang": lang});
            let answers = answers(&[], &[request.to_string()]);
            let printed = extract([&path, "--format", form, "--lang", lang]).well();
            assert_eq!(answers[0]["text"], printed.out(), "{output}");
        }
    }
}

#[test]
fn many_requests_at_once_are_answered_in_their_order() {
    let names = ["letter-department.txt", "notice-conclusion.txt", "plan-web.html"];
    let lines: Vec<String> =
        (0..60).map(|id| json!({"id": id, "path": fixture(names[id % 3])}).to_string()).collect();
    for args in [&[][..], &["--isolate"]] {
        let answers = answers(args, &lines);
        let ids: Vec<u64> = answers.iter().map(|answer| answer["id"].as_u64().unwrap()).collect();
        assert_eq!(ids, (0..60).collect::<Vec<_>>());
        assert!(
            answers.iter().enumerate().all(|(id, answer)| {
                answer["record"]["source"]["path"] == fixture(names[id % 3]).as_str()
            })
        );
    }
}

#[test]
fn what_is_no_request_is_answered_and_harms_no_other() {
    let good = json!({"id": "good", "path": fixture("letter-department.txt")}).to_string();
    let mut input = Vec::new();
    for line in [
        b"no JSON".as_slice(),
        b"\xFF\xFE\x00",
        b"[1, 2]",
        b"{\"id\": 5}",
        b"{\"id\": 6, \"path\": \"a\", \"bytes\": \"\"}",
        b"{\"id\": 7, \"bytes\": \"***\"}",
        b"{\"id\": 8, \"path\": \"a.txt\", \"orc\": \"always\"}",
        b"",
        b"   ",
        good.as_bytes(),
    ] {
        input.extend_from_slice(line);
        input.push(b'\n');
    }
    let answers = run(command(["worker"]), &input).well().lines();
    let ids: Vec<Value> = answers.iter().map(|answer| answer["id"].clone()).collect();
    assert_eq!(json!(ids), json!([null, null, null, 5, 6, 7, 8, "good"]));
    for answer in &answers[..7] {
        assert_eq!((&answer["error"]["code"], &answer["error"]["exit"]), (&json!("invalid-data"), &json!(4)));
    }
    assert!(answers[7]["record"].is_object());
}

#[test]
fn a_file_that_fails_is_answered_with_code_message_and_remedy() {
    let scratch = Scratch::new("worker-fails");
    let empty = scratch.file("empty.txt", "");
    for (path, code, exit) in [("nowhere.txt", "not-found", 3), (&empty, "empty-file", 4)] {
        let error = answers(&[], &[json!({"path": path}).to_string()])[0]["error"].take();
        assert_eq!(
            (&error["code"], &error["exit"], &error["path"]),
            (&json!(code), &json!(exit), &json!(path))
        );
        for lang in ["vi", "en"] {
            let said = extract([path, "--lang", lang]).said;
            for part in ["message", "remedy"] {
                assert!(said.contains(error[part][lang].as_str().unwrap()), "{said}");
            }
        }
    }
}

/// Time enough for the machine to do what is asked of it, however busy it is.
#[cfg(target_os = "linux")]
const ENOUGH: Duration = Duration::from_secs(60);

#[cfg(target_os = "linux")]
#[test]
fn a_request_that_takes_too_long_is_answered_and_the_worker_goes() {
    let endless = Endless::new();
    let lines = [endless.path(), fixture("letter-department.txt")]
        .map(|path| json!({"id": path, "path": path}).to_string());
    // Alone it says so and ends; isolated it is replaced.
    let mut alone = command(["worker", "--time-limit", "0.3"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut stdin = alone.stdin.take().unwrap();
    writeln!(stdin, "{}", lines[0]).unwrap();
    let output = alone.wait_with_output().unwrap();
    let answer: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(answer["error"]["code"], "timed-out");
    assert!(!output.status.success());
    drop(stdin);
    // Time enough for the good one on a busy machine.
    let answers = answers(&["--time-limit", "5", "--isolate"], &lines);
    assert_eq!(answers[0]["error"]["code"], "timed-out");
    assert_eq!(answers[0]["error"]["exit"], 5);
    assert!(answers[1]["record"].is_object());
}

#[cfg(target_os = "linux")]
#[test]
fn a_request_that_takes_too_much_memory_is_answered_and_the_worker_goes() {
    let scratch = Scratch::new("worker-memory");
    let plan = fs::read_to_string(fixture("plan-district-clean.txt")).unwrap();
    let long = scratch.file("long.txt", plan.repeat(3000));
    let lines = ["long", "good"].map(|id| {
        let path = if id == "long" { long.clone() } else { fixture("letter-department.txt") };
        json!({"id": id, "path": path}).to_string()
    });
    let answers = answers(&["--memory-limit", "100M", "--isolate"], &lines);
    assert_eq!(answers[0]["error"]["code"], "out-of-memory");
    assert!(answers[0]["error"]["message"]["en"].as_str().unwrap().contains("100 MB"));
    assert!(answers[1]["record"].is_object());
}

#[test]
fn a_reader_that_has_gone_ends_the_worker_quietly() {
    for args in [&["worker"][..], &["worker", "--isolate"]] {
        let mut child = command(args)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        drop(child.stdout.take());
        let line = json!({"path": fixture("letter-department.txt")}).to_string();
        let mut stdin = child.stdin.take().unwrap();
        // The worker ends while there is still something to be read.
        for _ in 0..3 {
            let _ = writeln!(stdin, "{line}");
        }
        let output = child.wait_with_output().unwrap();
        assert_eq!((output.status.code(), String::from_utf8_lossy(&output.stderr).as_ref()), (Some(0), ""));
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_worker_that_is_killed_is_named_and_replaced() {
    let endless = Endless::new();
    let mut supervisor = command(["worker", "--isolate"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut stdin = supervisor.stdin.take().unwrap();
    let mut answers = BufReader::new(supervisor.stdout.take().unwrap()).lines();
    writeln!(stdin, "{}", json!({"id": 1, "path": endless.path()})).unwrap();
    kill(&children(supervisor.id())[0].to_string());
    let crashed: Value = serde_json::from_str(&answers.next().unwrap().unwrap()).unwrap();
    assert_eq!((&crashed["id"], &crashed["error"]["code"]), (&json!(1), &json!("crashed")));
    assert!(crashed["error"]["cause"].as_str().unwrap().contains("signal: 9"), "{crashed}");
    writeln!(stdin, "{}", json!({"id": 2, "path": fixture("letter-department.txt")})).unwrap();
    let good: Value = serde_json::from_str(&answers.next().unwrap().unwrap()).unwrap();
    assert!(good["record"].is_object());
    drop(stdin);
    assert!(supervisor.wait().unwrap().success());
}

#[cfg(target_os = "linux")]
#[test]
fn workers_end_when_their_parent_is_killed() {
    let endless = Endless::new();
    let mut supervisor = command(["worker", "--isolate"])
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut stdin = supervisor.stdin.take().unwrap();
    writeln!(stdin, "{}", json!({"path": endless.path()})).unwrap();
    let orphan = children(supervisor.id())[0];
    supervisor.kill().unwrap();
    supervisor.wait().unwrap();
    let begun = Instant::now();
    while is_alive(orphan) {
        assert!(begun.elapsed() < ENOUGH, "the worker lives on");
        std::thread::sleep(Duration::from_millis(10));
    }
}

/// The processes that this one has started; waits until there is one.
#[cfg(target_os = "linux")]
fn children(parent: u32) -> Vec<u32> {
    let begun = Instant::now();
    loop {
        let tasks = fs::read_dir(format!("/proc/{parent}/task")).unwrap();
        let children: Vec<u32> = tasks
            .filter_map(|task| fs::read_to_string(task.unwrap().path().join("children")).ok())
            .flat_map(|line| line.split_whitespace().map(|pid| pid.parse().unwrap()).collect::<Vec<_>>())
            .collect();
        if !children.is_empty() {
            return children;
        }
        assert!(begun.elapsed() < ENOUGH, "no process was started");
        std::thread::sleep(Duration::from_millis(2));
    }
}

#[cfg(target_os = "linux")]
fn kill(pid: &str) {
    assert!(std::process::Command::new("kill").args(["-9", pid]).status().unwrap().success());
}

/// Whether a process runs; one that has ended and that nobody waited for does not.
#[cfg(target_os = "linux")]
fn is_alive(pid: u32) -> bool {
    fs::read_to_string(format!("/proc/{pid}/stat"))
        .is_ok_and(|stat| !stat.rsplit(") ").next().unwrap_or_default().starts_with('Z'))
}
