//! Exit codes, documented in `--help` and README.md.

use crate::corpus::FaultKind;
use crate::error::ErrorKind;
use std::process::ExitCode;

/// How the command ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Exit {
    /// Everything that was asked for was done.
    AllRead,
    /// Of several files some failed; or a proof failed, or a score fell.
    SomeFailed,
    /// The command line is wrong.
    Usage,
    /// The only file cannot be opened: missing, a directory, no permission.
    CannotOpen,
    /// The only file holds no text that can be read: empty, binary, of a format not read, damaged, too large.
    CannotRead,
    /// The only file changed or failed while it was read.
    ReadFailed,
    /// The output cannot be written.
    CannotWrite,
    /// A rule table does not load.
    BadRules,
    /// The only file asks for a password, or for another one.
    NeedsPassword,
    /// Another process writes into the corpus.
    CorpusBusy,
    /// The corpus is missing, damaged, of a newer version, or cannot be opened.
    BadCorpus,
    /// Stopped by Ctrl-C or a signal; what was done is kept.
    Interrupted,
}

impl Exit {
    pub fn code(self) -> u8 {
        match self {
            Exit::AllRead => 0,
            Exit::SomeFailed => 1,
            Exit::Usage => 2,
            Exit::CannotOpen => 3,
            Exit::CannotRead => 4,
            Exit::ReadFailed => 5,
            Exit::CannotWrite => 6,
            Exit::BadRules => 7,
            Exit::NeedsPassword => 8,
            Exit::CorpusBusy => 9,
            Exit::BadCorpus => 10,
            // As a shell reports a process that SIGINT ended.
            Exit::Interrupted => 130,
        }
    }

    /// The exit for a single file that failed.
    pub fn of(kind: ErrorKind) -> Exit {
        match kind.exit_code() {
            3 => Exit::CannotOpen,
            4 => Exit::CannotRead,
            7 => Exit::BadRules,
            8 => Exit::NeedsPassword,
            _ => Exit::ReadFailed,
        }
    }

    /// The exit for a corpus that could not be opened, read or written.
    pub fn of_corpus(kind: FaultKind) -> Exit {
        match kind.exit_code() {
            3 => Exit::CannotOpen,
            6 => Exit::CannotWrite,
            9 => Exit::CorpusBusy,
            _ => Exit::BadCorpus,
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> ExitCode {
        ExitCode::from(exit.code())
    }
}
