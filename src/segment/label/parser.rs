//! Reads the label at the start of a block.

use super::numeral::{capital, ordinal_word, point, roman, small_roman};
use super::{Label, Style};
use crate::document::{Layout, Shape, Token, TokenKind, Tokens};
use crate::rules::{DivisionStyle, Rules, fold};

/// The readings of the label that a block begins with, the likeliest first; empty where it has none.
pub fn readings(layout: &Layout, tokens: &Tokens, rules: &Rules, block: usize) -> Vec<Label> {
    let range = tokens.of_block(block);
    let parser = Parser { layout, tokens: &tokens.tokens[range.clone()], offset: range.start };
    match parser.tokens.first().map(|token| token.kind) {
        Some(TokenKind::Number) => parser.number(),
        Some(TokenKind::OpenParen) => parser.bracketed(),
        Some(TokenKind::Word) => {
            let division = tokens.cue_at(Rules::DIVISIONS, range.start).and_then(|cue| {
                Some((rules.divisions.row(cue.row)?.fields.style?, cue.end as usize - range.start))
            });
            match division {
                Some((style, behind)) => parser.word(style, behind, rules),
                None => parser.letters(),
            }
        }
        Some(TokenKind::Other) => parser.letters(),
        _ => Vec::new(),
    }
}

/// A row of more numbers is no label: sections nested without end would make every path to a finding as long as that.
const MOST_NUMBERS: usize = 12;

struct Parser<'a> {
    layout: &'a Layout,
    /// The tokens of the block.
    tokens: &'a [Token],
    /// The index of its first token.
    offset: usize,
}

