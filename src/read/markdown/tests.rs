use super::*;
use crate::source::Style;
use proptest::prelude::*;

/// The text, bold in braces, raised as ^x^, headings as #level x, cells as row/column:x (h for heads).
fn shown(markdown: &str) -> String {
    let markup = read(Text::verbatim(markdown.to_owned(), 0));
    let text = markup.text.as_str();
    let mut shown = String::new();
    let mut at = 0;
    let mut cell = None;
    for fragment in &markup.fragments {
        let (start, end) = (fragment.start as usize, fragment.end as usize);
        shown.push_str(&text[at..start]);
        let Style { bold, superscript, heading, .. } = fragment.style;
        if fragment.style.cell != cell {
            cell = fragment.style.cell;
            if let Some(cell) = cell {
                shown += &format!("{}/{}{}:", cell.row, cell.column, if cell.head { "h" } else { "" });
            }
        }
        if let Some(level) = heading {
            shown += &format!("#{level} ");
        }
        let inside = &text[start..end];
        shown += &match (bold, superscript) {
            (true, true) => format!("{{^{inside}^}}"),
            (true, false) => format!("{{{inside}}}"),
            (false, true) => format!("^{inside}^"),
            (false, false) => inside.to_owned(),
        };
        at = end;
    }
    shown + &text[at..]
}

#[test]
fn marks_come_off_and_text_stays() {
    for (markdown, expected) in [
        ("# KẾ HOẠCH\n## **II. Mục tiêu** ##\n", "#1 KẾ HOẠCH\n#2 {II. Mục tiêu}\n"),
        ("#Không phải\n####### 7\n", "#Không phải\n####### 7\n"),
        ("1\\. Mục đích\n\\- gạch\\\ntiếp", "1. Mục đích\n- gạch\ntiếp"),
        (
            "1. Mục đích\n2. Yêu cầu\n+ Thu gom\n    thụt vào\n",
            "1. Mục đích\n2. Yêu cầu\n+ Thu gom\n    thụt vào\n",
        ),
        ("ổ dịch<sup>2</sup>, năm$^{3}$ và[^4]", "ổ dịch^2^, năm^3^ và^4^"),
        ("[^4]: Theo số liệu", "^4^ Theo số liệu"),
        ("a<br>b <br/>\nc <u>d</u>", "a\nb \nc d"),
        ("trên\n\n---\ndưới\n* * *\n", "trên\n\n---\ndưới\n---\n"),
        ("```\nA\n____\nSố: ____\n```\n", "\nA\n---\nSố: ____\n\n"),
        ("KẾ HOẠCH\n===\n{12}------------------------\n{12}---\n", "KẾ HOẠCH\n---\n---\n{12}---\n"),
        ("> Trích\n> 90% trở lên", "Trích\n> 90% trở lên"),
        ("![Quốc huy](a.png) [Cổng](http://x/y \"t\") [đã ký] (a)", "Quốc huy Cổng [đã ký] (a)"),
        ("`mã` H`Drai và H`Mông", "mã H`Drai và H`Mông"),
        ("R&amp;D &ge; 5, R&D", "R&D ≥ 5, R&D"),
        ("số <5 vụ, <https://x.vn>", "số <5 vụ, https://x.vn"),
        ("~~cũ~~ ~ 30%", "cũ ~ 30%"),
        ("**          **\n****\n", "\n\n"),
        ("tỷ lệ $\\geq 95\\%$ là 5 $", "tỷ lệ ≥95% là 5 $"),
        ("Dòng\\", "Dòng"),
        ("", ""),
    ] {
        assert_eq!(shown(markdown), expected, "{markdown:?}");
    }
}

