//! Records as tables: what an official opens in a spreadsheet.
//!
//! Here tables are rows of typed cells; [`super::csv`] and [`super::xlsx`] write them. Every row names the document
//! that it is from, so that the rows of many documents can stand in one table.

mod columns;

use super::wire::Record;
use crate::decimal::Decimal;
use crate::diagnostic::Lang;

/// A table that records are written to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Table {
    /// One row for each target.
    Targets,
    /// One row for each cited document, with its first mention.
    References,
    /// One row for each body and duty.
    Assignments,
    /// One row for each document.
    Documents,
    /// One row for each diagnostic.
    Diagnostics,
}

impl Table {
    /// All tables, in the order of the sheets of a workbook.
    pub const ALL: [Self; 5] =
        [Self::Targets, Self::References, Self::Assignments, Self::Documents, Self::Diagnostics];

    /// The word for it on the command line and in file names.
    pub fn code(self) -> &'static str {
        match self {
            Self::Targets => "targets",
            Self::References => "references",
            Self::Assignments => "assignments",
            Self::Documents => "documents",
            Self::Diagnostics => "diagnostics",
        }
    }

    /// The title of its sheet.
    pub fn title(self, lang: Lang) -> &'static str {
        match self {
            Self::Targets => lang.pick("Chỉ tiêu", "Targets"),
            Self::References => lang.pick("Văn bản viện dẫn", "References"),
            Self::Assignments => lang.pick("Phân công", "Assignments"),
            Self::Documents => lang.pick("Văn bản", "Documents"),
            Self::Diagnostics => lang.pick("Lưu ý", "Diagnostics"),
        }
    }

    /// The heads of its columns, from the left.
    pub fn heads(self, lang: Lang) -> Vec<Head> {
        fn heads<T>(columns: &[Column<T>], lang: Lang) -> impl Iterator<Item = Head> {
            columns.iter().map(move |c| Head { text: lang.pick(c.vi, c.en), width: c.width })
        }
        let document = heads(columns::DOCUMENT, lang);
        match self {
            Self::Targets => document.chain(heads(columns::TARGETS, lang)).collect(),
            Self::References => document.chain(heads(columns::REFERENCES, lang)).collect(),
            Self::Assignments => document.chain(heads(columns::ASSIGNMENTS, lang)).collect(),
            Self::Documents => document.chain(heads(columns::DOCUMENTS, lang)).collect(),
            Self::Diagnostics => document.chain(heads(columns::DIAGNOSTICS, lang)).collect(),
        }
    }

    /// The rows that a record gives, each with a cell for every head.
    pub fn rows(self, record: &Record, lang: Lang) -> Vec<Vec<Cell<'_>>> {
        match self {
            Self::Targets => rows(record, &record.targets, columns::TARGETS, lang),
            Self::References => rows(record, &record.references, columns::REFERENCES, lang),
            Self::Assignments => rows(record, &record.assignments, columns::ASSIGNMENTS, lang),
            Self::Documents => rows(record, std::slice::from_ref(record), columns::DOCUMENTS, lang),
            Self::Diagnostics => rows(record, &record.diagnostics, columns::DIAGNOSTICS, lang),
        }
    }
}

fn rows<'r, T>(record: &'r Record, items: &'r [T], columns: &[Column<T>], lang: Lang) -> Vec<Vec<Cell<'r>>> {
    let row = |item: &'r T| {
        let document = columns::DOCUMENT.iter().map(|column| (column.cell)(record, record, lang));
        document.chain(columns.iter().map(|column| (column.cell)(record, item, lang))).collect()
    };
    items.iter().map(row).collect()
}

/// The head of a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Head {
    /// What the column holds.
    pub text: &'static str,
    /// How many characters wide it should be.
    pub width: u8,
}

/// What stands in one cell.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell<'r> {
    /// Nothing: the document has no such value.
    Empty,
    /// Words of the document.
    Text(&'r str),
    /// Words of the document, put together.
    Joined(String),
    /// A word of the program.
    Word(&'static str),
    /// A value of the document.
    Number(Decimal),
    /// A count, a page, a line.
    Count(u64),
    /// A share from 0 to 1.
    Share(f32),
    /// A whole date: "2031-01-09".
    Day(&'r str),
}

/// A column over items of a kind: its heads, its width in characters, and what it shows of an item.
struct Column<T> {
    vi: &'static str,
    en: &'static str,
    width: u8,
    cell: for<'r> fn(&'r Record, &'r T, Lang) -> Cell<'r>,
}
