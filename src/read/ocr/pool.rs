//! Engines kept warm: loading the data of a language takes as long as reading some lines.

use super::engine::{Engine, Missing};
use std::ops::{Deref, DerefMut};
use std::sync::{Mutex, PoisonError};

/// Engines that no thread uses at the moment. They live as long as the process.
static IDLE: Mutex<Vec<Engine>> = Mutex::new(Vec::new());

/// An engine on loan; goes back where it came from.
#[derive(Debug)]
pub(super) struct Loan(Option<Engine>);

/// An idle engine, or a new one: never more than there are threads that read at the same time.
pub(super) fn engine() -> Result<Loan, Missing> {
    let idle = IDLE.lock().unwrap_or_else(PoisonError::into_inner).pop();
    match idle {
        Some(engine) => Ok(Loan(Some(engine))),
        None => Engine::new().map(|engine| Loan(Some(engine))),
    }
}

impl Deref for Loan {
    type Target = Engine;

    fn deref(&self) -> &Engine {
        self.0.as_ref().expect("held until it is dropped")
    }
}

impl DerefMut for Loan {
    fn deref_mut(&mut self) -> &mut Engine {
        self.0.as_mut().expect("held until it is dropped")
    }
}

impl Drop for Loan {
    fn drop(&mut self) {
        if let Some(mut engine) = self.0.take() {
            engine.clear();
            IDLE.lock().unwrap_or_else(PoisonError::into_inner).push(engine);
        }
    }
}
