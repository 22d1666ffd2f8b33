//! Documents read in processes of their own, which a bad file may bring down.

use crate::source::Source;
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use pyo3::prelude::*;
use std::ffi::OsString;
use std::path::PathBuf;
use std::process;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use vanban::error::Error;
use vanban::worker::{Answer, Limits, Pool, Request, Setup};

/// What the reading of one file may take: as the command has it.
pub const LIMITS: Limits = Limits { time: Some(Duration::from_secs(600)), memory: Some(2 << 30) };

/// What a worker runs. It needs nothing that is installed, and must find the very package that started it.
const WORK: &str =
    "import sys; sys.path.insert(0, sys.argv[1])\nfrom vanban import _native; _native.work(int(sys.argv[2]))";

/// The workers of this process. Those of the process that it was forked from are not its own.
static POOL: Mutex<Option<(u32, Arc<Pool>)>> = Mutex::new(None);

/// The pool of this process.
///
/// # Errors
/// A Python that does not say where it or the package lies.
pub fn pool(py: Python<'_>) -> PyResult<Arc<Pool>> {
    let program: PathBuf = py.import("sys")?.getattr("executable")?.extract()?;
    let package: PathBuf = py.import("vanban")?.getattr("__file__")?.extract()?;
    let home = package.ancestors().nth(2).map(OsString::from).unwrap_or_default();
    let mut pool = POOL.lock().unwrap_or_else(PoisonError::into_inner);
    match &*pool {
        Some((of, pool)) if *of == process::id() => Ok(pool.clone()),
        _ => {
            let mut arguments = ["-I", "-S", "-c", WORK].map(OsString::from).to_vec();
            arguments.extend([home, process::id().to_string().into()]);
            let new = Arc::new(Pool::new(Setup { program, arguments, limits: LIMITS }));
            // Dropping the pool of the process that this was forked from would end its workers.
            std::mem::forget(pool.replace((process::id(), new.clone())));
            Ok(new)
        }
    }
}

/// Has a worker read a document.
///
/// # Errors
/// Those of reading, and what befell the worker.
pub fn record(pool: &Pool, mut request: Request, source: Source) -> Result<String, Error> {
    if let Source::Bytes(bytes) = source {
        request.bytes = Some(BASE64_STANDARD.encode(&bytes));
    }
    let Answer { record, error, .. } = pool.call(&request)?;
    match (record, error) {
        (Some(record), _) => Ok(Box::<str>::from(record).into_string()),
        (None, Some(failure)) => Err(failure.into()),
        (None, None) => Err(vanban::worker::inside(request.called())),
    }
}
