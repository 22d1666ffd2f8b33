//! What kind of file it is, by its content and its name.

use crate::diagnostic::Message;
use crate::source::Format;
use crate::text::bytes::next_of;
use serde::Deserialize;
use std::sync::LazyLock;

/// A format that is recognized and not read.
#[derive(Debug)]
pub(super) struct Foreign {
    /// The file begins so; `None` for any byte.
    magic: Vec<Vec<Option<u8>>>,
    /// How many bytes of other matter may stand before that.
    within: usize,
    /// And has this text near its beginning.
    holds: Option<String>,
    pub(super) name: Message,
    pub(super) remedy: Message,
}

/// The format by its first bytes; `None` for what may be text.
pub(super) fn foreign(bytes: &[u8]) -> Option<&'static Foreign> {
    FOREIGN.iter().find(|row| row.fits(bytes))
}

/// Whether the first bytes are those of a container that looks like text: PDF (ISO 32000-2, 7.5.2) and RTF.
pub(super) fn is_container(head: &[u8]) -> bool {
    let pdf = memchr::memmem::find(&head[..head.len().min(1024)], b"%PDF-").is_some();
    pdf || head.trim_ascii_start().starts_with(b"{\\rt")
}

/// The format of a picture that is read, by its first bytes.
pub(super) fn picture(bytes: &[u8]) -> Option<Format> {
    match bytes {
        // PNG specification, 5.2.
        [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1A, b'\n', ..] => Some(Format::Png),
        // ITU-T T.81, B.1.1.3.
        [0xFF, 0xD8, 0xFF, ..] => Some(Format::Jpeg),
        // TIFF 6.0, section 2.
        [b'I', b'I', 42, 0, ..] | [b'M', b'M', 0, 42, ..] => Some(Format::Tiff),
        _ => None,
    }
}

impl Foreign {
    fn fits(&self, bytes: &[u8]) -> bool {
        let begins = |magic: &Vec<Option<u8>>| {
            let start = &bytes[..bytes.len().min(self.within + magic.len())];
            start.windows(magic.len()).any(|w| magic.iter().zip(w).all(|(m, b)| m.is_none_or(|m| m == *b)))
        };
        // Archives name their first files in the first kilobytes.
        let head = &bytes[..bytes.len().min(8192)];
        self.magic.iter().any(begins)
            && self.holds.as_ref().is_none_or(|text| memchr::memmem::find(head, text.as_bytes()).is_some())
    }
}

static FOREIGN: LazyLock<Vec<Foreign>> = LazyLock::new(|| {
    load(include_str!("../../rules/formats.toml")).expect("the embedded table loads: tested below")
});

#[derive(Deserialize)]
struct File {
    row: Vec<Row>,
    remedy: Vec<Remedy>,
}

#[derive(Deserialize)]
struct Row {
    magic: Vec<String>,
    #[serde(default)]
    within: usize,
    #[serde(default)]
    holds: Option<String>,
    vi: String,
    en: String,
    /// Id of a remedy.
    remedy: String,
}

#[derive(Deserialize)]
struct Remedy {
    id: String,
    vi: String,
    en: String,
}

fn load(table: &str) -> Option<Vec<Foreign>> {
    let file: File = toml::from_str(table).ok()?;
    let remedy = |id: &str| {
        file.remedy.iter().find(|remedy| remedy.id == id).map(|remedy| Message::new(&remedy.vi, &remedy.en))
    };
    let byte = |hex: &str| if hex == ".." { Ok(None) } else { u8::from_str_radix(hex, 16).map(Some) };
    file.row
        .iter()
        .map(|row| {
            let magic = row.magic.iter().map(|magic| magic.split(' ').map(byte).collect::<Result<_, _>>());
            Some(Foreign {
                magic: magic.collect::<Result<_, _>>().ok()?,
                within: row.within,
                holds: row.holds.clone(),
                name: Message::new(&row.vi, &row.en),
                remedy: remedy(&row.remedy)?,
            })
        })
        .collect()
}

/// How much of the text is looked at to tell what markup it has.
const HEAD: usize = 256 << 10;

/// The kind of a text. Its name decides where it has an ending for markup; else the markup that it has: much Markdown
/// goes by the name .txt.
pub(super) fn recognize(path: &str, text: &str) -> Format {
    let ending =
        path.rsplit(['/', '\\']).next().unwrap_or_default().rsplit_once('.').map(|(_, ending)| ending);
    let end = (0..=text.len().min(HEAD)).rev().find(|&end| text.is_char_boundary(end)).unwrap_or(0);
    let head = &text[..end];
    match ending.unwrap_or_default().to_ascii_lowercase().as_str() {
        "html" | "htm" | "xhtml" => Format::Html,
        "md" | "markdown" | "mdown" if !is_page(head) => Format::Markdown,
        _ if is_html(head) => Format::Html,
        _ if is_markdown(head) => Format::Markdown,
        _ => Format::Txt,
    }
}

/// Whether the text is HTML: a page begins here, or a piece of one that tags of blocks hold together.
fn is_html(head: &str) -> bool {
    is_page(head) || (head.trim_start().starts_with('<') && block_tags(head) >= 5)
}

/// How many tags of blocks there are, up to five.
fn block_tags(head: &str) -> usize {
    let tags = [&b"</p>"[..], b"</div>", b"<br>", b"<br/>", b"<br />", b"</td>", b"</tr>", b"</li>"];
    let bytes = head.as_bytes();
    let is_tag = |at: &usize| {
        tags.iter()
            .any(|tag| bytes[*at..].get(..tag.len()).is_some_and(|text| text.eq_ignore_ascii_case(tag)))
    };
    memchr::memchr_iter(b'<', bytes).filter(is_tag).take(5).count()
}

