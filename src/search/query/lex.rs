//! A query cut into pieces.

/// A piece of a query.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Piece<'q> {
    pub kind: PieceKind<'q>,
    /// White space stands before it.
    pub is_apart: bool,
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub enum PieceKind<'q> {
    /// Signs and letters up to white space or one of the signs below: "34-CT/TW", "5%", "100..500".
    Word(&'q str),
    /// Between quotes; the closing one may be missing.
    Quoted(&'q str),
    Compare(Compare),
    Colon,
    /// A comma or semicolon that is no decimal comma.
    Comma,
    /// A dash before a word.
    Minus,
    Bar,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Compare {
    Lt,
    Le,
    Gt,
    Ge,
    Eq,
}

/// Cuts a query into pieces, in one pass.
pub fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut rest = text;
    let mut is_apart = true;
    while let Some(letter) = rest.chars().next() {
        let next = rest[letter.len_utf8()..].chars().next();
        let (kind, len) = match letter {
            _ if letter.is_whitespace() => {
                is_apart = true;
                rest = &rest[letter.len_utf8()..];
                continue;
            }
            '"' | '“' | '”' | '„' | '«' | '»' => {
                let inside = &rest[letter.len_utf8()..];
                let end = inside.find(['"', '“', '”', '„', '«', '»']);
                let close = end.and_then(|end| inside[end..].chars().next()).map_or(0, char::len_utf8);
                let end = end.unwrap_or(inside.len());
                (Some(PieceKind::Quoted(&inside[..end])), letter.len_utf8() + end + close)
            }
            '<' | '>' | '=' | '≤' | '≥' => {
                let compare = match (letter, next) {
                    ('<', Some('=')) | ('=', Some('<')) | ('≤', _) => Compare::Le,
                    ('>', Some('=')) | ('=', Some('>')) | ('≥', _) => Compare::Ge,
                    ('<', _) => Compare::Lt,
                    ('>', _) => Compare::Gt,
                    _ => Compare::Eq,
                };
                let is_double =
                    matches!((letter, next), ('<' | '>', Some('=')) | ('=', Some('<' | '>' | '=')));
                (Some(PieceKind::Compare(compare)), letter.len_utf8() + usize::from(is_double))
            }
            ':' | '：' => (Some(PieceKind::Colon), letter.len_utf8()),
            ',' | ';' => (Some(PieceKind::Comma), 1),
            '|' => (Some(PieceKind::Bar), 1),
            '-' | '–' | '−' if is_apart && next.is_some_and(|next| !next.is_whitespace()) => {
                (Some(PieceKind::Minus), letter.len_utf8())
            }
            _ => {
                let end = word_end(rest);
                (Some(PieceKind::Word(&rest[..end])), end)
            }
        };
        if let Some(kind) = kind {
            pieces.push(Piece { kind, is_apart });
        }
        is_apart = false;
        rest = &rest[len..];
    }
    pieces
}

/// Where the word that the text begins with ends; at least one letter on.
fn word_end(text: &str) -> usize {
    let mut before = '\0';
    let mut letters = text.char_indices().peekable();
    while let Some((at, letter)) = letters.next() {
        let after = letters.peek().map(|&(_, after)| after);
        let ends = match letter {
            // "4,2" has a decimal comma.
            ',' => !(before.is_ascii_digit() && after.is_some_and(|after| after.is_ascii_digit())),
            '"' | '“' | '”' | '„' | '«' | '»' | '<' | '>' | '=' | '≤' | '≥' | ':' | '：' | ';' | '|' => {
                true
            }
            _ => letter.is_whitespace(),
        };
        if ends && at > 0 {
            return at;
        }
        before = letter;
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use PieceKind::*;

    #[test]
    fn queries_are_cut_at_signs_that_mean_something() {
        let kinds = |text| pieces(text).into_iter().map(|piece| piece.kind).collect::<Vec<_>>();
        assert_eq!(
            kinds("hộ nghèo<=4,2% , -\"thi đua\" loại:KH,CT"),
            [
                Word("hộ"),
                Word("nghèo"),
                Compare(super::Compare::Le),
                Word("4,2%"),
                Comma,
                Minus,
                Quoted("thi đua"),
                Word("loại"),
                Colon,
                Word("KH"),
                Comma,
                Word("CT"),
            ]
        );
        assert_eq!(kinds("34-CT/TW - a|b"), [Word("34-CT/TW"), Word("-"), Word("a"), Bar, Word("b")]);
        assert_eq!(kinds("\"không đóng"), [Quoted("không đóng")]);
        assert_eq!(kinds("100..500 ha"), [Word("100..500"), Word("ha")]);
        assert_eq!(kinds(" \u{a0} "), []);
    }
}
