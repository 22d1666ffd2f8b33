//! What the program has to say about a document: repairs made, doubts, contradictions in the document itself.

use crate::span::{Original, Span};

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Something was done or noticed that changes no value.
    Info,
    /// A value may be wrong, or the document contradicts itself.
    Warning,
    /// A part of the document could not be read.
    Error,
}

impl Severity {
    pub fn code(self) -> &'static str {
        match self {
            Severity::Info => "info",
            Severity::Warning => "warning",
            Severity::Error => "error",
        }
    }
}

/// The language of messages and heads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub enum Lang {
    #[default]
    Vi,
    En,
}

impl Lang {
    /// The text in this language, of a Vietnamese and an English one.
    pub fn pick<T>(self, vi: T, en: T) -> T {
        match self {
            Lang::Vi => vi,
            Lang::En => en,
        }
    }
}

/// A message in both languages.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Message {
    pub vi: String,
    pub en: String,
}

impl Message {
    pub fn new(vi: impl Into<String>, en: impl Into<String>) -> Self {
        Message { vi: vi.into(), en: en.into() }
    }

    pub fn text(&self, lang: Lang) -> &str {
        lang.pick(&self.vi, &self.en)
    }
}

/// One remark with a stable code ("numbering-gap"); the codes are listed in README.md.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    pub severity: Severity,
    pub code: &'static str,
    pub message: Message,
    /// Where in the original; `None` for the document as a whole.
    pub at: Option<Span<Original>>,
}

impl Diagnostic {
    pub fn info(code: &'static str, message: Message) -> Self {
        Diagnostic { severity: Severity::Info, code, message, at: None }
    }

    pub fn warning(code: &'static str, message: Message) -> Self {
        Diagnostic { severity: Severity::Warning, code, message, at: None }
    }

    pub fn error(code: &'static str, message: Message) -> Self {
        Diagnostic { severity: Severity::Error, code, message, at: None }
    }

    pub fn at(mut self, span: Span<Original>) -> Self {
        self.at = Some(span);
        self
    }
}
