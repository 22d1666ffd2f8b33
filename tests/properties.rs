//! What holds for any input: nothing panics, every quote is proved, positions are in order, and the same input gives the
//! same record.
//!
//! `PROPTEST_CASES=10000 cargo test --release --test properties` looks longer.

mod invariants;

use invariants::wording::compose;
use invariants::{NAMES, record_of};
use proptest::prelude::*;
use std::fs;
use std::panic;
use std::path::Path;
use vanban::write::wire::Record;

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_are_refused_or_give_a_sound_record(
        name in prop::sample::select(&NAMES),
        bytes in prop::collection::vec(any::<u8>(), 0..200),
    ) {
        holds(name, &bytes);
    }

    #[test]
    fn any_text_gives_a_sound_record(name in prop::sample::select(&NAMES), text in "(\\PC|\\s){0,200}") {
        let record = holds(name, text.as_bytes());
        let visible = |c: char| !c.is_whitespace() && c != '\u{feff}';
        prop_assert!(record.is_some() || name == "a.html" || !text.contains(visible), "{text:?} was refused");
    }

    #[test]
    fn any_order_of_words_of_documents_gives_a_sound_record(
        name in prop::sample::select(&NAMES),
        pieces in prop::collection::vec(any::<u16>(), 0..120),
    ) {
        holds(name, compose(pieces).as_bytes());
    }

    #[test]
    fn a_document_with_bytes_changed_gives_a_sound_record(
        document in 0..documents().len(),
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>(), 0u8..4), 1..12),
    ) {
        let (name, mut bytes) = documents().swap_remove(document);
        for (at, byte, what) in changes {
            let at = at.index(bytes.len().max(1));
            match what {
                0 if at < bytes.len() => bytes[at] = byte,
                1 => bytes.insert(at, byte),
                2 => bytes.truncate(at.max(40)),
                _ => bytes.rotate_left(at),
            }
        }
        holds(&name, &bytes);
    }
}

/// Checks all of it; an input that fails is left in a file, the smallest last.
fn holds(name: &str, bytes: &[u8]) -> Option<Record> {
    panic::catch_unwind(|| record_of(name, bytes)).unwrap_or_else(|failure| {
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("fails-{name}"));
        fs::write(&path, bytes).unwrap();
        eprintln!("The input is in {}", path.display());
        panic::resume_unwind(failure)
    })
}

/// The whole documents of the fixtures.
fn documents() -> Vec<(String, Vec<u8>)> {
    files("fixtures/documents").into_iter().filter(|(name, _)| !name.ends_with(".gold")).collect()
}

#[test]
fn every_fixture_gives_a_sound_record() {
    for (name, bytes) in documents().into_iter().chain(files("fixtures/foreign")) {
        assert!(record_of(&name, &bytes).is_some(), "{name} was refused");
    }
}

/// `tests/crashes` holds what fuzzing found; its README says how.
#[test]
fn what_once_failed_holds() {
    for (name, bytes) in files("tests/crashes") {
        record_of(&name, &bytes);
    }
}

fn files(folder: &str) -> Vec<(String, Vec<u8>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let mut paths: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let name = |path: &Path| path.file_name().unwrap().to_string_lossy().into_owned();
    paths.iter().map(|path| (name(path), fs::read(path).unwrap())).collect()
}
