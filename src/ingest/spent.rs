//! Records that were written go back to the thread that made them, which frees them.
//!
//! A record is a thousand small pieces of memory. To free what another thread allocated costs a message for each piece, and
//! the memory comes back to that thread late; freed where it was made it is used again at once.

use crate::corpus::Prepared;
use std::sync::{Mutex, PoisonError};

/// What was written, by who made it.
pub struct Spent(Vec<Mutex<Vec<Prepared>>>);

impl Spent {
    /// For so many makers.
    pub fn new(makers: usize) -> Spent {
        Spent((0..makers).map(|_| Mutex::default()).collect())
    }

    pub fn put(&self, maker: usize, prepared: Prepared) {
        if let Some(spent) = self.0.get(maker) {
            spent.lock().unwrap_or_else(PoisonError::into_inner).push(prepared);
        }
    }

    /// Frees what a maker made; to be called on its thread.
    pub fn clear(&self, maker: usize) {
        if let Some(spent) = self.0.get(maker) {
            let spent = std::mem::take(&mut *spent.lock().unwrap_or_else(PoisonError::into_inner));
            drop(spent);
        }
    }
}
