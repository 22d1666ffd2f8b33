//! Pages described line by line, beside the transcript they must give.

use super::*;
use crate::read::page::{Page, Piece};
use crate::source::{Format, Origin, Rect, Source};

/// A page of 600 x 800 points. Each line of the description sets a text, letter by letter, half a size a letter:
/// `X BASELINE SIZE[flags] TEXT`, flags being b(old), i(talic), h(idden), a(rtifact), t(urned), w(ords recognized);
/// or draws a bar: `| X0 Y0 X1 Y1`.
pub(super) fn page(number: u32, description: &str) -> Page {
    let mut page = Page { number, width: 600.0, height: 800.0, ..Page::default() };
    for line in description.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let mut parts = line.splitn(4, ' ');
        let mut number = || {
            let part = parts.next().unwrap_or("").to_owned();
            let digits = part.trim_end_matches(|letter: char| letter.is_ascii_alphabetic()).to_owned();
            (digits.parse::<f32>().unwrap_or_default(), part[digits.len()..].to_owned())
        };
        if let Some(bar) = line.strip_prefix('|') {
            let ends: Vec<f32> = bar.split_whitespace().filter_map(|end| end.parse().ok()).collect();
            page.rulings.push(Rect { x0: ends[0], y0: ends[1], x1: ends[2], y1: ends[3] });
            continue;
        }
        let ((mut x, _), (baseline, _), (size, flags)) = (number(), number(), number());
        let text = parts.next().unwrap_or("");
        let words: Vec<&str> = if flags.contains('w') {
            text.split_inclusive(' ').collect()
        } else {
            text.split_inclusive(|_: char| true).collect()
        };
        let mut space = false;
        for word in words {
            let width = 0.5 * size * word.chars().count() as f32;
            let letters = word.trim();
            let start = page.text.len() as u32;
            page.text.push_str(letters);
            let ink = 0.5 * size * letters.chars().count() as f32;
            if !letters.is_empty() {
                page.pieces.push(Piece {
                    text: start..page.text.len() as u32,
                    bbox: Rect { x0: x, y0: baseline - 0.8 * size, x1: x + ink, y1: baseline + 0.2 * size },
                    baseline,
                    size,
                    font: Some(0).filter(|_| !flags.contains('w')),
                    bold: flags.contains('b'),
                    italic: flags.contains('i'),
                    invisible: flags.contains('h'),
                    artifact: flags.contains('a'),
                    turned: flags.contains('t'),
                    space_before: space,
                    confidence: Some(90).filter(|_| flags.contains('w')),
                });
            }
            space = word.ends_with(' ');
            x += width;
        }
    }
    page
}

pub(super) fn source(pages: &[&str]) -> Source {
    let pages = pages.iter().enumerate().map(|(at, description)| page(at as u32 + 1, description)).collect();
    let pages = Pages { pages, fonts: vec!["Times".to_owned()] };
    let mut transcript = Transcript::default();
    transcribe(&pages, &mut transcript);
    transcript.finish("a.pdf", Format::Pdf, b"", true)
}

fn text(pages: &[&str]) -> String {
    source(pages).text.as_str().to_owned()
}

/// The cells of a source: table, row, column, rows, columns, text; "*" for heads.
fn cells(pages: &[&str]) -> Vec<String> {
    let source = source(pages);
    let mut cells: Vec<(crate::source::Cell, String)> = Vec::new();
    for fragment in &source.fragments {
        let Some(cell) = fragment.style.cell else { continue };
        let text = &source.text.as_str()[fragment.start as usize..fragment.end as usize];
        match cells.last_mut() {
            Some((last, whole)) if *last == cell => whole.push_str(text),
            _ => cells.push((cell, text.to_owned())),
        }
    }
    cells
        .into_iter()
        .map(|(cell, text)| {
            let crate::source::Cell { table, row, column, rows, columns, head } = cell;
            let spans = if (rows, columns) == (1, 1) { String::new() } else { format!(" {rows}x{columns}") };
            let head = if head { "*" } else { "" };
            format!("{table}.{row}.{column}{spans}{head} {}", text.trim_end().replace('\n', "/"))
        })
        .collect()
}

