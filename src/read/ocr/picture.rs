//! Files of pictures: PNG, JPEG, and TIFF with its pages. What a crafted file can ask for is limited.

use super::raster::{Gray, Picture};
use image::{DynamicImage, ImageDecoder, ImageReader, Limits, metadata::Orientation};
use std::io::Cursor;
use tiff::ColorType;
use tiff::decoder::{ChunkType, Decoder, DecodingResult};
use tiff::tags::{PhotometricInterpretation, Tag};

/// Most pixels of a page: A3 at 600 dpi, and a half more.
pub(super) const MOST_PIXELS: u64 = 105_000_000;
/// Most bytes that a decoder may take.
const MOST_BYTES: u64 = 512 << 20;
/// Most pages of a file.
const MOST_PAGES: usize = 5_000;

/// A page as it stands in a file.
#[derive(Debug)]
pub(in crate::read) struct Scan {
    pub picture: Picture,
    /// Pixels an inch, across and down, where the file says so.
    pub dpi: Option<(f32, f32)>,
}

/// Why a picture is not read, in words for the error's message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::read) enum Flaw {
    Damaged,
    /// Beyond the limits of this reader.
    TooLarge,
    /// A compression or colour that is not read.
    Unsupported,
}

/// Decodes a PNG or JPEG.
pub(super) fn single(bytes: &[u8]) -> Result<Scan, Flaw> {
    let mut limits = Limits::default();
    limits.max_alloc = Some(MOST_BYTES);
    let mut reader = ImageReader::new(Cursor::new(bytes)).with_guessed_format().map_err(|_| Flaw::Damaged)?;
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(flaw)?;
    let (width, height) = decoder.dimensions();
    if u64::from(width) * u64::from(height) > MOST_PIXELS || decoder.total_bytes() > MOST_BYTES {
        return Err(Flaw::TooLarge);
    }
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let mut image = DynamicImage::from_decoder(decoder).map_err(flaw)?;
    image.apply_orientation(orientation);
    Ok(Scan { picture: of_image(image), dpi: png_dpi(bytes).or_else(|| jpeg_dpi(bytes)) })
}

fn flaw(error: image::ImageError) -> Flaw {
    match error {
        image::ImageError::Limits(_) => Flaw::TooLarge,
        image::ImageError::Unsupported(_) => Flaw::Unsupported,
        _ => Flaw::Damaged,
    }
}

fn of_image(image: DynamicImage) -> Picture {
    let (width, height) = (image.width() as usize, image.height() as usize);
    let has_alpha = image.color().has_alpha();
    if !image.color().has_color() && !has_alpha {
        return Picture::Gray(Gray { width, height, data: image.into_luma8().into_raw() });
    }
    if !has_alpha {
        return Picture::Color { width, height, data: image.into_rgb8().into_raw() };
    }
    // What is transparent is paper.
    let over = |value: u8, alpha: u8| {
        (u16::from(value) * u16::from(alpha) / 255 + 255 - u16::from(alpha)).min(255) as u8
    };
    let pixels = image.into_rgba8();
    let data =
        pixels.pixels().flat_map(|pixel| [0, 1, 2].map(|index| over(pixel[index], pixel[3]))).collect();
    Picture::Color { width, height, data }
}

/// The chunk pHYs, in pixels a metre (PNG specification, 11.3.4.3).
fn png_dpi(bytes: &[u8]) -> Option<(f32, f32)> {
    let mut rest = bytes.strip_prefix(b"\x89PNG\r\n\x1A\n")?;
    while let [a, b, c, d, kind @ ..] = rest {
        let len = u32::from_be_bytes([*a, *b, *c, *d]) as usize;
        let data = kind.get(4..)?;
        match kind.get(..4)? {
            b"pHYs" => {
                let number = |at: usize| Some(u32::from_be_bytes(data.get(at..at + 4)?.try_into().ok()?));
                let dpi = |number: u32| number as f32 * 0.0254;
                return (data.get(8) == Some(&1)).then_some((dpi(number(0)?), dpi(number(4)?)));
            }
            b"IDAT" => return None,
            _ => rest = data.get(len.checked_add(4)?..)?,
        }
    }
    None
}

