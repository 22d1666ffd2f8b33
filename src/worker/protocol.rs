//! The lines on the wire: requests and answers.

use super::answer::Output;
use crate::diagnostic::{Lang, Message};
use crate::error::{Error, ErrorKind};
use crate::read;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use serde_json::value::RawValue;
use std::io;

/// A document to be read: a file by its path, or bytes by a name.
///
/// Members that the protocol does not have are refused: a misspelt option that is ignored does harm unseen.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Request {
    /// Given back in the answer; any JSON.
    #[serde(default)]
    pub id: Value,
    /// The file, as the worker's working directory sees it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
    /// The document itself, in base64 (RFC 4648, section 4), in place of a path.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bytes: Option<String>,
    /// What the record calls these bytes; its ending helps to tell the format.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    #[serde(default)]
    pub ocr: Ocr,
    #[serde(default)]
    pub pdf_engine: PdfEngine,
    /// Opens an encrypted file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub password: Option<String>,
    /// The language of messages inside the record: "vi" or "en".
    #[serde(default)]
    pub lang: Language,
    #[serde(default)]
    pub output: Output,
    /// For the output "picture": which page, from 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub page: Option<u32>,
    /// The BLAKE3 hash that the document must have, in lowercase hexadecimal; another document is not read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub blake3: Option<String>,
}

/// When pages are recognized as pictures.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Ocr {
    #[default]
    Auto,
    Always,
    Never,
    /// A file with pages to be recognized is answered with `no-recognition`.
    Later,
}

/// What reads the text layer of a PDF.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PdfEngine {
    #[default]
    Own,
    PdfExtract,
}

/// The language of messages.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Language {
    #[default]
    Vi,
    En,
}

impl From<Language> for Lang {
    fn from(language: Language) -> Lang {
        match language {
            Language::Vi => Lang::Vi,
            Language::En => Lang::En,
        }
    }
}

impl From<Lang> for Language {
    fn from(lang: Lang) -> Language {
        lang.pick(Language::Vi, Language::En)
    }
}

impl Request {
    /// The request for a file.
    pub fn of_file(path: &str, options: &read::Options, lang: Lang, output: Output) -> Request {
        Request {
            path: Some(path.to_owned()),
            ocr: match options.ocr {
                read::OcrMode::Auto => Ocr::Auto,
                read::OcrMode::Always => Ocr::Always,
                read::OcrMode::Never => Ocr::Never,
                read::OcrMode::Later => Ocr::Later,
            },
            pdf_engine: match options.pdf_engine {
                read::PdfEngine::Own => PdfEngine::Own,
                read::PdfEngine::PdfExtract => PdfEngine::PdfExtract,
            },
            password: options.password.clone(),
            lang: lang.into(),
            output,
            ..Request::default()
        }
    }

    /// What messages call the document.
    pub fn called(&self) -> &str {
        self.name.as_deref().or(self.path.as_deref()).unwrap_or("-")
    }

    /// The choices for the readers.
    pub fn options(&self) -> read::Options {
        read::Options {
            ocr: match self.ocr {
                Ocr::Auto => read::OcrMode::Auto,
                Ocr::Always => read::OcrMode::Always,
                Ocr::Never => read::OcrMode::Never,
                Ocr::Later => read::OcrMode::Later,
            },
            pdf_engine: match self.pdf_engine {
                PdfEngine::Own => read::PdfEngine::Own,
                PdfEngine::PdfExtract => read::PdfEngine::PdfExtract,
            },
            password: self.password.clone(),
        }
    }

    /// Reads a line.
    ///
    /// # Errors
    /// The answer to a line that is no request, with the line's id where it has one.
    pub fn parse(line: &[u8]) -> Result<Request, Box<Answer>> {
        let refused = |cause: String| {
            let id = serde_json::from_slice::<Value>(line).ok().and_then(|value| value.get("id").cloned());
            let error = Error::new(
                ErrorKind::Invalid,
                "-",
                Message::new("dòng này không phải là một yêu cầu", "the line is no request"),
                Message::new(
                    "Mỗi dòng là một đối tượng JSON có \"path\", hoặc \"bytes\" và \"name\"",
                    "A line is a JSON object with \"path\", or with \"bytes\" and \"name\"",
                ),
            );
            let error = error.caused_by(io::Error::other(cause));
            Box::new(Answer::failed(id.unwrap_or_default(), &error))
        };
        let request: Request = serde_json::from_slice(line).map_err(|error| refused(error.to_string()))?;
        match (&request.path, &request.bytes, &request.name) {
            (Some(_), None, None) | (None, Some(_), _) => Ok(request),
            (Some(path), None, Some(_)) if !path.is_empty() => Ok(request),
            (None, None, _) => Err(refused("neither path nor bytes".to_owned())),
            _ => Err(refused("both path and bytes".to_owned())),
        }
    }
}

