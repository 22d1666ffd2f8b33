//! How much time and memory the reading of one file may take.

use std::time::Duration;

/// Limits for one request; `None` for no limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Limits {
    pub time: Option<Duration>,
    /// In bytes.
    pub memory: Option<u64>,
}

/// What the allocator of the program (mimalloc) sets aside at once and may never touch; the system counts it as data.
#[cfg(unix)]
const SET_ASIDE: u64 = 1 << 30;

/// Has the system refuse this process data far beyond the limit, so that one request for memory that is larger than all
/// the machine has ends the process before it harms others. The limit itself is watched over what is really held:
/// address space that was asked for and not touched costs nothing.
#[cfg(unix)]
pub(super) fn guard(limits: Limits) {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
    if let Some(memory) = limits.memory {
        let most = memory.saturating_add(memory / 2).saturating_add(256 << 20).saturating_add(SET_ASIDE);
        let maximum = getrlimit(Resource::Data).maximum;
        let current = Some(maximum.map_or(most, |maximum| maximum.min(most)));
        // Where the system knows no such limit the watch alone has to do.
        let _ = setrlimit(Resource::Data, Rlimit { current, maximum });
    }
}

#[cfg(not(unix))]
pub(super) fn guard(_: Limits) {}

/// The memory that this process holds, in bytes; `None` where the system does not tell.
pub(super) fn resident() -> Option<u64> {
    let pages = std::fs::read_to_string("/proc/self/statm").ok()?;
    let resident: u64 = pages.split(' ').nth(1)?.parse().ok()?;
    Some(resident * page_size())
}

#[cfg(unix)]
fn page_size() -> u64 {
    rustix::param::page_size() as u64
}

#[cfg(not(unix))]
fn page_size() -> u64 {
    4096
}
