//! The record as tables, every value with a link to its place in the text.

mod findings;
mod foot;
mod head;
mod outline;

use std::collections::HashSet;
use std::io::{self, Write};

use super::entry::Entry;
use super::escape::Escaped;
use crate::diagnostic::Lang;
use crate::write::phrases;
use crate::write::wire::{At, Record};

/// Writes the record; `placed` are the entries that have a place in the text.
pub(super) fn write(
    out: &mut dyn Write,
    record: &Record,
    placed: &HashSet<Entry>,
    lang: Lang,
) -> io::Result<()> {
    let mut panel = Panel { out, placed, lang };
    panel.header(record)?;
    panel.targets(record)?;
    panel.assignments(record)?;
    panel.references(&record.references)?;
    panel.sections(&record.sections)?;
    panel.foot(record)?;
    panel.diagnostics(record)?;
    panel.source(record)
}

struct Panel<'p> {
    out: &'p mut dyn Write,
    placed: &'p HashSet<Entry>,
    lang: Lang,
}

impl Panel<'_> {
    /// A title over a part of the record, with the number of its entries unless that is 0.
    fn title(&mut self, class: &str, vi: &str, en: &str, count: usize) -> io::Result<()> {
        let title = self.lang.pick(vi, en);
        write!(self.out, "<h2><span class=\"key {class}\">{title}</span>")?;
        if count > 0 {
            write!(self.out, " <span class=\"faint\">{count}</span>")?;
        }
        self.out.write_all(b"</h2>\n")
    }

    /// The attributes of the element of an entry.
    fn id(&self, entry: Entry) -> String {
        let place = if self.placed.contains(&entry) { " data-place" } else { "" };
        format!(" id=\"{entry}\" tabindex=\"-1\"{place}")
    }

    /// Text that leads to the place of an entry, where it has one.
    fn link(&mut self, entry: Entry, text: &str) -> io::Result<()> {
        match self.placed.contains(&entry) {
            true => write!(self.out, "<a href=\"#at-{entry}\">{}</a>", Escaped(text)),
            false => write!(self.out, "{}", Escaped(text)),
        }
    }

    fn begin_table(&mut self, heads: &[(&str, &str)]) -> io::Result<()> {
        self.out.write_all(b"<div class=\"scroll\" tabindex=\"0\"><table>\n<thead><tr>")?;
        for (vi, en) in heads {
            write!(self.out, "<th scope=\"col\">{}</th>", self.lang.pick(vi, en))?;
        }
        self.out.write_all(b"</tr></thead>\n<tbody>\n")
    }

    fn end_table(&mut self) -> io::Result<()> {
        self.out.write_all(b"</tbody></table></div>\n")
    }

    /// A row of which the first cell leads to the place.
    fn row(&mut self, entry: Entry, class: &str, first: &str, others: &[&str]) -> io::Result<()> {
        let class = if class.is_empty() { String::new() } else { format!(" class=\"{class}\"") };
        write!(self.out, "<tr{class}{}><td>", self.id(entry))?;
        self.link(entry, first)?;
        self.out.write_all(b"</td>")?;
        self.cells(others)?;
        self.out.write_all(b"</tr>\n")
    }

    fn cells(&mut self, cells: &[&str]) -> io::Result<()> {
        cells.iter().try_for_each(|cell| write!(self.out, "<td>{}</td>", Escaped(cell)))
    }

    /// A row with the name of a member and its value; nothing where there is no value.
    fn member(
        &mut self,
        entry: Entry,
        vi: &str,
        en: &str,
        value: Option<&str>,
        note: &str,
    ) -> io::Result<()> {
        let Some(value) = value else { return Ok(()) };
        write!(self.out, "<tr{}><th scope=\"row\">{}</th><td>", self.id(entry), self.lang.pick(vi, en))?;
        self.link(entry, value)?;
        if !note.is_empty() {
            write!(self.out, " <span class=\"faint\">({})</span>", Escaped(note))?;
        }
        self.out.write_all(b"</td></tr>\n")
    }
}

/// Page and line; the page only where it is not the first.
fn position(at: &At, lang: Lang) -> String {
    phrases::position(at.page.filter(|&page| page > 1), at.line, lang)
}
