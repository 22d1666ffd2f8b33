//! The corpus: what goes in comes out, in every table, whatever befalls the process.

mod rows;
mod support;
mod whole;
