//! Numbers that look like chance and are the same in every run: SplitMix64 (Steele, Lea, Flood 2014).

/// A stream of numbers told by its seed.
#[derive(Clone)]
pub struct Random(u64);

/// One number of several, as chance would have it.
pub fn hash(parts: &[u64]) -> u64 {
    let mut random = Random(0x9E37_79B9_7F4A_7C15);
    let mut mixed = 0;
    for part in parts {
        random.0 ^= part.wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = random.next();
    }
    mixed
}

impl Random {
    pub fn of(parts: &[u64]) -> Random {
        Random(hash(parts))
    }

    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A number below `end`.
    pub fn below(&mut self, end: usize) -> usize {
        ((u128::from(self.next()) * end as u128) >> 64) as usize
    }

    /// A number from `low` to `high`, both included.
    pub fn within(&mut self, low: u64, high: u64) -> u64 {
        low + self.below((high - low + 1) as usize) as u64
    }

    /// True in so many cases of a hundred.
    pub fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    pub fn pick<'a, T: ?Sized>(&mut self, from: &[&'a T]) -> &'a T {
        from[self.below(from.len())]
    }

    /// `count` different numbers below `end`, in the order drawn; all of them where there are no more.
    pub fn some(&mut self, count: usize, end: usize) -> Vec<usize> {
        let mut all: Vec<usize> = (0..end).collect();
        for at in 0..count.min(end) {
            let other = at + self.below(end - at);
            all.swap(at, other);
        }
        all.truncate(count);
        all
    }
}
