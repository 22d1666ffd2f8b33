//! The command line, `extract`.

use std::process::ExitCode;
use vanban::diagnostic::Lang;
use vanban::write::{convert, json};

fn main() -> ExitCode {
    let rules = vanban::rules::Rules::embedded();
    let mut paths: Vec<String> = std::env::args().skip(1).collect();
    let text = paths.first().is_some_and(|first| first == "--text");
    if text {
        paths.remove(0);
    }
    for path in paths {
        match vanban::pipeline::document(&path, rules) {
            Ok(document) if text => println!("{}", document.layout.text.as_str()),
            Ok(document) => {
                let record = convert::record(&document, Lang::Vi);
                if json::write(&mut std::io::stdout().lock(), &record, json::Style::Pretty).is_err() {
                    return ExitCode::SUCCESS;
                }
            }
            Err(error) => {
                eprintln!("{error}");
                return ExitCode::FAILURE;
            }
        }
    }
    ExitCode::SUCCESS
}
