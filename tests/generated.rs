//! The program against a generated corpus, of which all is known: header, targets, citations and duties are found as the
//! truth beside the documents says.

#[path = "../benches/generator/mod.rs"]
mod generator;

use generator::truth::{Assignment, Header, Reference, Target, Truth};
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::fmt::Debug;
use vanban::diagnostic::Lang;
use vanban::rules::Rules;
use vanban::write::convert;
use vanban::write::wire::Record;
use vanban::{pipeline, read};

const SEED: u64 = 7;
/// Ten families of documents.
const COUNT: u64 = 240;

/// Of what stands in the documents at least so much is found; of what is found at least so much stands there.
const FOUND: f64 = 0.99;

fn record(truth: &Truth, bytes: Vec<u8>) -> Record {
    let source = read::decode(&truth.path, bytes, &read::Options::default()).expect("a document");
    convert::record(&pipeline::from_source(source, Rules::embedded()), Lang::Vi)
}

/// What was to be found and what was, facet by facet.
#[derive(Default)]
struct Score {
    facets: BTreeMap<&'static str, [usize; 3]>,
    misses: Vec<String>,
}

impl Score {
    /// Compares two lists of lines; the order counts for nothing.
    fn compare(&mut self, facet: &'static str, path: &str, wanted: Vec<String>, mut found: Vec<String>) {
        let counts = self.facets.entry(facet).or_default();
        counts[1] += wanted.len();
        counts[2] += found.len();
        for line in wanted {
            match found.iter().position(|found| *found == line) {
                Some(at) => {
                    found.remove(at);
                    self.facets.get_mut(facet).expect("entered above")[0] += 1;
                }
                None => self.misses.push(format!("- {facet} {path}: {line}")),
            }
        }
        self.misses.extend(found.into_iter().map(|line| format!("+ {facet} {path}: {line}")));
    }

    fn merge(mut self, other: Score) -> Score {
        for (facet, [hits, wanted, found]) in other.facets {
            let counts = self.facets.entry(facet).or_default();
            *counts = [counts[0] + hits, counts[1] + wanted, counts[2] + found];
        }
        self.misses.extend(other.misses);
        self
    }
}

/// The word that a variant has in JSON.
fn word(value: &impl serde::Serialize) -> String {
    serde_json::to_value(value).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}

fn shown(value: &Option<impl Debug>) -> String {
    value.as_ref().map(|value| format!("{value:?}")).unwrap_or_default()
}

fn header(record: &Record) -> Vec<String> {
    let header = &record.header;
    let issuer = header.issuer.as_ref();
    vec![
        format!("doc_type {}", header.doc_type.as_ref().map_or("", |kind| &kind.code)),
        format!("number {}", header.number.as_ref().map_or("", |number| &number.text)),
        format!("date {}", header.date.as_ref().and_then(|date| date.iso.as_deref()).unwrap_or("")),
        format!("issuer {}", issuer.map_or("", |issuer| &issuer.name).to_lowercase()),
        format!(
            "level {}",
            issuer.and_then(|issuer| issuer.level).map_or(String::new(), |level| word(&level))
        ),
        format!("system {}", issuer.map_or(String::new(), |issuer| word(&issuer.system))),
        format!("title {}", header.title.as_ref().map_or("", |title| &title.text)),
        format!("place {}", header.place.as_ref().map_or("", |place| &place.text)),
        format!(
            "signer {}",
            record.signature.as_ref().and_then(|signed| signed.name.as_deref()).unwrap_or("")
        ),
    ]
}

fn wanted_header(header: &Header) -> Vec<String> {
    vec![
        format!("doc_type {}", header.doc_type),
        format!("number {}", header.number),
        format!("date {}", header.date),
        format!("issuer {}", header.issuer.to_lowercase()),
        format!("level {}", header.level),
        format!("system {}", header.system),
        format!("title {}", header.title),
        format!("place {}", header.place),
        format!("signer {}", header.signer),
    ]
}

