//! However an import ends, nothing that was committed is lost, nothing is there twice, and the next one goes on.
#![cfg(unix)]

use crate::support::{
    Corpus, Numbers, Scratch, assert_same, command, counts, documents, export, fill, import, ingest, ran, run,
};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

fn spawn(mut command: Command) -> Child {
    command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the program starts")
}

fn signal(child: &Child, name: &str) {
    let sent = Command::new("kill").args([name, &child.id().to_string()]).status().unwrap();
    assert!(sent.success());
}

/// The number of documents, where there is a corpus with tables.
fn there(scratch: &Scratch, corpus: &str) -> Option<u64> {
    let path = scratch.path(corpus);
    let is_made = path.join("vanban.sqlite").exists()
        && Corpus::open(&path).texts("SELECT count(*) FROM sqlite_schema WHERE name = 'files'") != ["0"];
    is_made.then(|| Corpus::open(&path).texts("SELECT count(*) FROM documents")[0].parse().unwrap())
}

#[test]
fn kills_at_any_moment_lose_nothing_and_double_nothing() {
    let kills = if std::env::var_os("VANBAN_FULL").is_some() { 30 } else { 5 };
    let scratch = Scratch::new("import-kills");
    fill(&scratch, "a", 0..120);
    fill(&scratch, "b", 100..160);
    ingest(&scratch, &scratch.tree().join("a"), "a");
    ingest(&scratch, &scratch.tree().join("b"), "b");
    export(&scratch, "a", "parquet", "tables");
    let sources = ["tables", "a", "b"];
    let begun = Instant::now();
    assert_eq!(run(command(&scratch, &sources, "whole", &["--batch", "5", "--no-index"])).code, Some(0));
    let time = begun.elapsed();
    let whole = Corpus::open(&scratch.path("whole")).dump();
    let mut numbers = Numbers(11);
    let (mut killed, mut finished, mut kept) = (0, 0, vec![0]);
    while killed < kills {
        let child = spawn(command(&scratch, &sources, "kho", &["--batch", "5", "--no-index"]));
        thread::sleep(Duration::from_millis(numbers.below(time.as_millis() as u64 + 1)));
        signal(&child, "-KILL");
        let ended = ran(child.wait_with_output().unwrap());
        let is_killed = ended.code.is_none();
        assert!(matches!(ended.code, None | Some(0)), "{:?} {}", ended.code, ended.said);
        // Killed before there was a corpus, or before it had its tables.
        let Some(documents) = there(&scratch, "kho") else { continue };
        killed += usize::from(is_killed);
        assert!(kept.last() <= Some(&documents), "{kept:?} {documents}");
        kept.push(documents);
        if !is_killed {
            // This one was through before it could be killed: the next begins anew.
            assert_same(&Corpus::open(&scratch.path("kho")).dump(), &whole);
            std::fs::remove_dir_all(scratch.path("kho")).unwrap();
            (finished, kept) = (finished + 1, vec![0]);
        }
    }
    let last = run(command(&scratch, &sources, "kho", &["--batch", "5"]));
    assert_eq!(last.code, Some(0), "{}", last.said);
    assert_same(&Corpus::open(&scratch.path("kho")).dump(), &whole);
    eprintln!(
        "{killed} kills, {finished} imports that were through before; documents after the last: {kept:?}"
    );
}

#[test]
fn an_interrupt_commits_what_is_at_work_and_the_same_command_goes_on() {
    let scratch = Scratch::new("import-interrupt");
    fill(&scratch, "a", 0..150);
    ingest(&scratch, &scratch.tree(), "whole");
    export(&scratch, "whole", "parquet", "tables");
    let child = spawn(command(&scratch, &["tables"], "kho", &["--batch", "1"]));
    // Until it has committed a document: it is then at work, or through.
    while there(&scratch, "kho").is_none_or(|documents| documents == 0) {
        thread::sleep(Duration::from_millis(2));
    }
    signal(&child, "-INT");
    let first = ran(child.wait_with_output().unwrap());
    // A fast machine may be through before the signal comes.
    assert!(matches!(first.code, Some(0 | 130)), "{:?} {}", first.code, first.said);
    if first.code == Some(130) {
        assert!(first.said.contains("run the same command again to go on"), "{}", first.said);
        assert_eq!(first.json()["interrupted"], true);
    }
    let kept = there(&scratch, "kho").unwrap();
    let last = import(&scratch, &["tables"], "kho");
    assert_eq!(last.code, Some(0), "{}", last.said);
    assert_eq!(last.json()["unchanged"], kept, "{}", counts(&last));
    let (one, other) = (Corpus::open(&scratch.path("kho")), Corpus::open(&scratch.path("whole")));
    assert_same(&documents(&one), &documents(&other));
}

#[test]
fn an_import_beside_another_writer_says_who_holds_the_corpus() {
    let scratch = Scratch::new("import-both");
    fill(&scratch, "a", 0..3);
    ingest(&scratch, &scratch.tree(), "kho");
    export(&scratch, "kho", "parquet", "tables");
    // Held as a process holds it.
    let lock = std::fs::File::options().read(true).write(true).open(scratch.path("kho/lock")).unwrap();
    lock.lock().unwrap();
    let ran = import(&scratch, &["tables"], "kho");
    assert_eq!(ran.code, Some(9), "{}", ran.said);
    assert!(ran.said.contains("[corpus-busy]"), "{}", ran.said);
    drop(lock);
    assert_eq!(import(&scratch, &["tables"], "kho").code, Some(0));
}
