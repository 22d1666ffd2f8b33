//! Bringing what others read into a corpus, as a user types it.

mod corpora;
mod refusals;
mod stops;
mod support;
mod tables;
