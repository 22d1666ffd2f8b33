use super::*;
use crate::rules::encodings::encoding;
use crate::rules::layers::{LayerKind, LayerRow};
use crate::source::Rect;
use std::fs;
use std::path::{Path, PathBuf};

const SCANNED: Facts = Facts { pictures: 0.95, invisible: 1.0 };
const STAMPED: Facts = Facts { pictures: 0.95, invisible: 0.0 };
const SET: Facts = Facts { pictures: 0.0, invisible: 0.0 };

fn files(directory: &str) -> Vec<PathBuf> {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(directory);
    let entries = fs::read_dir(directory).expect("the fixtures").map(|entry| entry.expect("an entry").path());
    let mut files: Vec<PathBuf> =
        entries.filter(|path| path.extension().is_some_and(|e| e == "txt")).collect();
    files.sort();
    files
}

/// Pages of forty lines.
fn pages(text: &str) -> Vec<String> {
    let lines: Vec<&str> = text.lines().collect();
    lines.chunks(40).map(|page| page.join("\n")).collect()
}

fn documents() -> Vec<String> {
    let texts = files("documents").into_iter().filter_map(|path| {
        let is_clean = !path.file_name().is_some_and(|name| name.to_string_lossy().contains("legacy"));
        is_clean.then(|| fs::read_to_string(path).expect("UTF-8"))
    });
    texts.flat_map(|text| pages(&text)).filter(|page| Words::of(page).all() >= 40).collect()
}

/// The page as programs show it that take glyph numbers for characters: those of ASCII 29 below it, and Vietnamese
/// letters in Cyrillic.
fn glyph_numbers(page: &str) -> String {
    let number = |c: char| match c {
        '\n' | ' ' => Some(c),
        '!'..='~' => char::from_u32(c as u32 - 29),
        '\u{1EA0}'..='\u{1EF9}' => char::from_u32(c as u32 - 0x1EA0 + 0x4A4),
        c => Some(c),
    };
    page.chars().filter_map(number).collect()
}

fn in_encoding(page: &str, id: &str) -> String {
    let encoding = encoding(id).expect("an encoding of the table");
    let code = |c: char| encoding.codes().find(|(letter, _)| *letter == c).map(|(_, bytes)| bytes);
    let small = |c: char| c.to_lowercase().next().and_then(code);
    let bytes = |c: char| match code(c).or_else(|| small(c)).filter(|_| !c.is_ascii()) {
        Some(bytes) => bytes.iter().map(|&byte| char::from(byte)).collect(),
        None => vec![c],
    };
    page.chars().flat_map(bytes).collect()
}

/// As a program without Vietnamese recognizes it: marks gone, some letters taken for digits and signs.
fn badly_recognized(page: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    let seen = |c: char| match c {
        'ệ' | 'ể' | 'ế' => '6',
        'ộ' | 'ố' | 'ổ' => '0',
        'ư' | 'ự' => 'u',
        'đ' => 'd',
        'ứ' => '*',
        c => c,
    };
    page.chars().map(seen).nfd().filter(|c| !matches!(c, '\u{300}'..='\u{36F}')).collect()
}

#[test]
fn layers_of_whole_pages_are_told_apart() {
    let pages = documents();
    assert!(pages.len() >= 20, "{}", pages.len());
    let mut wrong = Vec::new();
    let mut check = |text: &str, facts: Facts, expected: Reason| {
        let reason = judge(text, facts).reason;
        if reason != expected {
            wrong.push(format!(
                "{reason:?}, not {expected:?}: {:?} {}",
                Words::of(text),
                &text.chars().take(80).collect::<String>()
            ));
        }
    };
    for page in &pages {
        check(page, SET, Reason::Vietnamese);
        check(page, SCANNED, Reason::Vietnamese);
        check(&page.replace('ư', "ƣ"), SET, Reason::Vietnamese);
        check(&glyph_numbers(page), SET, Reason::Garbled);
        check(&badly_recognized(page), SCANNED, Reason::BadHiddenText);
        check(&page.replace(['ế', 'ộ', 'ạ', 'ả'], "\u{FFFD}"), SET, Reason::UnknownGlyphs);
        for id in ["tcvn3", "vni"] {
            check(&in_encoding(page, id), SET, Reason::Legacy);
            check(&in_encoding(page, id), SCANNED, Reason::Legacy);
        }
    }
    assert!(wrong.is_empty(), "{} of {} pages\n{}", wrong.len(), pages.len(), wrong.join("\n"));
}

