//! A document as lists and graphs show it, whether the corpus holds it or only citations of it.

use crate::rules::fold;
use rusqlite::Row;
use schemars::JsonSchema;
use serde::Serialize;

/// A document, in the corpus or only cited there.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Node {
    /// The key of its content, 64 hexadecimal digits; `null` where the corpus only cites it.
    pub key: Option<String>,
    /// The key by which citations know it: "ct:34-ct/tw:2014"; `null` for a document without a number.
    pub cite_key: Option<String>,
    /// The official abbreviation of its kind: "KH".
    pub doc_type: Option<String>,
    /// Its kind: "Kế hoạch".
    pub doc_type_name: Option<String>,
    /// Number and symbol: "74/KH-UBND".
    pub number: Option<String>,
    /// The date of issue, only when complete: "2024-02-06".
    pub date: Option<String>,
    /// The year of issue.
    pub year: Option<u16>,
    /// The body that issued it; of a document that is only cited, as the citation says.
    pub issuer: Option<String>,
    /// The level of that body: central, province, district, commune.
    pub level: Option<String>,
    /// The province of that body.
    pub province: Option<String>,
    /// Its title (trích yếu).
    pub title: Option<String>,
}

impl Node {
    /// The columns that [`Node::from_row`] reads, of `documents d`, the first being `d.id`.
    pub(super) const COLUMNS: &'static str = "d.id, d.key, d.cite_key, d.doc_type, d.doc_type_name, d.number, d.date, \
         d.year, d.issuer, d.issuer_level, d.province, d.title";

    /// The document of a row, with its number in the database.
    pub(super) fn from_row(row: &Row<'_>) -> rusqlite::Result<(i64, Node)> {
        let node = Node {
            key: row.get(1)?,
            cite_key: row.get(2)?,
            doc_type: row.get(3)?,
            doc_type_name: row.get(4)?,
            number: row.get(5)?,
            date: row.get(6)?,
            year: row.get(7)?,
            issuer: row.get(8)?,
            level: row.get(9)?,
            province: row.get(10)?,
            title: row.get(11)?,
        };
        Ok((row.get(0)?, node))
    }

    /// What tells it from every other in a graph: the key of its content, or that of its citations with the body that
    /// they name. Numbers start anew in every office, so that of offices that citations name differently none is guessed
    /// to be the other; national documents have one issuer.
    pub fn id(&self) -> String {
        if let Some(key) = &self.key {
            return key.clone();
        }
        let cited = self.cite_key.as_deref().unwrap_or_default();
        match &self.issuer {
            Some(issuer) if !is_national(self.doc_type.as_deref(), self.number.as_deref()) => {
                format!("{cited}@{}", fold_words(issuer).join("-"))
            }
            _ => cited.to_owned(),
        }
    }

    /// As a person would name it: "Kế hoạch 74/KH-UBND", else the title.
    pub fn label(&self) -> String {
        let parts = [self.doc_type_name.as_deref(), self.number.as_deref().or(self.title.as_deref())];
        let label = parts.into_iter().flatten().collect::<Vec<_>>().join(" ");
        let other = || self.cite_key.clone().or_else(|| self.key.clone()).unwrap_or_default();
        if label.is_empty() { other() } else { label }
    }
}

/// Documents whose number is the whole country's: laws, decrees, circulars, and what the Party's centre, the Government
/// and the National Assembly issue.
pub(super) fn is_national(kind: Option<&str>, number: Option<&str>) -> bool {
    let central = number.is_some_and(|number| {
        let number = number.to_uppercase();
        number.ends_with("/TW")
            || number.ends_with("-TTG")
            || number.ends_with("-CP")
            || number.contains("/QH")
    });
    central || kind.is_some_and(is_legal)
}

/// Kinds that are the ground of all plans and carried out by none of them in particular.
pub(super) fn is_legal(kind: &str) -> bool {
    const LEGAL: [&str; 14] =
        ["HP", "BL", "L", "PL", "LC", "SL", "NĐ", "TT", "TTLT", "NQLT", "VBHN", "QCVN", "TCVN", "ĐL"];
    LEGAL.contains(&kind)
}

