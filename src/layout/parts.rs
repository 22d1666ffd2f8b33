//! Lines of a letterhead cut into its parts: columns, rules, and parts that an exporter ran together.

use super::columns;
use super::cues::{Cues, Found, Piece, clip};
use super::flow::{Border, Matter};
use super::furniture::is_rule;
use super::lines::{is_caps, is_dash};
use super::pieces::Pieces;
use crate::document::{FurnitureKind, Shape, TokenKind, is_upper};
use crate::rules::{Effect, Part, fold};
use crate::text::bytes::next_pair;
use memchr::memmem::Finder;
use std::ops::Range;
use std::sync::LazyLock;

/// Parts of the head are looked for in so many bytes of a line.
const REACH: usize = 6000;

/// A passage of the head zone.
pub(super) struct Strip {
    /// Its line, as an index.
    pub line: usize,
    pub range: Range<usize>,
    /// Its line holds white space other than single spaces.
    pub wide: bool,
    /// The border before it.
    pub border: Border,
}

/// Cuts a passage of the head zone and pushes its pieces.
pub(super) fn cut(pieces: &mut Pieces, strip: Strip, cues: Cues) {
    let Strip { line, range, wide, border: first } = strip;
    let text = pieces.text;
    let mut border = first;
    for cell in columns::bars(text, range.clone()) {
        let Some(cell) = cell else {
            border = Border::Cell;
            continue;
        };
        let segments = match wide {
            true => columns::segments(text, cell, |left, right| !is_blank(left, right)),
            false => vec![cell],
        };
        let columns = segments.len() > 1;
        if columns {
            pieces.repairs.columns.push(range.start as u32);
        }
        for segment in segments {
            for stroke in strokes(text, segment) {
                match stroke {
                    Stroke::Rule(rule) => {
                        pieces.take(rule, FurnitureKind::Rule);
                        border = border.max(Border::Cell);
                    }
                    Stroke::Text(passage) => cut_parts(pieces, line, passage, &mut border, cues),
                }
            }
            border = if columns { Border::Cell } else { Border::Line };
        }
    }
    columns::take_bars(text, range, &mut pieces.taken);
}

/// Pushes the parts of the letterhead that stand run together in a passage.
fn cut_parts(pieces: &mut Pieces, line: usize, passage: Range<usize>, border: &mut Border, cues: Cues) {
    let text = pieces.text;
    let mut cuts = parts(&text[passage.clone()], cues);
    if cuts.is_empty() {
        cuts.extend(issuer_below(text, passage.clone(), cues));
    }
    if !cuts.is_empty() {
        pieces.repairs.glued.push(passage.start as u32);
    }
    let mut from = passage.start;
    for end in cuts.iter().map(|cut| passage.start + cut).chain([passage.end]) {
        if pieces.push(line, from..end, Matter::Text, *border) {
            *border = Border::Cell;
        }
        from = end;
    }
}

/// Whether a wide gap is a blank to be filled in, and no border of columns: "Số:      /KH-UBND", "ngày      tháng".
fn is_blank(left: &str, right: &str) -> bool {
    let left = left.trim_end();
    right.starts_with('/')
        || left.ends_with([':', '/', '-']) && !right.starts_with(is_upper)
        || ["ngày", "tháng", "năm", "Số", "số"].iter().any(|word| left.ends_with(word))
        || ["ngày", "tháng", "năm"].iter().any(|word| right.starts_with(word))
}

enum Stroke {
    Text(Range<usize>),
    Rule(Range<usize>),
}

/// Rules inside a line ("ỦY BAN NHÂN DÂN ------- CỘNG HÒA") told from its text.
fn strokes(text: &str, range: Range<usize>) -> Vec<Stroke> {
    let string = &text[range.clone()];
    if is_rule(string.trim()) {
        return vec![Stroke::Rule(range)];
    }
    // Rules of ASCII stand out by two signs side by side; dashes begin with E2.
    let sign = |byte| (byte == b'-') | (byte == b'_') | (byte == b'*') | (byte == b'=');
    if next_pair(string.as_bytes(), 0, |first, second| sign(first) & sign(second) | (second == 0xE2))
        .is_none()
    {
        return vec![Stroke::Text(range)];
    }
    let mut pieces = Vec::new();
    let (mut from, mut run, mut count) = (0, 0, 0usize);
    let mut flush = |run: usize, end: usize, from: &mut usize, count: usize| {
        let apart = string[..run].ends_with([' ', '|']) || run == 0;
        let alone = string[end..].starts_with([' ', '|']) || end == string.len();
        if count >= 4 && apart && alone {
            pieces.push(Stroke::Text(range.start + *from..range.start + run));
            pieces.push(Stroke::Rule(range.start + run..range.start + end));
            *from = end;
        }
    };
    for (at, letter) in string.char_indices() {
        if is_dash(letter) || matches!(letter, '_' | '*' | '=') {
            if count == 0 {
                run = at;
            }
            count += 1;
        } else {
            if count > 0 {
                flush(run, at, &mut from, count);
            }
            count = 0;
        }
    }
    if count > 0 {
        flush(run, string.len(), &mut from, count);
    }
    pieces.push(Stroke::Text(range.start + from..range.end));
    pieces
}

