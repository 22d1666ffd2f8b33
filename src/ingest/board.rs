//! The work to be done, between those who find it and those who do it; bounded by count and by bytes.
//!
//! Three lanes. Files of which one may take minutes (large ones of risky formats) wait in a lane of their own and are begun
//! as soon as they are found, so that the end of a run does not wait for one that was begun last; half of the threads
//! may be at them at a time, so that the rest goes on beside, and all of them where nothing else is to be done. Huge
//! texts are read one at a time: each takes memory by the hundreds of megabytes.

use std::collections::VecDeque;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

/// Takes work from any thread, gives it to any thread.
pub struct Board<T> {
    state: Mutex<State<T>>,
    /// There is work, or no more will come.
    work: Condvar,
    /// There is room again. Those who wait for it are woken when half is free: to wake them for every file would cost more
    /// than many a file does. Where nobody waits nobody is woken, since that would be a call of the system too.
    room: Condvar,
    bounds: Bounds,
}

/// How much may wait.
#[derive(Debug, Clone, Copy)]
pub struct Bounds {
    /// Pieces of work in each lane.
    pub count: usize,
    /// Bytes of all lanes, and of what is being done. A piece that is larger by itself is let in alone.
    pub bytes: usize,
    /// How many threads may be at long work while there is short work.
    pub long_at_once: usize,
    /// Short work that is taken together: so many pieces with memory of their own, each of at most so many bytes.
    pub together: (usize, usize),
}

/// Where work waits, in the order in which it is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lane {
    /// One at a time.
    Huge,
    /// Half of the threads, where there is other work.
    Long,
    Short,
}

struct State<T> {
    lanes: [VecDeque<Piece<T>>; 3],
    /// How many threads are at work of each lane.
    at_work: [usize; 3],
    bytes: usize,
    /// How many threads wait for work, and for room.
    idle: usize,
    stopped: usize,
    is_closed: bool,
}

/// A piece of work with the bytes that it holds in memory.
struct Piece<T> {
    work: T,
    bytes: usize,
}

/// Work that was taken; dropping it tells the board that it is done.
pub struct Taken<'b, T> {
    board: &'b Board<T>,
    work: Vec<T>,
    bytes: usize,
    lane: Lane,
}

impl<T> Board<T> {
    pub fn new(bounds: Bounds) -> Board<T> {
        let lanes = [VecDeque::new(), VecDeque::new(), VecDeque::new()];
        let state = State { lanes, at_work: [0; 3], bytes: 0, idle: 0, stopped: 0, is_closed: false };
        Board { state: Mutex::new(state), work: Condvar::new(), room: Condvar::new(), bounds }
    }

    fn lock(&self) -> MutexGuard<'_, State<T>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits until so many bytes may be held in memory. They count as held until the work that has them is done.
    pub fn reserve(&self, bytes: usize) {
        let is_full =
            |state: &State<T>| !state.is_closed && state.bytes > 0 && state.bytes + bytes > self.bounds.bytes;
        self.wait_while(is_full).bytes += bytes;
    }

    /// Waits for room.
    fn wait_while(&self, is_full: impl Fn(&State<T>) -> bool) -> MutexGuard<'_, State<T>> {
        let mut state = self.lock();
        while is_full(&state) {
            state.stopped += 1;
            state = self.room.wait(state).unwrap_or_else(PoisonError::into_inner);
            state.stopped -= 1;
        }
        state
    }

    /// Gives back what was reserved and came to no work.
    pub fn release(&self, bytes: usize) {
        self.free(self.lock(), bytes);
    }

    fn free(&self, mut state: MutexGuard<'_, State<T>>, bytes: usize) {
        state.bytes -= bytes;
        if bytes > 0 && state.stopped > 0 && state.bytes <= self.bounds.bytes / 2 {
            drop(state);
            self.room.notify_all();
        }
    }

    /// Puts up work that holds `bytes` reserved bytes; waits while its lane is full. After the end it is dropped.
    pub fn put(&self, work: T, bytes: usize, lane: Lane) {
        let is_full =
            |state: &State<T>| !state.is_closed && state.lanes[lane as usize].len() >= self.bounds.count;
        let mut state = self.wait_while(is_full);
        if state.is_closed {
            self.free(state, bytes);
            return;
        }
        state.lanes[lane as usize].push_back(Piece { work, bytes });
        let is_waited_for = state.idle > 0;
        drop(state);
        if is_waited_for {
            self.work.notify_one();
        }
    }

    /// Takes the next work, of small pieces several; waits for it. `None` when all is done.
    pub fn take(&self) -> Option<Taken<'_, T>> {
        let mut state = self.lock();
        loop {
            if let Some((piece, lane)) = self.next(&mut state) {
                let (work, bytes) = self.with_more(piece, lane, &mut state);
                state.at_work[lane as usize] += 1;
                let left = state.lanes[lane as usize].len();
                let is_room = left <= self.bounds.count / 2 && state.stopped > 0;
                // Long work may be begun by all threads where no short one is left.
                let is_for_all = left == 0 && lane == Lane::Short && state.idle > 0;
                drop(state);
                if is_room {
                    self.room.notify_all();
                }
                if is_for_all {
                    self.work.notify_all();
                }
                return Some(Taken { board: self, work, bytes, lane });
            }
            if state.is_closed && state.lanes.iter().all(VecDeque::is_empty) {
                return None;
            }
            state.idle += 1;
            state = self.work.wait(state).unwrap_or_else(PoisonError::into_inner);
            state.idle -= 1;
        }
    }

    /// A piece and what is taken together with it: not all that waits, for there are other threads.
    fn with_more(&self, first: Piece<T>, lane: Lane, state: &mut State<T>) -> (Vec<T>, usize) {
        let (most, largest) = self.bounds.together;
        let is_small = |piece: &Piece<T>| (1..=largest).contains(&piece.bytes);
        let waiting = &mut state.lanes[lane as usize];
        let more =
            if lane == Lane::Short && is_small(&first) { most.min(waiting.len() / 4 + 1) - 1 } else { 0 };
        let more = waiting.iter().take(more).take_while(|piece| is_small(piece)).count();
        let mut bytes = first.bytes;
        let mut work = vec![first.work];
        for piece in waiting.drain(..more) {
            bytes += piece.bytes;
            work.push(piece.work);
        }
        (work, bytes)
    }

    fn next(&self, state: &mut State<T>) -> Option<(Piece<T>, Lane)> {
        let has_short = !state.lanes[Lane::Short as usize].is_empty();
        [Lane::Huge, Lane::Long, Lane::Short].into_iter().find_map(|lane| {
            let at_work = state.at_work[lane as usize];
            let may = match lane {
                Lane::Huge => at_work == 0,
                Lane::Long => at_work < self.bounds.long_at_once || !has_short,
                Lane::Short => true,
            };
            let piece = if may { state.lanes[lane as usize].pop_front() } else { None };
            piece.map(|piece| (piece, lane))
        })
    }

    /// No more work comes; what waits is done.
    pub fn close(&self) {
        self.lock().is_closed = true;
        self.wake();
    }

    /// No more work comes, and what waits is dropped.
    pub fn abandon(&self) {
        let mut state = self.lock();
        state.is_closed = true;
        let dropped: Vec<Piece<T>> = state.lanes.iter_mut().flat_map(std::mem::take).collect();
        state.bytes -= dropped.iter().map(|piece| piece.bytes).sum::<usize>();
        drop(state);
        self.wake();
    }

    fn wake(&self) {
        self.work.notify_all();
        self.room.notify_all();
    }
}

