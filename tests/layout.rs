//! Runs the cases of blocks and footnotes (`fixtures/cases/`), and checks what holds of any text.

use proptest::prelude::*;
use serde::Deserialize;
use std::path::Path;
use vanban::document::{BlockKind, FurnitureKind, Layout, Repaired};
use vanban::rules::Rules;
use vanban::source::{Cell, Source};
use vanban::{layout, normalize, read};

#[derive(Deserialize)]
struct File {
    facet: String,
    case: Vec<Case>,
}

#[derive(Deserialize)]
struct Case {
    name: String,
    text: String,
    #[serde(default = "txt")]
    format: String,
    /// The text of every block of the body.
    blocks: Option<Vec<String>>,
    /// The text of the body, its blocks joined with spaces.
    body: Option<String>,
    footnotes: Option<Vec<Note>>,
    /// What was taken out: kind and text.
    furniture: Option<Vec<(String, String)>>,
    /// Kinds of the blocks where they matter: "cell 0.1.2", "bullet", "paragraph".
    kinds: Option<Vec<String>>,
}

#[derive(Deserialize, PartialEq, Debug)]
struct Note {
    mark: String,
    text: String,
}

fn txt() -> String {
    "txt".into()
}

/// The cases of all files with this facet.
fn cases(facet: &str) -> Vec<Case> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/cases");
    let mut cases = Vec::new();
    for entry in std::fs::read_dir(folder).expect("fixtures/cases is there") {
        let path = entry.expect("an entry").path();
        let text = std::fs::read_to_string(&path).expect("a readable file");
        let head: toml::Value = toml::from_str(&text).expect("TOML");
        if head.get("facet").and_then(toml::Value::as_str) == Some(facet) {
            let file: File =
                toml::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
            assert_eq!(file.facet, facet);
            cases.extend(file.case);
        }
    }
    assert!(!cases.is_empty(), "no cases of {facet}");
    cases
}

fn lay_out(text: &str, format: &str) -> (Source, Repaired, Layout) {
    let text = text.strip_prefix('\n').unwrap_or(text);
    let source =
        read::decode(&format!("case.{format}"), text.as_bytes().to_vec(), &vanban::read::Options::default())
            .expect("a readable case");
    let repaired = normalize::normalize(&source);
    let layout = layout::layout(&repaired, Rules::embedded());
    (source, repaired, layout)
}

fn is_body(kind: BlockKind) -> bool {
    !matches!(kind, BlockKind::Footnote(_))
}

fn body(layout: &Layout) -> Vec<String> {
    let own = layout.blocks.iter().filter(|block| is_body(block.kind));
    own.map(|block| layout.str(block.span).to_owned()).collect()
}

fn notes(layout: &Layout) -> Vec<Note> {
    let note = |note: &vanban::document::Footnote| Note {
        mark: note.mark.clone(),
        text: layout.str(note.text).to_owned(),
    };
    layout.footnotes.iter().map(note).collect()
}

fn furniture(source: &Source, layout: &Layout) -> Vec<(String, String)> {
    let kind = |kind| match kind {
        FurnitureKind::PageNumber => "page number",
        FurnitureKind::RunningHead => "running head",
        FurnitureKind::Stamp => "stamp",
        FurnitureKind::Rule => "rule",
        FurnitureKind::Portal => "portal",
        FurnitureKind::FootnoteMark => "footnote mark",
    };
    let text = |range| source.raw().as_str().get::<std::ops::Range<usize>>(range).unwrap_or("").to_owned();
    layout.furniture.iter().map(|taken| (kind(taken.kind).to_owned(), text(taken.span.range()))).collect()
}

fn kinds(layout: &Layout) -> Vec<String> {
    let kind = |block: &vanban::document::Block| match block.kind {
        BlockKind::Paragraph => "paragraph".to_owned(),
        BlockKind::Bullet => "bullet".to_owned(),
        BlockKind::Cell(Cell { table, row, column, head, .. }) => {
            format!("{}{table}.{row}.{column}", if head { "head " } else { "cell " })
        }
        BlockKind::Footnote(note) => format!("footnote {note}"),
    };
    layout.blocks.iter().map(kind).collect()
}

