//! The facts: tables of kinds, units, comparators, bodies, headings, cues, each row with its source and with
//! examples to find and to leave.
//!
//! A table is a TOML file of `[[row]]`s under `rules/`, embedded in the program and replaceable file by file with
//! `--rules DIR`. All phrases of all tables are compiled into one automaton over words, which the `lex` room runs
//! once over the text; code asks for the [`crate::document::Cue`]s of a table and holds no phrase itself.

mod assignments;
mod citations;
pub mod compounds;
pub mod confusables;
pub mod encodings;
mod fold;
pub mod fonts;
pub mod layers;
mod lexicon;
mod names;
mod outline;
mod page;
mod phrases;
mod places;
pub mod syllables;
mod table;
mod tables;
mod targets;

pub use assignments::*;
pub use citations::*;
pub use fold::{fold, fold_char, strip_marks};
pub use lexicon::Lexicon;
pub use names::*;
pub use outline::*;
pub use page::*;
pub use phrases::{Exact, Phrases, Symbol, Way};
pub use places::*;
pub use table::{Row, RowId, RowText, Table};
pub use tables::*;
pub use targets::*;

use std::path::Path;
use std::sync::LazyLock;

static EMBEDDED: LazyLock<Rules> =
    LazyLock::new(|| Rules::load(None).expect("the embedded tables load: tests/rules.rs loads them"));

impl Rules {
    /// The tables that come with the program.
    pub fn embedded() -> &'static Rules {
        &EMBEDDED
    }

    /// The embedded tables with those replaced that stand in `directory` under the same name.
    ///
    /// # Errors
    /// A file that cannot be read, is no TOML, or has rows that do not fit its table: with file, row and reason. A
    /// directory without a table: its name or that of the table is misspelt.
    pub fn from_directory(directory: &Path) -> Result<Rules, crate::error::Error> {
        if !Rules::TABLE_NAMES.iter().any(|name| directory.join(format!("{name}.toml")).is_file()) {
            return Err(table::no_tables(directory));
        }
        Rules::load(Some(directory))
    }
}