/// The density of the JFIF header (ITU-T T.871, 10.1).
fn jpeg_dpi(bytes: &[u8]) -> Option<(f32, f32)> {
    let header = bytes.strip_prefix(b"\xFF\xD8\xFF\xE0")?.get(2..)?.strip_prefix(b"JFIF\0")?;
    let number = |at: usize| Some(f32::from(u16::from_be_bytes(header.get(at..at + 2)?.try_into().ok()?)));
    match header.get(2)? {
        1 => Some((number(3)?, number(5)?)),
        2 => Some((number(3)? * 2.54, number(5)? * 2.54)),
        _ => None,
    }
}

/// The pages of a TIFF, one after the other.
pub(in crate::read) struct TiffPages<'f> {
    decoder: Decoder<Cursor<&'f [u8]>>,
    next: usize,
    is_done: bool,
}

impl<'f> TiffPages<'f> {
    pub(super) fn open(bytes: &'f [u8]) -> Result<Self, Flaw> {
        let mut limits = tiff::decoder::Limits::default();
        limits.decoding_buffer_size = MOST_BYTES as usize;
        limits.intermediate_buffer_size = MOST_BYTES as usize;
        let decoder = Decoder::new(Cursor::new(bytes)).map_err(tiff_flaw)?.with_limits(limits);
        Ok(TiffPages { decoder, next: 0, is_done: false })
    }
}

impl Iterator for TiffPages<'_> {
    type Item = Result<Scan, Flaw>;

    fn next(&mut self) -> Option<Self::Item> {
        while !self.is_done && self.next < MOST_PAGES {
            if self.next > 0 {
                if !self.decoder.more_images() {
                    break;
                }
                if let Err(error) = self.decoder.next_image() {
                    self.is_done = true;
                    return Some(Err(tiff_flaw(error)));
                }
            }
            self.next += 1;
            // Bit 0 of NewSubfileType: a smaller copy of another page (TIFF 6.0, section 8).
            let kind = self.decoder.get_tag_u32(Tag::NewSubfileType).unwrap_or(0);
            if kind & 1 == 0 {
                return Some(page(&mut self.decoder));
            }
        }
        None
    }
}

fn tiff_flaw(error: tiff::TiffError) -> Flaw {
    match error {
        tiff::TiffError::LimitsExceeded | tiff::TiffError::IntSizeError => Flaw::TooLarge,
        tiff::TiffError::UnsupportedError(_) => Flaw::Unsupported,
        _ => Flaw::Damaged,
    }
}

fn page(decoder: &mut Decoder<Cursor<&[u8]>>) -> Result<Scan, Flaw> {
    let (width, height) = decoder.dimensions().map_err(tiff_flaw)?;
    if u64::from(width) * u64::from(height) > MOST_PIXELS {
        return Err(Flaw::TooLarge);
    }
    let dpi = tiff_dpi(decoder);
    let color = decoder.colortype().map_err(tiff_flaw)?;
    let palette = decoder
        .get_tag_u32(Tag::PhotometricInterpretation)
        .is_ok_and(|kind| kind == u32::from(PhotometricInterpretation::RGBPalette.to_u16()));
    let map = if palette { decoder.get_tag_u16_vec(Tag::ColorMap).ok() } else { None };
    if decoder.get_chunk_type() == ChunkType::Strip && decoder.strip_count().is_err() {
        return Err(Flaw::Damaged);
    }
    let data = match decoder.read_image().map_err(tiff_flaw)? {
        DecodingResult::U8(data) => data,
        DecodingResult::U16(data) => data.into_iter().map(|value| (value >> 8) as u8).collect(),
        _ => return Err(Flaw::Unsupported),
    };
    let (width, height) = (width as usize, height as usize);
    let picture = match (color, map) {
        (ColorType::Palette(bits) | ColorType::Gray(bits), Some(map)) => {
            let values = unpacked(&data, width, height, bits).ok_or(Flaw::Damaged)?;
            of_palette(width, height, &values, &map)
        }
        (ColorType::Gray(bits), None) => {
            let bits = if bits == 16 { 8 } else { bits };
            let mut values = unpacked(&data, width, height, bits).ok_or(Flaw::Damaged)?;
            let most = (1u32 << bits) - 1;
            values.iter_mut().for_each(|value| *value = (u32::from(*value) * 255 / most) as u8);
            Picture::Gray(Gray { width, height, data: values })
        }
        (ColorType::GrayA(_), None) => {
            Picture::Gray(Gray { width, height, data: data.chunks_exact(2).map(|pixel| pixel[0]).collect() })
        }
        (ColorType::RGB(_), None) => Picture::Color { width, height, data },
        (ColorType::RGBA(_), None) => {
            let data = data.chunks_exact(4).flat_map(|pixel| [pixel[0], pixel[1], pixel[2]]).collect();
            Picture::Color { width, height, data }
        }
        (ColorType::CMYK(_), None) => {
            let of = |ink: u8, black: u8| (u16::from(255 - ink) * u16::from(255 - black) / 255) as u8;
            let data =
                data.chunks_exact(4).flat_map(|p| [of(p[0], p[3]), of(p[1], p[3]), of(p[2], p[3])]).collect();
            Picture::Color { width, height, data }
        }
        (ColorType::YCbCr(8), None) => Picture::Color { width, height, data: of_ycbcr(&data) },
        _ => return Err(Flaw::Unsupported),
    };
    let whole = match &picture {
        Picture::Gray(gray) => gray.data.len() == width * height,
        Picture::Color { data, .. } => data.len() == width * height * 3,
    };
    if whole { Ok(Scan { picture, dpi }) } else { Err(Flaw::Damaged) }
}

