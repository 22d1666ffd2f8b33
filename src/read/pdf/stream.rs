//! Streams of a file, decoded within limits.

use super::limits;
use flate2::{Decompress, FlushDecompress, Status};
use hayro_syntax::Filter;
use hayro_syntax::object::dict::keys::{BITS_PER_COMPONENT, COLORS, COLUMNS, DECODE_PARMS, DP, PREDICTOR};
use hayro_syntax::object::{Array, Dict, Stream};
use std::borrow::Cow;

/// What a Flate stream of deflate's best case inflates to, per byte.
const RATIO: usize = 1032;
/// Bytes of a row before a predictor.
const ROW: u64 = 1 << 20;

/// The data of a stream; `None` where it is a picture, damaged, or beyond the limits.
pub(super) fn decoded<'a>(stream: &Stream<'a>) -> Option<Cow<'a, [u8]>> {
    let filters = stream.filters();
    if filters.is_empty() {
        return stream.decoded_data().ok().filter(|data| data.len() <= limits::STREAM_BYTES);
    }
    if !sane_rows(stream.dict()) {
        return None;
    }
    let plain = filters.iter().all(|filter| *filter == Filter::FlateDecode);
    if plain && !has_predictor(stream.dict()) {
        let mut data = stream.raw_data();
        for _ in filters.iter().take(8) {
            data = Cow::Owned(inflated(&data, limits::STREAM_BYTES)?);
        }
        return Some(data);
    }
    let expansion = filters.iter().fold(1_usize, |all, filter| {
        all.saturating_mul(match filter {
            Filter::FlateDecode => RATIO,
            // In theory far more; no content that a program wrote comes near.
            Filter::LzwDecode | Filter::RunLengthDecode => 64,
            Filter::Ascii85Decode => 4,
            _ => 1,
        })
    });
    // What may become too much is measured first.
    if stream.raw_data().len().saturating_mul(expansion) > limits::STREAM_BYTES {
        let first_is_flate = filters.first() == Some(&Filter::FlateDecode);
        if filters.len() > 1
            || !first_is_flate
            || inflated(&stream.raw_data(), limits::STREAM_BYTES).is_none()
        {
            return None;
        }
    }
    stream.decoded_data().ok()
}

/// Inflates zlib data, or bare deflate data where it is no zlib; as far as it is whole. `None` beyond the limit.
fn inflated(data: &[u8], limit: usize) -> Option<Vec<u8>> {
    let zlib =
        data.len() >= 2 && data[0] & 0x0F == 8 && u16::from_be_bytes([data[0], data[1]]).is_multiple_of(31);
    let out = inflate(data, zlib, limit)?;
    // A damaged head over data that is whole.
    if out.is_empty() && zlib { inflate(&data[2..], false, limit) } else { Some(out) }
}

fn inflate(data: &[u8], zlib: bool, limit: usize) -> Option<Vec<u8>> {
    let mut inflater = Decompress::new(zlib);
    let mut out = Vec::with_capacity((data.len() * 4).clamp(1 << 10, 1 << 20));
    loop {
        let (read, written) = (inflater.total_in() as usize, out.len());
        let status = inflater.decompress_vec(data.get(read..)?, &mut out, FlushDecompress::None);
        if out.len() > limit {
            return None;
        }
        match status {
            Ok(Status::Ok | Status::BufError) if out.len() == out.capacity() => {
                out.reserve(out.len().max(1 << 12));
            }
            Ok(Status::Ok) if inflater.total_in() as usize > read || out.len() > written => {}
            _ => return Some(out),
        }
    }
}

/// The parameters of a stream's filters.
fn parameters<'a>(dict: &Dict<'a>) -> Vec<Dict<'a>> {
    for key in [DP, DECODE_PARMS] {
        if let Some(one) = dict.get::<Dict<'a>>(key) {
            return vec![one];
        }
        if let Some(several) = dict.get::<Array<'a>>(key) {
            return several.iter::<Dict<'a>>().take(8).collect();
        }
    }
    Vec::new()
}

fn has_predictor(dict: &Dict<'_>) -> bool {
    parameters(dict).iter().any(|one| one.get::<i32>(PREDICTOR).unwrap_or(1) > 1)
}

/// Whether the rows that predictors ask for are of a size that exists.
fn sane_rows(dict: &Dict<'_>) -> bool {
    parameters(dict).iter().all(|one| {
        let number =
            |key: &[u8], default: i32| u64::from(one.get::<i32>(key).unwrap_or(default).unsigned_abs());
        let bits = number(COLUMNS, 1)
            .saturating_mul(number(COLORS, 1))
            .saturating_mul(number(BITS_PER_COMPONENT, 8));
        bits <= ROW * 8
    })
}

/// Whether a filter parameter in the file asks for rows beyond all measure: the library would make room for them before
/// it looks at the data.
pub(super) fn asks_for_too_much(file: &[u8]) -> bool {
    memchr::memmem::find_iter(file, b"/Columns").any(|at| {
        let digits = file[at + b"/Columns".len()..].trim_ascii_start();
        let count = digits.iter().take_while(|byte| byte.is_ascii_digit()).count();
        count > 7
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use flate2::Compression;
    use flate2::write::{DeflateEncoder, ZlibEncoder};
    use std::io::Write;

    fn zlib(data: &[u8]) -> Vec<u8> {
        let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(data).expect("memory");
        encoder.finish().expect("memory")
    }

    #[test]
    fn what_is_damaged_is_inflated_as_far_as_it_goes() {
        let text = b"BT (Phu luc) Tj ET ".repeat(500);
        let whole = zlib(&text);
        assert_eq!(inflated(&whole, 1 << 20).as_deref(), Some(&text[..]));
        let cut = inflated(&whole[..whole.len() - 12], 1 << 20).expect("a part");
        assert!(text.starts_with(&cut) && cut.len() > text.len() / 2);
        let mut bare = DeflateEncoder::new(Vec::new(), Compression::fast());
        bare.write_all(&text).expect("memory");
        assert_eq!(inflated(&bare.finish().expect("memory"), 1 << 20).as_deref(), Some(&text[..]));
        assert_eq!(inflated(b"", 1 << 20).as_deref(), Some(&b""[..]));
    }

    #[test]
    fn what_inflates_beyond_the_limit_is_left() {
        let bomb = zlib(&vec![b' '; 1 << 20]);
        assert!(bomb.len() < 2000);
        assert_eq!(inflated(&bomb, 1 << 16), None);
    }

    #[test]
    fn rows_beyond_measure_are_seen() {
        assert!(asks_for_too_much(b"<< /Predictor 12 /Columns 17179869183 >>"));
        assert!(!asks_for_too_much(b"<< /Predictor 12 /Columns 5 >> << /Columns 2480 /K -1 >>"));
    }
}
