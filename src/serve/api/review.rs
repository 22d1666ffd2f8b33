//! What needs a look: diagnostics of the documents, and files that could not be read.

use super::model::{Count, Diagnostic, Failure, List, Position};
use super::question;
use super::sql::{BRIEF, Conditions, brief};
use crate::serve::app::Ask;
use crate::serve::params::Part;
use crate::serve::problem::Problem;

question! {
    /// Which diagnostics.
    ReviewQuery {
        /// Mức / The severity: info, warning, error; without it warning and error.
        severity: String,
        /// Mã / The code: "numbering-gap".
        code: String,
    }
}

const FROM: &str = "diagnostics x JOIN documents d ON d.id = x.document_id";

fn conditions(query: &ReviewQuery) -> Conditions {
    let mut conditions = Conditions::default();
    query.documents(&mut conditions);
    match &query.severity {
        Some(severity) => conditions.is("x.severity", Some(severity)),
        None => conditions.plain("x.severity <> 'info'"),
    };
    conditions.is("x.code", query.code.as_ref());
    conditions
}

/// A page of the list.
pub(in crate::serve) fn review(ask: &Ask<'_>, query: ReviewQuery) -> Result<List<Diagnostic>, Problem> {
    let part = query.part()?;
    let conditions = conditions(&query);
    let base = ask.base.connection();
    let total = conditions.count(base, FROM)?;
    let select = format!(
        "SELECT {BRIEF}, x.ordinal, x.severity, x.code, x.message, x.quote, x.page, x.line FROM {FROM}"
    );
    let rest = format!(
        "ORDER BY x.severity = 'error' DESC, d.id, x.ordinal LIMIT {} OFFSET {}",
        part.size,
        part.skipped()
    );
    let items = conditions.rows(base, &select, &rest, |row| {
        Ok(Diagnostic {
            document: brief(row)?,
            ordinal: row.get(6)?,
            severity: row.get(7)?,
            code: row.get(8)?,
            message: row.get(9)?,
            quote: row.get(10)?,
            at: Position { page: row.get(11)?, line: row.get(12)? },
        })
    })?;
    Ok(List { total, page: part.page, size: part.size, items })
}

/// The codes among the diagnostics that are asked for, the most frequent first.
pub(in crate::serve) fn codes(ask: &Ask<'_>, query: &ReviewQuery) -> Result<Vec<Count>, Problem> {
    let conditions = conditions(&ReviewQuery { code: None, ..query.clone() });
    let select = format!("SELECT x.code, COUNT(*) FROM {FROM}");
    conditions.rows(ask.base.connection(), &select, "GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 40", count)
}

fn count(row: &rusqlite::Row<'_>) -> rusqlite::Result<Count> {
    let value: String = row.get::<_, Option<String>>(0)?.unwrap_or_default();
    Ok(Count { name: value.clone(), value, count: row.get(1)? })
}

/// Which files.
#[derive(Debug, Clone, Default, serde::Deserialize, schemars::JsonSchema)]
#[serde(default)]
pub(in crate::serve) struct FailuresQuery {
    /// Tình trạng / The state: failed (without it), skipped.
    pub state: Option<String>,
    /// Mã lý do / The code of the reason: "encrypted-file".
    pub reason: Option<String>,
    /// Trang, từ 1 / The page, from 1.
    pub page: Option<u32>,
    /// Số mục một trang, đến 200 / How many items a page, up to 200.
    pub size: Option<u32>,
}

impl FailuresQuery {
    fn conditions(&self) -> Result<Conditions, Problem> {
        let state = self.state.clone().unwrap_or_else(|| "failed".to_owned());
        if state != "failed" && state != "skipped" {
            return Err(Problem::bad("state là failed hoặc skipped", "state is failed or skipped"));
        }
        let mut conditions = Conditions::default();
        conditions.is("f.state", Some(&state)).is("f.reason", self.reason.as_ref());
        Ok(conditions)
    }
}

/// A page of the files that could not be read.
pub(in crate::serve) fn failures(ask: &Ask<'_>, query: FailuresQuery) -> Result<List<Failure>, Problem> {
    let part = Part::of(query.page, query.size)?;
    let conditions = query.conditions()?;
    let base = ask.base.connection();
    let total = conditions.count(base, "files f")?;
    let (message, remedy) = ask.lang.pick(("message_vi", "remedy_vi"), ("message_en", "remedy_en"));
    let select = format!(
        "SELECT f.path, f.state, f.reason, f.{message}, f.{remedy}, f.cause, f.attempts, f.seen FROM files f"
    );
    let rest = format!("ORDER BY f.reason, f.path LIMIT {} OFFSET {}", part.size, part.skipped());
    let items = conditions.rows(base, &select, &rest, |row| {
        Ok(Failure {
            path: row.get(0)?,
            state: row.get(1)?,
            reason: row.get(2)?,
            message: row.get(3)?,
            remedy: row.get(4)?,
            cause: row.get(5)?,
            attempts: row.get(6)?,
            seen: row.get(7)?,
        })
    })?;
    Ok(List { total, page: part.page, size: part.size, items })
}

/// The reasons among them, the most frequent first.
pub(in crate::serve) fn reasons(ask: &Ask<'_>, query: &FailuresQuery) -> Result<Vec<Count>, Problem> {
    let conditions = FailuresQuery { reason: None, ..query.clone() }.conditions()?;
    conditions.rows(
        ask.base.connection(),
        "SELECT f.reason, COUNT(*) FROM files f",
        "GROUP BY 1 ORDER BY 2 DESC, 1",
        count,
    )
}
