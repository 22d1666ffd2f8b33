//! When two numbers, names or issuers are those of one document.

use crate::document::is_letter;
use crate::rules::{fold, strip_marks};

/// A number to compare: without leading zeros, in large letters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Number {
    /// "27-CT/TW", "73/2023/NĐ-CP"
    pub whole: String,
    /// So many bytes of it are the serial.
    serial: usize,
    /// The year that stands in the number.
    pub year: Option<u16>,
    /// There is more than a serial number and a year.
    pub has_symbol: bool,
}

impl Number {
    pub fn new(text: &str) -> Number {
        let numbered = text.starts_with(|c: char| c.is_ascii_digit());
        let text = if numbered { text.trim_start_matches('0') } else { text };
        let mut whole = String::with_capacity(text.len());
        for letter in text.chars() {
            match letter {
                '\0'..='\x7f' => whole.push(letter.to_ascii_uppercase()),
                'đ' | 'Đ' | 'Ð' | 'ð' => whole.push('Đ'),
                _ => whole.extend(letter.to_uppercase()),
            }
        }
        let whole = canonical(whole);
        let serial = whole.find(['/', '-']).unwrap_or(whole.len());
        let year = whole
            .split('/')
            .nth(1)
            .and_then(|part| part.parse().ok())
            .or_else(|| whole.split(':').nth(1).and_then(|part| part.get(..4)?.parse().ok()))
            .filter(|year| (1900..2100).contains(year));
        let has_symbol = whole.chars().filter(|&c| is_letter(c)).nth(1).is_some();
        Number { whole, serial, year, has_symbol }
    }

    /// "34"; empty where it was left blank.
    pub fn serial(&self) -> &str {
        &self.whole[..self.serial]
    }

    /// As [`cite_key`].
    pub fn key(&self, kind: Option<&str>, year: Option<u16>) -> String {
        let what = |kind: &str| {
            let lower = self.whole.to_lowercase();
            let mut rest = lower.as_str();
            // "QCVN 102:2016/BTTTT"
            while let Some(behind) = rest.strip_prefix(kind).and_then(|rest| rest.strip_prefix(' ')) {
                rest = behind;
            }
            rest.to_owned()
        };
        key(kind, what, self.year.or(year))
    }

    /// "9/2024/TT", whose body went to another line, is "9/2024/TT-BXD".
    fn is_cut_from(&self, other: &Number) -> bool {
        self.year.is_some()
            && other.whole.strip_prefix(self.whole.as_str()).is_some_and(|body| body.starts_with('-'))
    }

    /// One may be a short form of the other.
    pub fn agrees(&self, other: &Number) -> bool {
        if self.has_symbol && other.has_symbol {
            return self.whole == other.whole || self.is_cut_from(other) || other.is_cut_from(self);
        }
        self.serial() == other.serial()
            && (self.year.is_none() || other.year.is_none() || self.year == other.year)
    }
}

/// The key of a document, the same in whatever document cites it and of the document itself: kind, number, and year
/// where one is known, "ct:34-ct/tw:2014". A year in the number wins over that of the date. `None` for a number whose
/// serial was left blank.
pub fn cite_key(kind: Option<&str>, number: &str, year: Option<u16>) -> Option<String> {
    let number = Number::new(number);
    (!number.serial().is_empty()).then(|| number.key(kind, year))
}

/// The key of a document that is cited by its name, such as a law: "l:dat-dai:2024".
pub fn name_key(kind: Option<&str>, name: &str, year: Option<u16>) -> String {
    Name::new(name).key(kind, year)
}

/// Kind, number or name, and year, those that there are.
fn key(kind: Option<&str>, what: impl FnOnce(&str) -> String, year: Option<u16>) -> String {
    let mut key = kind.unwrap_or("-").to_lowercase();
    let what = what(&key);
    let year = year.map(|year| year.to_string()).unwrap_or_default();
    for part in [what, year].iter().filter(|part| !part.is_empty()) {
        if !key.is_empty() {
            key.push(':');
        }
        key.push_str(part);
    }
    key
}

