//! The record as others see it: the wire types, and every format that the program writes them in.
//!
//! The wire types ([`wire`]) are the one description of the output. JSON, the JSON Schema, the tables and the page all
//! start from them, so that what one format says the others say too.

pub mod convert;
pub mod csv;
pub mod ead;
pub mod edxml;
pub mod html;
pub mod json;
mod number;
pub mod phrases;
pub mod plain;
pub mod quote;
pub mod schema;
pub mod table;
pub mod wire;
pub mod words;
pub mod xlsx;
pub mod xml;
