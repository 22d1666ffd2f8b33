//! Who must do what, over the whole corpus.

use super::documents::plain_words;
use super::model::{Count, Duty, List, Position};
use super::question;
use super::sql::{BRIEF, Conditions, brief};
use crate::serve::app::Ask;
use crate::serve::problem::Problem;

question! {
    /// Which duties.
    DutiesQuery {
        /// Từ trong tên cơ quan, có dấu hoặc không / Words of the body, with or without marks.
        q: String,
        /// Cơ quan được giao, nguyên tên / The body that must act, its whole name.
        body: String,
        /// Vai trò / The role: lead, support, responsible, requested.
        role: String,
    }
}

const FROM: &str = "assignments a JOIN documents d ON d.id = a.document_id";

fn conditions(ask: &Ask<'_>, query: &DutiesQuery) -> Result<Conditions, Problem> {
    let mut conditions = Conditions::default();
    query.documents(&mut conditions);
    if let Some(words) = &query.q {
        conditions.one_of("a.body", &bodies_with(ask, words)?);
    }
    conditions.is("a.body", query.body.as_ref()).is("a.role", query.role.as_ref());
    Ok(conditions)
}

/// The bodies whose names have all these words, whatever their marks: many duties share few bodies.
fn bodies_with(ask: &Ask<'_>, words: &str) -> Result<Vec<String>, Problem> {
    let words = plain_words(words);
    let words: Vec<&str> = words.split_whitespace().collect();
    let mut statement = ask.base.connection().prepare_cached("SELECT DISTINCT body FROM assignments")?;
    let mut rows = statement.query([])?;
    let mut bodies = Vec::new();
    while let Some(row) = rows.next()? {
        let body: String = row.get(0)?;
        let plain = plain_words(&body);
        if words.iter().all(|word| plain.contains(word)) {
            bodies.push(body);
        }
    }
    Ok(bodies)
}

/// A page of the duties that are asked for.
pub(in crate::serve) fn duties(ask: &Ask<'_>, query: DutiesQuery) -> Result<List<Duty>, Problem> {
    let part = query.part()?;
    let conditions = conditions(ask, &query)?;
    let base = ask.base.connection();
    let total = conditions.count(base, FROM)?;
    let select = format!(
        "SELECT {BRIEF}, a.ordinal, a.body, a.role, a.task, a.deadline, a.section, a.quote, a.page, a.line FROM {FROM}"
    );
    let rest = format!("ORDER BY a.document_id, a.ordinal LIMIT {} OFFSET {}", part.size, part.skipped());
    let items = conditions.rows(base, &select, &rest, |row| {
        Ok(Duty {
            document: brief(row)?,
            ordinal: row.get(6)?,
            body: row.get(7)?,
            role: row.get(8)?,
            task: row.get(9)?,
            deadline: row.get(10)?,
            section: row.get(11)?,
            quote: row.get(12)?,
            at: Position { page: row.get(13)?, line: row.get(14)? },
        })
    })?;
    Ok(List { total, page: part.page, size: part.size, items })
}

/// The bodies among the duties that are asked for, those with the most duties first.
pub(in crate::serve) fn bodies(ask: &Ask<'_>, query: &DutiesQuery) -> Result<Vec<Count>, Problem> {
    let conditions = conditions(ask, &DutiesQuery { body: None, ..query.clone() })?;
    let select = format!("SELECT a.body, COUNT(*) FROM {FROM}");
    conditions.rows(ask.base.connection(), &select, "GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 30", |row| {
        let value: String = row.get(0)?;
        Ok(Count { name: value.clone(), value, count: row.get(1)? })
    })
}
