//! Parts of a document that stand run together on one line: the foot, and labels behind the text before them.

use super::cues::{Cues, Found, Piece, clip};
use super::label::{self, Label, Numbering, Style};
use super::lines::{has_bullet, is_caps, is_dash};
use crate::document::{Shape, TokenKind, is_letter, is_lower, is_upper};
use crate::rules::Part;

/// The foot is looked for in so many bytes of a line.
const REACH: usize = 4000;

/// Where the parts of a foot begin that stand on one line: recipients, authority, capacity, position, name, and the
/// title of what is attached.
pub(super) fn foot(line: &str, cues: Cues) -> Vec<usize> {
    let tokens = cues.tokens(clip(line, REACH));
    let mut cuts: Vec<usize> = Vec::new();
    let mut at = 0;
    let mut state = if opens_signature(line, &tokens, cues) { Signature::Capitals } else { Signature::None };
    while at < tokens.len() {
        let caps = |end: usize| cues.large(&line[tokens[at].start..tokens[end - 1].end]);
        let glued = at > 0 && tokens[at - 1].end == tokens[at].start;
        match cues.at(&tokens, at) {
            Some((Found::Part(Part::Recipients), end))
                if at > 0 && matches!(tokens[at - 1].kind, TokenKind::Period | TokenKind::Slash) =>
            {
                cuts.push(at);
                at = item_cuts(&tokens, end, &mut cuts);
            }
            Some((Found::Part(Part::Recipients), end)) if at == 0 => at = item_cuts(&tokens, end, &mut cuts),
            Some((Found::Part(Part::Authority), end)) if caps(end) && !glued => {
                if at == 0
                    || heads_recipients(&tokens, at, cues)
                    || state != Signature::None
                    || ends_list(&tokens, at)
                {
                    cuts.push(at);
                    state = Signature::Capitals;
                    // What is signed for belongs to the mark: KT. CHỦ TỊCH.
                    at = match cues.at(&tokens, end) {
                        Some((Found::Part(Part::Post), post)) => post,
                        _ => end,
                    };
                } else {
                    at = end;
                }
            }
            Some((Found::Part(Part::Post), end)) if caps(end) && !glued => {
                // "BỘ TRƯỞNG, CHỦ NHIỆM", "PHÓ CHỦ TỊCH/KIÊM TRƯỞNG BAN": one position.
                let word = |at: usize| &line[tokens[at].start..tokens[at].end];
                let listed = at > 0 && (tokens[at - 1].kind == TokenKind::Comma || word(at - 1) == "KIÊM");
                let archived = matches!(cues.at(&tokens, 0), Some((Found::Part(Part::Archive), _)));
                if !listed && (state == Signature::Capitals || archived || ends_list(&tokens, at)) {
                    cuts.push(at);
                    state = Signature::Capitals;
                }
                at = end;
            }
            Some((Found::Part(Part::Signed), end)) if state != Signature::None => {
                cuts.extend([at, end]);
                at = end;
            }
            Some((Found::Part(Part::Attached), end)) if state == Signature::Done => {
                if at > 0 && tokens[at - 1].kind == TokenKind::OpenParen {
                    cuts.push(at - 1);
                }
                at = end;
            }
            _ => {
                let word = tokens[at].kind == TokenKind::Word;
                match state {
                    Signature::Capitals if word && tokens[at].shape == Shape::Capital => {
                        cuts.push(at);
                        state = Signature::Name;
                    }
                    // A name has small letters; capitals behind it are the title of what is attached.
                    Signature::Name
                        if word && tokens[at].shape == Shape::Upper && is_long(line, &tokens[at]) =>
                    {
                        cuts.push(at);
                        state = Signature::Done;
                    }
                    Signature::Name if tokens[at].kind == TokenKind::OpenParen => {
                        cuts.push(at);
                        state = Signature::Done;
                    }
                    Signature::Capitals if word && tokens[at].shape == Shape::Lower => return Vec::new(),
                    _ => {}
                }
                at += 1;
            }
        }
    }
    bytes(&tokens, cuts)
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Signature {
    None,
    Capitals,
    Name,
    Done,
}

fn is_long(line: &str, token: &Piece) -> bool {
    line[token.start..token.end].chars().count() > 1
}

/// Whether the signature follows the heading of the recipients: "Nơi nhận: KT. BỘ TRƯỞNG".
fn heads_recipients(tokens: &[Piece], at: usize, cues: Cues) -> bool {
    at > 0
        && tokens[at - 1].kind == TokenKind::Colon
        && matches!(cues.at(tokens, 0), Some((Found::Part(Part::Recipients), _)))
}

/// Whether a line begins with the signature: an authority or a post in capitals.
fn opens_signature(line: &str, tokens: &[Piece], cues: Cues) -> bool {
    match cues.at(tokens, 0) {
        Some((Found::Part(Part::Authority), end)) => cues.large(&line[..tokens[end - 1].end]),
        Some((Found::Part(Part::Post), end)) => cues.large(&line[..tokens[end - 1].end]),
        _ => false,
    }
}

/// Whether the list of recipients ends before a token: "Lưu: VT. CHỦ TỊCH".
fn ends_list(tokens: &[Piece], at: usize) -> bool {
    at > 0 && matches!(tokens[at - 1].kind, TokenKind::Period | TokenKind::Semicolon | TokenKind::Slash)
}

/// Recipients that follow their heading on the line: cuts before each hyphen.
fn item_cuts(tokens: &[Piece], from: usize, cuts: &mut Vec<usize>) -> usize {
    for at in from..tokens.len() {
        let apart = tokens[at].kind == TokenKind::Dash
            && tokens[at - 1].end < tokens[at].start
            && matches!(tokens[at - 1].kind, TokenKind::Colon | TokenKind::Semicolon | TokenKind::Period);
        if apart {
            cuts.push(at);
        }
    }
    from
}

fn bytes(tokens: &[Piece], cuts: Vec<usize>) -> Vec<usize> {
    let starts = cuts.into_iter().filter_map(|cut| tokens.get(cut)).map(|token| token.start);
    let mut starts: Vec<usize> = starts.filter(|&at| at > 0).collect();
    starts.sort_unstable();
    starts.dedup();
    starts
}

/// Where labels begin inside a line, behind the text before them: "… và tiến bộ 1.1.", "như sau: 1. Sở Y tế", and
/// where the enacting formula and a glued bullet do. Takes the line's labels into the numbering.
pub(super) fn labels(line: &str, numbering: &mut Numbering, wrapped: bool) -> Vec<usize> {
    let own = label::parse(line);
    if let Some(own) = own {
        numbering.take(&own);
    }
    let mut cuts = Vec::new();
    let titled = own.is_some_and(|own| matches!(own.style, Style::Roman | Style::Capital));
    for dot in memchr::memchr_iter(b'.', line.as_bytes()) {
        let Some((start, label)) = label_ending_at(line, dot) else { continue };
        let before = line[..start].trim_end();
        let behind = &line[start + label.len..];
        let apart = start > 0 && line[..start].ends_with(' ');
        let opens = behind.is_empty() || behind.starts_with(' ') && behind.trim_start().starts_with(is_upper);
        if !apart || !opens || before.is_empty() {
            continue;
        }
        let closed = before.ends_with(['.', ';', ':']);
        let child = label.style == Style::Dotted && label.value == 1 && label.parent == numbering.number()
            || label.style == Style::Number && label.value == 1 && titled && is_caps(tail(before));
        let next = numbering.expects(&label);
        let first = label.style == Style::Number && label.value == 1 && before.ends_with(':');
        let cut = if closed {
            (next || first) && !wrapped || child && label.style == Style::Dotted
        } else {
            child && before.ends_with(is_letter)
        };
        if cut {
            cuts.push(start);
            numbering.take(&label);
        }
    }
    cuts.extend(own.and_then(|own| shouted_heading(line, own.len)));
    cuts.extend(enacting(line));
    cuts.extend(glued_bullet(line));
    cuts.sort_unstable();
    cuts.dedup();
    cuts
}

/// Where paragraphs begin that an exporter put on one line: labels that go on with the numbering, articles, recitals,
/// bullets, each behind the end of a clause.
pub(super) fn paragraphs(line: &str, mut numbering: Numbering, cues: Cues) -> Vec<usize> {
    let mut cuts = Vec::new();
    let mut from = 0;
    while let Some(found) = memchr::memchr(b' ', &line.as_bytes()[from..]) {
        let at = from + found + 1;
        from = at;
        let (before, rest) = (line[..at - 1].trim_end(), &line[at..]);
        let clause = before.ends_with(['.', ';', ':', ',']);
        let large = is_caps(before.rsplit(' ').next().unwrap_or(""));
        let article = rest.starts_with("Điều ") || rest.starts_with("Chương ");
        if !(clause || large || article) {
            continue;
        }
        let opens = if let Some(label) = label::parse(rest) {
            let next = numbering.expects(&label) || label.value == 1 && !before.ends_with(',');
            let text =
                rest[label.len..].trim_start().starts_with(|c: char| !is_lower(c) || before.ends_with(':'));
            let fits = label.marked && next && text && (clause && !before.ends_with(',') || article);
            if fits {
                numbering.take(&label);
            }
            fits
        } else if has_bullet(rest) {
            let item = rest.trim_start_matches(is_dash);
            matches!(before.chars().next_back(), Some('.' | ';' | ':'))
                && item.starts_with(' ')
                && item.trim_start().starts_with(is_upper)
        } else {
            let recital = cues.effect(rest).is_some() && rest.starts_with(is_upper);
            let enacts = rest.starts_with("QUYẾT ĐỊNH") || rest.starts_with("QUYẾT NGHỊ");
            clause && (recital && !is_caps(&rest[..rest.find(' ').unwrap_or(rest.len())]) || enacts)
        };
        if opens {
            cuts.push(at);
        }
    }
    cuts
}

/// The last words of a text.
fn tail(text: &str) -> &str {
    let mut start = text.len().saturating_sub(200);
    while !text.is_char_boundary(start) {
        start += 1;
    }
    &text[start..]
}

/// The label whose last mark is the dot at `dot`, and where it begins.
fn label_ending_at(line: &str, dot: usize) -> Option<(usize, Label)> {
    let bytes = line.as_bytes();
    let part = |byte: u8| byte.is_ascii_digit() || byte == b'.' || matches!(byte, b'I' | b'V' | b'X');
    if dot == 0 || bytes.get(dot + 1).is_some_and(|&byte| byte != b' ') {
        return None;
    }
    let len = bytes[..dot].iter().rev().take(9).take_while(|&&byte| part(byte)).count();
    let start = dot - len;
    (len > 0 && len < 9).then_some(())?;
    let label = label::parse(&line[start..])?;
    let fits =
        start + label.len == dot + 1 && matches!(label.style, Style::Number | Style::Dotted | Style::Roman);
    fits.then_some((start, label))
}

/// The end of a heading in capitals that its text follows on the line: "I. BỐI CẢNH CHUNG Năm 2023 là năm …".
fn shouted_heading(line: &str, label: usize) -> Option<usize> {
    // Most headings in capitals have their line to themselves.
    if !line[label..].contains(is_lower) {
        return None;
    }
    let (mut words, mut marked) = (0, false);
    let mut at = label;
    for word in line[label..].split(' ') {
        let start = at;
        at += word.len() + 1;
        let letters = || word.chars().filter(|c| is_letter(*c));
        if letters().any(is_lower) {
            // Abbreviations are no heading: "1. UBND TP Hồ Chí Minh".
            let heading = words >= 2 && marked;
            let capital = || letters().next().is_some_and(is_upper) && letters().skip(1).all(is_lower);
            let behind = || line[start..].split(' ').filter(|word| word.starts_with(is_lower));
            return (heading && capital() && behind().take(3).count() == 3).then_some(start);
        }
        let vowel = letters().any(|c| matches!(strip(c), 'A' | 'E' | 'I' | 'O' | 'U' | 'Y'));
        words += usize::from(vowel && letters().count() >= 2);
        marked |= letters().any(|c| !c.is_ascii());
    }
    None
}

/// A large letter without its marks.
fn strip(letter: char) -> char {
    let mut base = letter;
    unicode_normalization::char::decompose_canonical(letter, |part| {
        if is_letter(part) {
            base = part;
        }
    });
    base
}

/// The enacting formula at the end of a recital: "…, QUYẾT ĐỊNH:".
fn enacting(line: &str) -> Option<usize> {
    let head = line.trim_end().strip_suffix(':')?.trim_end();
    let formulas =
        ["QUYẾT ĐỊNH", "QUYẾT NGHỊ", "NGHỊ ĐỊNH", "QUYẾT ÐỊNH", "quyết định", "quyết nghị", "nghị định"];
    let formula = formulas.into_iter().find(|formula| head.ends_with(formula))?;
    let start = head.len() - formula.len();
    head[..start].trim_end().ends_with([',', ';', '.']).then_some(start)
}

/// A bullet glued to the item before it: "… địa phương -Thời gian thực hiện: …".
fn glued_bullet(line: &str) -> Option<usize> {
    if !line.starts_with(is_dash) {
        return None;
    }
    memchr::memchr_iter(b'-', line.as_bytes()).filter(|&at| line[..at].ends_with(' ')).find(|&at| {
        let item = &line[at + 1..];
        item.starts_with(is_upper)
            && item.chars().take(51).any(|letter| letter == ':')
            && line[..at].trim_end().ends_with(|c: char| is_letter(c) || matches!(c, '.' | ';' | ')'))
    })
}
