//! From a request to its answer, in this process.

use super::fault::{self, guarded};
use super::protocol::{Answer, Request, Seconds};
use crate::diagnostic::Lang;
use crate::document::Document;
use crate::error::Error;
use crate::read::facsimile;
use crate::rules::Rules;
use crate::write::{convert, html, json, plain};
use crate::{pipeline, read};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use std::io;
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
    /// The document's side of the page alone, with the record that its marks belong to.
    Article,
    /// Width and height of each page, in PDF points, as a JSON list of pairs.
    Pages,
    /// The picture of a page, as a data URL (RFC 2397).
    Picture,
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
        Output::Article => {
            html::article(&mut bytes, document.layout.text.as_str(), &html::marks(document))?;
        }
        // They are made from the file, not from what was read of it.
        Output::Pages | Output::Picture => {}
    }
    Ok(bytes)
}

/// Reads what a request names and answers it. A fault of the program is an answer too.
pub fn answer(request: &Request, rules: &Rules) -> Answer {
    let outcome = guarded(request.called(), || make(request, rules));
    let mut answer = outcome.unwrap_or_else(|error| Answer::failed(request.id.clone(), &error));
    answer.id = request.id.clone();
    answer
}

fn make(request: &Request, rules: &Rules) -> Result<Answer, Error> {
    let called = request.called();
    let begun = Instant::now();
    let bytes = match (&request.bytes, &request.path) {
        (Some(bytes), _) => BASE64_STANDARD.decode(bytes).map_err(|cause| fault::no_base64(called, cause))?,
        (None, path) => read::bytes(path.as_deref().unwrap_or_default())?,
    };
    if let Some(hash) = &request.blake3
        && blake3::hash(&bytes).to_hex().as_str() != hash
    {
        return Err(fault::other_document(called));
    }
    if let Some(text) = facsimile(request, &bytes)? {
        let seconds = Seconds { read: begun.elapsed().as_secs_f64(), ..Seconds::default() };
        return Ok(Answer { text: Some(text), seconds, ..Answer::default() });
    }
    let file = request.path.as_deref().filter(|_| request.bytes.is_none()).unwrap_or(called);
    let mut source = read::decode(file, bytes, &request.options())?;
    source.path = called.to_owned();
    let read = begun.elapsed();
    let document = pipeline::from_source(source, rules);
    let extracted = begun.elapsed();
    let mut answer = Answer::default();
    let rendered = |output| {
        render(&document, output, request.lang.into())
            .and_then(|bytes| String::from_utf8(bytes).map_err(io::Error::other))
            .map_err(|cause| fault::inside(called).caused_by(cause))
    };
    let text = (request.output != Output::Record).then(|| rendered(request.output)).transpose()?;
    let json = matches!(request.output, Output::Record | Output::Article).then(|| rendered(Output::Record));
    let json = json.transpose()?;
    // Document and record of a large text are not held together for longer than needed, nor is the record held twice.
    drop(document);
    answer.text = text;
    answer.record =
        json.map(record).transpose().map_err(|cause| fault::inside(called).caused_by(cause.into()))?;
    answer.seconds = Seconds {
        read: read.as_secs_f64(),
        extract: (extracted - read).as_secs_f64(),
        write: (begun.elapsed() - extracted).as_secs_f64(),
    };
    Ok(answer)
}

/// A line of JSON as a value.
fn record(mut line: String) -> serde_json::Result<Box<RawValue>> {
    line.truncate(line.trim_end().len());
    RawValue::from_string(line)
}

/// What is made of the pages of the file itself; `None` for what is made of its text.
fn facsimile(request: &Request, bytes: &[u8]) -> Result<Option<String>, Error> {
    let (called, options) = (request.called(), request.options());
    Ok(match request.output {
        Output::Pages => {
            let sizes = facsimile::page_sizes(called, bytes.to_vec(), &options)?;
            let json = serde_json::to_string(&sizes);
            Some(json.map_err(|cause| fault::inside(called).caused_by(cause.into()))?)
        }
        Output::Picture => {
            let page = request.page.unwrap_or(1);
            let picture = facsimile::page_picture(called, bytes.to_vec(), page, &options)?;
            Some(format!("data:{};base64,{}", picture.media, BASE64_STANDARD.encode(picture.bytes)))
        }
        _ => None,
    })
}
