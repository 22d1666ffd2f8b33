//! A document, as Python gives it, and its record.

use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::pybacked::PyBackedBytes;
use serde::de::DeserializeOwned;
use std::io;
use vanban::error::Error;
use vanban::rules::Rules;
use vanban::worker::{self, Output, Request};
use vanban::{pipeline, read};

#[derive(FromPyObject)]
pub enum Source {
    Path(String),
    Bytes(PyBackedBytes),
}

impl Source {
    pub fn path(&self) -> Option<String> {
        match self {
            Source::Path(path) => Some(path.clone()),
            Source::Bytes(_) => None,
        }
    }
}

/// The choice that a word names.
///
/// # Errors
/// `ValueError` with the words that there are.
pub fn choice<T: DeserializeOwned>(option: &str, word: &str) -> PyResult<T> {
    serde_json::from_value(word.into()).map_err(|cause| PyValueError::new_err(format!("{option}: {cause}")))
}

/// Reads a document in this process. A fault of the program is an error like others.
///
/// # Errors
/// Those of reading.
pub fn record(request: &Request, source: Source) -> Result<String, Error> {
    let called = request.called();
    worker::guarded(called, || {
        let bytes = match source {
            Source::Path(path) => read::bytes(&path)?,
            Source::Bytes(bytes) => bytes.to_vec(),
        };
        let file = request.path.as_deref().unwrap_or(called);
        let mut source = read::decode(file, bytes, &request.options())?;
        source.path = called.to_owned();
        let document = pipeline::from_source(source, Rules::embedded());
        let mut json = worker::render(&document, Output::Record, request.lang.into())
            .and_then(|json| String::from_utf8(json).map_err(io::Error::other))
            .map_err(|cause| worker::inside(called).caused_by(cause))?;
        json.truncate(json.trim_end().len());
        Ok(json)
    })
}
