//! The metadata file of a document in an archive's package, `EAD_doc.xml`: Thông tư 05/2025/TT-BNV, root `simpledc`.
//!
//! All 21 fields stand there in their order. What the document itself does not say is left empty for the archive to fill:
//! its own codes, the term of keeping, the state of the paper. No value is guessed.

use super::wire::{Header, Record};
use super::xml::{self, Elements};
use std::io::{self, Write};

/// The codes of `typeName` by the official abbreviation of the kind.
const TYPES: [(&str, &str); 29] = [
    ("NQ", "01"),
    ("QĐ", "02"),
    ("CT", "03"),
    ("QC", "04"),
    ("QyĐ", "05"),
    ("TC", "06"),
    ("TB", "07"),
    ("HD", "08"),
    ("CTr", "09"),
    ("KH", "10"),
    ("PA", "11"),
    ("ĐA", "12"),
    ("DA", "13"),
    ("BC", "14"),
    ("TTr", "15"),
    ("GUQ", "16"),
    ("PG", "17"),
    ("PC", "18"),
    ("PB", "19"),
    ("BB", "20"),
    ("HĐ", "21"),
    ("CV", "22"),
    ("CĐ", "23"),
    ("BGN", "24"),
    ("BTT", "25"),
    ("GM", "26"),
    ("GGT", "27"),
    ("GNP", "28"),
    ("TCg", "29"),
];

/// A kind that the list has no code for: "Khác".
const OTHER_TYPE: &str = "32";
/// Tiếng Việt.
const VIETNAMESE: &str = "01";
/// Of `mode`: mật.
const SECRET: &str = "03";
/// Of `confidenceLevel`: số hóa, a copy made by scanning.
const DIGITIZED: &str = "02";

/// Writes the metadata of a record.
///
/// # Errors
/// Those of `out`.
pub fn write(out: &mut dyn Write, record: &Record) -> io::Result<()> {
    let mut xml = Elements::new(out)?;
    xml.group("simpledc", &[], |xml| {
        fields(record).iter().try_for_each(|(name, value)| xml.text(name, value))
    })?;
    xml.finish()
}

/// The 21 fields in their order; what is unknown is empty.
fn fields(record: &Record) -> [(&'static str, String); 21] {
    let header = &record.header;
    let number = header.number.as_ref();
    let cut = |text: &str, length| xml::cut(text, length).into_owned();
    let unknown = String::new;
    [
        ("docId", unknown()),
        ("docCode", unknown()),
        ("maintenance", unknown()),
        ("typeName", type_name(header).to_owned()),
        ("codeNumber", number.and_then(|n| n.serial.as_deref()).map_or_else(unknown, |n| cut(n, 11))),
        ("codeNotation", number.and_then(|n| n.symbol.as_deref()).map_or_else(unknown, |n| cut(n, 30))),
        ("issuedDate", issued(header)),
        ("organName", cut(&organs(header), 200)),
        ("subject", header.title.as_ref().map_or_else(unknown, |title| cut(&title.text, 500))),
        ("language", language(header).to_owned()),
        (
            "numberOfPage",
            xml::pages(&record.source).filter(|&n| n < 10_000).map_or_else(unknown, |n| n.to_string()),
        ),
        ("inforSign", unknown()),
        ("keyword", unknown()),
        ("mode", header.secrecy.as_ref().map_or_else(unknown, |_| SECRET.to_owned())),
        ("confidenceLevel", record.source.ocr.as_ref().map_or_else(unknown, |_| DIGITIZED.to_owned())),
        ("autograph", unknown()),
        ("format", unknown()),
        ("riskRecovery", unknown()),
        ("riskRecoveryStatus", unknown()),
        ("process", unknown()),
        ("description", unknown()),
    ]
}

fn type_name(header: &Header) -> &'static str {
    let Some(kind) = &header.doc_type else { return "" };
    TYPES.iter().find(|(code, _)| *code == kind.code).map_or(OTHER_TYPE, |(_, number)| number)
}

/// "06/02/2024"; a date with blank parts is none.
fn issued(header: &Header) -> String {
    let date = header.date.as_ref().filter(|date| date.iso.is_some());
    date.map_or_else(String::new, super::wire::Date::written)
}

/// Those who issued it, the first one first.
fn organs(header: &Header) -> String {
    let issuers = header.issuer.iter().chain(&header.co_issuers);
    issuers.map(|issuer| issuer.name.as_str()).collect::<Vec<_>>().join("; ")
}

/// Vietnamese where the parts of a Vietnamese letterhead were found; of other texts nothing is known.
fn language(header: &Header) -> &'static str {
    if header.issuer.is_some() || header.doc_type.is_some() { VIETNAMESE } else { "" }
}
