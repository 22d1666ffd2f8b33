//! From a citation to the document of the corpus that it means.
//!
//! A citation and a document have keys of kind, number and year in common ([`crate::resolve::cite_key`]), but numbers start
//! anew in every office: "74/KH-UBND" of 2024 is a plan of every district. Of the documents with the key of a citation
//! those remain that contradict it in nothing: the body that it names, the date, the province of the citing document.
//! Where several remain, the one that agrees in more is meant; where none stands out, the citation stays open between
//! them and no link is made.

use super::node::{Node, fold_words, is_national, level_of_cited};
use crate::corpus::{Fault, Reader};
use crate::resolve::issuers_agree;
use rusqlite::Row;
use rustc_hash::FxHashMap;
use std::rc::Rc;

/// Keys whose candidates are remembered; beyond that all are forgotten.
const REMEMBERED: usize = 20_000;

/// A row of `refs` with what of its document tells which one it means.
#[derive(Clone, Debug)]
pub(super) struct Reference {
    pub document: i64,
    pub key: String,
    pub kind: Option<String>,
    pub kind_name: Option<String>,
    pub number: Option<String>,
    pub date: Option<String>,
    pub issuer: Option<String>,
    pub title: Option<String>,
    pub relation: String,
    pub mentions: u32,
    pub section: String,
    pub quote: String,
    pub page: Option<u32>,
    pub line: Option<u32>,
    citing_issuer: Option<String>,
    citing_province: Option<String>,
}

impl Reference {
    /// The columns that [`Reference::from_row`] reads, of `refs r` and `documents d` that cites.
    pub const COLUMNS: &'static str = "r.document_id, r.key, r.type, r.type_name, r.number, r.date, r.issuer, r.title, \
         r.relation, r.mentions, r.section, r.quote, r.page, r.line, d.issuer, d.province";

    pub fn from_row(row: &Row<'_>) -> rusqlite::Result<Reference> {
        Ok(Reference {
            document: row.get(0)?,
            key: row.get(1)?,
            kind: row.get(2)?,
            kind_name: row.get(3)?,
            number: row.get(4)?,
            date: row.get(5)?,
            issuer: row.get(6)?,
            title: row.get(7)?,
            relation: row.get(8)?,
            mentions: row.get(9)?,
            section: row.get(10)?,
            quote: row.get(11)?,
            page: row.get(12)?,
            line: row.get(13)?,
            citing_issuer: row.get(14)?,
            citing_province: row.get(15)?,
        })
    }

    /// The cited document as the citation describes it.
    pub fn node(&self) -> Node {
        let year = self.date.as_deref().and_then(|date| date.get(..4)?.parse().ok());
        let year_of_key = || self.key.rsplit(':').next().and_then(|part| part.parse().ok());
        let level = level_of_cited(self.kind.as_deref(), self.number.as_deref(), self.issuer.as_deref());
        Node {
            key: None,
            cite_key: Some(self.key.clone()),
            doc_type: self.kind.clone(),
            doc_type_name: self.kind_name.clone(),
            number: self.number.clone(),
            date: self.date.clone(),
            year: year.or_else(year_of_key),
            issuer: self.issuer.clone(),
            level: level.map(str::to_owned),
            province: None,
            title: self.title.clone(),
        }
    }
}

/// What a citation means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Meant {
    /// This document of the corpus.
    One(i64),
    /// One of these, and nothing tells which.
    Several(Vec<i64>),
    /// None that the corpus holds.
    None,
}

/// A document that a key may mean.
#[derive(Clone, Debug)]
struct Candidate {
    id: i64,
    kind: Option<String>,
    number: Option<String>,
    issuer: Option<String>,
    province: Option<String>,
    date: Option<String>,
}

/// Finds the documents that citations mean, and remembers what it looked up.
pub(super) struct Resolver<'r> {
    reader: &'r Reader,
    candidates: FxHashMap<String, Rc<[Candidate]>>,
}

