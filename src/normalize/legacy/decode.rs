//! A passage in a legacy encoding to Unicode.

use super::capitals::Capitals;
use super::code::{Code, Reading, Unit};
use super::hyphens;

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

    /// Whether the decoder is for text of this kind.
    pub(super) fn is_for(&self, code: Code, reading: Reading) -> bool {
        self.code.id() == code.id() && self.reading == reading
    }

    /// The characters that a passage stands for, in order; it begins where the last one ended,
    /// and `behind` is what follows it. Letters are composed as far as the encoding has them so. `capitals` says that
    /// the font shows small letters as capitals.
    pub(super) fn decode(&mut self, passage: &str, behind: &str, capitals: bool) -> &[Unit] {
        self.units.clear();
        let mut rest = passage;
        while !rest.is_empty() {
            let unit = self.code.next(rest, self.reading);
            rest = &rest[usize::from(unit.len)..];
            self.units.push(unit);
        }
        if self.code.has_soft_hyphen() {
            hyphens::restore(&mut self.units);
        }
        if let Some(capitals) = &mut self.capitals {
            capitals.raise(&mut self.units, behind);
        }
        if capitals {
            for unit in &mut self.units {
                let mut upper = unit.letter.to_uppercase();
                if let (Some(letter), None) = (upper.next(), upper.next()) {
                    unit.letter = letter;
                }
            }
        }
        &self.units
    }
}

/// Decodes a passage of text whose bytes were read as Latin-1 or windows-1252 as what they are: the encoding is one of
/// [`crate::document::Repair::encoding`]. An unknown one leaves the text as it is.
pub fn decode_passage(raw: &str, encoding: &str) -> String {
    match Code::of(encoding) {
        Some(code) => Decoder::new(code, Reading::of(raw))
            .decode(raw, "", false)
            .iter()
            .map(|unit| unit.letter)
            .collect(),
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
                "tcvn3",
                "nhµ n-íc, nh- sau, ®Çu t‑ n\u{2010}íc, Trung -¬ng",
                "nhà nước, như sau, đầu tư nước, Trung ương",
            ),
            (
                "tcvn3",
                "kinh tÕ-x· héi, 12/Q§-UB, a- Môc, b- ®Ých, - n-íc",
                "kinh tế-xã hội, 12/QĐ-UB, a- Mục, b- đích, - nước",
            ),
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
