//! However a run ends, nothing that was committed is lost, nothing is there twice, and the next run goes on.
#![cfg(unix)]

use crate::support::{Corpus, Numbers, Ran, Scratch, assert_same, fixture, plan, ran, run};
use rusqlite::{Connection, OpenFlags};
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

/// A tree that takes some seconds: plans, copies, failures, Word files, an archive.
fn fill(scratch: &Scratch, plans: usize) {
    for number in 0..plans {
        scratch.file(format!("{}/{number}.txt", number % 5), plan(number).repeat(4 + number % 9));
        if number % 10 == 0 {
            scratch.file(format!("copies/{number}.txt"), plan(number).repeat(4 + number % 9));
            scratch.file(format!("empty/{number}.txt"), "");
        }
    }
    scratch.file("word.docx", fixture("office/structures.docx"));
    scratch.file("word.odt", fixture("office/structures.odt"));
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for number in 0..10 {
        zip.start_file(format!("{number}.txt"), zip::write::SimpleFileOptions::default()).unwrap();
        std::io::Write::write_all(&mut zip, plan(1000 + number).as_bytes()).unwrap();
    }
    scratch.file("archive.zip", zip.finish().unwrap().into_inner());
}

/// A text that takes a good part of a second on any machine, so that a run is under way when it is looked at.
fn brake(scratch: &Scratch) {
    // Files before it, which are committed, and files behind it.
    scratch.file("2/0-long.txt", plan(3).repeat(20_000));
}

/// How many files the ledger of a corpus has, which may only be coming to be.
fn committed(scratch: &Scratch) -> i64 {
    // Whoever looks before the log is there may be in the way of who makes it.
    if !scratch.path("kho/vanban.sqlite-wal").exists() {
        return 0;
    }
    let opened =
        Connection::open_with_flags(scratch.path("kho/vanban.sqlite"), OpenFlags::SQLITE_OPEN_READ_ONLY);
    opened
        .and_then(|corpus| corpus.query_row("SELECT count(*) FROM files", [], |row| row.get(0)))
        .unwrap_or(0)
}

/// A run into a new corpus that stands still between its first files and its last: it holds the corpus, has committed
/// some files, and goes on when it gets the signal CONT.
fn halted(scratch: &Scratch) -> Child {
    loop {
        let _ = std::fs::remove_dir_all(scratch.path("kho"));
        let mut child = spawn(scratch.command("kho", ["--batch", "5"]));
        while committed(scratch) == 0 && child.try_wait().unwrap().is_none() {
            thread::sleep(Duration::from_millis(2));
        }
        if child.try_wait().unwrap().is_some() {
            // It was through before it was looked at.
            continue;
        }
        signal(&child, "-STOP");
        if committed(scratch) < 100 {
            return child;
        }
        // It was nearly through.
        child.kill().unwrap();
        child.wait().unwrap();
    }
}

fn spawn(mut command: Command) -> Child {
    command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the program starts")
}

fn signal(child: &Child, name: &str) {
    let sent = Command::new("kill").args([name, &child.id().to_string()]).status().unwrap();
    assert!(sent.success());
}

fn end(child: Child) -> Ran {
    ran(child.wait_with_output().unwrap())
}

/// What an undisturbed run of the tree gives, and how long it takes.
fn undisturbed(scratch: &Scratch) -> (String, Duration) {
    let begun = Instant::now();
    let ran = run(scratch.command("whole", ["--batch", "5"]));
    assert_eq!(ran.code, Some(1), "{}", ran.said);
    (Corpus::open(&scratch.path("whole")).dump(), begun.elapsed())
}

#[test]
fn an_interrupt_finishes_what_is_at_work_and_the_same_command_goes_on() {
    let scratch = Scratch::new("interrupt");
    fill(&scratch, 150);
    brake(&scratch);
    let (whole, _) = undisturbed(&scratch);
    for name in ["-INT", "-TERM"] {
        let child = halted(&scratch);
        signal(&child, name);
        signal(&child, "-CONT");
        let ran = end(child);
        assert_eq!(ran.code, Some(130), "{}", ran.said);
        for words in ["stopping", "run the same command again to go on"] {
            assert!(ran.said.contains(words), "{}", ran.said);
        }
        assert_eq!(ran.json()["interrupted"], true);
        let done: usize = scratch.corpus().texts("SELECT count(*) FROM files")[0].parse().unwrap();
        assert!(done > 0);
    }
    assert_eq!(scratch.ingest([""; 0]).code.map(|code| code <= 1), Some(true));
    assert_same(&scratch.corpus().dump(), &whole);
}

#[test]
fn kills_at_any_moment_lose_nothing_and_double_nothing() {
    let kills = if std::env::var_os("VANBAN_FULL").is_some() { 50 } else { 5 };
    let scratch = Scratch::new("kills");
    fill(&scratch, 150);
    let (whole, time) = undisturbed(&scratch);
    let mut numbers = Numbers(7);
    let (mut killed, mut finished, mut kept) = (0, 0, vec![0]);
    while killed < kills {
        let child = spawn(scratch.command("kho", ["--batch", "5"]));
        thread::sleep(Duration::from_millis(numbers.below(time.as_millis() as u64)));
        signal(&child, "-KILL");
        let is_killed = end(child).code.is_none();
        if !scratch.path("kho/vanban.sqlite").exists() {
            // Killed before there was a corpus.
            continue;
        }
        killed += usize::from(is_killed);
        let files = scratch.corpus().texts("SELECT count(*) FROM files")[0].parse::<u64>().unwrap();
        assert!(kept.last() <= Some(&files), "{kept:?} {files}");
        kept.push(files);
        if !is_killed {
            // This one was through before it could be killed: the next begins anew.
            assert_same(&scratch.corpus().dump(), &whole);
            std::fs::remove_dir_all(scratch.path("kho")).unwrap();
            (finished, kept) = (finished + 1, vec![0]);
        }
    }
    let last = scratch.ingest(["--batch", "5"]);
    assert_eq!(last.code.map(|code| code <= 1), Some(true), "{}", last.said);
    assert_same(&scratch.corpus().dump(), &whole);
    assert!(!scratch.path("kho/tmp").exists());
    eprintln!(
        "{killed} kills, {finished} runs that were through before; files in the ledger after the last: {kept:?}"
    );
}

