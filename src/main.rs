//! The command line, `extract`.

use std::process::ExitCode;

fn main() -> ExitCode {
    let rules = vanban::rules::Rules::embedded();
    for path in std::env::args().skip(1) {
        match vanban::pipeline::document(&path, rules) {
            Ok(document) => println!("{}", document.layout.text.as_str()),
            Err(error) => {
                eprintln!("{error}");
                return ExitCode::FAILURE;
            }
        }
    }
    ExitCode::SUCCESS
}
