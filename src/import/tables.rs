//! Parquet files that hold records, whoever wrote them: columns known by their names, whether they may be null or not,
//! row groups of any size.
//!
//! A row group is gone through twice: first the small columns, by which the corpus tells what it needs, then the records
//! of those rows alone. What is held in memory is a page of each column and a handful of records.

use super::problem::{Place, Problem};
use crate::corpus::{File as Entry, Foreign, Read, Reason, State};
use arrow_array::cast::AsArray;
use arrow_array::types::{Float64Type, Int32Type, Int64Type};
use arrow_array::{Array, RecordBatch};
use arrow_schema::DataType;
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::{
    ArrowReaderMetadata, ArrowReaderOptions, ParquetRecordBatchReader, ParquetRecordBatchReaderBuilder,
    RowSelection, RowSelector,
};
use parquet::basic::Compression;
use parquet::errors::ParquetError;
use std::fs::File;
use std::io::{self, Read as _, Seek, SeekFrom};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

/// The bytes at both ends of a Parquet file.
const MAGIC: &[u8] = b"PAR1";

/// Rows of small columns that are read at a time.
const ROWS: usize = 1024;

/// Bytes of records that are read at a time, about, and the most of them.
const BYTES: i64 = 1 << 20;
const RECORDS: i64 = 64;

/// The small columns of `documents`. All but the first may be missing.
const SMALL: [&str; 4] = ["key", "path", "program", "rules"];

/// What a table holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Table {
    /// Records.
    Documents,
    /// Files that could not be read.
    Failures,
    /// All files that each document has.
    Copies,
    Other,
}

/// What the small columns say of a row of `documents`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Small {
    pub key: String,
    /// Empty where the table has none.
    pub path: String,
    pub program: String,
    pub rules: String,
}

/// Tells what a file holds, and how many rows.
///
/// # Errors
/// It is no Parquet file, cut off, or damaged.
pub fn recognize(path: &Path) -> Result<(Table, u64), Problem> {
    let file = Open::new(path)?;
    let rows = file.metadata.metadata().file_metadata().num_rows();
    let has = |name: &str| file.has_text(name);
    let table = match () {
        () if has("record") && has("key") => Table::Documents,
        () if has("path") && has("code") => Table::Failures,
        () if has("path") && has("key") => Table::Copies,
        () => Table::Other,
    };
    Ok((table, rows.unsigned_abs()))
}

/// A Parquet file with its metadata read.
pub struct Open {
    name: String,
    file: File,
    metadata: ArrowReaderMetadata,
}

/// A part of the rows of a file.
enum Part<'a> {
    All,
    Of(&'a [bool]),
}

impl Open {
    /// Opens a file and reads its metadata.
    ///
    /// # Errors
    /// As [`recognize`].
    pub fn new(path: &Path) -> Result<Open, Problem> {
        let name = path.display().to_string();
        let mut file = File::open(path).map_err(|cause| Problem::not_found(path, &cause))?;
        let ends = ends(&mut file).map_err(|cause| Problem::not_found(path, &cause))?;
        match ends {
            (head, _) if head != MAGIC => return Err(Problem::not_parquet(&name)),
            (_, tail) if tail != MAGIC => return Err(Problem::truncated(&name)),
            _ => {}
        }
        // What Arrow wrote of its own types is left aside: the columns then have the plain ones.
        let options = ArrowReaderOptions::new().with_skip_arrow_metadata(true);
        let metadata = guarded(|| ArrowReaderMetadata::load(&file, options));
        let metadata = metadata.map_err(|cause| Problem::damaged(&name).caused_by(cause))?;
        Ok(Open { name, file, metadata })
    }

    /// How the problems name it.
    pub fn name(&self) -> &str {
        &self.name
    }

    fn has_text(&self, name: &str) -> bool {
        let kind = self.metadata.schema().field_with_name(name).map(|field| field.data_type());
        matches!(kind, Ok(DataType::Utf8 | DataType::Binary))
    }

    /// A compression that is not read here, of a column that is.
    fn codec(&self, columns: &[&str]) -> Option<String> {
        let groups = self.metadata.metadata().row_groups().iter();
        let mut chunks = groups.flat_map(|group| group.columns());
        let foreign = chunks.find(|chunk| {
            let is_read =
                chunk.column_path().parts().first().is_some_and(|name| columns.contains(&name.as_str()));
            is_read && !matches!(chunk.compression(), Compression::UNCOMPRESSED | Compression::SNAPPY)
        });
        foreign.map(|chunk| {
            format!("{:?}", chunk.compression()).split('(').next().unwrap_or_default().to_owned()
        })
    }

