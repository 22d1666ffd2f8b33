//! What the elements of HTML mean for the text.

use crate::read::roman::roman;

/// The part that an element plays.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Its content is no text of the page.
    Hidden,
    /// Has no content and leaves no trace.
    Void,
    Break,
    Rule,
    /// Begins and ends a line.
    Block,
    /// Stands between blank lines.
    Paragraph,
    Heading(u8),
    List,
    Item,
    Table,
    /// Rows that are heads.
    Head,
    Row,
    Cell {
        head: bool,
    },
    Bold,
    Italic,
    Superscript,
    Inline,
}

/// Roles as in the rendering section of the HTML standard (WHATWG, 15.3).
pub(super) fn kind(name: &[u8]) -> Kind {
    match name {
        b"head" | b"script" | b"style" | b"template" | b"noscript" | b"title" | b"select" | b"button"
        | b"nav" | b"svg" | b"math" | b"iframe" | b"object" | b"audio" | b"video" | b"canvas"
        | b"textarea" | b"xml" => Kind::Hidden,
        b"area" | b"base" | b"col" | b"embed" | b"img" | b"input" | b"link" | b"meta" | b"source"
        | b"track" => Kind::Void,
        b"br" => Kind::Break,
        b"hr" => Kind::Rule,
        b"p" => Kind::Paragraph,
        b"h1" => Kind::Heading(1),
        b"h2" => Kind::Heading(2),
        b"h3" => Kind::Heading(3),
        b"h4" => Kind::Heading(4),
        b"h5" => Kind::Heading(5),
        b"h6" => Kind::Heading(6),
        b"ul" | b"ol" | b"menu" | b"dir" => Kind::List,
        b"li" => Kind::Item,
        b"table" => Kind::Table,
        b"thead" => Kind::Head,
        b"tr" => Kind::Row,
        b"td" => Kind::Cell { head: false },
        b"th" => Kind::Cell { head: true },
        b"b" | b"strong" => Kind::Bold,
        b"i" | b"em" | b"cite" | b"dfn" | b"var" => Kind::Italic,
        b"sup" => Kind::Superscript,
        b"address" | b"article" | b"aside" | b"blockquote" | b"body" | b"caption" | b"center" | b"dd"
        | b"details" | b"dialog" | b"div" | b"dl" | b"dt" | b"fieldset" | b"figcaption" | b"figure"
        | b"footer" | b"form" | b"header" | b"hgroup" | b"html" | b"legend" | b"main" | b"pre"
        | b"section" | b"summary" | b"tbody" | b"tfoot" => Kind::Block,
        _ => Kind::Inline,
    }
}

/// The number of a list item as the list's type shows it: 1, a, A, i, I.
pub(super) fn item_number(number: u32, style: u8) -> String {
    match style {
        b'a' | b'A' if (1..=26).contains(&number) => {
            let letter = char::from(style + (number - 1) as u8);
            letter.to_string()
        }
        b'i' => roman(number).to_ascii_lowercase(),
        b'I' => roman(number),
        _ => number.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn items_are_numbered_as_the_list_says() {
        for (number, style, shown) in [
            (3, b'1', "3"),
            (3, b'a', "c"),
            (26, b'A', "Z"),
            (27, b'A', "27"),
            (4, b'I', "IV"),
            (19, b'i', "xix"),
            (0, b'I', "0"),
        ] {
            assert_eq!(item_number(number, style), shown);
        }
    }
}
