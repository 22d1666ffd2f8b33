//! PDF files as the library and the command take them: their text with fonts and pages, and passwords.

#[allow(dead_code, reason = "the reader's own tests use more of it")]
#[path = "../src/read/pdf/tests/encrypted.rs"]
mod encrypted;
#[allow(dead_code, reason = "the reader's own tests use more of it")]
#[path = "../src/read/pdf/tests/writer.rs"]
mod writer;

use std::process::Command;
use vanban::error::ErrorKind;
use vanban::read::{Options, decode};
use vanban::source::Format;
use vanban::span::Span;
use writer::File;

const FONTS: &str = "/Font << /F << /Type /Font /Subtype /TrueType /BaseFont /ABCDEF+.VnTime /Encoding /WinAnsiEncoding >> \
    /B << /Type /Font /Subtype /TrueType /BaseFont /Arial,Bold /Encoding /WinAnsiEncoding >> >>";

#[test]
fn text_comes_with_its_page_place_and_fonts() {
    let file =
        File::new(FONTS, b"BT /B 14 Tf 100 700 Td (KE HOACH) Tj /F 14 Tf 0 -20 Td (th\\255c hi\\326n) Tj ET");
    let source = decode("a.pdf", file.bytes(), &Options::default()).expect("it can be read");
    let text = source.text.as_str();
    assert_eq!((source.format, text.trim()), (Format::Pdf, "KE HOACH\nth\u{AD}c hi\u{D6}n"));
    let place = text.find("hi\u{D6}n").expect("there");
    let bbox = source.bbox(Span::new(place, place + 4)).expect("a box");
    assert!(bbox.x0 > 110.0 && bbox.x0 < 140.0 && bbox.y0 > 140.0 && bbox.y1 < 170.0, "{bbox:?}");
    let set = |fragment: &&vanban::source::Fragment| {
        let font = fragment.style.font.map(|font| source.fonts[usize::from(font)].as_str());
        (font, fragment.style.bold)
    };
    let fonts: Vec<_> = source.fragments.iter().map(|fragment| set(&fragment)).collect();
    assert!(fonts.contains(&(Some("Arial,Bold"), true)), "{fonts:?}");
    assert!(fonts.contains(&(Some(".VnTime"), false)), "{fonts:?}");
}

/// A file that opens with "mat khau".
fn locked() -> Vec<u8> {
    let [owner, user, content] = encrypted::CLOSED;
    let byte = |at: usize| u8::from_str_radix(&content[at..at + 2], 16).expect("digits");
    let content: Vec<u8> = (0..content.len()).step_by(2).map(byte).collect();
    let mut file = File::new(FONTS, &content);
    let security = file.add(&format!("<< /Filter /Standard /V 1 /R 2 /P -4 /O <{owner}> /U <{user}> >>"));
    let id = "00112233445566778899AABBCCDDEEFF";
    file.trailer = format!("/Encrypt {security} 0 R /ID [<{id}> <{id}>]");
    file.bytes()
}

#[test]
fn a_locked_file_asks_for_its_password() {
    let error = decode("a.pdf", locked(), &Options::default()).expect_err("it is locked");
    assert_eq!(error.kind(), ErrorKind::Encrypted);
    let path = format!("{}/locked.pdf", env!("CARGO_TARGET_TMPDIR"));
    std::fs::write(&path, locked()).expect("a test file");
    for (password, code, says) in
        [(None, 8, "--password"), (Some("khac"), 8, "does not open the file"), (Some("mat khau"), 0, "")]
    {
        let mut command = Command::new(env!("CARGO_BIN_EXE_extract"));
        command.args(["--lang", "en", "--text"]).args(password.map(|word| format!("--password={word}")));
        let output = command.arg(&path).output().expect("the command runs");
        let (out, err) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        assert_eq!(output.status.code(), Some(code), "{password:?}: {err}");
        assert!(err.contains(says), "{err}");
        assert_eq!(out.contains("abc"), code == 0, "{out}");
    }
}
