//! The tables of the database: those of all exports with typed columns, and what a shared database has besides.

use super::encode::Slot;
use crate::export::rows::{Kind, Table};

/// A column as it is created.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    pub name: &'static str,
    /// Its type.
    pub sql: &'static str,
    /// Never null.
    pub required: bool,
    pub about: &'static str,
}

/// A table as it is created.
#[derive(Debug, Clone)]
pub struct Layout {
    pub name: &'static str,
    pub about: &'static str,
    pub columns: Vec<Column>,
    /// Keys; `@schema@` is the name of the schema.
    pub keys: &'static [&'static str],
    /// Of a shared table: what is done with each of its columns, and what stands before them.
    pub shared: Option<Shared>,
}

/// How rows of a shared table are taken over.
#[derive(Debug, Clone)]
pub struct Shared {
    pub table: Table,
    pub slots: Vec<Slot>,
    /// The document's number stands before the slots; else in place of its key.
    pub lead: bool,
}

const fn always(name: &'static str, sql: &'static str, about: &'static str) -> Column {
    Column { name, sql, required: true, about }
}

const fn some(name: &'static str, sql: &'static str, about: &'static str) -> Column {
    Column { name, sql, required: false, about }
}

const DOCUMENT_ID: Column = always("document_id", "bigint", "The document: `documents.id`.");
const OF_DOCUMENT: &str = "FOREIGN KEY (document_id) REFERENCES @schema@.documents (id) ON DELETE CASCADE";

/// Columns of shared tables that have no place here: `numeric` holds every digit, and the record has a table of its own.
const LEFT_OUT: [&str; 3] = ["record", "value_text", "value_max_text"];

/// The type of a column of a shared table.
fn sql(kind: Kind) -> &'static str {
    match kind {
        Kind::Text => "text",
        Kind::Int => "integer",
        Kind::Long => "bigint",
        Kind::Share => "double precision",
        Kind::Bool => "boolean",
        Kind::Day => "date",
        Kind::Decimal => "numeric",
        Kind::Texts => "text[]",
        Kind::Box => "real[]",
    }
}

/// A shared table, with columns of this database behind its own.
fn shared(table: Table, more: &[Column], keys: &'static [&'static str]) -> Layout {
    let lead = table == Table::Documents;
    let mut columns = Vec::new();
    if lead {
        columns.push(always(
            "id",
            "bigint",
            "Its number in this database, by which the other tables name it.",
        ));
    }
    let mut slots = Vec::new();
    for column in table.columns() {
        let slot = match column.name {
            "key" if !lead => Slot::Document,
            name if LEFT_OUT.contains(&name) => Slot::Skip,
            _ => Slot::As(column.kind),
        };
        slots.push(slot);
        match slot {
            Slot::Skip => {}
            Slot::Document => columns.push(DOCUMENT_ID),
            Slot::As(kind) => columns.push(Column {
                // `refs.key` is what `documents.cite_key` of the cited document is, as in the corpus.
                name: if column.name == "cited" { "key" } else { column.name },
                sql: if column.name == "key" { "text COLLATE \"C\"" } else { sql(kind) },
                required: column.required,
                about: match column.name {
                    "cite_key" => "What `refs.key` of those that cite it calls it.",
                    "value" => "The value, or the lower end of a range; exact.",
                    _ => column.about,
                },
            }),
        }
    }
    columns.extend_from_slice(more);
    let shared = Some(Shared { table, slots, lead });
    Layout { name: table.code(), about: table.about(), columns, keys, shared }
}

fn own(
    name: &'static str,
    about: &'static str,
    columns: Vec<Column>,
    keys: &'static [&'static str],
) -> Layout {
    Layout { name, about, columns, keys, shared: None }
}

const OF_ITEMS: &[&str] = &["PRIMARY KEY (document_id, ordinal)", OF_DOCUMENT];

/// The tables that are filled for each document, those that others refer to first.
pub fn of_documents() -> Vec<Layout> {
    vec![
        shared(
            Table::Documents,
            &[
                always("sections", "integer", "How many divisions it has."),
                always("warnings", "integer", "How many remarks are more than information."),
                always("ingested", "timestamptz", "When it was read."),
                always("fingerprint", "bytea", "Of all that was written of it: an export compares it."),
            ],
            &["PRIMARY KEY (id)", "UNIQUE (key)"],
        ),
        own(
            "records",
            "The whole records (`extract schema`), corrections applied.",
            vec![DOCUMENT_ID, some("record", "jsonb", "The record; null where it is longer than 40 MiB.")],
            &["PRIMARY KEY (document_id)", OF_DOCUMENT],
        ),
        own(
            "words",
            "The words of each document without marks, for full-text search.",
            vec![
                DOCUMENT_ID,
                always(
                    "words",
                    "tsvector",
                    "Weights: A number and title, B headings, C issuer, kind and signer, D the rest.",
                ),
            ],
            &["PRIMARY KEY (document_id)", OF_DOCUMENT],
        ),
        own(
            "cite_keys",
            "By which keys citations may mean a document.",
            vec![
                DOCUMENT_ID,
                always("form", "text", "number, number-without-year, name, name-without-year."),
                always("key", "text", "As `refs.key` of those that cite it."),
            ],
            &["PRIMARY KEY (document_id, form)", OF_DOCUMENT],
        ),
        shared(Table::Sections, &[], OF_ITEMS),
        shared(
            Table::Targets,
            &[always(
                "indicator_plain",
                "text",
                "The indicator in lower case and without marks, to be looked for.",
            )],
            OF_ITEMS,
        ),
        shared(Table::Refs, &[], OF_ITEMS),
        shared(
            Table::Mentions,
            &[],
            &[
                "PRIMARY KEY (document_id, ref, ordinal)",
                "FOREIGN KEY (document_id, ref) REFERENCES @schema@.refs (document_id, ordinal) ON DELETE CASCADE",
            ],
        ),
        shared(Table::Assignments, &[], OF_ITEMS),
        shared(Table::Recipients, &[], OF_ITEMS),
        shared(Table::Footnotes, &[], OF_ITEMS),
        shared(Table::Diagnostics, &[], OF_ITEMS),
    ]
}

