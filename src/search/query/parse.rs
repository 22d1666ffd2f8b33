//! Pieces to a query. Total: what is not understood stays as words.

use super::lex::{Compare, Piece, PieceKind, pieces};
use super::names::{FilterField, bare};
use super::{Atom, Clause, Direction, End, Filter, FilterValue, Measure, Phrase, Query, Remark, Unit};
use crate::decimal::Decimal;
use crate::extract::Numeral;
use unicode_normalization::UnicodeNormalization;

/// Letters and clauses of the longest query; what stands behind is left out with a remark.
pub const MOST_LETTERS: usize = 2_000;
const MOST_CLAUSES: usize = 64;

/// Reads a query as typed.
pub fn parse(typed: &str) -> Query {
    let mut letters = typed.nfc().map(|letter| if letter.is_control() { ' ' } else { letter });
    let text: String = letters.by_ref().take(MOST_LETTERS).collect();
    let mut parser =
        Parser { pieces: pieces(&text), at: 0, clauses: Vec::new(), run: 0, remarks: Vec::new() };
    if letters.next().is_some() {
        parser.remarks.push(too_long());
    }
    parser.run();
    let Parser { mut clauses, mut remarks, .. } = parser;
    if clauses.len() > MOST_CLAUSES {
        clauses.truncate(MOST_CLAUSES);
        remarks.push(too_long());
    }
    remarks.dedup();
    Query { clauses, remarks, text }
}

fn too_long() -> Remark {
    Remark::new(
        "query-too-long",
        "câu hỏi quá dài: phần sau không được xét",
        "the query is too long: what stands at its end is not looked at",
    )
}

impl Filter {
    /// A filter from values as they would stand behind its name, each one whole: `kind` and `["KH", "Chỉ thị"]`, `year`
    /// and `["2020..2024"]`. `None` where a value is not understood.
    pub fn of<'v>(field: FilterField, values: impl IntoIterator<Item = &'v str>) -> Option<Filter> {
        let mut all = Vec::new();
        for typed in values {
            let (is_whole, typed) = match typed.strip_prefix('=') {
                Some(typed) => (true, typed),
                None => (false, typed),
            };
            let typed: String =
                typed.nfc().map(|letter| if letter.is_control() { ' ' } else { letter }).collect();
            let listed: Vec<&str> = typed.split_whitespace().collect();
            all.push(match field {
                FilterField::Year => years(&typed, None)?,
                _ if field.has_list() => {
                    let (code, count) = field.from_list(&listed)?;
                    (count == listed.len()).then_some(FilterValue::Code(code))?
                }
                _ => FilterValue::Words { phrase: Phrase::new(&typed, true)?, is_whole },
            });
        }
        (!all.is_empty()).then_some(Filter { field, values: all })
    }
}

struct Parser<'q> {
    pieces: Vec<Piece<'q>>,
    at: usize,
    clauses: Vec<Clause>,
    /// The first of the plain words at the end of `clauses`: what a filter's name or a comparison may take.
    run: usize,
    remarks: Vec<Remark>,
}

