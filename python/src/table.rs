//! The tables of the Parquet export, handed to Python through Arrow's C interface: whoever takes them shares the memory.

use crate::raised;
use arrow_array::ffi::FFI_ArrowSchema;
use arrow_array::ffi_stream::FFI_ArrowArrayStream;
use arrow_array::{RecordBatch, RecordBatchIterator};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::PyCapsule;
use std::io;
use vanban::export::parquet;
use vanban::rules::Rules;
use vanban::verify;
use vanban::write::json;
use vanban::write::wire::Record;

/// A batch ends when its records have this many bytes of JSON: its offsets have 32 bits.
const BATCH: usize = 64 << 20;

/// Takes records apart into rows.
#[pyclass(module = "vanban._native")]
pub struct Rows {
    rows: parquet::Rows,
    bytes: usize,
    batches: Vec<(parquet::Table, Vec<RecordBatch>)>,
}

#[pymethods]
impl Rows {
    #[new]
    fn new() -> Self {
        Rows {
            rows: parquet::Rows::new(Rules::embedded()),
            bytes: 0,
            batches: parquet::Table::ALL.map(|table| (table, Vec::new())).into(),
        }
    }

    /// Adds the rows of a record, given as JSON.
    fn add(&mut self, py: Python<'_>, record: &str, lang: &str) -> PyResult<()> {
        let lang = crate::source::choice::<vanban::worker::Language>("lang", lang)?;
        let read = py.detach(|| serde_json::from_str::<Record>(record));
        let read =
            read.map_err(|cause| raised(py, &verify::no_record("-").caused_by(cause.into()), lang.into()))?;
        py.detach(|| self.push(&read)).map_err(|cause| PyValueError::new_err(cause.to_string()))
    }

    /// The tables, by their names; their rows leave this.
    fn take(&mut self) -> PyResult<Vec<(&'static str, Table)>> {
        self.flush().map_err(|cause| PyValueError::new_err(cause.to_string()))?;
        let take = |(table, batches): &mut (parquet::Table, Vec<_>)| {
            (table.code(), Table { table: *table, batches: std::mem::take(batches) })
        };
        Ok(self.batches.iter_mut().map(take).collect())
    }
}

impl Rows {
    fn push(&mut self, record: &Record) -> io::Result<()> {
        // On one line as the program writes it, whatever it was given as.
        let mut line = Vec::new();
        json::write(&mut line, record, json::Style::Compact)?;
        let line = String::from_utf8(line).map_err(io::Error::other)?;
        if self.bytes + line.len() > BATCH {
            self.flush()?;
        }
        self.bytes += line.len();
        self.rows.add(record, line.trim_end())
    }

    fn flush(&mut self) -> io::Result<()> {
        for ((_, batches), (_, batch)) in self.batches.iter_mut().zip(self.rows.take()?) {
            if batch.num_rows() > 0 {
                batches.push(batch);
            }
        }
        self.bytes = 0;
        Ok(())
    }
}

/// A table of rows for whatever takes the Arrow PyCapsule interface.
#[pyclass(module = "vanban._native", frozen)]
pub struct Table {
    table: parquet::Table,
    batches: Vec<RecordBatch>,
}

#[pymethods]
impl Table {
    /// A stream of its batches. A schema that is asked for is not heeded, as the interface allows.
    #[pyo3(signature = (requested_schema = None))]
    fn __arrow_c_stream__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyCapsule>> {
        let _ = requested_schema;
        let batches = self.batches.clone().into_iter().map(Ok);
        let stream = RecordBatchIterator::new(batches, self.table.schema());
        PyCapsule::new_with_value(py, FFI_ArrowArrayStream::new(Box::new(stream)), c"arrow_array_stream")
    }

    fn __arrow_c_schema__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyCapsule>> {
        let schema = FFI_ArrowSchema::try_from(&*self.table.schema())
            .map_err(|cause| PyValueError::new_err(cause.to_string()))?;
        PyCapsule::new_with_value(py, schema, c"arrow_schema")
    }

    fn __len__(&self) -> usize {
        self.batches.iter().map(RecordBatch::num_rows).sum()
    }

    fn __repr__(&self) -> String {
        format!("<vanban table {}: {} rows>", self.table.code(), self.__len__())
    }
}
