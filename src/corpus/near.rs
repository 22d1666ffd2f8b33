//! Near duplicates: which documents have the same text but for some words.
//!
//! Signatures ([`super::signature`]) are cut into bands; documents that share a band are compared by their whole signatures
//! (locality-sensitive hashing). The links follow from the set of documents alone, in whatever order they came, and are
//! made anew for all of them when a run ends: a pass over the signatures, some of their bands at a time, so that
//! memory stays the same however many documents there are.

use super::signature::{self, HASHES, Signature};
use rayon::slice::ParallelSliceMut;
use rusqlite::{Connection, Result, params};
use std::borrow::Cow;
use std::collections::VecDeque;

/// From here on two documents are near duplicates: copies that were typed again, recognized or taken over with changes lie
/// above, different plans of the same kind below 0.3. records/near.md has the measurements.
pub(super) const SIMILAR: f64 = 0.4;
/// Hashes in a band: two documents share one of the 32 bands with a probability of 0.56 at a similarity of 0.4, 0.87 at
/// 0.5, 0.99 at 0.6.
const ROWS: usize = 4;
const BANDS: usize = HASHES / ROWS;
/// In a band that many documents share, such as printed forms, each is compared with so many neighbours alone, so that the
/// work stays in proportion; those that share the next hashes too are neighbours. Groups stay connected.
const NEIGHBOURS: usize = 8;
/// Bands in memory at a time, of 32 bytes each.
const AT_A_TIME: usize = 1 << 20;

/// Signatures in memory while links are made, of 256 bytes each; those of further documents are fetched whenever they are
/// compared.
const HELD: i64 = 1 << 18;

/// A band of a document.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Band {
    hash: u64,
    /// The hashes behind the band.
    next: u64,
    /// The beginning of the document's key.
    place: i64,
    document: i64,
}

/// Stores the signature of a document; `None` of one that is too short.
pub(super) fn put(
    connection: &Connection,
    document: i64,
    key: &str,
    signature: Option<&Signature>,
) -> Result<()> {
    let Some(signature) = signature else { return Ok(()) };
    connection
        .prepare_cached(
            "INSERT INTO signatures (document_id, place, shingles, signature) VALUES (?1, ?2, ?3, ?4)",
        )?
        .execute(params![document, place(key), signature.shingles, signature.bytes()])
        .map(drop)
}

/// A number by which documents are ordered alike in every corpus: the first 60 bits of the key.
fn place(key: &str) -> i64 {
    key.get(..15).and_then(|digits| i64::from_str_radix(digits, 16).ok()).unwrap_or_default()
}

/// Notes how signatures are made from now on, where none were made yet.
pub(super) fn begin(connection: &Connection) -> Result<()> {
    connection
        .execute(
            "UPDATE near_state SET scheme = ?1 WHERE NOT EXISTS (SELECT 1 FROM signatures)",
            [signature::scheme()],
        )
        .map(drop)
}

/// Makes the links anew, where documents came or went since they were made.
pub(super) fn link(connection: &Connection) -> Result<()> {
    let (scheme, current): (String, bool) =
        connection
            .query_row("SELECT scheme, current FROM near_state", [], |row| Ok((row.get(0)?, row.get(1)?)))?;
    if scheme != signature::scheme() {
        sign(connection)?;
    } else if current {
        return Ok(());
    }
    connection.execute("DELETE FROM near", [])?;
    let documents: i64 = connection.query_row("SELECT count(*) FROM signatures", [], |row| row.get(0))?;
    let bands = usize::try_from(documents).unwrap_or(usize::MAX).saturating_mul(BANDS);
    let passes = bands.div_ceil(AT_A_TIME) as u64;
    let held = Held::first(connection)?;
    for pass in 0..passes {
        let mut bands = bands_of_pass(connection, pass, passes)?;
        bands.par_sort_unstable();
        for shared in bands.chunk_by(|one, other| one.hash == other.hash).filter(|shared| shared.len() > 1) {
            compare(connection, &held, shared)?;
        }
    }
    connection.execute("UPDATE near_state SET current = 1", []).map(drop)
}

