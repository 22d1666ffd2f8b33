//! Files that cannot be read: what is said of them, and that the other files are read all the same.

use crate::{Scratch, command, extract, fixture, run};
use std::fs::{self, OpenOptions};
use std::io::Write;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

/// A file that is refused: name, bytes, exit code, and words of message and remedy in both languages.
type Refused = (&'static str, &'static [u8], i32, [&'static str; 3], [&'static str; 3]);

const REFUSED: &[Refused] = &[
    ("empty.txt", b"", 4, ["empty-file", "rỗng", "Kiểm tra"], ["empty-file", "is empty", "Check"]),
    (
        "blank.txt",
        b" \n\t\r\n \x0c\n",
        4,
        ["empty-file", "khoảng trắng", "OCR"],
        ["empty-file", "white space", "OCR"],
    ),
    (
        "bytes.txt",
        b"\x00\x01\x02\x7fELF\x02\x01\x01\x00\x00\x00\xff\xfe\x00\x00\x00\x00\x00\x00",
        4,
        ["binary-file", "nhị phân", ".txt"],
        ["binary-file", "binary", ".txt"],
    ),
    (
        "scan.txt",
        b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<< /Type /Catalog >>\nendobj\n",
        4,
        ["damaged-file", "PDF", "tải lại"],
        ["damaged-file", "PDF", "download it again"],
    ),
    (
        "plan.docx",
        b"PK\x03\x04\x14\x00\x06\x00\x08\x00word/document.xml",
        4,
        ["damaged-file", "Word", "tải lại"],
        ["damaged-file", "Word", "download it again"],
    ),
    (
        "plan.xlsx",
        b"PK\x03\x04\x14\x00\x06\x00\x08\x00xl/workbook.xml",
        4,
        ["unsupported-format", "Excel", "lưu thành .txt"],
        ["unsupported-format", "Excel", "save it as .txt"],
    ),
];

#[test]
fn a_file_without_text_is_refused_with_its_path_and_a_remedy() {
    let scratch = Scratch::new("refused");
    for &(name, bytes, code, vi, en) in REFUSED {
        let path = scratch.file(name, bytes);
        for (lang, words) in [("vi", vi), ("en", en)] {
            for (ran, path) in [
                (extract([&path, "--lang", lang]), path.as_str()),
                (run(command(["-", "--lang", lang]), bytes), "-: "),
            ] {
                assert_eq!((ran.code, ran.out()), (code, ""), "{name}: {}", ran.said);
                assert_eq!(ran.said.lines().count(), 1, "{}", ran.said);
                for word in words.into_iter().chain([path]) {
                    assert!(ran.said.contains(word), "{name}: {word:?} is not in {}", ran.said);
                }
            }
        }
    }
}

#[test]
fn a_file_that_cannot_be_opened_is_refused_with_its_path_and_a_remedy() {
    let scratch = Scratch::new("unopened");
    let inside = format!("{}/a.txt", scratch.file("file.txt", "Kế hoạch"));
    for (path, vi, en) in [
        (scratch.path("missing.txt"), ["not-found", "không tìm thấy"], ["not-found", "no such file"]),
        (inside, ["not-found", "không tìm thấy"], ["not-found", "no such file"]),
        (scratch.path(""), ["is-directory", "thư mục"], ["is-directory", "directory"]),
    ] {
        for (lang, words) in [("vi", vi), ("en", en)] {
            let ran = extract([&path, "--lang", lang]);
            assert_eq!((ran.code, ran.out()), (3, ""), "{}", ran.said);
            for word in words.into_iter().chain([path.as_str()]) {
                assert!(ran.said.contains(word), "{word:?} is not in {}", ran.said);
            }
        }
    }
}

#[cfg(unix)]
#[test]
fn a_file_without_permission_is_refused_with_its_path_and_a_remedy() {
    use std::os::unix::fs::PermissionsExt;
    let scratch = Scratch::new("unreadable");
    let path = scratch.copy(&fixture("letter-department.txt"));
    fs::set_permissions(&path, fs::Permissions::from_mode(0o000)).unwrap();
    if fs::File::open(&path).is_ok() {
        // Past the harness, which keeps the output of a passing test to itself.
        writeln!(std::io::stderr(), "cli: SKIPPED, this user may read files without permission").unwrap();
        return;
    }
    for (lang, word) in [("vi", "không có quyền"), ("en", "no permission")] {
        let ran = extract([&path, "--lang", lang]);
        assert_eq!((ran.code, ran.out()), (3, ""), "{}", ran.said);
        assert!(ran.said.contains(word) && ran.said.contains(&path), "{}", ran.said);
    }
}

