//! The numbers of standards and technical regulations: "QCVN 102:2016/BTTTT".

use super::grammar::is_abbreviation;
use crate::document::TokenKind;
use crate::extract::line::Line;

/// The number of a standard: "102:2016/BTTTT", "01-1:2018/BYT", "ISO 9001:2015".
pub fn standard(line: Line<'_>, at: usize) -> Option<(String, usize)> {
    let mut text = String::new();
    let mut end = at;
    if line.is_word(end) && is_abbreviation(line, end) {
        text.push_str(line.word(end));
        text.push(' ');
        end += 1;
    }
    let first = line.is(end, TokenKind::Number).then(|| line.word(end))?;
    text.push_str(first);
    end += 1;
    while let Some(mark) = line.kind(end)
        && let Some(next) = line.kind(end + 1)
    {
        let goes_on = match mark {
            TokenKind::Colon | TokenKind::Dash => next == TokenKind::Number,
            TokenKind::Slash => next == TokenKind::Word && is_abbreviation(line, end + 1),
            _ => false,
        };
        if !goes_on || !(line.glued(end) || line.glued(end + 1)) {
            break;
        }
        text.push_str(line.word(end));
        let next = line.word(end + 1);
        // "122:2023/BXD3": the mark of a footnote.
        let body = next.trim_end_matches(|c: char| c.is_ascii_digit());
        text.push_str(if mark == TokenKind::Slash && body.len() > 2 { body } else { next });
        end += 2;
    }
    text.contains(':').then_some((text, end))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_standards() {
        for (text, number) in [
            ("102:2016/BTTTT", Some("102:2016/BTTTT")),
            ("01-1:2018/BYT", Some("01-1:2018/BYT")),
            ("ISO 9001:2015", Some("ISO 9001:2015")),
            ("102:2016/BTTTT3", Some("102:2016/BTTTT")),
            ("102", None),
        ] {
            assert_eq!(Line::test(text, |line| standard(line, 0).map(|found| found.0)).as_deref(), number);
        }
    }
}
