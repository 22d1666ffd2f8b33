//! The corpus: what goes in comes out, in every table, whatever befalls the process.

mod alarms;
mod alike;
mod commands;
mod documented;
mod rows;
mod support;
mod whole;