/// State numbers with "-" behind the type, as they are written today: "144/2002/QĐ/BTC" and "123/2005/QĐ.UB" are
/// "144/2002/QĐ-BTC" and "123/2005/QĐ-UB".
fn canonical(mut number: String) -> String {
    let Some(first) = number.find(['/', '-']).filter(|&at| number[at..].starts_with('/')) else {
        return number;
    };
    let after_year = number[first + 1..]
        .find('/')
        .filter(|&at| number[first + 1..first + 1 + at].bytes().all(|b| b.is_ascii_digit()));
    let symbol = after_year.map_or(first + 1, |at| first + 2 + at);
    if number[symbol..].contains(['/', '.']) {
        let written = number.split_off(symbol).replace(['/', '.'], "-");
        number.push_str(&written);
    }
    number
}

/// A name to compare: words without marks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Name {
    pub words: Vec<String>,
    /// What it is looked up by: the name of a law, or "dai hoi".
    pub stem: String,
}

impl Name {
    pub fn new(text: &str) -> Name {
        let plain = strip_marks(text);
        let words: Vec<String> = plain
            .split(|c: char| !is_letter(c) && !c.is_numeric())
            .filter(|word| !word.is_empty())
            .flat_map(|word| match word {
                "hdnd" => vec!["hoi", "dong", "nhan", "dan"],
                "ubnd" => vec!["uy", "ban", "nhan", "dan"],
                word => vec![word],
            })
            .map(str::to_owned)
            .collect();
        let stem = if is_congress(&words) { words[..2].join(" ") } else { words.join(" ") };
        Name { words, stem }
    }

    /// As [`name_key`].
    pub fn key(&self, kind: Option<&str>, year: Option<u16>) -> String {
        key(kind, |_| self.words.join("-"), year)
    }

    /// Laws agree in all words; congresses in what one of them says besides "đại hội đại biểu … lần thứ".
    pub fn agrees(&self, other: &Name) -> bool {
        if !is_congress(&self.words) || !is_congress(&other.words) {
            return self.words == other.words;
        }
        let (a, b) = (marks_of(&self.words), marks_of(&other.words));
        let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
        short.iter().all(|word| long.contains(word)) && short.contains(&"bo") == long.contains(&"bo")
    }
}

fn is_congress(words: &[String]) -> bool {
    matches!(words, [first, second, ..] if first == "dai" && second == "hoi")
}

/// What tells one congress from another.
fn marks_of(words: &[String]) -> Vec<&str> {
    const COMMON: [&str; 14] = [
        "dai", "hoi", "bieu", "lan", "thu", "toan", "quoc", "cua", "nhiem", "ky", "khoa", "cong", "san",
        "nam",
    ];
    words
        .iter()
        .map(String::as_str)
        .filter(|word| !COMMON.contains(word) && !word.bytes().all(|b| b.is_ascii_digit()))
        .collect()
}

/// Whether two issuers can be one body: committees of different levels are not.
pub fn issuers_agree(a: Option<&str>, b: Option<&str>) -> bool {
    if a == b {
        return true;
    }
    let (Some(a), Some(b)) = (a.and_then(territory), b.and_then(territory)) else { return true };
    a.0 == b.0 && (a.1.is_empty() || b.1.is_empty() || a.1 == b.1)
}

