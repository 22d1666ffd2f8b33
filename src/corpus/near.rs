//! Near duplicates: which documents have the same text but for some words.
//!
//! Signatures ([`super::signature`]) are cut into bands; documents that share a band are compared by their whole signatures
//! (locality-sensitive hashing). The links follow from the set of documents alone, in whatever order they came, and are
//! made anew for all of them when a run ends: a pass over the signatures tells which bands are shared, others take these, some
//! at a time, so that memory stays the same however many documents there are.

mod shared;

use super::signature::{self, HASHES, Signature};
use rayon::iter::{IntoParallelIterator, IntoParallelRefIterator, ParallelIterator};
use rayon::slice::ParallelSliceMut;
use rusqlite::{Connection, OptionalExtension, Result, Row, params};
use rustc_hash::FxHashMap;
use shared::Shared;
use std::ops::Range;

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

/// Bands that are compared at a time, by all threads.
const COMPARED: usize = 1 << 15;

/// Signatures in memory while links are made, of 256 bytes each; those of further documents are fetched for the bands that are
/// compared at a time.
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
        .execute(params![document, place(key), signature.shingles, signature.bytes()])?;
    // No trigger: for those of an insertion SQLite copies each page aside before it writes.
    connection.prepare_cached("UPDATE near_state SET current = 0 WHERE current = 1")?.execute([]).map(drop)
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
    let held = Held::first(connection)?;
    let shared = Shared::new(bands);
    let again = held.bands(connection, |band| shared.meet(band.hash).then_some(()))?.len();
    // Of the documents that share a band one is met before the others.
    let passes = (2 * again).div_ceil(AT_A_TIME) as u64;
    for pass in 0..passes {
        let is_of_pass = |band: &Band| band.hash % passes == pass && shared.has(band.hash);
        let mut bands = held.bands(connection, |band| is_of_pass(&band).then_some(band))?;
        bands.par_sort_unstable();
        for from in (0..bands.len()).step_by(COMPARED) {
            let range = from..bands.len().min(from + COMPARED);
            let behind = held.behind(connection, &bands[from.saturating_sub(NEIGHBOURS)..range.end])?;
            let signature = |document| held.signature(document).or_else(|| behind.get(&document));
            put_pairs(connection, pairs(&bands, range, signature))?;
        }
    }
    connection.execute("UPDATE near_state SET current = 1", []).map(drop)
}

