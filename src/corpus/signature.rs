//! What a document's body says, in 256 bytes: documents that share much of their text share much of their signature.
//!
//! The body is what stands in the sections. Its words are folded to plain small letters, so that it does not matter
//! how tone marks are placed or coded, what is printed in capitals, and whether recognition lost a mark. Every five words
//! in a row are a shingle (Broder 1997, "On the resemblance and containment of documents"). Their hashes put them into 32
//! groups, and MinHash makes four hashes of each: as good an estimate as 128 of all shingles (Li, Owen and Zhang 2012, "One
//! permutation hashing"), for a thirty-second of the work.
//!
//! Number, date, issuer, recipients and signer stand outside of the sections and count for nothing: a plan that was
//! taken over differs in them.

use crate::rules::strip_marks;
use gaoya::minhash::{MinHasher, MinHasher16, compute_minhash_similarity};
use std::array::from_fn;
use std::hash::{BuildHasherDefault, Hasher};
use std::sync::LazyLock;

/// Words in a row that are compared as one. Of five words one is wrong in a recognized page with an error in twenty words
/// in one shingle of four, and by chance or habit ("Ủy ban nhân dân các") five words seldom meet.
const SHINGLE: usize = 5;
/// One shingle of so many is counted.
const COUNTED: u64 = 8;
/// Below so many counted shingles, about a hundred words, the estimate says nothing.
const FEWEST: usize = 12;
/// Groups of shingles, told apart by their hashes.
const GROUPS: usize = 32;
/// Hashes of each group.
const OF_GROUP: usize = 4;
/// Hashes in a signature: the estimate of a similarity of 0.7 is off by 0.04 (one standard deviation).
pub(super) const HASHES: usize = GROUPS * OF_GROUP;

/// The signature of a body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Signature {
    /// About how many different shingles the body has.
    pub shingles: u32,
    pub hashes: Vec<u16>,
}

impl Signature {
    /// The signature of texts in their order; `None` where they are too short to be told apart.
    pub fn of<'a>(texts: impl IntoIterator<Item = &'a str>) -> Option<Signature> {
        let mut words = Words::default();
        texts.into_iter().for_each(|text| words.read(text));
        let words = words.hashes();
        let mut groups: [Vec<u64>; GROUPS] = from_fn(|_| Vec::with_capacity(words.len() / (GROUPS - 8)));
        let mut counted = Vec::with_capacity(words.len() / (COUNTED as usize - 2));
        for five in words.windows(SHINGLE) {
            let shingle = shingle(five);
            if let Some(group) = groups.get_mut((shingle >> GROUP) as usize) {
                group.push(shingle);
            }
            if shingle.is_multiple_of(COUNTED) {
                counted.push(shingle);
            }
        }
        counted.sort_unstable();
        counted.dedup();
        (counted.len() >= FEWEST).then(|| Signature {
            shingles: u32::try_from(counted.len()).unwrap_or(u32::MAX).saturating_mul(COUNTED as u32),
            hashes: groups.iter().flat_map(|group| HASHER.create_signature(group.iter())).collect(),
        })
    }

    /// As it is stored.
    pub fn bytes(&self) -> Vec<u8> {
        self.hashes.iter().flat_map(|hash| hash.to_le_bytes()).collect()
    }

    /// From what was stored.
    pub fn from_bytes(shingles: u32, bytes: &[u8]) -> Option<Signature> {
        let hashes: Vec<u16> =
            bytes.chunks_exact(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]])).collect();
        (hashes.len() == HASHES).then_some(Signature { shingles, hashes })
    }

    /// The estimated share of shingles that both have in those that any of them has (Jaccard), 0 to 1.
    pub fn similarity(&self, other: &Signature) -> f64 {
        compute_minhash_similarity(&self.hashes, &other.hashes)
    }

    /// The estimated share of this body that stands in the other, told from their similarity.
    pub fn held_by(&self, other: &Signature, similarity: f64) -> f64 {
        let both = similarity * (f64::from(self.shingles) + f64::from(other.shingles)) / (1.0 + similarity);
        (both / f64::from(self.shingles.max(1))).min(1.0)
    }
}

/// What tells signatures that were made alike: another version of the hashing library may make others.
pub(super) fn scheme() -> String {
    static SCHEME: LazyLock<String> = LazyLock::new(|| {
        let words: String =
            (0..400u32).map(|word| format!("{} ", word.wrapping_mul(2_654_435_761))).collect();
        let bytes = Signature::of([words.as_str()]).map(|signature| signature.bytes()).unwrap_or_default();
        blake3::hash(&bytes).to_hex()[..16].to_owned()
    });
    SCHEME.clone()
}

static HASHER: LazyLock<MinHasher16<BuildHasherDefault<AsItIs>>> =
    LazyLock::new(|| MinHasher16::new_with_hasher_and_seed(OF_GROUP, BuildHasherDefault::default(), 1));

/// Shingles are hashes already.
#[derive(Default)]
struct AsItIs(u64);

impl Hasher for AsItIs {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        self.0 = bytes.iter().fold(self.0, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(MIXED));
    }

    fn write_u64(&mut self, hash: u64) {
        // The lower half becomes the item; the highest bits are the same in all of a group.
        self.0 = hash >> 16;
    }
}