impl<'q> Parser<'q> {
    fn peek(&self, ahead: usize) -> Option<Piece<'q>> {
        self.pieces.get(self.at + ahead).copied()
    }

    fn run(&mut self) {
        let mut negated = false;
        let mut joined = false;
        while let Some(piece) = self.peek(0) {
            self.at += 1;
            let before = self.clauses.len();
            let mut atom = None;
            match piece.kind {
                PieceKind::Minus => {
                    negated = true;
                    continue;
                }
                PieceKind::Bar => {
                    joined = before > 0;
                    continue;
                }
                PieceKind::Word("OR" | "HOẶC") if before > 0 && self.peek(0).is_some() => {
                    joined = true;
                    continue;
                }
                PieceKind::Comma => self.run = before,
                PieceKind::Quoted(text) => {
                    atom = Phrase::new(text, true).map(Atom::Phrase);
                }
                PieceKind::Colon => {
                    if let Some(filter) = self.filter() {
                        // The words of its name stood in the run; whether the first was negated counts for it.
                        negated = filter.1;
                        joined = filter.2;
                        atom = Some(filter.0);
                    }
                }
                PieceKind::Compare(compare) => match self.measure(compare) {
                    Some(measure) => {
                        (atom, negated) = (Some(measure.0), measure.1);
                    }
                    None => self.remarks.push(Remark::new(
                        "comparison-not-understood",
                        "dấu so sánh không có con số theo sau: được bỏ qua",
                        "a comparison without a number behind it: left out",
                    )),
                },
                PieceKind::Word(word) => match self.word(word, negated) {
                    Some((found, is_negated)) => (atom, negated) = (Some(found), is_negated),
                    None => {
                        negated = false;
                        continue;
                    }
                },
            }
            if let Some(atom) = atom {
                self.put(atom, negated, joined);
            }
            negated = false;
            joined = false;
        }
    }

    /// Adds a condition, or one more to choose from to the last.
    fn put(&mut self, atom: Atom, negated: bool, joined: bool) {
        let is_word = matches!(&atom, Atom::Phrase(phrase) if !phrase.is_quoted);
        match self.clauses.last_mut() {
            Some(last) if joined => {
                last.any.push(atom);
                self.run = self.clauses.len();
            }
            _ => {
                self.clauses.push(Clause { negated, any: vec![atom] });
                if !is_word {
                    self.run = self.clauses.len();
                }
            }
        }
    }

    /// A word, a document number, or a range of figures. `None` where it holds neither letter nor digit.
    fn word(&mut self, word: &'q str, negated: bool) -> Option<(Atom, bool)> {
        if let Some(number) = self.number(word) {
            return Some((Atom::Number(number), negated));
        }
        if let Some((low, high, rest)) = range(word) {
            return Some(self.ranged(low, high, rest));
        }
        Phrase::new(word, false).map(|phrase| (Atom::Phrase(phrase), negated))
    }

    /// "34-CT/TW", "68/2008/NQ-HĐND", "34 CT TW", "34 -CT/TW".
    fn number(&mut self, word: &'q str) -> Option<Phrase> {
        if is_number(word) {
            return Phrase::new(word, false);
        }
        if word.is_empty() || word.len() > 6 || !word.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        // Digits, and behind them capitals that only symbols are made of.
        let mut typed = word.to_owned();
        let mut ahead = 0;
        while let Some(piece) = self.peek(ahead) {
            match piece.kind {
                PieceKind::Minus => {}
                PieceKind::Word(part) if is_symbol(part) => {
                    typed.push(' ');
                    typed.push_str(part);
                }
                PieceKind::Word("-" | "/") => {}
                _ => break,
            }
            ahead += 1;
        }
        let parts = super::super::words::spans(&typed).count();
        (3..=7).contains(&parts).then(|| {
            self.at += ahead;
            Phrase::new(&typed, false)
        })?
    }

    /// The last words of the run that name a filter, and the values behind the colon. With whether it is negated and
    /// belongs to the choice before it.
    fn filter(&mut self) -> Option<(Atom, bool, bool)> {
        let run = &self.clauses[self.run..];
        let typed: Vec<&str> = run.iter().filter_map(plain_word).collect();
        let (field, count) = (1..=typed.len().min(4)).rev().find_map(|count| {
            let name = typed[typed.len() - count..].join(" ");
            Some((FilterField::from_name(&name)?, count))
        })?;
        // Only its first word can carry the minus.
        let first = self.clauses.len() - count;
        if self.clauses[first + 1..].iter().any(|clause| clause.negated) {
            return None;
        }
        let negated = self.clauses[first].negated;
        let values = self.values(field);
        if values.is_empty() {
            self.remarks.push(Remark::new(
                "filter-without-value",
                format!("bộ lọc \"{}\" không có giá trị hiểu được: tìm như từ thường", field.names()[0]),
                format!("the filter \"{}\" has no value that is understood: searched as words", field.code()),
            ));
            return None;
        }
        self.clauses.truncate(first);
        self.run = self.run.min(first);
        Some((Atom::Filter(Filter { field, values }), negated, false))
    }

    /// The values at the present place, commas between them.
    fn values(&mut self, field: FilterField) -> Vec<FilterValue> {
        let mut values = Vec::new();
        loop {
            let start = self.at;
            let Some(value) = self.value(field) else {
                self.at = start;
                break;
            };
            values.push(value);
            let comma = self.peek(0).filter(|piece| piece.kind == PieceKind::Comma && !piece.is_apart);
            if comma.is_none() || self.peek(1).is_none_or(|piece| piece.is_apart) {
                break;
            }
            self.at += 1;
        }
        values
    }

    fn value(&mut self, field: FilterField) -> Option<FilterValue> {
        let mut is_whole = false;
        let mut compare = None;
        if let Some(PieceKind::Compare(sign)) = self.peek(0).map(|piece| piece.kind) {
            self.at += 1;
            is_whole = sign == Compare::Eq;
            compare = Some(sign);
        }
        let piece = self.peek(0)?;
        self.at += 1;
        let (text, is_quoted) = match piece.kind {
            PieceKind::Quoted(text) => (text, true),
            PieceKind::Word(word) => (word, false),
            _ => return None,
        };
        if field == FilterField::Year {
            return years(text, compare);
        }
        // The values of a list may have several words without quotes.
        let mut listed = vec![text];
        if !is_quoted {
            listed.extend(
                (0..)
                    .map_while(|ahead| match self.peek(ahead)?.kind {
                        PieceKind::Word(word)
                            if self.peek(ahead + 1).is_none_or(|next| next.kind != PieceKind::Colon) =>
                        {
                            Some(word)
                        }
                        _ => None,
                    })
                    .take(5),
            );
        } else {
            listed = text.split_whitespace().collect();
        }
        if let Some((code, count)) = field.from_list(&listed) {
            if !is_quoted {
                self.at += count - 1;
            }
            return Some(FilterValue::Code(code));
        }
        if field.has_list() {
            return None;
        }
        let mut typed = text.to_owned();
        if matches!(field, FilterField::Number | FilterField::Cites)
            && !is_quoted
            && let Some(number) = self.number(text)
        {
            typed = number.typed;
        }
        Phrase::new(&typed, is_quoted).map(|phrase| FilterValue::Words { phrase, is_whole })
    }

    /// The comparison whose sign stands before the present place. With whether it is negated.
    fn measure(&mut self, compare: Compare) -> Option<(Atom, bool)> {
        let Some(PieceKind::Word(word)) = self.peek(0).map(|piece| piece.kind) else {
            return None;
        };
        let (value, rest) = figure(word)?;
        self.at += 1;
        let end = |is_included| Some(End { value, is_included });
        let (low, high) = match compare {
            Compare::Lt => (None, end(false)),
            Compare::Le => (None, end(true)),
            Compare::Gt => (end(false), None),
            Compare::Ge => (end(true), None),
            Compare::Eq => (end(true), end(true)),
        };
        Some(self.measured(low, high, rest))
    }

    /// A range without a sign: "rừng 100..500 ha".
    fn ranged(&mut self, low: Decimal, high: Decimal, rest: &'q str) -> (Atom, bool) {
        let (low, high) = if low <= high { (low, high) } else { (high, low) };
        let end = |value| Some(End { value, is_included: true });
        self.measured(end(low), end(high), rest)
    }

    /// A figure between two ends, with the words of the run before it and the unit behind it. Of a year a filter.
    fn measured(&mut self, low: Option<End>, high: Option<End>, rest: &'q str) -> (Atom, bool) {
        let quoted = self.clauses.last().filter(|clause| !clause.negated && self.run == self.clauses.len());
        let quoted = quoted.and_then(|clause| match clause.any.as_slice() {
            [Atom::Phrase(phrase)] if phrase.is_quoted => Some(phrase.clone()),
            _ => None,
        });
        let is_quoted = quoted.is_some();
        let first = if is_quoted { self.clauses.len() - 1 } else { self.run };
        // A minus stands before the first word of what is left out: "thi đua -hộ nghèo < 5%".
        let minus = self.clauses[first..].iter().rposition(|clause| clause.negated);
        let first = first + minus.unwrap_or(0);
        let negated = minus.is_some();
        let mut change = None;
        let indicator = if is_quoted {
            quoted
        } else {
            let mut typed: Vec<&str> = self.clauses[first..].iter().filter_map(plain_word).collect();
            change = typed.first().and_then(|word| direction(word));
            if change.is_some() {
                typed.remove(0);
            }
            Phrase::new(&typed.join(" "), false)
        };
        let is_year =
            indicator.as_ref().is_some_and(|words| matches!(bare(&words.typed).as_str(), "nam" | "year"));
        let unit = self.unit(rest);
        self.clauses.truncate(first);
        self.run = self.run.min(first);
        let whole = |end: Option<End>, outwards: i64| {
            let end = end?;
            let year = end.value.is_integer().then(|| end.value.to_f64() as i64)?;
            u16::try_from(if end.is_included { year } else { year + outwards }).ok()
        };
        if is_year && change.is_none() && unit.is_none() {
            let values = vec![FilterValue::Years(whole(low, 1), whole(high, -1))];
            return (Atom::Filter(Filter { field: FilterField::Year, values }), negated);
        }
        (Atom::Measure(Measure { indicator, change, low, high, unit }), negated)
    }

    /// The unit that begins with `rest`, which is glued to the figure, or with the words behind it.
    fn unit(&mut self, rest: &'q str) -> Option<Unit> {
        let mut words = Vec::new();
        if !rest.is_empty() {
            words.push(rest);
        }
        let glued = words.len();
        words.extend(
            (0..)
                .map_while(|ahead| match self.peek(ahead)?.kind {
                    PieceKind::Word(word) => Some(word),
                    _ => None,
                })
                .take(4),
        );
        let (unit, count) = (1..=words.len())
            .rev()
            .find_map(|count| Some((super::super::units::unit(&words[..count].join(" "))?, count)))?;
        self.at += count - glued;
        Some(unit)
    }
}

