//! Worker processes of a caller: as many as it has threads that call, started when needed, replaced when they fall.

use super::child::{Child, End, Silence};
use super::fault;
use super::limits::Limits;
use super::protocol::{Answer, Request};
use crate::error::{Error, ErrorKind};
use std::ffi::OsString;
use std::path::PathBuf;
use std::process::Command;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

/// What a worker has beyond its time to say itself that the time is over.
const GRACE: Duration = Duration::from_secs(5);

/// A worker that held more, in bytes, is ended after its answer: what its allocator keeps would stand beside what others
/// take. A scan of seventy pages comes to about as much.
const SWOLLEN: u64 = 256 << 20;

/// How workers are started.
#[derive(Debug, Clone)]
pub struct Setup {
    pub program: PathBuf,
    pub arguments: Vec<OsString>,
    /// What the workers were told; the pool ends those that do not keep to the time.
    pub limits: Limits,
}

/// Workers at rest; those at work are with who called.
pub struct Pool {
    setup: Setup,
    idle: Mutex<Vec<Child>>,
}

impl Pool {
    /// A pool without a worker yet.
    pub fn new(setup: Setup) -> Pool {
        Pool { setup, idle: Mutex::default() }
    }

    /// Has a request answered; waits until it is. As many requests are at work as threads call.
    ///
    /// # Errors
    /// A worker that cannot be started, crashed, took too long or too much memory. What the worker itself answers, an
    /// error too, is an answer.
    pub fn call(&self, request: &Request) -> Result<Answer, Error> {
        let called = request.called();
        let mut line =
            serde_json::to_vec(request).map_err(|cause| fault::inside(called).caused_by(cause.into()))?;
        line.push(b'\n');
        let child = self.worker(&line).map_err(|cause| fault::cannot_start(called, cause))?;
        loop {
            match child.receive(self.setup.limits.time.map(|time| time + GRACE)) {
                Ok(line) => {
                    let Ok(answer) = serde_json::from_slice::<Answer>(&line) else { continue };
                    if answer.id != request.id {
                        continue;
                    }
                    let is_last = answer.error.as_ref().is_some_and(|error| is_last(&error.code));
                    if !is_last && answer.peak_memory.is_none_or(|peak| peak <= SWOLLEN) {
                        self.idle.lock().unwrap_or_else(PoisonError::into_inner).push(child);
                    }
                    return Ok(answer);
                }
                Err(Silence::TimedOut) => return Err(fault::timed_out(called, self.setup.limits)),
                Err(Silence::Gone) => return Err(self.blame(called, child.end())),
            }
        }
    }

    /// A worker that has the line. One that ended while it had nothing to do is no fault of the file's.
    fn worker(&self, line: &[u8]) -> std::io::Result<Child> {
        let idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        if let Some(mut child) = idle
            && child.send(line).is_ok()
        {
            return Ok(child);
        }
        let mut command = Command::new(&self.setup.program);
        command.args(&self.setup.arguments);
        let mut child = Child::start(command)?;
        // One that cannot be sent to has ended; how, is found when its answer is waited for.
        let _ = child.send(line);
        Ok(child)
    }

    fn blame(&self, called: &str, end: End) -> Error {
        let End { status, said } = end;
        let last = said.lines().last().unwrap_or_default();
        // What Rust, C++ and the system say where memory is refused.
        let signs = ["memory allocation of", "std::bad_alloc", "Cannot allocate memory", "out of memory"];
        if signs.iter().any(|sign| said.contains(sign)) {
            return fault::out_of_memory(called, self.setup.limits);
        }
        let status = status.map(|status| status.to_string()).unwrap_or_default();
        let how = [status.as_str(), last].into_iter().filter(|part| !part.is_empty());
        fault::crashed(called, how.collect::<Vec<_>>().join("; "))
    }
}

/// Whether the worker ends with this answer.
fn is_last(code: &str) -> bool {
    [ErrorKind::TimedOut, ErrorKind::OutOfMemory].iter().any(|kind| kind.code() == code)
}
