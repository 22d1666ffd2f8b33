//! How records are packed: Snappy, which takes half the time of zlib at its fastest for a fifteenth more bytes. Corpora of the
//! first version of the schema have zlib.

use snap::raw::{Decoder, Encoder, decompress_len};
use std::cell::RefCell;
use std::io::{Error, Read, Result};

/// What `records.packing` says of those that are packed now.
pub(super) const PACKING: &str = "snappy";

/// The bytes packed.
pub(super) fn pack(bytes: &[u8]) -> Vec<u8> {
    thread_local! {
        // Its table is made once for each thread.
        static ENCODER: RefCell<Encoder> = RefCell::new(Encoder::new());
    }
    // Longer than 4 GiB no record becomes: files end at 512 MB.
    ENCODER.with_borrow_mut(|encoder| encoder.compress_vec(bytes).unwrap_or_default())
}

/// The JSON of a record from its packed bytes.
///
/// # Errors
/// They are damaged, or packed in a way that is not known.
pub(super) fn unpack(packing: &str, bytes: &[u8]) -> Result<String> {
    match packing {
        PACKING => {
            // Three bytes stand for 64 at most: a length beyond that is no reason to take memory.
            if decompress_len(bytes)? > bytes.len().saturating_mul(32) + 64 {
                return Err(Error::other("the length is damaged"));
            }
            String::from_utf8(Decoder::new().decompress_vec(bytes)?).map_err(Error::other)
        }
        "zlib" => {
            let mut json = String::new();
            flate2::read::ZlibDecoder::new(bytes).read_to_string(&mut json)?;
            Ok(json)
        }
        other => Err(Error::other(format!("packed as {other}"))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    #[test]
    fn what_is_packed_comes_back() {
        let noise: String =
            (0..50_000u32).map(|n| char::from(b' ' + (n.wrapping_mul(2_654_435_761) >> 26) as u8)).collect();
        for text in ["", "{}", &"văn bản ".repeat(100_000), &noise] {
            assert_eq!(unpack(PACKING, &pack(text.as_bytes())).unwrap(), text);
            let mut zlib = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
            zlib.write_all(text.as_bytes()).unwrap();
            assert_eq!(unpack("zlib", &zlib.finish().unwrap()).unwrap(), text);
        }
    }

    #[test]
    fn what_is_damaged_is_told() {
        for (packing, bytes) in [
            ("zlib", &b"no zlib"[..]),
            (PACKING, b"no snappy"),
            (PACKING, &[0xff, 0xff, 0xff, 0xff, 0x0f, 0]),
            (PACKING, &[]),
            ("rot13", &pack(b"{}")),
        ] {
            assert!(unpack(packing, bytes).is_err(), "{packing} {bytes:?}");
        }
    }
}
