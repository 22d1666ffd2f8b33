//! Full text: with diacritics or without, the same documents are found.

use crate::server::server;
use crate::{export, large};
use std::collections::BTreeSet;
use vanban::export::postgres::plain;
use vanban::rules::strip_marks;

#[test]
fn a_text_without_marks_is_the_same_in_the_program_and_in_the_database() {
    let Some(server) = server() else { return };
    let database = server.database();
    export(large().directory(), &database.url(), &["--kind", "VBHN"]);
    let mut client = database.connect();
    // All characters of the plane of living scripts, some at a time and each between letters.
    let all: Vec<char> = (1..0xFFFFu32).filter_map(char::from_u32).collect();
    for chunk in all.chunks(4096) {
        let text: String = chunk.iter().flat_map(|letter| ['a', *letter, '1', ' ']).collect();
        let found: String = client.query_one("SELECT vanban.bo_dau($1)", &[&text]).unwrap().get(0);
        let wanted = plain(&text);
        for (found, wanted) in found.split(' ').zip(wanted.split(' ')) {
            assert_eq!(found, wanted, "near {:?}", chunk[0]);
        }
        assert_eq!(found.len(), wanted.len());
    }
}

#[test]
fn a_person_finds_documents_without_marks() {
    let Some(server) = server() else { return };
    let database = server.database();
    let corpus = large();
    export(corpus.directory(), &database.url(), &[]);
    let mut client = database.connect();
    let mut find = |query: &str| -> BTreeSet<String> {
        let rows = client
            .query(
                "SELECT d.key FROM vanban.documents d JOIN vanban.words w ON w.document_id = d.id
                 WHERE w.words @@ vanban.cau_hoi($1)",
                &[&query],
            )
            .unwrap();
        rows.iter().map(|row| row.get(0)).collect()
    };
    for query in [
        "kế hoạch giảm nghèo",
        "\"hộ nghèo\"",
        "Uỷ ban NHÂN DÂN",
        "chuyển đổi số -nghèo",
        "ngân sách or học sinh",
    ] {
        let with = find(query);
        assert!(!with.is_empty(), "{query}");
        assert_eq!(find(&strip_marks(query)), with, "{query}");
    }
    // What is found is what has the words, all of them.
    let truth = |sql: &str| -> BTreeSet<String> {
        let mut client = database.connect();
        client.query(sql, &[]).unwrap().iter().map(|row| row.get(0)).collect()
    };
    let phrase = "SELECT DISTINCT d.key FROM vanban.documents d JOIN vanban.records r ON r.document_id = d.id
        WHERE ' ' || vanban.bo_dau(record->'header'->'title'->>'text') || ' ' LIKE '% giam ngheo %'";
    assert!(!truth(phrase).is_empty());
    assert!(truth(phrase).is_subset(&find("\"giảm nghèo\"")));
    let section =
        "SELECT DISTINCT d.key FROM vanban.documents d JOIN vanban.sections s ON s.document_id = d.id
        WHERE ' ' || vanban.bo_dau(s.text) || ' ' LIKE '% ho ngheo %'";
    assert!(truth(section).is_subset(&find("\"ho ngheo\"")));
    assert!(!find("ngheo").is_empty() && find("-ngheo ngheo").is_empty());
    // Those that the function gives are these.
    let best = |query: &str| -> BTreeSet<String> {
        let rows = database.connect().query("SELECT \"Mã\" FROM vanban.tim($1, 5)", &[&query]).unwrap();
        rows.iter().map(|row| row.get(0)).collect()
    };
    assert!(best("giam ngheo").len() == 5 && best("giảm nghèo").is_subset(&find("giam ngheo")));
    assert_eq!(best("giảm nghèo"), best("giam ngheo"));
    for odd in [
        "",
        " ",
        "\"",
        "-",
        "- -",
        "\"\"",
        "'; DROP TABLE vanban.documents; --",
        "a & b | !c",
        "<->",
        "\u{301}",
    ] {
        find(odd);
        best(odd);
    }
}

#[test]
fn the_best_come_first_with_the_passage() {
    let Some(server) = server() else { return };
    let database = server.database();
    export(large().directory(), &database.url(), &[]);
    let mut client = database.connect();
    let rows = client.query("SELECT * FROM vanban.tim('giam ngheo')", &[]).unwrap();
    assert!(!rows.is_empty() && rows.len() <= 20);
    let ranks: Vec<f32> = rows.iter().map(|row| row.get("Điểm")).collect();
    assert!(ranks.is_sorted_by(|a, b| a >= b), "{ranks:?}");
    for row in &rows {
        let passage: String = row.get("Đoạn");
        let title: Option<String> = row.get("Trích yếu");
        let words = plain(&format!("{passage} {}", title.unwrap_or_default()));
        assert!(words.contains("giam") || words.contains("ngheo"), "{words}");
    }
    // The index serves the query.
    let plan: Vec<String> = client
        .query("EXPLAIN SELECT document_id FROM vanban.words WHERE words @@ vanban.cau_hoi('xoa doi giam ngheo')", &[])
        .unwrap()
        .iter()
        .map(|row| row.get(0))
        .collect();
    client.batch_execute("SET enable_seqscan = off").unwrap();
    let forced = client
        .query("EXPLAIN SELECT document_id FROM vanban.words WHERE words @@ vanban.cau_hoi('xoa doi giam ngheo')", &[])
        .unwrap();
    let forced: Vec<String> = forced.iter().map(|row| row.get(0)).collect();
    assert!(plan.iter().chain(&forced).any(|line| line.contains("words_by_word")), "{forced:?}");
}
