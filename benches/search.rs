//! What it costs to index a corpus and to ask it: `cargo bench --bench search -- CORPUS`, or `-- DOCUMENTS [DIFFERENT]` for
//! a corpus of generated documents, of which so many are different.
//!
//! Indexing is measured by the clock, with all cores; questions one after another, each with facets, a page of twenty hits
//! and two passages of each, after one round that warms the cache of the file system.

mod generator;

use rayon::prelude::*;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};
use vanban::corpus::{Corpus, File, Preparer, Read};
use vanban::diagnostic::Lang;
use vanban::rules::Rules;
use vanban::search::{self, Request, Search};
use vanban::write::convert;
use vanban::write::wire::Record;
use vanban::{pipeline, read};

/// Common questions, and some that are dear.
const QUESTIONS: &[&str] = &[
    "",
    "kế hoạch",
    "ke hoach",
    "thi đua",
    "giảm nghèo bền vững",
    "giam ngheo ben vung",
    "\"xây dựng nông thôn mới\"",
    "xây dựng nông thôn mới",
    "chuyển đổi số",
    "cải cách hành chính loại:KH",
    "Ủy ban nhân dân tỉnh tổ chức thực hiện kế hoạch",
    "uy ban nhan dan tinh to chuc thuc hien ke hoach",
    "tỉnh:\"Kon Tum\" năm:2020..2024",
    "cấp:huyện loại:KH",
    "cơ quan:UBND kinh tế -nông",
    "body:\"Sở Tài chính\"",
    "hộ nghèo < 5%",
    "thu ngân sách >= 50 tỷ",
    "rừng 100..500 ha",
    "12/KH-UBND",
    "34 CT TW",
    "nghèo | việc làm",
];

const ROUNDS: usize = 20;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    let number = |at: usize| arguments.get(at).and_then(|argument| argument.parse::<usize>().ok());
    let made = match arguments.first().map(Path::new).filter(|path| path.is_dir()) {
        Some(_) => None,
        None => {
            let count = number(0).unwrap_or(1_000);
            Some(make(count, number(1).unwrap_or(count)))
        }
    };
    let directory = made.clone().unwrap_or_else(|| PathBuf::from(&arguments[0]));
    let corpus = Corpus::open(&directory).expect("a corpus");
    index(&corpus);
    ask(&corpus);
    if let Some(made) = made {
        let _ = fs::remove_dir_all(made);
    }
}

fn index(corpus: &Corpus) {
    let begun = Instant::now();
    let update = search::rebuild(corpus, &mut |_| {}).expect("an index");
    let seconds = begun.elapsed().as_secs_f64();
    println!(
        "indexed {} documents of {:.1} MB in {seconds:.1} s: {:.1} MB/s; index {:.1} MB, peak memory {}",
        update.documents,
        update.bytes as f64 / 1e6,
        update.bytes as f64 / 1e6 / seconds,
        size(&corpus.index()) as f64 / 1e6,
        peak(),
    );
    let begun = Instant::now();
    let update = search::update(corpus, &mut |_| {}).expect("an index");
    println!(
        "brought up to date with nothing ({} put) in {:.0} ms",
        update.put,
        milliseconds(begun.elapsed())
    );
}

fn ask(corpus: &Corpus) {
    let begun = Instant::now();
    let search = Search::open(corpus).expect("an index");
    let reader = corpus.reader().expect("a reader");
    println!("opened in {:.0} ms", milliseconds(begun.elapsed()));
    let request = |typed| Request { limit: 20, ..Request::new(typed) };
    let (mut all, mut work) = (Vec::new(), Vec::new());
    println!("wall, processor, processor without passages; hits");
    for question in QUESTIONS {
        let asked = request(question);
        let bare = Request { snippets: 0, ..asked.clone() };
        let total = search.search(&reader, &asked).expect("an answer").total;
        let mut times = [(); 3].map(|()| Vec::new());
        for _ in 0..ROUNDS {
            let (begun, clock) = (Instant::now(), processor());
            search.search(&reader, &asked).expect("an answer");
            times[0].push(begun.elapsed());
            times[1].push(processor() - clock);
            let clock = processor();
            search.search(&reader, &bare).expect("an answer");
            times[2].push(processor() - clock);
        }
        times.iter_mut().for_each(|times| times.sort());
        let [wall, own, without] = [0, 1, 2].map(|at| milliseconds(times[at][ROUNDS / 2]));
        println!("{wall:>8.2} {own:>8.2} {without:>8.2} ms {total:>8}  {question}");
        let [wall, own, _] = times;
        all.extend(wall);
        work.extend(own);
    }
    for (name, mut times) in [("wall", all), ("processor", work)] {
        times.sort();
        let at = |share: f64| milliseconds(times[(times.len() as f64 * share) as usize]);
        println!(
            "{name}: median {:.2} ms, 95th percentile {:.2} ms, 99th {:.2} ms",
            at(0.5),
            at(0.95),
            at(0.99)
        );
    }
    println!("peak memory {}", peak());
}

/// The time of the processor that this thread took, where the system tells (Linux); elsewhere none.
fn processor() -> Duration {
    let text = fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    Duration::from_nanos(text.split_whitespace().next().and_then(|nanos| nanos.parse().ok()).unwrap_or(0))
}

fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}

/// A corpus of generated documents.
fn make(count: usize, different: usize) -> PathBuf {
    let rules = Rules::embedded();
    let directory = std::env::temp_dir().join(format!("vanban-search-bench-{}", std::process::id()));
    let corpus = Corpus::create(&directory, Lang::Vi).expect("a directory to write to");
    let mut writer = corpus.writer().expect("a corpus of our own");
    writer.begin_run(&[], rules.fingerprint()).expect("room on the disk");
    let preparer = Preparer::new(rules);
    // So many at a time, that memory stays the same whatever the count.
    for start in (0..different).step_by(480) {
        let records: Vec<Record> = (start..different.min(start + 480))
            .into_par_iter()
            .filter_map(|index| {
                let generated = generator::document(1, index as u64);
                let source =
                    read::decode(&generated.truth.path, generated.bytes, &read::Options::default()).ok()?;
                Some(convert::record(&pipeline::from_source(source, rules), Lang::Vi))
            })
            .collect();
        for copy in 0..count.div_ceil(different) {
            for record in &records {
                let mut record = record.clone();
                record.source.path = format!("/{copy}/{}", record.source.path);
                record.source.blake3 = blake3::hash(record.source.path.as_bytes()).to_hex().to_string();
                let file = File {
                    path: record.source.path.clone(),
                    blake3: Some(record.source.blake3.clone()),
                    read: Read { rules: rules.fingerprint().to_owned(), options: String::new() },
                    ..File::default()
                };
                writer
                    .put_document(&file, &preparer.prepare(record).expect("a record has JSON"))
                    .expect("room on the disk");
            }
            writer.commit().expect("room on the disk");
        }
    }
    directory
}

/// The bytes of the files under a directory.
fn size(directory: &Path) -> u64 {
    let entries = fs::read_dir(directory).into_iter().flatten().flatten();
    entries
        .map(|entry| match entry.metadata() {
            Ok(meta) if meta.is_dir() => size(&entry.path()),
            Ok(meta) => meta.len(),
            Err(_) => 0,
        })
        .sum()
}

/// The most memory that the process held, where the system tells.
fn peak() -> String {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.map_or_else(|| "unknown".to_owned(), |line| line.trim().to_owned())
}
