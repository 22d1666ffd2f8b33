//! Corpora with known contents, for measuring and for tests: plans and what belongs to them, in texts of our own making
//! put together from varied parts, and beside them what a reader is to find.
//!
//! Everything follows from the seed and the index of a document: the same seed gives the same bytes, in any order and
//! on any number of threads. Documents come in families of 24 (see [`identity`]); of these the last two are a copy of
//! another document's file, or a broken one, and another document typed again or scanned.

#![allow(dead_code)]

mod block;
mod bodies;
mod body;
mod damage;
pub mod identity;
mod places;
mod prose;
pub mod random;
mod render;
mod topics;
pub mod truth;

use identity::{FAMILY, Identity, Level, OWN};
use random::{Random, hash};
use rayon::prelude::*;
use render::Form;
use std::fs;
use std::io::{self, Write};
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use truth::Truth;

/// A file of a corpus.
pub struct Generated {
    pub bytes: Vec<u8>,
    pub truth: Truth,
}

/// The folder of the files, and the file beside it that says what they hold.
pub const FILES: &str = "files";
pub const TRUTH: &str = "truth.ndjson";

/// Writes the first `count` documents under `directory`: the files under [`FILES`], [`TRUTH`] beside it.
/// Returns the bytes of the files.
///
/// # Errors
/// What the file system says.
pub fn write(directory: &Path, seed: u64, count: u64) -> io::Result<u64> {
    let files = directory.join(FILES);
    fs::create_dir_all(&files)?;
    let mut truths = io::BufWriter::new(fs::File::create(directory.join(TRUTH))?);
    let total = AtomicU64::new(0);
    // So many at a time, that memory stays the same whatever the count.
    const BATCH: u64 = 480;
    for start in (0..count).step_by(BATCH as usize) {
        let lines: Vec<io::Result<Vec<u8>>> = (start..(start + BATCH).min(count))
            .into_par_iter()
            .map(|index| {
                let generated = document(seed, index);
                let path = files.join(&generated.truth.path);
                fs::create_dir_all(path.parent().expect("a folder"))?;
                fs::write(path, &generated.bytes)?;
                total.fetch_add(generated.bytes.len() as u64, Ordering::Relaxed);
                let mut line = serde_json::to_vec(&generated.truth).expect("plain data");
                line.push(b'\n');
                Ok(line)
            })
            .collect();
        for line in lines {
            truths.write_all(&line?)?;
        }
    }
    truths.flush()?;
    Ok(total.into_inner())
}

/// One file of a corpus.
pub fn document(seed: u64, index: u64) -> Generated {
    let (family, slot) = (index / FAMILY, index % FAMILY);
    let mut random = Random::of(&[seed, 40, family, slot]);
    if slot < OWN {
        let who = identity::identity(seed, family, slot);
        return own(seed, &who, form(seed, &who), encoding(seed, &who));
    }
    // The source stands in the same family.
    let source = identity::identity(seed, family, 1 + random.below(20) as u64);
    let folder = format!("{}/{}", slug(source.province.name), source.year);
    if slot == OWN && family.is_multiple_of(8) {
        let (extension, bytes) = damage::broken(&mut random);
        let truth = Truth {
            path: format!("{folder}/{family:05}-hong.{extension}"),
            kind: "broken".into(),
            format: extension.into(),
            encoding: String::new(),
            family,
            ..Truth::default()
        };
        return Generated { bytes, truth };
    }
    if slot == OWN {
        let mut copy = own(seed, &source, form(seed, &source), encoding(seed, &source));
        copy.truth.of = Some(copy.truth.path);
        copy.truth.kind = "duplicate".into();
        copy.truth.path = format!("sao-luu/{family:05}-{}.{}", source.serial, copy.truth.format);
        return copy;
    }
    let scanned = family.is_multiple_of(2);
    let mut near = own(seed, &source, Form::Wrapped(if scanned { 92 } else { 74 }), Encoding::Utf8);
    let text = String::from_utf8(near.bytes).expect("our own text");
    let name = if scanned { "quet" } else { "go-lai" };
    near.bytes = match scanned {
        true => damage::recognized(&text, &mut random, [60, 30, 20][(family / 2 % 3) as usize]),
        false => damage::retyped(&text, &mut random),
    }
    .into_bytes();
    near.truth.of = Some(path(seed, &source));
    near.truth.kind = if scanned { "scanned" } else { "retyped" }.into();
    near.truth.exact = false;
    near.truth.path = format!("{folder}/{family:05}-{name}.txt");
    near
}