fn is_page(head: &str) -> bool {
    let mut rest = head.trim_start();
    while let Some(comment) = rest.strip_prefix("<!--").or_else(|| rest.strip_prefix("<?xml")) {
        let Some(end) = comment.find('>') else { return false };
        rest = comment[end + 1..].trim_start();
    }
    let begins = |tag: &str| rest.get(..tag.len()).is_some_and(|start| start.eq_ignore_ascii_case(tag));
    ["<!doctype html", "<html", "<head>", "<body", "<meta "].into_iter().any(begins)
}

/// The lines that have a character which the marks of Markdown are made of. Most plain text has few.
fn lines_with_signs(head: &str) -> impl Iterator<Item = &str> {
    let bytes = head.as_bytes();
    let is_sign = |byte| (byte == b'#') | (byte == b'*') | (byte == b'|') | (byte == b'<');
    let mut from = 0;
    std::iter::from_fn(move || {
        let sign = next_of(bytes, from, is_sign)?;
        let start = memchr::memrchr(b'\n', &bytes[from..sign]).map_or(from, |end| from + end + 1);
        let end = memchr::memchr(b'\n', &bytes[sign..]).map_or(bytes.len(), |len| sign + len);
        from = end;
        head.get(start..end)
    })
}

/// Whether the text is written in Markdown: a pipe table, or three signs of other kinds, none of which plain text has.
fn is_markdown(head: &str) -> bool {
    let mut signs = 0;
    for line in lines_with_signs(head) {
        let line = line.trim();
        let heading = line.trim_start_matches('#');
        let is_heading =
            line.len() > heading.len() && line.len() - heading.len() <= 6 && heading.starts_with(' ');
        let is_bold = line.split("**").skip(1).step_by(2).any(|inside| {
            inside.contains(char::is_alphanumeric) && inside.trim() == inside && !inside.contains("*")
        }) && line.matches("**").count() >= 2;
        let is_table = line.starts_with('|')
            && line.matches("--").count() > 1
            && line.matches('|').count() > 2
            && line.bytes().all(|b| b"|-: ".contains(&b));
        signs += usize::from(is_heading || is_bold || line.contains("<sup>"));
        if is_table {
            return true;
        }
        if signs >= 3 {
            return true;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_of_the_table_is_well_formed() {
        let rows = load(include_str!("../../rules/formats.toml")).expect("loads");
        assert!(rows.iter().all(|row| row.magic.iter().all(|magic| magic.len() >= 3)));
    }

    #[test]
    fn formats_are_known_by_their_first_bytes() {
        for (bytes, name) in [
            (
                &b"PK\x03\x04\x14\0\0\0mimetypeapplication/vnd.oasis.opendocument.spreadsheet"[..],
                "an OpenDocument file that is no text (.ods, .odp)",
            ),
            (b"PK\x03\x04\x14\0\0\0a.txt", "a ZIP archive"),
            (b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1\0\0", "an old Microsoft Office file (.xls, .ppt)"),
            (b"RIFF\x10\0\0\0WEBPVP8 ", "a WebP image"),
        ] {
            assert_eq!(foreign(bytes).map(|row| row.name.en.as_str()), Some(name));
        }
        for bytes in [&b"K\xE1\xBA\xBF ho\xE1\xBA\xA1ch"[..], b"", b"PK", b"BM la gi?"] {
            assert!(foreign(bytes).is_none());
        }
    }

    #[test]
    fn pictures_are_known_by_their_first_bytes() {
        for (bytes, format) in [
            (&b"\x89PNG\r\n\x1A\n\0\0"[..], Some(Format::Png)),
            (b"\xFF\xD8\xFF\xE0", Some(Format::Jpeg)),
            (b"MM\0\x2A\0\0", Some(Format::Tiff)),
            (b"II", None),
        ] {
            assert_eq!(picture(bytes), format);
        }
    }

    #[test]
    fn the_kind_of_a_text_is_told_by_name_and_markup() {
        let markdown = "# Kế hoạch\n\n**I. Mục tiêu**\n\n**1.** Tăng\n";
        for (path, text, format) in [
            ("a.md", "Kế hoạch", Format::Markdown),
            ("dir.html/a.txt", "Kế hoạch", Format::Txt),
            ("A.HTM", "Kế hoạch", Format::Html),
            ("a.txt", markdown, Format::Markdown),
            ("-", "\n<!-- x --><!DOCTYPE HTML><p>Kế hoạch", Format::Html),
            ("a.md", "<html><body>Kế hoạch", Format::Html),
            ("a.txt", "# Ghi chú\n(**) chú thích **\n* * *\nmục (*) và (**)\n", Format::Txt),
            ("a.txt", "a < b\n<5 vụ", Format::Txt),
            ("a.txt", "<p>Kế hoạch</p><p>a<br>b</p>\n<div>c</div></div>", Format::Html),
            ("a.md", "<p>Kế hoạch</p><p>a<br>b</p>\n<div>c</div></div>", Format::Markdown),
            ("a.txt", "| Số: | Ngày |\n|-----|\n", Format::Txt),
            ("a.txt", "| Số | Ngày |\n| -- | --- |\n", Format::Markdown),
        ] {
            assert_eq!(recognize(path, text), format, "{path} {text}");
        }
    }
}
