//! The command line, `extract`.

use std::process::ExitCode;

fn main() -> ExitCode {
    vanban::cli::run(std::env::args_os()).into()
}
