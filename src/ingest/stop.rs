//! The wish to stop, seen by everybody at work.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Set once by an interrupt or by a fault that ends the run; what is at work is finished, nothing new is begun.
#[derive(Debug, Clone, Default)]
pub struct Stop(Arc<AtomicBool>);

impl Stop {
    /// Asks everybody to stop; tells whether somebody had asked before.
    pub fn ask(&self) -> bool {
        self.0.swap(true, Ordering::SeqCst)
    }

    pub fn is_asked(&self) -> bool {
        self.0.load(Ordering::SeqCst)
    }
}
