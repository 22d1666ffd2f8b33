//! One table: rows with an id, a source, phrases, examples, and the fields of their kind.

use crate::diagnostic::Message;
use crate::document::TableId;
use crate::error::{Error, ErrorKind};
use rustc_hash::FxHashMap;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use std::path::Path;

/// One row. `F` holds what is special to the table.
///
/// Rows are read by the thousand in every document, a few fields of each: what only loading and tests look at lies apart.
#[derive(Debug, Clone, Deserialize)]
#[serde(bound(deserialize = "F: DeserializeOwned"), from = "Stated<F>")]
pub struct Row<F> {
    /// Unique in its table; findings name it.
    pub id: RowId,
    pub fields: F,
    /// The phrases match only in the very letters of the table.
    pub exact: bool,
    text: Box<RowText>,
}

impl<F> std::ops::Deref for Row<F> {
    type Target = RowText;

    fn deref(&self) -> &RowText {
        &self.text
    }
}

/// What a row looks for, why, and its examples.
#[derive(Debug, Clone)]
pub struct RowText {
    /// Where the fact comes from: a decree and its clause, or the kind of documents it was seen in.
    pub source: String,
    /// What to look for, in any case and either tone placement.
    pub phrases: Vec<String>,
    /// Texts in which this row is found.
    pub find: Vec<String>,
    /// Texts in which this row is not found.
    pub leave: Vec<String>,
}

/// A row as it stands in its file.
#[derive(Deserialize)]
#[serde(bound(deserialize = "F: DeserializeOwned"))]
struct Stated<F> {
    id: RowId,
    source: String,
    #[serde(default)]
    phrases: Vec<String>,
    #[serde(default)]
    exact: bool,
    #[serde(default)]
    find: Vec<String>,
    #[serde(default)]
    leave: Vec<String>,
    #[serde(flatten)]
    fields: F,
}

impl<F> From<Stated<F>> for Row<F> {
    fn from(stated: Stated<F>) -> Row<F> {
        let Stated { id, source, phrases, exact, find, leave, fields } = stated;
        Row { id, fields, exact, text: Box::new(RowText { source, phrases, find, leave }) }
    }
}

/// A table of rows, in the order of its file.
#[derive(Debug, Clone)]
pub struct Table<F> {
    pub id: TableId,
    /// The file's name without ".toml".
    pub name: &'static str,
    pub rows: Vec<Row<F>>,
    /// Of the table's text.
    pub(super) hash: blake3::Hash,
    by_id: FxHashMap<&'static str, u16>,
}

#[derive(Deserialize)]
#[serde(bound(deserialize = "F: DeserializeOwned"))]
struct File<F> {
    row: Vec<Row<F>>,
}

impl<F: DeserializeOwned> Table<F> {
    /// Reads the table from `directory` if it has one of this name, else from the embedded text.
    pub(super) fn load(
        id: TableId,
        name: &'static str,
        embedded: &str,
        directory: Option<&Path>,
    ) -> Result<Table<F>, Error> {
        let replaced =
            directory.map(|directory| directory.join(format!("{name}.toml"))).filter(|path| path.exists());
        let (path, text) = match replaced {
            None => (format!("rules/{name}.toml"), embedded.to_owned()),
            Some(path) => match std::fs::read_to_string(&path) {
                Ok(text) => (path.display().to_string(), text),
                Err(cause) => {
                    let reason = Message::new("tệp không mở được", "the file cannot be opened");
                    return Err(failure(&path.display().to_string(), "", reason).caused_by(cause));
                }
            },
        };
        let file: File<F> = toml::from_str(&text).map_err(|cause| misfit::<F>(&path, &text, &cause))?;
        let mut by_id = FxHashMap::default();
        for (index, row) in file.row.iter().enumerate() {
            if by_id.insert(row.id.0, index as u16).is_some() {
                let reason = Message::new("hai mục cùng một id", "two rows share an id");
                return Err(failure(&path, &row.id, reason));
            }
            if row.source.trim().is_empty() {
                return Err(failure(
                    &path,
                    &row.id,
                    Message::new("mục không có nguồn", "the row has no source"),
                ));
            }
        }
        Ok(Table { id, name, rows: file.row, hash: blake3::hash(text.as_bytes()), by_id })
    }
}

impl<F> Table<F> {
    /// The row that a cue of this table names.
    pub fn row(&self, index: u16) -> Option<&Row<F>> {
        self.rows.get(usize::from(index))
    }

    pub fn by_id(&self, id: &str) -> Option<&Row<F>> {
        self.index(id).and_then(|index| self.row(index))
    }

    /// The index of the row with an id.
    pub fn index(&self, id: &str) -> Option<u16> {
        self.by_id.get(id).copied()
    }
}

/// Why a text is no table of these rows: the line and, where it is TOML at all, the first row that does not fit.
fn misfit<F: DeserializeOwned>(path: &str, text: &str, cause: &toml::de::Error) -> Error {
    #[derive(Deserialize)]
    struct Raw {
        row: Vec<toml::Table>,
    }
    let rows = toml::from_str::<Raw>(text).map(|raw| raw.row).unwrap_or_default();
    let unfit = rows.into_iter().enumerate().find_map(|(index, row)| {
        let id = row.get("id").and_then(toml::Value::as_str).map(str::to_owned);
        row.try_into::<Row<F>>().err().map(|_| id.unwrap_or_else(|| format!("{}", index + 1)))
    });
    let line = cause
        .span()
        .and_then(|span| text.get(..span.start))
        .map_or(1, |before| before.matches('\n').count() + 1);
    let reason = cause.message();
    let reason = Message::new(format!("dòng {line}: {reason}"), format!("line {line}: {reason}"));
    failure(path, &unfit.unwrap_or_default(), reason)
}

/// The refusal of a table, for a row of it unless `row` is empty.
fn failure(path: &str, row: &str, reason: Message) -> Error {
    let of_row = |label: &str| if row.is_empty() { String::new() } else { format!(" ({label} \"{row}\")") };
    Error::new(
        ErrorKind::Rules,
        path,
        Message::new(
            format!("không đọc được bảng quy tắc{}: {}", of_row("mục"), reason.vi),
            format!("the rule table cannot be read{}: {}", of_row("row"), reason.en),
        ),
        Message::new(
            "Sửa tệp này hoặc bỏ --rules để dùng bảng có sẵn",
            "Correct this file, or leave out --rules to use the embedded table",
        ),
    )
}

/// The refusal of a directory that would replace no table.
pub(super) fn no_tables(directory: &Path) -> Error {
    Error::new(
        ErrorKind::Rules,
        directory.display().to_string(),
        Message::new("thư mục không có bảng quy tắc nào", "the directory holds no rule table"),
        Message::new(
            "Đặt vào đó bảng cần thay, cùng tên với bảng có sẵn (ví dụ kinds.toml)",
            "Put the table to be replaced there, by the name of the embedded one (such as kinds.toml)",
        ),
    )
}

/// The id of a row. Ids live as long as the program: tables are loaded once, and findings carry the id of their rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct RowId(pub &'static str);

impl<'de> Deserialize<'de> for RowId {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<RowId, D::Error> {
        Ok(RowId(Box::leak(String::deserialize(deserializer)?.into_boxed_str())))
    }
}

impl std::ops::Deref for RowId {
    type Target = str;

    fn deref(&self) -> &str {
        self.0
    }
}
