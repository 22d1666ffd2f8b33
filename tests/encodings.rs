//! The same document in every encoding gives the same text; text in other languages comes back untouched.

mod legacy;

use legacy::{encode, misread, plain};
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use unicode_normalization::UnicodeNormalization;
use vanban::diagnostic::Lang;
use vanban::document::Repaired;
use vanban::normalize::normalize;
use vanban::pipeline::from_source;
use vanban::rules::Rules;
use vanban::write::convert as write;

fn decode(path: &str, bytes: Vec<u8>) -> Result<vanban::source::Source, vanban::error::Error> {
    vanban::read::decode(path, bytes, &vanban::read::Options::default())
}

/// Whole documents: our own, and those of a shared directory where it is at hand.
fn documents() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let directories = [root.join("fixtures/documents"), root.join("../shared/seeds")];
    let files = directories.iter().flat_map(|directory| fs::read_dir(directory).into_iter().flatten());
    let mut paths: Vec<PathBuf> = files.filter_map(|file| Some(file.ok()?.path())).collect();
    paths.sort();
    let text = |path: PathBuf| {
        let is_text = path.extension().is_some_and(|ending| ending == "txt");
        let text = String::from_utf8(fs::read(&path).ok()?).ok().filter(|_| is_text)?;
        Some((path.file_name()?.to_string_lossy().into_owned(), text))
    };
    let documents: Vec<_> = paths.into_iter().filter_map(text).collect();
    assert!(documents.len() >= 10);
    documents
}

fn read(name: &str, bytes: Vec<u8>) -> Repaired {
    normalize(&decode(name, bytes).expect(name))
}

fn text_of(name: &str, bytes: Vec<u8>) -> String {
    read(name, bytes).text.as_str().to_owned()
}

/// The first line in which two texts differ.
fn difference(expected: &str, found: &str) -> Option<String> {
    let (mut expected, mut found) = (expected.lines(), found.lines());
    loop {
        match (expected.next(), found.next()) {
            (None, None) => return None,
            (a, b) if a == b => {}
            (a, b) => return Some(format!("\n  expected {a:?}\n  found    {b:?}")),
        }
    }
}

fn assert_same(expected: &str, found: &str, what: &str) {
    let difference = difference(expected, found);
    assert!(difference.is_none(), "{what}: {}", difference.unwrap_or_default());
}

#[test]
fn unicode_in_every_form_gives_the_same_text() {
    for (name, text) in documents() {
        let expected = text_of(&name, text.clone().into_bytes());
        let decomposed: String = text.nfd().collect();
        let wide = |big: bool| -> Vec<u8> {
            let unit = |unit: u16| if big { unit.to_be_bytes() } else { unit.to_le_bytes() };
            text.encode_utf16().flat_map(unit).collect()
        };
        let mark = |mark: &[u8], bytes: Vec<u8>| [mark, &bytes].concat();
        for (form, bytes) in [
            ("NFD", decomposed.into_bytes()),
            ("UTF-8 with mark", mark(b"\xEF\xBB\xBF", text.clone().into_bytes())),
            ("UTF-16LE with mark", mark(b"\xFF\xFE", wide(false))),
            ("UTF-16BE with mark", mark(b"\xFE\xFF", wide(true))),
            ("UTF-16LE", wide(false)),
            ("UTF-16BE", wide(true)),
            ("CR LF", text.replace('\n', "\r\n").into_bytes()),
        ] {
            assert_same(&expected, &text_of(&name, bytes), &format!("{name} in {form}"));
        }
    }
}

/// The capital letters of Vietnamese that TCVN3 and VPS do not have are small ones in their files: there the texts are
/// compared without regard to case.
#[test]
fn legacy_encodings_give_the_same_text() {
    for (name, text) in documents() {
        let text = plain(&text);
        let expected = text_of(&name, text.clone().into_bytes());
        if expected.len() < 400 {
            continue;
        }
        for id in ["tcvn3", "vni", "viscii", "vps", "windows-1258", "bkhcm2", "vietware-x", "tcvn5712-1"] {
            let bytes = encode(&text, id);
            for (form, bytes) in [
                ("bytes", bytes.clone()),
                ("read as windows-1252", misread(&bytes, false).into_bytes()),
                ("read as Latin-1", misread(&bytes, true).into_bytes()),
            ] {
                let repaired = read(&name, bytes);
                let what = format!("{name} in {id}, {form}");
                let found = repaired.text.as_str();
                if matches!(id, "tcvn3" | "vps") {
                    assert_same(&expected.to_lowercase(), &found.to_lowercase(), &what);
                } else {
                    assert_same(&expected, found, &what);
                }
                assert!(repaired.repairs.iter().all(|repair| repair.encoding == id), "{what}");
                assert!(repaired.diagnostics.iter().any(|d| d.code == "legacy-encoding"), "{what}");
            }
        }
    }
}

#[test]
fn utf8_read_as_single_bytes_is_put_together_again() {
    for (name, text) in documents() {
        let expected = text_of(&name, text.clone().into_bytes());
        for latin_1 in [false, true] {
            let bytes = misread(text.as_bytes(), latin_1).into_bytes();
            assert_same(&expected, &text_of(&name, bytes), &format!("{name}, Latin-1 {latin_1}"));
        }
    }
}

