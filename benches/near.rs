//! How similar the signatures of documents are: of near duplicates made as such, of other documents of the same family
//! (the same subject, province and year), and of documents that have nothing to do with each other; and what signatures cost.
//! `cargo bench --bench near [-- DOCUMENTS [DIRECTORY]]`: with a directory, of all pairs of the documents in it too.

mod generator;

use rayon::prelude::*;
use std::collections::BTreeMap;
use std::path::Path;
use std::time::Instant;
use vanban::corpus::{Corpus, File, Preparer, Read};
use vanban::diagnostic::Lang;
use vanban::rules::Rules;
use vanban::write::convert;
use vanban::{pipeline, read};

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|word| !word.starts_with("--")).collect();
    let count = arguments.first().and_then(|count| count.parse().ok()).unwrap_or(960);
    let generated: Vec<_> = (0..count).into_par_iter().map(|index| generator::document(3, index)).collect();
    let documents =
        generated.iter().filter(|generated| !matches!(generated.truth.kind.as_str(), "broken" | "duplicate"));
    let truths: BTreeMap<&str, &generator::truth::Truth> =
        generated.iter().map(|generated| (generated.truth.path.as_str(), &generated.truth)).collect();
    let signed = signatures(documents.map(|one| (one.truth.path.clone(), one.bytes.clone())).collect());
    let classes = |one: &str, other: &str| {
        let (one, other) = (truths[one], truths[other]);
        let made_of = |copy: &generator::truth::Truth, of: &generator::truth::Truth| {
            copy.of.as_deref() == Some(&of.path)
        };
        match () {
            () if made_of(one, other) => class(&one.kind),
            () if made_of(other, one) => class(&other.kind),
            () if one.family == other.family => "the same family",
            () if one.topic == other.topic => "the same subject",
            () => "others",
        }
    };
    distribution(&signed, classes);
    if let Some(directory) = arguments.get(1) {
        let files = std::fs::read_dir(Path::new(directory)).expect("a directory");
        let read = files.filter_map(|file| {
            let path = file.ok()?.path();
            Some((path.file_name()?.to_string_lossy().into_owned(), std::fs::read(&path).ok()?))
        });
        let signed = signatures(read.collect());
        distribution(&signed, |_, _| "real documents");
        let mut pairs = pairs(&signed);
        pairs.sort_by(|one, other| other.2.total_cmp(&one.2));
        for (one, other, similarity) in pairs.iter().take(12) {
            println!("{similarity:.2} {one} {other}");
        }
    }
}

fn class(kind: &str) -> &'static str {
    match kind {
        "retyped" => "typed again",
        "scanned" => "scanned",
        _ => "taken over by a district",
    }
}

/// The signatures as a corpus stores them.
fn signatures(documents: Vec<(String, Vec<u8>)>) -> Vec<(String, Vec<u16>)> {
    let rules = Rules::embedded();
    let directory = std::env::temp_dir().join(format!("vanban-near-{}", std::process::id()));
    let corpus = Corpus::create(&directory, Lang::Vi).expect("a directory to write to");
    let mut writer = corpus.writer().expect("a corpus of our own");
    writer.begin_run(&[], rules.fingerprint()).expect("room on the disk");
    let preparer = Preparer::new(rules);
    let prepared: Vec<_> = documents
        .into_par_iter()
        .filter_map(|(path, bytes)| {
            let source = read::decode(&path, bytes, &read::Options::default()).ok()?;
            let record = convert::record(&pipeline::from_source(source, rules), Lang::Vi);
            preparer.prepare(record).ok()
        })
        .collect();
    for prepared in &prepared {
        let file = File {
            path: prepared.path().to_owned(),
            blake3: Some(prepared.key().to_owned()),
            read: Read { rules: rules.fingerprint().to_owned(), options: String::new() },
            ..File::default()
        };
        writer.put_document(&file, prepared).expect("room on the disk");
    }
    let begun = Instant::now();
    writer.end_run(&Default::default()).expect("room on the disk");
    println!("{} documents linked in {:.2?}", prepared.len(), begun.elapsed());
    drop(writer);
    let reader = corpus.reader().expect("a corpus");
    let mut statement = reader
        .connection()
        .prepare("SELECT path, signature FROM signatures JOIN documents ON id = document_id ORDER BY path")
        .expect("its schema");
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get::<_, Vec<u8>>(1)?))).expect("its rows");
    let signed = rows
        .map(|row| {
            let (path, bytes) = row.expect("a row");
            (path, bytes.chunks_exact(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]])).collect())
        })
        .collect();
    let _ = std::fs::remove_dir_all(&directory);
    signed
}

fn pairs(signed: &[(String, Vec<u16>)]) -> Vec<(&str, &str, f64)> {
    signed
        .par_iter()
        .enumerate()
        .flat_map_iter(|(nth, (one, hashes))| {
            signed[nth + 1..].iter().map(move |(other, others)| {
                let same = hashes.iter().zip(others).filter(|(one, other)| one == other).count();
                (one.as_str(), other.as_str(), same as f64 / hashes.len() as f64)
            })
        })
        .collect()
}

/// How many pairs of each class have which similarity.
fn distribution(signed: &[(String, Vec<u16>)], classes: impl Fn(&str, &str) -> &'static str) {
    let mut counts: BTreeMap<&str, [usize; 21]> = BTreeMap::new();
    for (one, other, similarity) in pairs(signed) {
        counts.entry(classes(one, other)).or_default()[(similarity * 20.0) as usize] += 1;
    }
    println!("pairs by similarity, in steps of 0.05 from 0 to 1:");
    for (class, counts) in counts {
        println!("{class:>25} {counts:?}");
    }
}