/// Full colours of luminance and two differences (ITU-T T.871, 7).
fn of_ycbcr(data: &[u8]) -> Vec<u8> {
    data.chunks_exact(3)
        .flat_map(|pixel| {
            let [y, cb, cr] = [pixel[0], pixel[1], pixel[2]].map(f32::from);
            let (cb, cr) = (cb - 128.0, cr - 128.0);
            [y + 1.402 * cr, y - 0.344_14 * cb - 0.714_14 * cr, y + 1.772 * cb]
                .map(|v| v.clamp(0.0, 255.0) as u8)
        })
        .collect()
}

/// One value a pixel of rows that are packed into bytes; rows begin on whole bytes.
fn unpacked(data: &[u8], width: usize, height: usize, bits: u8) -> Option<Vec<u8>> {
    match bits {
        8 => (data.len() >= width * height).then(|| data[..width * height].to_vec()),
        1 | 2 | 4 => {
            let per_byte = usize::from(8 / bits);
            let stride = width.div_ceil(per_byte);
            let mask = (1u8 << bits) - 1;
            let mut values = Vec::with_capacity(width * height);
            for y in 0..height {
                let row = data.get(y * stride..(y + 1) * stride)?;
                values.extend((0..width).map(|x| {
                    let shift = (per_byte - 1 - x % per_byte) * usize::from(bits);
                    (row[x / per_byte] >> shift) & mask
                }));
            }
            Some(values)
        }
        _ => None,
    }
}

/// The colour map holds all reds, then all greens, then all blues, in 16 bits (TIFF 6.0, section 5).
fn of_palette(width: usize, height: usize, values: &[u8], map: &[u16]) -> Picture {
    let size = map.len() / 3;
    let color = |plane: usize, value: u8| {
        map.get(plane * size + usize::from(value)).map_or(255, |&level| (level >> 8) as u8)
    };
    let data = values.iter().flat_map(|&value| [color(0, value), color(1, value), color(2, value)]).collect();
    Picture::Color { width, height, data }
}

fn tiff_dpi(decoder: &mut Decoder<Cursor<&[u8]>>) -> Option<(f32, f32)> {
    let mut number = |tag| match decoder.get_tag(tag).ok()? {
        tiff::decoder::ifd::Value::Rational(over, under) if under > 0 => Some(over as f32 / under as f32),
        _ => None,
    };
    let (x, y) = (number(Tag::XResolution)?, number(Tag::YResolution)?);
    // 2: inch, 3: centimetre (TIFF 6.0, section 8).
    match decoder.get_tag_u32(Tag::ResolutionUnit).unwrap_or(2) {
        2 => Some((x, y)),
        3 => Some((x * 2.54, y * 2.54)),
        _ => None,
    }
}
