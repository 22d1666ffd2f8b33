//! Filters: names before a colon, and the values behind it.

use super::forms::years;
use super::lex::{Compare, PieceKind};
use super::names::FilterField;
use super::parse::{Parser, plain_word};
use super::{Atom, Filter, FilterValue, Phrase, Remark};
use unicode_normalization::UnicodeNormalization;

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

impl<'q> Parser<'q> {
    /// The last words of the run that name a filter, and the values behind the colon. With whether it is negated and
    /// belongs to the choice before it.
    pub(super) fn filter(&mut self) -> Option<(Atom, bool, bool)> {
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
}