impl<'r> Resolver<'r> {
    pub fn new(reader: &'r Reader) -> Self {
        Resolver { reader, candidates: FxHashMap::default() }
    }

    /// The document that a citation means.
    pub fn meant(&mut self, reference: &Reference) -> Result<Meant, Fault> {
        let candidates = self.candidates(&reference.key)?;
        let scored: Vec<(u8, &Candidate)> = candidates
            .iter()
            .filter(|candidate| candidate.id != reference.document)
            .filter_map(|candidate| Some((agreement(reference, candidate)?, candidate)))
            .collect();
        let best = scored.iter().map(|(score, _)| *score).max();
        let best: Vec<&Candidate> = scored
            .iter()
            .filter(|(score, _)| Some(*score) == best)
            .map(|(_, candidate)| *candidate)
            .collect();
        Ok(match best[..] {
            [] => Meant::None,
            // Copies of one document, such as a scan and its text: the first by key stands for all.
            [first, ..]
                if best.iter().all(|other| other.issuer == first.issuer && other.date == first.date) =>
            {
                Meant::One(first.id)
            }
            _ => Meant::Several(best.iter().map(|candidate| candidate.id).collect()),
        })
    }

    /// How many documents have this key.
    pub fn count(&mut self, key: &str) -> Result<usize, Fault> {
        Ok(self.candidates(key)?.len())
    }

    fn candidates(&mut self, key: &str) -> Result<Rc<[Candidate]>, Fault> {
        if let Some(known) = self.candidates.get(key) {
            return Ok(known.clone());
        }
        let candidate = |row: &Row<'_>| {
            Ok(Candidate {
                id: row.get(0)?,
                kind: row.get(1)?,
                number: row.get(2)?,
                issuer: row.get(3)?,
                province: row.get(4)?,
                date: row.get(5)?,
            })
        };
        let found: Rc<[Candidate]> = self
            .reader
            .connection()
            .prepare_cached(
                "SELECT d.id, d.doc_type, d.number, d.issuer, d.province, d.date FROM cite_keys c \
                 JOIN documents d ON d.id = c.document_id WHERE c.key = ?1 ORDER BY d.key",
            )
            .and_then(|mut select| select.query_map([key], candidate)?.collect::<rusqlite::Result<Vec<_>>>())
            .map_err(|cause| self.reader.fault(cause))?
            .into();
        if self.candidates.len() >= REMEMBERED {
            self.candidates.clear();
        }
        self.candidates.insert(key.to_owned(), found.clone());
        Ok(found)
    }
}

/// In how much a document agrees with a citation; `None` where it contradicts it.
fn agreement(reference: &Reference, candidate: &Candidate) -> Option<u8> {
    if is_national(candidate.kind.as_deref(), candidate.number.as_deref()) {
        return Some(0);
    }
    let mut score = 0;
    if !issuers_agree(reference.issuer.as_deref(), candidate.issuer.as_deref()) {
        return None;
    }
    match (&reference.date, &candidate.date) {
        (Some(cited), Some(date)) if cited == date => score += 4,
        // The day may be misprinted: it only counts less.
        _ => {}
    }
    match (&reference.citing_province, &candidate.province) {
        (Some(citing), Some(province)) if citing == province => score += 2,
        (Some(_), Some(_)) if !names(reference.issuer.as_deref(), candidate.issuer.as_deref()) => {
            return None;
        }
        _ => {}
    }
    let is_own = candidate.issuer.is_some() && candidate.issuer == reference.citing_issuer;
    if names(reference.issuer.as_deref(), candidate.issuer.as_deref()) {
        score += 8;
    } else if is_own && reference.issuer.is_none() {
        score += 1;
    }
    Some(score)
}

/// Whether the citation names the very body: all words of the document's issuer stand in it.
fn names(cited: Option<&str>, issuer: Option<&str>) -> bool {
    let (Some(cited), Some(issuer)) = (cited, issuer) else { return false };
    let cited = fold_words(cited);
    fold_words(issuer).iter().all(|word| cited.contains(word))
}
