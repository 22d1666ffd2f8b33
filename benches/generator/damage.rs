//! What happens to documents on their way into an archive: typed again, recognized with errors, saved in old encodings,
//! cut off.

use super::random::Random;
use std::collections::HashMap;
use std::sync::LazyLock;
use unicode_normalization::UnicodeNormalization;

/// Typed again from paper: the tone marks of "hòa" placed as in "hoà", a slip of the finger in one word of three hundred.
pub fn retyped(text: &str, random: &mut Random) -> String {
    let mut out = String::with_capacity(text.len() + 64);
    for word in text.split_inclusive(' ') {
        let placed = ["òa", "óa", "ọa", "ủy", "úy", "ụy"]
            .iter()
            .zip(["oà", "oá", "oạ", "uỷ", "uý", "uỵ"])
            .find(|(old, _)| word.trim_end().ends_with(**old) && !word.starts_with("qu"));
        if let Some((old, new)) = placed {
            out.push_str(&word.replace(old, new));
        } else if random.below(300) == 0 && word.len() > 3 && !word.bytes().any(|byte| byte.is_ascii_digit())
        {
            // Two letters changed places.
            let mut letters: Vec<char> = word.chars().collect();
            if letters.len() > 3 {
                letters.swap(1, 2);
            }
            out.extend(letters);
        } else {
            out.push_str(word);
        }
    }
    out
}

/// Scanned and recognized: marks lost or mistaken in one word of `in_words`.
pub fn recognized(text: &str, random: &mut Random, in_words: usize) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split_inclusive(' ') {
        if random.below(in_words) != 0 {
            out.push_str(word);
            continue;
        }
        let at = random.below(word.chars().count().max(1));
        for (nth, letter) in word.chars().enumerate() {
            match (nth == at, letter) {
                (false, _) | (true, ' ' | '\n') => out.push(letter),
                (true, 'l') => out.push('1'),
                (true, 'i') => out.push('l'),
                (true, 'O' | 'Ô') => out.push('0'),
                (true, 'm') => out.push_str("rn"),
                (true, 'đ') => out.push('d'),
                (true, letter) => {
                    // The mark is lost.
                    let mut parts = std::iter::once(letter).nfd();
                    out.extend(parts.next());
                    out.extend(parts.next().filter(|_| random.chance(50)));
                }
            }
        }
    }
    out.nfc().collect()
}

pub fn utf16(text: &str) -> Vec<u8> {
    let units = std::iter::once(0xFEFF).chain(text.encode_utf16());
    units.flat_map(u16::to_le_bytes).collect()
}

pub fn nfd(text: &str) -> String {
    text.nfd().collect()
}

type Codes = HashMap<char, Vec<u8>>;

static TCVN3: LazyLock<Codes> = LazyLock::new(|| codes(include_str!("../../rules/encodings/tcvn3.tsv")));
static VNI: LazyLock<Codes> = LazyLock::new(|| codes(include_str!("../../rules/encodings/vni.tsv")));

fn codes(table: &str) -> Codes {
    let mut codes = Codes::new();
    for line in table.lines().filter(|line| !line.starts_with('#')) {
        let Some((letter, bytes)) = line.split_once('\t') else { continue };
        let bytes = bytes.split_whitespace().flat_map(|hex| {
            (0..hex.len() / 2).filter_map(move |at| u8::from_str_radix(&hex[2 * at..2 * at + 2], 16).ok())
        });
        codes.entry(letter.chars().next().expect("a letter")).or_insert_with(|| bytes.collect());
    }
    codes
}

/// The encoding of the ABC fonts; capitals with a tone mark have no code and become small.
pub fn tcvn3(text: &str) -> Vec<u8> {
    encoded(text, &TCVN3)
}

pub fn vni(text: &str) -> Vec<u8> {
    encoded(text, &VNI)
}

fn encoded(text: &str, codes: &Codes) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len());
    for letter in text.chars() {
        let small = letter.to_lowercase().next().unwrap_or(letter);
        match codes.get(&letter).or_else(|| codes.get(&small)) {
            Some(bytes) => out.extend_from_slice(bytes),
            None => out.push(if letter.is_ascii() { letter as u8 } else { b' ' }),
        }
    }
    out
}

/// A file that holds no document: its ending and bytes.
pub fn broken(random: &mut Random) -> (&'static str, Vec<u8>) {
    let mut noise: Vec<u8> = (0..random.within(200, 4_000)).map(|_| random.next() as u8).collect();
    match random.below(5) {
        0 => ("txt", Vec::new()),
        1 => ("pdf", [b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog".as_slice(), &noise].concat()),
        2 => ("docx", [b"PK\x03\x04\x14\x00\x06\x00".as_slice(), &noise].concat()),
        3 => ("doc", [b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".as_slice(), &noise].concat()),
        _ => {
            noise.splice(0..0, *b"\x7FELF\x02\x01\x01\x00");
            ("bin", noise)
        }
    }
}
