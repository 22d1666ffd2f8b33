//! What normalization does to text, case by case and in general.

use proptest::prelude::*;
use unicode_normalization::is_nfc;
use vanban::document::Repaired;
use vanban::normalize::normalize;
use vanban::rules::confusables::confusables;
use vanban::source::{Format, Source};

fn decode(path: &str, bytes: Vec<u8>) -> Result<vanban::source::Source, vanban::error::Error> {
    vanban::read::decode(path, bytes, &vanban::read::Options::default())
}

fn source(text: &str) -> Source {
    decode("a.txt", text.as_bytes().to_vec()).expect("text")
}

fn normalized(text: &str) -> String {
    normalize(&source(text)).text.as_str().to_owned()
}

#[test]
fn every_row_of_look_alikes_finds_its_examples_and_leaves_the_others() {
    let mut failures = Vec::new();
    for row in confusables().rows() {
        for (text, expected) in &row.find {
            let found = normalized(text);
            if found != *expected {
                failures.push(format!("{}: {text:?} became {found:?}", row.id));
            }
        }
        for text in row.leave.iter().filter(|text| normalized(text) != **text) {
            failures.push(format!("{}: {text:?} became {:?}", row.id, normalized(text)));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn letters_of_full_width_are_ascii_but_in_east_asian_text() {
    assert_eq!(normalized("Ｋế hoạch ＵＢＮＤ，２０２４"), "Kế hoạch UBND,2024");
    assert_eq!(normalized("計画：２０２４年"), "計画：２０２４年");
}

#[test]
fn a_repaired_letter_points_to_its_own_place() {
    let text = "toàn Ðảng bộ";
    let repaired = normalize(&source(text));
    let at = repaired.text.as_str().find('Đ').expect("the letter");
    assert_eq!(repaired.text.edits().to_original(at..at + 2).of(text), "Ð");
    let at = repaired.text.as_str().find("bộ").expect("the word");
    assert_eq!(repaired.text.edits().to_original(at..at + "bộ".len()).of(text), "bộ");
}

#[test]
fn styles_go_with_the_text_through_every_step() {
    let markdown = "**Ðảng bộ**\r\nhuye\u{302}\u{323}n *tỉnh*\u{A0}**Kế**\n\n# Hoạch\n";
    let repaired = normalize(&decode("a.md", markdown.into()).expect("text"));
    assert_eq!(repaired.text.as_str(), "Đảng bộ\nhuyện tỉnh Kế\n\nHoạch\n");
    let styled: Vec<&str> = repaired
        .fragments
        .iter()
        .map(|fragment| &repaired.text.as_str()[fragment.start as usize..fragment.end as usize])
        .collect();
    assert_eq!(styled, ["Đảng bộ", "tỉnh", "Kế", "Hoạch"]);
}

#[test]
fn clean_text_has_one_run() {
    let text = "Ủy ban nhân dân huyện: “Kế hoạch” – 95%…\n".repeat(100);
    assert_eq!(normalize(&source(&text)).text.edits().len(), 1);
}

#[test]
fn hostile_text_takes_linear_time() {
    for part in [
        "а",
        "о Ⅳ",
        "o\u{300}",
        "\u{300}",
        "e\u{200B}",
        "®Þnh",
        "®Þnh cña ",
        "Ã",
        "áº",
        "ﬁ",
        "\r",
        "計Ａ",
        "\u{1112}\u{1161}",
        "HÕA",
        "HÕA ",
        "\u{93}",
        "Ð",
        "Ðảng ",
        "ñy ",
        "\u{FFFD}",
        "nớc ",
        "\u{A0}",
        "x\n\r",
    ] {
        let start = std::time::Instant::now();
        normalized(&format!("x{}", part.repeat(50_000)));
        // Quadratic time would take minutes.
        assert!(start.elapsed().as_secs() < 60, "{part:?} took {:?}", start.elapsed());
    }
}

/// Text that goes wrong in every way that normalization knows of.
fn any_text() -> impl Strategy<Value = String> {
    let word = prop_oneof![6 => prop::sample::select(words()), 1 => prop::sample::select(LEGACY.to_vec())];
    prop_oneof![
        4 => prop::collection::vec(word, 0..40).prop_map(|words| words.concat()),
        1 => "\\PC{0,60}",
        1 => any::<String>(),
    ]
}

/// Scraps of legacy text: too short to be sure of, and long enough.
const LEGACY: [&str; 7] = [
    "Céng hßa x· héi chñ nghÜa ",
    "Coäng hoøa xaõ hoäi ",
    "á»™ng ",
    "Ã",
    "áº",
    "®Þnh ",
    "QuyÕt ®Þnh cña ñy ban nh©n d©n tØnh vÒ viÖc phª duyÖt kÕ ho¹ch n¨m ",
];

fn words() -> Vec<&'static str> {
    let unicode = "Kế hoạch |của |Ðảng|HÕA |\r\n|\n|\u{A0}|\u{AD}|e\u{302}\u{301}|e\u{301}\u{302}|\u{301}|\u{200B}|ﬁ|văn thƣ ";
    let others = "\u{93}|\u{85}|ТТ |hоạch |Ａ|計|°|\u{FEFF}|\u{2028}|\0|\u{1}|²|10|.|\u{FFFD}|\u{1112}\u{1161}|\u{11AB}|Å|señor ";
    unicode.split('|').chain(others.split('|')).collect()
}

fn check_invariants(source: &Source, repaired: &Repaired) -> Result<(), TestCaseError> {
    let text = repaired.text.as_str();
    prop_assert!(is_nfc(text), "{text:?}");
    let mut last = 0;
    for (at, letter) in text.char_indices() {
        let original = repaired.text.edits().to_original(at..at + letter.len_utf8());
        prop_assert!(original.start() >= last && original.end() as u64 <= source.bytes);
        last = original.start();
        // What stands byte for byte in the file is found there.
        if letter.is_ascii_alphanumeric() && original.len() == 1 {
            let raw = source.raw().edits().from_original(original);
            prop_assert!(source.raw().as_str().get(raw).is_some());
        }
    }
    let mut end = 0;
    for fragment in &repaired.fragments {
        prop_assert!(end <= fragment.start && fragment.start < fragment.end);
        end = fragment.end;
        prop_assert!(text.get(fragment.start as usize..end as usize).is_some());
    }
    for repair in &repaired.repairs {
        prop_assert!(repair.span.end() as u64 <= source.bytes);
    }
    Ok(())
}

proptest! {
    #[test]
    fn any_text_is_normalized(text in any_text()) {
        if let Ok(source) = decode("a.txt", text.into_bytes()) {
            check_invariants(&source, &normalize(&source))?;
        }
    }

    /// But for legacy text of a few words: it stays as it is where the text around says nothing of its encoding.
    #[test]
    fn once_is_enough(words in prop::collection::vec(prop::sample::select(words()), 0..40)) {
        if let Ok(source) = decode("a.txt", words.concat().into_bytes()) {
            let repaired = normalize(&source);
            if source.format == Format::Txt
                && let Ok(again) = decode("a.txt", repaired.text.as_str().as_bytes().to_vec())
            {
                let twice = normalize(&again);
                prop_assert_eq!(twice.text.as_str(), repaired.text.as_str());
            }
        }
    }

    #[test]
    fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..300), ending in "txt|md|html") {
        if let Ok(source) = decode(&format!("a.{ending}"), bytes) {
            check_invariants(&source, &normalize(&source))?;
        }
    }

    #[test]
    fn any_legacy_bytes_are_read_or_refused(
        bytes in prop::collection::vec(prop_oneof![3 => 0x20u8..0x7F, 3 => 0xA0u8..=0xFF, 1 => 0x80u8..0xA0, 1 => Just(b'\n')], 0..600),
    ) {
        if let Ok(source) = decode("a.txt", bytes) {
            check_invariants(&source, &normalize(&source))?;
        }
    }
}
