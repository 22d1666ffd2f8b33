//! A generated corpus through `extract ingest`, against the bare pipeline over the same files in the same run:
//! `cargo bench --bench ingest [-- FILES [DIR [JOBS]]]`.
//!
//! Prints the rates with 2 jobs and with 1, memory over time, and what a second run over unchanged files takes: of the first
//! and second run the median of several, the bare pipeline and ingest in turn. The bare pipeline reads each file, makes its
//! record and its JSON, short texts together as ingest does, and throws it away; ingest keeps it, with the ledger, rows and near
//! duplicates. DIR keeps the files for another run; else they go.

mod generator;

use mimalloc::MiMalloc;
use rayon::prelude::*;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};
use vanban::diagnostic::Lang;
use vanban::rules::Rules;
use vanban::write::{convert, json};
use vanban::{pipeline, read};

/// As the program has it.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

/// How often each is run.
const ROUNDS: usize = 3;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|word| !word.starts_with("--")).collect();
    let count: u64 = arguments.first().and_then(|count| count.parse().ok()).unwrap_or(2_000);
    let kept = arguments.get(1).map(PathBuf::from);
    let directory = kept
        .clone()
        .unwrap_or_else(|| std::env::temp_dir().join(format!("vanban-ingest-{}", std::process::id())));
    let made = directory.join(format!("made-{count}"));
    if !made.exists() {
        generator::write(&directory, 1, count).expect("room on the disk");
        fs::write(&made, "").expect("room on the disk");
    }
    let files = files(&directory.join(generator::FILES));
    let bytes: u64 = files.iter().filter_map(|file| Some(fs::metadata(file).ok()?.len())).sum();
    println!("{} files, {:.1} MB", files.len(), bytes as f64 / 1e6);
    let mut rates = Vec::new();
    let jobs = arguments.get(2).and_then(|jobs| jobs.parse().ok());
    for jobs in jobs.map_or(vec![2, 1], |jobs| vec![jobs]) {
        println!("\n{jobs} jobs");
        let corpus = directory.join(format!("corpus-{jobs}"));
        let (mut bares, mut firsts, mut seconds, mut memory) = (vec![], vec![], vec![], vec![]);
        for _ in 0..ROUNDS {
            bares.push(bare(&files, jobs));
            show("the bare pipeline", bares[bares.len() - 1], bytes);
            let _ = fs::remove_dir_all(&corpus);
            let (first, held) = ingest(&directory, &corpus, jobs);
            show("ingest", first, bytes);
            (firsts, memory) = ([firsts, vec![first]].concat(), held);
            seconds.push(ingest(&directory, &corpus, jobs).0);
        }
        let [bare, first, second] = [bares, firsts, seconds].map(median);
        println!("medians of {ROUNDS}:");
        show("the bare pipeline", bare, bytes);
        show("ingest", first, bytes);
        show("again, unchanged", second, bytes);
        println!("ingest against the bare pipeline: {:.0}% of its rate", 100.0 * bare.wall / first.wall);
        println!("the same by processor time: {:.0}%", 100.0 * bare.processor / first.processor);
        println!("the second run takes {:.1}% of the first", 100.0 * second.wall / first.wall);
        println!("the corpus: {:.1} MB", size(&corpus) as f64 / 1e6);
        show("its search index, made when all is in", index(&corpus), bytes);
        println!("memory over time (all processes): {}", memory.join(", "));
        rates.push(first.wall);
    }
    if let [two, one] = rates[..] {
        println!("\n2 jobs against 1: {:.2} times the rate", one / two);
    }
    if kept.is_none() {
        let _ = fs::remove_dir_all(&directory);
    }
}

/// Seconds.
#[derive(Clone, Copy)]
struct Time {
    wall: f64,
    /// Of the process and of those that it waited for.
    processor: f64,
}

impl Time {
    fn of(run: impl FnOnce()) -> Time {
        let (begun, before) = (Instant::now(), processor());
        run();
        Time { wall: begun.elapsed().as_secs_f64(), processor: processor() - before }
    }
}

/// By the clock and by the processor, each by itself.
fn median(times: Vec<Time>) -> Time {
    let middle = |of: fn(&Time) -> f64| {
        let mut seconds: Vec<f64> = times.iter().map(of).collect();
        seconds.sort_by(f64::total_cmp);
        seconds[seconds.len() / 2]
    };
    Time { wall: middle(|time| time.wall), processor: middle(|time| time.processor) }
}

