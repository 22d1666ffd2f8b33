//! Pools of workers that misbehave, played by small shell scripts.
#![cfg(unix)]

use serde_json::json;
use std::sync::Mutex;
use std::thread;
use std::time::{Duration, Instant};
use vanban::diagnostic::Lang;
use vanban::error::{Error, ErrorKind};
use vanban::worker::{Answer, Limits, Pool, Request, Setup};

/// A pool whose workers run this script.
fn pool(script: &str, seconds: u64) -> Pool {
    Pool::new(Setup {
        program: "/bin/sh".into(),
        arguments: vec!["-c".into(), script.into()],
        limits: Limits { time: Some(Duration::from_secs(seconds)), memory: Some(64 << 20) },
    })
}

fn request(path: &str) -> Request {
    Request { id: json!(path), path: Some(path.to_owned()), ..Request::default() }
}

/// How a worker with this script fails.
fn failure(script: &str, seconds: u64) -> Error {
    pool(script, seconds).call(&request("a.pdf")).unwrap_err()
}

/// Time enough for a shell on any machine.
const ENOUGH: u64 = 300;

#[test]
fn each_way_to_fall_has_its_own_error() {
    for (script, kind, words) in [
        ("read line; exit 3", ErrorKind::Crashed, "exit status: 3"),
        ("read line; kill -SEGV $$", ErrorKind::Crashed, "signal: 11"),
        (
            "read line; echo 'thread main has overflowed its stack' >&2; kill -ABRT $$",
            ErrorKind::Crashed,
            "overflowed its stack",
        ),
        (
            "read line; echo 'memory allocation of 68719476736 bytes failed' >&2; kill -ABRT $$",
            ErrorKind::OutOfMemory,
            "64 MB",
        ),
        ("read line; echo 'what():  std::bad_alloc' >&2; kill -ABRT $$", ErrorKind::OutOfMemory, "64 MB"),
        ("read line; exec >&-; sleep 100", ErrorKind::Crashed, "signal: 9"),
        ("exit 0", ErrorKind::Crashed, "exit status: 0"),
    ] {
        let error = failure(script, ENOUGH);
        assert_eq!((error.kind(), error.path()), (kind, "a.pdf"), "{script}: {error}");
        assert!(error.text(Lang::En).contains(words), "{script}: {error}");
    }
}

#[test]
fn a_worker_that_hangs_is_ended_with_all_that_it_started() {
    let marker = format!("{}.25", 4000 + std::process::id() % 1000);
    let error = failure(&format!("read line; sleep {marker} & sleep {marker}"), 1);
    assert_eq!(error.kind(), ErrorKind::TimedOut);
    // The system takes a moment to end what was killed.
    let begun = Instant::now();
    while cfg!(target_os = "linux") && is_running(&marker) {
        assert!(begun.elapsed() < Duration::from_secs(ENOUGH), "what the worker started lives on");
        thread::sleep(Duration::from_millis(5));
    }
}

/// Whether some `sleep` of this time runs.
fn is_running(marker: &str) -> bool {
    std::fs::read_dir("/proc").unwrap().any(|entry| {
        let command = entry.and_then(|entry| std::fs::read_to_string(entry.path().join("cmdline")));
        command.is_ok_and(|command| command.starts_with("sleep") && command.contains(marker))
    })
}

#[test]
fn a_program_that_cannot_be_started_is_no_fault_of_the_file() {
    let pool =
        Pool::new(Setup { program: "/no/such/program".into(), arguments: vec![], limits: Limits::default() });
    let error = pool.call(&request("a.pdf")).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Io);
    assert!(error.text(Lang::En).contains("--no-isolate"), "{error}");
}

#[test]
fn lines_that_are_no_answer_are_passed_over() {
    let script = r#"while read line; do
        echo 'Warning: a library talks'; echo '{"id":"another"}'; echo '{"id":"a.pdf","text":"here"}'
    done"#;
    let pool = pool(script, ENOUGH);
    for _ in 0..3 {
        assert_eq!(pool.call(&request("a.pdf")).unwrap().text.as_deref(), Some("here"));
    }
}

#[test]
fn a_worker_that_fell_is_replaced_and_others_are_used_again() {
    // Says its process number; falls over a file called "bad".
    let script = r#"while read line; do
        case $line in *bad*) exit 1;; esac
        echo "{\"id\":\"good\",\"text\":\"$$\"}"
    done"#;
    let pool = pool(script, ENOUGH);
    let number = |answer: Result<Answer, Error>| answer.unwrap().text.unwrap();
    let first = number(pool.call(&request("good")));
    assert_eq!(number(pool.call(&request("good"))), first);
    assert_eq!(pool.call(&request("bad")).unwrap_err().kind(), ErrorKind::Crashed);
    let second = number(pool.call(&request("good")));
    assert_ne!(second, first);
    assert_eq!(number(pool.call(&request("good"))), second);
}

#[cfg(target_os = "linux")]
#[test]
fn a_worker_that_ended_at_rest_is_no_fault_of_the_next_file() {
    // Says its process number and ends.
    let pool = pool(r#"read line; echo "{\"id\":\"good\",\"text\":\"$$\"}""#, ENOUGH);
    for _ in 0..5 {
        let number = pool.call(&request("good")).unwrap().text.unwrap();
        // Ended, and not yet waited for: a zombie, whose files are closed.
        let is_alive = || {
            std::fs::read_to_string(format!("/proc/{number}/stat")).is_ok_and(|stat| !stat.contains(") Z "))
        };
        let begun = Instant::now();
        while is_alive() {
            assert!(begun.elapsed() < Duration::from_secs(ENOUGH), "the worker lives on");
            thread::sleep(Duration::from_millis(1));
        }
    }
}

#[test]
fn as_many_are_at_work_as_threads_call() {
    let script = r#"while read line; do sleep 0.1; echo "{\"id\":\"good\",\"text\":\"$$\"}"; done"#;
    let pool = pool(script, ENOUGH);
    let seen = Mutex::new(std::collections::BTreeSet::new());
    thread::scope(|scope| {
        for _ in 0..3 {
            scope.spawn(|| {
                for _ in 0..4 {
                    seen.lock().unwrap().insert(pool.call(&request("good")).unwrap().text.unwrap());
                }
            });
        }
    });
    let count = seen.lock().unwrap().len();
    assert!((1..=3).contains(&count), "{count} workers for three threads");
}

#[test]
fn a_worker_that_grew_is_replaced() {
    // Says its process number; has held much over a file called "large".
    let script = r#"while read line; do
        peak=1000000; case $line in *large*) peak=900000000;; esac
        echo "{\"id\":\"good\",\"text\":\"$$\",\"peak_memory\":$peak}"
    done"#;
    let pool = pool(script, ENOUGH);
    let number = |path: &str| {
        let request = Request { id: json!("good"), ..request(path) };
        pool.call(&request).unwrap().text.unwrap()
    };
    let first = number("a.pdf");
    assert_eq!(number("large.pdf"), first);
    let second = number("a.pdf");
    assert_ne!(second, first);
    assert_eq!(number("b.pdf"), second);
}
