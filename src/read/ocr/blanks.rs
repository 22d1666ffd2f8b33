//! Blanks of printed forms that were filled in by hand: "Số: ... /KH-UBND", "ngày ... tháng 3 năm 2025", "... GIÁM ĐỐC". The engine reads no
//! handwriting; what it makes of it is left out, so that number and date stand as what is known of them.

use super::engine::Word;
use crate::document::{is_lower, is_upper};
use crate::rules::syllables::is_syllable;

/// Leaves scrawls out of the blanks for number and day.
pub(super) fn clear(words: &mut Vec<Word>) {
    let mut is_scrawl = vec![false; words.len()];
    for index in 0..words.len() {
        let behind = |ahead: usize| words.get(index + ahead).map(|word| word.text.as_str());
        let text = words[index].text.as_str();
        if text.starts_with("Số") {
            // Up to two scrawls before the sign of the kind and the issuer.
            if let Some(sign) = (1..=3).find(|&ahead| behind(ahead).is_some_and(is_symbol)) {
                (1..sign).filter(|&ahead| behind(ahead).is_some_and(|text| !is_number(text))).for_each(
                    |ahead| {
                        is_scrawl[index + ahead] = true;
                    },
                );
            }
        } else if text == "ngày" && behind(2) == Some("tháng") {
            is_scrawl[index + 1] = behind(1).is_some_and(|text| !is_number(text) && !is_syllable(text));
        }
    }
    // By hand, too, whoever signs for another writes so before the post that is printed.
    for index in 1..words.len() {
        let (scrawl, post) = (&words[index - 1], &words[index]);
        let (is_near, signs) = (post.area.left >= scrawl.area.right, scrawl.text.contains(is_sign));
        is_scrawl[index - 1] |=
            is_near && signs && scrawl.text.chars().count() <= 4 && is_capitals(&post.text);
    }
    for index in 1..words.len() {
        let (before, next) = (&words[index - 1].text, &words[index].text);
        let label = match before.as_str() {
            text if text.starts_with("Số:") && is_symbol(next) => "Số:",
            text if text.starts_with("ngày") && next == "tháng" => "ngày",
            _ => continue,
        };
        let rest = &before[label.len()..];
        if !rest.is_empty() && !rest.starts_with(char::is_alphabetic) && !is_number(rest) {
            words[index - 1].text = label.to_owned();
        }
    }
    let mut scrawls = is_scrawl.into_iter();
    words.retain(|_| !scrawls.next().unwrap_or(false));
}

/// Whether it is the sign behind a document's number: "/KH-UBND".
fn is_symbol(text: &str) -> bool {
    text.strip_prefix('/').is_some_and(|sign| sign.starts_with(char::is_uppercase) && sign.contains('-'))
}

/// Whether it is a sign that stands in no word.
fn is_sign(letter: char) -> bool {
    matches!(
        letter,
        '#' | '@'
            | '$'
            | '*'
            | '='
            | '<'
            | '>'
            | '{'
            | '}'
            | '^'
            | '†'
            | '§'
            | '£'
            | '€'
            | '©'
            | '®'
            | '™'
            | '°'
    )
}

fn is_capitals(text: &str) -> bool {
    text.chars().filter(|&letter| is_upper(letter)).nth(2).is_some() && !text.chars().any(is_lower)
}

fn is_number(text: &str) -> bool {
    let text = text.trim_matches(['.', ',', ':']);
    !text.is_empty() && text.chars().all(|c| c.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::ocr::raster::Area;

    #[test]
    fn scrawls_in_blanks_are_left_out_and_numbers_stay() {
        for (read, cleared) in [
            ("Số: M_ /KH-UBND", "Số: /KH-UBND"),
            ("Số:?2 /KH-SYT", "Số: /KH-SYT"),
            ("Số: 15 /KH-UBND", "Số: 15 /KH-UBND"),
            ("Số:15 /KH-UBND", "Số:15 /KH-UBND"),
            ("ngày Ơ? tháng 3", "ngày tháng 3"),
            ("ngày.#† tháng 7", "ngày tháng 7"),
            ("ngày 05 tháng 3", "ngày 05 tháng 3"),
            ("ngày lễ tháng 3", "ngày lễ tháng 3"),
            ("Số lượng 2 /người", "Số lượng 2 /người"),
            ("-#T, GIÁM ĐỐC", "GIÁM ĐỐC"),
            ("KT. GIÁM ĐỐC", "KT. GIÁM ĐỐC"),
            ("TM. GIÁM ĐỐC", "TM. GIÁM ĐỐC"),
        ] {
            let mut words: Vec<Word> = read
                .split(' ')
                .map(|text| Word {
                    text: text.to_owned(),
                    area: Area { left: 9, top: 0, right: 9, bottom: 9 },
                    confidence: 60.0,
                    baseline: 9.0,
                    size: 13.0,
                })
                .collect();
            clear(&mut words);
            let texts: Vec<&str> = words.iter().map(|word| word.text.as_str()).collect();
            assert_eq!(texts.join(" "), cleared);
        }
    }
}