#[derive(Clone, Copy)]
enum Encoding {
    Utf8,
    Decomposed,
    Utf16,
    Tcvn3,
    Vni,
}

fn form(seed: u64, who: &Identity) -> Form {
    match hash(&[seed, 41, who.family, who.slot]) % 100 {
        0..8 => Form::Markdown,
        8..13 => Form::Html,
        13..35 => Form::Wrapped(80),
        _ => Form::Plain,
    }
}

fn encoding(seed: u64, who: &Identity) -> Encoding {
    match (hash(&[seed, 42, who.family, who.slot]) % 100, form(seed, who)) {
        (_, Form::Markdown | Form::Html) => Encoding::Utf8,
        (0..2, _) => Encoding::Decomposed,
        (2, _) => Encoding::Utf16,
        (3, _) if who.year < 2014 => Encoding::Tcvn3,
        (4, _) if who.year < 2014 => Encoding::Vni,
        _ => Encoding::Utf8,
    }
}

fn own(seed: u64, who: &Identity, form: Form, encoding: Encoding) -> Generated {
    let tables = matches!(form, Form::Markdown | Form::Html);
    let draft = body::draft(seed, who, tables);
    let text = render::render(&draft.blocks, form, draft.length);
    let (bytes, name) = match encoding {
        Encoding::Utf8 => (text.into_bytes(), "utf-8"),
        Encoding::Decomposed => (damage::nfd(&text).into_bytes(), "utf-8 nfd"),
        Encoding::Utf16 => (damage::utf16(&text), "utf-16le"),
        Encoding::Tcvn3 => (damage::tcvn3(&text), "tcvn3"),
        Encoding::Vni => (damage::vni(&text), "vni"),
    };
    let level = match who.level {
        Level::Central => "central",
        Level::Province => "province",
        Level::District => "district",
        Level::Commune => "commune",
    };
    let header = truth::Header {
        doc_type: who.kind().0.into(),
        number: who.number(),
        date: who.iso(),
        issuer: who.issuer(),
        level: level.into(),
        system: if who.is_party() { "party" } else { "state" }.into(),
        title: who.title(),
        province: (who.level != Level::Central).then(|| who.province.name.into()),
        place: who.name(),
        signer: body::signer(who),
        key: who.key(),
    };
    let in_family = |slot: u64| path(seed, &identity::identity(seed, who.family, slot));
    let truth = Truth {
        path: path(seed, who),
        kind: "document".into(),
        of: who.copied.map(in_family),
        format: form.extension().into(),
        encoding: name.into(),
        header: Some(header),
        implements: who.cites.first().copied().map(in_family),
        topic: who.topic.subject.into(),
        family: who.family,
        // Capitals with tone marks have no code there.
        exact: !matches!(encoding, Encoding::Tcvn3),
        targets: draft.targets,
        references: draft.references,
        assignments: draft.assignments,
    };
    Generated { bytes, truth }
}

/// Where a document lies, below the folder of the files.
fn path(seed: u64, who: &Identity) -> String {
    let folder = if who.level == Level::Central { "trung-uong".into() } else { slug(who.province.name) };
    let extension = form(seed, who).extension();
    let kind = slug(who.kind().0);
    format!("{folder}/{}/{:05}-{:02}-{kind}-{}.{extension}", who.year, who.family, who.slot, who.serial)
}

/// A name in plain letters: "Bà Rịa - Vũng Tàu" is "ba-ria-vung-tau".
fn slug(name: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    let plain = name.to_lowercase().replace('đ', "d");
    let letters: String = plain.nfd().filter(|letter| letter.is_ascii()).collect();
    letters
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join("-")
}
