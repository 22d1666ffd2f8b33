//! The command line, `extract`.

fn main() {}
