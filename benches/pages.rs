//! Pages a second from PDF to text and to the whole record, beside other programs in the same run, and the memory:
//! `cargo bench --bench pages -- FILE.pdf...`
//!
//! Other programs (`pdftotext -raw`, `mutool`, pymupdf) run where they are there. Times are of one core and by the clock,
//! the best of some runs; the start of a program counts for it, so long files compare best.

use std::fs;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};
use vanban::diagnostic::Lang;
use vanban::pipeline;
use vanban::read::{self, OcrMode, Options};
use vanban::rules::Rules;
use vanban::write::{convert, json};

const RUNS: usize = 3;

fn main() {
    let files: Vec<String> = std::env::args().skip(1).filter(|arg| !arg.starts_with("--")).collect();
    if files.is_empty() {
        println!("pages: name PDF files to measure: cargo bench --bench pages -- FILE.pdf...");
        return;
    }
    let options = Options { ocr: OcrMode::Never, ..Options::default() };
    let rules = Rules::embedded();
    println!(
        "{:<40} {:>6} {:>12} {:>12} {:>12} {:>12} {:>12} {:>10}",
        "file, pages a second", "pages", "to text", "to record", "pdftotext", "mutool", "pymupdf", "memory"
    );
    for file in &files {
        let pages = match read::read(file, &options) {
            Ok(source) => source.pages(),
            Err(error) => {
                println!("{}", error.text(Lang::En));
                continue;
            }
        };
        reset_peak();
        let before = resident("VmRSS:");
        let text = best(|| drop(read::read(file, &options)));
        let record = best(|| {
            let document = pipeline::document(file, &options, rules).expect("it was read before");
            let record = convert::record(&document, Lang::Vi);
            json::write(&mut std::io::sink(), &record, json::Style::Compact).expect("a sink takes all");
        });
        let peak = resident("VmHWM:").zip(before).map(|(peak, before)| peak.saturating_sub(before) >> 20);
        // Python takes longer to start than to read: its script says its own time.
        let script = "import sys, time, pymupdf\nbegun = time.perf_counter()\n\
            for page in pymupdf.open(sys.argv[1]): page.get_text()\nprint(time.perf_counter() - begun)";
        let others = [
            program("pdftotext", &["-raw", file, "/dev/null"]),
            program("mutool", &["draw", "-q", "-F", "txt", "-o", "/dev/null", file]),
            program("python3", &["-c", script, file]),
        ];
        let speed = |time: Option<Duration>| {
            time.map_or_else(
                || "-".to_owned(),
                |time| format!("{:.0}", f64::from(pages) / time.as_secs_f64()),
            )
        };
        let name = file.rsplit('/').next().unwrap_or(file);
        print!("{name:<40.40} {pages:>6} {:>12} {:>12}", speed(Some(text)), speed(Some(record)));
        others.into_iter().for_each(|time| print!(" {:>12}", speed(time)));
        println!(" {:>7} MB", peak.map_or_else(|| "-".to_owned(), |peak| peak.to_string()));
    }
}

fn best(mut work: impl FnMut()) -> Duration {
    let time = |_| {
        let begun = Instant::now();
        work();
        begun.elapsed()
    };
    (0..RUNS).map(time).min().unwrap_or_default()
}

/// The best time of a program, by its own word where it prints seconds; `None` where it is not there or fails.
fn program(program: &str, arguments: &[&str]) -> Option<Duration> {
    let time = |_| {
        let begun = Instant::now();
        let output = Command::new(program).args(arguments).stderr(Stdio::null()).output().ok()?;
        let own = String::from_utf8_lossy(&output.stdout).trim().parse().ok().map(Duration::from_secs_f64);
        output.status.success().then(|| own.unwrap_or_else(|| begun.elapsed()))
    };
    (0..RUNS).filter_map(time).min()
}

/// A figure of this process in bytes, where the system tells.
fn resident(name: &str) -> Option<u64> {
    let table = fs::read_to_string("/proc/self/status").ok()?;
    let line = table.lines().find_map(|line| line.strip_prefix(name))?;
    line.trim().trim_end_matches("kB").trim().parse::<u64>().ok().map(|kilobytes| kilobytes << 10)
}

fn reset_peak() {
    let _ = fs::write("/proc/self/clear_refs", "5");
}
