//! How many words without a vowel a text has at most: one table look-up a byte, and no branch.
//!
//! An automaton over bytes whose states are shifts: the row of a byte holds for each state, seven bits apart, the shift of
//! the state that follows and a bit that tells whether a mute word ended. Letters beyond the blocks that Vietnamese is
//! written in count as the end of a word, so that words may be counted too many and never too few.

/// Behind the end of a word, or at the start.
const START: u64 = 0;
/// The same, and the word was mute.
const MUTE: u64 = 1;
/// One consonant, or several.
const ONE: u64 = 2;
const SEVERAL: u64 = 3;
/// In a word of other letters too.
const VOICED: u64 = 4;
/// Behind the first byte of U+00C0-00FF or of U+1000-1FFF, which not only letters have.
const LATIN: u64 = 5;
const EXTENDED: u64 = 6;
/// The same, where only consonants stand before it.
const LATIN_BEHIND: u64 = 7;
const EXTENDED_BEHIND: u64 = 8;

const STATES: u64 = 9;
const BITS: u64 = 7;
/// The bit behind the shift.
const ENDS: u64 = 6;

static ROWS: [u64; 256] = {
    let mut rows = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        let mut state = 0;
        while state < STATES {
            let next = next(state, byte as u8);
            rows[byte] |= ((next * BITS) | (((next == MUTE) as u64) << ENDS)) << (state * BITS);
            state += 1;
        }
        byte += 1;
    }
    rows
};

const fn next(state: u64, byte: u8) -> u64 {
    match (state, byte) {
        // × and ÷
        (LATIN, 0x97 | 0xB7) => START,
        (LATIN_BEHIND, 0x97 | 0xB7) => MUTE,
        (EXTENDED | EXTENDED_BEHIND, 0xB8..=0xBB) | (LATIN | LATIN_BEHIND, _) => VOICED,
        (EXTENDED, _) => START,
        (EXTENDED_BEHIND, _) => MUTE,
        (VOICED, 0x80..=0xBF) => VOICED,
        (SEVERAL, 0xC3) => LATIN_BEHIND,
        (SEVERAL, 0xE1) => EXTENDED_BEHIND,
        (_, 0xC3) => LATIN,
        (_, 0xE1) => EXTENDED,
        (_, b'0'..=b'9' | b'A'..=b'Z' | b'a' | b'e' | b'i' | b'o' | b'u' | b'y' | b'w' | 0xC4..=0xC8)
        | (VOICED, b'a'..=b'z') => VOICED,
        (ONE | SEVERAL, b'a'..=b'z') => SEVERAL,
        (_, b'a'..=b'z') => ONE,
        (SEVERAL, _) => MUTE,
        _ => START,
    }
}

/// Words of two and more small consonants; some may be no words by themselves.
pub(super) fn at_most(text: &str) -> usize {
    let mut state = START;
    let mut count = 0;
    for byte in text.bytes() {
        state = ROWS[usize::from(byte)].wrapping_shr(state as u32);
        count += (state >> ENDS) & 1;
    }
    count as usize + usize::from(state & ((1 << ENDS) - 1) == SEVERAL * BITS)
}

#[cfg(test)]
mod tests {
    use super::at_most;

    #[test]
    fn words_of_consonants_alone_are_counted() {
        for (text, count) in [
            ("", 0),
            ("dn", 1),
            ("hướng dn t chc", 2),
            ("tr, đtr trđ; tr5 5tr Tr TR", 1),
            ("phát triển nghề nghiệp", 0),
            ("mm×kg÷km “ng” ph…", 5),
            ("tr. phẩm ớng ng–ng", 3),
        ] {
            assert_eq!(at_most(text), count, "{text}");
        }
    }
}
