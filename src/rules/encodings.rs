//! Legacy encodings of Vietnamese text: which bytes stand for which letters.
//!
//! Facts that no one overrides, so they are no part of [`super::Rules`].

use rustc_hash::FxHashMap;
use serde::Deserialize;
use std::sync::LazyLock;

/// One encoding: a letter is one byte, or two.
#[derive(Debug)]
pub struct Encoding {
    /// "tcvn3"; what stands in [`crate::document::Repair::encoding`].
    pub id: &'static str,
    /// For people: "TCVN3 (ABC)".
    pub name: &'static str,
    /// Some capital letters have no code of their own.
    pub shared_capitals: bool,
    /// Beginnings of names, in small letters, that are always written with a capital which the encoding does not have.
    pub capitalized: Vec<String>,
    single: Box<[Option<char>; 256]>,
    pairs: FxHashMap<(u8, u8), char>,
    alternates: Vec<(char, u8)>,
    codes: Vec<(char, Vec<u8>)>,
}

/// All of them, the most frequent first.
pub fn encodings() -> &'static [Encoding] {
    &ENCODINGS
}

/// The encoding of this id.
pub fn encoding(id: &str) -> Option<&'static Encoding> {
    ENCODINGS.iter().find(|encoding| encoding.id == id)
}

/// What a byte 80-9F is in windows-1252; `None` for the five that are not assigned, and for other bytes.
pub fn windows_1252(byte: u8) -> Option<char> {
    byte.checked_sub(0x80)
        .and_then(|index| WINDOWS_1252.characters.get(usize::from(index)).copied().flatten())
}

/// The byte that a character was, read as Latin-1 or as windows-1252: U+00E9 and U+2019 have one, U+1EBF has none.
pub fn byte_of(letter: char) -> Option<u8> {
    match u32::from(letter) {
        code @ ..=0xFF => Some(code as u8),
        code @ 0x152..=0x2122 => {
            let bytes = &WINDOWS_1252.bytes;
            bytes.binary_search_by_key(&code, |&(code, _)| code).ok().map(|at| bytes[at].1)
        }
        _ => None,
    }
}

/// The byte that a character was, read as Mac OS Roman.
pub fn byte_of_macintosh(letter: char) -> Option<u8> {
    byte_in(&MACINTOSH, letter)
}

/// The byte that a character was, read as windows-1258.
pub fn byte_of_windows_1258(letter: char) -> Option<u8> {
    match letter {
        // The tone marks, and the sign of the đồng.
        '\u{300}' => Some(0xCC),
        '\u{301}' => Some(0xEC),
        '\u{303}' => Some(0xDE),
        '\u{309}' => Some(0xD2),
        '\u{323}' => Some(0xF2),
        '₫' => Some(0xFE),
        _ => byte_in(&WINDOWS_1258, letter).or_else(|| byte_of(letter)),
    }
}

fn byte_in(table: &[(char, u8)], letter: char) -> Option<u8> {
    if letter.is_ascii() {
        return Some(letter as u8);
    }
    table.binary_search_by_key(&letter, |&(letter, _)| letter).ok().map(|at| table[at].1)
}

static MACINTOSH: LazyLock<Vec<(char, u8)>> =
    LazyLock::new(|| single_bytes(include_str!("../../rules/encodings/macintosh.tsv")));

static WINDOWS_1258: LazyLock<Vec<(char, u8)>> =
    LazyLock::new(|| single_bytes(include_str!("../../rules/encodings/windows-1258.tsv")));

/// The characters of one byte beyond ASCII, sorted.
fn single_bytes(table: &str) -> Vec<(char, u8)> {
    let codes = codes(table).expect("the embedded table loads: tested below").into_iter();
    let mut bytes: Vec<(char, u8)> = codes
        .filter_map(|(letter, bytes)| match bytes[..] {
            [byte] if byte >= 0x80 => Some((letter, byte)),
            _ => None,
        })
        .collect();
    bytes.sort_unstable();
    bytes
}

impl Encoding {
    /// The letter of one byte.
    pub fn letter(&self, byte: u8) -> Option<char> {
        self.single[usize::from(byte)]
    }

    /// The letter of two bytes.
    pub fn letter_of_pair(&self, first: u8, second: u8) -> Option<char> {
        self.pairs.get(&(first, second)).copied()
    }

    /// The byte that a character was, where it has another form than [`byte_of`] knows.
    pub fn alternate(&self, letter: char) -> Option<u8> {
        self.alternates.iter().find(|(alternate, _)| *alternate == letter).map(|&(_, byte)| byte)
    }

    /// The letters and their bytes.
    pub fn codes(&self) -> impl Iterator<Item = (char, &[u8])> {
        self.codes.iter().map(|(letter, bytes)| (*letter, bytes.as_slice()))
    }
}

macro_rules! letters {
    ($($id:literal),* $(,)?) => {
        /// The tables of letters, by id.
        const LETTERS: &[(&str, &str)] =
            &[$(($id, include_str!(concat!("../../rules/encodings/", $id, ".tsv")))),*];
    };
}

letters!("tcvn3", "vni", "windows-1258", "viscii", "vps", "bkhcm2", "vietware-x", "tcvn5712-1");

static ENCODINGS: LazyLock<Vec<Encoding>> =
    LazyLock::new(|| load().expect("the embedded tables load: tested below"));