#[test]
fn bold_may_run_over_lines_and_paragraphs() {
    for (markdown, expected) in [
        ("**Phát động\nthi đua** năm", "{Phát động\nthi đua} năm"),
        ("**4. Đẩy mạnh nhân chứng\n\nlịch sử** tiếp", "{4. Đẩy mạnh nhân chứng\n\nlịch sử} tiếp"),
        ("**4. Đẩy mạnh\n\n12\n\nlịch sử** tiếp", "{4. Đẩy mạnh\n\n12\n\nlịch sử} tiếp"),
        ("**4. Đẩy mạnh\n\n**5. Tăng cường** x", "{4. Đẩy mạnh}\n\n{5. Tăng cường} x"),
        ("**4. Đẩy mạnh\n\n# II\n\nx** y", "{4. Đẩy mạnh}\n\n#1 II\n\nx y"),
        ("**a\n\nb\n\nc\n\nd\n\ne\n\nf** g", "{a}\n\nb\n\nc\n\nd\n\ne\n\nf g"),
        ("- **Một:** hai\n- ba** bốn", "- {Một:} hai\n- ba bốn"),
    ] {
        assert_eq!(shown(markdown), expected, "{markdown:?}");
    }
}

#[test]
fn tables_become_cells() {
    for (markdown, expected) in [
        (
            "x\n\n| TT | Chỉ tiêu |\n|---|:--|\n| 1 | **Dân số** |\n| | 5<br>6 |\n\ny",
            "x\n\n0/0h:TT\n0/1h:Chỉ tiêu\n1/0:1\n1/1:{Dân số}\n2/1:5\n6\n\ny",
        ),
        ("| | |\n|---|---|\n| a | **b** |", "0/0:a\n0/1:{b}"),
        ("| a\n\\- b | c |\n| :-- | :-- |\n", "0/0h:a\n- b\n0/1h:c\n"),
        ("| *Nơi nhận:*\n\\- A;\n\\- B. |\n| :---- |\ny", "Nơi nhận:\n- A;\n- B.\ny"),
        ("| **a | b |\n|--|--|\n| c | d** |", "0/0h:{a}\n0/1h:b\n1/0:c\n1/1:d"),
        ("Số | 12\nNgày | 13\n", "Số | 12\nNgày | 13\n"),
        ("a\n<table>\n<tr><td>1</td><td><b>2</b></td></tr>\n</table>\n**b**", "a\n0/0:1\n0/1:{2}\n{b}"),
        ("<table> là thẻ\nb", "là thẻ\nb"),
    ] {
        assert_eq!(shown(markdown), expected, "{markdown:?}");
    }
}

#[test]
fn hostile_text_takes_linear_time() {
    for part in
        ["*a ", "[a](b ", "| a\n", "`a ", "<a ", "**", "_a", "![](", "$^", "<table>", "| a |\n", "> > ", "&a"]
    {
        let start = std::time::Instant::now();
        read(Text::verbatim(part.repeat(60_000), 0));
        // Quadratic time would take minutes.
        assert!(start.elapsed().as_secs() < 5, "{part}");
    }
}

proptest! {
    /// No letter or digit of the text is lost, none changes its order, and each maps to its place.
    #[test]
    fn letters_survive_and_map_to_their_place(parts in prop::collection::vec(
        prop::sample::select(vec![
            "**", "*", "***", "_", "__", "# ", "## ", "\n", "\n\n", " ", "Kế", "hoạch", "1", "|", "| ", "|--|--|\n",
            "\\", "`", "~~", ">", "> ", "[", "](", ")", "![", "$", "^", "<", "&", "- ", "+ ", "---", "```", "\r\n", "(", "[^",
        ]), 0..40)
    ) {
        let markdown = parts.concat();
        let markup = read(Text::verbatim(markdown.clone(), 0));
        let text = markup.text.as_str();
        let letters = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
        // Addresses of links are no text.
        if !markdown.contains("](") {
            prop_assert_eq!(letters(text), letters(&markdown));
        }
        for (at, letter) in text.char_indices().filter(|(_, letter)| letter.is_alphanumeric()) {
            let original = markup.text.edits().to_original(at..at + letter.len_utf8()).of(&markdown);
            prop_assert!(original == letter.to_string() || (original.starts_with('$') && original.contains(letter)));
        }
        let mut end = 0;
        for fragment in &markup.fragments {
            prop_assert!(end <= fragment.start && fragment.start < fragment.end);
            end = fragment.end;
            prop_assert!(text.get(fragment.start as usize..end as usize).is_some());
        }
    }
}