/// "Hiến pháp nước Cộng hòa xã hội chủ nghĩa Việt Nam": the name of the State inside a sentence.
fn names_state(line: &str, tokens: &[Piece], at: usize) -> bool {
    let word = |back: usize| {
        let token = at.checked_sub(back).and_then(|at| tokens.get(at));
        token.map(|token| fold(&line[token.start..token.end])).unwrap_or_default()
    };
    word(1) == "nước" && word(2) != "nhà" || at > 0 && tokens[at].shape == Shape::Capital
}

/// Where the parts of a letterhead begin that stand run together on one line.
fn parts(line: &str, cues: Cues) -> Vec<usize> {
    let tokens = cues.tokens(clip(line, REACH));
    let dated = DAY.find(line.as_bytes()).is_some();
    let mut cuts: Vec<usize> = Vec::new();
    // The token behind the last part that was told apart: what follows directly may be the kind.
    let mut part_end = 0;
    let mut at = 0;
    while at < tokens.len() {
        let caps = |end: usize| cues.large(&line[tokens[at].start..tokens[end - 1].end]);
        match cues.at(&tokens, at) {
            Some((Found::Part(Part::NationalTitle | Part::PartyTitle), end))
                if caps(end) && !listed(&tokens, at) && !names_state(line, &tokens, at) =>
            {
                cuts.extend([at, end]);
                (at, part_end) = (end, end);
            }
            // "TRUNG ƯƠNG ĐOÀN TNCS HỒ CHÍ MINH": a body whose name holds the words of a title.
            Some((Found::Part(Part::Office), end))
                if (at + 1..end).any(|inner| {
                    matches!(cues.at(&tokens, inner), Some((Found::Part(Part::PartyTitle), _)))
                }) =>
            {
                at = end;
            }
            Some((Found::Part(Part::Motto), end)) if tokens[at].shape != Shape::Lower => {
                cuts.extend([at, end]);
                (at, part_end) = (end, end);
            }
            Some((Found::Part(Part::Number), end)) if tokens[at].shape != Shape::Lower => {
                match number_end(&tokens, end) {
                    Some(end) => {
                        cuts.extend([at, end]);
                        (at, part_end) = (end, end);
                    }
                    None => at = end,
                }
            }
            Some((Found::Part(Part::Subject | Part::Addressee), end)) => {
                // Inside a sentence both are words like others.
                if at == part_end || tokens[at].shape == Shape::Upper || part_end > 0 {
                    cuts.push(at);
                }
                at = end;
            }
            Some((Found::Kind, end)) if at == part_end && at > 0 && caps(end) => {
                cuts.extend([at, end]);
                title_cuts(line, &tokens, end, cues, &mut cuts);
                break;
            }
            _ => match dated.then(|| place_date_at(&tokens, line, at, part_end)).flatten() {
                Some((start, end)) => {
                    cuts.extend([start, end]);
                    (at, part_end) = (end, end);
                }
                None => at += 1,
            },
        }
    }
    // One sentence with one part in it is no letterhead.
    let bytes =
        cuts.into_iter().filter_map(|cut| tokens.get(cut)).map(|token| token.start).filter(|&at| at > 0);
    let mut bytes: Vec<usize> = bytes.collect();
    bytes.sort_unstable();
    bytes.dedup();
    bytes
}

/// Whether a token goes on with a list of names: "SỞ … - ĐOÀN TNCS HỒ CHÍ MINH".
fn listed(tokens: &[Piece], at: usize) -> bool {
    at > 0 && matches!(tokens[at - 1].kind, TokenKind::Dash | TokenKind::Comma)
}

/// The token behind a document number whose "Số:" ends before `from`.
fn number_end(tokens: &[Piece], from: usize) -> Option<usize> {
    let mut at = from;
    let mut symbol = false;
    let mut before: Option<TokenKind> = None;
    while let Some(token) = tokens.get(at) {
        let glued = at > from && tokens[at - 1].end == token.start;
        let sign = matches!(token.kind, TokenKind::Slash | TokenKind::Dash);
        let after_sign = matches!(before, Some(TokenKind::Slash | TokenKind::Dash));
        let goes_on = at == from || sign || glued || after_sign && token.shape == Shape::Upper;
        if !goes_on
            || !matches!(token.kind, TokenKind::Number | TokenKind::Word | TokenKind::Ellipsis) && !sign
        {
            break;
        }
        // "Số: 12 Kon Tum": words belong to a number only behind a sign.
        if token.kind == TokenKind::Word && !glued && !after_sign {
            break;
        }
        symbol |= sign;
        before = Some(token.kind);
        at += 1;
    }
    (symbol && at > from).then_some(at)
}

