//! Which words can be Vietnamese syllables.

use rustc_hash::FxHashSet;
use serde::Deserialize;
use std::sync::LazyLock;

/// Longest syllable in letters: nghiêng.
const LONGEST: usize = 7;

/// Whether a word can be a Vietnamese syllable by its spelling: an onset, a rhyme, at most one tone mark, and a tone that
/// the rhyme takes.
///
/// In any case and in both placements of the tone mark; composed letters (NFC). A word without marks may be one too
/// ("ban", "do"), so the share over a passage says more than one word.
pub fn is_syllable(word: &str) -> bool {
    let mut letters = ['\0'; LONGEST];
    let mut len = 0;
    let mut tone = Tone::None;
    for letter in word.chars() {
        if len == LONGEST {
            return false;
        }
        let (base, own) = split(letter);
        if own != Tone::None {
            if tone != Tone::None {
                return false;
            }
            tone = own;
        }
        letters[len] = base;
        len += 1;
    }
    let letters = &letters[..len];
    TABLE.syllables.contains(&key(letters))
        && (matches!(tone, Tone::Sharp | Tone::Heavy) || !TABLE.ends_with_stop(letters))
}

/// The tones, as far as spelling tells them apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Tone {
    None,
    /// Sắc.
    Sharp,
    /// Nặng.
    Heavy,
    /// Huyền, hỏi, ngã.
    Other,
}

/// A letter in lower case without its tone mark, and the tone.
fn split(letter: char) -> (char, Tone) {
    match letter {
        'a'..='z' => (letter, Tone::None),
        'A'..='Z' => (letter.to_ascii_lowercase(), Tone::None),
        _ => TONED
            .binary_search_by_key(&letter, |&(letter, ..)| letter)
            .map_or((letter, Tone::None), |index| (TONED[index].1, TONED[index].2)),
    }
}

/// A letter in lower case without tone mark and without the mark of its vowel; "đ" stays.
pub fn without_marks(letter: char) -> char {
    match split(letter).0 {
        'ă' | 'â' => 'a',
        'ê' => 'e',
        'ô' | 'ơ' => 'o',
        'ư' => 'u',
        base => base,
    }
}

/// Whether it is a letter that Vietnamese words are written with.
pub fn is_vietnamese(letter: char) -> bool {
    letter.is_ascii_alphabetic() || TONED.binary_search_by_key(&letter, |&(letter, ..)| letter).is_ok()
}

/// Every letter that has marks, large and small, with its base and tone; sorted.
static TONED: LazyLock<Vec<(char, char, Tone)>> = LazyLock::new(|| {
    let tones = [
        ("aăâeêioôơuưy", Tone::None),
        ("àằầèềìòồờùừỳ", Tone::Other),
        ("áắấéếíóốớúứý", Tone::Sharp),
        ("ảẳẩẻểỉỏổởủửỷ", Tone::Other),
        ("ãẵẫẽễĩõỗỡũữỹ", Tone::Other),
        ("ạặậẹệịọộợụựỵ", Tone::Heavy),
    ];
    let mut letters = vec![('đ', 'đ', Tone::None), ('Đ', 'đ', Tone::None)];
    for (toned, tone) in tones {
        for (letter, base) in toned.chars().zip("aăâeêioôơuưy".chars()) {
            letters.push((letter, base, tone));
            letters.extend(letter.to_uppercase().map(|upper| (upper, base, tone)));
        }
    }
    letters.sort_unstable_by_key(|&(letter, ..)| letter);
    letters
});

/// Up to seven letters in one number: nine bits tell the letters of the alphabet apart.
fn key(letters: &[char]) -> u64 {
    letters.iter().fold(1, |key, &letter| (key << 9) | u64::from(u32::from(letter).min(0x1FF)))
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let grammar = toml::from_str(include_str!("../../rules/syllables.toml"));
    Table::of(&grammar.expect("the embedded table loads: tested below"))
});

#[derive(Deserialize)]
struct Grammar {
    onsets: Vec<String>,
    front: Vec<String>,
    back: Vec<String>,
    both: Vec<String>,
    gi: String,
    qu: Vec<String>,
    y: Vec<String>,
    stops: Vec<String>,
    rhymes: Vec<String>,
    qu_rhymes: Vec<String>,
}

struct Table {
    /// Onset and rhyme without tone.
    syllables: FxHashSet<u64>,
    stops: Vec<Vec<char>>,
}

impl Table {
    fn of(grammar: &Grammar) -> Table {
        let mut syllables = FxHashSet::default();
        let mut insert = |onset: &str, rhyme: &str| {
            let letters: Vec<char> = onset.chars().chain(rhyme.chars()).collect();
            if letters.len() <= LONGEST {
                syllables.insert(key(&letters));
            }
        };
        for rhyme in &grammar.rhymes {
            if rhyme.starts_with('y') {
                insert("", rhyme);
                grammar.y.iter().filter(|_| rhyme == "y").for_each(|onset| insert(onset, rhyme));
                continue;
            }
            let is_front = rhyme.starts_with(['i', 'e', 'ê']);
            let onsets = grammar.onsets.iter().chain(if is_front { &grammar.front } else { &grammar.back });
            onsets.chain(&grammar.both).for_each(|onset| insert(onset, rhyme));
            // One i is written: "gì", "giếng".
            let gi = if rhyme.starts_with('i') { grammar.gi.trim_end_matches('i') } else { &grammar.gi };
            insert(gi, rhyme);
            if grammar.qu.iter().any(|vowel| rhyme.starts_with(vowel.as_str())) {
                insert("qu", rhyme);
            }
        }
        let rest = ["yên", "yêt", "y"].into_iter().chain(grammar.qu_rhymes.iter().map(String::as_str));
        rest.for_each(|rhyme| insert("qu", rhyme));
        Table { syllables, stops: grammar.stops.iter().map(|stop| stop.chars().collect()).collect() }
    }

    fn ends_with_stop(&self, letters: &[char]) -> bool {
        self.stops.iter().any(|stop| letters.ends_with(stop))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn syllables_are_told_from_other_words() {
        for word in "Cộng hòa hoà xã hội chủ nghĩa Việt Nam Độc lập Tự do Hạnh phúc nghiêng giếng gì giữ quyết quỳnh \
            quốc qua kỷ kế ghi gà nguyễn ỷ yêu y ở ư khuya thuở khuỷu Ủy uỷ ĐƯỜNG khoẻ khỏe uống quy ngoằn xoong ban"
            .split_whitespace()
        {
            assert!(is_syllable(word), "{word}");
        }
        for word in
            "Cóng° señor été ngiêng cế ke̛ qốc hoạcc đờngg ơng ộn̉ thát́ cac tâp hoc wifi tthe x ng zó hợợp ếch1 \
            straße lêch Đắk"
                .split_whitespace()
        {
            assert!(!is_syllable(word), "{word}");
        }
        assert!(!is_syllable(""));
    }
}
