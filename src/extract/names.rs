//! Names of bodies as they go into the record: abbreviations written out, capitals brought down, level and system.

mod elsewhere;

use super::Context;
use crate::document::{Level, Shape, System, Token, TokenKind, is_letter};
use crate::rules::{Mark, NameFields, Row, Rules, fold};
use elsewhere::elsewhere;
use std::ops::Range;

pub use elsewhere::Capitalized;

/// Longest name of a place or a person, in words.
const PLACE: usize = 5;

/// A body: its name, and what the name tells about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Name {
    pub text: String,
    pub level: Option<Level>,
    pub system: Option<System>,
}

/// Reads the name that stands in a range of tokens.
pub(super) fn name(context: Context<'_>, range: Range<usize>) -> Name {
    let row = whose(context, range.clone());
    Name {
        text: written(context, range.clone()),
        level: level(context, range, row),
        system: row.and_then(|row| row.fields.system),
    }
}

/// The row of the body word that begins at a token.
pub(super) fn head(context: Context<'_>, at: usize) -> Option<&Row<NameFields>> {
    let cue = context.tokens.cue_at(Rules::NAMES, at)?;
    context.rules.names.row(cue.row).filter(|row| row.fields.system.is_some())
}

/// The row of the body that a name is about: "Ban Thường vụ Hội Nông dân huyện …" is of the Hội Nông dân.
fn whose(context: Context<'_>, range: Range<usize>) -> Option<&Row<NameFields>> {
    let own = head(context, range.start)?;
    let behind = || context.tokens.cue_at(Rules::NAMES, range.start).map(|cue| cue.end as usize);
    let part = own.fields.dependent.then(behind).flatten().filter(|&end| end < range.end);
    part.and_then(|end| head(context, end)).or(Some(own))
}

/// The mark that begins at a token, with its end and the level of a unit.
pub(super) fn mark(context: Context<'_>, at: usize) -> Option<(Mark, usize, Option<Level>)> {
    let cue = context.tokens.cue_at(Rules::MARKS, at)?;
    let row = context.rules.marks.row(cue.row)?;
    Some((row.fields.mark, cue.end as usize, row.fields.level))
}

/// The unit that stands at a token ("huyện"): its end and its level, that of a city by its name.
pub(super) fn unit(context: Context<'_>, at: usize) -> Option<(usize, Option<Level>)> {
    let (found, mut end, level) = mark(context, at)?;
    if found != Mark::Unit {
        return None;
    }
    // "TP. Hồ Chí Minh"
    if context.tokens.tokens.get(end).is_some_and(|token| token.kind == TokenKind::Period && token.glued) {
        end += 1;
    }
    let level = level.or_else(|| match mark(context, end) {
        Some((Mark::ProvinceCity, _, _)) => Some(Level::Province),
        _ => context.tokens.tokens.get(end).filter(|token| token.is_capitalized()).map(|_| Level::District),
    });
    Some((end, level))
}

/// The end of the name of a place that begins at a token; the token itself where there is none.
pub(super) fn place_end(context: Context<'_>, at: usize, limit: usize) -> usize {
    let tokens = &context.tokens.tokens;
    let capitals = tokens.get(at).is_some_and(|token| token.shape == Shape::Upper);
    let mut end = at;
    while end < limit && end < at + 6 {
        let Some(token) = tokens.get(end) else { break };
        let goes_on = match token.kind {
            // "Quận 1"
            TokenKind::Number => end == at && context.layout.str(token.span()).len() <= 2,
            TokenKind::Word => {
                token.is_capitalized()
                    && (end == at && head(context, end).is_none()
                        || end > at && !starts_clause(context, end, capitals))
                    && !is_verb(context, end)
            }
            // "Bà Rịa - Vũng Tàu"
            TokenKind::Dash => {
                end > at
                    && tokens.get(end + 1).is_some_and(|next| next.is_capitalized())
                    && end + 1 < limit
                    && !starts_clause(context, end + 1, capitals)
                    && head(context, end + 1).is_none()
            }
            _ => false,
        };
        if !goes_on {
            break;
        }
        end += 1;
    }
    end
}

