//! The schema in the database: made at the first export, brought to this version at later ones.

use super::fault::{Fault, FaultKind};
use super::tables::{self, Column, Layout};
use postgres::{Client, Error, GenericClient};
use std::fmt::Write;

/// The version that this program writes. Within a version tables and columns are added only.
pub const VERSION: i32 = 1;

/// The name of a schema, as it stands in SQL.
#[derive(Debug, Clone)]
pub struct Name {
    name: String,
    quoted: String,
}

impl Name {
    /// A name that the server takes.
    ///
    /// # Errors
    /// It is empty, longer than 63 bytes, or one of the server's own.
    pub fn new(name: &str) -> Result<Name, Fault> {
        let is_theirs = name.starts_with("pg_") || name == "information_schema";
        if name.is_empty() || name.len() > 63 || name.contains('\0') || is_theirs {
            return Err(Fault::new(
                FaultKind::Address,
                "--schema",
                ("tên lược đồ không dùng được", "the name of the schema cannot be used"),
                (
                    "Chọn tên dài từ 1 đến 63 byte, không bắt đầu bằng pg_",
                    "Choose a name of 1 to 63 bytes that does not begin with pg_",
                ),
            ));
        }
        Ok(Name { name: name.to_owned(), quoted: identifier(name) })
    }

    /// The name itself.
    pub fn as_str(&self) -> &str {
        &self.name
    }

    /// SQL in which `@schema@` stands for the name.
    pub fn sql(&self, sql: &str) -> String {
        sql.replace("@schema@", &self.quoted)
    }

    /// A table of the schema.
    pub fn table(&self, table: &str) -> String {
        format!("{}.{}", self.quoted, identifier(table))
    }
}

pub fn identifier(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

fn literal(text: &str) -> String {
    // Without the escapes of E'' a backslash is itself.
    format!("'{}'", text.replace('\'', "''"))
}

const VIEWS: &str = include_str!("sql/views.sql");
const FUNCTIONS: &str = include_str!("sql/functions.sql");

/// What the schema says of itself; one row.
const ABOUT: &str = "\
    CREATE TABLE @schema@.about (
        id             integer PRIMARY KEY CHECK (id = 1),
        schema_version integer NOT NULL,
        layout         text NOT NULL,
        derived        text NOT NULL,
        program        text NOT NULL,
        corpus         text
    )";

/// What of the schema is there.
enum Found {
    Nothing,
    /// The schema itself, empty.
    Empty,
    Foreign,
    Ours {
        version: i32,
        layout: String,
        derived: String,
    },
}

/// All tables, those that others refer to first.
fn layouts() -> Vec<Layout> {
    let mut all = tables::of_documents();
    all.extend(tables::others());
    all
}

fn create(layout: &Layout, name: &Name) -> String {
    let columns = layout.columns.iter().map(|Column { name, sql, required, .. }| {
        format!("{} {sql}{}", identifier(name), if *required { " NOT NULL" } else { "" })
    });
    let parts: Vec<String> = columns.chain(layout.keys.iter().map(|key| name.sql(key))).collect();
    format!("CREATE TABLE {} ({})", name.table(layout.name), parts.join(", "))
}

fn fingerprint(parts: impl IntoIterator<Item = String>) -> String {
    let mut hasher = blake3::Hasher::new();
    for part in parts {
        hasher.update(part.as_bytes()).update(&[0]);
    }
    hasher.finalize().to_hex()[..16].to_owned()
}

/// Tells the tables and columns of this version from those of others.
pub fn layout() -> String {
    let name = Name { name: String::new(), quoted: "@schema@".to_owned() };
    fingerprint(layouts().iter().map(|layout| create(layout, &name)))
}

/// Tells what is made of the tables: views, functions, comments.
fn derived() -> String {
    let name = Name { name: String::new(), quoted: "@schema@".to_owned() };
    fingerprint([VIEWS.to_owned(), FUNCTIONS.to_owned(), comments(&name)])
}

