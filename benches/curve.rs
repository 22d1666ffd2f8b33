//! Time and memory over the length of one document, 10 KB to 100 MB, from its text to its record and on to JSON:
//! `cargo bench --bench curve`.
//!
//! Twice the length must take twice the time. Times are those of the processor where the system tells them (Linux), so
//! that other work on the machine does not count. `cargo bench --bench curve -- 1000000` measures that length alone.

mod documents;

use std::fs;
use std::io;
use std::time::{Duration, Instant};
use vanban::diagnostic::Lang;
use vanban::rules::Rules;
use vanban::write::{convert, json};
use vanban::{pipeline, read};

const LENGTHS: [usize; 9] =
    [10_000, 30_000, 100_000, 300_000, 1_000_000, 3_000_000, 10_000_000, 30_000_000, 100_000_000];

fn main() {
    let chosen: Vec<usize> = std::env::args().skip(1).filter_map(|arg| arg.parse().ok()).collect();
    let rules = Rules::embedded();
    run(&documents::of_length(10_000), rules);
    println!(
        "{:>12} {:>12} {:>10} {:>14} {:>14} {:>12}",
        "bytes", "to record", "MB/s", "MB/s with JSON", "peak memory", "memory/text"
    );
    for length in if chosen.is_empty() { LENGTHS.to_vec() } else { chosen } {
        let text = documents::of_length(length);
        let before = resident("VmRSS:");
        reset_peak();
        let mut times = Vec::new();
        let begun = Instant::now();
        while times.is_empty() || begun.elapsed() < Duration::from_millis(500) {
            times.push(run(&text, rules));
        }
        times.sort_unstable();
        let (time, with_json) = times[times.len() / 2];
        let peak = resident("VmHWM:").zip(before).map(|(peak, before)| peak.saturating_sub(before));
        let speed = |time: Duration| text.len() as f64 / 1e6 / time.as_secs_f64();
        let shown = format!("{time:.2?}");
        print!("{:>12} {shown:>12} {:>10.1} {:>14.1}", text.len(), speed(time), speed(with_json));
        match peak {
            Some(peak) => println!(" {:>11} KB {:>12.1}", peak >> 10, peak as f64 / text.len() as f64),
            None => println!(" {:>14} {:>12}", "not known", ""),
        }
    }
}

/// Bytes to the record, and on to JSON; the text is copied as a reader would read it.
fn run(text: &str, rules: &Rules) -> (Duration, Duration) {
    let bytes = text.as_bytes().to_vec();
    let begun = Clock::start();
    let source =
        read::decode("plan.txt", bytes, &vanban::read::Options::default()).expect("the fixtures are text");
    let document = pipeline::from_source(source, rules);
    let record = convert::record(&document, Lang::Vi);
    let time = begun.elapsed();
    json::write(&mut io::sink(), &record, json::Style::Compact).expect("a sink takes all");
    (time, begun.elapsed())
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

/// A figure of this process in bytes, where the system tells it (Linux).
fn resident(name: &str) -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with(name))?;
    line.split_whitespace().nth(1)?.parse::<u64>().ok().map(|kilobytes| kilobytes << 10)
}

/// Lets the peak be measured anew.
fn reset_peak() {
    // Where that is not allowed the peak of shorter lengths counts, which is less.
    let _ = fs::write("/proc/self/clear_refs", "5");
}
