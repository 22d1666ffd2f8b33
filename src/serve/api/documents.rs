//! Documents: the list, one of them, its record.

use super::model::{Document, List};
use super::question;
use super::sql::Conditions;
use crate::corpus::Summary;
use crate::corpus::corrections::{self, Attached, Kept};
use crate::rules::strip_marks;
use crate::serve::app::Ask;
use crate::serve::params::Part;
use crate::serve::problem::Problem;
use crate::serve::reply::Reply;
use crate::serve::route::Nothing;
use crate::write::wire::Record;
use rusqlite::{OptionalExtension, Row};

question! {
    /// Which documents.
    DocumentsQuery {
        /// Thứ tự / The order: "date" (newest first), "title", "warnings", "targets", "path".
        sort: String,
    }
}

fn read(row: &Row<'_>) -> rusqlite::Result<Document> {
    Ok(Document::of(Summary::from_row(row)?))
}

/// The documents that are asked for.
pub(in crate::serve) fn list(ask: &Ask<'_>, query: DocumentsQuery) -> Result<List<Document>, Problem> {
    let part = query.part()?;
    let order = match query.sort.as_deref() {
        None | Some("date") => "d.date DESC, d.year DESC, d.key",
        Some("title") => "d.title IS NULL, d.title, d.key",
        Some("warnings") => "d.warnings DESC, d.key",
        Some("targets") => "d.targets DESC, d.key",
        Some("path") => "d.path, d.key",
        Some(_) => return Err(super::bad_sort("date, title, warnings, targets, path")),
    };
    let mut conditions = Conditions::default();
    query.documents(&mut conditions);
    chosen(ask, &conditions, order, part)
}

/// The documents for which the conditions hold.
pub(super) fn chosen(
    ask: &Ask<'_>,
    conditions: &Conditions,
    order: &str,
    part: Part,
) -> Result<List<Document>, Problem> {
    let base = ask.base.connection();
    let total = conditions.count(base, "documents d")?;
    let rest = format!("ORDER BY {order} LIMIT {} OFFSET {}", part.size, part.skipped());
    let items =
        conditions.rows(base, &format!("SELECT {} FROM documents d", Summary::COLUMNS), &rest, read)?;
    Ok(List { total, page: part.page, size: part.size, items })
}

/// The document that the path names, and its number in the database.
pub(in crate::serve) fn named(ask: &Ask<'_>) -> Result<(i64, Document), Problem> {
    of_key(ask, ask.named("key"))
}

/// The document with this key, or with the only key that begins so.
pub(in crate::serve) fn of_key(ask: &Ask<'_>, key: &str) -> Result<(i64, Document), Problem> {
    let is_key = (8..=64).contains(&key.len()) && key.bytes().all(|byte| byte.is_ascii_hexdigit());
    if !is_key {
        return Err(Problem::no_document(key));
    }
    let key = key.to_ascii_lowercase();
    let columns = Summary::COLUMNS;
    let sql = format!("SELECT {columns} FROM documents d WHERE d.key >= ?1 AND d.key <= ?2 LIMIT 2");
    let mut statement = ask.base.connection().prepare_cached(&sql)?;
    let found = statement.query_map([key.clone(), format!("{key}g")], |row| Ok((row.get(0)?, read(row)?)))?;
    let mut found = found.collect::<rusqlite::Result<Vec<_>>>()?;
    match found.len() {
        1 => Ok(found.remove(0)),
        0 => Err(Problem::no_document(&key)),
        _ => Err(Problem::bad(
            format!("Nhiều văn bản có mã bắt đầu bằng “{key}”; hãy ghi dài hơn"),
            format!("More than one document's key begins with “{key}”; give more digits"),
        )),
    }
}

/// One document.
pub(in crate::serve) fn one(ask: &Ask<'_>, _: Nothing) -> Result<Document, Problem> {
    Ok(named(ask)?.1)
}

/// The record of a document, corrections applied.
pub(in crate::serve) fn record(ask: &Ask<'_>, _: Nothing) -> Result<Record, Problem> {
    record_of(ask, &named(ask)?.1.key)
}

/// The record of the document with this key, corrections applied.
pub(in crate::serve) fn record_of(ask: &Ask<'_>, key: &str) -> Result<Record, Problem> {
    Ok(held(ask, key)?.record)
}

/// Largest record that is shown, in bytes: in memory it takes several times as much.
const LARGEST: i64 = 48 << 20;

/// What the corpus holds of a document.
pub(in crate::serve) struct Held {
    /// As it was read.
    pub read: Record,
    /// With its corrections applied.
    pub record: Record,
    pub corrections: Vec<Kept>,
    /// What became of each of them.
    pub attached: Vec<Attached>,
}

/// The same with all that was corrected.
pub(in crate::serve) fn held(ask: &Ask<'_>, key: &str) -> Result<Held, Problem> {
    let size = ask
        .base
        .connection()
        .prepare_cached(
            "SELECT r.json_bytes FROM documents d JOIN records r ON r.document_id = d.id WHERE d.key = ?1",
        )?
        .query_row([key], |row| row.get::<_, i64>(0))
        .optional()?;
    if size.is_some_and(|size| size > LARGEST) {
        return Err(Problem::too_large().detail(
            format!("Bản ghi lớn hơn {} MB; xem bằng lệnh extract show", LARGEST >> 20),
            format!("The record has more than {} MB; see it with extract show", LARGEST >> 20),
        ));
    }
    let json = ask.base.read_json(key).map_err(|fault| Problem::of_base(&fault))?;
    let json = json.ok_or_else(|| Problem::no_document(key))?;
    let read: Record = serde_json::from_str(&json).map_err(|cause| Problem::of_base(&cause))?;
    let corrections = ask.base.corrections(key)?;
    let mut record = read.clone();
    let attached = corrections::apply(&mut record, &corrections);
    Ok(Held { read, record, corrections, attached })
}

/// The record as a file to save.
pub(in crate::serve) fn record_file(ask: &Ask<'_>) -> Result<Reply, Problem> {
    let (_, document) = named(ask)?;
    let record = record_of(ask, &document.key)?;
    let json = serde_json::to_vec_pretty(&record).map_err(|_| Problem::inside())?;
    let name = format!("{}.json", &document.key[..16]);
    Ok(Reply::Download { name, media: "application/json", body: json.into() })
}

/// Words as they are looked for: lower case, without marks.
pub(super) fn plain_words(text: &str) -> String {
    strip_marks(text)
}
