//! The index as it was opened, and whether it has changed since.

use super::collect::Values;
use super::fault::Fault;
use super::index::Place;
use std::fs::Metadata;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::SystemTime;
use tantivy::{IndexReader, ReloadPolicy};

/// An index as it was opened.
pub(super) struct Opened {
    /// When the files that change with it were last written.
    seen: [Option<SystemTime>; 3],
    watched: [PathBuf; 3],
    pub documents: IndexReader,
    pub targets: IndexReader,
    pub values: Arc<Values>,
}

impl Opened {
    pub fn open(place: &Place) -> Result<Opened, Fault> {
        let generation = place.current()?;
        let watched = [
            place.pointer(),
            generation.join("documents").join("meta.json"),
            generation.join("targets").join("meta.json"),
        ];
        // Looked at before opening: what changes meanwhile is seen the next time.
        let seen = times(&watched);
        let indexes = place.open(&generation)?;
        let reader = |index: &tantivy::Index| -> Result<IndexReader, Fault> {
            Ok(index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()?)
        };
        let documents = reader(&indexes.documents)?;
        let values = Arc::new(Values::read(&documents.searcher())?);
        Ok(Opened { seen, watched, documents, targets: reader(&indexes.targets)?, values })
    }

    pub fn is_stale(&self) -> bool {
        times(&self.watched) != self.seen
    }
}

fn times(paths: &[PathBuf; 3]) -> [Option<SystemTime>; 3] {
    let time = |path: &PathBuf| std::fs::metadata(path).and_then(|meta: Metadata| meta.modified()).ok();
    [time(&paths[0]), time(&paths[1]), time(&paths[2])]
}