    fn read(
        &self,
        group: usize,
        columns: &[&str],
        part: &Part<'_>,
        rows: usize,
    ) -> Result<ParquetRecordBatchReader, ParquetError> {
        let mask = ProjectionMask::columns(self.metadata.parquet_schema(), columns.iter().copied());
        let builder =
            ParquetRecordBatchReaderBuilder::new_with_metadata(self.file.try_clone()?, self.metadata.clone());
        let builder = builder.with_row_groups(vec![group]).with_projection(mask).with_batch_size(rows);
        match part {
            Part::All => builder.build(),
            Part::Of(wanted) => {
                let runs = wanted.chunk_by(|one, other| one == other);
                let selectors: Vec<RowSelector> = runs
                    .map(|run| match run[0] {
                        true => RowSelector::select(run.len()),
                        false => RowSelector::skip(run.len()),
                    })
                    .collect();
                builder.with_row_selection(RowSelection::from(selectors)).build()
            }
        }
    }

    /// Goes through a table of documents: asks of every row whether its record is wanted, and gives those that are, each
    /// with its row from 1. `false` of `take` ends it.
    ///
    /// # Errors
    /// Those of `want`. Problems of rows are given to `take`.
    pub fn documents<E>(
        &self,
        mut want: impl FnMut(&Small) -> Result<bool, E>,
        mut take: impl FnMut(Result<(u64, Small, String), Problem>) -> bool,
    ) -> Result<(), E> {
        let small: Vec<&str> = SMALL.into_iter().filter(|name| self.has_text(name)).collect();
        let whole = [&small[..], &["record"]].concat();
        if let Some(codec) = self.codec(&whole) {
            take(Err(Problem::codec(&self.name, &codec)));
            return Ok(());
        }
        let mut first = 1;
        for (group, about) in self.metadata.metadata().row_groups().iter().enumerate() {
            let rows = about.num_rows().unsigned_abs();
            let mut wanted: Vec<bool> = Vec::new();
            let mut failed = Ok(());
            let read = self.batches(group, &small, &Part::All, ROWS, |batch| {
                for row in 0..batch.num_rows() {
                    let wants = small_of(batch, row).map_or(Ok(true), |small| want(&small));
                    match wants {
                        Ok(wants) => wanted.push(wants),
                        Err(fault) => {
                            failed = Err(fault);
                            return false;
                        }
                    }
                }
                true
            });
            failed?;
            // Where the small columns are damaged the whole rows behind are lost.
            if let Err(cause) = read {
                let lost = Place::Rows(first + wanted.len() as u64, first + rows.saturating_sub(1));
                if !take(Err(Problem::damaged(&self.name).at(lost).caused_by(cause))) {
                    return Ok(());
                }
            }
            let places: Vec<u64> =
                (first..).zip(&wanted).filter(|(_, is_wanted)| **is_wanted).map(|(row, _)| row).collect();
            first += rows;
            if places.is_empty() {
                continue;
            }
            let bytes = about.columns().iter().find(|chunk| chunk.column_path().string() == "record");
            let each =
                bytes.map_or(BYTES, |chunk| chunk.uncompressed_size() / about.num_rows().max(1)).max(1);
            let at_a_time = usize::try_from((BYTES / each).clamp(1, RECORDS)).unwrap_or(1);
            let (mut through, mut goes_on) = (0, true);
            let read = self.batches(group, &whole, &Part::Of(&wanted), at_a_time, |batch| {
                for row in 0..batch.num_rows() {
                    let Some(&place) = places.get(through) else { return false };
                    through += 1;
                    let given = match (small_of(batch, row), text(batch, "record", row)) {
                        (Some(small), Some(record)) => Ok((place, small, record.to_owned())),
                        (None, _) => Err(Problem::wrong_key(&self.name).at(Place::Row(place))),
                        (_, None) => Err(Problem::no_record(&self.name).at(Place::Row(place))),
                    };
                    goes_on = take(given);
                    if !goes_on {
                        return false;
                    }
                }
                true
            });
            if let (Err(cause), Some(lost)) = (read, places.get(through)) {
                let last = places.last().copied().unwrap_or_default();
                let problem = Problem::damaged(&self.name).at(Place::Rows(*lost, last)).caused_by(cause);
                goes_on = take(Err(problem));
            }
            if !goes_on {
                return Ok(());
            }
        }
        Ok(())
    }

    /// Goes through a table of failures or of copies. `false` of `take` ends it.
    pub fn entries(&self, table: Table, mut take: impl FnMut(Result<Foreign, Problem>) -> bool) {
        let entry: fn(&RecordBatch, usize) -> Option<Foreign> =
            if table == Table::Failures { failure } else { copy };
        let names = self.metadata.schema().fields().iter().map(|field| field.name().as_str());
        let columns: Vec<&str> = names.collect();
        if let Some(codec) = self.codec(&columns) {
            take(Err(Problem::codec(&self.name, &codec)));
            return;
        }
        let mut first = 1;
        for (group, about) in self.metadata.metadata().row_groups().iter().enumerate() {
            let rows = about.num_rows().unsigned_abs();
            let (mut through, mut goes_on) = (0, true);
            let read = self.batches(group, &columns, &Part::All, ROWS, |batch| {
                for row in 0..batch.num_rows() {
                    through += 1;
                    let Some(entry) = entry(batch, row) else { continue };
                    goes_on = take(Ok(entry));
                    if !goes_on {
                        return false;
                    }
                }
                true
            });
            if let Err(cause) = read {
                let lost = Place::Rows(first + through, first + rows.saturating_sub(1));
                goes_on = take(Err(Problem::damaged(&self.name).at(lost).caused_by(cause)));
            }
            if !goes_on {
                return;
            }
            first += rows;
        }
    }

