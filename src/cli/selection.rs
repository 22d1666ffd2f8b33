//! Which documents of a corpus are meant, for the commands over many of them.

use super::arguments::many;
use super::corpus::Broken;
use super::talk::Talk;
use super::{pick, search};
use crate::corpus::{Corpus, Fault, Filter, Reader};
use crate::diagnostic::Lang;
use crate::knowledge::Phrase;
use crate::rules::{Rules, fold, strip_marks};
use crate::search::Request;
use clap::{Arg, ArgAction, ArgMatches};
use std::collections::HashSet;

/// What the arguments say of the documents.
#[derive(Debug, Default)]
pub struct Selection {
    kinds: Vec<String>,
    years: Option<(u16, u16)>,
    levels: Vec<String>,
    provinces: Vec<String>,
    issuers: Vec<String>,
    keys: Vec<String>,
    query: Option<String>,
}

/// The arguments.
pub fn arguments(lang: Lang) -> [Arg; 7] {
    let t = |vi, en| pick(lang, vi, en);
    let list = |name: &'static str, value, help| {
        Arg::new(name).long(name).value_name(value).action(ArgAction::Append).help(help)
    };
    [
        list(
            "kind",
            t("LOẠI", "KIND"),
            t(
                "Chỉ loại văn bản này: KH hoặc \"kế hoạch\" (có thể lặp lại)",
                "Only this kind of document: KH or \"kế hoạch\" (repeatable)",
            ),
        ),
        Arg::new("year").long("year").value_name(t("NĂM", "YEAR")).value_parser(years).help(t(
            "Chỉ văn bản của năm này, hoặc của các năm 2020-2024",
            "Only documents of this year, or of the years 2020-2024",
        )),
        list(
            "level",
            t("CẤP", "LEVEL"),
            t(
                "Chỉ cấp này: central, province, district, commune",
                "Only this level: central, province, district, commune",
            ),
        )
        .value_parser(["central", "province", "district", "commune"]),
        list(
            "province",
            t("TỈNH", "PROVINCE"),
            t(
                "Chỉ tỉnh này, tên cũ hoặc tên hiện nay",
                "Only this province, by its old name or that of today",
            ),
        ),
        list(
            "issuer",
            t("CƠ_QUAN", "ISSUER"),
            t("Chỉ cơ quan ban hành có tên chứa các chữ này", "Only issuers whose name has these words"),
        ),
        Arg::new("query").long("query").value_name(t("CÂU_HỎI", "QUERY")).help(t(
            "Chỉ văn bản mà câu hỏi này tìm thấy, như của extract search",
            "Only documents that this query finds, as those of extract search",
        )),
        list(
            "key",
            t("MÃ", "KEY"),
            t(
                "Chỉ văn bản có mã này (có thể lặp lại); \"-\": mỗi dòng của đầu vào chuẩn một mã",
                "Only the document of this key (repeatable); \"-\": a key on each line of standard input",
            ),
        ),
    ]
}

pub fn parse(given: &ArgMatches) -> Selection {
    Selection {
        kinds: many(given, "kind"),
        years: given.get_one("year").copied(),
        levels: many(given, "level"),
        provinces: many(given, "province"),
        issuers: many(given, "issuer"),
        keys: many(given, "key"),
        query: given.get_one("query").cloned(),
    }
}