/// The text of a clause that is one plain word.
fn plain_word(clause: &Clause) -> Option<&str> {
    match clause.any.as_slice() {
        [Atom::Phrase(phrase)] if !phrase.is_quoted => Some(&phrase.typed),
        _ => None,
    }
}

fn direction(word: &str) -> Option<Direction> {
    match word.to_lowercase().as_str() {
        "tăng" | "tang" | "increase" => Some(Direction::Increase),
        "giảm" | "giam" | "decrease" => Some(Direction::Decrease),
        _ => None,
    }
}

/// Digits first, and signs and letters of a symbol behind them: "34-CT/TW", "34CT/TW", "68/2008/NQ-HĐND".
fn is_number(word: &str) -> bool {
    let digits = word.bytes().take_while(u8::is_ascii_digit).count();
    let symbol = &word[digits..];
    let has_sign = symbol.contains(['-', '/', '–']);
    let letters = symbol.chars().filter(|letter| letter.is_alphabetic()).count();
    (1..=6).contains(&digits)
        && has_sign
        && letters >= 2
        && symbol.chars().all(|letter| letter.is_alphanumeric() || matches!(letter, '-' | '/' | '–' | '.'))
}

/// A part of a symbol: "CT", "QĐ-UBND", "NQ/HU".
fn is_symbol(word: &str) -> bool {
    let letters = word.trim_matches(['-', '/', '–', '.']);
    (2..=24).contains(&letters.chars().count())
        && letters.chars().all(|letter| {
            letter.is_uppercase() || matches!(letter, '-' | '/' | '–' | 'r') || letter.is_ascii_digit()
        })
        && letters.chars().next().is_some_and(char::is_uppercase)
        && letters.chars().filter(|letter| letter.is_uppercase()).count() >= 2
        && !matches!(letters, "OR" | "HOẶC")
}

