//! `extract worker --arrow`: documents come and go as Arrow IPC streams, many at a time, for engines that hold their
//! data so. docs/worker.md describes the columns.

use crate::error::Error;
use crate::export::parquet::{Documents, Outcome};
use crate::rules::Rules;
use crate::worker::{self, Failure, Pool, Request};
use crate::write::convert;
use crate::write::wire::Record;
use crate::{pipeline, read};
use arrow_array::cast::AsArray;
use arrow_array::{Array, RecordBatch};
use arrow_ipc::reader::StreamReader;
use arrow_ipc::writer::StreamWriter;
use arrow_schema::DataType;
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use serde_json::{Map, Value};
use std::io::{self, BufReader, BufWriter, Read, Write};
use std::time::Instant;

/// Answers go out when they have this many bytes, about, and at the end of each batch of requests.
const BATCH_BYTES: usize = 8 << 20;

/// Texts up to this size are read inside this process; others, and all files whose reader might fall, in one of their own.
const INSIDE: usize = 1 << 20;

/// Reads documents and gathers what came of them.
pub struct Engine<'r> {
    rules: &'r Rules,
    pool: Pool,
    isolates_all: bool,
}

/// A document, by its path or with its bytes.
struct Asked<'b> {
    request: Request,
    bytes: Option<&'b [u8]>,
}

impl<'r> Engine<'r> {
    pub fn new(rules: &'r Rules, pool: Pool, isolates_all: bool) -> Self {
        Engine { rules, pool, isolates_all }
    }

    /// Answers batches of requests until the input ends. The schema of the answers goes out before the first is asked.
    ///
    /// # Errors
    /// Those of the streams, and requests of another shape; a reader that has gone is none.
    pub fn serve(&self, input: impl Read, out: impl Write) -> io::Result<()> {
        match self.answer_all(input, out) {
            Err(cause) if cause.kind() == io::ErrorKind::BrokenPipe => Ok(()),
            served => served,
        }
    }

    fn answer_all(&self, input: impl Read, out: impl Write) -> io::Result<()> {
        let mut out = StreamWriter::try_new(BufWriter::new(out), &Documents::schema()).map_err(inner)?;
        out.flush().map_err(inner)?;
        let mut documents = Documents::new(self.rules);
        for batch in StreamReader::try_new(BufReader::new(input), None).map_err(inner)? {
            let batch = batch.map_err(inner)?;
            for row in 0..batch.num_rows() {
                self.add(asked(&batch, row)?, &mut documents)?;
                if documents.bytes() >= BATCH_BYTES {
                    out.write(&documents.take()?).map_err(inner)?;
                }
            }
            if !documents.is_empty() {
                out.write(&documents.take()?).map_err(inner)?;
            }
            out.flush().map_err(inner)?;
        }
        out.finish().map_err(inner)
    }

    fn add(&self, asked: Asked<'_>, to: &mut Documents) -> io::Result<()> {
        let begun = Instant::now();
        let path = asked.request.called().to_owned();
        let opened;
        let bytes = match (asked.bytes, &asked.request.path) {
            (Some(bytes), _) => Ok(bytes),
            (None, file) => match read::bytes(file.as_deref().unwrap_or_default()) {
                Ok(bytes) => {
                    opened = bytes;
                    Ok(opened.as_slice())
                }
                Err(error) => Err(error),
            },
        };
        let content = bytes.as_ref().ok().map(|bytes| (blake3::hash(bytes).to_hex(), bytes.len() as u64));
        let made = bytes.and_then(|bytes| self.make(asked.request, bytes));
        let content = content.as_ref().map(|(key, bytes)| (key.as_str(), *bytes));
        let seconds = begun.elapsed().as_secs_f64();
        match made {
            Ok((record, json)) => to.add(&path, content, seconds, Outcome::Record(&record, &json)),
            Err(error) => to.add(&path, content, seconds, Outcome::Failure(&Failure::from(&error))),
        }
    }

    fn make(&self, request: Request, bytes: &[u8]) -> Result<(Record, String), Error> {
        let head = &bytes[..bytes.len().min(read::HEAD as usize)];
        if self.isolates_all || bytes.len() > INSIDE || read::is_risky_head(head) {
            return self.through_worker(request, bytes);
        }
        let path = request.called();
        worker::guarded(path, || {
            let source = read::decode(path, bytes.to_vec(), &request.options())?;
            let record = convert::record(&pipeline::from_source(source, self.rules), request.lang.into());
            let json = serde_json::to_string(&record);
            json.map(|json| (record, json)).map_err(|cause| worker::inside(path).caused_by(cause.into()))
        })
    }

    fn through_worker(&self, mut request: Request, bytes: &[u8]) -> Result<(Record, String), Error> {
        let called = request.called().to_owned();
        let broken = |cause: io::Error| worker::inside(&called).caused_by(cause);
        request.bytes = Some(BASE64_STANDARD.encode(bytes));
        request.name = Some(called.clone());
        request.path = None;
        let answer = self.pool.call(&request)?;
        match (answer.error, answer.record) {
            (Some(failure), _) => Err(failure.into()),
            (None, Some(record)) => {
                let json = Box::<str>::from(record).into_string();
                let record = serde_json::from_str(&json).map_err(|cause| broken(cause.into()))?;
                Ok((record, json))
            }
            (None, None) => Err(broken(io::Error::other("an answer without content"))),
        }
    }
}

/// What a row asks for: its columns have the names of the members of a request.
fn asked(batch: &RecordBatch, row: usize) -> io::Result<Asked<'_>> {
    let (mut members, mut bytes) = (Map::new(), None);
    for (field, column) in batch.schema_ref().fields().iter().zip(batch.columns()) {
        if column.is_null(row) {
            continue;
        }
        match (field.name().as_str(), column.data_type()) {
            ("bytes", DataType::Binary) => bytes = Some(column.as_binary::<i32>().value(row)),
            ("bytes", DataType::LargeBinary) => bytes = Some(column.as_binary::<i64>().value(row)),
            ("path" | "name" | "ocr" | "pdf_engine" | "password" | "lang", DataType::Utf8) => {
                members.insert(field.name().clone(), Value::from(column.as_string::<i32>().value(row)));
            }
            (name, of) => return Err(invalid(format!("the column {name} ({of}) is none of a request"))),
        }
    }
    let request: Request =
        serde_json::from_value(Value::Object(members)).map_err(|cause| invalid(cause.to_string()))?;
    match (&request.path, bytes) {
        (Some(_), Some(_)) => Err(invalid("both path and bytes".to_owned())),
        (None, None) => Err(invalid("neither path nor bytes".to_owned())),
        _ => Ok(Asked { request, bytes }),
    }
}

fn invalid(what: String) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, what)
}

/// What the system said, where it did: a pipe whose reader has gone is to be known as such.
fn inner(error: arrow_schema::ArrowError) -> io::Error {
    match error {
        arrow_schema::ArrowError::IoError(_, cause) => cause,
        error => io::Error::other(error),
    }
}
