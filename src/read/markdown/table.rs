//! Pipe tables, also with rows whose cells are broken over lines.

use super::{line, trimmed};
use std::ops::Range;

/// A table. Ranges are bytes of the text.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Found {
    pub(super) range: Range<usize>,
    pub(super) rows: Vec<Row>,
    pub(super) columns: usize,
}

#[derive(Debug, PartialEq, Eq)]
pub(super) struct Row {
    /// The cells without blanks around them.
    pub(super) cells: Vec<Range<usize>>,
    /// Stands above the separator.
    pub(super) head: bool,
}

/// A cell that is broken over more lines is taken for a stray pipe.
const MAX_LINES_OF_ROW: usize = 40;

/// The table whose first line this is; where there is none, the end of the lines that belong to none.
///
/// A table begins with a line that begins with a pipe, or with one that a separator follows, and goes on while lines
/// have pipes. Without a separator it takes two rows.
pub(super) fn find(text: &str, first: &Range<usize>) -> Result<Found, usize> {
    let leads = text[first.clone()].trim_start().starts_with('|');
    if !leads && !is_headed(text, first) {
        return Err(first.end);
    }
    let mut rows: Vec<Row> = Vec::new();
    let mut separators = 0;
    let mut at = first.start;
    while at < text.len() {
        let next = line(text, at);
        let words = text[next.clone()].trim();
        if words.is_empty() || !(words.starts_with('|') || (!leads && words.contains('|'))) {
            break;
        }
        if is_separator(words) {
            if separators == 0 {
                rows.iter_mut().for_each(|row| row.head = true);
            }
            separators += 1;
            at = next.end;
            continue;
        }
        let row = whole_row(text, &next);
        at = row.end;
        rows.push(Row { cells: cells(text, trimmed(text, row)), head: false });
    }
    let columns = rows.iter().map(|row| row.cells.len()).max().unwrap_or(0);
    let is_table = separators > 0 || (rows.len() > 1 && rows.iter().all(|row| row.cells.len() > 1));
    if is_table { Ok(Found { range: first.start..at, rows, columns }) } else { Err(at) }
}

/// Whether a separator with as many columns follows a line.
fn is_headed(text: &str, first: &Range<usize>) -> bool {
    if memchr::memchr(b'|', text[first.clone()].as_bytes()).is_none() || first.end >= text.len() {
        return false;
    }
    let below = trimmed(text, line(text, first.end));
    let columns = cells(text, trimmed(text, first.clone())).len();
    columns > 1 && is_separator(&text[below.clone()]) && cells(text, below).len() == columns
}

/// A line of dashes, colons and pipes that has a dash and a pipe.
fn is_separator(words: &str) -> bool {
    words.bytes().all(|b| matches!(b, b'|' | b'-' | b':' | b' ' | b'\t'))
        && words.contains('-')
        && words.contains('|')
}

/// The lines of a row: more than one where the first ends inside a cell.
fn whole_row(text: &str, first: &Range<usize>) -> Range<usize> {
    if ends_row(&text[first.clone()]) {
        return first.clone();
    }
    let mut at = first.end;
    for _ in 1..MAX_LINES_OF_ROW {
        if at >= text.len() {
            break;
        }
        let next = line(text, at);
        let words = text[next.clone()].trim();
        if words.is_empty() || words.starts_with('|') {
            break;
        }
        if ends_row(words) {
            return first.start..next.end;
        }
        at = next.end;
    }
    first.clone()
}

fn ends_row(line: &str) -> bool {
    let line = line.trim_end();
    line.ends_with('|') && !line.ends_with("\\|") && line.trim_start() != "|"
}

/// The cells of a row, split at pipes that no backslash stands before.
fn cells(text: &str, row: Range<usize>) -> Vec<Range<usize>> {
    let words = &text[row.clone()];
    let bytes = words.as_bytes();
    let mut cells = Vec::new();
    let mut start = usize::from(words.starts_with('|'));
    for at in memchr::memchr_iter(b'|', bytes) {
        let escaped = bytes[..at].iter().rev().take_while(|&&b| b == b'\\').count() % 2 == 1;
        if at >= start && !escaped {
            cells.push(trimmed(text, row.start + start..row.start + at));
            start = at + 1;
        }
    }
    if start < bytes.len() {
        cells.push(trimmed(text, row.start + start..row.end));
    }
    cells
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells_of(text: &str) -> Option<Vec<Vec<&str>>> {
        let found = find(text, &line(text, 0)).ok()?;
        Some(
            found.rows.iter().map(|row| row.cells.iter().map(|cell| &text[cell.clone()]).collect()).collect(),
        )
    }

    #[test]
    fn rows_are_split_at_pipes() {
        for (text, expected) in [
            ("| a | b |\n|---|---|\n| 1 | |\n\nx", Some(vec![vec!["a", "b"], vec!["1", ""]])),
            ("a | b\n--|--\n1 | 2 \\| 3\n", Some(vec![vec!["a", "b"], vec!["1", "2 \\| 3"]])),
            ("| a | b\n| 1 | 2\n", Some(vec![vec!["a", "b"], vec!["1", "2"]])),
            (
                "| a\n- b | c\nd |\n| :-- | :-- |\n| 1 | 2 |\n",
                Some(vec![vec!["a\n- b", "c\nd"], vec!["1", "2"]]),
            ),
            ("| *Nơi nhận:*\n- A;\n- B. |\n| :---- |\n", Some(vec![vec!["*Nơi nhận:*\n- A;\n- B."]])),
            ("a | b\nc | d\n", None),
            ("| Số: 12 |\n\n", None),
            ("|x| là trị tuyệt đối\ncủa x\n", None),
            ("a | b | c\n|---|---|\n", None),
        ] {
            assert_eq!(cells_of(text), expected, "{text:?}");
        }
    }

    #[test]
    fn rows_above_the_separator_are_heads() {
        let text = "| a | b |\n|---|---|\n| 1 | 2 |\n|---|---|\n| 3 | 4 |";
        let found = find(text, &line(text, 0)).expect("a table");
        assert_eq!(found.rows.iter().map(|row| row.head).collect::<Vec<_>>(), [true, false, false]);
        assert_eq!(found.range, 0..text.len());
        assert_eq!(found.columns, 2);
    }
}
