//! The corpus: what goes in comes out, in every table, whatever befalls the process.

mod commands;
mod rows;
mod support;
mod whole;