    /// Gives batches of a row group until one is answered with `false`.
    fn batches(
        &self,
        group: usize,
        columns: &[&str],
        part: &Part<'_>,
        rows: usize,
        mut take: impl FnMut(&RecordBatch) -> bool,
    ) -> Result<(), ParquetError> {
        let mut reader = guarded(|| self.read(group, columns, part, rows))?;
        while let Some(batch) = guarded(|| reader.next().transpose().map_err(ParquetError::from))? {
            if !take(&batch) {
                break;
            }
        }
        Ok(())
    }
}

/// Runs what reads a file that others wrote: where the library falls over it, that is an error of the file.
fn guarded<T>(read: impl FnOnce() -> Result<T, ParquetError>) -> Result<T, ParquetError> {
    catch_unwind(AssertUnwindSafe(read))
        .unwrap_or_else(|_| Err(ParquetError::General("the reader fell over it".to_owned())))
}

fn ends(file: &mut File) -> io::Result<(Vec<u8>, Vec<u8>)> {
    let (mut head, mut tail) = (Vec::new(), Vec::new());
    file.by_ref().take(4).read_to_end(&mut head)?;
    if file.metadata()?.len() >= 12 {
        file.seek(SeekFrom::End(-4))?;
        file.by_ref().take(4).read_to_end(&mut tail)?;
    }
    Ok((head, tail))
}

/// The text of a cell; `None` of one that is null, no UTF-8, or not there.
fn text<'b>(batch: &'b RecordBatch, column: &str, row: usize) -> Option<&'b str> {
    let column = batch.column_by_name(column)?;
    if column.is_null(row) {
        return None;
    }
    match column.data_type() {
        DataType::Utf8 => Some(column.as_string::<i32>().value(row)),
        DataType::Binary => std::str::from_utf8(column.as_binary::<i32>().value(row)).ok(),
        _ => None,
    }
}

/// The number of a cell.
fn number(batch: &RecordBatch, column: &str, row: usize) -> Option<u64> {
    let column = batch.column_by_name(column)?;
    let number = match column.data_type() {
        _ if column.is_null(row) => return None,
        DataType::Int64 => column.as_primitive::<Int64Type>().value(row),
        DataType::Int32 => column.as_primitive::<Int32Type>().value(row).into(),
        _ => return None,
    };
    u64::try_from(number).ok()
}

fn small_of(batch: &RecordBatch, row: usize) -> Option<Small> {
    let or_none = |column| text(batch, column, row).unwrap_or_default().to_owned();
    Some(Small {
        key: text(batch, "key", row)?.to_owned(),
        path: or_none("path"),
        program: or_none("program"),
        rules: or_none("rules"),
    })
}

/// The entry of the ledger that a row of failures is.
fn failure(batch: &RecordBatch, row: usize) -> Option<Foreign> {
    let or_none = |column| text(batch, column, row).unwrap_or_default().to_owned();
    let seconds = batch
        .column_by_name("seconds")
        .filter(|column| *column.data_type() == DataType::Float64 && !column.is_null(row));
    Some(Foreign {
        file: Entry {
            path: text(batch, "path", row)?.to_owned(),
            size: number(batch, "bytes", row).unwrap_or_default(),
            modified: None,
            blake3: text(batch, "key", row).map(str::to_owned),
            format: text(batch, "format", row).map(str::to_owned),
            seconds: seconds.map_or(0.0, |column| column.as_primitive::<Float64Type>().value(row)),
            peak_memory: number(batch, "peak_memory", row),
            read: Read { rules: or_none("rules"), options: String::new() },
        },
        program: or_none("program"),
        state: State::Failed,
        reason: Some(Reason {
            code: text(batch, "code", row)?.to_owned(),
            message_vi: or_none("message_vi"),
            message_en: or_none("message_en"),
            remedy_vi: or_none("remedy_vi"),
            remedy_en: or_none("remedy_en"),
            cause: text(batch, "cause", row).map(str::to_owned),
        }),
        attempts: 1,
        seen: None,
        is_linked: false,
    })
}

/// The entry of the ledger that a row of copies is.
fn copy(batch: &RecordBatch, row: usize) -> Option<Foreign> {
    Some(Foreign {
        file: Entry {
            path: text(batch, "path", row)?.to_owned(),
            size: number(batch, "bytes", row).unwrap_or_default(),
            blake3: Some(text(batch, "key", row)?.to_owned()),
            ..Entry::default()
        },
        program: String::new(),
        state: State::Duplicate,
        reason: None,
        attempts: 1,
        seen: None,
        is_linked: true,
    })
}
