//! Which files are read, in which order the records come, and where they go.

use crate::{Scratch, command, extract, fixture, fixtures, run};
use std::fs;
use std::io::{BufRead, BufReader};
use std::process::Stdio;

#[test]
fn one_file_gives_one_record_that_the_schema_describes() {
    let schema = extract(["schema"]).well().json();
    let validator = jsonschema::validator_for(&schema).unwrap();
    for path in fixtures() {
        let record = extract([&path]).well().json();
        let errors: Vec<String> = validator
            .iter_errors(&record)
            .map(|error| format!("{}: {error}", error.instance_path()))
            .collect();
        assert_eq!(errors, [""; 0], "{path}");
        assert_eq!(record["source"]["path"], *path);
    }
}

#[test]
fn several_files_give_a_record_a_line_in_the_order_of_the_arguments() {
    let mut paths = fixtures();
    paths.reverse();
    let alone: Vec<_> = paths.iter().map(|path| extract([path]).well().json()).collect();
    for jobs in ["1", "2", "8"] {
        let mut args = vec!["--jobs".to_owned(), jobs.to_owned()];
        args.extend(paths.clone());
        assert!(extract(args).well().lines() == alone, "another output with {jobs} jobs");
    }
}

#[test]
fn files_that_fail_and_long_ones_among_short_ones_change_neither_order_nor_records() {
    let scratch = Scratch::new("mixed");
    let text = fs::read_to_string(fixture("letter-department.txt")).unwrap();
    let long = format!("{text}{}", "\nĐoạn văn dài không có gì để trích xuất.\n".repeat(2_000));
    let paths: Vec<String> = (0..24)
        .map(|index| match index {
            3 => scratch.path("missing.txt"),
            5 => scratch.file("5.txt", ""),
            7 | 8 => scratch.file(&format!("{index}.txt"), &long),
            9 => scratch.file("9.md", &text),
            12 => scratch.file("12", &text),
            _ => scratch.file(&format!("{index}.txt"), &text),
        })
        .collect();
    let alone: Vec<_> = (0..24)
        .filter(|index| ![3, 5].contains(index))
        .map(|index| extract([&paths[index]]).well().json())
        .collect();
    for jobs in ["1", "2"] {
        let ran = extract([&["--jobs".to_owned(), jobs.to_owned()][..], &paths].concat());
        assert_eq!(ran.code, 1);
        assert!(ran.lines() == alone, "another output with {jobs} jobs");
        assert!(ran.said.contains("missing.txt") && ran.said.contains("5.txt"), "{}", ran.said);
    }
}

#[test]
fn a_file_that_is_named_twice_is_read_twice() {
    let path = fixture("letter-department.txt");
    let records = extract([&path, &path]).well().lines();
    assert_eq!(records.len(), 2);
    assert_eq!(records[0], records[1]);
}

#[test]
fn a_dash_is_standard_input() {
    let path = fixture("plan-district-clean.txt");
    let text = fs::read(&path).unwrap();
    let mut read = run(command(["-"]), &text).well().json();
    assert_eq!(read["source"]["path"], "-");
    let named = extract([&path]).well().json();
    read["source"]["path"] = named["source"]["path"].clone();
    assert_eq!(read, named);
    let both = run(command(["-", &path]), &text).well().lines();
    assert_eq!(both[1], named);
}

#[test]
fn names_with_spaces_marks_and_a_leading_dash_are_names() {
    let scratch = Scratch::new("names");
    let text = fs::read(fixture("letter-department.txt")).unwrap();
    for name in ["công văn số 5.txt", "-k.txt", "a'b\"c.txt"] {
        scratch.file(name, &text);
        let mut command = command(["--", name]);
        command.current_dir(&scratch.0);
        assert_eq!(run(command, b"").well().json()["source"]["path"], name);
    }
}

#[test]
fn a_named_output_file_holds_what_standard_output_would() {
    let scratch = Scratch::new("out-file");
    let path = fixture("notice-conclusion.txt");
    for (name, form) in
        [("a.json", "json"), ("a.ndjson", "ndjson"), ("a.csv", "csv"), ("a.html", "html"), ("a.txt", "text")]
    {
        let out = scratch.path(name);
        // The ending chooses the form.
        assert_eq!(extract([&path, "--out", &out]).well().out(), "");
        let printed = extract([&path, "--format", form]).well();
        assert!(fs::read(&out).unwrap() == printed.bytes, "{form}");
    }
    assert_eq!(scratch.names(), ["a.csv", "a.html", "a.json", "a.ndjson", "a.txt"]);
}

#[test]
fn an_output_folder_gets_a_file_for_each_document() {
    let scratch = Scratch::new("out-folder");
    let (plan, letter) = (fixture("plan-district-clean.txt"), fixture("letter-department.txt"));
    fs::create_dir(scratch.path("again")).unwrap();
    let again = scratch.file("again/letter-department.md", fs::read(&letter).unwrap());
    let out = scratch.path("records/of/2024");
    extract([&plan, &letter, &again, "--out", &format!("{out}/")]).well();
    let mut names: Vec<_> =
        fs::read_dir(&out).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    assert_eq!(names, ["letter-department-2.json", "letter-department.json", "plan-district-clean.json"]);
    let written = fs::read(format!("{out}/letter-department.json")).unwrap();
    assert!(written == extract([&letter]).well().bytes);
}

#[test]
fn an_output_file_appears_whole_or_not_at_all() {
    let scratch = Scratch::new("whole");
    let old = scratch.file("plan.json", "what was there before");
    let ran = extract(["nowhere.txt", "--out", &old]);
    assert_eq!(ran.code, 3);
    assert_eq!(fs::read_to_string(&old).unwrap(), "what was there before");
    assert_eq!(scratch.names(), ["plan.json"]);
}

#[test]
fn an_output_that_cannot_be_written_is_said_with_its_path() {
    let scratch = Scratch::new("cannot-write");
    let file = scratch.file("file", "not a folder");
    let path = fixture("letter-department.txt");
    for out in [format!("{file}/plan.json"), format!("{file}/folder/")] {
        for (lang, words) in [("vi", "không ghi được"), ("en", "cannot be written")] {
            let ran = extract([&path, "--out", &out, "--lang", lang]);
            assert_eq!((ran.code, ran.out()), (6, ""));
            assert!(ran.said.contains(words) && ran.said.contains(&out), "{}", ran.said);
        }
    }
    assert_eq!(fs::read_to_string(&file).unwrap(), "not a folder");
}

#[test]
fn a_reader_that_has_enough_ends_the_command_quietly() {
    let scratch = Scratch::new("pipe");
    let text = fs::read_to_string(fixture("plan-district-clean.txt")).unwrap();
    let long = scratch.file("long.txt", text.repeat(20));
    for args in
        [vec![long.as_str(), &long, &long, &long], vec!["--text", &long], vec!["schema"], vec!["--help"]]
    {
        let mut child = command(&args)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .stdin(Stdio::null())
            .spawn()
            .unwrap();
        let mut first = String::new();
        let mut out = BufReader::with_capacity(64, child.stdout.take().unwrap());
        out.read_line(&mut first).unwrap();
        drop(out);
        assert!(!first.is_empty());
        let output = child.wait_with_output().unwrap();
        assert_eq!((output.status.code(), String::from_utf8_lossy(&output.stderr).as_ref()), (Some(0), ""));
    }
}
