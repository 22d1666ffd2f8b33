//! Recipients: the lines of "Nơi nhận".

use super::Context;
use super::names::{head, mark};
use crate::document::{BlockKind, Recipient, Shape, TokenKind, Zone};
use crate::rules::{Mark, Part, Rules};
use std::ops::Range;

/// The recipients of the document itself, one a line.
pub fn recipients(context: Context<'_>) -> Vec<Recipient> {
    let zones = &context.outline.zones;
    let Some(first) = zones.iter().position(|&zone| zone == Zone::Recipients) else { return Vec::new() };
    let end =
        (first..zones.len()).find(|&block| zones[block] == Zone::AttachmentTitle).unwrap_or(zones.len());
    let reader = Reader { context };
    let mut entries: Vec<Vec<Range<usize>>> = Vec::new();
    for block in (first..end).filter(|&block| zones[block] == Zone::Recipients) {
        reader.entries(block, &mut entries);
    }
    entries.into_iter().filter_map(|pieces| reader.recipient(pieces)).collect()
}

/// A name and what ends it stand within so many tokens.
const NAME: usize = 8;

struct Reader<'a> {
    context: Context<'a>,
}

impl Reader<'_> {
    /// Cuts a block into entries; one that goes on over the line is put to the entry before it.
    fn entries(&self, block: usize, entries: &mut Vec<Vec<Range<usize>>>) {
        let tokens = &self.context.tokens.tokens;
        let mut range = self.context.tokens.of_block(block);
        if let Some(cue) = self.context.tokens.cue_at(Rules::LETTERHEAD, range.start)
            && self.is_part(cue.row, Part::Recipients)
        {
            range.start = cue.end as usize;
            while range.start < range.end && tokens[range.start].kind == TokenKind::Colon {
                range.start += 1;
            }
        }
        range.end = self.signature_start(range.clone());
        if let Some(person) = person_behind(self.context, range.clone()) {
            self.pieces(block, range.start..person.start, entries);
            range.start = person.end;
        }
        self.pieces(block, range, entries);
    }

    fn pieces(&self, block: usize, range: Range<usize>, entries: &mut Vec<Vec<Range<usize>>>) {
        let tokens = &self.context.tokens.tokens;
        if range.is_empty() {
            return;
        }
        let bulleted = is_bullet(tokens[range.start].kind)
            || matches!(self.context.layout.blocks[block].kind, BlockKind::Bullet);
        let continues = !bulleted
            && entries.last().and_then(|entry| entry.last()).is_some_and(|last| {
                !matches!(tokens[last.end - 1].kind, TokenKind::Semicolon | TokenKind::Period)
                    && tokens[range.start].is_word()
                    && (!tokens[range.start].is_capitalized()
                        || tokens[last.end - 1].kind == TokenKind::Comma
                            && entries.len() > 1
                            && !self.is_comma_list(entries))
            });
        let mut start = range.start;
        let mut pieces = Vec::new();
        // "- A; - B; - C" on one line.
        for at in range.start + 1..range.end {
            if is_bullet(tokens[at].kind)
                && !tokens[at].glued
                && matches!(
                    tokens[at - 1].kind,
                    TokenKind::Semicolon | TokenKind::Period | TokenKind::Comma | TokenKind::CloseParen
                )
            {
                pieces.push(start..at);
                start = at;
            }
        }
        pieces.push(start..range.end);
        for (index, piece) in pieces.into_iter().enumerate() {
            match entries.last_mut() {
                Some(last) if index == 0 && continues => last.push(piece),
                _ => entries.push(vec![piece]),
            }
        }
    }

    /// Whether the entries so far end in commas, as the Party's do.
    fn is_comma_list(&self, entries: &[Vec<Range<usize>>]) -> bool {
        let tokens = &self.context.tokens.tokens;
        entries
            .iter()
            .filter_map(|entry| entry.last())
            .all(|last| tokens[last.end - 1].kind == TokenKind::Comma)
    }

    fn is_part(&self, row: u16, part: Part) -> bool {
        self.context.rules.letterhead.row(row).is_some_and(|row| row.fields.part == part)
    }

    /// Where a signature begins on the last line of the recipients; the end where none does.
    fn signature_start(&self, range: Range<usize>) -> usize {
        let tokens = &self.context.tokens.tokens;
        range
            .clone()
            .skip(1)
            .find(|&at| {
                tokens[at - 1].kind == TokenKind::Period
                    && !tokens[at].glued
                    && tokens[at].shape == Shape::Upper
                    && self.context.tokens.cue_at(Rules::LETTERHEAD, at).is_some_and(|cue| {
                        self.is_part(cue.row, Part::Post) || self.is_part(cue.row, Part::Authority)
                    })
            })
            .unwrap_or(range.end)
    }

    /// One entry without its bullet and its end mark; the purpose in brackets is its note.
    fn recipient(&self, pieces: Vec<Range<usize>>) -> Option<Recipient> {
        let tokens = &self.context.tokens.tokens;
        let mut pieces = pieces;
        let first = pieces.first_mut()?;
        while first.start < first.end
            && !tokens[first.start].is_word()
            && tokens[first.start].kind != TokenKind::Number
        {
            first.start += 1;
        }
        let last = pieces.last_mut()?;
        while last.start < last.end
            && matches!(
                tokens[last.end - 1].kind,
                TokenKind::Semicolon
                    | TokenKind::Period
                    | TokenKind::Comma
                    | TokenKind::Colon
                    | TokenKind::Ellipsis
                    | TokenKind::Dash
                    | TokenKind::Slash
            )
        {
            last.end -= 1;
        }
        let note = self.note(last.clone());
        if let Some((_, start)) = &note {
            last.end = *start;
        }
        let text = |range: &Range<usize>| self.context.layout.str(self.context.tokens.span(range.clone()));
        let name: Vec<&str> = pieces.iter().filter(|piece| !piece.is_empty()).map(text).collect();
        let name = name.join(" ");
        let span = pieces
            .iter()
            .filter(|piece| !piece.is_empty())
            .map(|piece| self.context.tokens.span(piece.clone()));
        let at = span.reduce(crate::span::Span::cover)?;
        let name = name.trim_end_matches([';', ',', ' ', ':']).to_owned();
        // A page number is no recipient.
        name.chars().any(char::is_alphabetic).then(|| Recipient {
            name,
            note: note.map(|(note, _)| note),
            at,
        })
    }

    /// "(b/c)", "(để báo cáo)" at the end: the words and where the bracket opens. Brackets that name a parent body stay.
    fn note(&self, range: Range<usize>) -> Option<(String, usize)> {
        let tokens = &self.context.tokens.tokens;
        let last = range.end.checked_sub(1).filter(|&last| last > range.start)?;
        if tokens[last].kind != TokenKind::CloseParen {
            return None;
        }
        let open = (range.start..last).rev().find(|&at| tokens[at].kind == TokenKind::OpenParen)?;
        // "(TH, HC)" are units of an office, "(t/h)" is a purpose.
        let letters = &tokens[open + 1];
        if letters.shape == Shape::Upper && letters.end - letters.start > 1 {
            return None;
        }
        matches!(mark(self.context, open + 1), Some((Mark::Purpose, ..)))
            .then(|| (self.context.layout.str(self.context.tokens.span(open + 1..last)).to_owned(), open))
    }
}

/// "- Thường trực HĐND tỉnh;    Triệu Văn Lê": the name of who signs, from the column beside.
pub(super) fn person_behind(context: Context<'_>, range: Range<usize>) -> Option<Range<usize>> {
    let tokens = &context.tokens.tokens;
    let is_name = |rest: &Range<usize>| {
        (2..=5).contains(&rest.len())
            && tokens[rest.clone()].iter().all(|token| token.shape == Shape::Capital && token.is_word())
            && head(context, rest.start).is_none()
            && mark(context, rest.start).is_none()
    };
    let stops = range.clone().rev().filter(|&at| tokens[at].kind == TokenKind::Semicolon);
    stops
        .map(|stop| {
            // Up to the bullet of the next line, if that was put to this one.
            let end = (stop + 1..range.end.min(stop + NAME))
                .find(|&at| is_bullet(tokens[at].kind) && !tokens[at].glued)
                .unwrap_or(range.end);
            stop + 1..end
        })
        .find(is_name)
}

fn is_bullet(kind: TokenKind) -> bool {
    matches!(kind, TokenKind::Dash | TokenKind::Bullet | TokenKind::Plus)
}
