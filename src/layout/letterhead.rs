//! The head of a document: its parts cut apart where an exporter ran them together, joined where it broke them, and
//! put in order where it mixed the left column (issuer, number) with the right one (national title, place and date).

use super::columns;
use super::cues::{Cues, Found, Piece};
use super::flow::{Border, Matter, Passage, Taken};
use super::lines::{Opening, is_caps, is_dash, opening};
use super::split::{Split, passage};
use crate::document::{FurnitureKind, Shape, TokenKind, is_upper};
use crate::rules::{Effect, Part, fold};
use memchr::memmem::Finder;
use std::ops::Range;
use std::sync::LazyLock;

/// Parts of the head are looked for in so many bytes of a line.
const REACH: usize = 6000;

/// Cuts a passage of the head zone and pushes its pieces.
pub(super) fn cut(
    text: &str,
    line: usize,
    range: Range<usize>,
    first: Border,
    cues: Cues,
    split: &mut Split,
) {
    let mut border = first;
    for cell in columns::bars(text, range.clone()) {
        let Some(cell) = cell else {
            border = Border::Cell;
            continue;
        };
        let segments = columns::segments(text, cell, |left, right| !is_blank(left, right));
        if segments.len() > 1 {
            split.repairs.columns.push(range.start as u32);
        }
        let columns = segments.len() > 1;
        for segment in segments {
            if super::furniture::is_rule(text[segment.clone()].trim()) {
                split.taken.push(Taken { range: segment, kind: FurnitureKind::Rule });
                border = border.max(Border::Cell);
                continue;
            }
            for piece in strokes(text, segment) {
                let piece = match piece {
                    Stroke::Text(piece) => piece,
                    Stroke::Rule(rule) => {
                        split.taken.push(Taken { range: rule, kind: FurnitureKind::Rule });
                        border = border.max(Border::Cell);
                        continue;
                    }
                };
                let mut cuts = parts(&text[piece.clone()], cues);
                if cuts.is_empty() {
                    cuts.extend(issuer_below(text, piece.clone(), cues));
                }
                if !cuts.is_empty() {
                    split.repairs.glued.push(piece.start as u32);
                }
                let mut from = piece.start;
                for end in cuts.iter().map(|cut| piece.start + cut).chain([piece.end]) {
                    if let Some(part) = passage(text, line, from..end, Matter::Text, border) {
                        split.passages.push(part);
                        border = Border::Cell;
                    }
                    from = end;
                }
            }
            border = if columns { Border::Cell } else { Border::Line };
        }
    }
    columns::take_bars(text, range, &mut split.taken);
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
    at > 0 && fold(&line[tokens[at - 1].start..tokens[at - 1].end]) == "nước"
}