/// Whether a word behind a place's name begins something else: a unit, a year, a preposition set in capitals.
fn starts_clause(context: Context<'_>, at: usize, capitals: bool) -> bool {
    if unit(context, at).is_some() || head(context, at).is_some() {
        return true;
    }
    if !capitals {
        return false;
    }
    let word = fold(context.layout.str(context.tokens.tokens[at].span()));
    let small = context.tokens.cues_of(Rules::CITATION_WORDS, at..at + 1).next().is_some()
        || context.tokens.cues_of(Rules::FLOW, at..at + 1).next().is_some();
    small || context.rules.headings.rows.iter().any(|row| row.fields.words.contains(&word))
}

/// Whether what an issuing body does stands at a token ("Ủy ban nhân dân huyện Xây dựng Kế hoạch").
fn is_verb(context: Context<'_>, at: usize) -> bool {
    matches!(mark(context, at), Some((Mark::Launch, _, _)))
}

fn level(context: Context<'_>, range: Range<usize>, row: Option<&Row<NameFields>>) -> Option<Level> {
    let own = row.and_then(|row| row.fields.level);
    // A central or provincial body is one wherever its unit stands.
    if matches!(own, Some(Level::Central | Level::Province)) {
        return own;
    }
    let unit = range.clone().find_map(|at| unit(context, at)).and_then(|(_, level)| level);
    let city = || {
        row.filter(|row| row.fields.placed)?;
        let behind = context.tokens.cue_at(Rules::NAMES, range.start)?.end as usize;
        let province = matches!(mark(context, behind), Some((Mark::ProvinceCity, _, _)));
        let named = behind < range.end;
        named.then_some(if province { Level::Province } else { Level::District })
    };
    unit.or(own).or_else(city)
}

/// The words of a name, abbreviations written out, letters as in running text.
pub(super) fn written(context: Context<'_>, range: Range<usize>) -> String {
    let tokens = context.tokens.tokens.get(range.clone()).unwrap_or(&[]);
    let mut text = String::with_capacity(context.tokens.span(range.clone()).len());
    let mut words = tokens.iter().filter(|token| token.is_word());
    let capitals = words.clone().all(|token| token.shape == Shape::Upper)
        || words.all(|token| token.shape == Shape::Lower);
    let mut at = range.start;
    // A new part of the name begins: its first letter is large.
    let mut part = true;
    let mut place = false;
    while at < range.end {
        let token = &context.tokens.tokens[at];
        let word = context.layout.str(token.span());
        if at > range.start && !token.glued {
            text.push(' ');
        }
        if let Some(full) = expansion(context, token, word) {
            text.push_str(full);
            part = false;
            at += 1;
            continue;
        }
        if !capitals {
            text.push_str(word);
            at += 1;
            continue;
        }
        if let Some((printed, end, placed)) = phrase(context, at, range.end) {
            text.push_str(&printed);
            at = end;
            part = true;
            place = placed;
            continue;
        }
        if let Some((printed, end)) = place_name(context, at, range.end) {
            text.push_str(&printed);
            at = end;
            part = true;
            continue;
        }
        if let Some((printed, end)) = elsewhere(context, at, range.end) {
            text.push_str(&printed);
            at = end;
            part = true;
            continue;
        }
        if let Some((end, _)) = unit(context, at) {
            let words = context.layout.str(context.tokens.span(at..end.min(range.end)));
            text.push_str(&words.to_lowercase());
            at = end;
            place = true;
            continue;
        }
        match token.kind {
            TokenKind::Word if is_initials(word) => text.push_str(word),
            TokenKind::Word if place || part => text.push_str(&capitalized(word)),
            TokenKind::Word => text.push_str(&word.to_lowercase()),
            _ => text.push_str(word),
        }
        // "Tài nguyên và Môi trường": the halves of a field begin with large letters.
        part = !token.is_word()
            || context.tokens.cues_of(Rules::CITATION_WORDS, at..at + 1).any(|cue| {
                context
                    .rules
                    .citation_words
                    .row(cue.row)
                    .is_some_and(|row| row.fields.part == crate::rules::CitationPart::And)
            });
        if part && token.is_word() {
            let length = text.len() - word.len();
            let lower = word.to_lowercase();
            text.truncate(length);
            text.push_str(&lower);
        }
        at += 1;
    }
    let name = text.trim_matches(|letter: char| !is_letter(letter) && !letter.is_numeric() && letter != ')');
    if name.len() == text.len() { text } else { name.to_owned() }
}