#[test]
fn of_two_ingests_the_second_says_who_holds_the_corpus_or_waits() {
    let scratch = Scratch::new("both");
    fill(&scratch, 150);
    brake(&scratch);
    let (whole, _) = undisturbed(&scratch);
    let first = halted(&scratch);
    let second = run(scratch.command("kho", [""; 0]));
    assert_eq!(second.code, Some(9), "{}", second.said);
    assert!(second.said.contains(&format!("process {}", first.id())), "{}", second.said);
    let mut third = spawn(scratch.command("kho", ["--wait"]));
    let mut said = String::new();
    BufReader::new(third.stderr.as_mut().unwrap()).read_line(&mut said).unwrap();
    assert!(said.contains("waiting"), "{said}");
    signal(&first, "-CONT");
    let third = end(third);
    assert_eq!(third.code, Some(0), "{}", third.said);
    assert_eq!(third.json()["done"], 0);
    assert_eq!(end(first).code, Some(1));
    assert_same(&scratch.corpus().dump(), &whole);
}

#[test]
fn a_file_that_grows_too_large_for_the_disk_stops_the_run_and_leaves_a_corpus_that_opens() {
    let scratch = Scratch::new("limit");
    fill(&scratch, 100);
    let (whole, _) = undisturbed(&scratch);
    // A limit of the shell, in blocks of 512 or 1024 bytes, stands for the disk; the signal that goes with it is ignored.
    let ingest = scratch.command("kho", ["--batch", "5"]);
    let mut limited = Command::new("sh");
    limited.args(["-c", "trap '' XFSZ; ulimit -f 8192; exec \"$@\"", "sh"]);
    limited.arg(ingest.get_program()).args(ingest.get_args());
    let ran = run(limited);
    assert!(matches!(ran.code, Some(6 | 10)), "{:?} {}", ran.code, ran.said);
    assert!(ran.said.contains("[disk-full]") || ran.said.contains("[corpus-io]"), "{}", ran.said);
    assert!(ran.said.contains("the corpus is whole"), "{}", ran.said);
    // What was committed before is there.
    assert_ne!(scratch.corpus().texts("SELECT count(*) FROM documents"), ["0"]);
    assert_eq!(scratch.ingest([""; 0]).code.map(|code| code <= 1), Some(true));
    assert_same(&scratch.corpus().dump(), &whole);
}

#[test]
fn a_full_disk_stops_the_run_and_room_lets_it_go_on() {
    let scratch = Scratch::new("full");
    fill(&scratch, 100);
    let (whole, _) = undisturbed(&scratch);
    let disk = scratch.path("disk");
    std::fs::create_dir_all(&disk).unwrap();
    let ingest = scratch.command("kho", ["--batch", "5"]);
    let program = ingest.get_program().to_owned();
    let arguments: Vec<_> = ingest.get_args().map(ToOwned::to_owned).collect();
    // A file system of memory, in a space of names of its own: gone with the shell.
    let script = r#"
        disk="$1"; out="$2"; shift 2
        mount -t tmpfs -o size=4m none "$disk" || exit 77
        "$@" --corpus "$disk/kho"; echo "first $?" >&2
        mount -o remount,size=64m "$disk" || exit 77
        "$@" --corpus "$disk/kho"; echo "second $?" >&2
        cp "$disk/kho/vanban.sqlite" "$out/"
    "#;
    let mut shell = Command::new("unshare");
    shell.args(["-rm", "sh", "-c", script, "sh"]).arg(&disk).arg(scratch.path("")).arg(program);
    // All but `--corpus kho`, which are two words.
    let at = arguments.iter().position(|word| word == "--corpus").unwrap();
    shell.args(
        arguments
            .iter()
            .enumerate()
            .filter(|(index, _)| *index != at && *index != at + 1)
            .map(|(_, word)| word),
    );
    let ran = match shell.output() {
        Ok(output) => ran(output),
        Err(cause) => {
            eprintln!("PASSED OVER: no unshare: {cause}");
            return;
        }
    };
    if !ran.said.contains("first") {
        eprintln!("PASSED OVER: a file system cannot be mounted here: {}", ran.said);
        return;
    }
    assert!(ran.said.contains("first 6"), "{}", ran.said);
    assert!(ran.said.contains("[disk-full]") && ran.said.contains("Make room"), "{}", ran.said);
    assert!(ran.said.contains("second 0") || ran.said.contains("second 1"), "{}", ran.said);
    assert_ne!(ran.json()["unchanged"], 0, "what was committed before the disk was full is not read again");
    assert_same(&Corpus::open(&scratch.path("")).dump(), &whole);
}
