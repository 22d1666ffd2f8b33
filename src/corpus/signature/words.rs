//! The words of a text as hashes: folded to plain small letters, eight letters at a time.

use crate::rules::strip_marks;
use std::sync::LazyLock;

/// A multiplier of SplitMix64.
const SPREAD: u64 = 0x9E37_79B9_7F4A_7C15;
/// Letters of a word that are hashed at a time.
const SLOT: usize = 8;
/// Bytes of text that are folded at a time.
const PIECE: usize = 2048;
/// Words up to which memory is kept for the next text.
const KEPT: usize = 1 << 16;

/// Takes text word by word.
pub struct Words {
    hashes: Vec<u64>,
    /// How many of them are of words; behind them is room.
    count: usize,
    /// The words at hand as plain small letters, each in a slot of its own, a long one in as many as it needs; [`BETWEEN`]
    /// behind them. A slot that ends in a letter goes on in the next.
    slots: Vec<u8>,
}

impl Default for Words {
    fn default() -> Words {
        Words { hashes: Vec::new(), count: 0, slots: vec![BETWEEN; SLOT * (PIECE + 2)] }
    }
}

impl Words {
    /// The hashes of all words that were read.
    pub fn hashes(&self) -> &[u64] {
        self.hashes.get(..self.count).unwrap_or_default()
    }

    /// Forgets all words, and the memory of a long text.
    pub fn clear(&mut self) {
        self.count = 0;
        self.hashes.truncate(KEPT);
        self.hashes.shrink_to(KEPT);
    }

    pub fn read(&mut self, mut text: &str) {
        while !text.is_empty() {
            let (piece, rest) = text.split_at(piece(text));
            let length =
                if let Some(length) = self.fold_known(piece) { length } else { self.fold_all(piece) };
            self.hash(length);
            text = rest;
        }
    }

    /// Hashes the words in the slots, which are empty then.
    fn hash(&mut self, length: usize) {
        let (slots, _) = self.slots.as_chunks_mut::<SLOT>();
        let slots = slots.get_mut(..length / SLOT).unwrap_or_default();
        if self.hashes.len() < self.count + slots.len() {
            self.hashes.resize((self.count + slots.len()).next_power_of_two(), 0);
        }
        let mut slots = slots.iter_mut().map(|slot| u64::from_le_bytes(std::mem::take(slot)));
        let (hashes, mut count) = (self.hashes.as_mut_slice(), self.count);
        while let Some(mut letters) = slots.next() {
            let mut word = letters;
            while letters >> (u64::BITS - 8) != 0 {
                // A word of eight letters and more: its beginning is hashed with what follows.
                letters = slots.next().unwrap_or_default();
                word = spread(word).rotate_left(8) ^ letters;
            }
            // Written always and counted where it is a word: no branch that cannot be told.
            if let Some(place) = hashes.get_mut(count) {
                *place = spread(word);
            }
            count += usize::from(word != 0);
        }
        self.count = count;
    }

    /// Folds a text of the letters and signs that Vietnamese is printed with, a byte at a time and without a branch; `None`
    /// where it has others. Gives how many bytes of slots it takes.
    fn fold_known(&mut self, text: &str) -> Option<usize> {
        let table: &[u8; 1 << 16] = FOLDED.as_ref()?;
        let slots = self.slots.as_mut_slice();
        let mut length = 0;
        let mut put = |bytes: u16| length = put(slots, length, table[usize::from(bytes)]);
        let bytes = text.as_bytes();
        let (first, behind) = bytes.split_first()?;
        put(alone(*first));
        // Four bytes at a time, each with the one before it.
        let (nows, _) = behind.as_chunks::<4>();
        for (befores, nows) in bytes.as_chunks::<4>().0.iter().zip(nows) {
            let (befores, nows) = (u32::from_le_bytes(*befores), u32::from_le_bytes(*nows));
            put(befores as u16);
            put(nows as u16);
            put((befores >> 16) as u16);
            put((nows >> 16) as u16);
        }
        for pair in bytes.get(nows.len() * 4..).unwrap_or_default().windows(2) {
            put(u16::from_le_bytes([pair[0], pair[1]]));
        }
        put(alone(b' '));
        let slots = slots.get_mut(..length)?;
        let is_known = memchr::memchr(OTHER, slots).is_none();
        if !is_known {
            slots.fill(BETWEEN);
        }
        is_known.then_some(length)
    }

    /// Folds any text.
    fn fold_all(&mut self, text: &str) -> usize {
        let mut bytes = [0; 4];
        let folded = text.chars().map(|letter| match (letter.encode_utf8(&mut bytes).as_bytes(), &*FOLDED) {
            ([byte], Some(table)) => table[usize::from(alone(*byte))],
            ([.., before, byte], Some(table)) if is_known(letter) => {
                table[usize::from(u16::from_le_bytes([*before, *byte]))]
            }
            _ => fold(letter),
        });
        folded.chain([BETWEEN]).fold(0, |length, folded| put(&mut self.slots, length, folded))
    }
}

/// Where a piece of a text ends: behind a word.
fn piece(text: &str) -> usize {
    if text.len() <= PIECE {
        return text.len();
    }
    let most = text.floor_char_boundary(PIECE);
    text[..most].rfind(' ').map_or(most, |space| space + 1)
}

/// Writes a letter behind the others of its word; gives where the next one goes.
fn put(slots: &mut [u8], length: usize, folded: u8) -> usize {
    if let Some(place) = slots.get_mut(length) {
        *place = folded;
    }
    (length + STEP[usize::from(folded)]) & WITHIN[usize::from(folded)]
}

