//! A record as it is stored: its JSON, packed, without the texts of its sections.
//!
//! The texts are two thirds of the JSON, and stand in the table `sections` anyhow. They are put back when the record is
//! read, byte for byte; a checksum tells whether they are still those that the record had.

use super::packing::{pack, unpack};
use crate::write::wire::{Record, Section};
use memchr::memmem;
use rusqlite::types::Type;
use rusqlite::{Connection, Error, Result, Row};
use std::io;

/// A section's text in the JSON where it is left out.
const EMPTY: &str = r#""text":"""#;

/// The length of the text itself there: its quotation marks.
const QUOTES: usize = 2;

/// What the table `records` has of a record.
#[derive(Debug)]
pub(super) struct Packed {
    /// The length of the JSON, whole.
    pub json_bytes: usize,
    pub packing: &'static str,
    pub bytes: Vec<u8>,
    /// The checksum of the texts that were left out; `None` where none were.
    pub texts: Option<u32>,
}

impl Packed {
    /// Packs a record, of which this program writes the JSON. Gives the texts of its sections too, in document order; the
    /// record is left without them.
    ///
    /// # Errors
    /// A record that cannot be written as JSON.
    pub fn new(record: &mut Record) -> io::Result<(Packed, Vec<String>)> {
        let texts = take_texts(&mut record.sections);
        let parted = serde_json::to_string(record)?;
        let packed = if pieces(&parted).count() == texts.len() + 1 {
            Packed::parted(&parted, &texts)?
        } else {
            // Something else of the record is an empty text: which are those of sections could not be told.
            let mut rest = texts.iter();
            each_text(&mut record.sections, |text| text.clone_from(rest.next().unwrap_or(&String::new())));
            let whole = Packed::whole(&serde_json::to_string(record)?)?;
            each_text(&mut record.sections, String::clear);
            whole
        };
        Ok((packed, texts))
    }

    /// Packs a record that came as JSON. What another program wrote in its own way is kept as it is.
    ///
    /// # Errors
    /// As [`Packed::new`].
    pub fn of_json(record: &mut Record, whole: String) -> io::Result<(Packed, Vec<String>)> {
        let texts = take_texts(&mut record.sections);
        let left_out: usize = texts.iter().map(|text| escaped_len(text)).sum();
        // Of a record of a hundred megabytes no buffer that doubles is wanted.
        let mut parted = Vec::with_capacity(whole.len().saturating_sub(left_out));
        serde_json::to_writer(&mut parted, record)?;
        let parted = String::from_utf8(parted).map_err(io::Error::other)?;
        if is_whole(whole.trim(), &parted, &texts) {
            drop(whole);
            Ok((Packed::parted(&parted, &texts)?, texts))
        } else {
            Ok((Packed::whole(whole.trim())?, texts))
        }
    }

    fn parted(parted: &str, texts: &[String]) -> io::Result<Packed> {
        let (packing, bytes) = pack(parted.as_bytes())?;
        let left_out: usize = texts.iter().map(|text| escaped_len(text)).sum();
        Ok(Packed { json_bytes: parted.len() + left_out, packing, bytes, texts: Some(checksum(texts)) })
    }

    fn whole(json: &str) -> io::Result<Packed> {
        let (packing, bytes) = pack(json.as_bytes())?;
        Ok(Packed { json_bytes: json.len(), packing, bytes, texts: None })
    }
}

/// A row of `records`.
pub(super) struct Stored<'r> {
    document: i64,
    packing: &'r str,
    record: &'r [u8],
    texts: Option<u32>,
}

impl<'r> Stored<'r> {
    /// The columns of `records r` for [`Stored::from_row`].
    pub const COLUMNS: &'static str = "r.document_id, r.packing, r.record, r.texts";

    /// How many columns these are.
    pub const WIDTH: usize = 4;

