//! One worker process, as its caller sees it.

use std::collections::VecDeque;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::process::{Child as Process, ChildStdin, Command, ExitStatus, Stdio};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::thread::{self, JoinHandle};
use std::time::Duration;

/// How much of what a worker says on standard error is kept, in bytes.
const TAIL: usize = 4 << 10;

/// A process that runs; it ends when this is dropped.
pub(super) struct Child {
    process: Process,
    stdin: Option<ChildStdin>,
    lines: Receiver<Vec<u8>>,
    said: Option<JoinHandle<VecDeque<u8>>>,
}

/// Why there was no line.
pub(super) enum Silence {
    /// The time is over; the process still runs.
    TimedOut,
    /// The process has ended or closed its output.
    Gone,
}

/// How a process ended.
pub(super) struct End {
    pub(super) status: Option<ExitStatus>,
    /// The last that it said on standard error.
    pub(super) said: String,
}

impl Child {
    pub(super) fn start(mut command: Command) -> io::Result<Child> {
        #[cfg(unix)]
        {
            use std::os::unix::process::CommandExt;
            // What a worker starts ends with it; and an interrupt at the terminal is for the caller alone.
            command.process_group(0);
        }
        let mut process =
            command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn()?;
        let (send, lines) = mpsc::channel();
        if let Some(stdout) = process.stdout.take() {
            thread::spawn(move || {
                let mut stdout = BufReader::with_capacity(64 << 10, stdout);
                loop {
                    let mut line = Vec::new();
                    let is_whole = stdout.read_until(b'\n', &mut line).is_ok() && line.ends_with(b"\n");
                    if !is_whole || send.send(line).is_err() {
                        return;
                    }
                }
            });
        }
        let said = process.stderr.take().map(|stderr| thread::spawn(move || tail(stderr)));
        Ok(Child { stdin: process.stdin.take(), process, lines, said })
    }

    /// Sends a line.
    pub(super) fn send(&mut self, line: &[u8]) -> io::Result<()> {
        let stdin = self.stdin.as_mut().ok_or(io::ErrorKind::BrokenPipe)?;
        stdin.write_all(line)?;
        stdin.flush()
    }

    /// Waits for a line.
    pub(super) fn receive(&self, time: Option<Duration>) -> Result<Vec<u8>, Silence> {
        match time {
            Some(time) => self.lines.recv_timeout(time).map_err(|error| match error {
                RecvTimeoutError::Timeout => Silence::TimedOut,
                RecvTimeoutError::Disconnected => Silence::Gone,
            }),
            None => self.lines.recv().map_err(|_| Silence::Gone),
        }
    }

    /// Waits for the end of a process that has closed its output.
    pub(super) fn end(mut self) -> End {
        // One that closed its output and lives on is of no use.
        for _ in 0..50 {
            if matches!(self.process.try_wait(), Ok(Some(_))) {
                break;
            }
            thread::sleep(Duration::from_millis(10));
        }
        self.kill();
        let status = self.process.wait().ok();
        let said = self.said.take().and_then(|said| said.join().ok()).unwrap_or_default();
        let said = said.into_iter().collect::<Vec<u8>>();
        End { status, said: String::from_utf8_lossy(&said).trim().to_owned() }
    }

    fn kill(&mut self) {
        #[cfg(unix)]
        if let Some(group) = rustix::process::Pid::from_raw(self.process.id().cast_signed()) {
            // It leads a group of its own; where that is gone there is nothing to end.
            let _ = rustix::process::kill_process_group(group, rustix::process::Signal::KILL);
        }
        let _ = self.process.kill();
    }
}

impl Drop for Child {
    fn drop(&mut self) {
        self.kill();
        let _ = self.process.wait();
    }
}

fn tail(mut stderr: impl Read) -> VecDeque<u8> {
    let mut kept = VecDeque::new();
    let mut buffer = [0; 1024];
    while let Ok(count @ 1..) = stderr.read(&mut buffer) {
        kept.extend(&buffer[..count]);
        let excess = kept.len().saturating_sub(TAIL);
        kept.drain(..excess);
    }
    kept
}
