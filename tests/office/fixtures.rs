//! One document in four formats, as an exporter wrote it: it comes to the same text, and no change of bytes brings the
//! readers down.

use crate::read;
use proptest::prelude::*;
use std::io::{Cursor, Read, Write};
use std::path::Path;
use vanban::pipeline;
use vanban::read::{Options, decode};
use vanban::rules::Rules;
use vanban::source::{Format, Source};

const FORMATS: [(&str, Format); 4] =
    [("docx", Format::Docx), ("odt", Format::Odt), ("rtf", Format::Rtf), ("doc", Format::Doc)];

const LINES: [&str; 20] = [
    "KẾ HOẠCH",
    "Phát triển rừng trồng năm 20241 trên diện tích 40 km2.",
    "Céng hßa x· héi chñ nghÜa",
    "I. Mục tiêu",
    "1. Trồng mới 50 ha",
    "2. Chăm sóc 120 ha",
    "II. Nhiệm vụ",
    "1. Cấp giống",
    "Xã",
    "Diện tích (ha)",
    "2024",
    "2025",
    "An Lâm",
    "20",
    "(rừng sản xuất)",
    "30",
    "Nơi nhận:",
    "KHẨN",
    "\u{c}Phụ lục",
    "---",
];

fn fixture(ending: &str) -> Vec<u8> {
    let path =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/office/structures").with_extension(ending);
    std::fs::read(path).expect("a fixture")
}

fn style_of(source: &Source, passage: &str) -> vanban::source::Style {
    let at = source.text.as_str().find(passage).expect(passage) as u32;
    let fragment = source.fragments.iter().find(|fragment| fragment.start <= at && at < fragment.end);
    fragment.expect("a style").style
}

#[test]
fn one_document_comes_to_the_same_text_in_every_format() {
    for (ending, format) in FORMATS {
        // The name does not matter: many files go by another ending.
        let source = read("structures.doc", fixture(ending));
        assert_eq!(source.format, format);
        let text = source.text.as_str().to_owned();
        let lines: Vec<&str> = text.lines().filter(|line| !line.trim().is_empty()).collect();
        let (note, body) = lines.split_last().expect("lines");
        assert_eq!(body, LINES, "{ending}");
        assert_eq!(*note, "1 Theo số liệu của xã An Lâm.", "{ending}");
        assert!(style_of(&source, "KẾ HOẠCH").bold, "{ending}");
        assert!(style_of(&source, "rừng trồng").italic, "{ending}");
        assert!(style_of(&source, "1 trên").superscript && style_of(&source, "2.\n").superscript, "{ending}");
        let font = style_of(&source, "Céng").font.map(|font| source.fonts[usize::from(font)].as_str());
        assert_eq!(font, Some(".VnTime"), "{ending}");
        // The exporter does not write `\trhdr` into RTF: there no row is said to be a head.
        let head = format != Format::Rtf;
        let cell = |text: &str| {
            let cell = style_of(&source, text).cell.expect(text);
            (cell.row, cell.column, cell.rows, cell.columns, cell.head)
        };
        assert_eq!(cell("Xã\n"), (0, 0, 2, 1, head), "{ending}");
        assert_eq!(cell("Diện tích (ha)"), (0, 1, 1, 2, head), "{ending}");
        assert_eq!(cell("2025\n"), (1, 2, 1, 1, head), "{ending}");
        assert_eq!(cell("(rừng"), (2, 1, 1, 1, false), "{ending}");
    }
}

/// Reads the bytes and makes the record, if they are a document.
fn survives(bytes: Vec<u8>) {
    if let Ok(source) = decode("a.doc", bytes, &Options::default()) {
        pipeline::from_source(source, Rules::embedded());
    }
}

fn changed(mut bytes: Vec<u8>, changes: &[(prop::sample::Index, u8, u8)]) -> Vec<u8> {
    for (at, byte, what) in changes {
        let at = at.index(bytes.len().max(1));
        match what {
            0 if at < bytes.len() => bytes[at] = *byte,
            1 => bytes.insert(at, *byte),
            2 if at < bytes.len() => drop(bytes.remove(at)),
            3 => bytes.truncate(at.max(8)),
            _ => {}
        }
    }
    bytes
}

/// The package with one of its parts of XML changed.
fn repacked(package: &[u8], part: usize, changes: &[(prop::sample::Index, u8, u8)]) -> Vec<u8> {
    let mut archive = zip::ZipArchive::new(Cursor::new(package)).expect("a package");
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let part = part % archive.len();
    for index in 0..archive.len() {
        let mut file = archive.by_index(index).expect("a part");
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).expect("its bytes");
        let name = file.name().expect("its name").into_owned();
        writer.start_file(name, zip::write::SimpleFileOptions::default()).expect("a part");
        let bytes = if index == part { changed(bytes, changes) } else { bytes };
        writer.write_all(&bytes).expect("its bytes");
    }
    writer.finish().expect("a package").into_inner()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_change_of_bytes_brings_a_reader_down(
        format in 0..FORMATS.len(),
        part in 0..20usize,
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>(), 0u8..4), 1..40),
    ) {
        let (ending, format) = FORMATS[format];
        let bytes = fixture(ending);
        if matches!(format, Format::Docx | Format::Odt) {
            survives(repacked(&bytes, part, &changes));
        }
        survives(changed(bytes, &changes));
    }

    #[test]
    fn any_marks_of_rtf_are_read(body in r"(\\(trowd|cellx9|intbl|itap2|cell|nestcell|row|nestrow|par|pard|u-9 ?|footnote|shptxt|field|fldinst|f1|bin9|uc3|'9)|[{}*; a]){0,60}") {
        survives(format!("{{\\rtf1{body}").into_bytes());
    }
}