struct Windows1252 {
    /// Of the bytes 80-9F.
    characters: [Option<char>; 32],
    /// Sorted by character.
    bytes: Vec<(u32, u8)>,
}

static WINDOWS_1252: LazyLock<Windows1252> = LazyLock::new(|| {
    let codes = codes(include_str!("../../rules/encodings/windows-1252.tsv"));
    let mut characters = [None; 32];
    let mut bytes = Vec::new();
    for (character, code) in codes.expect("the embedded table loads: tested below") {
        characters[usize::from(code[0] - 0x80)] = Some(character);
        bytes.push((u32::from(character), code[0]));
    }
    bytes.sort_unstable();
    Windows1252 { characters, bytes }
});

#[derive(Deserialize)]
struct File {
    row: Vec<Row>,
}

#[derive(Deserialize)]
struct Row {
    id: String,
    name: String,
    #[serde(default)]
    shared_capitals: bool,
    #[serde(default)]
    capitalized: Vec<String>,
    #[serde(default)]
    either_case: bool,
    #[serde(default)]
    alternates: Vec<(char, String)>,
}

fn load() -> Option<Vec<Encoding>> {
    let file: File = toml::from_str(include_str!("../../rules/encodings.toml")).ok()?;
    file.row.into_iter().map(Encoding::of).collect()
}

impl Encoding {
    fn of(row: Row) -> Option<Encoding> {
        let (id, letters) = LETTERS.iter().find(|(id, _)| *id == row.id)?;
        let codes = codes(letters)?;
        let mut single = Box::new([None; 256]);
        let mut pairs = FxHashMap::default();
        for (letter, bytes) in &codes {
            match bytes[..] {
                [byte] => single[usize::from(byte)] = Some(*letter),
                [first, second] => drop(pairs.insert((first, second), *letter)),
                _ => return None,
            }
        }
        if row.either_case {
            let own = pairs.clone();
            for (&(first, second), &letter) in own.iter().filter(|((_, second), _)| *second >= 0xC0) {
                pairs.entry((first, second ^ 0x20)).or_insert(letter);
            }
        }
        let alternate = |(letter, byte): (char, String)| Some((letter, u8::from_str_radix(&byte, 16).ok()?));
        Some(Encoding {
            id,
            name: row.name.leak(),
            shared_capitals: row.shared_capitals,
            capitalized: row.capitalized,
            single,
            pairs,
            alternates: row.alternates.into_iter().map(alternate).collect::<Option<_>>()?,
            codes,
        })
    }
}

/// The rows of a table: a letter (combining ones stand on ◌), its bytes.
fn codes(table: &str) -> Option<Vec<(char, Vec<u8>)>> {
    let rows = table.lines().filter(|line| !line.starts_with('#'));
    rows.map(|row| {
        let (letter, bytes) = row.split_once('\t')?;
        let letter = letter.trim_start_matches('◌').chars().next()?;
        let bytes = bytes.split(' ').map(|byte| u8::from_str_radix(byte, 16));
        Some((letter, bytes.collect::<Result<_, _>>().ok()?))
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_encoding_has_the_letters_of_the_alphabet() {
        for encoding in load().expect("loads") {
            let has = |letter: char| encoding.codes().any(|(own, _)| own == letter);
            for letter in "àằầáắấảẳẩãẵẫạặậăâđèềéếẻểẽễẹệêìíỉĩịòồờóốớỏổởõỗỡọộợôơùừúứủửũữụựưỳýỷỹỵ".chars()
            {
                assert!(has(letter), "{} {letter}", encoding.id);
            }
            let capitals = "ÀẰẦÁẮẤẢẲẨÃẴẪẠẶẬÈỀÉẾẺỂẼỄẸỆÌÍỈĨỊÒỒỜÓỐỚỎỔỞÕỖỠỌỘỢÙỪÚỨỦỬŨỮỤỰỲÝỶỸỴ";
            let missing = capitals.chars().any(|letter| !has(letter));
            assert_eq!(missing, encoding.shared_capitals, "{}", encoding.id);
        }
    }

    #[test]
    fn bytes_and_letters_are_told_apart() {
        let vni = encoding("vni").expect("VNI");
        assert_eq!(vni.letter_of_pair(b'a', 0xF8), Some('à'));
        assert_eq!(vni.letter_of_pair(b'a', 0xD8), Some('à'));
        assert_eq!(vni.letter(0xF1), Some('đ'));
        let tcvn3 = encoding("tcvn3").expect("TCVN3");
        assert_eq!((tcvn3.letter(0xAE), tcvn3.letter(0x93)), (Some('đ'), None));
        assert_eq!(tcvn3.alternate('−'), Some(0xAD));
        assert_eq!(
            (byte_of('é'), byte_of('’'), byte_of('ế'), byte_of('ă')),
            (Some(0xE9), Some(0x92), None, None)
        );
        assert_eq!(
            (byte_of_macintosh('®'), byte_of_macintosh('ế'), byte_of_macintosh('a')),
            (Some(0xA8), None, Some(b'a'))
        );
        assert_eq!(
            (
                byte_of_windows_1258('ă'),
                byte_of_windows_1258('\u{301}'),
                byte_of_windows_1258('é'),
                byte_of_windows_1258('₫')
            ),
            (Some(0xE3), Some(0xEC), Some(0xE9), Some(0xFE))
        );
        assert_eq!((windows_1252(0x92), windows_1252(0x81), windows_1252(0xE9)), (Some('’'), None, None));
    }
}
