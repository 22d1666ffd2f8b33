//! Single bytes as characters.

use encoding_rs::{
    Encoding, MACINTOSH, WINDOWS_874, WINDOWS_1250, WINDOWS_1251, WINDOWS_1252, WINDOWS_1253, WINDOWS_1254,
    WINDOWS_1255, WINDOWS_1256, WINDOWS_1257, WINDOWS_1258,
};
use std::sync::LazyLock;

/// The characters of the bytes from 0x80 on. Bytes that an encoding leaves free keep their numbers.
pub(super) type Upper = [char; 128];

static WESTERN: LazyLock<Upper> = LazyLock::new(|| upper(WINDOWS_1252));

pub(super) fn windows_1252(byte: u8) -> char {
    match byte.checked_sub(0x80) {
        Some(index) => WESTERN[usize::from(index)],
        None => char::from(byte),
    }
}

fn upper(encoding: &'static Encoding) -> Upper {
    std::array::from_fn(|index| {
        let byte = [0x80 + index as u8];
        let decoded = encoding.decode_without_bom_handling_and_without_replacement(&byte);
        decoded.and_then(|text| text.chars().next()).unwrap_or(char::from(byte[0]))
    })
}

/// The characters of a set as fonts name it (RTF 1.9.1, "Font Table"; MS-WMF 2.1.1.5). Sets of several bytes a letter
/// are read as Windows-1252.
pub(super) fn of_charset(charset: i32) -> Upper {
    upper(match charset {
        77 => MACINTOSH,
        161 => WINDOWS_1253,
        162 => WINDOWS_1254,
        163 => WINDOWS_1258,
        177 => WINDOWS_1255,
        178 => WINDOWS_1256,
        186 => WINDOWS_1257,
        204 => WINDOWS_1251,
        222 => WINDOWS_874,
        238 => WINDOWS_1250,
        _ => WINDOWS_1252,
    })
}

/// The set of characters of a Windows code page.
pub(super) fn charset_of(codepage: i32) -> i32 {
    match codepage {
        874 => 222,
        1250 => 238,
        1251 => 204,
        1253 => 161,
        1254 => 162,
        1255 => 177,
        1256 => 178,
        1257 => 186,
        1258 => 163,
        10000 => 77,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_are_read_in_the_set_of_their_font() {
        for (charset, byte, letter) in [
            (0, 0xE3, 'ã'),
            (0, 0x93, '“'),
            (0, 0x81, '\u{81}'),
            (163, 0xE3, 'ă'),
            (163, 0xEC, '\u{301}'),
            (238, 0xF0, 'đ'),
            (204, 0xCF, 'П'),
            (128, 0xE9, 'é'),
        ] {
            assert_eq!(of_charset(charset)[byte - 0x80], letter, "{charset} {byte:x}");
        }
    }
}
