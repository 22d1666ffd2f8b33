//! What is said, in which language, and when nothing is.

use crate::{Scratch, extract, fixture};

#[test]
fn help_is_in_the_language_that_is_asked_for() {
    for command in
        [&[][..], &["verify"], &["eval"], &["worker"], &["doctor"], &["schema"], &["completions"], &["man"]]
    {
        for (args, words) in [
            (&["--help"][..], "Cách dùng:"),
            (&["-h"], "Cách dùng:"),
            (&["--help", "--lang", "en"], "Usage:"),
            (&["--lang=en", "--help"], "Usage:"),
        ] {
            let ran = extract(command.iter().chain(args)).well();
            assert!(ran.out().contains(words), "{command:?} {args:?}: {}", ran.out());
        }
    }
    let ran = extract(["--help"]).well();
    for code in 0..=7 {
        assert!(ran.out().contains(&format!("\n  {code} ")), "exit code {code} is not explained");
    }
}

#[test]
fn the_version_is_the_package_s() {
    for flag in ["--version", "-V"] {
        assert_eq!(extract([flag]).well().out(), concat!("extract ", env!("CARGO_PKG_VERSION"), "\n"));
    }
}

#[test]
fn wrong_arguments_are_complained_about_in_the_language_that_is_asked_for() {
    let path = fixture("letter-department.txt");
    for (args, vi, en) in [
        (&[][..], "thiếu", "required"),
        (&["--formt", "csv", &path], "--formt", "--formt"),
        (&["--format", "doc", &path], "'doc'", "'doc'"),
        (&["--jobs", "many", &path], "'many'", "'many'"),
        (&["--jobs", "0", &path], "'0'", "'0'"),
        (&["--text", "--html", &path], "không dùng", "cannot be used"),
        (&["--isolate", "--no-isolate", &path], "không dùng", "cannot be used"),
        (&["--ocr", "sometimes", &path], "'sometimes'", "'sometimes'"),
        (&["--time-limit", "soon", &path], "'soon'", "'soon'"),
        (&["--memory-limit", "2X", &path], "'2X'", "'2X'"),
        (&["--table", "people", &path], "'people'", "'people'"),
        (&["completions", "tcsh"], "'tcsh'", "'tcsh'"),
        (&["eval", "--gold", "fixtures/documents"], "thiếu", "required"),
    ] {
        for (lang, words, remedy) in [("vi", vi, "Xem 'extract --help'"), ("en", en, "--help")] {
            let ran = extract(args.iter().copied().chain(["--lang", lang]));
            assert_eq!((ran.code, ran.out()), (2, ""), "{args:?}");
            assert!(ran.said.contains(words) && ran.said.contains(remedy), "{args:?}: {}", ran.said);
        }
    }
}

#[test]
fn messages_inside_a_record_are_in_the_language_that_is_asked_for() {
    let path = fixture("plan-inconsistent.txt");
    let [vi, en] =
        ["vi", "en"].map(|lang| extract([&path, "--lang", lang]).well().json()["diagnostics"].take());
    let (vi, en) = (vi.as_array().unwrap(), en.as_array().unwrap());
    assert!(!vi.is_empty());
    assert_eq!(vi.len(), en.len());
    for (vi, en) in vi.iter().zip(en) {
        assert_eq!((&vi["code"], &vi["severity"], &vi["at"]), (&en["code"], &en["severity"], &en["at"]));
        assert_ne!(vi["message"], en["message"]);
    }
}

#[test]
fn quiet_keeps_back_remarks_and_not_losses() {
    let scratch = Scratch::new("quiet");
    let (good, empty) = (fixture("letter-department.txt"), scratch.file("empty.txt", ""));
    let (loud, quiet) = (extract([&good, &empty]), extract(["--quiet", &good, &empty]));
    assert_eq!((loud.code, quiet.code), (1, 1));
    assert_eq!(loud.out(), quiet.out());
    assert_eq!((loud.said.lines().count(), quiet.said.lines().count()), (2, 1));
    assert!(quiet.said.contains(&empty), "{}", quiet.said);
    let plan = scratch.file("plan.json", extract([&good]).well().bytes);
    assert_eq!(extract(["verify", &plan]).said.lines().count(), 1);
    extract(["verify", "--quiet", &plan]).well();
}

#[test]
fn the_doctor_says_what_is_there_and_what_to_do() {
    let report = extract(["doctor", "--json"]);
    let findings = report.json()["findings"].take();
    let findings = findings.as_object().unwrap();
    assert!(findings["isolation"]["ok"].as_bool().unwrap());
    let all_well = findings.values().all(|finding| finding["ok"] == true);
    assert_eq!(report.code, i32::from(!all_well));
    for lang in ["vi", "en"] {
        let ran = extract(["doctor", "--lang", lang]);
        assert_eq!((ran.code, ran.said.as_str()), (report.code, ""));
        for (id, finding) in findings {
            assert!(ran.out().contains(finding["name"][lang].as_str().unwrap()), "{id}");
            assert_eq!(finding["ok"] == true, finding["remedy"].is_null(), "{id}");
            let remedy = finding["remedy"][lang].as_str().unwrap_or_default();
            assert!(ran.out().contains(remedy), "{id}: {remedy}");
        }
    }
}