    /// From the columns of a row that begin at `first`.
    pub fn from_row(row: &'r Row<'_>, first: usize) -> Result<Stored<'r>> {
        Ok(Stored {
            document: row.get(first)?,
            packing: row.get_ref(first + 1)?.as_str()?,
            record: row.get_ref(first + 2)?.as_blob()?,
            texts: row.get(first + 3)?,
        })
    }

    /// The JSON of the record, on one line without its end.
    ///
    /// # Errors
    /// Those of the database; of a record that is damaged, [`Error::FromSqlConversionFailure`].
    pub fn json(&self, connection: &Connection) -> Result<String> {
        let json = self.parted()?;
        let Some(sum) = self.texts else { return Ok(json) };
        let text = |row: &Row<'_>| {
            let bytes = row.get_ref(0)?.as_bytes()?;
            simdutf8::basic::from_utf8(bytes).map(str::to_owned).map_err(|cause| damaged(cause.into()))
        };
        let texts: Vec<String> = connection
            .prepare_cached("SELECT text FROM sections WHERE document_id = ?1 ORDER BY ordinal")?
            .query_map([self.document], text)?
            .collect::<Result<_>>()?;
        (checksum(&texts) == sum)
            .then(|| put_back(&json, &texts))
            .flatten()
            .ok_or_else(|| damaged("sections.text is not what was read".into()))
    }

    /// The JSON without the texts of sections, which may be empty in it; for what else stands there.
    ///
    /// # Errors
    /// [`Error::FromSqlConversionFailure`] of a record that is damaged.
    pub fn parted(&self) -> Result<String> {
        unpack(self.packing, self.record).map_err(|cause| damaged(cause.into()))
    }
}

fn damaged(cause: Box<dyn std::error::Error + Send + Sync>) -> Error {
    Error::FromSqlConversionFailure(0, Type::Blob, cause)
}

/// The texts of sections in document order, taken out of them.
fn take_texts(sections: &mut [Section]) -> Vec<String> {
    let mut texts = Vec::new();
    each_text(sections, |text| texts.push(std::mem::take(text)));
    texts
}

/// Goes through the texts of a tree of sections in document order. No recursion: depth is the document's choice.
fn each_text(sections: &mut [Section], mut take: impl FnMut(&mut String)) {
    let mut waiting = vec![sections.iter_mut()];
    while let Some(siblings) = waiting.last_mut() {
        if let Some(section) = siblings.next() {
            take(&mut section.text);
            waiting.push(section.children.iter_mut());
        } else {
            waiting.pop();
        }
    }
}

/// The JSON of a record cut where texts were left out: one piece more than texts.
fn pieces(parted: &str) -> impl Iterator<Item = &str> {
    let mut begin = 0;
    memmem::find_iter(parted.as_bytes(), EMPTY)
        .map(|at| (at + EMPTY.len() - QUOTES, at + EMPTY.len()))
        .chain([(parted.len(), parted.len())])
        .map(move |(end, next)| parted.get(std::mem::replace(&mut begin, next)..end).unwrap_or_default())
}

/// Puts texts into the JSON of a record at the places where they were left out; `None` where there are more or fewer places.
fn put_back(parted: &str, texts: &[String]) -> Option<String> {
    let left_out: usize = texts.iter().map(String::len).sum();
    let mut whole = String::with_capacity(parted.len() + left_out + left_out / 32);
    let mut pieces = pieces(parted);
    whole.push_str(pieces.next()?);
    for text in texts {
        whole.push_str(&serde_json::to_string(text).ok()?);
        whole.push_str(pieces.next()?);
    }
    pieces.next().is_none().then_some(whole)
}

/// Whether [`put_back`] would give this JSON; without making it, for it may be large.
fn is_whole(whole: &str, parted: &str, texts: &[String]) -> bool {
    let mut pieces = pieces(parted);
    let mut rest = pieces.next().and_then(|piece| whole.strip_prefix(piece));
    for text in texts {
        rest = rest.and_then(|rest| {
            let escaped = serde_json::to_string(text).ok()?;
            rest.strip_prefix(&escaped)?.strip_prefix(pieces.next()?)
        });
    }
    rest == Some("") && pieces.next().is_none()
}

/// How many bytes a text takes in JSON, its quotation marks left out.
fn escaped_len(text: &str) -> usize {
    // In blocks, of which a byte can hold the sum: the compiler then counts many bytes at once.
    let of_block = |block: &[u8]| usize::from(block.iter().map(|byte| escape_len(*byte)).sum::<u8>());
    let (blocks, rest) = text.as_bytes().as_chunks::<32>();
    text.len() + blocks.iter().map(|block| of_block(block)).sum::<usize>() + of_block(rest)
}