/// Makes the schema, or brings it to this version. The caller holds the lock of the schema.
///
/// # Errors
/// It holds something else, or was made by a newer version; the user may not make it.
pub fn ensure(client: &mut Client, name: &Name, place: &str) -> Result<(), Fault> {
    let failed = |error: Error| Fault::of(place, &error);
    let mut transaction = client.transaction().map_err(failed)?;
    let found = look(&mut transaction, name).map_err(failed)?;
    match found {
        Found::Nothing | Found::Empty => {
            if let Found::Nothing = found {
                transaction.batch_execute(&name.sql("CREATE SCHEMA @schema@")).map_err(failed)?;
            }
            transaction.batch_execute(&name.sql(ABOUT)).map_err(failed)?;
            for layout in layouts() {
                transaction.batch_execute(&create(&layout, name)).map_err(failed)?;
            }
            needed(&mut transaction, name).map_err(failed)?;
            derive(&mut transaction, name).map_err(failed)?;
        }
        Found::Foreign => {
            return Err(Fault::new(
                FaultKind::Foreign,
                place,
                (
                    format!("lược đồ {} đang chứa thứ khác", name.as_str()),
                    format!("the schema {} holds something else", name.as_str()),
                ),
                ("Chọn tên khác bằng --schema", "Choose another name with --schema"),
            ));
        }
        Found::Ours { version, .. } if version > VERSION => {
            return Err(Fault::new(
                FaultKind::Newer,
                place,
                (
                    format!(
                        "phiên bản mới hơn đã tạo lược đồ này (lược đồ {version}, bản này biết đến {VERSION})"
                    ),
                    format!(
                        "a newer version made this schema (schema {version}, this one knows up to {VERSION})"
                    ),
                ),
                (
                    "Cài phiên bản mới của extract rồi chạy lại",
                    "Install a newer version of extract and run again",
                ),
            ));
        }
        Found::Ours { version, layout: theirs, derived: of_theirs } => {
            let same_tables = version == VERSION && theirs == layout();
            if !same_tables {
                complete(&mut transaction, name).map_err(failed)?;
            }
            if !same_tables || of_theirs != derived() {
                derive(&mut transaction, name).map_err(failed)?;
            }
        }
    }
    let about = name.table("about");
    transaction
        .execute(
            &format!(
                "INSERT INTO {about} (id, schema_version, layout, derived, program) VALUES (1, $1, $2, $3, $4)
                 ON CONFLICT (id) DO UPDATE SET schema_version = $1, layout = $2, derived = $3, program = $4
                 WHERE (about.schema_version, about.layout, about.derived, about.program) <> ($1, $2, $3, $4)"
            ),
            &[&VERSION, &layout(), &derived(), &env!("CARGO_PKG_VERSION")],
        )
        .map_err(failed)?;
    transaction.commit().map_err(failed)
}

fn look(client: &mut impl GenericClient, name: &Name) -> Result<Found, Error> {
    let row =
        client.query_opt("SELECT oid FROM pg_catalog.pg_namespace WHERE nspname = $1", &[&name.as_str()])?;
    let Some(row) = row else { return Ok(Found::Nothing) };
    let oid: u32 = row.get(0);
    let marker = client.query_one(
        "SELECT (SELECT count(*) FROM pg_catalog.pg_class WHERE relnamespace = $1),
                (SELECT count(*) FROM pg_catalog.pg_class c JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid
                 WHERE c.relnamespace = $1 AND c.relname = 'about' AND a.attname IN ('schema_version', 'layout', 'derived')
                       AND NOT a.attisdropped)",
        &[&oid],
    )?;
    match (marker.get::<_, i64>(0), marker.get::<_, i64>(1)) {
        (0, _) => return Ok(Found::Empty),
        (_, 3) => {}
        _ => return Ok(Found::Foreign),
    }
    let about = format!("SELECT schema_version, layout, derived FROM {}", name.table("about"));
    Ok(match client.query_opt(&about, &[])? {
        Some(row) => Found::Ours { version: row.get(0), layout: row.get(1), derived: row.get(2) },
        None => Found::Foreign,
    })
}

/// Adds the tables and columns that an older version lacks, and has all documents written anew.
fn complete(client: &mut impl GenericClient, name: &Name) -> Result<(), Error> {
    for layout in layouts() {
        let rows = client.query(
            "SELECT a.attname FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
             JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid
             WHERE n.nspname = $1 AND c.relname = $2 AND a.attnum > 0 AND NOT a.attisdropped",
            &[&name.as_str(), &layout.name],
        )?;
        if rows.is_empty() {
            client.batch_execute(&create(&layout, name))?;
            continue;
        }
        let has: Vec<String> = rows.iter().map(|row| row.get(0)).collect();
        for column in layout.columns.iter().filter(|column| has.iter().all(|has| has != column.name)) {
            let table = name.table(layout.name);
            let to = identifier(column.name);
            let add = format!("ALTER TABLE {table} ADD COLUMN {to} {}", column.sql);
            client.batch_execute(&match zero(column) {
                Some(zero) => format!(
                    "{add} NOT NULL DEFAULT {zero}; ALTER TABLE {table} ALTER COLUMN {to} DROP DEFAULT"
                ),
                None => add,
            })?;
        }
    }
    // What was written is written anew.
    for table in ["documents", tables::FILES] {
        client.execute(&format!("UPDATE {} SET fingerprint = ''", name.table(table)), &[])?;
    }
    needed(client, name)
}