/// What came of a request: `record`, `text` or `error`; of the output "article" both of the first.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Answer {
    /// The request's.
    pub id: Value,
    /// The record, for the output "record".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub record: Option<Box<RawValue>>,
    /// What was rendered, for the other outputs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error: Option<Failure>,
    /// Where the time went.
    #[serde(default)]
    pub seconds: Seconds,
    /// The most memory that the process held during the request, in bytes, looked at every few milliseconds; left out
    /// where the system does not tell.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub peak_memory: Option<u64>,
}

/// Time in seconds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
pub struct Seconds {
    /// From the file to its text; recognition is part of it.
    pub read: f64,
    /// From the text to the findings.
    pub extract: f64,
    /// From the findings to the answer's record or text.
    pub write: f64,
}

/// Why there is no record.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Failure {
    /// The kind of failure, as on the command line: "empty-file".
    pub code: String,
    /// The exit code that the command line has for it.
    pub exit: u8,
    pub path: String,
    /// What was found.
    pub message: Both,
    /// What to do.
    pub remedy: Both,
    /// What the system said, where it did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cause: Option<String>,
}

/// A message in both languages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Both {
    pub vi: String,
    pub en: String,
}

impl From<&Message> for Both {
    fn from(message: &Message) -> Both {
        Both { vi: message.vi.clone(), en: message.en.clone() }
    }
}

impl From<&Error> for Failure {
    fn from(error: &Error) -> Failure {
        Failure {
            code: error.kind().code().to_owned(),
            exit: error.kind().exit_code(),
            path: error.path().to_owned(),
            message: error.message().into(),
            remedy: error.remedy().into(),
            cause: error.cause().map(ToString::to_string),
        }
    }
}

impl From<Failure> for Error {
    fn from(failure: Failure) -> Error {
        let Failure { code, path, message, remedy, cause, .. } = failure;
        let kind = ErrorKind::from_code(&code).unwrap_or(ErrorKind::Io);
        let (message, remedy) = (Message::new(message.vi, message.en), Message::new(remedy.vi, remedy.en));
        let error = Error::new(kind, path, message, remedy);
        match cause {
            Some(cause) => error.caused_by(io::Error::other(cause)),
            None => error,
        }
    }
}

impl Answer {
    /// The answer to a request that failed.
    pub fn failed(id: Value, error: &Error) -> Answer {
        Answer { id, error: Some(error.into()), ..Answer::default() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failure_comes_through_as_it_was() {
        let message = |text: &str| Message::new(format!("{text} vi"), format!("{text} en"));
        let error = Error::new(ErrorKind::Empty, "a.pdf", message("found"), message("do"))
            .caused_by(io::Error::other("why"));
        let line = serde_json::to_string(&Failure::from(&error)).unwrap();
        let read = Error::from(serde_json::from_str::<Failure>(&line).unwrap());
        assert_eq!((read.kind(), read.path()), (error.kind(), error.path()));
        for lang in [Lang::Vi, Lang::En] {
            assert_eq!(read.text(lang), error.text(lang));
        }
    }

    #[test]
    fn a_request_names_one_document() {
        for (line, held) in [
            (r#"{"path":"a.txt"}"#, true),
            (r#"{"id":[1],"bytes":"YQ==","name":"a.txt"}"#, true),
            (r#"{"bytes":"YQ=="}"#, true),
            (r#"{"path":"a.pdf","name":"b.pdf","ocr":"never","pdf_engine":"own","lang":"en"}"#, true),
            (r#"{"id":7}"#, false),
            (r#"{"path":"a.txt","bytes":"YQ=="}"#, false),
            (r#"{"path":"a.txt","orc":"never"}"#, false),
            (r#"{"path":"a.txt","ocr":"sometimes"}"#, false),
            ("extract a.txt", false),
            ("[]", false),
        ] {
            assert_eq!(Request::parse(line.as_bytes()).is_ok(), held, "{line}");
        }
    }

    #[test]
    fn a_line_that_is_refused_is_answered_by_its_id() {
        let answer = Request::parse(br#"{"id":"x","paht":"a.txt"}"#).unwrap_err();
        assert_eq!(answer.id, "x");
        assert_eq!(answer.error.unwrap().code, "invalid-data");
        assert_eq!(Request::parse(b"\xFF\xFE").unwrap_err().id, Value::Null);
    }
}
