//! What goes from those who look to those who read, and from there to the one who writes.

use super::passed::Reason as PassedOver;
use super::spool::Spooled;
use crate::corpus::{File, Prepared, Reason, State, Work};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// A file to be read.
pub struct Task {
    pub file: File,
    pub input: Input,
    pub nest: Option<Arc<Nest>>,
}

/// Where its bytes are.
pub enum Input {
    /// A text, read in this program.
    Bytes(Vec<u8>),
    /// A file that a worker process opens, of our own where `_spooled` is.
    Path { path: String, _spooled: Option<Spooled> },
}

/// An archive whose files are at work: it is in the ledger when all of them are. Each of them holds it.
pub struct Nest {
    /// 1 for an archive that is a file of the disk.
    pub depth: usize,
    allowance: Arc<AtomicU64>,
}

impl Nest {
    /// An archive out of which at most `bytes` bytes are inflated, those of archives inside it included.
    pub fn outermost(bytes: u64) -> Nest {
        Nest { depth: 1, allowance: Arc::new(AtomicU64::new(bytes)) }
    }

    /// An archive inside this one.
    pub fn inner(&self) -> Nest {
        Nest { depth: self.depth + 1, allowance: Arc::clone(&self.allowance) }
    }

    /// Takes from what may be inflated; false where that is used up.
    pub fn allows(&self, bytes: u64) -> bool {
        let take = |left: u64| left.checked_sub(bytes);
        self.allowance.fetch_update(Ordering::Relaxed, Ordering::Relaxed, take).is_ok()
    }
}

/// What came of a file.
pub enum Outcome {
    Document {
        file: File,
        prepared: Box<Prepared>,
        /// Which of those who read made it.
        maker: usize,
    },
    Failed {
        file: File,
        reason: Box<Reason>,
    },
    PassedOver {
        file: File,
        reason: &'static PassedOver,
    },
    /// Another file with the same bytes stands for it, which was read or, where it `waits`, is being read.
    Duplicate {
        file: File,
        waits: bool,
    },
    /// Its bytes are those that the ledger has; only its time is another.
    Touched {
        file: File,
        was: State,
    },
    /// An archive was walked to its end, or to where it broke off.
    Archive {
        file: File,
        nest: Arc<Nest>,
        is_whole: bool,
    },
    /// What a run would do.
    Planned {
        file: File,
        work: Work,
    },
}

/// An outcome with the archive that it came out of.
pub struct Settled {
    pub outcome: Outcome,
    pub nest: Option<Arc<Nest>>,
}