impl Parser<'_> {
    fn kind(&self, at: usize) -> Option<TokenKind> {
        self.tokens.get(at).map(|token| token.kind)
    }

    fn str(&self, at: usize) -> &str {
        self.tokens.get(at).map_or("", |token| self.layout.str(token.span()))
    }

    /// Whether a token begins a text: a large letter, a quotation mark, a bracket, a number, or the end of the block.
    fn opens(&self, at: usize) -> bool {
        match self.tokens.get(at) {
            None => true,
            Some(token) => match token.kind {
                TokenKind::Word => token.shape != Shape::Lower,
                TokenKind::Comma | TokenKind::Semicolon | TokenKind::Percent | TokenKind::PerMille => false,
                _ => true,
            },
        }
    }

    /// Passes over the marks that end a label; what comes behind and whether there were any.
    fn marks(&self, at: usize) -> (usize, bool) {
        let mut end = at;
        while end < at + 2
            && matches!(
                self.kind(end),
                Some(
                    TokenKind::Period
                        | TokenKind::Dash
                        | TokenKind::Colon
                        | TokenKind::Slash
                        | TokenKind::CloseParen
                )
            )
            && (end == at || self.tokens[end].glued || self.kind(end) == Some(TokenKind::Dash))
        {
            end += 1;
        }
        (end, end > at)
    }

    fn label(&self, style: Style, ordinal: u16, text: String, end: usize) -> Label {
        Label {
            style,
            ordinal,
            numbers: Vec::new(),
            text,
            end: self.offset + end,
            weak: false,
            misread: false,
        }
    }

    /// Phần, Chương, Mục, Điều, Phụ lục.
    fn word(&self, style: DivisionStyle, behind: usize, rules: &Rules) -> Vec<Label> {
        // "Điều1" that lost its space is Điều 1.
        let printed = |end: usize| match end {
            end if end > behind => format!("{} {}", self.between(0, behind), self.between(behind, end)),
            end => self.between(0, end),
        };
        let capitals = self.tokens[0].shape == Shape::Upper;
        if self.tokens[0].shape == Shape::Lower {
            return Vec::new();
        }
        let (ordinal, mut at) = match self.kind(behind) {
            Some(TokenKind::Number) => match self.str(behind).parse::<u16>() {
                Ok(number) => (number, behind + 1),
                Err(_) => return Vec::new(),
            },
            Some(TokenKind::Word) => {
                let word = fold(self.str(behind));
                if let Some(number) = roman(self.str(behind)) {
                    (number, behind + 1)
                } else if let Some(number) = ordinal_word(&word, style, rules) {
                    (number, behind + 1)
                } else if style == DivisionStyle::Part
                    && let Some(number) = capital(self.str(behind))
                {
                    (number, behind + 1)
                } else if word.chars().count() == 1 && style == DivisionStyle::Appendix {
                    (point(&word).unwrap_or(0), behind + 1)
                } else if style == DivisionStyle::Appendix && capitals {
                    (0, behind)
                } else {
                    return Vec::new();
                }
            }
            None | Some(TokenKind::Colon | TokenKind::Period | TokenKind::OpenParen | TokenKind::Dash)
                if style == DivisionStyle::Appendix =>
            {
                (0, behind)
            }
            _ => return Vec::new(),
        };
        // "Điều 12a"
        if at > behind
            && self.tokens.get(at).is_some_and(|token| token.is_word() && token.glued)
            && self.str(at).chars().count() == 1
        {
            at += 1;
        }
        let (end, marked) = self.marks(at);
        if !self.opens(end) {
            return Vec::new();
        }
        let mut label = self.label(Style::Word(style), ordinal, printed(at), end);
        // "Điều 5 Luật Giá …" is a sentence; a division without a mark stands alone or before capitals.
        label.weak = !marked && end < self.tokens.len() && self.kind(end) == Some(TokenKind::Word) && {
            let next = &self.tokens[end];
            next.shape != Shape::Upper || self.str(end).chars().count() < 2
        };
        vec![label]
    }

    /// "1.", "2.1", "3/", "4)".
    fn number(&self) -> Vec<Label> {
        let printed = self.str(0);
        let mut numbers = Vec::new();
        for part in printed.split('.') {
            if part.is_empty()
                || part.len() > 2 + usize::from(numbers.is_empty())
                || !part.bytes().all(|b| b.is_ascii_digit())
            {
                return self.letters();
            }
            if numbers.len() == MOST_NUMBERS {
                return Vec::new();
            }
            numbers.push(part.parse::<u16>().unwrap_or(0));
        }
        let depth = numbers.len();
        let mut at = 1;
        let mut text = printed.to_owned();
        // "1a."
        if self.tokens.get(1).is_some_and(|token| token.glued && token.is_word()) {
            let letter = self.str(1);
            if letter.chars().count() == 1 && letter.chars().all(char::is_lowercase) && depth == 1 {
                text.push_str(letter);
                at = 2;
            } else {
                return self.letters();
            }
        }
        let mark = self.kind(at);
        let (end, marked) = self.marks(at);
        let spaced = self.tokens.get(at).is_some_and(|token| !token.glued);
        let before_number = self.kind(end) == Some(TokenKind::Number);
        let ok = match mark {
            // "1/ 100% cơ sở …"
            Some(TokenKind::Dash | TokenKind::Slash) if before_number => {
                depth == 1 && !spaced && !self.tokens[end].glued
            }
            // "3-4%", "1/7", "10:30"
            Some(TokenKind::Dash | TokenKind::Slash | TokenKind::Colon) => {
                !before_number && self.opens(end) && !(spaced && depth == 1 && numbers[0] > 30)
            }
            Some(TokenKind::Period) => !before_number || !self.tokens[end].glued,
            Some(TokenKind::CloseParen) => !spaced,
            Some(TokenKind::Word) => depth > 1 && self.opens(at),
            None => depth > 1,
            _ => false,
        };
        if !ok {
            return self.letters();
        }
        let style = match mark {
            Some(TokenKind::CloseParen) if depth == 1 => Style::NumberParen,
            _ => Style::Number(depth as u8),
        };
        let mut label = self.label(style, numbers[depth - 1], text, end);
        let odd = before_number && mark != Some(TokenKind::Period) && mark != Some(TokenKind::CloseParen);
        label.weak = odd || !self.opens(end) || !marked || (depth == 1 && numbers[0] > 99);
        label.numbers = numbers;
        let mut readings = vec![label];
        // "11. NHIỆM VỤ" where II is meant.
        if depth == 1 && self.capitals(end) {
            readings.extend(self.misread_roman());
        }
        readings
    }

    /// "(1)", "(a)", "(ii)".
    fn bracketed(&self) -> Vec<Label> {
        if self.kind(2) != Some(TokenKind::CloseParen) {
            return Vec::new();
        }
        let inner = self.str(1);
        let (end, _) = self.marks(3);
        let reading = |style, ordinal| self.label(style, ordinal, inner.to_owned(), end);
        match self.kind(1) {
            Some(TokenKind::Number) if inner.len() <= 2 => {
                // "(7) …" where a line broke inside an enumeration: counts only in a row.
                let row = |number| Label { weak: number > 1, ..reading(Style::Bracketed, number) };
                inner.parse().map(|number| vec![row(number)]).unwrap_or_default()
            }
            Some(TokenKind::Word) if self.tokens[1].shape == Shape::Lower => {
                let romans = small_roman(inner).map(|number| reading(Style::BracketedRoman, number));
                let points = point(inner).map(|number| reading(Style::BracketedPoint, number));
                romans.into_iter().chain(points).collect()
            }
            _ => Vec::new(),
        }
    }

    /// "I.", "A.", "a)", "i)", "a.1)".
    fn letters(&self) -> Vec<Label> {
        let mut readings = Vec::new();
        let word = self.str(0);
        let at = 1;
        let mark = self.kind(at);
        let (end, _) = self.marks(at);
        let closed = match mark {
            Some(TokenKind::Period | TokenKind::CloseParen) => true,
            Some(TokenKind::Slash | TokenKind::Dash | TokenKind::Colon) => {
                self.opens(end) && self.kind(end) != Some(TokenKind::Number)
            }
            _ => false,
        };
        if let Some(label) = self.mixed() {
            return vec![label];
        }
        if self.kind(0) == Some(TokenKind::Word) && closed {
            if let Some(number) = roman(word) {
                readings.push(self.label(Style::Roman, number, word.to_owned(), end));
            }
            if let Some(number) = capital(word) {
                let letter = self.label(Style::Capital, number, word.to_owned(), end);
                let first = if matches!(word, "I" | "V" | "X") { readings.len() } else { 0 };
                readings.insert(first, letter);
            }
            let mark_of_point =
                matches!(mark, Some(TokenKind::CloseParen | TokenKind::Period | TokenKind::Slash));
            if mark_of_point && self.tokens[0].shape == Shape::Lower {
                if let Some(label) = self.point_number(word) {
                    return vec![label];
                }
                let points = point(word).map(|number| self.label(Style::Point, number, word.to_owned(), end));
                let romans = small_roman(word)
                    .map(|number| self.label(Style::SmallRoman, number, word.to_owned(), end));
                readings.extend(points);
                readings.extend(romans);
                // "i)" and "v)" are letters only in a row of letters.
                if matches!(word, "i") {
                    readings.reverse();
                }
            }
            if let Some(label) = self.point_digit(word, end) {
                readings.push(label);
            }
        }
        readings.extend(self.misread_roman());
        readings.extend(self.bare_roman());
        readings.extend(self.roman_before_small_letters());
        readings
    }

    /// "I - mục tiêu" where the capitals of a text were lost.
    fn roman_before_small_letters(&self) -> Option<Label> {
        let ordinal = roman(self.str(0))?;
        let (end, _) = self.marks(1);
        let spaced = self.tokens.get(1).is_some_and(|dash| dash.kind == TokenKind::Dash && !dash.glued);
        if !spaced || self.opens(end) || self.kind(end) != Some(TokenKind::Word) {
            return None;
        }
        let mut label = self.label(Style::Roman, ordinal, self.str(0).to_owned(), end);
        label.weak = true;
        Some(label)
    }

    /// "I.1.", "A.2.1."
    fn mixed(&self) -> Option<Label> {
        let numbers = self.str(2);
        let parts = || numbers.split('.').map(str::parse::<u16>);
        if roman(self.str(0)).or_else(|| capital(self.str(0))).is_none()
            || self.kind(1) != Some(TokenKind::Period)
            || self.kind(2) != Some(TokenKind::Number)
            || !self.tokens[1].glued
            || !self.tokens[2].glued
            || !parts().all(|part| part.is_ok_and(|part| part < 100))
            || parts().count() > MOST_NUMBERS
        {
            return None;
        }
        let (end, marked) = self.marks(3);
        let ordinal = parts().next_back()?.ok()?;
        let mut label = self.label(Style::Mixed, ordinal, self.between(0, 3), end);
        label.weak = !marked;
        (self.opens(end) && self.kind(end) != Some(TokenKind::Number)).then_some(label)
    }

    /// "a.1)", "b.2."
    fn point_number(&self, letter: &str) -> Option<Label> {
        let first = point(letter)?;
        if self.kind(1) != Some(TokenKind::Period) || self.kind(2) != Some(TokenKind::Number) {
            return None;
        }
        // "b. 1. Nguồn vốn": only with a mark behind it.
        let marked = matches!(self.kind(3), Some(TokenKind::Period | TokenKind::CloseParen));
        if !self.tokens[2].glued && !marked {
            return None;
        }
        let number: u16 = self.str(2).parse().ok()?;
        let (end, marked) = self.marks(3);
        let printed = format!("{letter}.{}", self.str(2));
        let mut label = self.label(Style::PointNumber, number, printed, end);
        label.weak = !marked;
        label.numbers = vec![first, number];
        Some(label)
    }

    /// "a1)"
    fn point_digit(&self, word: &str, end: usize) -> Option<Label> {
        let split = word.find(|letter: char| letter.is_ascii_digit())?;
        let (letter, digits) = word.split_at(split);
        let first = point(letter)?;
        let number = digits.parse().ok()?;
        let mut label = self.label(Style::PointNumber, number, word.to_owned(), end);
        label.numbers = vec![first, number];
        Some(label)
    }

    /// A Roman numeral in which the recognizer took I for l, 1 or | ("ll.", "1I.", "lV.").
    fn misread_roman(&self) -> Option<Label> {
        let mut numeral = String::new();
        let mut at = 0;
        while let Some(token) = self.tokens.get(at) {
            if at > 0 && !token.glued {
                break;
            }
            let fixed: Option<String> = self
                .str(at)
                .chars()
                .map(|letter| match letter {
                    'I' | 'V' | 'X' => Some(letter),
                    'l' | '1' | '|' | 'Ị' | 'Í' | 'i' | '!' => Some('I'),
                    'v' => Some('V'),
                    _ => None,
                })
                .collect();
            let Some(fixed) = fixed.filter(|fixed| numeral.len() + fixed.len() <= 6) else { break };
            numeral.push_str(&fixed);
            at += 1;
        }
        let printed = self.between(0, at);
        let ordinal = roman(&numeral)?;
        if !matches!(self.kind(at), Some(TokenKind::Period | TokenKind::Slash | TokenKind::Dash))
            || printed == numeral
        {
            return None;
        }
        let (end, _) = self.marks(at);
        // "Ii." where the capitals of a text were lost.
        let lost_capitals = numeral.len() > 1 && printed.to_uppercase() == numeral;
        if !(self.opens(end) || lost_capitals) || self.kind(end) == Some(TokenKind::Number) {
            return None;
        }
        let mut label = self.label(Style::Roman, ordinal, numeral, end);
        label.weak = true;
        label.misread = true;
        Some(label)
    }

    /// "II NHIỆM VỤ": the mark is missing.
    fn bare_roman(&self) -> Option<Label> {
        let ordinal = roman(self.str(0))?;
        if self.kind(1) != Some(TokenKind::Word) || !self.capitals(1) {
            return None;
        }
        let mut label = self.label(Style::Roman, ordinal, self.str(0).to_owned(), 1);
        label.weak = true;
        Some(label)
    }

    /// Whether all words from a token on are in capitals, at least two of them.
    fn capitals(&self, from: usize) -> bool {
        let words = || self.tokens.iter().skip(from).filter(|token| token.is_word());
        words().count() > 1 && words().all(|token| token.shape == Shape::Upper)
    }

    /// The text of the tokens in a range, spaces folded.
    fn between(&self, from: usize, to: usize) -> String {
        let mut text = String::new();
        for at in from..to.min(self.tokens.len()) {
            if at > from && !self.tokens[at].glued {
                text.push(' ');
            }
            text.push_str(self.str(at));
        }
        text
    }
}
