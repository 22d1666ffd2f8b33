//! A passage in a legacy encoding to Unicode.

use super::code::{Code, Reading, Unit};
use crate::rules::syllables::is_syllable;

/// Decodes passages; keeps its memory from one to the next.
pub(super) struct Decoder {
    code: Code,
    reading: Reading,
    units: Vec<Unit>,
}

impl Decoder {
    pub(super) fn new(code: Code, reading: Reading) -> Decoder {
        Decoder { code, reading, units: Vec::new() }
    }

    /// The characters that a passage stands for, in order. Letters are composed as far as the encoding has them so.
    pub(super) fn decode(&mut self, passage: &str) -> &[Unit] {
        self.units.clear();
        let mut rest = passage;
        while !rest.is_empty() {
            let unit = self.code.next(rest, self.reading);
            rest = &rest[usize::from(unit.len)..];
            self.units.push(unit);
        }
        if self.code.shares_capitals() {
            raise_capitals(&mut self.units);
        }
        &self.units
    }
}

/// How the letters of a word are set, as far as the letters tell that have a code for each case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Set {
    Small,
    Capital,
    /// "Kế", "ở": the neighbours tell.
    Unknown,
}

/// Small letters that stand for capitals become capitals: those of words that are set in capitals otherwise
/// ("HOạCH"), and of words with a capital at most beside such ("Kế HOẠCH").
fn raise_capitals(units: &mut [Unit]) {
    let mut words: Vec<(std::ops::Range<usize>, Set)> = Vec::new();
    let mut at = 0;
    while at < units.len() {
        let len = units[at..].iter().take_while(|unit| unit.letter.is_alphabetic()).count();
        if len > 0 {
            words.push((at..at + len, set_of(&units[at..at + len])));
        }
        at += len.max(1);
    }
    let told: Vec<Set> = words.iter().map(|(_, set)| *set).collect();
    for index in 0..words.len() {
        let beside = |other: Option<usize>| {
            let other = other.filter(|&other| other < words.len())?;
            let (first, second) = if other < index { (other, index) } else { (index, other) };
            let between = &units[words[first].0.end..words[second].0.start];
            let is_space = between.iter().all(|unit| matches!(unit.letter, ' ' | '\u{A0}' | '\t'));
            (is_space && told[other] != Set::Unknown).then_some(told[other])
        };
        let is_capital = match told[index] {
            Set::Capital => true,
            Set::Small => false,
            Set::Unknown => match (beside(index.checked_sub(1)), beside(Some(index + 1))) {
                (None, None) => false,
                (before, after) => [before, after].iter().flatten().all(|set| *set == Set::Capital),
            },
        };
        if is_capital {
            for unit in &mut units[words[index].0.clone()] {
                if unit.decoded {
                    unit.letter = unit.letter.to_uppercase().next().unwrap_or(unit.letter);
                }
            }
        }
    }
}

fn set_of(word: &[Unit]) -> Set {
    let is_capital = |unit: &Unit| unit.letter.is_uppercase();
    if word.iter().any(|unit| !unit.decoded && !is_capital(unit)) {
        return Set::Small;
    }
    let capitals = word.iter().filter(|unit| is_capital(unit)).count();
    let behind_first = word.iter().skip(1).any(is_capital);
    if capitals < 2 && !behind_first {
        return Set::Unknown;
    }
    // Abbreviations say nothing of the words beside them.
    let letters: String = word.iter().map(|unit| unit.letter).collect();
    if is_syllable(&letters) || word.iter().any(|unit| unit.decoded && !is_capital(unit)) {
        Set::Capital
    } else {
        Set::Small
    }
}

/// Decodes a passage of text whose bytes were read as Latin-1 or windows-1252 as what they are: the encoding is one of
/// [`crate::document::Repair::encoding`]. An unknown one leaves the text as it is.
pub fn decode_passage(raw: &str, encoding: &str) -> String {
    match Code::of(encoding) {
        Some(code) => {
            Decoder::new(code, Reading::of(raw)).decode(raw).iter().map(|unit| unit.letter).collect()
        }
        None => raw.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passages_are_decoded() {
        for (encoding, raw, text) in [
            (
                "tcvn3",
                "Céng hßa x· héi chñ nghÜa ViÖt Nam, §éc lËp",
                "Cộng hòa xã hội chủ nghĩa Việt Nam, Độc lập",
            ),
            ("tcvn3", "t−íng, b¶o l∙nh, tr\u{AD}ëng", "tướng, bảo lãnh, trưởng"),
            (
                "vni",
                "Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam, Ñoäc",
                "Cộng hòa xã hội chủ nghĩa Việt Nam, Độc",
            ),
            ("vni", "ÑÖÔØNG ñöôøng Aù aÙ", "ĐƯỜNG đường Á á"),
            ("viscii", "Cµng hòa xã hµi chü nghîa Vi®t Nam", "Cộng hòa xã hội chủ nghĩa Việt Nam"),
            ("vps", "C¶ng hòa xã h¶i chû nghïa Vi\u{8C}t Nam", "Cộng hòa xã hội chủ nghĩa Việt Nam"),
            ("vps", "C¶ng hòa xã h¶i chû nghïa ViŒt Nam", "Cộng hòa xã hội chủ nghĩa Việt Nam"),
            (
                "windows-1258",
                "Côòng hoÌa xaÞ hôòi chuÒ nghiÞa Viêòt Nam",
                "Cộng hòa xã hội chủ nghĩa Việt Nam",
            ),
            ("bkhcm2", "Cöång hoâa xaä höåi chuã nghôa Viïåt Nam", "Cộng hòa xã hội chủ nghĩa Việt Nam"),
            ("vietware-x", "Cäüng hoìa xaî häüi chuí nghéa Viãût Nam", "Cộng hòa xã hội chủ nghĩa Việt Nam"),
            (
                "utf-8 as cp1252",
                "Cá»™ng hÃ²a xÃ£ há»™i chá»§ nghÄ©a Viá»‡t",
                "Cộng hòa xã hội chủ nghĩa Việt",
            ),
            ("latin-7", "Céng", "Céng"),
        ] {
            assert_eq!(decode_passage(raw, encoding), text, "{encoding}");
        }
    }

    #[test]
    fn capitals_are_told_from_their_neighbours() {
        for (raw, text) in [
            ("KÕ HO¹CH", "KẾ HOẠCH"),
            ("Uû BAN NH¢N D¢N", "UỶ BAN NHÂN DÂN"),
            ("HUYÖN T¢N QUý", "HUYỆN TÂN QUÝ"),
            ("Bé Tµi chÝnh", "Bộ Tài chính"),
            ("Sè: 38/KH-UB", "Số: 38/KH-UB"),
            ("C¸c UBND x·", "Các UBND xã"),
            ("ñy ban nh©n d©n", "ủy ban nhân dân"),
            ("§Þa ®iÓm", "Địa điểm"),
        ] {
            assert_eq!(decode_passage(raw, "tcvn3"), text);
        }
    }
}
