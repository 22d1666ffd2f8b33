//! Keeps the index in step with the database.
//!
//! The states of all documents are compared with those in the index, so that nothing needs to be remembered of what
//! happened meanwhile: an update that was killed, and documents that were put in while none ran, are caught up by the
//! next.

use super::entry::Entry;
use super::fault::Fault;
use super::index::{Indexes, Place};
use super::schema::{Documents, Targets, column};
use super::store::{self, State};
use crate::corpus::{Corpus, Reader};
use rustc_hash::FxHashMap;
use tantivy::indexer::LogMergePolicy;
use tantivy::{Index, IndexWriter, Term};

/// What an update did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Update {
    /// Documents put in, of which some were there in another state.
    pub put: u64,
    /// Documents taken out.
    pub gone: u64,
    /// Documents in the index now.
    pub documents: u64,
    /// Bytes of text that were indexed.
    pub bytes: u64,
    /// Why the index was made anew; `None` where it was brought up to date.
    pub rebuilt: Option<Rebuilt>,
    /// Whether it was stopped before its end. What was put in is found; the next update does the rest.
    pub interrupted: bool,
}

/// Why an index was made anew.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rebuilt {
    /// There was none yet.
    Missing,
    /// It was asked for.
    Asked,
    /// It was of another version, or broken.
    Unusable,
}

/// How far an update is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    pub done: u64,
    pub of: u64,
}

/// Bytes of text between two commits: what is lost at most when an update is killed, and what waits in memory at most.
const BATCH: u64 = 48 << 20;

/// Bytes that the writers' threads may hold before they write a segment.
const MEMORY: usize = 64 << 20;
const TARGET_MEMORY: usize = 24 << 20;

/// Brings the index of a corpus up to date; makes it where there is none that can be used.
///
/// Runs beside searches and beside an ingest. `tell` hears after every document.
///
/// # Errors
/// Another process updates the index; the database or the index cannot be read or written.
pub fn update(corpus: &Corpus, tell: &mut dyn FnMut(Progress)) -> Result<Update, Fault> {
    update_until(corpus, tell, &|| false)
}

/// As [`update`], until `is_stopped`, which is asked after every document.
///
/// # Errors
/// As [`update`].
pub fn update_until(
    corpus: &Corpus,
    tell: &mut dyn FnMut(Progress),
    is_stopped: &dyn Fn() -> bool,
) -> Result<Update, Fault> {
    let place = Place::new(corpus.index());
    let _lock = place.lock()?;
    let opened = place.current().and_then(|generation| Ok((place.open(&generation)?, generation)));
    match opened {
        Ok((indexes, generation)) => {
            let update = bring_up(corpus, &indexes, tell, is_stopped);
            match update {
                Err(fault) if fault.is_mendable() => {}
                update => {
                    place.sweep(&[&generation]);
                    return update;
                }
            }
            rebuild_at(corpus, &place, Rebuilt::Unusable, tell, is_stopped)
        }
        Err(_) => {
            let reason = if place.pointer().exists() { Rebuilt::Unusable } else { Rebuilt::Missing };
            rebuild_at(corpus, &place, reason, tell, is_stopped)
        }
    }
}

/// Makes the index of a corpus anew. The one that was there answers until it is done.
///
/// # Errors
/// As [`update`].
pub fn rebuild(corpus: &Corpus, tell: &mut dyn FnMut(Progress)) -> Result<Update, Fault> {
    let place = Place::new(corpus.index());
    let _lock = place.lock()?;
    rebuild_at(corpus, &place, Rebuilt::Asked, tell, &|| false)
}

fn rebuild_at(
    corpus: &Corpus,
    place: &Place,
    reason: Rebuilt,
    tell: &mut dyn FnMut(Progress),
    is_stopped: &dyn Fn() -> bool,
) -> Result<Update, Fault> {
    let (generation, indexes) = place.create()?;
    // What a rebuild that was killed left behind.
    let current = place.current().unwrap_or_else(|_| generation.clone());
    place.sweep(&[&current, &generation]);
    let mut update = bring_up(corpus, &indexes, tell, is_stopped)?;
    // One that was stopped takes its place too: there was none to answer until it is done.
    place.set_current(&generation)?;
    update.rebuilt = Some(reason);
    Ok(update)
}

