//! The targets of the whole corpus.

use super::documents::plain_words;
use super::model::{Count, List, Position, Target};
use super::question;
use super::sql::{BRIEF, Conditions, brief};
use crate::serve::app::Ask;
use crate::serve::problem::Problem;
use rusqlite::Row;

question! {
    /// Which targets.
    TargetsQuery {
        /// Từ trong tên chỉ tiêu, có dấu hoặc không / Words of the indicator, with or without marks.
        q: String,
        /// Đơn vị gốc / The base unit: "đồng", "%", "ha".
        unit: String,
        /// Giá trị ít nhất, theo đơn vị gốc / The least value, in the base unit.
        min: f64,
        /// Giá trị nhiều nhất, theo đơn vị gốc / The greatest value, in the base unit.
        max: f64,
        /// Năm của thời hạn / The year of the deadline.
        deadline: i64,
        /// Kiểu / quantitative, qualitative.
        measure: String,
        /// Thứ tự / The order: "document", "indicator", "value", "year", "issuer"; "-value" the other way round.
        sort: String,
    }
}

fn conditions(query: &TargetsQuery) -> Conditions {
    let mut conditions = Conditions::default();
    query.documents(&mut conditions);
    if let Some(words) = &query.q {
        conditions.words("t.indicator_plain", &plain_words(words));
    }
    conditions
        .is("t.base_unit", query.unit.as_ref())
        .compare("t.base_value", ">=", query.min.as_ref())
        .compare("t.base_value", "<=", query.max.as_ref())
        .is("t.deadline_year", query.deadline.as_ref())
        .is("t.kind", query.measure.as_ref());
    conditions
}

fn order(query: &TargetsQuery) -> Result<String, Problem> {
    let sort = query.sort.as_deref().unwrap_or("document");
    let (sort, way) = sort.strip_prefix('-').map_or((sort, ""), |sort| (sort, " DESC"));
    let column = match sort {
        "document" => return Ok(format!("t.document_id{way}, t.ordinal{way}")),
        "indicator" => "t.indicator_plain",
        "value" => "t.base_value",
        "year" => "COALESCE(t.deadline_year, d.year)",
        "issuer" => "d.issuer",
        _ => return Err(super::bad_sort("document, indicator, value, year, issuer")),
    };
    Ok(format!("{column} IS NULL, {column}{way}, d.id, t.ordinal"))
}

const FROM: &str = "targets t JOIN documents d ON d.id = t.document_id";

/// The tables that conditions speak of: without one on documents those of the targets do.
fn from(query: &TargetsQuery) -> &'static str {
    let of_documents = [&query.kind, &query.issuer, &query.level, &query.province, &query.document];
    let is_plain = of_documents.iter().all(|condition| condition.is_none()) && query.year.is_none();
    if is_plain { "targets t" } else { FROM }
}

fn select() -> String {
    format!(
        "SELECT {BRIEF}, t.ordinal, t.indicator, t.kind, t.comparator, t.change, t.value, t.value_max, t.unit, \
         t.base_value, t.base_unit, t.baseline, t.deadline, t.deadline_year, t.section, t.quote, t.page, t.line \
         FROM {FROM}"
    )
}

fn read(row: &Row<'_>) -> rusqlite::Result<Target> {
    Ok(Target {
        document: brief(row)?,
        ordinal: row.get(6)?,
        indicator: row.get(7)?,
        kind: row.get(8)?,
        comparator: row.get(9)?,
        change: row.get(10)?,
        value: row.get(11)?,
        value_max: row.get(12)?,
        unit: row.get(13)?,
        base_value: row.get(14)?,
        base_unit: row.get(15)?,
        baseline: row.get(16)?,
        deadline: row.get(17)?,
        deadline_year: row.get(18)?,
        section: row.get(19)?,
        quote: row.get(20)?,
        at: Position { page: row.get(21)?, line: row.get(22)? },
    })
}

/// A page of the targets that are asked for.
pub(in crate::serve) fn targets(ask: &Ask<'_>, query: TargetsQuery) -> Result<List<Target>, Problem> {
    let part = query.part()?;
    let conditions = conditions(&query);
    let base = ask.base.connection();
    let total = conditions.count(base, from(&query))?;
    let rest = format!("ORDER BY {} LIMIT {} OFFSET {}", order(&query)?, part.size, part.skipped());
    let items = conditions.rows(base, &select(), &rest, read)?;
    Ok(List { total, page: part.page, size: part.size, items })
}

/// All targets that are asked for, at most so many.
pub(in crate::serve) fn each_target(
    ask: &Ask<'_>,
    query: &TargetsQuery,
    most: u32,
) -> Result<Vec<Target>, Problem> {
    let rest = format!("ORDER BY {} LIMIT {most}", order(query)?);
    conditions(query).rows(ask.base.connection(), &select(), &rest, read)
}

/// The base units among the targets that are asked for, the most frequent first.
pub(in crate::serve) fn units(ask: &Ask<'_>, query: &TargetsQuery) -> Result<Vec<Count>, Problem> {
    let query = TargetsQuery { unit: None, min: None, max: None, ..query.clone() };
    let mut conditions = conditions(&query);
    conditions.plain("t.base_unit IS NOT NULL");
    let select = format!("SELECT t.base_unit, COUNT(*) FROM {}", from(&query));
    conditions.rows(ask.base.connection(), &select, "GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 30", |row| {
        let value: String = row.get(0)?;
        Ok(Count { name: value.clone(), value, count: row.get(1)? })
    })
}
