//! Citations and plans that carry out others, on a generated corpus of which all is known.

use crate::generator::{self, truth::Truth};
use crate::support::{Directory, make_bytes};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use vanban::corpus::Reader;
use vanban::knowledge;
use vanban::rules::Rules;

const SEED: u64 = 7;
/// Ten families of documents.
const COUNT: u64 = 240;

/// Number, date and issuer: the same of all copies of a document.
type Identity = (String, String, String);

fn identity(truth: &Truth) -> Option<Identity> {
    let header = truth.header.as_ref()?;
    Some((header.number.clone(), header.date.clone(), header.issuer.to_lowercase()))
}

/// The documents in a corpus, with their truth by path.
fn corpus() -> (Directory, Reader, BTreeMap<String, Truth>) {
    let directory = Directory::new("knowledge-generated");
    let corpus = directory.corpus();
    let made: Vec<_> = (0..COUNT)
        .into_par_iter()
        .map(|index| generator::document(SEED, index))
        .filter(|generated| generated.truth.exact && generated.truth.kind == "document")
        .map(|generated| (make_bytes(generated.bytes, &generated.truth.path), generated.truth))
        .collect();
    let mut writer = corpus.writer().unwrap();
    writer.begin_run(&[], Rules::embedded().fingerprint()).unwrap();
    let mut truths = BTreeMap::new();
    for (made, truth) in made {
        writer.put_document(&made.file, &made.prepared).unwrap();
        truths.insert(truth.path.clone(), truth);
    }
    writer.commit().unwrap();
    (directory, corpus.reader().unwrap(), truths)
}

#[test]
fn citations_lead_to_the_documents_that_they_mean() {
    let (_directory, reader, truths) = corpus();
    let key = |path: &str| -> String {
        reader
            .connection()
            .query_row("SELECT key FROM documents WHERE path = ?1", [path], |row| row.get(0))
            .unwrap()
    };
    let keys: BTreeMap<String, &Truth> = truths.values().map(|truth| (key(&truth.path), truth)).collect();
    let (mut wanted, mut hits, mut steps, mut links) = (0, 0, 0, 0);
    let (mut misses, mut citing): (Vec<String>, BTreeMap<String, u64>) = Default::default();
    for (own, truth) in &keys {
        let cites = knowledge::cites(&reader, own, 0).unwrap();
        let found: BTreeSet<Identity> = cites
            .cites
            .iter()
            .filter_map(|cited| cited.document.key.as_ref())
            .filter_map(|key| identity(keys[key]))
            .collect();
        cites
            .cites
            .iter()
            .filter_map(|cited| cited.document.key.clone())
            .for_each(|key| *citing.entry(key).or_default() += 1);
        let held: BTreeSet<Identity> = truth
            .references
            .iter()
            .filter_map(|cited| truths.get(cited.path.as_ref()?))
            .filter_map(identity)
            .collect();
        wanted += held.len();
        hits += held.intersection(&found).count();
        misses.extend(held.difference(&found).map(|cited| format!("- {}: {cited:?}", truth.path)));
        misses.extend(found.difference(&held).map(|cited| format!("+ {}: {cited:?}", truth.path)));
        // A report tells of a plan and carries out nothing.
        let reports = truth.header.as_ref().is_some_and(|header| header.doc_type == "BC");
        if let Some(above) = truth.implements.as_ref().filter(|_| !reports).and_then(|path| truths.get(path))
        {
            let cascade = knowledge::cascade(&reader, own, 1000).unwrap();
            let of = |id: &str| keys.get(id).and_then(|truth| identity(truth));
            steps += 1;
            let has_link =
                cascade.links.iter().any(|link| link.from == *own && of(&link.to) == identity(above));
            links += usize::from(has_link);
            if !has_link {
                misses.push(format!("- {} carries out {}", truth.path, above.path));
            }
        }
    }
    println!("{hits} of {wanted} citations, {links} of {steps} steps");
    assert!(wanted > 100 && steps > 30, "{wanted} {steps}: too little to compare");
    let shown = misses.join("\n");
    // What is missed was read wrongly; what is linked is right.
    assert!(
        hits as f64 >= 0.98 * wanted as f64 && links as f64 >= 0.98 * steps as f64,
        "{hits}/{wanted} {links}/{steps}\n{shown}"
    );
    assert!(misses.iter().all(|miss| miss.starts_with('-')), "{shown}");
    // Counted from the other side it is the same.
    for (key, count) in &citing {
        assert_eq!(knowledge::cites(&reader, key, 5).unwrap().cited_by_count, *count, "{}", keys[key].path);
    }
    for counted in knowledge::most_cited(&reader, 50).unwrap() {
        if let Some(key) = counted.document.key {
            assert_eq!(counted.cited_by, citing[&key], "{}", keys[&key].path);
        }
    }
}
