//! Legacy encodings, NFC, confusables, spaces: the text as it was meant.

use crate::document::Repaired;
use crate::source::Source;
use crate::text::Rewriter;
use unicode_normalization::{UnicodeNormalization, is_nfc};

/// Repairs the source text.
pub fn normalize(source: &Source) -> Repaired {
    let mut rewriter = Rewriter::new(&source.text);
    let mut at = 0;
    for line in source.text.as_str().split_inclusive('\n') {
        let range = at..at + line.len();
        if is_nfc(line) {
            rewriter.keep(range);
        } else {
            rewriter.replace(range, &line.nfc().collect::<String>());
        }
        at += line.len();
    }
    Repaired { text: rewriter.finish(), ..Repaired::default() }
}
