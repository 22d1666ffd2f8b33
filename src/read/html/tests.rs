use super::*;
use proptest::prelude::*;

fn text_of(html: &str) -> String {
    read(Text::verbatim(html.to_owned(), 0)).text.as_str().to_owned()
}

/// Passages with a style, as "style:text".
fn styled(html: &str) -> Vec<String> {
    let markup = read(Text::verbatim(html.to_owned(), 0));
    let word = |fragment: &crate::source::Fragment| {
        let style = fragment.style;
        let mut words = Vec::new();
        words.extend(style.bold.then(|| "b".to_owned()));
        words.extend(style.italic.then(|| "i".to_owned()));
        words.extend(style.superscript.then(|| "sup".to_owned()));
        words.extend(style.heading.map(|level| format!("h{level}")));
        words.extend(style.cell.map(|cell| {
            let head = if cell.head { "h" } else { "" };
            format!("{}/{}/{}{head}", cell.table, cell.row, cell.column)
        }));
        let text = &markup.text.as_str()[fragment.start as usize..fragment.end as usize];
        format!("{}:{text}", words.join(","))
    };
    markup.fragments.iter().map(word).collect()
}

#[test]
fn blocks_begin_lines_and_spaces_collapse() {
    for (html, text) in [
        ("<p>Kế   hoạch\n năm</p><p>2024</p>", "Kế hoạch năm\n\n2024"),
        ("<div>a</div><div>b</div>", "a\nb"),
        ("a<br>b<br/><br>c", "a\nb\n\nc"),
        ("<p>a <b> b</b> c </p> <p> d</p>", "a b c\n\nd"),
        ("Kế <b>hoạch</b>, <i>số</i>", "Kế hoạch, số"),
        ("<pre>a  b\n  c</pre>", "a  b\n  c"),
        ("a<hr>b", "a\n---\nb"),
        ("<ul><li>a<li>b</ul>c", "- a\n- b\nc"),
        ("<ol start=3><li>a</li><li>b</li></ol>", "3. a\n4. b"),
        ("<ol type=a><li><p>a</p></li><li>b</li></ol>", "a. a\n\nb. b"),
        ("a<", "a<"),
        ("số <5 vụ", "số <5 vụ"),
    ] {
        assert_eq!(text_of(html), text, "{html}");
    }
}

#[test]
fn what_a_browser_does_not_show_is_no_text() {
    for html in [
        "<html><head><title>T</title><style>p{}</style></head><body>x</body></html>",
        "<script>document.write('<p>a</p>')</script>x",
        "<!-- a -->x",
        "<div style='DISPLAY: none'>a <p>b</p></div>x",
        "<p hidden>a<p>x",
        "<nav><ul><li>Trang chủ</li></ul></nav>x",
        "<img alt=a src=b>x",
    ] {
        assert_eq!(text_of(html), "x", "{html}");
    }
}

#[test]
fn entities_are_decoded_in_place() {
    let markup = read(Text::verbatim("<p>&Uacute;y x&atilde; &lt; 5&nbsp;v&#7909;</p>".into(), 0));
    assert_eq!(markup.text.as_str(), "Úy xã < 5\u{A0}vụ");
    let at = |range| markup.text.edits().to_original(range).range();
    assert_eq!(at(0..2), 3..11);
    assert_eq!(at(4..5), 13..14);
    assert_eq!(at(5..7), 14..22);
}

#[test]
fn styles_follow_the_elements() {
    for (html, expected) in [
        ("<h2>I. <b>Mục</b></h2><p>x", vec!["h2:I. ", "b,h2:Mục"]),
        ("a<sup>1</sup> <em>b</em>", vec!["sup:1", "i:b"]),
        ("<p><strong>a<br>b</strong> c", vec!["b:a\nb"]),
        ("<p style='font-weight: bold'>a<p>b", vec!["b:a"]),
        ("<p style='font-weight:400'>a", vec![]),
        ("<b><p>a</p><p>b</p></b>c", vec!["b:a\n\nb"]),
        ("<table><tr><th>A<th>B<tr><td>1<td>2</table>", vec!["0/0/0h:A", "0/0/1h:B", "0/1/0:1", "0/1/1:2"]),
        (
            "<table><thead><tr><td rowspan=2>A<td colspan=2>B</thead><tr><td>c<td><b>d</b> e</table>",
            vec!["0/0/0h:A", "0/0/1h:B", "0/1/1:c", "b,0/1/2:d", "0/1/2: e"],
        ),
        ("<table><tr><td>a</td></tr></table>", vec![]),
        ("<table><tr><td><table><tr><td>1<td>2</table><td>x</table>", vec!["1/0/0:1", "1/0/1:2"]),
        ("<table><tr><td><p>a</p><p>b</p></td><td>c</td></tr></table>", vec!["0/0/0:a\nb", "0/0/1:c"]),
    ] {
        assert_eq!(styled(html), expected, "{html}");
    }
}

#[test]
fn cells_stand_on_lines_of_their_own() {
    let html = "x<table>\n <tr>\n <td>1</td> <td>Xã</td>\n </tr> <tr><td>2</td><td></td></tr></table>y";
    assert_eq!(text_of(html), "x\n\n1\nXã\n2\n\ny");
}

#[test]
fn ill_nested_and_endless_markup_is_read_in_linear_time() {
    let deep = "<div><b>a".repeat(20_000) + &"</i></p>".repeat(20_000);
    assert_eq!(text_of(&deep).len(), 2 * 20_000 - 1);
    for part in [
        "<table>",
        "<table><tr><td>a",
        "<td>",
        "<td>a",
        "<li>",
        "<ol><li>a",
        "<b>a",
        "</b>",
        "<p>a",
        "<br>",
        "<script>",
        "<!--",
        "<pre> a",
        "&amp",
        "&a",
        "<div hidden>",
        "<p style='font-weight:bold'>a",
        "<sup>1",
        "<h1>a",
        " \n",
    ] {
        let start = std::time::Instant::now();
        text_of(&part.repeat(20_000));
        // Quadratic time would take minutes.
        assert!(start.elapsed().as_secs() < 60, "{part} took {:?}", start.elapsed());
    }
}

proptest! {
    /// Text that is kept is the very text of the place it maps to, and no fragment leaves the text.
    #[test]
    fn text_maps_to_its_place(parts in prop::collection::vec(
        prop::sample::select(vec![
            "<p>", "</p>", "<b>", "</b>", "<table>", "<tr>", "<td>", "</td>", "</table>", "<br>", "&agrave;", "&",
            "<script>", "</script>", "<", ">", "Kế ", "hoạch", " \r\n ", "1", "<li>", "<ol>", "</ol>", "<!--", "-->",
            "<sup>", "</sup>", "<h1>", "</h1>", "<pre>", "</pre>", "\u{A0}",
        ]), 0..30)
    ) {
        let html = parts.concat();
        let markup = read(Text::verbatim(html.clone(), 0));
        let text = markup.text.as_str();
        for (at, letter) in text.char_indices() {
            let original = markup.text.edits().to_original(at..at + letter.len_utf8()).of(&html);
            prop_assert!(!letter.is_alphabetic() || original.contains(letter) || original == "&agrave;");
        }
        let mut end = 0;
        for fragment in &markup.fragments {
            prop_assert!(end <= fragment.start && fragment.start < fragment.end);
            end = fragment.end;
            prop_assert!(text.is_char_boundary(fragment.start as usize) && text.get(..end as usize).is_some());
        }
    }
}