/// The hash of a band, another one for the same values in another band.
fn mixed(nth: u64, band: u64) -> u64 {
    let mut hash = band ^ nth.wrapping_mul(0x9E37_79B9_7F4A_7C15);
    hash = (hash ^ (hash >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    hash = (hash ^ (hash >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    hash ^ (hash >> 31)
}

/// Two near duplicates, as they are stored.
struct Pair {
    document: i64,
    other: i64,
    similarity: f64,
    in_other: f64,
    of_other: f64,
}

/// The near duplicates among the documents that share a band, each compared with its neighbours, for a range of the sorted
/// bands; each pair once, in order.
fn pairs<'s>(
    bands: &[Band],
    range: Range<usize>,
    signature: impl Fn(i64) -> Option<&'s Signature> + Sync,
) -> Vec<Pair> {
    let pair = |earlier: &Band, band: &Band| {
        // The smaller key first.
        let mut pair = [earlier, band];
        pair.sort_by_key(|band| (band.place, band.document));
        let [first, second] = pair.map(|band| band.document);
        let (one, other) = (signature(first)?, signature(second)?);
        let similarity = one.similarity(other);
        (similarity >= SIMILAR).then(|| Pair {
            document: first,
            other: second,
            similarity,
            in_other: one.held_by(other, similarity),
            of_other: other.held_by(one, similarity),
        })
    };
    let pair = &pair;
    let of = |at: usize| {
        let band = &bands[at];
        let before = bands[at.saturating_sub(NEIGHBOURS)..at].iter().rev();
        let neighbours = before.take_while(move |earlier| earlier.hash == band.hash);
        neighbours.filter_map(move |earlier| pair(earlier, band))
    };
    let mut pairs: Vec<Pair> = range.into_par_iter().flat_map_iter(of).collect();
    pairs.sort_unstable_by_key(|pair| (pair.document, pair.other));
    pairs.dedup_by_key(|pair| (pair.document, pair.other));
    pairs
}

fn put_pairs(connection: &Connection, pairs: Vec<Pair>) -> Result<()> {
    // Others of their bands may have led to the same pair.
    let mut insert = connection.prepare_cached(
        "INSERT OR IGNORE INTO near (document_id, other_id, similarity, in_other, of_other)
         VALUES (?1, ?2, ?3, ?4, ?5)",
    )?;
    for Pair { document, other, similarity, in_other, of_other } in pairs {
        insert.execute(params![document, other, similarity, in_other, of_other])?;
    }
    Ok(())
}

/// A document and its signature.
struct Signed {
    document: i64,
    place: i64,
    signature: Signature,
}

impl Signed {
    /// From the columns `document_id`, `place`, `shingles` and `signature`; `None` of a signature that is damaged.
    fn from_row(row: &Row<'_>) -> Result<Option<Signed>> {
        let (document, place) = (row.get(0)?, row.get(1)?);
        let signature = Signature::from_bytes(row.get(2)?, row.get_ref(3)?.as_blob()?);
        Ok(signature.map(|signature| Signed { document, place, signature }))
    }

    fn bands(&self) -> impl Iterator<Item = Band> {
        let &Signed { document, place, ref signature } = self;
        let (bands, _) = signature.hashes.as_chunks::<ROWS>();
        let packed = |band: &[u16; ROWS]| {
            band.iter().fold(0, |all, hash| all << u16::BITS | u64::from(hash.swap_bytes()))
        };
        bands.iter().zip(bands.iter().cycle().skip(1)).zip(0..).map(move |((band, next), nth)| Band {
            hash: mixed(nth, packed(band)),
            next: packed(next),
            place,
            document,
        })
    }
}

/// The signatures of the first documents by id, in that order.
struct Held {
    signed: Vec<Signed>,
    /// Their documents, close together: they are looked up for every pair.
    documents: Vec<i64>,
}

impl Held {
    fn first(connection: &Connection) -> Result<Held> {
        let mut signed = Vec::new();
        let mut statement = connection.prepare_cached(
            "SELECT document_id, place, shingles, signature FROM signatures ORDER BY document_id LIMIT ?1",
        )?;
        let mut rows = statement.query([HELD])?;
        while let Some(row) = rows.next()? {
            signed.extend(Signed::from_row(row)?);
        }
        let documents = signed.iter().map(|signed: &Signed| signed.document).collect();
        Ok(Held { signed, documents })
    }

    /// What is wanted of the bands of all documents; the signatures of those that are not held are fetched.
    fn bands<T: Send>(
        &self,
        connection: &Connection,
        want: impl Fn(Band) -> Option<T> + Sync,
    ) -> Result<Vec<T>> {
        let mut wanted: Vec<T> =
            self.signed.par_iter().flat_map_iter(|signed| signed.bands().filter_map(&want)).collect();
        let mut behind = connection.prepare_cached(
            "SELECT document_id, place, shingles, signature FROM signatures WHERE document_id > ?1",
        )?;
        let mut rows = behind.query([self.last()])?;
        while let Some(row) = rows.next()? {
            wanted.extend(Signed::from_row(row)?.iter().flat_map(Signed::bands).filter_map(&want));
        }
        Ok(wanted)
    }

    /// The last document that is held.
    fn last(&self) -> i64 {
        self.documents.last().copied().unwrap_or(i64::MIN)
    }

    fn signature(&self, document: i64) -> Option<&Signature> {
        // Numbers without gaps, as a first run gives them, tell the place.
        let first = *self.documents.first()?;
        let place = usize::try_from(document.wrapping_sub(first)).unwrap_or(usize::MAX);
        let at = match self.documents.get(place) {
            Some(found) if *found == document => place,
            _ => self.documents.binary_search(&document).ok()?,
        };
        self.signed.get(at).map(|signed| &signed.signature)
    }

    /// The signatures of those documents that are not held and share one of some bands.
    fn behind(&self, connection: &Connection, bands: &[Band]) -> Result<FxHashMap<i64, Signature>> {
        let mut behind = FxHashMap::default();
        // Most bands are a document's own, and nothing is compared for them.
        let shared = bands.chunk_by(|one, other| one.hash == other.hash).filter(|alike| alike.len() > 1);
        let mut documents: Vec<i64> = shared.flatten().map(|band| band.document).collect();
        documents.retain(|document| *document > self.last());
        documents.sort_unstable();
        documents.dedup();
        let mut select =
            connection.prepare_cached("SELECT shingles, signature FROM signatures WHERE document_id = ?1")?;
        for document in documents {
            let signature = select
                .query_row([document], |row| {
                    Ok(Signature::from_bytes(row.get(0)?, row.get_ref(1)?.as_blob()?))
                })
                .optional()?
                .flatten();
            behind.extend(signature.map(|signature| (document, signature)));
        }
        Ok(behind)
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