/// The name of the table of near duplicates, and of the ledger.
pub const NEAR: &str = "near";
pub const FILES: &str = "files";

/// The other tables.
pub fn others() -> Vec<Layout> {
    vec![
        own(
            NEAR,
            "Pairs of near duplicates, each once.",
            vec![
                DOCUMENT_ID,
                always("other_id", "bigint", "The other document: `documents.id`."),
                always(
                    "similarity",
                    "double precision",
                    "0 to 1: the share of common shingles in those of both.",
                ),
                always(
                    "in_other",
                    "double precision",
                    "0 to 1: the share of its text that stands in the other.",
                ),
                always(
                    "of_other",
                    "double precision",
                    "0 to 1: the share of the other's text that stands in it.",
                ),
            ],
            &[
                "PRIMARY KEY (document_id, other_id)",
                OF_DOCUMENT,
                "FOREIGN KEY (other_id) REFERENCES @schema@.documents (id) ON DELETE CASCADE",
            ],
        ),
        own(
            FILES,
            "The ledger of the files, where it was asked for (--files).",
            vec![
                always("id", "bigint", "Its number in the corpus."),
                always("path", "text", "The file; `a.zip!/b.txt` inside an archive."),
                some("document_id", "bigint", "The document that was read from it."),
                always("size", "bigint", "In bytes."),
                some("modified", "timestamptz", "When it was changed last."),
                some("blake3", "text", "Of its bytes; null where it could not be read."),
                some("format", "text", "As `documents.format`."),
                always("state", "text", "done, failed, skipped, duplicate."),
                some("reason", "text", "Of failed and skipped files: the code."),
                some("message_vi", "text", "What was found."),
                some("message_en", "text", "What was found."),
                some("remedy_vi", "text", "What to do."),
                some("remedy_en", "text", "What to do."),
                some("cause", "text", "What the system said."),
                always("attempts", "integer", "How often it was read."),
                always("seconds", "double precision", "How long the last time took."),
                some("peak_memory", "bigint", "Of the worker process, in bytes."),
                always("options", "text", "The choices of the reader."),
                always("program", "text", "The version that read it."),
                always("rules", "text", "The fingerprint of the rule tables that read it."),
                always("seen", "timestamptz", "When it was read last."),
                always("fingerprint", "bytea", "Of this row: an export compares it."),
            ],
            &[
                "PRIMARY KEY (id)",
                "FOREIGN KEY (document_id) REFERENCES @schema@.documents (id) ON DELETE SET NULL",
            ],
        ),
        own(
            "exports",
            "One row for each export that changed or looked at this database.",
            vec![
                always("id", "bigint GENERATED ALWAYS AS IDENTITY", "In their order."),
                always("started", "timestamptz", "When it began."),
                some("ended", "timestamptz", "When it ended; null: under way, or it ended without a word."),
                always("client", "text", "The machine and the process."),
                always("program", "text", "Its version."),
                always("corpus", "text", "The directory of the corpus."),
                some("written", "bigint", "Documents written."),
                some("removed", "bigint", "Documents taken out."),
                some("unchanged", "bigint", "Documents left as they were."),
            ],
            &["PRIMARY KEY (id)"],
        ),
    ]
}

/// Indexes that cascades need; made with the tables.
pub const NEEDED: [(&str, &str); 2] =
    [("near_by_other", "near (other_id)"), ("files_by_document", "files (document_id)")];

/// Indexes for queries; made when the first export has filled the tables. Values without a bound on their length have hash
/// indexes: others refuse long ones.
pub const INDEXES: [(&str, &str); 15] = [
    ("words_by_word", "words USING gin (words)"),
    ("documents_by_cite_key", "documents USING hash (cite_key)"),
    ("documents_by_number", "documents USING hash (number)"),
    ("documents_by_issuer", "documents USING hash (issuer)"),
    ("documents_by_date", "documents (date)"),
    ("documents_by_year", "documents (year)"),
    ("documents_by_province", "documents (province_now)"),
    ("cite_keys_by_key", "cite_keys USING hash (key)"),
    ("refs_by_key", "refs USING hash (key)"),
    ("targets_by_base", "targets (base_unit, base_value)"),
    ("targets_by_words", "targets USING gin (to_tsvector('pg_catalog.simple', left(indicator_plain, 1000)))"),
    ("assignments_by_body", "assignments USING hash (body)"),
    ("diagnostics_by_code", "diagnostics USING hash (code)"),
    ("files_by_path", "files USING hash (path)"),
    ("files_by_reason", "files (state, reason)"),
];
