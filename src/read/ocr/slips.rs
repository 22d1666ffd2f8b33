//! Slips of recognition that the words around them show: a comma taken for a full stop, small letters for large ones, the
//! sign of the archive.

use super::engine::Word;
use crate::document::{is_letter, is_lower, is_upper};
use crate::rules::syllables::is_syllable;

/// What engines make of VT, for "văn thư": where every document goes to the archive (NĐ 30/2020/NĐ-CP, Annex I, II.9).
const ARCHIVE: &[&str] = &["VI", "VE", "VF", "VL", "V1", "VÏ", "VÍ", "VTI"];

/// Mends full stops that no sentence ends with, syllables in capitals between small ones, and "Lưu: VT".
pub(super) fn mend(words: &mut [Word]) {
    for index in 0..words.len() {
        let next = words.get(index + 1).map(|word| word.text.as_str());
        let goes_on = next.is_some_and(is_small);
        if goes_on && let Some(syllable) = words[index].text.strip_suffix('.') {
            // No sentence begins with a small letter; abbreviations are no syllables.
            let is_word = syllable.chars().nth(1).is_some() && syllable.chars().skip(1).all(is_lower);
            if is_word && is_syllable(syllable) {
                words[index].text = format!("{syllable},");
            }
        }
        if index > 0 && words[index - 1].text.trim_end_matches(':') == "Lưu" {
            let sign = words[index].text.trim_end_matches([',', ';', '.', ':']);
            if ARCHIVE.contains(&sign) {
                words[index].text = words[index].text.replacen(sign, "VT", 1).replace(';', ",");
            }
        }
        let is_between = goes_on && index > 0 && is_small(words[index - 1].text.trim_end_matches(','));
        let word = &mut words[index];
        if is_between && is_raised(&word.text) {
            word.text = word.text.to_lowercase();
        }
    }
}

/// A word of small letters.
fn is_small(text: &str) -> bool {
    let letters = text.trim_end_matches([',', '.', ';', ':']);
    !letters.is_empty() && letters.chars().all(|letter| is_letter(letter) && is_lower(letter))
}

/// A syllable with marks that has large letters behind the first: "SỞ", "tẬt". What has no marks may be an abbreviation.
fn is_raised(text: &str) -> bool {
    let letters = text.trim_end_matches([',', '.', ';', ':']);
    !letters.is_ascii() && letters.chars().skip(1).any(is_upper) && is_syllable(letters)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::ocr::raster::Area;

    #[test]
    fn slips_are_mended_where_the_words_around_show_them() {
        for (read, meant) in [
            ("các sở. ban, ngành", "các sở, ban, ngành"),
            ("hoàn thành. Các sở", "hoàn thành. Các sở"),
            ("tại tp. cũ", "tại tp. cũ"),
            ("các SỞ, ngành", "các sở, ngành"),
            ("tại cơ SỞ điều trị", "tại cơ sở điều trị"),
            ("theo UBND huyện", "theo UBND huyện"),
            ("của HĐND tỉnh", "của HĐND tỉnh"),
            ("khuyết tẬt và", "khuyết tật và"),
            ("mục Ở đây", "mục Ở đây"),
            ("Lưu: VI; KGVX", "Lưu: VT, KGVX"),
            ("Lưu: VP, TH", "Lưu: VP, TH"),
            ("các Sở. ban", "các Sở, ban"),
        ] {
            let mut words: Vec<Word> = read
                .split(' ')
                .map(|text| Word {
                    text: text.to_owned(),
                    area: Area { left: 0, top: 0, right: 9, bottom: 9 },
                    confidence: 90.0,
                    baseline: 9.0,
                    size: 13.0,
                })
                .collect();
            mend(&mut words);
            let texts: Vec<&str> = words.iter().map(|word| word.text.as_str()).collect();
            assert_eq!(texts.join(" "), meant);
        }
    }
}