#[test]
fn lines_are_as_they_stand() {
    for (name, description, expected) in [
        ("words and lines", "72 100 14 Kế hoạch năm\n72 118 14 2024 của xã.", "Kế hoạch năm\n2024 của xã.\n"),
        ("a gap stands apart", "72 100 14 Một\n72 118 14 hai\n72 160 14 ba", "Một\nhai\n\nba\n"),
        (
            "an indent is kept",
            "72 100 14 Trong năm nay, các cơ quan\n108 118 14 Các cơ quan khác trong huyện\n72 136 14 cũng vậy và còn nữa đó",
            "Trong năm nay, các cơ quan\n     Các cơ quan khác trong huyện\ncũng vậy và còn nữa đó\n",
        ),
        (
            "raised marks belong to their line",
            "72 100 14 quyết tâm\n135 94 8 1\n142 100 14 cao",
            "quyết tâm1 cao\n",
        ),
        (
            "a raised mark before the text of its note",
            "72 100 14 Văn bản này quy định.\n| 72 700 216 700.5\n72 712 6 1\n78 716 10 Chú thích",
            "Văn bản này quy định.\n                         \n1 Chú thích\n",
        ),
        ("letters set twice with a small offset", "72 100 14 QUYẾT\n72.4 100 14 QUYẾT", "QUYẾT\n"),
        ("hidden text under what is seen", "72 100 14h Kê hoach\n72 100 14 Kế hoạch", "Kế hoạch\n"),
        ("hidden text alone", "72 100 14h Kế hoạch", "Kế hoạch\n"),
        (
            "a column beside another",
            "72 100 13 ỦY BAN\n72 115 13 TỈNH\n300 100 13 CỘNG HÒA\n300 115 13 Độc lập",
            "ỦY BAN\nTỈNH\n\n                                   CỘNG HÒA\n                                   Độc lập\n",
        ),
        (
            "what is set out of turn",
            "72 400 14 Phần thân của văn bản này\n72 418 14 còn dài nữa.\n72 100 14 Đầu văn bản",
            "Đầu văn bản\n\nPhần thân của văn bản này\ncòn dài nữa.\n",
        ),
        (
            "letters of a heading that stand apart",
            "72 100 14 Q\n88 100 14 U\n104 100 14 Y\n120 100 14 Ế\n136 100 14 T\n168 100 14 Đ\n184 100 14 Ị\n200 100 14 N\n216 100 14 H",
            "QUYẾT ĐỊNH\n",
        ),
        (
            "numbers filled into blanks",
            "72 100 12 Số:      /KH-UBND\n72 130 12 KẾ HOẠCH\n94 98.5 13 307",
            "Số: 307 /KH-UBND\n\nKẾ HOẠCH\n",
        ),
        ("few words from edge to edge", "72 100 14 Thông\n140 100 14 tư\n190 100 14 số", "Thông tư số\n"),
        ("recognized words", "72 100 14w Kế hoạch năm\n72 118 14w 2024", "Kế hoạch năm\n2024\n"),
        ("a word set out of turn", "72 100 14 Kế\n72 118 14 x\n93 100 14 hoạch", "Kế hoạch\nx\n"),
    ] {
        let text = text(&[description]);
        assert_eq!(text, expected, "{name}");
    }
}

#[test]
fn tables_are_cells() {
    let head = "| 72 100 400 100.5\n| 72 120 400 120.5\n| 72 160 400 160.5\n| 72 100 72.5 160\n| 120 100 120.5 160\n| 400 100 400.5 160";
    let table = format!(
        "{head}\n80 115 12 TT\n130 115 12 Nội dung\n80 135 12 1\n130 135 12 Xây dựng kế\n130 150 12 hoạch"
    );
    assert_eq!(cells(&[&table]), ["0.0.0 TT", "0.0.1 Nội dung", "0.1.0 1", "0.1.1 Xây dựng kế/hoạch"]);
    let next = format!("300 50 14 2\n{head}\n80 115 12 TT\n130 115 12 Nội dung\n130 135 12 chi tiết");
    assert_eq!(
        cells(&[&table, &next]),
        [
            "0.0.0* TT",
            "0.0.1* Nội dung",
            "0.1.0 1",
            "0.1.1 Xây dựng kế/hoạch",
            "0.0.0* TT",
            "0.0.1* Nội dung",
            "0.1.1 chi tiết"
        ]
    );
}

/// Each line with "¶" before it where it opens a paragraph, and "…" where it goes on with the line before.
fn opening(pages: &[&str]) -> Vec<String> {
    let source = source(pages);
    let text = source.text.as_str();
    let mut at = 0;
    let mut lines = Vec::new();
    for line in text.split('\n') {
        let start = at + line.len() - line.trim_start().len();
        let style = source.fragments.iter().find(|f| (f.start..f.end).contains(&(start as u32)));
        let mark = match style.and_then(|fragment| fragment.style.opens) {
            Some(true) => "¶",
            Some(false) => "…",
            None => "",
        };
        if !line.trim().is_empty() {
            lines.push(format!("{mark}{}", line.trim()));
        }
        at += line.len() + 1;
    }
    lines
}

