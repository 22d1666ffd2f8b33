//! The cleaned text of a document: what is left of the file when wrapped lines are joined and page furniture is gone.

use std::io::{self, Write};

use crate::document::{BlockKind, Layout};

/// Writes the text: a paragraph a line, a blank line where the document has a gap, the cells of a table row on one line
/// with tabs between them.
///
/// # Errors
/// Those of `out`.
pub fn write(out: &mut dyn Write, layout: &Layout) -> io::Result<()> {
    let mut row_before = None;
    for (index, block) in layout.blocks.iter().enumerate() {
        let row = match block.kind {
            BlockKind::Cell(cell) => Some((cell.table, cell.row)),
            _ => None,
        };
        if index > 0 {
            let same_row = row.is_some() && row == row_before;
            out.write_all(if same_row { b"\t" } else { b"\n" })?;
            if block.gap && !same_row {
                out.write_all(b"\n")?;
            }
        }
        out.write_all(layout.str(block.span).as_bytes())?;
        row_before = row;
    }
    if layout.blocks.is_empty() { Ok(()) } else { out.write_all(b"\n") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Block;
    use crate::source::Cell;
    use crate::span::Span;
    use crate::text::Text;

    #[test]
    fn gaps_are_blank_lines_and_rows_are_lines_with_tabs() {
        let string = "KẾ HOẠCH\nmột\nhai\nba\nbốn\nhết";
        let cell =
            |row, column| BlockKind::Cell(Cell { table: 0, row, column, rows: 1, columns: 1, head: false });
        let mut kinds = [
            (BlockKind::Paragraph, false),
            (cell(0, 0), true),
            (cell(0, 1), true),
            (cell(1, 0), false),
            (cell(1, 1), false),
            (BlockKind::Bullet, true),
        ]
        .into_iter();
        let mut at = 0;
        let blocks = string.split('\n').map(|line| {
            let span = Span::new(at, at + line.len());
            at += line.len() + 1;
            let (kind, gap) = kinds.next().unwrap();
            Block { span, kind, heading: None, gap }
        });
        let blocks: Vec<Block> = blocks.collect();
        let layout = Layout { text: Text::verbatim(string.into(), 0), blocks, ..Layout::default() };
        let mut out = Vec::new();
        write(&mut out, &layout).unwrap();
        assert_eq!(String::from_utf8(out).unwrap(), "KẾ HOẠCH\n\nmột\thai\nba\tbốn\n\nhết\n");
    }

    #[test]
    fn no_text_gives_no_line() {
        let mut out = Vec::new();
        write(&mut out, &Layout::default()).unwrap();
        assert!(out.is_empty());
    }
}
