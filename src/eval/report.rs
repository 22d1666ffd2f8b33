//! What an evaluation found, and its figures.

use std::collections::BTreeMap;
use std::path::PathBuf;

use serde_json::{Value, json};

use super::gold::Gold;
use super::mistake::Mistake;
use super::tally::{Attribute, Facet, Score};
use crate::diagnostic::Lang;

/// One evaluation of many documents.
#[derive(Debug, Clone)]
pub struct Report {
    /// In the order of the gold files' names.
    pub documents: Vec<Judged>,
    /// BLAKE3 over all gold and document files, in hex: two reports of one corpus are comparable whole.
    pub corpus: String,
    total: Score,
}

/// One document judged.
#[derive(Debug, Clone)]
pub struct Judged {
    /// Name of the gold file without `.gold`.
    pub stem: String,
    /// The document; `None` where there is none for the gold.
    pub path: Option<PathBuf>,
    /// BLAKE3 over gold and document, in hex.
    pub hash: String,
    /// Why nothing was extracted.
    pub failure: Option<Failure>,
    pub score: Score,
    pub gold: Gold,
}

/// Why a document has no record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Failure {
    /// No file of the gold's name among the documents.
    NoDocument,
    /// The extractor's own words.
    Extraction(String),
    /// The extractor gave something else than a JSON object.
    NoRecord,
}

/// The mean figures of a facet over the documents in which there was something to find or something was put out.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Mean {
    pub precision: f64,
    pub recall: f64,
    pub f1: f64,
    /// How many documents that is; where none, the figures are 1.
    pub documents: usize,
}

impl Judged {
    /// The file format, by the extension in lower case; "-" where there is none.
    pub fn format(&self) -> String {
        let extension = self.path.as_deref().and_then(|path| path.extension());
        extension.map_or_else(|| "-".to_owned(), |extension| extension.to_string_lossy().to_lowercase())
    }
}

impl Report {
    pub(super) fn new(documents: Vec<Judged>) -> Self {
        let mut hasher = blake3::Hasher::new();
        for document in &documents {
            hasher.update(document.stem.as_bytes()).update(b"\0").update(document.hash.as_bytes());
        }
        let total = Score::pooled(documents.iter().map(|document| &document.score));
        Self { documents, corpus: hasher.finalize().to_hex().to_string(), total }
    }

    /// The counts of all documents together, from which the micro figures come.
    pub fn total(&self) -> &Score {
        &self.total
    }

    /// The documents that have no record.
    pub fn failed(&self) -> impl Iterator<Item = (&Judged, &Failure)> {
        self.documents.iter().filter_map(|document| Some((document, document.failure.as_ref()?)))
    }

    /// The mean of a facet over documents (macro).
    pub fn mean(&self, facet: Facet) -> Mean {
        let tallies = self.documents.iter().map(|document| document.score.facet(facet));
        let tallies: Vec<_> = tallies.filter(|tally| !tally.is_empty()).collect();
        let mean = |figure: fn(super::Tally) -> f64| match tallies.len() {
            0 => 1.0,
            count => tallies.iter().map(|tally| figure(*tally)).sum::<f64>() / count as f64,
        };
        Mean {
            precision: mean(super::Tally::precision),
            recall: mean(super::Tally::recall),
            f1: mean(super::Tally::f1),
            documents: tallies.len(),
        }
    }

    /// The mean of the documents' overall figures (macro); a facet that a document does not have counts 1 there.
    pub fn mean_overall(&self, facets: &[Facet]) -> f64 {
        let sum: f64 = self.documents.iter().map(|document| document.score.overall(facets)).sum();
        sum / self.documents.len().max(1) as f64
    }

    /// The pooled counts of the documents of each file format, and how many documents.
    pub fn formats(&self) -> BTreeMap<String, (usize, Score)> {
        let mut groups: BTreeMap<String, Vec<&Score>> = BTreeMap::new();
        for document in &self.documents {
            groups.entry(document.format()).or_default().push(&document.score);
        }
        groups.into_iter().map(|(format, scores)| (format, (scores.len(), Score::pooled(scores)))).collect()
    }

    /// Every figure by its stable name, 0 to 1: the micro F1 of each facet, `overall`, `overall soft`,
    /// `overall macro`, and the attributes that were judged. For thresholds.
    pub fn figures(&self) -> Vec<(&'static str, f64)> {
        let mut figures: Vec<_> = Facet::ALL.map(|facet| (facet.name(), self.total.facet(facet).f1())).into();
        figures.push(("overall", self.total.overall(&Facet::STRICT)));
        figures.push(("overall soft", self.total.overall(&Facet::SOFT)));
        figures.push(("overall macro", self.mean_overall(&Facet::STRICT)));
        figures.extend(
            Attribute::ALL.iter().filter_map(|a| Some((a.name(), self.total.attribute(*a).figure()?))),
        );
        figures
    }

    /// The whole report as JSON: all figures, by format and by document, with every mistake.
    pub fn json(&self) -> Value {
        let facets: serde_json::Map<_, _> = Facet::ALL
            .iter()
            .map(|facet| {
                let (micro, mean) = (figures_of(&self.total, *facet), self.mean(*facet));
                let mean = json!({ "precision": mean.precision, "recall": mean.recall, "f1": mean.f1,
                    "documents": mean.documents });
                (facet.name().to_owned(), json!({ "micro": micro, "macro": mean }))
            })
            .collect();
        let formats = self.formats().into_iter().map(|(format, (documents, score))| {
            (format, json!({ "documents": documents, "score": score_json(&score) }))
        });
        let documents = self.documents.iter().map(|document| {
            json!({
                "stem": document.stem,
                "path": document.path,
                "format": document.format(),
                "hash": document.hash,
                "failure": document.failure.as_ref().map(|failure| failure.message(Lang::En)),
                "score": score_json(&document.score),
                "mistakes": document.score.mistakes.iter().map(Mistake::json).collect::<Vec<_>>(),
            })
        });
        json!({
            "corpus": self.corpus,
            "overall": {
                "micro": self.total.overall(&Facet::STRICT),
                "macro": self.mean_overall(&Facet::STRICT),
                "micro_soft": self.total.overall(&Facet::SOFT),
                "macro_soft": self.mean_overall(&Facet::SOFT),
            },
            "facets": facets,
            "attributes": attributes_json(&self.total),
            "formats": formats.collect::<serde_json::Map<_, _>>(),
            "documents": documents.collect::<Vec<_>>(),
        })
    }
}

fn figures_of(score: &Score, facet: Facet) -> Value {
    let tally = score.facet(facet);
    json!({ "precision": tally.precision(), "recall": tally.recall(), "f1": tally.f1(),
        "tp": tally.tp, "fp": tally.fp, "fn": tally.fn_ })
}

fn attributes_json(score: &Score) -> Value {
    let judged = Attribute::ALL.iter().map(|attribute| (attribute.name(), score.attribute(*attribute)));
    judged
        .filter(|(_, share)| share.of > 0)
        .map(|(name, share)| (name.to_owned(), json!({ "right": share.right, "of": share.of })))
        .collect::<serde_json::Map<_, _>>()
        .into()
}

fn score_json(score: &Score) -> Value {
    let facets = Facet::ALL.iter().map(|facet| (facet.name().to_owned(), figures_of(score, *facet)));
    json!({
        "overall": score.overall(&Facet::STRICT),
        "overall_soft": score.overall(&Facet::SOFT),
        "facets": facets.collect::<serde_json::Map<_, _>>(),
        "attributes": attributes_json(score),
    })
}