/// How many bytes more than itself a byte takes in JSON: `\n`, but `\u0001`.
fn escape_len(byte: u8) -> u8 {
    let is_short = matches!(byte, 0x08 | b'\t' | b'\n' | 0x0C | b'\r');
    let is_marked = u8::from(byte == b'"') | u8::from(byte == b'\\');
    is_marked + 5 * u8::from(byte < 0x20) - 4 * u8::from(is_short)
}

/// CRC-32 (IEEE 802.3) of texts, a zero byte behind each.
fn checksum(texts: &[String]) -> u32 {
    let mut sum = crc32fast::Hasher::new();
    for text in texts {
        sum.update(text.as_bytes());
        sum.update(&[0]);
    }
    sum.finalize()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Lang;
    use crate::rules::Rules;
    use crate::write::convert;
    use crate::{pipeline, read};
    use proptest::prelude::*;

    fn record(text: &str) -> Record {
        let source = read::decode("/a.txt", text.as_bytes().to_vec(), &read::Options::default()).unwrap();
        convert::record(&pipeline::from_source(source, Rules::embedded()), Lang::Vi)
    }

    const PLAN: &str = "KẾ HOẠCH\nPhát triển \"chợ\"\n\nI. MỤC TIÊU\n1. Chung\na) Đến năm 2030 đạt 90%.\n\
        b) Giảm\tnghèo \\ nhanh.\nII. TỔ CHỨC THỰC HIỆN\nSở Công Thương chủ trì.\n";

    #[test]
    fn the_texts_of_sections_are_left_out_and_come_back() {
        let mut plan = record(PLAN);
        let whole = serde_json::to_string(&plan).unwrap();
        let (packed, texts) = Packed::new(&mut plan).unwrap();
        assert!(texts.len() > 4 && texts.iter().any(|text| text.contains("90%")), "{texts:?}");
        assert!(packed.texts.is_some() && packed.json_bytes == whole.len());
        let parted = unpack(packed.packing, &packed.bytes).unwrap();
        assert!(texts.iter().all(|text| text.len() < 10 || !parted.contains(&format!("\"text\":\"{text}"))));
        assert_eq!(put_back(&parted, &texts).as_ref(), Some(&whole));
        assert_eq!(put_back(&parted, &texts[1..]), None);
        assert_eq!(put_back(&parted, &[&texts[..], &texts[..1]].concat()), None);
    }

    #[test]
    fn a_record_that_could_be_mistaken_stays_whole() {
        let mut plan = record(PLAN);
        plan.header.title.as_mut().unwrap().text.clear();
        let whole = serde_json::to_string(&plan).unwrap();
        let (packed, texts) = Packed::new(&mut plan).unwrap();
        assert!(texts.len() > 4 && packed.texts.is_none() && packed.json_bytes == whole.len());
        assert_eq!(unpack(packed.packing, &packed.bytes).unwrap(), whole);
        assert!(plan.sections.iter().all(|section| section.text.is_empty()));
    }

    #[test]
    fn json_of_others_is_kept_as_it_is() {
        let own = serde_json::to_string(&record(PLAN)).unwrap();
        assert!(Packed::of_json(&mut record(PLAN), own.clone()).unwrap().0.texts.is_some());
        let spaced = own.replace("\":", "\": ");
        let packed = Packed::of_json(&mut record(PLAN), spaced.clone()).unwrap().0;
        assert!(packed.texts.is_none() && packed.json_bytes == spaced.len());
        assert_eq!(unpack(packed.packing, &packed.bytes).unwrap(), spaced);
    }

    proptest! {
        #[test]
        fn the_length_in_json_is_known(text in r#"[\x00-\x7f"\\\n\té€𝄞]{0,80}"#) {
            prop_assert_eq!(escaped_len(&text) + 2, serde_json::to_string(&text).unwrap().len());
        }

        #[test]
        fn any_texts_come_back(texts in prop::collection::vec(r#"[\x00-\x7f":,a-z\\]{0,20}"#, 0..6)) {
            let list = |texts: &[String]| {
                let parts: Vec<_> = texts.iter().map(|text| serde_json::json!({"text": text, "n": 1}).to_string()).collect();
                parts.concat()
            };
            let parted = list(&vec![String::new(); texts.len()]);
            prop_assert!(is_whole(&list(&texts), &parted, &texts));
            prop_assert!(!is_whole(&(list(&texts) + " "), &parted, &texts));
            prop_assert_eq!(put_back(&parted, &texts), Some(list(&texts)));
        }
    }
}
