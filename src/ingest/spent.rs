//! Records that were written go back to the thread that made them, which frees them.
//!
//! A record is a thousand small pieces of memory. To free what another thread allocated costs a message for each piece, and
//! the memory comes back to that thread late; freed where it was made it is used again at once. For a large record its maker
//! waits: otherwise it would stand in memory beside the next one, or for as long as the file after it takes to read.

use crate::corpus::Prepared;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

/// A record of more bytes is waited for ([`Prepared::bytes`]); it takes some ten times as much while it is written.
const LARGE: usize = 8 << 20;

/// What was written, by who made it.
pub struct Spent(Vec<Maker>);

#[derive(Default)]
struct Maker {
    state: Mutex<State>,
    large: Condvar,
}

#[derive(Default)]
struct State {
    spent: Vec<Prepared>,
    is_closed: bool,
}

impl Maker {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Spent {
    /// For so many makers.
    pub fn new(makers: usize) -> Spent {
        Spent((0..makers).map(|_| Maker::default()).collect())
    }

    /// Gives a record back.
    pub fn put(&self, maker: usize, prepared: Prepared) {
        let Some(maker) = self.0.get(maker) else { return };
        let is_large = prepared.bytes() > LARGE;
        maker.lock().spent.push(prepared);
        if is_large {
            maker.large.notify_one();
        }
    }

    /// Frees what a maker made; to be called on its thread when it has sent on a record of so many bytes.
    pub fn clear(&self, maker: usize, sent: usize) {
        let Some(maker) = self.0.get(maker) else { return };
        let mut state = maker.lock();
        if sent > LARGE {
            // It waits for each that is large, so that one which has come is the one that was sent.
            let is_away = |state: &mut State| {
                !state.is_closed && state.spent.iter().all(|prepared| prepared.bytes() <= LARGE)
            };
            state = maker.large.wait_while(state, is_away).unwrap_or_else(PoisonError::into_inner);
        }
        let spent = std::mem::take(&mut state.spent);
        drop(state);
        drop(spent);
    }

    /// Nothing comes back any more: nobody waits.
    pub fn close(&self) {
        for maker in &self.0 {
            maker.lock().is_closed = true;
            maker.large.notify_all();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::Preparer;
    use crate::diagnostic::Lang;
    use crate::rules::Rules;
    use crate::write::convert;
    use crate::{pipeline, read};
    use std::thread;
    use std::time::Duration;

    fn prepared(bytes: usize) -> Prepared {
        let text = "x".repeat(bytes).into_bytes();
        let source = read::decode("/a.txt", text, &read::Options::default()).unwrap();
        let record = convert::record(&pipeline::from_source(source, Rules::embedded()), Lang::Vi);
        Preparer::new(Rules::embedded()).prepare(record).unwrap()
    }

    #[test]
    fn a_large_record_is_waited_for() {
        let spent = Spent::new(2);
        let (small, large) = (prepared(9), prepared(LARGE));
        let sent = large.bytes();
        assert!(small.bytes() <= LARGE && sent > LARGE);
        spent.clear(1, small.bytes());
        thread::scope(|scope| {
            let maker = scope.spawn(|| spent.clear(1, sent));
            spent.put(0, prepared(9));
            spent.put(1, small);
            thread::sleep(Duration::from_millis(20));
            assert!(!maker.is_finished());
            spent.put(1, large);
            maker.join().unwrap();
        });
        assert!(spent.0.iter().map(|maker| maker.lock().spent.len()).eq([1, 0]));
    }

    #[test]
    fn nobody_waits_after_the_end() {
        let spent = Spent::new(1);
        thread::scope(|scope| {
            let maker = scope.spawn(|| spent.clear(0, LARGE + 1));
            thread::sleep(Duration::from_millis(20));
            spent.close();
            maker.join().unwrap();
        });
    }
}