/// The bands of all documents whose hash falls to this pass.
fn bands_of_pass(connection: &Connection, pass: u64, passes: u64) -> Result<Vec<Band>> {
    let mut bands = Vec::new();
    let mut statement = connection.prepare_cached("SELECT document_id, place, signature FROM signatures")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let (document, place) = (row.get(0)?, row.get(1)?);
        let bytes = row.get_ref(2)?.as_blob()?;
        let packed = |chunk: &[u8]| chunk.iter().fold(0, |all, byte| all << 8 | u64::from(*byte));
        for (nth, band) in bytes.chunks_exact(ROWS * 2).take(BANDS).enumerate() {
            let hash = mixed(nth as u64, packed(band));
            if hash % passes == pass {
                let next = bytes.chunks_exact(ROWS * 2).nth((nth + 1) % BANDS).map_or(0, packed);
                bands.push(Band { hash, next, place, document });
            }
        }
    }
    Ok(bands)
}

/// The hash of a band, another one for the same values in another band.
fn mixed(nth: u64, band: u64) -> u64 {
    let mut hash = band ^ nth.wrapping_mul(0x9E37_79B9_7F4A_7C15);
    hash = (hash ^ (hash >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    hash = (hash ^ (hash >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    hash ^ (hash >> 31)
}

/// Compares the documents of a band, each with its neighbours.
fn compare(connection: &Connection, held: &Held, shared: &[Band]) -> Result<()> {
    let mut before: VecDeque<(Band, Cow<'_, Signature>)> = VecDeque::new();
    for band in shared {
        let Some(signature) = held.signature(connection, band.document)? else { continue };
        for (earlier, other) in &before {
            let similarity = other.similarity(&signature);
            if similarity >= SIMILAR {
                // The smaller key first.
                let mut pair = [(earlier, other), (band, &signature)];
                pair.sort_by_key(|(band, _)| (band.place, band.document));
                let [(first, one), (second, other)] = pair;
                connection
                    .prepare_cached(
                        "INSERT OR IGNORE INTO near (document_id, other_id, similarity, in_other, of_other)
                         VALUES (?1, ?2, ?3, ?4, ?5)",
                    )?
                    .execute(params![
                        first.document,
                        second.document,
                        similarity,
                        one.held_by(other, similarity),
                        other.held_by(one, similarity),
                    ])?;
            }
        }
        if before.len() == NEIGHBOURS {
            before.pop_front();
        }
        before.push_back((*band, signature));
    }
    Ok(())
}

/// The signatures of the first documents by id, in that order.
struct Held {
    documents: Vec<i64>,
    signatures: Vec<Option<Signature>>,
}

impl Held {
    fn first(connection: &Connection) -> Result<Held> {
        let mut held = Held { documents: Vec::new(), signatures: Vec::new() };
        let mut statement = connection.prepare_cached(
            "SELECT document_id, shingles, signature FROM signatures ORDER BY document_id LIMIT ?1",
        )?;
        let mut rows = statement.query([HELD])?;
        while let Some(row) = rows.next()? {
            held.documents.push(row.get(0)?);
            held.signatures.push(Signature::from_bytes(row.get(1)?, row.get_ref(2)?.as_blob()?));
        }
        Ok(held)
    }

    /// From memory, or else from the database.
    fn signature(&self, connection: &Connection, document: i64) -> Result<Option<Cow<'_, Signature>>> {
        match self.documents.binary_search(&document) {
            Ok(at) => Ok(self.signatures[at].as_ref().map(Cow::Borrowed)),
            Err(_) => connection
                .prepare_cached("SELECT shingles, signature FROM signatures WHERE document_id = ?1")?
                .query_row([document], |row| {
                    Ok(Signature::from_bytes(row.get(0)?, row.get_ref(1)?.as_blob()?).map(Cow::Owned))
                }),
        }
    }
}

/// Makes all signatures anew from the stored sections: those that are there were made in another way.
fn sign(connection: &Connection) -> Result<()> {
    connection.execute("DELETE FROM signatures", [])?;
    let mut documents = connection.prepare("SELECT id, key FROM documents")?;
    let mut sections =
        connection.prepare("SELECT heading, text FROM sections WHERE document_id = ?1 ORDER BY ordinal")?;
    let mut rows = documents.query([])?;
    while let Some(row) = rows.next()? {
        let (document, key): (i64, String) = (row.get(0)?, row.get(1)?);
        let texts: Vec<(Option<String>, String)> =
            sections.query_map([document], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<Result<_>>()?;
        let texts = texts.iter().flat_map(|(heading, text)| [heading.as_deref().unwrap_or_default(), text]);
        put(connection, document, &key, Signature::of(texts).as_ref())?;
    }
    connection.execute("UPDATE near_state SET scheme = ?1", [signature::scheme()]).map(drop)
}
