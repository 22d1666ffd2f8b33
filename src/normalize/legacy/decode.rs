//! A passage in a legacy encoding to Unicode.

use super::capitals::Capitals;
use super::code::{Code, Reading, Unit};

/// Decodes passages; keeps its memory from one to the next.
pub(super) struct Decoder {
    code: Code,
    reading: Reading,
    units: Vec<Unit>,
    capitals: Option<Capitals>,
}

impl Decoder {
    pub(super) fn new(code: Code, reading: Reading) -> Decoder {
        Decoder { code, reading, units: Vec::new(), capitals: Capitals::of(code) }
    }

    /// The characters that a passage stands for, in order; it begins where the last one ended,
    /// and `behind` is what follows it. Letters are composed as far as the encoding has them so.
    pub(super) fn decode(&mut self, passage: &str, behind: &str) -> &[Unit] {
        self.units.clear();
        let mut rest = passage;
        while !rest.is_empty() {
            let unit = self.code.next(rest, self.reading);
            rest = &rest[usize::from(unit.len)..];
            self.units.push(unit);
        }
        if let Some(capitals) = &mut self.capitals {
            capitals.raise(&mut self.units, behind);
        }
        &self.units
    }
}

/// Decodes a passage of text whose bytes were read as Latin-1 or windows-1252 as what they are: the encoding is one of
/// [`crate::document::Repair::encoding`]. An unknown one leaves the text as it is.
pub fn decode_passage(raw: &str, encoding: &str) -> String {
    match Code::of(encoding) {
        Some(code) => {
            Decoder::new(code, Reading::of(raw)).decode(raw, "").iter().map(|unit| unit.letter).collect()
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
}
