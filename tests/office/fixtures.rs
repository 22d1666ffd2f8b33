//! One document in four formats, as an exporter wrote it: each comes to the same text.

use crate::read;
use std::path::Path;
use vanban::source::Format;

const FORMATS: [(&str, Format); 4] =
    [("docx", Format::Docx), ("odt", Format::Odt), ("rtf", Format::Rtf), ("doc", Format::Doc)];

/// In the order of the text.
const PASSAGES: [&str; 15] = [
    "KẾ HOẠCH",
    "Phát triển rừng trồng năm 2024",
    "trên diện tích 40 km",
    "Céng hßa x· héi chñ nghÜa",
    "I. Mục tiêu",
    "1. Trồng mới 50 ha",
    "2. Chăm sóc 120 ha",
    "II. Nhiệm vụ",
    "1. Cấp giống",
    "Diện tích (ha)",
    "An Lâm",
    "(rừng sản xuất)",
    "Nơi nhận:",
    "Phụ lục",
    "Theo số liệu của xã An Lâm.",
];

#[test]
fn one_document_comes_to_the_same_text_in_every_format() {
    for (ending, format) in FORMATS {
        let path =
            Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/office/structures").with_extension(ending);
        // The name does not matter: many files go by another ending.
        let source = read("structures.doc", std::fs::read(path).expect("a fixture"));
        assert_eq!(source.format, format);
        let text = source.text.as_str();
        let mut at = 0;
        for passage in PASSAGES {
            let found = text[at..].find(passage);
            assert!(found.is_some(), "{ending}: {passage} is missing behind {:?}", &text[..at]);
            at += found.unwrap_or(0) + passage.len();
        }
        assert!(text.contains("KHẨN") && !text.contains("ẩn."), "{ending}: the text box, and no hidden text");
    }
}
