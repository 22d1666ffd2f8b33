//! What the reader takes, what it refuses, and what it says then.

use std::fs;
use std::path::PathBuf;
use vanban::diagnostic::Lang;
use vanban::error::ErrorKind;
use vanban::read::{Options, read};
use vanban::source::Format;
use vanban::span::Span;

fn decode(path: &str, bytes: Vec<u8>) -> Result<vanban::source::Source, vanban::error::Error> {
    vanban::read::decode(path, bytes, &Options::default())
}

/// A file of this test run.
fn file(name: &str, bytes: &[u8]) -> String {
    let directory = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("read");
    fs::create_dir_all(&directory).expect("a directory for test files");
    let path = directory.join(name);
    fs::write(&path, bytes).expect("a test file");
    path.display().to_string()
}

#[test]
fn files_without_text_are_refused_with_a_reason_and_a_remedy() {
    for (name, bytes, kind, vi, en) in [
        ("empty.txt", &b""[..], ErrorKind::Empty, "tệp rỗng", "empty"),
        ("blank.txt", b" \r\n\t\n\x0C", ErrorKind::Empty, "chỉ có khoảng trắng", "white space"),
        ("mark.txt", b"\xEF\xBB\xBF", ErrorKind::Empty, "chỉ có khoảng trắng", "white space"),
        ("data.txt", b"\0\x01\x02\x03MZ\0\0\0\x07", ErrorKind::Binary, "tệp nhị phân", "binary"),
        ("plan.txt", b"%PDF-1.7\n1 0 obj", ErrorKind::Damaged, "tệp PDF bị cắt cụt", "the PDF is cut off"),
        ("plan.docx", b"PK\x03\x04\x14\0word/document.xml", ErrorKind::Damaged, "Word", "Word"),
        ("plan.doc", b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", ErrorKind::Unsupported, "đời cũ", "old Microsoft"),
        ("plan.rtf", b"{\\rtf1\\ansi", ErrorKind::Damaged, "RTF", "RTF"),
        ("scan.jpg", b"\xFF\xD8\xFF\xE0\0\x10JFIF", ErrorKind::Damaged, "ảnh JPEG", "JPEG"),
    ] {
        let path = file(name, bytes);
        let error = read(&path, &Options::default()).expect_err(name);
        assert_eq!(error.kind(), kind, "{name}");
        assert_eq!(error.path(), path);
        for (lang, reason) in [(Lang::Vi, vi), (Lang::En, en)] {
            let text = error.text(lang);
            assert!(text.starts_with(&path) && text.contains(reason), "{text}");
            let remedy = text.rsplit(". ").next().unwrap_or_default();
            assert!(remedy.len() > 15 && !remedy.contains(reason), "no remedy: {text}");
        }
    }
}

#[test]
fn what_is_no_file_is_refused() {
    let directory = env!("CARGO_TARGET_TMPDIR");
    for (path, kind) in [
        (directory.to_owned(), ErrorKind::IsDirectory),
        (format!("{directory}/no such file.txt"), ErrorKind::NotFound),
        (format!("{}/below", file("plain.txt", b"x")), ErrorKind::NotFound),
    ] {
        assert_eq!(read(&path, &Options::default()).expect_err(&path).kind(), kind, "{path}");
    }
}

#[cfg(unix)]
#[test]
fn a_pipe_without_a_writer_and_a_device_are_refused_at_once() {
    let path = format!("{}/pipe", env!("CARGO_TARGET_TMPDIR"));
    let _ = fs::remove_file(&path);
    let made = std::process::Command::new("mkfifo").arg(&path).status();
    if made.is_ok_and(|status| status.success()) {
        assert_eq!(read(&path, &Options::default()).expect_err("a pipe").kind(), ErrorKind::Unsupported);
    }
    assert_eq!(read("/dev/zero", &Options::default()).expect_err("a device").kind(), ErrorKind::Unsupported);
}

#[cfg(unix)]
#[test]
fn a_file_without_permission_is_refused() {
    use std::os::unix::fs::PermissionsExt;
    let path = file("secret.txt", b"Ke hoach");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o000)).expect("own file");
    // The superuser may read everything.
    if let Err(error) = read(&path, &Options::default()) {
        assert_eq!(error.kind(), ErrorKind::PermissionDenied);
    }
    fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).expect("own file");
}

#[test]
fn pages_and_lines_are_counted_in_the_original() {
    let source = decode("a.txt", "\u{FEFF}một\r\nhai\n\u{C}ba\nbốn".into()).expect("text");
    let place = |word: &str| {
        let at = source.text.as_str().find(word).expect("the word");
        source.page_and_line(source.text.edits().to_original(at..at + word.len()))
    };
    assert_eq!((place("một"), place("hai"), place("ba"), place("bốn")), ((1, 1), (1, 2), (2, 3), (2, 4)));
    assert_eq!(source.pages(), 2);
}

#[test]
fn markup_is_taken_off_and_kept_beside() {
    let source = decode("a.md", "# **Kế hoạch**\n".into()).expect("text");
    assert_eq!(source.format, Format::Markdown);
    assert_eq!(source.text.as_str(), "Kế hoạch\n");
    assert_eq!(source.raw().as_str(), "# **Kế hoạch**\n");
    assert_eq!(source.text.edits().to_original(0..4), Span::new(4, 8));
}

#[test]
fn a_line_without_an_end_is_read() {
    let text = "tỷ lệ 95%; ".repeat(1 << 20);
    let source = decode("a.txt", text.clone().into_bytes()).expect("text");
    assert_eq!(source.text.as_str(), text);
    assert_eq!(source.text.edits().len(), 1);
}

#[test]
fn a_truncated_file_is_read_and_the_flaw_is_reported() {
    let mut bytes = "Kế hoạch phát triển kinh tế - xã hội".as_bytes().to_vec();
    bytes.truncate(bytes.len() - 2);
    let source = decode("a.txt", bytes).expect("text");
    assert!(source.text.as_str().ends_with("xã h\u{FFFD}"));
    assert_eq!(source.diagnostics.len(), 1);
    assert_eq!(source.diagnostics[0].code, "invalid-utf8");
}

#[test]
fn hostile_bytes_take_linear_time() {
    for part in
        [&b"\xC3"[..], b"\xE1\xBA", b"a\xFF\n", b"\xE1\xBA\xBF\xFF", b"\r", b"a\0\0\0", b"<", b"&", b"\x93 "]
    {
        let start = std::time::Instant::now();
        let _ = decode("a.html", [b"text ", part.repeat(100_000).as_slice()].concat());
        // Quadratic time would take minutes.
        assert!(start.elapsed().as_secs() < 60, "{part:?}");
    }
}
