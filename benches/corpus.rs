//! Makes corpora with known contents: `cargo bench --bench corpus -- generate 100000 DIR [SEED]`.
//!
//! DIR/files holds the documents, DIR/truth.ndjson says of each what is in it (`benches/generator/truth.rs`).

mod generator;

use std::path::Path;
use std::process::ExitCode;
use std::time::Instant;

fn main() -> ExitCode {
    // Cargo adds "--bench".
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let (count, directory, seed) = match words[..] {
        ["generate", count, directory] => (count.parse(), directory, Ok(1)),
        ["generate", count, directory, seed] => (count.parse(), directory, seed.parse()),
        [] => {
            println!("cargo bench --bench corpus -- generate COUNT DIR [SEED]");
            return ExitCode::SUCCESS;
        }
        _ => {
            eprintln!("cargo bench --bench corpus -- generate COUNT DIR [SEED]");
            return ExitCode::from(2);
        }
    };
    let (Ok(count), Ok(seed)) = (count, seed) else {
        eprintln!("COUNT and SEED are numbers");
        return ExitCode::from(2);
    };
    let begun = Instant::now();
    match generator::write(Path::new(directory), seed, count) {
        Ok(bytes) => {
            let seconds = begun.elapsed().as_secs_f64();
            println!("{count} files, {:.1} MB, {seconds:.1} s", bytes as f64 / 1e6);
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}