#[test]
fn pages_in_other_languages_are_trusted() {
    for path in files("foreign") {
        for page in pages(&fs::read_to_string(&path).expect("UTF-8")) {
            let verdict = judge(&page, SET);
            assert_eq!(
                verdict.reading,
                Reading::Layer,
                "{} {verdict:?} {:?}",
                path.display(),
                Words::of(&page)
            );
        }
    }
}

#[test]
fn short_pages_go_by_their_pictures() {
    let stamp = "Người ký: Ủy ban nhân dân tỉnh\nEmail: ubnd@example.vn\nCơ quan: Tỉnh Tân Lập\nThời gian ký: 10.12.2021 11:07:56 +07:00";
    let numbers = "1 12.500 13.200 105,6\n2 1.250 1.310 104,8\n3 98 102 104,1\n".repeat(20);
    for (text, facts, expected) in [
        ("", SET, Reason::FewWords),
        ("", STAMPED, Reason::NoText),
        ("", Facts { pictures: 0.1, invisible: 0.0 }, Reason::NoText),
        (stamp, STAMPED, Reason::StampOnPicture),
        (stamp, SET, Reason::Vietnamese),
        ("CÔNG BÁO/Số 15/Ngày 05-3-2021 7", STAMPED, Reason::StampOnPicture),
        ("Phụ lục II", SET, Reason::FewWords),
        (&numbers, SET, Reason::FewWords),
        (&"\u{FFFD}\u{FFFD}\u{FFFD} \u{FFFD}\u{FFFD}\n".repeat(5), SET, Reason::UnknownGlyphs),
        (
            "\u{FFFD} Sở Tài chính; \u{FFFD} Sở Xây dựng; \u{FFFD} Ủy ban nhân dân các xã, phường",
            SET,
            Reason::Vietnamese,
        ),
        (
            "приложение к постановлению правительства о порядке выдачи разрешений на строительство",
            SET,
            Reason::FewWords,
        ),
    ] {
        assert_eq!(judge(text, facts).reason, expected, "{text}");
    }
}

#[test]
fn every_row_of_the_table_finds_its_examples() {
    for row in layers().rows() {
        let finds = |text: &str| match row.kind {
            LayerKind::Language => {
                judge(text, SET).reason == Reason::OtherLanguage && has_words_of(row, text)
            }
            LayerKind::Stamp => text.lines().any(|line| layers().is_stamp(line)),
        };
        for text in &row.find {
            assert!(finds(text), "{}: not found in {text:?}", row.id);
        }
        for text in &row.leave {
            assert!(!finds(text), "{}: found in {text:?}", row.id);
        }
    }
}

fn has_words_of(row: &LayerRow, text: &str) -> bool {
    let own = text.split_whitespace().filter(|word| row.words.contains(&word.to_lowercase())).count();
    own * FREQUENT as usize >= text.split_whitespace().count()
}

#[test]
fn pieces_are_put_together_to_words_and_lines() {
    let mut page = Page { number: 1, width: 595.0, height: 842.0, ..Page::default() };
    let mut set = |text: &str, x: f32, baseline: f32, space_before: bool| {
        let start = page.text.len() as u32;
        page.text.push_str(text);
        page.pieces.push(Piece {
            text: start..page.text.len() as u32,
            bbox: Rect { x0: x, y0: baseline - 10.0, x1: x + 6.0, y1: baseline + 2.0 },
            baseline,
            size: 12.0,
            font: Some(0),
            bold: false,
            italic: false,
            invisible: false,
            artifact: false,
            turned: false,
            space_before,
            confidence: None,
        });
    };
    for (text, x, baseline, space_before) in [
        ("Đ", 10.0, 50.0, false),
        ("ề", 16.0, 50.0, false),
        ("á", 26.0, 50.0, false),
        ("n", 32.0, 50.0, false),
        ("s", 38.5, 50.0, true),
        ("ố", 10.0, 65.0, false),
    ] {
        set(text, x, baseline, space_before);
    }
    page.images = vec![Rect { x0: -10.0, y0: 0.0, x1: 595.0, y1: 421.0 }];
    assert_eq!(text_of(&page), "Đề án s\nố");
    assert_eq!(Facts::of(&page), Facts { pictures: 0.5, invisible: 0.0 });
}
