//! What it costs to keep a record: making it ready (on the thread that read the document) and writing it (on the one
//! thread that writes): `cargo bench --bench store [-- DOCUMENTS]`.
//!
//! Times are those of the thread where the system tells them (Linux), so that other work on the machine does not count.

mod documents;

use std::fs;
use std::time::{Duration, Instant};
use vanban::corpus::{Corpus, File, Preparer, Read};
use vanban::diagnostic::Lang;
use vanban::rules::Rules;
use vanban::write::wire::Record;
use vanban::write::{convert, json};
use vanban::{pipeline, read};

/// Documents in a transaction.
const BATCH: usize = 200;

fn main() {
    let count = std::env::args().skip(1).find_map(|arg| arg.parse().ok()).unwrap_or(2000);
    let rules = Rules::embedded();
    let records = records(rules);
    let directory = std::env::temp_dir().join(format!("vanban-store-{}", std::process::id()));
    let corpus = Corpus::create(&directory, Lang::Vi).expect("a directory to write to");
    let mut writer = corpus.writer().expect("a corpus of our own");
    writer.begin_run(&[], rules.fingerprint()).expect("room on the disk");
    let preparer = Preparer::new(rules);
    let (mut prepare, mut put, mut commit) = Default::default();
    let (mut text, mut written, mut rows) = (0, 0, 0);
    let begun = Instant::now();
    for number in 0..count {
        let (record, json) = &records[number % records.len()];
        let mut record = record.clone();
        record.source.blake3 = blake3(number);
        rows += record.targets.len()
            + record.references.len()
            + record.assignments.len()
            + record.recipients.len();
        rows += record.diagnostics.len() + 3;
        text += record.source.bytes;
        written += json.len();
        let prepared = timed(&mut prepare, || preparer.prepare(record).expect("a record has JSON"));
        let file = File {
            path: format!("/archive/{:03}/plan-{number}.txt", number / 1000),
            size: 30_000,
            modified: Some(1),
            blake3: Some(prepared.key().to_owned()),
            format: Some("txt".to_owned()),
            read: Read { rules: rules.fingerprint().to_owned(), options: String::new() },
            ..File::default()
        };
        timed(&mut put, || writer.put_document(&file, &prepared)).expect("room on the disk");
        if number % BATCH == BATCH - 1 {
            timed(&mut commit, || writer.commit()).expect("room on the disk");
        }
    }
    timed(&mut commit, || writer.commit()).expect("room on the disk");
    let wall = begun.elapsed();
    let mut reading = Duration::ZERO;
    let reader = corpus.reader().expect("a corpus of our own");
    timed(&mut reading, || {
        for number in 0..count {
            let path = format!("/archive/{:03}/plan-{number}.txt", number / 1000);
            assert!(reader.file(&path).expect("the corpus is read").is_some());
        }
    });
    drop(writer);
    let size = fs::metadata(corpus.database()).map_or(0, |file| file.len());
    let each = |time: Duration| format!("{:>8.1} µs", time.as_secs_f64() * 1e6 / count as f64);
    println!(
        "{count} documents, {} bytes of text, {} of JSON, {} rows each (without sections)",
        text / count as u64,
        written / count,
        rows / count
    );
    println!("make ready       {}", each(prepare));
    println!("put              {}", each(put));
    println!("commit           {}", each(commit));
    println!("wall, all        {}", each(wall));
    println!("look up a file   {}", each(reading));
    println!("database         {:>8} bytes for each", size / count as u64);
    let _ = fs::remove_dir_all(&directory);
}

fn timed<T>(sum: &mut Duration, work: impl FnOnce() -> T) -> T {
    let clock = Clock::start();
    let value = work();
    *sum += clock.elapsed();
    value
}

/// Records of documents of 20 to 30 KB, with their JSON.
fn records(rules: &Rules) -> Vec<(Record, Vec<u8>)> {
    let made = documents::documents().into_iter().map(|text| {
        let source = read::decode("plan.txt", text.into_bytes(), &read::Options::default()).expect("text");
        let record = convert::record(&pipeline::from_source(source, rules), Lang::Vi);
        let mut line = Vec::new();
        json::write(&mut line, &record, json::Style::Compact).expect("memory takes all");
        (record, line)
    });
    made.collect()
}

/// A key as random as that of a content.
fn blake3(number: usize) -> String {
    let mut state = number as u64 + 1;
    let mut next = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state ^ (state >> 29)).wrapping_mul(0xBF58_476D_1CE4_E5B9)
    };
    (0..4).map(|_| format!("{:016x}", next())).collect()
}

/// Measures the time that this thread ran.
struct Clock {
    wall: Instant,
    ran: Option<u64>,
}

impl Clock {
    fn start() -> Clock {
        Clock { wall: Instant::now(), ran: ran() }
    }

    fn elapsed(&self) -> Duration {
        let ran = ran().zip(self.ran).map(|(now, then)| Duration::from_nanos(now - then));
        ran.unwrap_or_else(|| self.wall.elapsed())
    }
}

/// Nanoseconds that this thread ran so far, where the system tells.
fn ran() -> Option<u64> {
    fs::read_to_string("/proc/thread-self/schedstat").ok()?.split_whitespace().next()?.parse().ok()
}