/// How far a letter leads, before what is behind the beginning of a slot is cut off: to the next letter, or to the next slot.
const STEP: [usize; 256] = by_letter(1, 0, SLOT);
const WITHIN: [usize; 256] = by_letter(!0, !0, !(SLOT - 1));

const fn by_letter(letter: usize, nothing: usize, between: usize) -> [usize; 256] {
    let mut all = [letter; 256];
    all[NOTHING as usize] = nothing;
    all[BETWEEN as usize] = between;
    all
}

/// Spreads the bits of a word over all of a hash.
fn spread(word: u64) -> u64 {
    let hash = word.wrapping_mul(SPREAD);
    hash ^ (hash >> 32)
}

/// A letter that counts for nothing: a mark that stands alone, of decomposed text; a byte whose letter ends later.
const NOTHING: u8 = 1;
/// What words end at.
const BETWEEN: u8 = 0;
/// A byte of a letter that the table does not have.
const OTHER: u8 = 2;

/// A letter or digit in lower case and without marks, [`NOTHING`] or [`BETWEEN`]. Letters of other scripts by their lowest bits.
fn fold(letter: char) -> u8 {
    match letter {
        '\u{300}'..='\u{36F}' => NOTHING,
        letter if letter.is_alphanumeric() => {
            let plain = strip_marks(letter.encode_utf8(&mut [0; 4])).chars().next().unwrap_or(letter);
            if plain.is_ascii() { plain as u8 } else { plain as u32 as u8 | 0x80 }
        }
        _ => BETWEEN,
    }
}

/// Whether the table has a letter: those of up to two bytes, U+1E80 to U+1EFF with the marks of Vietnamese, and U+2000 to U+2E7F
/// with dashes, quotation marks and bullets. The second bytes of both blocks are never the same.
fn is_known(letter: char) -> bool {
    matches!(u32::from(letter), 0..0x800 | 0x1E80..0x1F00 | 0x2000..0x2E80)
}

/// A byte that begins a letter, as it stands in the table.
fn alone(byte: u8) -> u16 {
    u16::from_le_bytes([0, byte])
}

/// What a byte folds to, by the byte before it and itself; that before one that begins a letter does not matter.
static FOLDED: LazyLock<Option<Box<[u8; 1 << 16]>>> = LazyLock::new(|| {
    let mut table = vec![NOTHING; 1 << 16];
    let mut set = |before: u8, byte: u8, folded| {
        let befores = if matches!(byte, 0x80..0xC0) { before..=before } else { 0..=u8::MAX };
        for before in befores {
            if let Some(place) = table.get_mut(usize::from(u16::from_le_bytes([before, byte]))) {
                *place = folded;
            }
        }
    };
    set(0, 0xE0, OTHER);
    (0xE3..=0xFF).for_each(|first| set(0, first, OTHER));
    for second in 0x80..0xC0 {
        let is_latin = matches!(second, 0xBA | 0xBB);
        set(if is_latin { 0xE2 } else { 0xE1 }, second, OTHER);
    }
    for letter in (0..0x2E80).filter_map(char::from_u32).filter(|letter| is_known(*letter)) {
        match letter.encode_utf8(&mut [0; 4]).as_bytes() {
            [byte] => set(0, *byte, fold(letter)),
            [.., before, byte] => set(*before, *byte, fold(letter)),
            [] => {}
        }
    }
    table.into_boxed_slice().try_into().ok()
});

#[cfg(test)]
mod tests {
    use super::super::tests::PLAN;
    use super::*;

    fn words(text: &str) -> Vec<u64> {
        let mut words = Words::default();
        words.read(text);
        assert!(words.slots.iter().all(|byte| *byte == BETWEEN), "{text}");
        words.hashes().to_vec()
    }

    #[test]
    fn a_letter_folds_alike_whatever_stands_beside_it() {
        for sign in ["→", "•", "…", "«", "\u{a0}", "“", "\u{f0b7}", "☐", "、"] {
            let spaced = PLAN.replace(' ', sign);
            assert_eq!(words(&spaced), words(PLAN), "{sign}");
            // A letter that the table does not have, at the end.
            assert_eq!(words(&format!("{spaced}\u{f0b7}")), words(PLAN), "{sign}");
        }
    }

    #[test]
    fn long_words_are_told_apart() {
        let long = [
            "abcdefg",
            "abcdefgh",
            "abcdefghi",
            "abcdefghabcdefgh",
            "abcdefghabcdefghi",
            "bbcdefghabcdefghi",
        ];
        let hashes: std::collections::BTreeSet<Vec<u64>> = long.map(words).into();
        assert_eq!(hashes.len(), long.len());
        assert!(long.iter().all(|word| words(&format!(" {word}, ")) == words(word)));
        assert_eq!(words("abcdefgh abcdefghi  (abc)").len(), 3);
    }

    #[test]
    fn long_texts_are_read_piece_by_piece() {
        let long = [PLAN; 5].join(" ");
        assert!(long.len() > 2 * PIECE);
        assert_eq!(words(&long), words(PLAN).repeat(5));
        // No word to end a piece at.
        assert_eq!(words(&"Ủ".repeat(PIECE)).len(), PIECE.div_ceil(PIECE / "Ủ".len()));
        assert!(words(&".".repeat(3 * PIECE)).is_empty());
    }
}
