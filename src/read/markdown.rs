//! Markdown to plain text with styles, as people and OCR models write it.
//!
//! Not CommonMark: a light scanner of our own. A CommonMark parser reads "1. Mục đích" and "+ Thu gom" as lists and
//! takes the labels out of the text, makes code of lines that are indented, HTML of "<5 vụ", and lets bold end with its
//! paragraph; here labels and bullets are text, bold may run over a page break, and nothing but marks is ever dropped.
//!
//! Lines are told apart first (headings, rules, fences, tables); what stands between is inline text, scanned a paragraph
//! at a time.

mod emphasis;
mod inline;
mod math;
mod spans;
mod table;
mod tags;

use super::Markup;
use super::html;
use super::styles::{Attribute, Styles};
use crate::text::{Rewriter, Text};
use inline::Inline;
use std::ops::Range;

/// Takes the marks off.
pub(super) fn read(raw: Text) -> Markup {
    let mut scanner = Scanner {
        text: raw.as_str(),
        out: Rewriter::new(&raw),
        styles: Styles::default(),
        inline: Inline::default(),
        no_table_before: 0,
        endless_tables: 0,
    };
    scanner.run();
    let Scanner { out, mut styles, inline, .. } = scanner;
    inline.finish(&mut styles);
    let text = out.finish();
    Markup { text, fragments: styles.finish(), raw: Some(raw) }
}

struct Scanner<'t> {
    text: &'t str,
    out: Rewriter<'t>,
    styles: Styles,
    inline: Inline,
    /// No table begins before this place.
    no_table_before: usize,
    /// HTML tables that were never closed.
    endless_tables: u32,
}

impl Scanner<'_> {
    fn run(&mut self) {
        let text = self.text;
        let mut paragraph: Option<Range<usize>> = None;
        let mut at = 0;
        while at < text.len() {
            let line = line(text, at);
            let kind = self.kind(&line);
            // Lines of one paragraph are scanned together: emphasis runs over their ends.
            if kind != Kind::Text
                && let Some(range) = paragraph.take()
            {
                self.inline(range);
            }
            at = match kind {
                Kind::Text => {
                    paragraph = Some(paragraph.map_or(line.start, |range| range.start)..line.end);
                    line.end
                }
                Kind::Blank => {
                    self.out.keep(line.start..line.end);
                    line.end
                }
                Kind::Rule(content) => {
                    self.out.keep(line.start..content.start);
                    self.out.replace(content.clone(), "---");
                    self.out.keep(content.end..line.end);
                    line.end
                }
                Kind::Dropped(content) => {
                    self.out.keep(line.start..content.start);
                    self.out.keep(content.end..line.end);
                    line.end
                }
                Kind::Heading(level, content) => {
                    let from = self.out.len();
                    self.inline.end_bold(&mut self.styles);
                    self.inline(content.clone());
                    self.styles.mark(from..self.out.len(), Attribute::Heading(level));
                    self.out.keep(content.end + closing(text, &content, line.end)..line.end);
                    line.end
                }
                Kind::Item => {
                    self.inline(line.clone());
                    line.end
                }
                Kind::Table(table) => self.table(&table),
                Kind::Html(passage) => {
                    self.out.keep(line.start..passage.start);
                    html::render(passage.clone(), &mut self.out, &mut self.styles);
                    passage.end
                }
            };
        }
        if let Some(range) = paragraph {
            self.inline(range);
        }
    }

    fn inline(&mut self, range: Range<usize>) {
        self.inline.write(range, &mut self.out, &mut self.styles);
    }

    fn kind(&mut self, line: &Range<usize>) -> Kind {
        let text = self.text;
        let content = trimmed(text, line.clone());
        let words = &text[content.clone()];
        match words.as_bytes().first() {
            None => Kind::Blank,
            Some(b'#') => match heading(words) {
                Some((level, inside)) => {
                    Kind::Heading(level, content.start + inside.start..content.start + inside.end)
                }
                None => Kind::Text,
            },
            Some(b'`' | b'~') if words.starts_with("```") || words.starts_with("~~~") => {
                let fence = words.trim_start_matches(['`', '~']);
                let is_fence = fence.len() < 20 && fence.bytes().all(|b| b.is_ascii_alphabetic());
                if is_fence { Kind::Dropped(content) } else { Kind::Text }
            }
            Some(b'*') if words.bytes().all(|b| matches!(b, b'*' | b' ' | b'\t')) => {
                // Three stars are a rule; two and blanks are bold that nothing stands in.
                let stars = words.bytes().filter(|&b| b == b'*').count();
                if stars == 3 || (stars > 4 && !words.contains("**")) || (stars > 4 && !words.contains(' ')) {
                    Kind::Rule(content)
                } else if stars == 1 {
                    Kind::Text
                } else {
                    Kind::Dropped(content)
                }
            }
            // Heads underlined with = (their text stands above), rules of underscores, and the page marks of OCR programs.
            Some(mark @ (b'=' | b'_')) if words.len() >= 3 && words.bytes().all(|b| b == *mark) => {
                Kind::Rule(content)
            }
            Some(b'{') if is_page_mark(words) => Kind::Rule(content),
            Some(b'<') if html_table(words) && self.endless_tables < MAX_ENDLESS_TABLES => {
                let len = end_of_table(&text[content.start..]);
                self.endless_tables += u32::from(len.is_none());
                Kind::Html(content.start..len.map_or(content.end, |len| content.start + len))
            }
            first => match self.find_table(line) {
                Some(table) => Kind::Table(table),
                None if matches!(first, Some(b'-' | b'+' | b'*')) && words[1..].starts_with([' ', '\t']) => {
                    Kind::Item
                }
                None => Kind::Text,
            },
        }
    }

    fn find_table(&mut self, line: &Range<usize>) -> Option<table::Found> {
        if line.start < self.no_table_before {
            return None;
        }
        table::find(self.text, line).map_err(|end| self.no_table_before = end).ok()
    }

    /// Writes the cells, one a line, and returns where the table ends.
    fn table(&mut self, table: &table::Found) -> usize {
        let number = (table.columns > 1).then(|| self.styles.open_table());
        self.inline.end_bold(&mut self.styles);
        let mut written = table.range.start;
        let mut row = 0;
        let mut first = true;
        for cells in &table.rows {
            let mut any = false;
            for (column, cell) in cells.cells.iter().enumerate() {
                if cell.is_empty() {
                    continue;
                }
                if first {
                    first = false;
                } else {
                    self.out.replace(written..cell.start, "\n");
                }
                let from = self.out.len();
                self.inline(cell.clone());
                self.inline.end_bold(&mut self.styles);
                if let Some(table) = number {
                    let column = u16::try_from(column).unwrap_or(u16::MAX);
                    let head = cells.head;
                    let cell = crate::source::Cell { table, row, column, rows: 1, columns: 1, head };
                    self.styles.mark(from..self.out.len(), Attribute::Cell(cell));
                }
                written = cell.end;
                any = true;
            }
            row += u32::from(any);
        }
        let end = table.range.end;
        let ending = self.text[..end].ends_with('\n');
        if ending {
            let from = if self.text[..end].ends_with("\r\n") { end - 2 } else { end - 1 };
            self.out.keep(from..end);
        }
        end
    }
}

