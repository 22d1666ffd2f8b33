//! Records as rows of tables: which tables there are, their columns, and the rows that a record has in each.
//!
//! Columns are listed once, with their meaning, for every export that has tables of typed columns.

mod column;
mod columns;
mod value;

pub use column::By;
pub use value::{Kind, Value, day};

use crate::corpus::Derived;
use crate::write::wire::Record;
use column::{Column, Item};
use std::io;

/// A table of the export.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Table {
    Documents,
    Sections,
    Targets,
    Refs,
    Mentions,
    Assignments,
    Recipients,
    Footnotes,
    Diagnostics,
}

/// A column as the documentation describes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Described {
    pub name: &'static str,
    pub kind: Kind,
    /// Never null.
    pub required: bool,
    pub about: &'static str,
}

/// Calls a macro's body with the column list of a table.
macro_rules! with_columns {
    ($table:expr, $columns:ident => $body:expr) => {
        match $table {
            Table::Documents => {
                let $columns = columns::DOCUMENTS;
                $body
            }
            Table::Sections => {
                let $columns = columns::SECTIONS;
                $body
            }
            Table::Targets => {
                let $columns = columns::TARGETS;
                $body
            }
            Table::Refs => {
                let $columns = columns::REFS;
                $body
            }
            Table::Mentions => {
                let $columns = columns::MENTIONS;
                $body
            }
            Table::Assignments => {
                let $columns = columns::ASSIGNMENTS;
                $body
            }
            Table::Recipients => {
                let $columns = columns::RECIPIENTS;
                $body
            }
            Table::Footnotes => {
                let $columns = columns::FOOTNOTES;
                $body
            }
            Table::Diagnostics => {
                let $columns = columns::DIAGNOSTICS;
                $body
            }
        }
    };
}

impl Table {
    pub const ALL: [Self; 9] = [
        Self::Documents,
        Self::Sections,
        Self::Targets,
        Self::Refs,
        Self::Mentions,
        Self::Assignments,
        Self::Recipients,
        Self::Footnotes,
        Self::Diagnostics,
    ];

    /// The stem of its file's name.
    pub fn code(self) -> &'static str {
        match self {
            Self::Documents => "documents",
            Self::Sections => "sections",
            Self::Targets => "targets",
            Self::Refs => "refs",
            Self::Mentions => "mentions",
            Self::Assignments => "assignments",
            Self::Recipients => "recipients",
            Self::Footnotes => "footnotes",
            Self::Diagnostics => "diagnostics",
        }
    }

    /// What one of its rows is.
    pub fn about(self) -> &'static str {
        match self {
            Self::Documents => "One row for each document.",
            Self::Sections => "The divisions of each document, parents before their children.",
            Self::Targets => "The targets that documents set.",
            Self::Refs => "The documents that documents cite.",
            Self::Mentions => "Where each cited document is mentioned.",
            Self::Assignments => "Bodies and what they must do.",
            Self::Recipients => "The lines of Nơi nhận.",
            Self::Footnotes => "Footnotes.",
            Self::Diagnostics => "What a person should know of how a document was read.",
        }
    }

    /// Its columns, in their order.
    pub fn columns(self) -> Vec<Described> {
        fn described<T>(columns: &[Column<T>]) -> Vec<Described> {
            let described = |c: &Column<T>| Described {
                name: c.name,
                kind: c.kind,
                required: c.required,
                about: c.about,
            };
            columns.iter().map(described).collect()
        }
        with_columns!(self, columns => described(columns))
    }
}

/// Where rows go.
pub trait Take {
    /// Takes a row, with a value for each column.
    ///
    /// # Errors
    /// A value that does not fit.
    fn row<'r>(&mut self, values: impl Iterator<Item = Value<'r>>) -> io::Result<()>;
}

/// What rows are made of.
#[derive(Clone, Copy)]
pub struct Source<'r> {
    pub record: &'r Record,
    /// The record on one line of JSON.
    pub json: &'r str,
    pub derived: &'r Derived,
    pub cite_key: Option<&'r str>,
    pub by: By<'r>,
}

impl<'r> Source<'r> {
    fn item<T>(self, ordinal: usize, of: &'r T) -> Item<'r, T> {
        let Source { record, json, derived, cite_key, by } = self;
        Item { record, json, derived, cite_key, by, ordinal, parent: None, path: Vec::new(), of }
    }
}

/// Gives the rows that a record has in a table, in the order of the document.
///
/// # Errors
/// Those of `to`.
pub fn add(table: Table, to: &mut impl Take, of: Source<'_>) -> io::Result<()> {
    let record = of.record;
    match table {
        Table::Documents => all(to, columns::DOCUMENTS, of, std::slice::from_ref(record)),
        Table::Sections => sections(to, of),
        Table::Targets => all(to, columns::TARGETS, of, &record.targets),
        Table::Refs => all(to, columns::REFS, of, &record.references),
        Table::Mentions => record.references.iter().enumerate().try_for_each(|(reference, cited)| {
            cited.mentions.iter().enumerate().try_for_each(|(ordinal, mention)| {
                one(to, columns::MENTIONS, &Item { parent: Some(reference), ..of.item(ordinal, mention) })
            })
        }),
        Table::Assignments => all(to, columns::ASSIGNMENTS, of, &record.assignments),
        Table::Recipients => all(to, columns::RECIPIENTS, of, &record.recipients),
        Table::Footnotes => all(to, columns::FOOTNOTES, of, &record.footnotes),
        Table::Diagnostics => all(to, columns::DIAGNOSTICS, of, &record.diagnostics),
    }
}

fn all<'r, T>(to: &mut impl Take, columns: &[Column<T>], of: Source<'r>, items: &'r [T]) -> io::Result<()> {
    items.iter().enumerate().try_for_each(|(ordinal, item)| one(to, columns, &of.item(ordinal, item)))
}

fn one<T>(to: &mut impl Take, columns: &[Column<T>], item: &Item<'_, T>) -> io::Result<()> {
    to.row(columns.iter().map(|column| (column.value)(item)))
}

/// Sections in document order, parents before their children. No recursion: depth is the document's choice.
fn sections(to: &mut impl Take, of: Source<'_>) -> io::Result<()> {
    let mut path: Vec<&str> = Vec::new();
    let mut next = 0;
    // The sections whose children are being written: their ordinal, how long the path was around them, the children.
    let mut open = vec![(None, 0, of.record.sections.iter())];
    while let Some((parent, around, siblings)) = open.last_mut() {
        path.truncate(*around);
        let Some(section) = siblings.next() else {
            open.pop();
            continue;
        };
        let (ordinal, parent) = (next, *parent);
        next += 1;
        path.extend(section.label.as_deref());
        one(to, columns::SECTIONS, &Item { parent, path: path.clone(), ..of.item(ordinal, section) })?;
        open.push((Some(ordinal), path.len(), section.children.iter()));
    }
    Ok(())
}
