//! One writer at a time: the file `lock`, held by the system for as long as the process lives.
//!
//! The system lets go of the lock when the process ends, however it ends; what the file says is only for people. A lock
//! file that a killed process left behind is no obstacle.

use super::fault::{Fault, FaultKind};
use serde::{Deserialize, Serialize};
use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Read, Seek, Write};
use std::path::Path;
use std::time::Duration;

/// How long a lock is tried for: whoever only looks whether it is held holds it for a moment.
const PATIENCE: Duration = Duration::from_millis(100);
const STEP: Duration = Duration::from_millis(20);

/// The held lock; dropping it lets go.
#[derive(Debug)]
pub(super) struct Lock {
    _file: File,
}

/// Who holds the corpus, as the file says it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Holder {
    pub pid: u32,
    pub host: String,
    /// When it began, UTC.
    pub since: String,
    pub program: String,
}

impl Lock {
    /// Takes the lock at `path`, made where it is missing, in the name of this process.
    ///
    /// # Errors
    /// Another process holds it, which is named; or the file cannot be made.
    pub(super) fn take(path: &Path) -> Result<Lock, Fault> {
        let opened = OpenOptions::new().read(true).write(true).create(true).truncate(false).open(path);
        let mut file = opened.map_err(|cause| Fault::io(path, cause))?;
        let mut patience = PATIENCE;
        loop {
            match file.try_lock() {
                Ok(()) => break,
                Err(TryLockError::Error(cause)) => return Err(Fault::io(path, cause)),
                Err(TryLockError::WouldBlock) if patience.is_zero() => return Err(busy(path, &mut file)),
                Err(TryLockError::WouldBlock) => {
                    std::thread::sleep(STEP);
                    patience = patience.saturating_sub(STEP);
                }
            }
        }
        let holder = Holder {
            pid: std::process::id(),
            host: host(),
            since: super::store::now(),
            program: super::PROGRAM.to_owned(),
        };
        let said = serde_json::to_vec(&holder).unwrap_or_default();
        file.set_len(0)
            .and_then(|()| file.rewind())
            .and_then(|()| file.write_all(&said))
            .map_err(|cause| Fault::io(path, cause))?;
        Ok(Lock { _file: file })
    }
}

/// Who holds the lock at `path`; `None` where nobody does, or who does cannot be read.
pub(super) fn holder(path: &Path) -> Option<Holder> {
    let mut file = File::open(path).ok()?;
    match file.try_lock_shared() {
        Err(TryLockError::WouldBlock) => said(&mut file),
        _ => None,
    }
}

/// What a lock file says. Where it cannot be read while it is locked, the holder stays unnamed.
fn said(file: &mut File) -> Option<Holder> {
    let mut said = String::new();
    file.read_to_string(&mut said).ok()?;
    serde_json::from_str(&said).ok()
}

fn busy(path: &Path, file: &mut File) -> Fault {
    let (vi, en) = match said(file) {
        Some(Holder { pid, host, since, program }) => (
            format!("kho đang được ghi bởi tiến trình {pid} trên máy {host}, từ {since} (extract {program})"),
            format!(
                "the corpus is being written by process {pid} on {host}, since {since} (extract {program})"
            ),
        ),
        None => (
            "kho đang được một tiến trình khác ghi".to_owned(),
            "the corpus is being written by another process".to_owned(),
        ),
    };
    Fault::new(
        FaultKind::Busy,
        path.display().to_string(),
        (vi, en),
        (
            "Đợi nó xong rồi chạy lại; đọc và tra cứu thì không phải đợi",
            "Wait until it is done and run again; reading and searching need not wait",
        ),
    )
}

/// The name of this machine, for people: the one that holds the lock may be another that shares the disk.
fn host() -> String {
    let named = |name: &str| std::env::var(name).ok();
    std::fs::read_to_string("/proc/sys/kernel/hostname")
        .ok()
        .or_else(|| named("HOSTNAME"))
        .or_else(|| named("COMPUTERNAME"))
        .map(|name| name.trim().to_owned())
        .filter(|name| !name.is_empty())
        .unwrap_or_else(|| "?".to_owned())
}
