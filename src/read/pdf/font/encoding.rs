//! The letters that the codes of simple fonts stand for (ISO 32000-1, 9.6.6), where a table says so.

use hayro_syntax::object::dict::keys::{BASE_ENCODING, DIFFERENCES, ENCODING, WIN_ANSI_ENCODING};
use hayro_syntax::object::{Array, Dict, Name, Object};

/// The encoding that a simple font states.
#[derive(Debug)]
pub(super) struct Encoding {
    pub base: Base,
    /// Codes that have names of their own.
    differs: [u64; 4],
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Base {
    WinAnsi,
    /// Another one with a name.
    Named,
    /// None: that of the font program.
    Own,
}

impl Encoding {
    pub fn new(font: &Dict<'_>) -> Self {
        let mut encoding = Encoding { base: base(font.get::<Name<'_>>(ENCODING)), differs: [0; 4] };
        if let Some(dict) = font.get::<Dict<'_>>(ENCODING) {
            encoding.base = base(dict.get::<Name<'_>>(BASE_ENCODING));
            let mut code = 0_i64;
            for item in
                dict.get::<Array<'_>>(DIFFERENCES).iter().flat_map(Array::iter::<Object<'_>>).take(2000)
            {
                match item {
                    Object::Number(number) => code = number.as_i64(),
                    Object::Name(_) => {
                        if let Ok(code) = u8::try_from(code) {
                            encoding.differs[usize::from(code >> 6)] |= 1 << (code & 63);
                        }
                        code = code.saturating_add(1);
                    }
                    _ => {}
                }
            }
        }
        encoding
    }

    /// Whether the font gives the code a name of its own.
    pub fn differs(&self, code: u8) -> bool {
        self.differs[usize::from(code >> 6)] & (1 << (code & 63)) != 0
    }
}

fn base(name: Option<Name<'_>>) -> Base {
    match name.as_deref() {
        Some(WIN_ANSI_ENCODING) => Base::WinAnsi,
        Some(_) => Base::Named,
        None => Base::Own,
    }
}

/// The letter of a code of WinAnsiEncoding. Fonts of the time before Unicode put letters of their own where the standard
/// has a soft hyphen or nothing, so these codes stay what they are.
pub(super) fn win_ansi(code: u8) -> Option<char> {
    const C1: [char; 32] = [
        '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8D}', 'Ž', '\u{8F}',
        '\u{90}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9D}', 'ž', 'Ÿ',
    ];
    match code {
        0x20..=0x7E | 0xA0..=0xFF => Some(char::from(code)),
        0x80..=0x9F => Some(C1[usize::from(code - 0x80)]),
        _ => None,
    }
}
