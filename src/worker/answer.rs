//! From a request to its answer, in this process.

use super::fault;
use super::protocol::{Answer, Request, Seconds};
use crate::diagnostic::Lang;
use crate::document::Document;
use crate::error::Error;
use crate::rules::Rules;
use crate::write::{convert, html, json, plain};
use crate::{pipeline, read};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Instant;

/// What is made of a document.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Output {
    /// The record, on one line.
    #[default]
    Record,
    /// The record, for people.
    Json,
    /// The cleaned text.
    Text,
    /// The page: document and record side by side.
    Html,
}

/// Makes an output of a document.
///
/// # Errors
/// A value that JSON cannot hold.
pub fn render(document: &Document, output: Output, lang: Lang) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    match output {
        Output::Record => {
            json::write(&mut bytes, &convert::record(document, lang), json::Style::Compact)?;
        }
        Output::Json => json::write(&mut bytes, &convert::record(document, lang), json::Style::Pretty)?,
        Output::Html => {
            let record = convert::record(document, lang);
            let text = document.layout.text.as_str();
            html::write(&mut bytes, &record, text, &html::marks(document), lang)?;
        }
        Output::Text => plain::write(&mut bytes, &document.layout)?,
    }
    Ok(bytes)
}

/// Reads what a request names and answers it. A fault of the program is an answer too.
pub fn answer(request: &Request, rules: &Rules) -> Answer {
    let outcome = catch_unwind(AssertUnwindSafe(|| make(request, rules)))
        .unwrap_or_else(|_| Err(fault::inside(request.called())));
    let mut answer = outcome.unwrap_or_else(|error| Answer::failed(request.id.clone(), &error));
    answer.id = request.id.clone();
    answer
}

fn make(request: &Request, rules: &Rules) -> Result<Answer, Error> {
    let called = request.called();
    let begun = Instant::now();
    let mut source = match (&request.bytes, &request.path) {
        (Some(bytes), _) => {
            let bytes = BASE64_STANDARD.decode(bytes).map_err(|cause| fault::no_base64(called, cause))?;
            read::decode(called, bytes, &request.options())?
        }
        (None, path) => read::read(path.as_deref().unwrap_or_default(), &request.options())?,
    };
    source.path = called.to_owned();
    let read = begun.elapsed();
    let document = pipeline::from_source(source, rules);
    let extracted = begun.elapsed();
    let mut answer = Answer::default();
    let text = render(&document, request.output, request.lang.into())
        .and_then(|bytes| String::from_utf8(bytes).map_err(io::Error::other));
    let text = text.map_err(|cause| fault::inside(called).caused_by(cause))?;
    if request.output == Output::Record {
        let record = RawValue::from_string(text.trim_end().to_owned());
        answer.record = Some(record.map_err(|cause| fault::inside(called).caused_by(cause.into()))?);
    } else {
        answer.text = Some(text);
    }
    answer.seconds = Seconds {
        read: read.as_secs_f64(),
        extract: (extracted - read).as_secs_f64(),
        write: (begun.elapsed() - extracted).as_secs_f64(),
    };
    Ok(answer)
}
