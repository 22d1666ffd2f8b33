//! Bytes of a kind looked for many at a time: most stretches of a text hold no tab, no raised digit, no sign of markup,
//! and that is quickly seen of them whole. A kind is told by comparisons joined with `|` and `&`: where one decides whether
//! the next is asked (`||`, `matches!`), the compiler makes a branch for each byte.

/// So many bytes are looked at together.
const STRETCH: usize = 32;

/// The first byte from `from` on that is of a kind.
#[inline]
pub fn next_of(bytes: &[u8], from: usize, is: impl Fn(u8) -> bool) -> Option<usize> {
    let mut at = from;
    while let Some(stretch) = bytes.get(at..)?.first_chunk::<STRETCH>() {
        if stretch.iter().fold(false, |any, &byte| any | is(byte)) {
            break;
        }
        at += STRETCH;
    }
    bytes[at..].iter().position(|&byte| is(byte)).map(|found| at + found)
}

/// The first of two bytes side by side, from `from` on, that are of a kind together.
#[inline]
pub fn next_pair(bytes: &[u8], from: usize, is: impl Fn(u8, u8) -> bool) -> Option<usize> {
    let mut at = from;
    while let Some(stretch) = bytes.get(at..)?.first_chunk::<{ STRETCH + 1 }>() {
        let pairs = stretch[..STRETCH].iter().zip(&stretch[1..]);
        if pairs.fold(false, |any, (&first, &second)| any | is(first, second)) {
            break;
        }
        at += STRETCH;
    }
    bytes[at..].windows(2).position(|pair| is(pair[0], pair[1])).map(|found| at + found)
}

/// How often three bytes side by side are of a kind together.
#[inline]
pub fn count_of_three(bytes: &[u8], is: impl Fn(u8, u8, u8) -> bool) -> usize {
    let [second, third] = [1, 2].map(|behind| bytes.get(behind..).unwrap_or_default());
    // So few at a time that a byte holds their number.
    let parts = bytes.chunks(COUNTED).zip(second.chunks(COUNTED)).zip(third.chunks(COUNTED));
    parts
        .map(|((first, second), third)| {
            let threes = first.iter().zip(second).zip(third);
            usize::from(threes.fold(0u8, |count, ((&a, &b), &c)| count + u8::from(is(a, b, c))))
        })
        .sum()
}

const COUNTED: usize = 128;

/// Where a byte stands, from front to back: for one that every line has, so that no place costs a call of its own.
pub fn places(bytes: &[u8], wanted: u8) -> impl Iterator<Item = usize> {
    Places { bytes, wanted: every(wanted), behind: 0, found: 0 }
}

struct Places<'b> {
    bytes: &'b [u8],
    /// Eight times the byte.
    wanted: u64,
    /// Behind the block that is looked at.
    behind: usize,
    /// A bit for each place of the block that is still to be told.
    found: u64,
}

/// A block has as many bytes as a word has bits.
const BLOCK: usize = u64::BITS as usize;

impl Iterator for Places<'_> {
    type Item = usize;

    #[inline]
    fn next(&mut self) -> Option<usize> {
        while self.found == 0 {
            let rest = self.bytes.get(self.behind..).filter(|rest| !rest.is_empty())?;
            self.found = match rest.first_chunk::<BLOCK>() {
                Some(block) => found(block, self.wanted),
                None => {
                    let mut block = [!self.wanted as u8; BLOCK];
                    block[..rest.len()].copy_from_slice(rest);
                    found(&block, self.wanted)
                }
            };
            self.behind += BLOCK;
        }
        let at = self.found.trailing_zeros() as usize;
        self.found &= self.found - 1;
        Some(self.behind - BLOCK + at)
    }
}

/// A bit for each byte of a block that is the wanted one.
#[inline]
fn found(block: &[u8; BLOCK], wanted: u64) -> u64 {
    let (words, _) = block.as_chunks::<8>();
    words.iter().rev().fold(0, |found, &word| (found << 8) | found_in_word(u64::from_le_bytes(word) ^ wanted))
}

/// A bit for each of eight bytes that is zero.
#[inline]
fn found_in_word(word: u64) -> u64 {
    const LOW: u64 = every(0x7F);
    // Adding carries into the high bit of all bytes but zero, and into no other byte.
    let zeros = !(((word & LOW) + LOW) | word | LOW) >> 7;
    // The bit of each byte is moved to its place in the highest one.
    zeros.wrapping_mul(0x0102_0408_1020_4080) >> 56
}

/// Eight times the same byte.
pub(crate) const fn every(byte: u8) -> u64 {
    u64::from_le_bytes([byte; 8])
}

/// Where bytes stand that are of a kind together with the byte behind them, in order; behind the last stands 0.
#[inline(always)]
pub fn places_of_pairs(bytes: &[u8], is: impl Fn(u8, u8) -> bool) -> impl Iterator<Item = usize> {
    (0..bytes.len()).step_by(STRETCH).flat_map(move |start| {
        let pair = |stretch: &[u8; STRETCH + 1], at: usize| is(stretch[at], stretch[at + 1]);
        let bits = |stretch: &[u8; STRETCH + 1]| {
            let any = (0..STRETCH).fold(false, |any, at| any | pair(stretch, at));
            if any { (0..STRETCH).fold(0, |bits, at| bits | u32::from(pair(stretch, at)) << at) } else { 0 }
        };
        let rest = &bytes[start..];
        let last = || {
            let mut stretch = [0; STRETCH + 1];
            stretch[..rest.len()].copy_from_slice(rest);
            bits(&stretch)
        };
        ones(rest.first_chunk().map_or_else(last, bits)).map(move |bit| start + bit)
    })
}

/// The places of the bits that are set.
fn ones(mut bits: u32) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        let place = (bits != 0).then(|| bits.trailing_zeros() as usize)?;
        bits &= bits - 1;
        Some(place)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn places_are_those_that_a_look_at_each_byte_finds(bytes in prop::collection::vec(0u8..4, 0..200), from in 0usize..210) {
            let is = |byte: u8| byte == 1;
            let all: Vec<usize> = (0..bytes.len()).filter(|&at| is(bytes[at])).collect();
            prop_assert_eq!(places(&bytes, 1).collect::<Vec<_>>(), all.clone());
            prop_assert_eq!(next_of(&bytes, from, is), all.iter().copied().find(|&at| at >= from));
            let pairs = |at: &usize| bytes[*at] == 1 && bytes[*at + 1] == 2;
            let pair = (from..bytes.len().saturating_sub(1)).find(pairs);
            let threes = bytes.windows(3).filter(|three| *three == [1, 2, 3]).count();
            let is_three = |first, second, third| (first == 1) & (second == 2) & (third == 3);
            prop_assert_eq!(count_of_three(&bytes, is_three), threes);
            prop_assert_eq!(next_pair(&bytes, from, |first, second| first == 1 && second == 2), pair);
            let with_last = |at: &usize| bytes[*at] == 1 && bytes.get(at + 1).is_none_or(|&next| next == 0);
            let ends: Vec<usize> = (0..bytes.len()).filter(with_last).collect();
            prop_assert_eq!(places_of_pairs(&bytes, |first, second| (first == 1) & (second == 0)).collect::<Vec<_>>(), ends);
        }
    }
}
