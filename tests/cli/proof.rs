//! `extract verify`.

use crate::{Scratch, command, extract, fixture, fixtures, run};
use serde_json::Value;
use std::fs;

#[test]
fn the_record_of_every_fixture_is_proved() {
    let scratch = Scratch::new("proof");
    let mut args = vec!["verify".to_owned(), "--lang".to_owned(), "en".to_owned()];
    for (index, path) in fixtures().iter().enumerate() {
        args.push(scratch.file(&format!("{index}.json"), extract([path]).well().bytes));
    }
    let ran = extract(args);
    assert_eq!((ran.code, ran.out()), (0, ""));
    assert!(ran.said.ends_with(" quotes checked, 0 do not hold\n"), "{}", ran.said);
    let checked: usize = ran.said.split_whitespace().find_map(|word| word.parse().ok()).unwrap();
    assert!(checked > 100, "{}", ran.said);
}

#[test]
fn many_records_can_come_in_one_stream() {
    let records = extract(fixtures()).well();
    let ran = run(command(["verify", "-"]), &records.bytes);
    assert_eq!((ran.code, ran.out()), (0, ""), "{}", ran.said);
}

#[test]
fn what_does_not_hold_is_listed_with_its_place_in_the_record() {
    let scratch = Scratch::new("refuted");
    let path = fixture("plan-district-clean.txt");
    let record = extract([&path]).well().json();
    let mention = "/references/1/mentions/0";
    for (pointer, change, vi, en) in [
        (
            "/quote",
            Value::from("Số: 999/KH-UBND"),
            "trích dẫn là “Số: 999/KH-UBND”",
            "the quote is “Số: 999/KH-UBND”",
        ),
        ("/at/bytes/1", Value::from(1_000_000_000), "nằm ngoài tệp", "not inside the file"),
        ("/at/bytes/0", Value::from(0), "nhưng trong tệp là", "but the file says"),
        ("/at/line", Value::from(77), "nằm ở trang 1", "stands on page 1"),
    ] {
        let mut damaged = record.clone();
        *damaged.pointer_mut(&format!("{mention}{pointer}")).unwrap() = change;
        let plan = scratch.file("plan.json", damaged.to_string());
        for (lang, words) in [("vi", vi), ("en", en)] {
            let ran = extract(["verify", &plan, "--lang", lang]);
            assert_eq!(ran.code, 1);
            assert_eq!(ran.out().lines().count(), 1, "{}", ran.out());
            let line = ran.out();
            assert!(line.starts_with(&format!("{path}: {mention}: ")) && line.contains(words), "{line}");
        }
    }
}

#[test]
fn a_record_of_a_file_that_changed_does_not_hold() {
    let scratch = Scratch::new("changed");
    let copy = scratch.copy(&fixture("letter-department.txt"));
    let plan = scratch.file("plan.json", extract([&copy]).well().bytes);
    assert_eq!(extract(["verify", &plan]).code, 0);
    let mut text = fs::read(&copy).unwrap();
    *text.last_mut().unwrap() ^= 1;
    fs::write(&copy, text).unwrap();
    for (lang, words) in [("vi", "tệp đã thay đổi"), ("en", "has changed")] {
        let ran = extract(["verify", &plan, "--lang", lang]);
        assert_eq!(ran.code, 1);
        assert!(ran.out().contains(words) && ran.out().contains(&copy), "{}", ran.out());
    }
}

#[test]
fn the_file_is_found_beside_its_record() {
    let scratch = Scratch::new("beside");
    scratch.copy(&fixture("letter-department.txt"));
    let mut inside = command(["letter-department.txt", "--out", "plan.json"]);
    inside.current_dir(&scratch.0);
    run(inside, b"").well();
    assert_eq!(extract(["verify", "--quiet", &scratch.path("plan.json")]).well().out(), "");
}

#[test]
fn what_cannot_be_verified_is_said() {
    let scratch = Scratch::new("unverifiable");
    let copy = scratch.copy(&fixture("letter-department.txt"));
    let plan = scratch.file("plan.json", extract([&copy]).well().bytes);
    let text = scratch.file("no-record.json", "Kế hoạch");
    fs::remove_file(&copy).unwrap();
    for (args, code, name) in [
        (vec!["verify", "nowhere.json"], 3, "nowhere.json"),
        (vec!["verify", &plan], 3, "letter-department.txt"),
        (vec!["verify", &text], 4, "no-record.json"),
        (vec!["verify", &text, &plan], 1, "no-record.json"),
    ] {
        let ran = extract(&args);
        assert_eq!((ran.code, ran.out()), (code, ""), "{args:?}: {}", ran.said);
        assert!(ran.said.contains(name), "{args:?}: {}", ran.said);
    }
}
