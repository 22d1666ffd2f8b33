//! The text as it was meant: legacy encodings decoded, one form for each character, look-alikes put right.
//!
//! In this order, for each step would spoil the ones before it: soft hyphens are letters of TCVN3, Ð is one of its
//! vowels. Clean text is looked at once and copied.

mod canon;
mod garbled;
mod legacy;
mod lookalikes;
mod pass;
mod scan;

pub use legacy::decode_passage;

use crate::diagnostic::{Diagnostic, Message};
use crate::document::Repaired;
use crate::source::{Format, Fragment, Source};
use crate::text::Text;
use lookalikes::Rewritten;
use pass::Pass;
use scan::{Region, regions, regions_within};

/// Repairs the source text.
pub fn normalize(source: &Source) -> Repaired {
    let text = source.text.as_str();
    let found = regions(text);
    let by_fonts = legacy::find_by_fonts(text, &source.fragments, &source.fonts);
    let legacy = if !by_fonts.is_empty() || looks_legacy(text, &found) {
        legacy::find(text, by_fonts)
    } else {
        legacy::Found::default()
    };
    let is_bytes = source.encoding == "windows-1252" && has_controls(text);
    let (mut repaired, left) = if legacy.passages.is_empty() && !is_bytes {
        let Canonical { text, fragments, left, diagnostic } =
            canonical(&source.text, &source.fragments, &found);
        let diagnostics = diagnostic.into_iter().collect();
        (Repaired { text, fragments, diagnostics, ..Repaired::default() }, left)
    } else {
        decoded(source, &legacy.passages, is_bytes)
    };
    let doubtful: Vec<_> = legacy
        .doubtful
        .into_iter()
        .map(|range| repaired.text.edits().from_original(source.text.edits().to_original(range)))
        .collect();
    repaired.diagnostics.extend(garbled::find(&repaired.text, &left, &doubtful));
    repaired
}

/// The source with its legacy passages decoded, and the rest of a file of single bytes as windows-1252.
fn decoded(source: &Source, passages: &[legacy::Passage], is_bytes: bool) -> (Repaired, Vec<Region>) {
    let (repairs, mut diagnostics) = legacy::report(&source.text, passages);
    let (decoded, fragments) = legacy::decode(&source.text, &source.fragments, passages, is_bytes);
    let losing: Vec<_> = passages
        .iter()
        .zip(&repairs)
        .filter(|(passage, _)| passage.loses_letters())
        .map(|(_, repair)| decoded.edits().from_original(repair.span))
        .collect();
    let Canonical { text, fragments, left, diagnostic } = match legacy::restore(&decoded, &fragments, &losing)
    {
        None => canonical(&decoded, &fragments, &regions(decoded.as_str())),
        Some(restored) => {
            let count = restored.words.len();
            let message = Message::new(
                format!(
                    "Chữ ư của TCVN3 đã mất trong tệp (thành dấu gạch nối mềm); đã đoán lại ở {count} từ"
                ),
                format!(
                    "The letter ư of TCVN3 got lost in the file (as a soft hyphen) and was put back in {count} words"
                ),
            );
            let first = restored.words.first().cloned().unwrap_or_default();
            let place = decoded.edits().to_original(first);
            diagnostics.push(Diagnostic::warning("lost-letters", message).at(place));
            canonical(&restored.text, &restored.fragments, &regions(restored.text.as_str()))
        }
    };
    // Quotes of Markdown have its marks.
    let decoded = match (source.format, &source.raw) {
        (Format::Markdown, Some(raw)) => {
            let passages = legacy::carry(passages, &source.text, raw);
            legacy::decode(raw, &[], &passages, is_bytes).0
        }
        _ => decoded,
    };
    diagnostics.extend(diagnostic);
    (Repaired { text, fragments, repairs, decoded: Some(decoded), diagnostics }, left)
}

/// A text in one form, and its lines that still are not clean.
struct Canonical {
    text: Text,
    fragments: Vec<Fragment>,
    left: Vec<Region>,
    /// What there is to say of look-alikes.
    diagnostic: Option<Diagnostic>,
}

fn canonical(text: &Text, fragments: &[Fragment], found: &[Region]) -> Canonical {
    let mut pass = Pass::new(text, fragments);
    let rewritten = canon::rewrite(text.as_str(), found, &mut pass);
    let (text, fragments) = pass.finish();
    let left = regions_within(text.as_str(), &rewritten);
    match lookalikes::rewrite(&text, &fragments, &left) {
        None => Canonical { text, fragments, left, diagnostic: None },
        Some(Rewritten { text, fragments, diagnostic }) => {
            let left = regions(text.as_str());
            Canonical { text, fragments, left, diagnostic }
        }
    }
}

/// Whether the text has characters U+0080-009F, which windows-1252 reads as others.
fn has_controls(text: &str) -> bool {
    memchr::memchr_iter(0xC2, text.as_bytes()).any(|at| matches!(text.as_bytes().get(at + 1), Some(..=0x9F)))
}

/// Whether words of the text may be in a legacy encoding: it has letters of Latin-1 that Vietnamese does not have, or
/// signs inside words.
fn looks_legacy(text: &str, regions: &[Region]) -> bool {
    if !regions.iter().any(|region| region.latin) {
        return false;
    }
    let (mut odd, mut vietnamese) = (0usize, 0usize);
    for region in regions.iter().filter(|region| !region.only_returns) {
        let mut before = ' ';
        let mut odd_here = 0;
        let mut vietnamese_here = 0;
        for letter in text[region.range.clone()].chars() {
            match letter {
                '\0'..='\x7F' => {}
                '»' | 'º' => odd_here += usize::from(before == 'á'),
                '\u{80}'..='\u{BF}' => {
                    let is_sign =
                        matches!(letter, '\u{A0}' | '\u{AD}' | '«' | '°' | '²' | '³' | '·' | '®' | '©' | '§');
                    odd_here += usize::from(!is_sign || before == 'Ã');
                }
                'À'..='Ã' | 'È'..='Ê' | 'Ì' | 'Í' | 'Ò'..='Õ' | 'Ù' | 'Ú' | 'Ý' => {}
                'à'..='ã' | 'è'..='ê' | 'ì' | 'í' | 'ò'..='õ' | 'ù' | 'ú' | 'ý' => {}
                '\u{C0}'..='\u{FF}' => odd_here += 1,
                '\u{100}'..='\u{1FFF}' => vietnamese_here += 1,
                _ => {}
            }
            before = letter;
        }
        odd += odd_here;
        vietnamese += vietnamese_here;
        if odd_here >= 4 && odd_here > vietnamese_here {
            return true;
        }
    }
    odd >= 4 && odd * 4 >= vietnamese
}
