//! Labels at the start of a block: "I.", "Điều 3.", "2.1.", "a)", "(1)".

use crate::document::{Layout, Shape, Token, TokenKind, Tokens};
use crate::rules::{DivisionStyle, Rules, fold};

/// The style of a label; labels of one style number one level.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Style {
    /// Phần, Chương, Mục, Tiểu mục, Điều, Phụ lục.
    Word(DivisionStyle),
    /// A. B.
    Capital,
    /// I. II.
    Roman,
    /// 1. 1.1. 1.1.1.: how many numbers.
    Number(u8),
    /// 1)
    NumberParen,
    /// a) b) đ)
    Point,
    /// a.1)
    PointNumber,
    /// i) ii)
    SmallRoman,
    /// (1)
    Bracketed,
    /// (a)
    BracketedPoint,
    /// (i)
    BracketedRoman,
}

impl Style {
    /// The usual depth: a style opens below those of smaller rank.
    pub fn rank(self) -> u8 {
        match self {
            Style::Word(DivisionStyle::Appendix) => 0,
            Style::Word(DivisionStyle::Part) => 1,
            Style::Word(DivisionStyle::Chapter) => 2,
            Style::Word(DivisionStyle::Division) => 3,
            Style::Word(DivisionStyle::Subdivision) => 4,
            Style::Word(DivisionStyle::Article) => 5,
            Style::Capital => 6,
            Style::Roman => 7,
            Style::Number(depth) => 8 + depth.min(6),
            Style::NumberParen => 15,
            Style::Point => 16,
            Style::PointNumber => 17,
            Style::Bracketed => 18,
            Style::SmallRoman | Style::BracketedPoint => 19,
            Style::BracketedRoman => 20,
        }
    }

    /// Styles of lists, which nest in each other in either order.
    pub fn is_list(self) -> bool {
        self.rank() >= Style::NumberParen.rank()
    }
}