/// The kind of territory that an issuer belongs to, and its name: ("huyen", "dak ha").
fn territory(issuer: &str) -> Option<(String, String)> {
    const KINDS: [(&str, &str); 10] = [
        ("tỉnh", "tỉnh"),
        ("thành phố", "thành phố"),
        ("tp", "thành phố"),
        ("huyện", "huyện"),
        ("quận", "quận"),
        ("thị xã", "thị xã"),
        ("thị trấn", "thị trấn"),
        ("phường", "phường"),
        ("xã", "xã"),
        ("đặc khu", "đặc khu"),
    ];
    let words: Vec<String> = issuer
        .split(|c: char| !is_letter(c) && !c.is_numeric() && c != '\'' && c != '’')
        .filter(|w| !w.is_empty())
        .map(fold)
        .collect();
    let heads = ["nhân", "ubnd", "hđnd", "bộ", "dân", "ủy"];
    let behind_heads = (1..words.len()).filter(|&at| heads.contains(&words[at - 1].as_str()));
    for at in behind_heads {
        let begins = |kind: &str| {
            let length = kind.split(' ').count();
            let found = words.get(at..at + length).filter(|found| found.iter().eq(kind.split(' ')))?;
            Some(at + found.len())
        };
        if let Some((canonical, end)) =
            KINDS.into_iter().find_map(|(kind, canonical)| Some((canonical, begins(kind)?)))
        {
            let name: Vec<&str> = words[end..]
                .iter()
                .map(String::as_str)
                .take_while(|word| *word != "khóa" && *word != "lần")
                .collect();
            return Some((canonical.to_owned(), strip_marks(&name.join(" "))));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_without_leading_zeros_and_with_their_year() {
        let number = Number::new("07/2024/NQ-HĐND");
        assert_eq!(
            (number.whole.as_str(), number.serial(), number.year),
            ("7/2024/NQ-HĐND", "7", Some(2024))
        );
        let number = Number::new("/KH-UBND");
        assert!(number.serial().is_empty());
        assert_eq!(Number::new("QCVN 102:2016/BTTTT").year, Some(2016));
        assert!(!Number::new("57").has_symbol && Number::new("15/CP").has_symbol);
    }

    #[test]
    fn older_separators_are_those_of_today() {
        let whole = |text: &str| Number::new(text).whole;
        assert_eq!(whole("144/2002/QĐ/BTC"), "144/2002/QĐ-BTC");
        assert_eq!(whole("123/2005/QĐ.UB"), "123/2005/QĐ-UB");
        assert_eq!(whole("66.25/2026/NQ-CP"), "66.25/2026/NQ-CP");
        assert_eq!(whole("27-CT/TW"), "27-CT/TW");
        assert_eq!(whole("80/2015/QH13"), "80/2015/QH13");
        assert_eq!(whole("QCVN 102:2016/BTTTT"), "QCVN 102:2016/BTTTT");
    }

    #[test]
    fn a_short_number_agrees_with_the_whole() {
        let agree = |a: &str, b: &str| Number::new(a).agrees(&Number::new(b));
        assert!(
            agree("83", "83-NQ/TW") && agree("26/2018", "26/2018/TT-BCA") && agree("07-KH/TU", "7-KH/TU")
        );
        assert!(agree("09/2024/TT", "9/2024/TT-BXD") && !agree("09/2024/TT", "9/2024/TTLT-BXD-BTC"));
        assert!(
            !agree("83", "84-NQ/TW") && !agree("26/2019", "26/2018/TT-BCA") && !agree("83-NQ/TU", "83-NQ/TW")
        );
    }

    #[test]
    fn congresses_agree_in_what_names_them() {
        let agree = |a: &str, b: &str| Name::new(a).agrees(&Name::new(b));
        assert!(agree("Đại hội XIII của Đảng", "Đại hội đại biểu toàn quốc lần thứ XIII của Đảng"));
        assert!(agree(
            "Đại hội Đảng bộ huyện",
            "Đại hội đại biểu Đảng bộ huyện lần thứ XVIII, nhiệm kỳ 2010-2015"
        ));
        assert!(!agree("Đại hội XIII của Đảng", "Đại hội XII của Đảng"));
        assert!(!agree("Đại hội Đảng bộ tỉnh lần thứ XVI", "Đại hội Đảng bộ huyện lần thứ XVI"));
        assert!(!agree("Đại hội XIII của Đảng", "Đại hội Đảng bộ tỉnh lần thứ XIII"));
    }

    #[test]
    fn laws_agree_in_all_words() {
        let agree = |a: &str, b: &str| Name::new(a).agrees(&Name::new(b));
        assert!(agree("Thi đua, khen thưởng", "thi đua khen thưởng"));
        assert!(!agree("Đầu tư", "Đầu tư công"));
    }

    #[test]
    fn committees_of_different_levels_or_places_are_not_one() {
        let agree = |a: &str, b: &str| issuers_agree(Some(a), Some(b));
        assert!(agree("Ủy ban nhân dân tỉnh", "Chủ tịch UBND tỉnh Kim Sa"));
        assert!(agree("Ban Chấp hành Đảng bộ huyện", "Ban Chấp hành Đảng bộ huyện Bình Lâm khóa XIX"));
        assert!(!agree("Ủy ban nhân dân tỉnh", "Ủy ban nhân dân huyện"));
        assert!(!agree("Ủy ban nhân dân xã An Lĩnh", "Ủy ban nhân dân xã Bình Lâm"));
        assert!(issuers_agree(None, Some("Ủy ban nhân dân huyện")) && agree("Bộ Chính trị", "Ban Bí thư"));
    }
}
