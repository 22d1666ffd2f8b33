//! Exit codes, documented in `--help` and README.md.

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
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> ExitCode {
        ExitCode::from(exit.code())
    }
}
