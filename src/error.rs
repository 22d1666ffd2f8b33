//! Why a file could not be read, for the person who holds it: which file, what was found, what to do.

use crate::diagnostic::{Lang, Message};
use std::fmt;
use std::io;

/// The kinds of failure; each has a stable code and an exit code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ErrorKind {
    NotFound,
    IsDirectory,
    PermissionDenied,
    /// No bytes, or no text in them.
    Empty,
    /// Bytes that are no text.
    Binary,
    /// Beyond the 4 GiB that positions can count.
    TooLarge,
    /// A format that this build does not read.
    Unsupported,
    /// Recognized, but cut off or broken beyond reading.
    Damaged,
    /// Needs a password that was not given, or another one.
    Encrypted,
    /// A picture, and what recognizes text in pictures is not installed or was forbidden.
    NoRecognition,
    /// The file changed while it was read.
    Changed,
    /// A rule table does not load.
    Rules,
    /// A record or a schema does not hold.
    Invalid,
    /// The reading of the file ended its process.
    Crashed,
    /// The reading of the file took longer than was allowed.
    TimedOut,
    /// The reading of the file took more memory than was allowed.
    OutOfMemory,
    Io,
}

impl ErrorKind {
    pub const ALL: [ErrorKind; 17] = [
        ErrorKind::NotFound,
        ErrorKind::IsDirectory,
        ErrorKind::PermissionDenied,
        ErrorKind::Empty,
        ErrorKind::Binary,
        ErrorKind::TooLarge,
        ErrorKind::Unsupported,
        ErrorKind::Damaged,
        ErrorKind::Encrypted,
        ErrorKind::NoRecognition,
        ErrorKind::Changed,
        ErrorKind::Rules,
        ErrorKind::Invalid,
        ErrorKind::Crashed,
        ErrorKind::TimedOut,
        ErrorKind::OutOfMemory,
        ErrorKind::Io,
    ];

    /// The kind with this code.
    pub fn from_code(code: &str) -> Option<ErrorKind> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// The exit code of a command whose only file fails so.
    pub fn exit_code(self) -> u8 {
        match self {
            ErrorKind::NotFound | ErrorKind::IsDirectory | ErrorKind::PermissionDenied => 3,
            ErrorKind::Empty
            | ErrorKind::Binary
            | ErrorKind::TooLarge
            | ErrorKind::Unsupported
            | ErrorKind::Damaged
            | ErrorKind::NoRecognition
            | ErrorKind::Invalid => 4,
            ErrorKind::Changed
            | ErrorKind::Crashed
            | ErrorKind::TimedOut
            | ErrorKind::OutOfMemory
            | ErrorKind::Io => 5,
            ErrorKind::Rules => 7,
            ErrorKind::Encrypted => 8,
        }
    }

    pub fn code(self) -> &'static str {
        match self {
            ErrorKind::NotFound => "not-found",
            ErrorKind::IsDirectory => "is-directory",
            ErrorKind::PermissionDenied => "permission-denied",
            ErrorKind::Empty => "empty-file",
            ErrorKind::Binary => "binary-file",
            ErrorKind::TooLarge => "too-large",
            ErrorKind::Unsupported => "unsupported-format",
            ErrorKind::Damaged => "damaged-file",
            ErrorKind::Encrypted => "encrypted-file",
            ErrorKind::NoRecognition => "no-recognition",
            ErrorKind::Changed => "changed-while-reading",
            ErrorKind::Rules => "bad-rules",
            ErrorKind::Invalid => "invalid-data",
            ErrorKind::Crashed => "crashed",
            ErrorKind::TimedOut => "timed-out",
            ErrorKind::OutOfMemory => "out-of-memory",
            ErrorKind::Io => "io",
        }
    }
}

/// A failure with its file, message and remedy. What caused it inside stays private.
#[derive(Debug)]
pub struct Error {
    inner: Box<Inner>,
}

#[derive(Debug)]
struct Inner {
    kind: ErrorKind,
    path: String,
    message: Message,
    remedy: Message,
    cause: Option<io::Error>,
}

impl Error {
    pub fn new(kind: ErrorKind, path: impl Into<String>, message: Message, remedy: Message) -> Self {
        Error { inner: Box::new(Inner { kind, path: path.into(), message, remedy, cause: None }) }
    }

    pub fn caused_by(mut self, cause: io::Error) -> Self {
        self.inner.cause = Some(cause);
        self
    }

    pub fn kind(&self) -> ErrorKind {
        self.inner.kind
    }

    /// The file it is about, as the user gave it.
    pub fn path(&self) -> &str {
        &self.inner.path
    }

    /// What was found.
    pub fn message(&self) -> &Message {
        &self.inner.message
    }

    /// What to do.
    pub fn remedy(&self) -> &Message {
        &self.inner.remedy
    }

    /// What the system said, where it did.
    pub fn cause(&self) -> Option<&io::Error> {
        self.inner.cause.as_ref()
    }

    /// One line: file, what was found, what to do.
    pub fn text(&self, lang: Lang) -> String {
        let Inner { path, message, remedy, cause, .. } = &*self.inner;
        let cause = cause.as_ref().map(|cause| format!(" ({cause})")).unwrap_or_default();
        format!("{path}: {}{cause}. {}", message.text(lang), remedy.text(lang))
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text(Lang::En))
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.inner.cause.as_ref().map(|cause| cause as _)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_is_found_by_its_code() {
        assert_eq!(ErrorKind::ALL.len(), ErrorKind::Io as usize + 1);
        for kind in ErrorKind::ALL {
            assert_eq!(ErrorKind::from_code(kind.code()), Some(kind));
        }
        assert_eq!(ErrorKind::from_code("other"), None);
    }
}
