//! Documents of word processors: each phenomenon beside the text it comes to.

mod docx;
mod fixtures;
mod odt;
mod package;
mod rtf;

use vanban::read::{Options, decode};
use vanban::source::{Source, Style};

/// A document as its reader understood it, with the style of each passage in front of it:
/// `{b i ^ h1 (0,1 1x2 head) 14 .VnTime|text}`.
pub fn shown(source: &Source) -> String {
    let text = source.text.as_str();
    let mut shown = String::new();
    let mut at = 0;
    for fragment in &source.fragments {
        let (start, end) = (fragment.start as usize, fragment.end as usize);
        let style = style(&fragment.style, &source.fonts);
        shown.push_str(&text[at..start]);
        if style.is_empty() {
            shown.push_str(&text[start..end]);
        } else {
            shown.push_str(&format!("{{{style}|{}}}", &text[start..end]));
        }
        at = end;
    }
    shown.push_str(&text[at..]);
    shown
}

fn style(style: &Style, fonts: &[String]) -> String {
    let mut parts = Vec::new();
    for (on, sign) in [(style.bold, "b"), (style.italic, "i"), (style.superscript, "^")] {
        parts.extend(on.then(|| sign.to_owned()));
    }
    parts.extend(style.heading.map(|level| format!("h{level}")));
    parts.extend(style.cell.map(|cell| {
        let spans = if (cell.rows, cell.columns) == (1, 1) {
            String::new()
        } else {
            format!(" {}x{}", cell.rows, cell.columns)
        };
        format!("({},{}{spans}{})", cell.row, cell.column, if cell.head { " head" } else { "" })
    }));
    parts.extend(style.size.map(|size| format!("{}", f64::from(size) / 10.0)));
    parts.extend(style.font.map(|font| fonts[usize::from(font)].clone()));
    parts.join(" ")
}

/// The document that the bytes hold.
pub fn read(name: &str, bytes: Vec<u8>) -> Source {
    decode(name, bytes, &Options::default()).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// One phenomenon: what it is called, how a document states it, what it comes to.
pub type Case<'c> = (&'c str, &'c str, &'c str);

/// Compares all cases and names each that differs.
pub fn compare(cases: &[Case], document: impl Fn(&str) -> Source) {
    let mut wrong = Vec::new();
    for (name, input, expected) in cases {
        let seen = shown(&document(input));
        if seen != *expected {
            wrong.push(format!("{name}\n  expected {expected:?}\n  seen     {seen:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
