//! The word for a kind of document, and the numbers behind it.

use super::reader::KINDS;
use crate::document::TokenKind;
use crate::extract::line::Line;
use crate::extract::symbol::{Symbol, blank, symbol};
use crate::rules::{CitationPart, Rules};

/// The word for a kind of document, and what the tables say about it.
#[derive(Clone, Copy)]
pub(super) struct Head {
    pub kind: u16,
    /// Row of the table of other words, if it is one.
    pub word: Option<u16>,
    pub end: usize,
}

/// The word for a kind that begins at a token; the longer of the two tables' words.
#[inline]
pub(super) fn head(line: Line<'_>, at: usize) -> Option<Head> {
    if line.tables(at).meets(KINDS) { longer_head(line, at) } else { None }
}

fn longer_head(line: Line<'_>, at: usize) -> Option<Head> {
    let official = line.cue(Rules::KINDS, at).map(|(kind, end)| Head { kind, word: None, end });
    let other = line.cue(Rules::KIND_WORDS, at).and_then(|(word, end)| {
        let kind = line.rules.kinds.index(&line.rules.kind_words.row(word)?.fields.kind)?;
        Some(Head { kind, word: Some(word), end })
    });
    match (official, other) {
        (Some(official), Some(other)) if official.end > other.end => Some(official),
        (official, other) => other.or(official),
    }
}

/// The numbers behind a kind: "số 83-NQ/TW", "83-NQ/TW", "số: 10, 11, 12-NQ/TW".
pub(super) fn numbers(line: Line<'_>, at: usize) -> Option<Vec<Symbol>> {
    // "các văn bản: số 12/UBND-NC …, số 15/UBND-NC …"
    let listed = line.is(at, TokenKind::Colon) && line.skip(at + 1, CitationPart::Number).is_some();
    let at = if listed { at + 1 } else { at };
    let word = line.skip(at, CitationPart::Number);
    let mut start = word.unwrap_or(at);
    if word.is_some()
        && matches!(line.kind(start), Some(TokenKind::Colon | TokenKind::Period))
        && !line.is(start + 1, TokenKind::Slash)
    {
        start += 1;
    }
    let Some(first) = symbol(line, start) else {
        return word.and_then(|_| blank(line, start)).map(|blank| vec![blank]);
    };
    if first.has_parts() {
        return Some(vec![first]);
    }
    let mut all = vec![first];
    let mut end = all[0].end;
    while all.len() < 40 {
        let mut next = if line.is(end, TokenKind::Comma) { end + 1 } else { end };
        next = line.skip(next, CitationPart::And).unwrap_or(next);
        if next == end {
            break;
        }
        next = line.skip(next, CitationPart::Number).unwrap_or(next);
        let Some(number) = symbol(line, next) else { break };
        end = number.end;
        all.push(number);
        if let [others @ .., last] = all.as_mut_slice()
            && last.has_parts()
        {
            others.iter_mut().for_each(|number| number.complete(last));
            return Some(all);
        }
    }
    all.truncate(1);
    word.is_some().then_some(all)
}

/// The first token of the number that ends at a token.
pub(super) fn number_start(line: Line<'_>, end: usize) -> usize {
    let mut at = end;
    while at > 0 && !line.is(at - 1, TokenKind::Comma) && line.part(at - 1).is_none() {
        at -= 1;
    }
    at
}
