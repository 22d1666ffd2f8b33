//! Files that brought readers down elsewhere, beside good ones: every good one done, every hostile one answered, within
//! bounds of time and memory.
#![cfg(target_os = "linux")]

use crate::support::{Scratch, extract, plan, ran};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Stdio;
use std::thread;
use std::time::{Duration, Instant};

/// Most memory of all processes together, and most time.
const MEMORY: u64 = 1_500_000_000;
const TIME: Duration = Duration::from_secs(1200);

#[test]
fn every_file_is_answered_within_bounds() {
    let hostile = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/hostile");
    if std::env::var_os("VANBAN_FULL").is_none() || !hostile.is_dir() {
        eprintln!("PASSED OVER: hostile files are ingested by ./test --full, where ../shared/hostile is");
        return;
    }
    let scratch = Scratch::new("hostile");
    let mut good = 0;
    for number in 0..200 {
        scratch.file(format!("{number}.txt"), plan(number));
        good += 1;
    }
    scratch.file("word.docx", crate::support::fixture("office/structures.docx"));
    // Two texts that take memory, and one that takes a while.
    for number in 0..2 {
        scratch.file(format!("large-{number}.txt"), plan(5000 + number).repeat(25_000));
    }
    good += 3;
    let begun = Instant::now();
    let mut command = extract(["ingest", "--json", "--lang", "en", "--jobs", "2", "--time-limit", "60"]);
    command.arg(scratch.tree()).arg(&hostile).arg("--corpus").arg(scratch.path("kho"));
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let (mut peak, mut most) = (0, 0);
    while child.try_wait().unwrap().is_none() {
        let tree = tree_memory(child.id());
        peak = peak.max(tree.values().sum::<u64>());
        most = most.max(tree.len());
        thread::sleep(Duration::from_millis(40));
    }
    let time = begun.elapsed();
    let ran = ran(child.wait_with_output().unwrap());
    let json = ran.json();
    eprintln!(
        "hostile: {} in {:.0} s, {} MB in at most {most} processes; {}",
        ran.counts(),
        time.as_secs_f64(),
        peak >> 20,
        json["failures"]
    );
    assert!(matches!(ran.code, Some(0 | 1)), "{}", ran.said);
    let corpus = scratch.corpus();
    let root = scratch.tree().canonicalize().unwrap();
    let done =
        format!("SELECT count(*) FROM files WHERE state = 'done' AND path LIKE '{}/%'", root.display());
    assert_eq!(corpus.texts(&done), [good.to_string()]);
    let files = fs::read_dir(&hostile).unwrap().count();
    assert_eq!(corpus.texts("SELECT count(*) FROM files"), [(good + files).to_string()]);
    let inside = "SELECT count(*) FROM files WHERE cause LIKE '%inside%'";
    assert_eq!(corpus.texts(inside), ["0"]);
    assert!(peak < MEMORY, "{} MB", peak >> 20);
    assert!(time < TIME, "{time:?}");
}

/// The memory of a process and of all that it started, by process: what is theirs, and their share of what is shared.
fn tree_memory(root: u32) -> BTreeMap<u32, u64> {
    let mut parents = BTreeMap::new();
    for entry in fs::read_dir("/proc").unwrap().flatten() {
        let Some(pid) = entry.file_name().to_str().and_then(|name| name.parse::<u32>().ok()) else {
            continue;
        };
        let Ok(stat) = fs::read_to_string(entry.path().join("stat")) else { continue };
        let parent = stat.rsplit(") ").next().and_then(|rest| rest.split(' ').nth(1)?.parse::<u32>().ok());
        parents.insert(pid, parent.unwrap_or(0));
    }
    let is_below = |mut pid: u32| {
        while pid != root {
            match parents.get(&pid) {
                Some(&parent) if parent != pid => pid = parent,
                _ => return false,
            }
        }
        true
    };
    let held = |pid: u32| {
        let rollup = fs::read_to_string(format!("/proc/{pid}/smaps_rollup")).ok()?;
        let line = rollup.lines().find_map(|line| line.strip_prefix("Pss:"))?;
        Some(line.trim().trim_end_matches(" kB").trim().parse::<u64>().ok()? << 10)
    };
    parents.keys().filter(|pid| is_below(**pid)).map(|&pid| (pid, held(pid).unwrap_or(0))).collect()
}