/// Puts in and takes out what differs.
fn bring_up(
    corpus: &Corpus,
    indexes: &Indexes,
    tell: &mut dyn FnMut(Progress),
    is_stopped: &dyn Fn() -> bool,
) -> Result<Update, Fault> {
    let reader = corpus.reader()?;
    let mut known = known(&indexes.documents)?;
    let mut stale = Vec::new();
    let mut documents = 0;
    store::states(reader.connection(), |state| {
        documents += 1;
        if known.remove(&state.id) != Some(state) {
            stale.push(state);
        }
    })?;
    let gone: Vec<i64> = known.into_keys().collect();
    let mut update = Update { gone: gone.len() as u64, documents, ..Update::default() };
    if gone.is_empty() && stale.is_empty() {
        return Ok(update);
    }
    let mut writer = Writer::new(indexes)?;
    for id in gone {
        writer.take_out(id);
    }
    let of = stale.len() as u64;
    for (done, state) in stale.into_iter().enumerate() {
        writer.put(&reader, state, &mut update)?;
        let done = done as u64 + 1;
        tell(Progress { done, of });
        if done < of && is_stopped() {
            update.interrupted = true;
            break;
        }
    }
    writer.finish()?;
    Ok(update)
}

/// The states of the documents in the index.
fn known(index: &Index) -> Result<FxHashMap<i64, State>, Fault> {
    let searcher = index.reader()?.searcher();
    let mut known = FxHashMap::default();
    for segment in searcher.segment_readers() {
        let columns = segment.fast_fields();
        let (ids, stamps) = (columns.i64(column::ID)?, columns.u64(column::STAMP)?);
        let cited = columns.u64(column::CITED)?;
        for document in segment.doc_ids_alive() {
            let value = |column: &tantivy::columnar::Column<u64>| column.first(document).unwrap_or_default();
            let id = ids.first(document).unwrap_or_default();
            known.insert(id, State { id, stamp: value(&stamps), cited: value(&cited) });
        }
    }
    Ok(known)
}

/// Writes both indexes.
struct Writer {
    fields: Documents,
    target_fields: Targets,
    documents: IndexWriter,
    targets: IndexWriter,
    /// Bytes of text since the last commit.
    waiting: u64,
}

impl Writer {
    fn new(indexes: &Indexes) -> Result<Writer, Fault> {
        let threads = std::thread::available_parallelism().map_or(1, |cores| cores.get().min(4));
        let documents: IndexWriter = indexes.documents.writer_with_num_threads(threads, threads * MEMORY)?;
        let targets: IndexWriter = indexes.targets.writer_with_num_threads(1, TARGET_MEMORY)?;
        // Few segments: a query is run over each of them.
        let policy = || {
            let mut policy = LogMergePolicy::default();
            policy.set_min_num_segments(4);
            policy.set_min_layer_size(2_000);
            Box::new(policy)
        };
        documents.set_merge_policy(policy());
        targets.set_merge_policy(policy());
        Ok(Writer { fields: Documents::new(), target_fields: Targets::new(), documents, targets, waiting: 0 })
    }

    fn take_out(&mut self, id: i64) {
        self.documents.delete_term(Term::from_field_i64(self.fields.id, id));
        self.targets.delete_term(Term::from_field_i64(self.target_fields.id, id));
    }

    fn put(&mut self, reader: &Reader, state: State, update: &mut Update) -> Result<(), Fault> {
        self.take_out(state.id);
        // One that was taken out of the database since then is out of the index too.
        let Some(entry) = Entry::read(reader, state)? else { return Ok(()) };
        for target in entry.targets(&self.target_fields) {
            self.targets.add_document(target)?;
        }
        let (document, bytes) = entry.document(reader, &self.fields)?;
        self.documents.add_document(document)?;
        update.put += 1;
        update.bytes += bytes;
        self.waiting += bytes;
        if self.waiting >= BATCH {
            self.commit()?;
        }
        Ok(())
    }

    /// Targets first: a document counts as indexed only when its targets are.
    fn commit(&mut self) -> Result<(), Fault> {
        self.targets.commit()?;
        self.documents.commit()?;
        self.waiting = 0;
        Ok(())
    }

    fn finish(mut self) -> Result<(), Fault> {
        self.commit()?;
        self.targets.wait_merging_threads()?;
        self.documents.wait_merging_threads()?;
        Ok(())
    }
}