/// How far from the centre: central 0, province 1, district 2, commune 3.
pub(super) fn rank(level: Option<&str>) -> Option<u8> {
    Some(match level? {
        "central" => 0,
        "province" => 1,
        "district" => 2,
        "commune" => 3,
        _ => return None,
    })
}

/// The level of a document that is only cited, by the symbol of its number or the body that the citation names.
pub(super) fn level_of_cited(
    kind: Option<&str>,
    number: Option<&str>,
    issuer: Option<&str>,
) -> Option<&'static str> {
    if is_national(kind, number) {
        return Some("central");
    }
    let symbol = number.map(str::to_uppercase).unwrap_or_default();
    if symbol.ends_with("/TU") {
        return Some("province");
    }
    if ["/HU", "/QU", "/THU", "/TXU"].iter().any(|end| symbol.ends_with(end)) {
        return Some("district");
    }
    let words = fold_words(issuer?);
    let level = |word: &str| match word {
        "tỉnh" => Some("province"),
        "huyện" | "quận" => Some("district"),
        "xã" | "phường" => Some("commune"),
        _ => None,
    };
    let pairs = words.windows(2).find_map(|pair| match [pair[0].as_str(), pair[1].as_str()] {
        ["thị", "xã"] => Some("district"),
        ["thị", "trấn"] | ["đặc", "khu"] => Some("commune"),
        ["chính", "phủ"] | ["bộ", "trưởng"] | ["quốc", "hội"] | ["trung", "ương"] | ["ban", "bí"] => {
            Some("central")
        }
        _ => None,
    });
    let is_ministry = words.first().is_some_and(|word| word == "bộ");
    pairs.or_else(|| words.iter().find_map(|word| level(word))).or(is_ministry.then_some("central"))
}

/// The words of a text, folded: lower case, tone marks in one place.
pub(super) fn fold_words(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(fold).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_level_of_a_cited_document_is_read_from_its_symbol_or_issuer() {
        for (kind, number, issuer, wanted) in [
            (Some("CT"), Some("34-CT/TW"), None, Some("central")),
            (Some("NĐ"), Some("91/2031/NĐ-CP"), None, Some("central")),
            (Some("QĐ"), Some("13/QĐ-TTg"), None, Some("central")),
            (Some("NQ"), Some("05-NQ/TU"), None, Some("province")),
            (Some("NQ"), Some("11-NQ/HU"), None, Some("district")),
            (Some("KH"), Some("7/KH-UBND"), Some("Ủy ban nhân dân tỉnh Kim Sa"), Some("province")),
            (Some("KH"), Some("7/KH-UBND"), Some("Ủy ban nhân dân thị xã Lộc Hải"), Some("district")),
            (Some("KH"), Some("7/KH-UBND"), Some("UBND xã"), Some("commune")),
            (Some("QĐ"), Some("7/QĐ-BYT"), Some("Bộ Y tế"), Some("central")),
            (Some("KH"), Some("7/KH-UBND"), None, None),
        ] {
            assert_eq!(level_of_cited(kind, number, issuer), wanted, "{number:?} {issuer:?}");
        }
    }

    #[test]
    fn one_number_of_two_offices_is_two_documents_and_a_law_is_one() {
        let cited = |kind: &str, number: &str, issuer: &str| {
            let text = |text: &str| Some(text.to_owned());
            let cite_key = text(&format!("{}:{}", kind.to_lowercase(), number.to_lowercase()));
            Node {
                cite_key,
                doc_type: text(kind),
                number: text(number),
                issuer: text(issuer),
                ..Node::default()
            }
            .id()
        };
        assert_ne!(cited("KH", "7/KH-UBND", "UBND xã An Lĩnh"), cited("KH", "7/KH-UBND", "UBND xã Bình Lâm"));
        assert_eq!(
            cited("NĐ", "7/2031/NĐ-CP", "Chính phủ"),
            cited("NĐ", "7/2031/NĐ-CP", "Thủ tướng Chính phủ")
        );
    }
}