/// What rows have in a new column until they are written anew; `None` for null.
fn zero(column: &Column) -> Option<&'static str> {
    if !column.required {
        return None;
    }
    Some(match column.sql {
        "integer" | "bigint" | "double precision" | "numeric" => "0",
        "boolean" => "false",
        "timestamptz" => "'epoch'",
        "text[]" | "real[]" => "'{}'",
        // Text, bytes, words.
        _ => "''",
    })
}

fn needed(client: &mut impl GenericClient, name: &Name) -> Result<(), Error> {
    tables::NEEDED.iter().try_for_each(|index| ensure_index(client, name, index))
}

fn ensure_index(client: &mut impl GenericClient, name: &Name, index: &(&str, &str)) -> Result<(), Error> {
    let (index, on) = index;
    // Asked first: "IF NOT EXISTS" is only for the owner of the table.
    let is_there = client.query_one("SELECT to_regclass($1) IS NOT NULL", &[&name.table(index)])?;
    match is_there.get(0) {
        true => Ok(()),
        false => client.batch_execute(&format!("CREATE INDEX {index} ON {}.{on}", name.quoted)),
    }
}

/// Makes the indexes for queries where they are missing, one after another.
pub fn ensure_indexes(client: &mut Client, name: &Name) -> Result<(), Error> {
    tables::INDEXES.iter().try_for_each(|index| ensure_index(client, name, index))
}

/// Makes views, functions and comments anew.
fn derive(client: &mut impl GenericClient, name: &Name) -> Result<(), Error> {
    let mut sql = String::new();
    for (view, _) in VIEWS_ABOUT.iter().rev() {
        let _ = writeln!(sql, "DROP VIEW IF EXISTS {};", name.table(view));
    }
    for (function, _) in FUNCTIONS_ABOUT.iter().rev() {
        let _ = writeln!(sql, "DROP FUNCTION IF EXISTS {}.{function};", name.quoted);
    }
    sql.push_str(&name.sql(VIEWS));
    sql.push_str(&name.sql(FUNCTIONS));
    sql.push_str(&comments(name));
    client.batch_execute(&sql)
}

/// The views, each behind those that it is made of.
const VIEWS_ABOUT: [(&str, &str); 8] = [
    ("citations", "A citation and a document of the corpus that it means."),
    ("van_ban", "Văn bản: mỗi dòng một văn bản."),
    ("chi_tieu", "Chỉ tiêu: mỗi dòng một chỉ tiêu."),
    ("vien_dan", "Viện dẫn: mỗi dòng một văn bản được viện dẫn."),
    ("nhiem_vu", "Nhiệm vụ: mỗi dòng một cơ quan và việc phải làm."),
    ("can_xem_lai", "Cần xem lại: nhận xét mà người đọc nên xem."),
    ("tep_loi", "Tệp lỗi: tệp không đọc được (khi xuất cả sổ tệp)."),
    ("gan_trung", "Gần trùng: hai văn bản gần như một."),
];

const FUNCTIONS_ABOUT: [(&str, &str); 3] = [
    ("bo_dau(text)", "Các từ của văn bản, không dấu. The words of a text without marks."),
    ("cau_hoi(text)", "Câu hỏi như người gõ. A query as people type it: all words, \"a phrase\", -not, or."),
    (
        "tim(text, integer)",
        "Tìm văn bản, có dấu hay không dấu. Documents that have the words, with marks or without, the best first.",
    ),
];

fn comments(name: &Name) -> String {
    let mut sql = String::new();
    let mut comment = |on: &str, about: &str| {
        let _ = writeln!(sql, "COMMENT ON {on} IS {};", literal(about));
    };
    comment(
        &format!("TABLE {}", name.table("about")),
        "What the schema was made by, and of which corpus; one row.",
    );
    for layout in layouts() {
        let table = name.table(layout.name);
        comment(&format!("TABLE {table}"), layout.about);
        for column in &layout.columns {
            comment(&format!("COLUMN {table}.{}", identifier(column.name)), column.about);
        }
    }
    for (view, about) in VIEWS_ABOUT {
        comment(&format!("VIEW {}", name.table(view)), about);
    }
    for (function, about) in FUNCTIONS_ABOUT {
        comment(&format!("FUNCTION {}.{function}", name.quoted), about);
    }
    sql
}

/// A table with its columns, for the documentation.
pub fn described() -> Vec<Layout> {
    layouts()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_escaped() {
        let name = Name::new("a\"; DROP TABLE x; --").unwrap();
        assert_eq!(name.table("t"), "\"a\"\"; DROP TABLE x; --\".\"t\"");
        for wrong in ["", "pg_toast", "a\0b", &"x".repeat(64)] {
            assert!(Name::new(wrong).is_err(), "{wrong}");
        }
        assert_eq!(literal("d'Annam \\"), "'d''Annam \\'");
    }
}
