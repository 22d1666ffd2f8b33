//! The command line, `extract`.

use mimalloc::MiMalloc;
use std::process::ExitCode;

/// A record is thousands of small strings: a tenth of the time goes into the allocator of the system.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> ExitCode {
    vanban::cli::run(std::env::args_os()).into()
}
