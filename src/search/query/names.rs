//! The names of filters, and of the values that are lists.

use super::super::words::words;
use crate::rules::Rules;

/// A field that documents are filtered by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum FilterField {
    /// Loại văn bản, by code or name.
    Kind,
    /// Cơ quan ban hành, words of the name.
    Issuer,
    /// Cấp của cơ quan ban hành.
    Level,
    /// Nhà nước, Đảng, Mặt trận.
    System,
    /// Tỉnh, by its name of today or of before 2025-07-01.
    Province,
    /// Tỉnh, by its name of before 2025-07-01 alone.
    ProvinceThen,
    /// Năm ban hành.
    Year,
    /// Cơ quan được giao việc, words of the name.
    Body,
    /// Chỉ tiêu, words of the indicator.
    Indicator,
    /// Số, ký hiệu.
    Number,
    /// Trích yếu.
    Title,
    /// Người ký.
    Signer,
    /// Văn bản được viện dẫn, by number.
    Cites,
}

impl FilterField {
    pub const ALL: [FilterField; 13] = [
        FilterField::Kind,
        FilterField::Issuer,
        FilterField::Level,
        FilterField::System,
        FilterField::Province,
        FilterField::ProvinceThen,
        FilterField::Year,
        FilterField::Body,
        FilterField::Indicator,
        FilterField::Number,
        FilterField::Title,
        FilterField::Signer,
        FilterField::Cites,
    ];

    /// The names by which it is typed, with or without marks; the first is Vietnamese, the second English.
    pub fn names(self) -> &'static [&'static str] {
        match self {
            FilterField::Kind => &["loại", "kind", "loại văn bản", "type"],
            FilterField::Issuer => &["cơ quan", "issuer", "cơ quan ban hành", "ban hành"],
            FilterField::Level => &["cấp", "level"],
            FilterField::System => &["hệ thống", "system", "khối"],
            FilterField::Province => &["tỉnh", "province", "tỉnh thành", "thành phố"],
            FilterField::ProvinceThen => &["tỉnh cũ", "old-province", "oldprovince"],
            FilterField::Year => &["năm", "year"],
            FilterField::Body => &["đơn vị", "body", "thực hiện", "giao cho"],
            FilterField::Indicator => &["chỉ tiêu", "indicator"],
            FilterField::Number => &["số", "number", "số hiệu", "ký hiệu"],
            FilterField::Title => &["trích yếu", "title", "tiêu đề"],
            FilterField::Signer => &["người ký", "signer"],
            FilterField::Cites => &["viện dẫn", "cites", "căn cứ"],
        }
    }

    /// The name in JSON: "kind".
    pub fn code(self) -> &'static str {
        match self {
            FilterField::ProvinceThen => "old-province",
            field => field.names()[1],
        }
    }

    /// The field of this name, typed with or without marks.
    pub fn from_name(typed: &str) -> Option<FilterField> {
        let wanted = bare(typed);
        Self::ALL.into_iter().find(|field| field.names().iter().any(|name| bare(name) == wanted))
    }

    /// Whether its values are those of a list.
    pub fn has_list(self) -> bool {
        matches!(
            self,
            FilterField::Kind
                | FilterField::Level
                | FilterField::System
                | FilterField::Province
                | FilterField::ProvinceThen
        )
    }

    /// The code of the longest row of this field's list that these words begin with, and how many words that takes.
    /// `None` for fields without a list.
    pub fn from_list(self, typed: &[&str]) -> Option<(String, usize)> {
        (1..=typed.len().min(LONGEST_VALUE))
            .rev()
            .find_map(|count| Some((self.listed(&bare(&typed[..count].join(" ")))?, count)))
    }

    fn listed(self, wanted: &str) -> Option<String> {
        let among = |list: &[(&str, &[&str])]| {
            let (code, _) = list.iter().find(|(_, names)| names.iter().any(|name| bare(name) == wanted))?;
            Some((*code).to_owned())
        };
        match self {
            FilterField::Kind => {
                Rules::embedded().kinds.rows.iter().map(|row| &row.fields).find_map(|kind| {
                    let names = [&kind.name, &kind.code];
                    let is_named = names.into_iter().chain(&kind.symbols).any(|name| bare(name) == wanted);
                    is_named.then(|| kind.code.clone())
                })
            }
            FilterField::Level => among(LEVELS),
            FilterField::System => among(SYSTEMS),
            FilterField::Province | FilterField::ProvinceThen => {
                let rows = &Rules::embedded().provinces.rows;
                let wanted = without_level(wanted);
                let then = rows.iter().map(|row| &row.fields).find_map(|province| {
                    let is_named = std::iter::once(&province.name)
                        .chain(&province.names)
                        .any(|name| without_level(&bare(name)) == wanted);
                    is_named.then(|| province.name.clone())
                });
                then.or_else(|| {
                    let mut today = rows.iter().filter_map(|row| row.fields.now.as_ref());
                    today.find(|name| bare(name) == wanted).cloned()
                })
            }
            _ => None,
        }
    }
}

/// "tinh kon tum" is "kon tum".
fn without_level(name: &str) -> &str {
    ["tinh ", "thanh pho ", "tp "].into_iter().find_map(|level| name.strip_prefix(level)).unwrap_or(name)
}

/// Words of the longest value in a list.
const LONGEST_VALUE: usize = 6;

const LEVELS: &[(&str, &[&str])] = &[
    ("central", &["central", "trung ương", "tw"]),
    ("province", &["province", "tỉnh", "cấp tỉnh", "thành phố"]),
    ("district", &["district", "huyện", "cấp huyện", "quận", "thị xã"]),
    ("commune", &["commune", "xã", "cấp xã", "phường", "thị trấn"]),
];

const SYSTEMS: &[(&str, &[&str])] = &[
    ("state", &["state", "nhà nước", "chính quyền"]),
    ("party", &["party", "đảng"]),
    ("front", &["front", "mặt trận"]),
    ("other", &["other", "khác"]),
];

/// The words without marks, a space between them.
pub fn bare(text: &str) -> String {
    words(text).iter().map(|forms| &*forms.bare).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_filters_share_a_name() {
        let mut seen = std::collections::BTreeMap::new();
        for field in FilterField::ALL {
            for name in field.names() {
                assert_eq!(seen.insert(bare(name), field), None, "{name}");
            }
            assert_eq!(FilterField::from_name(field.code()), Some(field));
        }
    }

    #[test]
    fn lists_are_read_by_code_name_and_symbol() {
        for (field, typed, wanted) in [
            (FilterField::Kind, "kế hoạch năm", Some(("KH", 2))),
            (FilterField::Kind, "ke hoach", Some(("KH", 2))),
            (FilterField::Kind, "qd", Some(("QĐ", 1))),
            (FilterField::Kind, "xyz", None),
            (FilterField::Level, "Tỉnh", Some(("province", 1))),
            (FilterField::Level, "trung ương đảng", Some(("central", 2))),
            (FilterField::System, "đảng", Some(("party", 1))),
            (FilterField::Issuer, "ubnd", None),
        ] {
            let typed: Vec<&str> = typed.split(' ').collect();
            let found = field.from_list(&typed);
            assert_eq!(found.as_ref().map(|(code, count)| (code.as_str(), *count)), wanted, "{typed:?}");
        }
    }
}
