//! Labels at the start of a block: "I.", "Điều 3.", "2.1.", "a)", "(1)".

mod numeral;
mod parser;

pub use parser::readings;

use crate::rules::DivisionStyle;

/// The style of a label; labels of one style number one level.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Style {
    /// Phần, Chương, Mục, Tiểu mục, Điều, Phụ lục.
    Word(DivisionStyle),
    /// A. B.
    Capital,
    /// I. II.
    Roman,
    /// I.1. A.2.1.
    Mixed,
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
            Style::Mixed => 8,
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

/// The letters that number points. Legislation passes over f, j, w and z; typists do not always.
const LETTERS: &str = "abcdđefghijklmnopqrstuvwxyz";

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
    use super::numeral::point;
    use super::*;
    use crate::document::{Block, BlockKind, Layout};
    use crate::lex::lex;
    use crate::rules::{DivisionStyle, Rules};
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
            ("I.2. Nhân lực", Style::Mixed, 2, "I.2", "Nhân lực"),
            ("B.2.1 Nguồn vốn", Style::Mixed, 1, "B.2.1", "Nguồn vốn"),
            ("PHẦN B: NỘI DUNG", Style::Word(Part), 2, "PHẦN B", "NỘI DUNG"),
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
    fn a_label_does_not_number_levels_without_end() {
        let (most, more) = ("1.1.1.1.1.1.1.1.1.1.1.1", "1.1.1.1.1.1.1.1.1.1.1.1.1");
        for (text, label) in [
            (format!("{most}. Tổ chức"), Some(most.to_owned())),
            (format!("{more}. Tổ chức"), None),
            (format!("A.{most}. Tổ chức"), Some(format!("A.{most}"))),
            (format!("A.{more}. Tổ chức"), Some("A".to_owned())),
        ] {
            assert_eq!(first(&text).map(|(_, _, label, _)| label), label, "{text}");
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
