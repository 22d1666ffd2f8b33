//! Names of files as the ledger writes them: text that leads back to the bytes.
//!
//! A name that is UTF-8 stays as it is, whatever its normalization. Bytes that are no UTF-8 become `\xHH`; a backslash that
//! would be taken for such an escape becomes `\x5C`.

use std::borrow::Cow;
use std::path::{Path, PathBuf};

/// The mark between an archive and a file inside it.
pub const INSIDE: &str = "!/";

/// The path as the ledger writes it.
pub fn of_path(path: &Path) -> String {
    of_bytes(path.as_os_str().as_encoded_bytes())
}

/// The bytes of a name as the ledger writes them.
pub fn of_bytes(bytes: &[u8]) -> String {
    let mut name = String::with_capacity(bytes.len());
    for chunk in bytes.utf8_chunks() {
        let mut rest = chunk.valid();
        while let Some(at) = rest.find('\\') {
            let (before, from) = rest.split_at(at);
            name.push_str(before);
            name.push_str(if escaped(from.as_bytes()).is_some() { "\\x5C" } else { "\\" });
            rest = &from[1..];
        }
        name.push_str(rest);
        for byte in chunk.invalid() {
            name.push_str(&format!("\\x{byte:02X}"));
        }
    }
    name
}

/// The path that the ledger writes so.
pub fn to_path(name: &str) -> PathBuf {
    PathBuf::from(match to_bytes(name) {
        Cow::Borrowed(_) => name.into(),
        Cow::Owned(bytes) => os_string(bytes),
    })
}

#[cfg(unix)]
fn os_string(bytes: Vec<u8>) -> std::ffi::OsString {
    std::os::unix::ffi::OsStringExt::from_vec(bytes)
}

#[cfg(not(unix))]
fn os_string(bytes: Vec<u8>) -> std::ffi::OsString {
    String::from_utf8_lossy(&bytes).into_owned().into()
}

fn to_bytes(name: &str) -> Cow<'_, [u8]> {
    let bytes = name.as_bytes();
    if !bytes.windows(4).any(|window| escaped(window).is_some()) {
        return Cow::Borrowed(bytes);
    }
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        match escaped(&bytes[at..]) {
            Some(byte) => {
                out.push(byte);
                at += 4;
            }
            None => {
                out.push(bytes[at]);
                at += 1;
            }
        }
    }
    Cow::Owned(out)
}

/// The byte that an escape at the beginning stands for.
fn escaped(bytes: &[u8]) -> Option<u8> {
    let digit = |byte: u8| match byte {
        b'0'..=b'9' => Some(byte - b'0'),
        b'A'..=b'F' => Some(byte - b'A' + 10),
        _ => None,
    };
    match bytes {
        [b'\\', b'x', high, low, ..] => Some(digit(*high)? << 4 | digit(*low)?),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_leads_back_to_its_bytes() {
        for (bytes, name) in [
            (&b"a/b.txt"[..], "a/b.txt"),
            ("Kế hoạch.txt".as_bytes(), "Kế hoạch.txt"),
            // NFD stays NFD.
            ("Ke\u{302}\u{301}.txt".as_bytes(), "Ke\u{302}\u{301}.txt"),
            (b"k\xE1.txt", "k\\xE1.txt"),
            (b"a\\b", "a\\b"),
            (b"a\\xE1", "a\\x5CxE1"),
            (b"a\\x5CxE1", "a\\x5Cx5CxE1"),
            (b"\\\xE1\\", "\\\\xE1\\"),
            (b"a\\xe1", "a\\xe1"),
            (b"\\x5\xC3", "\\x5\\xC3"),
            (b"\\", "\\"),
        ] {
            assert_eq!(of_bytes(bytes), name);
            assert_eq!(&*to_bytes(name), bytes, "{name}");
        }
    }
}