/// The number that a word begins with, and what is glued to it: "5%" is 5 and "%".
fn figure(word: &str) -> Option<(Decimal, &str)> {
    let (sign, digits) = match word.strip_prefix(['-', '−']) {
        Some(digits) => (-1, digits),
        None => (1, word),
    };
    let len = digits.bytes().take_while(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b',')).count();
    let trimmed = digits[..len].trim_end_matches(['.', ',']);
    let value = Numeral::read(trimmed)?.value.checked_mul(sign)?;
    let rest = digits[trimmed.len()..].trim_start_matches(['.', ',']);
    Some((value, rest))
}

/// "100..500ha"
fn range(word: &str) -> Option<(Decimal, Decimal, &str)> {
    let (low, high) = word.split_once("..").or_else(|| word.split_once('…'))?;
    let (low, glued) = figure(low)?;
    let (high, rest) = figure(high.trim_start_matches('.'))?;
    glued.is_empty().then_some((low, high, rest))
}

/// "2024", "2020..2024", "2020-2024", "2020..", "..2024".
fn years(text: &str, compare: Option<Compare>) -> Option<FilterValue> {
    let year = |text: &str| text.parse::<u16>().ok().filter(|year| (1..=9999).contains(year));
    let ends = text.split_once("..").or_else(|| text.split_once('…')).or_else(|| text.split_once(['-', '–']));
    if let Some((low, high)) = ends {
        let (low, high) = (low.trim(), high.trim());
        let (from, to) = (year(low), year(high));
        let is_sound = (low.is_empty() || from.is_some()) && (high.is_empty() || to.is_some());
        return (is_sound && (from.is_some() || to.is_some())).then(|| match (from, to) {
            (Some(from), Some(to)) => FilterValue::Years(Some(from.min(to)), Some(from.max(to))),
            (from, to) => FilterValue::Years(from, to),
        });
    }
    let year = year(text.trim())?;
    Some(match compare {
        None | Some(Compare::Eq) => FilterValue::Years(Some(year), Some(year)),
        Some(Compare::Lt) => FilterValue::Years(None, Some(year - 1)),
        Some(Compare::Le) => FilterValue::Years(None, Some(year)),
        Some(Compare::Gt) => FilterValue::Years(Some(year + 1), None),
        Some(Compare::Ge) => FilterValue::Years(Some(year), None),
    })
}
