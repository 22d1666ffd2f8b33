//! How bytes are packed: Snappy, which takes half the time of zlib at its fastest for a fifteenth more bytes. Corpora of the
//! first version of the schema have zlib.

use flate2::Compression;
use flate2::read::{ZlibDecoder, ZlibEncoder};
use snap::raw::{Decoder, Encoder, decompress_len};
use std::cell::RefCell;
use std::io::{Error, Read, Result};

const SNAPPY: &str = "snappy";
const ZLIB: &str = "zlib";

/// What `records.packing` says, and the bytes packed.
///
/// # Errors
/// Those of zlib, which has none for bytes in memory.
pub(super) fn pack(bytes: &[u8]) -> Result<(&'static str, Vec<u8>)> {
    thread_local! {
        // Its table is made once for each thread.
        static ENCODER: RefCell<Encoder> = RefCell::new(Encoder::new());
    }
    match ENCODER.with_borrow_mut(|encoder| encoder.compress_vec(bytes)) {
        Ok(packed) => Ok((SNAPPY, packed)),
        // More than 4 GiB, of which Snappy cannot tell the length.
        Err(_) => Ok((ZLIB, deflated(bytes)?)),
    }
}

fn deflated(bytes: &[u8]) -> Result<Vec<u8>> {
    let mut packed = Vec::new();
    ZlibEncoder::new(bytes, Compression::fast()).read_to_end(&mut packed)?;
    Ok(packed)
}

/// The text that was packed.
///
/// # Errors
/// The bytes are damaged, or packed in a way that is not known.
pub(super) fn unpack(packing: &str, bytes: &[u8]) -> Result<String> {
    match packing {
        SNAPPY => {
            // Three bytes stand for 64 at most: a length beyond that is no reason to take memory.
            if decompress_len(bytes)? > bytes.len().saturating_mul(32) + 64 {
                return Err(Error::other("the length is damaged"));
            }
            let text = Decoder::new().decompress_vec(bytes)?;
            Ok(simdutf8::basic::from_utf8(&text).map_err(Error::other)?.to_owned())
        }
        ZLIB => {
            let mut text = String::new();
            ZlibDecoder::new(bytes).read_to_string(&mut text)?;
            Ok(text)
        }
        other => Err(Error::other(format!("packed as {other}"))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_packed_comes_back() {
        let noise: String =
            (0..50_000u32).map(|n| char::from(b' ' + (n.wrapping_mul(2_654_435_761) >> 26) as u8)).collect();
        for text in ["", "{}", &"văn bản ".repeat(100_000), &noise] {
            let (packing, packed) = pack(text.as_bytes()).unwrap();
            assert_eq!(packing, SNAPPY);
            assert_eq!(unpack(packing, &packed).unwrap(), text);
            assert_eq!(unpack(ZLIB, &deflated(text.as_bytes()).unwrap()).unwrap(), text);
        }
    }

    #[test]
    fn what_is_damaged_is_told() {
        for (packing, bytes) in [
            (ZLIB, &b"no zlib"[..]),
            (SNAPPY, b"no snappy"),
            (SNAPPY, &[0xff, 0xff, 0xff, 0xff, 0x0f, 0]),
            (SNAPPY, &[]),
            ("rot13", &pack(b"{}").unwrap().1),
        ] {
            assert!(unpack(packing, bytes).is_err(), "{packing} {bytes:?}");
        }
    }
}
