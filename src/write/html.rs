//! The page: beside the text of a document, with every finding highlighted at its place, its record.
//!
//! A document is hostile input. All that it says is escaped, and the page's security policy lets no script and no style
//! run but its own and loads nothing from anywhere.

mod entry;
mod escape;
mod panel;
mod text;

use std::io::{self, Write};

use escape::Escaped;

use super::wire::Record;
use crate::diagnostic::Lang;

pub use entry::{Entry, Mark, marks};

const STYLE: &str = include_str!("html/page.css");
const SCRIPT: &str = concat!(include_str!("html/places.js"), include_str!("html/page.js"));

/// Values and their places, both ways, for a page that shows an [`article`] beside its record.
pub const PLACES: &str = include_str!("html/places.js");

/// Writes one self-contained page.
///
/// `text` is the cleaned text of the document, a paragraph a line; `marks` are the places of its findings in it.
///
/// # Errors
/// Those of `out`.
pub fn write(out: &mut dyn Write, record: &Record, text: &str, marks: &[Mark], lang: Lang) -> io::Result<()> {
    let mut article = Vec::new();
    let placed = text::write(&mut article, text, marks)?;
    let mut aside = Vec::new();
    panel::write(&mut aside, record, &placed, lang)?;

    // A document that wants to have its own script run would have to contain the hash of the page that contains it.
    let nonce = blake3::Hasher::new().update(&article).update(&aside).finalize().to_hex();
    let title = title(record);
    let (code, document, findings) = match lang {
        Lang::Vi => ("vi", "Văn bản", "Bản ghi"),
        Lang::En => ("en", "Document", "Record"),
    };
    write!(
        out,
        "<!DOCTYPE html>\n<html lang=\"{code}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'nonce-{nonce}'; \
         script-src 'nonce-{nonce}'; base-uri 'none'; form-action 'none'\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n\
         <title>{title}</title>\n<style nonce=\"{nonce}\">\n{STYLE}</style>\n</head>\n<body>\n\
         <header><h1>{title}</h1>\n<nav><a href=\"#text\">{document}</a> <a href=\"#record\">{findings}</a></nav></header>\n\
         <main>\n<article id=\"text\" lang=\"vi\" tabindex=\"-1\">\n",
        title = Escaped(&title),
    )?;
    out.write_all(&article)?;
    write!(out, "</article>\n<section id=\"record\" tabindex=\"-1\" aria-label=\"{findings}\">\n")?;
    out.write_all(&aside)?;
    write!(out, "</section>\n</main>\n<script nonce=\"{nonce}\">\n{SCRIPT}</script>\n</body>\n</html>\n")
}

/// Writes the text alone, every finding a link to its entry, for a page that has the record beside it. Entries are named
/// as [`Entry`] writes them.
///
/// # Errors
/// Those of `out`.
pub fn article(out: &mut dyn Write, text: &str, marks: &[Mark]) -> io::Result<()> {
    text::write(out, text, marks).map(drop)
}

/// Kind, number and title, or the path of a document that has none of them.
fn title(record: &Record) -> String {
    let header = &record.header;
    let parts = [
        header.doc_type.as_ref().map(|kind| kind.name.as_str()),
        header.number.as_ref().map(|number| number.text.as_str()),
        header.title.as_ref().map(|title| title.text.as_str()),
    ];
    let title = parts.into_iter().flatten().collect::<Vec<_>>().join(" ");
    if title.is_empty() { record.source.path.clone() } else { title }
}
