//! The province of a document: as it names it, and the one of today.

use crate::rules::{Rules, fold};
use crate::write::wire::{IssuerLevel, Record};
use memchr::memmem::Finder;
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// A province by the name of the document's time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Province {
    /// "Kon Tum".
    pub name: String,
    /// "Quảng Ngãi"; `None` where several provinces of today share its territory.
    pub now: Option<String>,
}

/// The table `provinces`, ready to be looked up.
#[derive(Debug)]
pub(super) struct Provinces {
    provinces: Vec<Province>,
    by_name: FxHashMap<String, usize>,
    /// The most words of a name.
    longest: usize,
}

impl Provinces {
    pub fn new(rules: &Rules) -> Provinces {
        let mut all = Provinces { provinces: Vec::new(), by_name: FxHashMap::default(), longest: 0 };
        for row in &rules.provinces.rows {
            let fields = &row.fields;
            for name in std::iter::once(&fields.name).chain(&fields.names) {
                let words = words(name);
                all.longest = all.longest.max(words.len());
                all.by_name.insert(words.join(" "), all.provinces.len());
            }
            all.provinces.push(Province { name: fields.name.clone(), now: fields.now.clone() });
        }
        all
    }

    /// The province of the body that issued a document. `None` for central bodies, which are of none, and where the
    /// document does not tell.
    ///
    /// The name of the issuer tells it ("Ủy ban nhân dân tỉnh Kon Tum", "Sở Y tế Kon Tum"), or the place of issue where
    /// the body is one of a province. Bodies of districts and communes rarely print their province: it is the one that
    /// the recipients and cited documents name, where they all name the same.
    pub fn of(&self, record: &Record) -> Option<&Province> {
        let issuer = record.header.issuer.as_ref()?;
        if issuer.level == Some(IssuerLevel::Central) {
            return None;
        }
        let of_name = words(&issuer.name);
        let mut named = self.behind_word(&of_name);
        if named.is_none() && issuer.level.is_none() {
            return None;
        }
        if named.is_none() && issuer.level == Some(IssuerLevel::Province) {
            let place = record.header.place.as_ref().map(|place| words(&place.text)).unwrap_or_default();
            named = self
                .at_end(&of_name)
                .or_else(|| self.at_end(&place).filter(|_| place.len() <= self.longest + 2));
        }
        named.or_else(|| self.around(record)).map(|index| &self.provinces[index])
    }

    /// The one that recipients and cited documents name.
    fn around(&self, record: &Record) -> Option<usize> {
        let cited =
            record.references.iter().flat_map(|cited| [cited.issuer.as_deref(), cited.title.as_deref()]);
        let texts = cited.flatten().chain(record.recipients.iter().map(|recipient| recipient.name.as_str()));
        let mut found = None;
        for text in texts.filter(|text| holds_level(text)) {
            match (self.behind_word(&words(text)), found) {
                (None, _) => {}
                (Some(named), None) => found = Some(named),
                (Some(named), Some(other)) if named == other => {}
                _ => return None,
            }
        }
        found
    }

    /// The first name behind "tỉnh", "tỉnh ủy", "thành phố", "thành ủy". A city of a province that bears its name is in
    /// that province.
    fn behind_word(&self, words: &[String]) -> Option<usize> {
        (0..words.len()).find_map(|at| {
            let behind = match (words[at].as_str(), words.get(at + 1).map(String::as_str)) {
                ("tỉnh", Some("ủy" | "đoàn")) | ("thành", Some("phố" | "ủy" | "đoàn")) => at + 2,
                ("tỉnh" | "tp", _) => at + 1,
                _ => return None,
            };
            self.at(words, behind)
        })
    }

    /// The name that stands at a word, the longest one.
    fn at(&self, words: &[String], at: usize) -> Option<usize> {
        (1..=self.longest.min(words.len().saturating_sub(at)))
            .rev()
            .find_map(|length| self.by_name.get(&words[at..at + length].join(" ")).copied())
    }

    /// The name with which the words end, the longest one.
    fn at_end(&self, words: &[String]) -> Option<usize> {
        (1..=self.longest.min(words.len()))
            .rev()
            .find_map(|length| self.by_name.get(&words[words.len() - length..].join(" ")).copied())
    }
}

