//! Results on their way to the one thread that writes; bounded by count and by bytes.

use std::collections::VecDeque;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// Any number of threads push and pop.
pub struct Queue<T> {
    state: Mutex<State<T>>,
    /// There is something, or nothing will come any more.
    filled: Condvar,
    /// There is room again: those who wait for it are woken when half is free.
    room: Condvar,
    count: usize,
    bytes: usize,
}

struct State<T> {
    waiting: VecDeque<(T, usize)>,
    bytes: usize,
    /// How many threads wait for a result, and for room: where none does none is woken.
    idle: usize,
    stopped: usize,
    is_closed: bool,
}

/// What came of waiting for a result.
#[derive(Debug, PartialEq, Eq)]
pub enum Popped<T> {
    Result(T),
    /// Nothing came in time.
    Nothing,
    /// Nothing will come any more.
    Closed,
}

impl<T> Queue<T> {
    /// At most `count` results and `bytes` bytes wait; one that is larger by itself is let in alone.
    pub fn new(count: usize, bytes: usize) -> Queue<T> {
        let state = State { waiting: VecDeque::new(), bytes: 0, idle: 0, stopped: 0, is_closed: false };
        Queue { state: Mutex::new(state), filled: Condvar::new(), room: Condvar::new(), count, bytes }
    }

    fn lock(&self) -> MutexGuard<'_, State<T>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits for room. After the end the result is dropped.
    pub fn push(&self, result: T, bytes: usize) {
        let is_full = |state: &State<T>| {
            let is_room = state.waiting.len() < self.count && state.bytes + bytes <= self.bytes;
            !state.is_closed && !state.waiting.is_empty() && !is_room
        };
        let mut state = self.lock();
        while is_full(&state) {
            state.stopped += 1;
            state = self.room.wait(state).unwrap_or_else(PoisonError::into_inner);
            state.stopped -= 1;
        }
        if !state.is_closed {
            state.waiting.push_back((result, bytes));
            state.bytes += bytes;
            let is_waited_for = state.idle > 0;
            drop(state);
            if is_waited_for {
                self.filled.notify_one();
            }
        }
    }

    /// Waits for a result, at most so long.
    pub fn pop(&self, patience: Duration) -> Popped<T> {
        let is_idle = |state: &mut State<T>| !state.is_closed && state.waiting.is_empty();
        let mut state = self.lock();
        if is_idle(&mut state) {
            state.idle += 1;
            let waited = self.filled.wait_timeout_while(state, patience, is_idle);
            state = waited.unwrap_or_else(PoisonError::into_inner).0;
            state.idle -= 1;
        }
        match state.waiting.pop_front() {
            Some((result, bytes)) => {
                state.bytes -= bytes;
                let is_half = state.waiting.len() <= self.count / 2 && state.bytes <= self.bytes / 2;
                let is_free = is_half && state.stopped > 0;
                drop(state);
                if is_free {
                    self.room.notify_all();
                }
                Popped::Result(result)
            }
            None if state.is_closed => Popped::Closed,
            None => Popped::Nothing,
        }
    }

    /// Nothing comes any more; what waits can be popped.
    pub fn close(&self) {
        self.lock().is_closed = true;
        self.filled.notify_all();
        self.room.notify_all();
    }

    /// Nothing is wanted any more: what waits is dropped, and nobody waits for room.
    pub fn abandon(&self) {
        let mut state = self.lock();
        state.is_closed = true;
        let dropped = std::mem::take(&mut state.waiting);
        state.bytes = 0;
        drop(state);
        self.filled.notify_all();
        self.room.notify_all();
        drop(dropped);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::thread;

    const SOON: Duration = Duration::from_millis(20);

    #[test]
    fn bytes_and_count_are_bounded() {
        for (queue, bytes) in [(Queue::new(1, 1000), 1), (Queue::new(9, 100), 90)] {
            queue.push(1, bytes);
            thread::scope(|scope| {
                let second = scope.spawn(|| queue.push(2, bytes));
                thread::sleep(SOON);
                assert!(!second.is_finished());
                assert_eq!(queue.pop(SOON), Popped::Result(1));
                second.join().unwrap();
            });
            assert_eq!(queue.pop(SOON), Popped::Result(2));
            queue.push(3, 100_000);
            assert_eq!(queue.pop(SOON), Popped::Result(3));
            assert_eq!(queue.pop(SOON), Popped::Nothing);
            queue.close();
            assert_eq!(queue.pop(SOON), Popped::Closed);
        }
    }

    #[test]
    fn an_abandoned_queue_lets_everybody_go() {
        let queue = Queue::new(1, 10);
        queue.push(1, 1);
        thread::scope(|scope| {
            let waits = scope.spawn(|| queue.push(2, 1));
            thread::sleep(SOON);
            queue.abandon();
            waits.join().unwrap();
        });
        assert_eq!(queue.pop(SOON), Popped::Closed);
    }
}
