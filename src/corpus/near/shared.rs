//! Which bands more than one document has. Most bands are a document's own: told beforehand, they are neither kept nor sorted.

use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

/// Places of a table at most: 64 MB for both.
const MOST: usize = 1 << 28;

/// Places for each band: of eight, one that is a document's own is taken for a shared one once in nine times.
const PLACES: usize = 8;

/// The hashes of bands that were met, each at one bit of a table; those that meet at a bit count for the same.
pub(super) struct Shared {
    once: Vec<AtomicU64>,
    again: Vec<AtomicU64>,
}

impl Shared {
    /// For so many bands.
    pub fn new(bands: usize) -> Shared {
        let words = (bands.saturating_mul(PLACES).min(MOST) / 64).next_power_of_two();
        let table = || (0..words).map(|_| AtomicU64::new(0)).collect();
        Shared { once: table(), again: table() }
    }

    /// Takes note of a band, on any thread; says whether it was met before.
    pub fn meet(&self, hash: u64) -> bool {
        let (word, bit) = self.place(hash);
        let is_met = self.once.get(word).is_some_and(|word| word.fetch_or(bit, Relaxed) & bit != 0);
        if let Some(word) = self.again.get(word).filter(|_| is_met) {
            word.fetch_or(bit, Relaxed);
        }
        is_met
    }

    /// Whether a band was met twice; to be asked when all were met.
    pub fn has(&self, hash: u64) -> bool {
        let (word, bit) = self.place(hash);
        self.again.get(word).is_some_and(|word| word.load(Relaxed) & bit != 0)
    }

    /// The bit of a hash by its lowest six bits, the word by those above. The tables have a power of two of words, at least one.
    fn place(&self, hash: u64) -> (usize, u64) {
        ((hash >> 6) as usize & (self.once.len() - 1), 1 << (hash % 64))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rustc_hash::FxBuildHasher;
    use std::hash::BuildHasher;

    #[test]
    fn what_was_met_twice_is_shared() {
        for count in [0, 1, 5, 1000, 40_000] {
            let hash = |band: usize| FxBuildHasher.hash_one(band).wrapping_mul(0x9E37_79B9_7F4A_7C15);
            let shared = Shared::new(2 * count);
            let again: usize = (0..count)
                .chain((0..count).step_by(10))
                .map(|band| usize::from(shared.meet(hash(band))))
                .sum();
            let (twice, rest): (Vec<_>, Vec<_>) = (0..count).partition(|band| band % 10 == 0);
            assert!(again >= twice.len());
            assert!(twice.iter().all(|band| shared.has(hash(*band))));
            let mistaken = rest.iter().filter(|band| shared.has(hash(**band))).count();
            assert!(mistaken <= 2 + rest.len() / 6, "{mistaken} of {}", rest.len());
        }
    }
}
