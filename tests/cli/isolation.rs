//! Files read in processes of their own: the same output, the same exit codes, and one fallen reader harms no other file.

use crate::{Scratch, command, extract, fixture, fixtures, run};
use std::fs;
use std::io::Read;

#[test]
fn every_form_is_the_same_byte_for_byte() {
    let (plan, page) = (fixture("plan-district-clean.txt"), fixture("plan-web.html"));
    for form in ["json", "ndjson", "csv", "text"] {
        let inside = extract(["--no-isolate", "--format", form, &plan, &page]).well();
        let outside = extract(["--isolate", "--format", form, &plan, &page]).well();
        assert!(inside.bytes == outside.bytes, "{form}");
    }
    for form in ["html", "json"] {
        let scratch = Scratch::new(&format!("isolated-{form}"));
        for isolation in ["--no-isolate", "--isolate"] {
            let out = scratch.path(&format!("{isolation}/"));
            extract([isolation, "--format", form, &plan, &page, "--out", &out]).well();
        }
        let read = |isolation: &str| {
            let mut files: Vec<_> =
                fs::read_dir(scratch.path(isolation)).unwrap().map(|entry| entry.unwrap().path()).collect();
            files.sort();
            files
                .iter()
                .map(|file| (file.file_name().unwrap().to_owned(), fs::read(file).unwrap()))
                .collect::<Vec<_>>()
        };
        assert!(read("--isolate") == read("--no-isolate"), "{form}");
        assert!(!read("--isolate").is_empty());
    }
}

#[test]
fn records_of_all_fixtures_are_the_same() {
    let paths = fixtures();
    let inside = extract(["--no-isolate"].into_iter().chain(paths.iter().map(String::as_str))).well();
    let outside = extract(["--isolate"].into_iter().chain(paths.iter().map(String::as_str))).well();
    assert!(inside.bytes == outside.bytes);
}

#[test]
fn standard_input_can_be_isolated_too() {
    let text = fs::read(fixture("letter-department.txt")).unwrap();
    let inside = run(command(["-"]), &text).well();
    assert!(run(command(["--isolate", "-"]), &text).well().bytes == inside.bytes);
}

#[test]
fn exit_codes_and_messages_are_the_same() {
    let scratch = Scratch::new("isolated-failures");
    let empty = scratch.file("empty.txt", "");
    let letter = fixture("letter-department.txt");
    for files in
        [&["nowhere.txt"][..], &[&empty], &[&scratch.path("")], &[&empty, &letter], &[&empty, "nowhere.txt"]]
    {
        for lang in ["vi", "en"] {
            let with = |isolation: &str| extract(files.iter().copied().chain([isolation, "--lang", lang]));
            let (inside, outside) = (with("--no-isolate"), with("--isolate"));
            assert_eq!((inside.code, inside.said), (outside.code, outside.said), "{files:?}");
            assert!(inside.bytes == outside.bytes);
        }
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_file_over_its_time_is_named_with_the_remedy_and_the_others_are_read() {
    let endless = crate::Endless::new();
    let long = endless.path();
    let letter = fixture("letter-department.txt");
    for (lang, remedy) in [("vi", "tăng --time-limit"), ("en", "raise --time-limit")] {
        let ran = extract(["--isolate", "--time-limit", "5", &long, &letter, "--lang", lang]);
        assert_eq!(ran.code, 1);
        let first = ran.said.lines().next().unwrap();
        for words in ["[timed-out]", &long, remedy] {
            assert!(first.contains(words), "{first}");
        }
        assert_eq!(ran.lines()[0]["source"]["path"], *letter);
    }
    assert_eq!(extract(["--isolate", "--time-limit", "0.3", &long]).code, 5);
}

#[test]
fn a_workbook_holds_the_same_cells() {
    let scratch = Scratch::new("isolated-xlsx");
    let paths = [fixture("plan-district-clean.txt"), fixture("plan-web.html")];
    // The file itself bears the time at which it was made.
    let sheets = |isolation: &str| {
        let out = scratch.path(&format!("{isolation}.xlsx"));
        extract([isolation, &paths[0], &paths[1], "--out", &out]).well();
        let mut book = zip::ZipArchive::new(fs::File::open(&out).unwrap()).unwrap();
        ["xl/worksheets/sheet1.xml", "xl/worksheets/sheet3.xml", "xl/sharedStrings.xml"].map(|name| {
            let mut bytes = Vec::new();
            book.by_name(name).unwrap().read_to_end(&mut bytes).unwrap();
            bytes
        })
    };
    assert!(sheets("--isolate") == sheets("--no-isolate"));
}
