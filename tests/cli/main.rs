//! The command as a user types it: what comes on standard output, what on standard error, and the exit code.

mod arrow;
mod bad_input;
mod evaluation;
mod files;
mod forms;
mod isolation;
mod proof;
mod rules;
mod talk;
mod worker;

use std::ffi::OsStr;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// How a command ended.
struct Ran {
    code: i32,
    /// Standard output.
    bytes: Vec<u8>,
    /// Standard error.
    said: String,
}

impl Ran {
    /// Standard output as text.
    fn out(&self) -> &str {
        std::str::from_utf8(&self.bytes).expect("UTF-8 on standard output")
    }

    /// Standard output as one JSON value.
    #[track_caller]
    fn json(&self) -> serde_json::Value {
        serde_json::from_str(self.out()).unwrap_or_else(|error| panic!("{error} in {}", self.out()))
    }

    /// Standard output as JSON values, one a line.
    fn lines(&self) -> Vec<serde_json::Value> {
        self.out().lines().map(|line| serde_json::from_str(line).expect("a line of JSON")).collect()
    }

    /// Itself, if it ended well and said nothing.
    #[track_caller]
    fn well(self) -> Ran {
        assert_eq!((self.code, self.said.as_str()), (0, ""));
        self
    }
}

/// Runs `extract` in the project's folder.
fn extract<S: AsRef<OsStr>>(args: impl IntoIterator<Item = S>) -> Ran {
    run(command(args), b"")
}

fn command<S: AsRef<OsStr>>(args: impl IntoIterator<Item = S>) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_extract"));
    command.args(args).current_dir(env!("CARGO_MANIFEST_DIR"));
    command
}

/// Runs a command with this on its standard input.
fn run(mut command: Command, input: &[u8]) -> Ran {
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    // One that does not read its input closes it.
    let _ = child.stdin.take().expect("piped").write_all(input);
    let output = child.wait_with_output().expect("the program ends");
    Ran {
        code: output.status.code().expect("no signal ended it"),
        bytes: output.stdout,
        said: String::from_utf8(output.stderr).expect("UTF-8 on standard error"),
    }
}

/// A whole document among the fixtures, from the project's folder.
fn fixture(name: &str) -> String {
    format!("fixtures/documents/{name}")
}

/// All whole documents among the fixtures, by name.
fn fixtures() -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/documents");
    let mut names: Vec<String> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| !name.ends_with(".gold"))
        .map(|name| fixture(&name))
        .collect();
    names.sort();
    assert!(names.len() >= 12);
    names
}

/// A folder of a test's own, empty at its start and gone at its end.
struct Scratch(PathBuf);

impl Scratch {
    fn new(test: &str) -> Scratch {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("cli-{test}"));
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).unwrap();
        Scratch(folder)
    }

    /// The path of a file in it.
    fn path(&self, name: &str) -> String {
        self.0.join(name).into_os_string().into_string().unwrap()
    }

    /// Writes a file and gives its path.
    fn file(&self, name: &str, bytes: impl AsRef<[u8]>) -> String {
        fs::write(self.0.join(name), bytes).unwrap();
        self.path(name)
    }

    /// Copies a file of the project into it and gives its path.
    fn copy(&self, path: &str) -> String {
        let bytes = fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap();
        self.file(Path::new(path).file_name().unwrap().to_str().unwrap(), bytes)
    }

    /// The names of the files in it.
    fn names(&self) -> Vec<String> {
        let mut names: Vec<String> = fs::read_dir(&self.0)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// A file that is never read to its end, as long as this is held: a pipe.
#[cfg(target_os = "linux")]
struct Endless(std::io::PipeReader, #[allow(dead_code, reason = "keeps the pipe open")] std::io::PipeWriter);

#[cfg(target_os = "linux")]
impl Endless {
    fn new() -> Endless {
        let (reader, writer) = std::io::pipe().unwrap();
        Endless(reader, writer)
    }

    fn path(&self) -> String {
        use std::os::fd::AsRawFd;
        format!("/proc/{}/fd/{}", std::process::id(), self.0.as_raw_fd())
    }
}
