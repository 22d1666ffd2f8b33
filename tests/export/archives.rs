//! The metadata file of archives (Thông tư 05/2025/TT-BNV) and the edXML header (QCVN 102:2016/BTTTT), field by field.

use crate::{fixture, record};
use quick_xml::Reader;
use quick_xml::events::Event;
use std::io::{Cursor, Read};
use vanban::export::archive::{Form, Zipped};
use vanban::write::wire::{Ocr, Phrase, Record};
use vanban::write::{ead, edxml};

/// The elements of a document with their text, by path below the root; empty ones too. Panics on what is not well-formed.
fn elements(xml: &[u8]) -> Vec<(String, String)> {
    let text = std::str::from_utf8(xml).unwrap();
    let mut reader = Reader::from_str(text);
    let (mut path, mut found, mut inside): (Vec<String>, Vec<(String, String)>, String) = Default::default();
    loop {
        match reader.read_event().unwrap() {
            Event::Start(start) => {
                path.push(start.name().as_ref().to_owned());
                inside.clear();
            }
            Event::Empty(empty) => {
                let name = empty.name().as_ref().to_owned();
                found.push((
                    path[1..].iter().chain([&name]).cloned().collect::<Vec<_>>().join("/"),
                    String::new(),
                ));
            }
            Event::Text(part) => inside.push_str(&part.xml10_content()),
            Event::GeneralRef(entity) => inside.push_str(match entity.as_ref() {
                "amp" => "&",
                "lt" => "<",
                "gt" => ">",
                "quot" => "\"",
                "apos" => "'",
                other => panic!("{other}"),
            }),
            Event::End(_) => {
                // Between elements stand line ends and spaces.
                if !inside.trim().is_empty() {
                    found.push((path[1..].join("/"), inside.clone()));
                }
                inside.clear();
                path.pop();
            }
            Event::Eof => break,
            _ => {}
        }
    }
    assert!(path.is_empty());
    found
}

fn ead(record: &Record) -> Vec<(String, String)> {
    let mut out = Vec::new();
    ead::write(&mut out, record).unwrap();
    assert!(out.starts_with(b"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<simpledc>"));
    elements(&out)
}

/// The fields below the header, without the prefix of the namespace.
fn edxml(record: &Record) -> Vec<(String, String)> {
    let mut out = Vec::new();
    edxml::write(&mut out, record).unwrap();
    let fields = elements(&out).into_iter().map(|(path, text)| {
        let path = path.replace("edXML:", "");
        (path.strip_prefix("edXMLEnvelope/edXMLHeader/MessageHeader/").unwrap().to_owned(), text)
    });
    fields.collect()
}

fn as_pairs(fields: &[(String, String)]) -> Vec<(&str, &str)> {
    fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect()
}

#[test]
fn the_metadata_file_has_21_fields_and_leaves_empty_what_the_document_does_not_say() {
    let (mut plan, _) = record(&fixture("chain/3-district-binh-lam.txt"));
    let fields = ead(&plan);
    assert_eq!(
        as_pairs(&fields),
        [
            ("docId", ""),
            ("docCode", ""),
            ("maintenance", ""),
            ("typeName", "10"),
            ("codeNumber", "88"),
            ("codeNotation", "KH-UBND"),
            ("issuedDate", "12/03/2024"),
            ("organName", "Ủy ban nhân dân huyện Bình Lâm"),
            ("subject", "Giảm nghèo bền vững trên địa bàn huyện Bình Lâm năm 2024"),
            ("language", "01"),
            ("numberOfPage", ""),
            ("inforSign", ""),
            ("keyword", ""),
            ("mode", ""),
            ("confidenceLevel", ""),
            ("autograph", ""),
            ("format", ""),
            ("riskRecovery", ""),
            ("riskRecoveryStatus", ""),
            ("process", ""),
            ("description", ""),
        ]
    );
    // A secret scan of twelve pages.
    plan.source.format = "pdf".to_owned();
    plan.source.pages = Some(12);
    plan.source.ocr = Some(Ocr { engine: "Tesseract 5".to_owned(), mean_confidence: 0.9 });
    plan.header.secrecy = Some(Phrase { text: "MẬT".to_owned(), inferred: false, quote: None, at: None });
    let scan = ead(&plan);
    let of = |name: &str| scan.iter().find(|(field, _)| field == name).unwrap().1.clone();
    assert_eq!(
        (of("numberOfPage"), of("mode"), of("confidenceLevel")),
        ("12".into(), "03".into(), "02".into())
    );
}

