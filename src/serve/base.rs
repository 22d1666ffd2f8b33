//! Readers of the corpus, a few, each with a connection of its own that can change nothing.

use crate::corpus::{Corpus, Fault, Reader};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// How long a request waits for a reader.
const WAIT: Duration = Duration::from_secs(5);

/// Readers at rest.
pub(super) struct Bases {
    idle: Arc<Mutex<Vec<Reader>>>,
    places: Arc<Semaphore>,
}

/// A reader at work, which goes back when it is dropped.
pub(super) struct Base {
    reader: Option<Reader>,
    idle: Arc<Mutex<Vec<Reader>>>,
    _place: OwnedSemaphorePermit,
}

impl Bases {
    /// Opens `count` readers.
    ///
    /// # Errors
    /// Where the corpus cannot be read.
    pub fn open(corpus: &Corpus, count: usize) -> Result<Bases, Fault> {
        let readers = (0..count).map(|_| corpus.reader()).collect::<Result<Vec<_>, _>>()?;
        Ok(Bases { idle: Arc::new(Mutex::new(readers)), places: Arc::new(Semaphore::new(count)) })
    }

    /// A reader, when one is free; `None` where that takes too long.
    pub async fn take(&self) -> Option<Base> {
        let place = tokio::time::timeout(WAIT, self.places.clone().acquire_owned()).await.ok()?.ok()?;
        let reader = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop()?;
        Some(Base { reader: Some(reader), idle: self.idle.clone(), _place: place })
    }
}

impl Base {
    #[expect(clippy::expect_used, reason = "it is taken out when this is dropped, not before")]
    pub fn reader(&self) -> &Reader {
        self.reader.as_ref().expect("a reader at work")
    }
}

impl Drop for Base {
    fn drop(&mut self) {
        if let Some(reader) = self.reader.take() {
            self.idle.lock().unwrap_or_else(PoisonError::into_inner).push(reader);
        }
    }
}