/// Where the parts of a letterhead begin that stand run together on one line.
fn parts(line: &str, cues: Cues) -> Vec<usize> {
    let mut reach = line.len().min(REACH);
    while !line.is_char_boundary(reach) {
        reach -= 1;
    }
    let tokens = cues.tokens(&line[..reach]);
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
            _ => match place_date_at(&tokens, line, at, part_end) {
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
        // The symbol of a number: "435/QĐ-UBND Kon Tum".
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

/// Groups of passages that are one part of the head.
struct Group {
    passages: Vec<Passage>,
    text: String,
    right: bool,
}

/// Puts the passages of a head in order and sets the borders between its parts.
pub(super) fn arrange(text: &str, passages: &mut [Passage], cues: Cues) {
    let mut groups: Vec<Group> = Vec::new();
    let mut behind = 0;
    let celled = passages.iter().any(|passage| passage.border == Border::Cell);
    for (at, passage) in passages.iter().enumerate() {
        let string = passage.str(text);
        if matches!(passage.matter, Matter::Cell(_) | Matter::Note(_)) {
            break;
        }
        if let Some(last) = groups.last_mut()
            && passage.border == Border::Line
            && !passage.ruled
            && goes_on(&last.text, string, celled, cues)
        {
            last.text.push(' ');
            last.text.push_str(string);
            last.passages.push(Passage { border: Border::Join, ..*passage });
            behind = at + 1;
            continue;
        }
        if groups.last().is_some_and(|group| opens_kind(&group.text, cues)) || !is_part(string, celled, cues)
        {
            break;
        }
        groups.push(Group { passages: vec![*passage], text: string.to_owned(), right: false });
        behind = at + 1;
    }
    for group in &mut groups {
        let part = cues.opening(&group.text);
        group.right =
            matches!(part, Some((Found::Part(Part::NationalTitle | Part::Motto | Part::PartyTitle), _)))
                || is_place_date(&group.text, cues);
        group.passages[0].border = Border::Break;
    }
    let mixed = beside(&groups) >= 2
        || groups.iter().position(|group| group.right).is_some_and(|first| {
            groups[first..].iter().any(|group| !group.right && is_issuer(&group.text, cues))
        });
    if mixed {
        let kind = groups.iter().position(|group| opens_kind(&group.text, cues)).unwrap_or(groups.len());
        let kind = groups[..kind].iter().rposition(|group| group.right).map_or(0, |last| last + 1);
        groups[..kind].sort_by_key(|group| group.right);
    }
    // A body and its unit may stand on two lines, or in two rows of a column.
    for at in 1..groups.len() {
        let (before, group) = (&groups[at - 1], &groups[at]);
        if !before.right
            && !group.right
            && is_one_name(&before.text, &group.text, mixed || celled, false, cues)
        {
            groups[at].passages[0].border = Border::Join;
        }
    }
    let ordered = groups.into_iter().flat_map(|group| group.passages);
    for (place, passage) in passages[..behind].iter_mut().zip(ordered) {
        *place = passage;
    }
}

/// The number of lines that hold a part of the left column beside one of the right.
fn beside(groups: &[Group]) -> usize {
    let line = |group: &Group| group.passages.first().map_or(0, |passage| passage.line);
    let pairs =
        groups.windows(2).filter(|pair| !pair[0].right && pair[1].right && line(&pair[0]) == line(&pair[1]));
    let mut lines: Vec<u32> = pairs.map(|pair| line(&pair[0])).collect();
    lines.dedup();
    lines.len()
}

/// Whether a line is a kind of document in capitals: KẾ HOẠCH.
pub(super) fn is_kind(line: &str, cues: Cues) -> bool {
    cues.large(line) && names_kind(line, cues)
}

/// Whether a line is nothing but a kind of document, in any letters.
pub(super) fn names_kind(line: &str, cues: Cues) -> bool {
    line.len() < 60 && matches!(cues.opening(line), Some((Found::Kind, end)) if line[end..].trim().is_empty())
}

/// Whether a line in capitals begins with a kind of document: KẾ HOẠCH LIÊN TỊCH.
fn opens_kind(line: &str, cues: Cues) -> bool {
    (cues.large(line) || names_kind(line, cues)) && matches!(cues.opening(line), Some((Found::Kind, _)))
}

/// Whether a line can be a part of the head.
fn is_part(line: &str, celled: bool, cues: Cues) -> bool {
    let known = matches!(
        cues.opening(line),
        Some((
            Found::Part(
                Part::NationalTitle
                    | Part::Motto
                    | Part::PartyTitle
                    | Part::Number
                    | Part::Subject
                    | Part::Stamp
            ),
            _
        ))
    );
    let bare_number = line.starts_with("Số") && line.len() < 40;
    known
        || bare_number
        || is_caps(line) && line.chars().count() <= 100
        || names_kind(line, cues)
        || cues.capless() && line.chars().count() <= 50 && !line.ends_with(['.', ';', ','])
        || is_place_date(line, cues)
        || celled && line.chars().count() <= 40
        || broken_motto(line)
        || line.contains(", ngày") && line.len() < 60
}

fn broken_motto(line: &str) -> bool {
    line.starts_with("Độc lập") && line.chars().count() < 30
}

fn is_issuer(line: &str, cues: Cues) -> bool {
    cues.large(line)
        && !opens_kind(line, cues)
        && !matches!(
            cues.opening(line),
            Some((Found::Part(Part::Number | Part::Subject | Part::Stamp | Part::Addressee), _))
        )
}

/// Whether a line of the head goes on with the part before it.
fn goes_on(before: &str, line: &str, celled: bool, cues: Cues) -> bool {
    let ends_number = before.ends_with("Số:") || before.ends_with("Số") || before.ends_with("Số :");
    let opens = opening(line);
    if is_kind(before, cues) {
        return straddles(before, line, cues);
    }
    ends_number && (opens == Opening::Digit || line.starts_with('/'))
        || straddles(before, line, cues)
        || opens == Opening::Lower && !cues.capless() && !is_place_date(before, cues)
        || unfinished_date(before) && opens == Opening::Digit
        || is_one_name(before, line, celled, celled, cues)
        || broken_motto(before) && !matches!(cues.opening(before), Some((Found::Part(Part::Motto), _)))
}

fn unfinished_date(line: &str) -> bool {
    ["ngày", "tháng", "năm"].iter().any(|word| line.ends_with(word))
}

/// Whether a phrase of the letterhead or a kind begins in one line and ends in the next.
pub(super) fn straddles(before: &str, line: &str, cues: Cues) -> bool {
    // The longest phrase has eight words.
    let mut from = before.len();
    for _ in 0..8 {
        from = before[..from].trim_end().rfind(' ').map_or(0, |at| at + 1);
        if from == 0 {
            break;
        }
        from = before[..from].trim_end().len();
    }
    let mut until = line.len().min(60);
    while !line.is_char_boundary(until) {
        until -= 1;
    }
    let tail = before[from..].trim_start();
    let both = format!("{tail} {}", &line[..until]);
    let tokens = cues.tokens(&both);
    let border = tokens.partition_point(|token| token.start < tail.len());
    // A phrase that is whole in the first line is not broken, though a longer one should exist.
    (0..border).any(|first| {
        let whole = cues.at(&tokens[..border], first).is_some();
        matches!(cues.at(&tokens, first), Some((found, end)) if end > border && {
            let phrase = &both[tokens[first].start..tokens[end - 1].end];
            let large = cues.large(phrase) || found == Found::Part(Part::Motto);
            large && (!whole || found == Found::Part(Part::Enacting)) && !splits_unit(found)
        })
    })
}

fn splits_unit(found: Found) -> bool {
    matches!(found, Found::Part(Part::Unit | Part::Stamp | Part::Office | Part::Session | Part::Archive))
}

/// Units in the name of a body, which is whole with them.
const UNITS: [&str; 8] =
    [" TỈNH ", " THÀNH PHỐ ", " HUYỆN ", " QUẬN ", " THỊ XÃ ", " XÃ ", " PHƯỜNG ", " THỊ TRẤN "];

/// Whether two lines are the name of one body: ỦY BAN NHÂN DÂN / HUYỆN KIM SA. In one cell (`celled`), or in one column
/// (`mixed`), a name also goes on without such a word.
fn is_one_name(before: &str, line: &str, mixed: bool, celled: bool, cues: Cues) -> bool {
    if !cues.large(before) || !cues.large(line) {
        return false;
    }
    let part = |line: &str| match cues.opening(line) {
        Some((Found::Part(part), _)) => Some(part),
        _ => None,
    };
    let of = part(before);
    let named = matches!(of, Some(Part::Body | Part::Office | Part::Unit));
    // "UBND TỈNH KIM SA" lacks nothing.
    let whole = of == Some(Part::Body) && !celled && UNITS.iter().any(|unit| before.contains(unit));
    match part(line) {
        Some(Part::Unit) => of == Some(Part::Body) && before.ends_with(['N', 'n']) && !whole,
        None => {
            mixed
                && named
                && !whole
                && is_caps(line)
                && !opens_kind(line, cues)
                && !line.contains(|c: char| c.is_ascii_digit())
        }
        _ => false,
    }
}
