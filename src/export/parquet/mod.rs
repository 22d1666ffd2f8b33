//! Records as Parquet: one file for each table, with documented columns (docs/export.md) and types of their own.
//!
//! Every row begins with the key of its document, so that tables are joined by `key` (and `ordinal`). The same records in
//! the same order give the same bytes.

mod cell;
mod nested;

pub use super::rows::{By, Described, Kind, Table};
pub use nested::{Documents, Outcome, stream};

use super::rows::{Source, add};
use crate::corpus::{PROGRAM, Preparer};
use crate::rules::Rules;
use crate::write::wire::Record;
use arrow_array::RecordBatch;
use arrow_schema::{Field, Schema, SchemaRef};
use cell::{Gathered, data_type};
use parquet::arrow::ArrowWriter;
use parquet::basic::Compression;
use parquet::file::properties::{EnabledStatistics, WriterProperties};
use parquet::schema::types::ColumnPath;
use std::io::{self, Write};
use std::sync::Arc;

/// A batch goes to its file when it has this many bytes, about …
const BATCH_BYTES: usize = 4 << 20;
/// … or this many rows.
const BATCH_ROWS: usize = 8_192;
/// Row groups end at this many encoded bytes: what is held in memory for a table until they are written.
const GROUP_BYTES: usize = 16 << 20;
/// Or at this many rows, so that a reader can skip.
const GROUP_ROWS: usize = 262_144;

/// The columns in which values do not come again: a dictionary of them would cost memory and save nothing.
const ONCE: [&str; 5] = ["record", "text", "quote", "task", "title"];

impl Table {
    /// Its columns as Arrow names them.
    pub fn schema(self) -> SchemaRef {
        let field = |c: Described| Field::new(c.name, data_type(c.kind), !c.required);
        Arc::new(Schema::new(self.columns().into_iter().map(field).collect::<Vec<_>>()))
    }
}

/// Records taken apart into rows of all tables, in memory: for callers that hand batches on themselves.
pub struct Rows {
    preparer: Preparer,
    /// The fingerprint of the rules that records are read with here.
    rules: String,
    tables: Vec<(Table, Gathered)>,
}

impl Rows {
    /// No rows yet. The tables of `rules` say what units and provinces mean.
    pub fn new(rules: &Rules) -> Self {
        let gathered = |table: Table| {
            (table, Gathered::new(table.schema(), table.columns().into_iter().map(|column| column.kind)))
        };
        Rows {
            preparer: Preparer::new(rules),
            rules: rules.fingerprint().to_owned(),
            tables: Table::ALL.into_iter().map(gathered).collect(),
        }
    }

    /// Adds the rows of a record; `json` is the record on one line.
    ///
    /// # Errors
    /// A value that is too long for Parquet.
    pub fn add(&mut self, record: &Record, json: &str) -> io::Result<()> {
        let (derived, cite_key) = (self.preparer.derive(record), self.preparer.cite_key(record));
        let by = By { program: PROGRAM, rules: &self.rules };
        let of = Source { record, json, derived: &derived, cite_key: cite_key.as_deref(), by };
        self.tables.iter_mut().try_for_each(|(table, rows)| add(*table, rows, of))
    }

    /// How many rows each table has since the last time.
    fn counts(&self) -> impl Iterator<Item = usize> {
        self.tables.iter().map(|(_, rows)| rows.rows())
    }

    /// The size of the rows since the last time, about.
    fn bytes(&self) -> usize {
        self.tables.iter().map(|(_, rows)| rows.bytes()).sum()
    }

    /// The rows since the last time, as one batch for each table.
    ///
    /// # Errors
    /// Those of Arrow.
    pub fn take(&mut self) -> io::Result<Vec<(Table, RecordBatch)>> {
        self.tables.iter_mut().map(|(table, rows)| Ok((*table, rows.take()?))).collect()
    }
}

/// Writes records to the files of all tables; holds no more than a row group of each.
pub struct Writer<W: Write + Send> {
    preparer: Preparer,
    /// The fingerprint of the rules that records are read with here.
    rules: String,
    tables: Vec<File<W>>,
}

struct File<W: Write + Send> {
    table: Table,
    gathered: Gathered,
    out: ArrowWriter<W>,
}

impl<W: Write + Send> Writer<W> {
    /// Begins the files, each in the output that `open` gives for its table. The tables of `rules` say what units and
    /// provinces mean.
    ///
    /// # Errors
    /// Those of `open` and of the outputs.
    pub fn new(rules: &Rules, mut open: impl FnMut(Table) -> io::Result<W>) -> io::Result<Self> {
        let tables = Table::ALL.into_iter().map(|table| {
            let schema = table.schema();
            let kinds = table.columns().into_iter().map(|column| column.kind);
            let gathered = Gathered::new(schema.clone(), kinds);
            let out = ArrowWriter::try_new(open(table)?, schema, Some(properties()))?;
            Ok(File { table, gathered, out })
        });
        Ok(Self {
            preparer: Preparer::new(rules),
            rules: rules.fingerprint().to_owned(),
            tables: tables.collect::<io::Result<_>>()?,
        })
    }

    /// Adds the rows of a record; `json` is the record on one line. `by` is what read it, where that was not this program
    /// with the rules that the writer began with.
    ///
    /// # Errors
    /// Those of the outputs, and a value that is too long for Parquet.
    pub fn add(&mut self, record: &Record, json: &str, by: Option<By<'_>>) -> io::Result<()> {
        let (derived, cite_key) = (self.preparer.derive(record), self.preparer.cite_key(record));
        let by = by.unwrap_or(By { program: PROGRAM, rules: &self.rules });
        let of = Source { record, json, derived: &derived, cite_key: cite_key.as_deref(), by };
        for file in &mut self.tables {
            add(file.table, &mut file.gathered, of)?;
            if file.gathered.bytes() >= BATCH_BYTES || file.gathered.rows() >= BATCH_ROWS {
                file.out.write(&file.gathered.take()?)?;
            }
        }
        Ok(())
    }

    /// Ends the files and gives their outputs back.
    ///
    /// # Errors
    /// Those of the outputs.
    pub fn finish(self) -> io::Result<Vec<(Table, W)>> {
        let finish = |mut file: File<W>| {
            file.out.write(&file.gathered.take()?)?;
            Ok((file.table, file.out.into_inner()?))
        };
        self.tables.into_iter().map(finish).collect()
    }
}

fn properties() -> WriterProperties {
    let mut properties = WriterProperties::builder()
        .set_compression(Compression::SNAPPY)
        .set_max_row_group_bytes(Some(GROUP_BYTES))
        .set_max_row_group_row_count(Some(GROUP_ROWS))
        // A page ends at the first value beyond its limit, looked at after each write batch.
        .set_write_batch_size(64);
    for column in ONCE {
        let column = ColumnPath::from(column);
        properties = properties
            .set_column_dictionary_enabled(column.clone(), false)
            .set_column_statistics_enabled(column, EnabledStatistics::None);
    }
    properties.build()
}