#[cfg(unix)]
#[test]
fn a_pipe_without_a_writer_is_refused_and_not_waited_for() {
    let scratch = Scratch::new("fifo");
    let path = scratch.path("pipe");
    if !std::process::Command::new("mkfifo").arg(&path).status().is_ok_and(|status| status.success()) {
        writeln!(std::io::stderr(), "cli: SKIPPED, there is no mkfifo").unwrap();
        return;
    }
    for path in [path.as_str(), "/dev/zero"] {
        let ran = extract([path, "--lang", "en"]);
        assert_eq!((ran.code, ran.out()), (4, ""), "{}", ran.said);
        assert!(ran.said.contains(path), "{}", ran.said);
    }
}

#[test]
fn the_other_files_are_read_all_the_same() {
    let scratch = Scratch::new("others");
    let (plan, letter) = (fixture("plan-district-clean.txt"), fixture("letter-department.txt"));
    let mut args = vec![plan.clone()];
    args.extend(REFUSED.iter().map(|(name, bytes, ..)| scratch.file(name, bytes)));
    args.extend([scratch.path("missing.txt"), letter.clone()]);
    for jobs in ["1", "3"] {
        let ran = extract(args.iter().map(String::as_str).chain(["--jobs", jobs, "--lang", "en"]));
        assert_eq!(ran.code, 1);
        assert_eq!(ran.lines(), [extract([&plan]).well().json(), extract([&letter]).well().json()]);
        let failed = REFUSED.len() + 1;
        assert_eq!(ran.said.lines().count(), failed + 1, "{}", ran.said);
        assert!(ran.said.ends_with(&format!("{failed} of {} files failed\n", failed + 2)), "{}", ran.said);
    }
}

#[test]
fn bytes_that_are_cut_off_inside_a_letter_lose_no_other_text() {
    let scratch = Scratch::new("truncated");
    let text = fs::read(Path::new(&fixture("plan-district-clean.txt"))).unwrap();
    let cut = (text.len() / 2..).find(|&at| text[at] & 0xC0 == 0x80).unwrap();
    let path = scratch.file("cut.txt", &text[..cut]);
    let record = extract([&path]).well().json();
    let whole = extract([&fixture("plan-district-clean.txt")]).well().json();
    assert_eq!(record["header"]["number"], whole["header"]["number"]);
    assert_eq!(record["source"]["encoding"], "utf-8");
    let plan = scratch.file("plan.json", record.to_string());
    assert_eq!(extract(["verify", &plan]).code, 0);
}

#[test]
fn a_file_that_is_being_written_is_refused() {
    let scratch = Scratch::new("growing");
    let path = scratch.file("growing.txt", vec![b' '; 32 << 20]);
    // Now and then the whole of it is read between two writes; it holds nothing but white space then.
    let ran = (0..500).map(|_| grow_and_extract(&path)).find(|ran| ran.code != 4).expect("a change is seen");
    assert_eq!((ran.code, ran.out()), (5, ""), "{}", ran.said);
    for word in ["changed-while-reading", path.as_str(), "run again"] {
        assert!(ran.said.contains(word), "{}", ran.said);
    }
}

fn grow_and_extract(path: &str) -> crate::Ran {
    let done = AtomicBool::new(false);
    thread::scope(|scope| {
        scope.spawn(|| {
            let mut file = OpenOptions::new().append(true).open(path).unwrap();
            while !done.load(Ordering::Relaxed) {
                file.write_all(b" ").unwrap();
            }
        });
        let ran = extract([path, "--lang", "en"]);
        done.store(true, Ordering::Relaxed);
        ran
    })
}

/// Slow in a build without optimization: `cargo test --release --test cli -- --ignored`.
#[test]
#[ignore = "reads 200 MB"]
fn a_line_of_200_megabytes_is_read() {
    let scratch = Scratch::new("line");
    let sentence =
        "Phấn đấu đến cuối năm 2024 tỷ lệ hộ nghèo giảm còn 0,66%, thu ngân sách đạt 2.260 tỷ đồng; ";
    let path = scratch.file("line.txt", sentence.repeat((200 << 20) / sentence.len()));
    let ran = extract(["--format", "text", &path]);
    assert_eq!((ran.code, ran.said.as_str()), (0, ""));
    assert!(ran.bytes.len() > 199 << 20);
}