/// One reading of a label.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    pub style: Style,
    /// Its place in the row of its fellows, from 1; 0 for an appendix without a number.
    pub ordinal: u16,
    /// The numbers of a decimal label: [2, 1] for "2.1".
    pub numbers: Vec<u16>,
    /// As it goes into the record: "2.1", "Điều 3", "a".
    pub text: String,
    /// The first token behind the label and its marks.
    pub end: usize,
    /// Counts only where it continues a row: the mark behind it is missing, or the letters are misread.
    pub weak: bool,
    /// Letters taken for others ("ll" for "II").
    pub misread: bool,
}

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
        let printed = |end: usize| self.between(0, end);
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
        let ok = match mark {
            // "3-4%", "1/7", "10:30"
            Some(TokenKind::Dash | TokenKind::Slash | TokenKind::Colon) => {
                self.kind(end) != Some(TokenKind::Number)
                    && self.opens(end)
                    && !(spaced && depth == 1 && numbers[0] > 30)
            }
            Some(TokenKind::Period) => self.kind(end) != Some(TokenKind::Number) || !self.tokens[end].glued,
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
        label.weak = !self.opens(end) || !marked || (depth == 1 && numbers[0] > 99);
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
        readings
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

/// The value of an ordinal written out ("thứ hai", "hai").
fn ordinal_word(word: &str, style: DivisionStyle, rules: &Rules) -> Option<u16> {
    if style != DivisionStyle::Part {
        return None;
    }
    let row = rules.divisions.rows.iter().find(|row| row.fields.words.iter().any(|name| name == word))?;
    row.fields.ordinal
}

/// The value of a Roman numeral in capitals, up to 39.
fn roman(numeral: &str) -> Option<u16> {
    if numeral.is_empty() || numeral.len() > 7 {
        return None;
    }
    let digit = |byte| match byte {
        b'I' => Some(1),
        b'V' => Some(5),
        b'X' => Some(10),
        _ => None,
    };
    let mut value = 0i16;
    let bytes = numeral.as_bytes();
    for (at, &byte) in bytes.iter().enumerate() {
        let this = digit(byte)?;
        match bytes.get(at + 1).and_then(|&next| digit(next)) {
            Some(next) if next > this => value -= this,
            _ => value += this,
        }
    }
    let value = u16::try_from(value).ok()?;
    (to_roman(value) == numeral).then_some(value)
}

fn to_roman(mut value: u16) -> String {
    let mut numeral = String::new();
    for (step, letters) in [(10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")] {
        while value >= step {
            numeral.push_str(letters);
            value -= step;
        }
    }
    numeral
}

fn small_roman(numeral: &str) -> Option<u16> {
    (numeral.bytes().all(|byte| byte.is_ascii_lowercase())).then(|| roman(&numeral.to_uppercase())).flatten()
}

/// The letters that number points. Legislation passes over f, j, w and z; typists do not always.
const LETTERS: &str = "abcdđefghijklmnopqrstuvwxyz";

/// The place of a point's letter.
fn point(letter: &str) -> Option<u16> {
    let mut chars = letter.chars();
    let only = chars.next().filter(|_| chars.next().is_none())?;
    LETTERS.chars().position(|other| other == only).map(|at| at as u16 + 1)
}

fn capital(letter: &str) -> Option<u16> {
    let mut chars = letter.chars();
    let only = chars.next().filter(|_| chars.next().is_none()).filter(|only| only.is_uppercase())?;
    let small = only.to_lowercase().next()?;
    LETTERS.chars().position(|other| other == small).map(|at| at as u16 + 1)
}

/// How many places a row goes on from `before` to `after` in its style: 1 for the next one. Letters that rows of points may
/// pass over do not count.
pub fn step(style: Style, before: u16, after: u16) -> i32 {
    let plain = i32::from(after) - i32::from(before);
    if plain <= 1 || !matches!(style, Style::Point | Style::BracketedPoint | Style::Capital) {
        return plain;
    }
    let passed = (before + 1..after)
        .filter_map(|at| LETTERS.chars().nth(usize::from(at) - 1))
        .filter(|letter| matches!(letter, 'đ' | 'f' | 'j' | 'w' | 'z'))
        .count();
    plain - passed as i32
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Block, BlockKind};
    use crate::lex::lex;
    use crate::span::Span;
    use crate::text::Text;

    fn first(text: &str) -> Option<(Style, u16, String, String)> {
        let layout = Layout {
            text: Text::verbatim(text.to_owned(), 0),
            blocks: vec![Block {
                span: Span::new(0, text.len()),
                kind: BlockKind::Paragraph,
                heading: None,
                gap: false,
            }],
            ..Layout::default()
        };
        let rules = Rules::embedded();
        let tokens = lex(&layout, rules);
        let label = readings(&layout, &tokens, rules, 0).into_iter().next()?;
        let rest = tokens.tokens.get(label.end).map_or("", |token| &text[token.start as usize..]);
        Some((label.style, label.ordinal, label.text, rest.to_owned()))
    }

    #[test]
    fn labels_of_every_form_are_read() {
        use DivisionStyle::*;
        for (text, style, ordinal, label, rest) in [
            ("I. MỤC TIÊU", Style::Roman, 1, "I", "MỤC TIÊU"),
            ("IV- Tổ chức", Style::Roman, 4, "IV", "Tổ chức"),
            ("I/ Mục đích", Style::Roman, 1, "I", "Mục đích"),
            ("I - Mục tiêu", Style::Roman, 1, "I", "Mục tiêu"),
            ("A. PHẦN CHUNG", Style::Capital, 1, "A", "PHẦN CHUNG"),
            ("Phần thứ hai", Style::Word(Part), 2, "Phần thứ hai", ""),
            ("PHẦN II: NHIỆM VỤ", Style::Word(Part), 2, "PHẦN II", "NHIỆM VỤ"),
            ("Chương III", Style::Word(Chapter), 3, "Chương III", ""),
            ("Mục 1 QUY ĐỊNH CHUNG", Style::Word(Division), 1, "Mục 1", "QUY ĐỊNH CHUNG"),
            ("Điều 3. Tổ chức", Style::Word(Article), 3, "Điều 3", "Tổ chức"),
            ("Điều 1.- Ban hành", Style::Word(Article), 1, "Điều 1", "Ban hành"),
            ("Điều 12a. Bổ sung", Style::Word(Article), 12, "Điều 12a", "Bổ sung"),
            ("PHỤ LỤC", Style::Word(Appendix), 0, "PHỤ LỤC", ""),
            ("PHỤ LỤC II", Style::Word(Appendix), 2, "PHỤ LỤC II", ""),
            ("Phụ lục số 02: Danh mục", Style::Word(Appendix), 2, "Phụ lục số 02", "Danh mục"),
            ("1. Mục đích", Style::Number(1), 1, "1", "Mục đích"),
            ("01. Mục đích", Style::Number(1), 1, "01", "Mục đích"),
            ("1 . Mục đích", Style::Number(1), 1, "1", "Mục đích"),
            ("2/ Yêu cầu", Style::Number(1), 2, "2", "Yêu cầu"),
            ("2- Yêu cầu", Style::Number(1), 2, "2", "Yêu cầu"),
            ("2.1. Tổ chức", Style::Number(2), 1, "2.1", "Tổ chức"),
            ("2.10 Tổ chức", Style::Number(2), 10, "2.10", "Tổ chức"),
            ("2.1- Đến năm 2025", Style::Number(2), 1, "2.1", "Đến năm 2025"),
            ("1.1.3.Tổ chức", Style::Number(3), 3, "1.1.3", "Tổ chức"),
            ("3) Tổ chức", Style::NumberParen, 3, "3", "Tổ chức"),
            ("đ) Tổ chức", Style::Point, 5, "đ", "Tổ chức"),
            ("a. Tổ chức", Style::Point, 1, "a", "Tổ chức"),
            ("a.1) Tổ chức", Style::PointNumber, 1, "a.1", "Tổ chức"),
            ("b2) Tổ chức", Style::PointNumber, 2, "b2", "Tổ chức"),
            ("ii) Tổ chức", Style::SmallRoman, 2, "ii", "Tổ chức"),
            ("(1) Tổ chức", Style::Bracketed, 1, "1", "Tổ chức"),
            ("(iii). Tổ chức", Style::BracketedRoman, 3, "iii", "Tổ chức"),
            ("ll. MỤC TIÊU", Style::Roman, 2, "II", "MỤC TIÊU"),
            ("lV. TỔ CHỨC", Style::Roman, 4, "IV", "TỔ CHỨC"),
        ] {
            assert_eq!(first(text), Some((style, ordinal, label.into(), rest.into())), "{text}");
        }
    }

    #[test]
    fn what_only_looks_like_a_label_is_none() {
        for text in [
            "2023. Nhìn chung",
            "4.120 ha, bằng 98%",
            "3-4% hộ nghèo",
            "1/7 là ngày",
            "10% hộ",
            "24/24 giờ",
            "Điều kiện làm việc",
            "Phần mềm quản lý",
            "Mục tiêu chung",
            "Phụ lục kèm theo Kế hoạch này",
            "Phụ lục I ban hành kèm theo",
            "(b/c)",
            "1,5 triệu đồng",
            "01/7/2024 là ngày",
        ] {
            assert_eq!(first(text), None, "{text}");
        }
    }

    #[test]
    fn rows_of_points_may_pass_over_some_letters() {
        let at = |letter| point(letter).unwrap();
        assert_eq!(step(Style::Point, at("d"), at("e")), 1);
        assert_eq!(step(Style::Point, at("e"), at("g")), 1);
        assert_eq!(step(Style::Point, at("i"), at("k")), 1);
        assert_eq!(step(Style::Point, at("h"), at("k")), 2);
        assert_eq!(step(Style::Number(1), 2, 4), 2);
    }
}