#[test]
fn lines_tell_where_paragraphs_begin() {
    let paragraph = |baseline: u32, first: &str| {
        format!(
            "108 {baseline} 14 {first}\n72 {} 14 {LONG}\n72 {} 14 trong năm\n",
            baseline + 18,
            baseline + 36
        )
    };
    const LONG: &str = "những việc đã nêu trong kế hoạch của ủy ban nhân dân xã an";
    const FIRST: &str = "Ủy ban nhân dân xã phối hợp với các đoàn thể làm trọn";
    let page: String = (0..4).map(|at| paragraph(100 + at * 54, FIRST)).collect();
    let lines = opening(&[&page]);
    let expected = [format!("¶{FIRST}"), format!("…{LONG}"), "…trong năm".to_owned()];
    assert_eq!(lines[3..6], expected);
    assert_eq!(lines[6..9], expected);
    // Where nothing marks paragraphs, a line at the left edge opens none as far as its place tells.
    let block = page.replace("108 ", "72 ");
    assert!(opening(&[&block]).iter().all(|line| !line.starts_with('¶')));
    // A title in the middle is neither.
    let titled = format!("200 60 14 KẾ HOẠCH NĂM 2024 CỦA XÃ\n{page}");
    assert_eq!(opening(&[&titled])[0], "KẾ HOẠCH NĂM 2024 CỦA XÃ");
    // The number of the page stands between.
    let torn = "300 40 14 2\n72 80 14 năm sau nữa";
    let last = format!("{page}108 400 14 {FIRST}\n");
    assert_eq!(opening(&[&last, torn])[13..], ["2", "…năm sau nữa"]);
}

#[test]
fn places_hold_one_word_each() {
    let source = source(&["72 100 14 Kế hoạch\n150 100 14 x", "72 100 14 Hai"]);
    let Origin::Pages(places) = &source.origin else { panic!("pages") };
    let text = source.text.as_str();
    let words: Vec<_> = places.iter().map(|p| (&text[p.start as usize..p.end as usize], p.page)).collect();
    assert_eq!(words, [("Kế", 1), ("hoạch", 1), ("x", 1), ("Hai", 2)]);
    assert_eq!(places[1].bbox.x0, 93.0);
}

mod properties {
    use super::*;
    use proptest::prelude::*;

    /// Words strewn over a page, none over another, and bars anywhere.
    fn pages() -> impl Strategy<Value = Vec<String>> {
        let word = ("[a-zA-ZđƠ1-9.-]{1,9}", 8..14u32, "[bia]?");
        let words = prop::collection::hash_map((0..8u32, 0..30u32), word, 0..60);
        let bars = prop::collection::vec((0..12u32, 0..12u32, 1..12u32, any::<bool>()), 0..30);
        let page = (words, bars).prop_map(|(words, bars)| {
            // The order of a hash map is that of a program that sets its text at random.
            let words = words.into_iter().map(|((column, row), (word, size, flags))| {
                format!("{} {} {size}{flags} {word}", 10 + column * 72, 30 + row * 25)
            });
            let bars = bars.into_iter().map(|(x, y, length, across)| {
                let (x, y, length) = (x * 50, y * 60, length * 55);
                if across {
                    format!("| {x} {y} {} {y}", x + length)
                } else {
                    format!("| {x} {y} {x} {}", y + length)
                }
            });
            words.chain(bars).collect::<Vec<_>>().join("\n")
        });
        prop::collection::vec(page, 1..4)
    }

    fn letters(text: &str) -> Vec<char> {
        let mut letters: Vec<char> = text.chars().filter(|letter| !letter.is_whitespace()).collect();
        letters.sort_unstable();
        letters
    }

    proptest! {
        #[test]
        fn every_letter_is_written_once_and_has_its_place(pages in pages()) {
            let descriptions: Vec<&str> = pages.iter().map(String::as_str).collect();
            let source = source(&descriptions);
            let set: String = descriptions.iter().map(|description| page(1, description).text).collect();
            prop_assert_eq!(letters(source.text.as_str()), letters(&set));
            let Origin::Pages(places) = &source.origin else { panic!("pages") };
            let mut end = 0;
            let mut covered = 0;
            for place in places {
                prop_assert!(place.start >= end && place.end > place.start);
                end = place.end;
                covered += letters(&source.text.as_str()[place.start as usize..place.end as usize]).len();
                let Rect { x0, y0, x1, y1 } = place.bbox;
                prop_assert!(0.0 <= x0 && x0 <= x1 && x1 <= 600.0 && 0.0 <= y0 && y0 <= y1 && y1 <= 800.0);
                let breaks = source.page_breaks.iter().filter(|&&at| at <= place.start).count();
                prop_assert_eq!(place.page as usize, breaks + 1);
            }
            prop_assert_eq!(covered, letters(&set).len());
        }
    }
}
