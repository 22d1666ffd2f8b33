//! A query that documents are left out by.
//!
//! tantivy's `Exclude` asks whether a document is among those to be left out also where these are already further on,
//! which a phrase does not bear (tantivy 0.27; quickwit-oss/tantivy#2811 tells of the same). This one remembers how far
//! they are and passes on only what goes forward.

use tantivy::query::{EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::{DocId, DocSet, Score, SeekDangerResult, SegmentReader, TERMINATED, Term};

/// Matches what the query inside matches.
#[derive(Debug)]
pub struct Guard(pub Box<dyn Query>);

impl Clone for Guard {
    fn clone(&self) -> Guard {
        Guard(self.0.box_clone())
    }
}

impl Query for Guard {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        Ok(Box::new(Guarded(self.0.weight(scoring)?)))
    }

    fn query_terms<'a>(&'a self, visitor: &mut dyn FnMut(&'a Term, bool)) {
        self.0.query_terms(visitor);
    }
}

struct Guarded(Box<dyn Weight>);

impl Weight for Guarded {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let inner = self.0.scorer(reader, boost)?;
        let next = inner.doc();
        Ok(Box::new(Forward { inner, next }))
    }

    fn explain(&self, reader: &SegmentReader, document: DocId) -> tantivy::Result<Explanation> {
        self.0.explain(reader, document)
    }
}

/// Goes forward only.
struct Forward {
    inner: Box<dyn Scorer>,
    /// No document before this one matches any more.
    next: DocId,
}

impl DocSet for Forward {
    fn advance(&mut self) -> DocId {
        self.next = self.inner.advance();
        self.next
    }

    fn seek(&mut self, target: DocId) -> DocId {
        if target > self.inner.doc() {
            self.inner.seek(target);
        }
        self.next = self.inner.doc();
        self.next
    }

    fn seek_danger(&mut self, target: DocId) -> SeekDangerResult {
        if target >= TERMINATED {
            return SeekDangerResult::SeekLowerBound(TERMINATED);
        }
        if target < self.next {
            return SeekDangerResult::SeekLowerBound(self.next);
        }
        let result = self.inner.seek_danger(target);
        self.next = match result {
            SeekDangerResult::Found => target,
            SeekDangerResult::SeekLowerBound(next) => next,
        };
        result
    }

    fn doc(&self) -> DocId {
        self.inner.doc()
    }

    fn size_hint(&self) -> u32 {
        self.inner.size_hint()
    }
}

impl Scorer for Forward {
    fn score(&mut self) -> Score {
        self.inner.score()
    }
}
