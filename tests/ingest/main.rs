//! Taking a tree of files into a corpus, as a user types it.

mod archives;
mod duplicates;
mod hostile;
mod names;
mod stops;
mod support;
mod twice;