/// Whether a text may name a province, before it is cut into words.
fn holds_level(text: &str) -> bool {
    static LEVELS: LazyLock<[Finder<'static>; 6]> =
        LazyLock::new(|| ["ỉnh", "ỈNH", "ành", "ÀNH", "TP", "Tp"].map(Finder::new));
    LEVELS.iter().any(|level| level.find(text.as_bytes()).is_some())
}

fn words(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(fold).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::write::wire::{Header, Issuer, IssuerSystem, Phrase, Recipient, Source};

    fn record(issuer: &str, level: IssuerLevel) -> Record {
        let issuer = Issuer {
            name: issuer.to_owned(),
            level: Some(level),
            system: IssuerSystem::State,
            inferred: false,
            quote: None,
            at: None,
        };
        Record {
            schema_version: "1".to_owned(),
            source: Source {
                path: String::new(),
                format: "txt".to_owned(),
                encoding: None,
                bytes: 0,
                blake3: String::new(),
                pages: None,
                ocr: None,
            },
            header: Header {
                issuer: Some(issuer),
                co_issuers: Vec::new(),
                number: None,
                place: None,
                date: None,
                doc_type: None,
                title: None,
                urgency: None,
                secrecy: None,
            },
            sections: Vec::new(),
            targets: Vec::new(),
            references: Vec::new(),
            assignments: Vec::new(),
            recipients: Vec::new(),
            signature: None,
            co_signatures: Vec::new(),
            footnotes: Vec::new(),
            diagnostics: Vec::new(),
        }
    }

    fn level(issuer: &str) -> IssuerLevel {
        match issuer {
            name if name.contains("huyện") => IssuerLevel::District,
            name if name.contains("xã") => IssuerLevel::Commune,
            _ => IssuerLevel::Province,
        }
    }

    #[test]
    fn every_row_is_found_in_its_examples_and_not_in_the_others() {
        let rules = Rules::embedded();
        let provinces = Provinces::new(rules);
        let name =
            |issuer: &str| provinces.of(&record(issuer, level(issuer))).map(|province| province.name.clone());
        for row in &rules.provinces.rows {
            assert!(!row.find.is_empty(), "{}", row.id.0);
            for issuer in &row.find {
                assert_eq!(name(issuer).as_ref(), Some(&row.fields.name), "{issuer}");
            }
            for issuer in &row.leave {
                assert_ne!(name(issuer).as_ref(), Some(&row.fields.name), "{issuer}");
            }
        }
    }

    #[test]
    fn the_63_provinces_of_2024_are_34_today() {
        let rules = Rules::embedded();
        let now = |row: &crate::rules::Row<crate::rules::ProvinceFields>| row.fields.now.clone();
        let of_2024 = rules.provinces.rows.iter().filter(|row| row.source.contains("202/2025/QH15"));
        let today: std::collections::BTreeSet<_> = of_2024.clone().filter_map(now).collect();
        assert_eq!((of_2024.count(), today.len()), (63, 34));
        for name in &today {
            let own = rules.provinces.rows.iter().find(|row| row.fields.name == *name).unwrap();
            assert_eq!(now(own).as_ref(), Some(name), "a province of today is its own");
        }
    }

    #[test]
    fn the_province_is_the_one_that_the_document_names() {
        let provinces = Provinces::new(Rules::embedded());
        let name = |record: &Record| provinces.of(record).map(|province| province.name.clone());
        use IssuerLevel::{Central, District, Province};
        for (issuer, of, wanted) in [
            ("Sở Y tế Kon Tum", Province, Some("Kon Tum")),
            ("Tỉnh uỷ Bà Rịa – Vũng Tàu", Province, Some("Bà Rịa - Vũng Tàu")),
            ("Hội đồng nhân dân Tp. Hồ Chí Minh", Province, Some("Hồ Chí Minh")),
            ("Ủy ban nhân dân tỉnh Thanh Hoá", Province, Some("Thanh Hóa")),
            ("Ủy ban nhân dân thành phố Kon Tum", District, Some("Kon Tum")),
            ("Ủy ban nhân dân tỉnh Quảng Nam", Province, Some("Quảng Nam")),
            ("Ủy ban nhân dân huyện Hòa Bình", District, None),
            ("Bộ Y tế", Central, None),
            ("Ủy ban nhân dân tỉnh", Province, None),
        ] {
            assert_eq!(name(&record(issuer, of)).as_deref(), wanted, "{issuer}");
        }
        let mut department = record("Sở Nội vụ", Province);
        department.header.place =
            Some(Phrase { text: "Bắc Giang".to_owned(), inferred: false, quote: None, at: None });
        assert_eq!(provinces.of(&department).unwrap().now.as_deref(), Some("Bắc Ninh"));
    }

    #[test]
    fn a_district_is_in_the_province_that_all_around_it_name() {
        let provinces = Provinces::new(Rules::embedded());
        let at = crate::write::wire::At { page: None, line: None, bytes: None, bbox: None };
        let recipient = |name: &str| Recipient {
            name: name.to_owned(),
            note: None,
            quote: String::new(),
            at: at.clone(),
        };
        let mut district = record("Ủy ban nhân dân huyện An Lĩnh", IssuerLevel::District);
        district.recipients = vec![recipient("UBND tỉnh Kon Tum"), recipient("Lưu: VT")];
        assert_eq!(provinces.of(&district).unwrap().name, "Kon Tum");
        district.recipients.push(recipient("UBND tỉnh Gia Lai"));
        assert_eq!(provinces.of(&district), None);
    }
}
