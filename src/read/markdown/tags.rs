//! HTML tags inside Markdown.

/// What a tag does to the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tag {
    /// `<br>`, and the tags of blocks: a new line.
    Line,
    Bold {
        opens: bool,
    },
    Italic {
        opens: bool,
    },
    Superscript {
        opens: bool,
    },
    /// Leaves no trace: `<u>`, `<span …>`, comments.
    None,
}

/// Longest tag in bytes; comments may be longer.
const LONGEST: usize = 400;

/// The tag at the start of `text` and its length. What is no tag that is known ("<5 vụ", "<a href>" of no end) is text.
pub(super) fn tag(text: &str) -> Option<(Tag, usize)> {
    if text.starts_with("<!--") {
        // A comment ends on its line or is none.
        let line = text.lines().next().unwrap_or_default();
        return line.find("-->").map(|at| (Tag::None, at + 3));
    }
    let bytes = &text.as_bytes()[..text.len().min(LONGEST)];
    let opens = bytes.get(1) != Some(&b'/');
    let start = if opens { 1 } else { 2 };
    let name = bytes.get(start..)?.iter().take_while(|b| b.is_ascii_alphanumeric()).count();
    let end = memchr::memchr2(b'>', b'\n', &bytes[1..]).map(|at| at + 1).filter(|&at| bytes[at] == b'>')?;
    let rest = &bytes[start + name..end];
    if !rest.is_empty() && !matches!(rest[0], b' ' | b'/' | b'\t') || rest.contains(&b'<') {
        return None;
    }
    let name = bytes[start..start + name].to_ascii_lowercase();
    let tag = match &*name {
        b"br" | b"p" | b"div" | b"center" | b"li" | b"tr" | b"hr" => Tag::Line,
        b"b" | b"strong" => Tag::Bold { opens },
        b"i" | b"em" => Tag::Italic { opens },
        b"sup" => Tag::Superscript { opens },
        b"u" | b"ins" | b"sub" | b"span" | b"font" | b"small" | b"big" | b"a" | b"img" | b"ul" | b"ol"
        | b"td" | b"th" | b"table" | b"tbody" | b"thead" | b"page" | b"figure" | b"figcaption" | b"s"
        | b"del" | b"mark" | b"code" => Tag::None,
        _ => return None,
    };
    Some((tag, end + 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_tags_are_marks_and_the_rest_is_text() {
        for (text, expected) in [
            ("<sup>1</sup>", Some((Tag::Superscript { opens: true }, 5))),
            ("</SUP>", Some((Tag::Superscript { opens: false }, 6))),
            ("<br/>x", Some((Tag::Line, 5))),
            ("<br />", Some((Tag::Line, 6))),
            ("<span style=\"x\">", Some((Tag::None, 16))),
            ("<!-- trang 2 -->x", Some((Tag::None, 16))),
            ("<!-- trang 2\n-->", None),
            ("<5 vụ>", None),
            ("< b >", None),
            ("<b", None),
            ("<b\n>", None),
            ("<brx>", None),
            ("<", None),
        ] {
            assert_eq!(tag(text), expected, "{text}");
        }
    }
}
