//! What the Python package `vanban` does in Rust: documents to records, records to Arrow. Python's side, in `vanban/`,
//! gives it its arguments in order and makes objects of the JSON.

mod isolation;
mod source;
mod table;

use mimalloc::MiMalloc;
use pyo3::prelude::*;
use vanban::diagnostic::Lang;
use vanban::error::Error;

/// As the command has it. In a library its state of each thread must be found at run time.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

#[pymodule]
mod _native {
    use crate::source::{self, Source};
    use crate::{isolation, raised};
    use pyo3::exceptions::PyOSError;
    use pyo3::prelude::*;
    use vanban::error::ErrorKind;
    use vanban::rules::Rules;
    use vanban::worker::Request;

    #[pymodule_export]
    use crate::table::{Rows, Table};

    /// The version of the package.
    #[pymodule_export]
    const VERSION: &str = env!("CARGO_PKG_VERSION");

    /// The record of a document, as JSON on one line. Python's other threads run meanwhile.
    #[pyfunction]
    #[pyo3(signature = (source, /, *, name, ocr, pdf_engine, password, lang, isolate))]
    #[expect(clippy::too_many_arguments, reason = "they are keywords")]
    fn record(
        py: Python<'_>,
        source: Source,
        name: Option<String>,
        ocr: &str,
        pdf_engine: &str,
        password: Option<String>,
        lang: &str,
        isolate: bool,
    ) -> PyResult<String> {
        let request = Request {
            path: source.path(),
            name,
            ocr: source::choice("ocr", ocr)?,
            pdf_engine: source::choice("pdf_engine", pdf_engine)?,
            password,
            lang: source::choice("lang", lang)?,
            ..Request::default()
        };
        let pool = if isolate { Some(isolation::pool(py)?) } else { None };
        let outcome = py.detach(|| match pool {
            Some(pool) => isolation::record(&pool, request.clone(), source),
            None => source::record(&request, source),
        });
        outcome.map_err(|error| raised(py, &error, request.lang.into()))
    }

    /// The JSON Schema of a record.
    #[pyfunction]
    fn schema() -> String {
        vanban::write::schema::schema().to_string()
    }

    /// The codes of errors with their exit codes.
    #[pyfunction]
    fn codes() -> Vec<(&'static str, u8)> {
        ErrorKind::ALL.into_iter().map(|kind| (kind.code(), kind.exit_code())).collect()
    }

    /// Answers requests on standard input for a process, and ends with it: what `isolate` reads documents in.
    #[pyfunction]
    #[pyo3(signature = (parent, /))]
    fn work(py: Python<'_>, parent: u32) -> PyResult<()> {
        py.detach(|| vanban::worker::serve(Rules::embedded(), isolation::LIMITS, Some(parent)))
            .map_err(PyOSError::new_err)
    }
}

/// The exception for an error, with its messages in one language.
fn raised(py: Python<'_>, error: &Error, lang: Lang) -> PyErr {
    let make = || {
        let kind = py.import("vanban.errors")?.getattr("KINDS")?.get_item(error.kind().code())?;
        let cause = error.cause().map(ToString::to_string);
        kind.call1((error.path(), error.message().text(lang), error.remedy().text(lang), cause))
    };
    make().map_or_else(|failed| failed, PyErr::from_value)
}