impl Selection {
    /// The documents as the corpus selects them.
    ///
    /// # Errors
    /// A key that no document has; those of the index and of the database.
    pub fn filter(
        &self,
        corpus: &Corpus,
        reader: &Reader,
        rules: &Rules,
        talk: &Talk,
    ) -> Result<Filter, Broken> {
        let found = |query: &String| search::open(corpus, talk)?.keys(reader, &Request::new(query));
        let mut filter = Filter {
            keys: self.query.as_ref().map(found).transpose()?,
            doc_types: self.kinds.iter().map(|kind| code(kind, rules)).collect(),
            years: self.years,
            levels: self.levels.clone(),
            provinces: self.provinces.iter().map(|name| province(name, rules)).collect(),
            ..Filter::default()
        };
        if !self.keys.is_empty() {
            let mut keys = Vec::new();
            for key in &self.keys {
                match key.as_str() {
                    "-" => {
                        let lines = std::io::stdin().lines().map_while(Result::ok);
                        for line in lines.filter(|line| !line.trim().is_empty()) {
                            keys.push(reader.key(&line)?);
                        }
                    }
                    key => keys.push(reader.key(key)?),
                }
            }
            filter.keys = Some(match filter.keys {
                Some(among) => {
                    let among: HashSet<String> = among.into_iter().collect();
                    keys.into_iter().filter(|key| among.contains(key)).collect()
                }
                None => keys,
            });
        }
        if !self.issuers.is_empty() {
            let phrases: Vec<Phrase> = self.issuers.iter().map(|issuer| Phrase::new(issuer)).collect();
            let mut keys = Vec::new();
            reader.each_summary(&filter, |summary| {
                let issuer = summary.issuer.unwrap_or_default();
                if phrases.iter().any(|phrase| phrase.is_in(&issuer)) {
                    keys.push(summary.key);
                }
                Ok::<_, Fault>(())
            })?;
            filter.keys = Some(keys);
        }
        Ok(filter)
    }
}

/// `2024`, `2020-2024`.
fn years(text: &str) -> Result<(u16, u16), String> {
    let year = |text: &str| text.trim().parse::<u16>().ok().filter(|year| (1900..=2200).contains(year));
    let (first, last) = text.split_once('-').unwrap_or((text, text));
    match (year(first), year(last)) {
        (Some(first), Some(last)) if first <= last => Ok((first, last)),
        _ => Err("2024, 2020-2024".to_owned()),
    }
}

/// The code of a kind that was named by code or name; what is no kind stays as it is and selects nothing.
fn code(kind: &str, rules: &Rules) -> String {
    let (folded, plain) = (fold(kind), strip_marks(kind));
    let rows = || rules.kinds.rows.iter().map(|row| &row.fields);
    let found = rows()
        .find(|row| row.code == kind)
        .or_else(|| rows().find(|row| fold(&row.name) == folded))
        .or_else(|| rows().find(|row| fold(&row.code) == folded || strip_marks(&row.name) == plain));
    found.map_or_else(|| kind.to_owned(), |row| row.code.clone())
}

/// The name of a province as the table has it, whatever its case, marks and the word "tỉnh" before it.
fn province(name: &str, rules: &Rules) -> String {
    let plain = |name: &str| {
        let plain = strip_marks(name);
        let words: Vec<&str> =
            plain.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
        let words = match words[..] {
            ["tinh", ref rest @ ..] | ["thanh", "pho", ref rest @ ..] | ["tp", ref rest @ ..]
                if !rest.is_empty() =>
            {
                rest
            }
            _ => &words[..],
        };
        words.join(" ")
    };
    let wanted = plain(name);
    let rows = || rules.provinces.rows.iter().map(|row| &row.fields);
    let found =
        rows().find(|row| std::iter::once(&row.name).chain(&row.names).any(|known| plain(known) == wanted));
    found.map_or_else(|| name.to_owned(), |row| row.name.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_provinces_and_years_as_people_write_them() {
        let rules = Rules::embedded();
        for (kind, wanted) in
            [("KH", "KH"), ("kế hoạch", "KH"), ("ke hoach", "KH"), ("CTr", "CTr"), ("QyĐ", "QyĐ"), ("x", "x")]
        {
            assert_eq!(code(kind, rules), wanted);
        }
        for (name, wanted) in [
            ("Kon Tum", "Kon Tum"),
            ("tỉnh kon tum", "Kon Tum"),
            ("dak lak", "Đắk Lắk"),
            ("Atlantis", "Atlantis"),
        ] {
            assert_eq!(province(name, rules), wanted);
        }
        assert_eq!(years("2024"), Ok((2024, 2024)));
        assert_eq!(years("2020-2024"), Ok((2020, 2024)));
        assert!(years("2024-2020").is_err() && years("24").is_err());
    }
}
