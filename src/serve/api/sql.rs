//! Questions to the database, put together of conditions; values never become part of a statement's text.

use super::model::Brief;
use crate::serve::problem::Problem;
use rusqlite::types::Value;
use rusqlite::{Connection, Row, params_from_iter};

/// Beyond this many items nothing is counted.
const COUNTED: u64 = 100_000;

/// Conditions, all of which must hold.
#[derive(Debug, Default)]
pub(super) struct Conditions {
    terms: Vec<String>,
    values: Vec<Value>,
}

impl Conditions {
    /// The column equals the value, where one is asked for.
    pub fn is<V: Into<Value> + Clone>(&mut self, column: &str, value: Option<&V>) -> &mut Self {
        self.compare(column, "=", value)
    }

    /// The column stands so to the value, where one is asked for.
    pub fn compare<V: Into<Value> + Clone>(
        &mut self,
        column: &str,
        operator: &str,
        value: Option<&V>,
    ) -> &mut Self {
        if let Some(value) = value {
            self.terms.push(format!("{column} {operator} ?"));
            self.values.push(value.clone().into());
        }
        self
    }

    /// Every word stands in the column.
    pub fn words(&mut self, column: &str, words: &str) -> &mut Self {
        for word in words.split_whitespace().take(12) {
            let escaped = word.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
            self.terms.push(format!("{column} LIKE ? ESCAPE '\\'"));
            self.values.push(format!("%{escaped}%").into());
        }
        self
    }

    /// The column is one of the values.
    pub fn one_of(&mut self, column: &str, values: &[String]) -> &mut Self {
        self.terms.push(format!("{column} IN (SELECT value FROM json_each(?))"));
        self.values.push(serde_json::to_string(values).unwrap_or_default().into());
        self
    }

    /// A condition without values.
    pub fn plain(&mut self, term: &str) -> &mut Self {
        self.terms.push(term.to_owned());
        self
    }

    /// The clause.
    pub fn clause(&self) -> String {
        if self.terms.is_empty() { String::new() } else { format!(" WHERE {}", self.terms.join(" AND ")) }
    }

    /// How many rows of `from` hold, as far as they are counted.
    pub fn count(&self, base: &Connection, from: &str) -> Result<u64, Problem> {
        let sql = format!("SELECT COUNT(*) FROM (SELECT 1 FROM {from}{} LIMIT {COUNTED})", self.clause());
        let count = base
            .prepare_cached(&sql)?
            .query_row(params_from_iter(&self.values), |row| row.get::<_, i64>(0))?;
        Ok(count.unsigned_abs())
    }

    /// How many groups the rows that hold make, as far as they are counted.
    pub fn count_groups(&self, base: &Connection, from: &str, group: &str) -> Result<u64, Problem> {
        let sql = format!(
            "SELECT COUNT(*) FROM (SELECT 1 FROM {from}{} GROUP BY {group} LIMIT {COUNTED})",
            self.clause()
        );
        let count = base
            .prepare_cached(&sql)?
            .query_row(params_from_iter(&self.values), |row| row.get::<_, i64>(0))?;
        Ok(count.unsigned_abs())
    }

    /// The rows that hold: `select` up to the table names, `rest` what follows the conditions.
    pub fn rows<T>(
        &self,
        base: &Connection,
        select: &str,
        rest: &str,
        read: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Vec<T>, Problem> {
        let sql = format!("{select}{} {rest}", self.clause());
        let mut statement = base.prepare_cached(&sql)?;
        let rows = statement.query_map(params_from_iter(&self.values), read)?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }
}

/// The columns of [`Brief`], of documents named `d`.
pub(super) const BRIEF: &str = "d.key, d.number, d.doc_type_name, d.issuer, d.year, d.title";

/// Reads [`BRIEF`] from the first columns.
pub(super) fn brief(row: &Row<'_>) -> rusqlite::Result<Brief> {
    Ok(Brief {
        key: row.get(0)?,
        number: row.get(1)?,
        doc_type_name: row.get(2)?,
        issuer: row.get(3)?,
        year: row.get(4)?,
        title: row.get(5)?,
    })
}