/// What glibc's iconv writes is read; skipped, and said so, where the program or the encoding is missing.
#[test]
fn what_iconv_writes_is_read() {
    for (name, text) in documents() {
        let text = plain(&text);
        let expected = text_of(&name, text.clone().into_bytes());
        if expected.len() < 400 {
            continue;
        }
        for id in ["TCVN5712-1", "VISCII", "CP1258"] {
            match iconv(&text, id) {
                Some(bytes) => assert_same(&expected, &text_of(&name, bytes), &format!("{name} in {id}")),
                None => eprintln!("SKIPPED: iconv cannot write {id} here"),
            }
        }
    }
}

fn iconv(text: &str, to: &str) -> Option<Vec<u8>> {
    use std::io::Write;
    let mut iconv = Command::new("iconv")
        .args(["-f", "UTF-8", "-t", to])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .ok()?;
    let mut input = iconv.stdin.take()?;
    let text = text.to_owned();
    let writer = std::thread::spawn(move || input.write_all(text.as_bytes()));
    let output = iconv.wait_with_output().ok()?;
    writer.join().ok()?.ok()?;
    output.status.success().then_some(output.stdout)
}

/// The record of a document but for what speaks of the file: its name and encoding, positions, quotes.
fn record(name: &str, bytes: Vec<u8>) -> Value {
    let document = from_source(decode(name, bytes).expect(name), Rules::embedded());
    let mut record = serde_json::to_value(write::record(&document, Lang::Vi)).expect("JSON");
    strip(&mut record);
    record
}

fn strip(value: &mut Value) {
    match value {
        Value::Object(members) => {
            for name in ["source", "at", "quote", "diagnostics"] {
                members.remove(name);
            }
            members.values_mut().for_each(strip);
        }
        Value::Array(items) => items.iter_mut().for_each(strip),
        _ => {}
    }
}

fn assert_same_record(expected: &Value, found: &Value, what: &str) {
    let lines = |value: &Value| serde_json::to_string_pretty(value).expect("JSON");
    assert_same(&lines(expected), &lines(found), what);
}

#[test]
fn the_record_does_not_depend_on_the_encoding() {
    for (name, text) in documents() {
        let expected = record(&name, text.clone().into_bytes());
        let decomposed: String = text.nfd().collect();
        let wide: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        for (form, bytes) in [
            ("NFD", decomposed.into_bytes()),
            ("UTF-16", wide),
            ("UTF-8 read as windows-1252", misread(text.as_bytes(), false).into_bytes()),
        ] {
            assert_same_record(&expected, &record(&name, bytes), &format!("{name} in {form}"));
        }
        let text = plain(&text);
        let expected = record(&name, text.clone().into_bytes());
        if text.len() < 400 {
            continue;
        }
        for id in ["vni", "viscii", "windows-1258", "bkhcm2", "vietware-x", "tcvn5712-1"] {
            assert_same_record(&expected, &record(&name, encode(&text, id)), &format!("{name} in {id}"));
        }
        for id in ["tcvn3", "vps"] {
            let (expected, found) = (small(&expected), small(&record(&name, encode(&text, id))));
            assert_same_record(&expected, &found, &format!("{name} in {id}"));
        }
    }
}

/// The record in small letters.
fn small(record: &Value) -> Value {
    serde_json::from_str(&record.to_string().to_lowercase()).expect("JSON")
}

#[test]
fn text_in_other_languages_comes_back_untouched() {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/foreign");
    let mut seen = 0;
    for file in fs::read_dir(directory).expect("fixtures") {
        let path = file.expect("a fixture").path();
        let text = fs::read_to_string(&path).expect("UTF-8");
        let repaired = read("a.txt", text.clone().into_bytes());
        let what = path.display().to_string();
        assert_same(&text, repaired.text.as_str(), &what);
        assert!(repaired.repairs.is_empty() && repaired.diagnostics.is_empty(), "{what}");
        // And as single bytes.
        let bytes: Option<Vec<u8>> = text.chars().map(vanban::rules::encodings::byte_of).collect();
        if let Some(bytes) = bytes {
            let repaired = read("a.txt", bytes);
            assert_same(&text, repaired.text.as_str(), &what);
            assert!(repaired.repairs.is_empty(), "{what}");
        }
        seen += 1;
    }
    assert!(seen >= 4);
}

#[test]
fn short_strings_are_left_alone() {
    for text in ["laäp", "señor", "Quyeát ñònh", "®", "CÔNG TY TNHH ÁÉÍ", "naïve café déjà vu", "Ñoäc laäp"]
    {
        assert_eq!(text_of("a.txt", text.into()), text);
    }
}

#[test]
fn one_file_may_mix_encodings() {
    let unicode = "Căn cứ Luật Tổ chức chính quyền địa phương ngày 19 tháng 6 năm 2015;\n".repeat(4);
    let body =
        "Ủy ban nhân dân huyện yêu cầu các phòng, ban, đơn vị tổ chức thực hiện nghiêm túc.\n".repeat(6);
    for id in ["tcvn3", "vni", "viscii", "vps", "windows-1258", "bkhcm2", "vietware-x"] {
        let text = format!("{unicode}{}{unicode}", misread(&encode(&body, id), true));
        let repaired = read("a.txt", text.into_bytes());
        let expected = format!("{unicode}{body}{unicode}");
        assert_same(&expected.to_lowercase(), &repaired.text.as_str().to_lowercase(), id);
        assert_eq!(repaired.repairs.len(), 1, "{id}");
    }
}