/// Multipliers of SplitMix64.
const SPREAD: u64 = 0x9E37_79B9_7F4A_7C15;
const MIXED: u64 = 0xBF58_476D_1CE4_E5B9;

/// The hash of five words in a row.
fn shingle(words: &[u64]) -> u64 {
    let &[a, b, c, d, e] = words else { return 0 };
    let shingle = a ^ b.rotate_left(13) ^ c.rotate_left(26) ^ d.rotate_left(39) ^ e.rotate_left(52);
    let shingle = (shingle ^ (shingle >> 32)).wrapping_mul(MIXED);
    shingle ^ (shingle >> 29)
}

/// The group of a shingle is in the bits from this one on.
const GROUP: u32 = u64::BITS - GROUPS.ilog2();

/// Letters of a word that are hashed at a time.
const SLOT: usize = 8;
/// Bytes of text that are folded at a time.
const PIECE: usize = 2048;

/// Takes text word by word.
struct Words {
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
    fn hashes(&self) -> &[u64] {
        self.hashes.get(..self.count).unwrap_or_default()
    }

    fn read(&mut self, mut text: &str) {
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
    use super::*;

    const PLAN: &str = "Ủy ban nhân dân huyện ban hành Kế hoạch phát triển kinh tế tập thể, giải quyết việc làm; hoàn thiện hồ \
        sơ, hòa giải tranh chấp nhỏ ở cơ sở, củng cố các hợp tác xã yếu kém. Bố trí kinh phí từ ngân sách huyện và lồng ghép \
        các nguồn vốn hợp pháp khác; tổng hợp kết quả thực hiện, báo cáo định kỳ theo quy định, rà soát hộ nghèo và hộ cận \
        nghèo, theo dõi việc thực hiện các chỉ tiêu về cải cách hành chính, vận động đoàn viên, hội viên tham gia. Khuyến khích \
        liên kết theo chuỗi giá trị, mở rộng vùng chuyên canh, nâng cao chất lượng giống, xây dựng nhãn hiệu tập thể cho nông \
        sản địa phương; kiện toàn ban chỉ đạo, phân công rõ người, rõ việc, sơ kết sáu tháng, tổng kết cuối năm.";

    fn signature(text: &str) -> Signature {
        Signature::of([text]).expect("long enough")
    }

    #[test]
    fn spelling_of_letters_does_not_matter() {
        use unicode_normalization::UnicodeNormalization;
        let plan = signature(PLAN);
        for other in [
            PLAN.to_uppercase(),
            PLAN.nfd().collect(),
            PLAN.replace("hòa", "hoà").replace("Ủy", "Uỷ"),
            PLAN.replace(", ", " ,\n"),
            strip_marks(PLAN),
        ] {
            assert_eq!(signature(&other), plan, "{other}");
        }
    }

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

    #[test]
    fn sections_are_read_as_one_text() {
        let (first, second) = PLAN.split_at(PLAN.find("Bố trí").expect("it is there"));
        assert_eq!(Signature::of([first, second]), Some(signature(PLAN)));
        let turned = Signature::of([second, first]).expect("long enough");
        assert!(turned.similarity(&signature(PLAN)) > 0.8);
    }

    #[test]
    fn similarity_falls_with_what_is_changed() {
        let plan = signature(PLAN);
        let changed = signature(&PLAN.replace("hợp tác xã", "tổ hợp tác"));
        let similarity = plan.similarity(&changed);
        assert!((0.5..1.0).contains(&similarity), "{similarity}");
        let other: String = PLAN.split(' ').rev().flat_map(|word| [word, " "]).collect();
        assert!(plan.similarity(&signature(&other)) < 0.1);
    }

    #[test]
    fn a_part_is_held_by_the_whole() {
        let words: Vec<String> =
            (0..2000u32).map(|word| word.wrapping_mul(2_654_435_761).to_string()).collect();
        let [half, whole] = [1000, 2000].map(|count| signature(&words[..count].join(" ")));
        let similarity = half.similarity(&whole);
        assert!((0.35..0.65).contains(&similarity), "{similarity}");
        assert!(half.held_by(&whole, similarity) > 0.8);
        assert!((0.35..0.65).contains(&whole.held_by(&half, similarity)));
        assert!((800..1200).contains(&half.shingles) && (1600..2400).contains(&whole.shingles));
    }

    #[test]
    fn what_is_too_short_has_none() {
        assert_eq!(Signature::of(["Ủy ban nhân dân huyện"]), None);
        assert_eq!(Signature::of([]), None);
        assert_eq!(Signature::of(["… – ; ".repeat(1000).as_str()]), None);
        assert_eq!(Signature::from_bytes(1, &[1, 2, 3]), None);
    }

    #[test]
    fn signatures_last() {
        // Stored signatures are compared with those of later runs. Where this fails a library hashes in another way;
        // corpora notice by the scheme and make theirs anew, so that the new value may be entered here.
        assert_eq!(scheme(), "3a6873d3d7cac248");
        let plan = signature(PLAN);
        assert_eq!(Signature::from_bytes(plan.shingles, &plan.bytes()), Some(plan));
    }
}
