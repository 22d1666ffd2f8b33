//! An answer for people to read.

use super::super::pick;
use crate::corpus::TargetRow;
use crate::diagnostic::Lang;
use crate::search::{Answer, FilterField, Hit, Marked, Snippet};
use std::io::{self, Write};

/// How an answer is printed. Colours only on a terminal.
pub struct Print {
    pub lang: Lang,
    pub is_colored: bool,
}

const BOLD: &str = "1";
const FOUND: &str = "1;31";
const DIM: &str = "2";

impl Print {
    /// Prints hits and counts.
    ///
    /// # Errors
    /// Those of `out`.
    pub fn answer(&self, out: &mut dyn Write, answer: &Answer) -> io::Result<()> {
        let t = |vi, en| pick(self.lang, vi, en);
        for hit in &answer.hits {
            self.hit(out, hit)?;
        }
        for facet in answer.facets.iter().filter(|facet| !facet.values.is_empty()) {
            writeln!(out, "{}", self.styled(BOLD, self.field(facet.field)))?;
            for value in &facet.values {
                writeln!(out, "  {:>7}  {}", value.count, plain(&value.value))?;
            }
            if facet.more > 0 {
                writeln!(out, "           {} {}", facet.more, t("giá trị khác", "more values"))?;
            }
        }
        match (answer.total, answer.hits.first(), answer.hits.last()) {
            (0, ..) => writeln!(out, "{}", t("Không tìm thấy văn bản nào.", "Nothing found.")),
            (total, Some(first), Some(last)) => {
                let (from, to) = (first.rank, last.rank);
                let line = self.lang.pick(
                    format!("{from}–{to} trong số {total} văn bản"),
                    format!("{from}–{to} of {total} documents"),
                );
                writeln!(out, "{}", self.styled(DIM, &line))
            }
            (total, ..) => {
                writeln!(out, "{}", self.lang.pick(format!("{total} văn bản"), format!("{total} documents")))
            }
        }
    }

    fn field(&self, field: FilterField) -> &'static str {
        pick(self.lang, field.names()[0], field.names()[1])
    }

    fn hit(&self, out: &mut dyn Write, hit: &Hit) -> io::Result<()> {
        let summary = &hit.summary;
        let date = summary.date.as_ref().map(|date| date.split('-').rev().collect::<Vec<_>>().join("/"));
        let date = date.or_else(|| summary.year.map(|year| year.to_string()));
        let number = hit.number.as_ref().map(|number| self.marked(number));
        let kind = summary.doc_type_name.as_deref().map(plain);
        let name = [kind, number].into_iter().flatten().collect::<Vec<_>>().join(" ");
        let parts = [Some(name).filter(|name| !name.is_empty()), summary.issuer.as_deref().map(plain), date];
        let line = parts.into_iter().flatten().collect::<Vec<_>>().join(" · ");
        writeln!(out, "{:>3}. {}", hit.rank, if line.is_empty() { plain(&summary.path) } else { line })?;
        if let Some(title) = &hit.title {
            writeln!(out, "     {}", self.marked(title))?;
        }
        for snippet in &hit.snippets {
            let place = self.place(&snippet.path, snippet.page);
            writeln!(out, "     {}{}", self.styled(DIM, &place), self.snippet(snippet))?;
        }
        for target in &hit.targets {
            let place = self.place(&target.section, target.page);
            writeln!(out, "     {}→ {}", self.styled(DIM, &place), self.target(target))?;
        }
        let key = summary.key.get(..12).unwrap_or(&summary.key);
        writeln!(out, "     {}", self.styled(DIM, &format!("{key}  {}", plain(&summary.path))))?;
        writeln!(out)
    }

    /// "[II/1, tr. 3] "
    fn place(&self, path: &str, page: Option<u32>) -> String {
        let page = page.map(|page| format!("{} {page}", pick(self.lang, "tr.", "p.")));
        let parts: Vec<String> =
            [Some(plain(path)).filter(|path| !path.is_empty()), page].into_iter().flatten().collect();
        if parts.is_empty() { String::new() } else { format!("[{}] ", parts.join(", ")) }
    }

    fn snippet(&self, snippet: &Snippet) -> String {
        self.marked(&snippet.passage)
    }

    fn target(&self, target: &TargetRow) -> String {
        let quote = plain(&target.quote);
        match quote.char_indices().nth(200) {
            Some((end, _)) => format!("{}…", &quote[..end]),
            None => quote,
        }
    }

    fn marked(&self, marked: &Marked) -> String {
        let mut shown = String::new();
        let mut at = 0;
        for range in &marked.highlights {
            shown += &plain(&marked.text[at..range.start]);
            shown += &self.styled(FOUND, &plain(&marked.text[range.clone()]));
            at = range.end;
        }
        shown + &plain(&marked.text[at..])
    }

    fn styled(&self, style: &str, text: &str) -> String {
        if self.is_colored && !text.is_empty() {
            format!("\x1b[{style}m{text}\x1b[0m")
        } else {
            text.to_owned()
        }
    }
}

/// Without what a terminal obeys, and what turns the direction of a line: a document is no friend.
fn plain(text: &str) -> String {
    text.chars()
        .map(|letter| match letter {
            '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => '\u{fffd}',
            letter if letter.is_control() => ' ',
            letter => letter,
        })
        .collect()
}