impl<T> Taken<'_, T> {
    /// The work itself, once: a piece or several.
    pub fn work(&mut self) -> Vec<T> {
        std::mem::take(&mut self.work)
    }
}

impl<T> Drop for Taken<'_, T> {
    fn drop(&mut self) {
        let mut state = self.board.lock();
        state.at_work[self.lane as usize] -= 1;
        self.board.free(state, self.bytes);
        if self.lane != Lane::Short {
            self.board.work.notify_all();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::thread;
    use std::time::Duration;

    const BOUNDS: Bounds = Bounds { count: 4, bytes: 100, long_at_once: 1, together: (3, 10) };

    #[test]
    fn long_work_is_begun_first_and_leaves_threads_to_the_rest() {
        let board = Board::new(BOUNDS);
        let work = [
            (1, Lane::Short),
            (2, Lane::Long),
            (3, Lane::Long),
            (4, Lane::Short),
            (5, Lane::Huge),
            (6, Lane::Huge),
        ];
        for (work, lane) in work {
            board.put(work, 0, lane);
        }
        board.close();
        let mut taken: Vec<Taken<'_, i32>> = (0..5).filter_map(|_| board.take()).collect();
        let order: Vec<_> = taken.iter_mut().map(Taken::work).collect();
        assert_eq!(order, [[5], [2], [1], [4], [3]]);
        drop(taken);
        assert_eq!(board.take().map(|mut taken| taken.work()), Some(vec![6]));
        assert!(board.take().is_none());
    }

    #[test]
    fn small_pieces_are_taken_together() {
        let board = Board::new(Bounds { count: 40, bytes: 1000, ..BOUNDS });
        let sizes = [vec![5; 16], vec![0, 0, 5, 5], vec![11, 11], vec![1]].concat();
        for (work, &bytes) in sizes.iter().enumerate() {
            board.reserve(bytes);
            board.put(work, bytes, Lane::Short);
        }
        board.close();
        let taken = std::iter::from_fn(|| Some(board.take()?.work()));
        let expected: [&[usize]; 12] = [
            &[0, 1, 2],
            &[3, 4, 5],
            &[6, 7, 8],
            &[9, 10, 11],
            &[12, 13, 14],
            // Bytes of none are no small piece but one that another process reads.
            &[15],
            &[16],
            &[17],
            &[18, 19],
            &[20],
            &[21],
            &[22],
        ];
        assert!(taken.eq(expected));
        assert_eq!(board.lock().bytes, 0);
    }

    #[test]
    fn bytes_are_bounded_until_the_work_is_done() {
        let board = Board::new(BOUNDS);
        board.reserve(90);
        board.put("a", 90, Lane::Short);
        thread::scope(|scope| {
            let second = scope.spawn(|| {
                board.reserve(20);
                board.put("b", 20, Lane::Short);
            });
            thread::sleep(Duration::from_millis(30));
            assert!(!second.is_finished());
            drop(board.take());
            second.join().unwrap();
        });
        // One that is larger than all that is allowed is let in where nothing else is held.
        drop(board.take());
        board.reserve(1000);
        board.release(1000);
        assert_eq!(board.lock().bytes, 0);
    }

    #[test]
    fn an_abandoned_board_lets_everybody_go() {
        let board = Board::new(BOUNDS);
        for work in 0..4 {
            board.put(work, 0, Lane::Short);
        }
        thread::scope(|scope| {
            let waits = scope.spawn(|| board.put(4, 0, Lane::Short));
            thread::sleep(Duration::from_millis(10));
            board.abandon();
            waits.join().unwrap();
        });
        assert!(board.take().is_none());
        board.put(5, 0, Lane::Short);
        assert!(board.take().is_none());
    }
}
