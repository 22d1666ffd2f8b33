//! The ledger: what was done with each file, and what is to be done with it now.

use crate::error::{Error, ErrorKind};
use schemars::JsonSchema;
use serde::Serialize;

/// What became of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// Its record is in the corpus.
    Done,
    /// It could not be read; `reason` says why.
    Failed,
    /// It was left alone; `reason` says why.
    Skipped,
    /// Another file with the same bytes stands for it.
    Duplicate,
}

impl State {
    pub fn code(self) -> &'static str {
        match self {
            State::Done => "done",
            State::Failed => "failed",
            State::Skipped => "skipped",
            State::Duplicate => "duplicate",
        }
    }

    pub(super) fn from_code(code: &str) -> State {
        match code {
            "done" => State::Done,
            "skipped" => State::Skipped,
            "duplicate" => State::Duplicate,
            _ => State::Failed,
        }
    }
}

/// A file as it was found, and how it went.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct File {
    /// As `files.path` has it: absolute, "a.zip!/b/c.txt" inside an archive, odd bytes as "\xHH".
    pub path: String,
    /// In bytes.
    pub size: u64,
    /// Nanoseconds since 1970; `None` where the system does not tell.
    pub modified: Option<i64>,
    /// Lowercase hexadecimal; `None` where the file could not be read.
    pub blake3: Option<String>,
    pub format: Option<String>,
    /// How long it took.
    pub seconds: f64,
    /// In bytes; of a worker process.
    pub peak_memory: Option<u64>,
    /// How it was read.
    pub read: Read,
}

/// With what a file is read: what is read the same way again says the same.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Read {
    /// The fingerprint of the rule tables ([`crate::rules::Rules::fingerprint`]).
    pub rules: String,
    /// The choices of the reader that matter to this file: "ocr=never"; empty for a text.
    pub options: String,
}

/// Why a file failed or was skipped.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Reason {
    /// As on the command line: "encrypted-file".
    pub code: String,
    /// What was found.
    pub message_vi: String,
    pub message_en: String,
    /// What to do.
    pub remedy_vi: String,
    pub remedy_en: String,
    /// What the system said, where it did.
    pub cause: Option<String>,
}

impl From<&Error> for Reason {
    fn from(error: &Error) -> Reason {
        Reason {
            code: error.kind().code().to_owned(),
            message_vi: error.message().vi.clone(),
            message_en: error.message().en.clone(),
            remedy_vi: error.remedy().vi.clone(),
            remedy_en: error.remedy().en.clone(),
            cause: error.cause().map(ToString::to_string),
        }
    }
}

/// What the ledger says of a file.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    pub path: String,
    pub size: u64,
    pub modified: Option<i64>,
    pub blake3: Option<String>,
    pub state: State,
    /// The code of the reason.
    pub reason: Option<String>,
    pub attempts: u32,
    /// The version of the program that read it.
    pub program: String,
    pub read: Read,
}

/// What is to be done with a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Work {
    /// Nothing: it is as it was, and was read the way it would be read now.
    Nothing,
    /// It is not in the ledger.
    New,
    /// Its size or time is another. Bytes that prove to be the same need not be read again: [`Entry::reads_as`], then
    /// [`super::Writer::touch`].
    Changed,
    /// It was read by another version, with other rules or with other options.
    Otherwise,
    /// It failed for a reason that passes: a drive that was away, a permission that was missing.
    Again,
}

impl Work {
    /// Compares what the ledger has with the file as it is now and the way it would be read now.
    pub fn of(entry: Option<&Entry>, size: u64, modified: Option<i64>, read: &Read) -> Work {
        match entry {
            None => Work::New,
            Some(entry) if entry.is_passing() => Work::Again,
            Some(entry) if entry.size != size || entry.modified != modified || modified.is_none() => {
                Work::Changed
            }
            Some(entry) if !entry.reads_as(read) => Work::Otherwise,
            Some(_) => Work::Nothing,
        }
    }
}

impl Entry {
    /// Whether it was read by this version the way `read` says.
    pub fn reads_as(&self, read: &Read) -> bool {
        self.program == super::PROGRAM && self.read == *read
    }

    /// Whether it failed for a reason that lies outside the file.
    fn is_passing(&self) -> bool {
        let kind =
            self.reason.as_deref().filter(|_| self.state == State::Failed).and_then(ErrorKind::from_code);
        matches!(
            kind,
            Some(ErrorKind::NotFound | ErrorKind::PermissionDenied | ErrorKind::Changed | ErrorKind::Io)
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(state: State, reason: Option<&str>) -> Entry {
        Entry {
            path: "/a.txt".to_owned(),
            size: 7,
            modified: Some(1),
            blake3: None,
            state,
            reason: reason.map(str::to_owned),
            attempts: 1,
            program: crate::corpus::PROGRAM.to_owned(),
            read: Read { rules: "r".to_owned(), options: String::new() },
        }
    }

    #[test]
    fn a_second_run_does_what_is_new_changed_or_read_otherwise() {
        let now = Read { rules: "r".to_owned(), options: String::new() };
        let newer = Read { rules: "s".to_owned(), options: String::new() };
        let ocr = Read { rules: "r".to_owned(), options: "ocr=always".to_owned() };
        let done = entry(State::Done, None);
        let damaged = entry(State::Failed, Some("damaged-file"));
        let away = entry(State::Failed, Some("permission-denied"));
        let older = Entry { program: "0.0.1".to_owned(), ..done.clone() };
        for (known, size, modified, read, wanted) in [
            (None, 7, Some(1), &now, Work::New),
            (Some(&done), 7, Some(1), &now, Work::Nothing),
            (Some(&done), 8, Some(1), &now, Work::Changed),
            (Some(&done), 7, Some(2), &now, Work::Changed),
            (Some(&done), 7, None, &now, Work::Changed),
            (Some(&done), 7, Some(1), &newer, Work::Otherwise),
            (Some(&done), 7, Some(1), &ocr, Work::Otherwise),
            (Some(&older), 7, Some(1), &now, Work::Otherwise),
            (Some(&damaged), 7, Some(1), &now, Work::Nothing),
            (Some(&away), 7, Some(1), &now, Work::Again),
        ] {
            assert_eq!(
                Work::of(known, size, modified, read),
                wanted,
                "{known:?} {size} {modified:?} {read:?}"
            );
        }
    }
}
