//! Character references, `&agrave;` and `&#7871;`, decoded by html5gum's table of names.

use html5gum::{Token, Tokenizer};
use rustc_hash::FxHashMap;

/// Longest reference that is looked at; the longest name has 31 letters.
const LONGEST: usize = 40;

/// References seen, with what they stand for.
#[derive(Default)]
pub(in crate::read) struct Entities {
    seen: FxHashMap<Box<str>, (usize, Box<str>)>,
}

impl Entities {
    /// Decodes the reference at the start of `text`, which begins with `&`: its length in bytes and what it stands for.
    /// An ampersand that begins no reference stands for itself.
    pub(in crate::read) fn decode(&mut self, text: &str) -> (usize, &str) {
        let len = reference(text);
        let candidate = text.get(..len).unwrap_or("&");
        if !self.seen.contains_key(candidate) {
            let decoded = look_up(candidate);
            self.seen.insert(candidate.into(), decoded);
        }
        self.seen.get(candidate).map_or((1, "&"), |(len, letters)| (*len, letters))
    }
}

/// The length of what may be a reference: `&`, `#` or letters and digits, `;`.
fn reference(text: &str) -> usize {
    let bytes = &text.as_bytes()[..text.len().min(LONGEST)];
    let hash = usize::from(bytes.get(1) == Some(&b'#'));
    let name = bytes[1 + hash..].iter().take_while(|b| b.is_ascii_alphanumeric()).count();
    let end = 1 + hash + name;
    match name {
        0 => 1,
        _ => end + usize::from(bytes.get(end) == Some(&b';')),
    }
}

/// How much of the candidate is a reference, and what that stands for.
fn look_up(candidate: &str) -> (usize, Box<str>) {
    let letters = tokenize(candidate);
    if letters == candidate {
        return (1, "&".into());
    }
    // Old names need no semicolon: "&ampx" is "&x". The rest is text.
    let rest = (1..candidate.len())
        .rev()
        .map(|at| &candidate[at..])
        .take_while(|rest| letters.ends_with(rest))
        .last();
    let rest = if candidate.ends_with(';') { 0 } else { rest.map_or(0, str::len) };
    (candidate.len() - rest, letters[..letters.len() - rest].into())
}

fn tokenize(text: &str) -> String {
    let mut letters = String::new();
    for token in Tokenizer::new(text) {
        if let Ok(Token::String(string)) = token {
            letters.push_str(&String::from_utf8_lossy(&string));
        }
    }
    letters
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_decoded_and_other_ampersands_stay() {
        let mut entities = Entities::default();
        for (text, len, letters) in [
            ("&agrave; x", 8, "à"),
            ("&#7871;", 7, "ế"),
            ("&#x1EBF;", 8, "ế"),
            ("&#147;", 6, "\u{201C}"),
            ("&nbsp;", 6, "\u{A0}"),
            ("&ampx", 4, "&"),
            ("&ge;", 4, "≥"),
            ("&", 1, "&"),
            ("& B", 1, "&"),
            ("&ĐT", 1, "&"),
            ("&DT;", 1, "&"),
            ("&agrave;", 8, "à"),
        ] {
            assert_eq!(entities.decode(text), (len, letters), "{text}");
        }
    }
}
