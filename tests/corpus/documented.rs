//! What docs/corpus.md says of the database is what the database has.

use crate::support::{Directory, fill};
use rusqlite::Connection;
use std::collections::BTreeSet;
use vanban::corpus::Corpus;

const DOCS: &str = include_str!("../../docs/corpus.md");

fn filled(directory: &Directory) -> (Corpus, Connection) {
    let corpus = directory.corpus();
    fill(&mut corpus.writer().unwrap());
    let database = Connection::open(corpus.database()).unwrap();
    (corpus, database)
}

fn names(database: &Connection, sql: &str) -> BTreeSet<String> {
    database.prepare(sql).unwrap().query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
}

/// The blocks of code in a language.
fn blocks<'d>(docs: &'d str, language: &str) -> Vec<&'d str> {
    let fence = format!("```{language}\n");
    docs.split(&fence).skip(1).map(|rest| rest.split("```").next().unwrap()).collect()
}

#[test]
fn every_table_view_and_column_is_told_of() {
    let directory = Directory::new("documented");
    let (_corpus, database) = filled(&directory);
    let tables = names(
        &database,
        "SELECT name FROM sqlite_schema WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite_%'",
    );
    let mut missing: Vec<String> =
        tables.iter().filter(|table| !DOCS.contains(&format!("`{table}`"))).cloned().collect();
    let columns = names(
        &database,
        "SELECT m.name || '.' || c.name FROM sqlite_schema m JOIN pragma_table_info(m.name) c
         WHERE m.type = 'table' AND m.name IN ('documents', 'files', 'targets', 'refs')",
    );
    for column in columns {
        let (_, name) = column.split_once('.').unwrap();
        if !DOCS.contains(&format!("`{name}`")) {
            missing.push(column);
        }
    }
    assert!(missing.is_empty(), "docs/corpus.md does not tell of {missing:?}");
}

#[test]
fn every_view_selects() {
    let directory = Directory::new("views");
    let (_corpus, database) = filled(&directory);
    let views = names(&database, "SELECT name FROM sqlite_schema WHERE type = 'view'");
    assert!(views.len() >= 8, "{views:?}");
    for view in &views {
        let rows: i64 =
            database.query_row(&format!("SELECT count(*) FROM {view}"), [], |row| row.get(0)).unwrap();
        let may_be_empty = ["citations", "gan_trung", "tep_loi"].contains(&view.as_str());
        assert!(rows > 0 || may_be_empty, "{view}");
    }
}

#[test]
fn every_query_of_the_docs_runs_and_uses_the_indices() {
    let directory = Directory::new("queries");
    let (_corpus, database) = filled(&directory);
    let mut run = 0;
    for block in blocks(DOCS, "sql") {
        for query in block.split(';').map(str::trim).filter(|query| !query.is_empty()) {
            run += 1;
            let mut select = database.prepare(query).unwrap_or_else(|cause| panic!("{query}\n{cause}"));
            let mut rows = select.query([]).unwrap();
            while rows.next().unwrap().is_some() {}
        }
    }
    assert!(run > 12, "{run}");
    // Following citations both ways must not go through whole tables.
    for query in [
        "SELECT cited_id FROM citations WHERE document_id = 1",
        "SELECT document_id FROM citations WHERE cited_id = 1",
        "SELECT * FROM files WHERE path = 'x'",
        "SELECT * FROM files WHERE document_id = 1",
        "SELECT * FROM files WHERE state IN ('failed', 'skipped') AND reason IS NOT NULL ORDER BY state, reason, path",
        "SELECT * FROM near WHERE other_id = 1",
        "SELECT * FROM targets WHERE document_id = 1",
    ] {
        let mut plan = database.prepare(&format!("EXPLAIN QUERY PLAN {query}")).unwrap();
        let steps: Vec<String> =
            plan.query_map([], |row| row.get("detail")).unwrap().map(Result::unwrap).collect();
        assert!(
            steps.iter().all(|step| !step.starts_with("SCAN") && !step.contains("TEMP B-TREE")),
            "{query}: {steps:?}"
        );
    }
}
