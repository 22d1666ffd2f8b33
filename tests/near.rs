//! Near duplicates in a corpus: found as they were made, in any order, and gone with their documents.

#[path = "../benches/generator/mod.rs"]
mod generator;

use generator::truth::Truth;
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use vanban::corpus::{Corpus, File, Prepared, Preparer, Read, Writer};
use vanban::diagnostic::Lang;
use vanban::rules::Rules;
use vanban::write::convert;
use vanban::{pipeline, read};

const SEED: u64 = 3;
const COUNT: u64 = 240;

struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Folder {
        let folder = std::env::temp_dir().join(format!("vanban-test-near-{name}-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&folder);
        Folder(folder)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn documents() -> Vec<(Truth, Vec<u8>)> {
    let generated = (0..COUNT).into_par_iter().map(|index| generator::document(SEED, index));
    generated.filter(|one| one.truth.kind != "broken").map(|one| (one.truth, one.bytes)).collect()
}

fn prepared(preparer: &Preparer, path: &str, bytes: &[u8]) -> Prepared {
    let source = read::decode(path, bytes.to_vec(), &read::Options::default()).expect("a document");
    let record = convert::record(&pipeline::from_source(source, Rules::embedded()), Lang::Vi);
    preparer.prepare(record).unwrap()
}

fn put(writer: &mut Writer, prepared: &Prepared) {
    let read = Read { rules: Rules::embedded().fingerprint().to_owned(), options: String::new() };
    let (path, blake3) = (prepared.path().to_owned(), Some(prepared.key().to_owned()));
    writer.put_document(&File { path, blake3, read, ..File::default() }, prepared).expect("room on the disk");
}

fn ingest(folder: &Path, batches: &[&[&Prepared]]) -> Corpus {
    let corpus = Corpus::create(folder, Lang::Vi).expect("a directory to write to");
    for batch in batches {
        let mut writer = corpus.writer().expect("nobody else writes");
        writer.begin_run(&[], Rules::embedded().fingerprint()).expect("room on the disk");
        batch.iter().for_each(|prepared| put(&mut writer, prepared));
        writer.end_run(&Default::default()).expect("room on the disk");
    }
    corpus
}

/// The links by the paths of their documents, with what is said of them.
fn links(corpus: &Corpus) -> BTreeMap<(String, String), String> {
    let reader = corpus.reader().expect("a corpus");
    let mut statement = reader
        .connection()
        .prepare(
            "SELECT a.path, b.path, printf('%.4f %.4f %.4f', similarity, in_other, of_other)
             FROM near JOIN documents a ON a.id = document_id JOIN documents b ON b.id = other_id",
        )
        .expect("its schema");
    let rows =
        statement.query_map([], |row| Ok(((row.get(0)?, row.get(1)?), row.get(2)?))).expect("its rows");
    rows.map(|row| row.expect("a row")).collect()
}

fn linked(links: &BTreeMap<(String, String), String>, one: &str, other: &str) -> bool {
    [(one, other), (other, one)]
        .iter()
        .any(|(one, other)| links.contains_key(&((*one).to_owned(), (*other).to_owned())))
}

#[test]
fn near_duplicates_are_found_and_others_left() {
    let (folder, preparer) = (Folder::new("found"), Preparer::new(Rules::embedded()));
    let documents = documents();
    // A copy of the same bytes is one document with its source.
    let distinct: Vec<&(Truth, Vec<u8>)> =
        documents.iter().filter(|(truth, _)| truth.kind != "duplicate").collect();
    let ready: Vec<Prepared> =
        distinct.par_iter().map(|(truth, bytes)| prepared(&preparer, &truth.path, bytes)).collect();
    let corpus = ingest(&folder.0, &[&ready.iter().collect::<Vec<_>>()]);
    let links = links(&corpus);
    let mut taken_over = [0, 0];
    for (truth, _) in &distinct {
        let Some(of) = &truth.of else { continue };
        let found = linked(&links, &truth.path, of);
        if truth.kind == "document" {
            taken_over = [taken_over[0] + usize::from(found), taken_over[1] + 1];
        } else {
            assert!(found, "{} and {of}", truth.path);
        }
    }
    // A short plan that takes over half of its text falls below the threshold.
    assert!(taken_over[0] * 10 >= taken_over[1] * 6, "{taken_over:?}");
    // A link lies within a family, and a retyped plan of the province is like the district's that took it over.
    let families: BTreeMap<&str, u64> =
        distinct.iter().map(|(truth, _)| (truth.path.as_str(), truth.family)).collect();
    for (one, other) in links.keys() {
        assert_eq!(families[one.as_str()], families[other.as_str()], "{one} and {other}");
    }
}

#[test]
fn links_follow_from_the_set_of_documents() {
    let preparer = Preparer::new(Rules::embedded());
    let documents: Vec<_> = documents().into_iter().filter(|(truth, _)| truth.family < 4).collect();
    let ready: Vec<Prepared> =
        documents.iter().map(|(truth, bytes)| prepared(&preparer, &truth.path, bytes)).collect();
    let forth: Vec<&Prepared> = ready.iter().collect();
    let back: Vec<&Prepared> = ready.iter().rev().collect();
    let wanted = links(&ingest(&Folder::new("forth").0, &[&forth]));
    assert!(wanted.len() >= 4, "{}", wanted.len());
    assert_eq!(links(&ingest(&Folder::new("back").0, &[&back])), wanted);
    let (first, rest) = back.split_at(40);
    assert_eq!(links(&ingest(&Folder::new("two").0, &[first, rest])), wanted);
}

#[test]
fn links_go_with_their_documents() {
    let (folder, preparer) = (Folder::new("gone"), Preparer::new(Rules::embedded()));
    let text = String::from_utf8(generator::document(SEED, 2).bytes).expect("our own text");
    let other = String::from_utf8(generator::document(SEED, 26).bytes).expect("our own text");
    let first = prepared(&preparer, "a.txt", text.as_bytes());
    let second = prepared(
        &preparer,
        "b.txt",
        text.replace("hộ nghèo", "hộ khó khăn").replace("thôn", "ấp").as_bytes(),
    );
    let corpus = ingest(&folder.0, &[&[&first, &second]]);
    let paths: BTreeSet<(String, String)> = links(&corpus).into_keys().collect();
    assert_eq!(paths.len(), 1);
    // The file of the second has other bytes now.
    let changed = prepared(&preparer, "b.txt", other.as_bytes());
    let corpus = ingest(&folder.0, &[&[&changed]]);
    assert_eq!(links(&corpus), BTreeMap::new());
}

#[test]
fn a_crowd_of_the_same_form_stays_connected_in_few_links() {
    let (folder, preparer) = (Folder::new("crowd"), Preparer::new(Rules::embedded()));
    let text = String::from_utf8(generator::document(SEED, 2).bytes).expect("our own text");
    const CROWD: usize = 60;
    let forms: Vec<Prepared> = (0..CROWD)
        .map(|nth| prepared(&preparer, &format!("{nth:02}.txt"), format!("{text}\n\n{nth}").as_bytes()))
        .collect();
    let corpus = ingest(&folder.0, &[&forms.iter().collect::<Vec<_>>()]);
    let links = links(&corpus);
    // Each has eight neighbours on either side, other ones in some bands.
    assert!(links.len() < CROWD * CROWD / 3, "{}", links.len());
    let mut reached = BTreeSet::from(["00.txt".to_owned()]);
    for _ in 0..CROWD {
        for (one, other) in links.keys() {
            if reached.contains(one) || reached.contains(other) {
                reached.extend([one.clone(), other.clone()]);
            }
        }
    }
    assert_eq!(reached.len(), CROWD);
}
