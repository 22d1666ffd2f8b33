//! The rows of all tables with each document in one row: what a data engine is handed, whose streams have one schema.
//!
//! A row has `path`, `key`, `bytes`, `failure` and a column for each table: the list of the document's rows in it.
//! Unfolded (`explode` in Spark, `unnest` in DuckDB) the lists are the tables of the export.

use super::cell::{Gathered, data_type};
use super::{Rows, Table};
use crate::export::rows::{Kind, Take, Value};
use crate::rules::Rules;
use crate::worker::Failure;
use crate::write::wire::Record;
use arrow_array::{Array, ArrayRef, ListArray, RecordBatch, StructArray};
use arrow_buffer::OffsetBuffer;
use arrow_ipc::writer::StreamWriter;
use arrow_schema::{DataType, Field, FieldRef, Fields, Schema, SchemaRef};
use std::borrow::Cow;
use std::io;
use std::sync::Arc;

/// What came of the reading of a document.
#[derive(Clone, Copy)]
pub enum Outcome<'r> {
    /// The record, and the same as one line of JSON.
    Record(&'r Record, &'r str),
    Failure(&'r Failure),
}

/// Name, kind, never null.
type Head = (&'static str, Kind, bool);

const HEADS: [Head; 4] = [
    ("path", Kind::Text, true),
    // Of a file that could not be opened there is neither.
    ("key", Kind::Text, false),
    ("bytes", Kind::Long, false),
    ("seconds", Kind::Share, true),
];

const FAILURE: [Head; 6] = [
    ("code", Kind::Text, true),
    ("message_vi", Kind::Text, true),
    ("message_en", Kind::Text, true),
    ("remedy_vi", Kind::Text, true),
    ("remedy_en", Kind::Text, true),
    ("cause", Kind::Text, false),
];

/// The name of the column with why there are no rows.
const FAILED: &str = "failure";

/// Gathers documents, one row each.
pub struct Documents {
    heads: Gathered,
    failures: Gathered,
    rows: Rows,
    /// For the failures, then for each table: how many rows there were after each document.
    ends: Vec<Vec<i32>>,
}

impl Documents {
    /// No documents yet. The tables of `rules` say what units and provinces mean.
    pub fn new(rules: &Rules) -> Self {
        let gathered = |heads: &[Head]| {
            Gathered::new(Arc::new(Schema::new(fields(heads))), heads.iter().map(|head| head.1))
        };
        Documents {
            heads: gathered(&HEADS),
            failures: gathered(&FAILURE),
            rows: Rows::new(rules),
            ends: vec![vec![0]; 1 + Table::ALL.len()],
        }
    }

    /// The schema of the batches.
    pub fn schema() -> SchemaRef {
        let failure = Field::new(FAILED, DataType::List(element(fields(&FAILURE))), false);
        let table = |table: Table| {
            Field::new(table.code(), DataType::List(element(table.schema().fields().clone())), false)
        };
        let mut all = fields(&HEADS).to_vec();
        all.push(Arc::new(failure));
        all.extend(Table::ALL.map(|of| Arc::new(table(of))));
        Arc::new(Schema::new(all))
    }

    /// Adds a document: what it is called, its BLAKE3 and size where they are known, the seconds that it took.
    ///
    /// # Errors
    /// A value that is too long for Parquet. What was gathered is of no use then.
    pub fn add(
        &mut self,
        path: &str,
        content: Option<(&str, u64)>,
        seconds: f64,
        outcome: Outcome<'_>,
    ) -> io::Result<()> {
        let text = |text| Value::Text(Cow::Borrowed(text));
        let heads = [
            text(path),
            content.map_or(Value::Null, |(key, _)| text(key)),
            content.map_or(Value::Null, |(_, bytes)| Value::Int(bytes as i64)),
            Value::Share(seconds),
        ];
        match outcome {
            Outcome::Record(record, json) => self.rows.add(record, json)?,
            Outcome::Failure(Failure { code, message, remedy, cause, .. }) => {
                let said = [code, &message.vi, &message.en, &remedy.vi, &remedy.en].map(|said| text(said));
                let cause = cause.as_deref().map_or(Value::Null, text);
                self.failures.row(said.into_iter().chain([cause]))?;
            }
        }
        let counts = std::iter::once(self.failures.rows()).chain(self.rows.counts());
        for (ends, count) in self.ends.iter_mut().zip(counts) {
            ends.push(i32::try_from(count).map_err(io::Error::other)?);
        }
        self.heads.row(heads.into_iter())
    }

    /// How many documents there are since the last time.
    pub fn len(&self) -> usize {
        self.heads.rows()
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The size of the documents since the last time, about.
    pub fn bytes(&self) -> usize {
        self.heads.bytes() + self.failures.bytes() + self.rows.bytes()
    }

    /// The documents since the last time.
    ///
    /// # Errors
    /// Those of Arrow.
    pub fn take(&mut self) -> io::Result<RecordBatch> {
        let mut columns = self.heads.take()?.columns().to_vec();
        let tables = std::iter::once(self.failures.take())
            .chain(self.rows.take()?.into_iter().map(|(_, rows)| Ok(rows)));
        for (ends, rows) in self.ends.iter_mut().zip(tables) {
            columns.push(list(std::mem::replace(ends, vec![0]), rows?)?);
        }
        RecordBatch::try_new(Self::schema(), columns).map_err(io::Error::other)
    }
}

fn fields(heads: &[Head]) -> Fields {
    heads.iter().map(|&(name, kind, required)| Field::new(name, data_type(kind), !required)).collect()
}

fn element(fields: Fields) -> FieldRef {
    Arc::new(Field::new("element", DataType::Struct(fields), false))
}

/// Rows as lists that end there.
fn list(ends: Vec<i32>, rows: RecordBatch) -> io::Result<ArrayRef> {
    let rows = StructArray::from(rows);
    let DataType::Struct(fields) = rows.data_type() else { return Err(io::ErrorKind::InvalidData.into()) };
    let list =
        ListArray::try_new(element(fields.clone()), OffsetBuffer::new(ends.into()), Arc::new(rows), None);
    Ok(Arc::new(list.map_err(io::Error::other)?))
}

/// Batches of one schema as an Arrow IPC stream.
///
/// # Errors
/// Those of Arrow: a batch of another schema.
pub fn stream(schema: &Schema, batches: &[RecordBatch]) -> io::Result<Vec<u8>> {
    let mut writer = StreamWriter::try_new(Vec::new(), schema).map_err(io::Error::other)?;
    batches.iter().try_for_each(|batch| writer.write(batch)).map_err(io::Error::other)?;
    writer.into_inner().map_err(io::Error::other)
}
