//! Work in parallel, results in order, memory bounded.

use std::collections::BTreeMap;
use std::io;
use std::num::NonZero;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc;
use std::thread;

/// How many results may wait for an earlier one, for each worker.
const AHEAD: usize = 4;

/// Calls `work` for each item on `jobs` threads and `take` for each result in the order of the items, on this thread.
/// A result is taken as soon as those before it are; no more than a few for each worker wait.
///
/// # Errors
/// The first error of `take`; no further item is begun then.
pub fn ordered<I: Sync, R: Send>(
    items: &[I],
    jobs: NonZero<usize>,
    work: impl Fn(&I) -> R + Sync,
    mut take: impl FnMut(R) -> io::Result<()>,
) -> io::Result<()> {
    let jobs = jobs.get().min(items.len().max(1));
    let next = AtomicUsize::new(0);
    let stopped = AtomicBool::new(false);
    // A worker holds a permit from before it takes an item until that item's result is taken: so the items at work are
    // always a window that begins with the one that is waited for.
    let (give_permit, permits) = mpsc::sync_channel::<()>(jobs * AHEAD);
    let permits = std::sync::Mutex::new(permits);
    for _ in 0..jobs * AHEAD {
        give_permit.send(()).map_err(io::Error::other)?;
    }
    thread::scope(|scope| {
        let (send, results) = mpsc::channel::<(usize, R)>();
        for _ in 0..jobs {
            let send = send.clone();
            let (next, stopped, permits, work) = (&next, &stopped, &permits, &work);
            scope.spawn(move || {
                loop {
                    let permit = permits.lock().map(|permits| permits.recv());
                    if !matches!(permit, Ok(Ok(()))) || stopped.load(Ordering::Relaxed) {
                        return;
                    }
                    let index = next.fetch_add(1, Ordering::Relaxed);
                    let Some(item) = items.get(index) else { return };
                    if send.send((index, work(item))).is_err() {
                        return;
                    }
                }
            });
        }
        drop(send);
        let mut give_permit = Some(give_permit);
        let mut waiting = BTreeMap::new();
        let mut wanted = 0;
        let mut outcome = Ok(());
        while wanted < items.len() {
            let Ok((index, result)) = results.recv() else { break };
            waiting.insert(index, result);
            while let Some(result) = waiting.remove(&wanted) {
                wanted += 1;
                if outcome.is_ok() {
                    outcome = take(result);
                }
                if outcome.is_err() {
                    stopped.store(true, Ordering::Relaxed);
                }
                if let Some(give) = &give_permit {
                    let _ = give.try_send(());
                }
            }
            if outcome.is_err() {
                break;
            }
        }
        // Without permits to come the workers that wait for one go home.
        give_permit.take();
        outcome
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_come_in_the_order_of_the_items() {
        let items: Vec<u64> = (0..200).collect();
        for jobs in [1, 2, 7] {
            let mut taken = Vec::new();
            let work = |&item: &u64| {
                thread::sleep(std::time::Duration::from_micros((item * 7919) % 200));
                item * 2
            };
            ordered(&items, NonZero::new(jobs).unwrap(), work, |result| {
                taken.push(result);
                Ok(())
            })
            .unwrap();
            assert_eq!(taken, items.iter().map(|item| item * 2).collect::<Vec<_>>());
        }
    }

    #[test]
    fn an_error_of_the_taker_ends_the_work() {
        let items: Vec<usize> = (0..10_000).collect();
        let begun = AtomicUsize::new(0);
        let work = |&item: &usize| {
            begun.fetch_add(1, Ordering::Relaxed);
            item
        };
        let outcome = ordered(&items, NonZero::new(2).unwrap(), work, |item| {
            if item == 5 { Err(io::ErrorKind::BrokenPipe.into()) } else { Ok(()) }
        });
        assert_eq!(outcome.unwrap_err().kind(), io::ErrorKind::BrokenPipe);
        assert!(begun.load(Ordering::Relaxed) < 1000);
    }

    #[test]
    fn nothing_to_do_is_done() {
        ordered(&[] as &[u8], NonZero::new(3).unwrap(), |_| (), |()| Ok(())).unwrap();
    }
}
