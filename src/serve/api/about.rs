//! The state of the corpus.

use super::model::Count;
use super::sql::Conditions;
use crate::serve::app::Ask;
use crate::serve::problem::Problem;
use crate::serve::route::Nothing;
use crate::write::words::Named;
use rusqlite::OptionalExtension;
use schemars::JsonSchema;
use serde::Serialize;

/// The state of the corpus.
#[derive(Debug, Serialize, JsonSchema)]
pub(in crate::serve) struct Status {
    /// The version of the program that answers.
    pub program: String,
    /// When the corpus was made.
    pub created: String,
    /// How many documents there are.
    pub documents: i64,
    /// How many targets they set.
    pub targets: i64,
    /// How many citations they have.
    pub references: i64,
    /// How many duties they assign.
    pub assignments: i64,
    /// How many corrections were made.
    pub corrections: i64,
    /// How many files there are in each state.
    pub files: Vec<Count>,
    /// How many documents there are of each kind.
    pub kinds: Vec<Count>,
    /// How many documents there are of each year.
    pub years: Vec<Count>,
    /// How many documents there are of each province of today.
    pub provinces: Vec<Count>,
    /// How many documents there are of each level.
    pub levels: Vec<Count>,
    /// How many documents there are of each format.
    pub formats: Vec<Count>,
    /// The last ingest.
    pub run: Option<Run>,
    /// Whether corrections can be made here.
    pub edits: bool,
}

/// An ingest.
#[derive(Debug, Serialize, JsonSchema)]
pub(in crate::serve) struct Run {
    /// When it began.
    pub started: String,
    /// When it ended; `null` for one that is under way, or ended without a word.
    pub ended: Option<String>,
    /// How many files it saw.
    pub seen: i64,
    /// How many of them were read.
    pub done: i64,
    /// How many of them could not be read.
    pub failed: i64,
    /// How long it took, in seconds.
    pub seconds: f64,
}

/// Looks.
pub(in crate::serve) fn status(ask: &Ask<'_>, _: Nothing) -> Result<Status, Problem> {
    let base = ask.base.connection();
    let number = |sql: &str| base.prepare_cached(sql)?.query_row([], |row| row.get::<_, i64>(0));
    let counts = |select: &str, rest: &str| {
        Conditions::default().rows(base, select, rest, |row| {
            let value: String = row.get::<_, Option<String>>(0)?.unwrap_or_default();
            let name: Option<String> = row.get(1)?;
            Ok(Count { name: name.unwrap_or_else(|| value.clone()), value, count: row.get(2)? })
        })
    };
    let of = |column: &str, name: &str, order: &str| {
        counts(
            &format!("SELECT {column}, {name}, COUNT(*) FROM documents WHERE {column} IS NOT NULL"),
            &format!("GROUP BY 1 ORDER BY {order} LIMIT 100"),
        )
    };
    let run = base
        .prepare_cached(
            "SELECT started, ended, seen, done, failed, seconds FROM runs ORDER BY id DESC LIMIT 1",
        )?
        .query_row([], |row| {
            Ok(Run {
                started: row.get(0)?,
                ended: row.get(1)?,
                seen: row.get(2)?,
                done: row.get(3)?,
                failed: row.get(4)?,
                seconds: row.get(5)?,
            })
        })
        .optional()?;
    let mut levels = of("issuer_level", "NULL", "3 DESC")?;
    for level in &mut levels {
        level.name = level_name(ask, &level.value);
    }
    let mut files = counts("SELECT state, NULL, COUNT(*) FROM files", "GROUP BY 1 ORDER BY 1")?;
    for state in &mut files {
        state.name = match state.value.as_str() {
            "done" => ask.t("đã đọc", "read"),
            "failed" => ask.t("không đọc được", "not readable"),
            "skipped" => ask.t("bỏ qua", "skipped"),
            "duplicate" => ask.t("bản trùng", "duplicates"),
            other => other,
        }
        .to_owned();
    }
    Ok(Status {
        program: env!("CARGO_PKG_VERSION").to_owned(),
        created: base.query_row("SELECT created FROM corpus", [], |row| row.get(0))?,
        documents: number("SELECT COUNT(*) FROM documents")?,
        targets: number("SELECT COALESCE(SUM(targets), 0) FROM documents")?,
        references: number("SELECT COALESCE(SUM(refs), 0) FROM documents")?,
        assignments: number("SELECT COALESCE(SUM(assignments), 0) FROM documents")?,
        corrections: number("SELECT COUNT(*) FROM corrections")?,
        files,
        kinds: of("doc_type", "MAX(doc_type_name)", "3 DESC, 1")?,
        years: of("CAST(year AS TEXT)", "NULL", "1 DESC")?,
        provinces: of("province_now", "NULL", "3 DESC, 1")?,
        levels,
        formats: of("format", "NULL", "3 DESC, 1")?,
        run,
        edits: ask.app.edits,
    })
}

/// A level in words.
pub(in crate::serve) fn level_name(ask: &Ask<'_>, code: &str) -> String {
    use crate::write::wire::IssuerLevel;
    serde_json::from_value::<IssuerLevel>(code.into())
        .map_or_else(|_| code.to_owned(), |level| level.name(ask.lang).to_owned())
}