fn show(what: &str, time: Time, bytes: u64) {
    let Time { wall, processor } = time;
    println!(
        "{what:>20}: {wall:8.1} s, {processor:8.1} s of processor, {:6.1} MB/s",
        bytes as f64 / 1e6 / wall
    );
}

fn bare(files: &[PathBuf], jobs: usize) -> Time {
    let rules = Rules::embedded();
    let pool = rayon::ThreadPoolBuilder::new().num_threads(jobs).build().expect("threads");
    Time::of(|| {
        pool.install(|| {
            files.par_chunks(pipeline::TOGETHER).for_each(|files| {
                let read = |file: &PathBuf| {
                    let bytes = fs::read(file).ok()?;
                    read::decode(&file.to_string_lossy(), bytes, &read::Options::default()).ok()
                };
                let sources: Vec<_> = files.iter().filter_map(read).collect();
                let (mut short, long): (Vec<_>, Vec<_>) =
                    sources.into_iter().partition(|source| source.text.len() <= pipeline::SHORT);
                let long = long.into_iter().map(|source| pipeline::from_source(source, rules));
                for document in pipeline::from_sources(&mut short, rules).into_iter().chain(long) {
                    let record = convert::record(&document, Lang::Vi);
                    let mut text = Vec::new();
                    json::write(&mut text, &record, json::Style::Compact).expect("memory takes all");
                    std::hint::black_box(text);
                }
            });
        });
    })
}

/// Runs the program; also says how much memory its processes held, at most twenty times.
fn ingest(directory: &Path, corpus: &Path, jobs: usize) -> (Time, Vec<String>) {
    let mut samples: Vec<(f64, u64)> = Vec::new();
    let time = Time::of(|| {
        let begun = Instant::now();
        let mut child = Command::new(env!("CARGO_BIN_EXE_extract"))
            .args(["ingest", "--no-index", "--corpus"])
            .arg(corpus)
            .args(["--jobs", &jobs.to_string()])
            .arg(directory.join(generator::FILES))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("the program");
        while child.try_wait().expect("our child").is_none() {
            samples.push((begun.elapsed().as_secs_f64(), resident(child.id())));
            thread::sleep(Duration::from_millis(100));
        }
    });
    let step = samples.len().div_ceil(20).max(1);
    let peaks = samples.chunks(step).filter_map(|chunk| {
        Some(format!("{:.0} s {} MB", chunk.first()?.0, chunk.iter().map(|sample| sample.1).max()? >> 20))
    });
    (time, peaks.collect())
}

/// The search index, which `extract ingest` brings up to date at its end.
fn index(corpus: &Path) -> Time {
    Time::of(|| {
        let done = Command::new(env!("CARGO_BIN_EXE_extract"))
            .args(["index", "--update", "--corpus"])
            .arg(corpus)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status();
        assert!(done.is_ok_and(|status| status.success()), "no index");
    })
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() { folders.push(path) } else { files.push(path) }
        }
    }
    files.sort();
    files
}

fn size(folder: &Path) -> u64 {
    files(folder).iter().filter_map(|file| Some(fs::metadata(file).ok()?.len())).sum()
}

/// Bytes that a process and its children hold, where the system tells it (Linux).
fn resident(process: u32) -> u64 {
    let read = |name: &str| fs::read_to_string(format!("/proc/{process}/{name}")).unwrap_or_default();
    let own = read("status")
        .lines()
        .find_map(|line| line.strip_prefix("VmRSS:")?.split_whitespace().next()?.parse::<u64>().ok());
    let tasks = fs::read_dir(format!("/proc/{process}/task")).into_iter().flatten().flatten();
    let children = tasks.flat_map(|task| {
        let children = fs::read_to_string(task.path().join("children")).unwrap_or_default();
        children.split_whitespace().filter_map(|child| child.parse().ok()).collect::<Vec<u32>>()
    });
    own.unwrap_or_default() * 1024 + children.map(resident).sum::<u64>()
}

/// Seconds that the processor worked for this process and for those that it waited for (Linux: in steps of 10 ms).
fn processor() -> f64 {
    let stat = fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields = stat.rsplit(')').next().unwrap_or_default().split_whitespace();
    // utime, stime, cutime, cstime
    fields.skip(11).take(4).filter_map(|ticks| ticks.parse::<f64>().ok()).sum::<f64>() / 100.0
}
