//! Legacy encodings, NFC, confusables, spaces: the text as it was meant.

mod pass;

use crate::document::Repaired;
use crate::source::Source;
use pass::Pass;
use unicode_normalization::{UnicodeNormalization, is_nfc};

/// Repairs the source text.
pub fn normalize(source: &Source) -> Repaired {
    let mut pass = Pass::new(&source.text, &source.fragments);
    let mut at = 0;
    for line in source.text.as_str().split_inclusive('\n') {
        let range = at..at + line.len();
        at += line.len();
        if is_nfc(line) && !line.ends_with("\r\n") {
            pass.keep(range);
            continue;
        }
        let content = line.strip_suffix("\r\n").unwrap_or(line);
        pass.replace(range.start..range.start + content.len(), &content.nfc().collect::<String>());
        if content.len() < line.len() {
            pass.keep(range.end - 1..range.end);
        }
    }
    let (text, fragments) = pass.finish();
    Repaired { text, fragments, ..Repaired::default() }
}
