//! A document as passages: what is put into the index, and what snippets are cut from.

use super::fault::Fault;
use crate::corpus::{Reader, Summary};
use rusqlite::params;
use serde::Deserialize;

/// What kind of passage it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PassageKind {
    /// Kind, number, date and issuer, as a citation would have them.
    Name,
    /// Trích yếu.
    Title,
    /// The heading of a section.
    Heading,
    /// The text of a section.
    Text,
    Recipient,
    Signature,
    Footnote,
}

impl PassageKind {
    /// The name in JSON.
    pub fn code(self) -> &'static str {
        match self {
            PassageKind::Name => "name",
            PassageKind::Title => "title",
            PassageKind::Heading => "heading",
            PassageKind::Text => "text",
            PassageKind::Recipient => "recipient",
            PassageKind::Signature => "signature",
            PassageKind::Footnote => "footnote",
        }
    }
}

/// A passage and where it stands.
#[derive(Debug, Clone, Copy)]
pub struct Passage<'r> {
    pub kind: PassageKind,
    /// The ordinal of its section, as in the table `sections`.
    pub section: Option<u32>,
    /// The labels from the root, "II/1"; empty outside sections.
    pub path: &'r str,
    /// From 1.
    pub page: Option<u32>,
    pub line: Option<u32>,
    pub text: &'r str,
}

impl<'r> Passage<'r> {
    fn plain(kind: PassageKind, text: &'r str) -> Passage<'r> {
        Passage { kind, section: None, path: "", page: None, line: None, text }
    }
}

/// Shows the passages of a document until `show` says that it has enough; `with_notes` with its footnotes, which are dear
/// to read, at last.
///
/// # Errors
/// Those of the database.
pub fn each(
    reader: &Reader,
    id: i64,
    summary: &Summary,
    with_notes: bool,
    show: &mut dyn FnMut(Passage<'_>) -> bool,
) -> Result<(), Fault> {
    let name = name(summary);
    let title = summary.title.as_deref().unwrap_or_default();
    let goes_on =
        show(Passage::plain(PassageKind::Name, &name)) && show(Passage::plain(PassageKind::Title, title));
    if !goes_on || !sections(reader, id, show)? || !recipients(reader, id, show)? {
        return Ok(());
    }
    let signature: Vec<&str> =
        [&summary.signer_position, &summary.signer].into_iter().flatten().map(String::as_str).collect();
    if !show(Passage::plain(PassageKind::Signature, &signature.join(" "))) {
        return Ok(());
    }
    if !with_notes {
        return Ok(());
    }
    // Nobody corrects notes.
    let Some(json) = reader.json_without_texts(&summary.key)? else { return Ok(()) };
    let footnotes = serde_json::from_str::<Footnotes>(&json).unwrap_or_default().footnotes;
    for Footnote { text, at } in &footnotes {
        let passage = Passage { page: at.page, line: at.line, ..Passage::plain(PassageKind::Footnote, text) };
        if !show(passage) {
            break;
        }
    }
    Ok(())
}

fn sections(reader: &Reader, id: i64, show: &mut dyn FnMut(Passage<'_>) -> bool) -> Result<bool, Fault> {
    let mut query = reader.connection().prepare_cached(
        "SELECT ordinal, section, page, line, heading, text FROM sections WHERE document_id = ?1 ORDER BY ordinal",
    )?;
    let mut rows = query.query(params![id])?;
    while let Some(row) = rows.next()? {
        let text = |column| {
            let bytes = row.get_ref(column)?.as_bytes_or_null().unwrap_or_default().unwrap_or_default();
            Ok::<_, Fault>(simdutf8::basic::from_utf8(bytes).unwrap_or_default())
        };
        let path = text(1)?;
        let (section, page, line) = (Some(row.get(0)?), row.get(2)?, row.get(3)?);
        for (kind, text) in [(PassageKind::Heading, text(4)?), (PassageKind::Text, text(5)?)] {
            if !text.is_empty() && !show(Passage { kind, section, path, page, line, text }) {
                return Ok(false);
            }
        }
    }
    Ok(true)
}

fn recipients(reader: &Reader, id: i64, show: &mut dyn FnMut(Passage<'_>) -> bool) -> Result<bool, Fault> {
    let mut query = reader
        .connection()
        .prepare_cached("SELECT name FROM recipients WHERE document_id = ?1 ORDER BY ordinal")?;
    let mut rows = query.query(params![id])?;
    while let Some(row) = rows.next()? {
        let name = row.get_ref(0)?.as_str().unwrap_or_default();
        if !show(Passage::plain(PassageKind::Recipient, name)) {
            return Ok(false);
        }
    }
    Ok(true)
}

/// The notes of a record, which have no table of their own.
#[derive(Debug, Default, Deserialize)]
struct Footnotes {
    #[serde(default)]
    footnotes: Vec<Footnote>,
}

#[derive(Debug, Deserialize)]
struct Footnote {
    text: String,
    #[serde(default)]
    at: At,
}

#[derive(Debug, Default, Deserialize)]
struct At {
    #[serde(default)]
    page: Option<u32>,
    #[serde(default)]
    line: Option<u32>,
}

/// "Kế hoạch số 74/KH-UBND ngày 06 tháng 02 năm 2024 của Ủy ban nhân dân huyện …"
pub fn name(summary: &Summary) -> String {
    let mut parts = Vec::new();
    parts.extend(summary.doc_type_name.clone());
    parts.extend(summary.number.as_ref().map(|number| format!("số {number}")));
    parts.extend(summary.day.map(|day| format!("ngày {day:02}")));
    parts.extend(summary.month.map(|month| format!("tháng {month:02}")));
    parts.extend(summary.year.map(|year| format!("năm {year}")));
    parts.extend(summary.issuer.as_ref().map(|issuer| format!("của {issuer}")));
    parts.join(" ")
}
