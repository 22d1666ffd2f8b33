//! `--rules DIR`: tables that replace the embedded ones.

use crate::{Ran, Scratch, extract, fixture};
use std::fs;

const PLAN: &str = "plan-district-clean.txt";

#[test]
fn a_table_in_the_folder_replaces_the_embedded_one_and_no_other() {
    let scratch = Scratch::new("rules");
    let table = fs::read_to_string("rules/kinds.toml").unwrap();
    scratch.file("kinds.toml", table.replace("name = \"Quyết định\"", "name = \"Quyết định khác\""));
    let own = extract([&fixture(PLAN)]).well();
    let other = extract([&fixture(PLAN), "--rules", &scratch.path("")]).well();
    let types = |ran: &Ran| {
        let record = ran.json();
        let names = record["references"].as_array().unwrap().iter().map(|r| r["type"]["name"].to_string());
        names.collect::<Vec<_>>()
    };
    assert!(types(&own).contains(&"\"Quyết định\"".to_owned()), "{:?}", types(&own));
    assert_eq!(own.out().replace("\"name\": \"Quyết định\"", "\"name\": \"Quyết định khác\""), other.out());
}

#[test]
fn a_copy_of_all_tables_changes_nothing() {
    let with = extract([&fixture(PLAN), "--rules", "rules"]).well();
    assert!(with.bytes == extract([&fixture(PLAN)]).well().bytes);
}

#[test]
fn a_bad_table_is_refused_with_its_file_and_row() {
    let scratch = Scratch::new("bad-rules");
    let good = r#"
        [[row]]
        id = "ke-hoach"
        code = "KH"
        name = "Kế hoạch"
        phrases = ["kế hoạch"]
        source = "the test"
        find = ["Kế hoạch này"]
    "#;
    for (bad, words) in [
        ("[[row]]\nid = \"quyet-dinh\"\ncode = \"QĐ\"\nsource = \"the test\"", &["quyet-dinh", "name"][..]),
        (
            "[[row]]\nid = \"quyet-dinh\"\ncode = 7\nname = \"Quyết định\"\nsource = \"the test\"",
            &["quyet-dinh"],
        ),
        (
            "[[row]]\nid = \"ke-hoach\"\ncode = \"KH\"\nname = \"Kế hoạch\"\nsource = \"the test\"",
            &["ke-hoach"],
        ),
        ("[[row]]\nid = \"chi-thi\"\ncode = \"CT\"\nname = \"Chỉ thị\"\nsource = \" \"", &["chi-thi"]),
        ("[[row]]\ncode = \"CT\"\nname = \"Chỉ thị\"\nsource = \"the test\"", &["2", "id"]),
        ("[[row\n", &["10: unclosed"]),
    ] {
        let table = scratch.file("kinds.toml", format!("{good}\n{bad}"));
        for (lang, remedy) in [("vi", "bỏ --rules"), ("en", "leave out --rules")] {
            let ran = extract([&fixture(PLAN), "--rules", &scratch.path(""), "--lang", lang]);
            assert_eq!((ran.code, ran.out()), (7, ""), "{bad}: {}", ran.said);
            for word in words.iter().copied().chain([table.as_str(), remedy]) {
                assert!(ran.said.contains(word), "{word:?} is not in {}", ran.said);
            }
        }
    }
}

#[test]
fn a_folder_without_a_table_is_a_mistake() {
    let scratch = Scratch::new("no-rules");
    scratch.file("kind.toml", "");
    for folder in [scratch.path("nowhere"), scratch.path("")] {
        let ran = extract([&fixture(PLAN), "--rules", &folder]);
        assert_eq!((ran.code, ran.out()), (7, ""));
        assert!(ran.said.contains(folder.trim_end_matches('/')), "{}", ran.said);
    }
}