/// What an abbreviation stands for; all have two large letters and more.
fn expansion<'a>(context: Context<'a>, token: &Token, word: &str) -> Option<&'a str> {
    let large = token.is_word() && matches!(token.shape, Shape::Upper | Shape::Mixed);
    let row = large.then(|| context.rules.abbreviations.by_id(word)).flatten()?;
    Some(&row.fields.expansion)
}

/// The body word that begins at a token as the table writes it, its end, and whether a place follows it.
fn phrase(context: Context<'_>, at: usize, limit: usize) -> Option<(String, usize, bool)> {
    let cue = context.tokens.cue_at(Rules::NAMES, at).filter(|cue| cue.end as usize <= limit)?;
    let row = context.rules.names.row(cue.row).filter(|row| row.fields.system.is_some())?;
    let found = words(context.layout.str(context.tokens.span(cue.tokens())));
    let printed = row.phrases.iter().find(|phrase| words(phrase) == found)?;
    let placed = row.fields.placed || (row.fields.local && ends_with_unit(context, cue.tokens()));
    // "Ủy ban MTTQ Việt Nam"
    let full = |word: &str| {
        context.rules.abbreviations.by_id(word).map_or(word.to_owned(), |row| row.fields.expansion.clone())
    };
    let printed = printed.split(' ').map(full).collect::<Vec<_>>().join(" ");
    Some((printed, cue.end as usize, placed))
}

/// The name of the country, of a province or of a city of the centre as the table writes it, and its end.
fn place_name(context: Context<'_>, at: usize, limit: usize) -> Option<(String, usize)> {
    let cue = context.tokens.cue_at(Rules::MARKS, at).filter(|cue| cue.end as usize <= limit)?;
    let row = context.rules.marks.row(cue.row)?;
    let named = matches!(row.fields.mark, Mark::Province | Mark::ProvinceCity | Mark::Country);
    let found = words(context.layout.str(context.tokens.span(cue.tokens())));
    let printed = row.phrases.iter().find(|phrase| named && words(phrase) == found)?;
    Some((printed.clone(), cue.end as usize))
}

/// "Công an tỉnh": the unit is part of the body word.
fn ends_with_unit(context: Context<'_>, range: Range<usize>) -> bool {
    range.clone().any(|at| unit(context, at).is_some_and(|(end, _)| end >= range.end))
}

fn words(text: &str) -> Vec<String> {
    text.split(|letter: char| !is_letter(letter) && !letter.is_numeric())
        .filter(|word| !word.is_empty())
        .map(fold)
        .collect()
}

/// "TH", "PCGD": large letters without a vowel are no word.
fn is_initials(word: &str) -> bool {
    word.chars().count() > 1
        && word.chars().all(|letter| {
            letter == 'Đ'
                || letter.is_ascii_uppercase() && !matches!(letter, 'A' | 'E' | 'I' | 'O' | 'U' | 'Y')
        })
}

/// "KIM" -> "Kim", "M'RÔNG" -> "M'Rông".
fn capitalized(word: &str) -> String {
    let mut large = true;
    word.chars()
        .flat_map(|letter| {
            let letters: Vec<char> =
                if large { letter.to_uppercase().collect() } else { letter.to_lowercase().collect() };
            large = matches!(letter, '\'' | '’' | '‘' | '`');
            letters
        })
        .collect()
}
