//! The edit map: whatever is kept, replaced, dropped and moved through however many rewriters, each letter knows its
//! place in the original, compared with a list that holds the place of every single byte.
#![no_main]

use arbitrary::Arbitrary;
use libfuzzer_sys::fuzz_target;
use std::ops::Range;
use vanban::span::Span;
use vanban::text::{Builder, Rewriter, Text};

#[derive(Debug, Arbitrary)]
struct Input {
    /// Pieces of the first text: copied, or standing for so many bytes of something else.
    pieces: Vec<(String, Option<u8>)>,
    rewriters: Vec<Vec<Edit>>,
    lookups: Vec<(u16, u16)>,
}

#[derive(Debug, Arbitrary)]
enum Edit {
    Keep(u16, u16),
    Replace(u16, u16, String),
}

/// For every byte of a text the passage that it stands for.
type Places = Vec<Range<usize>>;

fuzz_target!(|input: Input| {
    let (mut text, mut places, file) = built(&input.pieces);
    check(&text, &places, &input.lookups);
    for &(start, end) in &input.lookups {
        there_and_back(&text, &places, usize::from(start)..usize::from(end), file);
    }
    for edits in input.rewriters.iter().take(4) {
        (text, places) = rewritten(&text, &places, edits);
        check(&text, &places, &input.lookups);
    }
});

fn built(pieces: &[(String, Option<u8>)]) -> (Text, Places, usize) {
    let (mut builder, mut places, mut at) = (Builder::default(), Places::new(), 0);
    for (piece, replaced) in pieces {
        match replaced {
            None => {
                builder.copy(piece, at);
                places.extend((at..at + piece.len()).map(|byte| byte..byte + 1));
                at += piece.len();
            }
            Some(len) => {
                let passage = at..at + usize::from(*len);
                builder.replace(piece, passage.clone());
                places.extend(piece.bytes().map(|_| passage.clone()));
                at = passage.end;
            }
        }
    }
    (builder.finish(), places, at)
}

fn rewritten(text: &Text, places: &Places, edits: &[Edit]) -> (Text, Places) {
    let mut rewriter = Rewriter::new(text);
    let mut after = Places::new();
    for edit in edits {
        match edit {
            Edit::Keep(a, b) => {
                let range = cut(text.as_str(), *a, *b);
                rewriter.keep(range.clone());
                after.extend_from_slice(&places[range]);
            }
            Edit::Replace(a, b, with) => {
                let range = cut(text.as_str(), *a, *b);
                rewriter.replace(range.clone(), with);
                let passage = match places[range.clone()] {
                    // An insertion stands for no bytes, somewhere.
                    [] => text.edits().to_original(range).range(),
                    ref places => cover(places),
                };
                after.extend(with.bytes().map(|_| passage.clone()));
            }
        }
        if after.len() > 1 << 16 {
            break;
        }
    }
    (rewriter.finish(), after)
}

/// The range between two places, moved to the starts of letters.
fn cut(text: &str, a: u16, b: u16) -> Range<usize> {
    let boundary =
        |at: usize| (0..=at.min(text.len())).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0);
    boundary(usize::from(a.min(b)))..boundary(usize::from(a.max(b)))
}

fn cover(places: &[Range<usize>]) -> Range<usize> {
    let start = places.iter().map(|place| place.start).min().unwrap_or(0);
    start..places.iter().map(|place| place.end).max().unwrap_or(0)
}

fn check(text: &Text, places: &Places, lookups: &[(u16, u16)]) {
    assert_eq!(text.len(), places.len());
    for (at, letter) in text.as_str().char_indices() {
        let range = at..at + letter.len_utf8();
        assert_eq!(text.edits().to_original(range.clone()).range(), cover(&places[range]));
    }
    for &(a, b) in lookups {
        let range = cut(text.as_str(), a, b);
        let found = text.edits().to_original(range.clone());
        if range.is_empty() {
            assert!(found.is_empty());
        } else {
            assert_eq!(found.range(), cover(&places[range.clone()]));
            let pieces = text.edits().pieces(range);
            assert_eq!(pieces.into_iter().reduce(Span::cover), Some(found));
        }
    }
}

/// Every byte of a text in the order of the original that stands for some of a passage is found from it.
fn there_and_back(text: &Text, places: &Places, passage: Range<usize>, file: usize) {
    let passage = passage.start.min(file)..passage.end.min(file);
    if passage.start >= passage.end {
        return;
    }
    let found = text.edits().from_original(Span::from(passage.clone()));
    for (at, place) in places.iter().enumerate() {
        let touches = place.start < passage.end && passage.start < place.end;
        assert_eq!(
            touches && !place.is_empty(),
            found.contains(&at) && !place.is_empty(),
            "{at} {place:?} {found:?}"
        );
    }
}