/// What a line is. Ranges are bytes of the text.
#[derive(Debug, PartialEq, Eq)]
enum Kind {
    Blank,
    Text,
    /// A bullet: a paragraph may go on behind it, none goes into it.
    Item,
    /// Level and content.
    Heading(u8, Range<usize>),
    /// The rule.
    Rule(Range<usize>),
    /// Marks without text: the range is dropped.
    Dropped(Range<usize>),
    Table(table::Found),
    /// A table in HTML.
    Html(Range<usize>),
}

/// The line that begins at `at`, with its end.
fn line(text: &str, at: usize) -> Range<usize> {
    at..memchr::memchr(b'\n', &text.as_bytes()[at..]).map_or(text.len(), |len| at + len + 1)
}

/// A range without white space at its ends.
fn trimmed(text: &str, range: Range<usize>) -> Range<usize> {
    let inside = &text[range.clone()];
    let start = range.start + (inside.len() - inside.trim_start().len());
    start..start + inside.trim().len()
}

/// Level and content of a heading, without the closing marks.
fn heading(words: &str) -> Option<(u8, Range<usize>)> {
    let level = words.bytes().take_while(|&b| b == b'#').count();
    if !(1..=6).contains(&level) || !words[level..].starts_with([' ', '\t']) {
        return None;
    }
    let start = words.len() - words[level..].trim_start().len();
    let open = words.trim_end_matches('#');
    let end =
        if open.ends_with([' ', '\t']) && open.len() > start { open.trim_end().len() } else { words.len() };
    Some((level as u8, start..end.max(start)))
}

/// The length of the closing marks of a heading and the blanks around them.
fn closing(text: &str, content: &Range<usize>, line_end: usize) -> usize {
    text[content.end..line_end].trim_end().len()
}

/// `{12}--------`: the end of page 12, as Marker writes it.
fn is_page_mark(words: &str) -> bool {
    words[1..].split_once('}').is_some_and(|(page, rule)| {
        !page.is_empty()
            && page.bytes().all(|b| b.is_ascii_digit())
            && rule.len() >= 10
            && rule.bytes().all(|b| b == b'-')
    })
}

fn html_table(words: &str) -> bool {
    words.get(..6).is_some_and(|tag| tag.eq_ignore_ascii_case("<table"))
        && words[6..].starts_with([' ', '>', '\t', '\n', '\r'])
}

/// After so many tables without an end no more are sought: keeps broken markup linear.
const MAX_ENDLESS_TABLES: u32 = 16;

/// Where the table ends that `rest` begins with.
fn end_of_table(rest: &str) -> Option<usize> {
    const CLOSE: &[u8] = b"</table>";
    let mut depth = 0usize;
    for at in memchr::memchr_iter(b'<', rest.as_bytes()) {
        let tag = &rest.as_bytes()[at..];
        if tag.len() >= 6 && tag[..6].eq_ignore_ascii_case(b"<table") {
            depth += 1;
        } else if tag.len() >= CLOSE.len() && tag[..CLOSE.len()].eq_ignore_ascii_case(CLOSE) {
            depth = depth.saturating_sub(1);
            if depth == 0 {
                return Some(at + CLOSE.len());
            }
        }
    }
    None
}

#[cfg(test)]
mod tests;
