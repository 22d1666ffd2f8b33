//! What is made of one file: read here or in a worker, rendered in the form that was asked for.

use super::arguments::{Form, Isolation, PASSWORD, Reading};
use crate::diagnostic::Lang;
use crate::document::Document;
use crate::error::Error;
use crate::pipeline;
use crate::read;
use crate::rules::Rules;
use crate::worker::{self, Answer, Output, Pool, Request};
use crate::write::wire::Record;
use crate::write::{convert, ead, edxml};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use std::io::{self, BufRead};

/// What is made of a document on the thread that read it, so that the writing thread has little to do.
pub enum Made {
    /// For tables.
    Record {
        record: Box<Record>,
        /// Version and rules that read it, of one that is not read now.
        by: Option<Box<(String, String)>>,
    },
    Bytes {
        path: String,
        bytes: Vec<u8>,
    },
}

/// Makes files into what was asked for.
pub struct Maker<'r> {
    pub form: Form,
    pub lang: Lang,
    pub options: read::Options,
    pub rules: &'r Rules,
    pub isolation: Isolation,
    /// One file alone has nothing to be kept from.
    pub is_alone: bool,
    pub pool: Pool,
}

impl Maker<'_> {
    /// Reads files and renders them, in their order. Short ones go through the rooms together.
    ///
    /// # Errors
    /// Of each file those of reading, and what befell the worker.
    pub fn make(&self, paths: &[String]) -> Vec<Result<Made, Error>> {
        let mut short = Vec::new();
        let read: Vec<Result<Option<Made>, Error>> = paths
            .iter()
            .map(|path| {
                if self.is_isolated(path) {
                    return self.through_worker(path).map(Some);
                }
                worker::guarded(path, || {
                    let source = read::read(path, &self.options)?;
                    if source.text.len() > pipeline::SHORT {
                        return self.of_document(path, &pipeline::from_source(source, self.rules)).map(Some);
                    }
                    short.push(source);
                    Ok(None)
                })
            })
            .collect();
        let mut documents = worker::documents(short, self.rules).into_iter();
        let results = read.into_iter().zip(paths);
        results
            .map(|(read, path)| match read? {
                Some(made) => Ok(made),
                None => worker::guarded(path, || {
                    let document = documents.next().flatten();
                    self.of_document(path, &document.ok_or_else(|| worker::inside(path))?)
                }),
            })
            .collect()
    }

    fn is_isolated(&self, path: &str) -> bool {
        match self.isolation {
            Isolation::All => true,
            Isolation::None => false,
            Isolation::Risky => !self.is_alone && read::is_risky(path),
        }
    }

    fn of_document(&self, path: &str, document: &Document) -> Result<Made, Error> {
        let Some(output) = self.output() else {
            return self.of_record(path, convert::record(document, self.lang));
        };
        let bytes = worker::render(document, output, self.lang);
        Ok(Made::Bytes {
            path: path.to_owned(),
            bytes: bytes.map_err(|cause| worker::inside(path).caused_by(cause))?,
        })
    }

    fn through_worker(&self, path: &str) -> Result<Made, Error> {
        let output = self.output();
        let mut request = Request::of_file(path, &self.options, self.lang, output.unwrap_or_default());
        if path == "-" {
            // The worker's standard input is another.
            request.path = None;
            request.bytes = Some(BASE64_STANDARD.encode(read::bytes(path)?));
            request.name = Some(path.to_owned());
        }
        let Answer { record, text, error, .. } = self.pool.call(&request)?;
        let broken = |cause| worker::inside(path).caused_by(cause);
        match (error, record, text) {
            (Some(failure), ..) => Err(failure.into()),
            (None, Some(record), _) if output.is_none() => {
                let record = serde_json::from_str(record.get()).map_err(|cause| broken(cause.into()))?;
                self.of_record(path, record)
            }
            (None, Some(record), _) => {
                let mut bytes = Box::<str>::from(record).into_string().into_bytes();
                bytes.push(b'\n');
                Ok(Made::Bytes { path: path.to_owned(), bytes })
            }
            (None, None, Some(text)) => Ok(Made::Bytes { path: path.to_owned(), bytes: text.into_bytes() }),
            (None, None, None) => Err(broken(io::Error::other("an answer without content"))),
        }
    }

    /// What is made of a record itself.
    fn of_record(&self, path: &str, record: Record) -> Result<Made, Error> {
        let write = match self.form {
            Form::Ead => ead::write,
            Form::Edxml => edxml::write,
            _ => return Ok(Made::Record { record: Box::new(record), by: None }),
        };
        let mut bytes = Vec::new();
        write(&mut bytes, &record).map_err(|cause| worker::inside(path).caused_by(cause))?;
        Ok(Made::Bytes { path: path.to_owned(), bytes })
    }

    /// What a worker is asked for; `None` where something is made of the record.
    fn output(&self) -> Option<Output> {
        match self.form {
            Form::Csv | Form::Xlsx | Form::Parquet | Form::Ead | Form::Edxml => None,
            Form::CompactJson | Form::Ndjson => Some(Output::Record),
            Form::Json => Some(Output::Json),
            Form::Html => Some(Output::Html),
            Form::Text => Some(Output::Text),
        }
    }
}

/// The choices for the readers; asks for the password where it comes by standard input.
///
/// # Errors
/// Those of standard input.
pub fn options(reading: &Reading) -> io::Result<read::Options> {
    let password = match reading.asks_password {
        false => reading.password.clone().or_else(|| std::env::var(PASSWORD).ok()),
        true => {
            let mut line = String::new();
            io::stdin().lock().read_line(&mut line)?;
            Some(line.trim_end_matches(['\r', '\n']).to_owned())
        }
    };
    Ok(read::Options { ocr: reading.ocr, pdf_engine: reading.pdf_engine, password })
}