/// Every case against what it expects; all failures at once.
fn run(facet: &str) {
    let mut failures = Vec::new();
    let mut check = |name: &str, what: &str, seen: String, expected: String| {
        if seen != expected {
            failures.push(format!("{name}: {what}\n  expected {expected}\n      seen {seen}"));
        }
    };
    for case in cases(facet) {
        let (source, _, layout) = lay_out(&case.text, &case.format);
        let shown = |value: &dyn std::fmt::Debug| format!("{value:#?}");
        if let Some(blocks) = &case.blocks {
            check(&case.name, "blocks", shown(&body(&layout)), shown(blocks));
        }
        if let Some(expected) = &case.body {
            check(&case.name, "body", body(&layout).join(" "), expected.clone());
        }
        if let Some(footnotes) = &case.footnotes {
            check(&case.name, "footnotes", shown(&notes(&layout)), shown(footnotes));
        }
        if let Some(expected) = &case.furniture {
            check(&case.name, "furniture", shown(&furniture(&source, &layout)), shown(expected));
        }
        if let Some(expected) = &case.kinds {
            check(&case.name, "kinds", shown(&kinds(&layout)), shown(expected));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn lines_become_the_blocks_of_the_cases() {
    run("blocks");
}

#[test]
fn footnotes_are_cut_out_as_in_the_cases() {
    run("footnotes");
}

/// What must hold of any text.
fn check_invariants(text: &str) {
    let source_text = vanban::text::Text::verbatim(text.to_owned(), 0);
    let repaired = Repaired { text: source_text, ..Repaired::default() };
    let layout = layout::layout(&repaired, Rules::embedded());
    let string = layout.text.as_str();
    let mut end = 0;
    for (index, block) in layout.blocks.iter().enumerate() {
        let span = block.span;
        assert!(string.is_char_boundary(span.start()) && string.is_char_boundary(span.end()), "boundaries");
        assert!(!layout.str(span).is_empty(), "block {index} is empty");
        assert!(!layout.str(span).contains('\n'), "block {index} holds a line end");
        assert!(index == 0 || string[end..span.start()] == *"\n", "blocks are apart by one line end");
        end = span.end();
    }
    assert_eq!(end, string.len(), "nothing stands behind the last block");
    // Nothing is lost, nothing is written twice: the signs of blocks and furniture are those of the text.
    let mut seen = vec![0u8; text.len()];
    for piece in layout.text.edits().pieces(0..string.len()) {
        for at in piece.range() {
            seen[at] += 1;
        }
    }
    for taken in &layout.furniture {
        for at in taken.span.range() {
            seen[at] += 1;
        }
    }
    for (at, letter) in text.char_indices().filter(|(_, letter)| !letter.is_whitespace()) {
        assert_eq!(seen[at], 1, "{letter:?} at {at} of {text:?}");
    }
    for note in &layout.footnotes {
        assert!(note.mark_at.is_none_or(|at| string.is_char_boundary(at.start())));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn any_characters_give_a_layout(text in "\\PC{0,300}") {
        check_invariants(&text);
    }

    /// Lines such as documents have them, in any order: labels, letterheads, columns, notes, tables, rules.
    #[test]
    fn any_lines_of_documents_give_a_layout(
        lines in prop::collection::vec((prop::sample::select(LINES.to_vec()), 0usize..3, 0usize..5), 0..40)
    ) {
        let mut text = String::new();
        for (line, blanks, gap) in lines {
            text.push_str(line);
            text.push_str([" ", "", "   ", "\t", "  "][gap]);
            text.push_str(&"\n".repeat(blanks));
        }
        check_invariants(&text);
    }
}

const LINES: [&str; 48] = [
    "ỦY BAN NHÂN DÂN",
    "TỈNH KIM SA -------",
    "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    "CỘNG HÒA XÃ",
    "Độc lập - Tự do - Hạnh phúc",
    "Số: 12/KH-UBND",
    "Kim Sa, ngày 02 tháng 8 năm 2022",
    "|",
    "a | b |",
    "| 1 | Trồng rừng | ha |",
    "|---|---|",
    "QUYẾT ĐỊNH",
    "KẾ HOẠCH",
    "V/v triển khai công tác",
    "Căn cứ Luật Đất đai năm 2024;",
    "I. MỤC ĐÍCH, YÊU CẦU",
    "1. Mục đích",
    "1.1.",
    "2.",
    "a) Nâng cao chất lượng",
    "(1) Tốc độ tăng trưởng",
    "Điều 1.",
    "Điều",
    "- Sở Y tế chủ trì,",
    "+ Tại xã",
    "-",
    "-----",
    "*",
    "phối hợp với các sở, ngành liên quan thực hiện trong năm",
    "2024. Các đơn vị báo cáo kết quả",
    "đất trống1, năm 20242 và cuối năm [1].",
    "1 Theo Quyết định số 12.",
    "2 Của huyện.",
    "[1] Tại Kế hoạch số 3. [2] Của tỉnh.",
    "                                  ",
    "3",
    "Trang 3/10",
    "Nơi nhận:",
    "- Như trên; - Lưu: VT. CHỦ TỊCH Trần Văn A",
    "TM. ỦY BAN NHÂN DÂN KT. CHỦ TỊCH PHÓ CHỦ TỊCH Nguyễn Văn B KẾ HOẠCH PHÁT TRIỂN (Kèm theo Quyết định)",
    "Nơi nhận:          KT. GIÁM ĐỐC",
    "(Đã ký)",
    "Ký bởi: Văn phòng",
    "số 11-",
    "NQ/HU ngày",
    "./.",
    "PHỤ LỤC",
    "\u{c}",
];