fn targets(record: &Record) -> Vec<String> {
    let line = |target: &vanban::write::wire::Target| {
        let number =
            |value: &Option<_>| value.as_ref().and_then(|value| serde_json::to_value(value).ok()?.as_f64());
        let unit = target.unit.as_deref().unwrap_or("");
        let deadline = target.deadline.as_ref().filter(|deadline| !deadline.inherited);
        line_of_target(
            &target.indicator,
            &target.comparator.map(|comparator| word(&comparator)).unwrap_or_default(),
            &target.change.map(|change| word(&change)).unwrap_or_default(),
            [number(&target.value), number(&target.value_max)],
            unit,
            target.baseline.as_deref(),
            deadline.and_then(|deadline| deadline.year).map(u64::from),
        )
    };
    record.targets.iter().map(line).collect()
}

fn wanted_targets(targets: &[Target]) -> Vec<String> {
    let line = |target: &Target| {
        line_of_target(
            &target.indicator,
            &target.comparator,
            target.change.as_deref().unwrap_or(""),
            [Some(target.value), target.value_max],
            &target.unit,
            target.baseline.as_deref(),
            target.deadline_year,
        )
    };
    targets.iter().map(line).collect()
}

fn line_of_target(
    indicator: &str,
    comparator: &str,
    change: &str,
    values: [Option<f64>; 2],
    unit: &str,
    baseline: Option<&str>,
    deadline: Option<u64>,
) -> String {
    let [value, upper] = values.map(|value| shown(&value));
    let indicator = indicator.to_lowercase();
    format!(
        "{indicator} | {comparator} {change} {value} {upper} {unit} {} {}",
        shown(&baseline),
        shown(&deadline)
    )
}

fn references(record: &Record) -> Vec<String> {
    // Laws by name stand in every document and are not in the truth.
    record
        .references
        .iter()
        .filter(|cited| cited.number.is_some())
        .map(|cited| format!("{} {} {}", cited.key, shown(&cited.date), cited.title.as_deref().unwrap_or("")))
        .collect()
}

fn wanted_references(references: &[Reference]) -> Vec<String> {
    references.iter().map(|cited| format!("{} {} {}", cited.key, shown(&cited.date), cited.title)).collect()
}

fn assignments(record: &Record) -> Vec<String> {
    let line = |duty: &vanban::write::wire::Assignment| {
        format!("{} | {} | {}", duty.body, word(&duty.role), duty.task.to_lowercase())
    };
    record.assignments.iter().map(line).collect()
}

fn wanted_assignments(duties: &[Assignment]) -> Vec<String> {
    duties
        .iter()
        .map(|duty| format!("{} | {} | {}", duty.body, duty.role, duty.task.to_lowercase()))
        .collect()
}

#[test]
fn the_program_finds_what_generated_documents_hold() {
    let score = (0..COUNT)
        .into_par_iter()
        .map(|index| generator::document(SEED, index))
        .filter(|generated| generated.truth.exact && generated.truth.kind == "document")
        .map(|generated| {
            let (truth, mut score) = (generated.truth, Score::default());
            let record = record(&truth, generated.bytes);
            let path = &truth.path;
            score.compare(
                "header",
                path,
                wanted_header(truth.header.as_ref().expect("a header")),
                header(&record),
            );
            score.compare("targets", path, wanted_targets(&truth.targets), targets(&record));
            score.compare("references", path, wanted_references(&truth.references), references(&record));
            score.compare("assignments", path, wanted_assignments(&truth.assignments), assignments(&record));
            score
        })
        .reduce(Score::default, Score::merge);
    let misses = score.misses.join("\n");
    for (facet, [hits, wanted, found]) in &score.facets {
        let recall = *hits as f64 / *wanted as f64;
        let precision = *hits as f64 / *found as f64;
        println!("{facet}: {hits} of {wanted}, {found} found");
        assert!(*wanted > 200, "{facet}: too little to compare");
        assert!(recall >= FOUND && precision >= FOUND, "{facet}: {recall:.3} {precision:.3}\n{misses}");
    }
}

#[test]
fn a_document_is_the_same_whenever_it_is_made() {
    for index in [0, 5, 21, 22, 23, 46, 47] {
        let [first, again] = [(); 2].map(|()| generator::document(SEED, index));
        assert_eq!(first.bytes, again.bytes);
        assert_ne!(first.bytes, generator::document(SEED + 1, index).bytes, "{index}");
    }
}