/// A place and date whose word "ngày" stands at a token: its first token, not before `floor`, and the one behind it.
fn place_date_at(tokens: &[Piece], line: &str, at: usize, floor: usize) -> Option<(usize, usize)> {
    let word = |at: usize| tokens.get(at).map_or("", |token| &line[token.start..token.end]);
    if word(at) != "ngày" || at == 0 || tokens[at - 1].kind != TokenKind::Comma {
        return None;
    }
    let mut start = at - 1;
    while start > floor && at - start < 10 {
        let token = &tokens[start - 1];
        // "Hà nội": only the first syllable is large.
        let tail = start >= 2
            && tokens[start - 2].shape != Shape::Lower
            && tokens[start - 2].kind == TokenKind::Word;
        let name = token.kind == TokenKind::Word && (token.shape != Shape::Lower || tail)
            || token.kind == TokenKind::Period && word(start.saturating_sub(2)).len() <= 3
            || token.kind == TokenKind::Dash;
        // The symbol of a number: "528/QĐ-UBND Kon Tum".
        let of_number = start >= 2
            && tokens[start - 2].end == token.start
            && matches!(tokens[start - 2].kind, TokenKind::Dash | TokenKind::Slash);
        if !name || of_number {
            break;
        }
        start -= 1;
    }
    let year = (at + 1..tokens.len().min(at + 12)).find(|&at| word(at) == "năm")?;
    if start == at - 1 || !(at + 1..year).any(|at| word(at) == "tháng") {
        return None;
    }
    let numbered =
        tokens.get(year + 1).is_some_and(|t| matches!(t.kind, TokenKind::Number | TokenKind::Ellipsis));
    Some((start, if numbered { year + 2 } else { year + 1 }))
}

static DAY: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new("ngày"));

/// Whether a line is a place and date: "Kim Sa, ngày 02 tháng 8 năm 2022".
pub(super) fn is_place_date(line: &str, cues: Cues) -> bool {
    if line.len() > 120 || DAY.find(line.as_bytes()).is_none() {
        return false;
    }
    let tokens = cues.tokens(line);
    (0..tokens.len())
        .find_map(|at| place_date_at(&tokens, line, at, 0))
        .is_some_and(|(start, end)| start == 0 && end + 1 >= tokens.len())
}

/// Cuts behind the kind: the end of a title in capitals, and the issuer printed once more under it.
fn title_cuts(line: &str, tokens: &[Piece], from: usize, cues: Cues, cuts: &mut Vec<usize>) {
    let glued_to_sign = |at: usize| {
        at > 0
            && tokens[at - 1].end == tokens[at].start
            && matches!(tokens[at - 1].kind, TokenKind::Dash | TokenKind::Slash)
    };
    let lower = |at: usize| {
        tokens[at].kind == TokenKind::Word
            && matches!(tokens[at].shape, Shape::Lower | Shape::Capital)
            && !glued_to_sign(at)
            && line[tokens[at].start..tokens[at].end].chars().count() > 1
    };
    let end = (from..tokens.len()).find(|&at| lower(at));
    let run = from..end.unwrap_or(tokens.len());
    if run.len() < 3 {
        return;
    }
    if let Some(end) = end {
        if tokens[end].shape == Shape::Lower {
            return;
        }
        let bracket = tokens[end - 1].kind == TokenKind::OpenParen;
        cuts.push(if bracket { end - 1 } else { end });
    }
    cuts.extend(issuer_tail(line, tokens, run, cues));
}

/// The token where the issuer begins that stands in capitals at the end of a title.
fn issuer_tail(line: &str, tokens: &[Piece], run: Range<usize>, cues: Cues) -> Option<usize> {
    let plain = |at: usize| match tokens[at].kind {
        TokenKind::Word => &line[tokens[at].start..tokens[at].end] != "VỀ",
        TokenKind::Dash | TokenKind::Comma => true,
        _ => false,
    };
    let clean = (run.start..run.end).rev().take_while(|&at| plain(at)).last()?;
    (clean.max(run.start + 1)..run.end).find(|&at| {
        let named = matches!(cues.at(tokens, at), Some((Found::Part(Part::Body | Part::Post), _)));
        let before = &line[..tokens[at].start];
        named
            && run.end - at <= 16
            && !before.trim_end().ends_with(',')
            && !cues.ends_with(before, Effect::Connector)
    })
}

/// Where the issuer begins at the end of a line in capitals, if the recitals follow on the next line.
fn issuer_below(text: &str, piece: Range<usize>, cues: Cues) -> Option<usize> {
    let line = &text[piece.clone()];
    if line.len() > REACH || line.len() < 40 || !is_caps(line) {
        return None;
    }
    let next = text[piece.end..].trim_start().lines().next()?;
    if cues.effect(next) != Some(Effect::Recital) || is_caps(next) {
        return None;
    }
    let tokens = cues.tokens(line);
    if matches!(cues.at(&tokens, 0), Some((Found::Part(Part::Body | Part::Post | Part::Office), _))) {
        return None;
    }
    issuer_tail(line, &tokens, 0..tokens.len(), cues).map(|at| tokens[at].start)
}