#[test]
fn a_document_of_which_nothing_is_known_has_empty_fields() {
    let (mut bare, _) = record(&fixture("chain/3-district-binh-lam.txt"));
    let header = &mut bare.header;
    (header.issuer, header.number, header.date, header.doc_type, header.title) =
        (None, None, None, None, None);
    (header.place, bare.signature) = (None, None);
    bare.recipients.clear();
    let fields = ead(&bare);
    assert_eq!((fields.len(), fields.iter().all(|(_, value)| value.is_empty())), (21, true));
    let mut out = Vec::new();
    edxml::write(&mut out, &bare).unwrap();
    assert!(elements(&out).is_empty());
}

#[test]
fn kinds_have_their_codes_and_the_others_are_other() {
    let (mut plan, _) = record(&fixture("chain/3-district-binh-lam.txt"));
    for (code, wanted) in
        [("NQ", "01"), ("QĐ", "02"), ("BC", "14"), ("TTr", "15"), ("CV", "22"), ("TCg", "29"), ("NĐ", "32")]
    {
        plan.header.doc_type.as_mut().unwrap().code = code.to_owned();
        assert_eq!(ead(&plan)[3].1, wanted, "{code}");
    }
}

#[test]
fn a_field_ends_where_the_circular_ends_it() {
    let (mut plan, _) = record(&fixture("chain/3-district-binh-lam.txt"));
    plan.header.title.as_mut().unwrap().text = "ệ".repeat(600);
    let subject = ead(&plan)[8].1.clone();
    assert_eq!((subject.chars().count(), subject.ends_with('…')), (500, true));
}

#[test]
fn the_message_header_says_what_the_document_says_of_itself() {
    let (plan, _) = record(&fixture("chain/3-district-binh-lam.txt"));
    assert_eq!(
        as_pairs(&edxml(&plan)),
        [
            ("From/OrganName", "Ủy ban nhân dân huyện Bình Lâm"),
            ("Code/CodeNumber", "88"),
            ("Code/CodeNotation", "KH-UBND"),
            ("PromulgationInfo/Place", "Bình Lâm"),
            ("PromulgationInfo/PromulgationDate", "2024/03/12"),
            ("DocumentType/TypeName", "Kế hoạch"),
            ("Subject", "Giảm nghèo bền vững trên địa bàn huyện Bình Lâm năm 2024"),
            ("SignerInfo/Competence", "TM. ỦY BAN NHÂN DÂN; KT. CHỦ TỊCH"),
            ("SignerInfo/Position", "PHÓ CHỦ TỊCH"),
            ("SignerInfo/FullName", "Nguyễn Thị Sương"),
        ]
    );
}

#[test]
fn hostile_text_stays_text() {
    let (mut plan, _) = record(&fixture("chain/3-district-binh-lam.txt"));
    let hostile = "</simpledc><script>alert(\"1\")</script> & ]]> \u{0}\u{b}\u{fffe}x";
    plan.header.title.as_mut().unwrap().text = hostile.to_owned();
    let wanted = "</simpledc><script>alert(\"1\")</script> & ]]> x";
    assert_eq!(ead(&plan)[8].1, wanted);
    assert!(edxml(&plan).contains(&("Subject".to_owned(), wanted.to_owned())));
}

#[test]
fn a_zip_holds_a_file_for_each_document_and_is_the_same_each_time() {
    let records = ["1-central", "2-province"].map(|name| record(&fixture(&format!("chain/{name}.txt"))).0);
    let zip = || {
        let mut zipped = Zipped::new(Cursor::new(Vec::new()), Form::Ead);
        records.iter().for_each(|record| zipped.add(record).unwrap());
        zipped.finish().unwrap().into_inner()
    };
    assert_eq!(zip(), zip());
    let mut archive = zip::ZipArchive::new(Cursor::new(zip())).unwrap();
    for record in &records {
        let key = &record.source.blake3;
        let mut xml = Vec::new();
        archive.by_name(&format!("{}/{key}.ead.xml", &key[..2])).unwrap().read_to_end(&mut xml).unwrap();
        assert_eq!(elements(&xml), ead(record));
    }
}
