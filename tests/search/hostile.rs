//! Whatever is typed, and whatever documents hold, is answered.

use crate::support::{Kho, plan, shared};
use proptest::prelude::*;
use vanban::search::query::parse;
use vanban::search::{Request, wire};

#[test]
fn odd_queries_are_answered() {
    let open = shared().open();
    let long = "kế hoạch ".repeat(20_000);
    let quotes = "\"".repeat(5_000);
    let word = "ê".repeat(100_000);
    let operators = "< > = : | - , ".repeat(500);
    let ranges = "rừng 1..2 ha | ".repeat(300);
    for query in [
        "",
        " ",
        "\0",
        "a\0b",
        "\u{202e}abc",
        "\u{feff}",
        "-",
        "--",
        "\"",
        "\"\"",
        ":",
        "loại:",
        ":KH",
        "loại::KH",
        "|",
        "a |",
        "| a",
        "a | | b",
        "-|a",
        "<",
        "< 5",
        "<5%",
        "> -3",
        "= =",
        "a < b",
        "a < 5 < 6",
        "năm:",
        "năm:x",
        "năm:99999",
        "năm:2024..2020",
        "năm < 0",
        "năm:..",
        "1..2",
        "x 9999999999999999999999999999999999999999..1 ha",
        "5%",
        "%",
        "tỉnh:",
        "tỉnh:\"\"",
        "cơ quan:=",
        "cơ quan:=\"\"",
        "body:\"",
        "a OR",
        "OR",
        "OR a",
        "a OR b",
        "34-",
        "-34",
        "/",
        "🙂",
        "\u{301}",
        "{}[]()*?~^\\",
        "a* OR b:*",
        "\u{1F1FB}\u{1F1F3} nghèo",
        "مرحبا شكرا",
        "hộ nghèo < 1e400 %",
        "NaN < inf",
        &long,
        &quotes,
        &word,
        &operators,
        &ranges,
    ] {
        let answer = open.ask(&Request::new(query));
        for hit in &answer.hits {
            assert!(hit.rank >= 1);
        }
    }
}

#[test]
fn odd_documents_are_indexed_and_shown() {
    let kho = Kho::new("hostile");
    let title = format!("<script>alert(1)</script> \u{202e}nhà tạm {}", "rất dài ".repeat(20_000));
    let body = format!(
        "I. <b>MỤC TIÊU</b>\n\n1. Nhà tạm \u{1b}[31m\u{7} {}\n\n2. {}",
        "x".repeat(300_000),
        "nhà tạm ".repeat(30_000)
    );
    kho.put(&[
        plan("long", "1/KH-UBND", "Ủy ban nhân dân huyện Sơn Lĩnh", 2024, "Kế hoạch", &title, &body),
        ("/archive/few.txt".to_owned(), "nhà".as_bytes().to_vec()),
        (
            "/archive/odd.txt".to_owned(),
            "\u{feff}\u{200b}\u{301}\u{301} nhà tạm \u{fffd}\r\r\n\t".as_bytes().to_vec(),
        ),
    ]);
    kho.index();
    let open = kho.open();
    let answer = open.all("nhà tạm");
    assert_eq!(answer.total, 2);
    for hit in &answer.hits {
        for snippet in &hit.snippets {
            assert!(snippet.passage.text.len() < 2_000, "{}", snippet.passage.text.len());
            assert!(!snippet.passage.text.contains(|letter: char| letter.is_control()));
        }
    }
    serde_json::to_string(&wire::Answer::new(&answer, vanban::diagnostic::Lang::Vi)).unwrap();
}

#[test]
fn paging_beyond_all_is_empty() {
    let open = shared().open();
    for (offset, limit) in [(usize::MAX, 10), (10_000, 10), (9_999, usize::MAX / 2), (0, 0)] {
        let answer = open.ask(&Request { offset, limit, ..Request::new("kế hoạch") });
        assert!(answer.hits.is_empty() || limit > 0);
        assert!(answer.total > 0);
    }
}

/// Text near the language: its signs, names and words, and anything.
fn query() -> impl Strategy<Value = String> {
    let part = prop_oneof![
        3 => prop::sample::select(vec![
            "loại", ":", "KH", "<", ">=", "5%", "..", "2024", "\"", "|", "-", ",", "tỷ", "đồng", "hộ nghèo", "34-CT/TW", " ",
            "năm", "tỉnh", "Kon Tum", "=", "OR", "tăng", "triệu", "/", "…", "cơ quan", "100..500", "ha",
        ]).prop_map(str::to_owned),
        1 => any::<char>().prop_map(String::from),
        1 => "\\PC{0,12}",
    ];
    prop::collection::vec(part, 0..24).prop_map(|parts| parts.join(""))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    /// Parsing never fails; a query read again from its own text is the same; what it says is bounded by what was typed.
    #[test]
    fn any_text_is_a_query(typed in query()) {
        let parsed = parse(&typed);
        prop_assert_eq!(&parse(&parsed.text), &parsed);
        for clause in &parsed.clauses {
            prop_assert!(!clause.any.is_empty());
        }
        let words = typed.chars().filter(|letter| letter.is_alphanumeric()).count();
        prop_assert!(parsed.clauses.len() <= words.max(1) * 2);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn any_text_is_answered(typed in query()) {
        shared().open().ask(&Request::new(&typed));
    }
}
