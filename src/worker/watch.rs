//! Watches over the request at work: its time, its memory, and whether somebody still waits for the answer.

use super::fault;
use super::limits::{Limits, guard, resident};
use super::protocol::{Answer, Request};
use serde_json::Value;
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

/// How often is looked. Memory can grow by some tens of megabytes in between.
const EVERY: Duration = Duration::from_millis(10);

/// The answers' way out and the request at work. Who holds the lock may write; the watch keeps it when it ends the
/// process, so that nothing is written after its answer.
struct State {
    out: Out,
    running: Option<Running>,
}

struct Running {
    id: Value,
    called: String,
    begun: Instant,
    peak: Option<u64>,
}

/// Standard output, which the answers have for themselves: what a library prints there goes to standard error.
enum Out {
    #[cfg(unix)]
    Own(File),
    #[cfg(not(unix))]
    Shared(io::Stdout),
}

impl Out {
    #[cfg(unix)]
    fn open() -> io::Result<Out> {
        let own = rustix::io::fcntl_dupfd_cloexec(io::stdout(), 3)?;
        rustix::stdio::dup2_stdout(io::stderr())?;
        Ok(Out::Own(own.into()))
    }

    #[cfg(not(unix))]
    fn open() -> io::Result<Out> {
        Ok(Out::Shared(io::stdout()))
    }

    fn write(&mut self, answer: &Answer) -> io::Result<()> {
        match self {
            #[cfg(unix)]
            Out::Own(out) => write_line(out, answer),
            #[cfg(not(unix))]
            Out::Shared(out) => write_line(out, answer),
        }
    }
}

/// Writes an answer; a record goes out as it is, whatever its size, and is not copied into the line first.
fn write_line(out: impl Write, answer: &Answer) -> io::Result<()> {
    let mut out = BufWriter::new(out);
    serde_json::to_writer(&mut out, answer)?;
    out.write_all(b"\n")?;
    out.flush()
}

/// A process that answers requests, watched.
pub(super) struct Watch {
    state: Arc<Mutex<State>>,
}

impl Watch {
    /// Takes over standard output and begins to watch; ends this process when `parent` is not its parent any more.
    pub(super) fn start(limits: Limits, parent: Option<u32>) -> io::Result<Watch> {
        guard(limits);
        let state = Arc::new(Mutex::new(State { out: Out::open()?, running: None }));
        let watched = Arc::clone(&state);
        thread::Builder::new().name("watch".to_owned()).spawn(move || {
            loop {
                thread::sleep(EVERY);
                end_if_orphan(parent);
                look(lock(&watched), limits);
            }
        })?;
        Ok(Watch { state })
    }

    pub(super) fn begin(&self, request: &Request) {
        let (id, called) = (request.id.clone(), request.called().to_owned());
        let running = Running { id, called, begun: Instant::now(), peak: resident() };
        lock(&self.state).running = Some(running);
    }

    /// Writes an answer, to the request at work or to a line that is none.
    pub(super) fn answer(&self, mut answer: Answer) -> io::Result<()> {
        let mut state = lock(&self.state);
        if let Some(running) = state.running.take() {
            answer.peak_memory = running.peak.max(resident());
        }
        state.out.write(&answer)
    }
}

fn lock(state: &Mutex<State>) -> MutexGuard<'_, State> {
    state.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Ends the process with an answer where a limit is passed.
fn look(mut state: MutexGuard<'_, State>, limits: Limits) {
    let State { out, running } = &mut *state;
    let Some(running) = running else { return };
    let held = resident();
    running.peak = running.peak.max(held);
    let error = if limits.time.is_some_and(|time| running.begun.elapsed() > time) {
        fault::timed_out(&running.called, limits)
    } else if limits.memory.zip(held).is_some_and(|(memory, held)| held > memory) {
        fault::out_of_memory(&running.called, limits)
    } else {
        return;
    };
    let answer = Answer { peak_memory: running.peak, ..Answer::failed(running.id.take(), &error) };
    // Who does not listen any more need not be told.
    let _ = out.write(&answer);
    end();
}

/// Ends this process when `parent`, the one that started it, is gone.
///
/// # Errors
/// A thread that cannot be started.
pub fn die_with(parent: u32) -> io::Result<()> {
    thread::Builder::new().name("watch".to_owned()).spawn(move || {
        loop {
            thread::sleep(EVERY);
            end_if_orphan(Some(parent));
        }
    })?;
    Ok(())
}

/// Ends this process where another has become its parent.
fn end_if_orphan(parent: Option<u32>) {
    if parent.is_some() && parent_id().is_some_and(|now| parent != Some(now)) {
        end();
    }
}

/// Ends this process at once, whatever its threads are at, and those that it started.
#[cfg(unix)]
fn end() -> ! {
    use rustix::process::{Signal, getpgrp, getpid, kill_process, kill_process_group};
    let this = getpid();
    if getpgrp() == this {
        let _ = kill_process_group(this, Signal::KILL);
    }
    let _ = kill_process(this, Signal::KILL);
    std::process::abort()
}

#[cfg(not(unix))]
fn end() -> ! {
    std::process::exit(1)
}

/// The process that this one belongs to; `None` where the system does not tell.
pub fn parent_id() -> Option<u32> {
    #[cfg(unix)]
    return Some(std::os::unix::process::parent_id());
    #[cfg(not(unix))]
    None
}
